//! From a blog to the files of its site.

use std::sync::{Mutex, PoisonError};

use crate::address::{INDEX, absolute};
use crate::blog::{Body, SiteBlog, SiteOptions, SitePost};
use crate::cover::Cover;
use crate::html::Html;
use crate::link::Links;
use crate::memory::Key;
use crate::observer::{Observer, nobody};
use crate::output::{OutputFile, Site, SiteProblem};
use crate::page::{Pages, PostPage, PublicImage};
use crate::picture::deferred;
use crate::plan::{Plan, is_live};
use crate::search::{Before, Print};
use crate::theme::Theme;
use crate::{Result, card};

pub(crate) use frame::{Changes, Frame};
pub(crate) use places::Places;

mod frame;
mod places;
mod specimen;
mod task;

pub use specimen::{Specimen, SpecimenOf, index_posts, specimen};

/// Renders the whole site.
///
/// The files come sorted by path and are the same for the same input. What is
/// wrong with a post's links, tags or aliases is a problem beside them.
pub fn render_site(blog: &SiteBlog<'_>, theme: &Theme, options: &SiteOptions<'_>) -> Result<Site> {
    let files = Mutex::new(Vec::new());
    let mut problems = Frame::new(blog, theme, options)?.render(theme, options, None, &files)?;
    sort(&mut problems);
    let mut files = files.into_inner().unwrap_or_else(PoisonError::into_inner);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Site { files, problems })
}

/// Puts problems into the order in which they are told, each once.
pub(crate) fn sort(problems: &mut Vec<SiteProblem>) {
    problems.sort_by(|a, b| (&a.path, a.problem.code).cmp(&(&b.path, b.problem.code)));
    problems.dedup();
}

/// Takes the files of a site as they are rendered, from many threads at once.
pub(crate) trait Receiver: Sync {
    /// The problems of a page that need not be rendered, because it has been from just this.
    /// `shown` are the posts that are on it, `body` is the body that is, if one is: that of the
    /// first of them, whose neighbours the others are. `key` is the page's key.
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
