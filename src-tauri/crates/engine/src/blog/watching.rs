//! Hearing of other programs' changes, also where the system is silent.
//!
//! A watcher is a hint. Besides, the files are compared when the window gets the focus
//! (`Blog::look`) and every half minute; that also notices when a folder that was gone is
//! back, and watches it again.

use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use galley_mirror::PostsFolder;
use galley_mirror::watch::{WatchEvent, Watcher};

use super::State;
use super::event_loop::Message;

/// How often the files are compared whatever the watcher says. A comparison of unchanged
/// files costs a look at each.
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// A posts folder that is watched.
pub(super) struct Watch {
    /// None while the folder cannot be watched.
    watcher: Option<Watcher>,
    inbox: Sender<Message>,
    next_look: Instant,
}

impl Watch {
    pub(super) fn start(folder: &PostsFolder, inbox: Sender<Message>) -> Self {
        let next_look = crate::Clock::instant() + LOOK_EVERY;
        Self { watcher: watch(folder, inbox.clone()), inbox, next_look }
    }

    /// The time until the files are to be compared.
    pub(super) fn wait(&self, now: Instant) -> Duration {
        self.next_look.saturating_duration_since(now)
    }
}

impl State {
    /// Compares the files if it is time to.
    pub(super) fn look_if_due(&mut self, now: Instant) {
        let Some(watch) = self.watch.as_mut().filter(|watch| watch.next_look <= now) else {
            return;
        };
        watch.next_look = now + LOOK_EVERY;
        if !self.posts_folder.root().is_dir() {
            return;
        }
        if watch.watcher.is_none() {
            watch.watcher = self::watch(&self.posts_folder, watch.inbox.clone());
        }
        self.take_in_files();
    }

    /// The posts folder is gone: its watcher hears nothing more.
    pub(super) fn lose_folder(&mut self) {
        if let Some(watch) = &mut self.watch {
            watch.watcher = None;
        }
        self.notice("the posts folder is gone; what you type is kept in the library".to_owned());
    }
}

/// Watches the posts folder; without a watcher the blog is still usable.
fn watch(folder: &PostsFolder, inbox: Sender<Message>) -> Option<Watcher> {
    let watcher = Watcher::start(folder.root(), move |event| {
        let message = match event {
            WatchEvent::Changed(_) | WatchEvent::Rescan => Message::FilesChanged,
            WatchEvent::Polling { reason } => Message::Notice(format!(
                "this folder cannot be watched ({reason}); Galley looks at it every few seconds"
            )),
            WatchEvent::FolderGone => Message::FolderGone,
        };
        // After the blog is closed nobody listens.
        inbox.send(message).ok();
    });
    watcher.inspect_err(|error| tracing::warn!(%error, "the posts folder is not watched")).ok()
}
