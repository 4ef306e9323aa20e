//! A fenced or indented code block as a figure.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::fmt::Write as _;
use std::ops::RangeInclusive;
use std::sync::Arc;

use pulldown_cmark::CodeBlockKind;

use crate::escape::escape;
use crate::highlight::{ClassCache, Language, State};
use crate::words::Words;
use crate::write::{Verbatim, Writer};

/// Blocks longer than this stay plain.
const LONGEST: usize = 200_000;

/// How many lines apart a highlighter's state is kept.
const LINES_BETWEEN_STATES: usize = 4;

/// Makes figures of code blocks, and remembers those it made.
#[derive(Debug, Default)]
pub(crate) struct CodeBlocks {
    /// What is known of languages, by their names in fences.
    known: HashMap<String, Known>,
    classes: ClassCache,
    /// Grows with each figure: who was not used for long can go.
    now: u64,
    /// Whether no text is highlighted.
    is_plain: bool,
}

/// A language and what was highlighted in it.
#[derive(Debug)]
struct Known {
    /// None if there is no such language.
    language: Option<Language>,
    /// What it is called; what the fence says if there is no such language.
    name: String,
    texts: HashMap<Arc<str>, Highlighted>,
    /// The last texts that were new, oldest first: one that is being edited is among them.
    recent: VecDeque<Arc<str>>,
    n_bytes: usize,
}

/// A text and its lines in colour.
#[derive(Debug)]
struct Highlighted {
    text: Arc<str>,
    lines: Arc<Vec<HighlightedLine>>,
    used_at: u64,
}

#[derive(Debug, Clone)]
struct HighlightedLine {
    html: Arc<str>,
    /// Where the line ends in the text, its line end included.
    end: usize,
    /// The highlighter before this line; kept for some lines only.
    before: Option<Arc<State>>,
}

impl CodeBlocks {
    /// None so far, and whether they are to be highlighted.
    pub(crate) fn new(highlight: bool) -> Self {
        Self { is_plain: !highlight, ..Self::default() }
    }

    /// Writes the figure of a block with the given fence. `position` is an attribute that says
    /// where its lines start, or nothing.
    pub(crate) fn figure(
        &mut self,
        fence: &Fence<'_>,
        text: &str,
        position: &str,
        words: &Words,
        html: &mut String,
    ) {
        html.push_str(match fence.numbered_from {
            Some(_) => "<figure class=\"code numbered\">",
            None => "<figure class=\"code\">",
        });
        if let Some(title) = &fence.title {
            html.push_str("<figcaption>");
            escape(html, title);
            html.push_str("</figcaption>");
        }
        html.push_str("<pre");
        html.push_str(position);
        // A group may have a name; a region would be a landmark, and each needs one of its own.
        html.push_str(" tabindex=\"0\" role=\"group\" aria-label=\"");
        html.push_str(words.code);
        let named = fence.language.filter(|_| !self.is_plain);
        let known = named.map(|name| known(&mut self.known, name));
        if let Some(name) = known.as_ref().map(|known| &*known.name).or(fence.language) {
            html.push_str(", ");
            escape(html, name);
        }
        html.push_str("\"><code>");
        self.now += 1;
        let lines = known
            .filter(|_| text.len() <= LONGEST)
            .and_then(|known| known.highlight(text, self.now, &mut self.classes));
        if let Some(lines) = lines {
            for (i, line) in lines.iter().enumerate() {
                fence.start_line(i + 1, html);
                html.push_str(&line.html);
                html.push_str("</span>\n");
            }
        } else {
            for (i, line) in text.lines().enumerate() {
                fence.start_line(i + 1, html);
                escape(html, line);
                html.push_str("</span>\n");
            }
        }
        html.push_str("</code></pre></figure>\n");
    }
}

/// What is known of the language that a fence names so.
fn known<'k>(all: &'k mut HashMap<String, Known>, name: &str) -> &'k mut Known {
    // Not by `entry`: nearly always it is there, and needs no name of its own.
    if !all.contains_key(name) {
        let language = Language::find(name);
        let known = Known {
            language,
            name: language.map_or_else(|| name.to_owned(), Language::name),
            texts: HashMap::new(),
            recent: VecDeque::new(),
            n_bytes: 0,
        };
        all.insert(name.to_owned(), known);
    }
    all.get_mut(name).expect("it is there by now")
}

