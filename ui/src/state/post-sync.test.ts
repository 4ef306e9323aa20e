import { EditorState } from "@codemirror/state";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Backend, Block, ErrorShape, FieldEdit } from "../ipc/backend";
import { FakeBackend } from "../ipc/fake/backend";
import type { Fault } from "../ipc/fake/post";
import { PostSync } from "./post-sync";
import { textOf } from "./edits";

// The fake's news of saving is nothing to wait for here.
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const blog = 1;
const post = 1;
const source = "---\ntitle: Start\ndate: 2026-01-01\n---\n\nOne 😀 two.\n\nThree.\n";

/** An editor, a backend, and a preview that only knows what it was sent. */
class Pair {
  readonly fake: FakeBackend;
  readonly sync: PostSync;
  readonly errors: ErrorShape[] = [];
  /** Of each batch of edits, whether it brings a former text back. */
  readonly restores: boolean[] = [];
  state: EditorState;
  preview: Block[] | null = null;
  previewVersion = 0;

  constructor(wait: () => Promise<void>, fault: (command: keyof Backend) => Fault | null) {
    this.fake = new FakeBackend({ posts: [{ path: "a.md", source }], wait, fault });
    const { fake } = this;
    this.state = EditorState.create({ doc: source });
    this.sync = new PostSync(
      {
        edit: (version, edits, render, restore) => {
          this.restores.push(restore);
          return fake.postEdit({
            blog,
            post,
            version,
            edits,
            render,
            restore,
            cursor: 0,
            scroll: 0,
          });
        },
        show: () => fake.previewShow(blog, post),
        stored: () => fake.postOpen(blog, post),
        wait: () => Promise.resolve(),
      },
      {
        acknowledged: () => undefined,
        shown: ({ blocks, version }) => {
          this.preview = blocks;
          this.previewVersion = version;
        },
        patched: (patch, version) => {
          if (!this.preview) throw new Error("a patch came before anything was shown");
          expect(version).toBe(this.previewVersion + 1);
          this.previewVersion = version;
          if (!patch) return;
          const { from, to, blocks, lineShift } = patch;
          const moved = this.preview.slice(to).map((block) => ({
            ...block,
            firstLine: block.firstLine + lineShift,
            lastLine: block.lastLine + lineShift,
          }));
          this.preview = [...this.preview.slice(0, from), ...blocks, ...moved];
        },
        failed: (error) => this.errors.push(error),
      },
      textOf(source),
      0,
    );
  }

  type(at: number, remove: number, insert: string): void {
    const { length } = this.state.doc;
    const from = at % (length + 1);
    this.change({ from, to: Math.min(length, from + remove), insert });
  }

  change(changes: { from: number; to: number; insert: string }, restore = false): void {
    const transaction = this.state.update({ changes });
    this.state = transaction.state;
    this.sync.changed(transaction.changes, transaction.newDoc, restore);
  }

  setField(field: FieldEdit): void {
    void this.sync.ask(
      (version) => this.fake.fieldEdit(blog, post, version, field),
      (edits) => edits,
      (changes) => {
        const transaction = this.state.update({ changes });
        this.state = transaction.state;
        this.sync.changed(transaction.changes, transaction.newDoc);
      },
    );
  }

  async rest(): Promise<void> {
    for (let i = 0; i < 2_000; i++) await Promise.resolve();
  }
}

type Step =
  | { do: "type"; at: number; remove: number; insert: string }
  | { do: "field"; field: FieldEdit }
  | { do: "render"; on: boolean }
  | { do: "reload" }
  | { do: "flush" }
  | { do: "pass"; ticks: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("type" as const),
      at: fc.nat(80),
      remove: fc.constantFrom(0, 0, 1, 5),
      insert: fc.constantFrom("x", "\n\n", "😁", "## ", "---\n", "word word", ""),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("field" as const),
      field: fc.constantFrom<FieldEdit>(
        { title: "Another" },
        { draft: true },
        { date: null },
        { tags: ["a", "b"] },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("render" as const), on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ do: "reload" as const }) },
  { weight: 1, arbitrary: fc.constant({ do: "flush" as const }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("pass" as const), ticks: fc.nat(12) }),
  },
);

test("whatever is typed and whatever fails, the backend ends with the editor's text", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 40 }),
      fc.infiniteStream(fc.nat(6)),
      fc.infiniteStream(
        fc.constantFrom<(Fault | null)[]>(null, null, null, null, "before", "after"),
      ),
      async (steps, delays, faults) => {
        let failing = true;
        const pair = new Pair(
          async () => {
            const ticks = delays.next().value as number;
            for (let i = 0; i < ticks; i++) await Promise.resolve();
          },
          () => (failing ? (faults.next().value as Fault | null) : null),
        );
        pair.sync.setRendering(true);
        let rendering = true;
        for (const now of steps) {
          if (now.do === "type") {
            // Whole characters, as an author deletes them.
            const { doc } = pair.state;
            const text = doc.toString();
            let from = Math.min(now.at, doc.length);
            let to = Math.min(doc.length, from + now.remove);
            while (from > 0 && !text.slice(0, from).isWellFormed()) from--;
            while (to < doc.length && !text.slice(to).isWellFormed()) to++;
            pair.change({ from, to, insert: now.insert });
          } else if (now.do === "field") pair.setField(now.field);
          else if (now.do === "render") {
            rendering = now.on;
            pair.sync.setRendering(now.on);
          } else if (now.do === "reload") pair.sync.show();
          else if (now.do === "flush") void pair.sync.flush();
          else for (let i = 0; i < now.ticks; i++) await Promise.resolve();
        }
        failing = false;
        await pair.rest();
        // A last keystroke brings back a preview that failed to be shown.
        pair.type(0, 0, "");
        pair.change({ from: pair.state.doc.length, to: pair.state.doc.length, insert: "." });
        await pair.rest();

        expect(pair.sync.behind).toBe(false);
        expect(pair.fake.source(post)).toBe(pair.state.doc.toString());
        expect(pair.fake.version(post)).toBe(pair.sync.version);
        if (rendering) {
          expect(pair.preview).toEqual(pair.fake.blocks(post));
          expect(pair.previewVersion).toBe(pair.sync.version);
        }
      },
    ),
    { numRuns: 300 },
  );
}, 60_000);

