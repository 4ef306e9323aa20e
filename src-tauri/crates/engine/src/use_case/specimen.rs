//! Specimens: pages of the author's own blog, each in a theme that it need not wear.
//!
//! What they are made from is gathered once, when the gallery opens, and they are rendered by
//! whoever asks for one: the loop stays free. They are the exported pages, but that no body
//! has more raw HTML than a preview, and lie in the preview's address space as in the site.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use galley_core::{BlogConfig, Post, PostId, PostPath, RawHtml};
use galley_markdown as markdown;
use galley_mirror::PostsFolder;
use galley_site::{
    Content, SiteAsset, SiteBlog, SitePage, SitePictures, SitePost, SpecimenOf, Theme,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::preview::{Found, PreviewFile};
use super::site_blog::{assets_of, site_post};
use super::theme::find_theme;
use crate::blog::{Blog, Standing, State};
use crate::error::Error;
use crate::media_type::media_type;
use crate::wire;

/// The folder of specimen 1 in the preview's address space is `s1`; `s1-dark` is the same in
/// dark colours.
const PREFIX: char = 's';

/// So many are kept. A gallery shows one of each theme, and one more for each change of a
/// setting, of which only the last is looked at.
const N_KEPT: usize = 64;

/// The specimens of an open gallery, and what they are made from.
#[derive(Clone, Default)]
pub(crate) struct Gallery(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    blog: Option<Arc<Gathered>>,
    /// By number; the newest has the highest.
    specimens: BTreeMap<u32, Arc<Specimen>>,
    last: u32,
}

struct Specimen {
    specimen: galley_site::Specimen,
    remote_images: bool,
}

/// A blog as it was when the gallery opened. Only the posts of the index have bodies.
struct Gathered {
    config: BlogConfig,
    posts: Vec<Arc<SitePost>>,
    pages: Vec<Arc<SitePage>>,
    /// The files that the posts share.
    shared: Vec<SiteAsset>,
    posts_folder: PostsFolder,
    options: markdown::Options,
    standing: Standing,
    remote_images: bool,
}

impl Gallery {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        // What is kept is whole even if a thread panicked while holding it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Drops all that is kept for it.
    pub(crate) fn clear(&self) {
        let mut inner = self.lock();
        inner.blog = None;
        // Numbers are not given twice: a frame that asks late gets nothing.
        inner.specimens.clear();
    }

    fn keep(&self, specimen: Specimen) -> u32 {
        let mut inner = self.lock();
        inner.last += 1;
        let number = inner.last;
        inner.specimens.insert(number, Arc::new(specimen));
        while inner.specimens.len() > N_KEPT {
            inner.specimens.pop_first();
        }
        number
    }

    /// The file that a specimen's frame asks for.
    pub(super) fn find(&self, path: &str) -> Option<Found> {
        let (folder, path) = path.strip_prefix(PREFIX)?.split_once('/')?;
        let (number, appearance) = folder.split_once('-').unwrap_or((folder, ""));
        let specimen = self.lock().specimens.get(&number.parse().ok()?).cloned()?;
        let path = percent_decode_str(path).decode_utf8().ok()?;
        specimen.find(&path, appearance)
    }
}

impl Specimen {
    fn find(&self, path: &str, appearance: &str) -> Option<Found> {
        let file = self.specimen.files.iter().find(|file| file.path == path)?;
        Some(match &file.content {
            Content::Bytes(bytes) if path == self.specimen.page => {
                let html = painted(&String::from_utf8_lossy(bytes), appearance);
                Found::Given(PreviewFile::Specimen { html, remote_images: self.remote_images })
            }
            Content::Bytes(bytes) => Found::Given(PreviewFile::Asset {
                media_type: media_type(path),
                bytes: bytes.to_vec(),
            }),
            Content::Card(card) => {
                Found::Given(PreviewFile::Asset { media_type: media_type(path), bytes: card.png() })
            }
            // A version of a picture is made when it is asked for.
            Content::Copy(source) => match galley_site::original_of(path) {
                Some((_, width)) => Found::Sized(source.clone(), width),
                None => Found::File(source.clone()),
            },
        })
    }
}

/// The page in light or in dark colours, whatever the system has, and inert: it can be
/// scrolled, but no link or field in it can be clicked or has the keyboard.
fn painted(html: &str, appearance: &str) -> String {
    let html = &html.replacen("<body", "<body inert", 1);
    match appearance {
        "light" | "dark" => {
            html.replacen("<html", &format!("<html data-theme=\"{appearance}\""), 1)
        }
        _ => html.to_owned(),
    }
}

impl Blog {
    /// Renders a page of the blog in a theme, with these of its settings instead of the blog's:
    /// the page of an open post, else the index.
    ///
    /// # Errors
    ///
    /// When there is no such theme, when it is broken, or has no such setting.
    pub fn theme_specimen(
        &self,
        theme: &str,
        settings: &[wire::ThemeChoice],
        post: Option<u32>,
    ) -> Result<wire::Specimen, Error> {
        let gathered = self.gathered()?;
        let theme = gathered.theme(self.folder(), theme, settings)?;
        let post = post.map(|id| self.post_now(&gathered, PostId::new(id))).transpose()?;
        let specimen = self.render_specimen(&gathered, &theme, post)?;
        let page = utf8_percent_encode(&specimen.page, IN_PATH).to_string();
        let remote_images = gathered.remote_images;
        let number = self.gallery().keep(Specimen { specimen, remote_images });
        let address = |appearance: &str| {
            let blog = self.id();
            format!("galley-preview://localhost/{blog}/{PREFIX}{number}-{appearance}/{page}")
        };
        Ok(wire::Specimen { light: address("light"), dark: address("dark") })
    }

    /// Whether the index of the blog can be shown in a theme.
    pub(super) fn try_theme(
        &self,
        theme: &str,
        settings: &[wire::ThemeChoice],
    ) -> Result<(), Error> {
        let gathered = self.gathered()?;
        let theme = gathered.theme(self.folder(), theme, settings)?;
        self.render_specimen(&gathered, &theme, None).map(drop)
    }

    fn render_specimen(
        &self,
        gathered: &Gathered,
        theme: &Theme,
        post: Option<SitePost>,
    ) -> Result<galley_site::Specimen, Error> {
        let of = post.as_ref().map(|post| post.path.clone());
        let mut blog = gathered.site_blog(post);
        blog.pictures = self.pictures().looks(&blog);
        let of = of.as_ref().map_or(SpecimenOf::Index, SpecimenOf::Post);
        galley_site::specimen(&blog, theme, of)?.ok_or(Error::PostNotOpen)
    }

    /// An open post as it is now, with its body.
    fn post_now(&self, gathered: &Gathered, id: PostId) -> Result<SitePost, Error> {
        let (post, text) = self
            .open_posts()
            .with(id, |open| (open.post().clone(), open.text.as_str().to_owned()))?;
        // What was typed since the post was read last may have moved its body.
        let post = Post::from_source(&post.path, &text);
        Ok(gathered.with_body(&post, &text))
    }

    /// The blog as the gallery shows it; gathered now if it was not yet.
    fn gathered(&self) -> Result<Arc<Gathered>, Error> {
        if let Some(gathered) = self.gallery().lock().blog.clone() {
            return Ok(gathered);
        }
        let mut gathered = self.ask(State::gather)?;
        let shown = galley_site::index_posts(&gathered.site_blog(None))?;
        let sources = self.ask(move |state| state.sources(&shown))?;
        for (path, source) in sources {
            let post = gathered.with_body(&Post::from_source(&path, &source), &source);
            gathered.put(post);
        }
        let gathered = Arc::new(gathered);
        self.gallery().lock().blog = Some(Arc::clone(&gathered));
        Ok(gathered)
    }
}

impl State {
    fn gather(&mut self) -> Result<Gathered, Error> {
        Ok(Gathered {
            config: self.config.clone(),
            posts: self.listed_posts()?.into_iter().map(Arc::new).collect(),
            pages: self.rendered_pages(None, false)?.pages,
            shared: self.shared_files()?,
            posts_folder: self.posts_folder.clone(),
            options: self.markdown_options(RawHtml::Safe),
            standing: self.standing(),
            remote_images: self.remote_images()?,
        })
    }

    fn sources(&mut self, paths: &[PostPath]) -> Result<Vec<(PostPath, String)>, Error> {
        let mut sources = Vec::new();
        for path in paths {
            // One that is gone since it was listed is listed all the same.
            let stored = self.store.post_by_path(path)?;
            sources.extend(stored.map(|stored| (stored.path, stored.source)));
        }
        Ok(sources)
    }
}

impl Gathered {
    /// A theme with what the blog and then the gallery chose of its settings.
    fn theme(
        &self,
        folder: &Path,
        name: &str,
        settings: &[wire::ThemeChoice],
    ) -> Result<Theme, Error> {
        let mut theme = find_theme(folder, name)?;
        // What the blog says is for the theme it wears; another has perhaps no such setting.
        theme.choose(&self.config.theme_settings);
        let settings: Vec<_> = settings.iter().map(Into::into).collect();
        match theme.choose(&settings).into_iter().next() {
            Some(problem) => Err(Error::ThemeChoice { problem: problem.message }),
            None => Ok(theme),
        }
    }

    /// The blog for the site, with this post in the place of the one in the same file.
    fn site_blog(&self, post: Option<SitePost>) -> SiteBlog<'_> {
        let mut posts = self.posts.clone();
        if let Some(post) = post {
            posts.retain(|other| other.path != post.path);
            posts.push(Arc::new(post));
        }
        // No more of the shared files than are spoken of: each picture is looked at.
        let bodies = posts.iter().filter_map(|post| post.html.text().ok());
        let mut spoken_of: Vec<_> =
            bodies.flat_map(|html| galley_site::local_addresses(&html)).collect();
        spoken_of.extend(posts.iter().filter_map(|post| post.cover.clone()));
        let is_shown = |file: &&SiteAsset| spoken_of.iter().any(|it| it.ends_with(&file.name));
        let files = self.shared.iter().filter(is_shown).cloned().collect();
        SiteBlog {
            config: &self.config,
            posts,
            pages: self.pages.clone(),
            files,
            pictures: SitePictures::new(),
        }
    }

    fn with_body(&self, post: &Post, source: &str) -> SitePost {
        let status = self.standing.status(post.draft, post.date.as_ref());
        let body = source.get(post.body.clone()).unwrap_or_default();
        let rendered = markdown::render(body, &self.options);
        let assets = assets_of(&self.posts_folder, post, &rendered);
        site_post(post, status, rendered.html, assets)
    }

    fn put(&mut self, post: SitePost) {
        if let Some(listed) = self.posts.iter_mut().find(|listed| listed.path == post.path) {
            *listed = Arc::new(post);
        }
    }
}

/// What needs no other spelling in the path of an address.
const IN_PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[cfg(test)]
mod tests;
