//! The events of one piece, written as HTML: blocks. `inline` writes what is in them.

use std::ops::Range;

use galley_core::{Problem, ProblemCode};
use pulldown_cmark::{Alignment, BlockQuoteKind, Event, Tag, TagEnd};

use crate::escape::escape;
use crate::lines::LineCounter;
use crate::options::Dialect;
use crate::piece::{Content, FootnoteDefinition, Renderer, fold};
use crate::raw_html;
use crate::run::Inline;
use crate::source::Source;
use crate::template::{Draft, Hole, Template};
use crate::video::Video;
use crate::{Link, contents};

/// What begins an attribute that says where an element is.
pub(crate) const POSITION: &str = " data-line=\"";

/// What surrounds a footnote's definition, and which definition that is.
struct Outside {
    definition: usize,
    draft: Draft,
    references: Vec<String>,
    has_raw_html: bool,
}

/// Writes the events of one piece.
pub(crate) struct Writer<'r, 's> {
    pub renderer: &'r mut Renderer,
    /// The text that the events' offsets belong to.
    pub source: Source<'s>,
    pub lines: LineCounter<'s>,
    pub draft: Draft,
    pub content: Box<Content>,
    /// Whether the author wrote a character that is a mask.
    pub has_own_mask: bool,
    /// ` dir="auto"` where letters run from right to left.
    pub dir: &'static str,
    /// What is put aside while a footnote's text is written.
    outside: Vec<Outside>,
    n_containers: usize,
    alignments: Vec<Alignment>,
    cell: usize,
    is_in_table_head: bool,
}

impl<'r, 's> Writer<'r, 's> {
    pub(crate) fn new(renderer: &'r mut Renderer, source: Source<'s>, piece: Range<usize>) -> Self {
        let is_galley = renderer.options.is_galley();
        let is_right_to_left = is_galley && source.has_right_to_left(piece.clone());
        let draft = std::mem::take(&mut renderer.draft);
        Self {
            renderer,
            source,
            lines: LineCounter::new(source.text, piece.start, 0),
            draft,
            content: Box::default(),
            has_own_mask: source.has_own_mask(piece),
            dir: if is_right_to_left { " dir=\"auto\"" } else { "" },
            outside: Vec::new(),
            n_containers: 0,
            alignments: Vec::new(),
            cell: 0,
            is_in_table_head: false,
        }
    }

