//! The tables, one file each.

pub(crate) mod change_log;
pub(crate) mod file_stats;
pub(crate) mod journal;
pub(crate) mod mirror_base;
pub(crate) mod posts;
pub(crate) mod revisions;
pub(crate) mod settings;
pub(crate) mod thinning;
