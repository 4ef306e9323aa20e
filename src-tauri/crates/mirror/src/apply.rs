//! Carrying out a plan, step by step.
//!
//! A step that cannot be done is reported and does not keep the others from being done.
//! Each may be done twice: a process that dies between a file and the commit leaves a
//! state from which the next plan goes on.

use foldhash::HashMap;
use galley_core::mirror_plan::MirrorOp;
use galley_core::{ContentHash, Origin, Post, PostId, PostPath, merge};
use galley_store::{BaseEntry, ReadOnly, RowEntry, Store};
use jiff::Timestamp;

use crate::content::{Content, hash};
use crate::error::{Error, Result};
use crate::folder::PostsFolder;
use crate::reconcile::{Failure, Reconciled};
use crate::scan::{Scan, ScannedFile};

/// A plan being carried out.
pub(crate) struct Applying<'a> {
    store: &'a Store,
    folder: &'a PostsFolder,
    now: Timestamp,
    files: HashMap<&'a PostPath, &'a ScannedFile>,
    rows: HashMap<PostId, &'a RowEntry>,
    /// Whose agreement each path's base is.
    base_posts: HashMap<&'a PostPath, (PostId, ContentHash)>,
    open: &'a Hashes,
    reconciled: &'a mut Reconciled,
}

/// The hashes of texts by their posts.
pub(crate) type Hashes = HashMap<PostId, ContentHash>;

/// What a plan was made from.
pub(crate) struct Known<'a> {
    pub(crate) scan: &'a Scan,
    pub(crate) rows: &'a [RowEntry],
    pub(crate) bases: &'a [BaseEntry],
    pub(crate) open: &'a Hashes,
}

impl<'a> Applying<'a> {
    pub(crate) fn new(
        store: &'a Store,
        folder: &'a PostsFolder,
        known: &Known<'a>,
        now: Timestamp,
        reconciled: &'a mut Reconciled,
    ) -> Self {
        let Known { scan, rows, bases, open } = *known;
        let files = scan.files.iter().map(|file| (&file.path, file)).collect();
        let rows = rows.iter().map(|row| (row.id, row)).collect();
        let base_posts = bases.iter().map(|base| (&base.path, (base.post, base.hash))).collect();
        Self { store, folder, now, files, rows, base_posts, open, reconciled }
    }

    pub(crate) fn all(mut self, plan: &[MirrorOp]) -> Result<()> {
        let is_new = |op: &MirrorOp| matches!(op, MirrorOp::ImportNew { .. });
        for ops in plan.chunk_by(|a, b| is_new(a) && is_new(b)) {
            if ops.len() > 1 && self.import_all(ops) {
                continue;
            }
            for op in ops {
                self.apart(op)?;
            }
        }
        Ok(())
    }

    /// Imports new files together; false if one cannot be, and then none is. A new blog is
    /// nothing else.
    fn import_all(&mut self, ops: &[MirrorOp]) -> bool {
        let (store, n_added) = (self.store, self.reconciled.added.len());
        let done = store.together(|_| ops.iter().try_for_each(|op| self.one(op)));
        if let Err(error) = &done {
            tracing::warn!(%error, "new posts are taken in one by one");
            self.reconciled.added.truncate(n_added);
        }
        done.is_ok()
    }

    /// Carries out a step that, if it fails, is undone alone.
    fn apart(&mut self, op: &MirrorOp) -> Result<()> {
        let store = self.store;
        match store.transaction(|_| self.one(op)) {
            // The library itself fails: nothing more can be done.
            Err(Error::Store(error)) => return Err(Error::Store(error)),
            Err(error) => {
                let (post, path) = subject(op);
                let path = path.clone();
                self.reconciled.failed.push(Failure { post, path, error });
            }
            Ok(()) => {}
        }
        Ok(())
    }

    fn one(&mut self, op: &MirrorOp) -> Result<()> {
        match op {
            MirrorOp::Import { post, .. }
            | MirrorOp::RemoveRow { post, .. }
            | MirrorOp::Conflict { post, .. }
                if self.open.contains_key(post) =>
            {
                self.reconciled.pending_outside.push(*post);
                Ok(())
            }
            MirrorOp::Import { post, path } => self.import(*post, path),
            MirrorOp::ImportNew { path } => self.import_new(path),
            MirrorOp::Move { post, to, .. } => self.follow(*post, to),
            MirrorOp::WriteFile { post, path } => self.write_file(*post, path),
            MirrorOp::TrashFile { path } => self.trash_file(path),
            // Back since the scan.
            MirrorOp::RemoveRow { path, .. } if self.folder.exists(path) => Ok(()),
            MirrorOp::RemoveRow { post, .. } => {
                self.store.remove(*post, Origin::File)?;
                self.store.clear_base(*post)?;
                self.reconciled.removed.push(*post);
                Ok(())
            }
            MirrorOp::Rebase { post, path } => self.rebase(*post, path),
            MirrorOp::Forget { path } => {
                if let Some((post, _)) = self.base_posts.get(path) {
                    self.store.clear_base(*post)?;
                }
                Ok(())
            }
            MirrorOp::Conflict { post, path } => self.merge(*post, path),
        }
    }

    fn import(&mut self, id: PostId, path: &PostPath) -> Result<()> {
        let Some((hash, content)) = self.content(path)? else { return Ok(()) };
        let (source, read_only) = as_source(content);
        let post = Post::from_source(path, &source);
        self.store.update(id, &post, &source, hash, Origin::File, self.now)?;
        self.store.set_read_only(id, read_only)?;
        self.store.set_base(id, path, hash)?;
        self.reconciled.changed.push(id);
        Ok(())
    }

