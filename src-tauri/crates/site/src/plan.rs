//! Which posts a site has, in which order, and where each page goes.
//!
//! Made once per site and only read from then on, so that pages can be rendered
//! side by side.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use foldhash::{HashMap, HashSet};
use galley_core::{
    BlogConfig, Permalink, PostPath, PostStatus, Problem, ProblemCode, Slug, permalink,
};
use jiff::Timestamp;
use jiff::civil::Date;
use rayon::prelude::*;

use crate::address::{INDEX, join};
use crate::blog::{SiteBlog, SitePage, SitePost};
use crate::group::{Group, Groups};
use crate::output::SiteProblem;
use crate::page::GroupKind;
use crate::{Error, Result};

/// The pages of a site and their places.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The blog's settings.
    pub(crate) config: Arc<BlogConfig>,
    /// Where the site will be, without a final `/`.
    pub(crate) base: Option<String>,
    /// Newest first, posts without a date last.
    pub(crate) posts: Vec<PlannedPost>,
    pub(crate) pages: Vec<PlannedPage>,
    pub(crate) tags: Groups,
    /// Empty unless several people write the blog.
    pub(crate) authors: Groups,
    pub(crate) series: Groups,
    /// Newest first.
    pub(crate) years: Vec<Year>,
    pub(crate) problems: Vec<SiteProblem>,
    /// Where each post goes, by the path of its file.
    posts_by_path: HashMap<String, String>,
    /// Where each undated page goes, by the path of its file.
    pages_by_path: HashMap<String, String>,
}

/// A post and where its page goes.
#[derive(Debug)]
pub(crate) struct PlannedPost {
    pub(crate) post: Arc<SitePost>,
    /// The page's path within the site.
    pub(crate) page: String,
    /// Its own name among all posts: its slug, numbered if another has that.
    pub(crate) name: Slug,
    /// Nothing for a post without a date.
    pub(crate) at: Option<Timestamp>,
}

/// An undated page and where it goes.
#[derive(Debug)]
pub(crate) struct PlannedPage {
    pub(crate) source: Arc<SitePage>,
    pub(crate) page: String,
}

/// The posts of a year.
#[derive(Debug)]
pub(crate) struct Year {
    pub(crate) number: i16,
    /// Places in [`Plan::posts`], newest first.
    pub(crate) posts: Vec<usize>,
}

impl Year {
    /// The path of its page.
    pub(crate) fn page(&self) -> String {
        format!("{ARCHIVE_FOLDER}/{:04}/{INDEX}", self.number)
    }
}

/// The folder of the pages about tags.
pub(crate) const TAGS_FOLDER: &str = "tags";
/// The folder of the second and further pages of a list.
pub(crate) const PAGES_FOLDER: &str = "page";
/// The folder of the pages of years.
pub(crate) const ARCHIVE_FOLDER: &str = "archive";
/// The folder of the pages about authors.
pub(crate) const AUTHORS_FOLDER: &str = "authors";
/// The folder of the pages about series.
pub(crate) const SERIES_FOLDER: &str = "series";
/// The folder of the search page and of what it looks into.
pub(crate) const SEARCH_FOLDER: &str = "search";
/// The folder of assets that do not lie below their post.
pub(crate) const ASSETS_FOLDER: &str = "assets";

/// Files at the top of the site that are no posts; its folders are in [`permalink::RESERVED`].
const RESERVED_FILES: [&str; 7] =
    [INDEX, "404.html", "feed.json", "feed.xml", "robots.txt", "rss.xml", "sitemap.xml"];

/// How many folders deep the page of this post lies in the site.
pub fn depth_of_post(config: &BlogConfig, post: &SitePost) -> usize {
    let day = post.date.map(|date| date.civil_date(&config.time_zone));
    config.permalink.path(&post.slug, day, post.path.folder()).matches('/').count()
}

