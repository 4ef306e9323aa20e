//! `posts` and `sources`: each post as it is now.

use std::fmt;

use galley_core::{ContentHash, Origin, Post, PostDate, PostId, PostPath, Slug};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rusqlite::{OptionalExtension, Row, params};

use super::revisions::NewRevision;
use crate::Store;
use crate::column::{Column, count};
use crate::error::{Doing, Error, Result};

/// A post with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPost {
    /// Which post.
    pub id: PostId,
    /// Where its file lies.
    pub path: PostPath,
    /// The text of its file, byte for byte, unless it can only be read.
    pub source: String,
    /// The hash of the file's bytes.
    pub hash: ContentHash,
    /// Who wrote the text.
    pub origin: Origin,
    /// When the text came.
    pub changed_at: Timestamp,
    /// Why it cannot be changed here, if so.
    pub read_only: Option<ReadOnly>,
}

/// A post as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostSummary {
    /// Which post.
    pub id: PostId,
    /// Where its file lies.
    pub path: PostPath,
    /// Its title.
    pub title: String,
    /// The last part of its URL.
    pub slug: Slug,
    /// Its date.
    pub date: Option<PostDate>,
    /// Its place in the list: its date, without one when it last changed.
    pub sort_at: Timestamp,
    /// Not for readers yet.
    pub draft: bool,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its start, or its summary.
    pub excerpt: String,
    /// How many words it has.
    pub n_words: u32,
    /// How many problems were found in it.
    pub n_problems: u32,
    /// When its text last changed.
    pub changed_at: Timestamp,
    /// Why it cannot be changed here, if so.
    pub read_only: Option<ReadOnly>,
}

/// What the mirror compares of a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowEntry {
    /// Which post.
    pub id: PostId,
    /// Where its file lies.
    pub path: PostPath,
    /// Its text's hash.
    pub hash: ContentHash,
    /// Why it cannot be changed here, if so.
    pub read_only: Option<ReadOnly>,
}

/// Why a post shows what its file says and cannot be changed here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReadOnly {
    /// The file is not UTF-8: written back, it would lose letters. Its source is an
    /// approximation.
    NotUtf8,
    /// The file is too large to be edited. Its source is empty.
    TooLarge,
}

impl ReadOnly {
    const ALL: [Self; 2] = [Self::NotUtf8, Self::TooLarge];

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.to_string() == text)
    }
}

impl fmt::Display for ReadOnly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotUtf8 => "the file is not UTF-8",
            Self::TooLarge => "the file is too large",
        })
    }
}

impl Store {
    /// All posts, newest first. A date without a zone is in `time_zone`.
    pub fn posts(&self, time_zone: &TimeZone) -> Result<Vec<PostSummary>> {
        let mut posts: Vec<PostSummary> = self
            .db
            .prepare_cached(
                "SELECT id, path, title, slug, date, draft, tags, excerpt, n_words, n_problems,
                        changed_at, read_only
                 FROM posts",
            )
            .and_then(|mut select| select.query_map([], |row| summary(row, time_zone))?.collect())
            .doing("list the posts")?;
        posts.sort_unstable_by_key(|post| std::cmp::Reverse((post.sort_at, post.id)));
        Ok(posts)
    }

