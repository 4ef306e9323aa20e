/** An export in the making: where to, what it would change, how far, and what came of it. */

import type {
  Backend,
  ErrorShape,
  Exported,
  PostFormat,
  Progress,
  SiteChanges,
} from "../ipc/backend";
import type { OpenPost } from "./open-post.svelte";

export type ExportKind = "post" | "site";

export type ExportStep =
  | { is: "asking" }
  /** Rendered and compared. It can be given up. */
  | { is: "running"; progress: Progress | null }
  /** What would change: the site waits for a yes. */
  | { is: "review"; changes: SiteChanges }
  /** Put into place, as a post is at once: that is not left half done. */
  | { is: "placing"; progress: Progress | null }
  | { is: "done"; exported: Exported }
  | { is: "failed"; error: ErrorShape }
  /** The folder holds files of others, or the file is there: only an explicit yes goes on. */
  | { is: "taken"; error: ErrorShape };

const endings = /\.(html?|pdf)$/i;

export class Exporter {
  readonly #backend: Backend;
  readonly #blog: number;
  readonly #post: OpenPost | null;
  #kind = $state<ExportKind>("site");
  #format = $state<PostFormat>("html");
  #paths = $state<Record<ExportKind, string>>({ post: "", site: "" });
  /** A file about which the system has asked already. */
  #agreed: string | null = null;
  #step = $state.raw<ExportStep>({ is: "asking" });
  /** The newest wish: what comes of an older one is dropped. */
  #wish = 0;

  constructor(
    backend: Backend,
    blog: number,
    post: OpenPost | null,
    kind: ExportKind,
    /** Whether a post can become a PDF here. */
    readonly canPrint: boolean,
  ) {
    this.#backend = backend;
    this.#blog = blog;
    this.#post = post;
    this.#kind = post ? kind : "site";
  }

  get kind(): ExportKind {
    return this.#kind;
  }
  /** What a post becomes: what the ending of its path says, if it says something. */
  get format(): PostFormat {
    return this.#format;
  }
  get path(): string {
    return this.#paths[this.#kind];
  }
  get step(): ExportStep {
    return this.#step;
  }
  get canExportPost(): boolean {
    return this.#post !== null;
  }
  /** Whether where to and what is settled for now. */
  get busy(): boolean {
    return this.#step.is === "running" || this.#step.is === "placing";
  }

  async prefill(): Promise<void> {
    const answer = await this.#backend.exportPlaces(this.#blog, this.#post?.id ?? null);
    if (answer.status === "error") {
      this.#step = { is: "failed", error: answer.error };
      return;
    }
    this.#paths.post ||= ended(answer.data.file ?? "", this.#format);
    this.#paths.site ||= answer.data.folder;
  }

  setKind(kind: ExportKind): void {
    this.giveUp();
    this.#kind = kind;
  }

  setFormat(format: PostFormat): void {
    this.giveUp();
    this.#format = format;
    this.#paths.post = ended(this.#paths.post, format);
  }

  setPath(path: string): void {
    // What was said about another path is no longer true.
    this.giveUp();
    this.#paths[this.#kind] = path;
    const ending = endings.exec(path)?.[1];
    if (this.#kind === "post" && ending && this.canPrint)
      this.#format = ending.toLowerCase() === "pdf" ? "pdf" : "html";
  }

  async choose(): Promise<void> {
    const path =
      this.#kind === "post"
        ? await this.#backend.pickSaveFile(
            `Export this post as one ${this.#format.toUpperCase()} file`,
            this.path,
            this.#format,
          )
        : await this.#backend.pickFolder("Export the site to a folder", this.path);
    if (path === null) return;
    this.setPath(path);
    this.#agreed = path;
  }

  /** Writes the post's file; of the site, finds out what would change. */
  async run(force = false): Promise<void> {
    if (this.busy || !this.path.trim()) return;
    const wish = ++this.#wish;
    const isPost = this.#kind === "post";
    this.#step = { is: isPost ? "placing" : "running", progress: null };
    // What is on screen is what is exported.
    await this.#post?.flush();
    if (wish !== this.#wish) return;
    if (isPost && this.#post) {
      const { path } = this;
      const answer = await this.#backend.postExport(
        this.#blog,
        this.#post.id,
        path,
        this.#format,
        force || path === this.#agreed,
      );
      if (answer.status === "ok") this.#step = { is: "done", exported: answer.data };
      else this.#fail(answer.error);
      return;
    }
    const answer = await this.#backend.siteStage(this.#blog, this.path, force, (progress) => {
      if (wish !== this.#wish) this.#dropUnwanted();
      else if (this.#step.is === "running") this.#step = { is: "running", progress };
    });
    if (wish !== this.#wish) {
      if (answer.status === "ok") this.#dropUnwanted();
      return;
    }
    if (answer.status === "error") {
      this.#fail(answer.error);
      return;
    }
    this.#step = { is: "review", changes: answer.data };
    const { new: added, changed, removed } = answer.data;
    // Nothing to ask: the yes only remembers that all is well.
    if (added.length + changed.length + removed.length === 0) await this.put();
  }

  /** The yes: what was shown is put into place. */
  async put(): Promise<void> {
    if (this.#step.is !== "review") return;
    this.#step = { is: "placing", progress: null };
    const answer = await this.#backend.sitePut(this.#blog, (progress) => {
      if (this.#step.is === "placing") this.#step = { is: "placing", progress };
    });
    if (answer.status === "ok") this.#step = { is: "done", exported: answer.data };
    else this.#fail(answer.error);
  }

  /** Back to the question: what is being rendered ends, and what waits is removed. */
  giveUp(): void {
    const { is } = this.#step;
    if (is === "placing") return;
    this.#wish++;
    this.#step = { is: "asking" };
    if (this.#kind === "site" && (is === "running" || is === "review"))
      void this.#backend.siteDrop(this.#blog);
  }

  /** Ends what was given up before it had begun: two commands may overtake each other. */
  #dropUnwanted(): void {
    // A newer wish has ended the one before by itself.
    if (this.#step.is === "asking") void this.#backend.siteDrop(this.#blog);
  }

  /** Shows the site in the browser. */
  async open(): Promise<void> {
    const answer = await this.#backend.siteOpen(this.#blog);
    if (answer.status === "error") this.#step = { is: "failed", error: answer.error };
  }

  async reveal(): Promise<void> {
    if (this.#step.is !== "done") return;
    const answer = await this.#backend.pathReveal(this.#step.exported.path);
    if (answer.status === "error") this.#step = { is: "failed", error: answer.error };
  }

  #fail(error: ErrorShape): void {
    if (error.code === "ended") this.#step = { is: "asking" };
    else if (error.code === "foreignFolder" || error.code === "alreadyExists")
      this.#step = { is: "taken", error };
    else this.#step = { is: "failed", error };
  }
}

/** A file's path with the ending of a format. */
function ended(path: string, format: PostFormat): string {
  return path && `${path.replace(endings, "")}.${format}`;
}
