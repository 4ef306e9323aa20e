//! A blog as the window holds it: open posts with their texts, and events answered.

use std::collections::HashMap;
use std::io;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use galley_engine::{Blog, DataFolder, OpenOptions, wire};

use crate::blog::Place;
use crate::report::Report;

/// An open blog and the texts in its editors.
pub(crate) struct Session {
    /// The blog.
    pub(crate) blog: Blog,
    /// Where it lies.
    pub(crate) place: Place,
    editors: HashMap<u32, Editor>,
    events: Receiver<wire::Event>,
}

struct Editor {
    version: u32,
    text: String,
}

impl Session {
    /// Opens the blog as the window does. What is acknowledged is reported from the
    /// blog's own loop, in the moment in which the window would hear of it.
    pub(crate) fn open(place: Place, watching: bool) -> Result<Self> {
        let options = OpenOptions::new(DataFolder::new(Some(&place.data()))).watching(watching);
        let (sender, events) = channel();
        let blog = Blog::open(&place.blog(), &options, move |event| {
            let report = match &event {
                wire::Event::PostKept(it) => {
                    Some(Report::Kept { post: it.post, version: it.version })
                }
                wire::Event::PostSaved(it) => {
                    Some(Report::Saved { post: it.post, version: it.version })
                }
                _ => None,
            };
            // Under an injected fault the pipe may fail too; then nothing was acknowledged.
            _ = report.map_or(Ok(()), |report| report.send());
            _ = sender.send(event);
        })?;
        say(&Report::Opened)?;
        Ok(Self { blog, place, editors: HashMap::new(), events })
    }

    /// All posts.
    pub(crate) fn posts(&self) -> Result<Vec<wire::PostSummary>> {
        Ok(self.blog.post_list()?)
    }

    /// The posts that are open, in a fixed order.
    pub(crate) fn open_posts(&self) -> Vec<u32> {
        let mut posts: Vec<u32> = self.editors.keys().copied().collect();
        posts.sort_unstable();
        posts
    }

    /// Opens a post for editing, if it is not open.
    pub(crate) fn show(&mut self, post: u32) -> Result<()> {
        if self.editors.contains_key(&post) {
            return Ok(());
        }
        let opened = self.blog.post_open(post)?;
        self.take_in(&opened)
    }

    /// Holds a post that the engine has opened.
    pub(crate) fn take_in(&mut self, opened: &wire::OpenPost) -> Result<()> {
        let (post, text) = (opened.summary.id, opened.source.clone());
        say(&Report::Showing { post, text: text.clone() })?;
        self.editors.insert(post, Editor { version: opened.version, text });
        Ok(())
    }

    /// The text in a post's editor.
    pub(crate) fn text(&self, post: u32) -> Result<&str> {
        Ok(&self.editors.get(&post).context("the post is not open")?.text)
    }

    /// Types: replaces the bytes `from..to` of the text.
    pub(crate) fn replace(
        &mut self,
        post: u32,
        from: usize,
        to: usize,
        insert: &str,
    ) -> Result<()> {
        let text = self.text(post)?;
        let utf16 = |at: usize| {
            u32::try_from(text[..at].encode_utf16().count()).expect("texts here are short")
        };
        let edit = wire::Edit { from: utf16(from), to: utf16(to), insert: insert.to_owned() };
        self.apply(post, vec![edit])
    }

    /// Hands a batch of edits over.
    fn apply(&mut self, post: u32, edits: Vec<wire::Edit>) -> Result<()> {
        let editor = self.editors.get_mut(&post).context("the post is not open")?;
        let mut units: Vec<u16> = editor.text.encode_utf16().collect();
        for edit in edits.iter().rev() {
            units.splice(edit.from as usize..edit.to as usize, edit.insert.encode_utf16());
        }
        editor.text = String::from_utf16(&units)?;
        editor.version += 1;
        let version = editor.version;
        say(&Report::Typing { post, version, text: editor.text.clone() })?;
        self.blog.post_edit(wire::EditPost {
            blog: self.blog.id(),
            post,
            version,
            edits,
            render: version.is_multiple_of(3),
            restore: false,
            cursor: 0,
            scroll: 0,
        })?;
        let at = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
        say(&Report::Typed { post, version, at: u64::try_from(at)? })
    }

    /// Has the post written to its file.
    pub(crate) fn save(&mut self, post: u32) -> Result<()> {
        say(&Report::Saving { post })?;
        Ok(self.blog.post_save(post)?)
    }

    /// Lets go of a post.
    pub(crate) fn close(&mut self, post: u32) -> Result<()> {
        say(&Report::Saving { post })?;
        self.blog.post_close(post)?;
        self.editors.remove(&post);
        Ok(())
    }

    /// Forgets the editor of a post that was removed.
    pub(crate) fn forget(&mut self, post: u32) {
        self.editors.remove(&post);
    }

    /// Answers events until one of them `is_it`, or until the time is over.
    pub(crate) fn wait(
        &mut self,
        at_most: Duration,
        is_it: impl Fn(&wire::Event) -> bool,
    ) -> Result<()> {
        let until = Instant::now() + at_most;
        loop {
            let wait = until.saturating_duration_since(Instant::now());
            let Ok(event) = self.events.recv_timeout(wait) else { return Ok(()) };
            self.answer(&event)?;
            if is_it(&event) {
                return Ok(());
            }
        }
    }

    /// What the window does by itself when it hears of an event.
    fn answer(&mut self, event: &wire::Event) -> Result<()> {
        match event {
            wire::Event::OutsideChanged(it) if self.editors.contains_key(&it.post) => {
                self.pull(it.post)
            }
            wire::Event::SaveFailed(it) => {
                let message = format!("{}: {}", it.error.message, it.error.causes.join(": "));
                say(&Report::Failed { message })
            }
            _ => Ok(()),
        }
    }

    fn pull(&mut self, post: u32) -> Result<()> {
        let version = self.editors[&post].version;
        let change = self.blog.outside_pull(post, version)?;
        let edits = if change.conflict.is_some() {
            self.blog.conflict_settle(post, version, wire::Side::Mine, None)?
        } else {
            change.edits
        };
        if edits.is_empty() { Ok(()) } else { self.apply(post, edits) }
    }
}

/// Reports; who does not hear it any more has ended this.
pub(crate) fn say(report: &Report) -> Result<()> {
    match report.send() {
        // A fault injected into the pipe is no fault of the blog.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
