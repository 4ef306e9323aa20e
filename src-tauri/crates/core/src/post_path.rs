//! Where a post's file lies, relative to the posts folder.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// Path of a post's file relative to the posts folder, separated by `/`.
///
/// Valid by construction: joined to the posts folder it stays inside it, on every
/// platform. Folders may be nested to any depth and may have odd names, since the
/// author's files stay where they are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostPath(String);

/// Why a text is not a [`PostPath`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ParsePostPathError {
    /// Nothing, or nothing between two slashes.
    #[error("a post's path has an empty part")]
    EmptyPart,
    /// A path that does not start at the posts folder.
    #[error("a post's path is absolute")]
    Absolute,
    /// `.` or `..`, which could lead out of the posts folder.
    #[error("a post's path contains `.` or `..`")]
    DotPart,
    /// A backslash, which separates folders on Windows only.
    #[error("a post's path contains a backslash")]
    Backslash,
    /// A NUL, which no file system can hold.
    #[error("a post's path contains a NUL")]
    Nul,
}

impl PostPath {
    /// Reads a path, refusing whatever could lead out of the posts folder.
    pub fn parse(path: &str) -> Result<Self, ParsePostPathError> {
        // A drive letter makes a path absolute on Windows, whatever the platform that wrote it.
        let has_drive = path.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
            && path.as_bytes().get(1) == Some(&b':');
        if path.starts_with('/') || has_drive {
            return Err(ParsePostPathError::Absolute);
        }
        if path.contains('\\') {
            return Err(ParsePostPathError::Backslash);
        }
        if path.contains('\0') {
            return Err(ParsePostPathError::Nul);
        }
        for part in path.split('/') {
            match part {
                "" => return Err(ParsePostPathError::EmptyPart),
                "." | ".." => return Err(ParsePostPathError::DotPart),
                _ => {}
            }
        }
        Ok(Self(path.to_owned()))
    }

    /// The whole path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folders before the file's name, without a trailing `/`; empty at the top.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part, with its extension.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The last part without its extension; a name that only has an extension is its own stem.
    pub fn file_stem(&self) -> &str {
        let name = self.file_name();
        match name.rsplit_once('.') {
            Some((stem, _)) if !stem.is_empty() => stem,
            _ => name,
        }
    }

    /// The same path with ` n` before the extension; the first is the path itself.
    #[must_use]
    pub fn numbered(&self, n: u32) -> Self {
        if n <= 1 {
            return self.clone();
        }
        let stem_end = self.0.len() - self.file_name().len() + self.file_stem().len();
        let (stem, extension) = self.0.split_at(stem_end);
        Self(format!("{stem} {n}{extension}"))
    }
}

impl fmt::Display for PostPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for PostPath {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl FromStr for PostPath {
    type Err = ParsePostPathError;

    fn from_str(path: &str) -> Result<Self, Self::Err> {
        Self::parse(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_path() {
        let path = PostPath::parse("2024/notes/hello.world.md").unwrap();
        assert_eq!(
            (path.folder(), path.file_name(), path.file_stem()),
            ("2024/notes", "hello.world.md", "hello.world")
        );
        let path = PostPath::parse("a.md").unwrap();
        assert_eq!((path.folder(), path.file_stem()), ("", "a"));
        assert_eq!(PostPath::parse("x/.md").unwrap().file_stem(), ".md");
    }

    #[test]
    fn a_number_goes_before_the_extension() {
        let path = PostPath::parse("2024/hello.world.md").unwrap();
        assert_eq!(path.numbered(1), path);
        assert_eq!(path.numbered(2).as_str(), "2024/hello.world 2.md");
        assert_eq!(PostPath::parse("x/.md").unwrap().numbered(3).as_str(), "x/.md 3");
    }

    #[test]
    fn odd_names_of_an_existing_blog_are_paths() {
        let odd = "first-loop-/-i-mapped-the-disk-/-the-merge.md";
        assert_eq!(PostPath::parse(odd).unwrap().file_stem(), "-the-merge");
        assert!(PostPath::parse("日本語/…/a b.md").is_ok());
    }

    #[test]
    fn what_could_leave_the_posts_folder_is_refused() {
        use ParsePostPathError::{Absolute, Backslash, DotPart, EmptyPart, Nul};
        for (path, why) in [
            ("", EmptyPart),
            ("/etc/passwd", Absolute),
            ("C:/x.md", Absolute),
            ("a//b.md", EmptyPart),
            ("a/", EmptyPart),
            ("../a.md", DotPart),
            ("a/../../b.md", DotPart),
            ("./a.md", DotPart),
            ("a\\b.md", Backslash),
            ("a\0.md", Nul),
        ] {
            assert_eq!(PostPath::parse(path), Err(why), "{path:?}");
        }
    }
}
