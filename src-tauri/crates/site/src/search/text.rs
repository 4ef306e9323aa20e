//! The text of a body that readers see.

use crate::markup::unescape;

/// Elements within a word: `<b>b</b>old` is one. The one that code is made of comes first.
const INLINE: [&str; 17] = [
    "span", "a", "abbr", "b", "bdi", "bdo", "code", "del", "em", "i", "ins", "mark", "ruby", "s",
    "strong", "u", "wbr",
];

/// Elements whose inside is no text.
const HIDDEN: [&str; 2] = ["script", "style"];

/// The text, with a space where an element that breaks a word begins or ends.
///
/// It looks at every byte of a blog, so it does not read attributes: a `>` in one of an
/// author's own lets its rest be found, which does no harm.
pub(super) fn visible_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&unescape(&rest[..at]));
        rest = &rest[at..];
        if rest.starts_with("<!--") {
            rest = after(rest, "-->");
            continue;
        }
        let name = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        if name.is_empty() {
            text.push('<');
            rest = &rest[1..];
            continue;
        }
        if !INLINE.iter().any(|inline| name.eq_ignore_ascii_case(inline)) {
            text.push(' ');
        }
        let hides = HIDDEN.iter().any(|hidden| name.eq_ignore_ascii_case(hidden));
        rest = if hides && !rest.starts_with("</") { after(rest, "</") } else { rest };
        rest = after(rest, ">");
    }
    text.push_str(&unescape(rest));
    text
}

/// What follows the first `end`; nothing if there is none.
fn after<'h>(html: &'h str, end: &str) -> &'h str {
    html.find(end).map_or("", |at| &html[at + end.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(html: &str) -> String {
        visible_text(html).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_are_whole_and_apart() {
        assert_eq!(
            shown("<p>B<b>ol</b>d &amp; thin</p><p>next<br>line</p>"),
            "Bold & thin next line"
        );
        assert_eq!(shown("<td>a</td><td>b</td>"), "a b");
    }

    #[test]
    fn what_nobody_sees_is_no_text() {
        assert_eq!(shown("a<!-- b --><style>c { d: e }</style><script>f()</script>g"), "a g");
        assert_eq!(shown("<img alt=\"x\" src=\"y\"> 1 < 2"), "1 < 2");
    }
}
