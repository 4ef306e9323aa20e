/**
 * Everything the window can do by a key, the palette or a menu, declared once.
 *
 * Two keys that other writing apps use otherwise: Mod+E is code in the text, so
 * the exports have Mod+Shift+S (save this post as one HTML file) and Mod+Shift+E
 * (the whole site). Nothing is bound to Control and Alt together: that is AltGr,
 * which writes characters on many keyboards.
 */

import type { EditorView } from "@codemirror/view";
import { openSearchPanel } from "@codemirror/search";
import { textCommands } from "../editor/keys";
import type { Workspace } from "../state/workspace.svelte";
import { type KeyPress, matches } from "./shortcut";

/** What commands act on. */
export interface Scene {
  workspace: Workspace;
  editorView(): EditorView | undefined;
  focusSearch(): void;
  /** To the next pane, or to the one before. */
  cyclePanes(step: 1 | -1): void;
}

export interface Command {
  id: string;
  label: string;
  /** The first is shown. */
  keys: string[];
  /** Also holds while a dialog is open. */
  inDialog?: boolean;
  /** Held by the editor itself, so the window must not act on it too. */
  inText?: boolean;
  when?(scene: Scene): boolean;
  run(scene: Scene): void;
}

const hasBlog = ({ workspace }: Scene) => workspace.blog !== null;
const hasPost = ({ workspace }: Scene) => workspace.current !== null;
const canPrint = ({ workspace }: Scene) => workspace.current !== null && workspace.canPrint;
const hasEditor = (scene: Scene) => scene.editorView() !== undefined;

