/** The problems of the whole blog, on the fake backend. */

import { expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { get, intoText, isFocused, open, soon, there } from "../test-window";

const posts = [
  { path: "b.md", source: "---\ntitle: Bees\n---\n\nsee [this](gone.md)\n" },
  { path: "a.md", source: "---\ntitle: Ants\n---\n" },
];
const lines = () => [...document.querySelectorAll<HTMLElement>("[data-problem]")];

test("the key opens the list, and a line leads to its place in its post", async () => {
  const { workspace } = await open({ posts });
  await workspace.openPost(2);
  await intoText();
  await userEvent.keyboard("{Control>}{Shift>}m{/Shift}{/Control}");
  await soon(() => lines().length === 2);
  expect(get("blog-problems")?.textContent).toContain("Bees");
  // The first line has the focus, and the arrows go on from there.
  await soon(() => document.activeElement === lines()[0]);
  await userEvent.keyboard("{ArrowDown}");
  expect(document.activeElement).toBe(lines()[1]);
  await userEvent.keyboard("{ArrowDown}{Home}{End}{Enter}");
  await soon(() => workspace.current?.path === "b.md");
  expect([workspace.current?.line, workspace.current?.column]).toEqual([5, 10]);
  expect(get("blog-problems")).toBe(null);
  await soon(() => isFocused(".cm-content"));
});

test("what a message names is set as code", async () => {
  const { workspace } = await open({ posts });
  workspace.showProblems();
  await soon(() => lines().length === 2);
  const [note, warning] = lines().map((line) => line.querySelector(".message"));
  expect(warning?.querySelector("code")?.textContent).toBe("gone.md");
  expect(`${note?.textContent}${warning?.textContent}`).not.toContain("`");
});

test("a file that is no post is shown in its folder", async () => {
  const { fake, workspace } = await open({ posts });
  workspace.showProblems();
  await soon(() => lines().length === 2);
  await userEvent.click(lines()[0] as HTMLElement);
  await soon(() => fake.revealed.length === 1);
  expect(fake.revealed).toEqual(["/disk/writer/field-notes/assets/old-header.png"]);
  expect(get("blog-problems")).not.toBe(null);
});

test("one severity is shown alone, and all again", async () => {
  const { workspace } = await open({ posts });
  workspace.showProblems();
  const warnings = await there("problems-warning");
  expect(warnings.textContent.trim()).toBe("1 warning");
  expect((await there("problems-note")).textContent.trim()).toBe("1 note");
  await userEvent.click(warnings);
  await soon(() => lines().length === 1);
  expect(lines()[0]?.dataset["problem"]).toBe("broken-link");
  expect(warnings.getAttribute("aria-pressed")).toBe("true");
  await userEvent.click(warnings);
  await soon(() => lines().length === 2);
});

test("thousands are shown in parts", async () => {
  const source = "[x](gone.md)\n".repeat(450);
  const { workspace } = await open({ posts: [{ path: "a.md", source }] });
  workspace.showProblems();
  await soon(() => lines().length === 200);
  expect((await there("problems-more")).textContent).toContain("251 are left");
  await userEvent.click(await there("problems-more"));
  await userEvent.click(await there("problems-more"));
  await soon(() => lines().length === 451);
  expect(get("problems-more")).toBe(null);
});

test("a blog in order says so, and is checked again when asked", async () => {
  const { fake, workspace } = await open({ posts: [] });
  workspace.showProblems();
  await soon(() => get("blog-problems")?.textContent.includes("No problems"));
  await userEvent.click(await there("problems-again"));
  await soon(() => fake.asked.filter((name) => name === "blogCheck").length === 2);
});

test("a check that fails says why", async () => {
  const { workspace } = await open({
    posts,
    fault: (command) => (command === "blogCheck" ? "before" : null),
  });
  workspace.showProblems();
  await soon(() => get("blog-problems")?.querySelector("[role=alert]"));
});
