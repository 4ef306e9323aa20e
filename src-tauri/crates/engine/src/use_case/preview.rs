//! The preview: the exported page, before it is exported.
//!
//! The frame's address space is the site's: the page lies as many folders deep as
//! there, the theme's files beside the first of them and the post's assets beside
//! the page, so that the page needs no link changed to be shown.

use std::fs;
use std::path::PathBuf;

use galley_core::PostId;
use galley_site::{Body, SiteAsset, SiteBlog, SiteCard, SitePost};

use crate::blog::{Blog, State};
use crate::error::Error;
use crate::media_type::media_type;
use crate::open_post::PreviewPatch;
use crate::pictures::Pictures;
use crate::use_case::site_blog::assets_called;
use crate::wire;

/// The folder of a post's page in the frame's address space.
const POST_PREFIX: &str = "p";
/// The folders below that one, in which a page lies that is deeper in the site. What they are
/// called there may change with each key.
const DEEPER: &str = "-/";

/// The setting that lets previews show pictures from elsewhere.
const REMOTE_IMAGES: &str = "remoteImages";

/// A file that the preview frame asks for.
#[derive(Debug)]
pub enum PreviewFile {
    /// A post's page without its body.
    Page {
        /// Its HTML.
        html: String,
        /// Whether it may ask other machines for pictures, sound and film.
        remote_images: bool,
    },
    /// A page in a theme of the gallery: only to be looked at.
    Specimen {
        /// Its HTML.
        html: String,
        /// Whether it may ask other machines for pictures, sound and film.
        remote_images: bool,
    },
    /// A file of the theme or of the post.
    Asset {
        /// Its media type.
        media_type: &'static str,
        /// Its bytes.
        bytes: Vec<u8>,
    },
}

impl Blog {
    /// The whole preview of an open post.
    pub fn preview_show(&self, post: u32) -> Result<wire::Preview, Error> {
        let id = PostId::new(post);
        // Rendering is done here and not in the loop, which must stay free to journal.
        let (version, blocks, body_line) = self.open_posts().with(id, |open| {
            open.render();
            let blocks: Vec<wire::Block> = open.blocks().iter().map(Into::into).collect();
            (open.version, blocks, open.post().body_line)
        })?;
        let blocks = self.with_links(id, blocks)?;
        let blog = self.id();
        self.ask(move |state| {
            let remote_images = state.remote_images()?;
            // Another address, so that the frame loads the page with its other policy.
            let remote = remote_images.then(|| "remote".to_owned());
            // And another one again in another theme.
            let worn = (state.n_worn > 0).then(|| state.n_worn.to_string());
            let query: Vec<_> = remote.into_iter().chain(worn).collect();
            let mark = if query.is_empty() { "" } else { "?" };
            let depth = galley_site::depth_of_post(&state.config, &state.post_without_body(id)?);
            let deeper = DEEPER.repeat(depth.saturating_sub(1));
            Ok(wire::Preview {
                version,
                url: format!(
                    "galley-preview://localhost/{blog}/{POST_PREFIX}{post}/{deeper}index.html{mark}{}",
                    query.join("&")
                ),
                remote_images,
                blocks,
                body_line,
                page: state.page(id)?,
                paused: state.reason_to_pause(id)?,
            })
        })
    }

    /// Shows pictures from elsewhere in this blog's previews, or not: whoever has them learns
    /// when a post is looked at.
    pub fn remote_images_set(&self, shown: bool) -> Result<(), Error> {
        self.ask(move |state| {
            Ok(state.store.set_setting(REMOTE_IMAGES, if shown { "true" } else { "false" })?)
        })
    }

    /// Looks up a file by its path in the preview's address space.
    pub fn preview_file(&self, path: &str) -> Option<PreviewFile> {
        let asked = path.to_owned();
        let in_preview = || self.ask(move |state| Ok(state.preview_file(&asked))).ok()?;
        let found = self.gallery().find(path).or_else(in_preview)?;
        // Reading and making pictures is done here and not in the loop, which must stay free.
        found.read(self.pictures())
    }

