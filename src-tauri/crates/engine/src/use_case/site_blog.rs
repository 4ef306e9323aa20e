//! A blog as the site crate wants it: posts read, rendered, and their assets found.

use std::sync::Arc;

use galley_core::{Post, PostPath, PostStatus, RawHtml};
use galley_markdown::Rendered;
use galley_site::{SiteAsset, SiteBlog, SitePictures, SitePost};
use galley_store::StoredPost;
use rayon::prelude::*;

use crate::blog::State;
use crate::error::Error;

/// The folder of files that posts share; it goes to the site under the same name.
const ASSETS_FOLDER: &str = "assets";

impl State {
    /// Reads and renders every post, on all cores. Bodies are rendered only where
    /// `wants_body` says so.
    pub(crate) fn rendered_posts(
        &self,
        raw_html: RawHtml,
        wants_body: impl Fn(&Post, PostStatus) -> bool + Sync,
    ) -> Result<Vec<SitePost>, Error> {
        let standing = self.standing();
        let options = self.markdown_options(raw_html);
        let ids = self.store.posts(&self.config.time_zone)?.into_iter().map(|post| post.id);
        let stored: Vec<StoredPost> = ids.map(|id| self.stored(id)).collect::<Result<_, _>>()?;
        let posts_folder = &self.posts_folder;
        let render = |stored: StoredPost| {
            let post = Post::from_source(&stored.path, &stored.source);
            let status = standing.status(post.draft, post.date.as_ref());
            let rendered = if wants_body(&post, status) {
                galley_markdown::render(&stored.source[post.body.clone()], &options)
            } else {
                galley_markdown::render("", &options)
            };
            let assets = assets_of(posts_folder, &post, &rendered);
            site_post(&post, status, rendered.html, assets)
        };
        let readable = stored.into_par_iter().filter(|post| post.read_only.is_none());
        Ok(readable.map(render).collect())
    }

    /// A post for the site, with this body and no assets.
    pub(crate) fn site_post(&self, post: &Post, html: String) -> SitePost {
        let status = self.standing().status(post.draft, post.date.as_ref());
        site_post(post, status, html, Vec::new())
    }

    /// All posts as the library lists them, without their bodies: enough for the
    /// lists, neighbours and link targets of a page.
    pub(crate) fn listed_posts(&self) -> Result<Vec<SitePost>, Error> {
        let standing = self.standing();
        let posts = self.store.posts(&self.config.time_zone)?.into_iter();
        Ok(posts
            .map(|post| SitePost {
                status: standing.status(post.draft, post.date.as_ref()),
                path: post.path,
                title: post.title,
                slug: post.slug,
                date: post.date,
                updated: None,
                tags: post.tags,
                authors: Vec::new(),
                series: None,
                summary: None,
                excerpt: post.excerpt,
                cover: None,
                language: None,
                aliases: Vec::new(),
                n_words: post.n_words,
                html: galley_site::Html::default(),
                assets: Vec::new(),
            })
            .collect())
    }

    /// The blog around these posts, its pages without their bodies.
    pub(crate) fn site_blog(&self, posts: Vec<SitePost>) -> Result<SiteBlog<'_>, Error> {
        let pages = self.rendered_pages(None, false)?.pages;
        Ok(SiteBlog {
            config: &self.config,
            posts: posts.into_iter().map(Arc::new).collect(),
            pages,
            files: Vec::new(),
            pictures: SitePictures::new(),
        })
    }

    /// The files that the blog's posts share.
    pub(crate) fn shared_files(&self) -> Result<Vec<SiteAsset>, Error> {
        let folder = self.folder.join(ASSETS_FOLDER);
        let files = galley_mirror::files_below(&folder)?.into_iter();
        Ok(files
            .map(|(name, source)| SiteAsset { name: format!("{ASSETS_FOLDER}/{name}"), source })
            .collect())
    }
}

/// The local files that a rendered post shows or links to.
pub(crate) fn assets_of(
    posts_folder: &galley_mirror::PostsFolder,
    post: &Post,
    rendered: &Rendered,
) -> Vec<SiteAsset> {
    let images = rendered.images.iter().map(|image| image.target.as_str());
    let links = rendered.links.iter().map(|link| link.target.as_str());
    assets_called(posts_folder, &post.path, images.chain(links).chain(post.cover.as_deref()))
}

/// The files that a post calls so, each once, as far as they are there.
pub(crate) fn assets_called<'t>(
    posts_folder: &galley_mirror::PostsFolder,
    post: &PostPath,
    targets: impl IntoIterator<Item = &'t str>,
) -> Vec<SiteAsset> {
    let mut assets = Vec::<SiteAsset>::new();
    for target in targets {
        let end = target.find(['?', '#']).unwrap_or(target.len());
        let decoded = percent_encoding::percent_decode_str(&target[..end]).decode_utf8();
        let Ok(name) = decoded else { continue };
        if assets.iter().any(|asset| asset.name == name) {
            continue;
        }
        if let Some(source) = posts_folder.asset(post, &name) {
            assets.push(SiteAsset { name: name.into_owned(), source });
        }
    }
    assets
}

pub(crate) fn site_post(
    post: &Post,
    status: PostStatus,
    html: String,
    assets: Vec<SiteAsset>,
) -> SitePost {
    SitePost {
        path: post.path.clone(),
        title: post.title.clone(),
        slug: post.slug.clone(),
        date: post.date,
        updated: post.updated,
        status,
        tags: post.tags.clone(),
        authors: post.authors.clone(),
        series: post.series.clone(),
        summary: post.summary.clone(),
        excerpt: post.excerpt.clone(),
        cover: post.cover.clone(),
        language: post.language.clone(),
        aliases: post.aliases.clone(),
        n_words: post.n_words,
        html: html.into(),
        assets,
    }
}
