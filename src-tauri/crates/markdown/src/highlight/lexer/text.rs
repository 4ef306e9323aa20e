//! Texts in quotes: where they begin, what is special in them, and where they end.

use super::Token;
use super::grammar::Manner;

/// A text that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Text {
    quote: u8,
    /// How many quotes end it.
    n_quotes: usize,
    /// How many `#` stand behind them.
    n_hashes: usize,
    escapes: bool,
    spans_lines: bool,
    holes: Holes,
    class: &'static str,
}

/// What in a text is not the text itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holes {
    None,
    /// `{code}`, as in Python.
    Braces,
    /// `${code}`, as in JavaScript.
    DollarBraces,
    /// `{}`, `{name:?}`, which hold no code.
    Places,
    /// `%d`
    Percent,
}

/// What follows a piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    GoesOn,
    Ends,
    Hole,
}

const LINE: Text = Text {
    quote: b'"',
    n_quotes: 1,
    n_hashes: 0,
    escapes: true,
    spans_lines: false,
    holes: Holes::None,
    class: "s",
};

impl Text {
    /// The text that begins at the start of `rest`, and how long its opening is.
    pub(super) fn at(
        rest: &str,
        manner: Manner,
        is_first: bool,
        is_after_value: bool,
    ) -> Option<(usize, Self)> {
        let quote = *rest.as_bytes().first()?;
        match manner {
            Manner::Rust => rust(rest),
            Manner::Python => python(rest, is_first),
            Manner::Toml if rest.starts_with("\"\"\"") || rest.starts_with("'''") => {
                let escapes = quote == b'"';
                Some((3, Self { quote, n_quotes: 3, escapes, spans_lines: true, ..LINE }))
            }
            Manner::Toml => matches!(quote, b'"' | b'\'')
                .then_some((1, Self { quote, escapes: quote == b'"', ..LINE })),
            Manner::Script => match quote {
                b'"' | b'\'' => Some((1, Self { quote, ..LINE })),
                b'`' => {
                    Some((1, Self { quote, spans_lines: true, holes: Holes::DollarBraces, ..LINE }))
                }
                b'/' if !is_after_value => expression(rest),
                _ => None,
            },
            Manner::Go if quote == b'`' => {
                Some((1, Self { quote, escapes: false, spans_lines: true, ..LINE }))
            }
            Manner::Java if rest.starts_with("\"\"\"") => {
                Some((3, Self { n_quotes: 3, spans_lines: true, ..LINE }))
            }
            Manner::Go => matches!(quote, b'"' | b'\'')
                .then_some((1, Self { quote, holes: Holes::Percent, ..LINE })),
            Manner::Java => matches!(quote, b'"' | b'\'').then_some((1, Self { quote, ..LINE })),
            Manner::Json => (quote == b'"').then_some((1, LINE)),
            Manner::Shell => match quote {
                b'"' | b'`' => Some((1, Self { quote, spans_lines: true, ..LINE })),
                b'\'' => Some((1, Self { quote, escapes: false, spans_lines: true, ..LINE })),
                _ => None,
            },
        }
    }

    pub(super) fn class(self) -> &'static str {
        self.class
    }

    pub(super) fn spans_lines(self) -> bool {
        self.spans_lines
    }

    /// The next piece of the text, and what comes after it.
    pub(super) fn piece(self, rest: &str) -> (Token, Then) {
        if let Some(n) = self.end(rest) {
            return ((n, self.class), Then::Ends);
        }
        if self.escapes && rest.starts_with('\\') {
            // In a shell they are the commands' own.
            return (
                (escape(rest), if self.quote == b'`' { self.class } else { "n" }),
                Then::GoesOn,
            );
        }
        match self.holes {
            Holes::DollarBraces if rest.starts_with("${") => return ((2, ""), Then::Hole),
            Holes::Braces if rest.starts_with("{{") || rest.starts_with("}}") => {
                return ((2, "n"), Then::GoesOn);
            }
            Holes::Braces if rest.starts_with('{') => return ((1, ""), Then::Hole),
            Holes::Places => {
                if let Some(n) = place(rest) {
                    return ((n, "n"), Then::GoesOn);
                }
            }
            Holes::Percent => {
                if let Some(n) = percent(rest) {
                    return ((n, "n"), Then::GoesOn);
                }
            }
            _ => {}
        }
        let special = |byte: &u8| {
            *byte == self.quote
                || match byte {
                    b'\\' => self.escapes,
                    b'{' => matches!(self.holes, Holes::Braces | Holes::Places),
                    b'}' => self.holes == Holes::Braces,
                    b'$' => self.holes == Holes::DollarBraces,
                    b'%' => self.holes == Holes::Percent,
                    _ => false,
                }
        };
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let n = rest.as_bytes()[first..].iter().position(special);
        ((n.map_or(rest.len(), |n| first + n), self.class), Then::GoesOn)
    }

    fn end(self, rest: &str) -> Option<usize> {
        let bytes = rest.as_bytes();
        let quotes = bytes.get(..self.n_quotes)?;
        let hashes = bytes.get(self.n_quotes..self.n_quotes + self.n_hashes)?;
        let ends = quotes.iter().all(|&byte| byte == self.quote)
            && hashes.iter().all(|&byte| byte == b'#');
        ends.then_some(self.n_quotes + self.n_hashes)
    }
}

