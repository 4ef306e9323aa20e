//! What stands in a paragraph, heading or cell, made ready to be written.
//!
//! The parser cuts a text at each character that might have meant something. Adjoining texts
//! are joined here, and what the parser does not know is found in them: bare addresses, marks
//! in pairs, emoji.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use crate::options::Dialect;
use crate::signs::Signs;
use crate::write::Writer;
use crate::{autolink, emoji, mask, pairs};

/// One element of a run.
pub(crate) enum Inline<'e> {
    /// Text as written, marks and escapes resolved.
    Text(Text<'e>),
    /// A bare address in the text, made a link.
    Autolink { href: String, text: String, offset: usize },
    /// A tag of a mark that the parser does not know.
    Mark(&'static str),
    /// Anything else.
    Event(Event<'e>, Range<usize>),
}

/// A stretch of text.
pub(crate) struct Text<'e> {
    pub chars: Cow<'e, str>,
    /// Where in it characters stand that the author escaped or wrote as an entity:
    /// they are to stay what they are.
    pub fixed: Vec<usize>,
    /// Where it starts in the source.
    pub offset: usize,
    /// The signs that are in it; of a part of a text, those of the whole.
    pub signs: Signs,
}

impl<'e> Writer<'_, 'e> {
    /// Puts an inline event aside: what follows may decide how it is written.
    #[inline]
    pub(crate) fn put_aside(&mut self, event: Event<'e>, range: Range<usize>) {
        self.run.push(Inline::Event(event, range));
    }

    /// The same of a text, joined with the one before if that is one.
    pub(crate) fn put_text(&mut self, part: CowStr<'e>, range: Range<usize>) {
        let part = self.taken(part, &range);
        let is_fixed = self.is_fixed(&part, &range);
        if let Some(Inline::Text(text)) = self.run.last_mut() {
            if is_fixed {
                text.fixed.push(text.chars.len());
            }
            text.chars.to_mut().push_str(&part);
        } else {
            let fixed = if is_fixed { vec![0] } else { Vec::new() };
            let signs = Signs::default();
            self.run.push(Inline::Text(Text { chars: part, fixed, offset: range.start, signs }));
        }
    }

    /// What was put aside, and in it what the parser does not know.
    pub(crate) fn take_run(&mut self) -> Vec<Inline<'e>> {
        let run = std::mem::take(&mut self.run);
        self.extended(run)
    }

    /// Leaves the room of a run that was written to the next one.
    pub(crate) fn leave_room(&mut self, mut run: Vec<Inline<'e>>) {
        run.clear();
        self.run = run;
    }

    /// The run with what the parser does not know.
    fn extended(&self, mut run: Vec<Inline<'e>>) -> Vec<Inline<'e>> {
        let mut signs = Signs::default();
        let mut signs_in_links = Signs::default();
        let mut depth = 0_usize;
        for inline in &mut run {
            match inline {
                Inline::Text(text) => {
                    text.signs = Signs::of(&text.chars);
                    let all = if depth == 0 { &mut signs } else { &mut signs_in_links };
                    *all = all.and(text.signs);
                }
                Inline::Event(Event::Start(Tag::Link { .. } | Tag::Image { .. }), _) => depth += 1,
                Inline::Event(Event::End(TagEnd::Link | TagEnd::Image), _) => {
                    depth = depth.saturating_sub(1);
                }
                _ => {}
            }
        }
        let dialect = self.renderer.options.dialect;
        let is_galley = dialect == Dialect::Galley;
        if dialect != Dialect::CommonMark && signs.has(Signs::ADDRESS) {
            run = autolink::link(run, is_galley);
        }
        signs = signs.and(signs_in_links);
        if is_galley && signs.has(Signs::PAIR) {
            run = pairs::pair(run);
        }
        if is_galley && signs.has(Signs::COLON) {
            for inline in &mut run {
                if let Inline::Text(text) = inline {
                    emoji::replace(text);
                }
            }
        }
        run
    }

    /// Whether a text event starts with a character that was escaped or is an entity.
    fn is_fixed(&self, part: &str, range: &Range<usize>) -> bool {
        let text = self.source.text;
        let before = range.start.checked_sub(1).and_then(|i| text.as_bytes().get(i));
        if before == Some(&b'\\') {
            return true;
        }
        let Some(written) = text.get(range.clone()) else { return true };
        // Most are the source itself.
        !std::ptr::eq(written, part) && written != part
    }

    /// A text of the parser, as it is in the source; taken over, not copied.
    #[inline]
    pub(crate) fn taken(&self, part: CowStr<'e>, range: &Range<usize>) -> Cow<'e, str> {
        if self.source.may_show_mask
            && let Some(part) = self.restored(&part, range)
        {
            return Cow::Owned(part);
        }
        match part {
            CowStr::Borrowed(part) => Cow::Borrowed(part),
            part => Cow::Owned(part.into_string()),
        }
    }

    /// The same, not taken over.
    pub(crate) fn original<'t>(&self, part: &'t str, range: &Range<usize>) -> Cow<'t, str> {
        self.restored(part, range).map_or(Cow::Borrowed(part), Cow::Owned)
    }

    /// The same; none if it is that already.
    fn restored(&self, part: &str, range: &Range<usize>) -> Option<String> {
        if !self.source.is_masked(part) {
            return None;
        }
        match self.source.text.get(range.clone()) {
            Some(source) if source.len() == part.len() => Some(source.to_owned()),
            _ => Some(self.unmasked(part).into_owned()),
        }
    }

    /// The same for what has no place of its own in the source.
    pub(crate) fn unmasked<'t>(&self, part: &'t str) -> Cow<'t, str> {
        if self.source.is_masked(part) && !self.has_own_mask {
            Cow::Owned(mask::take_off(part))
        } else {
            Cow::Borrowed(part)
        }
    }
}

