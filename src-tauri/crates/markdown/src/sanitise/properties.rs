//! Whatever an author writes, what the sanitiser leaves is settled.
//!
//! A browser parses what we send once more. Were its tree another one than the sanitiser
//! saw, all that was checked on the first would say nothing of the second.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::{Dialect, Document, Options};
use judge::{danger, seen};

#[path = "../../tests/html/judge.rs"]
mod judge;

/// Names with which a parser has rules of their own: allowed ones, and those that are taken
/// out or switch its rules.
const NAMES: &[&str] = &[
    "a",
    "b",
    "big",
    "br",
    "code",
    "em",
    "font",
    "i",
    "img",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "tt",
    "u",
    "ruby",
    "rt",
    "rp",
    "blockquote",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "h1",
    "h2",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "ul",
    "caption",
    "col",
    "colgroup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "audio",
    "source",
    "video",
    "input",
    // Foreign, and the points where they meet HTML again.
    "math",
    "mi",
    "mo",
    "mn",
    "ms",
    "mtext",
    "mrow",
    "semantics",
    "none",
    "annotation-xml",
    "mglyph",
    "malignmark",
    "annotation",
    "svg",
    "g",
    "desc",
    "foreignObject",
    "title",
    "path",
    // Never allowed.
    "applet",
    "base",
    "body",
    "button",
    "dialog",
    "embed",
    "form",
    "frameset",
    "head",
    "html",
    "iframe",
    "image",
    "keygen",
    "link",
    "listing",
    "marquee",
    "menu",
    "meta",
    "nobr",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "optgroup",
    "option",
    "plaintext",
    "rb",
    "rtc",
    "script",
    "search",
    "select",
    "selectedcontent",
    "slot",
    "style",
    "template",
    "textarea",
    "x-y",
    "xmp",
];

const ATTRIBUTES_IN_TAGS: &[&str] = &[
    "",
    " class=a",
    " id='x y'",
    " title=\"</p><!-- --><b>\"",
    " title='a&quot;&lt;b&amp;lt;'",
    " title=\"\u{A0}\"",
    " href=a.html",
    " href='javascript:x'",
    " href='&#106;avascript:x'",
    " href='http://['",
    " src='data:image/png;base64,AA'",
    " src=' java\tscript:x'",
    " onclick=x",
    " style='x'",
    " encoding='text/html'",
    " definitionurl=x",
    " xlink:href='javascript:x'",
    " xmlns=http://www.w3.org/2000/svg",
    " type=hidden",
    " type=text disabled",
    " open open='2'",
    " color=red",
    " display=block",
    " CLASS=A",
    " a<b=c",
    " =",
    " /",
];

const TEXTS: &[&str] = &[
    "x",
    " ",
    "\n",
    "\n\n",
    "\r",
    "\r\n",
    "\t",
    "\0",
    "\u{C}",
    "\u{1}",
    "\u{A0}",
    "\u{FEFF}",
    "é",
    "日本",
    "&",
    "&amp;",
    "&amp;lt;",
    "&lt;b&gt;",
    "&quot;",
    "\"",
    "'",
    "&nbsp;",
    "&#0;",
    "&#x80;",
    "&#10;",
    "&#13;",
    "&notit;",
    "&no",
    "<",
    ">",
    "</",
    "</>",
    "< b>",
    "<b",
    "<a href=\"",
    "\">",
    "<!--",
    "-->",
    "<!-->",
    "--!>",
    "<!-- a -->",
    "<![CDATA[",
    "]]>",
    "<?x?>",
    "<!doctype html>",
    "<p title='",
    "'>",
];

/// What puts HTML into a place of its own, or is HTML once it is rendered.
const MARKDOWN: &[&str] = &[
    "\n\n",
    "\n\n\n",
    "\n- item ",
    "\n1. ",
    "\n> ",
    "\n> [!NOTE]\n> ",
    "\n# heading ",
    "\n| a | b |\n|---|--:|\n| ",
    " | ",
    "\n\n[^a]: ",
    "[^a]",
    "\n\n[[toc]]\n\n",
    "\n\nterm\n: ",
    "![alt \"q\"](b.png \"title\")",
    "\n\n```html title=\"a<b\" {1}\na < b && \"c\"\n\n```\n",
    "$x<y\\, \\sqrt{x}$",
    "**",
    "`<b>`",
    "- [x] task\n",
    "\n\nhttps://youtu.be/dQw4w9WgXcQ\n\n",
    "שלום",
    "    ",
];

fn piece() -> impl Strategy<Value = String> {
    let attributes = prop::collection::vec(select(ATTRIBUTES_IN_TAGS), 0..3);
    prop_oneof![
        8 => (select(NAMES), attributes, prop_oneof![9 => Just(">"), 1 => Just("/>")])
            .prop_map(|(name, attributes, end)| format!("<{name}{}{end}", attributes.concat())),
        5 => select(NAMES).prop_map(|name| format!("</{name}>")),
        4 => select(TEXTS).prop_map(str::to_owned),
    ]
}

/// Text that is more or less HTML, well nested only by chance.
fn html(n: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..n).prop_map(|pieces| pieces.concat())
}

/// Markdown with such HTML at all places.
fn document_text(n: usize) -> impl Strategy<Value = String> {
    let part = prop_oneof![html(5), select(MARKDOWN).prop_map(str::to_owned)];
    prop::collection::vec(part, 0..n).prop_map(|parts| parts.concat())
}

fn config(cases: u32) -> ProptestConfig {
    // A failure prints its smallest case; that becomes a test of its own.
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) }
}

proptest! {
    #![proptest_config(config(2000))]

    #[test]
    fn cleaning_twice_is_cleaning_once(html in html(14)) {
        let clean = sanitise(&html);
        prop_assert_eq!(danger(&clean), None, "{}", clean);
        prop_assert_eq!(sanitise(&clean), clean);
    }

    /// Blocks are put into a page one by one.
    #[test]
    fn cleaning_changes_no_block_of_a_document(
        text in document_text(10),
        dialect in select(vec![Dialect::Galley, Dialect::Gfm, Dialect::CommonMark]),
        positions in any::<bool>(),
    ) {
        let mut document = Document::new(Options { dialect, positions, ..Options::default() });
        document.set_text(&text);
        for block in document.blocks() {
            // The same to a parser: where no author's HTML is, `"` stays `&quot;`, and so on.
            prop_assert_eq!(seen(&sanitise(&block.html)), seen(&block.html), "{}", block.html);
        }
    }
}
