//! Between a file's own line breaks and those of the editor.
//!
//! The editor counts every line break as one character and gives back only LF. A
//! file keeps the breaks it has, mixed ones too: what the author did not touch
//! stays, and new lines get the break that the file uses first.

use std::borrow::Cow;

use crate::text_edit::{self, Edit};

/// A source as the editor shows it: every CRLF and lone CR is an LF.
pub fn to_lf(source: &str) -> Cow<'_, str> {
    if !source.contains('\r') {
        return Cow::Borrowed(source);
    }
    Cow::Owned(source.replace("\r\n", "\n").replace('\r', "\n"))
}

/// The file's text after its editor's text became `edited`.
///
/// `to_lf` of the outcome is `edited`, and lines that did not change keep their breaks.
pub fn from_lf(source: &str, edited: &str) -> String {
    if !source.contains('\r') {
        return edited.to_owned();
    }
    let shown = to_lf(source);
    let eol = first_break(source);
    let edits = text_edit::diff(&shown, edited);
    let mut restored =
        String::with_capacity(source.len() + edited.len() - shown.len().min(edited.len()));
    let mut place = Place { source, bytes: 0, units: 0 };
    for Edit { from, to, insert } in &edits {
        let start = place.bytes;
        join(&mut restored, &source[start..place.walk_to(from.get())]);
        place.walk_to(to.get());
        join(&mut restored, &insert.replace('\n', eol));
    }
    join(&mut restored, &source[place.bytes..]);
    restored
}

/// Adds a piece; two breaks that meet stay two.
fn join(text: &mut String, piece: &str) {
    let mut rest = piece;
    if text.ends_with('\r') {
        rest = piece.trim_start_matches('\n');
        text.extend(std::iter::repeat_n('\r', piece.len() - rest.len()));
    }
    text.push_str(rest);
}

/// The break of the first line; LF in a text of one line.
pub fn first_break(source: &str) -> &'static str {
    match source.find(['\n', '\r']) {
        Some(at) if source[at..].starts_with("\r\n") => "\r\n",
        Some(at) if source[at..].starts_with('\r') => "\r",
        _ => "\n",
    }
}

/// A place in a source, and how many UTF-16 code units the editor shows before it.
struct Place<'source> {
    source: &'source str,
    bytes: usize,
    units: u32,
}

impl Place<'_> {
    /// Moves forward to where the editor shows `units` code units before.
    fn walk_to(&mut self, units: u32) -> usize {
        while self.units < units {
            let rest = &self.source[self.bytes..];
            let Some(c) = rest.chars().next() else { break };
            self.units += u32::from(c.len_utf16() == 2) + 1;
            self.bytes += if rest.starts_with("\r\n") { 2 } else { c.len_utf8() };
        }
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn untouched_lines_keep_their_breaks() {
        let source = "one\r\ntwo\nthree\rfour 🚀\r\n";
        assert_eq!(to_lf(source), "one\ntwo\nthree\nfour 🚀\n");
        assert_eq!(
            from_lf(source, "one\ntwo!\nnew\nthree\nfour 🚀 end\n"),
            "one\r\ntwo!\r\nnew\nthree\rfour 🚀 end\r\n"
        );
        assert_eq!(from_lf("a\r\nb", "a\nb"), "a\r\nb");
        assert_eq!(from_lf("a\nb", "c\nd"), "c\nd");
    }

    proptest! {
        #[test]
        fn the_editors_text_comes_back(
            source in "(a|b|é|🚀|\n|\r\n|\r){0,24}",
            edited in "(a|b|é|🚀|\n){0,24}",
        ) {
            let restored = from_lf(&source, &edited);
            prop_assert_eq!(to_lf(&restored), edited.as_str());
            prop_assert_eq!(from_lf(&source, &to_lf(&source)), source, "without an edit nothing changes");
        }
    }
}
