//! Why a site could not be rendered or written.

use std::path::PathBuf;
use std::{io, str::Utf8Error};

use thiserror::Error;

/// Why a site could not be rendered or written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder of a theme that cannot be read.
    #[error("could not read `{}` of the theme", path.display())]
    ReadTheme {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A template or word list that is not UTF-8.
    #[error("`{}` of the theme is not UTF-8", path.display())]
    ThemeNotUtf8 {
        /// The file.
        path: PathBuf,
        /// Where the text breaks off.
        source: Utf8Error,
    },
    /// `theme.toml` or a word list that is not what it should be.
    #[error("could not understand `{}` of the theme", path.display())]
    ThemeToml {
        /// The file.
        path: PathBuf,
        /// Line and reason.
        source: Box<toml::de::Error>,
    },
    /// A theme for another generation of templates.
    #[error(
        "the theme `{theme}` is for templates of version {min} to {max}, and these are of version {have}"
    )]
    ThemeVersion {
        /// The theme's name.
        theme: String,
        /// The oldest version it knows.
        min: u32,
        /// The newest version it knows.
        max: u32,
        /// The version of this crate.
        have: u32,
    },
    /// A theme without one of the templates a site needs.
    #[error("the theme `{theme}` has no template `{file}`")]
    TemplateMissing {
        /// The theme's name.
        theme: String,
        /// The file that is missing, relative to the theme.
        file: String,
    },
    /// A template with a mistake in it; the source says which.
    #[error("the template `{file}` of the theme `{theme}` fails at line {line}")]
    Template {
        /// The theme's name.
        theme: String,
        /// The file, relative to the theme.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        source: Box<minijinja::Error>,
    },
    /// A base URL that is not one.
    #[error("`{url}` is not an address that begins with `http://` or `https://`")]
    BaseUrl {
        /// What was given.
        url: String,
    },
    /// The output folder holds files, and nothing shows that an export made them.
    #[error("the folder `{}` holds files that no export made", path.display())]
    ForeignFolder {
        /// The output folder.
        path: PathBuf,
    },
    /// The output folder is a file, or lies below one.
    #[error("`{}` is not a folder", path.display())]
    NotAFolder {
        /// The place where a folder was expected.
        path: PathBuf,
    },
    /// A folder in the output that is a symbolic link and might lead out of it.
    #[error("`{}` is a symbolic link, and an export does not follow those", path.display())]
    SymbolicLink {
        /// The link.
        path: PathBuf,
    },
    /// The list of exported files that this crate keeps in the folder is damaged.
    #[error("could not understand the list of exported files `{}`", path.display())]
    Manifest {
        /// The list.
        path: PathBuf,
        /// Line and reason.
        source: serde_json::Error,
    },
    /// An asset, or a file in the output folder, that cannot be read.
    #[error("could not read `{}`", path.display())]
    ReadFile {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file in the output folder that cannot be written.
    #[error("could not write `{}`", path.display())]
    WriteFile {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file in the output folder that cannot be removed.
    #[error("could not remove `{}`", path.display())]
    RemoveFile {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}
