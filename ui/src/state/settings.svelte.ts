/** How the window looks, kept by the backend. */

import type { Appearance, Backend, ErrorShape, Settings } from "../ipc/backend";

export type View = "editor" | "split" | "preview";

export const fontSizes = { least: 11, usual: 15, most: 28 };

const untouched: Settings = {
  appearance: "system",
  split: 0.5,
  rail: 288,
  railShown: true,
  editorShown: true,
  previewShown: true,
  outlineShown: false,
  scrollTogether: true,
  editorFontSize: fontSizes.usual,
  recentBlogs: [],
};

/** A drag of the splitter is one write, not sixty a second. */
const writeAfter = 400;

export class WindowSettings {
  readonly #backend: Backend;
  readonly #failed: (error: ErrorShape) => void;
  #now = $state.raw(untouched);
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** One write at a time, so that an older one never ends last. */
  #writing = false;

  constructor(backend: Backend, failed: (error: ErrorShape) => void) {
    this.#backend = backend;
    this.#failed = failed;
  }

  get appearance(): Appearance {
    return this.#now.appearance;
  }
  get split(): number {
    return this.#now.split;
  }
  get rail(): number {
    return this.#now.rail;
  }
  get railShown(): boolean {
    return this.#now.railShown;
  }
  /** It stands beside the editor, so never without it. */
  get outlineShown(): boolean {
    return this.#now.outlineShown && this.view !== "preview";
  }
  get scrollTogether(): boolean {
    return this.#now.scrollTogether;
  }
  get editorFontSize(): number {
    return this.#now.editorFontSize;
  }
  get recentBlogs(): string[] {
    return this.#now.recentBlogs;
  }
  get view(): View {
    if (!this.#now.previewShown) return "editor";
    return this.#now.editorShown ? "split" : "preview";
  }

  /** What the backend knows; nothing is written back. */
  load(settings: Settings): void {
    this.#now = settings;
  }

  /** A choice: kept at once, for the window may be closed at once. */
  set(change: Partial<Settings>): void {
    this.#now = { ...this.#now, ...change };
    void this.#write();
  }

  /** One step of a drag: kept when the drag has come to rest. */
  drag(change: Partial<Settings>): void {
    this.#later(change);
  }

  setView(view: View): void {
    this.set({ editorShown: view !== "preview", previewShown: view !== "editor" });
  }

  /** Larger (1), smaller (-1) or the usual size (0). */
  stepFontSize(step: -1 | 0 | 1): void {
    const size = step === 0 ? fontSizes.usual : this.#now.editorFontSize + step;
    this.set({ editorFontSize: Math.min(fontSizes.most, Math.max(fontSizes.least, size)) });
  }

  /** A blog was opened: it comes first among the recent ones. */
  opened(folder: string): void {
    if (this.#now.recentBlogs[0] === folder) return;
    const others = this.#now.recentBlogs.filter((other) => other !== folder);
    // Nothing is asked of the backend before the first post can be edited.
    this.#later({ recentBlogs: [folder, ...others].slice(0, 8) });
  }

  #later(change: Partial<Settings>): void {
    this.#now = { ...this.#now, ...change };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#write(), writeAfter);
  }

  async #write(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#writing) return;
    this.#writing = true;
    let written: Settings;
    do {
      written = this.#now;
      const answer = await this.#backend.settingsSet(written);
      if (answer.status === "error") this.#failed(answer.error);
    } while (written !== this.#now);
    this.#writing = false;
  }
}
