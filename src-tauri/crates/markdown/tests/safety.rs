//! What leaves the renderer with `RawHtml::Safe` is safe, whoever wrote the text.
//!
//! Our own markup is safe by construction, which is why only an author's HTML is
//! sanitised. Both are held here against a real HTML parser.

use galley_markdown::{Dialect, Document, Options, RawHtml, render};
use proptest::prelude::*;
use proptest::sample::select;

use judge::{danger, seen};

#[path = "html/judge.rs"]
mod judge;

/// Markdown without HTML.
const MARKDOWN: &[&str] = &[
    "word",
    " ",
    "\n",
    "\n\n",
    "    ",
    "é",
    "日本",
    "שלום",
    "\u{A0}",
    "\u{1}",
    "\0",
    "a > b",
    "&lt;b&gt;",
    "&",
    "&amp;",
    "# heading\n",
    "## a `code` \"b\" {#own}\n",
    "===\n",
    "---\n",
    "- item\n",
    "1. item\n",
    "- [x] task\n",
    "  - sub\n",
    "> quote\n",
    "> [!NOTE]\n> text\n",
    "```rust title=\"a<b\" {1}\nfn a() -> &str {}\n```\n",
    "```\n",
    "```html\na < b && \"c\"\n```\n",
    "```mermaid title=\"a<b\"\npie\n\"a<b\" : 1\n```\n",
    "| a | b |\n|:--|--:|\n| c | d |\n",
    "[^a]",
    "[^a]: note\n",
    "[ref]",
    "[ref]: /url 'a \"b\"'\n",
    "[t](https://a.example/?a=1&b=\"c\")",
    "![alt \"q\"](b.png \"a title\")\n\n",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "$x<y$",
    "$\\color{red} \\frac{a}{b} \\text{a<b}$",
    "$$\n\\sqrt{x}\\!\n$$",
    "\\nosuch",
    "\"",
    "'",
    "https://a.example/'x",
    "www.a.example/x",
    "me@a.example",
    "...",
    "--",
    "](",
    "![",
    "[",
    "]",
    ")",
    "(",
];

/// Addresses that run code when they are followed, in many disguises.
const ATTACKS: &[&str] = &[
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "![a](javascript:alert(1))",
    "<javascript:alert(1)>",
    "[a]: javascript:alert(1)\n\n[a]",
    "[a](&#106;avascript:alert(1))",
    "[a](javascript&colon;alert(1))",
    "[a](<java\tscript:alert(1)>)",
    "[a](&#1;javascript:alert(1))",
    "[a](vbscript:x)",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "![a](data:image/svg+xml,x)",
    "<data:text/html,x>",
    "[a](java&#10;script:x)",
    "[a](java&NewLine;script:x)",
    "![a](\"onerror=alert(1)//)",
    "[a](\"onclick=alert(1)//)",
    "[a](x \"' onclick=alert(1)\")",
    "```\" onclick=alert(1)\nx\n```\n",
    "# a {#x\"onclick=alert(1)}\n",
    "$\\href{javascript:alert(1)}{x}$",
    "$\\text{<img src=x onerror=alert(1)>}$",
    "```mermaid\nflowchart LR\na[\"<img src=x onerror=alert(1)>\"]\n```\n",
    "```mermaid\nflowchart LR\na-->b\nclick a \"javascript:alert(1)\"\nclick b alert\n```\n",
    "[^\"onclick=alert(1)]",
    "[^\"onclick=alert(1)]: x\n",
];

/// An author's HTML, good, bad and broken.
const HTML: &[&str] = &[
    "<div>\n",
    "</div>\n",
    "<b>",
    "</b>",
    "<details>\n",
    "</details>\n",
    "<p title='",
    "'>",
    "<a href=\"",
    "\">",
    "<!--",
    "-->",
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<svg onload=alert(1)>",
    "<svg>",
    "</svg>",
    "<math>",
    "<mtext>",
    "<mglyph>",
    "<annotation-xml encoding='text/html'>",
    "</math>",
    "<iframe src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='&#106;avascript:alert(1)'>",
    "<form>",
    "<input type=text autofocus onfocus=alert(1)>",
    "<title>",
    "<textarea>",
    "<noscript>",
    "<template>",
    "<plaintext>",
    "<xmp>",
    "<select>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<?xml ",
    "<![CDATA[",
    "]]>",
    "<!doctype x>",
    "<body onload=alert(1)>",
    "<base href=//x>",
    "<meta http-equiv=refresh content='0;url=javascript:x'>",
    "<object data=javascript:x>",
    "<embed src=x>",
    "<link rel=stylesheet href=x>",
    "<p style='x:expression(1)'>",
    "<",
    ">",
    "\"",
    "<video poster=javascript:x>",
    "<source srcset=x>",
    "<font color=red>",
    "<img src=\"data:image/png;base64,AA\">",
    "<area href=javascript:x>",
];

