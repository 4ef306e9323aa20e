//! The blog's undated pages: Markdown in a folder of their own, read for the site alone.

use std::sync::Arc;

use galley_core::{Post, RawHtml};
use galley_mirror::{Content, PostsFolder};
use galley_site::SitePage;

use super::site_blog::assets_of;
use crate::blog::State;
use crate::error::Error;
use crate::wire;

/// Where the pages are, beside the posts.
const PAGES_FOLDER: &str = "pages";

/// A blog's pages, ready for a site, with what is wrong in them.
#[derive(Default)]
pub(crate) struct RenderedPages {
    pub(crate) pages: Vec<Arc<SitePage>>,
    pub(crate) problems: Vec<wire::FileProblem>,
}

impl State {
    /// Reads and renders every page, those of drafts if asked. With less than a whole
    /// `raw_html` the bodies stay empty: that is enough for the navigation.
    pub(crate) fn rendered_pages(
        &self,
        raw_html: Option<RawHtml>,
        drafts: bool,
    ) -> Result<RenderedPages, Error> {
        let folder = self.folder.join(PAGES_FOLDER);
        if !folder.is_dir() {
            return Ok(RenderedPages::default());
        }
        let folder = PostsFolder::open(&folder)?;
        let scan = folder.scan()?;
        let shown = |path: &str| format!("{PAGES_FOLDER}/{path}");
        let of_scan = scan.problems.iter();
        let mut rendered = RenderedPages {
            pages: Vec::new(),
            problems: of_scan
                .map(|it| wire::FileProblem::new(shown(&it.path), it.problem.clone()))
                .collect(),
        };
        for file in scan.files {
            let Some(Content::Text(source)) = &file.content else { continue };
            let post = Post::from_source(&file.path, source);
            if post.draft && !drafts {
                continue;
            }
            let options = self.markdown_options(raw_html.unwrap_or_default());
            let body = raw_html.map_or("", |_| &source[post.body.clone()]);
            let html = galley_markdown::render(body, &options);
            let below = html.problems.iter().map(|it| it.clone().below(post.body_line));
            let problems = post.problems.iter().cloned().chain(below);
            let path = shown(file.path.as_str());
            rendered.problems.extend(problems.map(|it| wire::FileProblem::new(&path, it)));
            rendered.pages.push(Arc::new(SitePage {
                assets: assets_of(&folder, &post, &html),
                path: post.path,
                title: post.title,
                slug: post.slug,
                summary: post.summary,
                language: post.language,
                html: html.html,
            }));
        }
        rendered.pages.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(rendered)
    }
}
