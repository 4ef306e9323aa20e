/** Makes the lines of the selection headings of a level; the same level again takes it away. */

import type { ChangeSpec, StateCommand } from "@codemirror/state";
import { isVerbatim, treeTo } from "./syntax";

export function toggleHeading(level: 1 | 2 | 3 | 4 | 5 | 6): StateCommand {
  return ({ state, dispatch }) => {
    const { from, to } = state.selection.main;
    if (state.readOnly || isVerbatim(treeTo(state, to), from, to)) return false;
    const changes: ChangeSpec[] = [];
    for (let at = from; at <= to;) {
      const line = state.doc.lineAt(at);
      const old = /^#{1,6}(?:\s+|$)/.exec(line.text)?.[0] ?? "";
      const marks = `${"#".repeat(level)} `;
      if (line.text.trim() !== "" || from === to) {
        const insert = old.trim().length === level ? "" : marks;
        changes.push({ from: line.from, to: line.from + old.length, insert });
      }
      at = line.to + 1;
    }
    dispatch(state.update({ changes, userEvent: "input.heading" }));
    return true;
  };
}
