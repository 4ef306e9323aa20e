/**
 * What differs between two long texts, in words: first which lines, then what in
 * them. Comparing a long text by its characters alone gives up after a few dozen
 * changes and calls the whole text changed.
 *
 * Lines that stand once on both sides hold the texts together (a patience diff).
 * In prose that is nearly every line, for a paragraph is one.
 */

import { Change, diff } from "@codemirror/merge";

/** The words of so many milliseconds' passages are compared exactly; of the rest, roughly. */
const patience = 250;
const exactly = { scanLimit: 1_000, timeout: 50 };
const roughly = { scanLimit: 40 };

export function lineDiff(a: string, b: string): Change[] {
  const changes: Change[] = [];
  const [linesA, linesB] = [linesOf(a), linesOf(b)];
  const [startsA, startsB] = [startsOf(linesA), startsOf(linesB)];
  const until = performance.now() + patience;
  eachPassage(linesA, linesB, (passage) => {
    const care = performance.now() < until ? exactly : roughly;
    const [fromA, toA] = [startsA[passage.fromA] ?? 0, startsA[passage.toA] ?? a.length];
    const [fromB, toB] = [startsB[passage.fromB] ?? 0, startsB[passage.toB] ?? b.length];
    for (const part of diff(a.slice(fromA, toA), b.slice(fromB, toB), care)) {
      changes.push(
        new Change(fromA + part.fromA, fromA + part.toA, fromB + part.fromB, fromB + part.toB),
      );
    }
  });
  return changes;
}

/** Lines that differ: from one line to before another, on both sides. */
interface Passage {
  fromA: number;
  toA: number;
  fromB: number;
  toB: number;
}

/** With their ends, so that together they are the text. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function startsOf(lines: string[]): number[] {
  let at = 0;
  return [...lines.map((line) => (at += line.length) - line.length), at];
}

/** In order. */
function eachPassage(a: string[], b: string[], visit: (passage: Passage) => void): void {
  const compare = (whole: Passage): void => {
    let { fromA, toA, fromB, toB } = whole;
    while (fromA < toA && fromB < toB && a[fromA] === b[fromB]) {
      fromA++;
      fromB++;
    }
    while (fromA < toA && fromB < toB && a[toA - 1] === b[toB - 1]) {
      toA--;
      toB--;
    }
    if (fromA === toA && fromB === toB) return;
    const inside = { fromA, toA, fromB, toB };
    const anchors = fromA < toA && fromB < toB ? anchorsOf(a, b, inside) : [];
    if (anchors.length === 0) {
      visit(inside);
      return;
    }
    for (const [atA, atB] of anchors) {
      compare({ fromA, toA: atA, fromB, toB: atB });
      [fromA, fromB] = [atA + 1, atB + 1];
    }
    compare({ fromA, toA, fromB, toB });
  };
  compare({ fromA: 0, toA: a.length, fromB: 0, toB: b.length });
}

/** The longest run of lines that stand once on both sides, in the same order on both. */
function anchorsOf(a: string[], b: string[], { fromA, toA, fromB, toB }: Passage) {
  const inA = onceIn(a, fromA, toA);
  const inB = onceIn(b, fromB, toB);
  // Of the runs of each length, the one that ends earliest in b.
  const found: { a: number; b: number; before: number }[] = [];
  const last: number[] = [];
  for (const [line, atA] of inA) {
    const atB = inB.get(line);
    if (atA === null || atB === undefined || atB === null) continue;
    let low = 0;
    let high = last.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((found[last[middle] ?? 0]?.b ?? 0) < atB) low = middle + 1;
      else high = middle;
    }
    found.push({ a: atA, b: atB, before: last[low - 1] ?? -1 });
    last[low] = found.length - 1;
  }
  const anchors: [number, number][] = [];
  for (let at = last.at(-1) ?? -1; at >= 0;) {
    const pair = found[at];
    if (!pair) break;
    anchors.push([pair.a, pair.b]);
    at = pair.before;
  }
  return anchors.reverse();
}

/** Where each line stands, in order; `null` for one that stands there more than once. */
function onceIn(lines: string[], from: number, to: number): Map<string, number | null> {
  const places = new Map<string, number | null>();
  for (let at = from; at < to; at++) {
    const line = lines[at] ?? "";
    places.set(line, places.has(line) ? null : at);
  }
  return places;
}
