/**
 * Bold, italic, code and strikethrough, on and off. Works on the syntax tree: a
 * mark never cuts another in two, and what is partly marked becomes marked as a
 * whole instead of twice.
 */

import {
  ChangeSet,
  type ChangeSpec,
  EditorSelection,
  type EditorState,
  type SelectionRange,
  type StateCommand,
} from "@codemirror/state";
import type { SyntaxNode, Tree } from "@lezer/common";
import { isVerbatim, nodeAround, treeTo } from "./syntax";

interface Mark {
  /** The node that the parser makes of it, and its two ends. */
  node: string;
  end: string;
  text: string;
}

export const toggleBold = toggle({ node: "StrongEmphasis", end: "EmphasisMark", text: "**" });
export const toggleItalic = toggle({ node: "Emphasis", end: "EmphasisMark", text: "*" });
export const toggleCode = toggle({ node: "InlineCode", end: "CodeMark", text: "`" });
export const toggleStrike = toggle({
  node: "Strikethrough",
  end: "StrikethroughMark",
  text: "~~",
});

/** Inline nodes that marks must not cut. */
const inline = new Set([
  "Emphasis",
  "StrongEmphasis",
  "Strikethrough",
  "InlineCode",
  "Link",
  "Image",
]);

interface Span {
  from: number;
  to: number;
}

function toggle(mark: Mark): StateCommand {
  return ({ state, dispatch }) => {
    const tree = treeTo(state, state.selection.main.to);
    const verbatim = state.selection.ranges.every((r) => isVerbatim(tree, r.from, r.to));
    if (verbatim || state.readOnly) return false;
    const change = state.changeByRange((range) => toggleRange(state, tree, mark, range));
    dispatch(state.update(change, { userEvent: "input.mark", scrollIntoView: true }));
    return true;
  };
}

function toggleRange(state: EditorState, tree: Tree, mark: Mark, range: SelectionRange) {
  if (isVerbatim(tree, range.from, range.to)) return { range };
  const trimmed = trim(state, range);

  const marked = nodeAround(tree, trimmed.from, trimmed.to, (node) => node.name === mark.node);
  if (marked) return changed(state, range, unmark(marked, mark));

  if (range.empty) {
    const word = state.wordAt(range.head);
    if (!word) {
      const inside = range.head + mark.text.length;
      return {
        changes: { from: range.head, insert: mark.text + mark.text },
        range: EditorSelection.cursor(inside),
      };
    }
    return changed(state, range, wrap(state, tree, mark, word));
  }
  const changes = lines(state, trimmed).flatMap((line) => wrap(state, tree, mark, line));
  return changed(state, range, changes);
}

/** Takes the two ends of a marked node away. */
function unmark(node: SyntaxNode, mark: Mark): ChangeSpec[] {
  return node.getChildren(mark.end).map(({ from, to }) => ({ from, to }));
}

function wrap(state: EditorState, tree: Tree, mark: Mark, span: Span): ChangeSpec[] {
  const { from, to } = aroundWholeNodes(tree, span);
  const inner: ChangeSpec[] = [];
  tree.iterate({
    from,
    to,
    enter: (node) => {
      if (node.name === mark.node && node.from >= from && node.to <= to) {
        inner.push(...unmark(node.node, mark));
      }
    },
  });
  const [open, close] =
    mark.node === "InlineCode" ? codeFence(state.sliceDoc(from, to)) : [mark.text, mark.text];
  return [{ from, insert: open }, ...inner, { from: to, insert: close }];
}

/** Code that holds backticks stands between more of them. */
function codeFence(code: string): [string, string] {
  const longest = Math.max(0, ...(code.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = code.startsWith("`") || code.endsWith("`") ? " " : "";
  return [fence + pad, pad + fence];
}

function aroundWholeNodes(tree: Tree, { from, to }: Span): Span {
  for (;;) {
    const span = { from, to };
    tree.iterate({
      from,
      to,
      enter: (node) => {
        const cut =
          inline.has(node.name) &&
          ((node.from < span.from && node.to > span.from && node.to < span.to) ||
            (node.from > span.from && node.from < span.to && node.to > span.to));
        if (cut) {
          from = Math.min(from, node.from);
          to = Math.max(to, node.to);
        }
      },
    });
    if (from === span.from && to === span.to) return span;
  }
}

/** Quote, list, task and heading marks at the start of a line stay outside. */
const blockMarks = /^\s*(?:>\s?)*(?:(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?)?(?:#{1,6}\s+)?/;

/** A mark can't reach over the end of a block: each line gets its own. */
function lines(state: EditorState, span: Span): Span[] {
  const spans: Span[] = [];
  for (let at = span.from; at <= span.to;) {
    const line = state.doc.lineAt(at);
    const start = line.from + (blockMarks.exec(line.text)?.[0].length ?? 0);
    const part = trim(state, {
      from: Math.max(span.from, Math.min(start, line.to)),
      to: Math.min(span.to, line.to),
    });
    if (part.from < part.to) spans.push(part);
    at = line.to + 1;
  }
  return spans;
}

/** White space beside a mark would keep it from being one. */
function trim(state: EditorState, { from, to }: Span): Span {
  const text = state.sliceDoc(from, to);
  const start = text.length - text.trimStart().length;
  return start === text.length
    ? { from, to: from }
    : { from: from + start, to: from + text.trimEnd().length };
}

/** The selection stays on the same words, inside the new marks. */
function changed(state: EditorState, range: SelectionRange, specs: ChangeSpec[]) {
  const changes = ChangeSet.of(specs, state.doc.length);
  if (range.empty) {
    const before = changes.mapPos(range.head, -1);
    const after = changes.mapPos(range.head, 1);
    // At the end of a word the cursor stays before the closing mark.
    const wordEnds = state.wordAt(range.head)?.to === range.head;
    return { changes, range: EditorSelection.cursor(wordEnds ? before : after) };
  }
  const from = changes.mapPos(range.from, 1);
  const to = changes.mapPos(range.to, -1);
  return {
    changes,
    range:
      range.anchor <= range.head
        ? EditorSelection.range(from, to)
        : EditorSelection.range(to, from),
  };
}
