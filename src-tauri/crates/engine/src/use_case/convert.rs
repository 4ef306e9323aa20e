//! Files that are not UTF-8 become UTF-8, when the author says so.

use galley_core::{Post, PostId};
use galley_store::{ReadOnly, StoredPost};

use crate::blog::{Blog, State};
use crate::error::Error;
use crate::wire;

impl Blog {
    /// Converts a post's file to UTF-8 and opens the post for editing. The old bytes go to
    /// the trash.
    ///
    /// # Errors
    ///
    /// When no encoding fits that would give the same bytes back.
    pub fn post_convert(&self, post: u32) -> Result<wire::OpenPost, Error> {
        self.ask(move |state| {
            let id = PostId::new(post);
            let stored = state.stored(id)?;
            let cannot = || Error::CannotConvert { path: stored.path.clone() };
            let text = state.decoded(&stored)?.ok_or_else(cannot)?.text;
            let hash = state.posts_folder.convert(&stored.path, stored.hash, &text)?;
            let post = Post::from_source(&stored.path, &text);
            let now = state.clock.now();
            state.store.transaction(|store| {
                store.set_read_only(id, None)?;
                store.update(id, &post, &text, hash, state.origin, now)?;
                store.set_base(id, &stored.path, hash)
            })?;
            state.open.remove(id);
            state.post_open(id)
        })
    }
}

impl State {
    /// The encoding that a file which is not UTF-8 can be converted from without loss.
    pub(crate) fn encoding_of(&self, stored: &StoredPost) -> Option<String> {
        let decoded = self.decoded(stored).ok().flatten();
        decoded.map(|decoded| decoded.encoding.to_owned())
    }

    fn decoded(&self, stored: &StoredPost) -> Result<Option<galley_mirror::Decoded>, Error> {
        if stored.read_only != Some(ReadOnly::NotUtf8) {
            return Ok(None);
        }
        Ok(self.posts_folder.decode(&stored.path)?)
    }
}
