//! Posts gathered by a name that they share: a tag, an author, a series.

use std::collections::{BTreeMap, HashMap, HashSet};

use galley_core::TagSlug;

use crate::address::INDEX;
use crate::plan::PAGES_FOLDER;

/// A name and the posts that have it.
#[derive(Debug)]
pub(crate) struct Group {
    /// As the newest post spells it.
    pub(crate) name: String,
    /// The folder of its pages.
    pub(crate) folder: String,
    /// Places in the plan's posts, newest first.
    pub(crate) posts: Vec<usize>,
}

impl Group {
    /// The path of its first page.
    pub(crate) fn page(&self) -> String {
        format!("{}/{INDEX}", self.folder)
    }
}

/// The groups of one kind.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    /// Sorted by name.
    all: Vec<Group>,
    by_key: HashMap<String, usize>,
    /// The keys of the names that were gathered, each as it is spelt somewhere.
    keys: HashMap<String, String>,
}

impl Groups {
    /// Gathers posts below `folder` by their names, and answers those that no page can
    /// be for. The names come with their posts' places, newest first.
    pub(crate) fn gather<'p>(
        folder: &str,
        names: impl IntoIterator<Item = (usize, &'p str)>,
    ) -> (Self, Vec<(usize, &'p str)>) {
        let mut groups = Self::default();
        let mut by_key: BTreeMap<String, (TagSlug, Group)> = BTreeMap::new();
        let mut nameless = Vec::new();
        for (at, name) in names {
            // The same few names stand on thousands of posts: each spelling is looked into once.
            if !groups.keys.contains_key(name) {
                groups.keys.insert(name.to_owned(), key(name));
            }
            let key = &groups.keys[name];
            if !by_key.contains_key(key) {
                let Some(slug) = TagSlug::from_title(name) else {
                    nameless.push((at, name));
                    continue;
                };
                let name = name.trim().to_owned();
                let group = Group { name, folder: String::new(), posts: Vec::new() };
                by_key.insert(key.clone(), (slug, group));
            }
            let Some((_, Group { posts, .. })) = by_key.get_mut(key) else { continue };
            if posts.last() != Some(&at) {
                posts.push(at);
            }
        }
        let mut taken = HashSet::from([PAGES_FOLDER.to_owned(), INDEX.to_owned()]);
        for (key, (slug, mut group)) in by_key {
            // `c`, `c#` and `c++` are three tags with one slug.
            let mut free = slug.to_string();
            let mut n = 1;
            while !taken.insert(free.clone()) {
                n += 1;
                free = format!("{slug}-{n}");
            }
            group.folder = format!("{folder}/{free}");
            groups.by_key.insert(key, groups.all.len());
            groups.all.push(group);
        }
        (groups, nameless)
    }

    /// All of them, sorted by name.
    pub(crate) fn all(&self) -> &[Group] {
        &self.all
    }

    /// The group of this name, however it is spelt.
    pub(crate) fn get(&self, name: &str) -> Option<&Group> {
        let at = match self.keys.get(name) {
            Some(key) => self.by_key.get(key),
            None => self.by_key.get(&key(name)),
        };
        at.map(|&at| &self.all[at])
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

/// Names that differ only in case, hyphens and spaces are one.
fn key(name: &str) -> String {
    let name = name.to_lowercase().replace(['-', '_'], " ");
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}
