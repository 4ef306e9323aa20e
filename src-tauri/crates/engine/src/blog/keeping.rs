//! Keeping what was typed: first in the journal, then in the file.

use galley_core::{Origin, Post, PostId, Utf16Offset, merge, reading_minutes};
use galley_mirror::Saved;
use galley_store::{JournalEntry, StoredPost};

use super::State;
use crate::clock::Clock;
use crate::error::Error;
use crate::use_case::history::n_words_added;
use crate::use_case::view::View;
use crate::wire;

/// An open post's text at one version, taken out of its lock.
struct Snapshot {
    version: u32,
    source: String,
    view: View,
    in_conflict: bool,
    /// A former text was brought back by it.
    restores: bool,
}

impl State {
    /// Puts an open post's text into the journal and tells its live figures.
    pub(super) fn keep(&mut self, id: PostId) {
        if let Err(error) = self.try_keep(id) {
            self.tell_save_failed(id, error);
        }
    }

    fn try_keep(&mut self, id: PostId) -> Result<(), Error> {
        let Ok(Some(snapshot)) = self.open.with(id, |open| {
            (open.version > open.kept_version).then(|| Snapshot {
                version: open.version,
                source: open.text.to_source(),
                view: View { cursor: open.cursor, scroll: open.scroll },
                in_conflict: open.in_conflict,
                restores: open.restores,
            })
        }) else {
            return Ok(());
        };
        self.put_into_journal(id, &snapshot)?;
        let post = Post::from_source(&self.path_of(id)?, &snapshot.source);
        let seen = self.open.with(id, |open| open.seen())?;
        // Nobody looks at the preview, but at the outline and the problems.
        let seen = seen.unwrap_or_else(|| self.seen(&post, &snapshot.source));
        self.tell(wire::Event::PostKept(wire::PostKept {
            blog: self.id,
            post: id.get(),
            version: snapshot.version,
            n_words: post.n_words,
            minutes: reading_minutes(post.n_words),
            fields: wire::Fields::of(&post),
            problems: self.problems_of(id, &post, seen.problems),
            headings: seen.headings.into_iter().map(Into::into).collect(),
        }));
        Ok(())
    }

    /// Puts a text into the journal that is not there yet.
    fn put_into_journal(&mut self, id: PostId, snapshot: &Snapshot) -> Result<(), Error> {
        if self.open.with(id, |open| open.kept_version)? == snapshot.version {
            return Ok(());
        }
        self.store.journal_put(&JournalEntry {
            post: id,
            source: snapshot.source.clone(),
            based_on: Some(self.open.with(id, |open| open.based_on)?),
            cursor: Utf16Offset::new(snapshot.view.cursor),
            scroll: snapshot.view.scroll,
            at: self.clock.now(),
        })?;
        self.open.with(id, |open| open.kept_version = snapshot.version)
    }

    /// Writes an open post's text into its file.
    pub(super) fn save(&mut self, id: PostId) {
        if let Err(error) = self.try_save(id) {
            self.tell_save_failed(id, error);
        }
    }

    /// Writes an open post's text into its file, or says why not.
    ///
    /// While a conflict waits for the author nothing is written: the text is in
    /// the journal.
    pub(crate) fn try_save(&mut self, id: PostId) -> Result<(), Error> {
        let snapshot = self.open.with(id, |open| {
            open.is_unsaved().then(|| Snapshot {
                version: open.version,
                source: open.text.to_source(),
                view: View { cursor: open.cursor, scroll: open.scroll },
                in_conflict: open.in_conflict,
                restores: open.restores,
            })
        })?;
        let Some(snapshot) = snapshot else { return Ok(()) };
        if snapshot.in_conflict {
            self.schedule.clear(id);
            return self.try_keep(id);
        }
        if self.is_changed_by_another(id)? {
            self.try_keep(id)?;
            self.schedule.clear(id);
            self.tell_outside_changed(id);
            return Ok(());
        }
        // Whatever ends the save halfway, the journal must not hold an older text than the row:
        // the next start would put it in the row's place.
        self.put_into_journal(id, &snapshot)?;
        let origin = if snapshot.restores { Origin::Restore } else { self.origin };
        let now = self.clock.now();
        let saved = galley_mirror::save(
            &self.store,
            &self.posts_folder,
            id,
            &snapshot.source,
            origin,
            now,
        )?;
        self.schedule.clear(id);
        let digest = galley_mirror::hash(snapshot.source.as_bytes());
        self.open.with(id, |open| open.based_on = digest)?;
        if saved == Saved::FileChanged {
            self.try_keep(id)?;
            self.tell_outside_changed(id);
            return Ok(());
        }
        self.store.transaction(|store| {
            store.journal_clear(id)?;
            snapshot.view.remember(store, id)
        })?;
        let newer = self.open.with(id, |open| {
            open.saved_version = open.saved_version.max(snapshot.version);
            open.kept_version = open.kept_version.max(snapshot.version);
            open.restores &= open.is_unsaved();
            open.is_unsaved()
        })?;
        if newer {
            self.schedule.edited(id, Clock::instant());
        }
        self.tell(wire::Event::PostSaved(wire::PostSaved {
            blog: self.id,
            post: id.get(),
            version: snapshot.version,
        }));
        Ok(())
    }

    /// Whether another process changed the post in the library since the editor's text came
    /// from there.
    pub(crate) fn is_changed_by_another(&self, id: PostId) -> Result<bool, Error> {
        let based_on = self.open.with(id, |open| open.based_on)?;
        Ok(self.stored(id)?.hash != based_on)
    }

