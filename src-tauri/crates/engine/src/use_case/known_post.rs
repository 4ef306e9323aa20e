//! The posts of a whole site: each read and rendered once, and not again until it changes.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, mpsc};

use galley_core::{
    ContentHash, Post, PostDate, PostId, PostPath, PostStatus, Problem, ProblemCode, Severity, Slug,
};
use galley_mirror::{PostsFolder, hash};
use galley_site::{Html, SitePost};
use galley_store::{RowEntry, StoredPost};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::export::SiteExport;
use super::resident_posts::ResidentPost;
use super::site_blog::assets_called;
use crate::blog::{Standing, State};
use crate::error::Error;
use crate::post_cache::{Key, PostCache};
use crate::wire::{self, ExportStep};

/// How many posts are read and not yet rendered, at most.
const UNDER_WAY: usize = 64;

/// What is known of a post but for its body and its path.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct KnownPost {
    title: String,
    slug: String,
    date: Option<String>,
    updated: Option<String>,
    draft: bool,
    tags: Vec<String>,
    authors: Vec<String>,
    series: Option<String>,
    summary: Option<String>,
    excerpt: String,
    cover: Option<String>,
    aliases: Vec<String>,
    language: Option<String>,
    n_words: u32,
    /// What is wrong in its front matter, and then in its body.
    problems: [Vec<KnownProblem>; 2],
    /// Files that it calls by these names, if they are there.
    files: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct KnownProblem {
    code: String,
    severity: String,
    message: String,
    line: u32,
    column: u32,
}

impl KnownPost {
    fn new(post: Post, rendered: &galley_markdown::Rendered) -> Self {
        let images = rendered.images.iter().map(|image| image.target.as_str());
        let links = rendered.links.iter().map(|link| link.target.as_str());
        let mut files: Vec<String> = Vec::new();
        for target in images.chain(links).chain(post.cover.as_deref()) {
            // No file of a blog is called so; nearly all are addresses of other sites.
            let is_file =
                !target.is_empty() && !target.starts_with(['/', '#']) && !target.contains(':');
            if is_file && !files.iter().any(|file| file == target) {
                files.push(target.to_owned());
            }
        }
        let in_body = rendered.problems.iter().map(|it| it.clone().below(post.body_line));
        let in_body = in_body.map(|it| KnownProblem::new(&it)).collect();
        Self {
            title: post.title,
            slug: post.slug.to_string(),
            date: post.date.map(|date| date.to_string()),
            updated: post.updated.map(|date| date.to_string()),
            draft: post.draft,
            tags: post.tags,
            authors: post.authors,
            series: post.series,
            summary: post.summary,
            excerpt: post.excerpt,
            cover: post.cover,
            aliases: post.aliases,
            language: post.language,
            n_words: post.n_words,
            problems: [post.problems.iter().map(KnownProblem::new).collect(), in_body],
            files,
        }
    }

    /// The post for the site, and what is wrong with it. Of a post that is not part of it the
    /// body is left out, and what is wrong there.
    fn site_post(
        self,
        path: PostPath,
        html: Html,
        standing: &Standing,
        folder: &PostsFolder,
        drafts: bool,
    ) -> Option<ResidentPost> {
        let date = |date: Option<String>| match date {
            None => Some(None),
            Some(date) => PostDate::parse(&date).map(Some),
        };
        let published = date(self.date)?;
        let status = standing.status(self.draft, published.as_ref());
        let is_part = drafts || status == PostStatus::Live;
        let n_parts = if is_part { 2 } else { 1 };
        let problems = self.problems.iter().take(n_parts).flatten();
        let problems = problems
            .map(|it| Some(wire::FileProblem::new(path.as_str(), it.problem()?)))
            .collect::<Option<_>>()?;
        let files = if is_part { self.files } else { Vec::new() };
        let post = SitePost {
            title: self.title,
            slug: Slug::parse(&self.slug).ok()?,
            date: published,
            updated: date(self.updated)?,
            status,
            tags: self.tags,
            authors: self.authors,
            series: self.series,
            summary: self.summary,
            excerpt: self.excerpt,
            cover: self.cover,
            language: self.language,
            aliases: self.aliases,
            n_words: self.n_words,
            html: if is_part { html } else { Html::default() },
            assets: assets_called(folder, &path, files.iter().map(String::as_str)),
            path,
        };
        Some(ResidentPost { post: Arc::new(post), problems, files })
    }
}

impl KnownProblem {
    fn new(problem: &Problem) -> Self {
        Self {
            code: problem.code.to_string(),
            severity: problem.severity.to_string(),
            message: problem.message.clone(),
            line: problem.line,
            column: problem.column,
        }
    }

    fn problem(&self) -> Option<Problem> {
        let severities = [Severity::Note, Severity::Warning, Severity::Error];
        Some(Problem {
            code: *ProblemCode::ALL.iter().find(|code| code.as_str() == self.code)?,
            severity: severities.into_iter().find(|it| it.as_str() == self.severity)?,
            message: self.message.clone(),
            line: self.line,
            column: self.column,
        })
    }
}

