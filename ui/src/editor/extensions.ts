/** What every post's editor state is made of. */

import { history } from "@codemirror/commands";
import { search } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import { dropCursor, EditorView, highlightActiveLine, scrollPastEnd } from "@codemirror/view";
import { cursor } from "./cursor";
import { keys } from "./keys";
import { pasteAddress } from "./link";
import { markdown } from "./markdown";
import { look } from "./theme";

/** Built once: posts share it, so switching between them is quick. */
const shared: Extension = [
  history(),
  cursor,
  dropCursor(),
  highlightActiveLine(),
  scrollPastEnd(),
  EditorView.lineWrapping,
  EditorState.allowMultipleSelections.of(true),
  EditorView.contentAttributes.of({
    "aria-label": "Text of the post",
    spellcheck: "true",
    autocapitalize: "sentences",
  }),
  markdown(),
  search({ top: true }),
  pasteAddress,
  keys(),
  look,
];

export function extensions(): Extension {
  return shared;
}
