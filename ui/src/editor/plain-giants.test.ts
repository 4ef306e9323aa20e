import { expect, test } from "vitest";
import { blogMarkdown } from "./markdown";

/** The names of the inline nodes of a text. */
function inline(source: string): Set<string> {
  const names = new Set<string>();
  blogMarkdown.parser.parse(source).iterate({
    enter: ({ name }) => {
      if (/^(Link|Emphasis|StrongEmphasis|InlineCode|Image)$/.test(name)) names.add(name);
    },
  });
  return names;
}

test.each(["[](", "*a_ ", "[a][", "a**b", "![", "~a^", "`a``b", "<a "])(
  "a paragraph of nothing but %s does not stop the window",
  (signs) => {
    const giant = signs.repeat(50_000);
    // Without the bound most of these take a minute each.
    expect(inline(giant)).toEqual(new Set());
    expect(inline(`*one*\n\n${giant}\n\n[two](b)`)).toEqual(new Set(["Emphasis", "Link"]));
  },
);

test("a long paragraph with the signs of many links keeps its colours", () => {
  const dense = "See [the page](https://example.org/page), *really*. ".repeat(200);
  expect(inline(dense)).toEqual(new Set(["Emphasis", "Link"]));
});
