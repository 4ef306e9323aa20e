//! Taking in what other programs did to the posts folder.

use std::collections::{BTreeSet, HashMap};

use galley_core::{Origin, Post, PostId, PostPath, ProblemCode, merge, text_edit};
use galley_mirror::{Content, OpenText, Reconciled, hash, reconcile};
use galley_store::StoredPost;

use super::State;
use crate::editor_text::EditorText;
use crate::error::Error;
use crate::open_post::Seen;
use crate::wire;

impl State {
    /// Brings files and library together, and says what changed.
    pub(crate) fn take_in_files(&mut self) {
        match self.reconcile() {
            Ok(done) => self.tell_reconciled(&done),
            Err(error) => {
                tracing::error!(%error, "the posts folder could not be compared");
                self.note_damage(&error);
                let wire::Error { message, causes, .. } = (&error).into();
                let why =
                    [message].into_iter().chain(causes).take(2).collect::<Vec<_>>().join(": ");
                self.notice(format!("what other programs changed was not taken in: {why}"));
            }
        }
    }

    pub(crate) fn reconcile(&mut self) -> Result<Reconciled, Error> {
        let open = self.open_texts();
        let done = reconcile(&self.store, &self.posts_folder, &open, self.clock.now())?;
        self.folder_problems =
            done.problems.iter().map(|it| (it.path.clone(), it.problem.clone())).collect();
        self.set_vanished(&done.vanished)?;
        for failure in &done.failed {
            tracing::warn!(path = %failure.path, error = %failure.error, "a file does not agree yet");
        }
        for id in &done.moved {
            let path = self.path_of(*id)?;
            // A post that is not open has nothing to follow.
            self.open.with(*id, |open| open.move_to(&path)).ok();
        }
        Ok(done)
    }

    fn set_vanished(&mut self, vanished: &[PostId]) -> Result<(), Error> {
        if self.vanished != vanished {
            vanished.clone_into(&mut self.vanished);
            let vanished = self.vanished_on_wire()?;
            self.tell(wire::Event::PostsVanished(wire::PostsVanished { blog: self.id, vanished }));
        }
        Ok(())
    }

    /// The posts whose files vanished together; `None` when there are none.
    pub(crate) fn vanished_on_wire(&self) -> Result<Option<wire::Vanished>, Error> {
        /// Titles that are told; more say no more.
        const N_TITLES: usize = 5;
        if self.vanished.is_empty() {
            return Ok(None);
        }
        let titles = self.vanished.iter().take(N_TITLES).map(|id| {
            let stored = self.stored(*id)?;
            Ok(Post::from_source(&stored.path, &stored.source).title)
        });
        Ok(Some(wire::Vanished {
            titles: titles.collect::<Result<_, Error>>()?,
            n_posts: u32::try_from(self.vanished.len()).unwrap_or(u32::MAX),
            posts: wire::convert::ids(self.vanished.iter().copied()),
        }))
    }

    /// Tells which posts changed in the library since this was told last, whoever changed
    /// them: this process or another. The library's own log is the only source, so nothing
    /// that changes a post has to think of telling it.
    pub(super) fn tell_changes(&mut self) {
        match self.store.changes_since(self.seen_change) {
            Ok(changes) => {
                let Some(last) = changes.last() else { return };
                self.seen_change = last.seq;
                let posts: BTreeSet<PostId> = changes.iter().map(|change| change.post).collect();
                let posts = wire::convert::ids(posts);
                self.tell(wire::Event::PostsChanged(wire::PostsChanged { blog: self.id, posts }));
            }
            Err(error) => tracing::warn!(%error, "what changed in the library is not known"),
        }
    }

    fn open_texts(&self) -> HashMap<PostId, OpenText> {
        let ids = self.open.ids().into_iter();
        let texts = ids.filter_map(|id| {
            let source = self.open.with(id, |open| open.text.to_source()).ok()?;
            Some((id, OpenText::new(source)))
        });
        texts.collect()
    }

    fn tell_reconciled(&self, done: &Reconciled) {
        let told = || done.pending_outside.iter().chain(&done.conflicts);
        for id in told() {
            self.tell_outside_changed(*id);
        }
        for id in self.open.ids() {
            if !told().any(|it| *it == id) && self.is_changed_by_another(id).unwrap_or(false) {
                self.tell_outside_changed(id);
            }
        }
    }

