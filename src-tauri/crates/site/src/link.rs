//! Where the links of a post lead within the site.

use std::borrow::Cow;
use std::hash::Hash as _;

use foldhash::HashMap;
use galley_core::{ContentHash, PostPath, Problem, ProblemCode};

use crate::address::{INDEX, absolute, decode, is_external, join, relative};
use crate::asset::{Claims, PlacedAssets, PlacedPicture, asset_key};
use crate::html::Html;
use crate::markup::{local_path, rewrite_addresses};
use crate::memory::KeyHasher;
use crate::output::SiteProblem;
use crate::picture::dressed;
use crate::plan::Plan;

/// Resolves the links of one post or page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Links<'p> {
    pub(crate) plan: &'p Plan,
    pub(crate) claims: &'p Claims,
    /// Whether they are those of an undated page.
    pub(crate) from_page: bool,
    /// The file the links were written in.
    pub(crate) path: &'p PostPath,
    /// The page they are shown on.
    pub(crate) page: &'p str,
    pub(crate) assets: &'p PlacedAssets,
    /// The pictures among the blog's own files, by their places.
    pub(crate) own_pictures: &'p HashMap<String, PlacedPicture>,
}

/// Where a link leads.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) enum Target {
    /// To another site, or to something that is no page at all.
    Elsewhere,
    /// To a place on the same page.
    Here,
    /// To a file of the site.
    File {
        /// Its path within the site.
        path: String,
        /// `?query` and `#fragment`, as written.
        suffix: String,
        /// Whether the site has it.
        exists: bool,
    },
    /// Out of the site, or to a post that is not part of it.
    Nowhere,
}

impl Links<'_> {
    /// Where `address` leads.
    pub(crate) fn target(&self, address: &str) -> Target {
        if is_external(address) {
            return Target::Elsewhere;
        }
        let end = address.find(['?', '#']).unwrap_or(address.len());
        let (encoded, suffix) = address.split_at(end);
        if encoded.is_empty() {
            return Target::Here;
        }
        let Some(name) = decode(encoded) else { return Target::Nowhere };
        let file = |path: String, exists| Target::File { path, suffix: suffix.to_owned(), exists };
        if let Some(place) = self.assets.get(asset_key(&name)) {
            return file(place.path.clone(), true);
        }
        let from_top = name.starts_with('/');
        if is_markdown(&name) {
            let page = self.plan.page_at(self.path.folder(), &name, self.from_page);
            return page.map_or(Target::Nowhere, |page| file(page.to_owned(), true));
        }
        let folder = self.page.rsplit_once('/').map_or("", |(folder, _)| folder);
        let Some(mut path) = join(if from_top { "" } else { folder }, &name) else {
            return Target::Nowhere;
        };
        if path.is_empty() || path.ends_with('/') {
            path.push_str(INDEX);
        } else if !self.claims.holds(&path) {
            let index = format!("{path}/{INDEX}");
            if self.claims.holds(&index) {
                path = index;
            }
        }
        let exists = self.claims.holds(&path);
        file(path, exists)
    }

    /// A body in which pages say of pictures what they know of them.
    pub(crate) fn dressed<'h>(&self, html: &'h str) -> Cow<'h, str> {
        let has_pictures = self.assets.values().any(|asset| asset.picture.is_some());
        if has_pictures || !self.own_pictures.is_empty() {
            dressed(html, self.page, |address| self.picture(address))
        } else {
            Cow::Borrowed(html)
        }
    }

    fn picture(&self, address: &str) -> Option<&PlacedPicture> {
        let name = local_path(address)?;
        if let Some(asset) = self.assets.get(asset_key(&name)) {
            return asset.picture.as_ref();
        }
        let folder = self.page.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = join(if name.starts_with('/') { "" } else { folder }, &name)?;
        self.own_pictures.get(&path)
    }

    /// A body for its own page, and what is wrong with its links.
    pub(crate) fn page_body(&self, html: &str) -> (String, Vec<SiteProblem>) {
        let mut problems = Vec::new();
        let html = self.dressed(html);
        let body = rewrite_addresses(&html, |tag, _, address| match self.target(address) {
            Target::Elsewhere | Target::Here => None,
            Target::File { path, suffix, exists } => {
                if !exists {
                    problems.push(self.problem(tag.is("a"), address));
                }
                Some(relative(self.page, &path) + &suffix)
            }
            Target::Nowhere => {
                problems.push(self.problem(tag.is("a"), address));
                None
            }
        });
        (body.into_owned(), problems)
    }

    /// What tells a body for its own page from others: all that [`page_body`](Self::page_body)
    /// looks at, without the body.
    pub(crate) fn body_key(&self, html: &Html) -> String {
        let mut hasher = KeyHasher::default();
        html.hash(&mut hasher);
        for address in &*html.addresses() {
            (self.target(address), self.picture(address)).hash(&mut hasher);
        }
        ContentHash::new(hasher.key()).to_string()
    }

    /// A body for the feed, where a link stands alone: absolute if the base URL is
    /// known, else relative to the feed.
    pub(crate) fn feed_body(&self, html: &str, feed: &str) -> String {
        let public = |path: &str| match &self.plan.base {
            Some(base) => absolute(base, path),
            None => relative(feed, path),
        };
        let body = rewrite_addresses(html, |_, _, address| match self.target(address) {
            Target::Elsewhere | Target::Nowhere => None,
            Target::Here => Some(public(self.page) + address),
            Target::File { path, suffix, .. } => Some(public(&path) + &suffix),
        });
        body.into_owned()
    }

    /// The public address of a picture, if it can have one.
    pub(crate) fn public_image(&self, address: &str) -> Option<String> {
        match self.target(address) {
            Target::Elsewhere => address.starts_with("http").then(|| address.to_owned()),
            Target::File { path, exists: true, .. } => {
                self.plan.base.as_ref().map(|base| absolute(base, &path))
            }
            _ => None,
        }
    }

    fn problem(&self, is_link: bool, address: &str) -> SiteProblem {
        let (code, what) = if is_link {
            (ProblemCode::LinkBroken, "the link")
        } else {
            (ProblemCode::AssetMissing, "the file")
        };
        let message = format!("{what} `{address}` leads to nothing in this site");
        SiteProblem { path: self.path.clone(), problem: Problem::new(code, 1, message) }
    }
}

/// Whether a link means the file of a post or a page.
pub(crate) fn is_markdown(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    matches!(extension.as_deref(), Some("md" | "markdown"))
}
