/**
 * The window's state: the open blog, its posts, and which of them are being
 * edited. The one place that hears the backend's events.
 */

import type { Extension } from "@codemirror/state";
import { createContext } from "svelte";
import type {
  Answer,
  Backend,
  Blog,
  ErrorShape,
  Opened,
  OpenPost as WireOpenPost,
} from "../ipc/backend";
import { Exporter, type ExportKind } from "./exporter.svelte";
import { linkedPost } from "./linked-post";
import { OpenPost } from "./open-post.svelte";
import { PostList } from "./post-list.svelte";
import { WindowSettings } from "./settings.svelte";
import { Toasts } from "./toasts.svelte";

/** What lies over the window. */
export type Overlay =
  | { is: "newPost" }
  | { is: "newBlog" }
  | { is: "palette"; for: "commands" | "posts" }
  | { is: "export"; exporter: Exporter };

/** Posts whose text and undo history are kept at hand; the one longest unseen goes. */
const mostOpen = 12;

export class Workspace {
  readonly backend: Backend;
  readonly settings: WindowSettings;
  readonly list: PostList;
  readonly toasts = new Toasts({
    openBlog: () => void this.openBlog(),
    save: () => void this.save(),
  });
  readonly #extensions: () => Extension;
  #started = $state(false);
  #blog = $state.raw<Blog | null>(null);
  #current = $state.raw<OpenPost | null>(null);
  #overlay = $state.raw<Overlay | null>(null);
  /** By id; the last one was seen last. */
  #open = new Map<number, OpenPost>();
  /** The newest wish to open a post: an older answer is dropped. */
  #opening = 0;

  constructor(backend: Backend, extensions: () => Extension) {
    this.backend = backend;
    this.#extensions = extensions;
    const failed = (error: ErrorShape) => this.toasts.error(error);
    this.settings = new WindowSettings(backend, failed);
    this.list = new PostList(backend, failed);
    this.#hear();
  }

  get started(): boolean {
    return this.#started;
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
      const { settings, opened, error } = answer.data;
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
    if (folder !== null) await this.#openAs(this.backend.blogOpen(folder));
  }

  /** `null` when it worked, else why not: the dialog shows it. */
  async createBlog(folder: string, title: string): Promise<ErrorShape | null> {
    const answer = await this.backend.blogCreate(folder, title);
    if (answer.status === "error") return answer.error;
    await this.#leave();
    this.#enter(answer.data);
    return null;
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

  showExport(kind: ExportKind): void {
    if (!this.#blog) return;
    const exporter = new Exporter(this.backend, this.#blog.id, this.#current, kind);
    this.#overlay = { is: "export", exporter };
    void exporter.prefill();
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

  async #openAs(opening: Answer<Opened>): Promise<void> {
    const answer = await opening;
    if (answer.status === "error") {
      this.toasts.error(answer.error);
      return;
    }
    await this.#leave();
    this.#enter(answer.data);
  }

  #enter({ blog, posts, open }: Opened): void {
    this.#blog = blog;
    this.list.load(blog.id, posts);
    this.settings.opened(blog.folder);
    this.#show(open ? this.#keep(open) : null);
  }

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
    });
    this.#open.set(post.id, post);
    if (post.recovered) {
      this.toasts.note("Unsaved text was recovered.", `It is in “${opened.fields.title}”.`);
    }
    return post;
  }

  #show(post: OpenPost | null): void {
    this.#current = post;
    if (!post) return;
    this.#open.delete(post.id);
    this.#open.set(post.id, post);
    for (const [id, other] of this.#open) {
      if (this.#open.size <= mostOpen) break;
      this.#open.delete(id);
      void other.close();
    }
  }

  #hear(): void {
    const { backend } = this;
    const here = (event: { blog: number }) => event.blog === this.#blog?.id;
    const post = (event: { blog: number; post: number }) =>
      here(event) ? this.#open.get(event.post) : undefined;
    backend.on("postsChanged", (event) => {
      if (here(event)) void this.list.pull();
    });
    backend.on("postKept", (event) => post(event)?.kept(event));
    backend.on("postSaved", (event) => {
      post(event)?.fileSaved(event.version);
      if (here(event)) this.toasts.settled(saving(event.post));
    });
    backend.on("saveFailed", (event) => {
      if (here(event)) this.toasts.error(event.error, saving(event.post));
    });
    backend.on("outsideChanged", (event) => void post(event)?.pullOutside());
    backend.on("blogNotice", (event) => {
      if (here(event)) this.toasts.note(event.message);
    });
  }
}

/** The topic of a post's failures: over when its file is written. */
const saving = (post: number) => `saving ${post}`;

export const [useWorkspace, provideWorkspace] = createContext<Workspace>();
