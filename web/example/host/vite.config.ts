import { fileURLToPath } from "node:url";
import tailwind from "tailwindcss-3";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The host's own build. It takes the library as it is published, from `lib/`. */
export default defineConfig({
  root: here("."),
  esbuild: { jsx: "automatic" },
  resolve: {
    alias: [
      { find: "@getaifactory/ally-workspace/ally.css", replacement: here("../../lib/ally.css") },
      { find: "@getaifactory/ally-workspace", replacement: here("../../lib/index.js") },
    ],
  },
  css: { postcss: { plugins: [tailwind({ config: here("tailwind.config.js") })] } },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    rollupOptions: {
      input: [here("index.html"), here("bare.html")],
      onwarn: (warning, warn) => warning.code !== "MODULE_LEVEL_DIRECTIVE" && warn(warning),
    },
  },
});