/// How many elements stand before the end of the image that `run` begins with.
pub(crate) fn image_len(run: &[Inline<'_>]) -> usize {
    let mut depth = 0;
    for (i, inline) in run.iter().enumerate() {
        match inline {
            Inline::Event(Event::Start(Tag::Image { .. }), _) => depth += 1,
            Inline::Event(Event::End(TagEnd::Image), _) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return i;
        }
    }
    run.len().saturating_sub(1)
}

/// What a run says, without marks.
pub(crate) fn plain_text(run: &[Inline<'_>]) -> String {
    let mut plain = String::new();
    for inline in run {
        match inline {
            Inline::Text(text) => plain.push_str(&text.chars),
            Inline::Autolink { text, .. } => plain.push_str(text),
            Inline::Mark(_) => {}
            Inline::Event(event, _) => match event {
                Event::Code(text)
                | Event::InlineMath(text)
                | Event::DisplayMath(text)
                | Event::InlineHtml(text)
                    if mask::is_in(text) =>
                {
                    plain.push_str(&mask::take_off(text));
                }
                Event::Code(text)
                | Event::InlineMath(text)
                | Event::DisplayMath(text)
                | Event::InlineHtml(text) => plain.push_str(text),
                Event::SoftBreak | Event::HardBreak => plain.push(' '),
                _ => {}
            },
        }
    }
    plain
}

/// The character that will be shown next, as far as that is near.
pub(crate) fn next_char(following: &[Inline<'_>]) -> Option<char> {
    // Marks can nest without end; a quotation mark need not know what is behind so many.
    const MANY_MARKS: usize = 16;
    for inline in following.iter().take(MANY_MARKS) {
        match inline {
            Inline::Text(text) => return text.chars.chars().next(),
            Inline::Autolink { text, .. } => return text.chars().next(),
            Inline::Event(Event::SoftBreak | Event::HardBreak, _) => return None,
            Inline::Event(Event::Start(Tag::Image { .. }), _) => return Some('x'),
            Inline::Mark(_)
            | Inline::Event(Event::Start(_) | Event::End(_) | Event::InlineHtml(_), _) => {}
            Inline::Event(Event::Code(code), _) => return code.chars().next(),
            Inline::Event(..) => return Some('x'),
        }
    }
    None
}
