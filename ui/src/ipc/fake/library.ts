/** The posts that the fake holds: what is said of them, their former texts, and the trash. */

import type {
  BlogProblem,
  History,
  HistoryHit,
  OpenPost,
  Origin,
  PostSummary,
  Problem,
  RemovedPost,
} from "../backend";
import type { FakePost, FakeText } from "./post";
import { fail } from "./refusal";
import type { Sample } from "./samples";
import { type Split, toySplit } from "./toy-front-matter";
import { pieces, wordsIn } from "./text";
import { toyHeadings, toyProblems, toySummary } from "./toy-summary";

const day = 86_400_000;

export class FakeLibrary {
  readonly #now: () => Date;
  #all: FakePost[] = [];
  #lastPost = 0;
  #lastRevision = 0;

  constructor(now: () => Date) {
    this.#now = now;
  }

  get posts(): FakePost[] {
    return this.#all.filter(({ removed }) => removed === null);
  }

  add({ path, source, former = [] }: Sample): FakePost {
    const ago = (days: number) => new Date(this.#now().getTime() - days * day).toISOString();
    const post: FakePost = {
      id: ++this.#lastPost,
      path,
      source,
      version: 0,
      readOnly: null,
      encoding: null,
      shown: null,
      cursor: 0,
      scroll: 0,
      outside: null,
      saving: undefined,
      kept: { source, origin: "window", at: ago(former.length > 0 ? 0.01 : 1) },
      revisions: former.map((text) => ({
        id: ++this.#lastRevision,
        source: text.source,
        origin: text.origin,
        at: ago(text.daysAgo),
      })),
      removed: null,
    };
    this.#all.push(post);
    return post;
  }

  clear(): void {
    this.#all = [];
  }

  /** A post that is not in the trash. */
  find(id: number): FakePost {
    const post = this.posts.find((post) => post.id === id);
    if (!post) throw fail("notFound", `there is no post ${String(id)}`);
    return post;
  }

  at(id: number, version: number): FakePost {
    const post = this.find(id);
    if (post.version !== version) throw fail("versionMismatch", "asked at another version");
    return post;
  }

  isThere(path: string): boolean {
    return this.posts.some((post) => post.path === path);
  }

  split({ path, source }: { path: string; source: string }): Split {
    return toySplit(source, path.replace(/^.*\//, "").replace(/\.md$/, ""));
  }

  problems(post: FakePost): Problem[] {
    return toyProblems(post.source, (path) => this.isThere(path));
  }

  /** Those of every post, and a file that none shows. */
  check(): BlogProblem[] {
    const ofPosts = [...this.posts]
      .sort((a, b) => (a.path < b.path ? -1 : 1))
      .flatMap((post) =>
        this.problems(post).map((problem) => ({
          file: `posts/${post.path}`,
          post: post.id,
          ...problem,
        })),
      );
    const unused = {
      file: "assets/old-header.png",
      post: null,
      code: "asset-unused",
      severity: "note" as const,
      message: "no post, page or theme uses `assets/old-header.png`",
      line: 1,
      column: 1,
    };
    return this.posts.length > 0 ? [unused, ...ofPosts] : [];
  }

  summaries(): PostSummary[] {
    return this.posts
      .map((post) => this.#summary(post))
      .sort((a, b) => Date.parse(b.sortAt) - Date.parse(a.sortAt));
  }

  open(post: FakePost): OpenPost {
    const { version, source, readOnly, encoding, cursor, scroll } = post;
    return {
      summary: this.#summary(post),
      version,
      savedVersion: version,
      source,
      readOnly,
      encoding,
      cursor,
      scroll,
      fields: this.split(post).fields,
      problems: this.problems(post),
      headings: toyHeadings(post.source),
    };
  }

  // Former texts and the trash -----------------------------------------------

  /** The file holds the post's text from now on; what it held before is a revision. */
  keep(post: FakePost, origin: Origin): void {
    if (post.source === post.kept.source) return;
    post.revisions.unshift({ id: ++this.#lastRevision, ...post.kept });
    post.kept = { source: post.source, origin, at: this.#now().toISOString() };
  }

  /** A text that no file held is a revision. */
  keepText(post: FakePost, source: string): void {
    const text: FakeText = { source, origin: "window", at: this.#now().toISOString() };
    post.revisions.unshift({ id: ++this.#lastRevision, ...text });
  }

  history(id: number): History {
    const post = this.#all.find((post) => post.id === id);
    if (!post) throw fail("notFound", `there is no post ${String(id)}`);
    return {
      ...this.#figures(post, post.kept),
      revisions: post.revisions.map((text) => ({ id: text.id, ...this.#figures(post, text) })),
    };
  }

  revision(id: number): string {
    for (const { revisions } of this.#all) {
      const found = revisions.find((revision) => revision.id === id);
      if (found) return found.source;
    }
    throw fail("notFound", `there is no revision ${String(id)}`);
  }

  searchHistory(query: string, of: number | null): HistoryHit[] {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    return this.#all
      .filter(({ id }) => of === null || id === of)
      .flatMap((post) =>
        post.revisions
          .filter(({ source }) => words.every((word) => source.toLowerCase().includes(word)))
          .slice(0, of === null ? 1 : undefined)
          .map((text) => ({
            post: post.id,
            title: this.split(post).fields.title,
            path: post.path,
            revision: text.id,
            at: text.at,
            removed: post.removed !== null,
            snippet: this.snippet({ ...post, source: text.source }, words),
          })),
      )
      .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
      .slice(0, 50);
  }

  snippet(text: { path: string; source: string }, words: string[]): HistoryHit["snippet"] {
    const { body } = this.split(text);
    const at = Math.max(0, body.toLowerCase().indexOf(words[0] ?? "") - 40);
    const around = body.slice(at, at + 140).replaceAll("\n", " ");
    return pieces((at > 0 ? "…" : "") + around, words);
  }

  remove(id: number): void {
    const post = this.find(id);
    clearTimeout(post.saving);
    // What it held last is a former text too.
    post.revisions.unshift({ id: ++this.#lastRevision, ...post.kept, source: post.source });
    post.removed = this.#now().toISOString();
  }

  restore(id: number): FakePost {
    const post = this.#all.find((post) => post.id === id && post.removed !== null);
    if (!post) throw fail("notFound", `post ${String(id)} is not in the trash`);
    if (this.isThere(post.path)) {
      throw fail(
        "alreadyExists",
        `\`${post.path}\` cannot be brought back: another post has its file`,
        "rename the other file first",
      );
    }
    post.removed = null;
    return post;
  }

  removed(): RemovedPost[] {
    return this.#all
      .flatMap((post) => {
        const [last] = post.revisions;
        if (post.removed === null || !last) return [];
        const { fields, body } = this.split(post);
        return {
          post: post.id,
          title: fields.title,
          path: post.path,
          at: post.removed,
          nWords: wordsIn(body),
          revision: last.id,
        };
      })
      .sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  }

  emptyTrash(): void {
    this.#all = this.posts;
  }

  #figures({ path }: FakePost, { source, origin, at }: FakeText) {
    return { origin, at, nWords: wordsIn(this.split({ path, source }).body) };
  }

  #summary(post: FakePost): PostSummary {
    return {
      ...toySummary(this.split(post), this.#now()),
      id: post.id,
      path: post.path,
      nProblems: this.problems(post).length,
      readOnly: post.readOnly !== null,
    };
  }
}
