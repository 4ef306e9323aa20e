//! Taking posts away, renaming their files, and bringing removed ones back.

use galley_core::{Origin, Post, PostId, PostPath};

use crate::blog::{Blog, State};
use crate::error::Error;
use crate::wire;

impl Blog {
    /// Moves a post to the trash: its file out of the posts folder, its text into the history.
    pub fn post_remove(&self, post: u32) -> Result<(), Error> {
        self.ask(move |state| state.post_remove(PostId::new(post)))
    }

    /// Renames a post's file, or moves it to another folder below the posts folder. Its old
    /// address becomes an alias, and the links of all posts lead where they led.
    ///
    /// # Errors
    ///
    /// When `path` is no path of a post, or something is there already.
    pub fn post_rename(&self, post: u32, path: &str) -> Result<(), Error> {
        let to = PostPath::parse(path).map_err(|source| {
            let path = path.to_owned();
            Error::BadPath { path, source }
        })?;
        self.ask(move |state| state.post_rename(PostId::new(post), &to))
    }

    /// The posts in the trash, newest first.
    pub fn removed_list(&self) -> Result<Vec<wire::RemovedPost>, Error> {
        self.ask(|state| {
            let removed = state.store.removed_posts()?.into_iter();
            let removed = removed.map(|removed| {
                let revision = state.store.revision(removed.last)?;
                let post = Post::from_source(&revision.path, &revision.source);
                Ok(wire::RemovedPost {
                    post: removed.post.get(),
                    title: post.title,
                    path: removed.path.to_string(),
                    at: removed.at.to_string(),
                    n_words: post.n_words,
                    revision: removed.last.get(),
                })
            });
            removed.collect()
        })
    }

    /// Brings a post back from the trash, to where it was or beside what is there now, and
    /// opens it.
    pub fn removed_restore(&self, post: u32) -> Result<wire::OpenPost, Error> {
        self.ask(move |state| {
            let id = PostId::new(post);
            let removed = state.store.removed_posts()?.into_iter().find(|it| it.post == id);
            let removed = removed.ok_or_else(|| Error::NoSuchPost { name: post.to_string() })?;
            let revision = state.store.revision(removed.last)?;
            state.bring_back(id, &removed.path, &revision.source, Origin::Restore)?;
            state.post_open(id)
        })
    }

    /// Forgets all removed posts: their texts in the history and their files in the trash.
    pub fn trash_empty(&self) -> Result<(), Error> {
        self.ask(|state| {
            state.store.forget_removed_posts()?;
            state.posts_folder.empty_trash()?;
            Ok(())
        })
    }

    /// Writes the files of the posts whose files vanished together.
    pub fn vanished_write_back(&self) -> Result<(), Error> {
        self.ask(|state| {
            let posts = state.vanished_posts();
            galley_mirror::write_back(&state.store, &state.posts_folder, &posts)?;
            state.take_in_files();
            Ok(())
        })
    }

    /// Removes the posts whose files vanished together: their texts go into the history.
    pub fn vanished_remove(&self) -> Result<(), Error> {
        self.ask(|state| {
            let posts = state.vanished_posts();
            let removed =
                galley_mirror::remove_vanished(&state.store, &state.posts_folder, &posts)?;
            for id in removed {
                state.let_go(id);
            }
            state.take_in_files();
            Ok(())
        })
    }
}

impl State {
    pub(crate) fn post_remove(&mut self, id: PostId) -> Result<(), Error> {
        if self.open.get(id).is_some() {
            self.store_open_text(id)?;
        }
        galley_mirror::remove(&self.store, &self.posts_folder, id, self.origin)?;
        self.store.journal_clear(id)?;
        self.let_go(id);
        Ok(())
    }

    pub(crate) fn post_rename(&mut self, id: PostId, to: &PostPath) -> Result<(), Error> {
        if self.open.get(id).is_some() {
            self.try_save(id)?;
        }
        let now = self.clock.now();
        let stored = self.stored(id)?;
        let before = Post::from_source(&stored.path, &stored.source);
        galley_mirror::rename(&self.store, &self.posts_folder, id, to, self.origin, now)?;
        // A post that is not open has nothing to follow.
        let is_open = self.open.with(id, |open| open.move_to(to)).is_ok();
        if stored.read_only.is_some() {
            return Ok(());
        }
        let after = Post::from_source(to, &stored.source);
        let source = self.with_own_links(&before, &after, &stored.source);
        // Front matter that cannot be changed keeps no file from being renamed.
        let source = self.with_old_address(&before, &after, source.clone()).unwrap_or(source);
        if source != stored.source {
            let moved = self.stored(id)?;
            self.write_text(&moved, &source, self.origin)?;
            if is_open {
                self.tell_outside_changed(id);
            }
        }
        let (old, new) = (self.whereabouts(&before), self.whereabouts(&after));
        self.let_links_follow(id, &old, &new)
    }

    /// What is being typed becomes the post's text in the library, whatever its file says.
    fn store_open_text(&mut self, id: PostId) -> Result<(), Error> {
        let stored = self.stored(id)?;
        let source = self.open.with(id, |open| {
            (open.is_unsaved() || open.in_conflict).then(|| open.text.to_source())
        })?;
        let Some(source) = source else { return Ok(()) };
        let post = Post::from_source(&stored.path, &source);
        let hash = galley_mirror::hash(source.as_bytes());
        let now = self.clock.now();
        Ok(self.store.transaction(|store| {
            store.update(id, &post, &source, hash, self.origin, now)?;
            // At once: an older text there would be put in this one's place by the next start.
            store.journal_clear(id)
        })?)
    }

    /// Nobody edits the post any more.
    fn let_go(&mut self, id: PostId) {
        self.forget_deadlines(id);
        self.open.remove(id);
    }

    /// Makes a removed post a post again, with its file at `path`, numbered if that is taken.
    pub(crate) fn bring_back(
        &mut self,
        id: PostId,
        path: &PostPath,
        source: &str,
        origin: Origin,
    ) -> Result<(), Error> {
        let path = self.free_path_like(path)?;
        let post = Post::from_source(&path, source);
        let hash = galley_mirror::hash(source.as_bytes());
        let now = self.clock.now();
        self.store.transaction(|store| {
            // What its file once was is of no use: there is none.
            store.clear_base(id)?;
            store.bring_back(id, &post, source, hash, origin, now)
        })?;
        let written = self.posts_folder.write(&path, source, None)?;
        self.store.set_base(id, &path, written)?;
        Ok(())
    }

    /// This path, or the next numbered one that neither a file nor a post has.
    fn free_path_like(&self, path: &PostPath) -> Result<PostPath, Error> {
        for n in 1.. {
            let path = path.numbered(n);
            if !self.posts_folder.exists(&path) && self.store.post_by_path(&path)?.is_none() {
                return Ok(path);
            }
        }
        unreachable!("there are more numbers than files")
    }
}
