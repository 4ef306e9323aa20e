/** What an export of the site did, in a sentence. */

import type { Exported } from "../ipc/backend";
import { sizeOf } from "./size";

export function outcomeOf(exported: Exported): string {
  const { nFiles, nNew, nChanged, nRemoved, nUnchanged, nBytes } = exported;
  const count = (n: number) => n.toLocaleString("en");
  const nKept = nFiles - nNew - nChanged - nUnchanged;
  const kept = nKept > 0 ? ` ${count(nKept)} of somebody else were left as they are.` : "";
  if (nNew + nChanged + nRemoved === 0)
    return `Nothing to do: ${count(nUnchanged)} ${nUnchanged === 1 ? "file is" : "files are"} as they should be.${kept}`;
  const parts = [
    nNew > 0 ? `${count(nNew)} new` : "",
    nChanged > 0 ? `${count(nChanged)} changed` : "",
    nRemoved > 0 ? `${count(nRemoved)} removed` : "",
    nUnchanged > 0 ? `${count(nUnchanged)} unchanged` : "",
  ].filter(Boolean);
  return `Exported: ${parts.join(", ")}; ${sizeOf(nBytes)} in all.${kept}`;
}
