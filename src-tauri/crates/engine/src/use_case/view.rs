//! Where the author was in a post: remembered beside the library, never in the file.

use galley_core::PostId;
use galley_store::{Result, Store};
use serde::{Deserialize, Serialize};

/// The setting that names the post opened last.
const LAST_POST: &str = "lastPost";

/// Where the author was in a post.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct View {
    /// The caret, in UTF-16 units.
    pub(crate) cursor: u32,
    /// The first line in view, from 0.
    pub(crate) scroll: u32,
}

impl View {
    pub(crate) fn of(store: &Store, post: PostId) -> Result<Self> {
        let json = store.setting(&key(post))?;
        Ok(json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
    }

    pub(crate) fn remember(self, store: &Store, post: PostId) -> Result<()> {
        let json = serde_json::to_string(&self).expect("two numbers");
        store.set_setting(&key(post), &json)
    }
}

fn key(post: PostId) -> String {
    format!("view.{}", post.get())
}

/// The post opened last, if it is still there.
pub(crate) fn last_post(store: &Store) -> Result<Option<PostId>> {
    let id = store.setting(LAST_POST)?.and_then(|id| id.parse().ok()).map(PostId::new);
    match id {
        Some(id) => Ok(store.rows()?.into_iter().map(|row| row.id).find(|row| *row == id)),
        None => Ok(None),
    }
}

pub(crate) fn remember_last_post(store: &Store, post: PostId) -> Result<()> {
    store.set_setting(LAST_POST, &post.get().to_string())
}
