/**
 * What goes to the frame, in order: kept until the frame says that it is ready,
 * so that nothing is lost while it loads.
 */

import type { Patch, Preview } from "../ipc/backend";
import type { PreviewSink } from "../state/open-post.svelte";
import type { ToFrame } from "./messages";

export class FrameFeed implements PreviewSink {
  readonly #load: (url: string) => void;
  readonly #post: (message: ToFrame) => void;
  /** The frame lost what it showed: show it anew. */
  readonly #again: () => void;
  #url = "";
  #ready = false;
  #waiting: ToFrame[] = [];
  /** Whether the loaded page has been shown anything. */
  #fed = false;

  constructor(load: (url: string) => void, post: (message: ToFrame) => void, again: () => void) {
    this.#load = load;
    this.#post = post;
    this.#again = again;
  }

  shown(preview: Preview): void {
    const { url, blocks, bodyLine, page, version } = preview;
    if (url !== this.#url) {
      this.#url = url;
      this.#ready = false;
      this.#fed = false;
      this.#load(url);
    }
    this.#waiting = [];
    this.#send({ galley: "show", blocks, bodyLine, page, version });
  }

  patched(patch: Patch | null, version: number): void {
    this.#send({ galley: "patch", patch, version });
  }

  ready(): void {
    const again = this.#ready || this.#fed;
    this.#ready = true;
    if (again) {
      // It was loaded a second time, by itself.
      this.#again();
      return;
    }
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const message of waiting) this.#send(message);
  }

  #send(message: ToFrame): void {
    if (this.#ready) {
      this.#fed = true;
      this.#post(message);
    } else {
      this.#waiting.push(message);
    }
  }
}