export const commands: Command[] = [
  {
    id: "post-new",
    label: "New post…",
    keys: ["Mod+N"],
    when: hasBlog,
    run: ({ workspace }) => workspace.show({ is: "newPost" }),
  },
  {
    id: "post-save",
    label: "Save",
    keys: ["Mod+S"],
    inDialog: true,
    run: ({ workspace }) => void workspace.save(),
  },
  {
    id: "history",
    label: "History of this post…",
    keys: ["Mod+Shift+H"],
    when: hasPost,
    run: ({ workspace }) => {
      if (workspace.current) void workspace.showHistory(workspace.current.id);
    },
  },
  {
    id: "post-remove",
    label: "Move this post to the trash…",
    keys: [],
    when: hasPost,
    run: ({ workspace }) => {
      const post = workspace.current && workspace.list.find(workspace.current.id);
      if (post) workspace.show({ is: "remove", post });
    },
  },
  {
    id: "problems",
    label: "Problems in this blog…",
    keys: ["Mod+Shift+M"],
    when: hasBlog,
    run: ({ workspace }) => workspace.showProblems(),
  },
  {
    id: "themes",
    label: "Themes…",
    keys: [],
    when: hasBlog,
    run: ({ workspace }) => workspace.showThemes(),
  },
  {
    id: "trash",
    label: "Posts in the trash…",
    keys: [],
    when: hasBlog,
    run: ({ workspace }) => workspace.showTrash(),
  },
  {
    id: "post-convert",
    label: "Convert this post to UTF-8",
    keys: [],
    when: ({ workspace }) => (workspace.current?.encoding ?? null) !== null,
    run: ({ workspace }) => void workspace.convertPost(),
  },
  {
    id: "export-post",
    label: "Export this post as one HTML file…",
    keys: ["Mod+Shift+S"],
    when: hasPost,
    run: ({ workspace }) => workspace.showExport("post"),
  },
  {
    id: "export-pdf",
    label: "Export this post as a PDF…",
    keys: [],
    when: canPrint,
    run: ({ workspace }) => workspace.showExport("post", "pdf"),
  },
  {
    id: "post-print",
    label: "Print this post…",
    keys: [],
    when: canPrint,
    run: ({ workspace }) => void workspace.print(),
  },
  {
    id: "export-site",
    label: "Export the site to a folder…",
    keys: ["Mod+Shift+E"],
    when: hasBlog,
    run: ({ workspace }) => workspace.showExport("site"),
  },
  {
    id: "quick-open",
    label: "Go to a post…",
    keys: ["Mod+P"],
    inDialog: true,
    when: hasBlog,
    run: ({ workspace }) => workspace.show({ is: "palette", for: "posts" }),
  },
  {
    id: "search",
    label: "Search every post",
    keys: ["Mod+Shift+F"],
    when: hasBlog,
    run: (scene) => scene.focusSearch(),
  },
  {
    id: "find",
    label: "Find in this post",
    keys: ["Mod+F"],
    when: hasPost,
    run: (scene) => {
      const { settings } = scene.workspace;
      if (settings.view === "preview") settings.setView("split");
      // The editor may only now be put on screen.
      requestAnimationFrame(() => {
        const view = scene.editorView();
        if (view) openSearchPanel(view);
      });
    },
  },
  {
    id: "palette",
    label: "All commands…",
    keys: ["Mod+Shift+P", "F1"],
    inDialog: true,
    run: ({ workspace }) => workspace.show({ is: "palette", for: "commands" }),
  },
  {
    id: "blog-open",
    label: "Open a blog…",
    keys: ["Mod+O"],
    run: ({ workspace }) => void workspace.openBlog(),
  },
  {
    id: "blog-new",
    label: "Create a blog…",
    keys: [],
    run: ({ workspace }) => workspace.show({ is: "newBlog" }),
  },
  {
    id: "blog-reveal",
    label: "Show the blog's folder",
    keys: [],
    when: hasBlog,
    run: ({ workspace }) => {
      if (workspace.blog) void workspace.reveal(workspace.blog.folder);
    },
  },
  {
    id: "view-split",
    label: "Editor and preview side by side",
    keys: ["Mod+\\"],
    when: hasPost,
    run: ({ workspace: { settings } }) =>
      settings.setView(settings.view === "split" ? "editor" : "split"),
  },
  {
    id: "view-editor",
    label: "Editor only",
    keys: [],
    when: hasPost,
    run: ({ workspace }) => workspace.settings.setView("editor"),
  },
  {
    id: "view-preview",
    label: "Preview only",
    keys: [],
    when: hasPost,
    run: ({ workspace }) => workspace.settings.setView("preview"),
  },
  {
    id: "view-rail",
    label: "Show or hide the list of posts",
    keys: ["Mod+Shift+L"],
    run: ({ workspace: { settings } }) => settings.set({ railShown: !settings.railShown }),
  },
  {
    id: "view-outline",
    label: "Show or hide the outline",
    keys: ["Mod+Shift+O"],
    when: hasPost,
    run: ({ workspace: { settings } }) => {
      const outlineShown = !settings.outlineShown;
      if (outlineShown && settings.view === "preview") settings.setView("split");
      settings.set({ outlineShown });
    },
  },
  {
    id: "view-cards",
    label: "Show the search result and the card of a link, or the page",
    keys: [],
    when: hasPost,
    run: ({ workspace }) => {
      workspace.cardsShown = !workspace.cardsShown;
      if (workspace.cardsShown && workspace.settings.view === "editor")
        workspace.settings.setView("split");
    },
  },
  {
    id: "remote-images",
    label: "Show pictures from elsewhere in this blog, or not",
    keys: [],
    when: hasPost,
    run: ({ workspace: { current } }) => void current?.setRemoteImages(!current.remoteImages),
  },
  {
    id: "scroll-together",
    label: "Scroll editor and preview together, or not",
    keys: [],
    when: hasPost,
    run: ({ workspace: { settings } }) =>
      settings.set({ scrollTogether: !settings.scrollTogether }),
  },
  {
    id: "panes-next",
    label: "To the next pane",
    keys: ["F6"],
    run: (scene) => scene.cyclePanes(1),
  },
  {
    id: "panes-previous",
    label: "To the pane before",
    keys: ["Shift+F6"],
    run: (scene) => scene.cyclePanes(-1),
  },
  {
    id: "text-larger",
    label: "Larger text",
    keys: ["Mod+="],
    run: ({ workspace }) => workspace.settings.stepFontSize(1),
  },
  {
    id: "text-smaller",
    label: "Smaller text",
    keys: ["Mod+-"],
    run: ({ workspace }) => workspace.settings.stepFontSize(-1),
  },
  {
    id: "text-usual",
    label: "Text of the usual size",
    keys: ["Mod+0"],
    run: ({ workspace }) => workspace.settings.stepFontSize(0),
  },
  ...(["system", "light", "dark"] as const).map((appearance) => ({
    id: `appearance-${appearance}`,
    label: { system: "Colours of the system", light: "Light colours", dark: "Dark colours" }[
      appearance
    ],
    keys: [],
    run: ({ workspace }: Scene) => workspace.settings.set({ appearance }),
  })),
  ...textCommands.map(({ id, label, key, run }) => ({
    id: `text-${id}`,
    label,
    keys: [key.replaceAll("-", "+").replace(/[a-z]$/, (letter) => letter.toUpperCase())],
    inText: true,
    when: hasEditor,
    run: (scene: Scene) => {
      const view = scene.editorView();
      if (!view) return;
      run(view);
      view.focus();
    },
  })),
];

/** Keys of the webview that would lose the window's state: they do nothing. */
const swallowed = ["F5", "Mod+R", "Mod+Shift+R", "Mod+U", "Mod+J"];

/** Runs the command of a key press: `true` if the key was ours. */
export function runKey(press: KeyPress, scene: Scene): boolean {
  const command = commands.find(
    ({ keys, inText }) => !inText && keys.some((key) => matches(key, press)),
  );
  if (!command) return swallowed.some((key) => matches(key, press));
  const possible = scene.workspace.overlay === null || command.inDialog === true;
  if (possible && (command.when?.(scene) ?? true)) command.run(scene);
  // Even if it does nothing now, the webview must not print or search instead.
  return true;
}

export function shortcutOf(id: string): string | undefined {
  return commands.find((command) => command.id === id)?.keys[0];
}
