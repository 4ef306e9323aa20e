/**
 * The seam between the window and what stands behind it. Everything above
 * `ipc/` knows this interface and these types only; the tests and the plain
 * browser put a fake behind it (fake.ts), the app the Tauri one (tauri.ts).
 */

import type {
  Blog,
  BlogNotice,
  BlogProblem,
  Side,
  Edit,
  Edited,
  EditPost,
  Error as ErrorShape,
  ExportPlaces,
  Exported,
  FieldEdit,
  History,
  HistoryHit,
  Opened,
  OpenPost,
  OutsideChanged,
  OutsideChange,
  PostFormat,
  PostKept,
  PostSaved,
  PostsChanged,
  PostsVanished,
  PostSummary,
  Preview,
  Progress,
  RemovedPost,
  SaveFailed,
  SearchHit,
  Settings,
  SiteChanges,
  Specimen,
  Start,
  Theme,
  ThemeChoice,
} from "./bindings";

export type * from "./bindings";
export type { Error as ErrorShape } from "./bindings";

export type Result<T> = { status: "ok"; data: T } | { status: "error"; error: ErrorShape };

/** An answer to come. It never rejects: what goes wrong is in the result. */
export type Answer<T> = Promise<Result<T>>;

/** What is told without being asked, by name. */
export interface BackendEvents {
  postsChanged: PostsChanged;
  postKept: PostKept;
  postSaved: PostSaved;
  saveFailed: SaveFailed;
  outsideChanged: OutsideChanged;
  blogNotice: BlogNotice;
  postsVanished: PostsVanished;
}

export interface Backend {
  appStart(): Answer<Start>;
  blogOpen(path: string): Answer<Opened>;
  blogCreate(path: string, title: string): Answer<Opened>;
  /** All that is wrong in the blog, in the order of its files. */
  blogCheck(blog: number): Answer<BlogProblem[]>;
  postList(blog: number): Answer<PostSummary[]>;
  postSearch(blog: number, query: string): Answer<SearchHit[]>;
  postCreate(blog: number, title: string): Answer<OpenPost>;
  postOpen(blog: number, post: number): Answer<OpenPost>;
  postEdit(edit: EditPost): Answer<Edited>;
  /** Writes the post's file now. */
  postSave(blog: number, post: number): Answer<null>;
  postsKeep(blog: number): Answer<number[]>;
  postClose(blog: number, post: number): Answer<null>;
  /** Moves a post to the trash and closes it. */
  postRemove(blog: number, post: number): Answer<null>;
  /** Turns a file that is not UTF-8 into one that is. */
  postConvert(blog: number, post: number): Answer<OpenPost>;
  /** Also of a removed post. */
  postHistory(blog: number, post: number): Answer<History>;
  /** The whole text, with line feeds only. */
  revisionSource(blog: number, revision: number): Answer<string>;
  /** Every former text of the post, or the newest of each post; newest first, at most 50. */
  historySearch(blog: number, query: string, post: number | null): Answer<HistoryHit[]>;
  /** The trash. */
  removedList(blog: number): Answer<RemovedPost[]>;
  removedRestore(blog: number, post: number): Answer<OpenPost>;
  /** For good. */
  trashEmpty(blog: number): Answer<null>;
  /** The posts whose files have vanished go to the trash. */
  vanishedRemove(blog: number): Answer<null>;
  /** Their files are written again. */
  vanishedWriteBack(blog: number): Answer<null>;
  /** Whether previews of this blog show pictures from elsewhere. */
  remoteImagesSet(blog: number, shown: boolean): Answer<null>;
  previewShow(blog: number, post: number): Answer<Preview>;
  /** Which edits set a field; changes nothing by itself. */
  fieldEdit(blog: number, post: number, version: number, field: FieldEdit): Answer<Edit[]>;
  /** Which edits turn the editor's text into the merge of both sides. */
  outsidePull(blog: number, post: number, version: number): Answer<OutsideChange>;
  /** Keeps what the author is making of both sides in the history. */
  conflictKeep(blog: number, post: number, merged: string): Answer<null>;
  /** `merged` is the author's own text, when that is what is kept. */
  conflictSettle(
    blog: number,
    post: number,
    version: number,
    keep: Side,
    merged: string | null,
  ): Answer<Edit[]>;
  /** Writes a post as one file; one that is there already is replaced only if that is said. */
  postExport(
    blog: number,
    post: number,
    file: string,
    format: PostFormat,
    replace: boolean,
  ): Answer<Exported>;
  /** Shows a post in the system's print dialog, until that is left. */
  postPrint(blog: number, post: number): Answer<null>;
  /** Renders the site and finds out what an export into the folder would change there. */
  siteStage(
    blog: number,
    folder: string,
    force: boolean,
    onProgress: (progress: Progress) => void,
  ): Answer<SiteChanges>;
  /** Puts the site that was staged last into place. */
  sitePut(blog: number, onProgress: (progress: Progress) => void): Answer<Exported>;
  /** Gives up what is being staged or waits for its yes. */
  siteDrop(blog: number): Answer<null>;
  /** Opens the site's first page in the system's browser, where it was put last. */
  siteOpen(blog: number): Answer<null>;
  exportPlaces(blog: number, post: number | null): Answer<ExportPlaces>;
  /** The themes that the blog can wear, those that are broken too. A gallery begins with it. */
  themeList(blog: number): Answer<Theme[]>;
  /** The index, or the page of an open post, in a theme: pages only to be looked at. */
  themeSpecimen(
    blog: number,
    theme: string,
    settings: ThemeChoice[],
    post: number | null,
  ): Answer<Specimen>;
  /** The specimens are looked at no more. */
  themeClose(blog: number): Answer<null>;
  /** Puts a theme on, and says so in the blog's settings. */
  themeUse(blog: number, theme: string, settings: ThemeChoice[]): Answer<Blog>;
  /** The blog's settings are what they were before, if nobody else changed them. */
  themeUndo(blog: number): Answer<Blog>;
  settingsSet(settings: Settings): Answer<null>;
  /** Opens a link in the system's browser. */
  linkOpen(href: string): Answer<null>;
  /** Shows a file or folder in the system's file manager. */
  pathReveal(path: string): Answer<null>;

  /** The system's folder picker; `null` when it was cancelled. */
  pickFolder(title: string, start?: string): Promise<string | null>;
  pickSaveFile(title: string, start: string, format: PostFormat): Promise<string | null>;

  /** The window is to be closed: it goes once `leave` says that it may. */
  onClose(leave: () => Promise<boolean>): void;
  /** Hears an event until the returned function is called. */
  on<K extends keyof BackendEvents>(name: K, hear: (event: BackendEvents[K]) => void): () => void;
}
