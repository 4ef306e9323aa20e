//! Rendering one page: gathering what its template is given.
//!
//! Lists of posts are in [`lists`].

use std::cmp::Reverse;
use std::hash::Hash as _;

use galley_core::ContentHash;
use minijinja::{Value, context};

use crate::Result;
use crate::address::{INDEX, absolute, relative, root_from};
use crate::blog::{SitePage, SitePost};
use crate::context::{
    CardContext, Common, FeedContext, GroupContext, NavigationItem, NeighbourContext, PageContext,
    PostContext, SectionContext, SeriesContext, SiteContext, ThemeContext, direction,
    foreign_language, locale, value,
};
use crate::cover::Cover;
use crate::feed::{self, FEED};
use crate::group::Group;
use crate::html::Html;
use crate::json_ld;
use crate::link::Links;
use crate::memory::{Key, KeyHasher};
use crate::output::SiteProblem;
use crate::plan::{ARCHIVE_FOLDER, Plan, SEARCH_FOLDER, TAGS_FOLDER};
use crate::template::TemplateName;
use crate::theme::{LanguageWords, Theme};

mod lists;

pub(crate) use lists::{GroupKind, archive_page, search_page};

/// The page for addresses that lead nowhere.
pub(crate) const NOT_FOUND: &str = "404.html";

/// Renders the pages of one site.
#[derive(Debug)]
pub(crate) struct Pages<'p> {
    plan: &'p Plan,
    theme: &'p Theme,
    words: LanguageWords,
    common: Common,
    navigation: Vec<(String, String)>,
    /// By place in the plan's posts; none are known if there are none at all.
    covers: &'p [Option<Cover>],
    /// The key of what is common to all pages, if pages are to be told apart and not to be read.
    common_key: Option<Key>,
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
    /// The picture that stands for it elsewhere.
    pub(crate) image: Option<PublicImage>,
    /// Its cover as the page shows it.
    pub(crate) cover: Option<String>,
}

/// The picture that stands for a page where others show it.
#[derive(Debug)]
pub(crate) struct PublicImage {
    /// Its public address.
    pub(crate) address: String,
    /// Whether it is a card.
    pub(crate) is_card: bool,
}

impl<'p> Pages<'p> {
    pub(crate) fn new(plan: &'p Plan, theme: &'p Theme, single: bool) -> Self {
        let config = &plan.config;
        let words = theme.words().of(&config.language);
        let feeds = feed::formats(plan).into_iter();
        let site = value(SiteContext {
            title: &config.title,
            author: config.author.as_deref(),
            description: config.description.as_deref(),
            language: &config.language,
            direction: direction(&config.language),
            locale: locale(&config.language),
            base_url: plan.base.as_deref(),
            feeds: feeds.map(|(path, media_type)| FeedContext { path, media_type }).collect(),
            search: config.search,
            archive: !plan.years.is_empty(),
            n_posts: plan.posts.len(),
            sections: sections(plan),
        });
        let settings = theme.settings();
        let about = value(ThemeContext { name: theme.name(), settings });
        let common = Common { site, words: words.value.clone(), theme: about, single };
        let navigation = navigation(plan, &words);
        Self { plan, theme, words, common, navigation, covers: &[], common_key: None }
    }

    /// The same, with pictures in its lists.
    pub(crate) fn with_covers(self, covers: &'p [Option<Cover>]) -> Self {
        Self { covers, ..self }
    }

    /// The words of the pages.
    pub(crate) fn words(&self) -> &LanguageWords {
        &self.words
    }

    /// Answers for each page with what tells it from others, and runs no template.
    pub(crate) fn keys_only(self) -> Self {
        let mut hasher = KeyHasher::default();
        self.theme.fingerprint().hash(&mut hasher);
        hasher.add(&value(&self.common));
        Self { common_key: Some(hasher.key()), ..self }
    }

    /// A body for its own page, and what is wrong with its links; or what tells it from others.
    pub(crate) fn body(
        &self,
        links: &Links<'_>,
        html: &Html,
    ) -> Result<(String, Vec<SiteProblem>)> {
        if self.common_key.is_some() {
            return Ok((links.body_key(html), Vec::new()));
        }
        Ok(links.page_body(&html.text()?))
    }

    /// The page of a post.
    pub(crate) fn post(&self, page: PostPage<'_>) -> Result<String> {
        let PostPage { post, page: from, position, body, image, cover } = page;
        let config = &self.plan.config;
        let mut context = PostContext::new(post, relative(from, from), config, &self.words);
        context.body = Value::from_safe_string(body);
        context.cover = cover;
        context.tags = self.tags_of(post, from);
        let authors = self.plan.authors_of(post);
        context.authors = groups(authors, |name| self.plan.authors.get(name), from);
        context.series = position.and_then(|position| self.series(position, from));
        let neighbour = |at: Option<usize>| at.and_then(|at| self.neighbour(at, from)).map(value);
        // Nothing is undefined: a post at either end has a neighbour that is none.
        let none = || Value::from(());
        let previous = neighbour(position.map(|at| at + 1)).unwrap_or_else(none);
        let next = neighbour(position.and_then(|at| at.checked_sub(1))).unwrap_or_else(none);
        let description = post.summary.as_deref().unwrap_or(&post.excerpt);
        let mut head = self.head("post", &post.title, Some(description), from);
        head.published = post.date.map(|date| json_ld::date(date, &config.time_zone));
        head.updated = post.updated.map(|date| json_ld::date(date, &config.time_zone));
        head.author = Some(authors.join(", ")).filter(|names| !names.is_empty());
        head.card = image.as_ref().filter(|image| image.is_card).map(|_| CardContext {
            width: galley_card::WIDTH,
            height: galley_card::HEIGHT,
            alt: head.title.clone(),
        });
        head.image = image.map(|image| image.address);
        head.indexed = crate::plan::is_live(post);
        head.json_ld = Some(json_ld::posting(post, authors, &head, config));
        self.render(
            TemplateName::Post,
            from,
            head,
            context! { post => value(context), previous, next },
        )
    }

