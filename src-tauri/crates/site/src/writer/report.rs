//! What writing a site does or did.

use super::{Action, Taken};

/// What writing a site does or did, as paths within it, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WriteReport {
    /// Files that were not there.
    pub new: Vec<String>,
    /// Files that had other bytes.
    pub changed: Vec<String>,
    /// Files that had the right bytes.
    pub unchanged: Vec<String>,
    /// How many files there are besides, of which it was known that nothing had to be done.
    pub n_others: usize,
    /// Files of an earlier export that the site no longer has.
    pub removed: Vec<String>,
    /// Files in the place of one of ours that someone else put or changed there, and
    /// that are still theirs.
    pub kept: Vec<String>,
    /// Bytes of all files of the site.
    pub n_bytes: u64,
}

impl WriteReport {
    /// Without what is removed.
    pub(super) fn of(files: &[Taken]) -> Self {
        let mut report = Self::default();
        for Taken { path, n_bytes, action, .. } in files {
            report.n_bytes += n_bytes;
            let list = match action {
                Action::New => &mut report.new,
                Action::Change => &mut report.changed,
                Action::Nothing => &mut report.unchanged,
                Action::Keep => &mut report.kept,
            };
            list.push(path.clone());
        }
        let Self { new, changed, unchanged, kept, .. } = &mut report;
        for list in [new, changed, unchanged, kept] {
            list.sort_unstable();
        }
        report
    }
}
