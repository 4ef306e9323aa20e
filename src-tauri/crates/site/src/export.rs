//! Rendering a site into a folder, and of it only what changed since the last time.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

use rayon::prelude::*;

use crate::Result;
use crate::blog::{SiteBlog, SiteOptions, SitePost};
use crate::html::Html;
use crate::memory::{Key, MadeFrom, Memory, Remembered, RememberedProblem, SiteKeys};
use crate::observer::{Observer, nobody};
use crate::output::{Content, OutputFile, SiteProblem};
use crate::render::{Receiver, render_into};
use crate::search::{Before, Print};
use crate::theme::Theme;
use crate::writer::{Finished, Look, MANIFEST, WriteReport, Writing, hash};

/// Renders the site into the folder `out`, page by page, and answers with what was done and
/// what is wrong in the blog's content.
///
/// The folder is written as [`writer::write`](crate::writer::write) does, and what lies there
/// then does not depend on `memory`: that is what the last export to this folder left, and
/// saves rendering what has not changed.
pub fn export(
    blog: &SiteBlog<'_>,
    theme: &Theme,
    options: &SiteOptions<'_>,
    out: &Path,
    force: bool,
    memory: &mut Memory,
) -> Result<(WriteReport, Vec<SiteProblem>)> {
    let staged = stage(blog, theme, options, out, force, memory, &nobody)?;
    staged.put_in_place(memory, &nobody)
}

/// Renders the site as [`export`] does and puts nothing into place yet.
pub fn stage(
    blog: &SiteBlog<'_>,
    theme: &Theme,
    options: &SiteOptions<'_>,
    out: &Path,
    force: bool,
    memory: &Memory,
    observer: Observer<'_>,
) -> Result<Staged> {
    let keys = SiteKeys::new(blog, theme, options);
    if memory.key == Some(keys.all)
        && let Some((report, problems)) = nothing_changed(out, memory)
    {
        return Ok(Staged { difference: Difference::None(report), problems });
    }
    let writing = Writing::begin(out, force)?;
    let (searched, made) = (OnceLock::new(), Mutex::default());
    let into = Exporting { writing, memory, keys: &keys, searched, made, observer };
    let problems = render_into(blog, theme, options, &into)?;
    let Exporting { writing, made, searched, .. } = into;
    let rendered = Rendered {
        key: keys.all,
        searched: searched.into_inner().unwrap_or_default(),
        made: made.into_inner().unwrap_or_else(PoisonError::into_inner),
    };
    Ok(Staged { difference: Difference::Some(Box::new((writing, rendered))), problems })
}

/// A site that is rendered and compared with what lies in its folder, and waits beside it.
/// Dropped it was never there.
#[derive(Debug)]
pub struct Staged {
    difference: Difference,
    problems: Vec<SiteProblem>,
}

#[derive(Debug)]
enum Difference {
    None(WriteReport),
    Some(Box<(Writing, Rendered)>),
}

/// What the next export will want to know of this one.
#[derive(Debug)]
struct Rendered {
    key: Key,
    searched: Vec<Print>,
    made: HashMap<String, MadeFrom>,
}

impl Staged {
    /// What putting it into place will do.
    pub fn changes(&self) -> Result<WriteReport> {
        match &self.difference {
            Difference::None(report) => Ok(report.clone()),
            Difference::Some(site) => site.0.plan(),
        }
    }

    /// Whether the folder is not yet as it should be.
    pub fn differs(&self) -> bool {
        matches!(self.difference, Difference::Some { .. })
    }

    /// What is wrong in the blog's content.
    pub fn problems(&self) -> &[SiteProblem] {
        &self.problems
    }

    /// Puts the site into place, and remembers it for the next export.
    pub fn put_in_place(
        self,
        memory: &mut Memory,
        observer: Observer<'_>,
    ) -> Result<(WriteReport, Vec<SiteProblem>)> {
        let Self { difference, problems } = self;
        let (writing, Rendered { key, searched, mut made }) = match difference {
            Difference::None(report) => return Ok((report, problems)),
            Difference::Some(site) => *site,
        };
        let Finished { report, files, list } = writing.finish(observer)?;
        let files = files.into_iter().map(|(path, written)| {
            let made_from = made.remove(&path).unwrap_or(MadeFrom::Blog);
            (path, Remembered::new(&written, made_from))
        });
        *memory = Memory {
            // Where something of someone else is in the way, it may be gone the next time.
            key: report.kept.is_empty().then_some(key),
            searched,
            list: Some(Remembered::new(&list, MadeFrom::Blog)),
            files: files.collect(),
            problems: problems.iter().map(RememberedProblem::new).collect(),
        };
        Ok((report, problems))
    }
}

