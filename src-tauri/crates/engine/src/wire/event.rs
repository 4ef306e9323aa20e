//! What is told without being asked.
//!
//! Events say what became stale or how far a post has come; texts and lists are pulled.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Error, Fields, Heading, Problem, Vanished};

/// Something happened in an open blog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "event", rename_all = "camelCase")]
pub enum Event {
    /// See [`PostsChanged`].
    PostsChanged(PostsChanged),
    /// See [`PostKept`].
    PostKept(PostKept),
    /// See [`PostSaved`].
    PostSaved(PostSaved),
    /// See [`SaveFailed`].
    SaveFailed(SaveFailed),
    /// See [`OutsideChanged`].
    OutsideChanged(OutsideChanged),
    /// See [`PostsVanished`].
    PostsVanished(PostsVanished),
    /// See [`BlogNotice`].
    BlogNotice(BlogNotice),
}

/// Posts were added, changed or removed: pull the list again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PostsChanged {
    /// The blog.
    pub blog: u32,
    /// The posts concerned.
    pub posts: Vec<u32>,
}

/// An open post's text is safe in the library's journal, with its live figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PostKept {
    /// The blog.
    pub blog: u32,
    /// The post.
    pub post: u32,
    /// The version kept.
    pub version: u32,
    /// Words in the body.
    pub n_words: u32,
    /// Minutes it takes to read.
    pub minutes: u32,
    /// The front matter fields.
    pub fields: Fields,
    /// The post's problems.
    pub problems: Vec<Problem>,
    /// Its headings, in order.
    pub headings: Vec<Heading>,
}

/// An open post's file holds this version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PostSaved {
    /// The blog.
    pub blog: u32,
    /// The post.
    pub post: u32,
    /// The version saved.
    pub version: u32,
}

/// An open post could not be written to its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SaveFailed {
    /// The blog.
    pub blog: u32,
    /// The post.
    pub post: u32,
    /// Whether its text is safe in the library; if not, it is in the window only.
    pub kept: bool,
    /// Why. Saving is tried again by itself.
    pub error: Error,
}

/// Another program changed an open post's file: pull the change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OutsideChanged {
    /// The blog.
    pub blog: u32,
    /// The post.
    pub post: u32,
}

/// So many files vanished at once that their posts were kept, or they are back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PostsVanished {
    /// The blog.
    pub blog: u32,
    /// The posts that wait for the author's word; `null` when there are none any more.
    pub vanished: Option<Vanished>,
}

/// Something about the blog that the author should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BlogNotice {
    /// The blog.
    pub blog: u32,
    /// What, and what to do.
    pub message: String,
}
