//! Commands about posts.

use galley_engine::{Blog, wire};
use tauri::State;

use crate::state::{OpenBlogs, on_blog};

/// The most hits that a search answers with.
const SEARCH_LIMIT: u32 = 50;

type Answer<T> = Result<T, wire::Error>;

/// All posts, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn post_list(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
) -> Answer<Vec<wire::PostSummary>> {
    on_blog(&blogs, blog, galley_engine::Blog::post_list).await
}

/// Posts that hold the words of `query`, best first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn post_search(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
    query: String,
) -> Answer<Vec<wire::SearchHit>> {
    on_blog(&blogs, blog, move |blog| blog.post_search(&query, SEARCH_LIMIT)).await
}

/// Makes a new draft and opens it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn post_create(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
    title: String,
) -> Answer<wire::OpenPost> {
    on_blog(&blogs, blog, move |blog| blog.post_create(&title)).await
}

/// Opens a post for editing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn post_open(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
    post: u32,
) -> Answer<wire::OpenPost> {
    on_blog(&blogs, blog, move |blog| blog.post_open(post)).await
}

/// Takes in what was typed, and answers with what changed in the preview.
#[tauri::command]
#[specta::specta]
pub(crate) async fn post_edit(
    blogs: State<'_, OpenBlogs>,
    edit: wire::EditPost,
) -> Answer<wire::Edited> {
    on_blog(&blogs, edit.blog, move |blog| blog.post_edit(edit)).await
}

/// Writes a post into its file now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn post_save(blogs: State<'_, OpenBlogs>, blog: u32, post: u32) -> Answer<()> {
    on_blog(&blogs, blog, move |blog| blog.post_save(post)).await
}

/// Sees to it that what was typed into open posts outlives the app. Answers with the posts of which
/// neither the file nor the library takes it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn posts_keep(blogs: State<'_, OpenBlogs>, blog: u32) -> Answer<Vec<u32>> {
    on_blog(&blogs, blog, Blog::posts_keep).await
}

/// Saves a post and lets go of it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn post_close(blogs: State<'_, OpenBlogs>, blog: u32, post: u32) -> Answer<()> {
    on_blog(&blogs, blog, move |blog| blog.post_close(post)).await
}

/// The edits that set a front matter field, for the editor to carry out.
#[tauri::command]
#[specta::specta]
pub(crate) async fn field_edit(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
    post: u32,
    version: u32,
    field: wire::FieldEdit,
) -> Answer<Vec<wire::Edit>> {
    on_blog(&blogs, blog, move |blog| blog.field_edit(post, version, field)).await
}

/// The edits that take in what another program wrote.
#[tauri::command]
#[specta::specta]
pub(crate) async fn outside_pull(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
    post: u32,
    version: u32,
) -> Answer<wire::OutsideChange> {
    on_blog(&blogs, blog, move |blog| blog.outside_pull(post, version)).await
}

/// Keeps what the author is making of both sides of a conflict in the history.
#[tauri::command]
#[specta::specta]
pub(crate) async fn conflict_keep(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
    post: u32,
    merged: String,
) -> Answer<()> {
    on_blog(&blogs, blog, move |blog| blog.conflict_keep(post, merged)).await
}

/// Settles a conflict: the edits that make the editor hold the chosen side.
#[tauri::command]
#[specta::specta]
pub(crate) async fn conflict_settle(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
    post: u32,
    version: u32,
    side: wire::Side,
    merged: Option<String>,
) -> Answer<Vec<wire::Edit>> {
    on_blog(&blogs, blog, move |blog| blog.conflict_settle(post, version, side, merged)).await
}

/// Moves a post to the trash.
#[tauri::command]
#[specta::specta]
pub(crate) async fn post_remove(blogs: State<'_, OpenBlogs>, blog: u32, post: u32) -> Answer<()> {
    on_blog(&blogs, blog, move |blog| blog.post_remove(post)).await
}

/// Converts a post's file to UTF-8 and opens the post for editing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn post_convert(
    blogs: State<'_, OpenBlogs>,
    blog: u32,
    post: u32,
) -> Answer<wire::OpenPost> {
    on_blog(&blogs, blog, move |blog| blog.post_convert(post)).await
}