    /// What the mirror compares of every post, by path.
    pub fn rows(&self) -> Result<Vec<RowEntry>> {
        let read = |row: &Row<'_>| {
            Ok(RowEntry {
                id: row.get::<_, Column<_>>(0)?.0,
                path: row.get::<_, Column<_>>(1)?.0,
                hash: row.get::<_, Column<_>>(2)?.0,
                read_only: row.get::<_, Option<Column<_>>>(3)?.map(|column| column.0),
            })
        };
        self.db
            .prepare_cached("SELECT id, path, hash, read_only FROM posts ORDER BY path")
            .and_then(|mut select| select.query_map([], read)?.collect())
            .doing("list what the posts say")
    }

    /// The posts that can only be read, by path, and why.
    pub fn read_only_posts(&self) -> Result<Vec<(PostPath, ReadOnly)>> {
        let read =
            |row: &Row<'_>| Ok((row.get::<_, Column<_>>(0)?.0, row.get::<_, Column<_>>(1)?.0));
        self.db
            .prepare_cached(
                "SELECT path, read_only FROM posts WHERE read_only IS NOT NULL ORDER BY path",
            )
            .and_then(|mut select| select.query_map([], read)?.collect())
            .doing("look for posts that can only be read")
    }

    /// A post with its text.
    pub fn post(&self, id: PostId) -> Result<StoredPost> {
        self.find_post("posts.id = ?1", Column(id))?.ok_or(Error::UnknownPost { post: id })
    }

    /// The post whose file lies at `path`.
    pub fn post_by_path(&self, path: &PostPath) -> Result<Option<StoredPost>> {
        self.find_post("posts.path = ?1", Column(path))
    }

    /// The first post with this slug. Files are the author's: two may claim one slug.
    pub fn slug_owner(&self, slug: &Slug) -> Result<Option<PostId>> {
        self.db
            .prepare_cached("SELECT id FROM posts WHERE slug = ?1 ORDER BY id LIMIT 1")
            .and_then(|mut select| {
                let read = |row: &Row<'_>| Ok(row.get::<_, Column<_>>(0)?.0);
                select.query_row([Column(slug)], read).optional()
            })
            .doing("look for a slug")
    }

    /// Adds a post at `post.path`, read from `source`.
    pub fn insert(
        &self,
        post: &Post,
        source: &str,
        hash: ContentHash,
        origin: Origin,
        now: Timestamp,
    ) -> Result<PostId> {
        self.transaction(|store| store.insert_as(None, post, source, hash, origin, now))
    }

    /// Brings a removed post back under its old identity, so that its history goes on.
    pub fn bring_back(
        &self,
        id: PostId,
        post: &Post,
        source: &str,
        hash: ContentHash,
        origin: Origin,
        now: Timestamp,
    ) -> Result<()> {
        self.transaction(|store| {
            store.insert_as(Some(id), post, source, hash, origin, now).map(drop)
        })
    }

    /// Replaces a post's text by `source`, of which `post` is the reading, and moves it to
    /// `post.path`. The old text becomes a revision; the same text again only renews the reading.
    pub fn update(
        &self,
        id: PostId,
        post: &Post,
        source: &str,
        hash: ContentHash,
        origin: Origin,
        now: Timestamp,
    ) -> Result<()> {
        self.transaction(|store| {
            let old = store.post(id)?;
            if let Some(reason) = old.read_only
                && origin != Origin::File
            {
                return Err(Error::ReadOnlyPost { path: old.path, reason });
            }
            store.check_path_is_free(&post.path, Some(id))?;
            let is_same_text = old.hash == hash;
            let (author, at) =
                if is_same_text { (old.origin, old.changed_at) } else { (origin, now) };
            if !is_same_text {
                store.keep_text_of(&old)?;
            }
            store.write_row(id, post, hash, author, at)?;
            store.write_source(id, post, source)?;
            store.index(id, post, source)?;
            store.log_change(id, origin)
        })
    }

    /// Says whether, and why, a post can only be read. Only its file can change that.
    pub fn set_read_only(&self, id: PostId, read_only: Option<ReadOnly>) -> Result<()> {
        self.db
            .prepare_cached("UPDATE posts SET read_only = ?2 WHERE id = ?1")
            .and_then(|mut update| {
                update.execute(params![Column(id), read_only.as_ref().map(Column)])
            })
            .doing("note whether a post can be changed")?;
        Ok(())
    }

    /// Notes that a post's file lies at `path` now. What is read from the path (a slug, say)
    /// stays as it was; [`update`](Self::update) renews it.
    pub fn rename(&self, id: PostId, path: &PostPath, origin: Origin) -> Result<()> {
        self.transaction(|store| {
            store.check_path_is_free(path, Some(id))?;
            let n_renamed = store
                .db
                .prepare_cached("UPDATE posts SET path = ?2 WHERE id = ?1")
                .and_then(|mut update| update.execute(params![Column(id), Column(path)]))
                .doing("rename a post")?;
            if n_renamed == 0 {
                return Err(Error::UnknownPost { post: id });
            }
            store.log_change(id, origin)
        })
    }

    /// Removes a post. Its text becomes a revision. Its journal, if any, stays: what was typed
    /// and not stored is not known to be unwanted.
    pub fn remove(&self, id: PostId, origin: Origin) -> Result<()> {
        self.transaction(|store| {
            let old = store.post(id)?;
            store.keep_text_of(&old)?;
            store
                .db
                .prepare_cached("DELETE FROM posts WHERE id = ?1")
                .and_then(|mut delete| delete.execute([Column(id)]))
                .doing("remove a post")?;
            store.remove_from_index(id)?;
            store.log_change(id, origin)
        })
    }

    fn keep_text_of(&self, old: &StoredPost) -> Result<()> {
        if old.read_only.is_some() {
            // Not the file's text: as a revision it would be taken for one.
            return Ok(());
        }
        self.keep_revision(NewRevision {
            post: old.id,
            path: &old.path,
            origin: old.origin,
            at: old.changed_at,
            hash: old.hash,
            source: &old.source,
        })
    }

    fn find_post(
        &self,
        condition: &'static str,
        value: impl rusqlite::ToSql,
    ) -> Result<Option<StoredPost>> {
        let read = |row: &Row<'_>| {
            Ok(StoredPost {
                id: row.get::<_, Column<_>>(0)?.0,
                path: row.get::<_, Column<_>>(1)?.0,
                // Damage to it is told by its hash, and is no reason not to show the rest.
                source: String::from_utf8_lossy(row.get_ref(2)?.as_bytes()?).into_owned(),
                hash: row.get::<_, Column<_>>(3)?.0,
                origin: row.get::<_, Column<_>>(4)?.0,
                changed_at: row.get::<_, Column<_>>(5)?.0,
                read_only: row.get::<_, Option<Column<_>>>(6)?.map(|column| column.0),
            })
        };
        self.db
            .prepare_cached(&format!(
                "SELECT posts.id, path, text, hash, origin, changed_at, read_only
                 FROM posts JOIN sources ON sources.post = posts.id WHERE {condition}"
            ))
            .and_then(|mut select| select.query_row([value], read).optional())
            .doing("read a post")
    }

    fn insert_as(
        &self,
        id: Option<PostId>,
        post: &Post,
        source: &str,
        hash: ContentHash,
        origin: Origin,
        now: Timestamp,
    ) -> Result<PostId> {
        self.check_path_is_free(&post.path, None)?;
        self.db
            .prepare_cached(
                "INSERT INTO posts (id, path, title, slug, date, draft, tags, excerpt, n_words,
                                    n_problems, hash, origin, changed_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )
            .and_then(|mut insert| {
                insert.execute(params![
                    id.map(Column),
                    Column(&post.path),
                    post.title,
                    Column(&post.slug),
                    post.date.as_ref().map(Column),
                    post.draft,
                    joined(&post.tags),
                    post.excerpt,
                    post.n_words,
                    count(post.problems.len()),
                    Column(hash),
                    Column(&origin),
                    Column(now),
                ])
            })
            .doing("add a post")?;
        let id = u32::try_from(self.db.last_insert_rowid()).map(PostId::new);
        let id = id.expect("a library has fewer than four thousand million posts");
        self.write_source(id, post, source)?;
        self.index(id, post, source)?;
        self.log_change(id, origin)?;
        Ok(id)
    }

    fn write_row(
        &self,
        id: PostId,
        post: &Post,
        hash: ContentHash,
        origin: Origin,
        at: Timestamp,
    ) -> Result<()> {
        self.db
            .prepare_cached(
                "UPDATE posts SET path = ?2, title = ?3, slug = ?4, date = ?5, draft = ?6,
                     tags = ?7, excerpt = ?8, n_words = ?9, n_problems = ?10, hash = ?11,
                     origin = ?12, changed_at = ?13
                 WHERE id = ?1",
            )
            .and_then(|mut update| {
                update.execute(params![
                    Column(id),
                    Column(&post.path),
                    post.title,
                    Column(&post.slug),
                    post.date.as_ref().map(Column),
                    post.draft,
                    joined(&post.tags),
                    post.excerpt,
                    post.n_words,
                    count(post.problems.len()),
                    Column(hash),
                    Column(&origin),
                    Column(at),
                ])
            })
            .doing("change a post")?;
        Ok(())
    }

    fn write_source(&self, id: PostId, post: &Post, source: &str) -> Result<()> {
        // Not `INSERT OR REPLACE`, which has the full-text index written out: see `together`.
        self.db
            .prepare_cached(
                "INSERT INTO sources (post, body_start, text) VALUES (?1, ?2, ?3)
                 ON CONFLICT (post) DO UPDATE SET body_start = ?2, text = ?3",
            )
            .and_then(|mut insert| {
                insert.execute(params![Column(id), count(post.body.start), source])
            })
            .doing("write a post's text")?;
        Ok(())
    }

    fn check_path_is_free(&self, path: &PostPath, except: Option<PostId>) -> Result<()> {
        let owner: Option<PostId> = self
            .db
            .prepare_cached("SELECT id FROM posts WHERE path = ?1")
            .and_then(|mut select| {
                let read = |row: &Row<'_>| Ok(row.get::<_, Column<_>>(0)?.0);
                select.query_row([Column(path)], read).optional()
            })
            .doing("look whose path it is")?;
        match owner {
            Some(by) if Some(by) != except => Err(Error::PathTaken { path: path.clone(), by }),
            _ => Ok(()),
        }
    }
}