impl Known {
    /// The lines of a text in colour; none if there is no such language.
    fn highlight(
        &mut self,
        text: &str,
        now: u64,
        classes: &mut ClassCache,
    ) -> Option<Arc<Vec<HighlightedLine>>> {
        // Enough for a long post with much code; an old entry is cheap to make again.
        const MOST_BYTES: usize = 4_000_000;
        // A block that is being edited was among the last.
        const RECENT: usize = 8;
        let language = self.language?;
        if let Some(same) = self.texts.get_mut(text) {
            same.used_at = now;
            return Some(same.lines.clone());
        }
        let recent = self.recent.iter().filter_map(|text| self.texts.get(text));
        let alike = recent.max_by_key(|known| common_prefix(&known.text, text));
        let lines = Arc::new(lines_of(language, text, alike, classes));
        self.n_bytes += text.len();
        while self.n_bytes > MOST_BYTES
            && let Some(oldest) = self.texts.values().min_by_key(|known| known.used_at)
        {
            let oldest = oldest.text.clone();
            self.n_bytes -= oldest.len();
            self.texts.remove(&oldest);
        }
        let text: Arc<str> = text.into();
        if self.recent.len() == RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(text.clone());
        self.texts.insert(text.clone(), Highlighted { text, lines: lines.clone(), used_at: now });
        Some(lines)
    }
}

fn common_prefix(a: &str, b: &str) -> usize {
    a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count()
}

/// Highlights a text; lines that `alike` has the same are taken from there.
fn lines_of(
    language: Language,
    text: &str,
    alike: Option<&Highlighted>,
    classes: &mut ClassCache,
) -> Vec<HighlightedLine> {
    let mut lines: Vec<HighlightedLine> = Vec::new();
    let mut state = language.start();
    if let Some(alike) = alike {
        // The same beginning: go on from the last state kept within it.
        let n_same = common_prefix(&alike.text, text);
        let n = alike.lines.partition_point(|line| line.end <= n_same);
        let kept = (0..=n.min(alike.lines.len().saturating_sub(1)))
            .rev()
            .find_map(|i| Some((i, alike.lines.get(i)?.before.as_ref()?)));
        if let Some((i, before)) = kept {
            lines.extend_from_slice(&alike.lines[..i]);
            state = State::clone(before);
        }
    }
    let mut start = lines.last().map_or(0, |line| line.end);
    while start < text.len() {
        let end = text[start..].find('\n').map_or(text.len(), |i| start + i + 1);
        if let Some(alike) = alike
            && let Some(rest) = same_rest(alike, &text[start..], &state)
        {
            let shift = |line: &HighlightedLine| HighlightedLine {
                end: text.len() - (alike.text.len() - line.end),
                ..line.clone()
            };
            lines.extend(alike.lines[rest..].iter().map(shift));
            return lines;
        }
        let before =
            lines.len().is_multiple_of(LINES_BETWEEN_STATES).then(|| Arc::new(state.clone()));
        let html = state.line(&text[start..end], classes).into();
        lines.push(HighlightedLine { html, end, before });
        start = end;
    }
    lines
}

/// The line of `alike` from which on it is `rest`, if a highlighter there would be in
/// the same state.
fn same_rest(alike: &Highlighted, rest: &str, state: &State) -> Option<usize> {
    let start = alike.text.len().checked_sub(rest.len())?;
    let i = alike.lines.partition_point(|line| line.end <= start);
    let line_start = if i == 0 { 0 } else { alike.lines[i - 1].end };
    let line = alike.lines.get(i)?;
    let is_same = line_start == start
        && line.before.as_deref() == Some(state)
        && alike.text.as_bytes()[start..] == *rest.as_bytes();
    is_same.then_some(i)
}

impl Writer<'_, '_> {
    /// Writes a code block.
    pub(crate) fn code_block(&mut self, kind: &CodeBlockKind<'_>, block: &Verbatim<'_>) {
        let text = &*block.text;
        let info = match kind {
            CodeBlockKind::Fenced(info) => self.unmasked(info),
            CodeBlockKind::Indented => Cow::Borrowed(""),
        };
        self.fresh_line();
        let first_line = block.text_offset.unwrap_or(block.offset);
        if self.is_galley() {
            let fence = Fence::parse(&info);
            if !self.diagram(&fence, text, block.offset, first_line) {
                let words = self.renderer.words;
                // Its lines are counted from there.
                let position = self.position(first_line);
                let html = &mut self.draft.html;
                self.renderer.code_blocks.figure(&fence, text, &position, words, html);
            }
            return;
        }
        match info.split([' ', '\t']).next() {
            Some(language) if !language.is_empty() => {
                self.push("<pre><code class=\"language-");
                self.push_escaped(language);
                self.push("\">");
            }
            _ => self.push("<pre><code>"),
        }
        self.push_escaped(text);
        self.push("</code></pre>\n");
    }
}

/// What a fence's info string says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Fence<'a> {
    pub language: Option<&'a str>,
    pub title: Option<String>,
    marked: Vec<RangeInclusive<usize>>,
    /// The number of the first line, if lines have numbers.
    numbered_from: Option<usize>,
}

