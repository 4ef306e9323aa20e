/**
 * Keeps the backend's text of one post equal to the editor's.
 *
 * One request is under way at a time; what is typed meanwhile is composed into
 * the next. So the backend sees every version in order, and a preview patch
 * always fits the preview that was shown before it.
 *
 * | state                            | next step                                |
 * | -------------------------------- | ---------------------------------------- |
 * | changes pending                  | send them as version + 1                 |
 * | a question waits (fields, merge) | ask at the acknowledged version          |
 * | the preview wants to be shown    | show it                                  |
 * | a request failed                 | read the stored text, go on from there   |
 * | nothing of these                 | rest                                     |
 *
 * Whatever fails, the editor's text is the one that wins: it is what the author
 * sees. Knows no editor view and no reactivity.
 */

import type { ChangeSet, Text } from "@codemirror/state";
import type { Answer, Edit, Edited, ErrorShape, Patch, Preview, Result } from "../ipc/backend";
import { changesOf, difference, editsOf, textOf } from "./edits";

export interface SyncPort {
  /** `restore`: the edits bring a former text back. */
  edit(version: number, edits: Edit[], render: boolean, restore: boolean): Answer<Edited>;
  show(): Answer<Preview>;
  /** What the backend holds now. */
  stored(): Answer<{ version: number; source: string }>;
  /** Resolves after so many milliseconds. */
  wait(milliseconds: number): Promise<void>;
}

export interface SyncListener {
  acknowledged(version: number): void;
  patched(patch: Patch | null, version: number): void;
  shown(preview: Preview): void;
  /** Told once for a run of failures. */
  failed(error: ErrorShape): void;
}

interface Question {
  ask(version: number): Promise<void>;
}

const firstDelay = 250;
const longestDelay = 5_000;

export class PostSync {
  readonly #port: SyncPort;
  readonly #listener: SyncListener;
  /** The version and text that the backend is known to hold. */
  #version: number;
  #stored: Text;
  /** What the editor shows. */
  #text: Text;
  /** From `#stored` to `#text`, without what is being sent. */
  #pending: ChangeSet | null = null;
  #sending = false;
  /** Whether what is pending brings a former text back. */
  #restoring = false;
  #questions: Question[] = [];
  #rendering = false;
  #showWanted = false;
  /** Whether the backend's next patch fits what the frame shows. */
  #patchable = false;
  #failures = 0;
  #pausing = false;
  #running = false;
  #closed = false;
  #flushes: ((done: boolean) => void)[] = [];

  constructor(port: SyncPort, listener: SyncListener, source: Text, version: number) {
    this.#port = port;
    this.#listener = listener;
    this.#stored = source;
    this.#text = source;
    this.#version = version;
  }

  /** The last version that the backend acknowledged. */
  get version(): number {
    return this.#version;
  }

  /** Whether some of the text has not reached the backend yet. */
  get behind(): boolean {
    return this.#sending || this.#pending !== null;
  }

