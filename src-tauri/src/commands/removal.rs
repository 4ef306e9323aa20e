//! Commands about posts in the trash, and posts whose files vanished.

use galley_engine::wire;
use tauri::State;

use crate::state::{OpenBlogs, on_blog};

type Answer<T> = Result<T, wire::Error>;

/// The posts in the trash, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn removed_list(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
) -> Answer<Vec<wire::RemovedPost>> {
    on_blog(&blogs, blog, galley_engine::Blog::removed_list).await
}

/// Brings a post back from the trash and opens it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn removed_restore(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
    post: u32,
) -> Answer<wire::OpenPost> {
    on_blog(&blogs, blog, move |blog| blog.removed_restore(post)).await
}

/// Forgets all removed posts for good.
#[tauri::command]
#[specta::specta]
pub(crate) async fn trash_empty(blogs: State<'_, OpenBlogs>, blog: u32) -> Answer<()> {
    on_blog(&blogs, blog, galley_engine::Blog::trash_empty).await
}

/// Writes the files of the posts whose files vanished together.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vanished_write_back(blogs: State<'_, OpenBlogs>, blog: u32) -> Answer<()> {
    on_blog(&blogs, blog, galley_engine::Blog::vanished_write_back).await
}

/// Removes the posts whose files vanished together.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vanished_remove(blogs: State<'_, OpenBlogs>, blog: u32) -> Answer<()> {
    on_blog(&blogs, blog, galley_engine::Blog::vanished_remove).await
}
