//! The one loop of an open blog: everything that can happen to it, in one list.
//!
//! It owns the library and the posts folder, so that nothing else needs a lock
//! and each step sees the one before it finished.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError};

use galley_core::PostId;

use super::State;
use super::schedule::Due;
use crate::clock::Clock;

/// Work for the loop; it sends its own answer.
pub(super) type Request = Box<dyn FnOnce(&mut State) + Send>;

/// What can happen to an open blog.
pub(super) enum Message {
    /// A shell asks for something.
    Request(Request),
    /// A post was edited: journal and file are due.
    Edited(PostId),
    /// Something in the posts folder may have changed.
    FilesChanged,
    /// The posts folder is gone.
    FolderGone,
    /// Something that the author should know.
    Notice(String),
    /// The blog is closed.
    Close,
}

/// Runs until the blog is closed or nobody holds it any more.
pub(super) fn run(mut state: State, messages: &Receiver<Message>) {
    loop {
        let now = Clock::instant();
        let next_look = state.watch.as_ref().map(|watch| watch.wait(now));
        let wait = [state.schedule.wait(now), next_look].into_iter().flatten().min();
        let message = match wait {
            Some(wait) => messages.recv_timeout(wait),
            None => messages.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let ends = matches!(&message, Ok(Message::Close) | Err(RecvTimeoutError::Disconnected));
        let step = |state: &mut State| match message {
            Ok(Message::Request(request)) => request(state),
            Ok(Message::Edited(post)) => state.schedule.edited(post, Clock::instant()),
            Ok(Message::FilesChanged) => state.take_in_files(),
            Ok(Message::FolderGone) => state.lose_folder(),
            Ok(Message::Notice(message)) => state.notice(message),
            Ok(Message::Close) | Err(RecvTimeoutError::Disconnected) => state.save_all(),
            Err(RecvTimeoutError::Timeout) => {}
        };
        guarded(&mut state, step);
        if ends {
            state.close();
            return;
        }
        guarded(&mut state, carry_out_due);
        guarded(&mut state, State::tell_changes);
    }
}

fn carry_out_due(state: &mut State) {
    state.look_if_due(Clock::instant());
    for due in state.schedule.take_due(Clock::instant()) {
        match due {
            Due::Journal(post) => state.keep(post),
            Due::Save(post) => state.save(post),
        }
    }
}

/// A panic is a bug of one step, not the end of the blog: it is logged, and
/// what was asked for is answered with an error when its sender is dropped.
fn guarded(state: &mut State, step: impl FnOnce(&mut State)) {
    if catch_unwind(AssertUnwindSafe(|| step(state))).is_err() {
        tracing::error!("a step of the blog's loop panicked");
    }
}