  /** Whether nothing is on its way, and nothing waits to be asked. */
  get #settled(): boolean {
    return !this.behind && this.#questions.length === 0;
  }

  /** The editor's text changed; `restore` when a former text came back. */
  changed(changes: ChangeSet, text: Text, restore = false): void {
    this.#restoring ||= restore;
    this.#pending = this.#pending ? this.#pending.compose(changes) : changes;
    this.#text = text;
    this.#run();
  }

  /**
   * Asks for edits at the acknowledged version and hands them back as changes
   * of the text that the editor shows when the answer comes.
   */
  ask<T>(
    question: (version: number) => Answer<T>,
    editsIn: (data: T) => Edit[],
    deliver: (changes: ChangeSet) => void,
  ): Answer<T> {
    return new Promise((resolve) => {
      this.#questions.push({
        ask: async (version) => {
          const answer = await question(version);
          if (answer.status === "ok") {
            const edits = editsIn(answer.data);
            if (edits.length > 0) {
              const changes = changesOf(edits, this.#stored.length);
              deliver(this.#pending ? changes.map(this.#pending) : changes);
            }
          }
          resolve(answer);
        },
      });
      this.#run();
    });
  }

  /** Whether the preview is on screen; hidden, nothing is rendered. */
  setRendering(on: boolean): void {
    if (on === this.#rendering) return;
    this.#rendering = on;
    this.#patchable = false;
    this.#showWanted = on;
    this.#run();
  }

  /** Shows the preview anew, as after the frame was loaded again. */
  show(): void {
    if (!this.#rendering) return;
    this.#patchable = false;
    this.#showWanted = true;
    this.#run();
  }

  /**
   * Resolves when the backend has the editor's text, with what was asked for before:
   * `false` if it refuses it.
   */
  flush(): Promise<boolean> {
    if (this.#settled) return Promise.resolve(true);
    if (this.#pausing) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.#flushes.push(resolve);
      this.#run();
    });
  }

  /** Ends it after the request that is under way. */
  close(): void {
    this.#closed = true;
    this.#flushed(false);
  }

  #run(): void {
    if (this.#running || this.#closed) return;
    this.#running = true;
    void this.#loop().finally(() => {
      this.#running = false;
    });
  }

  async #loop(): Promise<void> {
    while (!this.#closed) {
      const question = this.#questions[0];
      if (this.#pending) {
        if (!(await this.#send(this.#pending))) continue;
      } else if (!question && !this.#showWanted) {
        return;
      }
      // Also when the author types on: a question is asked after each batch.
      if (question) {
        await question.ask(this.#version).finally(() => this.#questions.shift());
        if (this.#settled) this.#flushed(true);
      } else if (this.#showWanted) {
        await this.#show();
      }
    }
  }

  async #send(changes: ChangeSet): Promise<boolean> {
    const version = this.#version + 1;
    const render = this.#rendering && this.#patchable;
    const restore = this.#restoring;
    this.#pending = null;
    this.#restoring = false;
    this.#sending = true;
    const edits = editsOf(changes, this.#stored);
    const answer = await this.#port.edit(version, edits, render, restore);
    if (answer.status === "error") {
      this.#restoring ||= restore;
      await this.#recover(answer.error);
      return false;
    }
    this.#sending = false;
    this.#failures = 0;
    this.#stored = changes.apply(this.#stored);
    this.#version = version;
    this.#listener.acknowledged(version);
    if (this.#settled) this.#flushed(true);
    if (render && this.#patchable) this.#listener.patched(answer.data.patch, version);
    else if (this.#rendering && !this.#patchable) this.#showWanted = true;
    return true;
  }

  async #show(): Promise<void> {
    this.#showWanted = false;
    const answer = await this.#port.show();
    if (answer.status === "error") {
      // Tried again with the next edit.
      this.#listener.failed(answer.error);
    } else if (answer.data.version !== this.#version) {
      await this.#recover({
        code: "versionMismatch",
        message: `the preview is of version ${answer.data.version}, not ${this.#version}`,
        hint: null,
        causes: [],
      });
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- changed meanwhile
    } else if (this.#rendering && !this.#showWanted) {
      this.#patchable = true;
      this.#failures = 0;
      this.#listener.shown(answer.data);
    }
  }

  /** A request failed: it may have been carried out or not. Goes on from what is stored. */
  async #recover(error: ErrorShape): Promise<void> {
    // A mismatch is what this is for; the author need not hear of it.
    if (error.code !== "versionMismatch" && this.#failures === 0) this.#listener.failed(error);
    this.#failures++;
    if (error.code !== "versionMismatch" || this.#failures > 1) {
      await this.#pause(this.#failures - 1);
    }
    let answer: Result<{ version: number; source: string }>;
    for (;;) {
      if (this.#closed) return;
      answer = await this.#port.stored();
      if (answer.status === "ok") break;
      this.#failures++;
      await this.#pause(this.#failures);
    }
    this.#version = answer.data.version;
    this.#stored = textOf(answer.data.source);
    this.#pending = difference(this.#stored, this.#text);
    // Carried out after all: what is typed next brings nothing back.
    this.#restoring &&= this.#pending !== null;
    this.#sending = false;
    this.#patchable = false;
    this.#showWanted = this.#rendering;
    this.#listener.acknowledged(this.#version);
    if (this.#settled) this.#flushed(true);
  }

  /** Longer from failure to failure: who closes the window must not have to wait for it. */
  async #pause(n: number): Promise<void> {
    this.#pausing = true;
    this.#flushed(false);
    await this.#port.wait(Math.min(firstDelay * 2 ** n, longestDelay));
    this.#pausing = false;
  }

  #flushed(done: boolean): void {
    const waiting = this.#flushes;
    this.#flushes = [];
    for (const resolve of waiting) resolve(done);
  }
}
