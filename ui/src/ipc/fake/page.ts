/** The page that the fake shows in the preview frame, dressed like the Quiet theme. */

import type { Fields } from "../backend";
import { escape } from "./toy-markdown";

const style = `
:root { --paper: #fffefb; --ink: #25221d; --soft: #6b6459; --red: #c23b22; --line: #e6e0d4; --code: #f4f0e8; color-scheme: light; }
@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { --paper: #201f1c; --ink: #e8e2d7; --soft: #a39b8d; --red: #e8735a; --line: #38342e; --code: #272521; color-scheme: dark; } }
:root[data-theme=dark] { --paper: #201f1c; --ink: #e8e2d7; --soft: #a39b8d; --red: #e8735a; --line: #38342e; --code: #272521; color-scheme: dark; }
* { box-sizing: border-box; margin: 0; }
body { background: var(--paper); color: var(--ink); font: 17px/1.62 "Literata Variable", Georgia, serif; overflow-wrap: anywhere; }
article { max-width: 34em; margin: 0 auto; padding: 44px 36px 120px; }
header p { font: 12.5px system-ui, sans-serif; color: var(--soft); margin-bottom: 14px; }
h1 { font-size: 29px; line-height: 1.2; letter-spacing: -.015em; text-wrap: balance; margin-bottom: 26px; }
h2 { font-size: 21px; line-height: 1.3; margin: 28px 0 12px; } h3 { font-size: 18px; margin: 24px 0 8px; }
p, ul, ol, blockquote { margin-bottom: 14px; } ul { padding-left: 1.2em; }
a { color: var(--red); text-underline-offset: 3px; text-decoration-thickness: 1px; }
blockquote { padding-left: 18px; border-left: 2px solid var(--line); color: var(--soft); }
.note { border-left: 3px solid #3d6a9c; background: color-mix(in srgb, #3d6a9c 9%, transparent); padding: 10px 16px; border-radius: 0 6px 6px 0; margin: 16px 0; font-size: 16px; }
.note p { margin: 0; } .note-title { font: 600 12px system-ui, sans-serif; color: color-mix(in srgb, #3d6a9c, var(--ink) 25%); }
pre { background: var(--code); border-radius: 6px; padding: 12px 16px; font: 13.5px/1.6 ui-monospace, monospace; margin: 16px 0; overflow-x: auto; }
hr { border: 0; border-top: 1px solid var(--line); margin: 24px 0; }
`;

export function fakePage(fields: Fields): string {
  const title = escape(fields.title || "Untitled");
  const date = escape(fields.date ?? "No date");
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title} | Field Notes</title><meta name="description" content="What ${title} is about."><meta property="og:title" content="${title}"><meta property="og:site_name" content="Field Notes"><link rel="canonical" href="https://example.org/notes/post/"><style>${style}</style></head><body><article><header><p>${date}${fields.tags.length ? ` · ${escape(fields.tags.join(", "))}` : ""}</p><h1>${title}</h1></header><div class="prose" data-galley-body></div></article></body></html>`;
}

/** The list of posts in a theme that says its own name. */
export function fakeSpecimen(theme: string, titles: string[], dark: boolean): string {
  const items = titles.map((title) => `<h2>${escape(title || "Untitled")}</h2>`).join("");
  const html = `<!doctype html><html lang="en" data-theme="${dark ? "dark" : "light"}"><head><meta charset="utf-8"><title>Field Notes</title><style>${style}</style></head><body><article><header><p>${escape(theme)}</p><h1>Field Notes</h1></header>${items}</article></body></html>`;
  return `data:text/html;charset=utf-8,${encodeURIComponent(html)}`;
}

/** The same page with our script in it, as the preview protocol serves it. */
export function servedPage(page: string, script: string): string {
  return page.replace("</body>", () => `<script>${script}</script></body>`);
}
