//! Shells: which word is a command depends on where it stands.

use super::text::Text;
use super::{Before, Lexer, Open, Token};

/// Words behind which a command follows.
const BEFORE_COMMANDS: [&str; 8] = ["if", "then", "else", "elif", "do", "while", "until", "time"];

impl Lexer {
    pub(super) fn shell(&mut self, rest: &str, before: &mut Before) -> Token {
        let first = rest.chars().next().unwrap_or_default();
        // Within a word a `#` is no comment: `a#b`, `$#`, `${a#b}`.
        let is_in_word = std::mem::take(&mut before.value);
        // What `case` is about.
        if matches!(first, '"' | '\'' | '$') && before.expected == "for" {
            before.expected = "in";
        }
        match first {
            '#' if !is_in_word => return (rest.len(), "c"),
            '"' | '\'' | '`' => {
                before.command = false;
                let text = Text::at(rest, self.grammar.manner, false, false);
                let (n, text) = text.expect("a quote begins a text");
                self.open.push(Open::Text(text));
                return (n, "s");
            }
            '\\' => {
                self.continued = rest.len() == 1;
                return (1 + rest[1..].chars().next().map_or(0, char::len_utf8), "");
            }
            '|' | '&' | ';' | '(' | '{' | '!' => {
                before.command = true;
                return (1, "");
            }
            '$' => {
                if rest.starts_with("$(") {
                    before.command = !rest.starts_with("$((");
                    return (if before.command { 2 } else { 3 }, "");
                }
                // A prompt in front of what was typed.
                if rest.starts_with("$ ") {
                    return (1, "");
                }
                before.command = false;
                before.value = true;
                return (variable(rest), "");
            }
            '<' if rest.starts_with("<<") && !rest.starts_with("<<<") => {
                return here_document(rest, before);
            }
            // What follows is a file.
            '<' | '>' => {
                before.command = false;
                return (1, "");
            }
            _ => {}
        }
        let ends = |c: char| c.is_whitespace() || "\"'`\\|&;(){}$<>".contains(c);
        let n = rest.find(ends).unwrap_or(rest.len()).max(first.len_utf8());
        let (word, after) = rest.split_at(n);
        if !before.command || is_in_word {
            before.value = true;
            let is_end_of_test = word == "]";
            let is_in = word == "in" && before.expected == "in";
            before.expected = if before.expected == "for" { "in" } else { "" };
            return (
                n,
                if is_in {
                    "k"
                } else if is_end_of_test {
                    "f"
                } else {
                    ""
                },
            );
        }
        if word.split_once('=').is_some_and(|(name, _)| is_name(name)) {
            // A command may follow.
            before.value = true;
            return (n, "");
        }
        before.value = true;
        before.command = BEFORE_COMMANDS.contains(&word);
        if self.keywords.have(word) {
            before.expected = match word {
                "for" | "select" | "case" => "for",
                _ => "",
            };
            // Its name comes, and then what it does.
            before.command |= word == "function";
            return (n, "k");
        }
        let is_operator =
            word.chars().all(|c| !c.is_alphanumeric() && !matches!(c, '[' | '.' | ':'));
        let is_pattern = after.starts_with(')') && !word.starts_with('[');
        (n, if is_operator || is_pattern { "" } else { "f" })
    }
}

fn is_name(word: &str) -> bool {
    let word = word.strip_suffix('+').unwrap_or(word);
    !word.is_empty()
        && !word.starts_with(|c: char| c.is_ascii_digit())
        && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '[' | ']'))
}

/// How long `$name`, `${name:-else}`, `$1` or `$?` is.
fn variable(rest: &str) -> usize {
    let inner = &rest[1..];
    if inner.starts_with('{') {
        return rest.find('}').map_or(rest.len(), |end| end + 1);
    }
    let n = inner.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(inner.len());
    if n > 0 {
        return n + 1;
    }
    // `$?`, `$#`, `$@`; or a `$` alone.
    1 + inner.chars().next().filter(|c| "?#@*!-$".contains(*c)).map_or(0, char::len_utf8)
}

/// `<<WORD`, `<<-'WORD'`: the next lines are a document up to that word.
fn here_document(rest: &str, before: &mut Before) -> Token {
    let indented = rest.starts_with("<<-");
    let n = if indented { 3 } else { 2 };
    let word = rest[n..].trim_start_matches(' ').trim_start_matches(['\'', '"', '\\']);
    let end = word.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(word.len());
    if end > 0 {
        before.document = Some((word[..end].to_owned(), indented));
    }
    before.command = false;
    (n, "")
}
