/** The state classes on the fake backend. */

import { history, undo } from "@codemirror/commands";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Backend } from "../ipc/backend";
import { FakeBackend } from "../ipc/fake/backend";
import { manySamples } from "../ipc/fake/samples";
import { current, host, started, type } from "./test-host";
import { Workspace } from "./workspace.svelte";

beforeEach(() => void vi.useFakeTimers({ now: new Date(2026, 10, 24, 12) }));
afterEach(() => void vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(2_000);

describe("a start", () => {
  test("is one request until the first post can be edited", async () => {
    const { workspace, fake } = await started();
    expect(fake.asked).toEqual(["appStart"]);
    expect(workspace.current?.fields.title).toMatch(/^first loop/);
    expect(workspace.list.all).toHaveLength(11);
  });

  test("without a blog asks for one", async () => {
    const { workspace } = await started({ blog: null });
    expect(workspace.started).toBe(true);
    expect(workspace.blog).toBeNull();
    await workspace.openBlog();
    expect(workspace.blog?.folder).toBe("/disk/writer/another-blog");
    expect(workspace.settings.recentBlogs[0]).toBe("/disk/writer/another-blog");
  });

  test("hears what the blog says before it is on screen", async () => {
    const fake = new FakeBackend();
    const workspace = new Workspace(fake, () => history());
    const starting = workspace.start();
    fake.writeOutside(1, `${fake.source(1)}Written meanwhile.\n`);
    await starting;
    const post = current(workspace);
    expect(post.id).toBe(1);
    post.link(host(post));
    await settle();
    expect(post.editorState.doc.toString()).toMatch(/Written meanwhile\.\n$/);
  });

  test("that fails says why", async () => {
    const { workspace } = await started({ fault: () => "before" });
    expect(workspace.started).toBe(true);
    expect(workspace.toasts.all).toHaveLength(1);
  });

  test("of a folder that is no blog offers another", async () => {
    const { workspace } = await started();
    await workspace.openBlog("/disk/writer/empty-folder");
    expect(workspace.toasts.all[0]).toMatchObject({
      title: "That folder is not a blog.",
      action: { label: "Open another…" },
    });
    expect(workspace.current).not.toBeNull();
  });
});

describe("a post", () => {
  test("is saving until its file holds what is on screen", async () => {
    const { workspace, fake } = await started();
    const post = current(workspace);
    const view = host(post);
    post.link(view);
    expect(post.saved).toBe(true);
    type(view, "More.");
    expect(post.saved).toBe(false);
    await vi.advanceTimersByTimeAsync(300);
    expect(fake.source(post.id)).toBe(view.state.doc.toString());
    expect(post.version).toBe(1);
    expect(post.saved).toBe(false);
    await settle();
    expect(post.saved).toBe(true);
    expect(post.savedVersion).toBe(1);
  });

  test("keeps its text and its undo while another is looked at", async () => {
    const { workspace } = await started();
    const first = current(workspace);
    const view = host(first);
    first.link(view);
    const before = view.state.doc.toString();
    type(view, "typed");
    first.unlink();
    await workspace.openPost(4);
    expect(workspace.current?.id).toBe(4);
    await workspace.openPost(first.id);
    expect(workspace.current).toBe(first);
    const back = host(first);
    first.link(back);
    undo(back);
    expect(back.state.doc.toString()).toBe(before);
  });

  test("gets a field as an edit that undo takes back, in the backend too", async () => {
    const { workspace, fake } = await started();
    const post = current(workspace);
    const view = host(post);
    post.link(view);
    const before = view.state.doc.toString();
    await post.setField({ tags: ["one", "two"] });
    await settle();
    expect(view.state.doc.toString()).toContain("tags: [one, two]\n");
    expect(post.fields.tags).toEqual(["one", "two"]);
    undo(view);
    await settle();
    expect(fake.source(post.id)).toBe(before);
  });

  test("gets a field also when it is not on screen", async () => {
    const { workspace, fake } = await started();
    const post = current(workspace);
    await post.setField({ draft: true });
    await settle();
    expect(fake.source(post.id)).toContain("draft: true\n");
    expect(post.editorState.doc.toString()).toBe(fake.source(post.id));
  });

  test("is not touched while an input method is at work", async () => {
    const { workspace, fake } = await started();
    const post = current(workspace);
    const view = host(post, true);
    post.link(view);
    const before = view.state.doc.toString();
    fake.writeOutside(post.id, `${before}From outside.\n`);
    await settle();
    expect(view.state.doc.toString()).toBe(before);
    type(view, "書", before.indexOf("\n\n") + 2);
    expect(view.state.doc.toString()).not.toContain("From outside.");
    view.composing = false;
    post.composed();
    await settle();
    expect(view.state.doc.toString()).toContain("書");
    expect(view.state.doc.toString()).toMatch(/From outside\.\n$/);
    expect(fake.source(post.id)).toBe(view.state.doc.toString());
  });

  test("that another program wrote into is merged", async () => {
    const { workspace, fake } = await started();
    const post = current(workspace);
    const source = fake.source(post.id);
    fake.writeOutside(post.id, `${source}Theirs.\n`);
    await settle();
    expect(post.editorState.doc.toString()).toBe(`${source}Theirs.\n`);
    expect(post.conflict).toBeNull();
  });

  test.each(["mine", "theirs"] as const)(
    "in conflict keeps %s when the author says so",
    async (side) => {
      const { workspace, fake } = await started();
      const post = current(workspace);
      const mine = fake.source(post.id);
      fake.writeOutside(post.id, "Theirs alone.\n");
      await settle();
      expect(post.conflict).toEqual({ mine, theirs: "Theirs alone.\n", base: mine });
      await post.settleConflict(side);
      await settle();
      expect(post.conflict).toBeNull();
      expect(fake.source(post.id)).toBe(side === "mine" ? mine : "Theirs alone.\n");
    },
  );

  test("that can only be read takes no edits and is always saved", async () => {
    const fake = new FakeBackend();
    fake.setReadOnly(1, "not UTF-8");
    const workspace = new Workspace(fake, () => []);
    await workspace.start();
    const post = current(workspace);
    expect(post.editorState.readOnly).toBe(true);
    expect(await post.save()).toBe(true);
    expect(fake.asked).not.toContain("postSave");
  });

  test("is saved by hand at once, whatever is still under way", async () => {
    const { workspace, fake } = await started();
    const post = current(workspace);
    const view = host(post);
    post.link(view);
    type(view, "now");
    await workspace.save();
    expect(fake.asked.filter((command) => /^post(Edit|Save)$/.test(command))).toEqual([
      "postEdit",
      "postSave",
    ]);
    expect(post.saved).toBe(true);
  });

  test("says where the cursor is", async () => {
    const { workspace } = await started();
    const post = current(workspace);
    post.goTo(3, 4);
    expect([post.line, post.column]).toEqual([3, 4]);
    post.goTo(10_000, 1);
    expect(post.line).toBe(post.editorState.doc.lines);
  });
});

test("a field is shown at once, and an older piece of news does not take it back", async () => {
  const { workspace } = await started();
  const post = current(workspace);
  const view = host(post);
  post.link(view);
  type(view, "typed ");
  await vi.advanceTimersByTimeAsync(100);
  await post.setField({ title: "Another" });
  expect(post.fields.title).toBe("Another");
  await vi.advanceTimersByTimeAsync(60);
  expect(post.fields.title).toBe("Another");
  await settle();
  expect(post.fields.title).toBe("Another");
});

test("a failure to save is no news twice, and over when it worked", async () => {
  let failing = true;
  const { workspace } = await started({
    fault: (command) => (failing && command === "postEdit" ? "before" : null),
  });
  const post = current(workspace);
  const view = host(post);
  post.link(view);
  type(view, "typed");
  await settle();
  expect(workspace.toasts.all).toHaveLength(1);
  failing = false;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(post.saved).toBe(true);
  expect(workspace.toasts.all).toEqual([]);
});

test("while the backend is given time to recover, nothing waits for it", async () => {
  const { workspace } = await started({
    fault: (command) => (command === "postEdit" ? "before" : null),
  });
  const post = current(workspace);
  const view = host(post);
  post.link(view);
  type(view, "typed");
  await settle();
  const soon = vi.advanceTimersByTimeAsync(1).then(() => "later");
  expect(await Promise.race([post.flush(), soon])).toBe(false);
});

describe("the list", () => {
  test("is the newest first, filtered and counted", async () => {
    const { workspace } = await started({ now: new Date(2026, 10, 24, 12) });
    const { list } = workspace;
    expect(list.all[0]?.title).toBe("What the garbage collector told me");
    expect(list.counts).toEqual({ all: 11, draft: 1, scheduled: 1, live: 9 });
    list.setFilter("draft");
    expect(list.shown.map(({ title }) => title)).toEqual(["Notes on a slower web"]);
  });

  test("shows what was searched last, whichever answer comes last", async () => {
    const delays = [50, 10];
    const { workspace } = await started({
      wait: (command) =>
        command === "postSearch"
          ? new Promise((resolve) => setTimeout(resolve, delays.shift()))
          : Promise.resolve(),
    });
    void workspace.list.search("kettle");
    void workspace.list.search("compiler");
    await settle();
    expect(workspace.list.shown.map(({ title }) => title)).toEqual(["Letters to a compiler"]);
    await workspace.list.search("");
    expect(workspace.list.shown).toHaveLength(11);
  });

  test("is pulled again when posts changed, in this blog", async () => {
    const { workspace } = await started();
    expect(await workspace.createPost("A new one")).toBeNull();
    await settle();
    expect(workspace.list.all.some(({ title }) => title === "A new one")).toBe(true);
    expect(workspace.current?.fields.title).toBe("A new one");
  });

  test("does not take a title twice", async () => {
    const { workspace } = await started();
    await workspace.createPost("A new one");
    expect(await workspace.createPost("A new one")).toMatchObject({ code: "alreadyExists" });
  });
});

test("of many posts only the last seen are kept open, and what was typed is not lost", async () => {
  const { workspace, fake } = await started({ posts: manySamples(20) });
  const first = current(workspace);
  const view = host(first);
  first.link(view);
  type(view, "typed");
  first.unlink();
  await settle();
  for (let id = 2; id <= 20; id++) await workspace.openPost(id);
  await settle();
  expect(fake.asked.filter((command) => command === "postClose")).toHaveLength(8);
  expect(fake.source(first.id)).toMatch(/typed$/);
  await workspace.openPost(first.id);
  expect(current(workspace)).not.toBe(first);
  expect(current(workspace).editorState.doc.toString()).toMatch(/typed$/);
});

test("a post whose words are not in its file is not let go for others", async () => {
  const { workspace, fake } = await started({ posts: manySamples(20) });
  const first = current(workspace);
  fake.refuseSaves({ code: "diskFull", message: "full", hint: null, causes: [] }, false);
  const view = host(first);
  first.link(view);
  type(view, "nowhere else");
  first.unlink();
  for (const { id } of [...workspace.list.all]) await workspace.openPost(id);
  await workspace.openPost(first.id);
  expect(workspace.current).toBe(first);
});

test("the post that was asked for last is the one shown, whichever comes last", async () => {
  const delays = [80, 10];
  const { workspace } = await started({
    wait: (command) =>
      command === "postOpen"
        ? new Promise((resolve) => setTimeout(resolve, delays.shift()))
        : Promise.resolve(),
  });
  void workspace.openPost(2);
  void workspace.openPost(3);
  await settle();
  expect(current(workspace).id).toBe(3);
});

describe("settings", () => {
  test("are written once after a drag", async () => {
    const { workspace, fake } = await started();
    await settle();
    const before = fake.asked.filter((command: keyof Backend) => command === "settingsSet").length;
    for (let rail = 250; rail < 300; rail++) workspace.settings.drag({ rail });
    await settle();
    expect(fake.asked.filter((command) => command === "settingsSet")).toHaveLength(before + 1);
    expect(workspace.settings.rail).toBe(299);
  });

  test("are written at once after a choice, and the last choice last", async () => {
    const { workspace, fake } = await started();
    await settle();
    const writes = () => fake.asked.filter((command) => command === "settingsSet").length;
    const before = writes();
    workspace.settings.set({ railShown: false });
    expect(writes()).toBe(before + 1);
    workspace.settings.set({ appearance: "dark" });
    workspace.settings.set({ appearance: "light" });
    await settle();
    expect(writes()).toBe(before + 2);
    expect(workspace.settings.appearance).toBe("light");
  });

  test("keep at least one pane, and a font that can be read", async () => {
    const { workspace } = await started();
    const { settings } = workspace;
    settings.setView("preview");
    expect(settings.view).toBe("preview");
    settings.setView("split");
    for (let i = 0; i < 40; i++) settings.stepFontSize(1);
    expect(settings.editorFontSize).toBe(28);
    settings.stepFontSize(0);
    expect(settings.editorFontSize).toBe(15);
  });
});

describe("an export", () => {
  test("of the post on screen holds what was just typed", async () => {
    const { workspace, fake } = await started();
    const post = current(workspace);
    const view = host(post);
    post.link(view);
    workspace.showExport("post");
    await settle();
    const { overlay } = workspace;
    if (overlay?.is !== "export") throw new Error("the dialog is open");
    expect(overlay.exporter.path).toBe("/disk/writer/Documents/mapped-the-disk.html");
    type(view, "typed");
    await overlay.exporter.run();
    expect(fake.asked.slice(-2)).toEqual(["postEdit", "postExport"]);
    expect(overlay.exporter.step).toMatchObject({ is: "done", exported: { nFiles: 1 } });
    await overlay.exporter.reveal();
    expect(fake.revealed).toEqual(["/disk/writer/Documents/mapped-the-disk.html"]);
  });

  test("into a file that is there goes on only after a yes, or where the system has asked", async () => {
    const { workspace } = await started();
    const shown = async () => {
      workspace.showExport("post");
      await settle();
      const { overlay } = workspace;
      if (overlay?.is !== "export") throw new Error("the dialog is open");
      return overlay.exporter;
    };
    await (await shown()).run();
    const again = await shown();
    await again.run();
    expect(again.step).toMatchObject({ is: "taken", error: { code: "alreadyExists" } });
    await again.run(true);
    expect(again.step.is).toBe("done");
    const picked = await shown();
    await picked.choose();
    await picked.run();
    expect(picked.step.is).toBe("done");
  });

  test("has the format that its path ends in, and a path that ends in its format", async () => {
    const { workspace } = await started();
    workspace.showExport("post", "pdf");
    await settle();
    const { overlay } = workspace;
    if (overlay?.is !== "export") throw new Error("the dialog is open");
    const { exporter } = overlay;
    expect(exporter.path).toBe("/disk/writer/Documents/mapped-the-disk.pdf");
    exporter.setFormat("html");
    expect(exporter.path).toBe("/disk/writer/Documents/mapped-the-disk.html");
    exporter.setPath("/disk/writer/A.PDF");
    expect(exporter.format).toBe("pdf");
    exporter.setPath("/disk/writer/A.PD");
    expect(exporter.format).toBe("pdf");
    exporter.setFormat("html");
    expect(exporter.path).toBe("/disk/writer/A.PD.html");
  });

  test("into a folder of others goes on only after a yes", async () => {
    const { workspace } = await started();
    workspace.showExport("site");
    await settle();
    const { overlay } = workspace;
    if (overlay?.is !== "export") throw new Error("the dialog is open");
    const { exporter } = overlay;
    exporter.setPath("/disk/writer/foreign");
    await exporter.run();
    expect(exporter.step).toMatchObject({ is: "taken", error: { code: "foreignFolder" } });
    exporter.setPath("/disk/writer/foreign2");
    expect(exporter.step.is).toBe("asking");
    exporter.setPath("/disk/writer/foreign");
    await exporter.run(true);
    expect(exporter.step.is).toBe("review");
    await exporter.put();
    expect(exporter.step.is).toBe("done");
  });
});

describe("links of the proof", () => {
  test("lead to posts of this blog, or out of the window", async () => {
    const { workspace, fake } = await started();
    await workspace.openLink("on-naming-things-twice.md");
    expect(current(workspace).fields.title).toBe("On naming things twice");
    await workspace.openLink("https://example.org");
    expect(fake.opened).toEqual(["https://example.org"]);
    await workspace.openLink("file:///etc/passwd");
    expect(workspace.toasts.all).toHaveLength(1);
  });
});
