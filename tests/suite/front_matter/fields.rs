//! The fields that can be changed, and what the tests set them to.

use galley_core::front_matter::{FieldEdit, parse};
use galley_core::{FrontMatter, Post, PostPath, Slug};

use super::lines::{lines, lines_of_field};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Date,
    Draft,
    Tags,
    Slug,
    Summary,
    Aliases,
}

pub(super) const FIELDS: [Field; 7] = [
    Field::Title,
    Field::Date,
    Field::Draft,
    Field::Tags,
    Field::Slug,
    Field::Summary,
    Field::Aliases,
];

impl Field {
    /// What the field may be called, the name that counts first.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Title => &["title"],
            Self::Date => &["date", "publishDate", "pubDate"],
            Self::Draft => &["draft", "published"],
            Self::Tags => &["tags", "tag", "taxonomies.tags", "taxonomies"],
            Self::Slug => &["slug"],
            Self::Summary => &["summary", "excerpt", "description"],
            Self::Aliases => &["aliases", "alias", "redirect_from"],
        }
    }

    /// The lines of the field in a file; `None` if it has no such field.
    pub(super) fn lines(self, source: &str) -> Option<std::ops::Range<usize>> {
        let is_switch = |value: &str| {
            ["true", "false", "yes", "no", "on", "off", "null", "~", ""]
                .contains(&value.trim_matches(['"', '\'']).to_ascii_lowercase().as_str())
        };
        self.keys().iter().find_map(|key| {
            let range = lines_of_field(source, &[key])?;
            // Other programs keep a date under the name of Jekyll's switch.
            let value = value(lines(source)[range.start]);
            (*key != "published" || is_switch(value)).then_some(range)
        })
    }

    /// Another value than any that the corpus has.
    pub(super) fn other(self, now: &FrontMatter) -> FieldEdit {
        match self {
            Self::Title => FieldEdit::Title("Another: \"title\" # 2".to_owned()),
            Self::Date => FieldEdit::Date(Some("2031-06-07T08:09:10+02:00".to_owned())),
            Self::Draft => FieldEdit::Draft(!now.draft),
            Self::Tags => {
                FieldEdit::Tags(now.tags.iter().cloned().chain(["one more".to_owned()]).collect())
            }
            Self::Slug => FieldEdit::Slug(Slug::parse("another-slug").ok()),
            Self::Summary => FieldEdit::Summary(Some("Another: 'summary', {short}.".to_owned())),
            Self::Aliases => FieldEdit::Aliases(
                now.aliases.iter().cloned().chain(["/another/path/".to_owned()]).collect(),
            ),
        }
    }

    /// Another value that needs no quotes where the present one needs none.
    pub(super) fn plain(self, now: &FrontMatter) -> FieldEdit {
        match self {
            Self::Title => FieldEdit::Title("Another title".to_owned()),
            Self::Summary => FieldEdit::Summary(Some("Another summary.".to_owned())),
            Self::Date | Self::Draft | Self::Tags | Self::Slug | Self::Aliases => self.other(now),
        }
    }

    /// The change that takes the field away; `None` for those that a post always has.
    pub(super) fn none(self) -> Option<FieldEdit> {
        match self {
            Self::Title | Self::Draft => None,
            Self::Date => Some(FieldEdit::Date(None)),
            Self::Tags => Some(FieldEdit::Tags(Vec::new())),
            Self::Slug => Some(FieldEdit::Slug(None)),
            Self::Summary => Some(FieldEdit::Summary(None)),
            Self::Aliases => Some(FieldEdit::Aliases(Vec::new())),
        }
    }

    /// What the field says now, as a change to it; `None` if that cannot be asked for.
    pub(super) fn back(self, source: &str, now: &FrontMatter) -> Option<FieldEdit> {
        // What stands there and cannot be read cannot be said again.
        let is_there = self.lines(source).is_some();
        if is_there && self.others(now) == *now && self != Self::Draft {
            return None;
        }
        Some(match self {
            Self::Title => FieldEdit::Title(now.title.clone()?),
            Self::Date if now.date.is_none() => FieldEdit::Date(None),
            Self::Date => {
                let line = lines(source)[self.lines(source)?.start];
                let spelt = value(line).trim_start_matches("!!str ");
                FieldEdit::Date(Some(spelt.trim_matches(['"', '\'']).to_owned()))
            }
            Self::Draft => FieldEdit::Draft(now.draft),
            Self::Tags => FieldEdit::Tags(now.tags.clone()),
            Self::Slug => FieldEdit::Slug(now.slug.clone()),
            Self::Summary => FieldEdit::Summary(now.summary.clone()),
            Self::Aliases => FieldEdit::Aliases(now.aliases.clone()),
        })
    }

    /// Whether a post says what a change asks for.
    pub(super) fn is_said(edit: &FieldEdit, source: &str) -> bool {
        let by = parse(source).front_matter;
        match edit {
            // A title may be the first heading.
            FieldEdit::Title(title) => Post::from_source(&path(), source).title == *title,
            FieldEdit::Date(date) => {
                by.date == date.as_deref().and_then(galley_core::PostDate::parse)
            }
            FieldEdit::Draft(draft) => by.draft == *draft,
            FieldEdit::Tags(tags) => by.tags == *tags,
            FieldEdit::Aliases(aliases) => by.aliases == *aliases,
            FieldEdit::Slug(slug) => by.slug == *slug,
            FieldEdit::Summary(summary) => by.summary == *summary,
        }
    }

    /// What a post says but for this field.
    pub(super) fn others(self, front_matter: &FrontMatter) -> FrontMatter {
        let mut others = front_matter.clone();
        match self {
            Self::Title => others.title = None,
            Self::Date => others.date = None,
            Self::Draft => others.draft = false,
            Self::Tags => {
                others.tags.clear();
                // Zola's table means tags as long as it holds some.
                others.extra.retain(|key| key != "taxonomies");
            }
            Self::Slug => others.slug = None,
            Self::Summary => others.summary = None,
            Self::Aliases => others.aliases.clear(),
        }
        others
    }
}

/// Any file's path: the posts of these tests say themselves what they are.
fn path() -> PostPath {
    PostPath::parse("post.md").expect("it is a path")
}

/// The value on a key's line, without the comment after it.
pub(super) fn value(line: &str) -> &str {
    let line = line.trim_end();
    let line =
        line.strip_suffix(super::lines::trailing_comment(line).unwrap_or("")).unwrap_or(line);
    line.find([':', '=']).map_or("", |separator| line[separator + 1..].trim())
}
