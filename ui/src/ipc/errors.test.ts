import { expect, test } from "vitest";
import type { ErrorCode } from "./bindings";
import { internal, noticeOf, sentence } from "./errors";

test("an error is told in sentences: what, why, and what to do", () => {
  expect(
    noticeOf({
      code: "diskFull",
      message: "could not write `posts/a.md`",
      hint: "free some space",
      causes: ["no space left on device", "os error 28"],
    }),
  ).toEqual({
    tone: "error",
    title: "The disk is full.",
    detail: "Could not write posts/a.md: no space left on device. Free some space.",
    remedy: "save",
  });
});

test("a code that this window does not know is still an error to show", () => {
  const notice = noticeOf({
    code: "ofTomorrow" as ErrorCode,
    message: "it broke",
    hint: null,
    causes: [],
  });
  expect(notice).toMatchObject({ title: "Something went wrong.", detail: "It broke." });
});

test("a call that breaks is an internal error", () => {
  expect(internal(new Error("gone"))).toMatchObject({ code: "internal", message: "gone" });
  expect(internal("text")).toMatchObject({ message: "text" });
});

test.each([
  ["it broke", "It broke."],
  ["really?", "Really?"],
  ["`a.md` is gone", "a.md is gone."],
  ["  ", ""],
])("%j is said as %j", (text, said) => {
  expect(sentence(text)).toBe(said);
});
