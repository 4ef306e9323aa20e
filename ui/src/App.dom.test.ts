/** The whole window on the fake backend, in a real browser and by real keys. */

import { expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { manySamples } from "./ipc/fake/samples";
import { close, get, intoText, isFocused, open, soon, text, there } from "./test-window";

test("the window is ready when the first post can be edited", async () => {
  await open();
  await soon(() => document.documentElement.dataset["ready"] !== undefined);
  expect(get("editor")?.dataset["version"]).toBe("0");
  expect(document.title).toMatch(/^first loop .* – Field Notes – Galley$/);
});

test("what is typed is in the backend, in the preview, and saved", async () => {
  const { fake } = await open();
  await intoText();
  await userEvent.keyboard("{Control>}{End}{/Control}Typed words.");
  await soon(() => fake.source(1).endsWith("Typed words."));
  await soon(
    () => get("saved")?.textContent === "Saved" && get("editor")?.dataset["version"] !== "0",
  );
  await soon(() => get("preview")?.dataset["version"] === get("editor")?.dataset["version"]);
  expect(get("editor")?.dataset["savedVersion"]).toBe(get("editor")?.dataset["version"]);
});

test("marks are toggled by their keys, and an address pasted over words is a link", async () => {
  const { fake } = await open({ posts: [{ path: "a.md", source: "one two\n" }] });
  const content = await intoText();
  await userEvent.keyboard("{Control>}b{/Control}");
  await soon(() => fake.source(1) === "**one** two\n");
  await userEvent.keyboard("{Control>}z{/Control}");
  await soon(() => fake.source(1) === "one two\n");
  await userEvent.keyboard("{Control>}{Home}{Shift>}{ArrowRight}{/Shift}{/Control}");
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", "https://example.org/a");
  content.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
  );
  await soon(() => fake.source(1) === "[one](https://example.org/a) two\n");
});

test("fields are edits of the text, which undo takes back", async () => {
  const { fake } = await open();
  const before = fake.source(1);
  const tags = await there("field-tags");
  await userEvent.click(tags);
  await userEvent.fill(tags, "one, two");
  await userEvent.keyboard("{Enter}");
  await soon(() => fake.source(1).includes("tags: [one, two]\n"));
  await soon(() => isFocused(".cm-content"));
  await userEvent.keyboard("{Control>}z{/Control}");
  await soon(() => fake.source(1) === before);

  await userEvent.click(await there("field-draft"));
  await soon(() => fake.source(1).includes("draft: true\n"));
  await soon(() => get("field-draft")?.getAttribute("aria-checked") === "true");

  const title = await there("field-title");
  await userEvent.fill(title, "Another title");
  await userEvent.keyboard("{Enter}");
  await soon(() => fake.source(1).includes("title: Another title\n"));
});

test("escape in a field takes back what was written", async () => {
  const { fake } = await open();
  const before = fake.source(1);
  const date = await there("field-date");
  await userEvent.click(date);
  expect((date as HTMLInputElement).value).toBe("2024-08-05");
  await userEvent.fill(date, "never");
  await userEvent.keyboard("{Escape}");
  expect((date as HTMLInputElement).value).toBe("5 Aug 2024");
  expect(fake.source(1)).toBe(before);
});

test("a new post is a title and Enter, and the text has the focus", async () => {
  const { fake } = await open();
  await intoText();
  await userEvent.keyboard("{Control>}n{/Control}");
  await soon(() => isFocused("[data-testid=new-post-title]"));
  await userEvent.keyboard("A walk{Enter}");
  await soon(() => text().includes("title: A walk"));
  await soon(() => isFocused(".cm-content"));
  await userEvent.keyboard("First line.");
  await soon(() => fake.source(12).endsWith("First line."));
  expect(
    document.querySelector('[data-post-path="a-walk.md"]')?.getAttribute("aria-selected"),
  ).toBe("true");
});

test("undo knows nothing of other posts", async () => {
  const { fake } = await open();
  await intoText();
  // One key: on a busy machine several are far enough apart to be undone one by one.
  await userEvent.keyboard("{Control>}{Home}{/Control}!");
  await soon(() => fake.source(1).startsWith("!"));
  document.querySelector<HTMLElement>('[data-post-path="small-tables.md"]')?.click();
  await soon(() => text().includes("Small tables"));
  const other = fake.source(10);
  await userEvent.keyboard("{Control>}z{/Control}");
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(fake.source(10)).toBe(other);
  document.querySelector<HTMLElement>('[data-post-path="mapped-the-disk.md"]')?.click();
  await soon(() => text().startsWith("!"));
  await userEvent.keyboard("{Control>}z{/Control}");
  await soon(() => fake.source(1).startsWith("---"));
});

