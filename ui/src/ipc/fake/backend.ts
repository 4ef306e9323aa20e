/**
 * A backend in memory, with the manners of the real one: versions in order,
 * edits that must fit, patches against what was shown, and news of what became
 * of the text. Tests make it slow or let it fail; the plain browser shows it.
 */

import type {
  Answer,
  Backend,
  BackendEvents,
  Block,
  Blog,
  Side,
  Edit,
  Edited,
  EditPost,
  Exported,
  FieldEdit,
  Opened,
  OpenPost,
  OutsideChange,
  PostSummary,
  Preview,
  Problem,
  Progress,
  Result,
  SearchHit,
  Settings,
  Start,
} from "../backend";
import { fakePage } from "./page";
import type { FakeOptions, FakePost } from "./post";
import { fail, Refusal } from "./refusal";
import { samples, type Sample } from "./samples";
import { toyFieldEdit, toySplit } from "./toy-front-matter";
import { applied, pieces, wordsIn } from "./text";
import { toyProblems, toySummary } from "./toy-summary";
import { toyBlocks, toyPatch } from "./toy-markdown";

/** The real backend journals and saves at about these times, in milliseconds. */
const keptAfter = 150;
const savedAfter = 700;

export class FakeBackend implements Backend {
  readonly #posts = new Map<number, FakePost>();
  readonly #options: FakeOptions;
  readonly #ears = new Map<string, Set<(event: never) => void>>();
  #blog: Blog | null;
  #settings: Settings;
  #lastId = 0;
  /** Requests that were made, by name. */
  readonly asked: (keyof Backend)[] = [];
  readonly opened: string[] = [];
  readonly revealed: string[] = [];

