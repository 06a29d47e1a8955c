import tailwind from "@tailwindcss/postcss";
import { defineConfig } from "vite";
import { scope } from "./styles/scope";

/** The library: one module per source file, so that a host's bundler can leave out what it does not use. */
export default defineConfig({
  esbuild: { jsx: "automatic" },
  css: { postcss: { plugins: [tailwind(), scope()] } },
  publicDir: false,
  build: {
    target: "es2022",
    outDir: "lib",
    minify: false,
    cssCodeSplit: false,
    lib: { entry: "src/index.ts", formats: ["es"], cssFileName: "ally" },
    rollupOptions: {
      external: (id) => !id.startsWith(".") && !id.startsWith("/") && !id.startsWith("\0"),
      output: { preserveModules: true, preserveModulesRoot: "src", entryFileNames: "[name].js" },
    },
  },
});
