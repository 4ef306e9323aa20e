//! The domain of Galley: what a post is, how its source is read and edited, how
//! two edits of it are merged, and what a mirror of files and rows has to do.
//!
//! Pure: no input or output, no clock, no environment, no randomness, not async.
//! Whatever depends on those comes in as an argument (`clippy.toml` beside this
//! crate's manifest holds the line). Nothing here is serialisable; what crosses a
//! border has its own type at that border.

pub mod blog_config;
pub mod content_hash;
pub mod front_matter;
mod line_ending;
pub mod merge;
pub mod mirror_plan;
pub mod origin;
pub mod permalink;
mod plain_text;
pub mod post;
pub mod post_date;
pub mod post_id;
pub mod post_path;
pub mod post_status;
pub mod problem;
pub mod slug;
pub mod text_edit;
pub mod text_offset;
mod title_line;

pub use blog_config::{BlogConfig, EditConfigError, RawHtml, SettingValue, ThemeSetting};
pub use content_hash::{ContentHash, ParseContentHashError};
pub use front_matter::FrontMatter;
pub use origin::{Origin, ParseOriginError};
pub use permalink::{ParsePermalinkError, Permalink};
pub use post::{Post, reading_minutes};
pub use post_date::PostDate;
pub use post_id::PostId;
pub use post_path::{ParsePostPathError, PostPath};
pub use post_status::PostStatus;
pub use problem::{Problem, ProblemCode, Severity};
pub use slug::{ParseSlugError, Slug, TagSlug};
pub use text_edit::{ApplyEditError, Edit};
pub use text_offset::{ByteOffset, Utf16Offset};
