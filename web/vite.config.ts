import tailwind from "@tailwindcss/postcss";
import { defineConfig, type Plugin } from "vite";
import { scope } from "./styles/scope";

const api = process.env.ALLY_API ?? "http://localhost:8787";

/** While developing, the paths of people who come from outside give their page, as the server has it. */
const visits: Plugin = {
  name: "ally-visits",
  configureServer(server) {
    server.middlewares.use((request, _response, next) => {
      if (/^\/(invitation|guest|shared)(\?.*)?$/.test(request.url ?? "")) request.url = "/visit.html";
      next();
    });
  },
};

/** The page of its own, the three tabs, and the page of people who come from outside; served from the origin of the API. */
export default defineConfig({
  plugins: [visits],
  esbuild: { jsx: "automatic" },
  css: { postcss: { plugins: [tailwind(), scope()] } },
  server: { proxy: { "/api": api, "/dev": api } },
  build: {
    target: "es2022",
    manifest: true,
    sourcemap: false,
    // Small files must not become data: URLs beyond what the policy allows.
    assetsInlineLimit: 0,
    rollupOptions: {
      input: ["index.html", "visit.html"],
      // "use client" means something only to servers that render React.
      onwarn: (warning, warn) => warning.code !== "MODULE_LEVEL_DIRECTIVE" && warn(warning),
    },
  },
});
