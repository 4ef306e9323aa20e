/** What a page says of itself to search engines and to those that show a card of it. */

export interface PageHead {
  /** In the tab and in search results. */
  title: string;
  description: string;
  /** Where the page will be, if the blog says where it will be. */
  address: string | null;
  /** On the card. */
  heading: string;
  siteName: string;
  image: string | null;
  /** What is written on the picture, if that was drawn for the page. */
  drawn: string | null;
  /** Who wrote the post and when, as far as that is known. */
  byline: string;
  isIndexed: boolean;
}

/** Reads the head of an exported page. Nothing in it runs or is fetched. */
export function headOf(page: string): PageHead {
  const head = new DOMParser().parseFromString(page, "text/html");
  const value = (selector: string, name: string) =>
    head.querySelector(selector)?.getAttribute(name)?.trim() ?? "";
  const title = head.title.trim();
  const published = value('meta[property="article:published_time"]', "content");
  return {
    title,
    description: value('meta[name="description"]', "content"),
    address: value('link[rel="canonical"]', "href") || null,
    heading: value('meta[property="og:title"]', "content") || title,
    siteName: value('meta[property="og:site_name"]', "content"),
    image: value('meta[property="og:image"]', "content") || null,
    drawn: value('meta[property="og:image:alt"]', "content") || null,
    byline: [value('meta[name="author"]', "content"), published].filter(Boolean).join(" "),
    isIndexed: !value('meta[name="robots"]', "content").includes("noindex"),
  };
}

/**
 * Where the preview has a picture of the site; none if it is on another machine, which is not
 * asked. `page` is the preview's own address of the page.
 */
export function pictureIn({ image, address }: PageHead, page: string): string | null {
  if (image === null || address === null) return null;
  const folder = new URL(".", address).href;
  const site = new URL(folder.endsWith("/") ? ".." : ".", folder).href;
  for (const [there, here] of [
    [folder, "."],
    [site, ".."],
  ] as const) {
    if (image.startsWith(there)) return resolve(`${here}/${image.slice(there.length)}`, page);
  }
  return null;
}

/** As an address of the preview's own kind, which the platform may not know how to take apart. */
function resolve(path: string, page: string): string {
  const [scheme, rest = ""] = page.split("://");
  return new URL(path, `http://${rest}`).href.replace(/^http/, scheme ?? "");
}

/** Where a result says that it is: the host, and the folders below it. */
export function crumbs(address: string): string {
  const { host, pathname } = new URL(address);
  const folders = pathname.split("/").filter((part) => part !== "");
  return [host, ...folders.map(decoded)].join(" › ");
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
