/** Which post of the blog a link leads to, as it is written or as it is exported. */

import type { PostSummary } from "../ipc/backend";

/** `from` is the path of the post that holds the link. */
export function linkedPost(
  href: string,
  from: string,
  posts: readonly PostSummary[],
): PostSummary | undefined {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(href)) return undefined;
  const path = pathOf(href, from);
  if (path === null) return undefined;
  if (/\.(?:md|markdown)$/i.test(path)) return posts.find((post) => post.path === path);
  // An exported post is <slug>/index.html or <slug>.html.
  const slug = path
    .replace(/\/?(?:index\.html)?$|\.html$/, "")
    .split("/")
    .at(-1);
  return slug ? posts.find((post) => post.slug === slug) : undefined;
}

/** `null` if the link is no address at all. */
function pathOf(href: string, from: string): string | null {
  try {
    const { pathname } = new URL(href, new URL(from, "http://posts.invalid/"));
    return decodeURIComponent(pathname).replace(/^\//, "");
  } catch {
    return null;
  }
}
