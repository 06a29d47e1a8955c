/** @type {import("tailwindcss-3").Config} */
export default {
  content: ["index.html", "src/**/*.tsx"].map((path) => new URL(path, import.meta.url).pathname),
};
