/** The posts in the trash of the open blog. */

import type { Backend, ErrorShape, RemovedPost } from "../ipc/backend";

export class Trash {
  readonly #backend: Backend;
  readonly blog: number;
  #posts = $state.raw<RemovedPost[] | null>(null);
  #error = $state.raw<ErrorShape | null>(null);

  constructor(backend: Backend, blog: number) {
    this.#backend = backend;
    this.blog = blog;
  }

  /** The one removed last comes first; `null` until they are known. */
  get posts(): RemovedPost[] | null {
    return this.#posts;
  }
  get error(): ErrorShape | null {
    return this.#error;
  }

  async pull(): Promise<void> {
    const answer = await this.#backend.removedList(this.blog);
    if (answer.status === "ok") this.#posts = answer.data;
    else this.#error = answer.error;
  }

  /** For good. */
  async empty(): Promise<void> {
    const answer = await this.#backend.trashEmpty(this.blog);
    if (answer.status === "error") this.#error = answer.error;
    else await this.pull();
  }

  failed(error: ErrorShape): void {
    this.#error = error;
  }
}