impl Plan {
    /// Plans the site of the posts that `is_part` accepts.
    pub(crate) fn new(
        blog: &SiteBlog<'_>,
        base_url: Option<&str>,
        is_part: impl Fn(&SitePost) -> bool,
    ) -> Result<Self> {
        let base = base_url.or(blog.config.base_url.as_deref()).map(base_of).transpose()?;
        let config = Arc::new(blog.config.clone());
        let time_zone = &blog.config.time_zone;
        let mut plan = Self {
            config,
            base,
            posts: Vec::new(),
            pages: Vec::new(),
            tags: Groups::default(),
            authors: Groups::default(),
            series: Groups::default(),
            years: Vec::new(),
            problems: Vec::new(),
            posts_by_path: HashMap::default(),
            pages_by_path: HashMap::default(),
        };
        let mut taken = Taken::new(blog);
        let at_top = Permalink::default();
        for source in &blog.pages {
            let wanted = at_top.path(&source.slug, None, source.path.folder());
            let (page, _) =
                plan.place(&mut taken, &at_top, wanted, &source.slug, None, &source.path);
            plan.pages_by_path.insert(source.path.to_string(), page.clone());
            plan.pages.push(PlannedPage { source: source.clone(), page });
        }
        let mut posts: Vec<_> = blog.posts.iter().filter(|post| is_part(post)).collect();
        // Who comes first keeps a slug that two have, so the order must not change with the dates.
        posts.sort_by(|a, b| a.path.cmp(&b.path));
        let pattern = &blog.config.permalink;
        let wanted = posts.par_iter().map(|post| {
            let day = post.date.map(|date| date.civil_date(time_zone));
            let at = post.date.map(|date| date.timestamp(time_zone));
            (day, at, pattern.path(&post.slug, day, post.path.folder()))
        });
        let wanted: Vec<_> = wanted.collect();
        for (post, (day, at, wanted)) in posts.into_iter().zip(wanted) {
            let (page, name) = plan.place(&mut taken, pattern, wanted, &post.slug, day, &post.path);
            plan.posts_by_path.insert(post.path.to_string(), page.clone());
            plan.posts.push(PlannedPost { post: post.clone(), page, name, at });
        }
        // Stable: posts of the same moment stay in the order of their paths.
        plan.posts.sort_by_key(|planned| Reverse(planned.at));
        plan.gather();
        Ok(plan)
    }

    /// Where the post or page goes that a link to the Markdown file `name` means, on a
    /// post or page whose file lies in `folder`.
    ///
    /// Posts and pages have folders of their own. A name that leads out of its folder,
    /// or that begins at the top of the blog, is looked for by its last parts.
    pub(crate) fn page_at(&self, folder: &str, name: &str, from_page: bool) -> Option<&str> {
        let (own, other) = if from_page {
            (&self.pages_by_path, &self.posts_by_path)
        } else {
            (&self.posts_by_path, &self.pages_by_path)
        };
        let find = |path: &str| own.get(path).or_else(|| other.get(path)).map(String::as_str);
        if !name.starts_with('/')
            && let Some(path) = join(folder, name)
        {
            return find(&path);
        }
        let mut rest = name.trim_start_matches("../").trim_start_matches('/');
        loop {
            if let Some(page) = find(rest) {
                return Some(page);
            }
            rest = rest.split_once('/')?.1;
        }
    }

    /// The groups of a kind.
    pub(crate) fn groups(&self, kind: GroupKind) -> &Groups {
        match kind {
            GroupKind::Tag => &self.tags,
            GroupKind::Author => &self.authors,
            GroupKind::Series => &self.series,
        }
    }

    /// Who wrote a post, as written: itself says so, else the blog does.
    pub(crate) fn authors_of<'a>(&'a self, post: &'a SitePost) -> &'a [String] {
        match &post.authors[..] {
            [] => self.config.author.as_slice(),
            authors => authors,
        }
    }

    /// The series that a post is a part of, and which part it is: the oldest is 0.
    pub(crate) fn part_of_series(&self, position: usize) -> Option<(&Group, usize)> {
        let series = self.series.get(self.posts[position].post.series.as_deref()?)?;
        let from_newest = series.posts.binary_search(&position).ok()?;
        Some((series, series.posts.len() - 1 - from_newest))
    }

    /// The parts of its series before and after a post.
    pub(crate) fn neighbours_in_series(&self, position: usize) -> [Option<usize>; 2] {
        let Some((series, part)) = self.part_of_series(position) else { return [None; 2] };
        // The group has its newest first, a series is read from its oldest on.
        let n_posts = series.posts.len();
        let at = |part: usize| series.posts.get(n_posts.checked_sub(part + 1)?).copied();
        [part.checked_sub(1).and_then(at), at(part + 1)]
    }

    /// Where in [`Plan::posts`] the post with this path is.
    pub(crate) fn position(&self, path: &PostPath) -> Option<usize> {
        self.posts.iter().position(|planned| planned.post.path == *path)
    }

    /// The place of a page, which is `wanted` by the pattern, and the name it has there.
    fn place(
        &mut self,
        taken: &mut Taken,
        pattern: &Permalink,
        wanted: String,
        slug: &Slug,
        day: Option<Date>,
        path: &PostPath,
    ) -> (String, Slug) {
        // A folder of the author's may be called like one of the site's.
        let at_top = Permalink::default();
        let (pattern, mut page) = if taken.is_below_reserved(&wanted) {
            (&at_top, at_top.path(slug, day, path.folder()))
        } else {
            (pattern, wanted)
        };
        let mut name = slug.clone();
        let mut n = 1;
        while !taken.take(&page) {
            n += 1;
            name = slug.numbered(n);
            page = pattern.path(&name, day, path.folder());
        }
        if n > 1 {
            let message = format!("`{slug}` is taken, the page goes to `{name}`");
            self.problem(path, ProblemCode::SlugTaken, message);
        }
        (page, name)
    }