fn text(parts: &'static [&'static [&'static str]], n: usize) -> impl Strategy<Value = String> {
    let all: Vec<&str> = parts.concat();
    prop::collection::vec(select(all), 0..n).prop_map(|parts| parts.concat())
}

fn options(dialect: Dialect) -> Options {
    Options { dialect, raw_html: RawHtml::Safe, ..Options::default() }
}

const DIALECTS: [Dialect; 3] = [Dialect::Galley, Dialect::Gfm, Dialect::CommonMark];

/// Renders with the sanitiser forced upon everything: an element around the whole text
/// makes one group of it. None if the text swallows the end of that element.
fn sanitised(text: &str) -> Option<String> {
    let mut document = Document::new(options(Dialect::Galley));
    let text = format!("<div>\n\n{text}\n\n</div>\n");
    document.set_text(&text);
    let (group, rest) = document.blocks().split_first()?;
    if usize::try_from(group.last_line) != Ok(text.lines().count()) {
        return None;
    }
    let inner = group.html.strip_prefix("<div>\n")?.strip_suffix("</div>\n")?;
    let rest = rest.iter().map(|block| &*block.html);
    Some(std::iter::once(inner).chain(rest).collect())
}

#[test]
fn the_judge_knows_danger() {
    for html in [
        "<script>",
        "<img src=x onerror=x>",
        "<a href=' JAVASCRIPT:x'>",
        "<p style=x>",
        "<!-- -->",
        "<input type=text>",
    ] {
        assert!(danger(html).is_some(), "{html}");
    }
    for inside in [
        "<script>",
        "<foreignObject>",
        "<g onclick=x>",
        "<a href=javascript:x>",
        "<use href=https://a.example/#d-1>",
        "<rect fill='url(https://a.example)'>",
        "<g id=other>",
        "<style>body{fill:red}</style>",
        "<style>#d-1 a{fill:red}p{fill:red}</style>",
        "<style>#d-1~p{fill:red}</style>",
        "<style>@import 'x';</style>",
        "</svg><svg>",
    ] {
        assert!(danger(&format!("<svg id=d-1>{inside}</svg>")).is_some(), "{inside}");
    }
    assert_eq!(
        danger("<svg id=d-1><style>#d-1 .a{fill:red}</style><text class=a>b</text></svg>"),
        None
    );
    assert_eq!(danger("<p>&lt;script> on=1 <a href=\"/javascript:\">a</a></p>"), None);
}

#[test]
fn each_attack_alone_fails() {
    for dialect in DIALECTS {
        for attack in ATTACKS.iter().chain(HTML) {
            let html = render(attack, &options(dialect)).html;
            assert_eq!(danger(&html), None, "{attack} in {dialect:?}: {html}");
        }
    }
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) }
}

proptest! {
    #![proptest_config(config(1500))]

    #[test]
    fn no_text_renders_to_anything_dangerous(
        text in text(&[MARKDOWN, ATTACKS, HTML, HTML], 12),
        dialect in select(DIALECTS.as_slice()),
    ) {
        let html = render(&text, &options(dialect)).html;
        prop_assert_eq!(danger(&html), None, "{}", html);
    }

    /// Why markup of our own need not be sanitised.
    #[test]
    fn sanitising_changes_nothing_where_there_is_no_raw_html(
        text in text(&[MARKDOWN, MARKDOWN, ATTACKS], 12),
    ) {
        let html = render(&text, &options(Dialect::Galley)).html;
        let sanitised = sanitised(&text);
        prop_assume!(sanitised.is_some());
        prop_assert_eq!(seen(&sanitised.unwrap_or_default()), seen(&html), "{}", html);
    }
}
