//! The pages that list posts, and those that list the lists.

use minijinja::{Value, context};

use super::{Pages, group_context};
use crate::Result;
use crate::address::{INDEX, relative};
use crate::context::{MonthContext, YearContext, value};
use crate::group::{Group, Groups};
use crate::json_ld;
use crate::pager::ListPage;
use crate::plan::{
    ARCHIVE_FOLDER, AUTHORS_FOLDER, SEARCH_FOLDER, SERIES_FOLDER, TAGS_FOLDER, Year,
};
use crate::search;
use crate::template::TemplateName;

/// A kind of groups: their word in the code of templates, and their pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GroupKind {
    Tag,
    Author,
    Series,
}

impl GroupKind {
    pub(crate) const ALL: [Self; 3] = [Self::Tag, Self::Author, Self::Series];

    /// The list of its groups.
    pub(crate) fn page(self) -> String {
        let folder = match self {
            Self::Tag => TAGS_FOLDER,
            Self::Author => AUTHORS_FOLDER,
            Self::Series => SERIES_FOLDER,
        };
        format!("{folder}/{INDEX}")
    }
}

impl Pages<'_> {
    /// The groups of a kind.
    pub(crate) fn groups(&self, kind: GroupKind) -> &Groups {
        self.plan.groups(kind)
    }

    /// A page of the list of all posts.
    pub(crate) fn index(&self, pager: &ListPage) -> Result<String> {
        let config = &self.plan.config;
        let from = pager.path("");
        let posts: Vec<_> =
            pager.range(self.plan.posts.len()).map(|at| self.entry(at, &from)).collect();
        let mut head = self.head("index", &config.title, config.description.as_deref(), &from);
        head.title.clone_from(&config.title);
        head.json_ld = Some(json_ld::blog(&head, config));
        let pager = pager.context("", &from);
        self.render(
            TemplateName::Index,
            &from,
            head,
            context! { posts => value(posts), pager => value(pager) },
        )
    }

    /// A page of the posts of one group.
    pub(crate) fn group(&self, kind: GroupKind, group: &Group, pager: &ListPage) -> Result<String> {
        let from = pager.path(&group.folder);
        let entry = |&at: &usize| self.entry(at, &from);
        let shown = pager.range(group.posts.len());
        let posts: Vec<_> = if kind == GroupKind::Series {
            // A series is read from its oldest part on.
            group.posts.iter().rev().skip(shown.start).take(shown.len()).map(entry).collect()
        } else {
            group.posts[shown].iter().map(entry).collect()
        };
        let pager = value(pager.context(&group.folder, &from));
        let (name, about) = (&*group.name, value(group_context(group, &from)));
        let posts = value(posts);
        let (kind, template, own) = match kind {
            GroupKind::Tag => ("tag", TemplateName::Tag, context! { tag => about, posts, pager }),
            GroupKind::Author => {
                ("author", TemplateName::Author, context! { author => about, posts, pager })
            }
            GroupKind::Series => {
                ("series", TemplateName::Series, context! { series => about, posts, pager })
            }
        };
        self.render(template, &from, self.head(kind, name, None, &from), own)
    }

    /// The list of the groups of a kind.
    pub(crate) fn group_list(&self, kind: GroupKind) -> Result<String> {
        let from = kind.page();
        let groups = self.groups(kind).all().iter();
        let groups = value(groups.map(|group| group_context(group, &from)).collect::<Vec<_>>());
        let (word, template, own) = match kind {
            GroupKind::Tag => ("tags", TemplateName::Tags, context! { tags => groups }),
            GroupKind::Author => ("authors", TemplateName::Authors, context! { authors => groups }),
            GroupKind::Series => {
                ("all-series", TemplateName::AllSeries, context! { all_series => groups })
            }
        };
        let heading = self.words.word(if kind == GroupKind::Series { "series" } else { word });
        self.render(template, &from, self.head(word, heading, None, &from), own)
    }

    /// The list of years.
    pub(crate) fn archive(&self) -> Result<String> {
        let from = archive_page();
        let years: Vec<_> = self.plan.years.iter().map(|year| year_context(year, &from)).collect();
        let list = |kind: GroupKind| {
            let url = relative(&from, &kind.page());
            Value::from((!self.groups(kind).is_empty()).then_some(url))
        };
        let (authors_url, series_url) = (list(GroupKind::Author), list(GroupKind::Series));
        let head = self.head("archive", self.words.word("archive"), None, &from);
        let own = context! { years => value(years), authors_url, series_url };
        self.render(TemplateName::Archive, &from, head, own)
    }

    /// The posts of a year, by month.
    pub(crate) fn year(&self, at: usize) -> Result<String> {
        let years = &self.plan.years;
        let from = years[at].page();
        let time_zone = &self.plan.config.time_zone;
        let month = |at: usize| {
            let date = self.plan.posts[at].post.date;
            date.map_or(0, |date| date.civil_date(time_zone).month())
        };
        let mut posts = years[at].posts.clone();
        // Stable: within a month the newest stays first.
        posts.sort_by_key(|&at| std::cmp::Reverse(month(at)));
        let months: Vec<_> = posts
            .chunk_by(|&a, &b| month(a) == month(b))
            .map(|posts| MonthContext {
                name: self.words.month(month(posts[0])),
                posts: posts.iter().map(|&at| self.entry(at, &from)).collect(),
            })
            .collect();
        let other = |at: Option<usize>| {
            let year = at.and_then(|at| years.get(at));
            year.map_or(Value::from(()), |year| value(year_context(year, &from)))
        };
        let (newer, older) = (other(at.checked_sub(1)), other(Some(at + 1)));
        let year = year_context(&years[at], &from);
        let name = year.name.clone();
        let head = self.head("year", &name, None, &from);
        let own = context! { year => value(year), months => value(months), newer, older };
        self.render(TemplateName::Year, &from, head, own)
    }

    /// The page to search the site.
    pub(crate) fn search(&self) -> Result<String> {
        let from = search_page();
        let mut head = self.head("search", self.words.word("search"), None, &from);
        head.indexed = false;
        let script = relative(&from, search::SCRIPT);
        let (n_parts, n_posts_a_file) = (search::n_parts(self.plan), search::DOCUMENTS_A_FILE);
        let is_dated = !self.plan.years.is_empty();
        let all_posts = if is_dated { archive_page() } else { INDEX.to_owned() };
        let archive_url = relative(&from, &all_posts);
        let own = context! { script, n_parts, n_posts_a_file, archive_url };
        self.render(TemplateName::Search, &from, head, own)
    }
}

/// The path of the list of years.
pub(crate) fn archive_page() -> String {
    format!("{ARCHIVE_FOLDER}/{INDEX}")
}

/// The path of the page to search the site.
pub(crate) fn search_page() -> String {
    format!("{SEARCH_FOLDER}/{INDEX}")
}

fn year_context(year: &Year, from: &str) -> YearContext {
    YearContext {
        name: year.number.to_string(),
        url: relative(from, &year.page()),
        n_posts: year.posts.len(),
    }
}
