/**
 * Editor and preview scroll together, and whoever scrolled last leads. What one
 * does because the other led must not come back as a lead of its own.
 */

export type Side = "editor" | "preview";

/** A following pane settles within this time, in milliseconds. */
const settling = 150;

export class ScrollLead {
  #leader: Side = "editor";
  #until = -Infinity;
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** A side has scrolled: whether the other shall follow. */
  scrolled(side: Side): boolean {
    if (side !== this.#leader && this.#now() < this.#until) return false;
    this.#leader = side;
    this.#until = this.#now() + settling;
    return true;
  }
}
