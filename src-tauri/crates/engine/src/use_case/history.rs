//! A post's former texts: listing, reading, searching, bringing back.

use galley_core::{Origin, Post, PostId, text_edit};
use galley_mirror::Saved;
use galley_store::{RevisionId, StoredPost};

use crate::blog::{Blog, State};
use crate::editor_text::EditorText;
use crate::error::Error;
use crate::wire;

/// The most hits that a search in the history answers with.
const HISTORY_LIMIT: usize = 50;

impl Blog {
    /// What a post says in the library and what it said, newest first; also of a removed post.
    pub fn post_history(&self, post: u32) -> Result<wire::History, Error> {
        self.ask(move |state| state.history(PostId::new(post)))
    }

    /// The history of the post that a path or a slug names.
    pub fn history_named(&self, name: &str) -> Result<wire::ShownHistory, Error> {
        let name = name.to_owned();
        self.ask(move |state| {
            let (id, path) = state.find_with_history(&name)?;
            Ok(wire::ShownHistory { path, history: state.history(id)? })
        })
    }

    /// A former text, as the editor would hold it.
    pub fn revision_source(&self, revision: u32) -> Result<String, Error> {
        self.ask(move |state| {
            let source = state.revision(revision)?.source;
            Ok(EditorText::from_source(&source).as_str().to_owned())
        })
    }

    /// Former texts that hold the words of `query`, newest first: every one of `post`, or the
    /// newest of each post.
    pub fn history_search(
        &self,
        query: &str,
        post: Option<u32>,
    ) -> Result<Vec<wire::HistoryHit>, Error> {
        let query = query.to_owned();
        self.ask(move |state| {
            let of = post.map(PostId::new);
            let hits = state.store.search_history(&query, of, HISTORY_LIMIT)?.into_iter();
            let hits = hits.map(|hit| wire::HistoryHit {
                removed: state.stored(hit.post).is_err(),
                post: hit.post.get(),
                title: hit.title,
                path: hit.path.to_string(),
                revision: hit.revision.get(),
                at: hit.at.to_string(),
                snippet: hit.snippet.into_iter().map(Into::into).collect(),
            });
            Ok(hits.collect())
        })
    }

    /// Makes a former text the post's text again, in library and file. What it says now
    /// becomes a revision. A removed post comes back.
    ///
    /// # Errors
    ///
    /// When `revision` is none of this post's, or the file cannot be written.
    pub fn revision_restore(&self, name: &str, revision: u32) -> Result<(), Error> {
        let name = name.to_owned();
        self.ask(move |state| {
            let (id, _) = state.find_with_history(&name)?;
            let found = state.revision(revision)?;
            if found.post != id {
                return Err(Error::NoSuchRevision { revision });
            }
            match state.store.post(id) {
                Ok(stored) => state.write_text(&stored, &found.source, Origin::Restore),
                Err(_) => state.bring_back(id, &found.path, &found.source, Origin::Restore),
            }
        })
    }
}

impl State {
    fn history(&self, id: PostId) -> Result<wire::History, Error> {
        let revisions = self.store.revisions(id)?;
        let present = self.store.post(id).ok();
        let (origin, at, n_words) = match (&present, revisions.first()) {
            (Some(post), _) => {
                let n_words = Post::from_source(&post.path, &post.source).n_words;
                (post.origin, post.changed_at, n_words)
            }
            (None, Some(last)) => (last.origin, last.at, last.n_words.unwrap_or(0)),
            (None, None) => return Err(Error::NoSuchPost { name: id.get().to_string() }),
        };
        let revisions = revisions.into_iter().map(|revision| {
            let n_words = if let Some(n_words) = revision.n_words {
                n_words
            } else {
                // Kept before words were counted.
                let text = self.store.revision(revision.id)?;
                Post::from_source(&text.path, &text.source).n_words
            };
            Ok(wire::RevisionSummary {
                id: revision.id.get(),
                origin: revision.origin.into(),
                at: revision.at.to_string(),
                n_words,
            })
        });
        let revisions = revisions.collect::<Result<_, Error>>()?;
        Ok(wire::History { origin: origin.into(), at: at.to_string(), n_words, revisions })
    }

    fn revision(&self, revision: u32) -> Result<galley_store::Revision, Error> {
        Ok(self.store.revision(RevisionId::new(revision))?)
    }

    /// The post that a name fits, or the removed post whose file was there.
    fn find_with_history(&self, name: &str) -> Result<(PostId, String), Error> {
        match self.find(name) {
            Ok(stored) => Ok((stored.id, stored.path.to_string())),
            Err(Error::NoSuchPost { name }) => {
                let removed = self.store.removed_posts()?.into_iter();
                let mut fitting =
                    removed.filter(|it| it.path.as_str() == name || it.path.file_stem() == name);
                let found = fitting.next().ok_or(Error::NoSuchPost { name })?;
                Ok((found.post, found.path.to_string()))
            }
            Err(error) => Err(error),
        }
    }

    /// Replaces a post's text in library and file, as a save does.
    pub(crate) fn write_text(
        &mut self,
        stored: &StoredPost,
        source: &str,
        origin: Origin,
    ) -> Result<(), Error> {
        let (id, now) = (stored.id, self.clock.now());
        let (store, folder) = (&self.store, &self.posts_folder);
        if galley_mirror::save(store, folder, id, source, origin, now)? == Saved::FileChanged {
            self.take_in_files();
        }
        Ok(())
    }
}

/// How many words the edits from `before` to `after` put in.
pub(crate) fn n_words_added(before: &str, after: &str) -> u32 {
    let edits = text_edit::diff(before, after);
    let words = edits.iter().flat_map(|edit| edit.insert.split_whitespace());
    u32::try_from(words.count()).unwrap_or(u32::MAX)
}
