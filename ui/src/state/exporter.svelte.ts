/** An export in the making: where to, how far, and what came of it. */

import type { Backend, ErrorShape, Exported, Progress } from "../ipc/backend";
import type { OpenPost } from "./open-post.svelte";

export type ExportKind = "post" | "site";

export type ExportStep =
  | { is: "asking" }
  | { is: "running"; progress: Progress | null }
  | { is: "done"; exported: Exported }
  | { is: "failed"; error: ErrorShape }
  /** The folder holds files of others: only an explicit yes goes on. */
  | { is: "foreign"; error: ErrorShape };

export class Exporter {
  readonly #backend: Backend;
  readonly #blog: number;
  readonly #post: OpenPost | null;
  #kind = $state<ExportKind>("site");
  #paths = $state<Record<ExportKind, string>>({ post: "", site: "" });
  #step = $state.raw<ExportStep>({ is: "asking" });

  constructor(backend: Backend, blog: number, post: OpenPost | null, kind: ExportKind) {
    this.#backend = backend;
    this.#blog = blog;
    this.#post = post;
    this.#kind = post ? kind : "site";
  }

  get kind(): ExportKind {
    return this.#kind;
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

  async prefill(): Promise<void> {
    const answer = await this.#backend.exportPlaces(this.#blog, this.#post?.id ?? null);
    if (answer.status === "error") {
      this.#step = { is: "failed", error: answer.error };
      return;
    }
    this.#paths.post ||= answer.data.file ?? "";
    this.#paths.site ||= answer.data.folder;
  }

  setKind(kind: ExportKind): void {
    this.#kind = kind;
    this.#step = { is: "asking" };
  }

  setPath(path: string): void {
    this.#paths[this.#kind] = path;
    // What was said about another path is no longer true.
    this.#step = { is: "asking" };
  }

  async choose(): Promise<void> {
    const path =
      this.#kind === "post"
        ? await this.#backend.pickSaveFile("Export this post as one HTML file", this.path)
        : await this.#backend.pickFolder("Export the site to a folder", this.path);
    if (path !== null) this.setPath(path);
  }

  async run(force = false): Promise<void> {
    if (this.#step.is === "running" || !this.path.trim()) return;
    this.#step = { is: "running", progress: null };
    // What is on screen is what is exported.
    await this.#post?.flush();
    const answer =
      this.#kind === "post" && this.#post
        ? await this.#backend.postExport(this.#blog, this.#post.id, this.path)
        : await this.#backend.siteExport(this.#blog, this.path, force, (progress) => {
            if (this.#step.is === "running") this.#step = { is: "running", progress };
          });
    if (answer.status === "ok") this.#step = { is: "done", exported: answer.data };
    else if (answer.error.code === "foreignFolder")
      this.#step = { is: "foreign", error: answer.error };
    else this.#step = { is: "failed", error: answer.error };
  }

  async reveal(): Promise<void> {
    if (this.#step.is !== "done") return;
    const answer = await this.#backend.pathReveal(this.#step.exported.path);
    if (answer.status === "error") this.#step = { is: "failed", error: answer.error };
  }
}