impl<'a> Fence<'a> {
    /// Reads `rust`, `rust title="src/main.rs" {1,3-5}`, `rust,ignore`, `rust:src/main.rs`,
    /// `{.rust hl_lines=[3,"5-7"]}` and what else blogs are written with.
    pub(crate) fn parse(info: &'a str) -> Self {
        let mut fence = Self::default();
        let info = info.trim();
        let end = info.find([' ', '\t', '{', ',']).unwrap_or(info.len());
        let first = &info[..end];
        let (language, title) = match first.split_once(':') {
            Some((language, title)) if !title.is_empty() => (language, Some(title)),
            _ => (first, None),
        };
        fence.language = Some(language).filter(|l| !l.is_empty() && !l.contains('='));
        fence.title = title.map(str::to_owned);
        let start = if fence.language.is_some() { end } else { 0 };
        fence.settings(&info[start..]);
        fence
    }

    /// Writes the start of the nth line.
    fn start_line(&self, n: usize, html: &mut String) {
        let is_marked = self.marked.iter().any(|lines| lines.contains(&n));
        html.push_str(if is_marked { "<span class=\"l hl\"" } else { "<span class=\"l\"" });
        if let Some(first) = self.numbered_from {
            let _ = write!(html, " data-n=\"{}\"", first.saturating_add(n - 1));
        }
        html.push('>');
    }

    fn settings(&mut self, text: &'a str) {
        let mut rest = text;
        loop {
            rest = rest.trim_start_matches([' ', '\t', ',', '{', '}']);
            let Some(first) = rest.chars().next() else { return };
            if first.is_ascii_digit() {
                let end = rest.find(|c: char| !is_in_line_list(c)).unwrap_or(rest.len());
                self.mark(&rest[..end]);
                rest = &rest[end..];
                continue;
            }
            let end = rest.find(['=', ' ', ',', '{', '}']).unwrap_or(rest.len());
            let key = &rest[..end];
            rest = &rest[end..];
            let Some(value) = rest.strip_prefix('=') else {
                if is_numbering(key) {
                    self.number_from(1);
                } else if let Some(class) = key.strip_prefix('.')
                    // `{.rust}` names the language.
                    && self.language.is_none()
                {
                    self.language = Some(class).filter(|class| !class.is_empty());
                }
                rest = rest.get(key.is_empty().into()..).unwrap_or_default();
                continue;
            };
            let (value, after) = take_value(value, key == "hl_lines");
            match key {
                "title" | "name" | "filename" | "file" | "caption" if !value.is_empty() => {
                    self.title = Some(value.to_owned());
                }
                "hl_lines" | "highlight" | "mark" => self.mark(value),
                "linenostart" | "startLineNumber" | "firstnumber" => {
                    if let Ok(first) = value.parse() {
                        self.numbered_from = Some(first);
                    }
                }
                _ if is_numbering(key) && value != "false" => {
                    // `showLineNumbers=7` says where to begin.
                    self.number_from(value.parse().unwrap_or(1));
                }
                _ => {}
            }
            rest = after;
        }
    }

    /// Numbers the lines, unless it is said already where to begin.
    fn number_from(&mut self, first: usize) {
        self.numbered_from.get_or_insert(first);
    }

    /// Marks lines given as `1,3-5` or `1 3-5`, in whatever brackets.
    fn mark(&mut self, lines: &str) {
        // No screen shows more.
        const MANY: usize = 100;
        for part in lines.split(|c: char| !c.is_ascii_digit() && c != '-') {
            let (from, to) = part.split_once('-').unwrap_or((part, part));
            if let (Ok(from), Ok(to)) = (from.parse(), to.parse())
                && self.marked.len() < MANY
            {
                self.marked.push(from..=to);
            }
        }
    }
}

/// Whether a setting asks for numbers: as in Hugo and Zola, Astro and Docusaurus, Pandoc.
fn is_numbering(key: &str) -> bool {
    matches!(key, "linenos" | "lineNos" | "showLineNumbers" | "lineNumbers" | ".numberLines")
}

fn is_in_line_list(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, ',' | '-' | ' ')
}

/// A value, quoted or in brackets or bare, and what comes after it.
fn take_value(text: &str, is_line_list: bool) -> (&str, &str) {
    let (inner, close) = match text.chars().next() {
        Some(quote @ ('"' | '\'')) => (&text[1..], quote),
        Some('[') => (&text[1..], ']'),
        Some('{') => (&text[1..], '}'),
        _ => {
            // Zola separates lines by spaces and settings by commas.
            let ends = |c: char| {
                if is_line_list {
                    !is_in_line_list(c) || c == ','
                } else {
                    matches!(c, ' ' | ',' | '}')
                }
            };
            return text.split_at(text.find(ends).unwrap_or(text.len()));
        }
    };
    match inner.split_once(close) {
        Some((value, after)) => (value, after),
        None => (inner, ""),
    }
}

#[cfg(test)]
mod tests;
