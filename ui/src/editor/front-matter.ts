/**
 * Front matter for the Markdown parser: a block at the very start, between two
 * lines of `---` (YAML) or `+++` (TOML). Without it `title: x` above `---` would
 * be a heading.
 */

import { ParseContext } from "@codemirror/language";
import type { Text } from "@codemirror/state";
import { Tag, tags } from "@lezer/highlight";
import type { BlockContext, Line, MarkdownConfig } from "@lezer/markdown";

/** What stands after the key: a little stronger than the key. */
export const frontMatterValue = Tag.define(tags.meta);

/** A block that never closes is looked for no further than this. */
const mostLines = 500;

/** The number of the line that closes the front matter; 0 without front matter. */
export function frontMatterEnd(doc: Text): number {
  const fence = fenceOf(doc.line(1).text);
  if (!fence) return 0;
  const last = Math.min(doc.lines, mostLines);
  for (let n = 2; n <= last; n++) {
    if (fenceOf(doc.line(n).text) === fence) return n;
  }
  return 0;
}

export const frontMatter: MarkdownConfig = {
  defineNodes: [
    { name: "FrontMatter", block: true, style: { "FrontMatter/...": tags.meta } },
    { name: "FrontMatterMark", style: tags.processingInstruction },
    { name: "FrontMatterValue", style: frontMatterValue },
  ],
  parseBlock: [{ name: "FrontMatter", before: "HorizontalRule", parse: parseFrontMatter }],
};

function parseFrontMatter(cx: BlockContext, line: Line): boolean {
  if (cx.lineStart !== 0 || cx.depth !== 1 || !fenceOf(line.text)) return false;
  const doc = ParseContext.get()?.state.doc;
  const end = doc ? frontMatterEnd(doc) : 0;
  if (end === 0) return false;

  const parts = [cx.elt("FrontMatterMark", 0, line.text.length)];
  for (let n = 2; n < end && cx.nextLine(); n++) {
    const value = /^(?:\s*[\w.-]+\s*[:=]|\s*-\s)\s*(?=\S)/.exec(line.text);
    if (value) {
      const from = cx.lineStart + value[0].length;
      parts.push(cx.elt("FrontMatterValue", from, cx.lineStart + line.text.length));
    }
  }
  cx.nextLine();
  const to = cx.lineStart + line.text.length;
  parts.push(cx.elt("FrontMatterMark", cx.lineStart, to));
  cx.nextLine();
  cx.addElement(cx.elt("FrontMatter", 0, to, parts));
  return true;
}

function fenceOf(line: string): string | null {
  const fence = line.trimEnd();
  return fence === "---" || fence === "+++" ? fence : null;
}
