//! Which posts a site has, in which order, and where each page goes.
//!
//! Made once per site and only read from then on, so that pages can be rendered
//! side by side.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use galley_core::{PostPath, PostStatus, Problem, ProblemCode, Slug, TagSlug};
use jiff::Timestamp;

use crate::address::{INDEX, join};
use crate::blog::{SiteBlog, SitePage, SitePost};
use crate::output::SiteProblem;
use crate::theme::STATIC_FOLDER;
use crate::{Error, Result};

/// The pages of a site and their places.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    pub(crate) blog: &'a SiteBlog<'a>,
    /// Where the site will be, without a final `/`.
    pub(crate) base: Option<String>,
    /// Newest first, posts without a date last.
    pub(crate) posts: Vec<PlannedPost<'a>>,
    pub(crate) pages: Vec<PlannedPage<'a>>,
    /// Sorted by name.
    pub(crate) tags: Vec<PlannedTag>,
    pub(crate) problems: Vec<SiteProblem>,
    /// Where each post goes, by the path of its file.
    posts_by_path: HashMap<&'a str, String>,
    /// Where each undated page goes, by the path of its file.
    pages_by_path: HashMap<&'a str, String>,
    tag_of: HashMap<String, usize>,
}

/// A post and where its page goes.
#[derive(Debug)]
pub(crate) struct PlannedPost<'a> {
    pub(crate) post: &'a SitePost,
    /// The page's path within the site.
    pub(crate) page: String,
    /// Nothing for a post without a date.
    pub(crate) at: Option<Timestamp>,
}

/// An undated page and where it goes.
#[derive(Debug)]
pub(crate) struct PlannedPage<'a> {
    pub(crate) source: &'a SitePage,
    pub(crate) page: String,
}

/// A tag and its posts.
#[derive(Debug)]
pub(crate) struct PlannedTag {
    /// As the newest post spells it.
    pub(crate) name: String,
    /// The folder of its pages.
    pub(crate) folder: String,
    /// Places in [`Plan::posts`], newest first.
    pub(crate) posts: Vec<usize>,
}

/// The folder of the pages about tags.
pub(crate) const TAGS_FOLDER: &str = "tags";
/// The folder of the second and further pages of a list.
pub(crate) const PAGES_FOLDER: &str = "page";
/// The folder of assets that do not lie below their post.
pub(crate) const ASSETS_FOLDER: &str = "assets";

/// Names at the top of the site that no post can have.
const RESERVED: [&str; 9] = [
    TAGS_FOLDER,
    PAGES_FOLDER,
    ASSETS_FOLDER,
    STATIC_FOLDER,
    INDEX,
    "404.html",
    "feed.xml",
    "robots.txt",
    "sitemap.xml",
];

impl<'a> Plan<'a> {
    /// Plans the site of the posts that `is_part` accepts.
    pub(crate) fn new(
        blog: &'a SiteBlog<'a>,
        base_url: Option<&str>,
        is_part: impl Fn(&SitePost) -> bool,
    ) -> Result<Self> {
        let base = base_url.or(blog.config.base_url.as_deref()).map(base_of).transpose()?;
        let time_zone = &blog.config.time_zone;
        let mut plan = Self {
            blog,
            base,
            posts: Vec::new(),
            pages: Vec::new(),
            tags: Vec::new(),
            problems: Vec::new(),
            posts_by_path: HashMap::new(),
            pages_by_path: HashMap::new(),
            tag_of: HashMap::new(),
        };
        let mut taken: HashSet<String> = RESERVED.iter().map(|&name| name.to_owned()).collect();
        for file in &blog.files {
            let name = file.name.trim_start_matches('/');
            taken.insert(folded(name.split('/').next().unwrap_or_default()));
        }
        for source in &blog.pages {
            let page = plan.place(&mut taken, &source.slug, &source.path);
            plan.pages_by_path.insert(source.path.as_str(), page.clone());
            plan.pages.push(PlannedPage { source, page });
        }
        let mut posts: Vec<_> = blog.posts.iter().filter(|post| is_part(post)).collect();
        // Who comes first keeps a slug that two have, so the order must not change with the dates.
        posts.sort_by(|a, b| a.path.cmp(&b.path));
        for post in posts {
            let page = plan.place(&mut taken, &post.slug, &post.path);
            plan.posts_by_path.insert(post.path.as_str(), page.clone());
            let at = post.date.map(|date| date.timestamp(time_zone));
            plan.posts.push(PlannedPost { post, page, at });
        }
        // Stable: posts of the same moment stay in the order of their paths.
        plan.posts.sort_by_key(|planned| Reverse(planned.at));
        plan.plan_tags();
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

    /// The planned tag of this name, however it is spelt.
    pub(crate) fn tag(&self, name: &str) -> Option<&PlannedTag> {
        self.tag_of.get(&tag_key(name)).map(|&at| &self.tags[at])
    }

    /// Where in [`Plan::posts`] the post with this path is.
    pub(crate) fn position(&self, path: &PostPath) -> Option<usize> {
        self.posts.iter().position(|planned| planned.post.path == *path)
    }

    fn place(&mut self, taken: &mut HashSet<String>, slug: &Slug, path: &PostPath) -> String {
        let mut free = slug.clone();
        let mut n = 1;
        while !taken.insert(folded(free.as_str())) {
            n += 1;
            free = slug.numbered(n);
        }
        if n > 1 {
            let message = format!("`{slug}` is taken, the page goes to `{free}`");
            self.problem(path, ProblemCode::SlugTaken, message);
        }
        format!("{free}/{INDEX}")
    }

    fn plan_tags(&mut self) {
        let mut by_key: BTreeMap<String, PlannedTag> = BTreeMap::new();
        let mut nameless = Vec::new();
        for (at, planned) in self.posts.iter().enumerate() {
            for name in &planned.post.tags {
                let Some(slug) = TagSlug::from_title(name) else {
                    nameless.push((&planned.post.path, name));
                    continue;
                };
                let tag = by_key.entry(tag_key(name)).or_insert_with(|| PlannedTag {
                    name: name.trim().to_owned(),
                    folder: slug.to_string(),
                    posts: Vec::new(),
                });
                if tag.posts.last() != Some(&at) {
                    tag.posts.push(at);
                }
            }
        }
        for (path, name) in nameless {
            let message = format!("the tag `{name}` has no letter and no digit, so it has no page");
            self.problem(path, ProblemCode::SlugInvalid, message);
        }
        let mut taken = HashSet::from([PAGES_FOLDER.to_owned(), INDEX.to_owned()]);
        for (key, mut tag) in by_key {
            // `c`, `c#` and `c++` are three tags with one slug.
            let mut slug = tag.folder.clone();
            let mut n = 1;
            while !taken.insert(slug.clone()) {
                n += 1;
                slug = format!("{}-{n}", tag.folder);
            }
            tag.folder = format!("{TAGS_FOLDER}/{slug}");
            self.tag_of.insert(key, self.tags.len());
            self.tags.push(tag);
        }
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

/// Tags that differ only in case, hyphens and spaces are one.
fn tag_key(name: &str) -> String {
    let name = name.to_lowercase().replace(['-', '_'], " ");
    name.split_whitespace().collect::<Vec<_>>().join(" ")
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
