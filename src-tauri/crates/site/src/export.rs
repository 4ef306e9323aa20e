//! Rendering a site into a folder, and of it only what changed since the last time.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::Result;
use crate::blog::{SiteBlog, SiteOptions};
use crate::html::Html;
use crate::memory::{Key, MadeFrom, Memory, Remembered, RememberedProblem, keys_of_site};
use crate::output::{Content, OutputFile, SiteProblem};
use crate::render::{Receiver, render_into};
use crate::theme::Theme;
use crate::writer::{Finished, Look, MANIFEST, WriteReport, Writing};

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
    let (key, outline) = keys_of_site(blog, theme, options);
    if memory.key == Some(key)
        && let Some(done) = nothing_changed(out, memory)
    {
        return Ok(done);
    }
    let is_same_outline = memory.outline == outline;
    let writing = Writing::begin(out, force)?;
    let into = Exporting { writing, memory, is_same_outline, made: Mutex::default() };
    let problems = render_into(blog, theme, options, &into)?;
    let Exporting { writing, made, .. } = into;
    let Finished { report, files, list } = writing.finish()?;
    let mut made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    let files = files.into_iter().map(|(path, written)| {
        let made_from = made.remove(&path).unwrap_or(MadeFrom::Blog);
        (path, Remembered::new(&written, made_from))
    });
    *memory = Memory {
        // Where something of someone else is in the way, it may be gone the next time.
        key: report.kept.is_empty().then_some(key),
        outline,
        list: Some(Remembered::new(&list, MadeFrom::Blog)),
        files: files.collect(),
        problems: problems.iter().map(RememberedProblem::new).collect(),
    };
    Ok((report, problems))
}

/// The export of a site that was exported just so; none if some file is not as it was left.
fn nothing_changed(out: &Path, memory: &Memory) -> Option<(WriteReport, Vec<SiteProblem>)> {
    let problems = memory.problems.iter().map(RememberedProblem::problem).collect::<Option<_>>()?;
    let is_kept = memory.files.par_iter().all(|(path, remembered)| {
        let is_source_same = match &remembered.made_from {
            MadeFrom::Copy(source, look) => look.is_some() && Look::of_file(source).ok() == *look,
            MadeFrom::Page(..) | MadeFrom::Blog => true,
        };
        is_source_same && remembered.written().is_at(&out.join(path))
    });
    if !is_kept || !memory.list.as_ref()?.written().is_at(&out.join(MANIFEST)) {
        return None;
    }
    let report = WriteReport {
        n_bytes: memory.files.values().map(|remembered| remembered.written().n_bytes).sum(),
        unchanged: memory.files.keys().cloned().collect(),
        ..WriteReport::default()
    };
    Some((report, problems))
}

/// Files on their way from the renderer to the writer.
struct Exporting<'m> {
    writing: Writing,
    memory: &'m Memory,
    /// Whether nothing but bodies may have changed.
    is_same_outline: bool,
    made: Mutex<HashMap<String, MadeFrom>>,
}

impl Exporting<'_> {
    fn note(&self, path: &str, made_from: MadeFrom) {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.insert(path.to_owned(), made_from);
    }

    /// Adds to what is noted of a page.
    fn note_problems(&self, path: &str, of_page: Vec<RememberedProblem>) {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(MadeFrom::Page(_, _, problems)) = made.get_mut(path) {
            *problems = of_page;
        }
    }
}

impl Receiver for Exporting<'_> {
    fn known(
        &self,
        path: &str,
        body: Option<&Html>,
        key: &dyn Fn() -> Result<Key>,
    ) -> Result<Option<Vec<SiteProblem>>> {
        let body = body.map(|body| *body.fingerprint().as_bytes());
        let remembered = self.memory.files.get(path).and_then(|file| match &file.made_from {
            MadeFrom::Page(key, body, problems) => Some((file, key, body, problems)),
            _ => None,
        });
        let key = match remembered {
            // Nothing but another body changed, and it is not on this page.
            Some((_, known, of_body, _)) if self.is_same_outline && *of_body == body => *known,
            _ => key()?,
        };
        if let Some((file, known, _, problems)) = remembered
            && *known == key
            && let Some(of_page) = problems.iter().map(RememberedProblem::problem).collect()
            && self.writing.take_written(path, &file.written())
        {
            self.note(path, MadeFrom::Page(key, body, problems.clone()));
            return Ok(Some(of_page));
        }
        self.note(path, MadeFrom::Page(key, body, Vec::new()));
        Ok(None)
    }

    fn take(&self, file: OutputFile, problems: &[SiteProblem]) -> Result<()> {
        if !problems.is_empty() {
            let problems = problems.iter().map(RememberedProblem::new).collect();
            self.note_problems(&file.path, problems);
        }
        if let Content::Copy(source) = &file.content {
            // Looked at before it is read: what changes after that shows the next time.
            let look = Look::of_file(source).ok().filter(Look::is_settled);
            let made_from = MadeFrom::Copy(source.clone(), look);
            if let Some(remembered) = self.memory.files.get(&file.path)
                && look.is_some()
                && remembered.made_from == made_from
                && self.writing.take_written(&file.path, &remembered.written())
            {
                self.note(&file.path, made_from);
                return Ok(());
            }
            self.note(&file.path, made_from);
        }
        self.writing.take(&file)
    }
}
