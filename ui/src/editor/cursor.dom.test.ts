/** The cursor's blinking, with a clock of our own. */

import { EditorView } from "@codemirror/view";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { cursor } from "./cursor";

let view: EditorView;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  view = new EditorView({ doc: "some words", extensions: cursor, parent: document.body });
  view.focus();
  // The view hears of its focus a moment later; a moved cursor begins anew either way.
  move(1);
});

afterEach(() => {
  view.destroy();
  vi.useRealTimers();
});

const move = (anchor: number) => {
  view.dispatch({ selection: { anchor } });
};
const isSeen = () => {
  const layer = view.dom.querySelector(".cm-cursorLayer");
  return layer !== null && getComputedStyle(layer).visibility === "visible";
};

test("the cursor goes and comes", () => {
  expect(isSeen()).toBe(true);
  vi.advanceTimersByTime(600);
  expect(isSeen()).toBe(false);
  vi.advanceTimersByTime(600);
  expect(isSeen()).toBe(true);
});

test("nothing is animated, whatever moves it", () => {
  view.dispatch({ changes: { from: 1, insert: "x" }, selection: { anchor: 2 } });
  move(3);
  expect(document.getAnimations()).toEqual([]);
});

test("it is seen as soon as it moves, and for a while", () => {
  vi.advanceTimersByTime(1_000);
  expect(isSeen()).toBe(false);
  move(3);
  expect(isSeen()).toBe(true);
  vi.advanceTimersByTime(590);
  expect(isSeen()).toBe(true);
});

test("it stays, seen, when nobody has typed for ten seconds", () => {
  vi.advanceTimersByTime(10_000);
  expect(isSeen()).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test("a view that is gone leaves no timer behind", () => {
  expect(vi.getTimerCount()).toBe(1);
  view.destroy();
  expect(vi.getTimerCount()).toBe(0);
});
