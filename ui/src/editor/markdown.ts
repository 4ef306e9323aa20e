/**
 * The Markdown of the editor. Built on lang-markdown's language without its
 * HTML support, which would bring three more parsers into the first chunk.
 */

import {
  Language,
  LanguageDescription,
  LanguageSupport,
  ParseContext,
  type LanguageDescription as Description,
} from "@codemirror/language";
import {
  deleteMarkupBackward,
  insertNewlineContinueMarkupCommand,
  markdownLanguage,
} from "@codemirror/lang-markdown";
import { Prec } from "@codemirror/state";
import { keymap } from "@codemirror/view";
import { styleTags, tags } from "@lezer/highlight";
import { type MarkdownConfig, MarkdownParser, parseCode } from "@lezer/markdown";
import { frontMatter } from "./front-matter";
import { plainWideRows, withPlainGiants } from "./plain-giants";

/** `[!NOTE]` at the start of a quote is the mark of an alert, not a link. */
const alertMark: MarkdownConfig = {
  defineNodes: [{ name: "AlertMark", style: tags.processingInstruction }],
  parseInline: [
    {
      name: "AlertMark",
      before: "Link",
      parse(cx, next, at) {
        if (next !== "[".charCodeAt(0) || at !== cx.offset) return -1;
        const mark = /^\[!\w+\](?=\s*(?:\n|$))/.exec(cx.slice(at, cx.end));
        return mark ? cx.addElement(cx.elt("AlertMark", at, at + mark[0].length)) : -1;
      },
    },
  ],
};

const html: MarkdownConfig = {
  props: [styleTags({ "HTMLTag HTMLBlock CommentBlock Comment": tags.processingInstruction })],
};

/** Languages of code blocks that were asked for, by the word after the fence. */
const codeLanguages = new Map<string, Description | null>();

/** The table of languages and each language in it are loaded when a block asks for them. */
function codeParser(info: string) {
  const name = /^[^\s{]*/.exec(info)?.[0].toLowerCase();
  if (!name) return null;
  const known = codeLanguages.get(name);
  if (known !== undefined) return known?.support?.language.parser ?? null;
  return ParseContext.getSkippingParser(loadCode(name));
}

async function loadCode(name: string): Promise<void> {
  const { languages } = await import("@codemirror/language-data");
  const found = LanguageDescription.matchLanguageName(languages, name, true);
  await found?.load().catch(() => undefined);
  codeLanguages.set(name, found);
}

const base = markdownLanguage.parser;
if (!(base instanceof MarkdownParser)) throw new Error("lang-markdown parses with @lezer/markdown");
const parser = withPlainGiants(
  base.configure([frontMatter, alertMark, html, plainWideRows, parseCode({ codeParser })]),
);

/** Shares its data with lang-markdown's language, so that its commands know it. */
export const blogMarkdown = new Language(markdownLanguage.data, parser, [], "markdown");

export function markdown(): LanguageSupport {
  return new LanguageSupport(blogMarkdown, [
    Prec.high(
      keymap.of([
        // Enter on an empty item leaves the list instead of making it loose.
        { key: "Enter", run: insertNewlineContinueMarkupCommand({ nonTightLists: false }) },
        { key: "Backspace", run: deleteMarkupBackward },
      ]),
    ),
  ]);
}
