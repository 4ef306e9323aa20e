import { expect, test } from "vitest";
import { pastMoment, shortDate, shortWritten, writtenDay, writtenMinute } from "./dates";

const now = new Date(2026, 10, 24, 18, 30);

test.each([
  [{ day: "2024-08-05" }, "5 Aug 2024"],
  [{ day: "2026-09-11" }, "11 Sep"],
  [{ day: "2026-11-24" }, "today"],
  [{ local: "2026-11-24T09:14:00" }, "today, 09:14"],
  [{ local: "2026-12-01T08:00:00" }, "1 Dec"],
  [{ instant: new Date(2026, 10, 24, 9, 14).toISOString() }, "today, 09:14"],
  [{ day: "nonsense" }, ""],
])("%j is said as %j", (date, said) => {
  expect(shortDate(date, now)).toBe(said);
});

test.each([
  ["2024-08-05", "5 Aug 2024"],
  ["2026-11-24 09:14", "today, 09:14"],
  ["2026-11-24T09:14:00+09:00", "today, 09:14"],
  ["some time in May", "some time in May"],
])("%j in front matter is shown as %j", (written, said) => {
  expect(shortWritten(written, now)).toBe(said);
});

test.each([
  [new Date(2026, 10, 24, 9, 4), "Today 09:04"],
  [new Date(2026, 10, 23, 23, 59), "Yesterday 23:59"],
  [new Date(2026, 10, 22, 18, 30), "22 Nov 18:30"],
  [new Date(2024, 7, 5, 0, 0), "5 Aug 2024 00:00"],
])("what was done at %s is said as %j", (at, said) => {
  expect(pastMoment(at.toISOString(), now)).toBe(said);
});

test("the day before the first of March is yesterday", () => {
  const march = new Date(2028, 2, 1, 0, 30);
  expect(pastMoment(new Date(2028, 1, 29, 22, 0).toISOString(), march)).toBe("Yesterday 22:00");
  expect(pastMoment("nonsense", march)).toBe("");
});

test("dates are written so that they sort", () => {
  expect(writtenDay(new Date(2026, 0, 2))).toBe("2026-01-02");
  expect(writtenMinute(new Date(2026, 0, 2, 3, 4))).toBe("2026-01-02 03:04");
});
