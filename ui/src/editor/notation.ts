/**
 * Editor states in tests, as text: `|` is a cursor, `[[` and `]]` a selection.
 */

import { EditorSelection, EditorState, type StateCommand } from "@codemirror/state";
import { markdown } from "./markdown";

export function stateOf(notation: string): EditorState {
  const marks = /\||\[\[|\]\]/g;
  let doc = "";
  let last = 0;
  const places: { mark: string; at: number }[] = [];
  for (const match of notation.matchAll(marks)) {
    doc += notation.slice(last, match.index);
    last = match.index + match[0].length;
    places.push({ mark: match[0], at: doc.length });
  }
  doc += notation.slice(last);
  const [first, second] = places;
  const selection =
    first && second
      ? EditorSelection.single(first.at, second.at)
      : EditorSelection.single(first?.at ?? 0);
  return EditorState.create({ doc, selection, extensions: markdown() });
}

export function notationOf(state: EditorState): string {
  const { from, to, empty } = state.selection.main;
  const doc = state.doc.toString();
  return empty
    ? `${doc.slice(0, from)}|${doc.slice(from)}`
    : `${doc.slice(0, from)}[[${doc.slice(from, to)}]]${doc.slice(to)}`;
}

/** What a command makes of a state; the same notation if it declines. */
export function after(command: StateCommand, notation: string): string {
  let state = stateOf(notation);
  command({
    state,
    dispatch: (transaction) => {
      state = transaction.state;
    },
  });
  return notationOf(state);
}
