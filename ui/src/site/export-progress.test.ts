import { expect, test } from "vitest";
import type { ExportStep, SiteChanges } from "../ipc/backend";
import { changesOf } from "./changes";
import { fractionOf, wordsFor } from "./export-progress";
import { outcomeOf } from "./outcome";

test("the bar goes on from step to step, and is full at the end", () => {
  const steps: ExportStep[] = ["posts", "pictures", "pages", "files"];
  const fractions = steps.flatMap((step) =>
    [0, 5, 10].map((done) => fractionOf({ step, done, total: 10 })),
  );
  for (let i = 1; i < fractions.length; i++)
    expect(fractions[i]).toBeGreaterThanOrEqual(fractions[i - 1] ?? 0);
  expect(fractions[0]).toBe(0);
  expect(fractions.at(-1)).toBeCloseTo(1);
  expect(fractionOf({ step: "placing", done: 1, total: 4 })).toBe(0.25);
});

test("a step with nothing to do is done", () => {
  expect(fractionOf({ step: "posts", done: 0, total: 0 })).toBeCloseTo(0.4);
  expect(wordsFor({ step: "posts", done: 0, total: 0 })).toBe("Rendering posts");
  expect(wordsFor({ step: "pages", done: 340, total: 1204 })).toBe("Making pages: 340 of 1,204");
});

test("what was done is said in one sentence", () => {
  const none = { path: "", nWritten: 0, nNew: 0, nChanged: 0, nRemoved: 0, problems: [] };
  const some = { ...none, nFiles: 55, nNew: 12, nChanged: 3, nRemoved: 1, nUnchanged: 40 };
  expect(outcomeOf({ ...some, nBytes: 1_284_100 })).toBe(
    "Exported: 12 new, 3 changed, 1 removed, 40 unchanged; 1.3 MB in all.",
  );
  expect(outcomeOf({ ...none, nFiles: 42, nUnchanged: 40, nBytes: 5 })).toBe(
    "Nothing to do: 40 files are as they should be. 2 of somebody else were left as they are.",
  );
});

test("files are listed by what becomes of them, and filtered by all of the words", () => {
  const changes = {
    new: ["b/index.html", "tags/b/index.html"],
    changed: ["index.html"],
    removed: ["a/index.html"],
    kept: ["robots.txt"],
  } as unknown as SiteChanges;
  const paths = (only: Parameters<typeof changesOf>[1], words: string) =>
    changesOf(changes, only, words).map(({ kind, path }) => `${kind} ${path}`);
  expect(paths(null, "")).toHaveLength(5);
  expect(paths("removed", "")).toEqual(["removed a/index.html"]);
  expect(paths(null, " INDEX b ")).toEqual(["new b/index.html", "new tags/b/index.html"]);
});
