//! Backslashes where Markdown would take a character of the text for a mark.

/// A block of text that Markdown shows as it was.
pub(super) struct Escaped {
    pub(super) text: String,
    /// How many backslashes were added.
    pub(super) n_escapes: usize,
}

/// Escapes a block of lines. Lists stay lists: their marks look the same in both.
pub(super) fn escape(block: &str) -> Escaped {
    let marks = Marks::of(block);
    let mut text = String::with_capacity(block.len());
    let mut n_escapes = 0;
    for (n, line) in block.split('\n').enumerate() {
        if n > 0 {
            text.push('\n');
        }
        let (indent, line) = line.split_at(line.len() - line.trim_start().len());
        // An indented first line is a habit of print; in Markdown it would be code.
        text.push_str(if n == 0 || indent.len() > 3 { "" } else { indent });
        let item = item_start(line);
        let mut before = None;
        for (at, c) in line.char_indices() {
            let after = &line[at + c.len_utf8()..];
            // What begins an item is read like what begins a line.
            let opens = matches!(c, '>' | '#') && at == item && marks.takes(c, None, after);
            if opens || marks.takes(c, before, after) {
                text.push('\\');
                n_escapes += 1;
            }
            text.push(c);
            before = Some(c);
        }
    }
    Escaped { text, n_escapes }
}

/// Where the text of a list's item begins, behind the marks of lists within lists; 0 without one.
fn item_start(line: &str) -> usize {
    let mut rest = line;
    loop {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let behind = match rest.as_bytes().get(digits) {
            Some(b'.' | b')') if (1..=9).contains(&digits) => &rest[digits + 1..],
            Some(b'*' | b'-' | b'+') if digits == 0 => &rest[1..],
            _ => return line.len() - rest.len(),
        };
        if !behind.starts_with([' ', '\t']) {
            return line.len() - rest.len();
        }
        rest = behind.trim_start();
    }
}

/// Which marks come in pairs in a block, so that they would do something.
struct Marks {
    paired: Vec<char>,
    /// Whether there is a link, whose text may go over several lines.
    links: bool,
    /// The same of what defines a link.
    definitions: bool,
}

impl Marks {
    fn of(block: &str) -> Self {
        let count = |mark| block.matches(mark).count();
        let pairs = ['*', '_', '`', '~', '$'];
        let paired = pairs.into_iter().filter(|&mark| count(mark) > 1).collect();
        Self { paired, links: block.contains("]("), definitions: block.contains("]:") }
    }

    /// Whether Markdown would take this character for a mark, or for part of one.
    fn takes(&self, c: char, before: Option<char>, after: &str) -> bool {
        let next = after.chars().next();
        let begins_line = before.is_none();
        match c {
            '\\' => next.is_none_or(|next| next.is_ascii_punctuation()),
            // At the start it makes a heading, at the end it would close one.
            '#' => {
                let rest = after.trim_start_matches('#');
                let opens = begins_line && rest.chars().next().is_none_or(char::is_whitespace);
                opens || is_gap(before) && rest.trim().is_empty()
            }
            '>' => begins_line,
            '-' | '=' => begins_line && is_underline(c, after),
            '<' => next
                .is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')),
            '&' => is_entity(after),
            '[' => begins_line && self.definitions || self.links || next == Some('^'),
            '|' => begins_line || after.contains('|'),
            // Within a word an underscore marks nothing.
            '_' => self.paired.contains(&c) && !(is_word(before) && is_word(next)),
            '*' | '~' => self.paired.contains(&c) && !(is_gap(before) && is_gap(next)),
            '`' | '$' => self.paired.contains(&c),
            _ => false,
        }
    }
}

/// Whether a line underlines the one above it, which would make that a heading.
fn is_underline(mark: char, after: &str) -> bool {
    after.trim_end().trim_start_matches(mark).trim().is_empty() && !after.is_empty()
}

/// Whether an ampersand begins something like `&copy;` or `&#169;`.
fn is_entity(after: &str) -> bool {
    let name = after.split(';').next().unwrap_or_default();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '#';
    name.len() < after.len() && !name.is_empty() && name.chars().all(is_name)
}

fn is_gap(c: Option<char>) -> bool {
    c.is_none_or(char::is_whitespace)
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}
