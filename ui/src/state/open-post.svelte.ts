/**
 * One post that is being edited: its editor state (with its own undo history,
 * which survives looking at another post), the figures of the status line, and
 * the traffic with the backend.
 *
 * The editor view is one for all posts; a post that is on screen is linked to it.
 */

import { isolateHistory, undo } from "@codemirror/commands";
import {
  type ChangeSet,
  EditorState,
  type Extension,
  type Text,
  Transaction,
  type TransactionSpec,
} from "@codemirror/state";
import type {
  Answer,
  Backend,
  Conflict,
  Side,
  Edit,
  ErrorShape,
  Heading,
  SaveFailed,
  FieldEdit,
  Fields,
  OpenPost as Opened,
  Patch,
  PostKept,
  Preview,
  Problem,
} from "../ipc/backend";
import { difference, textOf } from "./edits";
import { Merge } from "./merge";
import { PostSync } from "./post-sync";

/** Why a file could not be written, and whether the library has the text. */
export type SaveFailure = Pick<SaveFailed, "error" | "kept">;

/** What a post needs of the editor view. */
export interface EditorHost {
  readonly state: EditorState;
  /** Whether an input method is in the middle of a word. */
  readonly composing: boolean;
  dispatch(spec: TransactionSpec): void;
  focus(): void;
}

/** Where the preview goes: the frame, once it is there. */
export interface PreviewSink {
  shown(preview: Preview): void;
  patched(patch: Patch | null, version: number): void;
}

export interface Surroundings {
  backend: Backend;
  /** What every post's editor state is made of. */
  extensions: () => Extension;
  failed(error: ErrorShape): void;
  /** A conflict is over by itself, and this is what the author had begun to make of it. */
  mergeLeft(post: OpenPost, merge: Text): void;
  wait?: (milliseconds: number) => Promise<void>;
}

/** Reading speed until the backend has counted: 238 words a minute (Brysbaert 2019). */
const wordsPerMinute = 238;

const noFields: Fields = {
  title: "",
  date: null,
  draft: false,
  tags: [],
  slug: "",
  summary: null,
};

export class OpenPost {
  readonly blog: number;
  readonly id: number;
  readonly path: string;
  readonly readOnly: string | null;
  /** What the file is written in, when it can become UTF-8 without loss. */
  readonly encoding: string | null;
  readonly #around: Surroundings;
  readonly #sync: PostSync;
  #state: EditorState;
  #host: EditorHost | null = null;
  #sink: PreviewSink | null = null;
  /** Changes from outside that wait for the input method, in order. */
  #held: ChangeSet[] = [];
  /** Where the cursor is, counted as the editor counts. */
  #head: number;
  /** The first version that has the fields which were set in the window. */
  #fieldsFrom = 0;
  /** The first line on screen, kept to come back to. */
  topLine: number;
  readonly #merge = new Merge((text) => this.#keepMerge(text));

  #fields = $state.raw<Fields>(noFields);
  #problems = $state.raw<Problem[]>([]);
  #headings = $state.raw<Heading[]>([]);
  #conflict = $state.raw<Conflict | null>(null);
  #saveFailure = $state.raw<SaveFailure | null>(null);
  #version = $state(0);
  #savedVersion = $state(0);
  #behind = $state(false);
  #nWords = $state(0);
  #minutes = $state(0);
  #edits = $state(0);
  #line = $state(1);
  #column = $state(1);
  #previewPaused = $state<string | null>(null);
  #remoteImages = $state(false);

