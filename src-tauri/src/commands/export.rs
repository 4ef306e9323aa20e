//! Commands about exporting.

use std::path::Path;

use galley_engine::{SiteExport, wire};
use tauri::{State, ipc::Channel};

use crate::state::{OpenBlogs, on_blog};

/// Where exports go unless told otherwise.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_places(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
    post: Option<u32>,
) -> Result<wire::ExportPlaces, wire::Error> {
    on_blog(&blogs, blog, move |blog| blog.export_places(post)).await
}

/// Writes a post as one HTML file that needs nothing else.
#[tauri::command]
#[specta::specta]
pub(crate) async fn post_export(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
    post: u32,
    file: String,
) -> Result<wire::Exported, wire::Error> {
    on_blog(&blogs, blog, move |blog| blog.post_export(post, Path::new(&file))).await
}

/// Writes the whole site into a folder.
#[tauri::command]
#[specta::specta]
pub(crate) async fn site_export(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
    folder: String,
    force: bool,
    progress: Channel<wire::Progress>,
) -> Result<wire::Exported, wire::Error> {
    on_blog(&blogs, blog, move |blog| {
        let export = SiteExport { force, ..SiteExport::default() };
        blog.site_export(Path::new(&folder), &export, &mut |step| {
            // A window that went away does not stop the export.
            progress.send(step).ok();
        })
    })
    .await
}
