/**
 * The window's state: the open blog, its posts, and which of them are being
 * edited. The one place that hears the backend's events.
 */

import type { Extension } from "@codemirror/state";
import { createContext, tick } from "svelte";
import type {
  Backend,
  BackendEvents,
  Blog,
  BlogProblem,
  ErrorShape,
  Opened,
  OpenPost as WireOpenPost,
  PostFormat,
  PostSummary,
  Theme,
  ThemeChoice,
} from "../ipc/backend";
import { sentence } from "../ipc/errors";
import { BlogCheck } from "./blog-check.svelte";
import { Closing, leaveField, stays } from "./closing.svelte";
import { Exporter, type ExportKind } from "./exporter.svelte";
import { Findings } from "./findings.svelte";
import { PostHistory } from "./history.svelte";
import { linkedPost } from "./linked-post";
import { OpenPost } from "./open-post.svelte";
import { PostList } from "./post-list.svelte";
import { WindowSettings } from "./settings.svelte";
import { ThemeGallery } from "./theme-gallery.svelte";
import { Toasts } from "./toasts.svelte";
import { Trash } from "./trash.svelte";

/** What lies over the window. */
export type Overlay =
  | { is: "newPost" }
  | { is: "newBlog" }
  | { is: "palette"; for: "commands" | "posts" }
  | { is: "export"; exporter: Exporter }
  | { is: "history"; history: PostHistory }
  | { is: "remove"; post: PostSummary }
  | { is: "trash"; trash: Trash }
  | { is: "problems"; check: BlogCheck }
  | { is: "themes"; gallery: ThemeGallery };

/** Posts whose text and undo history are kept at hand; the one longest unseen goes. */
const mostOpen = 12;

export class Workspace {
  readonly backend: Backend;
  readonly settings: WindowSettings;
  readonly list: PostList;
  readonly findings: Findings;
  readonly closing: Closing;
  readonly toasts = new Toasts({
    openBlog: () => void this.openBlog(),
    save: () => void this.save(),
  });
  /** Whether the preview shows the post as a search result and as a card, not its page. */
  cardsShown = $state(false);
  readonly #extensions: () => Extension;
  #started = $state(false);
  #canPrint = $state(false);
  #printing = false;
  #blog = $state.raw<Blog | null>(null);
  #current = $state.raw<OpenPost | null>(null);
  #overlay = $state.raw<Overlay | null>(null);
  /** By id; the last one was seen last. */
  #open = new Map<number, OpenPost>();
  /** The newest wish to open a post: an older answer is dropped. */
  #opening = 0;

  /** What blogs said that are not on screen: one of them may be about to be. */
  #early: { blog: number; hear: () => void }[] = [];

  constructor(backend: Backend, extensions: () => Extension) {
    this.backend = backend;
    this.#extensions = extensions;
    const failed = (error: ErrorShape) => this.toasts.error(error);
    this.settings = new WindowSettings(backend, failed);
    this.list = new PostList(backend, failed);
    this.findings = new Findings(backend, failed);
    this.#hear();
    const titleOf = (id: number) => this.#open.get(id)?.fields.title ?? this.list.find(id)?.title;
    const left = () => this.#blog && { blog: this.#blog.id, open: this.#open, titleOf };
    this.closing = new Closing(backend, this.toasts, left);
    backend.onClose(() => {
      leaveField();
      return this.closing.leave("window");
    });
  }

  get started(): boolean {
    return this.#started;
  }
  /** Whether posts can be printed on this system, also into a PDF. */
  get canPrint(): boolean {
    return this.#canPrint;
  }
  get blog(): Blog | null {
    return this.#blog;
  }
  /** The post on screen. */
  get current(): OpenPost | null {
    return this.#current;
  }
  get overlay(): Overlay | null {
    return this.#overlay;
  }

  async start(): Promise<void> {
    const answer = await this.backend.appStart();
    if (answer.status === "ok") {
      const { settings, opened, error, canPrint } = answer.data;
      this.#canPrint = canPrint;
      this.settings.load(settings);
      if (opened) this.#enter(opened);
      if (error) this.toasts.error(error);
    } else {
      this.toasts.error(answer.error);
    }
    this.#started = true;
  }

