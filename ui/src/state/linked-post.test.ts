import { expect, test } from "vitest";
import type { PostSummary } from "../ipc/backend";
import { linkedPost } from "./linked-post";

const posts = [
  { id: 1, path: "2026/a b.md", slug: "a-b" },
  { id: 2, path: "other.md", slug: "other-one" },
] as PostSummary[];

test.each([
  ["other.md", "top.md", 2],
  ["../other.md#part", "2026/a b.md", 2],
  ["a%20b.md", "2026/x.md", 1],
  ["../other-one/index.html", "2026/a b.md", 2],
  ["../other-one/", "2026/a b.md", 2],
  ["../2024/other-one.html#part", "2026/a b.md", 2],
])("%s in %s leads to post %i", (href, from, id) => {
  expect(linkedPost(href, from, posts)?.id).toBe(id);
});

test.each(["https://example.org/other.md", "mailto:a@b.c", "gone.md", "%", "", "../%E0%A4/"])(
  "%s leads to no post",
  (href) => {
    expect(linkedPost(href, "top.md", posts)).toBeUndefined();
  },
);
