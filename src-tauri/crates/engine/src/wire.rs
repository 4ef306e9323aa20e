//! What crosses a border: the types of the window's commands and events and of
//! the command line's `--json`.
//!
//! They are their own types, apart from the domain's, so that a change inside
//! is never a change of the contract by accident. Ids and counts are `u32`:
//! JSON's numbers carry no more without loss.

use serde::{Deserialize, Serialize};
use specta::Type;

pub(crate) mod convert;
mod event;
mod history;
mod problem;
mod report;
mod theme;

pub use crate::error::ErrorCode;
pub use event::{
    BlogNotice, Event, OutsideChanged, PostKept, PostSaved, PostsChanged, PostsVanished, SaveFailed,
};
pub use history::{
    History, HistoryHit, Origin, Recovered, RemovedPost, RevisionSummary, ShownHistory, Vanished,
};
pub use problem::{BlogProblem, FileProblem, Problem, Severity};
pub use report::{
    ExportPlaces, ExportStep, Exported, ImportedPost, PostFormat, Progress, Recognised, SiteChanges,
};
pub use theme::{SettingKind, SettingValue, Specimen, Theme, ThemeChoice, ThemeSetting};

/// A date as the author wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PostDate {
    /// A moment, RFC 3339 in UTC.
    Instant(String),
    /// A date and time without a zone, e.g. `2024-01-02T03:04:05`.
    Local(String),
    /// A day, e.g. `2024-01-02`.
    Day(String),
}

/// Where a post stands between the author and the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PostStatus {
    /// Marked as a draft: never exported unasked.
    Draft,
    /// Dated in the future: exported once its date has come.
    Scheduled,
    /// Part of the exported site.
    Live,
}

/// An open blog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Blog {
    /// Names the open blog in every later call.
    pub id: u32,
    /// The blog's title.
    pub title: String,
    /// The blog's folder.
    pub folder: String,
    /// The theme the blog wears.
    pub theme: String,
    /// The blog's language, a BCP 47 tag.
    pub language: String,
    /// Problems of the blog as a whole: its settings, files that cannot be read.
    pub problems: Vec<FileProblem>,
}

/// A line of the post list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PostSummary {
    /// The post's identity in the library.
    pub id: u32,
    /// The file, relative to the posts folder.
    pub path: String,
    /// Last part of the post's URL.
    pub slug: String,
    /// The title.
    pub title: String,
    /// The summary, or the first words.
    pub excerpt: String,
    /// Draft, scheduled or live.
    pub status: PostStatus,
    /// The date as written, if any.
    pub date: Option<PostDate>,
    /// What the list is ordered by, RFC 3339 in UTC.
    pub sort_at: String,
    /// The tags as written.
    pub tags: Vec<String>,
    /// Words in the body.
    pub n_words: u32,
    /// How many problems the post has.
    pub n_problems: u32,
    /// Whether the post can only be read (its file is not UTF-8, or too large).
    pub read_only: bool,
}

/// The front matter fields that the window edits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Fields {
    /// The title.
    pub title: String,
    /// The date's text as written.
    pub date: Option<String>,
    /// Whether the post is a draft.
    pub draft: bool,
    /// The tags.
    pub tags: Vec<String>,
    /// The slug in force.
    pub slug: String,
    /// The author's own summary.
    pub summary: Option<String>,
}

/// A post opened for editing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OpenPost {
    /// Its line in the list.
    pub summary: PostSummary,
    /// Counts the edits applied since it was opened.
    pub version: u32,
    /// The version that the file holds.
    pub saved_version: u32,
    /// The whole file, with line feeds only; the file's own line endings are kept by the engine.
    pub source: String,
    /// Why the post cannot be edited.
    pub read_only: Option<String>,
    /// Where the caret was, in UTF-16 units.
    pub cursor: u32,
    /// The first line that was in view, from 0.
    pub scroll: u32,
    /// What a file that is not UTF-8 can be converted from, without loss.
    pub encoding: Option<String>,
    /// The front matter fields.
    pub fields: Fields,
    /// The post's problems.
    pub problems: Vec<Problem>,
    /// Its headings, in order.
    pub headings: Vec<Heading>,
}

/// A heading of a post, for its outline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Heading {
    /// From 1 to 6.
    pub level: u32,
    /// Its text without marks.
    pub text: String,
    /// The line it starts on, from 1.
    pub line: u32,
}

/// One change of the editor, in UTF-16 units of the text before its batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Edit {
    /// Start of the replaced range.
    pub from: u32,
    /// End of the replaced range.
    pub to: u32,
    /// The new text.
    pub insert: String,
}

/// A batch of edits of one post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EditPost {
    /// The open blog.
    pub blog: u32,
    /// The post.
    pub post: u32,
    /// The version this batch makes: one more than the last.
    pub version: u32,
    /// The edits, sorted and disjoint.
    pub edits: Vec<Edit>,
    /// Whether a preview is shown and wants a patch.
    pub render: bool,
    /// Where the caret is now.
    pub cursor: u32,
    /// The first line in view.
    pub scroll: u32,
    /// Whether the edits bring a former text back, so that the history says so.
    pub restore: bool,
}

/// What a batch of edits came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Edited {
    /// The version now held.
    pub version: u32,
    /// What changed in the preview, if one was asked for.
    pub patch: Option<Patch>,
}