    fn gather(&mut self) {
        let posts = || self.posts.iter().map(|planned| &*planned.post).enumerate();
        let tags = || {
            let tags = posts().flat_map(|(at, post)| post.tags.iter().map(move |tag| (at, &**tag)));
            Groups::gather(TAGS_FOLDER, tags)
        };
        let series = || {
            let series = posts().filter_map(|(at, post)| Some((at, post.series.as_deref()?)));
            Groups::gather(SERIES_FOLDER, series).0
        };
        let authors = || {
            let authors_of = |post| self.authors_of(post).iter();
            let authors =
                posts().flat_map(|(at, post)| authors_of(post).map(move |it| (at, &**it)));
            Groups::gather(AUTHORS_FOLDER, authors).0
        };
        let ((tags, nameless), (series, authors, years)) =
            rayon::join(tags, || (series(), authors(), self.years_of_posts()));
        let problems: Vec<_> = nameless
            .into_iter()
            .map(|(at, name)| {
                let message =
                    format!("the tag `{name}` has no letter and no digit, so it has no page");
                (self.posts[at].post.path.clone(), message)
            })
            .collect();
        for (path, message) in problems {
            self.problem(&path, ProblemCode::SlugInvalid, message);
        }
        (self.tags, self.series, self.years) = (tags, series, years);
        // The one author of a blog wrote all that its other lists show.
        self.authors = if authors.all().len() > 1 { authors } else { Groups::default() };
    }

    fn years_of_posts(&self) -> Vec<Year> {
        let time_zone = &self.config.time_zone;
        let mut years: BTreeMap<Reverse<i16>, Vec<usize>> = BTreeMap::new();
        for (at, planned) in self.posts.iter().enumerate() {
            let Some(date) = planned.post.date else { break };
            // Days are as their authors wrote them, each in its own zone: around New Year the
            // order of the days need not be that of the moments.
            years.entry(Reverse(date.civil_date(time_zone).year())).or_default().push(at);
        }
        let year = |(Reverse(number), posts)| Year { number, posts };
        years.into_iter().map(year).collect()
    }

    fn problem(&mut self, path: &PostPath, code: ProblemCode, message: String) {
        self.problems
            .push(SiteProblem { path: path.clone(), problem: Problem::new(code, 1, message) });
    }
}

/// Whether readers of the exported site see the post.
pub(crate) fn is_live(post: &SitePost) -> bool {
    post.status == PostStatus::Live
}

/// A name as file systems that ignore case compare it.
pub(crate) fn folded(name: &str) -> String {
    name.to_lowercase()
}

/// The places of pages that are taken.
struct Taken {
    /// The names at the top that are not for posts.
    reserved: HashSet<String>,
    pages: HashSet<String>,
}

impl Taken {
    fn new(blog: &SiteBlog<'_>) -> Self {
        let reserved = permalink::RESERVED.iter().chain(&RESERVED_FILES);
        let mut reserved: HashSet<_> = reserved.map(|&name| name.to_owned()).collect();
        for file in &blog.files {
            let name = file.name.trim_start_matches('/');
            reserved.insert(folded(name.split('/').next().unwrap_or_default()));
        }
        Self { reserved, pages: HashSet::default() }
    }

    /// Whether a page lies in a folder of the site's own, whatever its slug is.
    fn is_below_reserved(&self, page: &str) -> bool {
        let folders = page.strip_suffix(INDEX).unwrap_or(page).trim_end_matches('/');
        let top = folders.split_once('/').map(|(top, _)| folded(top));
        top.is_some_and(|top| self.reserved.contains(&top))
    }

    /// Takes the place of a page; false if that is taken.
    fn take(&mut self, page: &str) -> bool {
        let page =
            folded(page.strip_suffix(INDEX).unwrap_or(page)).trim_end_matches('/').to_owned();
        let top = page.split('/').next().unwrap_or_default();
        !self.reserved.contains(top) && self.pages.insert(page)
    }
}

fn base_of(url: &str) -> Result<String> {
    let url = url.trim().trim_end_matches('/');
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.starts_with(['/', '?', '#', ':']) => {
            Ok(url.to_owned())
        }
        _ => Err(Error::BaseUrl { url: url.to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_post_goes_where_the_site_has_its_own_pages() {
        for folder in [
            TAGS_FOLDER,
            ARCHIVE_FOLDER,
            AUTHORS_FOLDER,
            SERIES_FOLDER,
            SEARCH_FOLDER,
            PAGES_FOLDER,
            ASSETS_FOLDER,
            crate::theme::STATIC_FOLDER,
        ] {
            assert!(permalink::RESERVED.contains(&folder), "{folder}");
        }
    }
}
