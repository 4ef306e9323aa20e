//! Looking at every file of the posts folder, reading only what changed.

use std::fs::{self, Metadata};
use std::io;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use foldhash::{HashMap, HashSet};
use galley_core::{ContentHash, PostPath, Problem, ProblemCode};
use galley_store::FileStat;
use rayon::prelude::*;

use crate::atomic_write;
use crate::content::{self, Content, Look};
use crate::error::{Error, Result};
use crate::folder::PostsFolder;

/// What is in the posts folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scan {
    /// Every post's file, by path.
    pub files: Vec<ScannedFile>,
    /// What could not be read.
    pub problems: Vec<FileProblem>,
    /// Files and folders of which nothing is known: what lies there is not gone.
    unknown: Vec<String>,
}

/// One post's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScannedFile {
    /// Where it lies.
    pub path: PostPath,
    /// The hash of its bytes.
    pub hash: ContentHash,
    /// What it holds; `None` if it is unchanged since it was known and was not read, and in a
    /// scan of what changed where that is much: such a file is read again when it is wanted.
    pub content: Option<Content>,
    /// What it looks like, to be known by the next time.
    pub stat: Option<FileStat>,
}

/// A problem of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileProblem {
    /// The file or folder, relative to the posts folder.
    pub path: String,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What files looked like when they were last read.
pub type KnownFiles = HashMap<PostPath, FileStat>;

impl Scan {
    /// Whether what lies at `path`, if anything, could not be seen.
    pub fn is_unknown(&self, path: &PostPath) -> bool {
        self.unknown.iter().any(|unknown| {
            let rest = path.as_str().strip_prefix(unknown.as_str());
            rest.is_some_and(|rest| unknown.is_empty() || rest.is_empty() || rest.starts_with('/'))
        })
    }
}

/// How many bytes of files that changed are held until they are applied. A large blog that is
/// opened for the first time is all new.
const HELD: usize = 8 * 1024 * 1024;

impl PostsFolder {
    /// Reads every post's file.
    pub fn scan(&self) -> Result<Scan> {
        self.scan_holding(&KnownFiles::default(), self.look_at_files(), usize::MAX)
    }

    /// Looks at every post's file and reads those that do not look as they are known, which is
    /// asked meanwhile.
    pub fn scan_changed(
        &self,
        known: impl FnOnce() -> Result<KnownFiles>,
    ) -> Result<(Scan, KnownFiles)> {
        let (looked, known) = thread::scope(|scope| {
            let looking = scope.spawn(|| self.look_at_files());
            let known = known();
            (looking.join().unwrap_or_else(|panic| resume_unwind(panic)), known)
        });
        let known = known?;
        Ok((self.scan_holding(&known, looked, HELD)?, known))
    }

    fn look_at_files(&self) -> Looked {
        let walk = walk(self.root(), For::Posts);
        let looks = walk.files.par_iter().map(|(_, full)| fs::metadata(full)).collect();
        Looked { walk, looks }
    }

    /// Holds at most `n_bytes` of what files hold.
    fn scan_holding(&self, known: &KnownFiles, looked: Looked, mut n_bytes: usize) -> Result<Scan> {
        let mut scan = Scan::default();
        let Looked { walk, looks } = looked;
        if !self.root().is_dir() {
            // Gone since it was opened: an empty scan would say that every post is gone.
            return Err(Error::FolderMissing { path: self.root().to_path_buf() });
        }
        for Unreadable { path, error } in walk.unreadable {
            scan.note_unreadable(path, &error.to_string());
        }
        for ((relative, full), look) in walk.files.into_iter().zip(looks) {
            let path = match PostPath::parse(&relative) {
                Ok(path) => path,
                Err(error) => {
                    scan.note_unreadable(relative, &error.to_string());
                    continue;
                }
            };
            match read_unless_known(&full, look, known.get(&path)) {
                Ok(Some((hash, content, stat))) => {
                    let content = content.filter(|content| {
                        n_bytes = n_bytes.saturating_sub(content.n_bytes_held());
                        n_bytes > 0
                    });
                    scan.files.push(ScannedFile { path, hash, content, stat });
                }
                // Gone since its folder was read.
                Ok(None) => {}
                Err(error) => scan.note_unreadable(relative, &error.to_string()),
            }
        }
        scan.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Ok(scan)
    }
}

impl Scan {
    fn note_unreadable(&mut self, path: String, why: &str) {
        let message = format!("`{path}` cannot be read: {why}");
        let problem = Problem::new(ProblemCode::FileUnreadable, 1, message);
        self.problems.push(FileProblem { path: path.clone(), problem });
        self.unknown.push(path);
    }
}

/// The names in the folder, and how each post's file looks.
struct Looked {
    walk: Walk,
    looks: Vec<io::Result<Metadata>>,
}

type Read = (ContentHash, Option<Content>, Option<FileStat>);

