//! Where everything of a site goes but its pages.

use galley_core::{Problem, ProblemCode};
use rayon::prelude::*;

use crate::address::INDEX;
use crate::asset::{AssetPlaces, Claims, PlacedAssets, claim_numbered};
use crate::blog::SiteBlog;
use crate::cover::Cover;
use crate::link::Links;
use crate::output::{OutputFile, SiteProblem};
use crate::page::NOT_FOUND;
use crate::plan::{Plan, PlannedPost};
use crate::sitemap::{self, ROBOTS};
use crate::theme::Theme;
use crate::{Result, alias, card, feed, search};

use super::task::tasks;

/// Where everything but pages goes.
#[derive(Debug)]
pub(crate) struct Places {
    pub(super) claims: Claims,
    pub(super) assets: AssetPlaces,
    pub(super) post_assets: Vec<PlacedAssets>,
    page_assets: Vec<PlacedAssets>,
    pub(super) own_files: Vec<OutputFile>,
    /// Where the cards of the plan's posts go.
    pub(super) cards: Vec<Option<String>>,
    pub(super) redirects: Vec<OutputFile>,
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
    pub(super) fn covers(&self, plan: &Plan) -> Vec<Option<Cover>> {
        (0..plan.posts.len()).into_par_iter().map(|at| self.cover(plan, at)).collect()
    }

    /// What stands for one of them.
    pub(super) fn cover(&self, plan: &Plan, at: usize) -> Option<Cover> {
        let (links, post) = (self.links_of_post(plan, at), &plan.posts[at].post);
        let named = post.cover.as_deref().and_then(|cover| Cover::at(cover, &links));
        named.or_else(|| Cover::first_of(&post.html.pictures(), &links))
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

    pub(super) fn links_of_page<'l>(&'l self, plan: &'l Plan, at: usize) -> Links<'l> {
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
