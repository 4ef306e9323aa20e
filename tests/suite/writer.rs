//! Somebody who writes in the window: the engine driven as the window drives it.

use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use galley_engine::{Blog, DataFolder, OpenOptions, wire};

use crate::test_blog::TestBlog;

/// How long something may take before a test gives up.
const DEADLINE: Duration = Duration::from_secs(20);

/// An open window, without the window.
pub(crate) struct Writer {
    pub(crate) blog: Blog,
    events: Receiver<wire::Event>,
}

impl Writer {
    /// Opens the blog as the window does.
    pub(crate) fn open(blog: &TestBlog) -> Self {
        Self::try_open(blog).expect("the blog opens")
    }

    pub(crate) fn try_open(blog: &TestBlog) -> Result<Self, galley_engine::Error> {
        let options = OpenOptions::new(DataFolder::new(Some(&blog.data()))).watching(true);
        let (tell, events) = channel();
        let blog = Blog::open(&blog.path(""), &options, move |event| {
            // A test that ended listens no more.
            tell.send(event).ok();
        })?;
        Ok(Self { blog, events })
    }

    /// The post's number in the library.
    pub(crate) fn id(&self, path: &str) -> u32 {
        self.blog.post_id(path).expect("the post is there")
    }

    /// Opens a post.
    pub(crate) fn open_post(&self, path: &str) -> wire::OpenPost {
        self.blog.post_open(self.id(path)).expect("the post opens")
    }

    /// Replaces the whole text of an open post that is at `version`.
    pub(crate) fn rewrite(&self, open: &wire::OpenPost, version: u32, text: &str) {
        let (from, to) = (0, utf16_len(&open.source));
        let edits = vec![wire::Edit { from, to, insert: text.to_owned() }];
        self.edit(open.summary.id, version, edits).expect("the edit is taken in");
    }

    /// Makes `version` of an open post, which is the one after what the engine has.
    pub(crate) fn edit(
        &self,
        post: u32,
        version: u32,
        edits: Vec<wire::Edit>,
    ) -> Result<wire::Edited, galley_engine::Error> {
        let blog = self.blog.id();
        let (render, cursor, scroll, restore) = (false, 3, 2, false);
        let edit = wire::EditPost { blog, post, version, edits, render, cursor, scroll, restore };
        self.blog.post_edit(edit)
    }

    /// Waits for an event of which `find` makes something.
    #[track_caller]
    pub(crate) fn wait<T>(&self, find: impl Fn(&wire::Event) -> Option<T>) -> T {
        let begun = Instant::now();
        let mut seen = Vec::new();
        loop {
            let left = DEADLINE.saturating_sub(begun.elapsed());
            match self.events.recv_timeout(left) {
                Ok(event) => match find(&event) {
                    Some(found) => return found,
                    None => seen.push(event),
                },
                Err(RecvTimeoutError::Timeout) => panic!("nothing came but {seen:#?}"),
                Err(RecvTimeoutError::Disconnected) => panic!("the blog is closed: {seen:#?}"),
            }
        }
    }

    /// The next event, if one comes within this time.
    pub(crate) fn next_event(&self, within: Duration) -> Option<wire::Event> {
        self.events.recv_timeout(within).ok()
    }

    /// Waits until this version is in the journal.
    pub(crate) fn wait_until_kept(&self, version: u32) {
        self.wait(|event| match event {
            wire::Event::PostKept(kept) if kept.version >= version => Some(()),
            _ => None,
        });
    }

    /// Waits until this version is in the file.
    pub(crate) fn wait_until_saved(&self, version: u32) {
        self.wait(|event| match event {
            wire::Event::PostSaved(saved) if saved.version >= version => Some(()),
            _ => None,
        });
    }

    /// Closes the blog in order.
    pub(crate) fn close(self) {
        self.blog.close();
    }
}

pub(crate) fn utf16_len(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).expect("a short text")
}