fn read_unless_known(
    full: &Path,
    look: io::Result<Metadata>,
    known: Option<&FileStat>,
) -> io::Result<Option<Read>> {
    let metadata = match look {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    if let Some(known) = known
        && Look::of(&metadata).is_of(known)
    {
        return Ok(Some((known.hash, None, Some(*known))));
    }
    if !metadata.is_file() {
        // A pipe would block, a device has no end.
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
    }
    let read = content::read(full)?;
    Ok(Some((read.hash, Some(read.content), read.stat)))
}

/// Whether a file of this name is a post's.
pub(crate) fn is_post_name(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    !name.starts_with('.')
        && extension
            .is_some_and(|it| it.eq_ignore_ascii_case("md") || it.eq_ignore_ascii_case("markdown"))
}

/// Removes what killed writers left in the folder, at any depth.
pub(crate) fn remove_left_overs(root: &Path) {
    let walk = walk(root, For::LeftOvers);
    for path in walk.temporary {
        atomic_write::remove_left_over(&path);
    }
    // The temporary file of a linked post lies beside the link's target.
    let targets = walk.linked.iter().filter_map(|link| link.canonicalize().ok());
    let folders = targets.filter_map(|target| Some(target.parent()?.to_owned()));
    for folder in folders.collect::<HashSet<_>>() {
        atomic_write::remove_left_overs(&folder);
    }
}

/// What a folder is walked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum For {
    Posts,
    /// Posts of which the file is no link are passed over.
    LeftOvers,
}

/// The names in a folder and its folders.
#[derive(Debug)]
struct Walk {
    purpose: For,
    /// Posts' files: path from the root, and place on disk.
    files: Vec<(String, PathBuf)>,
    /// Those of them that are links.
    linked: Vec<PathBuf>,
    temporary: Vec<PathBuf>,
    unreadable: Vec<Unreadable>,
    /// Still to be entered.
    folders: Vec<(String, PathBuf)>,
    /// Links to folders, entered last, so that a folder is found under its own name first.
    links: Vec<(String, PathBuf)>,
    /// Entered by now: no loop is endless and no post is there twice.
    seen: HashSet<PathBuf>,
}

#[derive(Debug)]
struct Unreadable {
    path: String,
    error: io::Error,
}

fn walk(root: &Path, purpose: For) -> Walk {
    let mut walk = Walk {
        purpose,
        files: Vec::new(),
        linked: Vec::new(),
        temporary: Vec::new(),
        unreadable: Vec::new(),
        folders: vec![(String::new(), root.to_path_buf())],
        links: Vec::new(),
        seen: HashSet::from_iter([root.to_path_buf()]),
    };
    loop {
        while let Some((relative, full)) = walk.folders.pop() {
            if let Err(error) = walk.enter(&relative, &full) {
                walk.note_unreadable(relative, error);
            }
        }
        walk.links.sort_unstable_by(|a, b| b.cmp(a));
        let Some((relative, full)) = walk.links.pop() else { return walk };
        match full.canonicalize() {
            // Above the root lies the rest of the blog.
            Ok(target) if !root.starts_with(&target) && walk.seen.insert(target.clone()) => {
                walk.folders.push((relative, target));
            }
            Ok(_) => {}
            Err(error) => walk.note_unreadable(relative, error),
        }
    }
}

impl Walk {
    fn enter(&mut self, relative: &str, full: &Path) -> io::Result<()> {
        for entry in fs::read_dir(full)? {
            let entry = entry?;
            self.sort_in(relative, entry.file_type()?, &entry);
        }
        Ok(())
    }

    fn sort_in(&mut self, folder: &str, kind: fs::FileType, entry: &fs::DirEntry) {
        let name = entry.file_name();
        if kind.is_file() && atomic_write::is_temporary(&name) {
            self.temporary.push(entry.path());
            return;
        }
        if kind.is_file() && self.purpose == For::LeftOvers {
            return;
        }
        let full = entry.path();
        let shown = name.to_string_lossy();
        // Hidden folders belong to git and to other programs, `node_modules` to npm.
        if shown.starts_with('.') || shown == "node_modules" {
            return;
        }
        let relative =
            if folder.is_empty() { shown.to_string() } else { format!("{folder}/{shown}") };
        let leads_to_folder =
            kind.is_symlink() && fs::metadata(&full).is_ok_and(|target| target.is_dir());
        if kind.is_dir() {
            // A link may have led here before.
            if self.seen.insert(full.clone()) {
                self.folders.push((relative, full));
            }
        } else if leads_to_folder {
            self.links.push((relative, full));
        } else if is_post_name(&shown) {
            let wrong = match name.to_str() {
                None => Some("its name is not UTF-8"),
                Some(_) if kind.is_symlink() && !leads_to_post(&full) => {
                    Some("the link does not lead to a post")
                }
                Some(_) => None,
            };
            match wrong {
                None => {
                    if kind.is_symlink() {
                        self.linked.push(full.clone());
                    }
                    self.files.push((relative, full));
                }
                Some(why) => self.note_unreadable(relative, io::Error::other(why)),
            }
        }
    }

    fn note_unreadable(&mut self, path: String, error: io::Error) {
        self.unreadable.push(Unreadable { path, error });
    }
}

fn leads_to_post(link: &Path) -> bool {
    link.canonicalize().is_ok_and(|target| {
        target.file_name().and_then(|name| name.to_str()).is_some_and(is_post_name)
    })
}

#[cfg(test)]
mod tests;