fn summary(row: &Row<'_>, time_zone: &TimeZone) -> rusqlite::Result<PostSummary> {
    let date: Option<PostDate> = row.get::<_, Option<Column<_>>>(4)?.map(|column| column.0);
    let changed_at: Timestamp = row.get::<_, Column<_>>(10)?.0;
    Ok(PostSummary {
        id: row.get::<_, Column<_>>(0)?.0,
        path: row.get::<_, Column<_>>(1)?.0,
        title: row.get(2)?,
        slug: row.get::<_, Column<_>>(3)?.0,
        date,
        sort_at: date.map_or(changed_at, |date| date.timestamp(time_zone)),
        draft: row.get(5)?,
        tags: row.get_ref(6)?.as_str()?.lines().map(str::to_owned).collect(),
        excerpt: row.get(7)?,
        n_words: row.get(8)?,
        n_problems: row.get(9)?,
        changed_at,
        read_only: row.get::<_, Option<Column<_>>>(11)?.map(|column| column.0),
    })
}

/// Tags as their column keeps them: one a line.
fn joined(tags: &[String]) -> String {
    let tags: Vec<String> = tags.iter().map(|tag| tag.replace(['\n', '\r'], " ")).collect();
    tags.join("\n")
}

#[cfg(test)]
mod tests;
