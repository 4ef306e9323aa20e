/** Enough front matter for the sample posts: `key: value` lines between `---`. */

import type { Edit, FieldEdit, Fields } from "../backend";

export interface Split {
  fields: Fields;
  body: string;
  /** The line of the file that the body starts at, from 1. */
  bodyLine: number;
}

export function toySplit(source: string, stem: string): Split {
  const block = /^---\n([\s\S]*?)^---(?:\n|$)/m.exec(source);
  const head = block && block.index === 0 ? block : null;
  const get = (key: string) =>
    new RegExp(`^${key}:\\s*(.*)$`, "m").exec(head?.[1] ?? "")?.[1]?.trim() ?? null;
  const start = head?.[0].length ?? 0;
  return {
    fields: {
      title: get("title") ?? stem,
      date: get("date"),
      draft: get("draft") === "true",
      tags: (get("tags") ?? "")
        .replace(/^\[|\]$/g, "")
        .split(",")
        .map((tag) => tag.trim())
        .filter(Boolean),
      slug: get("slug") ?? stem,
      summary: get("summary"),
    },
    body: source.slice(start),
    bodyLine: source.slice(0, start).split("\n").length,
  };
}

/** Which edits set a field; the block is made if there is none. */
export function toyFieldEdit(source: string, field: FieldEdit): Edit[] {
  const [key, value] = Object.entries(field)[0] as [string, string | boolean | string[] | null];
  const said =
    value === null ? null : Array.isArray(value) ? `[${value.join(", ")}]` : String(value);
  const line = said === null ? "" : `${key}: ${said}\n`;
  if (!/^---\n[\s\S]*?^---(?:\n|$)/m.test(source) || !source.startsWith("---\n")) {
    return line ? [{ from: 0, to: 0, insert: `---\n${line}---\n\n` }] : [];
  }
  const end = source.indexOf("\n---", 3) + 1;
  const old = new RegExp(`^${key}:.*\\n`, "m").exec(source.slice(0, end));
  if (old) return [{ from: old.index, to: old.index + old[0].length, insert: line }];
  return line ? [{ from: end, to: end, insert: line }] : [];
}
