/** How far an export is, for a bar and for a reader. */

import type { ExportStep, Progress } from "../ipc/backend";
import { counted } from "../state/numbers";

/** How much of the bar each step takes, as it takes of the time where all is new. */
const share: Record<ExportStep, number> = {
  posts: 0.4,
  pictures: 0.2,
  pages: 0.3,
  files: 0.1,
  // It has a bar of its own: before it stands the question.
  placing: 1,
};

const words: Record<ExportStep, string> = {
  posts: "Rendering posts",
  pictures: "Making pictures ready",
  pages: "Making pages",
  files: "Comparing files",
  placing: "Putting files into place",
};

const before: ExportStep[] = ["posts", "pictures", "pages", "files"];

/** From 0 to 1. */
export function fractionOf({ step, done, total }: Progress): number {
  const of = (one: ExportStep) => share[one];
  const at = before.indexOf(step);
  const past = before.slice(0, Math.max(0, at)).reduce((sum, one) => sum + of(one), 0);
  return Math.min(1, past + of(step) * (total === 0 ? 1 : done / total));
}

export function wordsFor({ step, done, total }: Progress): string {
  return total === 0 ? words[step] : `${words[step]}: ${counted(done)} of ${counted(total)}`;
}
