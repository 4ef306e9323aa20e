//! The files of the built-in themes, part of the program.

use std::borrow::Cow;
use std::path::Path;

use super::ThemeFile;

/// Lists files of a folder; a test compares the list with the folder.
macro_rules! files_of {
    ($folder:literal: $($path:literal),+ $(,)?) => {
        &[$((
            $path,
            include_bytes!(concat!("../../builtin_themes/", $folder, "/", $path)),
        )),+]
    };
}

/// Files that are part of the program, by path.
type Files = &'static [(&'static str, &'static [u8])];

const BASE: Files = files_of!("base":
    "i18n/de.toml",
    "i18n/en.toml",
    "i18n/ja.toml",
    "static/base.css",
    "static/icon.svg",
    "templates/404.html",
    "templates/all-series.html",
    "templates/archive.html",
    "templates/author.html",
    "templates/authors.html",
    "templates/base.html",
    "templates/by.html",
    "templates/index.html",
    "templates/macros.html",
    "templates/navigation.html",
    "templates/page.html",
    "templates/parts-of-series.html",
    "templates/post.html",
    "templates/search.html",
    "templates/series.html",
    "templates/tag.html",
    "templates/tags.html",
    "templates/year.html",
    "theme.toml",
);

const QUIET: Files = files_of!("quiet":
    "static/quiet.css",
    "theme.toml",
);

const MAGAZINE: Files = files_of!("magazine":
    "static/icon.svg",
    "static/magazine.css",
    "static/posters/1.svg",
    "static/posters/2.svg",
    "static/posters/3.svg",
    "static/posters/4.svg",
    "static/posters/5.svg",
    "static/posters/6.svg",
    "static/posters/7.svg",
    "static/posters/8.svg",
    "templates/base.html",
    "templates/index.html",
    "templates/macros.html",
    "templates/post.html",
    "theme.toml",
);

const JOURNAL: Files = files_of!("journal":
    "static/icon.svg",
    "static/journal.css",
    "templates/base.html",
    "templates/index.html",
    "templates/macros.html",
    "templates/post.html",
    "theme.toml",
);

const NOTEBOOK: Files = files_of!("notebook":
    "static/icon.svg",
    "static/notebook.css",
    "templates/base.html",
    "templates/index.html",
    "templates/macros.html",
    "templates/post.html",
    "theme.toml",
);

const TERMINAL: Files = files_of!("terminal":
    "static/icon.svg",
    "static/terminal.css",
    "templates/base.html",
    "templates/index.html",
    "templates/macros.html",
    "templates/post.html",
    "theme.toml",
);

/// Faces that themes share, each with the style sheet that declares it and its licence.
const FONTS: Files = files_of!("fonts":
    "bricolage-grotesque-LICENSE.txt",
    "bricolage-grotesque-latin-ext-wdth-normal.woff2",
    "bricolage-grotesque-latin-wdth-normal.woff2",
    "bricolage-grotesque.css",
    "commit-mono-LICENSE.txt",
    "commit-mono-latin-400-italic.woff2",
    "commit-mono-latin-400-normal.woff2",
    "commit-mono-latin-700-normal.woff2",
    "commit-mono.css",
    "ibm-plex-mono-LICENSE.txt",
    "ibm-plex-mono-latin-400-italic.woff2",
    "ibm-plex-mono-latin-400-normal.woff2",
    "ibm-plex-mono-latin-600-normal.woff2",
    "ibm-plex-mono-latin-ext-400-italic.woff2",
    "ibm-plex-mono-latin-ext-400-normal.woff2",
    "ibm-plex-mono-latin-ext-600-normal.woff2",
    "ibm-plex-mono.css",
    "ibm-plex-sans-LICENSE.txt",
    "ibm-plex-sans-latin-ext-wght-italic.woff2",
    "ibm-plex-sans-latin-ext-wght-normal.woff2",
    "ibm-plex-sans-latin-wght-italic.woff2",
    "ibm-plex-sans-latin-wght-normal.woff2",
    "ibm-plex-sans.css",
    "instrument-sans-LICENSE.txt",
    "instrument-sans-latin-ext-wght-italic.woff2",
    "instrument-sans-latin-ext-wght-normal.woff2",
    "instrument-sans-latin-wght-italic.woff2",
    "instrument-sans-latin-wght-normal.woff2",
    "instrument-sans.css",
    "instrument-serif-LICENSE.txt",
    "instrument-serif-latin-400-italic.woff2",
    "instrument-serif-latin-400-normal.woff2",
    "instrument-serif-latin-ext-400-italic.woff2",
    "instrument-serif-latin-ext-400-normal.woff2",
    "instrument-serif.css",
    "literata-LICENSE.txt",
    "literata-latin-ext-opsz-italic.woff2",
    "literata-latin-ext-opsz-normal.woff2",
    "literata-latin-opsz-italic.woff2",
    "literata-latin-opsz-normal.woff2",
    "literata.css",
    "newsreader-LICENSE.txt",
    "newsreader-latin-ext-wght-italic.woff2",
    "newsreader-latin-ext-wght-normal.woff2",
    "newsreader-latin-wght-italic.woff2",
    "newsreader-latin-wght-normal.woff2",
    "newsreader.css",
);

