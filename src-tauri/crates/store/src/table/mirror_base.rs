//! `mirror_base`: the last agreement of each post with its file.
//!
//! A base outlives its post: a base without a post says that the post was removed
//! here while its file is still there.

use galley_core::{ContentHash, PostId, PostPath};
use rusqlite::{OptionalExtension, Row, ToSql, params};

use crate::Store;
use crate::column::Column;
use crate::error::{Doing, Result};

/// What a post and its file said when they last agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// The text's hash.
    pub hash: ContentHash,
    /// The text, from which a three-way merge starts; `None` for a file that is not
    /// kept as text.
    pub source: Option<String>,
}

/// A base without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseEntry {
    /// Which post; it may have been removed.
    pub post: PostId,
    /// Where the file was.
    pub path: PostPath,
    /// What both said.
    pub hash: ContentHash,
}

impl Store {
    /// What the post and its file last agreed on; `None` if they never did.
    pub fn base(&self, post: PostId) -> Result<Option<Base>> {
        let Some(BaseEntry { hash, .. }) = self.base_entry(post)? else { return Ok(None) };
        Ok(Some(Base { hash, source: self.text_with_hash(post, hash)? }))
    }

    /// The post's base without its text.
    pub fn base_entry(&self, post: PostId) -> Result<Option<BaseEntry>> {
        self.db
            .prepare_cached("SELECT post, path, hash FROM mirror_base WHERE post = ?1")
            .and_then(|mut select| select.query_row([Column(post)], base_entry).optional())
            .doing("read the last agreement with a file")
    }

    /// Every base, by path.
    pub fn bases(&self) -> Result<Vec<BaseEntry>> {
        self.db
            .prepare_cached("SELECT post, path, hash FROM mirror_base ORDER BY path")
            .and_then(|mut select| select.query_map([], base_entry)?.collect())
            .doing("read the last agreements with the files")
    }

    /// The base of each post that lies elsewhere than its file does, and where the post lies.
    pub fn renamed_posts(&self) -> Result<Vec<(BaseEntry, PostPath)>> {
        let read = |row: &Row<'_>| Ok((base_entry(row)?, row.get::<_, Column<_>>(3)?.0));
        self.db
            .prepare_cached(
                "SELECT post, mirror_base.path, mirror_base.hash, posts.path
                 FROM mirror_base JOIN posts ON posts.id = mirror_base.post
                 WHERE posts.path <> mirror_base.path ORDER BY mirror_base.path",
            )
            .and_then(|mut select| select.query_map([], read)?.collect())
            .doing("look for posts whose files have to follow")
    }

    /// Notes that the post and the file at `path` agree on the text with this hash,
    /// which is the post's current text.
    ///
    /// Replaces the post's base and whatever other post's base was at `path`.
    pub fn set_base(&self, post: PostId, path: &PostPath, hash: ContentHash) -> Result<()> {
        // `INSERT OR REPLACE` would do both, as a level of its own that has the full-text index
        // written out: see `together`.
        self.transaction(|store| {
            for (statement, n_values) in [
                ("DELETE FROM mirror_base WHERE post = ?1 OR path = ?2", 2),
                ("INSERT INTO mirror_base (post, path, hash) VALUES (?1, ?2, ?3)", 3),
            ] {
                let values: [&dyn ToSql; 3] = [&Column(post), &Column(path), &Column(hash)];
                store
                    .db
                    .prepare_cached(statement)
                    .and_then(|mut change| change.execute(&values[..n_values]))
                    .doing("note the agreement with a file")?;
            }
            Ok(())
        })
    }

    /// Forgets the post's agreement with its file.
    pub fn clear_base(&self, post: PostId) -> Result<()> {
        self.db
            .prepare_cached("DELETE FROM mirror_base WHERE post = ?1")
            .and_then(|mut delete| delete.execute([Column(post)]))
            .doing("forget the agreement with a file")?;
        Ok(())
    }

    /// The post's text with this hash: the current one or a revision.
    ///
    /// Because every replaced text becomes a revision, a text that the post ever had
    /// is found, and the base need not keep a copy.
    pub fn text_with_hash(&self, post: PostId, hash: ContentHash) -> Result<Option<String>> {
        let current: Option<String> = self
            .db
            .prepare_cached(
                "SELECT text FROM sources JOIN posts ON posts.id = sources.post
                 WHERE posts.id = ?1 AND posts.hash = ?2 AND posts.read_only IS NULL",
            )
            .and_then(|mut select| {
                select.query_row(params![Column(post), Column(hash)], |row| row.get(0)).optional()
            })
            .doing("read a post's text by its hash")?;
        match current {
            Some(text) => Ok(Some(text)),
            None => self.revision_with_hash(post, hash),
        }
    }
}

fn base_entry(row: &Row<'_>) -> rusqlite::Result<BaseEntry> {
    Ok(BaseEntry {
        post: row.get::<_, Column<_>>(0)?.0,
        path: row.get::<_, Column<_>>(1)?.0,
        hash: row.get::<_, Column<_>>(2)?.0,
    })
}
