/** How the history says who made a text, and how much it grew. */

import type { Origin } from "../ipc/backend";
import { counted } from "../state/numbers";

const origins: Record<Origin, string> = {
  window: "typed here",
  file: "another program",
  cli: "command line",
  import: "imported",
  restore: "brought back",
};

export function originWords(origin: Origin): string {
  // An origin of a newer backend is no reason to show nothing.
  return (origins as Partial<typeof origins>)[origin] ?? origin;
}

export function wordCount(n: number): string {
  return `${counted(n)} ${n === 1 ? "word" : "words"}`;
}

/** "+12", "−3"; nothing when it is as long as before. */
export function growthWords(growth: number | null): string {
  if (!growth) return "";
  return `${growth > 0 ? "+" : "−"}${counted(Math.abs(growth))}`;
}
