//! The use cases that both shells drive.
//!
//! A shell opens a [`Blog`] and calls it; every call blocks until it is done,
//! so a window calls from a thread of its own choosing. Inside, one loop per
//! open blog owns the library and the posts folder (`blog/event_loop.rs`), and
//! the texts being edited lie beside it, so that a keystroke never waits for a
//! disk.
//!
//! Must not know: Tauri, the terminal, SQL.

mod blog;
mod check;
mod clock;
mod data_folder;
mod drawing;
mod editor_text;
mod error;
mod kept_file;
mod library;
pub mod link;
mod media_type;
mod observer;
mod open_post;
mod pictures;
mod post_cache;
pub mod render;
mod use_case;
pub mod wire;

pub use blog::{Blog, OpenOptions};
pub use clock::Clock;
pub use data_folder::DataFolder;
pub use error::{Error, ErrorCode};
pub use jiff::Timestamp;
pub use observer::Observer;
pub use use_case::export::SiteExport;
pub use use_case::export::glance::Glance;
pub use use_case::import::read_text;
pub use use_case::preview::PreviewFile;
pub use use_case::serve::{Served, ServedFile, ServedSite, SiteWatch};
