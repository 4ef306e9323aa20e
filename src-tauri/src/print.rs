//! A page on paper, or in a PDF as on paper: what the system prints with.
//!
//! So far that is `WebKit`'s way on Linux, in `print/linux.rs`. Elsewhere nothing is offered.

use std::error::Error as StdError;
use std::io;
use std::path::Path;

use galley_engine::Error;
use thiserror::Error as ThisError;

#[cfg(target_os = "linux")]
mod linux;

/// Whether a page can be printed here.
pub(crate) const IS_POSSIBLE: bool = cfg!(target_os = "linux");

/// Shows a page that needs nothing else in the system's print dialog, and waits until it is
/// printed or the dialog is left. Not on the window's thread.
pub(crate) fn page(html: String) -> Result<(), Error> {
    on_paper(html, None).map_err(|source| error("the post".to_owned(), source))
}

/// Makes a PDF of a page that needs nothing else. Not on the window's thread.
pub(crate) fn pdf(html: String, file: &Path) -> Result<Vec<u8>, Error> {
    make_pdf(html).map_err(|source| error(format!("the PDF `{}`", file.display()), source))
}

/// `WebKit` writes only to files: the PDF takes its way over one that nobody else may read.
fn make_pdf(html: String) -> Result<Vec<u8>, Failed> {
    let folder = tempfile::tempdir().map_err(Failed::Folder)?;
    let scratch = folder.path().join("post.pdf");
    on_paper(html, Some(&scratch))?;
    let bytes = std::fs::read(&scratch).map_err(Failed::Nothing)?;
    // A printer that had no room has said that all is well before.
    let is_whole = bytes.starts_with(b"%PDF-") && bytes.trim_ascii_end().ends_with(b"%%EOF");
    if is_whole { Ok(bytes) } else { Err(Failed::Half) }
}

#[cfg(target_os = "linux")]
fn on_paper(html: String, pdf: Option<&Path>) -> Result<(), Failed> {
    linux::on_paper(html, pdf)
}

#[cfg(not(target_os = "linux"))]
fn on_paper(_html: String, _pdf: Option<&Path>) -> Result<(), Failed> {
    Err(Failed::NotHere)
}

fn error(what: String, source: impl StdError + Send + Sync + 'static) -> Error {
    Error::Print { what, source: Box::new(source) }
}

/// Why nothing was printed.
#[derive(Debug, ThisError)]
enum Failed {
    #[error("the folder for temporary files cannot be used")]
    Folder(#[source] io::Error),
    #[error("nothing was written")]
    Nothing(#[source] io::Error),
    #[error("only a part was written: there may be no space left for temporary files")]
    Half,
    #[cfg(target_os = "linux")]
    #[error("the page does not load: {0}")]
    Load(String),
    #[cfg(target_os = "linux")]
    #[error("the printer says: {0}")]
    Printer(String),
    #[cfg(target_os = "linux")]
    #[error("the web view that prints has ended")]
    Ended,
    #[cfg(target_os = "linux")]
    #[error("the web view that prints does not answer")]
    Silent,
    #[cfg(not(target_os = "linux"))]
    #[error("Galley prints on Linux only so far")]
    NotHere,
}
