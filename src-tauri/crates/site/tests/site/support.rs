//! Reads a blog's folder the plain way, for tests and the example: no database, no
//! mirror, only what a site is made of.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use galley_core::{BlogConfig, Post, PostPath, PostStatus};
use galley_markdown::{Options, Rendered, render};
use galley_site::{SiteAsset, SiteBlog, SitePage, SitePictures, SitePost};
use jiff::Timestamp;

/// A blog read from its folder.
#[derive(Debug)]
pub(crate) struct Blog {
    pub(crate) config: BlogConfig,
    posts: Vec<SitePost>,
    pages: Vec<SitePage>,
}

impl Blog {
    /// Reads `blog.toml`, `posts/` and `pages/`, as they are seen at `now`.
    pub(crate) fn read(folder: &Path, now: Timestamp) -> Self {
        let toml = fs::read_to_string(folder.join("blog.toml")).expect("the blog has settings");
        let (config, problems) = BlogConfig::parse(&toml, "blog");
        assert_eq!(problems, [], "the settings are understood");
        Self::with_config(config, &folder.join("posts"), &folder.join("pages"), now)
    }

    /// Reads a posts folder that lies anywhere.
    pub(crate) fn with_config(
        config: BlogConfig,
        posts: &Path,
        pages: &Path,
        now: Timestamp,
    ) -> Self {
        let read = |file: &PathBuf, top: &Path| {
            let path = file.strip_prefix(top).expect("found below it");
            let path = PostPath::parse(path.to_str().expect("UTF-8")).expect("a post's path");
            let source = fs::read_to_string(file).expect("a readable post");
            let post = Post::from_source(&path, &source);
            let options = Options {
                raw_html: config.raw_html,
                language: post.language.as_ref().unwrap_or(&config.language).clone(),
                smart_punctuation: config.smart_punctuation,
                math: config.math,
                ..Options::default()
            };
            let rendered = render(&source[post.body.clone()], &options);
            let assets = assets(file, &rendered, post.cover.as_deref());
            (post, rendered.html, assets)
        };
        let mut site_posts = Vec::new();
        for file in markdown_files(posts) {
            let (post, html, assets) = read(&file, posts);
            let status = PostStatus::of(post.draft, post.date.as_ref(), now, &config.time_zone);
            site_posts.push(SitePost {
                path: post.path,
                title: post.title,
                slug: post.slug,
                date: post.date,
                updated: post.updated,
                status,
                tags: post.tags,
                authors: post.authors,
                series: post.series,
                summary: post.summary,
                excerpt: post.excerpt,
                cover: post.cover,
                language: post.language,
                aliases: post.aliases,
                n_words: post.n_words,
                html: html.into(),
                assets,
            });
        }
        let mut site_pages = Vec::new();
        for file in markdown_files(pages) {
            let (post, html, assets) = read(&file, pages);
            site_pages.push(SitePage {
                path: post.path,
                title: post.title,
                slug: post.slug,
                summary: post.summary,
                language: post.language,
                html,
                assets,
            });
        }
        Self { config, posts: site_posts, pages: site_pages }
    }

    /// The blog as the crate takes it.
    pub(crate) fn site(&self) -> SiteBlog<'_> {
        SiteBlog {
            config: &self.config,
            posts: self.posts.iter().cloned().map(Arc::new).collect(),
            pages: self.pages.iter().cloned().map(Arc::new).collect(),
            files: Vec::new(),
            pictures: SitePictures::new(),
        }
    }
}

/// The files a post shows or links to, as far as they exist.
fn assets(file: &Path, rendered: &Rendered, cover: Option<&str>) -> Vec<SiteAsset> {
    let images = rendered.images.iter().map(|image| &*image.target);
    let links = rendered.links.iter().map(|link| &*link.target);
    let names: BTreeSet<_> = images.chain(links).chain(cover).collect();
    let folder = file.parent().expect("a file lies in a folder");
    let asset = |name: &str| {
        let source = folder.join(name);
        let is_asset = source.is_file() && source.extension().is_none_or(|e| e != "md");
        is_asset.then(|| SiteAsset { name: name.to_owned(), source })
    };
    names.into_iter().filter_map(asset).collect()
}

fn markdown_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            found.extend(markdown_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
    found.sort();
    found
}
