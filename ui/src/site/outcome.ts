/** What an export of the site did, in a sentence. */

import type { Exported } from "../ipc/backend";
import { counted } from "../state/numbers";
import { sizeOf } from "./size";

export function outcomeOf(exported: Exported): string {
  const { nFiles, nNew, nChanged, nRemoved, nUnchanged, nBytes } = exported;
  const nKept = nFiles - nNew - nChanged - nUnchanged;
  const kept = nKept > 0 ? ` ${counted(nKept)} of somebody else were left as they are.` : "";
  if (nNew + nChanged + nRemoved === 0)
    return `Nothing to do: ${counted(nUnchanged)} ${nUnchanged === 1 ? "file is" : "files are"} as they should be.${kept}`;
  const parts = [
    nNew > 0 ? `${counted(nNew)} new` : "",
    nChanged > 0 ? `${counted(nChanged)} changed` : "",
    nRemoved > 0 ? `${counted(nRemoved)} removed` : "",
    nUnchanged > 0 ? `${counted(nUnchanged)} unchanged` : "",
  ].filter(Boolean);
  return `Exported: ${parts.join(", ")}; ${sizeOf(nBytes)} in all.${kept}`;
}
