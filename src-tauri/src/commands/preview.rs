//! Commands about the preview.

use galley_engine::wire;
use tauri::State;

use crate::state::{OpenBlogs, on_blog};

/// The whole preview of an open post.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_show(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
    post: u32,
) -> Result<wire::Preview, wire::Error> {
    on_blog(&blogs, blog, move |blog| blog.preview_show(post)).await
}
