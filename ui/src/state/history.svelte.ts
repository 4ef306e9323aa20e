/**
 * The former texts of a post, one of them chosen to be compared with the
 * present one, and the search in every former text of the blog.
 *
 * Bringing back is an edit of the open post like any other; this class changes
 * nothing by itself.
 */

import type { ChangeSet, Text } from "@codemirror/state";
import type { Backend, ErrorShape, History, HistoryHit } from "../ipc/backend";
import { textOf } from "./edits";
import type { OpenPost } from "./open-post.svelte";

export type HistoryScope = "post" | "blog";

/** A line of the list: a former text, and how much longer it is than the one before it. */
export interface HistoryLine {
  id: number;
  origin: History["origin"];
  at: string;
  nWords: number;
  /** Words more or less than in the text before; `null` of the first text. */
  growth: number | null;
}

export class PostHistory {
  readonly #backend: Backend;
  readonly blog: number;
  readonly post: number;
  readonly title: string;
  /** The post as it is edited; `null` when it is in the trash. */
  readonly open: OpenPost | null;
  #history = $state.raw<History | null>(null);
  #chosen = $state<number | null>(null);
  #text = $state.raw<Text | null>(null);
  #error = $state.raw<ErrorShape | null>(null);
  #query = $state("");
  #scope = $state<HistoryScope>("post");
  #hits = $state.raw<HistoryHit[]>([]);
  /** The newest of each request: an older answer is dropped. */
  #choices = 0;
  #searches = 0;

  readonly #lines = $derived.by((): HistoryLine[] => {
    const texts = this.#history?.revisions ?? [];
    return texts.map((text, i) => ({ ...text, growth: growth(text, texts[i + 1]) }));
  });

  constructor(
    backend: Backend,
    blog: number,
    post: { id: number; title: string; open: OpenPost | null },
  ) {
    this.#backend = backend;
    this.blog = blog;
    this.post = post.id;
    this.title = post.title;
    this.open = post.open;
  }

  get loaded(): boolean {
    return this.#history !== null;
  }
  /** The text that the library holds now. */
  get now(): (Omit<HistoryLine, "id"> & { id: null }) | null {
    const now = this.#history;
    return now && { ...now, id: null, growth: growth(now, now.revisions[0]) };
  }
  /** Newest first. */
  get lines(): HistoryLine[] {
    return this.#lines;
  }
  get chosen(): number | null {
    return this.#chosen;
  }
  get chosenLine(): HistoryLine | null {
    return this.#lines.find(({ id }) => id === this.#chosen) ?? null;
  }
  /** The chosen former text, once it is here. */
  get text(): Text | null {
    return this.#text;
  }
  get error(): ErrorShape | null {
    return this.#error;
  }
  get query(): string {
    return this.#query;
  }
  get searching(): boolean {
    return this.#query.trim() !== "";
  }
  get scope(): HistoryScope {
    return this.#scope;
  }
  get hits(): HistoryHit[] {
    return this.#hits;
  }
  /** Whether the chosen text can take the place of the present one here. */
  get canRestore(): boolean {
    return this.#text !== null && this.open?.locked === false;
  }

  /** Reads the list, and chooses `first`, or the newest former text. */
  async load(first: number | null = null): Promise<void> {
    await this.open?.flush();
    await this.pull();
    const choice = first ?? this.#lines[0]?.id ?? null;
    if (choice !== null) await this.choose(choice);
  }

  /** Reads the list again: a text has become a former one. */
  async pull(): Promise<void> {
    const answer = await this.#backend.postHistory(this.blog, this.post);
    if (answer.status === "ok") this.#history = answer.data;
    else this.#error = answer.error;
  }

  async choose(revision: number): Promise<void> {
    if (this.#chosen === revision && this.#text) return;
    const choice = ++this.#choices;
    this.#chosen = revision;
    const answer = await this.#backend.revisionSource(this.blog, revision);
    if (choice !== this.#choices) return;
    if (answer.status === "ok") {
      this.#text = textOf(answer.data);
      this.#error = null;
    } else {
      this.#text = null;
      this.#error = answer.error;
    }
  }

  async setScope(scope: HistoryScope): Promise<void> {
    this.#scope = scope;
    await this.search(this.#query);
  }

  async search(query: string): Promise<void> {
    this.#query = query;
    const search = ++this.#searches;
    if (query.trim() === "") {
      this.#hits = [];
      return;
    }
    const of = this.#scope === "post" ? this.post : null;
    const answer = await this.#backend.historySearch(this.blog, query, of);
    if (search !== this.#searches) return;
    if (answer.status === "ok") this.#hits = answer.data;
    else this.#error = answer.error;
  }

  failed(error: ErrorShape): void {
    this.#error = error;
  }

  /** The whole chosen text takes the place of the present one: `false` if it does not. */
  restore(): boolean {
    return this.#text !== null && (this.open?.restore(this.#text) ?? false);
  }

  /** A passage of the chosen text takes the place of a present one. */
  restoreWith(changes: ChangeSet): void {
    this.open?.restoreWith(changes);
  }
}

function growth(text: { nWords: number }, before: { nWords: number } | undefined): number | null {
  return before ? text.nWords - before.nWords : null;
}
