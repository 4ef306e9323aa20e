/**
 * A backend in memory, with the manners of the real one: versions in order,
 * edits that must fit, patches against what was shown, and news of what became
 * of the text. Tests make it slow or let it fail; the plain browser shows it.
 */

import type {
  Answer,
  Backend,
  Block,
  Blog,
  BlogProblem,
  Side,
  Edit,
  Edited,
  EditPost,
  ErrorShape,
  Exported,
  FieldEdit,
  History,
  HistoryHit,
  Opened,
  OpenPost,
  OutsideChange,
  PostFormat,
  PostSummary,
  Preview,
  Progress,
  RemovedPost,
  SearchHit,
  SiteChanges,
  Start,
  Vanished,
} from "../backend";
import { FakeBlog } from "./blog";
import { FakeLibrary } from "./library";
import { fakePage } from "./page";
import type { FakeOptions, FakePost } from "./post";
import { fail, Refusal } from "./refusal";
import { samples } from "./samples";
import { FakeSite } from "./site";
import { applied, pieces, wordsIn } from "./text";
import { toyFieldEdit } from "./toy-front-matter";
import { toyBlocks, toyPatch } from "./toy-markdown";
import { toyHeadings } from "./toy-summary";

type Hear = (progress: Progress) => void;

/** The real backend journals and saves at about these times, in milliseconds. */
const keptAfter = 150;
const savedAfter = 700;

export class FakeBackend extends FakeBlog implements Backend {
  readonly #library = new FakeLibrary(() => this.now);
  readonly #site = new FakeSite();
  #vanished: Vanished | null;
  /** Why files can't be written at the moment. */
  #remoteImages = false;
  #refusal: { error: ErrorShape; kept: boolean } | null = null;
  constructor(options: FakeOptions = {}) {
    super(options);
    this.#vanished = options.vanished ?? null;
    for (const sample of options.posts ?? samples) this.#library.add(sample);
  }

  appStart(): Answer<Start> {
    return this.answer("appStart", () => {
      const blog = this.blog;
      const { recovered = [], notices = [] } = this.options;
      // The post that was open last, as after a restart.
      const opened = blog && {
        ...this.#opened(blog, this.#library.posts[0]?.id),
        recovered,
        vanished: this.#vanished,
        notices,
      };
      return { settings: this.settings, opened, error: null, canPrint: true };
    });
  }

  blogOpen(path: string): Answer<Opened> {
    return this.answer("blogOpen", () => {
      if (path.includes("empty-folder")) throw fail("notABlog", `\`${path}\` has no posts`);
      this.blog = { ...this.anyBlog, id: this.anyBlog.id + 1, folder: path };
      return this.#opened(this.blog, this.#library.summaries()[0]?.id);
    });
  }

  blogCreate(path: string, title: string): Answer<Opened> {
    return this.answer("blogCreate", () => {
      this.#library.clear();
      this.blog = { ...this.anyBlog, id: this.anyBlog.id + 1, folder: path, title };
      return this.#opened(this.blog, undefined);
    });
  }

