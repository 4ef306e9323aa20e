/** Which rows of a long list are on screen: all rows are of one height. */

export interface Rows {
  first: number;
  /** After the last. */
  end: number;
}

/** Rows above and below the view, so that a quick scroll shows no gap. */
const spare = 6;

export function rowsInView(scrollTop: number, height: number, rowHeight: number, n: number): Rows {
  const first = Math.max(0, Math.min(n, Math.floor(scrollTop / rowHeight) - spare));
  const end = Math.min(n, Math.ceil((scrollTop + height) / rowHeight) + spare);
  return { first, end: Math.max(first, end) };
}

/** Where to scroll so that a row is in full view; `null` if it is. */
export function scrollToRow(
  row: number,
  scrollTop: number,
  height: number,
  rowHeight: number,
): number | null {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  if (top + rowHeight > scrollTop + height) return top + rowHeight - height;
  return null;
}
