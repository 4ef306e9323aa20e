//! Commands about exporting.

use std::ops::ControlFlow;
use std::path::Path;

use galley_engine::{Observer, SiteExport, link, wire};
use tauri::{State, ipc::Channel};

use crate::print;
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

/// Writes a post as one file that needs nothing else. One that is there already is replaced only
/// if that was said.
#[tauri::command]
#[specta::specta]
pub(crate) async fn post_export(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
    post: u32,
    file: String,
    format: wire::PostFormat,
    replace: bool,
) -> Result<wire::Exported, wire::Error> {
    on_blog(&blogs, blog, move |blog| {
        let file = Path::new(&file);
        blog.post_export_as(post, file, replace, |html| match format {
            wire::PostFormat::Html => Ok(html.into_bytes()),
            wire::PostFormat::Pdf => print::pdf(html, file),
        })
    })
    .await
}

/// Shows a post in the system's print dialog, and answers when that is left.
#[tauri::command]
#[specta::specta]
pub(crate) async fn post_print(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
    post: u32,
) -> Result<(), wire::Error> {
    on_blog(&blogs, blog, move |blog| print::page(blog.post_page(post)?)).await
}

/// Renders the site and answers with what an export into the folder would change there.
#[tauri::command]
#[specta::specta]
pub(crate) async fn site_stage(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
    folder: String,
    force: bool,
    progress: Channel<wire::Progress>,
) -> Result<wire::SiteChanges, wire::Error> {
    on_blog(&blogs, blog, move |blog| {
        let export = SiteExport { force, observer: telling(progress), ..SiteExport::default() };
        blog.site_stage(Path::new(&folder), &export)
    })
    .await
}

/// Puts the site that was rendered last into its folder.
#[tauri::command]
#[specta::specta]
pub(crate) async fn site_put(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
    progress: Channel<wire::Progress>,
) -> Result<wire::Exported, wire::Error> {
    on_blog(&blogs, blog, move |blog| blog.site_put(&telling(progress))).await
}

/// Gives up the site that waits or is being rendered.
#[tauri::command]
#[specta::specta]
pub(crate) async fn site_drop(blogs: State<'_, OpenBlogs>, blog: u32) -> Result<(), wire::Error> {
    on_blog(&blogs, blog, |blog| {
        blog.site_drop();
        Ok(())
    })
    .await
}

/// Opens the first page of the site in the system's browser, from where it was exported last.
#[tauri::command]
#[specta::specta]
pub(crate) async fn site_open(blogs: State<'_, OpenBlogs>, blog: u32) -> Result<(), wire::Error> {
    on_blog(&blogs, blog, |blog| {
        let page = blog.site_page()?;
        tauri_plugin_opener::open_path(&page, None::<&str>)
            .map_err(|source| link::not_opened(&page.to_string_lossy(), source))
    })
    .await
}

fn telling(progress: Channel<wire::Progress>) -> Observer {
    Observer::new(move |step| {
        // A window that went away ends no export by that.
        progress.send(step).ok();
        ControlFlow::Continue(())
    })
}
