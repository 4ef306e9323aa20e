//! What the links of a blog lead to, without rendering its pages.
//!
//! Links are resolved as they are for the site itself, so that a check finds what an export
//! would: no more, no less.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use galley_core::{PostPath, Problem, ProblemCode};
use rayon::prelude::*;

use crate::Result;
use crate::address::decode;
use crate::blog::{SiteBlog, SitePost};
use crate::link::{Links, Target};
use crate::markup::{Piece, Tag, pieces, rewrite_addresses};
use crate::output::SiteProblem;
use crate::plan::{Plan, is_live};
use crate::render::Places;
use crate::theme::Theme;

/// What following all links of a blog has shown.
#[derive(Debug, Default)]
pub struct CheckedLinks {
    /// What is wrong with links and pictures, in the order of posts and of the text.
    pub problems: Vec<AddressProblem>,
    /// What is wrong with where pages go.
    pub page_problems: Vec<SiteProblem>,
    /// The files of the site that something leads to.
    pub used: HashSet<String>,
}

/// A problem of an address in a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressProblem {
    /// The post's file.
    pub path: PostPath,
    /// The address as the body's HTML has it, by which its place in the source is found.
    pub address: String,
    /// What is wrong. Its place is the whole body, line 1: a rendered body has no lines.
    pub problem: Problem,
}

/// Follows every link of every post: those of live posts in the site that readers see, those
/// of drafts and scheduled posts in the site with all posts.
pub fn check_links(blog: &SiteBlog<'_>, theme: &Theme) -> Result<CheckedLinks> {
    // Where the site will be does not matter to its inner links, and may be unknown.
    const ANYWHERE: Option<&str> = Some("http://localhost");
    let whole = Plan::new(blog, ANYWHERE, |_| true)?;
    let mut checked =
        CheckedLinks { page_problems: whole.problems.clone(), ..CheckedLinks::default() };
    if blog.posts.iter().all(|post| is_live(post)) {
        Follower { blog, plan: &whole, whole: &whole }.follow(theme, |_| true, &mut checked);
    } else {
        let live = Plan::new(blog, ANYWHERE, is_live)?;
        Follower { blog, plan: &live, whole: &whole }.follow(theme, |_| true, &mut checked);
        Follower { blog, plan: &whole, whole: &whole }.follow(
            theme,
            |it| !is_live(it),
            &mut checked,
        );
    }
    checked.problems.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(checked)
}

/// Follows links within one site.
struct Follower<'p> {
    blog: &'p SiteBlog<'p>,
    plan: &'p Plan,
    /// The site with drafts: what is only there explains a link that leads nowhere.
    whole: &'p Plan,
}

/// What one post's addresses come to.
#[derive(Default)]
struct Followed {
    problems: Vec<AddressProblem>,
    used: HashSet<String>,
    /// Addresses of places on pages: the page, the place, and the address as written.
    anchors: Vec<(String, String, String)>,
}

