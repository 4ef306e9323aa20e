//! The one list of commands and events, and the TypeScript made from it.
//!
//! `cargo xtask bindings` writes `ui/src/ipc/bindings.ts`; the test in
//! `tests/ipc` fails when that file is not what this list says.

use std::fs;
use std::path::Path;

use specta_typescript::Typescript;
use tauri::Runtime;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

use crate::{commands, events};

/// All commands and events of the window.
pub fn builder<R: Runtime>() -> Builder<R> {
    Builder::new()
        .error_handling(ErrorHandlingMode::Result)
        .disable_serde_phases()
        .commands(collect_commands![
            commands::app::app_start,
            commands::app::close_answer,
            commands::app::settings_set,
            commands::app::link_open,
            commands::app::path_reveal,
            commands::blog::blog_open,
            commands::blog::blog_create,
            commands::blog::blog_check,
            commands::post::post_list,
            commands::post::post_search,
            commands::post::post_create,
            commands::post::post_open,
            commands::post::post_edit,
            commands::post::post_save,
            commands::post::posts_keep,
            commands::post::post_close,
            commands::post::field_edit,
            commands::post::outside_pull,
            commands::post::conflict_keep,
            commands::post::conflict_settle,
            commands::post::post_remove,
            commands::post::post_convert,
            commands::history::post_history,
            commands::history::revision_source,
            commands::history::history_search,
            commands::removal::removed_list,
            commands::removal::removed_restore,
            commands::removal::trash_empty,
            commands::removal::vanished_write_back,
            commands::removal::vanished_remove,
            commands::preview::preview_show,
            commands::preview::remote_images_set,
            commands::theme::theme_list,
            commands::theme::theme_specimen,
            commands::theme::theme_close,
            commands::theme::theme_use,
            commands::theme::theme_undo,
            commands::export::export_places,
            commands::export::post_export,
            commands::export::post_print,
            commands::export::site_stage,
            commands::export::site_put,
            commands::export::site_drop,
            commands::export::site_open,
        ])
        .events(collect_events![events::BlogEvent, events::CloseWanted])
}

/// Writes the bindings to `file`.
///
/// # Errors
///
/// When a type has no TypeScript form or the file cannot be written.
pub fn export_bindings(file: &Path) -> Result<(), Box<dyn std::error::Error>> {
    builder::<tauri::Wry>().export(Typescript::default(), file)?;
    let bindings = fs::read_to_string(file)?;
    let mut lines: Vec<&str> = bindings.lines().map(str::trim_end).collect();
    lines.push("");
    fs::write(file, lines.join("\n"))?;
    Ok(())
}
