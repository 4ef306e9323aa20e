import { ensureSyntaxTree } from "@codemirror/language";
import { EditorState, Text } from "@codemirror/state";
import { describe, expect, test } from "vitest";
import { frontMatterEnd } from "./front-matter";
import { markdown } from "./markdown";

const stateOf = (doc: string) => EditorState.create({ doc, extensions: markdown() });

/** The nodes of the tree with their text. */
function nodes(source: string, ...names: string[]): string[] {
  const state = stateOf(source);
  const found: string[] = [];
  ensureSyntaxTree(state, state.doc.length, 5_000)?.iterate({
    enter: (node) => {
      if (names.includes(node.name)) found.push(state.sliceDoc(node.from, node.to));
    },
  });
  return found;
}

describe("front matter", () => {
  test("is a block of its own, and no heading", () => {
    const source = "---\ntitle: One\ntags:\n  - a\n---\n\n# Head\n";
    expect(nodes(source, "FrontMatter")).toEqual(["---\ntitle: One\ntags:\n  - a\n---"]);
    expect(nodes(source, "FrontMatterValue")).toEqual(["One", "a"]);
    expect(nodes(source, "SetextHeading2", "HorizontalRule")).toEqual([]);
    expect(nodes(source, "ATXHeading1")).toEqual(["# Head"]);
  });

  test("can be TOML", () => {
    expect(nodes('+++\ntitle = "One"\n+++\ntext', "FrontMatterValue")).toEqual(['"One"']);
  });

  test("is the whole of a file without text", () => {
    expect(nodes("---\na: b\n---", "FrontMatter")).toEqual(["---\na: b\n---"]);
  });

  test("stands only at the very start, and closes with what it began with", () => {
    expect(nodes("\n---\na: b\n---\n", "FrontMatter")).toEqual([]);
    expect(nodes("---\na: b\n+++\n", "FrontMatter")).toEqual([]);
    expect(nodes("> ---\n> a: b\n> ---\n", "FrontMatter")).toEqual([]);
  });

  test("that never closes is none", () => {
    expect(frontMatterEnd(Text.of(["---", "a: b"]))).toBe(0);
    expect(nodes("---\na: b\n", "HorizontalRule")).toEqual(["---"]);
  });

  test("appears when its last line is typed", () => {
    const state = stateOf("---\na: b\n\ntext");
    const closed = state.update({ changes: { from: 9, insert: "---" } }).state;
    const tree = ensureSyntaxTree(closed, closed.doc.length, 5_000);
    expect(tree?.topNode.firstChild?.name).toBe("FrontMatter");
  });
});

test("the mark of an alert is no link", () => {
  expect(nodes("> [!NOTE]\n> text\n", "Link")).toEqual([]);
  expect(nodes("> [!NOTE]\n> text\n", "AlertMark")).toEqual(["[!NOTE]"]);
  expect(nodes("see [!NOTE] there\n", "AlertMark")).toEqual([]);
});

test("GFM is known", () => {
  expect(nodes("a ~~b~~ https://x.example\n", "Strikethrough", "URL")).toEqual([
    "~~b~~",
    "https://x.example",
  ]);
  expect(nodes("| a |\n| - |\n| b |\n", "TableRow")).toEqual(["| b |"]);
});
