import { svelte } from "@sveltejs/vite-plugin-svelte";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";

/** Debian's browser: nothing is downloaded for the tests. */
const chromium = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
  // The window asks for this port by name, so another one would be an empty window.
  server: { port: 1420, strictPort: true },
  build: {
    // The oldest engine of the systems that are supported (WebKitGTK 2.40 and later).
    target: "safari16",
    // The window with sample posts instead of a blog, for work in a plain browser.
    outDir: mode === "fake" ? "dist-fake" : "dist",
    // A data: URL would need its own word in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Several small files are no help over a local protocol; one style sheet is.
    cssCodeSplit: false,
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "pure",
          environment: "node",
          include: ["src/**/*.test.ts"],
          exclude: ["src/**/*.dom.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["src/**/*.dom.test.ts"],
          setupFiles: ["src/test-setup.ts"],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { executablePath: chromium, args: ["--no-sandbox"] },
            }),
            instances: [{ browser: "chromium" }],
            viewport: { width: 1280, height: 800 },
          },
        },
      },
    ],
  },
}));
