import { describe, expect, test } from "vitest";
import type { Patch, Preview } from "../ipc/backend";
import { FrameFeed } from "./frame-feed";
import { fromFrame, type ToFrame } from "./messages";
import { ScrollLead } from "./scroll-lead";

describe("messages from the frame", () => {
  test.each([
    { galley: "ready" },
    { galley: "patched", version: 3 },
    { galley: "scrolled", line: 2.5 },
    { galley: "clicked", line: 1 },
    { galley: "link", href: "https://example.org" },
  ])("%j is believed", (message) => {
    expect(fromFrame(message)).toEqual(message);
  });

  test.each([
    null,
    "ready",
    {},
    { galley: "patched", version: "3" },
    { galley: "patched", version: -1 },
    { galley: "scrolled", line: NaN },
    { galley: "scrolled", line: 0 },
    { galley: "clicked" },
    { galley: "link", href: 1 },
    { galley: "key", key: 1 },
    { galley: "show" },
    { galley: "toString" },
  ])("%j is not", (message) => {
    expect(fromFrame(message)).toBeNull();
  });

  test("what is more in a message is left behind", () => {
    expect(fromFrame({ galley: "ready", blocks: [] })).toEqual({ galley: "ready" });
  });
});

describe("whoever scrolled last leads", () => {
  test("and the follower's echo does not lead back", () => {
    let now = 0;
    const lead = new ScrollLead(() => now);
    expect(lead.scrolled("editor")).toBe(true);
    now = 40;
    expect(lead.scrolled("preview")).toBe(false);
    now = 60;
    expect(lead.scrolled("editor")).toBe(true);
    now = 250;
    expect(lead.scrolled("preview")).toBe(true);
    expect(lead.scrolled("editor")).toBe(false);
  });
});

describe("what goes to the frame", () => {
  const preview = (version: number, url = "a"): Preview => ({
    version,
    url,
    blocks: [],
    bodyLine: 1,
    page: "",
    paused: null,
    remoteImages: false,
  });
  const patch: Patch = { from: 0, to: 0, blocks: [], lineShift: 0, bodyLine: 1, page: null };

  function feed() {
    const loaded: string[] = [];
    const sent: ToFrame[] = [];
    const again: string[] = [];
    const feed = new FrameFeed(
      (url) => loaded.push(url),
      (message) => sent.push(message),
      () => again.push("again"),
    );
    const kinds = () => sent.map((m) => ("version" in m ? `${m.galley} ${m.version}` : m.galley));
    return { feed, loaded, kinds, again };
  }

  test("waits for the frame, in order", () => {
    const { feed: f, loaded, kinds } = feed();
    f.shown(preview(1));
    f.patched(patch, 2);
    expect(loaded).toEqual(["a"]);
    expect(kinds()).toEqual([]);
    f.ready();
    f.patched(patch, 3);
    expect(kinds()).toEqual(["show 1", "patch 2", "patch 3"]);
  });

  test("starts over when all is shown anew", () => {
    const { feed: f, kinds } = feed();
    f.shown(preview(1));
    f.patched(patch, 2);
    f.shown(preview(3));
    f.ready();
    expect(kinds()).toEqual(["show 3"]);
  });

  test("a frame that was loaded again by itself is shown anew", () => {
    const { feed: f, again } = feed();
    f.shown(preview(1));
    f.ready();
    expect(again).toEqual([]);
    f.ready();
    expect(again).toEqual(["again"]);
  });

  test("another post is another page", () => {
    const { feed: f, loaded, kinds } = feed();
    f.shown(preview(1));
    f.ready();
    f.shown(preview(1, "b"));
    expect(loaded).toEqual(["a", "b"]);
    expect(kinds()).toEqual(["show 1"]);
    f.ready();
    expect(kinds()).toEqual(["show 1", "show 1"]);
  });
});
