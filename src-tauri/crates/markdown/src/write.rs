//! The parser's events, written as HTML as they come: blocks. `inline` writes what is in them.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use galley_core::{Problem, ProblemCode};
use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, Tag, TagEnd};

use crate::block::Page;
use crate::escape::escape;
use crate::footnote::Outside;
use crate::lines::LineCounter;
use crate::note::Notes;
use crate::options::Dialect;
use crate::parse::Part;
use crate::piece::{Content, Piece, Renderer, Seen};
use crate::raw_html;
use crate::run::Inline;
use crate::smart_punctuation::Punctuator;
use crate::source::Source;
use crate::template::Draft;

/// What begins an attribute that says where an element is.
pub(crate) const POSITION: &str = " data-line=\"";

/// The block now open that holds no other. It is written when it ends: what it is may depend on
/// all that is in it.
enum Leaf<'e> {
    /// None is open, or what is written stands in another block by itself.
    None,
    Paragraph {
        offset: usize,
    },
    Heading {
        level: u8,
        offset: usize,
    },
    Verbatim(Box<Verbatim<'e>>),
}

/// A block of code or of an author's HTML.
pub(crate) struct Verbatim<'e> {
    /// None of HTML.
    kind: Option<CodeBlockKind<'e>>,
    pub text: Cow<'e, str>,
    /// Where the block starts.
    pub offset: usize,
    /// Where its text does, if it has any.
    pub text_offset: Option<usize>,
}

/// Writes the events of a part of a text, piece by piece.
pub(crate) struct Writer<'r, 'e> {
    pub renderer: &'r mut Renderer,
    /// The text that the events' offsets belong to.
    pub source: Source<'e>,
    /// Counts from the piece's first line.
    pub lines: LineCounter<'e>,
    first_line: u32,
    pub draft: Draft,
    pub content: Content,
    /// The links and images of all pieces.
    pub notes: Notes,
    /// How many there were before the present piece.
    n_notes_before: usize,
    /// What stands in the paragraph, heading or cell now open.
    pub run: Vec<Inline<'e>>,
    /// None in a dialect without typographic marks.
    pub punctuator: Option<Punctuator>,
    /// Whether the author wrote a character that is a mask.
    pub has_own_mask: bool,
    /// ` dir="auto"` where letters run from right to left.
    pub dir: &'static str,
    leaf: Leaf<'e>,
    /// What is put aside while a footnote's text is written.
    pub outside: Vec<Outside>,
    pub n_containers: usize,
    alignments: Vec<Alignment>,
    cell: usize,
    is_in_table_head: bool,
    /// Where in the draft attributes of the last list item can be put, and where its tag ends.
    item: Range<usize>,
}

impl<'r, 'e> Writer<'r, 'e> {
    pub(crate) fn new(renderer: &'r mut Renderer, source: Source<'e>, part: &Part<'e>) -> Self {
        let options = &renderer.options;
        let punctuator =
            options.is_galley().then(|| Punctuator::new(renderer.marks, options.smart_punctuation));
        Self {
            renderer,
            source,
            punctuator,
            lines: LineCounter::new(source.text, part.start, part.first_line),
            first_line: 0,
            draft: Draft::with_room(part.text.len() * 3 / 2),
            content: Content::default(),
            notes: Notes::default(),
            n_notes_before: 0,
            run: Vec::new(),
            has_own_mask: false,
            dir: "",
            leaf: Leaf::None,
            outside: Vec::new(),
            n_containers: 0,
            alignments: Vec::new(),
            cell: 0,
            is_in_table_head: false,
            item: 0..0,
        }
    }

    /// Begins the piece that is there in the source.
    pub(crate) fn begin(&mut self, piece: Range<usize>) {
        self.first_line = self.lines.begin(piece.start);
        let is_right_to_left = self.is_galley() && self.source.has_right_to_left(piece.clone());
        self.dir = if is_right_to_left { " dir=\"auto\"" } else { "" };
        self.has_own_mask = self.source.has_own_mask(piece);
    }

    /// The piece that was written, which ends at `end` in the source and is at `range` in what
    /// is wanted of it. It settles on the page of all.
    pub(crate) fn finish(&mut self, range: Range<usize>, end: usize) -> Piece {
        self.write_aside();
        if !self.content.open_tags.is_empty() {
            let tags = std::mem::take(&mut self.content.open_tags);
            self.content.open_tags = raw_html::unbalanced(tags);
        }
        Piece {
            range,
            first_line: self.first_line,
            n_lines: self.lines.line_at(end) + 1,
            id: self.renderer.next_id(),
            template: self.draft.cut(),
            notes: std::mem::replace(&mut self.n_notes_before, self.notes.len())..self.notes.len(),
            content: Seen::take(&mut self.content),
            filled: None,
            version: 0,
        }
    }