    /// Sees to it that what was typed outlives the process: in its file, or else in the journal.
    /// Answers with the posts of which neither takes it.
    pub(crate) fn keep_all(&mut self) -> Vec<PostId> {
        let mut lost = Vec::new();
        for id in self.open.ids() {
            // A library that takes nothing of one post takes nothing of the next, and each try may
            // last as long as it waits for another process.
            if lost.is_empty()
                && let Err(error) = self.try_save(id)
            {
                self.tell_save_failed(id, error);
            }
            lost.extend((!self.is_kept(id)).then_some(id));
        }
        lost
    }

    /// Whether the journal has an open post's text.
    fn is_kept(&self, id: PostId) -> bool {
        self.open.with(id, |open| open.kept_version == open.version).unwrap_or(false)
    }

    /// Writes every open post that its file does not hold yet.
    pub(super) fn save_all(&mut self) {
        for id in self.open.ids() {
            if let Err(error) = self.try_save(id) {
                // The journal holds the text; the next start takes it up again.
                tracing::error!(%error, post = id.get(), "a post could not be written at the end");
            }
            self.remember_view(id);
        }
    }

    /// Remembers where the caret is.
    pub(crate) fn remember_view(&self, id: PostId) {
        let view = self.open.with(id, |open| View { cursor: open.cursor, scroll: open.scroll });
        let Ok(view) = view else { return };
        if let Err(error) = view.remember(&self.store, id) {
            tracing::warn!(%error, "the caret's place is not remembered");
        }
    }

    /// What the journal holds becomes the row, as if it had been saved; the
    /// mirror then brings file and row together like any other change.
    ///
    /// A row that changed since is merged with; where both changed the same lines
    /// the journal's stay and the row's are a revision. A post that was removed since
    /// comes back: an edit beats a removal.
    pub(super) fn replay_journal(&mut self) -> Result<(), Error> {
        for entry in self.store.journal()? {
            match self.store.post(entry.post) {
                Ok(stored) => self.replay(&entry, &stored)?,
                Err(galley_store::Error::UnknownPost { .. }) => self.replay_removed(&entry)?,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn replay(&mut self, entry: &JournalEntry, stored: &StoredPost) -> Result<(), Error> {
        let base = match entry.based_on {
            Some(hash) if hash != stored.hash => self.store.text_with_hash(stored.id, hash)?,
            _ => None,
        };
        let source = base.map_or(entry.source.clone(), |base| {
            merge::three_way(&base, &entry.source, &stored.source).text
        });
        let post = Post::from_source(&stored.path, &source);
        let hash = galley_mirror::hash(source.as_bytes());
        let view = View { cursor: entry.cursor.get(), scroll: entry.scroll };
        self.store.transaction(|store| {
            store.update(entry.post, &post, &source, hash, Origin::Window, self.clock.now())?;
            view.remember(store, entry.post)?;
            store.journal_clear(entry.post)
        })?;
        if hash != stored.hash {
            let n_words = n_words_added(&stored.source, &source);
            self.note_recovered(entry, post.title, n_words)?;
        }
        Ok(())
    }

    fn replay_removed(&mut self, entry: &JournalEntry) -> Result<(), Error> {
        let id = entry.post;
        let removed = self.store.removed_posts()?.into_iter().find(|it| it.post == id);
        let Some(removed) = removed else {
            // Neither post nor history: nothing that could have been typed into.
            tracing::error!(post = id.get(), "the journal names a post that never was");
            return Ok(());
        };
        let before = self.store.revision(removed.last)?.source;
        if before != entry.source {
            self.bring_back(id, &removed.path, &entry.source, Origin::Window)?;
            let title = Post::from_source(&removed.path, &entry.source).title;
            self.note_recovered(entry, title, n_words_added(&before, &entry.source))?;
        }
        Ok(self.store.journal_clear(id)?)
    }

    fn note_recovered(
        &mut self,
        entry: &JournalEntry,
        title: String,
        n_words: u32,
    ) -> Result<(), Error> {
        let before = self.store.revisions(entry.post)?.first().map(|revision| revision.id.get());
        let (post, at) = (entry.post.get(), entry.at.to_string());
        self.recovered.push(wire::Recovered { post, title, at, n_words, before });
        Ok(())
    }

    fn tell_save_failed(&mut self, id: PostId, error: Error) {
        self.note_damage(&error);
        tracing::warn!(%error, post = id.get(), "a post could not be saved and will be tried again");
        self.schedule.save_failed(id, Clock::instant());
        let kept = self.is_kept(id);
        self.tell(wire::Event::SaveFailed(wire::SaveFailed {
            blog: self.id,
            post: id.get(),
            kept,
            error: error.into(),
        }));
    }

    pub(crate) fn tell_outside_changed(&self, id: PostId) {
        self.tell(wire::Event::OutsideChanged(wire::OutsideChanged {
            blog: self.id,
            post: id.get(),
        }));
    }

    /// Notes that an open post has something to save.
    pub(crate) fn save_soon(&mut self, id: PostId) {
        self.schedule.edited(id, Clock::instant());
    }

    /// Forgets an open post's deadlines.
    pub(crate) fn forget_deadlines(&mut self, id: PostId) {
        self.schedule.clear(id);
    }
}

#[cfg(test)]
mod tests;
