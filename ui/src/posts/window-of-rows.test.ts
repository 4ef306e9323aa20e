import { expect, test } from "vitest";
import { rowsInView, scrollToRow } from "./window-of-rows";

test("ten thousand rows are a few on screen", () => {
  const { first, end } = rowsInView(500_000, 800, 100, 10_000);
  expect(first).toBeLessThanOrEqual(5_000);
  expect(end).toBeGreaterThanOrEqual(5_008);
  expect(end - first).toBeLessThan(25);
});

test("no rows, and fewer rows than fit", () => {
  expect(rowsInView(0, 800, 100, 0)).toEqual({ first: 0, end: 0 });
  expect(rowsInView(0, 800, 100, 3)).toEqual({ first: 0, end: 3 });
});

test("a list that got shorter under a scrolled view still has an order", () => {
  const { first, end } = rowsInView(90_000, 800, 100, 10);
  expect(first).toBeLessThanOrEqual(end);
});

test("a row is scrolled to only if it is out of view", () => {
  expect(scrollToRow(3, 0, 800, 100)).toBeNull();
  expect(scrollToRow(9, 0, 800, 100)).toBe(200);
  expect(scrollToRow(0, 500, 800, 100)).toBe(0);
});
