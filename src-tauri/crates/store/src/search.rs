//! Finding posts by their words.

mod history;
mod query;
mod snippet;
mod words;

use galley_core::{Post, PostId};
use rusqlite::{Row, params};

pub use self::history::HistoryHit;
pub use self::snippet::Piece;
use crate::Store;
use crate::column::{Column, count};
use crate::error::{Doing, Result};

/// A post that holds what was searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchHit {
    /// Which post.
    pub post: PostId,
    /// Its title, its hits marked.
    pub title: Vec<Piece>,
    /// The stretch of its body that holds the most of it, or the start when only title or
    /// tags do.
    pub snippet: Vec<Piece>,
}

impl Store {
    /// The posts that hold every word of `query`, the best first, at most `limit`.
    ///
    /// The last word may be unfinished; words within double quotes must follow each other.
    /// Case and accents do not matter. A query without a word finds nothing.
    pub fn search(&self, query: &str, limit: usize) -> Result<Vec<SearchHit>> {
        let phrases = query::phrases(query);
        if phrases.is_empty() {
            return Ok(Vec::new());
        }
        let read = |row: &Row<'_>| {
            let excerpt = row.get_ref(2)?.as_str()?;
            let source = row.get_ref(3)?.as_str()?;
            let body_start = usize::try_from(row.get::<_, i64>(4)?).unwrap_or(0);
            let body = source.get(body_start..).unwrap_or(source);
            Ok(SearchHit {
                post: row.get::<_, Column<_>>(0)?.0,
                title: snippet::mark(row.get_ref(1)?.as_str()?, &phrases),
                snippet: snippet::best(body, &phrases)
                    .unwrap_or_else(|| snippet::mark(excerpt, &phrases)),
            })
        };
        // A word in the title says the most about a post, one in its tags more than one in
        // its body.
        self.db
            .prepare_cached(
                "SELECT posts.id, title, excerpt, text, body_start
                 FROM (SELECT rowid, bm25(post_search, 10.0, 5.0, 1.0) AS weight
                       FROM post_search WHERE post_search MATCH ?1
                       ORDER BY weight LIMIT ?2) AS found
                 JOIN posts ON posts.id = found.rowid
                 JOIN sources ON sources.post = found.rowid
                 ORDER BY found.weight, posts.id DESC",
            )
            .and_then(|mut select| {
                let expression = query::expression(&phrases);
                select.query_map(params![expression, count(limit)], read)?.collect()
            })
            .doing("search the posts")
    }

    pub(crate) fn index(&self, id: PostId, post: &Post, source: &str) -> Result<()> {
        self.remove_from_index(id)?;
        let body = source.get(post.body.clone()).unwrap_or_default();
        let mut text = words::folded_words(body);
        if let Some(summary) = &post.summary {
            text.push(' ');
            text.push_str(&words::folded_words(summary));
        }
        self.db
            .prepare_cached(
                "INSERT INTO post_search (rowid, title, tags, body) VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut insert| {
                insert.execute(params![
                    Column(id),
                    words::folded_words(&post.title),
                    words::folded_words(&post.tags.join(" ")),
                    text,
                ])
            })
            .doing("index a post")?;
        Ok(())
    }

    pub(crate) fn remove_from_index(&self, id: PostId) -> Result<()> {
        self.db
            .prepare_cached("DELETE FROM post_search WHERE rowid = ?1")
            .and_then(|mut delete| delete.execute([Column(id)]))
            .doing("take a post out of the index")?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