/// A face that comes with the program, by its path below a theme's `static/`.
pub(super) fn face(path: &str) -> Option<&'static [u8]> {
    let name = path.strip_prefix("fonts/")?;
    FONTS.iter().find(|(known, _)| *known == name).map(|(_, bytes)| *bytes)
}

/// All files of the built-in theme of this name.
pub(super) fn files(name: &str) -> Option<Vec<ThemeFile>> {
    let (own, faces): (_, &[&str]) = match name {
        "base" => (BASE, &[]),
        "quiet" => (QUIET, &["literata", "ibm-plex-mono"]),
        "magazine" => (MAGAZINE, &["bricolage-grotesque", "newsreader", "ibm-plex-mono"]),
        "journal" => (JOURNAL, &["instrument-serif", "instrument-sans", "commit-mono"]),
        "notebook" => (NOTEBOOK, &["ibm-plex-sans", "ibm-plex-mono"]),
        "terminal" => (TERMINAL, &["commit-mono"]),
        _ => return None,
    };
    let own = own.iter().map(|&(path, bytes)| file(path.to_owned(), bytes));
    let faces = FONTS.iter().filter(|(path, _)| {
        faces
            .iter()
            .any(|face| path.strip_prefix(face).is_some_and(|it| it.starts_with(['-', '.'])))
    });
    let faces = faces.map(|&(path, bytes)| {
        let is_sheet = Path::new(path).extension().is_some_and(|extension| extension == "css");
        let folder = if is_sheet { "static" } else { "static/fonts" };
        file(format!("{folder}/{path}"), bytes)
    });
    Some(own.chain(faces).collect())
}

fn file(path: String, bytes: &'static [u8]) -> ThemeFile {
    ThemeFile { path, bytes: Cow::Borrowed(bytes) }
}

#[cfg(test)]
mod tests {
    use super::super::folder;
    use super::*;

    #[test]
    fn the_lists_say_what_the_folders_hold() {
        let lists = [
            ("base", BASE),
            ("fonts", FONTS),
            ("journal", JOURNAL),
            ("magazine", MAGAZINE),
            ("notebook", NOTEBOOK),
            ("quiet", QUIET),
            ("terminal", TERMINAL),
        ];
        let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("builtin_themes");
        assert_eq!(std::fs::read_dir(&top).unwrap().count(), lists.len());
        for (name, listed) in lists {
            let listed: Vec<_> = listed.iter().map(|(path, _)| *path).collect();
            let on_disk = folder::read(&top.join(name)).unwrap();
            let on_disk: Vec<_> = on_disk.iter().map(|file| &*file.path).collect();
            assert_eq!(listed, on_disk, "{name}");
        }
    }
}
