import { defineConfig } from "vitest/config";

/** Tests that need the real backend: `ally dev`, which the set-up starts, with its Firestore emulator. */
export default defineConfig({
  test: {
    include: ["test/system/**/*.test.ts"],
    globalSetup: "test/system/dev.ts",
    environment: "node",
    testTimeout: 300_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
});
