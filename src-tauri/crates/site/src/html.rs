//! A post's body as HTML, which need not be in memory.

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::io;
use std::sync::Arc;

use galley_core::ContentHash;

use crate::markup::{link_addresses, picture_addresses};
use crate::writer::hash;
use crate::{Error, Result};

/// A post's body as HTML, links as the author wrote them.
///
/// A blog's bodies are many times what else is known of its posts, and most exports want
/// only those of a few.
#[derive(Clone)]
pub struct Html(Kept);

#[derive(Clone)]
enum Kept {
    Here(Arc<str>),
    Elsewhere {
        hash: ContentHash,
        addresses: Arc<[String]>,
        pictures: Arc<[String]>,
        read: Arc<Read>,
    },
}

type Read = dyn Fn() -> io::Result<String> + Send + Sync;

impl Html {
    /// A body that `read` gets from where it is kept. `hash` tells it from others, and
    /// `addresses` are its [`link_addresses`](crate::link_addresses), `pictures` its
    /// [`picture_addresses`](crate::picture_addresses).
    pub fn kept(
        hash: ContentHash,
        addresses: Vec<String>,
        pictures: Vec<String>,
        read: impl Fn() -> io::Result<String> + Send + Sync + 'static,
    ) -> Self {
        Self(Kept::Elsewhere {
            hash,
            addresses: addresses.into(),
            pictures: pictures.into(),
            read: Arc::new(read),
        })
    }

    /// The HTML.
    pub fn text(&self) -> Result<Cow<'_, str>> {
        match &self.0 {
            Kept::Here(html) => Ok(Cow::Borrowed(html)),
            Kept::Elsewhere { read, .. } => {
                read().map(Cow::Owned).map_err(|source| Error::ReadBody { source })
            }
        }
    }

    /// What tells the body from others.
    pub(crate) fn fingerprint(&self) -> ContentHash {
        match &self.0 {
            Kept::Here(html) => hash(html.as_bytes()),
            Kept::Elsewhere { hash, .. } => *hash,
        }
    }

    /// The addresses of its pictures.
    pub(crate) fn pictures(&self) -> Cow<'_, [String]> {
        match &self.0 {
            Kept::Here(html) => Cow::Owned(picture_addresses(html)),
            Kept::Elsewhere { pictures, .. } => Cow::Borrowed(pictures),
        }
    }

    /// The addresses in it that lead into the site.
    pub(crate) fn addresses(&self) -> Cow<'_, [String]> {
        match &self.0 {
            Kept::Here(html) => Cow::Owned(link_addresses(html)),
            Kept::Elsewhere { addresses, .. } => Cow::Borrowed(addresses),
        }
    }
}

impl Default for Html {
    fn default() -> Self {
        String::new().into()
    }
}

impl From<String> for Html {
    fn from(html: String) -> Self {
        Self(Kept::Here(html.into()))
    }
}

impl Hash for Html {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint().hash(state);
    }
}

impl fmt::Debug for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Html({})", self.fingerprint())
    }
}
