/**
 * Between CodeMirror's changes and the edits of the wire: both count UTF-16
 * units in the text before the change.
 */

import { ChangeSet, type ChangeSpec, Text } from "@codemirror/state";
import type { Edit } from "../ipc/backend";

/** The edits that a change set makes to `before`, sorted and apart from each other. */
export function editsOf(changes: ChangeSet, before: Text): Edit[] {
  const edits: Edit[] = [];
  // Changes that touch come as one, so two widened edits never share a pair.
  changes.iterChanges((from, to, _fromB, _toB, inserted) => {
    edits.push(onWholeCharacters({ from, to, insert: inserted.toString() }, before));
  });
  return edits;
}

export function changesOf(edits: Edit[], length: number): ChangeSet {
  return ChangeSet.of(edits satisfies ChangeSpec, length);
}

/**
 * The smallest single change that turns one text into the other, in whole
 * characters. `null` when they are equal.
 */
export function difference(before: Text, after: Text): ChangeSet | null {
  if (before.eq(after)) return null;
  const old = before.toString();
  const now = after.toString();
  const most = Math.min(old.length, now.length);
  let start = 0;
  while (start < most && old.charCodeAt(start) === now.charCodeAt(start)) start++;
  if (splitsPair(old, start) || splitsPair(now, start)) start--;
  let end = 0;
  while (
    end < most - start &&
    old.charCodeAt(old.length - 1 - end) === now.charCodeAt(now.length - 1 - end)
  ) {
    end++;
  }
  if (splitsPair(old, old.length - end) || splitsPair(now, now.length - end)) end--;
  return ChangeSet.of(
    { from: start, to: old.length - end, insert: textOf(now.slice(start, now.length - end)) },
    old.length,
  );
}

export function textOf(source: string): Text {
  return Text.of(source.split("\n"));
}

/**
 * The DOM reports some insertions beside an emoji as a change in the middle of
 * its surrogate pair. Rust has no such place, so the edit takes the pair whole.
 */
function onWholeCharacters(edit: Edit, before: Text): Edit {
  let { from, to, insert } = edit;
  if (insidePair(before, from)) {
    insert = before.sliceString(from - 1, from) + insert;
    from--;
  }
  if (insidePair(before, to)) {
    insert += before.sliceString(to, to + 1);
    to++;
  }
  return { from, to, insert };
}

function insidePair(text: Text, at: number): boolean {
  return at > 0 && at < text.length && splitsPair(text.sliceString(at - 1, at + 1), 1);
}

function splitsPair(text: string, at: number): boolean {
  const high = text.charCodeAt(at - 1);
  const low = text.charCodeAt(at);
  return high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000;
}
