/**
 * What an error code means to the window: how loud it is, which words stand
 * before the message, and what can be done about it. One table; nothing else
 * may branch on a message's text.
 */

import type { Error as ErrorShape, ErrorCode } from "./bindings";

/** What a notice offers besides closing it, and what its button says. */
export const remedies = { openBlog: "Open another…", save: "Save again" } as const;
export type Remedy = keyof typeof remedies;

interface Words {
  tone: "error" | "warning";
  /** A short sentence in the author's words. */
  title: string;
  remedy?: Remedy;
}

const words: Record<ErrorCode, Words> = {
  notABlog: { tone: "error", title: "That folder is not a blog.", remedy: "openBlog" },
  notFound: { tone: "error", title: "That is not there any more." },
  alreadyExists: { tone: "error", title: "Something of that name is there already." },
  readOnly: { tone: "warning", title: "That place can only be read." },
  diskFull: { tone: "error", title: "The disk is full.", remedy: "save" },
  foreignFolder: { tone: "warning", title: "That folder holds files that Galley did not write." },
  ended: { tone: "warning", title: "That was ended." },
  overtaken: { tone: "warning", title: "That has changed meanwhile." },
  versionMismatch: { tone: "warning", title: "The window had to catch up with the post." },
  badInput: { tone: "warning", title: "That can’t be used as it is." },
  internal: { tone: "error", title: "Something went wrong." },
};

/** An error as the window shows it. */
export interface Notice {
  tone: "error" | "warning" | "note";
  title: string;
  /** What exactly happened, and what to do. */
  detail: string;
  remedy: Remedy | null;
}

export function noticeOf(error: ErrorShape): Notice {
  // A code of a newer backend is still an error to show.
  const { tone, title, remedy } = (words as Partial<typeof words>)[error.code] ?? words.internal;
  const detail = [error.message, ...error.causes.slice(0, 1)].filter(Boolean).join(": ");
  return {
    tone,
    title,
    detail: [sentence(detail), error.hint ? sentence(error.hint) : ""].filter(Boolean).join(" "),
    remedy: remedy ?? null,
  };
}

/** The error of a call that broke instead of answering. */
export function internal(cause: unknown): ErrorShape {
  const message = cause instanceof Error ? cause.message : String(cause);
  return { code: "internal", message, hint: null, causes: [] };
}

/** Messages come lower case and without a stop, so that they can be chained. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  if (!trimmed) return "";
  // A name in backticks keeps its spelling, also at the start.
  const start = (trimmed.charAt(0).toUpperCase() + trimmed.slice(1)).replaceAll("`", "");
  return /[.!?…]$/.test(start) ? start : `${start}.`;
}