    /// The edits that take an outside change of an open post into the editor: what another
    /// process put into the library, and what another program wrote into the file.
    ///
    /// Where both sides changed the same lines there are none: both texts are
    /// answered, nothing is written, and the author chooses.
    pub(crate) fn outside_pull(
        &mut self,
        id: PostId,
        version: u32,
    ) -> Result<wire::OutsideChange, Error> {
        let stored = self.stored(id)?;
        let shown = self.editor_text_at(id, version)?;
        let based_on = self.open.with(id, |open| open.based_on)?;
        let theirs = self.text_on_disk(&stored.path)?;
        let mut mine = shown.clone();
        if stored.hash != based_on {
            if let Some(theirs) = &theirs {
                self.keep_theirs(&stored, theirs)?;
            }
            let base = self.store.text_with_hash(id, based_on)?;
            match merge_texts(base.as_deref(), &mine, &stored.source) {
                Ok(merged) => mine = merged,
                Err(base) => return self.conflict(id, &stored, shown, &stored.source, base),
            }
        }
        let Some(theirs) = theirs else {
            // The file is gone or cannot be read: what the editor holds stays, and is
            // written again with the next edit.
            self.open.with(id, |open| open.based_on = stored.hash)?;
            if mine == shown {
                return Ok(wire::OutsideChange { edits: Vec::new(), conflict: None });
            }
            return self.bring_in(id, &shown, &mine, None);
        };
        if hash(theirs.as_bytes()) == stored.hash {
            // The other process wrote the file too.
            self.open.with(id, |open| open.based_on = stored.hash)?;
            return self.bring_in(id, &shown, &mine, Some(&theirs));
        }
        let agreed = self.store.base(id)?.and_then(|base| base.source);
        let base = agreed.as_deref().or(Some(&stored.source));
        match merge_texts(base, &mine, &theirs) {
            Ok(merged) => {
                self.accept_theirs(id, &theirs)?;
                self.bring_in(id, &shown, &merged, Some(&theirs))
            }
            Err(_) => self.conflict(id, &stored, shown, &theirs, agreed.as_deref()),
        }
    }

    /// Both sides changed the same lines: the author is asked.
    fn conflict(
        &mut self,
        id: PostId,
        stored: &StoredPost,
        mine: String,
        theirs: &str,
        base: Option<&str>,
    ) -> Result<wire::OutsideChange, Error> {
        self.open.with(id, |open| open.in_conflict = true)?;
        self.keep_theirs(stored, theirs)?;
        let as_shown = |text: &str| EditorText::from_source(text).as_str().to_owned();
        let (theirs, base) = (as_shown(theirs), base.map(as_shown));
        Ok(wire::OutsideChange {
            edits: Vec::new(),
            conflict: Some(wire::Conflict { mine, theirs, base }),
        })
    }

    /// The file's text is kept: it may be written again before the author has chosen.
    fn keep_theirs(&self, stored: &StoredPost, theirs: &str) -> Result<(), Error> {
        let (digest, now) = (hash(theirs.as_bytes()), self.clock.now());
        Ok(self.store.keep_text(stored, theirs, digest, Origin::File, now)?)
    }

    /// The edits that bring the outcome of a merge into the editor; `theirs` is what the file
    /// holds.
    fn bring_in(
        &mut self,
        id: PostId,
        shown: &str,
        merged: &str,
        theirs: Option<&str>,
    ) -> Result<wire::OutsideChange, Error> {
        let theirs = theirs.map(EditorText::from_source);
        let incoming = theirs.filter(|theirs| theirs.as_str() == merged);
        let file_holds_it = incoming.is_some();
        let edits = text_edit::diff(shown, merged);
        self.open.with(id, |open| {
            open.in_conflict = false;
            open.await_incoming(incoming);
        })?;
        if edits.is_empty() {
            self.settle_without_edits(id, file_holds_it)?;
        }
        let edits = edits.into_iter().map(Into::into).collect();
        Ok(wire::OutsideChange { edits, conflict: None })
    }

    /// Keeps a text that is being made of both sides as a revision.
    pub(crate) fn conflict_keep(&self, id: PostId, merged: &str) -> Result<(), Error> {
        let (digest, now) = (hash(merged.as_bytes()), self.clock.now());
        Ok(self.store.keep_text(&self.stored(id)?, merged, digest, self.origin, now)?)
    }

    /// Settles a conflict in favour of one side, or of a text made of both (`merged`); what
    /// gives way is kept as a revision.
    pub(crate) fn conflict_settle(
        &mut self,
        id: PostId,
        version: u32,
        side: wire::Side,
        merged: Option<&str>,
    ) -> Result<Vec<wire::Edit>, Error> {
        let path = self.path_of(id)?;
        let theirs = self.text_on_disk(&path)?;
        let mine = self.editor_text_at(id, version)?;
        let mine_source = self.open.with(id, |open| open.text.to_source())?;
        let there = theirs.is_some();
        let edits = match (side, theirs) {
            (wire::Side::Theirs, Some(theirs)) => {
                self.keep_mine(id, &path, &mine_source)?;
                self.accept_theirs(id, &theirs)?;
                let theirs_text = EditorText::from_source(&theirs);
                let edits = text_edit::diff(&mine, theirs_text.as_str());
                self.open.with(id, |open| open.await_incoming(Some(theirs_text)))?;
                edits
            }
            (wire::Side::Mine, Some(theirs)) => {
                self.accept_theirs(id, &theirs)?;
                Vec::new()
            }
            (wire::Side::Merged, theirs) => {
                self.keep_mine(id, &path, &mine_source)?;
                if let Some(theirs) = theirs {
                    self.accept_theirs(id, &theirs)?;
                }
                text_edit::diff(&mine, merged.unwrap_or(&mine))
            }
            (_, None) => Vec::new(),
        };
        let based_on = self.stored(id)?.hash;
        self.open.with(id, |open| {
            open.in_conflict = false;
            open.based_on = based_on;
        })?;
        if edits.is_empty() {
            // A file that went meanwhile holds nothing.
            self.settle_without_edits(id, side == wire::Side::Theirs && there)?;
        }
        Ok(edits.into_iter().map(Into::into).collect())
    }

