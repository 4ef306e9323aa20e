import { describe, expect, test } from "vitest";
import { ranked } from "./rank";
import { type KeyPress, matches, shown } from "./shortcut";
import { commands } from "./table";

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: "",
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...more,
});
const ctrl = { ctrlKey: true };

describe("a shortcut", () => {
  test.each<[string, string, KeyPress]>([
    ["by its letter", "Mod+S", press("s", ctrl)],
    ["with Shift the letter is large", "Mod+Shift+P", press("P", { ...ctrl, shiftKey: true })],
    ["by the key's place without Latin letters", "Mod+S", press("ы", { ...ctrl, code: "KeyS" })],
    ["plus needs Shift on some keyboards", "Mod+=", press("+", { ...ctrl, shiftKey: true })],
    ["backslash by its place", "Mod+\\", press("#", { ...ctrl, code: "Backslash" })],
    ["a function key", "F6", press("F6")],
  ])("is found %s", (_how, shortcut, key) => {
    expect(matches(shortcut, key, false)).toBe(true);
  });

  test.each<[string, string, KeyPress]>([
    ["without Mod", "Mod+S", press("s")],
    ["with Shift too many", "Mod+S", press("S", { ...ctrl, shiftKey: true })],
    ["with AltGr", "Mod+E", press("€", { ...ctrl, altKey: true, code: "KeyE" })],
    ["with the letter of another key", "Mod+S", press("o", { ...ctrl, code: "KeyS" })],
    ["with the other Mod", "Mod+S", press("s", { metaKey: true })],
  ])("is not found %s", (_how, shortcut, key) => {
    expect(matches(shortcut, key, false)).toBe(false);
  });

  test("is Command on a Mac", () => {
    expect(matches("Mod+S", press("s", { metaKey: true }), true)).toBe(true);
    expect(matches("Mod+S", press("s", ctrl), true)).toBe(false);
    expect(shown("Mod+Shift+P", true)).toEqual(["⌘", "⇧", "P"]);
    expect(shown("Mod+Shift+P", false)).toEqual(["Ctrl", "Shift", "P"]);
  });
});

describe("the table", () => {
  test("gives no key to two commands", () => {
    const keys = commands.flatMap((command) => command.keys);
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });

  test("gives no command two names", () => {
    const ids = commands.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("binds nothing to Control and Alt together: that is AltGr", () => {
    expect(
      commands.flatMap(({ keys }) => keys).filter((key) => /Mod\+.*Alt|Alt\+.*Mod/.test(key)),
    ).toEqual([]);
  });
});

describe("ranking", () => {
  const labels = [
    "Export this post as one HTML file…",
    "Export the site to a folder…",
    "Show the blog’s folder",
  ];
  test.each([
    ["", labels],
    ["export", labels.slice(0, 2)],
    ["folder", [labels[1], labels[2]]],
    ["site exp", [labels[1]]],
    ["éxport SITE", [labels[1]]],
    ["nothing", []],
  ])("%j finds %j", (query, found) => {
    expect(ranked(query, labels, (label) => label)).toEqual(found);
  });
});
