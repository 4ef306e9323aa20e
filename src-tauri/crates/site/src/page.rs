//! Rendering one page: gathering what its template is given.

use minijinja::{Value, context};

use crate::Result;
use crate::address::{INDEX, absolute, relative, root_from};
use crate::blog::{SitePage, SitePost};
use crate::context::{
    Common, NavigationItem, NeighbourContext, PageContext, Pager, PostContext, SiteContext,
    TagContext, direction, foreign_language, value,
};
use crate::plan::{PAGES_FOLDER, Plan, PlannedTag};
use crate::template::TemplateName;
use crate::theme::{LanguageWords, Theme};

/// The feed's path within the site.
pub(crate) const FEED: &str = "feed.xml";
/// The list of tags.
pub(crate) const TAGS_PAGE: &str = "tags/index.html";
/// The page for addresses that lead nowhere.
pub(crate) const NOT_FOUND: &str = "404.html";

/// Renders the pages of one site.
#[derive(Debug)]
pub(crate) struct Pages<'p> {
    plan: &'p Plan<'p>,
    theme: &'p Theme,
    words: LanguageWords,
    common: Common,
}

/// What a post's page needs besides the plan.
#[derive(Debug)]
pub(crate) struct PostPage<'p> {
    pub(crate) post: &'p SitePost,
    /// The page's path within the site.
    pub(crate) page: &'p str,
    /// Where in the plan's posts it is.
    pub(crate) position: Option<usize>,
    /// The body's element, ready to be shown.
    pub(crate) body: String,
    /// The public address of its cover.
    pub(crate) image: Option<String>,
}

impl<'p> Pages<'p> {
    pub(crate) fn new(plan: &'p Plan<'p>, theme: &'p Theme, single: bool) -> Self {
        let config = plan.blog.config;
        let words = theme.words().of(&config.language);
        let site = value(SiteContext {
            title: &config.title,
            author: config.author.as_deref(),
            description: config.description.as_deref(),
            language: &config.language,
            direction: direction(&config.language),
            base_url: plan.base.as_deref(),
        });
        let common = Common { site, words: words.value.clone(), single };
        Self { plan, theme, words, common }
    }

    /// The page of a post.
    pub(crate) fn post(&self, page: PostPage<'_>) -> Result<String> {
        let PostPage { post, page: from, position, body, image } = page;
        let config = self.plan.blog.config;
        let mut context = PostContext::new(post, relative(from, from), config, &self.words);
        context.body = Value::from_safe_string(body);
        let tags = post.tags.iter().filter_map(|name| self.plan.tag(name));
        context.tags = tags.map(|tag| tag_context(tag, from)).collect();
        context.tags.dedup_by(|a, b| a.url == b.url);
        let neighbour = |at: Option<usize>| {
            let planned = self.plan.posts.get(at?)?;
            let language = foreign_language(planned.post.language.as_deref(), config);
            Some(value(NeighbourContext {
                title: &planned.post.title,
                url: relative(from, &planned.page),
                language,
                direction: direction(language.unwrap_or(&config.language)),
            }))
        };
        // Nothing is undefined: a post at either end has a neighbour that is none.
        let none = || Value::from(());
        let previous = neighbour(position.map(|at| at + 1)).unwrap_or_else(none);
        let next = neighbour(position.and_then(|at| at.checked_sub(1))).unwrap_or_else(none);
        let description = post.summary.as_deref().unwrap_or(&post.excerpt);
        let mut head = self.head("post", &post.title, Some(description), from);
        head.image = image;
        head.indexed = crate::plan::is_live(post);
        self.render(
            TemplateName::Post,
            from,
            head,
            context! { post => value(context), previous, next },
        )
    }

    /// An undated page.
    pub(crate) fn page(&self, source: &SitePage, from: &str, body: String) -> Result<String> {
        let config = self.plan.blog.config;
        let language = foreign_language(source.language.as_deref(), config);
        let head = self.head("page", &source.title, source.summary.as_deref(), from);
        let post = context! {
            title => &*source.title,
            summary => source.summary.as_deref(),
            language,
            direction => direction(language.unwrap_or(&config.language)),
            body => Value::from_safe_string(body),
        };
        self.render(TemplateName::Page, from, head, context! { post })
    }

    /// A page of the list of all posts.
    pub(crate) fn index(&self, pager: &ListPage) -> Result<String> {
        let config = self.plan.blog.config;
        let from = pager.path("");
        let posts: Vec<_> =
            pager.range(self.plan.posts.len()).map(|at| self.entry(at, &from)).collect();
        let mut head = self.head("index", &config.title, config.description.as_deref(), &from);
        head.title.clone_from(&config.title);
        let pager = pager.context("", &from);
        self.render(
            TemplateName::Index,
            &from,
            head,
            context! { posts => value(posts), pager => value(pager) },
        )
    }

