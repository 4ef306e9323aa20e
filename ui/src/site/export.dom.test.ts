/** The site's export in the window, on the fake backend. */

import { expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { get, intoText, isFocused, open, soon, there } from "../test-window";

const posts = (n: number) =>
  Array.from({ length: n }, (_, i) => ({
    path: `post-${i}.md`,
    source: `---\ntitle: Post ${i}\n---\n\nText ${i}.\n`,
  }));
const lines = () =>
  [...document.querySelectorAll("[data-testid=changes] li")].map((line) =>
    [...line.children].map((part) => part.textContent).join(" "),
  );
const press = (keys: string) => userEvent.keyboard(keys);
const openDialog = async () => {
  await press("{Control>}{Shift>}e{/Shift}{/Control}");
  await soon(() => (get("export-path") as HTMLInputElement | null)?.value);
};

test("what changes is shown, then done, then looked at: by key alone", async () => {
  const { fake } = await open({ posts: posts(3) });
  await intoText();
  await openDialog();
  await press("{Enter}");
  await there("changes");
  expect(lines()).toContain("new post-1/index.html");
  expect(get("changes-new")?.textContent.trim()).toBe("8 new");
  expect(fake.asked).not.toContain("sitePut");
  await soon(() => isFocused("[data-testid=export-put]"));
  await press("{Enter}");
  const done = await there("export-done");
  expect(done.textContent).toContain("Exported: 8 new; 1.3 MB in all.");
  await soon(() => isFocused("[data-testid=export-close]"));
  await userEvent.click(await there("export-open"));
  await soon(() => fake.opened.length === 1);
  expect(fake.opened[0]).toMatch(/field-notes-site\/index\.html$/);
  await press("{Escape}");
  await soon(() => isFocused(".cm-content"));

  // Nothing has changed since: there is nothing to ask.
  await openDialog();
  await press("{Enter}");
  await soon(() => get("export-done")?.textContent.includes("Nothing to do: 8 files"));
});

test("a held key says yes to nothing", async () => {
  const { fake } = await open({ posts: posts(1) });
  await openDialog();
  await press("{Enter}");
  const put = await there("export-put");
  await soon(() => isFocused("[data-testid=export-put]"));
  const held = new KeyboardEvent("keydown", {
    key: "Enter",
    repeat: true,
    bubbles: true,
    cancelable: true,
  });
  expect(put.dispatchEvent(held)).toBe(false);
  expect(fake.asked).not.toContain("sitePut");
});

test("one that is cancelled while it is rendered ends, and can be begun again", async () => {
  const gates: (() => void)[] = [];
  const { fake } = await open({
    posts: posts(3),
    wait: (command) =>
      command === "siteStage" ? new Promise((resolve) => gates.push(resolve)) : Promise.resolve(),
  });
  await openDialog();
  await press("{Enter}");
  await soon(() => gates.length === 1);
  gates.shift()?.();
  const bar = await there("export-progress");
  expect((bar as HTMLProgressElement).max).toBe(1);
  await soon(() => bar.getAttribute("aria-valuetext")?.startsWith("Making pages"));
  await soon(() => isFocused("[data-testid=export-cancel]"));
  await press("{Enter}");
  await there("export-run");
  expect(fake.asked).toContain("siteDrop");
  for (const open of gates) open();
  await soon(() => get("export-progress") === null);
  expect(get("changes")).toBe(null);
});

test("one that is cancelled before the shell has begun it ends when it does", async () => {
  const gates: (() => void)[] = [];
  const { fake } = await open({
    posts: posts(3),
    wait: (command) =>
      command === "siteStage" ? new Promise((resolve) => gates.push(resolve)) : Promise.resolve(),
  });
  const drops = () => fake.asked.filter((command) => command === "siteDrop").length;
  await openDialog();
  await press("{Enter}");
  await soon(() => gates.length === 1);
  await userEvent.click(await there("export-cancel"));
  await there("export-run");
  expect(drops(), "there is nothing to end yet").toBe(1);
  gates.shift()?.();
  await soon(() => drops() === 2);
});

test("leaving without a yes gives the export up", async () => {
  const { fake } = await open({ posts: posts(1) });
  await openDialog();
  await press("{Enter}");
  await there("changes");
  await press("{Escape}");
  await soon(() => fake.asked.at(-1) === "siteDrop");
  expect(get("export-dialog")).toBe(null);
});

test("files are filtered by what becomes of them and by their path; the rest is counted", async () => {
  await open({ posts: posts(400) });
  await openDialog();
  await press("{Enter}");
  await there("changes");
  expect(lines()).toHaveLength(300);
  expect(get("changes-rest")?.textContent).toBe("and 105 more");
  await userEvent.fill(await there("changes-filter"), "post-39");
  await soon(() => lines().length === 11);
  expect(get("changes-rest")).toBe(null);
  await userEvent.fill(await there("changes-filter"), "nowhere");
  await soon(() => get("changes")?.textContent.includes("No path has these words."));
});

test("problems lead to their list", async () => {
  await open({ posts: [{ path: "a.md", source: "---\ntitle: A\n---\n\n[x](gone.md)\n" }] });
  await openDialog();
  await press("{Enter}");
  await userEvent.click(await there("export-problems"));
  await there("blog-problems");
  expect(get("export-dialog")).toBe(null);
});

test("a folder of others is exported into only after a yes", async () => {
  await open();
  await userEvent.click(await there("export"));
  await userEvent.click(await there("export-site"));
  await userEvent.fill(await there("export-path"), "/disk/writer/foreign");
  await userEvent.click(await there("export-run"));
  await userEvent.click(await there("export-force"));
  await userEvent.click(await there("export-put"));
  await there("export-done");
});

test("a post becomes a PDF, and replaces a file only after a yes: by key alone", async () => {
  const { fake } = await open({ posts: posts(1) });
  const toExport = async () => {
    await press("{Control>}{Shift>}s{/Shift}{/Control}");
    await soon(() => (get("export-path") as HTMLInputElement | null)?.value);
    await userEvent.click(await there("export-pdf"));
    expect((get("export-path") as HTMLInputElement).value).toMatch(/\.pdf$/);
    expect(get("export-pdf")?.getAttribute("aria-checked")).toBe("true");
    get("export-path")?.focus();
    await press("{Enter}");
  };
  await toExport();
  await there("export-done");
  await press("{Escape}");
  await toExport();
  const replace = await there("export-force");
  expect(replace.textContent).toBe("Replace it");
  await soon(() => isFocused("[data-testid=export-force]"));
  await press("{Enter}");
  await there("export-done");
  expect(fake.asked.filter((command) => command === "postExport")).toHaveLength(3);
});

test("a post is printed from the dialog, which leaves the window to the system's", async () => {
  const { fake } = await open({ posts: posts(1) });
  await press("{Control>}{Shift>}s{/Shift}{/Control}");
  await userEvent.click(await there("export-print"));
  await soon(() => fake.asked.includes("postPrint"));
  expect(get("export-dialog")).toBe(null);
});
