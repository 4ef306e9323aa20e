//! The pages of a site, each with what it is rendered from.

use std::borrow::Cow;

use super::{Places, cover_of, prose};
use crate::Result;
use crate::html::Html;
use crate::memory::Key;
use crate::output::{Content, OutputFile, SiteProblem};
use crate::page::{GroupKind, NOT_FOUND, Pages, PostPage, archive_page, search_page};
use crate::pager::ListPage;
use crate::picture::deferred;
use crate::plan::{Plan, PlannedPost};
use crate::writer::hash;

/// A page to render.
#[derive(Debug, Clone, Copy)]
pub(super) enum Task {
    Post(usize),
    Page(usize),
    Index(ListPage),
    Group(GroupKind, usize, ListPage),
    GroupList(GroupKind),
    Archive,
    Year(usize),
    Search,
    NotFound,
}

/// Every page of the site.
pub(super) fn tasks(plan: &Plan) -> Vec<Task> {
    let per_page = plan.config.posts_per_page;
    let mut tasks: Vec<_> = (0..plan.posts.len()).map(Task::Post).collect();
    tasks.extend((0..plan.pages.len()).map(Task::Page));
    tasks.extend(ListPage::all(plan.posts.len(), per_page).map(Task::Index));
    for kind in GroupKind::ALL {
        let groups = plan.groups(kind);
        for (at, group) in groups.all().iter().enumerate() {
            let pages = ListPage::all(group.posts.len(), per_page);
            tasks.extend(pages.map(|page| Task::Group(kind, at, page)));
        }
        // A blog without tags says so; few blogs have authors and series at all.
        if kind == GroupKind::Tag || !groups.is_empty() {
            tasks.push(Task::GroupList(kind));
        }
    }
    tasks.extend((0..plan.years.len()).map(Task::Year));
    tasks.extend((!plan.years.is_empty()).then_some(Task::Archive));
    tasks.extend(plan.config.search.then_some(Task::Search));
    tasks.push(Task::NotFound);
    tasks
}

impl Task {
    pub(super) fn path(self, plan: &Plan) -> Cow<'_, str> {
        match self {
            Self::Post(at) => Cow::Borrowed(&*plan.posts[at].page),
            Self::Page(at) => Cow::Borrowed(&*plan.pages[at].page),
            Self::Index(page) => Cow::Owned(page.path("")),
            Self::Group(kind, at, page) => {
                Cow::Owned(page.path(&plan.groups(kind).all()[at].folder))
            }
            Self::GroupList(kind) => Cow::Owned(kind.page()),
            Self::Archive => Cow::Owned(archive_page()),
            Self::Year(at) => Cow::Owned(plan.years[at].page()),
            Self::Search => Cow::Owned(search_page()),
            Self::NotFound => Cow::Borrowed(NOT_FOUND),
        }
    }

    /// The posts of which the page shows something, as places in the plan's: all of which it may
    /// ask anything that is not in the frame of the site (`memory::keys_of_post`).
    pub(super) fn shown(self, plan: &Plan) -> impl Iterator<Item = usize> {
        let n_posts = plan.posts.len();
        let shown: Box<dyn Iterator<Item = usize>> = match self {
            Self::Post(at) => {
                let in_series = plan.neighbours_in_series(at);
                let own = [Some(at), Some(at + 1), at.checked_sub(1)];
                Box::new(own.into_iter().chain(in_series).flatten())
            }
            Self::Index(page) => Box::new(page.range(n_posts)),
            Self::Group(kind, at, page) => {
                let group = &plan.groups(kind).all()[at].posts;
                let range = page.range(group.len());
                let newest_first = group.iter().copied();
                match kind {
                    GroupKind::Series => {
                        Box::new(newest_first.rev().skip(range.start).take(range.len()))
                    }
                    _ => Box::new(newest_first.skip(range.start).take(range.len())),
                }
            }
            Self::Year(at) => Box::new(plan.years[at].posts.iter().copied()),
            Self::Page(_) | Self::GroupList(_) | Self::Archive | Self::Search | Self::NotFound => {
                Box::new(std::iter::empty())
            }
        };
        shown.filter(move |at| *at < n_posts)
    }

    /// The post's body that is on the page. All other pages, also those of lists, show no
    /// more of a post than what stands beside its body.
    pub(super) fn body(self, plan: &Plan) -> Option<&Html> {
        match self {
            Self::Post(at) => Some(&plan.posts[at].post.html),
            _ => None,
        }
    }

    /// What tells the page from any other: all that it is made from.
    pub(super) fn key(self, plan: &Plan, keys: &Pages<'_>, places: &Places) -> Result<Key> {
        let (file, _) = self.render(plan, keys, places)?;
        let Content::Bytes(bytes) = file.content else { unreachable!("a page is text") };
        Ok(*hash(&bytes).as_bytes())
    }

    pub(super) fn render(
        self,
        plan: &Plan,
        pages: &Pages<'_>,
        places: &Places,
    ) -> Result<(OutputFile, Vec<SiteProblem>)> {
        let mut problems = Vec::new();
        let html = match self {
            Self::Post(at) => {
                let PlannedPost { post, page, .. } = &plan.posts[at];
                let links = places.links_of_post(plan, at);
                let (body, link_problems) = pages.body(&links, &post.html)?;
                problems = link_problems;
                let (image, cover) = cover_of(post, &links, places.cards[at].as_deref());
                let body = prose("", &deferred(&body));
                pages.post(PostPage { post, page, position: Some(at), body, image, cover })
            }
            Self::Page(at) => {
                let planned = &plan.pages[at];
                let links = places.links_of_page(plan, at);
                let (body, link_problems) = links.page_body(&planned.source.html);
                problems = link_problems;
                pages.page(&planned.source, &planned.page, prose("", &deferred(&body)))
            }
            Self::Index(page) => pages.index(&page),
            Self::Group(kind, at, page) => pages.group(kind, &plan.groups(kind).all()[at], &page),
            Self::GroupList(kind) => pages.group_list(kind),
            Self::Archive => pages.archive(),
            Self::Year(at) => pages.year(at),
            Self::Search => pages.search(),
            Self::NotFound => pages.not_found(),
        };
        Ok((OutputFile::text(self.path(plan), html?), problems))
    }
}
