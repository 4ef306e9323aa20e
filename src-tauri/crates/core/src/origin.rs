//! Who made a change.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// Who made a change to a post; kept with each revision and each entry of the change log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The author, typing in the window.
    Window,
    /// The command line.
    Cli,
    /// The file on disk, changed by another program.
    File,
    /// An import of foreign writing.
    Import,
    /// A revision that was brought back.
    Restore,
}

/// A word that names no [`Origin`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is not the origin of a change")]
pub struct ParseOriginError(String);

impl Origin {
    /// Every origin.
    pub const ALL: [Self; 5] = [Self::Window, Self::Cli, Self::File, Self::Import, Self::Restore];

    /// The origin's word, as stored and shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::Cli => "cli",
            Self::File => "file",
            Self::Import => "import",
            Self::Restore => "restore",
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Origin {
    type Err = ParseOriginError;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|origin| origin.as_str() == word)
            .ok_or_else(|| ParseOriginError(word.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_origin_is_read_back_from_its_word() {
        for origin in Origin::ALL {
            assert_eq!(origin.as_str().parse(), Ok(origin));
        }
        assert!("somebody".parse::<Origin>().is_err());
    }
}
