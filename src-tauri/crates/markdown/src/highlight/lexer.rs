//! Lexers for the languages that blogs quote most.
//!
//! They tell a keyword from a string and no more, which is what [`CLASSES`](super::CLASSES)
//! show, in a hundredth of the time that a grammar of regular expressions takes.

use crate::highlight::lexer::grammar::{Grammar, Keywords, Manner};
use crate::highlight::lexer::text::Text;

mod grammar;
mod shell;
#[cfg(test)]
mod tests;
mod text;

/// Where a lexer is in a text, between two lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lexer {
    grammar: &'static Grammar,
    keywords: Keywords,
    /// What is open, the innermost last.
    open: Vec<Open>,
    /// Whether a shell's command goes on in the next line.
    continued: bool,
}

/// Something that ends later, maybe in another line.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Open {
    /// A comment, and how many others it is in.
    Comment(u32),
    Text(Text),
    /// Code within a text, and how many braces are open in it.
    Hole(u32),
    /// A shell's document, up to the line that is this word, with tabs before it or not.
    Document {
        end: String,
        indented: bool,
    },
}

/// What came before in the line.
#[expect(clippy::struct_excessive_bools, reason = "each is a thing by itself")]
#[derive(Debug, Default)]
struct Before {
    /// The class that the next word has for what stands before it, as after `fn`.
    expected: &'static str,
    /// Something that has a value: a `/` behind it divides.
    value: bool,
    dot: bool,
    /// Nothing but spaces.
    nothing: bool,
    /// A shell's command is due.
    command: bool,
    /// The document that begins with the next line.
    document: Option<(String, bool)>,
}

/// How many bytes, and their class.
type Token = (usize, &'static str);

/// The name of the language that goes by `name`, and its lexer.
pub(super) fn find(name: &str) -> Option<&'static Grammar> {
    grammar::ALL.iter().find(|grammar| grammar.names.contains(&name))
}

pub(crate) use grammar::Grammar as LexedLanguage;

impl Lexer {
    pub(super) fn new(grammar: &'static Grammar) -> Self {
        Self { grammar, keywords: grammar.keywords(), open: Vec::new(), continued: false }
    }

