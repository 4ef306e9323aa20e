//! Exporting: one post into one file, or the blog into a folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use galley_core::{BlogConfig, PostId, PostStatus};
use galley_site::writer::WriteReport;
use galley_site::{
    Memory, OutputFile, SiteAsset, SiteBlog, SiteOptions, SitePage, SitePictures, SitePost,
    SiteProblem, Theme,
};
use jiff::Timestamp;

use crate::blog::{Blog, State};
use crate::data_folder::in_blog;
use crate::drawing;
use crate::error::Error;
use crate::observer::Observer;
use crate::pictures::Pictures;
use crate::wire;

use super::known_post::Kept;
use left_site::LeftSite;
use staging::StagedSite;

pub(crate) mod glance;
pub(crate) mod left_site;
pub(crate) mod one_post;
pub(crate) mod staging;

/// Where a site goes unless told otherwise, beside the blog's posts.
const SITE_FOLDER: &str = "site";

/// How a site is exported.
#[derive(Debug, Clone, Default)]
pub struct SiteExport {
    /// Where the site will be, if not where the blog's settings say.
    pub base_url: Option<String>,
    /// Whether drafts and scheduled posts are part of it.
    pub drafts: bool,
    /// Taken for the present moment, instead of the clock's.
    pub now: Option<Timestamp>,
    /// Whether a folder with other files in it is written into; they stay.
    pub force: bool,
    /// Whether everything is rendered again, whatever is known of earlier exports.
    pub full: bool,
    /// Who hears how far it is.
    pub observer: Observer,
}

/// All that a site is made from.
pub(crate) struct SiteInput {
    config: BlogConfig,
    theme: Arc<Theme>,
    posts: Vec<Arc<SitePost>>,
    pages: Vec<Arc<SitePage>>,
    files: Vec<SiteAsset>,
    pictures: Pictures,
    problems: Vec<wire::FileProblem>,
    now: Timestamp,
    /// From when on it would be another site though nothing changed.
    until: Option<Timestamp>,
    root: PathBuf,
    cache: PathBuf,
    /// Where the posts are kept, not written down yet.
    kept: Kept,
}

impl Blog {
    /// Writes the whole site into `folder`. What is open is saved first.
    pub fn site_export(&self, folder: &Path, export: &SiteExport) -> Result<wire::Exported, Error> {
        let (exported, left) = self.stage(folder, export)?.put(&export.observer)?;
        self.left().keep(left);
        Ok(exported)
    }

    /// Renders the site and compares it with what is in `folder`. What is open is saved first.
    fn stage(&self, folder: &Path, export: &SiteExport) -> Result<StagedSite, Error> {
        self.stage_after(folder, export, None)
    }

    /// The same, with what an export there left, if that is known.
    fn stage_after(
        &self,
        folder: &Path,
        export: &SiteExport,
        mut memory: Option<Memory>,
    ) -> Result<StagedSite, Error> {
        self.make_site(export, |input, export| {
            let file = glance::memory_file(&input.cache, folder);
            let left = match memory.take() {
                _ if export.full => LeftSite::known(file, Memory::default()),
                Some(memory) => LeftSite::known(file, memory),
                None => self.left().take(&file).unwrap_or_else(|| LeftSite::read(file)),
            };
            input.stage(folder, export, left)
        })
    }

    /// Makes something of all that the site is made from, outside of the loop, which has to be
    /// free to journal.
    pub(crate) fn make_site<T>(
        &self,
        export: &SiteExport,
        mut make: impl FnMut(SiteInput, &SiteExport) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let input = |export: SiteExport| self.ask(move |state| state.site_input(&export));
        match make(input(export.clone())?, export) {
            Err(Error::Site(galley_site::Error::ReadBody { source })) => {
                tracing::warn!(%source, "what was rendered before is damaged: all is made again");
                let anew = SiteExport { full: true, ..export.clone() };
                make(input(anew.clone())?, &anew)
            }
            made => made,
        }
    }

    /// Where exports go unless told otherwise: where the last one went, else beside the posts.
    pub fn export_places(&self, post: Option<u32>) -> Result<wire::ExportPlaces, Error> {
        self.ask(move |state| {
            let file = post.map(|id| state.path_of(PostId::new(id))).transpose()?;
            let file = file.map(|path| {
                let slug = state.slug_of(&path);
                state.folder.join(format!("{slug}.html")).to_string_lossy().into_owned()
            });
            let folder = state.site_place()?.unwrap_or_else(|| state.folder.join(SITE_FOLDER));
            Ok(wire::ExportPlaces { file, folder: folder.to_string_lossy().into_owned() })
        })
    }
}

impl SiteInput {
    /// Renders the site and writes nothing.
    pub(crate) fn render(
        self,
        export: &SiteExport,
    ) -> Result<(Vec<OutputFile>, Vec<wire::FileProblem>), Error> {
        self.make(export, |blog, theme, options| {
            let site = galley_site::render_site(blog, theme, options)?;
            Ok((site.files, site.problems))
        })
    }

