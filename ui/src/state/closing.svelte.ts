/** Leaving a blog, or the window: not before what was typed last is safe. */

import type { Answer, Backend, ErrorShape } from "../ipc/backend";
import type { OpenPost } from "./open-post.svelte";
import type { Toasts } from "./toasts.svelte";

/** The blog to leave, and what is known of its posts. */
export interface Left {
  blog: number;
  open: ReadonlyMap<number, OpenPost>;
  titleOf: (post: number) => string | undefined;
}

/** What is left, and what leaving it again is called. */
const places = {
  window: ["The window stays open.", "close again"],
  blog: ["The blog stays open.", "ask for the other one again"],
} as const;

/** The topic of what is said of it: over when the author asks again. */
const topic = "leaving";

/** Why there is no other blog now: of the one that stays the author has been told. */
export const stays: ErrorShape = {
  code: "internal",
  message: "the blog that is open has words that cannot be kept",
  hint: "copy them, or ask for the other one again to leave without them",
  causes: [],
};

export class Closing {
  readonly #backend: Pick<Backend, "postsKeep">;
  readonly #toasts: Toasts;
  readonly #left: () => Left | null;
  /** What the author was told of: at which of its edits each post held words back. */
  #told = new Map<number, number>();
  #changing = $state(false);

  constructor(backend: Pick<Backend, "postsKeep">, toasts: Toasts, left: () => Left | null) {
    this.#backend = backend;
    this.#toasts = toasts;
    this.#left = left;
  }

  /** Whether another blog is being opened: what is typed now would come too late. */
  get changing(): boolean {
    return this.#changing;
  }

  /** Goes to another blog, if what was typed in this one is safe. `null` when it did, else why not. */
  async change<T>(
    ask: () => Answer<T>,
    enter: (opened: T) => Promise<void>,
  ): Promise<ErrorShape | null> {
    if (this.#changing || !(await this.leave("blog"))) return stays;
    this.#changing = true;
    try {
      // What was typed meanwhile.
      await Promise.all([...(this.#left()?.open.values() ?? [])].map((post) => post.flush()));
      const answer = await ask();
      if (answer.status === "error") return answer.error;
      await enter(answer.data);
      return null;
    } finally {
      this.#changing = false;
    }
  }

  /**
   * Whether the author may go: every word is in its file or in the library, or the author has been
   * told which is not, and goes again.
   */
  async leave(place: keyof typeof places): Promise<boolean> {
    const left = this.#left();
    if (!left) return true;
    this.#toasts.settled(topic);
    const { blog, open, titleOf } = left;
    const held = new Set<number>();
    const hold = async ([id, post]: [number, OpenPost]) => {
      if (!(await post.flush())) held.add(id);
    };
    await Promise.all([...open].map(hold));
    // The backend has more of them: what it could not write stays open there.
    const answer = await this.#backend.postsKeep(blog);
    const unsaved = () => [...open.values()].filter(({ saved }) => !saved).map(({ id }) => id);
    (answer.status === "ok" ? answer.data : unsaved()).forEach((id) => held.add(id));
    const now = new Map([...held].map((id) => [id, open.get(id)?.edits ?? 0]));
    if ([...now].every(([id, edits]) => this.#told.get(id) === edits)) return true;
    this.#told = now;
    const titles = [...held].map((id) => `“${titleOf(id) || "Untitled"}”`).join(", ");
    const [title, again] = places[place];
    this.#toasts.lasting(
      title,
      `The last words of ${titles} cannot be kept. Copy them, or ${again} to leave without them.`,
      null,
      topic,
    );
    return false;
  }
}

/** A field keeps what was written in it when the focus goes elsewhere. */
export function leaveField(): void {
  const field = document.activeElement;
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.blur();
}