test("the palette runs commands and goes to posts", async () => {
  const { workspace } = await open();
  await intoText();
  await userEvent.keyboard("{Control>}{Shift>}p{/Shift}{/Control}");
  await there("palette");
  await userEvent.keyboard("preview only{Enter}");
  await soon(() => workspace.settings.view === "preview");
  await userEvent.keyboard("{Control>}p{/Control}");
  await there("palette");
  await userEvent.keyboard("kettle{Enter}");
  await soon(() => workspace.current?.fields.title === "The kettle test");
  expect(get("palette")).toBeNull();
});

test("escape closes a dialog and the text has the focus again", async () => {
  await open();
  await intoText();
  await userEvent.keyboard("{Control>}{Shift>}e{/Shift}{/Control}");
  await there("export-path");
  await userEvent.keyboard("{Escape}");
  await soon(() => get("export-path") === null);
  expect(isFocused(".cm-content")).toBe(true);
});

test("an export is two clicks, and says what came of it", async () => {
  await open();
  await userEvent.click(await there("export"));
  await soon(() =>
    (get("export-path") as HTMLInputElement | null)?.value.endsWith("mapped-the-disk.html"),
  );
  await userEvent.click(await there("export-run"));
  await soon(() => get("export-done")?.textContent.includes("Exported, 48 kB."));
});

test("search finds, marks and opens", async () => {
  const { workspace } = await open();
  await intoText();
  await userEvent.keyboard("{Control>}{Shift>}f{/Shift}{/Control}");
  await soon(() => isFocused("[data-testid=search]"));
  await userEvent.keyboard("antenna");
  const mark = await soon(() => document.querySelector('[data-testid="post-list"] mark'));
  expect(mark.textContent).toBe("antenna");
  await userEvent.keyboard("{Enter}");
  await soon(() => workspace.current?.fields.title === "Winter log");
});

test("F6 goes from pane to pane, Mod+\\ shows one or two", async () => {
  const { workspace } = await open();
  await intoText();
  // A frame passes keys on once it shows its page.
  await soon(() => Number(get("preview")?.dataset["version"] ?? -1) >= 0);
  await userEvent.keyboard("{F6}");
  expect(isFocused("[data-testid=preview]")).toBe(true);
  get("post-list")?.focus();
  await userEvent.keyboard("{F6}");
  // The key may still reach the frame, which passes it on.
  await soon(() => isFocused(".cm-content"));
  await userEvent.keyboard("{Control>}\\{/Control}");
  await soon(() => get("preview") === null);
  expect(workspace.settings.view).toBe("editor");
  await userEvent.keyboard("{Control>}\\{/Control}");
  await there("preview");
});

test("a preview that comes back shows what was typed while it was away", async () => {
  await open();
  await userEvent.click(await there("toggle-editor"));
  await soon(() => get("preview") === null);
  await intoText();
  await userEvent.keyboard("hidden ");
  await userEvent.click(await there("toggle-split"));
  await there("preview");
  await soon(() => get("preview")?.dataset["version"] === get("editor")?.dataset["version"]);
  expect(get("editor")?.dataset["version"]).not.toBe("0");
});

test("the preview has the post's version once it shows the post, and none before", async () => {
  // A page that never says that it is ready.
  await open({ frameUrl: () => "about:blank" });
  await soon(() => get("preview")?.getAttribute("src") === "about:blank");
  expect(get("editor")?.dataset["version"]).toBe("0");
  expect((await there("preview")).dataset["version"]).toBe("-1");
});

test("a window in which nobody does anything has nothing to draw", async () => {
  await open();
  await intoText();
  await soon(() => document.querySelector(".cm-focused .cm-cursor"));
  expect(document.getAnimations()).toEqual([]);
});

test("the post as a search result and a card follows the title as it is typed", async () => {
  const { workspace } = await open();
  await userEvent.click(await there("show-cards"));
  const title = await there("result-title");
  expect(title.textContent).toBe(`${workspace.current?.fields.title ?? ""} | Field Notes`);
  await workspace.current?.setField({ title: "Another title" });
  await soon(() => get("result-title")?.textContent === "Another title | Field Notes");
  await userEvent.click(await there("show-cards"));
  expect(get("cards")).toBe(null);
});

