//! The engine's events, as one typed event of the window.

use std::sync::Arc;

use galley_engine::wire;
use serde::Serialize;
use specta::Type;
use tauri_specta::Event as _;

use crate::state::Emitter;

/// Something happened in an open blog.
#[derive(Debug, Clone, Serialize, Type, tauri_specta::Event)]
pub(crate) struct BlogEvent(pub(crate) wire::Event);

/// Somebody wants the window closed: it answers with `close_answer`.
#[derive(Debug, Clone, Serialize, Type, tauri_specta::Event)]
pub(crate) struct CloseWanted;

/// Sends events to the app's window.
pub(crate) fn emitter(app: &tauri::AppHandle) -> Emitter {
    let app = app.clone();
    Arc::new(move |event| {
        if let Err(error) = BlogEvent(event).emit(&app) {
            tracing::warn!(%error, "an event did not reach the window");
        }
    })
}
