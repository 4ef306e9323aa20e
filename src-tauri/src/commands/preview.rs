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

/// Shows pictures from elsewhere in this blog's previews, or not.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remote_images_set(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
    shown: bool,
) -> Result<(), wire::Error> {
    on_blog(&blogs, blog, move |blog| blog.remote_images_set(shown)).await
}