test("panes are resized by the keyboard", async () => {
  const { workspace } = await open();
  await there("preview");
  const splitter = await soon(() =>
    document.querySelector<HTMLElement>('[role="separator"][aria-label="Width of the editor"]'),
  );
  splitter.focus();
  const before = Number(splitter.getAttribute("aria-valuenow"));
  await userEvent.keyboard("{ArrowLeft}{ArrowLeft}");
  expect(Number(splitter.getAttribute("aria-valuenow"))).toBe(before - 32);
  expect(workspace.settings.split).toBeLessThan(0.5);
});

test("ten thousand posts are a handful of rows", async () => {
  await open({ posts: manySamples(10_000) });
  const list = await there("post-list");
  await soon(() => list.querySelector("[data-post-path]"));
  expect(list.querySelectorAll("[data-post-path]").length).toBeLessThan(40);
  list.scrollTop = 500_000;
  const row = await soon(() => {
    const first = list.querySelector<HTMLElement>("[aria-posinset]");
    return Number(first?.ariaPosInSet) > 5_000 && first;
  });
  expect(row.ariaSetSize).toBe("10000");
  list.focus();
  await userEvent.keyboard("{Home}{ArrowDown}{Enter}");
  await soon(() => list.scrollTop === 0);
});

test("problems lead to their place", async () => {
  const { workspace } = await open({
    posts: [{ path: "a.md", source: "one\n\nsee [this](gone.md)\n" }],
  });
  await userEvent.click(await there("problems"));
  await userEvent.click(
    await soon(() => document.querySelector<HTMLElement>('ul[aria-label="Problems"] button')),
  );
  expect([workspace.current?.line, workspace.current?.column]).toEqual([3, 10]);
  expect(isFocused(".cm-content")).toBe(true);
});

test("the outline follows the cursor, and leads to a heading", async () => {
  const source = `# One\n${"words\n".repeat(80)}\n## Two\n${"words\n".repeat(80)}`;
  const { fake, workspace } = await open({ posts: [{ path: "a.md", source }] });
  await intoText();
  await userEvent.keyboard("{Control>}{Shift>}o{/Shift}{/Control}");
  const outline = await there("outline");
  const marked = () => outline.querySelector("[aria-current]")?.textContent.trim();
  await soon(() => marked() === "One");
  await userEvent.click(outline.querySelectorAll("button")[1] as HTMLElement);
  await soon(() => workspace.current?.line === 83 && marked() === "Two");
  expect(isFocused(".cm-content")).toBe(true);
  await userEvent.keyboard("{Enter}# Three{Enter}");
  await soon(() => outline.querySelectorAll("button").length === 3);
  expect(fake.source(1)).toContain("\n# Three\n");
  await userEvent.click(await there("toggle-outline"));
  await soon(() => get("outline") === null);
});

test("an empty blog and no blog say what to do next", async () => {
  await open({ posts: [] });
  const empty = await there("empty");
  expect(empty.querySelectorAll("button")).toHaveLength(1);
  await userEvent.click(empty.querySelector("button") ?? empty);
  await there("new-post-title");
  await close();
  await open({ blog: null });
  expect((await there("open-blog")).textContent.trim()).toBe("Open a blog…");
});

test("a post that can only be read says why and takes no text", async () => {
  const { fake, workspace } = await open();
  fake.setReadOnly(2, "This file is not UTF-8.");
  await workspace.openPost(2);
  await soon(() => document.body.textContent.includes("This file is not UTF-8."));
  const before = text();
  await intoText();
  await userEvent.keyboard("x");
  expect(text()).toBe(before);
  expect((get("field-tags") as HTMLInputElement).disabled).toBe(true);
});

test("light and dark are chosen in the window", async () => {
  await open();
  await userEvent.click(await there("appearance"));
  await userEvent.click(await there("appearance-dark"));
  expect(document.documentElement.dataset["theme"]).toBe("dark");
  await userEvent.click(await there("appearance"));
  await userEvent.click(await there("appearance-light"));
  expect(document.documentElement.dataset["theme"]).toBe("light");
});

test("every control has a name, and every pane is a landmark", async () => {
  await open();
  await there("preview");
  const nameless = [
    ...document.querySelectorAll("#app button, #app input, #app [role=separator][tabindex]"),
  ]
    .filter((control) => {
      const name =
        control.getAttribute("aria-label") ??
        (control.textContent.trim() ||
          (control instanceof HTMLInputElement && control.labels?.[0]?.textContent.trim()));
      return !name;
    })
    .map((control) => control.outerHTML);
  expect(nameless).toEqual([]);
  const landmarks = document.querySelectorAll(
    "#app :is(header, main, aside, footer, section, search)",
  );
  expect(landmarks.length).toBeGreaterThanOrEqual(5);
});