/// A change going out to the preview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Patch {
    /// First block replaced.
    pub from: u32,
    /// One past the last block replaced.
    pub to: u32,
    /// The blocks that take their place.
    pub blocks: Vec<Block>,
    /// By how much the lines of the blocks after move.
    pub line_shift: i32,
    /// The editor's line, from 1, on which the body's first line stands.
    pub body_line: u32,
    /// The page around the body, when it changed.
    pub page: Option<String>,
}

/// A top-level piece of the rendered body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Block {
    /// Its HTML.
    pub html: String,
    /// Its first line in the body, from 1.
    pub first_line: u32,
    /// Its last line in the body.
    pub last_line: u32,
}

/// The whole preview of a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// The version it shows.
    pub version: u32,
    /// Where the frame finds the page.
    pub url: String,
    /// The body's blocks.
    pub blocks: Vec<Block>,
    /// The editor's line, from 1, on which the body's first line stands.
    pub body_line: u32,
    /// The page around the body.
    pub page: String,
    /// Why there is nothing to show.
    pub paused: Option<String>,
    /// Whether pictures from elsewhere are shown.
    pub remote_images: bool,
}

/// A front matter field to set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FieldEdit {
    /// The title.
    Title(String),
    /// The date's text; none removes it.
    Date(Option<String>),
    /// Whether the post is a draft.
    Draft(bool),
    /// The tags.
    Tags(Vec<String>),
    /// The slug; none lets it follow from the file's name.
    Slug(Option<String>),
    /// The summary; none lets it follow from the body.
    Summary(Option<String>),
}

/// A piece of text, marked where it matches a search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Piece {
    /// The text, not escaped.
    pub text: String,
    /// Whether it matches.
    pub hit: bool,
}

/// A post that a search found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SearchHit {
    /// The post.
    pub post: u32,
    /// Its file, relative to the posts folder.
    pub path: String,
    /// Its title.
    pub title: Vec<Piece>,
    /// The words around the best match.
    pub snippet: Vec<Piece>,
}

/// Light, dark, or as the desktop has it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Appearance {
    /// As the desktop has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What the window remembers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct Settings {
    /// Light, dark, or as the desktop has it.
    pub appearance: Appearance,
    /// The editor's share of the space it has with the preview, 0 to 1.
    // Specta would add `null` for what JSON cannot carry (NaN), which this never is.
    #[specta(type = u32)]
    pub split: f64,
    /// Width of the rail, in CSS pixels.
    pub rail: u32,
    /// Whether the rail is shown.
    pub rail_shown: bool,
    /// Whether the editor is shown.
    pub editor_shown: bool,
    /// Whether the preview is shown.
    pub preview_shown: bool,
    /// Whether the outline is shown beside the editor.
    pub outline_shown: bool,
    /// Whether editor and preview scroll together.
    pub scroll_together: bool,
    /// Size of the editor's text, in CSS pixels.
    pub editor_font_size: u32,
    /// Folders of the blogs opened last, newest first.
    pub recent_blogs: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            appearance: Appearance::System,
            split: 0.5,
            rail: 288,
            rail_shown: true,
            editor_shown: true,
            preview_shown: true,
            outline_shown: false,
            scroll_together: true,
            editor_font_size: 15,
            recent_blogs: Vec::new(),
        }
    }
}

/// A blog just opened, with all that the window first shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Opened {
    /// The blog.
    pub blog: Blog,
    /// Its posts, newest first.
    pub posts: Vec<PostSummary>,
    /// The post that was open last.
    pub open: Option<OpenPost>,
    /// What came back from the journal after an end that nobody asked for.
    pub recovered: Vec<Recovered>,
    /// Posts whose files vanished together and that wait for the author's word.
    pub vanished: Option<Vanished>,
    /// What the author should know of this start.
    pub notices: Vec<String>,
}

/// All that the window needs to begin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Start {
    /// What the window remembers.
    pub settings: Settings,
    /// The blog named at start, or the last one.
    pub opened: Option<Opened>,
    /// Why that blog could not be opened.
    pub error: Option<Error>,
    /// Whether posts can be printed, also into a PDF.
    pub can_print: bool,
}

/// A change that came from outside, for the editor to take in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OutsideChange {
    /// Edits that turn the editor's text into the merge of both sides.
    pub edits: Vec<Edit>,
    /// Both texts, where they changed the same lines and the author must choose.
    pub conflict: Option<Conflict>,
}

/// Two texts of one post that cannot be merged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Conflict {
    /// The editor's.
    pub mine: String,
    /// The file's.
    pub theirs: String,
    /// What both began from, if it is known.
    pub base: Option<String>,
}

/// Which side of a conflict to keep. The other stays in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Side {
    /// The editor's.
    Mine,
    /// The file's.
    Theirs,
    /// A text that the author made of both.
    Merged,
}

/// What was asked for did not happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Error {
    /// What a shell reacts to.
    pub code: ErrorCode,
    /// What could not be done to which thing.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The errors underneath, outermost first.
    pub causes: Vec<String>,
}

/// A post as `galley show` tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ShownPost {
    /// The title.
    pub title: String,
    /// Last part of the post's URL.
    pub slug: String,
    /// The file, relative to the posts folder.
    pub path: String,
    /// The date as written, if any.
    pub date: Option<PostDate>,
    /// When it was last changed for its readers.
    pub updated: Option<PostDate>,
    /// Whether it is marked as a draft.
    pub draft: bool,
    /// The tags as written.
    pub tags: Vec<String>,
    /// The author's own summary.
    pub summary: Option<String>,
    /// The Markdown after the front matter.
    pub body: String,
    /// Draft, scheduled or live.
    pub status: PostStatus,
    /// Words in the body.
    pub words: u32,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}
