//! A site without what its posts say: which pages it has, and where everything goes.
//!
//! Most edits change what a post says and nothing else. A frame that is kept takes the post
//! in, and renders only what shows it.

use foldhash::HashSet;
use rayon::prelude::*;

use super::task::{Task, tasks};
use super::{Places, Receiver};
use crate::blog::{SiteBlog, SiteOptions, SitePost};
use crate::cover::Cover;
use crate::memory::Changed;
use crate::observer::{Counter, Step};
use crate::output::{Content, OutputFile, SiteProblem};
use crate::page::Pages;
use crate::plan::{Plan, is_live};
use crate::search::Before;
use crate::sitemap::{self, ROBOTS, robots};
use crate::theme::{LanguageWords, Theme};
use crate::{Result, card, feed, search};

/// With more posts than this a frame is sooner made anew.
const N_CHANGES: usize = 64;

/// A site without what its posts say.
#[derive(Debug)]
pub(crate) struct Frame {
    plan: Plan,
    places: Places,
    /// What stands for each of the plan's posts in lists.
    covers: Vec<Option<Cover>>,
    tasks: Vec<Task>,
    /// The author's own files, which stand before those that we make of the same name.
    own: HashSet<String>,
}

/// What changed in a frame.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// Places in the plan's posts of those that say something else on their own pages,
    own: HashSet<usize>,
    /// of those that do in lists,
    listed: HashSet<usize>,
    /// and of those of which their neighbours do.
    named: HashSet<usize>,
    /// Whether the days of the sitemap are others.
    days: bool,
}

impl Changes {
    fn show_on(&self, task: Task, plan: &Plan) -> bool {
        let shows = |posts: &HashSet<usize>, n_first| {
            !posts.is_empty() && task.shown(plan).skip(n_first).any(|at| posts.contains(&at))
        };
        match task {
            // First it shows itself.
            Task::Post(at) => self.own.contains(&at) || shows(&self.named, 1),
            _ => shows(&self.listed, 0),
        }
    }
}

impl Frame {
    pub(crate) fn new(
        blog: &SiteBlog<'_>,
        theme: &Theme,
        options: &SiteOptions<'_>,
    ) -> Result<Self> {
        let plan = Plan::new(blog, options.base_url, |post| options.drafts || is_live(post))?;
        let places = Places::new(&plan, blog, theme).with_cards(&plan, theme)?;
        let covers = places.covers(&plan);
        let own: HashSet<_> = places.own_files.iter().map(|file| file.path.clone()).collect();
        let mut tasks = tasks(&plan);
        if !own.is_empty() {
            tasks.retain(|task| !own.contains(&*task.path(&plan)));
        }
        Ok(Self { plan, places, covers, tasks, own })
    }

    /// Takes in posts that differ from those of the same paths in nothing that the frame is made
    /// of (`memory::PostKeys`). None if it cannot: then it is as it was.
    pub(crate) fn take_in(&mut self, posts: &[Changed]) -> Option<Changes> {
        if posts.len() > N_CHANGES || card::are_wanted_in(&self.plan) {
            return None;
        }
        // A draft has no place.
        let placed = posts.iter().filter_map(|it| Some((self.plan.position(&it.post.path)?, it)));
        let placed: Vec<_> = placed.collect();
        // What leads from an old address to a post says what that is called.
        let says = |post: &SitePost| (post.title.clone(), post.language.clone());
        let is_same = |(at, new): &(usize, &Changed)| {
            let old = &self.plan.posts[*at].post;
            new.post.aliases.is_empty() || says(old) == says(&new.post)
        };
        if !placed.iter().all(is_same) {
            return None;
        }
        let mut changes = Changes::default();
        for (at, new) in placed {
            let old = std::mem::replace(&mut self.plan.posts[at].post, new.post.clone());
            self.covers[at] = self.places.cover(&self.plan, at);
            changes.days |= old.updated != new.post.updated;
            changes.own.extend(new.own.then_some(at));
            changes.listed.extend(new.listed.then_some(at));
            changes.named.extend(new.named.then_some(at));
        }
        Some(changes)
    }

