//! Commands about a blog.

use std::path::{Path, PathBuf};

use galley_engine::{Blog, wire};
use tauri::State;

use crate::state::{OpenBlogs, blocking, on_blog};

/// Opens the blog in a folder; the blog open before is closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn blog_open(
    blogs: State<'_, OpenBlogs>,
    path: String,
) -> Result<wire::Opened, wire::Error> {
    let blogs = blogs.inner().clone();
    blocking(move || opened(&blogs, Path::new(&path))).await
}

/// Makes a new blog in a folder and opens it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn blog_create(
    blogs: State<'_, OpenBlogs>,
    path: String,
    title: String,
) -> Result<wire::Opened, wire::Error> {
    let blogs = blogs.inner().clone();
    blocking(move || {
        let folder = PathBuf::from(path);
        Blog::create(&folder, Some(&title), None)?;
        opened(&blogs, &folder)
    })
    .await
}

/// All that is wrong in the blog, in the order of its files.
#[tauri::command]
#[specta::specta]
pub(crate) async fn blog_check(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
) -> Result<Vec<wire::BlogProblem>, wire::Error> {
    on_blog(&blogs, blog, Blog::check).await
}

/// Opens a blog with its list and the post that was open last.
pub(crate) fn opened(blogs: &OpenBlogs, folder: &Path) -> Result<wire::Opened, wire::Error> {
    let blog = blogs.open(folder)?;
    blogs.data().remember_blog(blog.folder());
    Ok(blog.opened()?)
}
