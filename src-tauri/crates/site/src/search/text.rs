//! The text of a body that readers see.

use crate::markup::{Piece, pieces, unescape};

/// Elements within a word: `<b>b</b>old` is one.
const INLINE: [&str; 17] = [
    "a", "abbr", "b", "bdi", "bdo", "code", "del", "em", "i", "ins", "mark", "ruby", "s", "span",
    "strong", "u", "wbr",
];

/// Elements whose inside is no text.
const HIDDEN: [&str; 2] = ["script", "style"];

/// The text, with a space where an element that breaks a word begins or ends.
pub(super) fn visible_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len() / 2);
    let mut is_hidden = false;
    for piece in pieces(html) {
        match piece {
            Piece::Tag(tag) => {
                is_hidden = HIDDEN.iter().any(|name| tag.is(name));
                if !INLINE.iter().any(|name| tag.is(name)) {
                    text.push(' ');
                }
            }
            Piece::Other(other) if other.starts_with("<!--") => {}
            Piece::Other(other) => {
                let other = match other.strip_prefix("</").and_then(|tag| tag.split_once('>')) {
                    Some((name, after)) => {
                        is_hidden = false;
                        if !INLINE.iter().any(|inline| name.trim_end() == *inline) {
                            text.push(' ');
                        }
                        after
                    }
                    None => other,
                };
                if !is_hidden {
                    text.push_str(&unescape(other));
                }
            }
        }
    }
    text
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
