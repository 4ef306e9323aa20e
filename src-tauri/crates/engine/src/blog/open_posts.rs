//! The posts that are being edited.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use galley_core::PostId;

use super::lock;
use crate::error::Error;
use crate::open_post::OpenPost;

/// The posts being edited, each behind its own lock.
#[derive(Debug, Clone, Default)]
pub(crate) struct OpenPosts(Arc<Mutex<HashMap<PostId, Arc<Mutex<OpenPost>>>>>);

impl OpenPosts {
    pub(crate) fn get(&self, post: PostId) -> Option<Arc<Mutex<OpenPost>>> {
        lock(&self.0).get(&post).cloned()
    }

    /// Runs `work` on an open post.
    pub(crate) fn with<T>(
        &self,
        post: PostId,
        work: impl FnOnce(&mut OpenPost) -> T,
    ) -> Result<T, Error> {
        let open = self.get(post).ok_or(Error::PostNotOpen)?;
        Ok(work(&mut lock(&open)))
    }

    pub(crate) fn insert(&self, open: OpenPost) {
        lock(&self.0).insert(open.id, Arc::new(Mutex::new(open)));
    }

    pub(crate) fn remove(&self, post: PostId) {
        lock(&self.0).remove(&post);
    }

    pub(crate) fn ids(&self) -> Vec<PostId> {
        lock(&self.0).keys().copied().collect()
    }
}