  blogCheck(): Answer<BlogProblem[]> {
    return this.answer("blogCheck", () => this.#library.check());
  }

  postList(): Answer<PostSummary[]> {
    return this.answer("postList", () => this.#library.summaries());
  }

  postSearch(_blog: number, query: string): Answer<SearchHit[]> {
    return this.answer("postSearch", () => {
      const words = query.toLowerCase().split(/\s+/).filter(Boolean);
      return this.#library.posts
        .filter(({ source }) => words.every((word) => source.toLowerCase().includes(word)))
        .slice(0, 50)
        .map((post) => ({
          post: post.id,
          path: post.path,
          title: pieces(this.#library.split(post).fields.title, words),
          snippet: this.#library.snippet(post, words),
        }));
    });
  }

  postCreate(_blog: number, title: string): Answer<OpenPost> {
    return this.answer("postCreate", () => {
      const stem = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
      const path = `${stem}.md`;
      if (this.#library.isThere(path)) {
        throw fail(
          "alreadyExists",
          `the post \`${path}\` is there already`,
          "choose another title",
        );
      }
      const source = `---\ntitle: ${title}\ndate: ${this.now.toISOString().slice(0, 10)}\ndraft: true\n---\n\n`;
      const post = this.#library.add({ path, source });
      post.cursor = source.length;
      this.tell("postsChanged", { blog: this.anyBlog.id, posts: [post.id] });
      return this.#open(post);
    });
  }

  postOpen(_blog: number, id: number): Answer<OpenPost> {
    return this.answer("postOpen", () => this.#open(this.#post(id)));
  }

  postEdit(edit: EditPost): Answer<Edited> {
    return this.answer("postEdit", () => {
      const post = this.#post(edit.post);
      if (edit.version !== post.version + 1) {
        throw fail("versionMismatch", `version ${String(edit.version)} on ${String(post.version)}`);
      }
      // What a former text takes the place of is one itself from now on.
      if (edit.restore) this.#library.keep(post, "window");
      post.source = applied(edit.edits, post.source);
      if (edit.restore) this.#library.keep(post, "restore");
      post.version = edit.version;
      post.cursor = edit.cursor;
      post.scroll = edit.scroll;
      this.#keepSoon(post);
      return { version: post.version, patch: edit.render ? this.#patch(post) : null };
    });
  }

  postSave(_blog: number, id: number): Answer<null> {
    return this.answer("postSave", () => {
      this.#save(this.#post(id));
      if (this.#refusal) throw new Refusal(this.#refusal.error);
      return null;
    });
  }

  postsKeep(): Answer<number[]> {
    return this.answer("postsKeep", () => {
      const changed = this.#library.posts.filter((post) => post.source !== post.kept.source);
      changed.forEach((post) => this.#save(post));
      return this.#refusal?.kept === false ? changed.map(({ id }) => id) : [];
    });
  }

  postClose(): Answer<null> {
    return this.answer("postClose", () => null);
  }

  postRemove(_blog: number, id: number): Answer<null> {
    return this.answer("postRemove", () => {
      this.#library.remove(id);
      this.tell("postsChanged", { blog: this.anyBlog.id, posts: [id] });
      return null;
    });
  }

  postConvert(_blog: number, id: number): Answer<OpenPost> {
    return this.answer("postConvert", () => {
      const post = this.#post(id);
      Object.assign(post, { readOnly: null, encoding: null });
      return this.#open(post);
    });
  }

  postHistory(_blog: number, id: number): Answer<History> {
    return this.answer("postHistory", () => this.#library.history(id));
  }

  revisionSource(_blog: number, revision: number): Answer<string> {
    return this.answer("revisionSource", () => this.#library.revision(revision));
  }

  historySearch(_blog: number, query: string, post: number | null): Answer<HistoryHit[]> {
    return this.answer("historySearch", () => this.#library.searchHistory(query, post));
  }

  removedList(): Answer<RemovedPost[]> {
    return this.answer("removedList", () => this.#library.removed());
  }

  removedRestore(_blog: number, id: number): Answer<OpenPost> {
    return this.answer("removedRestore", () => {
      const post = this.#library.restore(id);
      this.tell("postsChanged", { blog: this.anyBlog.id, posts: [id] });
      return this.#open(post);
    });
  }

  trashEmpty(): Answer<null> {
    return this.answer("trashEmpty", () => {
      this.#library.emptyTrash();
      return null;
    });
  }

  vanishedRemove(): Answer<null> {
    return this.answer("vanishedRemove", () => {
      const posts = this.#vanished?.posts ?? [];
      for (const id of posts) this.#library.remove(id);
      this.tell("postsChanged", { blog: this.anyBlog.id, posts });
      this.vanish(null);
      return null;
    });
  }

  remoteImagesSet(_blog: number, shown: boolean): Answer<null> {
    return this.answer("remoteImagesSet", () => {
      this.#remoteImages = shown;
      return null;
    });
  }

  vanishedWriteBack(): Answer<null> {
    return this.answer("vanishedWriteBack", () => {
      this.vanish(null);
      return null;
    });
  }

  previewShow(_blog: number, id: number): Answer<Preview> {
    return this.answer("previewShow", () => {
      const post = this.#post(id);
      const { fields, body, bodyLine } = this.#split(post);
      post.shown = { blocks: toyBlocks(body), page: fakePage(fields) };
      return {
        version: post.version,
        url:
          this.options.frameUrl?.(id, post.shown.page) ??
          `galley-preview://localhost/1/${String(id)}/`,
        blocks: post.shown.blocks,
        bodyLine,
        page: post.shown.page,
        paused: null,
        remoteImages: this.#remoteImages,
      };
    });
  }

  fieldEdit(_blog: number, id: number, version: number, field: FieldEdit): Answer<Edit[]> {
    return this.answer("fieldEdit", () => toyFieldEdit(this.#at(id, version).source, field));
  }

  outsidePull(_blog: number, id: number, version: number): Answer<OutsideChange> {
    return this.answer("outsidePull", () => {
      const post = this.#at(id, version);
      const theirs = post.outside;
      if (theirs === null) return { edits: [], conflict: null };
      // Good enough for a fake: text put before or after ours merges, all else conflicts.
      const at = theirs.indexOf(post.source);
      if (at < 0) {
        return { edits: [], conflict: { mine: post.source, theirs, base: post.kept.source } };
      }
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

  conflictKeep(_blog: number, id: number, merged: string): Answer<null> {
    return this.answer("conflictKeep", () => {
      this.#library.keepText(this.#post(id), merged);
      return null;
    });
  }

  conflictSettle(
    _blog: number,
    id: number,
    version: number,
    keep: Side,
    merged: string | null,
  ): Answer<Edit[]> {
    return this.answer("conflictSettle", () => {
      const post = this.#at(id, version);
      if ((keep === "merged") !== (merged !== null)) {
        throw fail("badInput", "a merge comes with its text, and no other choice does");
      }
      const text = keep === "theirs" ? post.outside : merged;
      post.outside = null;
      return text === null ? [] : [{ from: 0, to: post.source.length, insert: text }];
    });
  }

  postExport(
    _blog: number,
    _post: number,
    file: string,
    _format: PostFormat,
    replace: boolean,
  ): Answer<Exported> {
    return this.answer("postExport", () => this.#site.post(file, replace));
  }

  postPrint(): Answer<null> {
    return this.answer("postPrint", () => null);
  }

  siteStage(_blog: number, folder: string, force: boolean, hear: Hear): Answer<SiteChanges> {
    return this.answer("siteStage", () =>
      this.#site.stage(folder, force, this.#library.posts, (progress) => {
        hear(progress);
        return this.options.wait?.("siteStage");
      }),
    );
  }

  sitePut(_blog: number, hear: Hear): Answer<Exported> {
    return this.answer("sitePut", () => this.#site.put(hear));
  }

  siteDrop(): Answer<null> {
    return this.answer("siteDrop", () => this.#site.drop());
  }

  siteOpen(): Answer<null> {
    return this.answer("siteOpen", () => {
      this.opened.push(`${this.#site.place ?? ""}/index.html`);
      return null;
    });
  }

  exportPlaces(_blog: number, id: number | null): Answer<{ file: string; folder: string }> {
    return this.answer("exportPlaces", () => {
      const slug = id === null ? "post" : this.#split(this.#post(id)).fields.slug;
      return {
        file: `/disk/writer/Documents/${slug}.html`,
        folder: this.#site.place ?? "/disk/writer/Documents/field-notes-site",
      };
    });
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
    this.tell("outsideChanged", { blog: this.anyBlog.id, post: id });
  }

  setReadOnly(id: number, why: string, encoding: string | null = null): void {
    Object.assign(this.#post(id), { readOnly: why, encoding });
  }

  /** The files of posts are gone, or are back. */
  vanish(posts: number[] | null): void {
    const vanished = posts && {
      posts,
      titles: posts.slice(0, 5).map((id) => this.#split(this.#post(id)).fields.title),
      nPosts: posts.length,
    };
    this.#vanished = vanished;
    this.tell("postsVanished", { blog: this.anyBlog.id, vanished });
  }

  /** No file can be written, until the error is taken away again; the library perhaps neither. */
  refuseSaves(error: ErrorShape | null, kept = true): void {
    this.#refusal = error && { error, kept };
  }

  /** The backend's text moves on without the window, as after a crash of either. */
  overwrite(id: number, source: string, version: number): void {
    Object.assign(this.#post(id), { source, version });
  }

  protected titles(): string[] {
    return this.#library.posts.map((post) => this.#split(post).fields.title);
  }

  #opened(blog: Blog, open: number | undefined): Opened {
    return {
      blog,
      posts: this.#library.summaries(),
      open: open === undefined ? null : this.#open(this.#post(open)),
      recovered: [],
      vanished: null,
      notices: [],
    };
  }

  #post(id: number): FakePost {
    return this.#library.find(id);
  }

  #at(id: number, version: number): FakePost {
    return this.#library.at(id, version);
  }

  #split(post: FakePost) {
    return this.#library.split(post);
  }

  #open(post: FakePost): OpenPost {
    return this.#library.open(post);
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
      this.tell("postKept", {
        blog: this.anyBlog.id,
        post: post.id,
        version,
        nWords,
        minutes: Math.max(1, Math.ceil(nWords / 238)),
        problems: this.#library.problems(post),
        headings: toyHeadings(post.source),
        fields,
      });
    }, keptAfter);
    clearTimeout(post.saving);
    post.saving = setTimeout(() => this.#save(post), savedAfter);
  }

  #save(post: FakePost): void {
    clearTimeout(post.saving);
    const blog = this.anyBlog.id;
    if (this.#refusal) {
      this.tell("saveFailed", { blog, post: post.id, ...this.#refusal });
      // Tried again by itself, as the real one does.
      post.saving = setTimeout(() => this.#save(post), savedAfter);
      return;
    }
    this.#library.keep(post, "window");
    this.tell("postSaved", { blog, post: post.id, version: post.version });
    this.tell("postsChanged", { blog, posts: [post.id] });
  }
}
