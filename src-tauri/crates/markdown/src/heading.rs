//! Headings and their ids, by GitHub's rules.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::contents;
use crate::piece::PieceHeading;
use crate::run::{Inline, plain_text};
use crate::template::Hole;
use crate::write::Writer;

impl Writer<'_, '_> {
    /// Writes a heading of what was put aside.
    pub(crate) fn heading(&mut self, level: u8, offset: usize) {
        let mut run = self.take_run();
        let own_id = if self.is_galley() { take_id(&mut run) } else { None };
        let text = plain_text(&run);
        let line = self.lines.line_at(offset);
        self.fresh_line();
        let (start, end) = tags(level);
        self.push(start);
        if self.is_galley() {
            let index = self.content.headings.len();
            let slug = own_id.unwrap_or_else(|| slug(&text));
            self.push(" id=\"");
            self.push(&slug);
            self.draft.push_hole(Hole::HeadingSuffix(index));
            self.push("\"");
            self.push(self.dir);
            self.push(">");
            let start = self.draft.html.len();
            self.write_run(&run);
            let label = contents::label(&run, &self.draft.html[start..], &text);
            self.push(" <a class=\"anchor\" href=\"#");
            self.push(&slug);
            self.draft.push_hole(Hole::HeadingSuffix(index));
            self.push("\" aria-label=\"");
            self.push(self.renderer.words.anchor);
            self.push("\"></a>");
            self.push(end);
            self.content.headings.push(PieceHeading { level, slug, text, label, line });
        } else {
            self.push(">");
            self.write_run(&run);
            self.push(end);
            let (slug, label) = (String::new(), String::new());
            self.content.headings.push(PieceHeading { level, slug, text, label, line });
        }
        self.leave_room(run);
    }
}

/// How the element of a heading begins and ends.
fn tags(level: u8) -> (&'static str, &'static str) {
    match level {
        1 => ("<h1", "</h1>\n"),
        2 => ("<h2", "</h2>\n"),
        3 => ("<h3", "</h3>\n"),
        4 => ("<h4", "</h4>\n"),
        5 => ("<h5", "</h5>\n"),
        _ => ("<h6", "</h6>\n"),
    }
}

/// Takes `{#id}` off the end of a heading.
fn take_id(run: &mut [Inline<'_>]) -> Option<String> {
    let Some(Inline::Text(text)) = run.last_mut() else { return None };
    let inner = text.chars.trim_end().strip_suffix('}')?;
    let at = inner.rfind("{#")?;
    let id = &inner[at + 2..];
    let is_id = id.starts_with(|c: char| c.is_alphabetic())
        && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'));
    if !is_id || text.fixed.contains(&at) {
        return None;
    }
    let id = id.to_owned();
    let kept = text.chars[..at].trim_end().len();
    text.chars.to_mut().truncate(kept);
    Some(id)
}

/// A heading's id before it is told apart from equal ones: letters, digits, marks, `_`
/// and `-` of its text in small letters, with `-` for each space.
pub(crate) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if c == ' ' {
            slug.push('-');
        } else if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if c == '-' || c.is_alphanumeric() || regex_syntax::is_word_character(c) {
            slug.extend(c.to_lowercase());
        }
    }
    if slug.is_empty() {
        // A heading of signs alone still wants an address.
        slug.push_str("section");
    }
    slug
}

/// Tells equal ids apart, in the order of the text.
#[derive(Debug, Default)]
pub(crate) struct Ids<'a> {
    /// The ids in use, each with the number that the last equal one got.
    used: HashMap<Cow<'a, str>, u32>,
}

impl<'a> Ids<'a> {
    /// What the next heading with this slug has after it: 0 for nothing, n for `-n`.
    pub(crate) fn suffix(&mut self, slug: &'a str) -> u32 {
        let mut n = match self.used.entry(Cow::Borrowed(slug)) {
            Entry::Occupied(used) => *used.get(),
            Entry::Vacant(_) if belongs_to_footnotes(slug) => 0,
            Entry::Vacant(free) => {
                free.insert(0);
                return 0;
            }
        };
        loop {
            n += 1;
            let id = with_suffix(slug, n);
            if !self.used.contains_key(id.as_str()) {
                self.used.insert(Cow::Owned(id), 0);
                self.used.insert(Cow::Borrowed(slug), n);
                return n;
            }
        }
    }
}

/// The final id of a heading.
pub(crate) fn with_suffix(slug: &str, n: u32) -> String {
    if n == 0 { slug.to_owned() } else { format!("{slug}-{n}") }
}

/// Whether footnotes could have this id themselves: `fn1`, `fnref1`, `fnref1-2`.
fn belongs_to_footnotes(slug: &str) -> bool {
    let number = slug.strip_prefix("fnref").or_else(|| slug.strip_prefix("fn"));
    number.is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_those_of_github() {
        for (text, expected) in [
            ("The LLM Tsunami", "the-llm-tsunami"),
            ("What's new? (2024/08)", "whats-new-202408"),
            ("a  b -- c_d", "a--b----c_d"),
            ("Ünïcode 日本語 हिन्दी", "ünïcode-日本語-हिन्दी"),
            ("🎉", "section"),
        ] {
            assert_eq!(slug(text), expected, "of {text:?}");
        }
    }

    #[test]
    fn equal_ids_get_numbers_that_nobody_has() {
        let mut ids = Ids::default();
        let slugs = ["a", "a", "a-1", "a", "a-1", "fn1"];
        let suffixes = slugs.map(|slug| with_suffix(slug, ids.suffix(slug)));
        assert_eq!(suffixes, ["a", "a-1", "a-1-1", "a-2", "a-1-2", "fn1-1"]);
    }
}
