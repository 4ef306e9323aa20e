//! The identity of a post inside the library database.

use std::fmt;

/// Permanent identity of a post in the library database; never written into a file.
///
/// Deleting the database and reading the files again gives new ids: across that, a
/// post is known by its [`PostPath`](crate::PostPath).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostId(u32);

impl PostId {
    /// The post that the database numbers `id`.
    pub const fn new(id: u32) -> Self {
        Self(id)
    }

    /// The database's number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl fmt::Display for PostId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
