//! The picture that stands for a post.

use crate::address::relative;
use crate::link::{Links, Target};

/// The picture that stands for a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cover {
    /// Its address on another site.
    Elsewhere(String),
    /// Its path within the site.
    File(String),
}

impl Cover {
    /// The picture that the post calls `address`, if readers can see it.
    pub(crate) fn at(address: &str, links: &Links<'_>) -> Option<Self> {
        match links.target(address) {
            Target::File { path, exists: true, .. } => Some(Self::File(path)),
            Target::Elsewhere if address.starts_with("http") => {
                Some(Self::Elsewhere(address.to_owned()))
            }
            _ => None,
        }
    }

    /// The first of a body's pictures that readers can see.
    pub(crate) fn first_of(pictures: &[String], links: &Links<'_>) -> Option<Self> {
        pictures.iter().find_map(|address| Self::at(address, links))
    }

    /// Its address on the page at `from`.
    pub(crate) fn address(&self, from: &str) -> String {
        match self {
            Self::Elsewhere(address) => address.clone(),
            Self::File(path) => relative(from, path),
        }
    }
}