    /// A page of the posts with one tag.
    pub(crate) fn tag(&self, tag: &PlannedTag, pager: &ListPage) -> Result<String> {
        let from = pager.path(&tag.folder);
        let posts: Vec<_> = tag.posts[pager.range(tag.posts.len())]
            .iter()
            .map(|&at| self.entry(at, &from))
            .collect();
        let head = self.head("tag", &tag.name, None, &from);
        let pager = pager.context(&tag.folder, &from);
        let tag = tag_context(tag, &from);
        self.render(
            TemplateName::Tag,
            &from,
            head,
            context! {
                tag => value(tag),
                posts => value(posts),
                pager => value(pager),
            },
        )
    }

    /// The list of tags.
    pub(crate) fn tags(&self) -> Result<String> {
        let from = TAGS_PAGE;
        let tags: Vec<_> = self.plan.tags.iter().map(|tag| tag_context(tag, from)).collect();
        let head = self.head("tags", self.words.word("tags"), None, from);
        self.render(TemplateName::Tags, from, head, context! { tags => value(tags) })
    }

    /// The page for addresses that lead nowhere.
    pub(crate) fn not_found(&self) -> Result<String> {
        let mut head = self.head("not-found", self.words.word("not_found"), None, NOT_FOUND);
        head.canonical = None;
        head.indexed = false;
        self.render(TemplateName::NotFound, NOT_FOUND, head, Value::from(()))
    }

    fn render(
        &self,
        template: TemplateName,
        from: &str,
        head: PageContext<'_>,
        own: Value,
    ) -> Result<String> {
        // A server shows the page for lost readers at any depth, so its links cannot be relative.
        let root = match &self.plan.base {
            Some(base) if from == NOT_FOUND => format!("{base}/"),
            _ => root_from(from),
        };
        let mut navigation = self.navigation();
        for item in &mut navigation {
            item.current = item.path == from;
            item.url = format!("{root}{}", relative(INDEX, item.path));
        }
        let frame = context! { root, navigation => value(navigation), page => value(head), ..value(&self.common) };
        self.theme.templates().render(template, context! { ..own, ..frame })
    }

    fn navigation(&self) -> Vec<NavigationItem<'p>> {
        let item = |title: &str, path| NavigationItem {
            title: Value::from(title),
            url: String::new(),
            current: false,
            path,
        };
        let mut items = vec![item(self.words.word("posts"), INDEX)];
        if !self.plan.tags.is_empty() {
            items.push(item(self.words.word("tags"), TAGS_PAGE));
        }
        items.extend(self.plan.pages.iter().map(|page| item(&page.source.title, &page.page)));
        items.push(item(self.words.word("feed"), FEED));
        items
    }

    fn head<'h>(
        &self,
        kind: &'static str,
        heading: &'h str,
        description: Option<&'h str>,
        from: &str,
    ) -> PageContext<'h> {
        PageContext {
            kind,
            title: format!("{heading} | {}", self.plan.blog.config.title),
            heading,
            description: description.filter(|text| !text.is_empty()),
            canonical: self.plan.base.as_ref().map(|base| absolute(base, from)),
            image: None,
            indexed: true,
        }
    }

    fn entry(&self, at: usize, from: &str) -> PostContext<'p> {
        let planned = &self.plan.posts[at];
        let url = relative(from, &planned.page);
        PostContext::new(planned.post, url, self.plan.blog.config, &self.words)
    }
}

fn tag_context<'t>(tag: &'t PlannedTag, from: &str) -> TagContext<'t> {
    let url = relative(from, &format!("{}/{INDEX}", tag.folder));
    TagContext { name: &tag.name, url, n_posts: tag.posts.len() }
}

/// A page of a list that is cut into pages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ListPage {
    /// From 1.
    number: usize,
    n_pages: usize,
    per_page: usize,
}

impl ListPage {
    /// The pages of a list of `n` entries; at least one.
    pub(crate) fn all(n: usize, per_page: u32) -> impl Iterator<Item = Self> {
        // No limit is asked for by 0.
        let per_page =
            usize::try_from(per_page).ok().filter(|&size| size > 0).unwrap_or(usize::MAX);
        let n_pages = n.div_ceil(per_page).max(1);
        (1..=n_pages).map(move |number| Self { number, n_pages, per_page })
    }

    /// Its path, for a list whose first page is the index of `folder`.
    pub(crate) fn path(self, folder: &str) -> String {
        page_path(folder, self.number)
    }

    fn range(self, n: usize) -> std::ops::Range<usize> {
        let start = (self.number - 1).saturating_mul(self.per_page).min(n);
        start..start.saturating_add(self.per_page).min(n)
    }

    fn context(self, folder: &str, from: &str) -> Pager {
        let address = |number| relative(from, &page_path(folder, number));
        Pager {
            number: self.number,
            n_pages: self.n_pages,
            newer: (self.number > 1).then(|| address(self.number - 1)),
            older: (self.number < self.n_pages).then(|| address(self.number + 1)),
        }
    }
}

fn page_path(folder: &str, number: usize) -> String {
    let slash = if folder.is_empty() { "" } else { "/" };
    match number {
        1 => format!("{folder}{slash}{INDEX}"),
        _ => format!("{folder}{slash}{PAGES_FOLDER}/{number}/{INDEX}"),
    }
}
