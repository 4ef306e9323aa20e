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
  const selected = trim(state, range);
  const spans = range.empty ? [state.wordAt(range.head) ?? selected] : lines(state, selected);
  const marked = spans.map(({ from, to }) =>
    nodeAround(tree, from, to, ({ name }) => name === mark.node),
  );

  if (marked.every((node) => node !== null)) {
    // Two lines of a paragraph may stand in one pair of marks.
    const each = new Map(marked.map((node) => [node.from, node]));
    return changed(
      state,
      range,
      [...each.values()].flatMap((node) => unmark(node, mark)),
    );
  }
  const [first] = spans;
  if (range.empty && first?.from === first?.to) {
    return {
      changes: { from: range.head, insert: mark.text + mark.text },
      range: EditorSelection.cursor(range.head + mark.text.length),
    };
  }
  return changed(
    state,
    range,
    spans.flatMap((span) => wrap(state, tree, mark, span)),
  );
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

/** Grows a span until it holds each inline node whole or lies within its text. */
function aroundWholeNodes(tree: Tree, span: Span): Span {
  for (;;) {
    let { from, to } = span;
    tree.iterate({
      from,
      to,
      enter: ({ name, node }) => {
        const apart = node.to <= from || node.from >= to;
        if (!inline.has(name) || apart || (node.from >= from && node.to <= to)) return;
        const text = textOf(node);
        if (from >= text.from && to <= text.to) return;
        from = Math.min(from, node.from);
        to = Math.max(to, node.to);
      },
    });
    if (from === span.from && to === span.to) return span;
    span = { from, to };
  }
}

/** What stands between the marks of an inline node; code has no place for marks. */
function textOf(node: SyntaxNode): Span {
  if (node.name === "InlineCode") return { from: node.to, to: node.from };
  const links = node.getChildren("LinkMark");
  const first = links[0] ?? node.firstChild;
  const last = links[1] ?? node.lastChild;
  return { from: first?.to ?? node.from, to: last?.from ?? node.to };
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
