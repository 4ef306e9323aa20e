/** What the fake does with text: carries out edits, counts words, marks hits. */

import type { Edit, Piece } from "../backend";

/** As strict as the real one: a batch that does not fit is a bug of the window. */
export function applied(edits: Edit[], source: string): string {
  let text = "";
  let at = 0;
  for (const { from, to, insert } of edits) {
    if (from < at || to < from || to > source.length) throw new Error("edits out of order");
    if (splitsPair(source, from) || splitsPair(source, to)) throw new Error("half a character");
    if (!insert.isWellFormed() || insert.includes("\r")) throw new Error("not a text");
    text += source.slice(at, from) + insert;
    at = to;
  }
  return text + source.slice(at);
}

function splitsPair(text: string, at: number): boolean {
  return at > 0 && isLow(text, at) && isHigh(text, at - 1);
}

function isHigh(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLow(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit < 0xe000;
}

export function wordsIn(text: string): number {
  return text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
}

export function pieces(text: string, words: string[]): Piece[] {
  const pattern = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  return text
    .split(new RegExp(`(${pattern})`, "i"))
    .map((part, i) => ({ text: part, hit: i % 2 === 1 }))
    .filter((piece) => piece.text !== "");
}
