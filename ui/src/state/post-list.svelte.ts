/** The posts of the open blog, as the rail shows them. */

import type { Backend, ErrorShape, PostStatus, PostSummary, SearchHit } from "../ipc/backend";

export type Filter = "all" | PostStatus;

export class PostList {
  readonly #backend: Backend;
  readonly #failed: (error: ErrorShape) => void;
  #blog: number | null = null;
  #all = $state.raw<PostSummary[]>([]);
  #filter = $state<Filter>("all");
  #query = $state("");
  #hits = $state.raw<SearchHit[]>([]);
  /** The newest search and the newest list: an older answer is dropped. */
  #searches = 0;
  #pulls = 0;

  readonly #byId = $derived(new Map(this.#all.map((post) => [post.id, post])));
  readonly #counts = $derived.by(() => {
    const counts: Record<Filter, number> = {
      all: this.#all.length,
      draft: 0,
      scheduled: 0,
      live: 0,
    };
    for (const post of this.#all) counts[post.status]++;
    return counts;
  });
  readonly #filtered = $derived(
    this.#filter === "all" ? this.#all : this.#all.filter((post) => post.status === this.#filter),
  );

  constructor(backend: Backend, failed: (error: ErrorShape) => void) {
    this.#backend = backend;
    this.#failed = failed;
  }

  /** Newest first. */
  get all(): PostSummary[] {
    return this.#all;
  }
  get filter(): Filter {
    return this.#filter;
  }
  get counts(): Record<Filter, number> {
    return this.#counts;
  }
  get query(): string {
    return this.#query;
  }
  get searching(): boolean {
    return this.#query.trim() !== "";
  }
  get hits(): SearchHit[] {
    return this.#hits;
  }

  /** The rows: what the filter lets through, or the hits of the search, best first. */
  get shown(): PostSummary[] {
    if (!this.searching) return this.#filtered;
    return this.#hits.flatMap((hit) => this.#byId.get(hit.post) ?? []);
  }

  find(id: number): PostSummary | undefined {
    return this.#byId.get(id);
  }

  load(blog: number, posts: PostSummary[]): void {
    this.#blog = blog;
    this.#pulls++;
    this.#all = newestFirst(posts);
    this.#filter = "all";
    this.#query = "";
    this.#hits = [];
  }

  async pull(): Promise<void> {
    if (this.#blog === null) return;
    const pull = ++this.#pulls;
    const answer = await this.#backend.postList(this.#blog);
    if (pull !== this.#pulls) return;
    if (answer.status === "error") this.#failed(answer.error);
    else this.#all = newestFirst(answer.data);
  }

  setFilter(filter: Filter): void {
    this.#filter = filter;
  }

  async search(query: string): Promise<void> {
    this.#query = query;
    const search = ++this.#searches;
    const hits = await this.hitsFor(query);
    if (search === this.#searches) this.#hits = hits;
  }

  async hitsFor(query: string): Promise<SearchHit[]> {
    if (this.#blog === null || query.trim() === "") return [];
    const answer = await this.#backend.postSearch(this.#blog, query);
    if (answer.status === "ok") return answer.data;
    this.#failed(answer.error);
    return [];
  }
}

function newestFirst(posts: PostSummary[]): PostSummary[] {
  return posts.toSorted((a, b) => Date.parse(b.sortAt) - Date.parse(a.sortAt) || a.id - b.id);
}
