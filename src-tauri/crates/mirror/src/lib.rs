//! The two-way agreement between the posts folder and the library.
//!
//! The only crate that touches the posts folder. Files are replaced atomically and
//! never when they are not what was last seen; a text is never dropped before the
//! library has it as a revision. What changed is found by comparing content, never
//! by trusting clocks or a watcher: events are only a hint to [`reconcile`].

mod apply;
mod asset;
pub mod atomic_write;
mod content;
mod edit;
mod encoding;
mod error;
mod find;
mod folder;
mod folder_look;
mod reconcile;
mod scan;
mod trash;
pub mod watch;

pub use asset::files_below;
pub use content::{Content, MAX_BYTES, ReadFile, hash};
pub use edit::{Saved, create, remove, remove_vanished, rename, save, write_back};
pub use encoding::Decoded;
pub use error::{Error, Result};
pub use find::find_posts_folder;
pub use folder::PostsFolder;
pub use folder_look::look_of_folder;
pub use reconcile::{Failure, OpenText, Reconciled, reconcile};
pub use scan::{FileProblem, KnownFiles, Scan, ScannedFile};

#[cfg(test)]
mod tests;
