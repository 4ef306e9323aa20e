//! Commands about former texts.

use galley_engine::wire;
use tauri::State;

use crate::state::{OpenBlogs, on_blog};

type Answer<T> = Result<T, wire::Error>;

/// What a post says and said, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn post_history(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
    post: u32,
) -> Answer<wire::History> {
    on_blog(&blogs, blog, move |blog| blog.post_history(post)).await
}

/// A former text, as the editor would hold it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn revision_source(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
    revision: u32,
) -> Answer<String> {
    on_blog(&blogs, blog, move |blog| blog.revision_source(revision)).await
}

/// Former texts that hold the words of `query`: every one of `post`, or the newest of each post.
#[tauri::command]
#[specta::specta]
pub(crate) async fn history_search(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
    query: String,
    post: Option<u32>,
) -> Answer<Vec<wire::HistoryHit>> {
    on_blog(&blogs, blog, move |blog| blog.history_search(&query, post)).await
}
