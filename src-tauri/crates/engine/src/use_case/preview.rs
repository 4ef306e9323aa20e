//! The preview: the exported page, before it is exported.
//!
//! The frame's address space is the site's: the page lies one folder deep, the
//! theme's files beside it and the post's assets under it, so that the page
//! needs no link changed to be shown.

use std::fs;

use galley_core::{PostId, RawHtml};
use galley_site::{Body, Content};

use crate::blog::{Blog, State};
use crate::error::Error;
use crate::open_post::PreviewPatch;
use crate::wire;

/// The folder of a post's page in the frame's address space.
const POST_PREFIX: &str = "p";

/// A file that the preview frame asks for.
#[derive(Debug)]
pub enum PreviewFile {
    /// A post's page without its body.
    Page(String),
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
        let links = self.ask(|state| state.links())?;
        let (version, blocks, body_line) = self.open_posts().with(id, |open| {
            open.render();
            let path = open.post().path.clone();
            let blocks = open.blocks().iter().map(|block| links.block(&path, block)).collect();
            (open.version, blocks, open.post().body_line)
        })?;
        let blog = self.id();
        self.ask(move |state| {
            Ok(wire::Preview {
                version,
                url: format!("galley-preview://localhost/{blog}/{POST_PREFIX}{post}/index.html"),
                blocks,
                body_line,
                page: state.page(id)?,
                paused: None,
            })
        })
    }

    /// Looks up a file by its path in the preview's address space.
    pub fn preview_file(&self, path: &str) -> Option<PreviewFile> {
        let path = path.to_owned();
        let found = self.ask(move |state| Ok(state.preview_file(&path)));
        found.ok().flatten()
    }

    pub(crate) fn patch_on_wire(
        &self,
        id: PostId,
        patch: PreviewPatch,
    ) -> Result<wire::Patch, Error> {
        let index = |n: usize| u32::try_from(n).expect("a post has fewer than 2^32 blocks");
        let page = if patch.page { Some(self.ask(move |state| state.page(id))?) } else { None };
        let links = self.ask(|state| state.links())?;
        let (path, body_line) =
            self.open_posts().with(id, |open| (open.post().path.clone(), open.post().body_line))?;
        Ok(wire::Patch {
            from: index(patch.patch.from),
            to: index(patch.patch.to),
            blocks: patch.patch.blocks.iter().map(|block| links.block(&path, block)).collect(),
            line_shift: patch.patch.line_shift,
            body_line,
            page,
        })
    }
}

impl State {
    /// The page of an open post with an empty body.
    fn page(&self, id: PostId) -> Result<String, Error> {
        let post = self.open.with(id, |open| open.post().clone())?;
        let post = self.site_post(&post, String::new());
        let blog = self.site_blog(vec![post.clone()]);
        Ok(galley_site::post_page(&blog, &post, &self.theme, Body::Hole)?)
    }

    fn preview_file(&self, path: &str) -> Option<PreviewFile> {
        let (first, rest) = path.split_once('/').unwrap_or((path, ""));
        let post = first.strip_prefix(POST_PREFIX).and_then(|id| id.parse().ok());
        match (post.map(PostId::new), rest) {
            (Some(id), "" | "index.html") => self.page(id).ok().map(PreviewFile::Page),
            (Some(id), name) => self.post_asset(id, name).or_else(|| self.theme_file(path)),
            (None, _) => self.theme_file(path),
        }
    }

    fn theme_file(&self, path: &str) -> Option<PreviewFile> {
        let file = self.theme.static_files().iter().find(|file| file.path == path)?;
        let bytes = match &file.content {
            Content::Bytes(bytes) => bytes.to_vec(),
            Content::Copy(source) => fs::read(source).ok()?,
        };
        Some(PreviewFile::Asset { media_type: media_type(path), bytes })
    }

    fn post_asset(&self, id: PostId, name: &str) -> Option<PreviewFile> {
        let post = self.open.with(id, |open| open.post().clone()).ok()?;
        let name = percent_encoding::percent_decode_str(name).decode_utf8().ok()?;
        let file = self.posts_folder.asset(&post.path, &name)?;
        let bytes = fs::read(file).ok()?;
        Some(PreviewFile::Asset { media_type: media_type(&name), bytes })
    }

    /// How the preview renders: raw HTML is always made safe.
    pub(crate) fn preview_html(&self) -> RawHtml {
        RawHtml::Safe
    }
}

fn media_type(path: &str) -> &'static str {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("avif") => "image/avif",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("mp4") => "video/mp4",
        Some("webm") => "video/webm",
        Some("mp3") => "audio/mpeg",
        _ => "application/octet-stream",
    }
}
