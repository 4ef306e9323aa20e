//! Mathematics: which `$` are delimiters, and LaTeX to MathML.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::{Parser, Storage, push_mathml};

use crate::{bytes, lines, mask};

/// How a formula is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// In the line.
    Inline,
    /// On its own.
    Display,
}

impl Form {
    pub(crate) fn delimiter(self) -> &'static str {
        match self {
            Self::Inline => "$",
            Self::Display => "$$",
        }
    }
}

/// The text with each `$` masked that would wrongly begin or end a formula.
///
/// The parser takes `$20,000 and USD$30` for a formula. Here a closing `$` has no digit
/// behind it, as in Pandoc.
pub(crate) fn mask(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    // Only an end with a digit behind it can be wrong, and most texts have none.
    if !bytes::holds_pair(bytes, |sign, next| sign == b'$' && next.is_ascii_digit()) {
        return Cow::Borrowed(text);
    }
    let mut masked: Option<Vec<u8>> = None;
    let mut done = 0;
    while let Some(at) = text[done..].find('$').map(|i| done + i) {
        let start = start_of_paragraph(bytes, done, at);
        let end = end_of_paragraph(bytes, start);
        let paragraph = &bytes[start..end];
        // A paragraph that has the mask already could not be told from a masked one.
        if !paragraph.contains(&(mask::DOLLAR as u8)) {
            for i in wrong_delimiters(paragraph) {
                masked.get_or_insert_with(|| bytes.to_vec())[start + i] = mask::DOLLAR as u8;
            }
        }
        done = end;
    }
    match masked {
        Some(masked) => Cow::Owned(String::from_utf8(masked).expect("ASCII replaced ASCII")),
        None => Cow::Borrowed(text),
    }
}

/// Formulas end with their paragraph; a blank line ends each of those. Where the last one
/// before `at` ends, or `least`, the start of a line.
fn start_of_paragraph(bytes: &[u8], least: usize, at: usize) -> usize {
    let mut start = lines::start_of(bytes, at);
    while start > least {
        let end = start - if bytes[..start].ends_with(b"\r\n") { 2 } else { 1 };
        let before = lines::start_of(bytes, end);
        if bytes[before..end].iter().all(u8::is_ascii_whitespace) {
            break;
        }
        start = before;
    }
    start
}

/// Where the first blank line after `start` ends.
fn end_of_paragraph(bytes: &[u8], start: usize) -> usize {
    let mut line = start;
    while line < bytes.len() {
        let end = lines::end_of(bytes, line);
        if bytes[line..end].iter().all(u8::is_ascii_whitespace) {
            return end;
        }
        line = end;
    }
    bytes.len()
}

/// The `$` of a paragraph that the parser would pair and we do not.
fn wrong_delimiters(paragraph: &[u8]) -> Vec<usize> {
    let signs = single_signs(paragraph);
    let is_space =
        |i: Option<usize>| i.and_then(|i| paragraph.get(i)).is_none_or(u8::is_ascii_whitespace);
    let can_open = |i: usize| !is_space(Some(i + 1));
    let has_text_before = |i: usize| !is_space(i.checked_sub(1));
    let has_digit_after = |i: usize| paragraph.get(i + 1).is_some_and(u8::is_ascii_digit);
    let can_close = |i: usize| has_text_before(i) && !has_digit_after(i);
    // For each sign, the next that can close a formula; and whether there is one any more.
    let mut next_closing = vec![None; signs.len() + 1];
    for n in (0..signs.len()).rev() {
        next_closing[n] = if can_close(signs[n]) { Some(n) } else { next_closing[n + 1] };
    }
    let mut wrong = Vec::new();
    let mut n = 0;
    while n < signs.len() {
        if !can_open(signs[n]) {
            n += 1;
            continue;
        }
        let closing = next_closing[n + 1];
        let between = &signs[n + 1..closing.unwrap_or(signs.len())];
        // Where the parser would end the formula.
        let mut wrong_ends =
            between.iter().copied().filter(|&i| has_text_before(i) && has_digit_after(i));
        if let Some(closing) = closing {
            wrong.extend(wrong_ends);
            n = closing + 1;
        } else {
            // No formula can end in the rest of the paragraph.
            if wrong_ends.next().is_some() {
                wrong.extend(&signs[n..]);
            }
            break;
        }
    }
    wrong
}

/// Where single `$` stand, outside of code and not escaped.
fn single_signs(paragraph: &[u8]) -> Vec<usize> {
    let code = code_spans(paragraph);
    let mut signs = Vec::new();
    let mut i = 0;
    while i < paragraph.len() {
        match paragraph[i] {
            b'\\' => i += 2,
            b'`' => i = code.get(&i).copied().unwrap_or(i + run_len(paragraph, i)),
            b'$' => {
                let n = run_len(paragraph, i);
                if n == 1 {
                    signs.push(i);
                }
                i += n;
            }
            _ => i += 1,
        }
    }
    signs
}

/// How often the byte at `i` is repeated there.
fn run_len(bytes: &[u8], i: usize) -> usize {
    bytes[i..].iter().take_while(|&&b| b == bytes[i]).count()
}

