//! The contents of a page: its headings, read from its HTML.

use minijinja::{Value, context};

use crate::markup::{Piece, Tag, pieces};

/// The headings of the second and third level that have an address, in order: each with
/// `level`, `id` and `title`.
///
/// Themes ask for it as a filter, so that it costs nothing where nobody shows it.
pub(crate) fn contents(html: &str) -> Vec<Value> {
    let mut found = Vec::new();
    let mut open: Option<(u8, String, String)> = None;
    // The mark of a footnote belongs to the text and not to its name.
    let mut in_mark = false;
    for piece in pieces(html) {
        match piece {
            Piece::Tag(tag) if tag.is("sup") => in_mark = true,
            Piece::Tag(tag) => {
                if let Some((level, id)) = heading(&tag) {
                    open = Some((level, id, String::new()));
                }
            }
            Piece::Other(text) => {
                let (end, text) = end_tag(text);
                if ["h2", "h3"].contains(&end)
                    && let Some((level, id, title)) = open.take()
                {
                    let title = Value::from_safe_string(title.trim().to_owned());
                    found.push(context! { level, id, title });
                }
                in_mark &= end != "sup";
                if let Some((_, _, title)) = open.as_mut().filter(|_| !in_mark) {
                    title.push_str(text);
                }
            }
        }
    }
    found
}

fn heading(tag: &Tag<'_>) -> Option<(u8, String)> {
    let level = if tag.is("h2") {
        2
    } else if tag.is("h3") {
        3
    } else {
        return None;
    };
    Some((level, tag.get("id")?.into_owned()))
}

/// The name of the end tag that the piece begins with, and the text after it.
fn end_tag(piece: &str) -> (&str, &str) {
    match piece.strip_prefix("</").and_then(|rest| rest.split_once('>')) {
        Some((name, text)) => (name.trim_end(), text),
        None if piece.starts_with("<!--") => ("", ""),
        None => ("", piece),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str) -> Vec<String> {
        let shown = |heading: &Value| {
            let of = |name| heading.get_attr(name).unwrap();
            format!("{} {} {}", of("level"), of("id"), of("title"))
        };
        contents(html).iter().map(shown).collect()
    }

    #[test]
    fn headings_are_found_with_their_address() {
        let html = "<h1 id=a>No</h1>\n<h2 id=\"b&amp;c\">One <em>&lt;two&gt;</em><!-- x -->\
                    <sup class=\"fnref\"><a href=\"#fn1\">1</a></sup> <a class=\"anchor\" href=\"#b\">\
                    </a></h2>\n<p>Text</p><h3 id='d'>Three</h3><h2>Without</h2><p>x</p>";
        assert_eq!(check(html), ["2 b&c One &lt;two&gt;", "3 d Three"]);
        assert!(check("<h2 id=\"a\">never ends").is_empty());
    }
}
