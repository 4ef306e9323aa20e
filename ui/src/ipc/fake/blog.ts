/** The fake's open blog, and the themes that it can wear. */

import type {
  Answer,
  Blog,
  ErrorShape,
  Specimen,
  Theme,
  ThemeChoice,
  ThemeSetting,
} from "../backend";
import { FakeHost } from "./host";
import { fakeSpecimen } from "./page";
import type { FakeOptions } from "./post";
import { fail, Refusal } from "./refusal";

const quiet: Blog = {
  id: 1,
  title: "Field Notes",
  folder: "/disk/writer/field-notes",
  theme: "quiet",
  language: "en",
  problems: [],
};

export abstract class FakeBlog extends FakeHost {
  protected blog: Blog | null;
  readonly #themes: Theme[];
  /** What `blog.toml` said before the theme was changed last. */
  #before: { theme: string; settings: Map<string, ThemeSetting["value"]> } | null = null;
  #settings = new Map<string, ThemeSetting["value"]>();
  /** Specimens that were asked for, as `theme`, `theme post` or `theme name=value`. */
  readonly specimens: string[] = [];

  constructor(options: FakeOptions) {
    super(options);
    this.blog = options.blog === null ? null : { ...quiet, ...options.blog };
    this.#themes = options.themes ?? builtin;
  }

  protected get anyBlog(): Blog {
    return this.blog ?? { ...quiet, id: 0, folder: "" };
  }

  protected abstract titles(): string[];

  themeList(): Answer<Theme[]> {
    return this.answer("themeList", () =>
      this.#themes.map((theme) => ({
        ...theme,
        inUse: theme.id === this.blog?.theme,
        settings: theme.settings.map((setting) => ({
          ...setting,
          value: this.#settings.get(setting.name) ?? setting.default,
        })),
      })),
    );
  }

  themeSpecimen(
    _blog: number,
    id: string,
    settings: ThemeChoice[],
    post: number | null,
  ): Answer<Specimen> {
    return this.answer("themeSpecimen", () => {
      const tried = settings.map(({ name, value }) => `${name}=${String(value)}`);
      this.specimens.push([id, ...(post === null ? [] : ["post"]), ...tried].join(" "));
      const theme = this.#sound(id);
      this.#check(theme, settings);
      const titles = post === null ? this.titles() : this.titles().slice(0, 1);
      const look = (dark: boolean) => fakeSpecimen(theme.name, [...titles, ...tried], dark);
      return { light: look(false), dark: look(true) };
    });
  }

  themeClose(): Answer<null> {
    return this.answer("themeClose", () => null);
  }

  themeUse(_blog: number, id: string, settings: ThemeChoice[]): Answer<Blog> {
    return this.answer("themeUse", () => {
      this.#check(this.#sound(id), settings);
      this.#before = { theme: this.anyBlog.theme, settings: new Map(this.#settings) };
      for (const { name, value } of settings) this.#settings.set(name, value);
      return this.#wear(id);
    });
  }

  themeUndo(): Answer<Blog> {
    return this.answer("themeUndo", () => {
      if (!this.#before) throw fail("overtaken", "`blog.toml` was changed meanwhile");
      const { theme, settings } = this.#before;
      this.#before = null;
      this.#settings = settings;
      return this.#wear(theme);
    });
  }

  /** Somebody else writes `blog.toml`. */
  writeConfig(): void {
    this.#before = null;
  }

  #wear(theme: string): Blog {
    this.blog = { ...this.anyBlog, theme };
    return this.blog;
  }

  #sound(id: string): Theme {
    const theme = this.#themes.find((one) => one.id === id);
    if (!theme) throw fail("badInput", `there is no theme \`${id}\``);
    if (theme.error) throw new Refusal(theme.error);
    return theme;
  }

  #check(theme: Theme, settings: ThemeChoice[]): void {
    for (const { name, value } of settings) {
      const kind = theme.settings.find((setting) => setting.name === name)?.kind;
      if (!kind) throw fail("badInput", `the theme \`${theme.id}\` has no setting \`${name}\``);
      if (kind.type !== "number" || typeof value !== "number") continue;
      const { min, max } = kind;
      if (value < min || value > max) {
        const range = `${String(min)} to ${String(max)}`;
        throw fail("badInput", `\`${name}\` is not a number from ${range}`);
      }
    }
  }
}

/** A theme as the fake lists it. */
export function fakeTheme(id: string, more: Partial<Theme> = {}): Theme {
  const name = id.charAt(0).toUpperCase() + id.slice(1);
  return {
    id,
    name,
    description: null,
    own: false,
    inUse: false,
    settings: [],
    error: null,
    ...more,
  };
}

/** What the backend says of a theme that it cannot read. */
export const brokenTheme: ErrorShape = {
  code: "badInput",
  message: "the template `templates/post.html` of the theme `draft` fails at line 12",
  hint: null,
  causes: ["syntax error: unexpected end of variable block (in draft/post.html:12)"],
};

const builtin: Theme[] = [
  fakeTheme("quiet", { description: "A page in proof: one column, and much air." }),
  fakeTheme("magazine", {
    description: "A printed cover every time: the name fills the page.",
    settings: [
      {
        name: "field",
        kind: { type: "choice", choices: ["blue", "tomato", "pine"] },
        default: "blue",
        value: "blue",
      },
    ],
  }),
  fakeTheme("journal", { description: "A gallery wall: the picture is the page." }),
  fakeTheme("notebook", {
    description: "A working notebook: where you are at the left.",
    settings: [{ name: "numbers", kind: { type: "boolean" }, default: true, value: true }],
  }),
  fakeTheme("terminal", {
    description: "A session you would gladly read.",
    settings: [
      { name: "prompt", kind: { type: "text" }, default: "$", value: "$" },
      { name: "columns", kind: { type: "number", min: 50, max: 100 }, default: 70, value: 70 },
      { name: "tint", kind: { type: "colour" }, default: "#1a7f5a", value: "#1a7f5a" },
    ],
  }),
  fakeTheme("draft", { own: true, error: brokenTheme }),
];
