//! What can go wrong when a shell asks for something.
//!
//! The lower crates' errors are joined here, given a code where a shell reacts
//! to them, and a hint where the author can do something.

use std::error::Error as StdError;
use std::io;
use std::path::PathBuf;

use galley_core::front_matter::EditFrontMatterError;
use galley_core::{ApplyEditError, PostPath};
use serde::{Deserialize, Serialize};
use specta::Type;
use thiserror::Error;

use crate::wire;

/// What a shell reacts to; everything else is `Internal`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ErrorCode {
    /// The folder holds no blog: offer to make one.
    NotABlog,
    /// The blog, post or file does not exist.
    NotFound,
    /// What was to be made exists already.
    AlreadyExists,
    /// The place cannot be written to.
    ReadOnly,
    /// No space is left.
    DiskFull,
    /// The output folder is not empty and not Galley's: ask before going on.
    ForeignFolder,
    /// Whoever asked for it ended it: nothing to say.
    Ended,
    /// The output folder was exported to since it was compared: compare again.
    Overtaken,
    /// Window and engine hold different versions: show the post afresh.
    VersionMismatch,
    /// The author's input cannot be used as it is.
    BadInput,
    /// Anything else.
    Internal,
}

/// The thing asked for did not happen.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// A folder without posts.
    #[error("`{}` is not a blog: it has no folder of posts", folder.display())]
    NotABlog {
        /// The folder.
        folder: PathBuf,
    },
    /// A folder that does not exist or cannot be entered.
    #[error("the folder `{}` cannot be opened", folder.display())]
    OpenFolder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A new blog where there is something already.
    #[error("`{}` already holds a blog", folder.display())]
    BlogExists {
        /// The folder.
        folder: PathBuf,
    },
    /// An export to a file that is there already.
    #[error("`{}` is there already", file.display())]
    FileExists {
        /// The file.
        file: PathBuf,
    },
    /// A post that could not be printed.
    #[error("{what} cannot be printed")]
    Print {
        /// The post, or the PDF of it.
        what: String,
        /// Why.
        source: Box<dyn StdError + Send + Sync>,
    },
    /// A folder that could not be made.
    #[error("the folder `{}` cannot be made", path.display())]
    CreateFolder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file of the author's that could not be read.
    #[error("`{}` cannot be read", path.display())]
    ReadFile {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A post that the library does not know.
    #[error("there is no post `{name}` in this blog")]
    NoSuchPost {
        /// How it was named.
        name: String,
    },
    /// Several posts that a name fits.
    #[error("`{name}` fits more than one post")]
    AmbiguousPost {
        /// How it was named.
        name: String,
        /// The posts that it fits.
        paths: Vec<PostPath>,
    },
    /// An edit of a post that is not open.
    #[error("the post is not open")]
    PostNotOpen,
    /// A command on a blog that was closed meanwhile.
    #[error("the blog is not open any more")]
    BlogClosed,
    /// A post whose file must not be written.
    #[error("`{path}` can only be read: {reason}")]
    PostReadOnly {
        /// The file.
        path: PostPath,
        /// Why.
        reason: String,
    },
    /// Edits that do not follow the version held.
    #[error("an edit made version {found}, but {expected} comes next")]
    VersionMismatch {
        /// The version that would have followed.
        expected: u32,
        /// The version that came.
        found: u32,
    },
    /// Edits that do not fit the text.
    #[error("an edit does not fit the text")]
    Edit {
        /// Why.
        source: ApplyEditError,
    },
    /// A front matter field that could not be set.
    #[error("the front matter of `{path}` cannot be changed")]
    EditFrontMatter {
        /// The file.
        path: PostPath,
        /// Why.
        source: EditFrontMatterError,
    },
    /// A slug that another post has.
    #[error("the slug `{slug}` belongs to `{by}`")]
    SlugTaken {
        /// The slug.
        slug: String,
        /// The post that has it.
        by: PostPath,
    },
    /// A slug that cannot be part of a URL.
    #[error("`{slug}` cannot be a slug")]
    BadSlug {
        /// What was asked for.
        slug: String,
        /// Why.
        source: galley_core::ParseSlugError,
    },
    /// A path at which no post can lie.
    #[error("`{path}` cannot be a post's path")]
    BadPath {
        /// What was asked for.
        path: String,
        /// Why.
        source: galley_core::ParsePostPathError,
    },
    /// A former text that the history does not have.
    #[error("there is no revision {revision} of this post")]
    NoSuchRevision {
        /// Its number.
        revision: u32,
    },
    /// A `KEY=VALUE` that names no field, or whose value the field cannot have.
    #[error("`{assignment}` cannot be set")]
    BadField {
        /// What was typed.
        assignment: String,
        /// What can be.
        hint: String,
    },
    /// A file whose encoding cannot be told without doubt.
    #[error("`{path}` cannot be converted to UTF-8 without loss")]
    CannotConvert {
        /// The file.
        path: PostPath,
    },
    /// A damaged library that could not be moved out of the way.
    #[error("the library `{}` is damaged and cannot be set aside", path.display())]
    SetAside {
        /// The database.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A theme that neither Galley nor the blog has.
    #[error("there is no theme `{name}`")]
    NoSuchTheme {
        /// Its name in `blog.toml`.
        name: String,
    },
    /// A setting that a theme does not offer, or not with this value.
    #[error("{problem}")]
    ThemeChoice {
        /// What is wrong with it.
        problem: String,
    },
    /// A `blog.toml` that cannot be changed.
    #[error("`blog.toml` cannot be changed")]
    EditConfig {
        /// Why.
        source: galley_core::EditConfigError,
    },
    /// A `blog.toml` that somebody else wrote meanwhile.
    #[error("`blog.toml` was changed meanwhile")]
    ConfigChanged,
    /// A file that cannot be removed.
    #[error("could not remove `{}`", path.display())]
    RemoveFile {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A link that must not be opened.
    #[error("the link `{href}` is not opened")]
    LinkScheme {
        /// The link.
        href: String,
    },
    /// A link or file that the system could not open.
    #[error("`{target}` cannot be opened by the system")]
    OpenLink {
        /// What was to be opened.
        target: String,
        /// Why.
        source: Box<dyn StdError + Send + Sync>,
    },
    /// An import that found nothing.
    #[error("`{}` holds no text to import", path.display())]
    NothingToImport {
        /// The source.
        path: PathBuf,
    },
    /// A file that is not text.
    #[error("`{}` is not UTF-8 text", path.display())]
    NotUtf8 {
        /// The source.
        path: PathBuf,
    },
    /// The library database failed.
    #[error("the library of this blog failed")]
    Library(#[source] galley_store::Error),
    /// The posts folder failed.
    #[error(transparent)]
    Mirror(galley_mirror::Error),
    /// The theme or the output failed.
    #[error(transparent)]
    Site(#[from] galley_site::Error),
    /// A yes to a site that does not wait for one.
    #[error("there is no export that waits to be put into place")]
    NothingStaged,
    /// A bug: the work panicked.
    #[error("Galley stumbled over a fault of its own")]
    Panicked,
}

impl Error {
    /// What a shell reacts to.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::NotABlog { .. } => ErrorCode::NotABlog,
            Self::NoSuchPost { .. }
            | Self::NoSuchRevision { .. }
            | Self::PostNotOpen
            | Self::NothingStaged
            | Self::BlogClosed => ErrorCode::NotFound,
            Self::BlogExists { .. } | Self::FileExists { .. } => ErrorCode::AlreadyExists,
            Self::PostReadOnly { .. } | Self::Library(galley_store::Error::ReadOnly { .. }) => {
                ErrorCode::ReadOnly
            }
            Self::VersionMismatch { .. } | Self::Edit { .. } => ErrorCode::VersionMismatch,
            Self::AmbiguousPost { .. }
            | Self::EditFrontMatter { .. }
            | Self::SlugTaken { .. }
            | Self::BadSlug { .. }
            | Self::BadPath { .. }
            | Self::BadField { .. }
            | Self::CannotConvert { .. }
            | Self::LinkScheme { .. }
            | Self::NoSuchTheme { .. }
            | Self::ThemeChoice { .. }
            | Self::EditConfig { .. }
            | Self::NothingToImport { .. }
            | Self::NotUtf8 { .. } => ErrorCode::BadInput,
            Self::ConfigChanged => ErrorCode::Overtaken,
            Self::OpenFolder { source, .. }
            | Self::CreateFolder { source, .. }
            | Self::SetAside { source, .. }
            | Self::RemoveFile { source, .. }
            | Self::ReadFile { source, .. } => io_code(source.kind()),
            Self::Mirror(error) => mirror_code(error),
            Self::Site(error) => site_code(error),
            Self::Library(galley_store::Error::DiskFull { .. }) => ErrorCode::DiskFull,
            Self::OpenLink { .. } | Self::Print { .. } | Self::Library(_) | Self::Panicked => {
                ErrorCode::Internal
            }
        }
    }

    /// Whether the library is damaged; see [`galley_store::Error::is_damage`].
    pub(crate) fn is_damaged_library(&self) -> bool {
        match self {
            Self::Library(error) => error.is_damage(),
            _ => false,
        }
    }

    /// What the author can do about it.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NotABlog { .. } => {
                "open a folder that has `posts/`, or make a new blog there".to_owned()
            }
            Self::FileExists { .. } => "choose another name, or let it be replaced".to_owned(),
            Self::Print { .. } => {
                "try it again, or export HTML and print that in a browser".to_owned()
            }
            Self::BlogExists { .. } => "open it instead, or choose an empty folder".to_owned(),
            Self::AmbiguousPost { paths, .. } => {
                let paths: Vec<_> = paths.iter().map(|path| format!("`{path}`")).collect();
                format!("name one of {}", paths.join(", "))
            }
            Self::EditFrontMatter { source, .. } => source.hint().to_owned(),
            Self::SlugTaken { .. } => "choose another slug".to_owned(),
            Self::BadPath { .. } => {
                "give a path below the posts folder that ends in `.md`, such as `2024/notes.md`"
                    .to_owned()
            }
            Self::NoSuchPost { .. } => {
                "`galley posts` lists those there are; what was removed is in the trash".to_owned()
            }
            Self::NoSuchRevision { .. } => "`galley history` lists those there are".to_owned(),
            Self::BadField { hint, .. } => hint.clone(),
            Self::CannotConvert { .. } => {
                "open it in a program that knows its encoding, and save it as UTF-8".to_owned()
            }
            Self::BadSlug { .. } => "use letters, digits and hyphens".to_owned(),
            Self::NoSuchTheme { .. } => {
                "correct `theme` in `blog.toml`, or put the theme into `themes/`".to_owned()
            }
            Self::EditConfig { .. } => "correct `blog.toml` by hand first".to_owned(),
            Self::ConfigChanged => "choose again: nothing was written".to_owned(),
            Self::LinkScheme { .. } => {
                "only `http`, `https` and `mailto` links leave the app".to_owned()
            }
            Self::NotUtf8 { .. } => "save it as UTF-8 first".to_owned(),
            Self::NothingStaged => "export again".to_owned(),
            Self::Panicked => {
                "your text is safe in the library; the log says more (`GALLEY_LOG=debug`)"
                    .to_owned()
            }
            Self::Library(galley_store::Error::NewerSchema { .. }) => {
                "a newer Galley has written it: open the blog with that one".to_owned()
            }
            _ => match self.code() {
                ErrorCode::DiskFull => "free some space: saving goes on by itself".to_owned(),
                ErrorCode::ReadOnly => "make it writable, or choose another place".to_owned(),
                ErrorCode::ForeignFolder => {
                    "choose an empty folder, or let Galley add its files to this one".to_owned()
                }
                ErrorCode::Overtaken => "export again: what is there is compared anew".to_owned(),
                _ => return None,
            },
        })
    }
}

