/** The whole window on the fake backend, for the tests of what it does. */

import { mount, unmount } from "svelte";
import { afterEach } from "vitest";
import App from "./App.svelte";
import { extensions } from "./editor/extensions";
import { FakeBackend } from "./ipc/fake/backend";
import type { FakeOptions } from "./ipc/fake/post";
import { servedPage } from "./ipc/fake/page";
import { frameScript } from "./preview/frame-script";
import { Workspace } from "./state/workspace.svelte";

let shut: (() => Promise<void>) | undefined;
/** Closes the window before the test is over. */
export async function close(): Promise<void> {
  await shut?.();
  shut = undefined;
}

afterEach(async () => {
  await close();
  delete document.documentElement.dataset["ready"];
});

export interface Window {
  fake: FakeBackend;
  workspace: Workspace;
}

export async function open(options: FakeOptions = {}): Promise<Window> {
  const fake = new FakeBackend({
    frameUrl: (_post, page) =>
      URL.createObjectURL(new Blob([servedPage(page, frameScript)], { type: "text/html" })),
    ...options,
  });
  const workspace = new Workspace(fake, extensions);
  const target = document.createElement("div");
  target.id = "app";
  document.body.append(target);
  const app = mount(App, { target, props: { workspace } });
  shut = async () => {
    await unmount(app);
    target.remove();
  };
  await workspace.start();
  return { fake, workspace };
}

export async function soon<T>(what: () => T | null | undefined | false): Promise<T> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const found = what();
    if (found) return found;
    if (performance.now() > deadline) throw new Error(`never: ${what.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export const get = (testid: string) =>
  document.querySelector<HTMLElement>(`[data-testid="${testid}"]`);
export const there = (testid: string) => soon(() => get(testid));
export const text = () => document.querySelector(".cm-content")?.textContent ?? "";
export const isFocused = (selector: string) => document.activeElement?.matches(selector);

export async function intoText(): Promise<HTMLElement> {
  const content = await soon(() => document.querySelector<HTMLElement>(".cm-content"));
  content.focus();
  return content;
}
