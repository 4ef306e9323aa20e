/** Questions to the syntax tree that several editor commands ask. */

import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import type { SyntaxNode, Tree } from "@lezer/common";

/** A command may wait this long for the parser, in milliseconds. */
const patience = 500;

export function treeTo(state: EditorState, to: number): Tree {
  return ensureSyntaxTree(state, to, patience) ?? syntaxTree(state);
}

/** The innermost node around the range that `wanted` accepts. */
export function nodeAround(
  tree: Tree,
  from: number,
  to: number,
  wanted: (node: SyntaxNode) => boolean,
): SyntaxNode | null {
  // A cursor at an edge belongs to the node on either side.
  for (const side of [1, -1] as const) {
    let node: SyntaxNode | null = tree.resolveInner(from, side);
    for (; node; node = node.parent) {
      if (node.from <= from && node.to >= to && wanted(node)) return node;
    }
  }
  return null;
}

const verbatim = new Set(["FencedCode", "CodeBlock", "FrontMatter", "HTMLBlock", "CommentBlock"]);

/** Whether Markdown marks mean nothing there. */
export function isVerbatim(tree: Tree, from: number, to: number): boolean {
  return (
    nodeAround(tree, from, from, (node) => verbatim.has(node.name)) !== null ||
    nodeAround(tree, to, to, (node) => verbatim.has(node.name)) !== null
  );
}
