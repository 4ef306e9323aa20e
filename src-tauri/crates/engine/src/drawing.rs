//! Pictures that are drawings, in SVG, and what the site leaves out of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use galley_core::{Problem, ProblemCode};
use rayon::prelude::*;

use crate::data_folder::in_blog;

/// What the site leaves out of the drawings among these files, each looked at once: the file
/// as the blog in `folder` calls it, and the problem.
pub(crate) fn problems_of<'f>(
    files: impl Iterator<Item = &'f Path>,
    folder: &Path,
) -> Vec<(String, Problem)> {
    let drawings: BTreeSet<&Path> = files.filter(|file| galley_site::is_svg(file)).collect();
    let problems = drawings.into_par_iter().filter_map(|file| {
        let name = in_blog(folder, file);
        // Whoever copies a file that cannot be read says so.
        let lost = lost_of(&name, &fs::read(file).ok()?)?;
        Some((name, Problem::new(ProblemCode::SvgCleaned, 1, lost)))
    });
    problems.collect()
}

/// What a drawing may not keep, in words.
fn lost_of(path: &str, bytes: &[u8]) -> Option<String> {
    match galley_site::safe_svg(bytes) {
        Some(picture) if picture.removed.is_empty() => None,
        Some(picture) => {
            let parts = picture.removed.join("`, `");
            Some(format!("left out of `{path}`, because it could do harm: `{parts}`"))
        }
        None => Some(format!(
            "`{path}` is no SVG picture in UTF-8 that can be read; the site has an empty one"
        )),
    }
}