    /// Cuts the next line, given without its line end, into pieces with a class each.
    pub(super) fn line<'t>(&mut self, line: &'t str, mut put: impl FnMut(&'t str, &'static str)) {
        let command = !std::mem::take(&mut self.continued);
        let mut before = Before { nothing: true, command, ..Before::default() };
        let mut rest = line;
        while !rest.is_empty() {
            let (n, class) = self.token(rest, &mut before);
            let (token, after) = rest.split_at(n);
            put(token, class);
            rest = after;
        }
        // What cannot go on in the next line ends, and the code in it.
        let ends = |open: &Open| matches!(open, Open::Text(text) if !text.spans_lines());
        if let Some(at) = self.open.iter().position(ends) {
            self.open.truncate(at);
        }
        if let Some((end, indented)) = before.document {
            self.open.push(Open::Document { end, indented });
        }
    }

    fn token(&mut self, rest: &str, before: &mut Before) -> Token {
        match self.open.last_mut() {
            Some(Open::Comment(depth)) => {
                let (n, is_over) = comment(rest, depth, self.grammar.nested_comments);
                if is_over {
                    self.open.pop();
                }
                (n, "c")
            }
            Some(Open::Text(text)) => {
                let (token, then) = text.piece(rest);
                match then {
                    text::Then::GoesOn => {}
                    text::Then::Ends => {
                        self.open.pop();
                        before.value = true;
                    }
                    text::Then::Hole => {
                        self.open.push(Open::Hole(0));
                        *before = Before::default();
                    }
                }
                token
            }
            Some(Open::Document { end, indented }) => {
                let line = if *indented { rest.trim_start_matches('\t') } else { rest };
                let is_end = line == end;
                if is_end {
                    self.open.pop();
                }
                (rest.len(), if is_end { "k" } else { "s" })
            }
            Some(Open::Hole(_)) | None => self.code(rest, before),
        }
    }

    fn code(&mut self, rest: &str, before: &mut Before) -> Token {
        let spaces = rest.len() - rest.trim_start().len();
        if spaces > 0 {
            // A word of a shell ends with it.
            before.value &= self.grammar.manner != Manner::Shell;
            return (spaces, "");
        }
        let was_nothing = std::mem::take(&mut before.nothing);
        if !self.grammar.line_comment.is_empty() && rest.starts_with(self.grammar.line_comment) {
            return (rest.len(), "c");
        }
        if self.grammar.block_comments && rest.starts_with("/*") {
            self.open.push(Open::Comment(0));
            return (2, "c");
        }
        if self.grammar.manner == Manner::Shell {
            return self.shell(rest, before);
        }
        if let Some((n, text)) = Text::at(rest, self.grammar.manner, was_nothing, before.value) {
            let class = text.class();
            self.open.push(Open::Text(text));
            before.dot = false;
            return (n, class);
        }
        let first = rest.chars().next().unwrap_or_default();
        if first.is_ascii_digit() || self.is_signed_number(rest, before) {
            *before = Before { value: true, ..Before::default() };
            return (number(rest, self.grammar.manner), "n");
        }
        if self.is_in_word(first) {
            return self.word(rest, before);
        }
        self.sign(rest, first, before)
    }

    /// In data a sign belongs to its number.
    fn is_signed_number(&self, rest: &str, before: &Before) -> bool {
        matches!(self.grammar.manner, Manner::Json | Manner::Toml)
            && !before.value
            && rest.starts_with(['-', '+'])
            && rest[1..].starts_with(|c: char| c.is_ascii_digit())
    }

    fn is_in_word(&self, c: char) -> bool {
        c.is_alphanumeric()
            || c == '_'
            || (c == '$' && self.grammar.manner == Manner::Script)
            || (c == '-' && self.grammar.manner == Manner::Toml)
    }

    fn word(&mut self, rest: &str, before: &mut Before) -> Token {
        let n = rest.find(|c| !self.is_in_word(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(n);
        let Before { expected, dot, .. } = std::mem::take(before);
        before.value = true;
        let grammar = self.grammar;
        let next = after.trim_start();
        if grammar.manner == Manner::Toml {
            let is_path = |c: char| self.is_in_word(c) || matches!(c, ' ' | '.' | '"');
            let is_key = next.split_once('=').is_some_and(|(path, _)| {
                path.is_empty() || (path.starts_with('.') && path.chars().all(is_path))
            });
            let is_constant = grammar.constants.contains(&word);
            return (
                n,
                if is_key {
                    "k"
                } else if is_constant {
                    "n"
                } else {
                    ""
                },
            );
        }
        if grammar.manner == Manner::Rust && after.starts_with('!') && !after.starts_with("!=") {
            return (n + 1, "f");
        }
        if !dot {
            if self.keywords.have(word) {
                before.value = matches!(word, "self" | "this" | "super" | "cls");
                before.expected = grammar.expected_after(word);
                return (n, "k");
            }
            if grammar.constants.contains(&word) {
                return (n, "n");
            }
            if grammar.types.contains(&word) {
                return (n, "t");
            }
        }
        if !expected.is_empty() {
            return (n, expected);
        }
        let has_case = |is: fn(char) -> bool| word.chars().any(is);
        let class = if has_case(char::is_lowercase) {
            if word.starts_with(char::is_uppercase) && grammar.capitals_are_types && !dot {
                "t"
            } else if after.starts_with('(') {
                "f"
            } else {
                ""
            }
        } else if word.len() > 1 && grammar.manner == Manner::Rust && has_case(char::is_uppercase) {
            "n"
        } else if after.starts_with('(') {
            "f"
        } else {
            ""
        };
        (n, class)
    }

    /// Punctuation, and what begins with some.
    fn sign(&mut self, rest: &str, first: char, before: &mut Before) -> Token {
        let mut token = (first.len_utf8(), "");
        let is_after_value = std::mem::take(before).value;
        match (self.grammar.manner, first) {
            (Manner::Rust, '\'') => {
                // A character was seen as a text: what is left is a lifetime.
                let n = rest[1..].find(|c| !self.is_in_word(c)).map_or(rest.len(), |n| n + 1);
                return (n, if n > 1 { "k" } else { "" });
            }
            (Manner::Rust, '#') => {
                let n = if rest.starts_with("#![") { 3 } else { 2 };
                if rest.starts_with("#[") || n == 3 {
                    before.expected = "a";
                    token.0 = n;
                }
            }
            (Manner::Script, '=') if rest.starts_with("=>") => token = (2, "k"),
            (Manner::Python | Manner::Java, '@') if !is_after_value => {
                before.expected = "a";
            }
            _ => {}
        }
        before.value = matches!(first, ')' | ']');
        before.dot = first == '.' && !rest.starts_with("..");
        if let Some(Open::Hole(depth)) = self.open.last_mut() {
            match first {
                '{' => *depth += 1,
                '}' if *depth == 0 => {
                    self.open.pop();
                }
                '}' => *depth -= 1,
                _ => {}
            }
        }
        token
    }
}

/// How much of a comment there is in `rest`, and whether it ends with it.
fn comment(rest: &str, depth: &mut u32, nested: bool) -> (usize, bool) {
    let mut at = 0;
    while let Some(n) = rest[at..].find(['*', '/']) {
        at += n;
        if rest[at..].starts_with("*/") {
            at += 2;
            if *depth == 0 {
                return (at, true);
            }
            *depth -= 1;
        } else if nested && rest[at..].starts_with("/*") {
            at += 2;
            *depth += 1;
        } else {
            at += 1;
        }
    }
    (rest.len(), false)
}

/// How long the number is that `rest` begins with: letters and all, as in `0x1fu8`, `1e-3`.
fn number(rest: &str, manner: Manner) -> usize {
    let bytes = rest.as_bytes();
    let is_hexadecimal = rest.starts_with("0x") || rest.starts_with("0X");
    let mut n = 1;
    while let Some(&byte) = bytes.get(n) {
        let is_part = match byte {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' => true,
            b'.' => bytes.get(n + 1).is_some_and(u8::is_ascii_digit),
            b'+' | b'-' => {
                (matches!(bytes[n - 1], b'e' | b'E') && !is_hexadecimal) || manner == Manner::Toml
            }
            // A moment.
            b':' => manner == Manner::Toml,
            _ => false,
        };
        if !is_part {
            break;
        }
        n += 1;
    }
    n
}
