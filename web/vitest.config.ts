import { defineConfig } from "vitest/config";

export default defineConfig({
  esbuild: { jsx: "automatic" },
  test: {
    // How long something may take is no test's business: these end what hangs, also on a busy machine.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
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
        test: { name: "browser", include: ["test/browser/**/*.test.ts", "test/bench/**/*.test.ts"], environment: "node" },
      },
      {
        extends: true,
        test: { name: "host", include: ["test/host/**/*.test.ts"], environment: "node" },
      },
      {
        extends: true,
        test: { name: "real", include: ["test/real/**/*.test.ts"], environment: "node", globalSetup: ["test/real/build.ts"] },
      },
    ],
  },
});
