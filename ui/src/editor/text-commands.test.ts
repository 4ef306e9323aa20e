import { insertNewlineContinueMarkupCommand } from "@codemirror/lang-markdown";
import { expect, test } from "vitest";
import { toggleHeading } from "./heading";
import { indentItem, outdentItem } from "./indent";
import { addressIn, makeLink } from "./link";
import { after } from "./notation";
import { textCommands } from "./keys";

test.each([
  ["words want an address", "see [[this page]] now", "see [this page](|) now"],
  ["an address wants words", "see [[https://a.example/b]] now", "see [|](https://a.example/b) now"],
  ["a word at the cursor", "see th|is", "see [this](|)"],
  ["nothing", "see |", "see [|]()"],
  [
    "a link's address is selected",
    "see [th|is](https://a.example)",
    "see [this]([[https://a.example]])",
  ],
  ["not in code", "    co|de", "    co|de"],
])("link: %s", (_what, before, expected) => {
  expect(after(makeLink, before)).toBe(expected);
});

test.each([
  ["https://example.org/a?b=c", true],
  ["  https://example.org\n", true],
  ["mailto:a@example.org", true],
  ["https://example.org and more", false],
  ["example.org", false],
  ["javascript:alert(1)", false],
  ["https://", false],
])("%j is an address: %s", (text, is) => {
  expect(addressIn(text) !== null).toBe(is);
});

test.each([
  ["a line", "o|ne", "## o|ne"],
  ["another level", "# o|ne", "## o|ne"],
  ["the same level again", "## o|ne", "o|ne"],
  ["not a tag", "#o|ne", "## #o|ne"],
])("heading: %s", (_what, before, expected) => {
  expect(after(toggleHeading(2), before)).toBe(expected);
});

const enter = insertNewlineContinueMarkupCommand({ nonTightLists: false });

test.each([
  ["an item goes on", "- one|", "- one\n- |"],
  ["an empty item leaves the list", "- one\n- |", "- one\n|"],
  ["a number counts on", "1. one|", "1. one\n2. |"],
  ["a task is open again", "- [x] one|", "- [x] one\n- [ ] |"],
  ["a quote goes on", "> one|", "> one\n> |"],
])("enter: %s", (_what, before, expected) => {
  expect(after(enter, before)).toBe(expected);
});

test("tab moves an item in and out, and does nothing in prose", () => {
  expect(after(indentItem, "- one\n- t|wo")).toBe("- one\n  - t|wo");
  expect(after(outdentItem, "- one\n  - t|wo")).toBe("- one\n- t|wo");
  expect(after(indentItem, "pro|se")).toBe("pro|se");
});

test("no two commands of the text have one key", () => {
  const keys = textCommands.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
});
