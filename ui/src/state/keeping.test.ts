/** What keeps every word: histories, the trash, and what is told when something went wrong. */

import { undo } from "@codemirror/commands";
import { Text } from "@codemirror/state";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ErrorShape } from "../ipc/backend";
import type { FakeBackend } from "../ipc/fake/backend";
import type { Sample } from "../ipc/fake/samples";
import { PostHistory } from "./history.svelte";
import { current, host, started, type } from "./test-host";
import { Trash } from "./trash.svelte";
import type { Workspace } from "./workspace.svelte";

beforeEach(() => void vi.useFakeTimers({ now: new Date(2026, 10, 24, 12) }));
afterEach(() => void vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(2_000);

const posts: Sample[] = [
  {
    path: "a.md",
    source: "---\ntitle: A\n---\n\none two three\n",
    former: [
      { source: "---\ntitle: A\n---\n\none two\n", origin: "file", daysAgo: 1 },
      { source: "---\ntitle: A\n---\n\na kettle, and one two\n", origin: "import", daysAgo: 9 },
    ],
  },
  {
    path: "b.md",
    source: "---\ntitle: B\n---\n\nb\n",
    former: [{ source: "---\ntitle: B\n---\n\nb has a kettle\n", origin: "window", daysAgo: 3 }],
  },
  { path: "c.md", source: "---\ntitle: C\n---\n\nc\n" },
];

function shownHistory(workspace: Workspace): PostHistory {
  if (workspace.overlay?.is !== "history") throw new Error("a history is shown");
  return workspace.overlay.history;
}

async function historyOf(workspace: Workspace, post: number): Promise<PostHistory> {
  await workspace.showHistory(post);
  await settle();
  return shownHistory(workspace);
}

describe("a history", () => {
  test("lists the former texts with what they gained, and chooses the newest", async () => {
    const { workspace } = await started({ posts });
    const history = await historyOf(workspace, 1);
    expect(history.now).toMatchObject({ origin: "window", nWords: 3, growth: 1 });
    expect(history.lines.map(({ origin, nWords, growth }) => [origin, nWords, growth])).toEqual([
      ["file", 2, -3],
      ["import", 5, null],
    ]);
    expect(history.chosen).toBe(1);
    expect(history.text?.toString()).toContain("\none two\n");
  });

  test("of another post opens it too", async () => {
    const { workspace } = await started({ posts });
    const history = await historyOf(workspace, 2);
    expect(workspace.current?.id).toBe(2);
    expect(history.open).toBe(workspace.current);
  });

  test("shows the text chosen last, whichever answer comes first", async () => {
    const waits: (() => void)[] = [];
    const { workspace, fake } = await started({
      posts,
      wait: (command) =>
        command === "revisionSource"
          ? new Promise((resolve) => waits.push(resolve))
          : Promise.resolve(),
    });
    const history = new PostHistory(fake, 1, {
      id: 1,
      title: "A",
      open: current(workspace),
    });
    const first = history.choose(1);
    const second = history.choose(2);
    waits[1]?.();
    await second;
    waits[0]?.();
    await first;
    expect(history.chosen).toBe(2);
    expect(history.text?.toString()).toContain("a kettle");
  });

  test("brings a text back as one edit, which says so and which undo takes back", async () => {
    const { workspace, fake } = await started({ posts });
    const post = current(workspace);
    const view = host(post);
    post.link(view);
    const present = view.state.doc.toString();
    const history = await historyOf(workspace, 1);
    await history.choose(2);
    expect(history.restore()).toBe(true);
    await settle();
    expect(fake.source(1)).toContain("a kettle, and one two");
    await history.pull();
    expect(history.now?.origin).toBe("restore");
    // What it took the place of is a former text now.
    expect(history.lines).toHaveLength(3);
    expect(history.restore()).toBe(false);

    undo(view);
    await settle();
    expect(fake.source(1)).toBe(present);
    await history.pull();
    expect(history.now?.origin).toBe("window");
  });

  test("keeps what was typed just before a text is brought back as a step of its own", async () => {
    const { workspace } = await started({ posts });
    const post = current(workspace);
    const view = host(post);
    post.link(view);
    type(view, "typed");
    post.restore(Text.of(["another text"]));
    undo(view);
    expect(view.state.doc.toString()).toMatch(/three\ntyped$/);
  });

  test("brings nothing back into a post that can only be read", async () => {
    const { workspace, fake } = await started({ posts });
    fake.setReadOnly(2, "The file is not UTF-8.");
    const history = await historyOf(workspace, 2);
    expect(history.canRestore).toBe(false);
    const before = history.open?.editorState.doc.toString();
    history.restore();
    expect(history.open?.editorState.doc.toString()).toBe(before);
  });

  test("brings nothing back while a conflict waits", async () => {
    const { workspace, fake } = await started({ posts });
    fake.writeOutside(1, "Theirs alone.\n");
    const history = await historyOf(workspace, 1);
    expect([history.canRestore, history.restore()]).toEqual([false, false]);
    await current(workspace).settleConflict("mine");
    expect([history.canRestore, history.restore()]).toEqual([true, true]);
  });

  test("finds words in former texts of this post or of every post", async () => {
    const { workspace } = await started({ posts });
    const history = await historyOf(workspace, 1);
    await history.search("kettle");
    expect(history.hits.map((hit) => hit.post)).toEqual([1]);
    await history.setScope("blog");
    expect(history.hits.map((hit) => hit.post)).toEqual([2, 1]);
    await history.search(" ");
    expect(history.searching).toBe(false);
    expect(history.hits).toEqual([]);
  });

  test("goes from hit to hit without losing the search", async () => {
    const { workspace } = await started({ posts });
    const history = await historyOf(workspace, 1);
    await history.search("kettle");
    await history.setScope("blog");
    await workspace.showHistory(2, 3);
    await settle();
    const next = shownHistory(workspace);
    expect(next.post).toBe(2);
    expect([next.query, next.scope, next.hits.length]).toEqual(["kettle", "blog", 2]);
  });

  test("hears of texts that are saved while it is open", async () => {
    const { workspace } = await started({ posts });
    const history = await historyOf(workspace, 1);
    current(workspace).restoreWith(
      current(workspace).editorState.changes({ from: 0, insert: "x" }),
    );
    await settle();
    expect(history.lines).toHaveLength(3);
  });

  test("that can't be read says why", async () => {
    const { workspace } = await started({
      posts,
      fault: (command) => (command === "revisionSource" ? "before" : null),
    });
    const history = await historyOf(workspace, 1);
    expect(history.error?.message).toBe("the request was lost");
    expect(history.text).toBeNull();
  });
});

describe("the trash", () => {
  const remove = (workspace: Workspace, id: number) =>
    workspace.removePost({ id, title: `Post ${String(id)}` });

  test("takes a post with what was typed last, and gives it back", async () => {
    const { workspace, fake } = await started({ posts });
    const post = current(workspace);
    const view = host(post);
    post.link(view);
    type(view, "The last words.");
    expect(await remove(workspace, 1)).toBeNull();
    await settle();
    // The next of the list is on screen; the list knows.
    expect(workspace.current?.id).not.toBe(1);
    expect(workspace.list.find(1)).toBeUndefined();

    const [toast] = workspace.toasts.all;
    expect(toast).toMatchObject({ title: "Moved to the trash.", action: { label: "Undo" } });
    toast?.action?.run();
    await settle();
    expect(workspace.current?.id).toBe(1);
    expect(workspace.current).not.toBe(post);
    expect(fake.source(1)).toContain("The last words.");
    expect(workspace.list.find(1)).toBeDefined();
  });

  test("leaves the post on screen when another one goes", async () => {
    const { workspace } = await started({ posts });
    const post = current(workspace);
    await remove(workspace, 2);
    await settle();
    expect(workspace.current).toBe(post);
  });

  test("takes the last post of a blog too", async () => {
    const { workspace } = await started({ posts: posts.slice(2) });
    await remove(workspace, 1);
    await settle();
    expect(workspace.current).toBeNull();
    expect(workspace.list.all).toEqual([]);
  });

  test("says why a post stays, and the post stays", async () => {
    const { workspace } = await started({
      posts,
      fault: (command) => (command === "postRemove" ? "before" : null),
    });
    const post = current(workspace);
    expect((await remove(workspace, 1))?.code).toBe("internal");
    expect(workspace.current).toBe(post);
    expect(workspace.toasts.all).toEqual([]);
  });

  test("is listed, looked into, and emptied for good", async () => {
    const { workspace, fake } = await started({ posts });
    await remove(workspace, 1);
    await remove(workspace, 2);
    const trash = new Trash(fake, 1);
    await trash.pull();
    expect(trash.posts?.map(({ title }) => title).sort()).toEqual(["A", "B"]);

    const [removed] = trash.posts ?? [];
    if (!removed) throw new Error("a post is in the trash");
    workspace.showRemovedHistory({ id: removed.post, title: removed.title }, removed.revision);
    await settle();
    const history = shownHistory(workspace);
    expect(history.text?.toString()).toContain(`title: ${removed.title}`);
    expect([history.open, history.canRestore]).toEqual([null, false]);

    await trash.empty();
    expect(trash.posts).toEqual([]);
    expect((await workspace.restorePost(1))?.code).toBe("notFound");
  });

  test("gives nothing back over another post's file", async () => {
    const { workspace, fake } = await started({ posts });
    await remove(workspace, 3);
    await fake.postCreate(1, "C");
    expect((await workspace.restorePost(3))?.code).toBe("alreadyExists");
  });
});

describe("a start after trouble", () => {
  test("says what came back until the author has seen it", async () => {
    const recovered = [
      { post: 2, title: "B", at: "2026-11-24T10:00:00Z", nWords: 4, before: 3 },
      { post: 3, title: "C", at: "2026-11-24T10:00:00Z", nWords: 1, before: null },
    ];
    const { workspace } = await started({ posts, recovered });
    expect(workspace.findings.recovered).toEqual(recovered);
    workspace.findings.dismissRecovered();
    expect(workspace.findings.recovered).toEqual([]);
  });

  test("shows notices until they are closed", async () => {
    const { workspace } = await started({ posts, notices: ["the library was rebuilt"] });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(workspace.toasts.all).toMatchObject([{ title: "The library was rebuilt." }]);
  });
});

describe("posts without files", () => {
  test.each(["removed", "written back"] as const)("are %s when the author says so", async (way) => {
    const { workspace, fake } = await started({ posts });
    fake.vanish([1, 2]);
    expect(workspace.findings.vanished).toMatchObject({ nPosts: 2, titles: ["A", "B"] });
    if (way === "removed") await workspace.removeVanished();
    else await workspace.findings.writeVanishedBack();
    await settle();
    expect(workspace.findings.vanished).toBeNull();
    expect(workspace.list.all.map(({ id }) => id).sort()).toEqual(
      way === "removed" ? [3] : [1, 2, 3],
    );
    expect(workspace.current?.id).toBe(way === "removed" ? 3 : 1);
  });

  test("are left alone until the next news of them", async () => {
    const { workspace, fake } = await started({ posts });
    fake.vanish([1]);
    workspace.findings.setVanished(null);
    expect(workspace.findings.vanished).toBeNull();
    fake.vanish([1, 2]);
    expect(workspace.findings.vanished?.nPosts).toBe(2);
    fake.vanish(null);
    expect(workspace.findings.vanished).toBeNull();
    expect(workspace.list.all).toHaveLength(3);
  });

  test("stay as they are when settling fails, and the author hears why", async () => {
    const { workspace, fake } = await started({
      posts,
      fault: (command) => (command === "vanishedRemove" ? "before" : null),
    });
    fake.vanish([1]);
    await workspace.removeVanished();
    expect(workspace.findings.vanished?.nPosts).toBe(1);
    expect(workspace.current?.id).toBe(1);
    expect(workspace.toasts.all).toHaveLength(1);
  });
});

describe("a file that can't be written", () => {
  const full: ErrorShape = {
    code: "diskFull",
    message: "`a.md` cannot be written",
    hint: null,
    causes: [],
  };

  async function unsaved(): Promise<{ workspace: Workspace; fake: FakeBackend }> {
    const { workspace, fake } = await started({ posts });
    const post = current(workspace);
    const view = host(post);
    post.link(view);
    fake.refuseSaves(full);
    type(view, "More.");
    await settle();
    return { workspace, fake };
  }

  test("is said with its reason until the file is written, by itself", async () => {
    const { workspace, fake } = await unsaved();
    const post = current(workspace);
    expect([post.saved, post.saveFailure]).toEqual([false, { error: full, kept: true }]);
    fake.refuseSaves(null);
    await settle();
    expect([post.saved, post.saveFailure]).toEqual([true, null]);
    expect(workspace.toasts.all).toEqual([]);
  });

  test("keeps its reason while more is typed", async () => {
    const { workspace } = await unsaved();
    const post = current(workspace);
    post.restoreWith(post.editorState.changes({ from: 0, insert: "x" }));
    expect(post.saveFailure?.error).toEqual(full);
  });
});

test("a file that is not UTF-8 becomes UTF-8 and can be edited", async () => {
  const { workspace, fake } = await started({ posts });
  fake.setReadOnly(2, "The file is not UTF-8.", "windows-1252");
  await workspace.openPost(2);
  const before = current(workspace);
  expect([before.readOnly, before.encoding]).toEqual(["The file is not UTF-8.", "windows-1252"]);
  await workspace.convertPost();
  const after = current(workspace);
  expect(after.id).toBe(2);
  expect([after.readOnly, after.encoding]).toEqual([null, null]);
  const view = host(after);
  after.link(view);
  type(view, "é");
  await settle();
  expect(fake.source(2)).toContain("é");
});

test("a merge that was begun is offered when the conflict is over by itself", async () => {
  const { workspace, fake } = await started({ posts });
  const post = current(workspace);
  const mine = fake.source(1);
  fake.writeOutside(1, "Theirs alone.\n");
  await settle();
  post.merge = Text.of(["Begun."]);
  fake.writeOutside(1, mine);
  await settle();
  expect([post.conflict, post.merge]).toEqual([null, null]);
  const [toast] = workspace.toasts.all;
  expect(toast).toMatchObject({ title: "Both versions agree again." });
  toast?.action?.run();
  await settle();
  expect(fake.source(1)).toBe("Begun.");
});

test("what is made of both sides of a conflict is in the history before the window goes", async () => {
  const { workspace, fake } = await started({ posts });
  const post = current(workspace);
  fake.writeOutside(1, "Theirs alone.\n");
  await settle();
  const made = async () => {
    const history = await fake.postHistory(0, 1);
    if (history.status === "error") throw new Error("no history");
    const { revisions } = history.data;
    const texts = await Promise.all(revisions.map(({ id }) => fake.revisionSource(0, id)));
    return texts.flatMap((text) => (text.status === "ok" ? text.data : [])).filter(isMade);
  };
  const isMade = (text: string) => text.startsWith("Made of both");
  post.merge = Text.of(["Made of both."]);
  post.merge = Text.of(["Made of both, and more."]);
  expect(await post.flush()).toBe(true);
  expect(await post.flush()).toBe(true);
  expect(await made()).toEqual(["Made of both, and more."]);

  const error: ErrorShape = { code: "internal", message: "Full.", hint: null, causes: [] };
  vi.spyOn(fake, "conflictKeep").mockResolvedValue({ status: "error", error });
  post.merge = Text.of(["Made of both, and more than fits."]);
  expect(await post.flush()).toBe(false);
});

test("a conflict is settled by a text that the author made of both", async () => {
  const { workspace, fake } = await started({ posts });
  const post = current(workspace);
  fake.writeOutside(1, "Theirs alone.\n");
  await settle();
  post.merge = Text.of(["Mine and theirs.", ""]);
  // Another post is looked at meanwhile.
  await workspace.openPost(2);
  await workspace.openPost(1);
  expect(current(workspace).merge?.toString()).toBe("Mine and theirs.\n");
  await post.settleConflict("merged", "Mine and theirs.\n");
  await settle();
  expect(post.conflict).toBeNull();
  expect(post.merge).toBeNull();
  expect(fake.source(1)).toBe("Mine and theirs.\n");
});
