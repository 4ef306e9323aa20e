//! The posts of the last export, which stay in memory as long as the blog is open: of the next
//! one only those are read that changed since.

use std::collections::BTreeSet;
use std::sync::Arc;

use foldhash::HashMap;
use galley_core::PostId;
use galley_site::SitePost;
use jiff::Timestamp;
use rayon::prelude::*;

use super::export::SiteExport;
use super::export::glance::differs_from;
use super::known_post::Kept;
use super::site_blog::assets_called;
use crate::blog::State;
use crate::error::Error;
use crate::wire;

/// With more changes than this all posts are looked for anew. The library remembers more.
const N_CHANGES: usize = 64;
/// So far back, at most, the library is asked for changes; it forgets older ones.
const REACH: i64 = 5_000;

/// The posts of the last export.
#[derive(Debug)]
pub(crate) struct ResidentPosts {
    /// The newest change of the library that is in them.
    change: i64,
    /// How their bodies were rendered.
    options: galley_markdown::Options,
    drafts: bool,
    /// From when on, and until when, each has the status that it has here.
    from: Timestamp,
    until: Option<Timestamp>,
    /// By their paths.
    posts: Vec<ResidentPost>,
    places: HashMap<PostId, usize>,
}

/// A post, as it is exported.
#[derive(Debug)]
pub(crate) struct ResidentPost {
    pub(crate) post: Arc<SitePost>,
    /// What is wrong in it.
    pub(crate) problems: Vec<wire::FileProblem>,
    /// Files that it calls by these names, if they are there.
    pub(crate) files: Vec<String>,
}

impl ResidentPosts {
    pub(crate) fn posts(&self) -> Vec<Arc<SitePost>> {
        self.posts.iter().map(|it| it.post.clone()).collect()
    }

    pub(crate) fn problems(&self) -> impl Iterator<Item = wire::FileProblem> {
        self.posts.iter().flat_map(|it| &it.problems).cloned()
    }

    /// From when on it would be another site though nothing changed.
    pub(crate) fn until(&self) -> Option<Timestamp> {
        self.until
    }

    /// Whether an export like this one, now, has these posts, but for changes of the library.
    fn are_for(
        &self,
        options: &galley_markdown::Options,
        export: &SiteExport,
        now: Timestamp,
    ) -> bool {
        let is_same = self.options == *options && self.drafts == export.drafts && !export.full;
        is_same && self.from <= now && self.until.is_none_or(|until| now < until)
    }
}

impl State {
    /// Every post for an export, with the cache that is not written down yet, if it was needed.
    pub(super) fn posts_for(
        &mut self,
        export: &SiteExport,
    ) -> Result<(&ResidentPosts, Kept), Error> {
        let options = self.markdown_options(self.config.raw_html);
        let resident = self.resident.take();
        let resident = resident.filter(|it| it.are_for(&options, export, self.clock.now()));
        if let Some(resident) = resident
            && let Some(posts) = self.brought_up(resident)?
        {
            return Ok((self.resident.insert(posts), None));
        }
        // Before the posts are read: a change that comes meanwhile is looked at once more.
        let change = self.store.last_change()?;
        let from = self.clock.now();
        let (posts, cache) = self.known_posts(&options, export)?;
        let places = posts.iter().enumerate().map(|(at, (id, _))| (*id, at)).collect();
        let posts = posts.into_iter().map(|(_, post)| post).collect();
        let drafts = export.drafts;
        let mut resident =
            ResidentPosts { change, options, drafts, from, until: None, posts, places };
        resident.until = differs_from(resident.all(), from, &self.config.time_zone);
        Ok((self.resident.insert(resident), cache))
    }

    /// The same posts with all that changed since; none if there is no telling, or if posts came,
    /// went or moved.
    fn brought_up(&self, mut resident: ResidentPosts) -> Result<Option<ResidentPosts>, Error> {
        if self.store.last_change()? - resident.change > REACH {
            return Ok(None);
        }
        let changes = self.store.changes_since(resident.change)?;
        let changed: BTreeSet<PostId> = changes.iter().map(|change| change.post).collect();
        if changed.len() > N_CHANGES {
            return Ok(None);
        }
        for id in changed {
            let Some(known) = resident.places.get(&id).map(|at| &mut resident.posts[*at]) else {
                return Ok(None);
            };
            let stored = match self.store.post(id) {
                Err(galley_store::Error::UnknownPost { .. }) => return Ok(None),
                stored => stored?,
            };
            if stored.read_only.is_some() || stored.path != known.post.path {
                return Ok(None);
            }
            *known = self.known_post(&stored, &resident.options, resident.drafts);
        }
        resident.change = changes.last().map_or(resident.change, |change| change.seq);
        // Files come and go without a change of the library.
        let folder = &self.posts_folder;
        resident.posts.par_iter_mut().filter(|it| !it.files.is_empty()).for_each(|it| {
            let files = it.files.iter().map(String::as_str);
            let assets = assets_called(folder, &it.post.path, files);
            if assets != it.post.assets {
                it.post = Arc::new(SitePost { assets, ..(*it.post).clone() });
            }
        });
        resident.until = differs_from(resident.all(), resident.from, &self.config.time_zone);
        Ok(Some(resident))
    }
}

impl ResidentPosts {
    fn all(&self) -> impl Iterator<Item = &SitePost> + Clone {
        self.posts.iter().map(|it| &*it.post)
    }
}
