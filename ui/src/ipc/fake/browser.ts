/**
 * The fake for a plain browser: `?fake=1`, and if wanted `blog=none`,
 * `posts=none`, `posts=10000`, `readonly`, `slow=300`, `appearance=dark`.
 */

import type { Appearance, Backend } from "../backend";
import { FakeBackend } from "./backend";
import { servedPage } from "./page";
import { manySamples, samples } from "./samples";

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
    wait: (command) =>
      new Promise((resolve) => setTimeout(resolve, command === "siteExport" ? 120 : slow)),
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
  // For trying things out from the console.
  Object.assign(window, { fake });
  return fake;
}