  constructor(blog: number, opened: Opened, around: Surroundings) {
    this.blog = blog;
    this.id = opened.summary.id;
    this.path = opened.summary.path;
    this.readOnly = opened.readOnly;
    this.encoding = opened.encoding;
    this.#around = around;
    this.#fields = opened.fields;
    this.#problems = opened.problems;
    this.#headings = opened.headings;
    this.#version = opened.version;
    this.#savedVersion = opened.version;
    this.#nWords = opened.summary.nWords;
    this.#minutes = Math.max(1, Math.ceil(opened.summary.nWords / wordsPerMinute));
    this.topLine = Math.max(1, opened.scroll);
    const doc = textOf(opened.source);
    this.#state = EditorState.create({
      doc,
      selection: { anchor: Math.min(opened.cursor, doc.length) },
      extensions: [
        around.extensions(),
        opened.readOnly === null ? [] : EditorState.readOnly.of(true),
      ],
    });
    this.#head = this.#state.selection.main.head;
    this.#cursorMoved();
    const { backend } = around;
    this.#sync = new PostSync(
      {
        edit: (version, edits, render, restore) =>
          backend.postEdit({
            blog,
            post: this.id,
            version,
            edits,
            render,
            restore,
            cursor: this.#head,
            scroll: this.topLine,
          }),
        show: () => backend.previewShow(blog, this.id),
        stored: () => backend.postOpen(blog, this.id),
        wait: around.wait ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms))),
      },
      {
        acknowledged: (version) => {
          this.#version = version;
          this.#behind = this.#sync.behind;
        },
        patched: (patch, version) => this.#sink?.patched(patch, version),
        shown: (preview) => {
          this.#previewPaused = preview.paused;
          this.#remoteImages = preview.remoteImages;
          this.#sink?.shown(preview);
        },
        failed: (error) => around.failed(error),
      },
      doc,
      opened.version,
    );
  }

  get fields(): Fields {
    return this.#fields;
  }
  get problems(): Problem[] {
    return this.#problems;
  }
  get headings(): Heading[] {
    return this.#headings;
  }
  get conflict(): Conflict | null {
    return this.#conflict;
  }
  /** What the author is making of both sides of a conflict, also while another post is shown. */
  get merge(): Text | null {
    return this.#merge.text;
  }
  set merge(text: Text | null) {
    this.#merge.text = text;
  }
  /** Whether the text stays as it is for now: it can only be read, or a conflict waits. */
  get locked(): boolean {
    return this.readOnly !== null || this.#conflict !== null;
  }
  /** Why the file could not be written, until it is. */
  get saveFailure(): SaveFailure | null {
    return this.#saveFailure;
  }
  /** The last version that the backend acknowledged. */
  get version(): number {
    return this.#version;
  }
  get savedVersion(): number {
    return this.#savedVersion;
  }
  /** Whether the file holds all that is on screen. */
  get saved(): boolean {
    return !this.#behind && this.#savedVersion >= this.#version;
  }
  get nWords(): number {
    return this.#nWords;
  }
  get minutes(): number {
    return this.#minutes;
  }
  /** How often the text has changed: says typing from moving. */
  get edits(): number {
    return this.#edits;
  }
  /** Where the cursor is, from 1. */
  get line(): number {
    return this.#line;
  }
  get column(): number {
    return this.#column;
  }
  /** Why the preview stands still. */
  get previewPaused(): string | null {
    return this.#previewPaused;
  }

  /** Whether the preview shows pictures from elsewhere. */
  get remoteImages(): boolean {
    return this.#remoteImages;
  }

  get editorState(): EditorState {
    return this.#host?.state ?? this.#state;
  }

  /** The view shows this post from now on. */
  link(host: EditorHost): void {
    this.#host = host;
  }

  unlink(): void {
    if (!this.#host) return;
    this.#state = this.#host.state;
    this.#host = null;
    this.#deliverHeld();
  }

  focus(): void {
    this.#host?.focus();
  }

  /**
   * What the view is about to take in. Sent before the editor parses and lays out the
   * same change, so that the backend renders meanwhile.
   */
  transacting(transactions: readonly Transaction[]): void {
    for (const transaction of transactions) {
      this.#head = transaction.newSelection.main.head;
      if (!transaction.docChanged) continue;
      this.#held = this.#held.map((changes) => changes.map(transaction.changes));
      const restores = transaction.isUserEvent("restore");
      this.#sync.changed(transaction.changes, transaction.newDoc, restores);
    }
  }

  /** What the view has just taken in. */
  transacted(transactions: readonly Transaction[]): void {
    if (transactions.some(({ docChanged }) => docChanged)) {
      this.#behind = this.#sync.behind;
      this.#edits++;
    }
    this.#cursorMoved();
  }

  /** The input method has finished a word. */
  composed(): void {
    this.#deliverHeld();
  }

  /** Puts the cursor at a place, for problems and clicks in the preview. */
  goTo(line: number, column = 1): void {
    const { doc } = this.editorState;
    const at = doc.line(Math.min(Math.max(1, line), doc.lines));
    const anchor = Math.min(at.from + column - 1, at.to);
    this.#dispatch({ selection: { anchor }, scrollIntoView: true });
    this.focus();
  }

  /** Sets a field of the front matter by edits of the text, so that undo knows them. */
  async setField(field: FieldEdit): Answer<Edit[]> {
    const answer = await this.#sync.ask(
      (version) => this.#around.backend.fieldEdit(this.blog, this.id, version, field),
      (edits) => edits,
      (changes) => this.#deliver(changes),
    );
    if (answer.status === "ok" && answer.data.length > 0) {
      // Shown at once; what the backend reads out of the text comes a moment later.
      this.#fieldsFrom = this.#sync.version + 1;
      // An address taken back is worked out from the title: only the backend knows how.
      const { slug } = this.#fields;
      this.#fields = { ...this.#fields, ...field, slug: ("slug" in field && field.slug) || slug };
    }
    return answer;
  }

  /**
   * Brings a former text back, as one edit that undo takes back: `false` if it is here
   * already, or cannot be.
   */
  restore(text: Text): boolean {
    const changes = difference(this.editorState.doc, text);
    if (!changes || this.locked) return false;
    this.restoreWith(changes);
    return true;
  }

  /** Brings a passage back by a change of the text on screen. */
  restoreWith(changes: ChangeSet): void {
    if (this.locked) return;
    this.#dispatch({
      changes,
      annotations: [Transaction.userEvent.of("restore"), isolateHistory.of("full")],
    });
  }

  /** Takes the last change of the text back. */
  undo(): void {
    undo({
      state: this.editorState,
      dispatch: (transaction) => {
        if (this.#host) this.#host.dispatch(transaction);
        else this.#take(transaction);
      },
    });
  }

  /** Takes in what another program wrote. */
  async pullOutside(): Promise<void> {
    const answer = await this.#sync.ask(
      (version) => this.#around.backend.outsidePull(this.blog, this.id, version),
      (pull) => pull.edits,
      (changes) => this.#deliver(changes),
    );
    if (answer.status === "error") {
      this.#around.failed(answer.error);
      return;
    }
    this.#conflict = answer.data.conflict;
    const { merge } = this;
    if (this.#conflict || !merge) return;
    this.merge = null;
    if (!merge.eq(this.editorState.doc)) this.#around.mergeLeft(this, merge);
  }

  /** `merged` is the author's own text, when that is what is kept. */
  async settleConflict(keep: Side, merged: string | null = null): Promise<void> {
    const { backend } = this.#around;
    const answer = await this.#sync.ask(
      (version) => backend.conflictSettle(this.blog, this.id, version, keep, merged),
      (edits) => edits,
      (changes) => this.#deliver(changes),
    );
    if (answer.status === "ok") {
      this.#conflict = null;
      this.merge = null;
    } else this.#around.failed(answer.error);
  }

  /** Writes the file now. Never refused: without changes it is simply saved already. */
  async save(): Promise<boolean> {
    if (this.readOnly !== null) return true;
    if (!(await this.#sync.flush())) return false;
    const answer = await this.#around.backend.postSave(this.blog, this.id);
    if (answer.status === "error") this.#around.failed(answer.error);
    return answer.status === "ok";
  }

  async #keepMerge(text: string): Promise<boolean> {
    const answer = await this.#around.backend.conflictKeep(this.blog, this.id, text);
    if (answer.status === "error") this.#around.failed(answer.error);
    return answer.status === "ok";
  }

  async flush(): Promise<boolean> {
    const arrived = await Promise.all([this.#sync.flush(), this.#merge.flush()]);
    return arrived.every(Boolean);
  }

  /** The post is over for this window. */
  async close(): Promise<void> {
    await this.flush();
    this.#sync.close();
    await this.#around.backend.postClose(this.blog, this.id);
  }

  /** The backend holds the text and closes the post by itself. */
  async handOver(): Promise<boolean> {
    const flushed = await this.flush();
    if (flushed) this.#sync.close();
    return flushed;
  }

  /** The preview goes to `sink` from now on; `null` when none is on screen. */
  showPreviewIn(sink: PreviewSink | null): void {
    this.#sink = sink;
    this.#sync.setRendering(sink !== null);
  }

  /** Has the previews of the blog show pictures from elsewhere, or not. */
  async setRemoteImages(shown: boolean): Promise<void> {
    const answer = await this.#around.backend.remoteImagesSet(this.blog, shown);
    if (answer.status === "ok") this.showPreview();
    else this.#around.failed(answer.error);
  }

  /** The frame lost what it showed. */
  showPreview(): void {
    this.#sync.show();
  }

  kept(event: PostKept): void {
    this.#nWords = event.nWords;
    this.#minutes = event.minutes;
    this.#problems = event.problems;
    this.#headings = event.headings;
    if (event.version >= this.#fieldsFrom) this.#fields = event.fields;
  }

  saveFailed({ error, kept }: SaveFailure): void {
    this.#saveFailure = { error, kept };
  }

  fileSaved(version: number): void {
    this.#saveFailure = null;
    this.#savedVersion = Math.max(this.#savedVersion, version);
  }

  #deliver(changes: ChangeSet): void {
    this.#held.push(changes);
    this.#deliverHeld();
  }

  /** Replacing text under an input method would lose the word in the making. */
  #deliverHeld(): void {
    while (this.#held.length > 0 && !this.#host?.composing) {
      const [changes] = this.#held.splice(0, 1);
      // The rest is mapped in `transacting`, which hears of this change too.
      if (changes) this.#dispatch({ changes, annotations: Transaction.userEvent.of("field") });
    }
  }

  #dispatch(spec: TransactionSpec): void {
    if (this.#host) {
      this.#host.dispatch(spec);
    } else {
      this.#take(this.#state.update(spec));
    }
  }

  /** Without a view. */
  #take(transaction: Transaction): void {
    this.transacting([transaction]);
    this.#state = transaction.state;
    this.transacted([transaction]);
  }

  #cursorMoved(): void {
    const { doc, selection } = this.editorState;
    const at = doc.lineAt(selection.main.head);
    this.#line = at.number;
    this.#column = selection.main.head - at.from + 1;
  }
}
