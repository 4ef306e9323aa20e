//! Where the front matter of a file begins and ends.

use std::ops::Range;

use super::lines::{line_end, lines};
use super::{Format, Split};

/// Finds the front matter; tolerates a byte order mark and any line break.
///
/// A fence is a line of `---` or `+++` at the very start; YAML may also end with
/// `...`. A `---` line with an empty line and then prose after it is a thematic
/// break, as in Pandoc. JSON is an object from the first character on.
pub fn split(source: &str) -> Split {
    let start = if source.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    fenced(source, start).or_else(|| json(source, start)).unwrap_or(Split {
        format: None,
        inner: start..start,
        body_start: start,
    })
}

/// Whether a source begins like front matter that is never closed.
pub(super) fn is_unclosed(source: &str) -> bool {
    let text = source.strip_prefix('\u{FEFF}').unwrap_or(source);
    let mut lines = lines(text);
    let opened = lines.next().is_some_and(|first| fence(first).is_some());
    opened && lines.next().is_some_and(looks_like_field) && split(source).format.is_none()
}

fn fenced(source: &str, start: usize) -> Option<Split> {
    let first_end = line_end(source, start);
    let format = fence(&source[start..first_end])?;
    let mut at = first_end;
    while at < source.len() {
        let end = line_end(source, at);
        if closes(format, &source[at..end]) {
            let inner = first_end..at;
            if format == Format::Yaml && is_thematic_break(&source[inner.clone()]) {
                return None;
            }
            return Some(Split { format: Some(format), inner, body_start: end });
        }
        at = end;
    }
    None
}

fn fence(line: &str) -> Option<Format> {
    match line.trim_end() {
        "---" => Some(Format::Yaml),
        "+++" => Some(Format::Toml),
        _ => None,
    }
}

fn closes(format: Format, line: &str) -> bool {
    let line = line.trim_end();
    fence(line) == Some(format) || format == Format::Yaml && line == "..."
}

fn is_thematic_break(inner: &str) -> bool {
    let after_gap = lines(inner).next().is_some_and(|line| line.trim().is_empty());
    let written = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    after_gap && lines(inner).find(written).is_some_and(|line| !looks_like_field(line))
}

/// Whether a line is a comment or begins with a word, or a quoted text, and a `:` or `=`.
fn looks_like_field(line: &str) -> bool {
    let line = line.trim_start();
    let key = line.find([':', '=']).map_or("", |key_end| line[..key_end].trim_end());
    let is_quoted = key.len() > 2 && key.starts_with(['"', '\'']) && key.ends_with(['"', '\'']);
    line.starts_with('#') || is_quoted || !key.is_empty() && !key.contains(char::is_whitespace)
}

/// JSON front matter: a brace, a key, and the matching brace at the end of a line.
fn json(source: &str, start: usize) -> Option<Split> {
    let rest = &source[start..];
    // `{{< figure >}}` and `{% include %}` begin with a brace too, but no key follows.
    if !rest.strip_prefix('{')?.trim_start().starts_with(['"', '}']) {
        return None;
    }
    let end = start + object_len(rest.as_bytes())?;
    let body_start = line_end(source, end);
    let is_alone = source[end..body_start].trim().is_empty();
    is_alone.then_some(Split { format: Some(Format::Json), inner: start..end, body_start })
}

/// The length of the JSON object that the text begins with.
fn object_len(text: &[u8]) -> Option<usize> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (at, &byte) in text.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

impl Split {
    /// The front matter's text.
    pub(super) fn inner_of<'source>(&self, source: &'source str) -> &'source str {
        &source[self.inner.clone()]
    }

    /// Where the body lies.
    pub(super) fn body(&self, source: &str) -> Range<usize> {
        self.body_start..source.len()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The front matter's format and text, and the body.
    fn parts(source: &str) -> (Option<Format>, &str, &str) {
        let split = split(source);
        (split.format, &source[split.inner], &source[split.body_start..])
    }

    #[test]
    fn fences_of_yaml_and_toml() {
        assert_eq!(parts("---\na: 1\n---\nBody"), (Some(Format::Yaml), "a: 1\n", "Body"));
        assert_eq!(parts("---  \na: 1\n...\nBody"), (Some(Format::Yaml), "a: 1\n", "Body"));
        assert_eq!(parts("---\n---\n"), (Some(Format::Yaml), "", ""));
        assert_eq!(parts("---\na: 1\n---"), (Some(Format::Yaml), "a: 1\n", ""));
        assert_eq!(parts("+++\na = 1\n+++\n\nB"), (Some(Format::Toml), "a = 1\n", "\nB"));
        assert_eq!(
            parts("---\na: '---'\n ---\n---\n"),
            (Some(Format::Yaml), "a: '---'\n ---\n", "")
        );
    }

    #[test]
    fn byte_order_mark_and_crlf() {
        let source = "\u{FEFF}---\r\na: 1\r\n---\r\nBody\r\n";
        assert_eq!(parts(source), (Some(Format::Yaml), "a: 1\r\n", "Body\r\n"));
        assert_eq!(parts("\u{FEFF}Body"), (None, "", "Body"));
    }

    #[test]
    fn json_from_brace_to_brace() {
        let inner = "{\n  \"title\": \"a } \\\" {\",\n  \"x\": {}\n}";
        assert_eq!(parts(&format!("{inner}\nBody")), (Some(Format::Json), inner, "Body"));
        for no in ["{{< figure >}}\n", "{% raw %}", "{\"a\": 1", "{\"a\": 1} and more\n", "{"] {
            assert_eq!(parts(no), (None, "", no));
        }
    }

    #[test]
    fn what_is_no_front_matter() {
        for source in
            ["", "---", "---\n", "Body\n---\na: 1\n---\n", "----\na: 1\n----\n", "--- a\n---\n"]
        {
            assert_eq!(parts(source), (None, "", source));
        }
        let breaks = "---\n\nProse after a thematic break.\n\n---\n\nMore.\n";
        assert_eq!(parts(breaks), (None, "", breaks));
        assert_eq!(parts("---\n\na: 1\n---\n").0, Some(Format::Yaml));
        assert_eq!(parts("---\n\n\"a b\": 1\n---\n").0, Some(Format::Yaml));
        assert_eq!(parts("---\nno field here\n---\n").0, Some(Format::Yaml), "broken, not prose");
    }

    #[test]
    fn unclosed_front_matter_is_told_from_a_thematic_break() {
        assert!(is_unclosed("---\ntitle: x\n\nBody"));
        assert!(is_unclosed("\u{FEFF}+++\r\ntitle = 'x'\r\n"));
        assert!(!is_unclosed("---\n\nProse"));
        assert!(!is_unclosed("---\ntitle: x\n---\n"));
        assert!(!is_unclosed("title: x\n"));
    }

    proptest! {
        #[test]
        fn ranges_fit_any_text(source in "(---|\\+\\+\\+|\\{|\\}|\"|\r\n|\n|a: 1|\u{FEFF}|é| ){0,16}") {
            let split = split(&source);
            prop_assert!(split.inner.end <= split.body_start);
            prop_assert!(source.get(split.inner.clone()).is_some());
            prop_assert!(source.get(split.body_start..).is_some());
            prop_assert!(split.format.is_some() || split.inner.is_empty());
        }
    }
}
