//! Rendering a site into a folder, and of it only what changed since the last time.

use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

use foldhash::HashMap;
use rayon::prelude::*;

use crate::Result;
use crate::blog::{SiteBlog, SiteOptions, SitePost};
use crate::html::Html;
use crate::memory::{
    Changed, Key, MadeFrom, Memory, Remembered, RememberedProblem, Resident, SiteKeys,
};
use crate::observer::{Observer, nobody};
use crate::output::{Content, OutputFile, SiteProblem};
use crate::render::{Changes, Frame, Receiver, sort};
use crate::search::{Before, Print};
use crate::theme::Theme;
use crate::writer::{
    Finished, Look, Looker, MANIFEST, Manifest, WriteReport, Writing, Written, hash,
};

/// Renders the site into the folder `out`, page by page, and answers with what was done and
/// what is wrong in the blog's content.
///
/// The folder is written as [`writer::write`](crate::writer::write) does, and what lies there
/// then does not depend on `memory`: that is what the last export to this folder left, and
/// saves rendering what has not changed. After an error it is empty.
pub fn export(
    blog: &SiteBlog<'_>,
    theme: &Theme,
    options: &SiteOptions<'_>,
    out: &Path,
    force: bool,
    memory: &mut Memory,
) -> Result<(WriteReport, Vec<SiteProblem>)> {
    let staged = stage(blog, theme, options, out, force, std::mem::take(memory), &nobody)?;
    let problems = staged.problems().to_vec();
    let (report, remembered) = staged.put_in_place(&nobody)?;
    *memory = remembered;
    Ok((report, problems))
}

/// Renders the site as [`export`] does and puts nothing into place yet.
pub fn stage(
    blog: &SiteBlog<'_>,
    theme: &Theme,
    options: &SiteOptions<'_>,
    out: &Path,
    force: bool,
    mut memory: Memory,
    observer: Observer<'_>,
) -> Result<Staged> {
    let mut resident = memory.resident.take();
    let changed = resident.as_mut().and_then(|it| it.keys.bring_up(blog, theme, options));
    let (left, keys) = match resident {
        Some(resident) => (Some((resident.frame, resident.list)), resident.keys),
        None => (None, SiteKeys::new(blog, theme, options)),
    };
    if memory.key == Some(keys.all)
        && let Some((report, problems)) = nothing_changed(out, &memory)
    {
        memory.resident = left.map(|(frame, list)| Box::new(Resident { frame, keys, list }));
        return Ok(Staged { difference: Difference::None(report), problems, memory });
    }
    let resumed = match (left, changed) {
        (Some((frame, list)), Some(changed)) => resume(frame, list, &changed, out, &mut memory)?,
        _ => None,
    };
    let (frame, changes, writing) = if let Some((frame, changes, writing)) = resumed {
        (frame, Some(changes), writing)
    } else {
        let frame = || Frame::new(blog, theme, options);
        let (frame, writing) = rayon::join(frame, || Writing::begin(out, force));
        (frame?, None, writing?)
    };
    let (searched, made) = (OnceLock::new(), Mutex::default());
    let is_changed = changes.is_some();
    let into =
        Exporting { writing, memory: &memory, keys: &keys, is_changed, searched, made, observer };
    let mut problems = frame.render(theme, options, changes.as_ref(), &into)?;
    let Exporting { writing, made, searched, .. } = into;
    let made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    if changes.is_some() {
        problems.extend(memory.problems_of_others(&made));
    }
    sort(&mut problems);
    let rendered = Rendered {
        frame,
        keys,
        is_whole: changes.is_none(),
        searched: searched.into_inner(),
        made,
    };
    let difference = Difference::Some(Box::new((writing, rendered)));
    Ok(Staged { difference, problems, memory })
}

/// A site that is rendered and compared with what lies in its folder, and waits beside it.
/// Dropped it was never there.
#[derive(Debug)]
pub struct Staged {
    difference: Difference,
    problems: Vec<SiteProblem>,
    memory: Memory,
}

#[derive(Debug)]
enum Difference {
    None(WriteReport),
    Some(Box<(Writing, Rendered)>),
}

/// What the next export will want to know of this one.
#[derive(Debug)]
struct Rendered {
    frame: Frame,
    keys: SiteKeys,
    /// Whether all of the site was rendered, and not only what changed.
    is_whole: bool,
    /// None if the index for searching is as it was, or if there is none.
    searched: Option<Vec<Print>>,
    made: HashMap<String, MadeFrom>,
}

impl Staged {
    /// What putting it into place will do.
    pub fn changes(&self) -> Result<WriteReport> {
        match &self.difference {
            Difference::None(report) => Ok(report.clone()),
            Difference::Some(site) if site.1.is_whole => site.0.plan(),
            Difference::Some(site) => Ok(self.memory.with_others(site.0.plan()?)),
        }
    }

    /// Whether the folder is not yet as it should be.
    pub fn differs(&self) -> bool {
        matches!(self.difference, Difference::Some { .. })
    }

    /// Whether all of the site was looked at, and not only what shows a post that changed.
    pub fn is_whole(&self) -> bool {
        !matches!(&self.difference, Difference::Some(site) if !site.1.is_whole)
    }

    /// What is wrong in the blog's content.
    pub fn problems(&self) -> &[SiteProblem] {
        &self.problems
    }

