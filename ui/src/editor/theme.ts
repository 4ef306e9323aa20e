/**
 * How the text looks: markup recedes, headings are bold and never larger, and
 * the line under the hand is tinted across the pane.
 */

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { frontMatterValue } from "./front-matter";

/** The widest line, and the least air beside it. */
const margin = "max(28px, calc(50% - 330px))";

const surface = EditorView.theme({
  "&": {
    height: "100%",
    color: "var(--ink)",
    backgroundColor: "var(--paper)",
    fontSize: "var(--editor-size)",
  },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    fontFamily: "var(--face-text)",
    lineHeight: "1.72",
    overflowX: "hidden",
    // Its height is its content's where two texts are compared.
    contain: "inline-size layout paint style",
  },
  ".cm-content": {
    padding: "24px 0 40px",
    caretColor: "var(--accent)",
    // WebKit takes a line of ten thousand characters to need its whole length, wrapped or not,
    // which takes it long to find and would move all text out of sight: nothing may ask for it.
    minWidth: "0",
    flexBasis: "0",
  },
  ".cm-line": { padding: `0 ${margin}`, overflowWrap: "anywhere" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "var(--accent-soft)" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  ".cm-cursor, .cm-dropCursor": {
    borderLeft: "2px solid var(--accent)",
    marginLeft: "-1px",
  },
  "& > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    background: "var(--selection-dim)",
  },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    background: "var(--selection)",
  },
  ".cm-searchMatch": { backgroundColor: "var(--found)", borderRadius: "2px" },
  ".cm-searchMatch-selected": { backgroundColor: "var(--found-now)" },

  ".cm-panels": {
    backgroundColor: "var(--rail)",
    color: "var(--ink)",
    fontFamily: "var(--face-window)",
  },
  ".cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panel.cm-search": {
    display: "flex",
    flexWrap: "wrap",
    gap: "6px",
    alignItems: "center",
    padding: "8px 36px 8px 24px",
    fontSize: "12px",
  },
  ".cm-panel.cm-search br": { flexBasis: "100%", width: "100%" },
  ".cm-panel.cm-search label": {
    display: "inline-flex",
    gap: "4px",
    alignItems: "center",
    fontSize: "12px",
    color: "var(--ink-2)",
    margin: "0",
  },
  ".cm-panel.cm-search .cm-textfield": {
    font: "13px var(--face-window)",
    color: "var(--ink)",
    background: "var(--paper)",
    border: "1px solid var(--line)",
    borderRadius: "6px",
    padding: "4px 8px",
    margin: "0",
    minWidth: "12em",
  },
  ".cm-panel.cm-search .cm-button": {
    font: "12px var(--face-window)",
    color: "var(--ink-2)",
    background: "var(--hover)",
    border: "0",
    borderRadius: "6px",
    padding: "4px 9px",
    margin: "0",
  },
  ".cm-panel.cm-search [name=close]": {
    color: "var(--ink-3)",
    top: "8px",
    right: "10px",
    fontSize: "18px",
    padding: "0 6px",
  },
});

const text = HighlightStyle.define([
  { tag: tags.heading, fontWeight: "700" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.strikethrough, textDecoration: "line-through" },
  { tag: tags.link, color: "var(--accent-ink)" },
  { tag: tags.url, color: "var(--ink-3)" },
  { tag: tags.labelName, color: "var(--ink-3)" },
  { tag: tags.processingInstruction, color: "var(--ink-3)", fontWeight: "400" },
  { tag: tags.contentSeparator, color: "var(--ink-3)" },
  { tag: tags.character, color: "var(--ink-2)" },
  { tag: tags.meta, color: "var(--ink-3)", fontSize: "0.87em" },
  { tag: frontMatterValue, color: "var(--ink-2)", fontSize: "0.87em" },

  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: "var(--code-word)" },
  { tag: [tags.string, tags.regexp, tags.special(tags.string)], color: "var(--code-text)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--code-value)" },
  { tag: [tags.typeName, tags.className, tags.tagName], color: "var(--code-name)" },
  { tag: tags.comment, color: "var(--ink-3)", fontStyle: "italic" },
]);

export const look = [surface, syntaxHighlighting(text)];
