//! Small values for the tests of this crate.

use std::hash::{DefaultHasher, Hash, Hasher};

use galley_core::{ContentHash, Origin, Post, PostId, PostPath};
use jiff::Timestamp;

use crate::Store;

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).unwrap()
}

pub(crate) fn path(path: &str) -> PostPath {
    PostPath::parse(path).unwrap()
}

/// Any function of the text will do here; the real one is the mirror's.
pub(crate) fn hash(text: &str) -> ContentHash {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&hasher.finish().to_le_bytes());
    ContentHash::new(bytes)
}

/// A post with a title, for what does not depend on how sources are read.
pub(crate) fn post(at: &str, title: &str, body: &str) -> (Post, String) {
    let source = format!("---\ntitle: {title}\n---\n{body}");
    let mut post = Post::from_source(&path(at), &source);
    title.clone_into(&mut post.title);
    post.body = source.len() - body.len()..source.len();
    (post, source)
}

impl Store {
    pub(crate) fn insert_text(&self, at_path: &str, source: &str, second: i64) -> PostId {
        let post = Post::from_source(&path(at_path), source);
        self.insert(&post, source, hash(source), Origin::Cli, at(second)).unwrap()
    }

    pub(crate) fn update_text(&self, id: PostId, source: &str, second: i64) {
        let post = Post::from_source(&self.post(id).unwrap().path, source);
        self.update(id, &post, source, hash(source), Origin::Window, at(second)).unwrap();
    }

    /// The former texts, newest first.
    pub(crate) fn former_texts(&self, id: PostId) -> Vec<String> {
        let revisions = self.revisions(id).unwrap();
        revisions.iter().map(|summary| self.revision(summary.id).unwrap().source).collect()
    }
}
