/**
 * Paragraphs that are too much for the parser are left without colours.
 *
 * The parser looks back over all the signs of a paragraph for the partner of each, and
 * takes a paragraph in one go: fifty thousand brackets would stop the window for a minute.
 */

import type { Element, MarkdownParser } from "@lezer/markdown";

/** Signs that may wait for a partner: a page of the densest links has some hundreds. */
const mostSigns = 2_000;
/** In UTF-16 units: some thirty pages without a break. */
const longest = 60_000;

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