    /// The editor's side of a conflict becomes the row's text, and so a revision when the
    /// outcome follows.
    fn keep_mine(&self, id: PostId, path: &PostPath, source: &str) -> Result<(), Error> {
        let post = Post::from_source(path, source);
        let (origin, now) = (self.origin, self.clock.now());
        let digest = hash(source.as_bytes());
        self.store.update(id, &post, source, digest, origin, now)?;
        self.open.with(id, |open| open.based_on = digest)
    }

    /// The library takes the file's text as the last agreement: a later save may
    /// replace it, and it stays in the history.
    fn accept_theirs(&mut self, id: PostId, theirs: &str) -> Result<(), Error> {
        let path = self.path_of(id)?;
        let post = Post::from_source(&path, theirs);
        let digest = hash(theirs.as_bytes());
        let now = self.clock.now();
        self.store.transaction(|store| {
            store.update(id, &post, theirs, digest, Origin::File, now)?;
            store.set_base(id, &path, digest)
        })?;
        self.open.with(id, |open| open.based_on = digest)?;
        Ok(())
    }

    /// No edit will come back from the editor: it holds the outcome already.
    fn settle_without_edits(&mut self, id: PostId, file_holds_it: bool) -> Result<(), Error> {
        let version = self.open.with(id, |open| {
            open.take_incoming();
            if file_holds_it {
                open.saved_version = open.version;
            } else {
                open.saved_version = open.saved_version.min(open.version.saturating_sub(1));
            }
            open.version
        })?;
        if file_holds_it {
            self.store.journal_clear(id)?;
            self.forget_deadlines(id);
            let saved = wire::PostSaved { blog: self.id, post: id.get(), version };
            self.tell(wire::Event::PostSaved(saved));
        } else {
            self.save_soon(id);
        }
        Ok(())
    }

    /// The editor's text, if it is still at `version`.
    fn editor_text_at(&self, id: PostId, version: u32) -> Result<String, Error> {
        self.open.with(id, |open| {
            let expected = open.version;
            (expected == version)
                .then(|| open.text.as_str().to_owned())
                .ok_or(Error::VersionMismatch { expected, found: version })
        })?
    }

    pub(crate) fn text_on_disk(
        &self,
        path: &galley_core::PostPath,
    ) -> Result<Option<String>, Error> {
        let content = self.posts_folder.read(path)?.map(|file| file.content);
        Ok(match content {
            Some(Content::Text(text)) => Some(text),
            Some(Content::NotUtf8 { .. } | Content::TooLarge(_)) | None => None,
        })
    }

    /// What rendering sees in a post's text.
    pub(crate) fn seen(&self, post: &Post, source: &str) -> Seen {
        Seen::of(post, source, self.markdown_options(galley_core::RawHtml::Safe))
    }

    /// The problems of a post: of its front matter, of its text, and those that only the whole
    /// blog shows.
    pub(crate) fn problems_of(
        &self,
        id: PostId,
        post: &Post,
        in_text: Vec<galley_core::Problem>,
    ) -> Vec<wire::Problem> {
        let mut problems = post.problems.clone();
        problems.extend(in_text);
        if let Some(by) = self.other_with_slug(id, &post.slug) {
            problems.push(galley_core::Problem::new(
                ProblemCode::SlugTaken,
                1,
                format!(
                    "the slug `{}` also belongs to `{by}`: give one of them another",
                    post.slug
                ),
            ));
        }
        problems.into_iter().map(Into::into).collect()
    }

    /// Another post's path that has the same slug.
    pub(crate) fn other_with_slug(
        &self,
        id: PostId,
        slug: &galley_core::Slug,
    ) -> Option<galley_core::PostPath> {
        let owner = self.store.slug_owner(slug).ok().flatten().filter(|owner| *owner != id)?;
        self.path_of(owner).ok()
    }
}

/// The merge of two files' texts as the editor shows texts; the base, if both changed the same
/// lines or it is not known.
fn merge_texts<'base>(
    base: Option<&'base str>,
    mine: &str,
    theirs: &str,
) -> Result<String, Option<&'base str>> {
    let theirs = EditorText::from_source(theirs);
    if theirs.as_str() == mine {
        return Ok(mine.to_owned());
    }
    let Some(source) = base else { return Err(None) };
    let base = EditorText::from_source(source);
    let merged = merge::three_way(base.as_str(), mine, theirs.as_str());
    merged.clean().map(str::to_owned).ok_or(Some(source))
}
