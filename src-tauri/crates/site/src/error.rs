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
    /// A folder of `themes/` that is no theme.
    #[error("the theme `{theme}` has no `theme.toml`")]
    ThemeManifest {
        /// The folder's name.
        theme: String,
    },
    /// A parent that neither the blog nor the program has.
    #[error("the theme `{theme}` builds on `{parent}`, and there is no such theme")]
    ThemeParent {
        /// The theme that names it.
        theme: String,
        /// What it names.
        parent: String,
    },
    /// Themes that are each other's parents.
    #[error("the themes {} build on each other in a circle", arrows(names))]
    ThemeCycle {
        /// From child to parent; the last one is there twice.
        names: Vec<String>,
    },
    /// A setting whose own default or name does not fit it.
    #[error("the setting `{setting}` of the theme `{theme}` is not {wanted}")]
    ThemeSetting {
        /// The theme that declares it.
        theme: String,
        /// Its name.
        setting: String,
        /// What would fit.
        wanted: String,
    },
    /// A style sheet that a theme names and does not have where it belongs.
    #[error("the theme `{theme}` names the style sheet `{file}` and does not have it")]
    ThemeStylesheet {
        /// The theme that names it.
        theme: String,
        /// The file, relative to the theme.
        file: String,
    },
    /// A face that a theme's cards are to be set in, and that is nowhere.
    #[error(
        "the theme `{theme}` names the face `{file}` in line {line} of its `theme.toml` and does not have it"
    )]
    ThemeFaceMissing {
        /// The theme that names it.
        theme: String,
        /// The line, from 1.
        line: usize,
        /// The file, relative to the theme.
        file: String,
    },
    /// A face that cannot be used.
    #[error("could not read the face `{}` of the theme", path.display())]
    ThemeFace {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: galley_card::FaceError,
    },
    /// A template that is asked for and that neither the theme nor a parent has.
    #[error("the theme `{theme}` has no template `{file}`")]
    TemplateMissing {
        /// The theme's name.
        theme: String,
        /// The file that is missing, relative to the theme.
        file: String,
    },
    /// A template with a mistake in it; the source says which.
    #[error("the template `{file}` of the theme `{theme}` fails at line {line}{}", reached(from))]
    Template {
        /// The theme that has the template.
        theme: String,
        /// The file, relative to that theme.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The templates that led there, the nearest first, with their lines where known.
        from: Vec<String>,
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
    /// An output folder that another export wrote into since it was compared.
    #[error("the folder `{}` was exported to again since it was compared", path.display())]
    Overtaken {
        /// The output folder.
        path: PathBuf,
    },
    /// Whoever asked for the export ended it.
    #[error("the export was ended before it was done")]
    Ended,
    /// The list of exported files that this crate keeps in the folder is damaged.
    #[error("could not understand the list of exported files `{}`", path.display())]
    Manifest {
        /// The list.
        path: PathBuf,
        /// Line and reason.
        source: serde_json::Error,
    },
    /// A post's rendered body that cannot be read from where it was kept.
    #[error("could not read a post that was rendered before")]
    ReadBody {
        /// What the system said.
        source: io::Error,
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

fn arrows(names: &[String]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(" → ")
}

fn reached(from: &[String]) -> String {
    let places: Vec<_> = from.iter().map(|place| format!("`{place}`")).collect();
    if places.is_empty() { String::new() } else { format!(", reached from {}", places.join(", ")) }
}
