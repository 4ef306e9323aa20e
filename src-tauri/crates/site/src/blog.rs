//! What a site is made of: the blog and its posts, bodies already rendered.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use galley_core::{BlogConfig, PostDate, PostPath, PostStatus, Slug};
use jiff::Timestamp;

use crate::html::Html;

/// A blog, ready to become a site.
#[derive(Debug, Clone)]
pub struct SiteBlog<'a> {
    /// Its settings.
    pub config: &'a BlogConfig,
    /// Its posts, in any order and of any status.
    pub posts: Vec<Arc<SitePost>>,
    /// Its undated pages, in the order of the navigation.
    pub pages: Vec<Arc<SitePage>>,
    /// Files that go to the site as they are; the name is the path there.
    pub files: Vec<SiteAsset>,
    /// What is known of the pictures among all these files, by the file.
    pub pictures: SitePictures,
}

/// Pictures by their files.
pub type SitePictures = HashMap<PathBuf, SitePicture>;

/// A picture made of pixels, ready for its readers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SitePicture {
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// The file that goes to the site in its place: the same, or a cleaner one.
    pub file: PathBuf,
    /// Its versions for smaller screens, `WebP` files, with their widths, rising.
    pub sizes: Vec<(u32, PathBuf)>,
}

/// A post with its rendered body.
#[derive(Debug, Clone)]
pub struct SitePost {
    /// Where its file lies, relative to the folder of posts.
    pub path: PostPath,
    /// The title.
    pub title: String,
    /// The folder its page goes to.
    pub slug: Slug,
    /// When it was published.
    pub date: Option<PostDate>,
    /// When it was last changed for its readers.
    pub updated: Option<PostDate>,
    /// Whether readers see it.
    pub status: PostStatus,
    /// Its tags, as written.
    pub tags: Vec<String>,
    /// Who wrote it, if not the blog's author.
    pub authors: Vec<String>,
    /// The series it is a part of.
    pub series: Option<String>,
    /// The author's own summary.
    pub summary: Option<String>,
    /// The start of the post for lists.
    pub excerpt: String,
    /// The picture that stands for it: an asset's name or an address.
    pub cover: Option<String>,
    /// The language it is written in, if it says so.
    pub language: Option<String>,
    /// Old paths that lead to it.
    pub aliases: Vec<String>,
    /// Words of the body.
    pub n_words: u32,
    /// The body as HTML, links as the author wrote them.
    pub html: Html,
    /// The files it shows or links to.
    pub assets: Vec<SiteAsset>,
}

/// An undated page with its rendered body.
#[derive(Debug, Clone, Hash)]
pub struct SitePage {
    /// Where its file lies, relative to the folder of pages.
    pub path: PostPath,
    /// The title, also its name in the navigation.
    pub title: String,
    /// The folder it goes to.
    pub slug: Slug,
    /// What it is about, for search engines.
    pub summary: Option<String>,
    /// The language it is written in, if it says so.
    pub language: Option<String>,
    /// The body as HTML, links as the author wrote them.
    pub html: String,
    /// The files it shows or links to.
    pub assets: Vec<SiteAsset>,
}

/// A file that is not a post.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SiteAsset {
    /// The path the post calls it by, relative to the post's own file, not percent-encoded.
    /// One that begins with `/` is meant from the top of the site.
    pub name: String,
    /// The file itself.
    pub source: PathBuf,
}

/// How a site is rendered.
#[derive(Debug, Clone, Copy)]
pub struct SiteOptions<'a> {
    /// Where the site will be, if not where the blog's settings say.
    pub base_url: Option<&'a str>,
    /// The moment the site is rendered for; shows only in the feed of an empty blog.
    pub now: Timestamp,
    /// Whether drafts and scheduled posts are part of the site.
    pub drafts: bool,
}

/// What stands in the place of a post's body.
#[derive(Debug, Clone, Copy)]
pub enum Body<'a> {
    /// The body, links as the author wrote them.
    Html(&'a str),
    /// Nothing: the element that would hold the body is empty and marked
    /// `data-galley-body`. That mark is in no exported page.
    Hole,
}
