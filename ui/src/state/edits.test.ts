import { ChangeSet, Text } from "@codemirror/state";
import fc from "fast-check";
import { expect, test } from "vitest";
import { changesOf, difference, editsOf, textOf } from "./edits";

/** Text with everything that is more than one unit, byte or line. */
const text = fc
  .array(fc.constantFrom("a", "b", " ", "\n", "é", "日", "😀", "😁", "👩‍💻"), { maxLength: 12 })
  .map((parts) => parts.join(""));

test("the difference leads from any text to any other, in whole characters", () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      const before = textOf(a);
      const changes = difference(before, textOf(b));
      if (changes === null) {
        expect(a).toBe(b);
        return;
      }
      expect(changes.apply(before).toString()).toBe(b);
      for (const { from, to, insert } of editsOf(changes, before)) {
        expect(insert.isWellFormed()).toBe(true);
        expect(a.slice(0, from).isWellFormed() && a.slice(to).isWellFormed()).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

test("edits and changes are each other's mirror", () => {
  const before = Text.of(["one", "two", "three"]);
  const changes = ChangeSet.of(
    [
      { from: 0, to: 3, insert: "1" },
      { from: 8, insert: "\n" },
    ],
    before.length,
  );
  const edits = editsOf(changes, before);
  expect(edits).toEqual([
    { from: 0, to: 3, insert: "1" },
    { from: 8, to: 8, insert: "\n" },
  ]);
  expect(changesOf(edits, before.length).apply(before).eq(changes.apply(before))).toBe(true);
});

test("a change in the middle of a surrogate pair takes the pair whole", () => {
  // What the DOM reports when 😁 is put before 😀: they begin with the same unit.
  const before = Text.of(["😀"]);
  const changes = ChangeSet.of({ from: 1, to: 1, insert: "\uDE01\uD83D" }, 2);
  expect(changes.apply(before).toString()).toBe("😁😀");
  expect(editsOf(changes, before)).toEqual([{ from: 0, to: 2, insert: "😁😀" }]);
});