/// The export of a site that was exported just so; none if some file is not as it was left.
fn nothing_changed(out: &Path, memory: &Memory) -> Option<(WriteReport, Vec<SiteProblem>)> {
    let problems = memory.problems.iter().map(RememberedProblem::problem).collect::<Option<_>>()?;
    Some((memory.still_there(out)?, problems))
}

impl Memory {
    /// What an export of the same site to `out` comes to; none if some file there, or one that it
    /// is a copy of, is not as it was left.
    pub fn still_there(&self, out: &Path) -> Option<WriteReport> {
        let is_kept = self.files.par_iter().all(|(path, remembered)| {
            let is_source_same = match &remembered.made_from {
                MadeFrom::Copy(source, look) => {
                    look.is_some() && Look::of_file(source).ok() == *look
                }
                MadeFrom::Page { .. } | MadeFrom::Card(_) | MadeFrom::Blog => true,
            };
            is_source_same && remembered.written().is_at(&out.join(path))
        });
        if !is_kept || !self.list.as_ref()?.written().is_at(&out.join(MANIFEST)) {
            return None;
        }
        Some(WriteReport {
            n_bytes: self.files.values().map(|remembered| remembered.written().n_bytes).sum(),
            unchanged: self.files.keys().cloned().collect(),
            ..WriteReport::default()
        })
    }
}

/// Files on their way from the renderer to the writer.
struct Exporting<'m> {
    writing: Writing,
    memory: &'m Memory,
    keys: &'m SiteKeys<'m>,
    searched: OnceLock<Vec<Print>>,
    made: Mutex<HashMap<String, MadeFrom>>,
    observer: Observer<'m>,
}

impl Exporting<'_> {
    fn note(&self, path: &str, made_from: MadeFrom) {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.insert(path.to_owned(), made_from);
    }

    /// Adds to what is noted of a page.
    fn note_problems(&self, path: &str, of_page: Vec<RememberedProblem>) {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(MadeFrom::Page { problems, .. }) = made.get_mut(path) {
            *problems = of_page;
        }
    }
}

impl Receiver for Exporting<'_> {
    fn known(
        &self,
        path: &str,
        shown: &[&SitePost],
        body: Option<&Html>,
        key: &dyn Fn() -> Result<Key>,
    ) -> Result<Option<Vec<SiteProblem>>> {
        let rough = self.keys.rough(shown, body);
        let remembered = self.memory.files.get(path).and_then(|file| match &file.made_from {
            MadeFrom::Page { key, rough, problems } => Some((file, key, rough, problems)),
            _ => None,
        });
        // To tell a page takes half as long as to render it: not before there is one to tell it from.
        let (is_same, key) = match remembered {
            Some((_, known, of_known, _)) if *of_known == rough => (true, *known),
            Some((_, known, ..)) => {
                let key = Some(key()?);
                (*known == key, key)
            }
            None => (false, None),
        };
        if let Some((file, _, _, problems)) = remembered
            && is_same
            && let Some(of_page) = problems.iter().map(RememberedProblem::problem).collect()
            && self.writing.take_written(path, &file.written())
        {
            self.note(path, MadeFrom::Page { key, rough, problems: problems.clone() });
            return Ok(Some(of_page));
        }
        self.note(path, MadeFrom::Page { key, rough, problems: Vec::new() });
        Ok(None)
    }

    fn searched<T>(&self, now: Vec<Print>, work: impl FnOnce(Option<&Before<'_>>) -> T) -> T {
        let now = self.searched.get_or_init(|| now);
        let read = |path: &str| {
            let bytes = self.writing.read(path)?;
            let made = self.memory.files.get(path)?.written().hash;
            (hash(&bytes) == made).then_some(bytes)
        };
        work(Some(&Before { prints: &self.memory.searched, now, read: &read }))
    }

    fn take(&self, file: OutputFile, problems: &[SiteProblem]) -> Result<()> {
        if !problems.is_empty() {
            let problems = problems.iter().map(RememberedProblem::new).collect();
            self.note_problems(&file.path, problems);
        }
        let made_from = match &file.content {
            Content::Bytes(_) => return self.writing.take(&file),
            // Looked at before it is read: what changes after that shows the next time.
            Content::Copy(source) => {
                let look = Look::of_file(source).ok().filter(Look::is_settled);
                MadeFrom::Copy(source.clone(), look)
            }
            Content::Card(card) => MadeFrom::Card(card.key()),
        };
        let is_known = self.memory.files.get(&file.path).is_some_and(|remembered| {
            !matches!(made_from, MadeFrom::Copy(_, None))
                && remembered.made_from == made_from
                && self.writing.take_written(&file.path, &remembered.written())
        });
        self.note(&file.path, made_from);
        if is_known { Ok(()) } else { self.writing.take(&file) }
    }

    fn observer(&self) -> Observer<'_> {
        self.observer
    }
}
