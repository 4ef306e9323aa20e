//! What the writer says, one line of JSON each, to a pipe without a buffer.
//!
//! Whatever might be found on the disk is announced before it is begun, so that a kill
//! between the deed and its acknowledgement leaves nothing unknown.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, IoSlice, Write as _};
use std::os::fd::AsFd as _;
use std::sync::{Mutex, OnceLock, PoisonError};

use serde::{Deserialize, Serialize};

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Report {
    /// The blog is open.
    Opened,
    /// A post is open for editing, at version 0.
    Showing { post: u32, text: String },
    /// This text is about to be handed over.
    Typing { post: u32, version: u32, text: String },
    /// It was handed over, at this time in milliseconds since 1970.
    Typed { post: u32, version: u32, at: u64 },
    /// The window would say: safe in the library.
    Kept { post: u32, version: u32 },
    /// The file holds this version.
    Saved { post: u32, version: u32 },
    /// The author asks for the file to be written.
    Saving { post: u32 },
    /// A new post of this title is asked for.
    Making { title: String },
    /// It is there.
    Made { post: u32, path: String, text: String },
    /// A post is about to get another path.
    Renaming { post: u32, to: String },
    /// It has it.
    Renamed { post: u32, to: String },
    /// A post is about to be removed.
    Removing { post: u32 },
    /// It is gone, but for its history.
    Removed { post: u32 },
    /// This text is about to become a post.
    Importing { text: String },
    /// It has.
    Imported { post: u32, path: String, text: String },
    /// The site is about to be exported; these will be its files, by hash.
    Exporting { files: BTreeMap<String, String> },
    /// It was.
    Exported,
    /// Another program is about to write this line into a post's file.
    Outside { post: u32, line: String },
    /// It has.
    WroteOutside { post: u32, line: String },
    /// The operation under test is prepared and waits for a line on standard input.
    Ready,
    /// The operation was carried out.
    Done,
    /// What was asked for did not happen.
    Failed { message: String },
}

impl Report {
    /// Whether this begins something that a kill should be tried in the middle of.
    pub(crate) fn begins(&self) -> bool {
        matches!(
            self,
            Self::Saving { .. }
                | Self::Making { .. }
                | Self::Renaming { .. }
                | Self::Removing { .. }
                | Self::Importing { .. }
                | Self::Exporting { .. }
                | Self::Outside { .. }
        )
    }

    /// Whether this says that something is done, and so must outlive what comes.
    pub(crate) fn acknowledges(&self) -> bool {
        matches!(
            self,
            Self::Typed { .. }
                | Self::Kept { .. }
                | Self::Saved { .. }
                | Self::Made { .. }
                | Self::Imported { .. }
                | Self::Renamed { .. }
                | Self::Removed { .. }
                | Self::WroteOutside { .. }
                | Self::Exported
                | Self::Done
        )
    }

    /// Writes the line, with another call than any file is written with: faults that are
    /// injected into `write` must not reach it.
    pub(crate) fn send(&self) -> io::Result<()> {
        static OUT: OnceLock<Mutex<File>> = OnceLock::new();
        let mut line = serde_json::to_vec(self).expect("a report is plain values");
        line.push(b'\n');
        let out = OUT.get_or_init(|| {
            let out = io::stdout().as_fd().try_clone_to_owned();
            Mutex::new(out.expect("standard output is open").into())
        });
        let mut out = out.lock().unwrap_or_else(PoisonError::into_inner);
        let mut rest = line.as_slice();
        while !rest.is_empty() {
            let n = out.write_vectored(&[IoSlice::new(rest)])?;
            rest = &rest[n..];
        }
        Ok(())
    }

    /// Reads a line; none if the kill cut it off.
    pub(crate) fn parse(line: &str) -> Option<Self> {
        serde_json::from_str(line).ok()
    }
}
