/**
 * The fake for a plain browser: `?fake=1`, and if wanted `blog=none`,
 * `posts=none`, `posts=10000`, `readonly`, `slow=300`, `appearance=dark`; and for
 * what goes wrong: `recovered`, `recovered=3`, `vanished`, `conflict`, `latin`,
 * `unsaved`, `trash`, `notice`.
 */

import type { Appearance, Backend, Recovered } from "../backend";
import { FakeBackend } from "./backend";
import { servedPage } from "./page";
import { manySamples, samples } from "./samples";

const manyIds = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

function recoveredPosts(n: number): Recovered[] {
  return manyIds(n).map((post) => ({
    post,
    title: samples[post - 1]?.source.match(/title: (.*)/)?.[1] ?? "",
    at: new Date(Date.now() - post * 3_600_000).toISOString(),
    nWords: 7 * post,
    before: post === 1 ? 1 : null,
  }));
}

export function fakeForBrowser(asked: URLSearchParams, frameScript: string): Backend {
  const posts = asked.get("posts");
  const slow = Number(asked.get("slow") ?? 20);
  const urls = new Map<number, string>();
  const fake = new FakeBackend({
    posts: posts === "none" ? [] : posts ? manySamples(Number(posts)) : samples,
    blog: asked.get("blog") === "none" ? null : {},
    settings: {
      appearance: (asked.get("appearance") ?? "light") as Appearance,
      recentBlogs: ["/disk/writer/field-notes", "/disk/writer/Documents/recipes"],
    },
    recovered: recoveredPosts(
      Number(asked.get("recovered") ?? 0) || (asked.has("recovered") ? 1 : 0),
    ),
    notices: asked.has("notice")
      ? ["the library was damaged and has been rebuilt from the files; former texts are gone"]
      : [],
    wait: (command) =>
      new Promise((resolve) => setTimeout(resolve, command === "siteStage" ? 60 : slow)),
    // One address for as long as the post is open, as the real one.
    frameUrl: (post, page) => {
      const url =
        urls.get(post) ??
        URL.createObjectURL(new Blob([servedPage(page, frameScript)], { type: "text/html" }));
      urls.set(post, url);
      return url;
    },
  });
  if (asked.has("readonly")) fake.setReadOnly(1, "This file is not UTF-8, so it can only be read.");
  if (asked.has("latin")) {
    fake.setReadOnly(
      1,
      "This file is not UTF-8, so it can only be read. It reads well as windows-1252.",
      "windows-1252",
    );
  }
  if (asked.has("trash")) for (const id of [8, 9]) void fake.postRemove(1, id);
  if (asked.has("vanished")) fake.vanish(manyIds(7));
  if (asked.has("unsaved")) {
    fake.refuseSaves({
      code: "diskFull",
      message: "`posts/mapped-the-disk.md` cannot be written: the disk is full",
      hint: "free some space; saving is tried again by itself",
      causes: [],
    });
  }
  if (asked.has("conflict")) {
    setTimeout(() => {
      const theirs = fake
        .source(1)
        .replace("**eleven hours**", "a whole night")
        .replace(
          "- write down what is not\n",
          "- write down what is not there\n- and then the date\n",
        );
      fake.writeOutside(1, theirs);
    }, 600);
  }
  // For trying things out from the console.
  Object.assign(window, { fake });
  return fake;
}
