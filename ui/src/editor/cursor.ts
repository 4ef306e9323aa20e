/**
 * The cursor, drawn by us: the native one can vanish in WebKitGTK, and can't be given two
 * pixels. It blinks by a timer. The editor's own way, an endless animation, has the window
 * composed anew sixty times a second, which takes most of a processor where no graphics
 * card does it.
 */

import type { Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  type PluginValue,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";

/** How long it is seen, and then not, in milliseconds. */
const phase = 600;
/** After so many of them without a key it stays, seen: GTK gives up after ten seconds. */
const phases = 16;

class Blink implements PluginValue {
  readonly #view: EditorView;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(view: EditorView) {
    this.#view = view;
    this.#begin();
  }

  update({ selectionSet, docChanged, focusChanged }: ViewUpdate): void {
    if (selectionSet || docChanged || focusChanged) this.#begin();
  }

  destroy(): void {
    clearInterval(this.#timer);
  }

  #begin(): void {
    this.#end();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (still || !this.#view.hasFocus) return;
    let n = 0;
    this.#timer = setInterval(() => {
      n += 1;
      if (n < phases) this.#hide(n % 2 === 1);
      else this.#end();
    }, phase);
  }

  #end(): void {
    clearInterval(this.#timer);
    this.#hide(false);
  }

  #hide(hidden: boolean): void {
    const layer = this.#view.scrollDOM.querySelector(".cm-cursorLayer");
    layer?.classList.toggle("cm-cursorHidden", hidden);
  }
}

export const cursor: Extension = [
  drawSelection(),
  ViewPlugin.fromClass(Blink),
  EditorView.theme({
    // With each move the editor names the animation anew, in the element's own style.
    ".cm-cursorLayer": { animation: "none !important" },
    ".cm-cursorHidden": { visibility: "hidden" },
  }),
];
