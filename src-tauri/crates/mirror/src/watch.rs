//! Noticing that something changed in the posts folder.
//!
//! A watcher is only a hint: systems lose events, shares send none, and every editor saves
//! in its own way. Whatever it says, [`reconcile`](crate::reconcile()) looks for itself.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use notify::event::EventKind;
use notify::{Config, PollWatcher, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{
    DebounceEventResult, Debouncer, NoCache, RecommendedCache, new_debouncer_opt,
};

use crate::error::{Error, Result};

/// What a watcher noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WatchEvent {
    /// Something may have changed at these places.
    Changed(Vec<PathBuf>),
    /// Events were lost: anything may have changed.
    Rescan,
    /// The system cannot watch this folder; it is looked at every few seconds instead.
    /// Comes at most once, first.
    Polling {
        /// What the system said.
        reason: String,
    },
    /// The folder itself is gone. The watcher sees no more; start another when it is back.
    FolderGone,
}

/// Watches a folder, with all that is in it, until it is dropped.
pub struct Watcher {
    /// Either kind of watcher; only held, since dropping it ends the watching.
    _watching: Box<dyn Send>,
}

/// How long the folder must be quiet: editors save in several steps, and git writes
/// many files.
const QUIET: Duration = Duration::from_millis(200);

/// How often a folder that cannot be watched is looked at.
const POLL_INTERVAL: Duration = Duration::from_secs(2);

impl Watcher {
    /// Watches `root` and calls `on_change` from a thread of its own.
    ///
    /// Where the system cannot watch (too many watches, a share), polls, and says so.
    pub fn start(root: &Path, on_change: impl Fn(WatchEvent) + Send + 'static) -> Result<Self> {
        Self::start_by(root, by_system, on_change)
    }

    /// Looks at `root` every `interval` instead of relying on the system.
    pub fn start_polling(
        root: &Path,
        interval: Duration,
        on_change: impl Fn(WatchEvent) + Send + 'static,
    ) -> Result<Self> {
        let root = existing(root)?;
        let polling = by_polling(&root, interval, shared(on_change))?;
        Ok(Self { _watching: Box::new(polling) })
    }

    fn start_by(
        root: &Path,
        by_system: impl FnOnce(
            &Path,
            Report,
        )
            -> notify::Result<Debouncer<RecommendedWatcher, RecommendedCache>>,
        on_change: impl Fn(WatchEvent) + Send + 'static,
    ) -> Result<Self> {
        let root = existing(root)?;
        let report = shared(on_change);
        match by_system(&root, Arc::clone(&report)) {
            Ok(watching) => Ok(Self { _watching: Box::new(watching) }),
            Err(error) => {
                report(WatchEvent::Polling { reason: error.to_string() });
                let polling = by_polling(&root, POLL_INTERVAL, report)?;
                Ok(Self { _watching: Box::new(polling) })
            }
        }
    }
}

/// Where events go; shared by the watcher that could not start and the one that replaces it.
type Report = Arc<dyn Fn(WatchEvent) + Send + Sync>;

fn shared(on_change: impl Fn(WatchEvent) + Send + 'static) -> Report {
    let on_change = Mutex::new(on_change);
    Arc::new(move |event| on_change.lock().unwrap_or_else(PoisonError::into_inner)(event))
}

fn by_system(
    root: &Path,
    report: Report,
) -> notify::Result<Debouncer<RecommendedWatcher, RecommendedCache>> {
    let on_events = reporting(root, report);
    let mut debouncer =
        new_debouncer_opt(QUIET, None, on_events, RecommendedCache::new(), Config::default())?;
    debouncer.watch(root, RecursiveMode::Recursive)?;
    Ok(debouncer)
}

fn by_polling(
    root: &Path,
    interval: Duration,
    report: Report,
) -> Result<Debouncer<PollWatcher, NoCache>> {
    let config = Config::default().with_poll_interval(interval);
    new_debouncer_opt(QUIET, None, reporting(root, report), NoCache::new(), config)
        .and_then(|mut debouncer: Debouncer<PollWatcher, NoCache>| {
            debouncer.watch(root, RecursiveMode::Recursive)?;
            Ok(debouncer)
        })
        .map_err(|source| Error::Watch { path: root.to_path_buf(), source })
}

/// The watched folder's own name: systems report places below that.
fn existing(root: &Path) -> Result<PathBuf> {
    root.canonicalize()
        .ok()
        .filter(|root| root.is_dir())
        .ok_or_else(|| Error::FolderMissing { path: root.to_path_buf() })
}

fn reporting(root: &Path, report: Report) -> impl Fn(DebounceEventResult) + Send + 'static {
    let root = root.to_path_buf();
    move |result| {
        if let Some(event) = event_of(&root, result) {
            report(event);
        }
    }
}

fn event_of(root: &Path, result: DebounceEventResult) -> Option<WatchEvent> {
    if !root.is_dir() {
        return Some(WatchEvent::FolderGone);
    }
    let Ok(events) = result else {
        // Whatever went wrong, something may have been missed.
        return Some(WatchEvent::Rescan);
    };
    if events.iter().any(|event| event.need_rescan()) {
        return Some(WatchEvent::Rescan);
    }
    let mut paths: Vec<PathBuf> = events
        .into_iter()
        .filter(|event| !matches!(event.kind, EventKind::Access(_)))
        .flat_map(|event| event.event.paths)
        .filter(|path| is_of_interest(root, path))
        .collect();
    paths.sort_unstable();
    paths.dedup();
    (!paths.is_empty()).then_some(WatchEvent::Changed(paths))
}

/// Hidden files are other programs' matter, or our own temporary ones.
fn is_of_interest(root: &Path, path: &Path) -> bool {
    let below = path.strip_prefix(root).unwrap_or(path);
    below.components().all(|part| {
        let name = part.as_os_str().to_string_lossy();
        !name.starts_with('.') && name != "node_modules"
    })
}

#[cfg(test)]
mod tests;