    /// Renders the site beside `folder`, and of it only what changed since the last time.
    fn stage(
        self,
        folder: &Path,
        export: &SiteExport,
        mut left: LeftSite,
    ) -> Result<StagedSite, Error> {
        let until = self.until;
        let memory = left.take();
        let observer = |progress| export.observer.of_site(progress);
        let (staged, problems) = self.make(export, |blog, theme, options| {
            let (out, force) = (folder, export.force);
            let staged = galley_site::stage(blog, theme, options, out, force, memory, &observer)?;
            let problems = staged.problems().to_vec();
            Ok((staged, problems))
        })?;
        Ok(StagedSite { staged, folder: folder.to_owned(), left, until, problems })
    }

    /// Makes something of the blog, with its pictures ready, and adds up what is wrong in it.
    fn make<T: Send>(
        self,
        export: &SiteExport,
        make: impl FnOnce(
            &SiteBlog<'_>,
            &Theme,
            &SiteOptions<'_>,
        ) -> galley_site::Result<(T, Vec<SiteProblem>)>
        + Send,
    ) -> Result<(T, Vec<wire::FileProblem>), Error> {
        let Self { config, theme, posts, pages, files, mut problems, now, root, kept, .. } = self;
        let pictures = SitePictures::new();
        let mut blog = SiteBlog { config: &config, posts, pages, files, pictures };
        let flaws = self.pictures.make_ready(&mut blog, now, &export.observer)?;
        let flaws = flaws.into_iter().map(|(file, problem)| (in_blog(&root, &file), problem));
        let SiteExport { base_url, drafts, .. } = export;
        let options = SiteOptions { base_url: base_url.as_deref(), now, drafts: *drafts };
        // The posts are written down meanwhile.
        let work = || make(&blog, &theme, &options);
        let (made, ()) = rayon::join(work, || kept.map_or((), |(cache, keys)| cache.save(&keys)));
        let (made, of_site) = made?;
        let of_site = of_site.into_iter().map(|it| (it.path.to_string(), it.problem));
        let is_part = |post: &&Arc<SitePost>| *drafts || post.status == PostStatus::Live;
        let of_posts = blog.posts.iter().filter(is_part).flat_map(|post| &post.assets);
        let of_pages = blog.pages.iter().flat_map(|page| &page.assets);
        let assets = of_posts.chain(of_pages).chain(&blog.files);
        let drawings = drawing::problems_of(assets.map(|asset| &*asset.source), &root);
        let found = flaws.chain(of_site).chain(drawings);
        problems.extend(found.map(|(file, problem)| wire::FileProblem::new(file, problem)));
        Ok((made, problems))
    }
}

impl State {
    fn site_input(&mut self, export: &SiteExport) -> Result<SiteInput, Error> {
        for id in self.open.ids() {
            self.try_save(id)?;
        }
        let clock = self.clock;
        if let Some(now) = export.now {
            self.clock = crate::Clock::Fixed(now);
        }
        let input = self.site_input_now(export);
        self.clock = clock;
        input
    }

    fn site_input_now(&mut self, export: &SiteExport) -> Result<SiteInput, Error> {
        let mut problems = self.problems();
        let (resident, kept) = self.posts_for(export)?;
        let (posts, until) = (resident.posts(), resident.until());
        problems.extend(resident.problems());
        let pages = self.rendered_pages(Some(self.config.raw_html), export.drafts)?;
        problems.extend(pages.problems);
        Ok(SiteInput {
            config: self.config.clone(),
            theme: self.theme.clone(),
            posts,
            until,
            pages: pages.pages,
            files: self.shared_files()?,
            pictures: self.pictures.clone(),
            problems,
            now: self.clock.now(),
            root: self.folder.clone(),
            cache: self.cache.clone(),
            kept,
        })
    }

    fn slug_of(&self, path: &galley_core::PostPath) -> String {
        let stored = self.store.post_by_path(path).ok().flatten();
        stored.map_or_else(
            || path.file_stem().to_owned(),
            |it| galley_core::Post::from_source(path, &it.source).slug.to_string(),
        )
    }
}

/// What became of an export into `folder`.
fn exported(
    folder: &Path,
    report: WriteReport,
    problems: Vec<wire::FileProblem>,
) -> wire::Exported {
    let WriteReport { new, changed, unchanged, n_others, removed, kept, n_bytes } = report;
    let n_unchanged = unchanged.len() + n_others;
    wire::Exported {
        path: folder.to_string_lossy().into_owned(),
        n_files: count(new.len() + changed.len() + n_unchanged + kept.len()),
        n_written: count(new.len() + changed.len()),
        n_new: count(new.len()),
        n_changed: count(changed.len()),
        n_unchanged: count(n_unchanged),
        n_removed: count(removed.len()),
        n_bytes: size(n_bytes),
        problems,
    }
}

/// Sizes on the wire are `f64`.
#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53 bytes")]
fn size(n_bytes: u64) -> f64 {
    n_bytes as f64
}

/// Counts on the wire are `u32`; nobody has more.
fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod cards;
#[cfg(test)]
mod incremental;
#[cfg(test)]
mod resident;
#[cfg(test)]
mod tests;
