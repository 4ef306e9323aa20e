//! Thinning the history of old, and forgetting removed posts.

use jiff::Timestamp;
use rusqlite::params;

use crate::Store;
use crate::column::Column;
use crate::error::{Doing, Result};

impl Store {
    /// Thins what the author typed before `before`: of each post and day (in UTC) the last
    /// text stays. What came from elsewhere (an import, another program, a restore) stays,
    /// and so does what a later merge may begin from. Answers how many were dropped.
    pub fn thin_revisions(&self, before: Timestamp) -> Result<usize> {
        /// Microseconds.
        const DAY: i64 = 24 * 60 * 60 * 1_000_000;
        // Differences first: a whole text goes when no difference refers to it any more.
        let thin = "DELETE FROM revisions WHERE at < ?1 AND origin = 'window'
             AND EXISTS (SELECT 1 FROM revisions AS later
                         WHERE later.post = revisions.post AND later.id > revisions.id
                           AND later.at / ?2 = revisions.at / ?2)
             AND NOT EXISTS (SELECT 1 FROM revisions AS other WHERE other.snapshot = revisions.id)
             AND NOT EXISTS (SELECT 1 FROM mirror_base
                             WHERE mirror_base.post = revisions.post
                               AND mirror_base.hash = revisions.hash)
             AND NOT EXISTS (SELECT 1 FROM journal
                             WHERE journal.post = revisions.post
                               AND journal.based_on = revisions.hash)";
        self.transaction(|store| {
            let mut n_dropped = 0;
            loop {
                let dropped = store.db.execute(thin, params![Column(before), DAY]);
                match dropped.doing("thin the history")? {
                    0 => return Ok(n_dropped),
                    n => n_dropped += n,
                }
            }
        })
    }

    /// Forgets every text of the posts that were removed, for good.
    pub fn forget_removed_posts(&self) -> Result<()> {
        self.db
            .execute(
                "DELETE FROM revisions WHERE post NOT IN (SELECT id FROM posts)
                 AND post NOT IN (SELECT post FROM mirror_base)
                 AND post NOT IN (SELECT post FROM journal)",
                [],
            )
            .doing("empty the trash")?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use galley_core::Origin;

    use super::*;
    use crate::test_post::{at, hash};

    const DAY: i64 = 24 * 60 * 60;

    #[test]
    fn of_an_old_day_the_last_text_stays_and_what_came_from_elsewhere() {
        let store = Store::in_memory().unwrap();
        let long = "a sentence that is long enough to be kept as a difference. ".repeat(40);
        let id = store.insert_text("a.md", &long, 0);
        for i in 1..20 {
            store.update_text(id, &format!("{long}{i}"), i);
        }
        let post = store.post(id).unwrap();
        store.keep_text(&post, "another program's", hash("p"), Origin::File, at(20)).unwrap();
        store.update_text(id, "the next day", DAY);
        store.update_text(id, "the day after", 2 * DAY);
        let before = store.former_texts(id);

        assert_eq!(store.thin_revisions(at(-1)).unwrap(), 0, "nothing is old");
        assert_eq!(store.former_texts(id), before);

        let n_dropped = store.thin_revisions(at(2 * DAY)).unwrap();
        let after = store.former_texts(id);
        assert_eq!(after.len(), before.len() - n_dropped);
        let last_of_day = format!("{long}19");
        for kept in ["the next day", "another program's", &last_of_day, &long] {
            assert!(after.iter().any(|text| text == kept), "{kept:.40}");
        }
        assert!(n_dropped >= 17, "{n_dropped}");
        assert_eq!(store.thin_revisions(at(2 * DAY)).unwrap(), 0, "a second time finds nothing");
    }

    #[test]
    fn the_text_that_a_merge_begins_from_is_not_thinned() {
        let store = Store::in_memory().unwrap();
        let id = store.insert_text("a.md", "first", 0);
        store.update_text(id, "agreed", 1);
        store.set_base(id, &crate::test_post::path("a.md"), hash("agreed")).unwrap();
        store.update_text(id, "changed", 2);
        store.update_text(id, "changed again", 3);
        store.thin_revisions(at(DAY)).unwrap();
        assert!(store.base(id).unwrap().unwrap().source.is_some());
    }

    /// Thirty thousand former texts are a busy year. Without an index of what refers to what,
    /// each that goes would be looked for in all others: minutes at a start.
    #[test]
    fn a_year_of_history_is_thinned_by_looking_at_each_text_once() {
        let store = Store::in_memory().unwrap();
        store
            .db
            .execute_batch(
                "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 29999)
                 INSERT INTO revisions
                     (post, path, origin, at, hash, n_bytes, snapshot, prefix, suffix, text)
                 SELECT i / 1000, 'a.md', 'window', 1700000000000000 + i * 1000000,
                        randomblob(32), 1, CASE WHEN i % 1000 = 0 THEN NULL ELSE i - i % 1000 + 1 END,
                        0, 0, 'x'
                 FROM n",
            )
            .unwrap();
        let plan = |sql: &str| -> String {
            let mut explain = store.db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let lines = explain.query_map([], |row| row.get::<_, String>(3)).unwrap();
            lines.map(Result::unwrap).collect::<Vec<_>>().join("\n")
        };
        let plan = plan("SELECT 1 FROM revisions WHERE snapshot = 7");
        assert!(plan.contains("revisions_by_snapshot"), "{plan}");
        let n_dropped = store.thin_revisions(at(40 * DAY)).unwrap();
        assert!(n_dropped > 29_000, "{n_dropped}");
    }

    #[test]
    fn an_emptied_trash_forgets_removed_posts_and_no_other() {
        let store = Store::in_memory().unwrap();
        let kept = store.insert_text("a.md", "one", 0);
        store.update_text(kept, "two", 1);
        let removed = store.insert_text("b.md", "gone", 2);
        store.remove(removed, Origin::Window).unwrap();
        assert_eq!(store.removed_posts().unwrap().len(), 1);
        store.forget_removed_posts().unwrap();
        assert!(store.removed_posts().unwrap().is_empty());
        assert_eq!(store.former_texts(kept), ["one"]);
    }
}