  async openBlog(path?: string): Promise<void> {
    const folder = path ?? (await this.backend.pickFolder("Open a blog"));
    if (folder === null) return;
    const error = await this.closing.change(() => this.backend.blogOpen(folder), this.#change);
    if (!error) return;
    if (error !== stays) this.toasts.error(error);
    // The desk took no keys meanwhile, and lost the focus.
    await tick();
    this.#current?.focus();
  }

  /** `null` when it worked, else why not: the dialog shows it. */
  async createBlog(folder: string, title: string): Promise<ErrorShape | null> {
    return this.closing.change(() => this.backend.blogCreate(folder, title), this.#change);
  }

  async createPost(title: string): Promise<ErrorShape | null> {
    if (!this.#blog) return null;
    const wish = ++this.#opening;
    const answer = await this.backend.postCreate(this.#blog.id, title);
    if (answer.status === "error") return answer.error;
    void this.list.pull();
    if (wish === this.#opening) this.#show(this.#keep(answer.data));
    return null;
  }

  async openPost(id: number): Promise<void> {
    if (!this.#blog || this.#current?.id === id) return;
    const wish = ++this.#opening;
    const kept = this.#open.get(id);
    if (kept) {
      this.#show(kept);
      return;
    }
    const answer = await this.backend.postOpen(this.#blog.id, id);
    if (answer.status === "error") this.toasts.error(answer.error);
    else if (wish === this.#opening) this.#show(this.#keep(answer.data));
  }

  async save(): Promise<void> {
    if (this.#current && (await this.#current.save())) return;
    if (!this.#current) this.toasts.note("There is nothing to save yet.");
  }

  show(overlay: Overlay): void {
    this.#overlay = overlay;
  }

  closeOverlay(): void {
    this.#overlay = null;
  }

  /** Shows the post on screen in the system's print dialog. */
  async print(): Promise<void> {
    const [blog, post] = [this.#blog, this.#current];
    if (!blog || !post || this.#printing) return;
    // Its dialog takes a moment to come, and one is enough.
    this.#printing = true;
    await post.flush();
    const answer = await this.backend.postPrint(blog.id, post.id);
    this.#printing = false;
    if (answer.status === "error") this.toasts.error(answer.error);
  }

  showExport(kind: ExportKind, format: PostFormat = "html"): void {
    if (!this.#blog) return;
    const { backend, canPrint } = this;
    const exporter = new Exporter(backend, this.#blog.id, this.#current, kind, canPrint);
    exporter.setFormat(format);
    this.#overlay = { is: "export", exporter };
    void exporter.prefill();
  }

  /** The history of a post, opened at a revision, or at its newest former text. */
  async showHistory(post: number, revision: number | null = null): Promise<void> {
    if (!this.#blog) return;
    await this.openPost(post);
    const open = this.#current?.id === post ? this.#current : null;
    if (open) this.#showHistory({ id: post, title: open.fields.title, open }, revision);
  }

  /** The history of a post in the trash, which has no present text. */
  showRemovedHistory(post: { id: number; title: string }, revision: number): void {
    this.#showHistory({ ...post, open: null }, revision);
  }

  showTrash(): void {
    if (!this.#blog) return;
    const trash = new Trash(this.backend, this.#blog.id);
    this.#overlay = { is: "trash", trash };
    void trash.pull();
  }

  /** Checks the whole blog and shows what is wrong. */
  showProblems(): void {
    if (!this.#blog) return;
    const check = new BlogCheck(this.backend, this.#blog.id);
    this.#overlay = { is: "problems", check };
    void check.pull();
  }

  /** The themes, in the colours that the window has now. */
  showThemes(): void {
    if (!this.#blog) return;
    const dark = document.documentElement.dataset["theme"] === "dark";
    const gallery = new ThemeGallery(this.backend, this.#blog.id, this.#current?.id ?? null, dark);
    this.#overlay = { is: "themes", gallery };
    void gallery.pull();
  }

  /** Puts a theme on. `null` when it worked, else why not: the dialog shows it. */
  async useTheme(theme: Theme, choices: ThemeChoice[]): Promise<ErrorShape | null> {
    const blog = this.#blog;
    if (!blog) return null;
    const answer = await this.backend.themeUse(blog.id, theme.id, choices);
    if (answer.status === "error") return answer.error;
    this.#wear(answer.data);
    this.closeOverlay();
    const title = theme.inUse ? "The theme is set." : `Your blog wears “${theme.name}”.`;
    const left = answer.data.problems.some(
      ({ path, code }) => path === "blog.toml" && code === "config-unknown-key",
    );
    const detail = left
      ? "What was chosen for another theme is still in blog.toml, and means nothing to this one."
      : "It is in the blog’s settings, blog.toml.";
    this.toasts.note(title, detail, {
      label: "Undo",
      run: () => void this.#takeOff(blog.id),
    });
    return null;
  }

  /** To the place of a problem: in its post, or to the file that is none. */
  async goToProblem({ file, post, line, column }: BlogProblem): Promise<void> {
    if (!this.#blog) return;
    if (post === null) {
      await this.reveal(`${this.#blog.folder}/${file}`);
      return;
    }
    this.closeOverlay();
    await this.openPost(post);
    const { settings } = this;
    if (settings.view === "preview") settings.setView("split");
    // The editor has the post only now, and scrolls to where its author was last.
    await tick();
    if (this.#current?.id === post) this.#current.goTo(line, column);
  }

  /** Moves a post to the trash. `null` when it worked, else why not: the dialog shows it. */
  async removePost({ id, title }: { id: number; title: string }): Promise<ErrorShape | null> {
    if (!this.#blog) return null;
    // What was typed last is to be in the trash too.
    const open = this.#open.get(id);
    if (open && !(await open.flush())) return notReached;
    const answer = await this.backend.postRemove(this.#blog.id, id);
    if (answer.status === "error") return answer.error;
    this.#forget([id]);
    void this.list.pull();
    const blog = this.#blog.id;
    this.toasts.note("Moved to the trash.", `“${title || "Untitled"}”`, {
      label: "Undo",
      run: () => void this.#takeBack(blog, id),
    });
    return null;
  }

  /** Brings a post back from the trash and shows it. */
  async restorePost(id: number): Promise<ErrorShape | null> {
    if (!this.#blog) return null;
    const wish = ++this.#opening;
    const answer = await this.backend.removedRestore(this.#blog.id, id);
    if (answer.status === "error") return answer.error;
    void this.list.pull();
    const post = this.#keep(answer.data);
    if (wish === this.#opening) this.#show(post);
    return null;
  }

  /** The post's file becomes UTF-8, and the post can be edited. */
  async convertPost(): Promise<void> {
    const before = this.#current;
    if (!this.#blog || !before) return;
    const answer = await this.backend.postConvert(this.#blog.id, before.id);
    if (answer.status === "error") {
      this.toasts.error(answer.error);
      return;
    }
    await before.handOver();
    const post = this.#keep(answer.data);
    if (this.#current === before) this.#show(post);
    void this.list.pull();
  }

  async removeVanished(): Promise<void> {
    const posts = await this.findings.removeVanished();
    if (!posts) return;
    this.#forget(posts);
    void this.list.pull();
    this.toasts.note(
      posts.length === 1 ? "The post is in the trash." : "The posts are in the trash.",
      "They can be brought back from there.",
    );
  }

  /** A link of the proof: to another post of this blog, or out into the world. */
  async openLink(href: string): Promise<void> {
    const post = linkedPost(href, this.#current?.path ?? "", this.list.all);
    if (post) {
      await this.openPost(post.id);
      return;
    }
    const answer = await this.backend.linkOpen(href);
    if (answer.status === "error") this.toasts.error(answer.error);
  }

  async reveal(path: string): Promise<void> {
    const answer = await this.backend.pathReveal(path);
    if (answer.status === "error") this.toasts.error(answer.error);
  }

  /** The notice may outlive the blog that it speaks of. */
  async #takeBack(blog: number, post: number): Promise<void> {
    const error = blog === this.#blog?.id ? await this.restorePost(post) : null;
    if (error) this.toasts.error(error);
  }

  async #takeOff(blog: number): Promise<void> {
    if (blog !== this.#blog?.id) return;
    const answer = await this.backend.themeUndo(blog);
    if (answer.status === "ok") this.#wear(answer.data);
    else this.toasts.error(answer.error);
  }

  /** The blog has another theme, or another setting of it. */
  #wear(blog: Blog): void {
    if (blog.id !== this.#blog?.id) return;
    this.#blog = blog;
    this.#current?.showPreview();
  }

  #showHistory(
    post: { id: number; title: string; open: OpenPost | null },
    revision: number | null,
  ): void {
    if (!this.#blog) return;
    const history = new PostHistory(this.backend, this.#blog.id, post);
    const before = this.#overlay;
    // From one hit of a search to the next, the search stays.
    if (before?.is === "history" && before.history.searching) {
      void history.setScope(before.history.scope);
      void history.search(before.history.query);
    }
    this.#overlay = { is: "history", history };
    void history.load(revision);
  }

  /** These posts are gone from the blog; the backend has closed them. */
  #forget(posts: number[]): void {
    // The one that takes the place of the post on screen is the next of the list, if any.
    const { shown } = this.list;
    const current = this.#current;
    for (const id of posts) {
      void this.#open.get(id)?.handOver();
      this.#open.delete(id);
    }
    if (!current || !posts.includes(current.id)) return;
    const at = shown.findIndex(({ id }) => id === current.id);
    const rest = [...shown.slice(at + 1), ...shown.slice(0, Math.max(0, at)).reverse()];
    const next = rest.find(({ id }) => !posts.includes(id));
    this.#opening++;
    this.#current = null;
    if (next) void this.openPost(next.id);
  }

  #enter(opened: Opened): void {
    const { blog, posts, open, notices } = opened;
    this.#blog = blog;
    this.list.load(blog.id, posts);
    this.findings.load(opened);
    for (const notice of notices) this.toasts.lasting(sentence(notice));
    this.settings.opened(blog.folder);
    this.#show(open ? this.#keep(open) : null);
    const early = this.#early;
    this.#early = [];
    for (const { blog: of, hear } of early) if (of === blog.id) hear();
  }

  #change = async (opened: Opened): Promise<void> => {
    await this.#leave();
    this.#enter(opened);
  };

  async #leave(): Promise<void> {
    this.#opening++;
    const open = [...this.#open.values()];
    this.#open.clear();
    this.#current = null;
    await Promise.all(open.map((post) => post.close()));
  }

  #keep(opened: WireOpenPost): OpenPost {
    const blog = this.#blog;
    if (!blog) throw new Error("a post is opened in a blog");
    const post: OpenPost = new OpenPost(blog.id, opened, {
      backend: this.backend,
      extensions: this.#extensions,
      failed: (error) => this.toasts.error(error, saving(post.id)),
      mergeLeft: (of, merge) => {
        this.toasts.lasting(
          "Both versions agree again.",
          `What you had begun to make of them is not in “${of.fields.title || "Untitled"}”.`,
          { label: "Put it in", run: () => void of.restore(merge) },
        );
      },
    });
    this.#open.set(post.id, post);
    return post;
  }

  #show(post: OpenPost | null): void {
    this.#current = post;
    if (!post) return;
    this.#open.delete(post.id);
    this.#open.set(post.id, post);
    for (const [id, other] of this.#open) {
      if (this.#open.size <= mostOpen) break;
      // What its file does not hold may be nowhere else.
      if (!other.saved) continue;
      this.#open.delete(id);
      void other.close();
    }
  }

  #hear(): void {
    const on = <K extends keyof BackendEvents>(name: K, hear: (event: BackendEvents[K]) => void) =>
      this.backend.on(name, (event) => {
        if (event.blog === this.#blog?.id) hear(event);
        else this.#early.push({ blog: event.blog, hear: () => hear(event) });
      });
    const post = (event: { post: number }) => this.#open.get(event.post);
    on("postsChanged", () => void this.list.pull());
    on("postKept", (event) => post(event)?.kept(event));
    on("postSaved", (event) => {
      post(event)?.fileSaved(event.version);
      this.toasts.settled(saving(event.post));
      const overlay = this.#overlay;
      if (overlay?.is === "history" && overlay.history.post === event.post) {
        void overlay.history.pull();
      }
    });
    on("saveFailed", (event) => {
      post(event)?.saveFailed(event);
      this.toasts.error(event.error, saving(event.post));
    });
    on("outsideChanged", (event) => void post(event)?.pullOutside());
    on("postsVanished", (event) => this.findings.setVanished(event.vanished));
    on("blogNotice", (event) => this.toasts.note(sentence(event.message)));
  }
}

/** Why a post is not removed whose last words have not arrived. */
const notReached: ErrorShape = {
  code: "internal",
  message: "the post cannot be moved to the trash: its last words are not in the library yet",
  hint: "try again in a moment",
  causes: [],
};

/** The topic of a post's failures: over when its file is written. */
const saving = (post: number) => `saving ${post}`;

export const [useWorkspace, provideWorkspace] = createContext<Workspace>();
