//! Closing the window: not before what was typed last has left it.
//!
//! The web view is asked, hands over what it still holds, and answers. One that does not
//! answer must not keep its window open for ever. Before it listens nobody is asked.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tauri::{Runtime, Window};
use tauri_specta::Event as _;

use crate::events::CloseWanted;

/// How long an answer is waited for: longer than the library waits for another process, 5 s.
const PATIENCE: Duration = Duration::from_secs(8);

/// What the window's web view has been asked, and what it said.
#[derive(Clone, Default)]
pub struct Closing(Arc<Mutex<Asked>>);

#[derive(Default)]
struct Asked {
    listens: bool,
    /// The number of the last question: tells one from the next.
    question: u32,
    /// Closes the window: there while an answer is waited for.
    leave: Option<Box<dyn FnOnce() + Send>>,
}

impl Closing {
    /// The web view listens from now on.
    pub(crate) fn listen(&self) {
        self.lock().listens = true;
    }

    /// Somebody wants the window closed. `true` if that has to wait for the web view.
    pub(crate) fn ask<R: Runtime>(&self, window: &Window<R>) -> bool {
        let mut asked = self.lock();
        if asked.leave.is_some() {
            return true;
        }
        if !asked.listens || CloseWanted.emit(window).is_err() {
            return false;
        }
        let window = window.clone();
        asked.leave = Some(Box::new(move || {
            if let Err(error) = window.destroy() {
                tracing::error!(%error, "the window cannot be closed");
            }
        }));
        asked.question += 1;
        self.lose_patience(asked.question);
        true
    }

    /// The web view's answer: it holds nothing any more, or the window stays.
    pub(crate) fn answer(&self, leaves: bool) {
        let leave = self.lock().leave.take().filter(|_| leaves);
        if let Some(leave) = leave {
            leave();
        }
    }

    fn lose_patience(&self, question: u32) {
        let closing = self.clone();
        tauri::async_runtime::spawn(async move {
            tokio::time::sleep(PATIENCE).await;
            if closing.lock().question == question {
                closing.answer(true);
            }
        });
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Asked> {
        // What is asked is whole even if a thread panicked while holding it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
