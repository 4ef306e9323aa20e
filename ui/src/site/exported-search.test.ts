// @vitest-environment happy-dom
/** The search page of an exported blog, with the index that the export wrote. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import { beforeEach, expect, test } from "vitest";

const repository = join(import.meta.dirname, "../../..");
const exported = join(repository, "tests/fixtures/blogs/letters/expected/search");
const client = join(repository, "src-tauri/crates/site/src/search/search.js");

let asked: string[] = [];
let isOffline = false;

/** Opens the page as a browser does that finds its scripts beside it. */
function open(query: string): void {
  asked = [];
  isOffline = false;
  const page = readFileSync(join(exported, "index.html"), "utf8");
  document.body.innerHTML = page.split("<main")[1]?.replace(/<script.*?<\/script>/gs, "") ?? "";
  window.history.replaceState(null, "", `/search/index.html${query}`);
  Object.defineProperty(document, "currentScript", {
    configurable: true,
    value: { src: "file:///blog/search/search.js" },
  });
  document.head.append = (script: HTMLScriptElement): void => {
    const name = script.src.replace("file:///blog/search/", "");
    asked.push(name);
    if (isOffline) queueMicrotask(() => script.dispatchEvent(new Event("error")));
    else runInThisContext(readFileSync(join(exported, name), "utf8"));
  };
  runInThisContext(readFileSync(client, "utf8"));
}

function find(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
}

/** Long enough for a chain of promises; nothing here waits for a disk. */
const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 20));

async function titles(query: string): Promise<string[]> {
  const field = find("#search-field");
  if (!(field instanceof HTMLInputElement)) throw new Error("the field takes no text");
  field.value = query;
  field.dispatchEvent(new Event("input"));
  await settled();
  return [...document.querySelectorAll("#search-results a")].map((link) => link.textContent);
}

const status = (): string => find("#search-status").textContent;

beforeEach(() => open(""));

test("nothing is asked for before somebody searches", async () => {
  expect(asked).toEqual([]);
  expect(find("#search-form").hidden).toBe(false);
  await titles("letter");
  const once = asked.length;
  await titles("letters");
  expect(asked.length, "what is there is not asked for again").toBeLessThanOrEqual(once + 2);
});

test("every word has to be in a post, whatever its case", async () => {
  expect(await titles("NOBODY written")).toEqual(["The first letter"]);
  expect(status()).toBe("Posts found: 1");
  expect(await titles("nobody reply")).toEqual([]);
  expect(status()).toBe("No post has these words.");
  expect(await titles("")).toEqual([]);
  expect(status()).toBe("");
});

test("the last word may still be typed", async () => {
  expect(await titles("nobody writ")).toEqual(["The first letter"]);
  expect(await titles("writ nobody"), "a word in the middle is whole").toEqual([]);
});

test("a title says more than a text, and a new post more than an old one", async () => {
  const found = await titles("letter");
  expect(found[0]).toBe("The first letter");
  expect(found).toContain("Alone");
});

test("Japanese is found by any of its letters", async () => {
  expect(await titles("静か")).toEqual(["海のそばで"]);
  expect(await titles("海")).toEqual(["海のそばで"]);
  expect(await titles("海は静")).toEqual(["海のそばで"]);
  expect(await titles("静海")).toEqual([]);
  await titles("海");
  expect(find("#search-results h3").lang).toBe("ja");
});

test("a title is a text, not HTML", async () => {
  expect(await titles("reply script")).toEqual(["A reply </script> & more"]);
  const link = find("#search-results a");
  expect(link.getAttribute("href")).toBe("../2024/01/two/index.html");
  expect(link.children.length).toBe(0);
});

test("an address may hold the query", async () => {
  open("?q=hurry");
  await settled();
  expect(document.querySelectorAll("#search-results li").length).toBe(1);
});

test("what cannot be loaded is said, and tried again", async () => {
  isOffline = true;
  expect(await titles("hurry")).toEqual([]);
  expect(status()).toContain("could not be loaded");
  isOffline = false;
  expect(await titles("hurry")).toEqual(["A reply </script> & more"]);
});
