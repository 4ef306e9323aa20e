//! What the app was started with.

use std::path::PathBuf;

/// `galley-desktop [BLOG] [--data-dir DIR]`
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// The blog to open instead of the last one.
    pub blog: Option<PathBuf>,
    /// Where libraries and settings are kept instead of the platform's data folder.
    pub data_dir: Option<PathBuf>,
}

impl Arguments {
    pub(crate) fn from_env() -> Self {
        Self::parse(std::env::args_os().skip(1))
    }

    /// Unknown options are ignored: desktops pass their own.
    fn parse(arguments: impl IntoIterator<Item = std::ffi::OsString>) -> Self {
        let mut parsed = Self::default();
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            if argument == "--data-dir" {
                parsed.data_dir = arguments.next().map(PathBuf::from);
            } else if !argument.to_string_lossy().starts_with('-') {
                parsed.blog.get_or_insert(PathBuf::from(argument));
            }
        }
        parsed
    }
}

#[cfg(test)]
mod tests {
    use super::Arguments;

    #[test]
    fn blog_and_data_folder_come_in_any_order() {
        let expected = Arguments { blog: Some("notes".into()), data_dir: Some("elsewhere".into()) };
        for line in ["notes --data-dir elsewhere", "--data-dir elsewhere --gtk-thing notes"] {
            assert_eq!(Arguments::parse(line.split(' ').map(Into::into)), expected);
        }
    }
}
