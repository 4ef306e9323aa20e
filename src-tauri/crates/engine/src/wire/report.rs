//! What long work answers: exports and imports.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{FileProblem, Problem};

/// What an export wrote.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Exported {
    /// The file or folder written to.
    pub path: String,
    /// Files in the export.
    pub n_files: u32,
    /// Files whose bytes changed.
    pub n_written: u32,
    /// Those of them that were not there before.
    pub n_new: u32,
    /// Those of them that had other bytes.
    pub n_changed: u32,
    /// Files that had the right bytes.
    pub n_unchanged: u32,
    /// Files of an earlier export that are gone.
    pub n_removed: u32,
    /// Bytes of all files together: a whole number, which may need more than 32 bits.
    #[specta(type = u32)]
    pub n_bytes: f64,
    /// Problems found on the way.
    pub problems: Vec<FileProblem>,
}

/// What a post becomes as one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PostFormat {
    /// A page for browsers.
    Html,
    /// The page as it is printed.
    Pdf,
}

/// What an export would change in its folder, as paths within it, sorted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SiteChanges {
    /// The folder.
    pub path: String,
    /// Files that are not there.
    pub new: Vec<String>,
    /// Files that have other bytes.
    pub changed: Vec<String>,
    /// Files of an earlier export that the site no longer has.
    pub removed: Vec<String>,
    /// Files of someone else in the place of one of the site's: they stay.
    pub kept: Vec<String>,
    /// Files that have the right bytes.
    pub n_unchanged: u32,
    /// Bytes of all files of the site: a whole number, which may need more than 32 bits.
    #[specta(type = u32)]
    pub n_bytes: f64,
    /// Problems found on the way.
    pub problems: Vec<FileProblem>,
}

/// Where exports go unless told otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportPlaces {
    /// For the open post as one file.
    pub file: Option<String>,
    /// For the whole site.
    pub folder: String,
}

/// How far an export has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// What is being done.
    pub step: ExportStep,
    /// Of how many that is done.
    pub done: u32,
    /// How many there are.
    pub total: u32,
}

/// What an export does, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ExportStep {
    /// Posts that have changed are read and rendered.
    Posts,
    /// Pictures are made ready for their readers.
    Pictures,
    /// Pages are made and compared with those that are there.
    Pages,
    /// All other files are compared.
    Files,
    /// What differs is put into place.
    Placing,
}

/// A post that an import made, or would make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportedPost {
    /// Its file, relative to the posts folder.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Last part of its URL.
    pub slug: String,
    /// Old addresses that lead to it.
    pub aliases: Vec<String>,
    /// What was recognised in the source.
    pub recognised: Vec<Recognised>,
    /// What was guessed or left as it was.
    pub problems: Vec<Problem>,
}

/// Something that an import recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Recognised {
    /// What it was taken for.
    pub what: String,
    /// Its line in the source, from 1.
    pub line: u32,
    /// The text that was taken for it.
    pub text: String,
}
