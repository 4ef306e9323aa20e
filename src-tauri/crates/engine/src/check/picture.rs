//! Checks of a post's pictures.

use std::collections::HashMap;

use galley_core::{Problem, ProblemCode};

use super::CheckedPost;

/// Above this size a picture takes seconds over a phone's connection, in bytes.
const MANY_BYTES: u64 = 1_500_000;
/// The longer side that fills the widest column on the finest screens twice over, in pixels.
const MANY_PIXELS: usize = 4_000;

/// What is known of a picture's file without decoding it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct PictureFacts {
    /// Size of the file.
    pub(crate) n_bytes: u64,
    /// Width and height in pixels, if the head of the file says them.
    pub(crate) pixels: Option<(usize, usize)>,
    /// Whether it says where it was taken.
    pub(crate) has_location: bool,
}

/// Pictures without a description.
pub(super) fn missing_alt(checked: &CheckedPost<'_>) -> Vec<Problem> {
    let silent = checked.rendered.images.iter().filter(|image| image.alt.is_none());
    silent
        .map(|image| {
            let message = format!("the image `{}` has no description", image.target);
            let problem = Problem::new(ProblemCode::ImageAltMissing, image.line, message);
            checked.in_file(Problem { column: image.column, ..problem })
        })
        .collect()
}

/// Different pictures of one post with the same description.
pub(super) fn repeated_alt(checked: &CheckedPost<'_>) -> Vec<Problem> {
    let mut first: HashMap<&str, &str> = HashMap::new();
    let mut problems = Vec::new();
    for image in &checked.rendered.images {
        // One that is empty on purpose says nothing twice.
        let alt = image.alt.as_deref().map(str::trim).filter(|alt| !alt.is_empty());
        let Some(alt) = alt else { continue };
        let other = *first.entry(alt).or_insert(&image.target);
        if other != image.target {
            let message =
                format!("the image `{}` has the same description as `{other}`", image.target);
            let problem = Problem::new(ProblemCode::ImageAltRepeated, image.line, message);
            problems.push(checked.in_file(Problem { column: image.column, ..problem }));
        }
    }
    problems
}

/// What is wrong with a picture's file, which the author calls `name`. The place is for the
/// caller to say.
pub(crate) fn of_picture(name: &str, facts: PictureFacts) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut problem = |code, message: String| problems.push(Problem::new(code, 1, message));
    let megabytes = format!("{}.{} MB", facts.n_bytes / 1_000_000, facts.n_bytes / 100_000 % 10);
    let large = facts.pixels.filter(|&(width, height)| width.max(height) > MANY_PIXELS);
    if let Some((width, height)) = large {
        let message = format!(
            "the image `{name}` has {width} × {height} pixels ({megabytes}), more than a page can show"
        );
        problem(ProblemCode::ImageLarge, message);
    } else if facts.n_bytes > MANY_BYTES {
        let message =
            format!("the image `{name}` has {megabytes}: readers on a phone will wait for it");
        problem(ProblemCode::ImageLarge, message);
    }
    if facts.has_location {
        let message = format!("the photo `{name}` says where it was taken");
        problem(ProblemCode::ImageLocation, message);
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_pictures_and_photos_with_a_place_are_found() {
        use ProblemCode::{ImageLarge, ImageLocation};
        let facts = |n_bytes, pixels| PictureFacts { n_bytes, pixels, has_location: false };
        for (facts, codes) in [
            (facts(1_000, None), &[][..]),
            (facts(1_500_000, Some((4_000, 3_000))), &[]),
            (facts(1_500_001, Some((40, 30))), &[ImageLarge]),
            (facts(1_000, Some((30, 4_001))), &[ImageLarge]),
            (facts(9_000_000, Some((9_000, 30))), &[ImageLarge]),
            (PictureFacts { has_location: true, ..facts(1, None) }, &[ImageLocation]),
        ] {
            let found: Vec<_> = of_picture("a.jpg", facts).iter().map(|it| it.code).collect();
            assert_eq!(found, codes, "{facts:?}");
        }
    }
}
