/** Closing the window with words on their way. */

import { expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import type { Error as ErrorShape } from "./ipc/bindings";
import { get, intoText, open, soon, there } from "./test-window";

const posts = [{ path: "a.md", source: "---\ntitle: A\n---\n\none\n" }];
const diskFull: ErrorShape = {
  code: "diskFull",
  message: "the disk is full",
  hint: null,
  causes: [],
};
const warnings = (said = "The window stays open.") =>
  [...document.querySelectorAll('[data-testid="toast"]')].filter((toast) =>
    toast.textContent.includes(said),
  );

async function typeAtEnd(text: string): Promise<void> {
  await intoText();
  await userEvent.keyboard("{Control>}{End}{/Control}");
  await userEvent.keyboard(text);
}

test("the window goes when the backend has the last word", async () => {
  let arrived: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (arrived = resolve));
  const { fake } = await open({
    posts,
    wait: (command) => (command === "postEdit" ? held : Promise.resolve()),
  });
  await typeAtEnd("two");
  const leaving = fake.close();
  expect(await Promise.race([leaving, Promise.resolve("not yet")])).toBe("not yet");
  arrived();
  expect(await leaving).toBe(true);
  expect(fake.source(1)).toBe("---\ntitle: A\n---\n\none\ntwo");
});

test("a field that is still being written in is kept too", async () => {
  const { fake } = await open({ posts });
  await userEvent.click(await there("field-title"));
  await userEvent.keyboard("nother");
  expect(await fake.close()).toBe(true);
  expect(fake.source(1)).toContain("title: Another");
});

test("words that neither the file nor the library takes hold the window", async () => {
  const { fake } = await open({ posts });
  fake.refuseSaves(diskFull, false);
  await typeAtEnd("two");
  expect(await fake.close()).toBe(false);
  await soon(() => warnings()[0]?.textContent.includes("The last words of “A”"));
  // In the library they are safe.
  fake.refuseSaves(diskFull);
  expect(await fake.close()).toBe(true);
});

test("another blog is not opened over words that nothing takes", async () => {
  const { fake, workspace } = await open({ posts });
  fake.refuseSaves(diskFull, false);
  await typeAtEnd("two");
  const before = workspace.blog?.id;
  await workspace.openBlog("/disk/writer/other");
  expect(workspace.blog?.id).toBe(before);
  await soon(() => warnings("The blog stays open.")[0]?.textContent.includes("“A”"));
  await workspace.openBlog("/disk/writer/other");
  expect(workspace.blog?.id).not.toBe(before);
  await soon(() => warnings("The blog stays open.").length === 0);
});

test("a new blog is not made over words that nothing takes, and its dialog says why", async () => {
  const { fake, workspace } = await open({ posts });
  fake.refuseSaves(diskFull, false);
  await typeAtEnd("two");
  expect(await workspace.createBlog("/disk/writer/new", "New")).toMatchObject({
    message: "the blog that is open has words that cannot be kept",
  });
  expect(await workspace.createBlog("/disk/writer/new", "New")).toBeNull();
});

test("who could not open another blog types on", async () => {
  let arrived: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (arrived = resolve));
  const { fake, workspace } = await open({
    posts,
    wait: (command) => (command === "blogOpen" ? held : Promise.resolve()),
  });
  await typeAtEnd("two");
  const opening = workspace.openBlog("/disk/writer/empty-folder");
  await soon(() => get("editor")?.closest("[inert]"));
  await userEvent.keyboard("too late");
  arrived();
  await opening;
  await userEvent.keyboard(" three");
  await soon(() => fake.source(1).endsWith("two three"));
});

test("words that cannot be kept hold the window, until it is closed again", async () => {
  const { fake } = await open({
    posts,
    fault: (command) => (command === "postEdit" ? "before" : null),
  });
  await typeAtEnd("two");
  expect(await fake.close()).toBe(false);
  await soon(() => warnings()[0]?.textContent.includes("The last words of “A”"));
  // More of them are more to lose.
  await typeAtEnd("three");
  expect(await fake.close()).toBe(false);
  expect(await fake.close()).toBe(true);
  expect(get("toast")).not.toBeNull();
});
