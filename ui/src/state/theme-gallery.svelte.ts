/** The themes of the blog, and pages of the blog in each of them. */

import type {
  Backend,
  ErrorShape,
  SettingValue,
  Specimen,
  Theme,
  ThemeChoice,
  ThemeSetting,
} from "../ipc/backend";

/** Which page of the blog is shown in the themes. */
export type GalleryPage = "index" | "post";

/** What came of rendering a page in a theme. */
export type Shown = { specimen: Specimen } | { error: ErrorShape };

/** A frame that never says that it is loaded holds up the next one so long, in milliseconds. */
const loadedAfter = 3_000;
/** Typing into a setting is one page at its end, not one a letter. */
const triedAfter = 180;

export class ThemeGallery {
  readonly #backend: Backend;
  readonly blog: number;
  /** The post whose page can be shown. */
  readonly post: number | null;
  #themes = $state.raw<Theme[] | null>(null);
  #error = $state.raw<ErrorShape | null>(null);
  #page = $state<GalleryPage>("index");
  #dark = $state(false);
  /** By theme and page. */
  #shown = $state.raw<ReadonlyMap<string, Shown>>(new Map());
  #large = $state.raw<Theme | null>(null);
  #largeShown = $state.raw<Shown | null>(null);
  #tried = $state.raw<ReadonlyMap<string, SettingValue>>(new Map());
  /** What was asked for before is not waited for any more. */
  #turn = 0;
  #loaded: (() => void) | null = null;
  #trying: ReturnType<typeof setTimeout> | undefined;
  #wish = 0;

  constructor(backend: Backend, blog: number, post: number | null, dark: boolean) {
    this.#backend = backend;
    this.blog = blog;
    this.post = post;
    this.#dark = dark;
  }

  /** `null` until they are known. */
  get themes(): Theme[] | null {
    return this.#themes;
  }
  get error(): ErrorShape | null {
    return this.#error;
  }
  get page(): GalleryPage {
    return this.#page;
  }
  get dark(): boolean {
    return this.#dark;
  }
  /** The theme that is looked at by itself. */
  get large(): Theme | null {
    return this.#large;
  }
  /** It, with what is tried of its settings. */
  get largeShown(): Shown | null {
    return this.#largeShown;
  }

  /** The page in a theme, `null` until it is rendered. */
  shown(theme: Theme): Shown | null {
    if (theme.error) return { error: theme.error };
    return this.#shown.get(this.#key(theme)) ?? null;
  }

  /** What a setting of the large theme is, as far as it is tried. */
  valueOf(setting: ThemeSetting): SettingValue {
    return this.#tried.get(setting.name) ?? setting.value;
  }

  /** What was chosen and is not yet so. */
  get choices(): ThemeChoice[] {
    const settings = this.#large?.settings ?? [];
    return settings.flatMap((setting) => {
      const value = this.valueOf(setting);
      return value === setting.value ? [] : [{ name: setting.name, value }];
    });
  }

  async pull(): Promise<void> {
    const answer = await this.#backend.themeList(this.blog);
    if (answer.status === "error") this.#error = answer.error;
    else {
      this.#themes = answer.data;
      await this.#render();
    }
  }

  setPage(page: GalleryPage): void {
    if (page === this.#page || (page === "post" && this.post === null)) return;
    this.#page = page;
    void this.#render();
    if (this.#large) void this.#renderLarge();
  }

  setDark(dark: boolean): void {
    this.#dark = dark;
  }

  /** The frame of a theme shows its page. */
  loaded(): void {
    this.#loaded?.();
  }

  open(theme: Theme): void {
    if (theme.error) return;
    this.#large = theme;
    this.#tried = new Map();
    // What the tile shows is what it is.
    this.#largeShown = this.shown(theme);
    if (!this.#largeShown) void this.#renderLarge();
  }

  back(): void {
    this.#large = null;
    this.#largeShown = null;
    this.#tried = new Map();
    clearTimeout(this.#trying);
  }

  /** Shows the large theme with another setting; nothing is written. */
  choose(name: string, value: SettingValue): void {
    this.#tried = new Map(this.#tried).set(name, value);
    clearTimeout(this.#trying);
    this.#trying = setTimeout(() => void this.#renderLarge(), triedAfter);
  }

  /** Nobody looks at it any more. */
  close(): void {
    this.#turn++;
    this.#loaded?.();
    this.back();
    void this.#backend.themeClose(this.blog);
  }

  /** Renders one page after another, so that the window stays quick while they load. */
  async #render(): Promise<void> {
    const turn = ++this.#turn;
    this.#loaded?.();
    for (const theme of this.#themes ?? []) {
      const key = this.#key(theme);
      if (theme.error || this.#shown.has(key)) continue;
      const shown = await this.#specimen(theme, []);
      if (turn !== this.#turn) return;
      this.#shown = new Map(this.#shown).set(key, shown);
      if ("specimen" in shown) await this.#untilLoaded();
      if (turn !== this.#turn) return;
    }
  }

  async #renderLarge(): Promise<void> {
    const theme = this.#large;
    if (!theme) return;
    const wish = ++this.#wish;
    const shown = await this.#specimen(theme, this.choices);
    if (wish === this.#wish && this.#large === theme) this.#largeShown = shown;
  }

  async #specimen(theme: Theme, settings: ThemeChoice[]): Promise<Shown> {
    const post = this.#page === "post" ? this.post : null;
    const answer = await this.#backend.themeSpecimen(this.blog, theme.id, settings, post);
    return answer.status === "ok" ? { specimen: answer.data } : { error: answer.error };
  }

  #untilLoaded(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#loaded?.(), loadedAfter);
      this.#loaded = () => {
        clearTimeout(timer);
        this.#loaded = null;
        resolve();
      };
    });
  }

  #key(theme: Theme): string {
    return `${this.#page} ${theme.id}`;
  }
}
