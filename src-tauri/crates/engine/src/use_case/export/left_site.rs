//! What is known of a site that was left in its folder.
//!
//! In memory it is worth more than on the disk, and it is written down only when the site was
//! looked at whole, and when the blog is closed: what is written down may be older than what
//! lies in the folder, since each file is looked at before anything is believed of it.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use galley_site::Memory;

use crate::kept_file;

/// What an export left in a folder, and where that is written down.
#[derive(Debug)]
pub(crate) struct LeftSite {
    file: PathBuf,
    pub(super) memory: Memory,
    is_written: bool,
}

impl LeftSite {
    /// What is known already, and written down.
    pub(super) fn known(file: PathBuf, memory: Memory) -> Self {
        Self { file, memory, is_written: true }
    }

    /// What is written down in the file.
    pub(super) fn read(file: PathBuf) -> Self {
        let memory = kept_file::read(&file).and_then(|bytes| Memory::from_bytes(&bytes));
        Self::known(file, memory.unwrap_or_default())
    }

    /// Takes the memory for the next export, which gives it back.
    pub(super) fn take(&mut self) -> Memory {
        std::mem::take(&mut self.memory)
    }

    /// Gives back what was taken, after an export that changed nothing.
    pub(super) fn untouched(mut self, memory: Memory) -> Self {
        self.memory = memory;
        self
    }

    /// Notes what an export left.
    pub(super) fn left(mut self, memory: Memory, is_whole: bool) -> Self {
        self.memory = memory;
        self.is_written = false;
        if is_whole {
            self.write();
        }
        self
    }

    fn write(&mut self) {
        if !self.is_written {
            kept_file::write(&self.file, &self.memory.to_bytes());
            self.is_written = true;
        }
    }
}

/// The site that the blog was exported to last, if it was while the blog was open.
#[derive(Debug, Default)]
pub(crate) struct Left(Mutex<Option<LeftSite>>);

impl Left {
    /// What is known of the site that is written down in this file.
    pub(super) fn take(&self, file: &Path) -> Option<LeftSite> {
        self.lock().take_if(|left| left.file == file)
    }

    pub(super) fn keep(&self, left: LeftSite) {
        let before = self.lock().replace(left);
        if let Some(mut before) = before {
            before.write();
        }
    }

    /// Writes it down and forgets it.
    pub(crate) fn close(&self) {
        let left = self.lock().take();
        if let Some(mut left) = left {
            left.write();
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<LeftSite>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
