//! The commands, one file each.

use std::env;
use std::io;
use std::path::{Path, PathBuf};

use galley_engine::{Blog, DataFolder, OpenOptions, wire};

use crate::args::Shared;
use crate::output::note;

pub(crate) mod check;
pub(crate) mod export;
pub(crate) mod history;
pub(crate) mod import;
pub(crate) mod new;
pub(crate) mod posts;
pub(crate) mod render;
pub(crate) mod restore;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod set;
pub(crate) mod show;
pub(crate) mod themes;

/// Why a command failed.
#[derive(Debug)]
pub(crate) enum Error {
    /// The engine could not do it.
    Engine(galley_engine::Error),
    /// No folder upwards of the current one is a blog.
    NoBlogHere,
    /// No site can be shown at this port.
    Listen { port: u16, source: Box<dyn std::error::Error + Send + Sync> },
    /// The system does not tell of Ctrl-C.
    Signal(ctrlc::Error),
    /// The answer could not be printed.
    Print(io::Error),
}

impl From<galley_engine::Error> for Error {
    fn from(error: galley_engine::Error) -> Self {
        Self::Engine(error)
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Print(error)
    }
}

impl Error {
    pub(crate) fn to_wire(&self) -> wire::Error {
        let plain = |message: &str, hint: Option<&str>, causes| wire::Error {
            code: galley_engine::ErrorCode::Internal,
            message: message.to_owned(),
            hint: hint.map(str::to_owned),
            causes,
        };
        match self {
            Self::Engine(error) => error.into(),
            Self::NoBlogHere => plain(
                "there is no blog here or in a folder above",
                Some("name the blog's folder, or make one with `galley new`"),
                Vec::new(),
            ),
            Self::Listen { port, source } => plain(
                &format!("the site cannot be shown at port {port} of this machine"),
                Some("choose another `--port`; 0 takes any that is free"),
                vec![source.to_string()],
            ),
            Self::Signal(error) => {
                plain("the end of serving cannot be waited for", None, vec![error.to_string()])
            }
            Self::Print(error) => {
                plain("the answer cannot be printed", None, vec![error.to_string()])
            }
        }
    }
}

/// The blog that was named, else the one around the current folder, and how it is opened.
pub(crate) fn named(shared: &Shared, blog: Option<&Path>) -> Result<(PathBuf, OpenOptions), Error> {
    let enclosing = || Blog::enclosing(&env::current_dir().ok()?);
    let folder = blog.map(Path::to_owned).or_else(enclosing).ok_or(Error::NoBlogHere)?;
    Ok((folder, OpenOptions::new(DataFolder::new(shared.data_dir.as_deref()))))
}

/// Opens the blog that was named, else the one around the current folder.
pub(crate) fn open(shared: &Shared, blog: Option<&Path>) -> Result<Blog, Error> {
    let (folder, options) = named(shared, blog)?;
    let blog = Blog::open(&folder, &options, |_| {})?;
    for notice in blog.notices()? {
        note(&format!("galley: {notice}"));
    }
    Ok(blog)
}