impl From<galley_store::Error> for Error {
    /// To be asked for what is not there is no failure of the library.
    fn from(error: galley_store::Error) -> Self {
        use galley_store::Error as Store;
        match error {
            Store::UnknownPost { post } => Self::NoSuchPost { name: post.get().to_string() },
            Store::UnknownRevision { revision } => {
                Self::NoSuchRevision { revision: revision.get() }
            }
            failure => Self::Library(failure),
        }
    }
}

impl From<galley_mirror::Error> for Error {
    /// A library that fails is the library's error, whoever asked it; what it refuses names the
    /// post itself.
    fn from(error: galley_mirror::Error) -> Self {
        use galley_store::Error as Store;
        match error {
            galley_mirror::Error::Store(Store::PathTaken { path, .. }) => {
                Self::Mirror(galley_mirror::Error::FileExists { path })
            }
            galley_mirror::Error::Store(refusal @ Store::ReadOnlyPost { .. }) => {
                Self::Mirror(refusal.into())
            }
            galley_mirror::Error::Store(error) => error.into(),
            error => Self::Mirror(error),
        }
    }
}

fn io_code(kind: io::ErrorKind) -> ErrorCode {
    match kind {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ErrorCode::NotFound,
        io::ErrorKind::AlreadyExists => ErrorCode::AlreadyExists,
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => ErrorCode::ReadOnly,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ErrorCode::DiskFull,
        _ => ErrorCode::Internal,
    }
}

