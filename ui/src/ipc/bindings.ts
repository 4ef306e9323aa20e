// The commands, events and types of the window's Rust side, in the shape that
// tauri-specta writes them: `cargo xtask bindings` replaces this file.

import { invoke as __TAURI_INVOKE, type Channel } from "@tauri-apps/api/core";
import * as __TAURI_EVENT from "@tauri-apps/api/event";

/** Commands */
export const commands = {
  appStart: () => typedError<Start, ErrorShape>(__TAURI_INVOKE("app_start")),
  blogOpen: (path: string) => typedError<OpenedBlog, ErrorShape>(__TAURI_INVOKE("blog_open", { path })),
  blogCreate: (path: string, title: string) =>
    typedError<OpenedBlog, ErrorShape>(__TAURI_INVOKE("blog_create", { path, title })),
  postList: (blog: number) => typedError<PostSummary[], ErrorShape>(__TAURI_INVOKE("post_list", { blog })),
  postSearch: (blog: number, query: string) =>
    typedError<SearchHit[], ErrorShape>(__TAURI_INVOKE("post_search", { blog, query })),
  postCreate: (blog: number, title: string) =>
    typedError<OpenPost, ErrorShape>(__TAURI_INVOKE("post_create", { blog, title })),
  postOpen: (blog: number, post: number) =>
    typedError<OpenPost, ErrorShape>(__TAURI_INVOKE("post_open", { blog, post })),
  postEdit: (edit: EditPost) => typedError<Edited, ErrorShape>(__TAURI_INVOKE("post_edit", { edit })),
  postSave: (blog: number, post: number) =>
    typedError<null, ErrorShape>(__TAURI_INVOKE("post_save", { blog, post })),
  postClose: (blog: number, post: number) =>
    typedError<null, ErrorShape>(__TAURI_INVOKE("post_close", { blog, post })),
  previewShow: (blog: number, post: number) =>
    typedError<Preview, ErrorShape>(__TAURI_INVOKE("preview_show", { blog, post })),
  fieldEdit: (blog: number, post: number, version: number, field: FieldEdit) =>
    typedError<Edit[], ErrorShape>(__TAURI_INVOKE("field_edit", { blog, post, version, field })),
  outsidePull: (blog: number, post: number, version: number) =>
    typedError<OutsidePull, ErrorShape>(__TAURI_INVOKE("outside_pull", { blog, post, version })),
  conflictSettle: (blog: number, post: number, version: number, keep: ConflictSide) =>
    typedError<Edit[], ErrorShape>(__TAURI_INVOKE("conflict_settle", { blog, post, version, keep })),
  postExport: (blog: number, post: number, file: string) =>
    typedError<Exported, ErrorShape>(__TAURI_INVOKE("post_export", { blog, post, file })),
  siteExport: (blog: number, folder: string, force: boolean, onProgress: Channel<Progress>) =>
    typedError<Exported, ErrorShape>(__TAURI_INVOKE("site_export", { blog, folder, force, onProgress })),
  exportDefaults: (blog: number, post: number | null) =>
    typedError<ExportDefaults, ErrorShape>(__TAURI_INVOKE("export_defaults", { blog, post })),
  settingsSet: (settings: Settings) =>
    typedError<null, ErrorShape>(__TAURI_INVOKE("settings_set", { settings })),
  linkOpen: (href: string) => typedError<null, ErrorShape>(__TAURI_INVOKE("link_open", { href })),
  pathReveal: (path: string) => typedError<null, ErrorShape>(__TAURI_INVOKE("path_reveal", { path })),
};

/** Events */
export const events = {
  postsChanged: makeEvent<PostsChanged>("posts-changed"),
  postKept: makeEvent<PostKept>("post-kept"),
  postSaved: makeEvent<PostSaved>("post-saved"),
  saveFailed: makeEvent<SaveFailed>("save-failed"),
  outsideChanged: makeEvent<OutsideChanged>("outside-changed"),
  blogNotice: makeEvent<BlogNotice>("blog-notice"),
};

/* Types */