fn rust(rest: &str) -> Option<(usize, Text)> {
    if let Some(inner) = rest.strip_prefix('\'') {
        // `'a'` and `'\n'` are characters, `'a` is a lifetime.
        let n =
            if inner.starts_with('\\') { escape(inner) } else { inner.chars().next()?.len_utf8() };
        return inner[n..].starts_with('\'').then_some((1, Text { quote: b'\'', ..LINE }));
    }
    let prefix = rest.find(|c| !matches!(c, 'b' | 'c' | 'r')).filter(|&n| n <= 2)?;
    let n_hashes = rest[prefix..].len() - rest[prefix..].trim_start_matches('#').len();
    let is_raw = rest[..prefix].contains('r');
    let is_text = rest[prefix + n_hashes..].starts_with('"') && (is_raw || n_hashes == 0);
    let holes = if is_raw { Holes::None } else { Holes::Places };
    let text = Text { n_hashes, escapes: !is_raw, spans_lines: true, holes, ..LINE };
    is_text.then_some((prefix + n_hashes + 1, text))
}

fn python(rest: &str, is_first: bool) -> Option<(usize, Text)> {
    let n = rest.find(['"', '\'']).filter(|&n| n <= 2)?;
    let prefix = rest[..n].to_ascii_lowercase();
    if !prefix.bytes().all(|byte| b"rbfut".contains(&byte)) {
        return None;
    }
    let quote = rest.as_bytes()[n];
    let is_long = rest.as_bytes()[n..].starts_with(&[quote; 3]);
    let is_raw = prefix.contains('r');
    let holes = match () {
        () if prefix.contains(['f', 't']) => Holes::Braces,
        () if is_raw => Holes::None,
        () => Holes::Percent,
    };
    // Alone in its line it says what the code is for.
    let class = if is_long && is_first && n == 0 { "c" } else { "s" };
    let n_quotes = if is_long { 3 } else { 1 };
    let text =
        Text { quote, n_quotes, escapes: !is_raw, spans_lines: is_long, holes, class, ..LINE };
    Some((n + n_quotes, text))
}

/// A regular expression of JavaScript, which has to end in its line.
fn expression(rest: &str) -> Option<(usize, Text)> {
    let mut in_class = false;
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '[' => in_class = true,
            ']' => in_class = false,
            // A class may hold a `/`: as one piece there is nothing to end too early.
            '/' if !in_class && at > 1 => {
                return Some((at, Text { quote: b'/', ..LINE }));
            }
            _ => {}
        }
    }
    None
}

/// How long the escape is at the start of `rest`, a backslash.
fn escape(rest: &str) -> usize {
    let Some(second) = rest[1..].chars().next() else { return 1 };
    let digits = |most: usize| {
        let is_digit = |byte: &&u8| byte.is_ascii_hexdigit();
        2 + rest.as_bytes()[2..].iter().take(most).take_while(is_digit).count()
    };
    match second {
        'x' => digits(2),
        'u' if rest[2..].starts_with('{') => rest.find('}').map_or(2, |end| end + 1),
        'u' => digits(4),
        'U' => digits(8),
        _ => 1 + second.len_utf8(),
    }
}

/// `{}`, `{0}`, `{name:>8.2}`
fn place(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('{')?;
    let end = inner.find('}')?;
    let (name, format) = inner[..end].split_once(':').unwrap_or((&inner[..end], ""));
    let is_name = name.chars().all(|c| c.is_alphanumeric() || c == '_');
    (is_name && !format.contains([' ', '{', '"', '\\'])).then_some(end + 2)
}

/// `%d`, `%-8.2f`, `%%`
fn percent(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('%')?;
    let n = inner.find(|c: char| !matches!(c, '0'..='9' | '-' | '+' | '#' | '.'))?;
    let is_kind = |c: char| "bcdefgiorsuvxXTqp%".contains(c);
    inner[n..].starts_with(is_kind).then_some(n + 2)
}
