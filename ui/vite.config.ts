import { svelte } from "@sveltejs/vite-plugin-svelte";
import { playwright } from "@vitest/browser-playwright";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { stillIcons } from "./still-icons";

/** Debian's browser: nothing is downloaded for the tests. */
const chromium = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/**
 * The table of code languages knows Markdown too, in the package's own form,
 * which brings HTML, CSS and JavaScript into the first chunk. Ours stands in.
 */
const ownMarkdown: Plugin = {
  name: "own-markdown",
  enforce: "pre",
  resolveId: (source, importer) =>
    source === "@codemirror/lang-markdown" && importer?.includes("language-data")
      ? fileURLToPath(new URL("src/editor/markdown.ts", import.meta.url))
      : null,
};

export default defineConfig(({ mode }) => ({
  plugins: [ownMarkdown, stillIcons, svelte()],
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
        // The state is tested as it runs in the window, with live runes.
        resolve: { conditions: ["browser"] },
        test: {
          name: "pure",
          environment: "node",
          testTimeout: 30_000,
          include: ["src/**/*.test.ts"],
          exclude: ["src/**/*.dom.test.ts"],
        },
      },
      {
        extends: true,
        // Nothing is bundled ahead: a dependency found in the middle of a run would load the
        // page again under the tests. All of them are modules already.
        optimizeDeps: { noDiscovery: true },
        test: {
          name: "browser",
          include: ["src/**/*.dom.test.ts"],
          testTimeout: 60_000,
          setupFiles: ["src/test-setup.ts"],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            // A busy machine may take its time to start a browser.
            connectTimeout: 180_000,
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
