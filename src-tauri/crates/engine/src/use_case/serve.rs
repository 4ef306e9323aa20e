//! A site that is looked at before it is exported: held in memory, rendered anew when the
//! blog changes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use galley_mirror::watch::{WatchEvent, Watcher};
use galley_site::{Content, OutputFile};

use crate::blog::{Blog, CONFIG_FILE, read_config};
use crate::error::Error;
use crate::media_type::media_type;
use crate::use_case::export::{SiteExport, SiteInput};
use crate::wire;

/// The page for addresses that lead nowhere.
const NOT_FOUND: &str = "404.html";
/// The file that a folder's address means.
const INDEX: &str = "index.html";
/// Folders of a blog whose files are part of its site, besides its posts.
const FOLDERS: [&str; 3] = ["assets", "pages", "themes"];

/// A rendered site. Nothing outside of it can be asked for.
#[derive(Debug)]
pub struct ServedSite {
    files: BTreeMap<String, Content>,
    /// What is wrong in the blog.
    pub problems: Vec<wire::FileProblem>,
}

/// What an address of the site leads to.
#[derive(Debug, PartialEq, Eq)]
pub enum Served {
    /// A file.
    File(ServedFile),
    /// A folder, whose address ends with a slash: this one.
    Folder(String),
}

/// A file of the site.
#[derive(Debug, PartialEq, Eq)]
pub struct ServedFile {
    /// What it is.
    pub media_type: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Blog {
    /// Renders the whole site and writes nothing.
    pub fn site_serve(&self, export: &SiteExport) -> Result<ServedSite, Error> {
        let (files, problems) = self.make_site(export, SiteInput::render)?;
        Ok(ServedSite::new(files, problems))
    }
}

impl ServedSite {
    fn new(files: Vec<OutputFile>, problems: Vec<wire::FileProblem>) -> Self {
        let files = files.into_iter().map(|file| (file.path, file.content)).collect();
        Self { files, problems }
    }

    /// How many files it has.
    pub fn n_files(&self) -> usize {
        self.files.len()
    }

    /// What the path of an address leads to, percent-encoded as a browser asks for it.
    pub fn find(&self, address: &str) -> Option<Served> {
        let path = percent_encoding::percent_decode_str(address).decode_utf8().ok()?;
        let path = path.strip_prefix('/')?;
        if path.is_empty() || path.ends_with('/') {
            return self.file(&format!("{path}{INDEX}")).map(Served::File);
        }
        if let Some(file) = self.file(path) {
            return Some(Served::File(file));
        }
        let is_folder = self.files.contains_key(&format!("{path}/{INDEX}"));
        is_folder.then(|| Served::Folder(format!("{address}/")))
    }

    /// The page for addresses that lead nowhere.
    pub fn not_found(&self) -> Option<ServedFile> {
        self.file(NOT_FOUND)
    }

    fn file(&self, path: &str) -> Option<ServedFile> {
        let bytes = match self.files.get(path)? {
            Content::Bytes(bytes) => bytes.to_vec(),
            Content::Card(card) => card.png(),
            // One that is gone by now is not there.
            Content::Copy(source) => galley_site::safe_file(source, fs::read(source).ok()?),
        };
        Some(ServedFile { media_type: media_type(path), bytes })
    }
}

/// Watches all of a blog that makes its site, until it is dropped.
pub struct SiteWatch {
    _watcher: Watcher,
}

impl SiteWatch {
    /// Watches the blog in `folder` and calls `on_change` from a thread of its own, a moment
    /// after the last of some changes.
    ///
    /// # Errors
    ///
    /// When there is no such folder.
    pub fn start(folder: &Path, on_change: impl Fn() + Send + 'static) -> Result<Self, Error> {
        let folder = fs::canonicalize(folder)
            .map_err(|source| Error::OpenFolder { folder: folder.to_owned(), source })?;
        let (config, _) = read_config(&folder)?;
        let posts = galley_mirror::find_posts_folder(&folder, config.posts_dir.as_deref());
        let root = folder.clone();
        let watcher = Watcher::start(&folder, move |event| {
            let concerns = match event {
                WatchEvent::Changed(paths) => {
                    paths.iter().any(|path| is_of_site(&root, posts.as_deref(), path))
                }
                WatchEvent::Rescan | WatchEvent::FolderGone => true,
                WatchEvent::Polling { reason } => {
                    tracing::warn!(reason, "the blog is looked at every few seconds");
                    false
                }
            };
            if concerns {
                on_change();
            }
        })?;
        Ok(Self { _watcher: watcher })
    }
}

/// Whether a change there can change the site.
fn is_of_site(root: &Path, posts: Option<&Path>, path: &Path) -> bool {
    let below = path.strip_prefix(root).unwrap_or(path);
    below == Path::new(CONFIG_FILE)
        || posts.is_some_and(|posts| path.starts_with(posts))
        || FOLDERS.iter().any(|folder| below.starts_with(folder))
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    fn site(paths: &[&str]) -> ServedSite {
        let file = |path: &&str| OutputFile {
            path: (*path).to_owned(),
            content: Content::Bytes(Cow::Owned(path.as_bytes().to_vec())),
        };
        ServedSite::new(paths.iter().map(file).collect(), Vec::new())
    }

    #[test]
    fn addresses_lead_to_files_and_folders() {
        let site = site(&["index.html", "a b/index.html", "a b/x.png", "feed.xml"]);
        let found = |address| match site.find(address) {
            Some(Served::File(file)) => String::from_utf8(file.bytes).unwrap(),
            Some(Served::Folder(to)) => format!("-> {to}"),
            None => "nothing".to_owned(),
        };
        for (address, expected) in [
            ("/", "index.html"),
            ("/index.html", "index.html"),
            ("/a%20b/", "a b/index.html"),
            ("/a%20b", "-> /a%20b/"),
            ("/a%20b/x.png", "a b/x.png"),
            ("/feed.xml", "feed.xml"),
            ("", "nothing"),
            ("//", "nothing"),
            ("/missing", "nothing"),
            ("/../index.html", "nothing"),
            ("/a%20b/../index.html", "nothing"),
            ("/%2e%2e/etc/passwd", "nothing"),
            ("/%FF", "nothing"),
            ("//a%20b", "nothing"),
        ] {
            assert_eq!(found(address), expected, "{address}");
        }
        let Some(Served::File(page)) = site.find("/") else { panic!("the first page") };
        assert_eq!(page.media_type, "text/html; charset=utf-8");
    }

    #[test]
    fn only_what_makes_the_site_is_watched() {
        let root = Path::new("/b");
        let posts = Path::new("/b/content");
        let concerns = |path: &str| is_of_site(root, Some(posts), Path::new(path));
        for path in ["/b/blog.toml", "/b/content/x.png", "/b/themes/t/a.html", "/b/assets/x"] {
            assert!(concerns(path), "{path}");
        }
        for path in ["/b/site/index.html", "/b/notes.txt", "/b/public/feed.xml"] {
            assert!(!concerns(path), "{path}");
        }
    }
}
