/**
 * What was found about the open blog that the author should look at: text that
 * came back from the journal, and posts whose files are gone.
 */

import type { Backend, ErrorShape, Opened, Recovered, Vanished } from "../ipc/backend";

export class Findings {
  readonly #backend: Backend;
  readonly #failed: (error: ErrorShape) => void;
  #blog: number | null = null;
  #recovered = $state.raw<Recovered[]>([]);
  #vanished = $state.raw<Vanished | null>(null);

  constructor(backend: Backend, failed: (error: ErrorShape) => void) {
    this.#backend = backend;
    this.#failed = failed;
  }

  get recovered(): Recovered[] {
    return this.#recovered;
  }
  get vanished(): Vanished | null {
    return this.#vanished;
  }

  load({ blog, recovered, vanished }: Opened): void {
    this.#blog = blog.id;
    this.#recovered = recovered;
    this.#vanished = vanished;
  }

  /** The author has seen it. */
  dismissRecovered(): void {
    this.#recovered = [];
  }

  setVanished(vanished: Vanished | null): void {
    this.#vanished = vanished;
  }

  /** Those that were removed: `null` if it did not come to that. */
  async removeVanished(): Promise<number[] | null> {
    const posts = this.#vanished?.posts ?? [];
    return (await this.#settle((blog) => this.#backend.vanishedRemove(blog))) ? posts : null;
  }

  async writeVanishedBack(): Promise<boolean> {
    return this.#settle((blog) => this.#backend.vanishedWriteBack(blog));
  }

  async #settle(how: (blog: number) => ReturnType<Backend["vanishedRemove"]>): Promise<boolean> {
    if (this.#blog === null) return false;
    const answer = await how(this.#blog);
    if (answer.status === "error") this.#failed(answer.error);
    else this.#vanished = null;
    return answer.status === "ok";
  }
}
