//! Finding posts by what they once said.

use std::collections::HashSet;

use galley_core::{Origin, Post, PostId, PostPath};
use jiff::Timestamp;
use rusqlite::Row;

use super::{Piece, query, snippet};
use crate::column::Column;
use crate::error::{Doing, Result};
use crate::{RevisionId, Store};

/// A former text that holds what was searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryHit {
    /// Which revision.
    pub revision: RevisionId,
    /// Of which post; it may have been removed.
    pub post: PostId,
    /// Where the post was then.
    pub path: PostPath,
    /// Its title then.
    pub title: String,
    /// Who wrote the text.
    pub origin: Origin,
    /// When.
    pub at: Timestamp,
    /// The stretch of its title and body that holds the most of what was searched for.
    pub snippet: Vec<Piece>,
}

const DOING: &str = "look through the former texts";

impl Store {
    /// The former texts that hold every word of `query` in title or body, newest first, at
    /// most `limit`: every one of the post `of`, or the newest of each post. Words are compared
    /// as in [`search`](Self::search).
    ///
    /// Reads the former texts one by one: they are not indexed, since most are never asked
    /// for.
    pub fn search_history(
        &self,
        query: &str,
        of: Option<PostId>,
        limit: usize,
    ) -> Result<Vec<HistoryHit>> {
        let phrases = query::phrases(query);
        let mut hits = Vec::new();
        if phrases.is_empty() {
            return Ok(hits);
        }
        let mut found_in = HashSet::new();
        let mut read = |row: &Row<'_>| {
            let post: PostId = row.get::<_, Column<_>>(1)?.0;
            if of.is_none() && found_in.contains(&post) {
                return Ok(None);
            }
            let source = self.text(row, 5)?;
            let path: PostPath = row.get::<_, Column<_>>(2)?.0;
            let read = Post::from_source(&path, &source);
            // The title too: a short text may be nothing else.
            let text = format!("{}\n{}", read.title, source.get(read.body).unwrap_or_default());
            let text = text.trim_end();
            if !snippet::holds_all(text, &phrases) {
                return Ok(None);
            }
            found_in.insert(post);
            Ok(Some(HistoryHit {
                revision: row.get::<_, Column<_>>(0)?.0,
                post,
                path,
                title: read.title,
                origin: row.get::<_, Column<_>>(3)?.0,
                at: row.get::<_, Column<_>>(4)?.0,
                snippet: snippet::best(text, &phrases).unwrap_or_default(),
            }))
        };
        let mut select = self
            .db
            .prepare_cached(
                "SELECT id, post, path, origin, at, snapshot, prefix, suffix, text
                 FROM revisions WHERE ?1 IS NULL OR post = ?1 ORDER BY id DESC",
            )
            .doing(DOING)?;
        let mut rows = select.query([of.map(PostId::get)]).doing(DOING)?;
        while hits.len() < limit
            && let Some(row) = rows.next().doing(DOING)?
        {
            hits.extend(read(row).doing(DOING)?);
        }
        Ok(hits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_what_a_post_no_longer_says() {
        let store = Store::in_memory().unwrap();
        let kept = store.insert_text("a.md", "The kettle sings.", 0);
        store.update_text(kept, "The KETTLE whistles.", 1);
        store.update_text(kept, "Silence.", 2);
        let removed = store.insert_text("b.md", "Another kettle.", 3);
        store.remove(removed, Origin::Window).unwrap();

        let search = |query, limit| store.search_history(query, None, limit).unwrap();
        let found = search("kettle", 9);
        let posts: Vec<PostId> = found.iter().map(|hit| hit.post).collect();
        assert_eq!(posts, [removed, kept], "the newest of each post");
        let text: String = found[1].snippet.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(text, "The KETTLE whistles.");
        assert!(found[1].snippet.iter().any(|piece| piece.hit && piece.text == "KETTLE"));
        assert_eq!(search("whistles kettle", 9).len(), 1, "every word");
        assert_eq!(search("kettle", 1).len(), 1);
        assert!(search("silence", 9).is_empty(), "it says so now");
        assert!(search("  ", 9).is_empty());
        let of_one = store.search_history("kettle", Some(kept), 9).unwrap();
        assert_eq!(of_one.len(), 2, "every former text of the one post");
        assert!(of_one.iter().all(|hit| hit.post == kept));
    }
}
