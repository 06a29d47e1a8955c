import { defineConfig } from "vitest/config";

export default defineConfig({
  esbuild: { jsx: "automatic" },
  test: {
    projects: [
      {
        extends: true,
        test: { name: "components", include: ["test/unit/**/*.test.tsx"], environment: "jsdom", setupFiles: ["test/unit/setup.ts"], css: false },
      },
      {
        extends: true,
        test: { name: "logic", include: ["test/unit/**/*.test.ts"], environment: "node", isolate: false },
      },
      {
        extends: true,
        test: { name: "browser", include: ["test/browser/**/*.test.ts", "test/bench/**/*.test.ts"], environment: "node", testTimeout: 60_000, hookTimeout: 120_000 },
      },
      {
        extends: true,
        test: { name: "host", include: ["test/host/**/*.test.ts"], environment: "node", testTimeout: 120_000, hookTimeout: 120_000 },
      },
      {
        extends: true,
        test: { name: "real", include: ["test/real/**/*.test.ts"], environment: "node", globalSetup: ["test/real/build.ts"], testTimeout: 120_000, hookTimeout: 300_000 },
      },
    ],
  },
});
