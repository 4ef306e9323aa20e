/** What an author makes of both sides of a conflict, kept in the history while it grows. */

import type { Text } from "@codemirror/state";

/** So much of it, in milliseconds of writing, the end of the window may cost. */
const keptAfter = 2_000;

export class Merge {
  readonly #keep: (text: string) => Promise<boolean>;
  #text: Text | null = null;
  #kept: Text | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `keep` answers whether the history has the text. */
  constructor(keep: (text: string) => Promise<boolean>) {
    this.#keep = keep;
  }

  /** None while nothing was made. */
  get text(): Text | null {
    return this.#text;
  }

  set text(text: Text | null) {
    this.#text = text;
    if (text) this.#timer ??= setTimeout(() => void this.flush(), keptAfter);
  }

  /** Whether the history has all of it. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const text = this.#text;
    if (!text || this.#kept?.eq(text)) return true;
    const isKept = await this.#keep(text.toString());
    if (isKept) this.#kept = text;
    return isKept;
  }
}
