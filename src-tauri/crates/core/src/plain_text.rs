//! The plain words of Markdown, for lists and counts.
//!
//! Quick rather than exact: a list of thousands of posts is read with it, and a
//! wrong mark in an excerpt harms nobody. Rendering has its own, full parser.

use crate::title_line::{closes, fence_of};

/// How many characters an excerpt has at most, about three lines of a list.
const MAX_EXCERPT_CHARS: usize = 200;

/// How far the end of a link, a tag or code is looked for; further off it is none.
/// Without a limit a line of many beginnings would be read again for each.
const MAX_MARK_BYTES: usize = 2048;

/// The first prose of a body, without marks, on one line.
pub(crate) fn excerpt(body: &str) -> String {
    let mut prose = Prose { lines: body.lines().peekable(), fence: None, after_gap: true };
    let mut excerpt = String::new();
    // Bytes bound characters from above, so that this reads no more than it needs.
    while excerpt.chars().take(MAX_EXCERPT_CHARS + 1).count() <= MAX_EXCERPT_CHARS {
        let Some(line) = prose.next_line() else { return excerpt };
        // A whole post may be one line.
        let text = strip_marks(&line[..line.floor_char_boundary(MAX_MARK_BYTES)]);
        if !text.is_empty() {
            if !excerpt.is_empty() {
                excerpt.push(' ');
            }
            excerpt.push_str(&text);
        }
    }
    shortened(&excerpt, MAX_EXCERPT_CHARS)
}

/// At most `max` characters, cut between words where there are any.
fn shortened(text: &str, max: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(max) else { return text.to_owned() };
    let cut = match text[..end].rfind(' ') {
        Some(space) if space * 2 >= end => space,
        _ => end,
    };
    format!("{}…", text[..cut].trim_end_matches([' ', ',', ';', ':', '—', '–', '.', '、', '。']))
}

/// The lines of a body that are prose.
struct Prose<'body> {
    lines: std::iter::Peekable<std::str::Lines<'body>>,
    fence: Option<&'body str>,
    after_gap: bool,
}

impl<'body> Prose<'body> {
    fn next_line(&mut self) -> Option<&'body str> {
        loop {
            let line = self.lines.next()?;
            if let Some(fence) = self.fence {
                if closes(fence, line) {
                    self.fence = None;
                }
                continue;
            }
            self.fence = fence_of(line).or_else(|| (line.trim() == "$$").then_some("$$"));
            let is_code = self.after_gap && (line.starts_with("    ") || line.starts_with('\t'));
            self.after_gap = line.trim().is_empty();
            let text = without_block_marks(line);
            let is_heading =
                self.lines.peek().is_some_and(|next| is_underline(next)) && !text.is_empty();
            if self.fence.is_none() && !is_code && !is_heading && is_prose(text) {
                return Some(text);
            }
        }
    }
}

/// A line without the marks of quotes, lists and task boxes.
fn without_block_marks(line: &str) -> &str {
    let mut text = line.trim();
    loop {
        let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let rest = match text.as_bytes().first() {
            Some(b'>') => &text[1..],
            // The last begins a definition.
            Some(b'-' | b'*' | b'+' | b':') if text[1..].starts_with(' ') => &text[1..],
            Some(b'0'..=b'9') if number.starts_with(". ") || number.starts_with(") ") => {
                &number[1..]
            }
            _ => break,
        };
        text = rest.trim_start();
    }
    ["[ ] ", "[x] ", "[X] "].iter().find_map(|mark| text.strip_prefix(mark)).unwrap_or(text)
}

fn is_underline(line: &str) -> bool {
    let line = line.trim();
    line.len() > 1 && (line.bytes().all(|b| b == b'=') || line.bytes().all(|b| b == b'-'))
}

/// Whether a line has words for readers: no heading, table, HTML, definition, shortcode or
/// table of contents.
fn is_prose(text: &str) -> bool {
    let is_heading = text.starts_with('#') && text.trim_start_matches('#').starts_with([' ', '\t']);
    let is_definition = text.starts_with('[') && text.contains("]:");
    let is_html = text.starts_with('<') && !text.starts_with("<http");
    let is_break = text.len() > 2 && text.chars().all(|c| matches!(c, '-' | '*' | '_' | '=' | ' '));
    let is_other = text.starts_with(['|'])
        || text.eq_ignore_ascii_case("[[toc]]")
        || ["{{", "{%", "$$", "[!"].iter().any(|mark| text.starts_with(mark));
    !(text.is_empty() || is_heading || is_definition || is_html || is_break || is_other)
}

