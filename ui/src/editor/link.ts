/** Links: made by a key, and of an address that is pasted over words. */

import { EditorSelection, type StateCommand } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { isVerbatim, nodeAround, treeTo } from "./syntax";

/** Makes the selection a link and puts the cursor where its address goes. */
export const makeLink: StateCommand = ({ state, dispatch }) => {
  const tree = treeTo(state, state.selection.main.to);
  const main = state.selection.main;
  if (state.readOnly || isVerbatim(tree, main.from, main.to)) return false;

  const link = nodeAround(tree, main.from, main.to, ({ name }) => name === "Link");
  const address = link?.getChild("URL");
  if (address) {
    const selection = EditorSelection.range(address.from, address.to);
    dispatch(state.update({ selection, scrollIntoView: true }));
    return true;
  }

  const span = main.empty ? (state.wordAt(main.head) ?? main) : main;
  const text = state.sliceDoc(span.from, span.to);
  const isAddress = addressIn(text) !== null;
  const insert = isAddress ? `[](${text})` : `[${text}]()`;
  // Where something is still missing: the words or the address.
  const gap = isAddress || text === "" ? 1 : insert.length - 1;
  dispatch(
    state.update({
      changes: { from: span.from, to: span.to, insert },
      selection: { anchor: span.from + gap },
      userEvent: "input.link",
      scrollIntoView: true,
    }),
  );
  return true;
};

/** The address, if the text is one and nothing else. */
export function addressIn(text: string): string | null {
  const trimmed = text.trim();
  if (!/^(?:https?:\/\/|mailto:)[^\s<>]+$/i.test(trimmed)) return null;
  try {
    return new URL(trimmed).href ? trimmed : null;
  } catch {
    return null;
  }
}

/** An address pasted over words makes them a link. */
export const pasteAddress = EditorView.domEventHandlers({
  paste(event, view) {
    const address = addressIn(event.clipboardData?.getData("text/plain") ?? "");
    const { state } = view;
    const { main, ranges } = state.selection;
    if (!address || main.empty || ranges.length > 1 || state.readOnly) return false;
    const text = state.sliceDoc(main.from, main.to);
    const tree = treeTo(state, main.to);
    const plain =
      !isVerbatim(tree, main.from, main.to) &&
      !text.includes("\n\n") &&
      addressIn(text) === null &&
      // A link within a link is none.
      nodeAround(tree, main.from, main.to, ({ name }) => linked.has(name)) === null;
    if (!plain) return false;
    const insert = `[${text}](${target(address)})`;
    view.dispatch({
      changes: { from: main.from, to: main.to, insert },
      selection: { anchor: main.from + insert.length },
      userEvent: "input.paste",
      scrollIntoView: true,
    });
    return true;
  },
});

const linked = new Set(["Link", "Image", "URL", "Autolink", "InlineCode"]);

/** Brackets in an address would end the link early. */
function target(address: string): string {
  return /[()]/.test(address) ? `<${address}>` : address;
}
