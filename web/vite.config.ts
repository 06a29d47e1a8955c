import tailwind from "@tailwindcss/postcss";
import { defineConfig } from "vite";
import { scope } from "./styles/scope";

const api = process.env.ALLY_API ?? "http://localhost:8787";

/** The page of its own: the three tabs, served from the origin of the API. */
export default defineConfig({
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
      // "use client" means something only to servers that render React.
      onwarn: (warning, warn) => warning.code !== "MODULE_LEVEL_DIRECTIVE" && warn(warning),
    },
  },
});
