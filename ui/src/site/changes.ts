/** The list of what an export would change: which of it is shown. */

import type { SiteChanges } from "../ipc/backend";

/** What becomes of a file. */
export type ChangeKind = "new" | "changed" | "removed" | "kept";

export const changeKinds: readonly ChangeKind[] = ["new", "changed", "removed", "kept"];

export interface Change {
  kind: ChangeKind;
  path: string;
}

/** What each kind is called beside its count. */
export const changeWords: Record<ChangeKind, string> = {
  new: "new",
  changed: "changed",
  removed: "removed",
  kept: "left as it is",
};

/** Those of a kind, or all, whose path holds the words. */
export function changesOf(changes: SiteChanges, only: ChangeKind | null, words: string): Change[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return changeKinds
    .filter((kind) => only === null || kind === only)
    .flatMap((kind) => changes[kind].map((path) => ({ kind, path })))
    .filter(({ path }) => wanted.every((word) => path.toLowerCase().includes(word)));
}
