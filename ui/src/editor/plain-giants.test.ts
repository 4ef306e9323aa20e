import { expect, test } from "vitest";
import { blogMarkdown } from "./markdown";

/** How many nodes of that name are in a text. */
function count(source: string, wanted: string): number {
  let n = 0;
  blogMarkdown.parser.parse(source).iterate({
    enter: ({ name }) => {
      if (name === wanted) n += 1;
    },
  });
  return n;
}

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

test("a table of twenty thousand columns is left plain, and its neighbours are not", () => {
  const giant = ["|a", "|-", "|b"].map((cell) => `${cell.repeat(20_000)}|`).join("\n");
  const table = "|a|b|\n|-|-|\n|c|d|";
  expect(count(giant, "TableCell")).toBe(0);
  expect(count(`${table}\n\n${giant}\n\n${table}`, "TableCell")).toBe(8);
});

test("of a table only a row that is too wide is left plain", () => {
  const wide = "|x".repeat(20_000);
  expect(count(`|a|b|\n|-|-|\n${wide}\n|c|d|\n|-|-|\n|e|f|`, "TableCell")).toBe(8);
  const columns = ["|a", "|-", "|b"].map((cell) => `${cell.repeat(100)}|`).join("\n");
  expect(count(columns, "TableCell")).toBe(200);
});
