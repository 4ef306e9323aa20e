//! Posts gathered by a name that they share: a tag, an author, a series.

use std::collections::HashSet;

use foldhash::HashMap;
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
    /// Of the names that were gathered, each as it is spelt somewhere; none of those that no page
    /// can be for.
    by_name: HashMap<String, Option<usize>>,
}

/// A group that is being gathered.
struct Gathered {
    key: String,
    slug: TagSlug,
    /// As the newest post spells it.
    name: String,
    posts: Vec<usize>,
}

impl Groups {
    /// Gathers posts below `folder` by their names, and answers those that no page can
    /// be for. The names come with their posts' places, newest first.
    pub(crate) fn gather<'p>(
        folder: &str,
        names: impl IntoIterator<Item = (usize, &'p str)>,
    ) -> (Self, Vec<(usize, &'p str)>) {
        let mut groups = Self::default();
        let mut gathered: Vec<Gathered> = Vec::new();
        let mut nameless = Vec::new();
        for (at, name) in names {
            // The same few names stand on thousands of posts: each spelling is looked into once.
            let known = groups.by_name.get(name).copied();
            let group = known.unwrap_or_else(|| groups.group_of(name, &mut gathered));
            match group.map(|group| &mut gathered[group].posts) {
                Some(posts) if posts.last() != Some(&at) => posts.push(at),
                Some(_) => {}
                None => nameless.push((at, name)),
            }
        }
        let mut places = vec![0; gathered.len()];
        let mut gathered: Vec<_> = gathered.into_iter().enumerate().collect();
        gathered.sort_unstable_by(|(_, a), (_, b)| a.key.cmp(&b.key));
        let mut taken = HashSet::from([PAGES_FOLDER.to_owned(), INDEX.to_owned()]);
        for (met, Gathered { slug, name, posts, .. }) in gathered {
            // `c`, `c#` and `c++` are three tags with one slug.
            let mut free = slug.to_string();
            let mut n = 1;
            while !taken.insert(free.clone()) {
                n += 1;
                free = format!("{slug}-{n}");
            }
            places[met] = groups.all.len();
            groups.all.push(Group { name, folder: format!("{folder}/{free}"), posts });
        }
        groups.by_key.values_mut().for_each(|group| *group = places[*group]);
        groups.by_name.values_mut().flatten().for_each(|group| *group = places[*group]);
        (groups, nameless)
    }

    /// The group of a name that was not met before, a new one if no other name has it.
    fn group_of(&mut self, name: &str, gathered: &mut Vec<Gathered>) -> Option<usize> {
        let key = key(name);
        let group = self.by_key.get(&key).copied().or_else(|| {
            let slug = TagSlug::from_title(name)?;
            self.by_key.insert(key.clone(), gathered.len());
            gathered.push(Gathered { key, slug, name: name.trim().to_owned(), posts: Vec::new() });
            Some(gathered.len() - 1)
        });
        self.by_name.insert(name.to_owned(), group);
        group
    }

    /// All of them, sorted by name.
    pub(crate) fn all(&self) -> &[Group] {
        &self.all
    }

    /// The group of this name, however it is spelt.
    pub(crate) fn get(&self, name: &str) -> Option<&Group> {
        let known = self.by_name.get(name).copied();
        let at = known.unwrap_or_else(|| self.by_key.get(&key(name)).copied());
        at.map(|at| &self.all[at])
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