    /// The page that the pieces settle on.
    pub(crate) fn page(&mut self) -> Arc<Page> {
        self.draft.page(std::mem::take(&mut self.notes))
    }

    pub(crate) fn is_galley(&self) -> bool {
        self.renderer.options.is_galley()
    }

    #[inline]
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

    pub(crate) fn push_position(&mut self, offset: usize) {
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

    /// Takes the next event of the piece.
    pub(crate) fn event(&mut self, event: Event<'e>, range: Range<usize>) {
        match event {
            Event::Start(tag) if is_block(&tag) => {
                self.write_aside();
                self.start(tag, range);
            }
            Event::End(tag) if is_block_end(tag) => self.end(tag),
            Event::Rule => {
                self.write_aside();
                self.fresh_line();
                self.push(if self.is_galley() { "<hr>\n" } else { "<hr />\n" });
            }
            // The indent of a line of HTML comes as text.
            Event::Text(part) | Event::Html(part) if matches!(self.leaf, Leaf::Verbatim(_)) => {
                self.add_verbatim(part, range);
            }
            Event::Text(part) => self.put_text(part, range),
            Event::TaskListMarker(_) => {
                self.mark_task();
                self.put_aside(event, range);
            }
            _ => self.put_aside(event, range),
        }
    }

    fn add_verbatim(&mut self, part: CowStr<'e>, range: Range<usize>) {
        let part = self.taken(part, &range);
        let Leaf::Verbatim(block) = &mut self.leaf else { return };
        block.text_offset.get_or_insert(range.start);
        if block.text.is_empty() {
            block.text = part;
        } else {
            block.text.to_mut().push_str(&part);
        }
    }

    fn html_block(&mut self, block: &Verbatim<'_>) {
        self.fresh_line();
        self.raw_html(&block.text, block.offset, self.n_containers == 0);
        self.fresh_line();
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

    fn start(&mut self, tag: Tag<'e>, range: Range<usize>) {
        let dir = self.dir;
        let offset = range.start;
        let verbatim = |kind| {
            let text = Cow::Borrowed("");
            Leaf::Verbatim(Box::new(Verbatim { kind, text, offset, text_offset: None }))
        };
        match tag {
            Tag::Paragraph => self.leaf = Leaf::Paragraph { offset },
            Tag::Heading { level, .. } => self.leaf = Leaf::Heading { level: level as u8, offset },
            Tag::CodeBlock(kind) => self.leaf = verbatim(Some(kind)),
            Tag::HtmlBlock => self.leaf = verbatim(None),
            Tag::BlockQuote(kind) => {
                self.n_containers += 1;
                self.fresh_line();
                match kind {
                    Some(kind) => self.start_alert(kind),
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
                self.push("<li");
                let attributes = self.draft.html.len();
                self.push_position(offset);
                self.push(dir);
                self.push(">");
                self.item = attributes..self.draft.html.len();
            }
            Tag::Table(alignments) => {
                self.n_containers += 1;
                self.alignments = alignments;
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
                self.push_position(offset);
                self.push(">\n");
            }
            Tag::TableRow => {
                self.cell = 0;
                if self.draft.html.ends_with("</thead>\n") {
                    self.push("<tbody>\n");
                }
                self.push("<tr");
                self.push_position(offset);
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
                let is_title = tag == Tag::DefinitionListTitle;
                self.push(if is_title { "<dt" } else { "<dd" });
                self.push_position(offset);
                self.push(&format!("{dir}>"));
            }
            Tag::FootnoteDefinition(label) => self.start_footnote(&label, &range),
            // The rest belongs to extensions that are not in use.
            _ => {}
        }
    }

    /// Marks the item of a list as a task if the box is the first thing in it.
    fn mark_task(&mut self) {
        let is_text = matches!(self.leaf, Leaf::None | Leaf::Paragraph { .. });
        let is_first = self.run.is_empty() && self.item.end == self.draft.html.len();
        if self.is_galley() && is_text && is_first {
            self.draft.insert(self.item.start, " class=\"task\"");
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

    fn end(&mut self, tag: TagEnd) {
        match std::mem::replace(&mut self.leaf, Leaf::None) {
            Leaf::Paragraph { offset } => return self.paragraph(offset),
            Leaf::Heading { level, offset } => return self.heading(level, offset),
            Leaf::Verbatim(block) => match &block.kind {
                Some(kind) => return self.code_block(kind, &block),
                None => return self.html_block(&block),
            },
            Leaf::None => self.write_aside(),
        }
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

fn is_block(tag: &Tag<'_>) -> bool {
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

fn is_block_end(tag: TagEnd) -> bool {
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
