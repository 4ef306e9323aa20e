//! Commands about the app as a whole.

use galley_engine::{link, wire};
use tauri::State;

use crate::closing::Closing;
use crate::commands::blog::opened;
use crate::print;
use crate::state::{OpenBlogs, blocking};

/// All that the window needs to begin: its settings and the blog to show.
#[tauri::command]
#[specta::specta]
pub(crate) async fn app_start(
    blogs: State<'_, OpenBlogs>,
    closing: State<'_, Closing>,
) -> Result<wire::Start, wire::Error> {
    closing.listen();
    let blogs = blogs.inner().clone();
    blocking(move || {
        let outcome = blogs.first_folder().map(|folder| opened(&blogs, &folder)).transpose();
        let (opened, error) = match outcome {
            Ok(opened) => (opened, None),
            Err(error) => (None, Some(error)),
        };
        let can_print = print::IS_POSSIBLE;
        Ok(wire::Start { settings: blogs.data().settings(), opened, error, can_print })
    })
    .await
}

/// What the window says to being closed: it holds nothing any more, or it stays.
#[tauri::command]
#[specta::specta]
pub(crate) async fn close_answer(
    closing: State<'_, Closing>,
    leaves: bool,
) -> Result<(), wire::Error> {
    closing.answer(leaves);
    Ok(())
}

/// Remembers the window's settings.
#[tauri::command]
#[specta::specta]
pub(crate) async fn settings_set(
    blogs: State<'_, OpenBlogs>,
    settings: wire::Settings,
) -> Result<(), wire::Error> {
    let data = blogs.data().clone();
    blocking(move || Ok(data.set_settings(&settings)?)).await
}

/// Opens a link of a post in the system's browser, after a check of its scheme.
#[tauri::command]
#[specta::specta]
pub(crate) async fn link_open(href: String) -> Result<(), wire::Error> {
    blocking(move || {
        let url = link::for_the_browser(&href)?;
        tauri_plugin_opener::open_url(url, None::<&str>)
            .map_err(|source| link::not_opened(&href, source).into())
    })
    .await
}

/// Shows a file or folder that Galley wrote in the system's file manager.
#[tauri::command]
#[specta::specta]
pub(crate) async fn path_reveal(path: String) -> Result<(), wire::Error> {
    blocking(move || {
        tauri_plugin_opener::reveal_item_in_dir(&path)
            .map_err(|source| link::not_opened(&path, source).into())
    })
    .await
}
