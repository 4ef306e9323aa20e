//! Which keys mean what: the names that Galley writes, and those of other programs.

use super::node::{Entry, Node, Shape};

/// A field of the front matter. The order is the order in which a fresh block lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Title,
    Date,
    Updated,
    Draft,
    Slug,
    Tags,
    Authors,
    Series,
    Summary,
    Cover,
    Aliases,
    Language,
}

/// The spellings of each field, the one that Galley writes first; where a file has
/// several, the first in this list counts.
const SPELLINGS: [(Field, &[&str]); 12] = [
    (Field::Title, &["title"]),
    (Field::Date, &["date", "publishDate", "pubDate"]),
    (Field::Updated, &["updated", "lastmod", "modified", "last_modified_at", "updatedDate"]),
    (Field::Draft, &["draft", PUBLISHED]),
    (Field::Slug, &["slug"]),
    (Field::Tags, &["tags", "tag", TAXONOMIES]),
    (Field::Authors, &["authors", "author"]),
    (Field::Series, &["series"]),
    (Field::Summary, &["summary", "excerpt", "description"]),
    (
        Field::Cover,
        &[
            "cover",
            "image",
            "featured_image",
            "featuredImage",
            "feature_image",
            "heroImage",
            "thumbnail",
            "images",
        ],
    ),
    (Field::Aliases, &["aliases", "alias", "redirect_from"]),
    (Field::Language, &["language", "lang", "locale"]),
];

/// Jekyll's opposite of `draft`.
pub(super) const PUBLISHED: &str = "published";

/// Zola's table that holds the tags.
const TAXONOMIES: &str = "taxonomies";

/// A field as it stands in a file.
pub(super) struct Found<'entries> {
    /// The entries among which it stands: the block's, or those of a table within it.
    pub(super) siblings: &'entries [Entry],
    /// Which of them it is.
    pub(super) index: usize,
    /// The entry of the block that is the table, if it stands within one.
    pub(super) table: Option<usize>,
}

impl Found<'_> {
    pub(super) fn entry(&self) -> &Entry {
        &self.siblings[self.index]
    }
}

impl Field {
    /// The key that Galley writes.
    pub(super) fn key(self) -> &'static str {
        self.spellings()[0]
    }

    /// The field of this key, as Galley writes it.
    pub(super) fn named(key: &str) -> Option<Self> {
        SPELLINGS.iter().map(|(field, _)| *field).find(|field| field.key() == key)
    }

    fn spellings(self) -> &'static [&'static str] {
        SPELLINGS.iter().find(|(field, _)| *field == self).map_or(&[], |(_, names)| names)
    }

    /// The field that an entry is, if any.
    pub(super) fn of(entry: &Entry) -> Option<Self> {
        let is_named = |name: &&&str| entry.key.eq_ignore_ascii_case(name);
        let (field, name) = SPELLINGS
            .iter()
            .find_map(|(field, names)| Some((*field, *names.iter().find(is_named)?)))?;
        let means_it = match name {
            // Other programs keep a date under this key.
            PUBLISHED => boolean(&entry.node).is_some(),
            TAXONOMIES => {
                matches!(&entry.node.shape, Shape::Table(table) if table.iter().any(is_tags))
            }
            _ => true,
        };
        means_it.then_some(field)
    }

    /// Where the field stands in a block.
    pub(super) fn find(self, block: &[Entry]) -> Option<Found<'_>> {
        self.spellings().iter().find_map(|name| {
            // Of a key written twice the last counts, as for most readers of YAML.
            let index = block.iter().rposition(|entry| {
                entry.key.eq_ignore_ascii_case(name) && Self::of(entry) == Some(self)
            })?;
            if *name != TAXONOMIES {
                return Some(Found { siblings: block, index, table: None });
            }
            let Shape::Table(siblings) = &block[index].node.shape else { return None };
            let tags = siblings.iter().rposition(is_tags)?;
            Some(Found { siblings, index: tags, table: Some(index) })
        })
    }
}

fn is_tags(entry: &Entry) -> bool {
    entry.key == Field::Tags.key()
}

/// Reads yes or no, in the words that YAML 1.1 and people use.
pub(super) fn boolean(node: &Node) -> Option<bool> {
    match node.scalar()?.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "y" | "1" => Some(true),
        "false" | "no" | "off" | "n" | "0" => Some(false),
        _ => None,
    }
}