    /// A patch as the window takes it.
    pub(crate) fn patch_on_wire(
        &self,
        id: PostId,
        patch: &PreviewPatch,
    ) -> Result<wire::Patch, Error> {
        let index = |n: usize| u32::try_from(n).expect("a post has fewer than 2^32 blocks");
        let page = patch.page.then(|| self.ask(move |state| state.page(id))).transpose()?;
        let blocks = patch.blocks.blocks.iter().map(Into::into).collect();
        Ok(wire::Patch {
            from: index(patch.blocks.from),
            to: index(patch.blocks.to),
            blocks: self.with_links(id, blocks)?,
            line_shift: patch.blocks.line_shift,
            body_line: patch.body_line,
            page,
        })
    }

    /// The blocks with their links as the post's page has them. Most blocks have no
    /// link within the site, and then nobody is asked.
    fn with_links(
        &self,
        id: PostId,
        mut blocks: Vec<wire::Block>,
    ) -> Result<Vec<wire::Block>, Error> {
        let local: Vec<usize> = (0..blocks.len())
            .filter(|at| !galley_site::local_addresses(&blocks[*at].html).is_empty())
            .collect();
        if local.is_empty() {
            return Ok(blocks);
        }
        let pieces: Vec<String> =
            local.iter().map(|at| std::mem::take(&mut blocks[*at].html)).collect();
        let pieces = self.ask(move |state| state.page_pieces(id, &pieces))?;
        for (at, html) in local.into_iter().zip(pieces) {
            blocks[at].html = html;
        }
        Ok(blocks)
    }
}

impl State {
    pub(super) fn remote_images(&self) -> Result<bool, Error> {
        Ok(self.store.setting(REMOTE_IMAGES)?.as_deref() == Some("true"))
    }

    /// The page of an open post with an empty body.
    fn page(&self, id: PostId) -> Result<String, Error> {
        let post = self.post_without_body(id)?;
        let blog = self.site_with(&post)?;
        Ok(galley_site::post_page(&blog, &post, &self.theme, Body::Hole)?)
    }

    /// The card of an open post, if that is what lies beside its page under this name.
    fn card(&self, id: PostId, name: &str) -> Result<Option<SiteCard>, Error> {
        let post = self.post_without_body(id)?;
        let blog = self.site_with(&post)?;
        let card = galley_site::card_of_post(&blog, &post, &self.theme)?;
        Ok(card.filter(|(path, _)| path.rsplit('/').next() == Some(name)).map(|(_, card)| card))
    }

    fn post_without_body(&self, id: PostId) -> Result<SitePost, Error> {
        let post = self.open.with(id, |open| open.post().clone())?;
        let mut site_post = self.site_post(&post, String::new());
        site_post.assets = assets_called(&self.posts_folder, &post.path, post.cover.as_deref());
        Ok(site_post)
    }

    /// The text of a file that is too large is not in the library.
    fn reason_to_pause(&self, id: PostId) -> Result<Option<String>, Error> {
        let stored = self.stored(id)?;
        let too_large = stored.read_only == Some(galley_store::ReadOnly::TooLarge);
        Ok(too_large.then(|| format!("`{}` is too large to be shown", stored.path)))
    }

    fn page_pieces(&self, id: PostId, pieces: &[String]) -> Result<Vec<String>, Error> {
        let post = self.open.with(id, |open| open.post().clone())?;
        let mut site_post = self.site_post(&post, String::new());
        let mut shared = Vec::new();
        for name in pieces.iter().flat_map(|html| galley_site::local_addresses(html)) {
            match self.posts_folder.asset(&post.path, &name) {
                Some(source) => site_post.assets.push(SiteAsset { name, source }),
                None => shared.push(name),
            }
        }
        let mut blog = self.site_with(&site_post)?;
        if !shared.is_empty() {
            // No more of them than are spoken of: each is looked at.
            blog.files = self.shared_files()?;
            blog.files.retain(|file| shared.iter().any(|name| name.ends_with(&file.name)));
        }
        blog.pictures = self.pictures.looks(&blog);
        Ok(galley_site::page_pieces(&blog, &site_post, &self.theme, pieces)?)
    }

