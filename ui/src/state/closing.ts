/** Closing the window: not before what was typed last has left it. */

import type { OpenPost } from "./open-post.svelte";
import type { Toasts } from "./toasts.svelte";

export class Closing {
  readonly #open: () => Iterable<OpenPost>;
  readonly #toasts: Toasts;
  /** What the author was told of: at which of its edits each post held words back. */
  #told = new Map<OpenPost, number>();

  constructor(open: () => Iterable<OpenPost>, toasts: Toasts) {
    this.#open = open;
    this.#toasts = toasts;
  }

  /**
   * Whether the window may go: the backend has every word, or the author has been told
   * which it has not, and closes again.
   */
  async leave(): Promise<boolean> {
    leaveField();
    const posts = [...this.#open()];
    const arrived = await Promise.all(posts.map((post) => post.flush()));
    const held = posts.filter((_, at) => !arrived[at]);
    if (held.every((post) => this.#told.get(post) === post.edits)) return true;
    this.#told = new Map(held.map((post) => [post, post.edits]));
    const titles = held.map(({ fields }) => `“${fields.title || "Untitled"}”`).join(", ");
    this.#toasts.lasting(
      "The window stays open.",
      `The last words of ${titles} cannot be kept. Copy them, or close again to leave without them.`,
    );
    return false;
  }
}

/** A field keeps what was written in it when the focus goes elsewhere. */
function leaveField(): void {
  const field = document.activeElement;
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.blur();
}
