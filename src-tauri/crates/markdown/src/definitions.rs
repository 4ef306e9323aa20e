//! Definitions that other parts of a text refer to: `[label]: address` and `[^label]:`.

use std::fmt::Write as _;

use pulldown_cmark::{Options as Extensions, Parser, RefDefs};

use crate::piece::Piece;

/// A link reference definition: label, address, title.
type LinkDefinition = (String, String, Option<String>);

/// All definitions of a text, as Markdown that a part of the text can be parsed behind.
#[derive(Debug, Default)]
pub(crate) struct Definitions {
    markdown: String,
}

impl Definitions {
    /// The definitions of a text, given those of links and the pieces with its footnotes.
    /// `has_footnotes` says whether the dialect has any.
    pub(crate) fn of(links: &[LinkDefinition], pieces: &[Piece], has_footnotes: bool) -> Self {
        let mut markdown = String::new();
        for definition in pieces.iter().flat_map(|piece| &piece.content.definitions) {
            let _ = write!(markdown, "[^{}]: x\n\n", definition.written_label);
        }
        for (label, address, title) in links {
            if has_footnotes && label.starts_with('^') {
                // Nothing can refer to that link, and here it would become a footnote.
                continue;
            }
            let _ = write!(markdown, "[{label}]: <{}>", as_entities(address));
            if let Some(title) = title {
                let _ = write!(markdown, " \"{}\"", as_entities(title));
            }
            markdown.push_str("\n\n");
        }
        if !markdown.is_empty() {
            // Ends whatever the definitions might leave open.
            markdown.push_str("***\n\n");
        }
        Self { markdown }
    }

    pub(crate) fn as_markdown(&self) -> &str {
        &self.markdown
    }
}

/// Writes each sign as an entity, so that none of them means anything.
fn as_entities(text: &str) -> String {
    let mut entities = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || !c.is_ascii() {
            entities.push(c);
        } else {
            let _ = write!(entities, "&#{};", u32::from(c));
        }
    }
    entities
}

/// The link reference definitions that a parser found, in the order of the text.
pub(crate) fn links(definitions: &RefDefs<'_>) -> Vec<LinkDefinition> {
    let mut found: Vec<_> = definitions.iter().collect();
    found.sort_by_key(|(_, definition)| definition.span.start);
    found
        .into_iter()
        .map(|(label, definition)| {
            let title = definition.title.as_ref().map(ToString::to_string);
            (label.to_owned(), definition.dest.to_string(), title)
        })
        .collect()
}

/// Whether two versions of a part of a text define the same links.
pub(crate) fn define_same_links(old: &str, new: &str, extensions: Extensions) -> bool {
    let may_define = |text: &str| text.contains("]:");
    if !may_define(old) && !may_define(new) {
        return true;
    }
    let of = |text| links(Parser::new_ext(text, extensions).reference_definitions());
    of(old) == of(new)
}
