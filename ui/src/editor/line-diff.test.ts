import { Chunk } from "@codemirror/merge";
import { Text } from "@codemirror/state";
import fc from "fast-check";
import { expect, test } from "vitest";
import { lineDiff } from "./line-diff";

/** The second text, made from the first by the changes. */
function carriedOut(a: string, b: string): string {
  let text = "";
  let at = 0;
  for (const { fromA, toA, fromB, toB } of lineDiff(a, b)) {
    expect(fromA).toBeGreaterThanOrEqual(at);
    text += a.slice(at, fromA) + b.slice(fromB, toB);
    at = toA;
  }
  return text + a.slice(at);
}

test("the changes turn one text into the other, and equal texts have none", () => {
  const line = fc.constantFrom("", "", "one", "two words", "three 😀", "- item", "---");
  const text = fc
    .tuple(fc.array(line, { maxLength: 14 }), fc.boolean())
    .map(([lines, ends]) => lines.join("\n") + (ends ? "\n" : ""));
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(carriedOut(a, b)).toBe(b);
      expect(lineDiff(a, a)).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ["one\n\ntwo\n", "one\n\nnew\n\ntwo\n", ["new\n\n"]],
  ["The kettle sings.\n", "The kettle hums.\n", ["hum"]],
  ["moved\n\na\n\nb\n", "a\n\nb\n\nmoved\n", ["\n\nmoved"]],
])("%j to %j puts in %j", (a, b, inserted) => {
  const changes = lineDiff(a, b).filter(({ fromB, toB }) => fromB < toB);
  expect(changes.map(({ fromB, toB }) => b.slice(fromB, toB).trim())).toEqual(
    inserted.map((text) => text.trim()),
  );
});

/** Paragraphs that differ from each other, as prose does. */
function paragraph(n: number): string {
  const words = ["kettle", "paper", "sector", "squares", "pencil", "merge", "branch", "disk"];
  let state = n + 1;
  return Array.from({ length: 80 }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return words[state % words.length];
  }).join(" ");
}

test("a long text with changes all over is not one change", () => {
  const before = Array.from({ length: 1_000 }, (_, n) => paragraph(n));
  const after = before.flatMap((text, n) =>
    n % 10 === 3
      ? [text.replace(/^\w+/, "Another")]
      : n % 10 === 6
        ? [paragraph(n + 5_000)]
        : n % 50 === 9
          ? []
          : [text],
  );
  const [a, b] = [before, after].map((texts) => `${texts.join("\n\n")}\n`) as [string, string];
  expect(carriedOut(a, b)).toBe(b);
  const chunks = Chunk.build(Text.of(a.split("\n")), Text.of(b.split("\n")), {
    override: lineDiff,
  });
  expect(chunks).toHaveLength(220);
});