impl Follower<'_> {
    fn follow(
        &self,
        theme: &Theme,
        of_interest: impl Fn(&SitePost) -> bool + Sync,
        checked: &mut CheckedLinks,
    ) {
        let places = Places::new(self.plan, self.blog, theme);
        if std::ptr::eq(self.plan, self.whole) {
            checked.page_problems.extend(places.problems.iter().cloned());
        }
        let posts: Vec<usize> = (0..self.plan.posts.len())
            .filter(|&at| of_interest(&self.plan.posts[at].post))
            .collect();
        let followed: Vec<(usize, Followed)> = posts
            .into_par_iter()
            .map(|at| (at, self.follow_post(&places.links_of_post(self.plan, at), at)))
            .collect();
        let anchors = self.anchors_of(&followed);
        for (at, mut followed) in followed {
            let path = &self.plan.posts[at].post.path;
            for (page, place, address) in followed.anchors {
                if anchors.get(&*page).is_some_and(|known| !known.contains(&place)) {
                    let own = page == self.plan.posts[at].page;
                    let whose = if own { "this post" } else { "the post it leads to" };
                    let message =
                        format!("the link `{address}`: {whose} has no place called `#{place}`");
                    let problem = Problem::new(ProblemCode::LinkBroken, 1, message);
                    followed.problems.push(AddressProblem { path: path.clone(), address, problem });
                }
            }
            checked.problems.extend(followed.problems);
            checked.used.extend(followed.used);
        }
    }

    fn follow_post(&self, links: &Links<'_>, at: usize) -> Followed {
        let post = &self.plan.posts[at].post;
        let mut followed = Followed::default();
        // A check has all bodies in memory.
        let html = post.html.text().unwrap_or_default();
        rewrite_addresses(&html, |tag, _, address| {
            let code = if tag.is("a") || tag.is("area") {
                ProblemCode::LinkBroken
            } else {
                ProblemCode::AssetMissing
            };
            self.follow_address(links, code, address, &mut followed);
            None
        });
        if let Some(cover) = &post.cover {
            self.follow_address(links, ProblemCode::AssetMissing, cover, &mut followed);
        }
        followed
    }

    fn follow_address(
        &self,
        links: &Links<'_>,
        code: ProblemCode,
        address: &str,
        followed: &mut Followed,
    ) {
        let (page, suffix) = match links.target(address) {
            Target::Elsewhere => return,
            Target::Here => (links.page.to_owned(), address.to_owned()),
            Target::File { path, suffix, exists: true } => {
                followed.used.insert(path.clone());
                (path, suffix)
            }
            Target::File { exists: false, .. } | Target::Nowhere => {
                let what = if code == ProblemCode::LinkBroken { "link" } else { "file" };
                let hidden = self.is_hidden(links, address);
                let message = if hidden {
                    format!("the {what} `{address}` leads to a post that readers do not see yet")
                } else {
                    format!("the {what} `{address}` leads to nothing in this site")
                };
                let problem = Problem::new(code, 1, message);
                let (path, address) = (links.path.clone(), address.to_owned());
                followed.problems.push(AddressProblem { path, address, problem });
                return;
            }
        };
        if let Some(place) = place_in(&suffix) {
            followed.anchors.push((page, place, address.to_owned()));
        }
    }

    /// Whether the address is that of a draft or a scheduled post.
    fn is_hidden(&self, links: &Links<'_>, address: &str) -> bool {
        let end = address.find(['?', '#']).unwrap_or(address.len());
        let folder = links.path.folder();
        decode(&address[..end])
            .is_some_and(|name| self.whole.page_at(folder, &name, links.from_page).is_some())
    }

    /// The places of the pages that an address names a place of; only posts' are known.
    fn anchors_of(&self, followed: &[(usize, Followed)]) -> HashMap<&str, HashSet<String>> {
        let named: HashSet<&str> = followed
            .iter()
            .flat_map(|(_, it)| it.anchors.iter().map(|(page, ..)| page.as_str()))
            .collect();
        let pages = self.plan.posts.par_iter().filter(|it| named.contains(it.page.as_str()));
        pages
            .map(|it| (it.page.as_str(), places_of(&it.post.html.text().unwrap_or_default())))
            .collect()
    }
}

/// The place that a fragment names; nothing for the top of the page, which is always there,
/// and for a stretch of text, which a browser looks for by itself.
fn place_in(suffix: &str) -> Option<String> {
    let (_, fragment) = suffix.split_once('#')?;
    let is_top = fragment.is_empty() || fragment.eq_ignore_ascii_case("top");
    let name = decode(fragment)?;
    (!is_top && !fragment.starts_with(":~:")).then(|| name.into_owned())
}

/// The places of a body that an address can name.
fn places_of(html: &str) -> HashSet<String> {
    let tags = pieces(html).filter_map(|piece| match piece {
        Piece::Tag(tag) => Some(tag),
        Piece::Other(_) => None,
    });
    let names = |tag: Tag<'_>| {
        let old = tag.get("name").filter(|_| tag.is("a"));
        [tag.get("id"), old].map(|name| name.map(Cow::into_owned))
    };
    tags.flat_map(names).flatten().collect()
}

#[cfg(test)]
mod tests;
