/**
 * Where the links of exported sites lead, from a folder and below a path of a server, and
 * whether the feeds are well formed. Chromium reads both, as a reader's browser would.
 */

import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { openBrowser } from "./browser";
import { baseUrl, filesBelow, sites } from "./sites";

/** What a page leads to or shows, and the places in it that a link may name. */
interface Read {
  addresses: string[];
  ids: string[];
}

const exported = inject("exported");

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  page = await browser.newPage();
});

afterAll(() => browser.close());

/** Reads the pages' markup without loading anything. */
function read(sources: string[]): Promise<Read[]> {
  return page.evaluate(
    (sources) =>
      sources.map((source) => {
        const document = new DOMParser().parseFromString(source, "text/html");
        const values = (selector: string, name: string) =>
          [...document.querySelectorAll(selector)].map((it) => it.getAttribute(name) ?? "");
        const candidates = values("[srcset]", "srcset").flatMap((srcset) =>
          srcset.split(", ").map((candidate) => candidate.split(" ")[0] ?? ""),
        );
        const refresh = values("meta[http-equiv=refresh]", "content");
        return {
          addresses: [
            ...values("[href]", "href"),
            ...values("[src]", "src"),
            ...values("[poster]", "poster"),
            ...candidates,
            ...refresh.map((content) => content.replace(/^\d+; url=/, "")),
          ],
          ids: values("[id]", "id"),
        };
      }),
    sources,
  );
}

/** The addresses in the style sheets of a site. */
const ofStyles = (source: string) =>
  [...source.matchAll(/url\(["']?([^"')]+)["']?\)/g)].map((match) => match[1] ?? "");

/** Follows every link of the site as if it lay at `base`; what leads nowhere is the answer. */
async function broken(folder: string, base: string): Promise<string[]> {
  const paths = filesBelow(folder, ".html");
  const pages = await read(paths.map((path) => readFileSync(join(folder, path), "utf8")));
  const ids = new Map(paths.map((path, i) => [path, new Set(pages[i]?.ids)]));
  const links = [
    ...paths.flatMap((path, i) => pages[i]?.addresses.map((to) => [path, to] as const) ?? []),
    ...filesBelow(folder, ".css").flatMap((path) =>
      ofStyles(readFileSync(join(folder, path), "utf8")).map((to) => [path, to] as const),
    ),
  ];
  expect(links.length).toBeGreaterThan(30);
  const found: string[] = [];
  for (const [from, to] of links) {
    const url = new URL(to, `${base}/${from}`);
    // Some say in full where the site is published: there, a server knows what a folder shows.
    const home = [base, baseUrl].find((home) => url.href.startsWith(`${home}/`));
    if (home === undefined) {
      // It leaves the site, which it may only in full: not by a path from the server's top.
      if (!/^([a-z]+:|\/\/)/.test(to)) found.push(`${from} -> ${to}`);
      continue;
    }
    let path = decodeURIComponent(url.pathname.slice(new URL(home).pathname.length + 1));
    if (home === baseUrl && (path === "" || path.endsWith("/"))) path += "index.html";
    const fragment = decodeURIComponent(url.hash.slice(1));
    const isFile = existsSync(join(folder, path)) && statSync(join(folder, path)).isFile();
    const isThere = isFile && (fragment === "" || ids.get(path)?.has(fragment) === true);
    if (!isThere) found.push(`${from} -> ${to}`);
  }
  return found;
}

it("links that lead nowhere are seen", async () => {
  const folder = join(exported, "wrong");
  mkdirSync(folder);
  const wrong = ["gone.html", "#gone", "/index.html", "a%20b.png", "index.html#gone"];
  const links = wrong.map((to) => `<a href="${to}"></a><img src="${to}">`).join("");
  const right = '<a id="here" href="#here"></a><a href="index.html"></a>'.repeat(20);
  writeFileSync(join(folder, "index.html"), links + right);
  const found = await broken(folder, "http://localhost/some/where");
  expect(new Set(found)).toEqual(new Set(wrong.map((to) => `index.html -> ${to}`)));
});

it.each(sites)("no link of $name is broken in a folder", async ({ name }) => {
  const folder = join(exported, "sites", name);
  expect(await broken(folder, pathToFileURL(folder).href)).toEqual([]);
});

it.each(sites)("no link of $name is broken below a path", async ({ name }) => {
  expect(await broken(join(exported, "sites", name), "http://localhost/some/where")).toEqual([]);
});

it.each(sites)("the feeds and the map of $name are well formed", async ({ name, blog }) => {
  const folder = join(exported, "sites", name);
  const files = filesBelow(folder, ".xml");
  const expected = blog === null ? ["feed.xml"] : ["feed.xml", "rss.xml", "sitemap.xml"];
  expect(files).toEqual(expected);
  const errors = await page.evaluate(
    (sources) =>
      sources.map((source) => {
        const document = new DOMParser().parseFromString(source, "application/xml");
        return document.querySelector("parsererror")?.textContent;
      }),
    files.map((file) => readFileSync(join(folder, file), "utf8")),
  );
  expect(errors).toEqual(files.map(() => undefined));
  if (blog !== null) {
    const feed = JSON.parse(readFileSync(join(folder, "feed.json"), "utf8")) as {
      items: unknown[];
    };
    expect(feed.items.length).toBeGreaterThan(8);
  }
});