    /// Renders the site, or what shows one of the `changes`; answers with what is wrong in what
    /// was rendered and in the frame.
    pub(crate) fn render<R: Receiver>(
        &self,
        theme: &Theme,
        options: &SiteOptions<'_>,
        changes: Option<&Changes>,
        into: &R,
    ) -> Result<Vec<SiteProblem>> {
        let Self { plan, places, covers, .. } = self;
        let pages = Pages::new(plan, theme, false).with_covers(covers);
        let keys = Pages::new(plan, theme, false).with_covers(covers).keys_only();
        let mut problems = plan.problems.clone();
        problems.extend(places.problems.iter().cloned());
        let is_wanted = |task: &&Task| match changes {
            None => true,
            Some(changes) => changes.show_on(**task, plan),
        };
        let tasks: Vec<_> = self.tasks.par_iter().filter(is_wanted).collect();
        let counter = Counter::begin(into.observer(), Step::Pages, tasks.len())?;
        let of_pages = tasks.into_par_iter().map(|task| -> Result<Vec<SiteProblem>> {
            let key = || task.key(plan, &keys, places);
            let shown: Vec<_> = task.shown(plan).map(|at| &*plan.posts[at].post).collect();
            if let Some(problems) = into.known(&task.path(plan), &shown, task.body(plan), &key)? {
                counter.count()?;
                return Ok(problems);
            }
            let (file, problems) = task.render(plan, &pages, places)?;
            into.take(file, &problems)?;
            counter.count()?;
            Ok(problems)
        });
        problems.extend(of_pages.collect::<Result<Vec<_>>>()?.into_iter().flatten());

        let files = match changes {
            None => self.files(theme, pages.words(), options, into)?,
            Some(changes) => self.changed_files(pages.words(), options, changes, into)?,
        };
        let counter = Counter::begin(into.observer(), Step::Files, files.len())?;
        files.into_par_iter().try_for_each(|file| {
            into.take(file, &[])?;
            counter.count()
        })?;
        Ok(problems)
    }

    /// All files but pages.
    fn files<R: Receiver>(
        &self,
        theme: &Theme,
        words: &LanguageWords,
        options: &SiteOptions<'_>,
        into: &R,
    ) -> Result<Vec<OutputFile>> {
        let Self { plan, places, own, .. } = self;
        let feeds = || feed::feeds(plan, |at| places.links_of_post(plan, at), options.now);
        let (feeds, sitemap) = rayon::join(feeds, || sitemap::sitemap(plan));
        let mut files = feeds?;
        if plan.config.search {
            let make = |before: Option<&Before<'_>>| search::files(plan, words, before);
            files.extend(into.searched(search::prints(plan), make)?);
        }
        files.push(OutputFile::text(ROBOTS, robots(plan)));
        files.extend(sitemap);
        for (path, bytes) in theme.static_files() {
            files.push(OutputFile { path, content: Content::Bytes(bytes.clone()) });
        }
        files.extend(places.redirects.iter().cloned());
        files.extend(card::files(plan, theme, words, &places.cards)?);
        files.retain(|file| !own.contains(&file.path));
        files.extend(places.own_files.iter().cloned());
        files.extend(places.assets.files.iter().cloned());
        Ok(files)
    }

    /// Those of them that show one of the `changes`.
    fn changed_files<R: Receiver>(
        &self,
        words: &LanguageWords,
        options: &SiteOptions<'_>,
        changes: &Changes,
        into: &R,
    ) -> Result<Vec<OutputFile>> {
        let Self { plan, places, own, .. } = self;
        let mut files = Vec::new();
        if feed::shown(plan).any(|at| changes.own.contains(&at)) {
            files = feed::feeds(plan, |at| places.links_of_post(plan, at), options.now)?;
        }
        if plan.config.search && !changes.own.is_empty() {
            let make = |before: Option<&Before<'_>>| search::files(plan, words, before);
            files.extend(into.searched(search::prints(plan), make)?);
        }
        if changes.days {
            files.extend(sitemap::sitemap(plan));
        }
        files.retain(|file| !own.contains(&file.path));
        Ok(files)
    }
}
