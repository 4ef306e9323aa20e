//! From a blog to the files of its site.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use galley_core::{Problem, ProblemCode};
use rayon::prelude::*;

use crate::address::{INDEX, absolute};
use crate::asset::{AssetPlaces, Claims, PlacedAssets, claim_numbered};
use crate::blog::{Body, SiteBlog, SiteOptions, SitePost};
use crate::cover::Cover;
use crate::html::Html;
use crate::link::Links;
use crate::memory::Key;
use crate::observer::{Counter, Observer, Step, nobody};
use crate::output::{Content, OutputFile, Site, SiteProblem};
use crate::page::{NOT_FOUND, Pages, PostPage, PublicImage};
use crate::picture::deferred;
use crate::plan::{Plan, PlannedPost, is_live};
use crate::search::{Before, Print};
use crate::sitemap::{self, ROBOTS, robots};
use crate::theme::Theme;
use crate::{Result, alias, card, feed, search};

use task::tasks;

mod specimen;
mod task;

pub use specimen::{Specimen, SpecimenOf, index_posts, specimen};

/// Renders the whole site.
///
/// The files come sorted by path and are the same for the same input. What is
/// wrong with a post's links, tags or aliases is a problem beside them.
pub fn render_site(blog: &SiteBlog<'_>, theme: &Theme, options: &SiteOptions<'_>) -> Result<Site> {
    let files = Mutex::new(Vec::new());
    let problems = render_into(blog, theme, options, &files)?;
    let mut files = files.into_inner().unwrap_or_else(PoisonError::into_inner);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Site { files, problems })
}

/// Takes the files of a site as they are rendered, from many threads at once.
pub(crate) trait Receiver: Sync {
    /// The problems of a page that need not be rendered, because it has been from just this.
    /// `shown` are the posts that are on it, `body` is the body that is, if one is, and `key`
    /// the page's key.
    fn known(
        &self,
        path: &str,
        shown: &[&SitePost],
        body: Option<&Html>,
        key: &dyn Fn() -> Result<Key>,
    ) -> Result<Option<Vec<SiteProblem>>>;

    /// Takes a file; a page with what is wrong with its links.
    fn take(&self, file: OutputFile, problems: &[SiteProblem]) -> Result<()>;

