/**
 * Enough Markdown to show the sample posts in a plain browser. The real renderer
 * is the Rust crate; nothing but the fake uses this.
 */

import type { Block, Patch } from "../backend";

interface Lines {
  text: string[];
  first: number;
}

export function toyBlocks(body: string): Block[] {
  return groups(body.split("\n")).map(({ text, first }) => ({
    html: `${block(text)}\n`,
    firstLine: first,
    lastLine: first + text.length - 1,
  }));
}

/** What to replace in `old` to get `now`, found from both ends. */
export function toyPatch(old: Block[], now: Block[]): Omit<Patch, "bodyLine" | "page"> {
  // A block is the same if it shows the same and its lines have moved so far.
  const same = (a: Block | undefined, b: Block | undefined, shift: number) =>
    a !== undefined &&
    a.html === b?.html &&
    a.firstLine + shift === b.firstLine &&
    a.lastLine + shift === b.lastLine;
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && same(old[head], now[head], 0)) head++;
  const lineShift = (now.at(-1)?.lastLine ?? 0) - (old.at(-1)?.lastLine ?? 0);
  let tail = 0;
  while (tail < most - head && same(old.at(-1 - tail), now.at(-1 - tail), lineShift)) tail++;
  return {
    from: head,
    to: old.length - tail,
    blocks: now.slice(head, now.length - tail),
    lineShift,
  };
}

function groups(lines: string[]): Lines[] {
  const all: Lines[] = [];
  let now: Lines | null = null;
  let fenced = false;
  lines.forEach((line, i) => {
    const fence = line.startsWith("```");
    if (fenced) {
      now?.text.push(line);
      if (fence) {
        fenced = false;
        now = null;
      }
    } else if (line.trim() === "") {
      now = null;
    } else {
      if (!now || fence || /^#{1,6} /.test(line)) all.push((now = { text: [], first: i + 1 }));
      now.text.push(line);
      fenced = fence;
      if (/^#{1,6} /.test(line)) now = null;
    }
  });
  return all;
}

function block(lines: string[]): string {
  const first = lines[0] ?? "";
  const heading = /^(#{1,6}) (.*)$/.exec(first);
  if (heading) {
    const level = String(heading[1]?.length ?? 1);
    return `<h${level}>${inline(heading[2] ?? "")}</h${level}>`;
  }
  if (first.startsWith("```")) {
    const code = lines.slice(1, lines.at(-1)?.startsWith("```") ? -1 : undefined).join("\n");
    return `<pre><code>${escape(code)}</code></pre>`;
  }
  if (/^>\s*\[!\w+\]/.test(first)) {
    const text = lines.slice(1).map((line) => line.replace(/^>\s?/, ""));
    return `<aside class="note"><p class="note-title">Note</p><p>${inline(text.join(" "))}</p></aside>`;
  }
  if (first.startsWith(">")) {
    return `<blockquote><p>${inline(lines.map((line) => line.replace(/^>\s?/, "")).join(" "))}</p></blockquote>`;
  }
  if (/^[-*+] /.test(first)) {
    return `<ul>${lines.map((line) => `<li>${inline(line.replace(/^[-*+] /, ""))}</li>`).join("\n")}</ul>`;
  }
  if (/^(?:---|\*\*\*)$/.test(first)) return "<hr>";
  return `<p>${inline(lines.join("\n"))}</p>`;
}

function inline(text: string): string {
  return escape(text)
    .replace(/`([^`]+)`/g, "<code>$1</code>")
    .replace(/\*\*([^*]+)\*\*/g, "<strong>$1</strong>")
    .replace(/\*([^*]+)\*/g, "<em>$1</em>")
    .replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, '<a href="$2">$1</a>');
}

export function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
