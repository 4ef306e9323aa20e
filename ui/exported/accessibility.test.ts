/** What axe finds on exported pages, from a folder, by day and by night, on a screen and a phone. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { AxeResults, RunOptions } from "axe-core";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openBrowser } from "./browser";
import { baseUrl, sites, type ExportedSite } from "./sites";

const exported = inject("exported");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** One page of each kind, and the posts that hold most. */
const pages = {
  full: [
    "index.html",
    "page/2/index.html",
    "constructs/index.html",
    "code/index.html",
    "formulas/index.html",
    "arabic/index.html",
    "covered/index.html",
    "archive/index.html",
    "archive/2024/index.html",
    "tags/index.html",
    "tags/languages/index.html",
    "authors/index.html",
    "series/workshop/index.html",
    "search/index.html?q=galley",
    "404.html",
  ],
  empty: ["index.html", "search/index.html", "tags/index.html"],
};

/** Nothing else depends on what is light and what is dark. */
const rulesOfColour = ["color-contrast", "link-in-text-block"];

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(() => browser.close());

/** What is wrong on the page, as somebody reads it. */
async function violations(page: Page, rules?: string[]): Promise<string[]> {
  // The style sheet is there already; a page from a folder could not ask for it again.
  const options: RunOptions = { preload: false, resultTypes: ["violations"] };
  if (rules !== undefined) options.runOnly = { type: "rule", values: rules };
  const results = await page.evaluate((options) => {
    const { axe } = window as unknown as { axe: { run: (o: RunOptions) => Promise<AxeResults> } };
    return axe.run(options);
  }, options);
  expect(results.passes.length, "axe looked at the page").toBeGreaterThan(0);
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary = "" }) => `${id}: ${help}: ${html}\n${failureSummary}`),
  );
}

/** All that is wrong on a page, and whatever it could not or should not fetch. */
async function look({ name }: ExportedSite, path: string): Promise<string[]> {
  const found: string[] = [];
  const site = join(exported, "sites", name);
  const page = await browser.newPage();
  // The test's own limit is the one: a busy machine may take its time to load a page too.
  page.setDefaultTimeout(0);
  // A page that stands for one that is missing, wherever that would be, names its files in full.
  await page.route(`${baseUrl}/**`, (route) =>
    route.fulfill({ path: join(site, route.request().url().slice(baseUrl.length)) }),
  );
  page.on("requestfailed", (request) => found.push(`did not get ${request.url()}`));
  page.on("request", (request) => {
    const isOwn = /^(file|data):/.test(request.url()) || request.url().startsWith(baseUrl);
    if (!isOwn) found.push(`asks for ${request.url()}`);
  });
  page.on("pageerror", (error) => found.push(error.message));
  await page.goto(`${pathToFileURL(site).href}/${path}`);
  await page.evaluate(axe);
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const rules = colorScheme === "dark" ? rulesOfColour : undefined;
      const here = `${colorScheme}, ${width} pixels`;
      found.push(...(await violations(page, rules)).map((it) => `${here}: ${it}`));
    }
  }
  await page.close();
  return found;
}

describe.each(sites)("axe finds nothing in $name", (site) => {
  it.concurrent.each(site.blog === null ? pages.empty : pages.full)("on %s", async (path) => {
    expect(await look(site, path)).toEqual([]);
  });
});

it("axe sees what is wrong", async () => {
  const page = await browser.newPage();
  await page.setContent("<!doctype html><title>x</title><p style='color: #ccc'>pale</p>");
  await page.evaluate(axe);
  const found = (await violations(page)).map((it) => it.split(":")[0]);
  expect(found).toEqual(expect.arrayContaining(["color-contrast", "html-has-lang"]));
});
