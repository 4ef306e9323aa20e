import { expect, test } from "vitest";
import { counted, countedShort } from "./numbers";

test("thousands are set apart", () => {
  expect([0, 7, 999, 1000, 12_345, 1_234_567].map(counted)).toEqual([
    "0",
    "7",
    "999",
    "1,000",
    "12,345",
    "1,234,567",
  ]);
});

test("where there is little room, thousands are a letter", () => {
  expect([0, 999, 1000, 12_345, 1_234_567].map(countedShort)).toEqual([
    "0",
    "999",
    "1K",
    "12K",
    "1.2M",
  ]);
});
