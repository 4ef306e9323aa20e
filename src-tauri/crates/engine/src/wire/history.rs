//! Former texts, removed posts, and what a crash left behind.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::Piece;

/// Who made a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Origin {
    /// The author, typing in the window.
    Window,
    /// The command line.
    Cli,
    /// Another program, by changing the file.
    File,
    /// An import.
    Import,
    /// A former text that was brought back.
    Restore,
}

/// A former text, without the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RevisionSummary {
    /// Names it in the library.
    pub id: u32,
    /// Who wrote it.
    pub origin: Origin,
    /// When it was written, RFC 3339 in UTC.
    pub at: String,
    /// Words in its body.
    pub n_words: u32,
}

/// What a post says in the library, and what it said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct History {
    /// Who wrote the present text.
    pub origin: Origin,
    /// When it was written, RFC 3339 in UTC.
    pub at: String,
    /// Words in its body.
    pub n_words: u32,
    /// The former texts, newest first.
    pub revisions: Vec<RevisionSummary>,
}

/// A post's history as `galley history` tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ShownHistory {
    /// The post's file, relative to the posts folder.
    pub path: String,
    /// Its texts.
    #[serde(flatten)]
    pub history: History,
}

/// A former text that a search found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryHit {
    /// The post.
    pub post: u32,
    /// Its title then.
    pub title: String,
    /// Its file then.
    pub path: String,
    /// The former text.
    pub revision: u32,
    /// When it was written, RFC 3339 in UTC.
    pub at: String,
    /// Whether the post was removed.
    pub removed: bool,
    /// The words around the match.
    pub snippet: Vec<Piece>,
}

/// A post in the trash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RemovedPost {
    /// The post.
    pub post: u32,
    /// Its title.
    pub title: String,
    /// Where its file was.
    pub path: String,
    /// When its last text was written, RFC 3339 in UTC.
    pub at: String,
    /// Words in its body.
    pub n_words: u32,
    /// Its last text.
    pub revision: u32,
}

/// What came back from the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Recovered {
    /// The post.
    pub post: u32,
    /// Its title.
    pub title: String,
    /// When it was typed, RFC 3339 in UTC.
    pub at: String,
    /// Words that the journal had and the library had not.
    pub n_words: u32,
    /// The former text without them.
    pub before: Option<u32>,
}

/// Posts whose files vanished together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Vanished {
    /// The posts.
    pub posts: Vec<u32>,
    /// The first few of their titles.
    pub titles: Vec<String>,
    /// How many there are.
    pub n_posts: u32,
}
