/** Tab moves items of a list and lines of code; elsewhere it leaves the editor, as everywhere. */

import { indentLess, indentMore } from "@codemirror/commands";
import type { StateCommand } from "@codemirror/state";
import { nodeAround, treeTo } from "./syntax";

const indentable = new Set(["ListItem", "FencedCode", "CodeBlock"]);

export const indentItem = within(indentMore);
export const outdentItem = within(indentLess);

function within(command: StateCommand): StateCommand {
  return (target) => {
    const { state } = target;
    const { from, to } = state.selection.main;
    const node = nodeAround(treeTo(state, to), from, from, ({ name }) => indentable.has(name));
    return node !== null && command(target);
  };
}
