/**
 * Paragraphs and rows of tables that are too much are left without colours.
 *
 * The parser looks back over all the signs of a paragraph for the partner of each, and
 * takes a paragraph in one go: fifty thousand brackets would stop the window for a minute.
 * A row of a table is quickly parsed, but each cell and each bar beside it becomes an
 * element of its own, and a web view lays a line with thousands of them out for seconds.
 */

import { type Element, type MarkdownConfig, type MarkdownParser, Table } from "@lezer/markdown";

/** Signs that may wait for a partner: a page of the densest links has some hundreds. */
const mostSigns = 2_000;
/** In UTF-16 units: some thirty pages without a break. */
const longest = 60_000;
/** Nobody reads a table of half as many columns. */
const mostCells = 500;

/** The same parser, which has nothing to say about giants. */
export function withPlainGiants(parser: MarkdownParser): MarkdownParser {
  const parseInline = parser.parseInline.bind(parser);
  parser.parseInline = (text, offset): Element[] =>
    isGiant(text) ? [] : parseInline(text, offset);
  return parser;
}

function isGiant(text: string): boolean {
  if (text.length <= mostSigns) return false;
  return text.length > longest || (text.match(/[[\]!*_~`<^]/g)?.length ?? 0) > mostSigns;
}

/** The same tables, but for their widest rows. A table with such a header is a paragraph. */
export const plainWideRows: MarkdownConfig = {
  parseBlock: (Table.parseBlock ?? []).map((block) => ({
    name: block.name,
    leaf(context, leaf) {
      const table = isWide(leaf.content) ? null : (block.leaf?.(context, leaf) ?? null);
      if (!table) return null;
      const nextLine = table.nextLine.bind(table);
      table.nextLine = (within, line, whole) => !isWide(line.text) && nextLine(within, line, whole);
      return table;
    },
  })),
};

function isWide(row: string): boolean {
  return row.length > mostCells && (row.match(/\|/g)?.length ?? 0) > mostCells;
}
