/** What the cards read off a page. */

import { expect, test } from "vitest";
import { crumbs, headOf, pictureIn } from "./page-head";

const page = (head: string) => `<!doctype html><html><head>${head}</head><body></body></html>`;
const whole = page(`<title>Tea &amp; time | Notes</title>
  <meta name="description" content="All of &quot;it&quot;.">
  <meta property="og:title" content="Tea &amp; time"><meta property="og:site_name" content="Notes">
  <meta property="og:image" content="https://example.org/blog/tea/cup%20one.jpg">
  <link rel="canonical" href="https://example.org/blog/tea/">`);

test("a page's head is read as others read it", () => {
  expect(headOf(whole)).toEqual({
    title: "Tea & time | Notes",
    description: 'All of "it".',
    address: "https://example.org/blog/tea/",
    heading: "Tea & time",
    siteName: "Notes",
    image: "https://example.org/blog/tea/cup%20one.jpg",
    drawn: null,
    byline: "",
    isIndexed: true,
  });
  expect(headOf(page('<title>A</title><meta name="robots" content="noindex">'))).toEqual({
    title: "A",
    description: "",
    address: null,
    heading: "A",
    siteName: "",
    image: null,
    drawn: null,
    byline: "",
    isIndexed: false,
  });
});

test("a picture that was drawn says what is written on it", () => {
  const drawn = headOf(
    page(`<title>A</title><meta property="og:image:alt" content="A | Notes">
      <meta name="author" content="Jo"><meta property="article:published_time" content="2024-08-05">`),
  );
  expect(drawn.drawn).toBe("A | Notes");
  expect(drawn.byline).toBe("Jo 2024-08-05");
});

test("nothing of a page runs or is fetched while its head is read", async () => {
  const evil = page("<title>A</title>").replace(
    "</body>",
    '<script>window.ran = 1</script><img src="nowhere.png" onerror="window.ran = 2"></body>',
  );
  headOf(evil);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect("ran" in window).toBe(false);
});

test("a picture of the site is shown from the preview's own address", () => {
  const head = headOf(whole);
  const here = "galley-preview://localhost/1/p2/index.html?remote";
  expect(pictureIn(head, here)).toBe("galley-preview://localhost/1/p2/cup%20one.jpg");
  const shared = { ...head, image: "https://example.org/blog/assets/a.png" };
  expect(pictureIn(shared, here)).toBe("galley-preview://localhost/1/assets/a.png");
  expect(pictureIn(shared, "http://galley-preview.localhost/1/p2/index.html")).toBe(
    "http://galley-preview.localhost/1/assets/a.png",
  );
  expect(pictureIn({ ...head, image: "https://example.com/a.png" }, here)).toBe(null);
  expect(pictureIn({ ...head, image: null }, here)).toBe(null);
});

test("an address is shown as its host and folders", () => {
  expect(crumbs("https://example.org/blog/%E8%8C%B6/")).toBe("example.org › blog › 茶");
  expect(crumbs("https://example.org/100%/")).toBe("example.org › 100%");
});