    fn import_new(&mut self, path: &PostPath) -> Result<()> {
        let Some((hash, content)) = self.content(path)? else { return Ok(()) };
        let (source, read_only) = as_source(content);
        let post = Post::from_source(path, &source);
        let (store, now) = (self.store, self.now);
        // A file that was edited while its post was removed brings that post back.
        let id = match self.base_posts.get(path) {
            Some(&(id, _)) if !self.rows.contains_key(&id) => {
                store.bring_back(id, &post, &source, hash, Origin::File, now)?;
                id
            }
            _ => store.insert(&post, &source, hash, Origin::File, now)?,
        };
        store.set_read_only(id, read_only)?;
        store.set_base(id, path, hash)?;
        self.reconciled.added.push(id);
        Ok(())
    }

    fn follow(&mut self, id: PostId, to: &PostPath) -> Result<()> {
        let Some(file) = self.files.get(to) else { return Ok(()) };
        let row = self.store.post(id)?;
        // The slug may come from the path.
        let post = Post::from_source(to, &row.source);
        self.store.update(id, &post, &row.source, row.hash, Origin::File, self.now)?;
        self.store.set_base(id, to, file.hash)?;
        self.reconciled.moved.push(id);
        Ok(())
    }

    fn write_file(&mut self, id: PostId, path: &PostPath) -> Result<()> {
        let row = self.store.post(id)?;
        let is_ahead = self.open.get(&id).is_some_and(|&open| open != row.hash);
        // What can only be looked at is never written; what is being typed, the editor saves.
        if row.read_only.is_some() || is_ahead {
            return Ok(());
        }
        let expected = self.files.get(path).map(|file| file.hash);
        let written = self.folder.write(path, &row.source, expected)?;
        self.store.set_base(id, path, written)?;
        Ok(())
    }

    fn trash_file(&mut self, path: &PostPath) -> Result<()> {
        let Some(&(post, hash)) = self.base_posts.get(path) else { return Ok(()) };
        self.folder.trash(path, hash)?;
        self.store.clear_base(post)?;
        Ok(())
    }

    fn rebase(&mut self, id: PostId, path: &PostPath) -> Result<()> {
        let Some(file) = self.files.get(path) else { return Ok(()) };
        if self.rows.get(&id).is_some_and(|row| row.hash != file.hash) {
            // The editor has the file's text already, the library not yet.
            return self.import(id, path);
        }
        self.store.set_base(id, path, file.hash)?;
        Ok(())
    }

    /// Both sides changed: merges them if the changes do not overlap, else keeps both texts.
    fn merge(&mut self, id: PostId, path: &PostPath) -> Result<()> {
        let Some((theirs_hash, content)) = self.content(path)? else { return Ok(()) };
        let row = self.store.post(id)?;
        let theirs = match content {
            Content::Text(text) if row.read_only.is_none() => text,
            _ => {
                self.reconciled.conflicts.push(id);
                return Ok(());
            }
        };
        let base = self.store.base(id)?.and_then(|base| base.source);
        let merged = base.map(|base| merge::three_way(&base, &row.source, &theirs));
        let Some(merged) = merged.as_ref().and_then(merge::Merge::clean) else {
            self.store.keep_text(&row, &row.source, row.hash, row.origin, row.changed_at)?;
            self.store.keep_text(&row, &theirs, theirs_hash, Origin::File, self.now)?;
            self.reconciled.conflicts.push(id);
            return Ok(());
        };
        self.store.keep_text(&row, &theirs, theirs_hash, Origin::File, self.now)?;
        let merged_hash = hash(merged.as_bytes());
        let post = Post::from_source(path, merged);
        self.store.update(id, &post, merged, merged_hash, Origin::File, self.now)?;
        self.folder.write(path, merged, Some(theirs_hash))?;
        self.store.set_base(id, path, merged_hash)?;
        self.reconciled.changed.push(id);
        Ok(())
    }

    /// What the scanned file holds; `None` if it is another by now: the next scan sees it.
    fn content(&self, path: &PostPath) -> Result<Option<(ContentHash, Content)>> {
        let Some(file) = self.files.get(path) else { return Ok(None) };
        if let (Some(content), Some(stat)) = (&file.content, &file.stat)
            && self.folder.looks_like(path, stat)
        {
            return Ok(Some((file.hash, content.clone())));
        }
        let read = self.folder.read(path)?;
        Ok(read.filter(|read| read.hash == file.hash).map(|read| (read.hash, read.content)))
    }
}

/// What a post's row keeps of a file: its text, or something to look at and why.
fn as_source(content: Content) -> (String, Option<ReadOnly>) {
    match content {
        Content::Text(text) => (text, None),
        Content::NotUtf8 { lossy, .. } => (lossy, Some(ReadOnly::NotUtf8)),
        Content::TooLarge(_) => (String::new(), Some(ReadOnly::TooLarge)),
    }
}

/// What a step is about.
fn subject(op: &MirrorOp) -> (Option<PostId>, &PostPath) {
    match op {
        MirrorOp::Import { post, path }
        | MirrorOp::WriteFile { post, path }
        | MirrorOp::RemoveRow { post, path }
        | MirrorOp::Rebase { post, path }
        | MirrorOp::Conflict { post, path }
        | MirrorOp::Move { post, to: path, .. } => (Some(*post), path),
        MirrorOp::ImportNew { path } | MirrorOp::TrashFile { path } | MirrorOp::Forget { path } => {
            (None, path)
        }
    }
}
