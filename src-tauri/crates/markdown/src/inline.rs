//! The text, marks, links and images that stand in a paragraph, heading or cell, written as
//! HTML. `run` makes them ready.

use std::ops::Range;

use galley_core::ProblemCode;
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use pulldown_cmark_escape::{escape_href, escape_html_body_text};

use crate::escape::escape;
use crate::math::Form;
use crate::piece::fold;
use crate::run::{Inline, Text, image_len, next_char, plain_text};
use crate::sanitise;
use crate::script;
use crate::signs::Signs;
use crate::template::Hole;
use crate::write::Writer;

impl Writer<'_, '_> {
    /// Writes what was put aside.
    pub(crate) fn write_aside(&mut self) {
        if self.run.is_empty() {
            return;
        }
        let run = self.take_run();
        self.write_run(&run);
        self.leave_room(run);
    }

    pub(crate) fn begin_run(&mut self) -> RunState {
        if let Some(punctuator) = &mut self.punctuator {
            punctuator.begin();
        }
        RunState::default()
    }

    pub(crate) fn write_run(&mut self, run: &[Inline<'_>]) {
        let mut state = self.begin_run();
        let mut i = 0;
        while i < run.len() {
            i += self.write_inline(run, i, &mut state);
        }
    }

    fn write_inline(&mut self, run: &[Inline<'_>], i: usize, state: &mut RunState) -> usize {
        match &run[i] {
            Inline::Text(text) => self.write_text(text, &run[i + 1..], state),
            Inline::Autolink { href, text, offset } => {
                self.push_link(href, "");
                self.push_escaped(text);
                self.push("</a>");
                self.notes.link(href, self.lines.place_at(*offset));
                state.previous = text.chars().next_back();
            }
            Inline::Mark(tag) => self.push(tag),
            Inline::Event(event, range) => match event {
                Event::Code(code) => {
                    let code = self.unmasked(code);
                    self.push("<code>");
                    self.push_escaped(&code);
                    self.push("</code>");
                    state.previous = code.chars().next_back().or(state.previous);
                }
                Event::InlineMath(latex) => self.write_math(latex, range, Form::Inline, state),
                Event::DisplayMath(latex) => self.write_math(latex, range, Form::Display, state),
                Event::Html(html) | Event::InlineHtml(html) => {
                    let html = self.original(html, range);
                    self.raw_html(&html, range.start, false);
                }
                Event::FootnoteReference(label) => {
                    // The parser makes no link of text that holds a footnote, so this one
                    // is never a link within a link.
                    let index = self.content.references.len();
                    self.draft.push_hole(Hole::FootnoteReference(index));
                    self.content.references.push(fold(label));
                }
                Event::SoftBreak => self.write_soft_break(&run[i + 1..], state),
                Event::HardBreak => {
                    self.push(if self.is_galley() { "<br>\n" } else { "<br />\n" });
                    state.previous = None;
                }
                Event::TaskListMarker(is_done) => self.write_box(*is_done),
                Event::Start(Tag::Image { link_type, dest_url, title, .. }) => {
                    let n = image_len(&run[i..]);
                    let alt = plain_text(&run[i + 1..i + n]);
                    self.count_expansion(*link_type, dest_url, title);
                    self.write_image(dest_url, &alt, title, range.start);
                    state.previous = Some('x');
                    return n + 1;
                }
                Event::Start(tag) => self.start_mark(tag, range, state),
                Event::End(tag) => self.end_mark(*tag, state),
                _ => {}
            },
        }
        1
    }

    pub(crate) fn write_text(
        &mut self,
        text: &Text<'_>,
        following: &[Inline<'_>],
        state: &mut RunState,
    ) {
        if text.signs.has(Signs::BRACKET) && self.is_galley() && state.n_links == 0 {
            for reference in undefined_references(&text.chars, &text.fixed) {
                let message = format!("`{reference}` has no definition");
                self.problem(ProblemCode::ReferenceUndefined, text.offset, message);
            }
        }
        let last = text.chars.chars().next_back();
        let html = &mut self.draft.html;
        match &mut self.punctuator {
            None => escape(html, &text.chars),
            Some(punctuator) if punctuator.may_change(text.signs) => {
                let next = next_char(following);
                if text.signs.has(Signs::MARKUP) {
                    let mut smart = String::with_capacity(text.chars.len() + 8);
                    punctuator.write(&text.chars, &text.fixed, state.previous, next, &mut smart);
                    escape_html_body_text(html, &smart).expect("writing to a string succeeds");
                } else {
                    punctuator.write(&text.chars, &text.fixed, state.previous, next, html);
                }
            }
            Some(_) if text.signs.has(Signs::MARKUP) => {
                escape_html_body_text(html, &text.chars).expect("writing to a string succeeds");
            }
            Some(_) => html.push_str(&text.chars),
        }
        state.previous = last.or(state.previous);
    }

    fn write_soft_break(&mut self, following: &[Inline<'_>], state: &mut RunState) {
        let joins = self.is_galley()
            && state.previous.is_some_and(script::is_cjk)
            && next_char(following).is_some_and(script::is_cjk);
        if !joins {
            self.push("\n");
            state.previous = None;
        }
    }

    fn write_math(&mut self, latex: &str, range: &Range<usize>, form: Form, state: &mut RunState) {
        let latex = &*self.unmasked(latex);
        match self.renderer.formulas.render(latex, form) {
            Ok(mathml) if form == Form::Inline => self.draft.push(mathml),
            Ok(mathml) => {
                // What may be wider than the page can be moved with the keyboard too; the
                // element of a formula cannot say so itself.
                let name = self.renderer.words.formula;
                self.draft.push(&format!(
                    "<span class=\"formula\" role=\"group\" tabindex=\"0\" aria-label=\"{name}\">\
                     {mathml}</span>"
                ));
            }
            Err(error) => {
                let message = format!("`{latex}` cannot be read as mathematics: {error}");
                let delimiter = form.delimiter();
                self.push("<code class=\"math-error\">");
                self.push_escaped(&format!("{delimiter}{latex}{delimiter}"));
                self.push("</code>");
                self.problem(ProblemCode::MathSyntax, range.start, message);
            }
        }
        state.previous = Some('x');
    }

    fn write_box(&mut self, is_done: bool) {
        if self.is_galley() {
            let words = self.renderer.words;
            self.push("<input type=\"checkbox\" disabled");
            self.push(if is_done { " checked" } else { "" });
            self.push(" aria-label=\"");
            self.push(if is_done { words.done } else { words.to_do });
            self.push("\"> ");
        } else {
            self.push(if is_done { "<input checked=\"\" " } else { "<input " });
            self.push("disabled=\"\" type=\"checkbox\"> ");
        }
    }

    fn start_mark(&mut self, tag: &Tag<'_>, range: &Range<usize>, state: &mut RunState) {
        match tag {
            Tag::Emphasis => self.push("<em>"),
            Tag::Strong => self.push("<strong>"),
            Tag::Strikethrough => self.push("<del>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.count_expansion(*link_type, dest_url, title);
                let mut target = self.unmasked(dest_url);
                if *link_type == LinkType::Email {
                    target.to_mut().insert_str(0, "mailto:");
                }
                let title = self.unmasked(title);
                state.n_links += 1;
                if state.written_link.is_some() {
                    // The parser makes a link of `<https://…>` within another, where a browser
                    // would end the outer one.
                } else if self.renderer.options.is_safe() && !sanitise::is_safe_link(&target) {
                    self.refuse_address(&target, range.start);
                } else {
                    self.push_link(&target, &title);
                    state.written_link = Some(state.n_links);
                    self.notes.link(&target, self.lines.place_at(range.start));
                }
            }
            _ => {}
        }
    }

    fn end_mark(&mut self, tag: TagEnd, state: &mut RunState) {
        match tag {
            TagEnd::Emphasis => self.push("</em>"),
            TagEnd::Strong => self.push("</strong>"),
            TagEnd::Strikethrough => self.push("</del>"),
            TagEnd::Link => {
                if state.written_link == Some(state.n_links) {
                    state.written_link = None;
                    self.push("</a>");
                }
                state.n_links = state.n_links.saturating_sub(1);
            }
            _ => {}
        }
    }

    fn push_link(&mut self, target: &str, title: &str) {
        self.push("<a href=\"");
        escape_href(&mut self.draft.html, target).expect("writing to a string succeeds");
        self.push_title(title);
        self.push("\">");
    }

    fn push_title(&mut self, title: &str) {
        if !title.is_empty() {
            self.push("\" title=\"");
            self.push_escaped(title);
        }
    }

    fn refuse_address(&mut self, target: &str, offset: usize) {
        let scheme = target.split(':').next().unwrap_or_default().trim();
        let message = format!("the address starting `{scheme}:` was removed: it could run code");
        self.problem(ProblemCode::HtmlRemoved, offset, message);
    }

    pub(crate) fn write_image(&mut self, target: &str, alt: &str, title: &str, offset: usize) {
        let target = self.unmasked(target);
        let title = self.unmasked(title);
        if self.renderer.options.is_safe() && !sanitise::is_safe_image(&target) {
            self.refuse_address(&target, offset);
            self.push_escaped(alt);
            return;
        }
        self.push("<img src=\"");
        escape_href(&mut self.draft.html, &target).expect("writing to a string succeeds");
        self.push("\" alt=\"");
        self.push_escaped(alt);
        self.push_title(&title);
        self.push(if self.is_galley() { "\">" } else { "\" />" });
        let alt = Some(alt).filter(|alt| !alt.trim().is_empty());
        self.notes.image(&target, alt, self.lines.place_at(offset));
    }

    /// Notes what a reference puts into the text: the parser stops resolving references
    /// when they put in too much.
    pub(crate) fn count_expansion(&mut self, link_type: LinkType, target: &str, title: &str) {
        let is_reference =
            matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut);
        if is_reference {
            self.content.expansion += target.len() + title.len();
        }
    }
}

/// What writing a run has to remember.
#[derive(Default)]
pub(crate) struct RunState {
    /// The character last written; none at the start of a line.
    previous: Option<char>,
    /// How many links are open, and which of them is written as one.
    n_links: usize,
    written_link: Option<usize>,
}

/// What in a text looks like a reference: it would not be text had it a definition.
fn undefined_references<'t>(text: &'t str, fixed: &[usize]) -> Vec<&'t str> {
    // Longer ones are no labels but an author's brackets.
    const LONGEST: usize = 200;
    let mut found = Vec::new();
    let mut done = 0;
    for (i, _) in text.match_indices("[^").filter(|(i, _)| fixed.binary_search(i).is_err()) {
        let label: &str = &text[i + 2..];
        let end = label.bytes().take(LONGEST).position(|b| matches!(b, b']' | b'[' | b' '));
        if let Some(end) = end.filter(|&end| end > 0 && label.as_bytes()[end] == b']') {
            found.push(&text[i..=i + 2 + end]);
        }
    }
    for (i, _) in text.match_indices("][") {
        let before = &text.as_bytes()[done.min(i)..i];
        let n = before.iter().rev().take(LONGEST).position(|b| matches!(b, b'[' | b']'));
        let after = text[i + 2..].bytes().take(LONGEST).position(|b| matches!(b, b'[' | b']'));
        let (Some(n), Some(n_label)) = (n, after) else { continue };
        let start = i - n - 1;
        let end = i + 2 + n_label;
        // `a[1][2]` is an author speaking of code.
        let follows_word = text[..start].chars().next_back().is_some_and(char::is_alphanumeric);
        let is_reference = text.as_bytes()[start] == b'['
            && text.as_bytes()[end] == b']'
            && n > 0
            && n_label > 0
            && !follows_word
            && fixed.binary_search(&start).is_err()
            && !text[start..].starts_with("[^");
        if is_reference {
            found.push(&text[start..=end]);
            done = end + 1;
        }
    }
    found
}
