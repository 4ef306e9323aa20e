/**
 * What window and preview frame say to each other. Messages from the frame are
 * data from a stranger: each is looked at before it is believed.
 */

import type { Appearance, Block, Patch } from "../ipc/backend";

export type ToFrame =
  | { galley: "show"; blocks: Block[]; bodyLine: number; page: string; version: number }
  /** Without a patch only the version moved on. */
  | { galley: "patch"; patch: Patch | null; version: number }
  | { galley: "scrollToLine"; line: number }
  | { galley: "activeLine"; line: number; reveal: boolean }
  | { galley: "appearance"; appearance: Appearance };

/** A key that was pressed in the frame, for the window's shortcuts. */
export interface FrameKey {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

/** Lines are lines of the editor. */
export type FromFrame =
  | { galley: "ready" }
  | { galley: "patched"; version: number }
  | { galley: "scrolled"; line: number }
  | { galley: "clicked"; line: number }
  | { galley: "link"; href: string }
  /** A picture from elsewhere was not fetched. */
  | { galley: "withheld" }
  | ({ galley: "key" } & FrameKey);

/** `null` if it is none of ours. */
export function fromFrame(data: unknown): FromFrame | null {
  if (typeof data !== "object" || data === null) return null;
  const message = data as Record<string, unknown>;
  switch (message["galley"]) {
    case "ready":
    case "withheld":
      return { galley: message["galley"] };
    case "patched":
      return isCount(message["version"])
        ? { galley: "patched", version: message["version"] }
        : null;
    case "scrolled":
    case "clicked": {
      const { galley, line } = message;
      return typeof line === "number" && Number.isFinite(line) && line >= 1
        ? { galley, line }
        : null;
    }
    case "link":
      return typeof message["href"] === "string" ? { galley: "link", href: message["href"] } : null;
    case "key": {
      const { key, code, ctrlKey, metaKey, shiftKey, altKey } = message;
      return typeof key === "string" && typeof code === "string"
        ? {
            galley: "key",
            key,
            code,
            ctrlKey: ctrlKey === true,
            metaKey: metaKey === true,
            shiftKey: shiftKey === true,
            altKey: altKey === true,
          }
        : null;
    }
    default:
      return null;
  }
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}