  constructor(options: FakeOptions = {}) {
    this.#options = options;
    this.#blog =
      options.blog === null
        ? null
        : {
            id: 1,
            title: "Field Notes",
            folder: "/disk/writer/field-notes",
            theme: "quiet",
            language: "en",
            problems: [],
            ...options.blog,
          };
    this.#settings = {
      appearance: "system",
      split: 0.5,
      rail: 288,
      railShown: true,
      editorShown: true,
      previewShown: true,
      editorFontSize: 15,
      recentBlogs: [],
      ...options.settings,
    };
    for (const sample of options.posts ?? samples) this.#add(sample);
  }

  appStart(): Answer<Start> {
    return this.#answer("appStart", () => {
      const blog = this.#blog;
      // The post that was open last, as after a restart.
      const first = [...this.#posts.values()][0];
      const open = blog && first ? this.#open(this.#post(first.id)) : null;
      const opened = blog && { blog, posts: this.#summaries(), open };
      return { settings: this.#settings, opened, error: null };
    });
  }

  blogOpen(path: string): Answer<Opened> {
    return this.#answer("blogOpen", () => {
      if (path.includes("empty-folder")) throw fail("notABlog", `\`${path}\` has no posts`);
      this.#blog = { ...this.#anyBlog(), id: this.#anyBlog().id + 1, folder: path };
      const first = this.#summaries()[0];
      const open = first ? this.#open(this.#post(first.id)) : null;
      return { blog: this.#blog, posts: this.#summaries(), open };
    });
  }

  blogCreate(path: string, title: string): Answer<Opened> {
    return this.#answer("blogCreate", () => {
      this.#posts.clear();
      this.#blog = { ...this.#anyBlog(), id: this.#anyBlog().id + 1, folder: path, title };
      return { blog: this.#blog, posts: [], open: null };
    });
  }

  postList(): Answer<PostSummary[]> {
    return this.#answer("postList", () => this.#summaries());
  }

  postSearch(_blog: number, query: string): Answer<SearchHit[]> {
    return this.#answer("postSearch", () => {
      const words = query.toLowerCase().split(/\s+/).filter(Boolean);
      return [...this.#posts.values()]
        .filter(({ source }) => words.every((word) => source.toLowerCase().includes(word)))
        .slice(0, 50)
        .map((post) => {
          const { fields, body } = this.#split(post);
          const at = Math.max(0, body.toLowerCase().indexOf(words[0] ?? "") - 40);
          const snippet = body.slice(at, at + 140).replaceAll("\n", " ");
          return {
            post: post.id,
            path: post.path,
            title: pieces(fields.title, words),
            snippet: pieces((at > 0 ? "…" : "") + snippet, words),
          };
        });
    });
  }

  postCreate(_blog: number, title: string): Answer<OpenPost> {
    return this.#answer("postCreate", () => {
      const stem = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
      const path = `${stem}.md`;
      if ([...this.#posts.values()].some((post) => post.path === path)) {
        throw fail(
          "alreadyExists",
          `the post \`${path}\` is there already`,
          "choose another title",
        );
      }
      const source = `---\ntitle: ${title}\ndate: ${this.#now().toISOString().slice(0, 10)}\ndraft: true\n---\n\n`;
      const post = this.#add({ path, source });
      post.cursor = source.length;
      this.#tell("postsChanged", { blog: this.#anyBlog().id, posts: [post.id] });
      return this.#open(post);
    });
  }

  postOpen(_blog: number, id: number): Answer<OpenPost> {
    return this.#answer("postOpen", () => this.#open(this.#post(id)));
  }

  postEdit(edit: EditPost): Answer<Edited> {
    return this.#answer("postEdit", () => {
      const post = this.#post(edit.post);
      if (edit.version !== post.version + 1) {
        throw fail("versionMismatch", `version ${String(edit.version)} on ${String(post.version)}`);
      }
      post.source = applied(edit.edits, post.source);
      post.version = edit.version;
      post.cursor = edit.cursor;
      post.scroll = edit.scroll;
      this.#keepSoon(post);
      return { version: post.version, patch: edit.render ? this.#patch(post) : null };
    });
  }

  postSave(_blog: number, id: number): Answer<null> {
    return this.#answer("postSave", () => {
      this.#save(this.#post(id));
      return null;
    });
  }

  postClose(): Answer<null> {
    return this.#answer("postClose", () => null);
  }

  previewShow(_blog: number, id: number): Answer<Preview> {
    return this.#answer("previewShow", () => {
      const post = this.#post(id);
      const { fields, body, bodyLine } = this.#split(post);
      post.shown = { blocks: toyBlocks(body), page: fakePage(fields) };
      return {
        version: post.version,
        url:
          this.#options.frameUrl?.(id, post.shown.page) ??
          `galley-preview://localhost/1/${String(id)}/`,
        blocks: post.shown.blocks,
        bodyLine,
        page: post.shown.page,
        paused: null,
      };
    });
  }

  fieldEdit(_blog: number, id: number, version: number, field: FieldEdit): Answer<Edit[]> {
    return this.#answer("fieldEdit", () => toyFieldEdit(this.#at(id, version).source, field));
  }

  outsidePull(_blog: number, id: number, version: number): Answer<OutsideChange> {
    return this.#answer("outsidePull", () => {
      const post = this.#at(id, version);
      const theirs = post.outside;
      if (theirs === null) return { edits: [], conflict: null };
      // Good enough for a fake: text put before or after ours merges, all else conflicts.
      const at = theirs.indexOf(post.source);
      if (at < 0) return { edits: [], conflict: { mine: post.source, theirs } };
      post.outside = null;
      return {
        edits: [
          { from: 0, to: 0, insert: theirs.slice(0, at) },
          {
            from: post.source.length,
            to: post.source.length,
            insert: theirs.slice(at + post.source.length),
          },
        ].filter(({ insert }) => insert !== ""),
        conflict: null,
      };
    });
  }

  conflictSettle(_blog: number, id: number, version: number, keep: Side): Answer<Edit[]> {
    return this.#answer("conflictSettle", () => {
      const post = this.#at(id, version);
      const theirs = post.outside;
      post.outside = null;
      if (keep === "mine" || theirs === null) return [];
      return [{ from: 0, to: post.source.length, insert: theirs }];
    });
  }

  postExport(_blog: number, _post: number, file: string): Answer<Exported> {
    return this.#answer("postExport", () => ({
      path: file,
      nFiles: 1,
      nWritten: 1,
      nRemoved: 0,
      nBytes: 48_213,
      problems: [],
    }));
  }

  siteExport(
    _blog: number,
    folder: string,
    force: boolean,
    onProgress: (progress: Progress) => void,
  ): Answer<Exported> {
    return this.#answer("siteExport", async () => {
      if (folder.includes("foreign") && !force) {
        throw fail(
          "foreignFolder",
          `\`${folder}\` has files that no export of Galley made`,
          "choose an empty folder",
        );
      }
      const total = this.#posts.size + 6;
      for (let done = 1; done <= total; done++) {
        onProgress({ done, total });
        await this.#options.wait?.("siteExport");
      }
      return {
        path: folder,
        nFiles: total,
        nWritten: total - 4,
        nRemoved: 0,
        nBytes: 1_284_100,
        problems: [],
      };
    });
  }

  exportPlaces(_blog: number, id: number | null): Answer<{ file: string; folder: string }> {
    return this.#answer("exportPlaces", () => {
      const slug = id === null ? "post" : this.#split(this.#post(id)).fields.slug;
      return {
        file: `/disk/writer/Documents/${slug}.html`,
        folder: "/disk/writer/Documents/field-notes-site",
      };
    });
  }

  settingsSet(settings: Settings): Answer<null> {
    return this.#answer("settingsSet", () => {
      this.#settings = settings;
      return null;
    });
  }

  linkOpen(href: string): Answer<null> {
    return this.#answer("linkOpen", () => {
      if (!/^(?:https?|mailto):/.test(href))
        throw fail("badInput", `\`${href}\` is no web address`);
      this.opened.push(href);
      return null;
    });
  }

  pathReveal(path: string): Answer<null> {
    return this.#answer("pathReveal", () => {
      this.revealed.push(path);
      return null;
    });
  }

  pickFolder(_title: string, start?: string): Promise<string | null> {
    return Promise.resolve(start ?? "/disk/writer/another-blog");
  }

  pickSaveFile(_title: string, start: string): Promise<string | null> {
    return Promise.resolve(start);
  }

  on<K extends keyof BackendEvents>(name: K, hear: (event: BackendEvents[K]) => void): () => void {
    const ears = this.#ears.get(name) ?? new Set();
    this.#ears.set(name, ears);
    ears.add(hear);
    return () => ears.delete(hear);
  }

  // What a test looks at and does behind the window's back ------------------

  source(id: number): string {
    return this.#post(id).source;
  }

  version(id: number): number {
    return this.#post(id).version;
  }

  blocks(id: number): Block[] {
    return toyBlocks(this.#split(this.#post(id)).body);
  }

  /** Another program writes the file. */
  writeOutside(id: number, source: string): void {
    this.#post(id).outside = source;
    this.#tell("outsideChanged", { blog: this.#anyBlog().id, post: id });
  }

  setReadOnly(id: number, why: string): void {
    this.#post(id).readOnly = why;
  }

  /** The backend's text moves on without the window, as after a crash of either. */
  overwrite(id: number, source: string, version: number): void {
    Object.assign(this.#post(id), { source, version });
  }

  #add({ path, source }: Sample): FakePost {
    const id = ++this.#lastId;
    const post: FakePost = {
      id,
      path,
      source,
      version: 0,
      readOnly: null,
      shown: null,
      cursor: 0,
      scroll: 0,
      outside: null,
      saving: undefined,
    };
    this.#posts.set(id, post);
    return post;
  }

  #post(id: number): FakePost {
    const post = this.#posts.get(id);
    if (!post) throw fail("notFound", `there is no post ${String(id)}`);
    return post;
  }

  #at(id: number, version: number): FakePost {
    const post = this.#post(id);
    if (post.version !== version) throw fail("versionMismatch", "asked at another version");
    return post;
  }

  #split(post: FakePost) {
    return toySplit(post.source, post.path.replace(/^.*\//, "").replace(/\.md$/, ""));
  }

  #open(post: FakePost): OpenPost {
    const { fields } = this.#split(post);
    return {
      summary: this.#summary(post),
      version: post.version,
      savedVersion: post.version,
      source: post.source,
      readOnly: post.readOnly,
      cursor: post.cursor,
      scroll: post.scroll,
      recovered: false,
      fields,
      problems: this.#problems(post),
    };
  }

  #problems(post: FakePost): Problem[] {
    return toyProblems(post.source, (path) =>
      [...this.#posts.values()].some((other) => other.path === path),
    );
  }

  #summaries(): PostSummary[] {
    return [...this.#posts.values()]
      .map((post) => this.#summary(post))
      .sort((a, b) => Date.parse(b.sortAt) - Date.parse(a.sortAt));
  }

  #summary(post: FakePost): PostSummary {
    return {
      ...toySummary(this.#split(post), this.#now()),
      id: post.id,
      path: post.path,
      nProblems: this.#problems(post).length,
      readOnly: post.readOnly !== null,
    };
  }

  #patch(post: FakePost): Edited["patch"] {
    const { fields, body, bodyLine } = this.#split(post);
    const blocks = toyBlocks(body);
    const page = fakePage(fields);
    const patch = toyPatch(post.shown?.blocks ?? [], blocks);
    const samePage = post.shown?.page === page;
    post.shown = { blocks, page };
    return { ...patch, bodyLine, page: samePage ? null : page };
  }

  #keepSoon(post: FakePost): void {
    const { version } = post;
    setTimeout(() => {
      if (post.version !== version) return;
      const { fields, body } = this.#split(post);
      const nWords = wordsIn(body);
      this.#tell("postKept", {
        blog: this.#anyBlog().id,
        post: post.id,
        version,
        nWords,
        minutes: Math.max(1, Math.ceil(nWords / 238)),
        problems: this.#problems(post),
        fields,
      });
    }, keptAfter);
    clearTimeout(post.saving);
    post.saving = setTimeout(() => this.#save(post), savedAfter);
  }

  #save(post: FakePost): void {
    clearTimeout(post.saving);
    const blog = this.#anyBlog().id;
    this.#tell("postSaved", { blog, post: post.id, version: post.version });
    this.#tell("postsChanged", { blog, posts: [post.id] });
  }

  #anyBlog(): Blog {
    return (
      this.#blog ?? {
        id: 0,
        title: "Field Notes",
        folder: "",
        theme: "quiet",
        language: "en",
        problems: [],
      }
    );
  }

  #now(): Date {
    return this.#options.now ?? new Date();
  }

  #tell<K extends keyof BackendEvents>(name: K, event: BackendEvents[K]): void {
    for (const hear of this.#ears.get(name) ?? []) hear(event as never);
  }

  async #answer<T>(command: keyof Backend, act: () => T | Promise<T>): Promise<Result<T>> {
    this.asked.push(command);
    const fault = this.#options.fault?.(command) ?? null;
    await this.#options.wait?.(command);
    const lost = {
      code: "internal",
      message: "the request was lost",
      hint: null,
      causes: [],
    } as const;
    if (fault === "before") return { status: "error", error: { ...lost, causes: [] } };
    try {
      const data = await act();
      return fault === "after"
        ? { status: "error", error: { ...lost, causes: [] } }
        : { status: "ok", data: structuredClone(data) };
    } catch (cause) {
      if (cause instanceof Refusal) return { status: "error", error: cause.error };
      throw cause;
    }
  }
}