    /// Has the index for searching made of the documents of which these are the prints, with
    /// the help of one that was made before.
    fn searched<T>(&self, now: Vec<Print>, work: impl FnOnce(Option<&Before<'_>>) -> T) -> T;

    /// Who hears how far it is.
    fn observer(&self) -> Observer<'_>;
}

impl Receiver for Mutex<Vec<OutputFile>> {
    fn known(
        &self,
        _path: &str,
        _shown: &[&SitePost],
        _body: Option<&Html>,
        _key: &dyn Fn() -> Result<Key>,
    ) -> Result<Option<Vec<SiteProblem>>> {
        Ok(None)
    }

    fn take(&self, file: OutputFile, _problems: &[SiteProblem]) -> Result<()> {
        self.lock().unwrap_or_else(PoisonError::into_inner).push(file);
        Ok(())
    }

    fn searched<T>(&self, _now: Vec<Print>, work: impl FnOnce(Option<&Before<'_>>) -> T) -> T {
        work(None)
    }

    fn observer(&self) -> Observer<'_> {
        &nobody
    }
}

/// Renders the whole site, file by file; answers with what is wrong in the blog's content.
pub(crate) fn render_into<R: Receiver>(
    blog: &SiteBlog<'_>,
    theme: &Theme,
    options: &SiteOptions<'_>,
    into: &R,
) -> Result<Vec<SiteProblem>> {
    let plan = Plan::new(blog, options.base_url, |post| options.drafts || is_live(post))?;
    let places = Places::new(&plan, blog, theme).with_cards(&plan, theme)?;
    let covers = places.covers(&plan);
    let pages = Pages::new(&plan, theme, false).with_covers(covers.clone());
    let keys = Pages::new(&plan, theme, false).with_covers(covers).keys_only();
    // The author's own file stands before one that we make of the same name.
    let own: HashSet<_> = places.own_files.iter().map(|file| &*file.path).collect();

    let mut problems = plan.problems.clone();
    problems.extend(places.problems.iter().cloned());
    let mut tasks = tasks(&plan);
    tasks.retain(|task| !own.contains(&*task.path(&plan)));
    let counter = Counter::begin(into.observer(), Step::Pages, tasks.len())?;
    let of_pages = tasks.into_par_iter().map(|task| -> Result<Vec<SiteProblem>> {
        let key = || task.key(&plan, &keys, &places);
        if let Some(problems) =
            into.known(&task.path(&plan), &task.shown(&plan), task.body(&plan), &key)?
        {
            counter.count()?;
            return Ok(problems);
        }
        let (file, problems) = task.render(&plan, &pages, &places)?;
        into.take(file, &problems)?;
        counter.count()?;
        Ok(problems)
    });
    problems.extend(of_pages.collect::<Result<Vec<_>>>()?.into_iter().flatten());

    let links_at = |at: usize| places.links_of_post(&plan, at);
    let mut files = feed::feeds(&plan, links_at, options.now)?;
    if blog.config.search {
        let make = |before: Option<&Before<'_>>| search::files(&plan, pages.words(), before);
        files.extend(into.searched(search::prints(&plan), make)?);
    }
    files.push(OutputFile::text(ROBOTS, robots(&plan)));
    files.extend(sitemap::sitemap(&plan));
    for (path, bytes) in theme.static_files() {
        files.push(OutputFile { path, content: Content::Bytes(bytes.clone()) });
    }
    files.extend(places.redirects.iter().cloned());
    files.extend(card::files(&plan, theme, pages.words(), &places.cards)?);
    files.retain(|file| !own.contains(&*file.path));
    files.extend(places.own_files.iter().cloned());
    files.extend(places.assets.files.iter().cloned());
    let counter = Counter::begin(into.observer(), Step::Files, files.len())?;
    files.into_par_iter().try_for_each(|file| {
        into.take(file, &[])?;
        counter.count()
    })?;

    problems.sort_by(|a, b| (&a.path, a.problem.code).cmp(&(&b.path, b.problem.code)));
    problems.dedup();
    Ok(problems)
}

/// Renders the page of one post, as it is in the whole site.
///
/// The post may be newer than the one of the same path in the blog, and may be a
/// draft; its neighbours are those it will have.
pub fn post_page(
    blog: &SiteBlog<'_>,
    post: &SitePost,
    theme: &Theme,
    body: Body<'_>,
) -> Result<String> {
    match body {
        // Nothing on the page but the cover, or a card in its stead, has to have a place.
        Body::Hole if post.cover.is_none() && !card::are_wanted(blog.config) => {
            let plan = plan_with(blog, post)?;
            let (position, page) = place_in(&plan, post);
            let body = prose(HOLE, "");
            let pages = Pages::new(&plan, theme, false);
            pages.post(PostPage { post, page: &page, position, body, image: None, cover: None })
        }
        Body::Hole | Body::Html(_) => {
            let (page, _) = post_page_with(blog, post, theme, false, |links, card| {
                let (image, cover) = cover_of(post, links, card);
                let body = match body {
                    Body::Html(html) => prose("", &deferred(&links.page_body(html).0)),
                    Body::Hole => prose(HOLE, ""),
                };
                (body, image, cover)
            })?;
            Ok(page)
        }
    }
}

/// Pieces of a post's body as its page shows them: links turned to where the site
/// has their targets. Joined, they are what [`post_page`] shows of the pieces joined.
pub fn page_pieces(
    blog: &SiteBlog<'_>,
    post: &SitePost,
    theme: &Theme,
    pieces: &[String],
) -> Result<Vec<String>> {
    with_links(blog, post, theme, |_, _, links, _| {
        pieces.iter().map(|piece| links.page_body(piece).0).collect()
    })
}

/// The page of one post, with a body element, a public picture and a cover that are made
/// from the post's links; and the page's path.
pub(crate) fn post_page_with(
    blog: &SiteBlog<'_>,
    post: &SitePost,
    theme: &Theme,
    single: bool,
    body: impl FnOnce(&Links<'_>, Option<&str>) -> (String, Option<PublicImage>, Option<String>),
) -> Result<(String, String)> {
    with_links(blog, post, theme, |plan, position, links, card| {
        let (body, image, cover) = body(links, card);
        let pages = Pages::new(plan, theme, single);
        let html = pages.post(PostPage { post, page: links.page, position, body, image, cover })?;
        Ok((html, links.page.to_owned()))
    })?
}

/// Does `work` with the place of one post's card, if it has one.
pub(crate) fn card_place<T>(
    blog: &SiteBlog<'_>,
    post: &SitePost,
    theme: &Theme,
    work: impl FnOnce(&Plan, &str) -> Result<T>,
) -> Result<Option<T>> {
    with_links(blog, post, theme, |plan, _, _, card| card.map(|card| work(plan, card)).transpose())?
}

/// Does `work` with the links of one post, as they are in the whole site.
fn with_links<T>(
    blog: &SiteBlog<'_>,
    post: &SitePost,
    theme: &Theme,
    work: impl FnOnce(&Plan, Option<usize>, &Links<'_>, Option<&str>) -> T,
) -> Result<T> {
    let plan = plan_with(blog, post)?;
    let (position, page) = place_in(&plan, post);
    let mut places = Places::new(&plan, blog, theme).with_cards(&plan, theme)?;
    let card = position.and_then(|at| places.cards[at].take());
    let assets = if let Some(at) = position {
        std::mem::take(&mut places.post_assets[at])
    } else {
        let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
        places.assets.place(&blog.pictures, &mut places.claims, folder, &post.assets)
    };
    let links = Links {
        plan: &plan,
        claims: &places.claims,
        from_page: false,
        path: &post.path,
        page: &page,
        assets: &assets,
        own_pictures: &places.assets.own_pictures,
    };
    Ok(work(&plan, position, &links, card.as_deref()))
}

/// The cover as others show it, or else the card at this place; and the cover's address on
/// the post's page.
fn cover_of(
    post: &SitePost,
    links: &Links<'_>,
    card: Option<&str>,
) -> (Option<PublicImage>, Option<String>) {
    if let (Some(card), Some(base)) = (card, &links.plan.base) {
        let address = absolute(base, card);
        return (Some(PublicImage { address, is_card: true }), None);
    }
    let Some(cover) = post.cover.as_deref() else { return (None, None) };
    let shown = Cover::at(cover, links).map(|cover| cover.address(links.page));
    let image = |address| PublicImage { address, is_card: false };
    (links.public_image(cover).map(image), shown)
}

/// The site that readers see, and this post in it.
fn plan_with(blog: &SiteBlog<'_>, post: &SitePost) -> Result<Plan> {
    Plan::new(blog, None, |other| is_live(other) || other.path == post.path)
}

fn place_in(plan: &Plan, post: &SitePost) -> (Option<usize>, String) {
    let position = plan.position(&post.path);
    let own_page = || format!("{}/{INDEX}", post.slug);
    (position, position.map_or_else(own_page, |at| plan.posts[at].page.clone()))
}

/// Marks the element in which the preview puts the body.
const HOLE: &str = " data-galley-body";

/// The element that holds a body. Themes get it whole, so that none can leave out
/// what the preview looks for.
pub(crate) fn prose(mark: &str, body: &str) -> String {
    format!("<div class=\"prose\"{mark}>{body}</div>")
}

/// Where everything but pages goes.
#[derive(Debug)]
pub(crate) struct Places {
    claims: Claims,
    assets: AssetPlaces,
    post_assets: Vec<PlacedAssets>,
    page_assets: Vec<PlacedAssets>,
    own_files: Vec<OutputFile>,
    /// Where the cards of the plan's posts go.
    cards: Vec<Option<String>>,
    redirects: Vec<OutputFile>,
    pub(crate) problems: Vec<SiteProblem>,
}

impl Places {
    pub(crate) fn new(plan: &Plan, blog: &SiteBlog<'_>, theme: &Theme) -> Self {
        let mut claims = Claims::default();
        let mut assets = AssetPlaces::default();
        let mut own_files = Vec::new();
        for file in &blog.files {
            let path = crate::address::join("", &file.name).filter(|path| !path.is_empty());
            if let Some(path) = path
                && claims.claim(&path)
            {
                own_files.push(assets.own(&blog.pictures, &mut claims, path, &file.source));
            }
        }
        for path in [INDEX, NOT_FOUND, ROBOTS] {
            claims.claim(path);
        }
        for (path, _) in feed::formats(plan) {
            claims.claim(path);
        }
        if plan.config.search {
            for path in search::paths(plan) {
                claims.claim(&path);
            }
        }
        for (path, _) in theme.static_files() {
            claims.claim(&path);
        }
        for task in tasks(plan) {
            claims.claim(&task.path(plan));
        }
        for path in sitemap::paths(plan) {
            claims.claim(&path);
        }
        let mut place = |page: &str, of: &[crate::SiteAsset]| {
            let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
            assets.place(&blog.pictures, &mut claims, folder, of)
        };
        let post_assets =
            plan.posts.iter().map(|planned| place(&planned.page, &planned.post.assets)).collect();
        let page_assets =
            plan.pages.iter().map(|page| place(&page.page, &page.source.assets)).collect();
        let mut places = Self {
            claims,
            assets,
            post_assets,
            page_assets,
            own_files,
            cards: vec![None; plan.posts.len()],
            redirects: Vec::new(),
            problems: Vec::new(),
        };
        for planned in &plan.posts {
            places.redirect(plan, planned);
        }
        places
    }

    /// The same, with a place for the card of each post that has one.
    pub(crate) fn with_cards(mut self, plan: &Plan, theme: &Theme) -> Result<Self> {
        for at in card::posts_with(plan, theme, |at| self.links_of_post(plan, at))? {
            let wanted = card::place_beside(&plan.posts[at].page);
            self.cards[at] = Some(claim_numbered(&mut self.claims, &wanted));
        }
        Ok(self)
    }

    fn redirect(&mut self, plan: &Plan, planned: &PlannedPost) {
        let config = &plan.config;
        for old in &planned.post.aliases {
            let files = alias::files_of(old);
            let mut problem = |message| {
                let problem = Problem::new(ProblemCode::AliasTaken, 1, message);
                self.problems.push(SiteProblem { path: planned.post.path.clone(), problem });
            };
            if files.is_empty() {
                problem(format!("the alias `{old}` cannot be the path of a page"));
            }
            for file in files {
                // An alias that is the post's own address has nothing to do.
                if file == planned.page {
                    continue;
                }
                if self.claims.claim(&file) {
                    let language = planned.post.language.as_ref().unwrap_or(&config.language);
                    let (title, base) = (&planned.post.title, plan.base.as_deref());
                    let html = alias::redirect(&file, &planned.page, title, base, language);
                    self.redirects.push(OutputFile::text(file, html));
                } else {
                    problem(format!("the place of the alias `{old}` is taken"));
                }
            }
        }
    }

    /// What stands for each of the plan's posts in lists.
    fn covers(&self, plan: &Plan) -> Vec<Option<Cover>> {
        let of_post = |at| {
            let (links, post) = (self.links_of_post(plan, at), &plan.posts[at].post);
            let named = post.cover.as_deref().and_then(|cover| Cover::at(cover, &links));
            named.or_else(|| Cover::first_of(&post.html.pictures(), &links))
        };
        (0..plan.posts.len()).into_par_iter().map(of_post).collect()
    }

    pub(crate) fn links_of_post<'l>(&'l self, plan: &'l Plan, at: usize) -> Links<'l> {
        let planned = &plan.posts[at];
        Links {
            plan,
            claims: &self.claims,
            from_page: false,
            path: &planned.post.path,
            page: &planned.page,
            assets: &self.post_assets[at],
            own_pictures: &self.assets.own_pictures,
        }
    }

    fn links_of_page<'l>(&'l self, plan: &'l Plan, at: usize) -> Links<'l> {
        let planned = &plan.pages[at];
        Links {
            plan,
            claims: &self.claims,
            from_page: true,
            path: &planned.source.path,
            page: &planned.page,
            assets: &self.page_assets[at],
            own_pictures: &self.assets.own_pictures,
        }
    }
}
