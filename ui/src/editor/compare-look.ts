/**
 * How differences look: one side in the tint of what is there, the other in the
 * tint of what is not, the words that differ stronger than their lines. Which
 * tints these are is the container's affair (`--here`, `--there`).
 */

import { EditorView } from "@codemirror/view";

const margin = "max(28px, calc(50% - 330px))";

export const compareLook = EditorView.theme({
  ".cm-content": { padding: "0 0 32px" },
  "&.cm-merge-b .cm-inlineChangedLine": { backgroundColor: "transparent" },
  ".cm-insertedLine, .cm-deletedLine": { textDecoration: "none" },

  // One text within the other.
  "&.cm-merge-b .cm-changedLine": { backgroundColor: "var(--here)" },
  "&.cm-merge-b .cm-changedText": {
    background: "var(--here-word)",
    borderRadius: "2px",
    textDecoration: "none",
  },
  "& .cm-deletedChunk": {
    backgroundColor: "transparent",
    padding: "0",
    position: "relative",
  },
  "& .cm-deletedChunk .cm-deletedLine": {
    padding: `0 ${margin}`,
    overflowWrap: "anywhere",
    backgroundColor: "var(--there)",
  },
  "& .cm-deletedChunk .cm-deletedText, &.cm-merge-b .cm-deletedText": {
    background: "var(--there-word)",
    borderRadius: "2px",
  },
  "& .cm-deletedLine del": { textDecoration: "none" },
  // Words within a line that stays are struck, as a proof-reader would.
  "& .cm-line > del.cm-deletedText": {
    textDecoration: "line-through",
    textDecorationColor: "var(--there-ink)",
  },
  "& .cm-deletedChunk .cm-chunkButtons": {
    position: "static",
    display: "flex",
    justifyContent: "flex-end",
    padding: `4px ${margin} 2px`,
  },
  // As everywhere: the library has colours of its own for buttons there.
  "& .cm-deletedChunk button.passage": {
    color: "var(--ink-2)",
    border: "1px solid var(--line)",
    borderRadius: "6px",
    margin: "0",
    cursor: "default",
  },

  // Side by side: mine is the a side.
  ".cm-mergeView &.cm-merge-a .cm-changedLine": { backgroundColor: "var(--here)" },
  ".cm-mergeView &.cm-merge-a .cm-changedText": {
    background: "var(--here-word)",
    borderRadius: "2px",
  },
  ".cm-mergeView &.cm-merge-b .cm-changedLine": { backgroundColor: "var(--there)" },
  ".cm-mergeView &.cm-merge-b .cm-changedText": {
    background: "var(--there-word)",
    borderRadius: "2px",
  },
  ".cm-mergeView & .cm-line": { padding: "0 20px" },

  ".cm-collapsedLines": {
    font: "12px var(--face-window)",
    color: "var(--ink-3)",
    background: "var(--rail)",
    border: "solid var(--line)",
    borderWidth: "1px 0",
    padding: "4px 0",
    margin: "6px 0",
    textAlign: "center",
    cursor: "default",
  },
  ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: "none" },
});
