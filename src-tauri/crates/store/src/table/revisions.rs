//! `revisions`: every former text of a post. Rows are added, never changed.

use galley_core::{ContentHash, Origin, Post, PostId, PostPath};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};

use crate::column::{Column, count};
use crate::error::{Doing, Error, Result};
use crate::revision_text::{self, Difference};
use crate::{Store, table::posts::StoredPost};

/// Identity of a revision in the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RevisionId(u32);

impl RevisionId {
    /// The revision that the library numbers `id`.
    pub const fn new(id: u32) -> Self {
        Self(id)
    }

    /// The library's number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

/// A former text, without the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionSummary {
    /// Which revision.
    pub id: RevisionId,
    /// Who wrote the text.
    pub origin: Origin,
    /// When it was written, not when it was replaced.
    pub at: Timestamp,
    /// How many words it has; `None` if it was kept before words were counted.
    pub n_words: Option<u32>,
    /// How long it is.
    pub n_bytes: usize,
    /// Its hash.
    pub hash: ContentHash,
}

/// A former text of a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Which revision.
    pub id: RevisionId,
    /// Of which post; it may have been removed.
    pub post: PostId,
    /// Where the post was then.
    pub path: PostPath,
    /// Who wrote the text.
    pub origin: Origin,
    /// When it was written.
    pub at: Timestamp,
    /// Its hash.
    pub hash: ContentHash,
    /// The text.
    pub source: String,
}

/// A post that is no more, but for its revisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovedPost {
    /// Which post it was.
    pub post: PostId,
    /// Where it was.
    pub path: PostPath,
    /// Its last text.
    pub last: RevisionId,
    /// When that was written.
    pub at: Timestamp,
}

/// A text to be kept as a revision.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewRevision<'a> {
    pub(crate) post: PostId,
    pub(crate) path: &'a PostPath,
    pub(crate) origin: Origin,
    pub(crate) at: Timestamp,
    pub(crate) hash: ContentHash,
    pub(crate) source: &'a str,
}

