/** Short notices above the status line. */

import type { ErrorShape } from "../ipc/backend";
import { noticeOf, type Notice, type Remedy, remedies } from "../ipc/errors";

export interface Toast extends Notice {
  id: number;
  /** What is over when a notice of this topic no longer holds. */
  topic: string;
  /** What its button does, and what the button says. */
  action: { label: string; run: () => void } | null;
}

/** Long enough to read two sentences; an error stays until it is closed. */
const noteShownFor = 6_000;
/** Time to think better of it. */
const offerShownFor = 12_000;
const most = 4;

export class Toasts {
  readonly #remedies: Record<Remedy, () => void>;
  #all = $state.raw<Toast[]>([]);
  #lastId = 0;

  constructor(remedies: Record<Remedy, () => void>) {
    this.#remedies = remedies;
  }

  get all(): Toast[] {
    return this.#all;
  }

  note(title: string, detail = "", action: Toast["action"] = null): void {
    const id = this.#add({ tone: "note", title, detail, remedy: null, action, topic: "" });
    setTimeout(() => this.close(id), action ? offerShownFor : noteShownFor);
  }

  /** What the author must not miss: stays until it is closed, or its topic is settled. */
  lasting(title: string, detail = "", action: Toast["action"] = null, topic = ""): void {
    this.#add({ tone: "warning", title, detail, remedy: null, action, topic });
  }

  error(error: ErrorShape, topic = ""): void {
    const notice = noticeOf(error);
    // The same failure again is no news.
    if (this.#all.some((t) => t.title === notice.title && t.detail === notice.detail)) return;
    const { remedy } = notice;
    const action = remedy && { label: remedies[remedy], run: this.#remedies[remedy] };
    this.#add({ ...notice, action, topic });
  }

  close(id: number): void {
    this.#all = this.#all.filter((toast) => toast.id !== id);
  }

  /** What a topic's notices say no longer holds. */
  settled(topic: string): void {
    if (this.#all.some((toast) => toast.topic === topic)) {
      this.#all = this.#all.filter((toast) => toast.topic !== topic);
    }
  }

  #add(toast: Omit<Toast, "id">): number {
    const id = ++this.#lastId;
    this.#all = [...this.#all, { ...toast, id }].slice(-most);
    return id;
  }
}
