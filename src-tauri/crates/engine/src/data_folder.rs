//! Where Galley keeps what is not the author's: one library per blog, and the
//! window's settings.
//!
//! It is the platform's data folder, never the blog's: a database with a
//! write-ahead log does not survive in a folder that a cloud service syncs.

use std::fs;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use galley_core::Slug;
use galley_mirror::{atomic_write, hash};
use serde_json::{Value, json};

use crate::error::Error;
use crate::wire::Settings;

/// The folder of the libraries.
const LIBRARIES: &str = "libraries";

/// How many blogs the window remembers.
const RECENT_BLOGS: usize = 10;

/// The folder of Galley's own files.
#[derive(Debug, Clone)]
pub struct DataFolder(PathBuf);

impl DataFolder {
    /// The given folder, else the platform's.
    pub fn new(folder: Option<&Path>) -> Self {
        let platform = || ProjectDirs::from("org", "Galley", "Galley");
        Self(match (folder, platform()) {
            (Some(folder), _) => folder.to_owned(),
            (None, Some(dirs)) => dirs.data_dir().to_owned(),
            // No home folder at all: stay with the current one.
            (None, None) => PathBuf::from(".galley"),
        })
    }

    /// The library database of the blog in `folder`, whose path must be canonical;
    /// the folder for it is made.
    pub(crate) fn library(&self, folder: &Path) -> Result<PathBuf, Error> {
        let library = self.library_file(folder);
        create(&self.0.join(LIBRARIES))?;
        Ok(library)
    }

    /// Where that library is, if there is one.
    pub(crate) fn library_file(&self, folder: &Path) -> PathBuf {
        self.0.join(LIBRARIES).join(format!("{}.db", blog_name(folder)))
    }

    /// Where the blog's removed files go.
    pub(crate) fn trash(&self, folder: &Path) -> PathBuf {
        self.0.join("trash").join(blog_name(folder))
    }

    /// Where what was made of the blog's pictures is kept.
    pub(crate) fn pictures(&self, folder: &Path) -> PathBuf {
        self.0.join("pictures").join(blog_name(folder))
    }

    /// Where is kept what saves time when the blog is exported again. It can be removed.
    pub(crate) fn cache(&self, folder: &Path) -> PathBuf {
        self.0.join("cache").join(blog_name(folder))
    }

    /// What the window remembers; what cannot be read is as at first.
    pub fn settings(&self) -> Settings {
        let mut settings = json!(Settings::default());
        let stored = fs::read(self.settings_file()).ok();
        if let Some(Value::Object(stored)) = stored.and_then(|it| serde_json::from_slice(&it).ok())
        {
            // Key by key, so that settings of an older Galley keep what they have.
            for (key, value) in stored {
                settings[key] = value;
            }
        }
        serde_json::from_value(settings).unwrap_or_else(|error| {
            tracing::warn!(%error, "the settings cannot be read and start afresh");
            Settings::default()
        })
    }

    /// Remembers the window's settings; the list of recent blogs is the engine's own and stays.
    ///
    /// # Errors
    ///
    /// When the settings file cannot be written.
    pub fn set_settings(&self, settings: &Settings) -> Result<(), Error> {
        let settings = Settings { recent_blogs: self.settings().recent_blogs, ..settings.clone() };
        self.write_settings(&settings)
    }

    /// Puts a blog on top of the recent ones.
    pub fn remember_blog(&self, folder: &Path) {
        let mut settings = self.settings();
        let folder = folder.to_string_lossy().into_owned();
        settings.recent_blogs.retain(|blog| *blog != folder);
        settings.recent_blogs.insert(0, folder);
        settings.recent_blogs.truncate(RECENT_BLOGS);
        if let Err(error) = self.write_settings(&settings) {
            tracing::warn!(%error, "the recent blogs are not remembered");
        }
    }

    fn write_settings(&self, settings: &Settings) -> Result<(), Error> {
        let path = self.settings_file();
        let json = serde_json::to_vec_pretty(settings).expect("settings are plain values");
        create(&self.0)?;
        atomic_write::write(&path, &json)?;
        Ok(())
    }

    fn settings_file(&self) -> PathBuf {
        self.0.join("settings.json")
    }
}

/// Makes a folder, and those above it.
pub(crate) fn create(folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(folder)
        .map_err(|source| Error::CreateFolder { path: folder.to_owned(), source })
}

/// A name for the blog in this folder: readable, and unlike that of any other folder.
fn blog_name(folder: &Path) -> String {
    let digest = hash(folder.as_os_str().as_encoded_bytes()).to_string();
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let name = Slug::from_title(&name).map_or_else(String::new, |slug| format!("{slug}-"));
    format!("{name}{}", &digest[..16])
}

/// A file's name within the blog in `folder`, for people; whole if it is not in there.
pub(crate) fn in_blog(folder: &Path, file: &Path) -> String {
    file.strip_prefix(folder).unwrap_or(file).to_string_lossy().replace('\\', "/")
}