/** A date as the author wrote it. */
export type PostDate = { instant: string } | { local: string } | { day: string };
export type PostStatus = "draft" | "scheduled" | "live";
export type Severity = "error" | "warning" | "note";
export type Problem = {
  code: string;
  severity: Severity;
  message: string;
  line: number;
  column: number;
};
export type BlogProblem = Problem & { path: string };
export type Blog = {
  id: number;
  title: string;
  folder: string;
  theme: string;
  language: string;
  problems: BlogProblem[];
};
export type PostSummary = {
  id: number;
  path: string;
  slug: string;
  title: string;
  excerpt: string;
  status: PostStatus;
  date: PostDate | null;
  /** RFC 3339. */
  sortAt: string;
  tags: string[];
  nWords: number;
  nProblems: number;
  readOnly: boolean;
};
export type Fields = {
  title: string;
  /** As written. */
  date: string | null;
  draft: boolean;
  tags: string[];
  slug: string;
  summary: string | null;
};
export type OpenPost = {
  summary: PostSummary;
  version: number;
  /** The whole file, with LF line ends. */
  source: string;
  /** Why the post can't be edited. */
  readOnly: string | null;
  cursor: number;
  scroll: number;
  /** The text came back from the journal after a crash. */
  recovered: boolean;
  fields: Fields;
  problems: Problem[];
};
/** A change in UTF-16 units of the text before the batch; a batch is sorted and disjoint. */
export type Edit = { from: number; to: number; insert: string };
export type EditPost = {
  blog: number;
  post: number;
  /** The version that this batch makes. */
  version: number;
  edits: Edit[];
  render: boolean;
  cursor: number;
  scroll: number;
};
/** Lines are counted within the body. */
export type Block = { html: string; firstLine: number; lastLine: number };
export type Patch = {
  from: number;
  to: number;
  blocks: Block[];
  lineShift: number;
  bodyLine: number;
  /** The page around the body, when it changed. */
  page: string | null;
};
export type Edited = { version: number; patch: Patch | null };
export type Preview = {
  version: number;
  url: string;
  blocks: Block[];
  bodyLine: number;
  page: string;
  paused: string | null;
};
export type FieldEdit =
  | { title: string }
  | { date: string | null }
  | { draft: boolean }
  | { tags: string[] }
  | { slug: string | null }
  | { summary: string | null };
export type Conflict = { mine: string; theirs: string };
export type ConflictSide = "mine" | "theirs";
export type OutsidePull = { edits: Edit[]; conflict: Conflict | null };
export type Piece = { text: string; hit: boolean };
export type SearchHit = { post: number; title: Piece[]; snippet: Piece[] };
export type Appearance = "system" | "light" | "dark";
export type Settings = {
  appearance: Appearance;
  /** The editor's share of the room beside the rail, 0 to 1. */
  split: number;
  /** Width in CSS pixels. */
  rail: number;
  railShown: boolean;
  editorShown: boolean;
  previewShown: boolean;
  editorFontSize: number;
  recentBlogs: string[];
};
export type OpenedBlog = { blog: Blog; posts: PostSummary[]; open: OpenPost | null };
export type Start = {
  settings: Settings;
  blog: Blog | null;
  posts: PostSummary[];
  open: OpenPost | null;
};
export type Exported = {
  path: string;
  nFiles: number;
  nWritten: number;
  nBytes: number;
  problems: Problem[];
};
export type ExportDefaults = { file: string; folder: string };
export type Progress = { done: number; total: number };
export type ErrorCode =
  | "notABlog"
  | "notFound"
  | "alreadyExists"
  | "readOnly"
  | "diskFull"
  | "changedMeanwhile"
  | "slugTaken"
  | "badTitle"
  | "foreignFolder"
  | "versionMismatch"
  | "tooLarge"
  | "notUtf8"
  | "frontMatter"
  | "badLink"
  | "internal";
export type ErrorShape = {
  code: ErrorCode;
  message: string;
  hint: string | null;
  causes: string[];
};
export type PostsChanged = { blog: number; posts: number[]; origin: string };
export type PostKept = {
  blog: number;
  post: number;
  version: number;
  nWords: number;
  minutes: number;
  problems: Problem[];
  fields: Fields;
  slug: string;
};
export type PostSaved = { blog: number; post: number; version: number };
export type SaveFailed = { blog: number; post: number; error: ErrorShape };
export type OutsideChanged = { blog: number; post: number };
export type BlogNotice = { blog: number; message: string };

/* Runtime */

async function typedError<T, E>(
  result: Promise<T>,
): Promise<{ status: "ok"; data: T } | { status: "error"; error: E }> {
  try {
    return { status: "ok", data: await result };
  } catch (e) {
    if (e instanceof Error) throw e;
    return { status: "error", error: e as E };
  }
}

function makeEvent<T>(name: string) {
  return {
    listen: (cb: __TAURI_EVENT.EventCallback<T>) => __TAURI_EVENT.listen(name, cb),
  };
}