/// The words of one line, without the marks within it.
pub(crate) fn strip_marks(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let before = plain.chars().next_back();
        let after = &rest[c.len_utf8()..];
        rest = match c {
            '\\' if after.starts_with(|next: char| next.is_ascii_punctuation()) => {
                plain.push_str(&after[..1]);
                &after[1..]
            }
            '`' => code(rest, &mut plain),
            '!' if after.starts_with('[') => match link(after) {
                Some((_, end)) => &after[end..],
                None => keep(c, after, &mut plain),
            },
            '[' => match link(rest) {
                Some((text, end)) => {
                    plain.push_str(&strip_marks(text));
                    &rest[end..]
                }
                None => keep(c, after, &mut plain),
            },
            '<' => match tag(rest) {
                Some((text, end)) => {
                    plain.push_str(text);
                    &rest[end..]
                }
                None => keep(c, after, &mut plain),
            },
            '*' | '_' if is_emphasis(c, before, after) => after.trim_start_matches(c),
            '~' if after.starts_with('~') => &after[1..],
            '=' if after.starts_with('=') && is_highlight(before, &after[1..]) => &after[1..],
            _ => keep(c, after, &mut plain),
        };
    }
    let trimmed = plain.trim();
    if trimmed.len() == plain.len() { plain } else { trimmed.to_owned() }
}

/// Whether `==` between these begins or ends highlighted words: not within a word, nor
/// between spaces, where it compares.
fn is_highlight(before: Option<char>, after: &str) -> bool {
    let after = after.chars().next();
    let is_text = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && c != '=');
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    (is_text(after) && !is_word(before) && before != Some('='))
        || (is_text(before) && !is_word(after) && after != Some('='))
}

fn keep<'line>(c: char, after: &'line str, plain: &mut String) -> &'line str {
    plain.push(c);
    after
}

/// Code within a line stays as it is, without its marks.
fn code<'line>(rest: &'line str, plain: &mut String) -> &'line str {
    let len = rest.len() - rest.trim_start_matches('`').len();
    let (open, after) = rest.split_at(len);
    if let Some(end) = near(after).find(open) {
        plain.push_str(after[..end].trim());
        &after[end + len..]
    } else {
        plain.push_str(open);
        after
    }
}

/// The text of `[text](target)`, `[text][label]` or `[^note]`, and where it ends.
fn link(rest: &str) -> Option<(&str, usize)> {
    let rest = near(rest);
    let mut depth = 0_usize;
    let close = rest.char_indices().find_map(|(at, c)| {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })?;
    let text = &rest[1..close];
    let after = &rest[close + 1..];
    let end = match after.as_bytes().first() {
        _ if text.starts_with('^') => return Some(("", close + 1)),
        Some(b'(') => close + 2 + after.find(')')?,
        Some(b'[') => close + 2 + after.find(']')?,
        _ => return None,
    };
    Some((text, end))
}

/// An HTML tag, which has no words, or an address between angle brackets.
fn tag(rest: &str) -> Option<(&str, usize)> {
    let end = near(rest).find('>')?;
    let inside = &rest[1..end];
    if inside.contains("://") && !inside.contains(' ') {
        return Some((inside, end + 1));
    }
    let is_tag = inside.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
    is_tag.then_some(("", end + 1))
}

fn near(rest: &str) -> &str {
    &rest[..rest.floor_char_boundary(MAX_MARK_BYTES)]
}

/// Whether a `*` or `_` marks emphasis: not alone between spaces, and `_` not within a word.
fn is_emphasis(mark: char, before: Option<char>, after: &str) -> bool {
    let next = after.trim_start_matches(mark).chars().next();
    let is_gap = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let is_alone = is_gap(before) && is_gap(next);
    let is_inside = is_word(before) && is_word(next);
    !(is_alone || mark == '_' && is_inside)
}

