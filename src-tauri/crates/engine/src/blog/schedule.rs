//! When an open post's text is due: in the journal, and in its file.
//!
//! Pure: the caller brings the time. The figures are the promise that nothing
//! typed is lost: the journal within 250 ms of a keystroke, the file about a
//! second after a pause.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use galley_core::PostId;

#[cfg(test)]
mod tests;

/// Leaves 50 ms of the promised 250 for the write itself.
const JOURNAL_AFTER: Duration = Duration::from_millis(200);
/// A pause this long means that the author has stopped typing.
const SAVE_AFTER_PAUSE: Duration = Duration::from_secs(1);
/// Somebody who never pauses still wants the file to follow.
const SAVE_AT_LATEST: Duration = Duration::from_secs(10);
/// How long to wait after a failed save; doubled up to the second figure.
const RETRY_AFTER: Duration = Duration::from_secs(2);
const RETRY_AT_MOST: Duration = Duration::from_secs(30);

/// What is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Due {
    /// Put the text into the journal.
    Journal(PostId),
    /// Write the text into the file.
    Save(PostId),
}

#[derive(Debug, Default)]
struct Times {
    journal: Option<Instant>,
    save: Option<Instant>,
    first_unsaved: Option<Instant>,
    retry: Option<Duration>,
}

/// The deadlines of all open posts.
#[derive(Debug, Default)]
pub(super) struct Schedule {
    posts: HashMap<PostId, Times>,
}

impl Schedule {
    /// Notes an edit of `post`.
    pub(super) fn edited(&mut self, post: PostId, now: Instant) {
        let times = self.posts.entry(post).or_default();
        times.journal.get_or_insert(now + JOURNAL_AFTER);
        let first = *times.first_unsaved.get_or_insert(now);
        // While saving fails, typing must not hammer the disk.
        if times.retry.is_none() {
            times.save = Some((now + SAVE_AFTER_PAUSE).min(first + SAVE_AT_LATEST));
        }
    }

    /// Notes that saving `post` failed and must be tried again.
    pub(super) fn save_failed(&mut self, post: PostId, now: Instant) {
        let times = self.posts.entry(post).or_default();
        let wait = times.retry.map_or(RETRY_AFTER, |wait| (wait * 2).min(RETRY_AT_MOST));
        times.retry = Some(wait);
        times.save = Some(now + wait);
    }

    /// Drops all deadlines of `post`: it is saved, closed, or waits for the author.
    pub(super) fn clear(&mut self, post: PostId) {
        self.posts.remove(&post);
    }

    /// The time until something is due; none when nothing is.
    pub(super) fn wait(&self, now: Instant) -> Option<Duration> {
        let times = self.posts.values().flat_map(|times| [times.journal, times.save]);
        times.flatten().min().map(|at| at.saturating_duration_since(now))
    }

    /// Takes out what is due by `now`, journal before file.
    pub(super) fn take_due(&mut self, now: Instant) -> Vec<Due> {
        let is_due = |at: &mut Option<Instant>| at.take_if(|at| *at <= now).is_some();
        let mut journal = Vec::new();
        let mut save = Vec::new();
        for (post, times) in &mut self.posts {
            if is_due(&mut times.journal) {
                journal.push(Due::Journal(*post));
            }
            if is_due(&mut times.save) {
                save.push(Due::Save(*post));
            }
        }
        journal.append(&mut save);
        journal
    }
}