    /// Writes all of the piece.
    pub(crate) fn write(mut self, events: &[(Event<'_>, Range<usize>)]) -> Box<Content> {
        self.blocks(events);
        self.content.template = self.draft.finish();
        self.renderer.draft = self.draft;
        self.content
    }

    pub(crate) fn is_galley(&self) -> bool {
        self.renderer.options.is_galley()
    }

    pub(crate) fn push(&mut self, html: &str) {
        self.draft.push(html);
    }

    /// Writes text or the value of an attribute.
    pub(crate) fn push_escaped(&mut self, text: &str) {
        escape(&mut self.draft.html, text);
    }

    /// An attribute that says where in the source an element starts, if that is asked for.
    pub(crate) fn position(&mut self, offset: usize) -> String {
        let options = &self.renderer.options;
        // The section of footnotes stands apart from where its notes do.
        if options.positions && options.is_galley() && self.outside.is_empty() {
            format!("{POSITION}{}\"", self.lines.line_at(offset))
        } else {
            String::new()
        }
    }

    /// Writes the start tag of an element that holds others.
    fn push_start(&mut self, tag: &str) {
        self.push(tag);
        self.push(self.dir);
        self.push(">\n");
    }

    fn push_position(&mut self, offset: usize) {
        let position = self.position(offset);
        self.push(&position);
    }

    pub(crate) fn fresh_line(&mut self) {
        self.draft.fresh_line();
    }

    pub(crate) fn problem(&mut self, code: ProblemCode, offset: usize, message: String) {
        let (line, column) = self.lines.place_at(offset);
        self.content.problems.push(Problem { column, ..Problem::new(code, line, message) });
    }

    fn blocks(&mut self, events: &[(Event<'_>, Range<usize>)]) {
        let mut i = 0;
        while let Some((event, range)) = events.get(i) {
            i += match event {
                Event::Start(Tag::HtmlBlock) => self.html_block(&events[i..]),
                Event::Start(Tag::CodeBlock(kind)) => self.code_block(kind, &events[i..]),
                Event::Start(Tag::Heading { level, .. }) => {
                    self.heading(*level as u8, range.start, &events[i..])
                }
                Event::Start(Tag::Paragraph) => self.paragraph(&events[i..]),
                Event::Start(tag) if is_block(tag) => {
                    self.start(tag, range, events.get(i + 1..).unwrap_or_default());
                    1
                }
                Event::End(tag) if is_block_end(*tag) => {
                    self.end(*tag);
                    1
                }
                Event::Rule => {
                    self.fresh_line();
                    self.push(if self.is_galley() { "<hr>\n" } else { "<hr />\n" });
                    1
                }
                _ => self.inline_run(&events[i..]),
            }
        }
    }

    fn html_block(&mut self, events: &[(Event<'_>, Range<usize>)]) -> usize {
        let mut html = String::new();
        let mut n = 1;
        for (event, range) in &events[1..] {
            n += 1;
            match event {
                // The indent of a line comes as text.
                Event::Html(part) | Event::Text(part) => {
                    html.push_str(&self.original(part, range));
                }
                _ => break,
            }
        }
        self.fresh_line();
        let offset = events[0].1.start;
        self.raw_html(&html, offset, self.n_containers == 0);
        self.fresh_line();
        n
    }

    /// Writes an author's HTML. Its tags reach beyond the piece only if it stands by itself.
    pub(crate) fn raw_html(&mut self, html: &str, offset: usize, stands_alone: bool) {
        if self.renderer.options.dialect == Dialect::Gfm && !self.renderer.options.is_safe() {
            self.push(&raw_html::filter_tags(html));
            return;
        }
        self.push(html);
        self.content.has_raw_html = true;
        if self.renderer.options.is_safe() {
            for (at, message) in raw_html::removals(html) {
                self.problem(ProblemCode::HtmlRemoved, self.place_in_html(offset, at), message);
            }
        }
        self.note_addresses(html, offset);
        if stands_alone && self.outside.is_empty() {
            let line = self.lines.line_at(offset);
            self.content.open_tags.extend(raw_html::tags(html).map(|tag| tag.on_line(line)));
        }
    }

    fn paragraph(&mut self, events: &[(Event<'_>, Range<usize>)]) -> usize {
        if self.is_galley()
            && let Some(n) = self.figure(events)
        {
            return n;
        }
        let n = events.iter().position(|(event, _)| matches!(event, Event::End(TagEnd::Paragraph)));
        let inner = &events[1..n.unwrap_or(events.len())];
        let run = self.gather(inner);
        self.fresh_line();
        if self.is_galley() && self.alone(&run) {
            return inner.len() + 2;
        }
        self.push("<p");
        if self.n_containers > 0 {
            self.push_position(events[0].1.start);
        }
        self.push(self.dir);
        self.push(">");
        self.write_run(&run);
        self.push("</p>\n");
        inner.len() + 2
    }

    /// Writes what means something else when it stands alone in a paragraph of the text itself.
    fn alone(&mut self, run: &[Inline<'_>]) -> bool {
        if self.n_containers > 0 || !self.outside.is_empty() {
            return false;
        }
        if contents::is_asked_for(run) {
            self.content.has_contents = true;
            self.draft.push_hole(Hole::Contents);
            return true;
        }
        let Some(video) = Video::of(run) else { return false };
        let card = video.card(self.renderer.words);
        self.push(&card);
        let (line, column) = self.lines.place_at(video.offset());
        self.content.links.push(Link { target: video.href().to_owned(), line, column });
        true
    }

    fn start(
        &mut self,
        tag: &Tag<'_>,
        range: &Range<usize>,
        following: &[(Event<'_>, Range<usize>)],
    ) {
        let dir = self.dir;
        match tag {
            Tag::BlockQuote(kind) => {
                self.n_containers += 1;
                self.fresh_line();
                match kind {
                    Some(kind) => self.start_alert(*kind),
                    None => self.push_start("<blockquote"),
                }
            }
            Tag::List(first) => {
                self.n_containers += 1;
                self.fresh_line();
                match first {
                    None => self.push_start("<ul"),
                    Some(1) => self.push_start("<ol"),
                    Some(first) => self.push(&format!("<ol{dir} start=\"{first}\">\n")),
                }
            }
            Tag::Item => {
                self.fresh_line();
                let is_task = self.is_galley() && starts_with_box(following);
                self.push(if is_task { "<li class=\"task\"" } else { "<li" });
                self.push_position(range.start);
                self.push(dir);
                self.push(">");
            }
            Tag::Table(alignments) => {
                self.n_containers += 1;
                self.alignments.clone_from(alignments);
                self.fresh_line();
                if self.is_galley() {
                    self.push("<div class=\"table\" role=\"group\" aria-label=\"");
                    self.push(self.renderer.words.table);
                    self.push("\" tabindex=\"0\">");
                    self.push_start("<table");
                } else {
                    self.push("<table>\n");
                }
            }
            Tag::TableHead => {
                self.is_in_table_head = true;
                self.cell = 0;
                self.push("<thead>\n<tr");
                self.push_position(range.start);
                self.push(">\n");
            }
            Tag::TableRow => {
                self.cell = 0;
                if self.draft.html.ends_with("</thead>\n") {
                    self.push("<tbody>\n");
                }
                self.push("<tr");
                self.push_position(range.start);
                self.push(">\n");
            }
            Tag::TableCell => self.start_cell(),
            Tag::DefinitionList => {
                self.n_containers += 1;
                self.fresh_line();
                self.content.has_definition_list = true;
                self.push_start("<dl");
            }
            Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {
                let is_title = *tag == Tag::DefinitionListTitle;
                self.push(if is_title { "<dt" } else { "<dd" });
                self.push_position(range.start);
                self.push(&format!("{dir}>"));
            }
            Tag::FootnoteDefinition(label) => self.start_footnote(label, range),
            // The rest belongs to extensions that are not in use.
            _ => {}
        }
    }

    fn start_alert(&mut self, kind: BlockQuoteKind) {
        let words = self.renderer.words;
        let (class, title) = match kind {
            BlockQuoteKind::Note => ("note", words.note),
            BlockQuoteKind::Tip => ("note tip", words.tip),
            BlockQuoteKind::Important => ("note important", words.important),
            BlockQuoteKind::Warning => ("note warning", words.warning),
            BlockQuoteKind::Caution => ("note caution", words.caution),
        };
        let dir = self.dir;
        self.push(&format!(
            "<aside class=\"{class}\" role=\"note\"{dir}>\n<p class=\"note-title\">{title}</p>\n"
        ));
    }

    fn start_cell(&mut self) {
        let alignment = self.alignments.get(self.cell).copied().unwrap_or(Alignment::None);
        self.push(if self.is_in_table_head { "<th" } else { "<td" });
        if self.is_galley() {
            if self.is_in_table_head {
                self.push(" scope=\"col\"");
            }
            self.push(match alignment {
                Alignment::None => "",
                Alignment::Left => " class=\"left\"",
                Alignment::Center => " class=\"center\"",
                // Columns are set to the right for numbers.
                Alignment::Right => " class=\"num\"",
            });
            self.push(self.dir);
        } else {
            self.push(match alignment {
                Alignment::None => "",
                Alignment::Left => " align=\"left\"",
                Alignment::Center => " align=\"center\"",
                Alignment::Right => " align=\"right\"",
            });
        }
        self.push(">");
    }

    fn start_footnote(&mut self, label: &str, range: &Range<usize>) {
        self.outside.push(Outside {
            definition: self.content.definitions.len(),
            draft: std::mem::take(&mut self.draft),
            references: std::mem::take(&mut self.content.references),
            has_raw_html: std::mem::take(&mut self.content.has_raw_html),
        });
        let line = self.lines.line_at(range.start);
        let end = self.source.text[..range.end].trim_end().len().max(range.start);
        let n_lines = self.lines.line_at(end) - line + 1;
        self.content.definitions.push(FootnoteDefinition {
            label: fold(label),
            written_label: self.unmasked(label).into_owned(),
            template: Template::default(),
            references: Vec::new(),
            has_raw_html: false,
            line,
            n_lines,
        });
    }

    fn end_footnote(&mut self) {
        let outside = self.outside.pop().expect("each end has its start");
        self.fresh_line();
        let content = &mut self.content;
        let definition = &mut content.definitions[outside.definition];
        definition.template = std::mem::replace(&mut self.draft, outside.draft).finish();
        definition.references = std::mem::replace(&mut content.references, outside.references);
        definition.has_raw_html =
            std::mem::replace(&mut content.has_raw_html, outside.has_raw_html);
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::BlockQuote(kind) => {
                self.n_containers -= 1;
                self.fresh_line();
                self.push(if kind.is_some() { "</aside>\n" } else { "</blockquote>\n" });
            }
            TagEnd::List(is_ordered) => {
                self.n_containers -= 1;
                self.push(if is_ordered { "</ol>\n" } else { "</ul>\n" });
            }
            TagEnd::Item => self.push("</li>\n"),
            TagEnd::Table => {
                self.n_containers -= 1;
                if self.draft.html.ends_with("</tr>\n") {
                    self.push("</tbody>\n");
                }
                self.push(if self.is_galley() { "</table></div>\n" } else { "</table>\n" });
            }
            TagEnd::TableHead => {
                self.is_in_table_head = false;
                self.push("</tr>\n</thead>\n");
            }
            TagEnd::DefinitionList => {
                self.n_containers -= 1;
                self.push("</dl>\n");
            }
            TagEnd::DefinitionListTitle => self.push("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.push("</dd>\n"),
            TagEnd::TableRow => self.push("</tr>\n"),
            TagEnd::TableCell => {
                self.cell += 1;
                self.push(if self.is_in_table_head { "</th>\n" } else { "</td>\n" });
            }
            TagEnd::FootnoteDefinition => self.end_footnote(),
            _ => {}
        }
    }
}

fn starts_with_box(events: &[(Event<'_>, Range<usize>)]) -> bool {
    let inner = match events {
        [(Event::Start(Tag::Paragraph), _), inner @ ..] => inner,
        _ => events,
    };
    matches!(inner, [(Event::TaskListMarker(_), _), ..])
}

pub(crate) fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

pub(crate) fn is_block_end(tag: TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}
