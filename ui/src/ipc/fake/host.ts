/**
 * The fake's machine, whatever the blog: requests that take their time and may
 * fail, events, pickers, and what the system was asked to show.
 */

import type { Answer, Backend, BackendEvents, Result, Settings } from "../backend";
import type { FakeOptions } from "./post";
import { fail, Refusal } from "./refusal";

export abstract class FakeHost {
  protected readonly options: FakeOptions;
  protected settings: Settings;
  readonly #ears = new Map<string, Set<(event: never) => void>>();
  /** Requests that were made, by name. */
  readonly asked: (keyof Backend)[] = [];
  readonly opened: string[] = [];
  readonly revealed: string[] = [];
  #leave = () => Promise.resolve(true);

  constructor(options: FakeOptions) {
    this.options = options;
    this.settings = {
      appearance: "system",
      split: 0.5,
      rail: 288,
      railShown: true,
      editorShown: true,
      previewShown: true,
      outlineShown: false,
      scrollTogether: true,
      editorFontSize: 15,
      recentBlogs: [],
      ...options.settings,
    };
  }

  onClose(leave: () => Promise<boolean>): void {
    this.#leave = leave;
  }

  /** Somebody closes the window: whether it goes. */
  close(): Promise<boolean> {
    return this.#leave();
  }

  settingsSet(settings: Settings): Answer<null> {
    return this.answer("settingsSet", () => {
      this.settings = settings;
      return null;
    });
  }

  linkOpen(href: string): Answer<null> {
    return this.answer("linkOpen", () => {
      if (!/^(?:https?|mailto):/.test(href))
        throw fail("badInput", `\`${href}\` is no web address`);
      this.opened.push(href);
      return null;
    });
  }

  pathReveal(path: string): Answer<null> {
    return this.answer("pathReveal", () => {
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

  protected tell<K extends keyof BackendEvents>(name: K, event: BackendEvents[K]): void {
    for (const hear of this.#ears.get(name) ?? []) hear(event as never);
  }

  protected get now(): Date {
    return this.options.now ?? new Date();
  }

  protected async answer<T>(command: keyof Backend, act: () => T | Promise<T>): Promise<Result<T>> {
    this.asked.push(command);
    const fault = this.options.fault?.(command) ?? null;
    await this.options.wait?.(command);
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