fn mirror_code(error: &galley_mirror::Error) -> ErrorCode {
    use galley_mirror::Error as Mirror;
    match error {
        Mirror::FolderMissing { .. } => ErrorCode::NotFound,
        Mirror::ReadOnly { .. } => ErrorCode::ReadOnly,
        Mirror::DiskFull { .. } => ErrorCode::DiskFull,
        Mirror::FileExists { .. } => ErrorCode::AlreadyExists,
        Mirror::ReadFile { source, .. } | Mirror::WriteFile { source, .. } => {
            io_code(source.kind())
        }
        _ => ErrorCode::Internal,
    }
}

fn site_code(error: &galley_site::Error) -> ErrorCode {
    use galley_site::Error as Site;
    match error {
        Site::ForeignFolder { .. } => ErrorCode::ForeignFolder,
        Site::Overtaken { .. } => ErrorCode::Overtaken,
        Site::Ended => ErrorCode::Ended,
        Site::BaseUrl { .. }
        | Site::NotAFolder { .. }
        | Site::ThemeNotUtf8 { .. }
        | Site::ThemeToml { .. }
        | Site::ThemeVersion { .. }
        | Site::ThemeManifest { .. }
        | Site::ThemeParent { .. }
        | Site::ThemeCycle { .. }
        | Site::ThemeSetting { .. }
        | Site::ThemeStylesheet { .. }
        | Site::TemplateMissing { .. }
        | Site::Template { .. } => ErrorCode::BadInput,
        Site::ReadFile { source, .. }
        | Site::WriteFile { source, .. }
        | Site::RemoveFile { source, .. } => io_code(source.kind()),
        _ => ErrorCode::Internal,
    }
}

impl From<Error> for wire::Error {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}

impl From<&Error> for wire::Error {
    fn from(error: &Error) -> Self {
        let mut causes = Vec::new();
        let mut cause = error.source();
        while let Some(error) = cause {
            causes.push(error.to_string());
            cause = error.source();
        }
        Self { code: error.code(), message: error.to_string(), hint: error.hint(), causes }
    }
}

#[cfg(test)]
mod tests;
