//! Paragraphs, and what is written otherwise when it stands alone in one.

use std::borrow::Cow;

use pulldown_cmark::{Event, Tag};

use crate::contents;
use crate::run::{Inline, Text, image_len, plain_text};
use crate::signs::Signs;
use crate::template::Hole;
use crate::video::Video;
use crate::write::Writer;

impl Writer<'_, '_> {
    /// Writes a paragraph of what was put aside.
    pub(crate) fn paragraph(&mut self, offset: usize) {
        let run = self.take_run();
        if !self.is_galley() || !self.figure(&run) && !self.alone(&run) {
            self.fresh_line();
            self.push("<p");
            if self.n_containers > 0 {
                self.push_position(offset);
            }
            self.push(self.dir);
            self.push(">");
            self.write_run(&run);
            self.push("</p>\n");
        }
        self.leave_room(run);
    }

    /// Writes what means something else when it stands alone in a paragraph of the text itself.
    fn alone(&mut self, run: &[Inline<'_>]) -> bool {
        if self.n_containers > 0 || !self.outside.is_empty() {
            return false;
        }
        if contents::is_asked_for(run) {
            self.fresh_line();
            self.content.has_contents = true;
            self.draft.push_hole(Hole::Contents);
            return true;
        }
        let Some(video) = Video::of(run) else { return false };
        let card = video.card(self.renderer.words);
        self.fresh_line();
        self.push(&card);
        self.notes.link(video.href(), self.lines.place_at(video.offset()));
        true
    }

    /// Writes a paragraph that is nothing but an image with a title as a figure with that
    /// caption; whether it is one.
    fn figure(&mut self, run: &[Inline<'_>]) -> bool {
        let Some(Inline::Event(Event::Start(Tag::Image { link_type, dest_url, title, .. }), range)) =
            run.first()
        else {
            return false;
        };
        if title.is_empty() || image_len(run) + 1 != run.len() {
            return false;
        }
        let alt = plain_text(&run[1..run.len() - 1]);
        self.count_expansion(*link_type, dest_url, title);
        self.fresh_line();
        self.push("<figure>");
        self.write_image(dest_url, &alt, "", range.start);
        let dir = self.dir;
        self.push(&format!("<figcaption{dir}>"));
        let caption = self.unmasked(title).into_owned();
        let mut state = self.begin_run();
        let signs = Signs::of(&caption);
        let caption =
            Text { chars: Cow::Owned(caption), fixed: Vec::new(), offset: range.start, signs };
        self.write_text(&caption, &[], &mut state);
        self.push("</figcaption></figure>\n");
        true
    }
}