    /// An undated page.
    pub(crate) fn page(&self, source: &SitePage, from: &str, body: String) -> Result<String> {
        let config = &self.plan.config;
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
        let item = |(title, path): &(String, String)| NavigationItem {
            title: title.clone(),
            url: format!("{root}{}", relative(INDEX, path)),
            current: path == from,
        };
        let navigation: Vec<_> = self.navigation.iter().map(item).collect();
        let frame = context! { root, navigation => value(navigation), page => value(head) };
        if let Some(common) = &self.common_key {
            let mut hasher = KeyHasher::default();
            (common, template).hash(&mut hasher);
            hasher.add(&own);
            hasher.add(&frame);
            return Ok(ContentHash::new(hasher.key()).to_string());
        }
        let context = context! { ..own, ..frame, ..value(&self.common) };
        self.theme.templates().render(template, context)
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
            title: format!("{heading} | {}", self.plan.config.title),
            heading,
            description: description.filter(|text| !text.is_empty()),
            author: self.plan.config.author.clone(),
            canonical: self.plan.base.as_ref().map(|base| absolute(base, from)),
            image: None,
            card: None,
            indexed: true,
            published: None,
            updated: None,
            json_ld: None,
        }
    }

    fn neighbour(&self, at: usize, from: &str) -> Option<NeighbourContext<'p>> {
        let planned = self.plan.posts.get(at)?;
        let config = &self.plan.config;
        let language = foreign_language(planned.post.language.as_deref(), config);
        Some(NeighbourContext {
            title: &planned.post.title,
            file: planned.post.path.as_str(),
            url: relative(from, &planned.page),
            language,
            direction: direction(language.unwrap_or(&config.language)),
        })
    }

    fn series(&self, position: usize, from: &str) -> Option<SeriesContext<'p>> {
        let (series, part) = self.plan.part_of_series(position)?;
        let neighbours = self.plan.neighbours_in_series(position);
        let [previous, next] = neighbours.map(|at| at.and_then(|at| self.neighbour(at, from)));
        Some(SeriesContext {
            name: &series.name,
            url: relative(from, &series.page()),
            number: part + 1,
            n_posts: series.posts.len(),
            previous,
            next,
        })
    }

    fn entry(&self, at: usize, from: &str) -> PostContext<'p> {
        let planned = &self.plan.posts[at];
        let url = relative(from, &planned.page);
        let mut context = PostContext::new(&planned.post, url, &self.plan.config, &self.words);
        context.tags = self.tags_of(&planned.post, from);
        let lengths = self.theme.templates().in_lists();
        context.minutes = context.minutes.filter(|_| lengths.minutes);
        context.n_words = context.n_words.filter(|_| lengths.n_words);
        let cover = self.covers.get(at).and_then(Option::as_ref);
        context.cover = cover.map(|cover| cover.address(from));
        context
    }

    fn tags_of(&self, post: &SitePost, from: &str) -> Vec<GroupContext<'p>> {
        groups(&post.tags, |name| self.plan.tags.get(name), from)
    }
}

/// The groups of these names, each once.
fn groups<'p>(
    names: &[String],
    find: impl Fn(&str) -> Option<&'p Group>,
    from: &str,
) -> Vec<GroupContext<'p>> {
    let found = names.iter().filter_map(|name| find(name));
    let mut groups: Vec<_> = found.map(|group| group_context(group, from)).collect();
    groups.dedup_by(|a, b| a.url == b.url);
    groups
}

/// As many as the side of a page has room for.
const N_SECTIONS: usize = 12;

fn sections<'t>(plan: &'t Plan) -> Vec<SectionContext<'t>> {
    let mut tags: Vec<_> = plan.tags.all().iter().collect();
    // Stable: of those that as many posts have, the first by name comes first.
    tags.sort_by_key(|tag| Reverse(tag.posts.len()));
    let section = |tag: &'t Group| SectionContext {
        name: &tag.name,
        path: relative(INDEX, &tag.page()),
        n_posts: tag.posts.len(),
    };
    tags.into_iter().take(N_SECTIONS).map(section).collect()
}

fn group_context<'g>(group: &'g Group, from: &str) -> GroupContext<'g> {
    let url = relative(from, &group.page());
    GroupContext { name: &group.name, url, n_posts: group.posts.len() }
}

/// The titles and paths of the pages that every page leads to.
fn navigation(plan: &Plan, words: &LanguageWords) -> Vec<(String, String)> {
    let item = |key: &str, path: String| (words.word(key).to_owned(), path);
    let folder = |folder: &str| format!("{folder}/{INDEX}");
    let mut items = vec![item("posts", INDEX.to_owned())];
    if !plan.years.is_empty() {
        items.push(item("archive", folder(ARCHIVE_FOLDER)));
    }
    if !plan.tags.is_empty() {
        items.push(item("tags", folder(TAGS_FOLDER)));
    }
    items.extend(plan.pages.iter().map(|page| (page.source.title.clone(), page.page.clone())));
    if plan.config.search {
        items.push(item("search", folder(SEARCH_FOLDER)));
    }
    items.push(item("feed", FEED.to_owned()));
    items
}
