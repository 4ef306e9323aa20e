/** The tests of exported sites: they need `galley` built, so they are not among `npm test`. */

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["exported/**/*.test.ts"],
    globalSetup: ["exported/export.ts"],
    // A busy machine may take its time; the checker goes through all pages at once.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