/// For the start of each run of backticks that has a partner, where that one ends.
fn code_spans(paragraph: &[u8]) -> HashMap<usize, usize> {
    let mut runs = Vec::new();
    let mut done = 0;
    while let Some(i) = paragraph[done..].iter().position(|&b| b == b'`').map(|i| done + i) {
        let n = run_len(paragraph, i);
        runs.push((i, n));
        done = i + n;
    }
    let mut spans = HashMap::new();
    let mut next_of_len = HashMap::new();
    for (start, n) in runs.into_iter().rev() {
        if let Some(end) = next_of_len.insert(n, start + n) {
            spans.insert(start, end);
        }
    }
    spans
}

/// Sets formulas, and remembers those that it set.
#[derive(Debug, Default)]
pub(crate) struct Formulas {
    /// Where among those rendered each is.
    inline: HashMap<Box<str>, usize>,
    display: HashMap<Box<str>, usize>,
    rendered: Vec<Rendered>,
    n_bytes: usize,
}

/// A formula's MathML, or why it cannot be read.
type Rendered = Result<String, String>;

impl Formulas {
    pub(crate) fn render(&mut self, latex: &str, form: Form) -> &Rendered {
        // Far more than the formulas of a long post; an old one is set again at no great cost.
        const MOST_BYTES: usize = 4_000_000;
        if self.n_bytes > MOST_BYTES {
            *self = Self::default();
        }
        let known = match form {
            Form::Inline => &mut self.inline,
            Form::Display => &mut self.display,
        };
        // Not by `entry`: often it is there, and needs no name of its own.
        let at = known.get(latex).copied().unwrap_or_else(|| {
            let rendered = render(latex, form);
            let (Ok(text) | Err(text)) = &rendered;
            self.n_bytes += latex.len() + text.len();
            known.insert(latex.into(), self.rendered.len());
            self.rendered.push(rendered);
            self.rendered.len() - 1
        });
        &self.rendered[at]
    }
}

/// LaTeX to MathML without `style` attributes; on failure, why it cannot be read.
fn render(latex: &str, form: Form) -> Rendered {
    // Longer than any formula a reader could take in, short enough to be quick.
    const LONGEST: usize = 20_000;
    const DEEPEST: usize = 100;
    if latex.len() > LONGEST {
        return Err("it is too long".to_owned());
    }
    if depth(latex) > DEEPEST {
        return Err("its braces are nested too deep".to_owned());
    }
    // The renderer asserts what it expects of its parser; a formula is not worth the post.
    let rendered = catch_unwind(AssertUnwindSafe(|| to_mathml(latex, form)));
    rendered.unwrap_or_else(|_| Err("it is not understood".to_owned()))
}

fn depth(latex: &str) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for b in latex.bytes() {
        match b {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    // Each `\left` and `\begin` opens a level without a brace.
    deepest + latex.matches("\\left").count() + latex.matches("\\begin").count()
}

fn to_mathml(latex: &str, form: Form) -> Result<String, String> {
    let storage = Storage::new();
    let mut events = Vec::new();
    for event in Parser::new(latex, &storage) {
        match event {
            Ok(event) => events.push(Ok::<_, std::fmt::Error>(event)),
            Err(error) => return Err(first_line(&error.to_string())),
        }
    }
    let display_mode = match form {
        Form::Inline => DisplayMode::Inline,
        Form::Display => DisplayMode::Block,
    };
    let config = RenderConfig { display_mode, ..RenderConfig::default() };
    let mut mathml = String::new();
    push_mathml(&mut mathml, events.into_iter(), config).map_err(|error| error.to_string())?;
    Ok(with_signs_escaped(&without_styles(&mathml)))
}

/// Escapes each `<` and `&` that stands for itself: the library writes operators as they are.
fn with_signs_escaped(mathml: &str) -> String {
    let mut out = String::with_capacity(mathml.len());
    for (i, c) in mathml.char_indices() {
        let next = mathml.as_bytes().get(i + 1);
        match c {
            '<' if !next.is_some_and(|&b| b == b'/' || b.is_ascii_alphabetic()) => {
                out.push_str("&lt;");
            }
            // Texts are escaped already, so that a reference is one.
            '&' if !next.is_some_and(|&b| b == b'#' || b.is_ascii_alphabetic()) => {
                out.push_str("&amp;");
            }
            c => out.push(c),
        }
    }
    out
}

fn first_line(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    line.trim_start_matches("parsing error: ").trim_end_matches(['.', ':']).to_owned()
}

/// Turns `style` into the attributes that MathML has for it, and drops what has none.
fn without_styles(mathml: &str) -> String {
    let mut out = String::with_capacity(mathml.len());
    let mut rest = mathml;
    while let Some(at) = rest.find(" style=\"") {
        out.push_str(&rest[..at]);
        let value = &rest[at + " style=\"".len()..];
        let end = value.find('"').unwrap_or(value.len());
        for declaration in value[..end].split(';') {
            let (property, value) = declaration.split_once(':').unwrap_or_default();
            let attribute = match property.trim() {
                "color" => "mathcolor",
                "background-color" => "mathbackground",
                _ => continue,
            };
            if let Some(color) = hex_color(value) {
                let _ = write!(out, " {attribute}=\"{color}\"");
            }
        }
        rest = value.get(end + 1..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// `rgb(1 2 3)` as `#010203`.
fn hex_color(value: &str) -> Option<String> {
    let inner = value.trim().strip_prefix("rgb(")?.strip_suffix(')')?;
    let parts: Vec<u8> = inner.split(' ').filter_map(|part| part.parse().ok()).collect();
    let [r, g, b] = parts[..] else { return None };
    Some(format!("#{r:02x}{g:02x}{b:02x}"))
}

#[cfg(test)]
mod tests;
