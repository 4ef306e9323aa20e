/**
 * Two texts with their differences marked word by word: one within the other,
 * or side by side. Brings the diff with it, so it is loaded when it is asked for.
 *
 * Knows no post: what is taken over is told to whoever asked.
 */

import { history } from "@codemirror/commands";
import { MergeView, originalDocChangeEffect, unifiedMergeView } from "@codemirror/merge";
import { type ChangeSet, EditorState, type Extension, type Text } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { difference } from "../state/edits";
import { compareLook } from "./compare-look";
import { cursor } from "./cursor";
import { keys } from "./keys";
import { lineDiff } from "./line-diff";
import { blogMarkdown, markdown } from "./markdown";
import { look } from "./theme";

const diffConfig = { override: lineDiff };

/** Paragraphs are single lines here: two around a change say where it is. */
const collapseUnchanged = { margin: 2, minSize: 6 };

const shared: Extension = [EditorView.lineWrapping, cursor, compareLook, look];

function readOnly(label: string): Extension {
  return [
    shared,
    blogMarkdown,
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    // Still to be reached and scrolled by keys.
    EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
  ];
}

function editable(label: string, changed: (text: Text) => void): Extension {
  return [
    shared,
    history(),
    markdown(),
    keys(),
    EditorView.contentAttributes.of({
      "aria-label": label,
      "data-testid": "conflict-editor",
      spellcheck: "true",
    }),
    EditorView.updateListener.of(({ docChanged, state }) => {
      if (docChanged) changed(state.doc);
    }),
  ];
}

/** A button beside a passage. */
function passageButton(label: string, title: string, take: (event: MouseEvent) => void) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "passage";
  button.textContent = label;
  button.title = title;
  button.dataset["testid"] = "passage";
  button.addEventListener("click", take);
  return button;
}

/** The library asks for two buttons a passage; keeping what is there needs none. */
function onlyReject(label: string, title: string) {
  return (type: "accept" | "reject", take: (event: MouseEvent) => void): HTMLElement =>
    type === "reject" ? passageButton(label, title, take) : document.createElement("span");
}

export interface Comparison {
  /** The present text has changed. */
  present(text: Text): void;
  destroy(): void;
}

/**
 * The present text with what differs in a former one marked in it. `bringBack`
 * is told which change puts a former passage in the place of a present one;
 * the view itself only ever shows what it is given.
 */
export function withFormer(
  parent: HTMLElement,
  texts: { present: Text; former: Text },
  bringBack: ((changes: ChangeSet) => void) | null,
  undo: () => void,
): Comparison {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: texts.present,
      extensions: [
        readOnly("The former text and the present one"),
        keymap.of([
          {
            key: "Mod-z",
            run: () => {
              undo();
              return true;
            },
          },
        ]),
        unifiedMergeView({
          original: texts.former,
          gutter: false,
          allowInlineDiffs: true,
          mergeControls:
            bringBack !== null && onlyReject("Bring back", "Bring this passage back as it was"),
          diffConfig,
          // Where nothing differs, the text itself is what there is to see.
          ...(texts.present.eq(texts.former) ? {} : { collapseUnchanged }),
        }),
      ],
    }),
    dispatchTransactions(transactions, view) {
      const [first] = transactions;
      if (first?.isUserEvent("revert")) {
        bringBack?.(first.changes);
        // The button that was pressed goes with its passage.
        view.focus();
      } else {
        view.update(transactions);
      }
    },
  });
  return {
    present(text) {
      const changes = difference(view.state.doc, text);
      if (changes) view.dispatch({ changes });
    },
    destroy: () => view.destroy(),
  };
}

/** Both sides of a conflict, of which the author makes one. */
export interface Sides {
  /** Begins as the author's own text. */
  merge: Text;
  theirs: Text;
}

export interface Merging {
  /** The author's own text has changed, before anything was made of it. */
  mine(text: Text): void;
  /** The other side has changed. */
  theirs(text: Text): void;
  focus(): void;
  destroy(): void;
}

const names = { merge: "Your text", theirs: "The text in the file" };
const take = { label: "Take this", title: "Take this passage from the file" };

/** The author's text on the left, to be edited; the file's on the right, to be taken from. */
export function sideBySide(
  parent: HTMLElement,
  { merge, theirs }: Sides,
  changed: (text: Text) => void,
): Merging {
  const view = new MergeView({
    parent,
    a: { doc: merge, extensions: editable(names.merge, changed) },
    b: { doc: theirs, extensions: readOnly(names.theirs) },
    revertControls: "b-to-a",
    renderRevertControl: () => {
      const button = passageButton("←", take.title, (event) => {
        // The library hears the mouse only: a press by key is passed on as one.
        if (event.detail > 0) return;
        button.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true }));
      });
      button.setAttribute("aria-label", take.title);
      return button;
    },
    gutter: false,
    diffConfig,
    collapseUnchanged,
  });
  return {
    mine(text) {
      const changes = difference(view.a.state.doc, text);
      if (changes) view.a.dispatch({ changes });
    },
    theirs(text) {
      const changes = difference(view.b.state.doc, text);
      if (changes) view.b.dispatch({ changes });
    },
    focus: () => view.a.focus(),
    destroy: () => view.destroy(),
  };
}

/** The same where there is no room for two: theirs stands above each passage that differs. */
export function stacked(
  parent: HTMLElement,
  { merge, theirs }: Sides,
  changed: (text: Text) => void,
): Merging {
  let now = theirs;
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: merge,
      extensions: [
        editable(names.merge, changed),
        unifiedMergeView({
          original: theirs,
          gutter: false,
          mergeControls: onlyReject(take.label, take.title),
          diffConfig,
          collapseUnchanged,
        }),
      ],
    }),
  });
  return {
    mine(text) {
      const changes = difference(view.state.doc, text);
      if (changes) view.dispatch({ changes });
    },
    theirs(text) {
      const changes = difference(now, text);
      now = text;
      if (changes) view.dispatch({ effects: originalDocChangeEffect(view.state, changes) });
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
