/** The editor's own keys. The window's are in commands/; these hold only in the text. */

import { defaultKeymap, historyKeymap } from "@codemirror/commands";
import { searchKeymap } from "@codemirror/search";
import { type Extension, Prec } from "@codemirror/state";
import { type Command, keymap } from "@codemirror/view";
import { toggleHeading } from "./heading";
import { indentItem, outdentItem } from "./indent";
import { makeLink } from "./link";
import { toggleBold, toggleCode, toggleItalic, toggleStrike } from "./toggle-mark";

export interface TextCommand {
  id: string;
  label: string;
  key: string;
  run: Command;
}

/** Also offered by the palette. */
export const textCommands: TextCommand[] = [
  { id: "bold", label: "Bold", key: "Mod-b", run: toggleBold },
  { id: "italic", label: "Italic", key: "Mod-i", run: toggleItalic },
  { id: "link", label: "Link", key: "Mod-k", run: makeLink },
  { id: "code", label: "Code", key: "Mod-e", run: toggleCode },
  { id: "strike", label: "Strikethrough", key: "Mod-Shift-x", run: toggleStrike },
  { id: "heading-1", label: "Heading 1", key: "Alt-1", run: toggleHeading(1) },
  { id: "heading-2", label: "Heading 2", key: "Alt-2", run: toggleHeading(2) },
  { id: "heading-3", label: "Heading 3", key: "Alt-3", run: toggleHeading(3) },
];

export function keys(): Extension {
  return [
    Prec.high(
      keymap.of(
        textCommands.map(({ key, run }) => ({
          key,
          // An input method's keys are its own.
          run: (view) => !view.composing && run(view),
          preventDefault: true,
        })),
      ),
    ),
    keymap.of([
      { key: "Tab", run: indentItem, shift: outdentItem },
      ...searchKeymap,
      ...historyKeymap,
      ...defaultKeymap,
    ]),
  ];
}
