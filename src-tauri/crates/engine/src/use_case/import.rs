//! Importing foreign writing into a blog.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use galley_core::Origin;
use galley_import::{ImportContext, plain_text};

use crate::blog::Blog;
use crate::error::Error;
use crate::wire;

impl Blog {
    /// Imports a plain text (`-` is standard input) as a post; with `dry_run` nothing is written.
    ///
    /// A post whose slug is taken gets a number; no file is ever overwritten.
    pub fn import_text(
        &self,
        source: &Path,
        dry_run: bool,
    ) -> Result<Vec<wire::ImportedPost>, Error> {
        let text = read_text(source)?;
        if text.trim().is_empty() {
            return Err(Error::NothingToImport { path: source.to_owned() });
        }
        // Where the file lies here says nothing of where it was published.
        let imported = plain_text::import(&text, &ImportContext::default());
        self.ask(move |state| {
            let mut report = Vec::new();
            for post in imported.posts {
                let path = state.free_path(&post.slug)?;
                if !dry_run {
                    state.add_post(&path, &post.source, Origin::Import)?;
                }
                report.push(wire::ImportedPost {
                    path: path.to_string(),
                    title: post.title,
                    slug: path.file_stem().to_owned(),
                    aliases: post.aliases,
                    recognised: post
                        .recognised
                        .into_iter()
                        .map(|it| wire::Recognised {
                            what: it.what.as_str().to_owned(),
                            line: it.line,
                            text: it.text,
                        })
                        .collect(),
                    problems: imported.problems.iter().cloned().map(Into::into).collect(),
                });
            }
            Ok(report)
        })
    }
}

/// Reads a text file; `-` is standard input.
///
/// # Errors
///
/// When it cannot be read or is not UTF-8.
pub fn read_text(source: &Path) -> Result<String, Error> {
    let bytes = if source == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(source)
    };
    let bytes =
        bytes.map_err(|error| Error::ReadFile { path: source.to_owned(), source: error })?;
    String::from_utf8(bytes).map_err(|_| Error::NotUtf8 { path: source.to_owned() })
}
