//! YAML (and JSON, its flow style): reading with places, and spelling values.

use std::fmt;
use std::fmt::Write as _;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy, Options, Spanned};

use super::node::{Entry, Node, Shape, SyntaxError};

/// Reads a block's entries.
pub(super) fn read(inner: &str) -> Result<Vec<Entry>, SyntaxError> {
    let root = serde_saphyr::from_str_with_options::<Option<Spanned<Raw>>>(inner, options())
        .map_err(|error| syntax_error(inner, &error))?;
    match root.map(|root| node(inner, root)) {
        None | Some(Node { shape: Shape::Nothing, .. }) => Ok(Vec::new()),
        Some(Node { shape: Shape::Table(entries), .. }) => Ok(entries),
        Some(Node { span, .. }) => Err(SyntaxError {
            at: span.start,
            message: "the front matter is not made of lines like `key: value`".to_owned(),
        }),
    }
}

/// Nothing is guessed from how a value looks: `no`, `01234` and `1_000` stay what they are.
fn options() -> Options {
    let mut options = Options::default();
    options.strict_booleans = true;
    options.leading_zero_numbers_as_strings = true;
    options.underscored_numbers_as_strings = true;
    options.ignore_binary_tag_for_string = true;
    options.non_finite_float_policy = NonFiniteFloatPolicy::PassThrough;
    // A key written twice is a problem to show, not a reason to read nothing.
    options.duplicate_keys = DuplicateKeyPolicy::PassThrough;
    // A merged key has no place of its own that could be edited.
    options.merge_keys = MergeKeyPolicy::AsOrdinary;
    options.with_snippet = false;
    options
}

fn syntax_error(inner: &str, error: &serde_saphyr::Error) -> SyntaxError {
    let place = error.location().map_or(0, |location| {
        let line = usize::try_from(location.line()).unwrap_or(1).max(1);
        let column = usize::try_from(location.column()).unwrap_or(1).max(1);
        let start: usize = inner.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let rest = &inner[start.min(inner.len())..];
        start + rest.char_indices().nth(column - 1).map_or(rest.len(), |(at, _)| at)
    });
    let message = error.without_snippet().to_string();
    // The place is told apart from the message.
    let message = message.split(" at line ").next().unwrap_or_default().to_owned();
    SyntaxError { at: place, message }
}

/// A value as the deserialiser gives it; what is not text is taken from the source instead.
enum Raw {
    Nothing,
    Spelt,
    Text(String),
    List(Vec<Spanned<Raw>>),
    Table(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

fn node(inner: &str, raw: Spanned<Raw>) -> Node {
    let span = bytes(&raw.referenced, inner);
    let shape = match raw.value {
        Raw::Nothing => Shape::Nothing,
        // An alias has its text where the anchor is.
        Raw::Spelt => Shape::Scalar(inner[bytes(&raw.defined, inner)].to_owned()),
        Raw::Text(text) => Shape::Scalar(text),
        Raw::List(items) => Shape::List(items.into_iter().map(|item| node(inner, item)).collect()),
        Raw::Table(pairs) => {
            Shape::Table(pairs.into_iter().map(|(key, value)| entry(inner, key, value)).collect())
        }
    };
    Node { span, shape }
}

fn entry(inner: &str, key: Spanned<Raw>, value: Spanned<Raw>) -> Entry {
    let key = node(inner, key);
    let text = key.scalar().unwrap_or(&inner[key.span.clone()]).to_owned();
    Entry { key: text, key_span: key.span, node: node(inner, value) }
}

fn bytes(location: &serde_saphyr::Location, inner: &str) -> Range<usize> {
    let place = |at: Option<u64>| at.and_then(|at| usize::try_from(at).ok()).unwrap_or(0);
    let span = location.span();
    let start = place(span.byte_offset());
    let range = start..start + place(span.byte_len());
    if inner.get(range.clone()).is_some() { range } else { 0..0 }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Nothing)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Spelt)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Spelt)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Spelt)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Spelt)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Spelt)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Spelt)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(Raw::Table(pairs))
    }
}

/// How a text is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    /// Only where it must be.
    Least,
    Single,
    Double,
}

/// Spells a text so that every YAML reader takes it for this text, on one line.
pub(super) fn text(text: &str, quotes: Quotes) -> String {
    let printable = !text.chars().any(needs_escape);
    match quotes {
        Quotes::Least if is_plain(text) => text.to_owned(),
        Quotes::Single if printable => single_quoted(text),
        Quotes::Least if printable && text.contains(['"', '\\']) => single_quoted(text),
        _ => double_quoted(text),
    }
}

/// Whether a text can stand without quotes, in a list between brackets too.
fn is_plain(text: &str) -> bool {
    let first = text.chars().next();
    let safe_start =
        first.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '/' | '(') || !c.is_ascii());
    safe_start
        && text.trim() == text
        && !text.chars().any(|c| needs_escape(c) || matches!(c, '[' | ']' | '{' | '}' | ','))
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && !looks_like_another_type(text)
}

/// What YAML 1.1 or 1.2 readers take for a number, a date, a time, a boolean or nothing.
fn looks_like_another_type(text: &str) -> bool {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let numeric =
        |c: char| c.is_ascii_hexdigit() || matches!(c, '.' | '_' | ':' | '-' | '+' | 'x' | 'o');
    let numeric_start = text.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let dated =
        text.len() > 4 && text.is_char_boundary(4) && text[..4].bytes().all(|b| b.is_ascii_digit());
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
        || numeric_start && text.chars().all(numeric)
        || dated && text[4..].starts_with('-')
        || text.starts_with('.')
}

fn needs_escape(c: char) -> bool {
    // Line and paragraph separators break lines for YAML 1.1; a BOM is refused inside a document.
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

fn single_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Spells a text in double quotes; TOML has the same escapes.
pub(super) fn double_quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if needs_escape(c) => {
                write!(quoted, "\\u{:04X}", u32::from(c))
                    .expect("a string takes all that is written");
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