impl Store {
    /// A post's former texts, newest first.
    pub fn revisions(&self, post: PostId) -> Result<Vec<RevisionSummary>> {
        let read = |row: &Row<'_>| {
            Ok(RevisionSummary {
                id: row.get::<_, Column<_>>(0)?.0,
                origin: row.get::<_, Column<_>>(1)?.0,
                at: row.get::<_, Column<_>>(2)?.0,
                n_bytes: usize::try_from(row.get::<_, i64>(3)?).unwrap_or(0),
                hash: row.get::<_, Column<_>>(4)?.0,
                n_words: row.get(5)?,
            })
        };
        self.db
            .prepare_cached(
                "SELECT id, origin, at, n_bytes, hash, n_words FROM revisions
                 WHERE post = ?1 ORDER BY id DESC",
            )
            .and_then(|mut select| select.query_map([Column(post)], read)?.collect())
            .doing("list a post's revisions")
    }

    /// One former text.
    pub fn revision(&self, id: RevisionId) -> Result<Revision> {
        let found = self
            .db
            .prepare_cached(
                "SELECT post, path, origin, at, hash, snapshot, prefix, suffix, text
                 FROM revisions WHERE id = ?1",
            )
            .and_then(|mut select| {
                select
                    .query_row([Column(id)], |row| {
                        Ok(Revision {
                            id,
                            post: row.get::<_, Column<_>>(0)?.0,
                            path: row.get::<_, Column<_>>(1)?.0,
                            origin: row.get::<_, Column<_>>(2)?.0,
                            at: row.get::<_, Column<_>>(3)?.0,
                            hash: row.get::<_, Column<_>>(4)?.0,
                            source: self.text(row, 5)?,
                        })
                    })
                    .optional()
            })
            .doing("read a revision")?;
        found.ok_or(Error::UnknownRevision { revision: id })
    }

    /// Keeps a text that no change will keep, such as a side of a conflict. A text that is a
    /// revision of the post already is not kept twice.
    pub fn keep_text(
        &self,
        post: &StoredPost,
        source: &str,
        hash: ContentHash,
        origin: Origin,
        now: Timestamp,
    ) -> Result<()> {
        self.transaction(|store| {
            if store.has_revision(post.id, hash)? {
                return Ok(());
            }
            let path = &post.path;
            store.keep_revision(NewRevision { post: post.id, path, origin, at: now, hash, source })
        })
    }

    /// Posts that were removed and can be brought back, newest first.
    pub fn removed_posts(&self) -> Result<Vec<RemovedPost>> {
        let read = |row: &Row<'_>| {
            Ok(RemovedPost {
                post: row.get::<_, Column<_>>(0)?.0,
                path: row.get::<_, Column<_>>(1)?.0,
                last: row.get::<_, Column<_>>(2)?.0,
                at: row.get::<_, Column<_>>(3)?.0,
            })
        };
        self.db
            .prepare_cached(
                "SELECT post, path, max(id), at FROM revisions
                 WHERE post NOT IN (SELECT id FROM posts) GROUP BY post ORDER BY max(id) DESC",
            )
            .and_then(|mut select| select.query_map([], read)?.collect())
            .doing("list the removed posts")
    }

    /// Keeps a former text, unless it is the newest revision already.
    pub(crate) fn keep_revision(&self, new: NewRevision<'_>) -> Result<()> {
        let newest: Option<ContentHash> = self
            .db
            .prepare_cached("SELECT hash FROM revisions WHERE post = ?1 ORDER BY id DESC LIMIT 1")
            .and_then(|mut select| {
                let read = |row: &Row<'_>| Ok(row.get::<_, Column<_>>(0)?.0);
                select.query_row([Column(new.post)], read).optional()
            })
            .doing("read a post's newest revision")?;
        if newest == Some(new.hash) {
            return Ok(());
        }
        let whole = self.newest_whole_text(new.post)?;
        let difference = whole.as_ref().and_then(|(snapshot, whole)| {
            revision_text::difference(whole, new.source).map(|difference| (*snapshot, difference))
        });
        let (snapshot, Difference { prefix, suffix, middle }) = match difference {
            Some((snapshot, difference)) => (Some(snapshot), difference),
            None => (None, Difference { prefix: 0, suffix: 0, middle: new.source }),
        };
        self.db
            .prepare_cached(
                "INSERT INTO revisions
                     (post, path, origin, at, hash, n_bytes, snapshot, prefix, suffix, text,
                      n_words)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )
            .and_then(|mut insert| {
                insert.execute(params![
                    Column(new.post),
                    Column(new.path),
                    Column(&new.origin),
                    Column(new.at),
                    Column(new.hash),
                    count(new.source.len()),
                    snapshot.map(Column),
                    count(prefix),
                    count(suffix),
                    middle,
                    Post::from_source(new.path, new.source).n_words,
                ])
            })
            .doing("keep a former text")?;
        Ok(())
    }

    fn newest_whole_text(&self, post: PostId) -> Result<Option<(RevisionId, String)>> {
        self.db
            .prepare_cached(
                "SELECT id, text FROM revisions
                 WHERE post = ?1 AND snapshot IS NULL ORDER BY id DESC LIMIT 1",
            )
            .and_then(|mut select| {
                select
                    .query_row([Column(post)], |row| {
                        Ok((row.get::<_, Column<_>>(0)?.0, row.get(1)?))
                    })
                    .optional()
            })
            .doing("read a post's newest whole revision")
    }

    fn has_revision(&self, post: PostId, hash: ContentHash) -> Result<bool> {
        self.db
            .prepare_cached("SELECT 1 FROM revisions WHERE post = ?1 AND hash = ?2")
            .and_then(|mut select| select.exists(params![Column(post), Column(hash)]))
            .doing("look for a revision")
    }

    pub(crate) fn revision_with_hash(
        &self,
        post: PostId,
        hash: ContentHash,
    ) -> Result<Option<String>> {
        self.db
            .prepare_cached(
                "SELECT snapshot, prefix, suffix, text FROM revisions
                 WHERE post = ?1 AND hash = ?2 LIMIT 1",
            )
            .and_then(|mut select| {
                select
                    .query_row(params![Column(post), Column(hash)], |row| self.text(row, 0))
                    .optional()
            })
            .doing("read a revision by its hash")
    }

    /// Reads the columns `snapshot, prefix, suffix, text`, of which `first` is the first.
    pub(crate) fn text(&self, row: &Row<'_>, first: usize) -> rusqlite::Result<String> {
        let snapshot: Option<i64> = row.get(first)?;
        let middle: String = row.get(first + 3)?;
        let Some(snapshot) = snapshot else { return Ok(middle) };
        let whole: String = self
            .db
            .prepare_cached("SELECT text FROM revisions WHERE id = ?1")?
            .query_row([snapshot], |row| row.get(0))?;
        let n_bytes = |column: usize| {
            row.get::<_, i64>(column).map(|n| usize::try_from(n).unwrap_or(usize::MAX))
        };
        let difference = Difference {
            prefix: n_bytes(first + 1)?,
            suffix: n_bytes(first + 2)?,
            middle: &middle,
        };
        revision_text::restore(&whole, difference).ok_or_else(|| {
            rusqlite::Error::FromSqlConversionFailure(
                first,
                rusqlite::types::Type::Text,
                "a revision does not fit the text it is the difference from".into(),
            )
        })
    }
}

#[cfg(test)]
mod tests;
