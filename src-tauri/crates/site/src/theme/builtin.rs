//! The files of the built-in themes, part of the program.

use std::borrow::Cow;

use super::ThemeFile;

/// Lists files of a theme's folder; a test compares the list with the folder.
macro_rules! theme_files {
    ($theme:literal: $($path:literal),+ $(,)?) => {
        vec![$(ThemeFile {
            path: $path.to_owned(),
            bytes: Cow::Borrowed(include_bytes!(concat!("../../builtin_themes/", $theme, "/", $path))),
        }),+]
    };
}

/// All files of the built-in theme of this name.
pub(super) fn files(name: &str) -> Option<Vec<ThemeFile>> {
    match name {
        "quiet" => Some(theme_files!("quiet":
            "i18n/de.toml",
            "i18n/en.toml",
            "i18n/ja.toml",
            "static/fonts/ibm-plex-mono-LICENSE.txt",
            "static/fonts/ibm-plex-mono-latin-400-italic.woff2",
            "static/fonts/ibm-plex-mono-latin-400-normal.woff2",
            "static/fonts/ibm-plex-mono-latin-600-normal.woff2",
            "static/fonts/ibm-plex-mono-latin-ext-400-italic.woff2",
            "static/fonts/ibm-plex-mono-latin-ext-400-normal.woff2",
            "static/fonts/ibm-plex-mono-latin-ext-600-normal.woff2",
            "static/fonts/literata-LICENSE.txt",
            "static/fonts/literata-latin-ext-opsz-italic.woff2",
            "static/fonts/literata-latin-ext-opsz-normal.woff2",
            "static/fonts/literata-latin-opsz-italic.woff2",
            "static/fonts/literata-latin-opsz-normal.woff2",
            "static/icon.svg",
            "static/quiet.css",
            "templates/404.html",
            "templates/all-series.html",
            "templates/archive.html",
            "templates/author.html",
            "templates/authors.html",
            "templates/base.html",
            "templates/index.html",
            "templates/macros.html",
            "templates/page.html",
            "templates/post.html",
            "templates/search.html",
            "templates/series.html",
            "templates/tag.html",
            "templates/tags.html",
            "templates/year.html",
            "theme.toml",
        )),
        _ => None,
    }
}