/// The number of words; characters of scripts without spaces count one each.
pub(crate) fn n_words(text: &str) -> u32 {
    let mut n = 0;
    let mut in_word = false;
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            n += u32::from(!in_word);
            in_word = true;
        } else if c.is_ascii() {
            // Other marks stay within: `don't`, `AI/LLM` and `a.b@c.d` are one each.
            in_word &= !c.is_ascii_whitespace();
        } else if is_ideograph(c) {
            n += 1;
            in_word = false;
        } else if c.is_alphanumeric() {
            n += u32::from(!in_word);
            in_word = true;
        } else {
            in_word &= !(c.is_whitespace()
                || matches!(
                    c,
                    '—' | '–' | '…' | '\u{3000}'..='\u{303F}' | '，' | '！' | '？' | '：' | '；'
                ));
        }
    }
    n
}

/// Chinese characters and Japanese syllables.
fn is_ideograph(c: char) -> bool {
    matches!(c,
        '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9D}' | '\u{20000}'..='\u{3FFFF}' | '々' | '〆' | '〇')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn marks_within_a_line_are_left_out() {
        for (line, plain) in [
            ("Plain words.", "Plain words."),
            ("**Bold**, *it*, __b__, _i_ and ~~gone~~", "Bold, it, b, i and gone"),
            ("a [link](http://x/_a_) and [ref][r] and ![pic](p.png)!", "a link and ref and !"),
            (
                "`code *x*` and ``a`b`` 3 * 4 snake_case_word",
                "code *x* and a`b 3 * 4 snake_case_word",
            ),
            (r"\*not\* <b>html</b> <https://x.y> 1 < 2 > 1", "*not* html https://x.y 1 < 2 > 1"),
            ("note[^1] and [unlinked] end", "note and [unlinked] end"),
            ("[![alt](a.png) text](b)", "text"),
            ("日本語**太字**です", "日本語太字です"),
            ("[open `tick * star <", "[open `tick * star <"),
        ] {
            assert_eq!(strip_marks(line), plain);
        }
    }

    #[test]
    fn an_excerpt_is_the_first_prose() {
        let body = "## Heading\n\n![pic](a.png)\n\n```rust\n# not prose\n```\n\n<div>\n\n| a | b |\n\nSetext\n======\n\n> [!NOTE]\n> A *quoted* line\n> and more.\n\n- [x] done\n\n[ref]: http://x\n\n    code\n\n1. last";
        assert_eq!(excerpt(body), "A quoted line and more. done last");
        assert_eq!(excerpt(""), "");
        assert_eq!(excerpt("\n\n# Only a heading\n"), "");
        assert_eq!(excerpt("$$\nx^2\n$$\n\nText"), "Text");
        assert_eq!(
            excerpt("[[toc]]\n\nTerm\n: ==Some== words, a == b==c"),
            "Term Some words, a == b==c"
        );
    }

    #[test]
    fn long_prose_is_cut_between_words() {
        let excerpt = excerpt(&"word, ".repeat(100));
        assert!(excerpt.chars().count() <= MAX_EXCERPT_CHARS + 1);
        assert!(excerpt.ends_with("word…"), "{excerpt}");
        assert_eq!(self::excerpt(&"あ".repeat(300)), "あ".repeat(200) + "…");
    }

    #[test]
    fn words_of_many_scripts_are_counted() {
        for (text, n) in [
            ("", 0),
            (" -- * … ", 0),
            ("It's AI/LLM, 3.14 e-mail", 4),
            ("servers—a bit – of", 4),
            ("日本語 and カナ", 6),
            ("한국어 단어 둘", 3),
            ("Ärger über naïveté", 3),
            ("**bold**\n- item\n", 2),
        ] {
            assert_eq!(n_words(text), n, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "([\\[\\]()!`*_~<>\\\\^:#|$-]| |\n|a|é|日|http://){0,60}") {
            let excerpt = excerpt(&text);
            prop_assert!(!excerpt.contains('\n'));
            prop_assert!(excerpt.chars().count() <= MAX_EXCERPT_CHARS + 1);
            let _ = n_words(&text);
        }
    }
}
