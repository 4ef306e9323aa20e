//! A blog in a temporary folder with a library of its own, and what `galley` says of it.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// A blog and its library; both go with the test.
pub(crate) struct TestBlog {
    folder: tempfile::TempDir,
}

/// What a run of `galley` came to.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl TestBlog {
    /// A folder with nothing in it; not a blog yet.
    pub(crate) fn nothing() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A blog made by `galley new`.
    pub(crate) fn new() -> Self {
        let blog = Self::nothing();
        blog.galley(&["new", ".", "--title", "Notes"]).done();
        blog
    }

    /// The same, with a file in it.
    pub(crate) fn with(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(path, content).expect("the file can be written");
        self
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join("blog").join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Runs `galley` in the blog's folder.
    pub(crate) fn galley(&self, arguments: &[&str]) -> Ran {
        self.galley_with(arguments, "")
    }

    /// Runs `galley` with this on its standard input.
    pub(crate) fn galley_with(&self, arguments: &[&str], stdin: &str) -> Ran {
        fs::create_dir_all(self.path("")).expect("the blog's folder can be made");
        let mut child = Command::new(env!("CARGO_BIN_EXE_galley"))
            .args(arguments)
            .arg("--data-dir")
            .arg(self.data())
            .current_dir(self.path(""))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("galley starts");
        let mut input = child.stdin.take().expect("it is piped");
        // A command that does not read leaves the pipe early.
        input.write_all(stdin.as_bytes()).ok();
        drop(input);
        let output = child.wait_with_output().expect("galley ends");
        Ran {
            code: output.status.code().expect("no signal ended it"),
            stdout: String::from_utf8(output.stdout).expect("it speaks UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("it speaks UTF-8"),
        }
    }

    /// Where its library and its trash lie.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The library's database.
    pub(crate) fn library(&self) -> PathBuf {
        let libraries = fs::read_dir(self.data().join("libraries")).expect("it was opened once");
        let mut files = libraries.map(|entry| entry.expect("an entry").path());
        let is_library = |path: &PathBuf| {
            // Copies and damaged ones have two extensions.
            let stem = path.file_stem().map(Path::new);
            path.extension().is_some_and(|it| it == "db")
                && stem.is_some_and(|stem| stem.extension().is_none())
        };
        files.find(is_library).expect("a library")
    }

    /// Every file of the blog with its bytes.
    pub(crate) fn snapshot(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = Vec::new();
        collect(&self.path(""), &mut files);
        files.sort();
        files
    }
}

impl Ran {
    /// What it printed, provided that it did what was asked.
    #[track_caller]
    pub(crate) fn done(self) -> String {
        assert_eq!(self.code, 0, "{self:#?}");
        self.stdout
    }

    #[track_caller]
    pub(crate) fn json(self) -> Value {
        serde_json::from_str(&self.done()).expect("one JSON document")
    }

    /// Fails as asked: exit code 1, nothing on standard output, and each of `says` in the message.
    #[track_caller]
    pub(crate) fn fails(&self, says: &[&str]) {
        assert_eq!((self.code, self.stdout.as_str()), (1, ""), "{self:#?}");
        for part in says {
            assert!(self.stderr.contains(part), "`{part}` is not in:\n{}", self.stderr);
        }
    }
}

fn collect(folder: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            let bytes = fs::read(&path).expect("the file can be read");
            files.push((path, bytes));
        }
    }
}