    /// The blog with this post as it is now.
    fn site_with(&self, post: &SitePost) -> Result<SiteBlog<'_>, Error> {
        let mut posts = self.listed_posts()?;
        posts.retain(|other| other.path != post.path);
        posts.push(post.clone());
        self.site_blog(posts)
    }

    fn preview_file(&self, path: &str) -> Option<Found> {
        let (first, mut rest) = path.split_once('/').unwrap_or((path, ""));
        while let Some(deeper) = rest.strip_prefix(DEEPER) {
            rest = deeper;
        }
        let post = first.strip_prefix(POST_PREFIX).and_then(|id| id.parse().ok());
        match (post.map(PostId::new), rest) {
            (Some(id), "" | "index.html") => {
                let remote_images = self.remote_images().unwrap_or(false);
                let page = self.page(id).ok()?;
                Some(Found::Given(PreviewFile::Page { html: page, remote_images }))
            }
            // At the top of a site the theme's files and all others are beside the page, too.
            (Some(id), name) => self
                .post_asset(id, name)
                .or_else(|| self.theme_file(name))
                .or_else(|| self.shared_file(name)),
            (None, _) => self.theme_file(path).or_else(|| self.shared_file(path)),
        }
    }

    fn theme_file(&self, path: &str) -> Option<Found> {
        let bytes = self.theme.static_file(path)?.to_vec();
        Some(Found::Given(PreviewFile::Asset { media_type: media_type(path), bytes }))
    }

    fn shared_file(&self, path: &str) -> Option<Found> {
        let path = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
        let files = self.shared_files().ok()?;
        Found::of(&path, |name| {
            let file = files.iter().find(|file| file.name == name)?;
            Some(file.source.clone())
        })
    }

    fn post_asset(&self, id: PostId, name: &str) -> Option<Found> {
        let path = self.open.with(id, |open| open.post().path.clone()).ok()?;
        let name = percent_encoding::percent_decode_str(name).decode_utf8().ok()?;
        Found::of(&name, |name| self.posts_folder.asset(&path, name))
            .or_else(|| self.card(id, &name).ok().flatten().map(Box::new).map(Found::Card))
    }
}

/// What the frame asked for, before files are read.
pub(super) enum Found {
    Given(PreviewFile),
    File(PathBuf),
    Card(Box<SiteCard>),
    /// A picture, and the width it is asked for in.
    Sized(PathBuf, u32),
}

impl Found {
    /// A file by its name, or the version of a picture by the name that the site gives it.
    fn of(name: &str, file: impl Fn(&str) -> Option<PathBuf>) -> Option<Self> {
        file(name).map(Self::File).or_else(|| {
            let (original, width) = galley_site::original_of(name)?;
            Some(Self::Sized(file(original)?, width))
        })
    }

    fn read(self, pictures: &Pictures) -> Option<PreviewFile> {
        let file = match self {
            Self::Given(file) => return Some(file),
            Self::Card(card) => {
                return Some(PreviewFile::Asset { media_type: "image/png", bytes: card.png() });
            }
            Self::Sized(file, width) => {
                if let Some(bytes) = pictures.sized(&file, width) {
                    return Some(PreviewFile::Asset { media_type: "image/webp", bytes });
                }
                // As far as it can be shown, it is shown.
                file
            }
            Self::File(file) => file,
        };
        let bytes = galley_site::safe_file(&file, fs::read(&file).ok()?);
        Some(PreviewFile::Asset { media_type: media_type(&file.to_string_lossy()), bytes })
    }
}
