//! Commands about themes.

use galley_engine::{Blog, wire};
use tauri::State;

use crate::state::{OpenBlogs, on_blog};

/// Every theme that the blog can wear, those that are broken too.
#[tauri::command]
#[specta::specta]
pub(crate) async fn theme_list(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
) -> Result<Vec<wire::Theme>, wire::Error> {
    on_blog(&blogs, blog, Blog::themes).await
}

/// Renders the blog's index, or the page of an open post, in a theme.
#[tauri::command]
#[specta::specta]
pub(crate) async fn theme_specimen(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
    theme: String,
    settings: Vec<wire::ThemeChoice>,
    post: Option<u32>,
) -> Result<wire::Specimen, wire::Error> {
    on_blog(&blogs, blog, move |blog| blog.theme_specimen(&theme, &settings, post)).await
}

/// Drops what was rendered for the gallery of themes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn theme_close(blogs: State<'_, OpenBlogs>, blog: u32) -> Result<(), wire::Error> {
    on_blog(&blogs, blog, |blog| {
        blog.themes_close();
        Ok(())
    })
    .await
}

/// Has the blog wear a theme: changes `blog.toml`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn theme_use(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
    theme: String,
    settings: Vec<wire::ThemeChoice>,
) -> Result<wire::Blog, wire::Error> {
    on_blog(&blogs, blog, move |blog| blog.theme_use(&theme, &settings)).await
}

/// Has the blog wear what it did before.
#[tauri::command]
#[specta::specta]
pub(crate) async fn theme_undo(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
) -> Result<wire::Blog, wire::Error> {
    on_blog(&blogs, blog, Blog::theme_undo).await
}
