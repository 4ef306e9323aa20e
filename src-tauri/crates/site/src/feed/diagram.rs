//! Diagrams in feeds: readers take drawings out of what they show, so they get the source.

use std::borrow::Cow;

use crate::markup::{Piece, escape, pieces};

/// The attribute that a diagram's source is in.
const SOURCE: &str = "data-source";

/// The body with the source of each diagram in the place of its drawing.
pub(super) fn as_source(html: &str) -> Cow<'_, str> {
    if !html.contains(SOURCE) {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len());
    // The caption of a diagram stays.
    let mut is_in_drawing = false;
    for piece in pieces(html) {
        match piece {
            Piece::Tag(tag) if tag.is("figure") && tag.get(SOURCE).is_some() => {
                let source = tag.get(SOURCE).unwrap_or_default();
                out.push_str("<figure><pre><code class=\"language-mermaid\">");
                out.push_str(&escape(&source));
                out.push_str("</code></pre>");
                is_in_drawing = true;
            }
            Piece::Tag(tag) => {
                is_in_drawing &= !tag.is("figcaption");
                if !is_in_drawing {
                    out.push_str(tag.raw());
                }
            }
            Piece::Other(text) => {
                is_in_drawing &= !text.starts_with("</figure");
                if !is_in_drawing {
                    out.push_str(text);
                }
            }
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_gives_way_to_its_source() {
        let html = "<p>a</p>\n<figure class=\"diagram\" data-source=\"pie\n&quot;a&quot; : 1\">\n\
            <div class=\"drawing\"><svg><style>b{}</style><text>c</text></svg></div>\n\
            <figcaption>d <em>e</em></figcaption>\n</figure>\n<p>f</p>\n";
        assert_eq!(
            as_source(html),
            "<p>a</p>\n<figure><pre><code class=\"language-mermaid\">pie\n&quot;a&quot; : 1\
             </code></pre><figcaption>d <em>e</em></figcaption>\n</figure>\n<p>f</p>\n"
        );
        let plain = "<figure><img src=\"a\"></figure>";
        assert!(matches!(as_source(plain), Cow::Borrowed(same) if same == plain));
    }
}