/// Where posts are kept, not written down yet, and those that are.
pub(crate) type Kept = Option<(PostCache<KnownPost>, Vec<Key>)>;

/// A post that was read and rendered.
type Rendered = (KnownPost, String);

impl State {
    /// Every post by its path, rendered if it is part of the site: from the cache where it is in
    /// there, unless everything is asked for anew. The cache is not written down yet.
    pub(super) fn known_posts(
        &self,
        options: &galley_markdown::Options,
        export: &SiteExport,
    ) -> Result<(Vec<(PostId, ResidentPost)>, Kept), Error> {
        let (standing, observer) = (self.standing(), &export.observer);
        let mut cache = PostCache::open(&self.cache, export.full);
        let rows = self.store.rows()?.into_iter().filter(|row| row.read_only.is_none());
        let rows: Vec<RowEntry> = rows.collect();
        let rendered_with = hash(format!("{options:?}").as_bytes());
        let keys: Vec<Key> = rows.par_iter().map(|row| key_of(row, rendered_with)).collect();
        let folder = &self.posts_folder;
        let site_post = |row: &RowEntry, (post, html): (KnownPost, Html)| {
            post.site_post(row.path.clone(), html, &standing, folder, export.drafts)
        };
        let known = rows.par_iter().zip(&keys).map(|(row, key)| {
            // What cannot be read is made again.
            site_post(row, cache.as_ref()?.get(key)?)
        });
        let mut known: Vec<Option<ResidentPost>> = known.collect();
        let missing: Vec<usize> = (0..rows.len()).filter(|at| known[*at].is_none()).collect();
        let (mut n_done, total) = (0, missing.len());
        let (mut places, mut rendered) = (Vec::new(), Vec::new());
        observer.tell(ExportStep::Posts, n_done, total)?;
        self.render_each(&rows, &missing, options, |at, (post, html)| {
            rendered.push(match &mut cache {
                Some(cache) => cache.keep(keys[at], post, html),
                None => (post, html.into()),
            });
            places.push(at);
            n_done += 1;
            observer.tell(ExportStep::Posts, n_done, total)
        })?;
        let made = places.par_iter().zip(rendered).map(|(at, it)| site_post(&rows[*at], it));
        for (at, made) in places.iter().zip(made.collect::<Vec<_>>()) {
            known[*at] = Some(made.expect("what was written down just now can be read"));
        }
        let known = rows
            .iter()
            .zip(known)
            .map(|(row, known)| (row.id, known.expect("it was kept, or rendered just now")));
        Ok((known.collect(), cache.map(|cache| (cache, keys))))
    }

    /// One post, rendered if it is part of the site.
    pub(super) fn known_post(
        &self,
        stored: &StoredPost,
        options: &galley_markdown::Options,
        drafts: bool,
    ) -> ResidentPost {
        let (post, html) = render(stored, options);
        let (path, standing) = (stored.path.clone(), self.standing());
        let made = post.site_post(path, html.into(), &standing, &self.posts_folder, drafts);
        made.expect("what was written down just now can be read")
    }

    /// Reads the posts at these places and renders them on all cores, while more are read.
    fn render_each(
        &self,
        rows: &[RowEntry],
        places: &[usize],
        options: &galley_markdown::Options,
        mut done: impl FnMut(usize, Rendered) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let (tell, told) = mpsc::channel::<(usize, std::thread::Result<Rendered>)>();
        let mut take = |(at, rendered): (usize, std::thread::Result<Rendered>)| match rendered {
            Ok(rendered) => done(at, rendered),
            Err(panic) => resume_unwind(panic),
        };
        rayon::in_place_scope(|scope| {
            let mut n_under_way = 0;
            for &at in places {
                if n_under_way == UNDER_WAY {
                    take(told.recv().expect("some are under way"))?;
                    n_under_way -= 1;
                }
                let stored = self.stored(rows[at].id)?;
                let tell = tell.clone();
                scope.spawn(move |_| {
                    let rendered = catch_unwind(AssertUnwindSafe(|| render(&stored, options)));
                    // Nobody waits for it after an error.
                    tell.send((at, rendered)).ok();
                });
                n_under_way += 1;
            }
            told.iter().take(n_under_way).try_for_each(&mut take)
        })
    }
}

fn render(stored: &StoredPost, options: &galley_markdown::Options) -> Rendered {
    let post = Post::from_source(&stored.path, &stored.source);
    let mut rendered = galley_markdown::render(&stored.source[post.body.clone()], options);
    let html = std::mem::take(&mut rendered.html);
    (KnownPost::new(post, &rendered), html)
}

/// The key of a post that is rendered with options of this hash.
fn key_of(row: &RowEntry, options: ContentHash) -> Key {
    let key = [row.hash.as_bytes(), options.as_bytes(), row.path.as_str().as_bytes()];
    *hash(&key.concat()).as_bytes()
}
