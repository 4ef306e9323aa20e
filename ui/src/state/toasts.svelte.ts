/** Short notices above the status line. */

import type { ErrorShape } from "../ipc/backend";
import { noticeOf, type Notice } from "../ipc/errors";

export interface Toast extends Notice {
  id: number;
  /** What its button does, and what the button says. */
  action: { label: string; run: () => void } | null;
}

/** Long enough to read two sentences; an error stays until it is closed. */
const noteShownFor = 6_000;
const most = 4;

export class Toasts {
  #all = $state.raw<Toast[]>([]);
  #lastId = 0;

  get all(): Toast[] {
    return this.#all;
  }

  note(title: string, detail = "", action: Toast["action"] = null): void {
    const id = this.#add({ tone: "note", title, detail, remedy: null, action });
    setTimeout(() => this.close(id), noteShownFor);
  }

  error(error: ErrorShape, action: Toast["action"] = null): void {
    const notice = noticeOf(error);
    // The same failure again is no news.
    const same = this.#all.find((t) => t.title === notice.title && t.detail === notice.detail);
    if (!same) this.#add({ ...notice, action });
  }

  close(id: number): void {
    this.#all = this.#all.filter((toast) => toast.id !== id);
  }

  #add(toast: Omit<Toast, "id">): number {
    const id = ++this.#lastId;
    this.#all = [...this.#all, { ...toast, id }].slice(-most);
    return id;
  }
}