const quick = () => Promise.resolve();

test("one request is under way at a time, and what is typed meanwhile goes together", async () => {
  let release: () => void = () => undefined;
  const pair = new Pair(
    () => new Promise((resolve) => (release = resolve)),
    () => null,
  );
  pair.type(0, 0, "a");
  pair.type(1, 0, "b");
  pair.type(2, 0, "c");
  await pair.rest();
  expect(pair.fake.asked).toEqual(["postEdit"]);
  release();
  await pair.rest();
  expect(pair.fake.asked).toEqual(["postEdit", "postEdit"]);
  release();
  await pair.rest();
  expect(pair.fake.version(post)).toBe(2);
  expect(pair.fake.source(post)).toBe(`abc${source}`);
});

test("a hidden preview is not rendered, and is shown whole when it comes back", async () => {
  const pair = new Pair(quick, () => null);
  pair.type(0, 0, "hidden ");
  await pair.rest();
  expect(pair.preview).toBeNull();
  pair.sync.setRendering(true);
  await pair.rest();
  expect(pair.preview).toEqual(pair.fake.blocks(post));
});

test("a lost answer is asked after, not sent twice", async () => {
  const faults: (Fault | null)[] = ["after"];
  const pair = new Pair(quick, () => faults.shift() ?? null);
  pair.type(0, 0, "once ");
  await pair.rest();
  expect(pair.fake.source(post)).toBe(`once ${source}`);
  expect(pair.fake.asked).toEqual(["postEdit", "postOpen"]);
  expect(pair.errors).toHaveLength(1);
});

test("a backend that moved on by itself gets the editor's text, and the author hears nothing", async () => {
  const pair = new Pair(quick, () => null);
  pair.fake.overwrite(post, "something else", 7);
  pair.type(0, 0, "mine ");
  await pair.rest();
  expect(pair.fake.source(post)).toBe(`mine ${source}`);
  expect(pair.fake.version(post)).toBe(8);
  expect(pair.errors).toEqual([]);
});

test("a backend that always fails is told to the author once, and flush says no", async () => {
  let failing = true;
  const pair = new Pair(
    () => new Promise((resolve) => setTimeout(resolve, 1)),
    () => (failing ? "before" : null),
  );
  pair.type(0, 0, "kept ");
  const flushed = pair.sync.flush();
  await vi.advanceTimersByTimeAsync(50);
  expect(await flushed).toBe(false);
  expect(pair.errors).toHaveLength(1);
  failing = false;
  await vi.advanceTimersByTimeAsync(50);
  expect(await pair.sync.flush()).toBe(true);
  expect(pair.fake.source(post)).toBe(`kept ${source}`);
});

test("an answer to a question is fitted to what was typed while it was on its way", async () => {
  let release: () => void = () => undefined;
  const pair = new Pair(
    () => new Promise((resolve) => (release = resolve)),
    () => null,
  );
  pair.setField({ title: "Changed" });
  await pair.rest();
  const end = pair.state.doc.length;
  pair.change({ from: end, to: end, insert: "More." });
  pair.change({ from: 0, to: 3, insert: "---" });
  for (let i = 0; i < 6; i++) {
    release();
    await pair.rest();
  }
  expect(pair.fake.source(post)).toBe(pair.state.doc.toString());
  expect(pair.state.doc.toString()).toContain("title: Changed\n");
  expect(pair.state.doc.toString()).toMatch(/More\.$/);
});

test.each<[Fault | null, boolean[]]>([
  [null, [true, false]],
  // Not carried out: sent again, and it still brings a former text back.
  ["before", [true, true, false]],
  // Carried out, so what is typed next is no such thing.
  ["after", [true, false]],
])("edits that bring a text back say so, also when the answer is lost: %s", async (fault, said) => {
  const faults = [fault];
  const pair = new Pair(quick, (command) =>
    command === "postEdit" ? (faults.shift() ?? null) : null,
  );
  pair.change({ from: 0, to: source.length, insert: "As it was.\n" }, true);
  await pair.rest();
  pair.type(0, 0, "typed ");
  await pair.rest();
  expect(pair.restores).toEqual(said);
  expect(pair.fake.source(post)).toBe("typed As it was.\n");
});

test("a closed post sends nothing more", async () => {
  const pair = new Pair(quick, () => null);
  pair.sync.close();
  pair.type(0, 0, "late");
  await pair.rest();
  expect(pair.fake.asked).toEqual([]);
});
