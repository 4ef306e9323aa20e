/** Chromium, as the component tests start it: nothing is downloaded for it. */

import { chromium, type Browser } from "playwright";

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
}