    /// Puts the site into place. Answers with what was done, and what the next export is given.
    pub fn put_in_place(self, observer: Observer<'_>) -> Result<(WriteReport, Memory)> {
        let Self { difference, problems, mut memory } = self;
        let (writing, rendered) = match difference {
            Difference::None(report) => return Ok((report, memory)),
            Difference::Some(site) => *site,
        };
        let Rendered { frame, keys, is_whole, searched, mut made } = rendered;
        let Finished { mut report, files, list, manifest } = writing.finish(observer)?;
        if is_whole {
            memory = Memory { searched: searched.unwrap_or_default(), ..Memory::default() };
        } else {
            report = memory.with_others(report);
            memory.searched = searched.unwrap_or(memory.searched);
        }
        let files = files.into_iter().map(|(path, written)| {
            let made_from = made.remove(&path).unwrap_or(MadeFrom::Blog);
            (path, Remembered::new(&written, made_from))
        });
        if is_whole {
            // They come in the order of their paths, and so all at once.
            memory.files = files.collect();
        } else {
            memory.files.extend(files);
        }
        // Where something of someone else is in the way, it may be gone the next time.
        let is_ours = report.kept.is_empty();
        memory.key = is_ours.then_some(keys.all);
        memory.list = Some(Remembered::new(&list, MadeFrom::Blog));
        memory.problems = problems.iter().map(RememberedProblem::new).collect();
        memory.resident = is_ours.then(|| Box::new(Resident { frame, keys, list: manifest }));
        Ok((report, memory))
    }
}

/// The frame with what posts say now, and what changed in it; none if the frame cannot take that
/// in, or if something in the folder is not as the last export left it.
fn resume(
    mut frame: Frame,
    list: Manifest,
    changed: &[Changed],
    out: &Path,
    memory: &mut Memory,
) -> Result<Option<(Frame, Changes, Writing)>> {
    let Some(changes) = frame.take_in(changed) else { return Ok(None) };
    let Some(left) = memory.list.as_ref().map(Remembered::written) else { return Ok(None) };
    if !memory.is_left(out) {
        return Ok(None);
    }
    let writing = Writing::resume(out, list, &left)?;
    Ok(writing.map(|writing| (frame, changes, writing)))
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
        let out = Looker::at(out).ok()?;
        let is_kept = self.files.par_iter().all(|(path, file)| file.is_left(&out, path));
        if !is_kept || !self.list.as_ref()?.written().is_at(&out, MANIFEST) {
            return None;
        }
        Some(self.with_others(WriteReport::default()))
    }

    /// Whether all files in `out`, and those that they are copies of, are as they were left. One
    /// that had to be read for that is looked at the next time.
    fn is_left(&mut self, out: &Path) -> bool {
        let Ok(out) = Looker::at(out) else { return false };
        self.files.par_iter_mut().all(|(path, file)| {
            let fresh = file.written().look.is_none();
            // Before it is read: what changes after that shows the next time.
            let look = fresh.then(|| out.look(path).ok()).flatten();
            let is_left = file.is_left(&out, path);
            if is_left && let Some(look) = look.filter(Look::is_settled) {
                file.rewritten(&Written { look: Some(look), ..file.written() });
            }
            is_left
        })
    }

    /// The report of an export, with the files that it had not to touch.
    fn with_others(&self, mut report: WriteReport) -> WriteReport {
        let touched = [&report.new, &report.changed, &report.unchanged, &report.kept];
        let touched = touched.into_iter().flatten().filter_map(|path| self.files.get(path));
        let n_bytes = |file: &Remembered| file.written().n_bytes;
        let (n_touched, n_former) = touched.fold((0, 0), |(n, sum), it| (n + 1, sum + n_bytes(it)));
        report.n_others = self.files.len() - n_touched;
        report.n_bytes += self.files.values().map(n_bytes).sum::<u64>() - n_former;
        report
    }

    /// What was wrong on pages other than these.
    fn problems_of_others(&self, made: &HashMap<String, MadeFrom>) -> Vec<SiteProblem> {
        let problems = self.files.iter().filter_map(|(path, file)| match &file.made_from {
            MadeFrom::Page { problems, .. } if !problems.is_empty() => {
                (!made.contains_key(path)).then_some(problems)
            }
            _ => None,
        });
        problems.flatten().filter_map(RememberedProblem::problem).collect()
    }
}

impl Remembered {
    /// Whether the file at `path` in `out` is as it was left, and so is what it is a copy of.
    fn is_left(&self, out: &Looker, path: &str) -> bool {
        let is_source_same = match &self.made_from {
            MadeFrom::Copy(source, look) => look.is_some() && Look::of_file(source).ok() == *look,
            MadeFrom::Page { .. } | MadeFrom::Card(_) | MadeFrom::Blog => true,
        };
        is_source_same && self.written().is_at(out, path)
    }
}

/// Files on their way from the renderer to the writer.
struct Exporting<'m> {
    writing: Writing,
    memory: &'m Memory,
    keys: &'m SiteKeys,
    /// Whether it is asked only for pages that show what changed.
    is_changed: bool,
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
        if self.is_changed {
            // It shows what changed, so it is another page, but for what it happens to hide.
            self.note(path, MadeFrom::Page { key: None, rough, problems: Vec::new() });
            return Ok(None);
        }
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
