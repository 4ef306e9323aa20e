//! Files of a blog that nothing leads to.

use galley_core::{Problem, ProblemCode};

/// The problem of a file that nothing uses. It is all of the file.
pub(crate) fn unused(name: &str) -> Problem {
    let message = format!("no post, page or theme uses `{name}`");
    Problem::new(ProblemCode::AssetUnused, 1, message)
}

/// Whether a file's name stands in a text of the theme or the settings: how they name their
/// files is theirs to know, so a mention is enough.
pub(crate) fn is_mentioned(name: &str, texts: &[String]) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    texts.iter().any(|text| text.contains(last))
}

#[cfg(test)]
mod tests {
    use super::is_mentioned;

    #[test]
    fn a_file_is_mentioned_by_its_last_name() {
        let texts = ["logo = \"assets/logo.svg\"".to_owned()];
        assert!(is_mentioned("assets/logo.svg", &texts));
        assert!(!is_mentioned("assets/photo.jpg", &texts));
        assert!(!is_mentioned("assets/photo.jpg", &[]));
    }
}
