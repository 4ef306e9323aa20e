//! The table of contents that `[[toc]]` stands for.

use std::fmt::Write as _;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::escape::escaped;
use crate::heading::with_suffix;
use crate::piece::Piece;
use crate::run::Inline;
use crate::words::Words;

/// Whether a paragraph is nothing but `[[toc]]`.
pub(crate) fn is_asked_for(run: &[Inline<'_>]) -> bool {
    matches!(run, [Inline::Text(text)]
        if text.fixed.is_empty() && text.chars.trim().eq_ignore_ascii_case("[[toc]]"))
}

/// A heading's line in the table: its HTML without links, which must not stand in another.
/// Of a heading with more than text and its marks, the text alone.
pub(crate) fn label(run: &[Inline<'_>], html: &str, text: &str) -> String {
    let is_plain = run.iter().all(|inline| match inline {
        Inline::Text(_) | Inline::Autolink { .. } | Inline::Mark(_) => true,
        Inline::Event(event, _) => match event {
            Event::Code(_) | Event::SoftBreak | Event::FootnoteReference(_) => true,
            Event::Start(tag) => !matches!(tag, Tag::Image { .. }),
            Event::End(tag) => *tag != TagEnd::Image,
            _ => false,
        },
    });
    if !is_plain {
        return escaped(text);
    }
    if !html.contains('<') {
        // Most headings have no mark at all.
        return html.to_owned();
    }
    let mut label = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find("<a ").into_iter().chain(rest.find("</a>")).min() {
        label.push_str(&rest[..start]);
        // Our own HTML: `>` stands in no attribute.
        let end = rest[start..].find('>').map_or(rest.len(), |i| start + i + 1);
        rest = &rest[end..];
    }
    label.push_str(rest);
    label
}

/// The table: a list in a list for each level further down.
pub(crate) fn table(pieces: &[Piece], words: &Words) -> String {
    let mut html = format!("<nav class=\"toc\" aria-label=\"{}\">\n", words.contents);
    // The levels of the lists now open.
    let mut open: Vec<u8> = Vec::new();
    for piece in pieces {
        let suffixes = piece.filled().suffixes.iter().copied().chain(std::iter::repeat(0));
        for (heading, suffix) in piece.content.headings.iter().zip(suffixes) {
            while open.len() > 1 && open.last().is_some_and(|&level| level > heading.level) {
                open.pop();
                html.push_str("</li>\n</ul>\n");
            }
            match open.last() {
                Some(&level) if level >= heading.level => html.push_str("</li>\n"),
                _ => {
                    html.push_str(if open.is_empty() { "<ul>\n" } else { "\n<ul>\n" });
                    open.push(heading.level);
                }
            }
            let id = with_suffix(&heading.slug, suffix);
            let _ = write!(html, "<li><a href=\"#{id}\">{}</a>", heading.label);
        }
    }
    for _ in &open {
        html.push_str("</li>\n</ul>\n");
    }
    html.push_str("</nav>\n");
    html
}
