/** What the list of posts says about a post, and what is wrong with one: enough for samples. */

import type { Heading, PostSummary, Problem } from "../backend";
import { wordsIn } from "./text";
import type { Split } from "./toy-front-matter";

type Summary = Omit<PostSummary, "id" | "path" | "nProblems" | "readOnly">;

export function toySummary({ fields, body }: Split, now: Date): Summary {
  const { date } = fields;
  const day = date?.slice(0, 10) ?? null;
  const at = date === null ? now : new Date(date.replace(" ", "T"));
  const prose = body.split("\n").find((line) => line.trim() && !line.startsWith("#")) ?? "";
  return {
    slug: fields.slug,
    title: fields.title,
    excerpt: fields.summary ?? prose.replace(/[*`[\]]|\([^)]*\)/g, ""),
    status: fields.draft ? "draft" : at > now ? "scheduled" : "live",
    date:
      date === null || day === null
        ? null
        : date === day
          ? { day }
          : { local: date.replace(" ", "T") },
    sortAt: (Number.isNaN(at.getTime()) ? now : at).toISOString(),
    tags: fields.tags,
    nWords: wordsIn(body),
  };
}

/** Links to posts that are not there. */
export function toyProblems(source: string, isThere: (path: string) => boolean): Problem[] {
  return source.split("\n").flatMap((line, i) =>
    [...line.matchAll(/\]\(([^)\s]+\.md)\)/g)]
      .filter(([, path = ""]) => !isThere(path))
      .map(({ 1: path = "", index }) => ({
        code: "broken-link",
        severity: "warning" as const,
        message: `the link leads to \`${path}\`, which is not there`,
        line: i + 1,
        column: index + 1,
      })),
  );
}

/** Lines that begin with `#`, wherever they stand. */
export function toyHeadings(source: string): Heading[] {
  return source.split("\n").flatMap((text, i) => {
    const found = /^(#{1,6}) +(.*)$/.exec(text);
    return found ? [{ level: found[1]?.length ?? 1, text: found[2] ?? "", line: i + 1 }] : [];
  });
}
