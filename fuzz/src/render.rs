//! A document that is edited is the document of its text, and shows nothing that could
//! harm its reader.

use galley_markdown::{Block, Dialect, Document, Options, RawHtml, render};

use judge::{Seen, danger, seen};

#[path = "../../src-tauri/crates/markdown/tests/html/judge.rs"]
mod judge;

/// What stands between two versions of a text.
const CUT: &str = "\n--8<--\n";

/// What an address may begin with: the sanitiser's list, written once more.
const SCHEMES: &[&str] = &[
    "http", "https", "mailto", "tel", "sms", "ftp", "ftps", "sftp", "xmpp", "irc", "ircs",
    "matrix", "magnet", "geo", "news", "nntp", "gemini", "gopher", "bitcoin", "ssh", "git",
    "facetime", "callto",
];

/// More versions say nothing that fewer do not.
const MOST_VERSIONS: usize = 4;

/// Holds the promises against an input: a line that says how to render, then versions of a
/// text, each set after the one before.
pub fn holds(input: &[u8]) {
    let input = String::from_utf8_lossy(input);
    let (order, texts) = input.split_once('\n').unwrap_or(("", &input));
    let options = options(order);
    let mut document = Document::new(options.clone());
    let mut shown = Vec::new();
    for text in texts.split(CUT).take(MOST_VERSIONS) {
        document.set_text(text).apply(&mut shown);
        is_that_of_its_text(&document, &shown, text, &options);
        if options.raw_html == RawHtml::Safe {
            let html = document.html();
            assert_eq!(danger(&html), None, "{html}");
            document.blocks().iter().for_each(is_settled);
        }
    }
}

/// Words such as `gfm`, `positions`, `no-math`, `straight` and `all-html`, in any order.
fn options(order: &str) -> Options {
    let asks_for = |word: &str| order.split(' ').any(|other| other == word);
    Options {
        dialect: match () {
            () if asks_for("commonmark") => Dialect::CommonMark,
            () if asks_for("gfm") => Dialect::Gfm,
            () => Dialect::Galley,
        },
        raw_html: if asks_for("all-html") { RawHtml::All } else { RawHtml::Safe },
        smart_punctuation: !asks_for("straight"),
        math: !asks_for("no-math"),
        positions: asks_for("positions"),
        ..Options::default()
    }
}

/// Whether edits, and the patches they gave, led to what the text alone gives.
fn is_that_of_its_text(document: &Document, shown: &[Block], text: &str, options: &Options) {
    let mut fresh = Document::new(options.clone());
    fresh.set_text(text);
    assert_eq!(document.blocks(), fresh.blocks(), "blocks of {text:?}");
    assert_eq!(document.blocks(), shown, "the patches do not lead to {text:?}");
    assert_eq!(document.rendered(), render(text, options), "what was seen in {text:?}");
}

/// Whether the sanitiser leaves a block as it is. An element, attribute or scheme that is not
/// on its list would go, and so would a nesting that parsers read otherwise.
fn is_settled(block: &Block) {
    let html = without_drawings(&block.html);
    // The way to the sanitiser is through HTML in a text, and that ends at a blank line.
    let is_blank = |line: &str| line.trim_matches([' ', '\t', '\u{B}', '\u{C}']).is_empty();
    let html = format!("<div>{html}</div>\n");
    if html.trim_end().split(['\n', '\r']).any(is_blank) {
        return;
    }
    let options = Options { dialect: Dialect::CommonMark, ..Options::default() };
    let again = render(&html, &options).html;
    // One element more may be one too many: then it is shown as text.
    if again.starts_with("<div>") {
        assert_eq!(without_known_schemes(&again), without_known_schemes(&html), "{html}");
    }
}

/// Drawings are put in behind the sanitiser, and the judge has looked at them.
fn without_drawings(html: &str) -> String {
    let mut parts = html.split("<svg id=\"d-");
    let mut rest = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        rest.push_str(part.split_once("</svg>").map_or("", |(_, rest)| rest));
    }
    rest
}

/// What a browser sees, without the addresses that have one of [`SCHEMES`]. Beside an author's
/// HTML those go whose host nobody could find, as in `https://[`; Markdown alone keeps them.
fn without_known_schemes(html: &str) -> Vec<Seen> {
    let is_known = |value: &str| {
        let scheme = value.split_once(':').map(|(scheme, _)| scheme.trim().to_lowercase());
        scheme.is_some_and(|scheme| SCHEMES.contains(&scheme.as_str()))
    };
    let mut seen = seen(html);
    for token in &mut seen {
        if let Seen::Tag { attributes, .. } = token {
            attributes.retain(|(name, value)| {
                !matches!(name.as_str(), "href" | "src" | "cite" | "poster") || !is_known(value)
            });
        }
    }
    seen
}
