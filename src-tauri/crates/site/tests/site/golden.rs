//! Sites byte for byte. `BLESS=1 cargo test -p galley-site` rewrites what is expected.

use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs};

use galley_site::{Content, writer};

use super::{blog, fixture, render, sample_blog};

/// Exported as they are in the sources, or told by all other files.
const IN_SOURCES: [&str; 2] = [writer::MANIFEST, "search/search.js"];

/// The files below a folder, by path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn the_small_blog_is_exported_as_expected() {
    is_exported_as_expected("small");
}

#[test]
fn a_blog_of_several_authors_is_exported_as_expected() {
    is_exported_as_expected("letters");
}

#[test]
fn the_blog_that_wears_the_terminal_is_exported_as_expected() {
    is_exported_as_expected("session");
}

fn is_exported_as_expected(name: &str) {
    let out = tempfile::tempdir().unwrap();
    writer::write(out.path(), &render(&blog(name, true)), false).unwrap();
    let mut exported = files(out.path());
    // The theme's own files are compared with the theme, below; half a megabyte of
    // faces need not be here twice.
    exported.retain(|path, _| !path.starts_with("theme/") && !IN_SOURCES.contains(&&**path));

    let expected_folder = fixture(name).join("expected");
    if env::var_os("BLESS").is_some() {
        _ = fs::remove_dir_all(&expected_folder);
        for (path, bytes) in &exported {
            let path = expected_folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }
    let expected = files(&expected_folder);
    let paths = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(&exported), paths(&expected), "no file is missing, none is left over");
    for (path, bytes) in &exported {
        let got = String::from_utf8_lossy(bytes);
        let is_expected = *bytes == expected[path];
        assert!(is_expected, "`{path}` is other than expected; look at it and use BLESS=1\n{got}");
    }
}

#[test]
fn the_themes_files_are_exported_as_they_are() {
    let site = render(&blog("small", true));
    let theme = galley_site::Theme::builtin("quiet").unwrap();
    let of_theme: Vec<_> =
        theme.static_files().map(|(path, bytes)| (path, Content::Bytes(bytes.clone()))).collect();
    let exported = site.files.into_iter().filter(|file| file.path.starts_with("theme/"));
    assert_eq!(exported.map(|file| (file.path, file.content)).collect::<Vec<_>>(), of_theme);
    assert!(of_theme.iter().any(|(path, _)| path == "theme/style.css"));
}

#[test]
fn the_same_blog_gives_the_same_bytes() {
    for (name, base_url) in [("small", true), ("small", false), ("letters", true)] {
        assert_eq!(render(&blog(name, base_url)), render(&blog(name, base_url)));
    }
    assert_eq!(render(&sample_blog()), render(&sample_blog()));
}

#[test]
fn the_order_in_which_posts_are_found_does_not_matter() {
    let blog = blog("small", true);
    let theme = galley_site::Theme::builtin("quiet").unwrap();
    let options = galley_site::SiteOptions { base_url: None, now: super::now(), drafts: false };
    let mut reversed = blog.site();
    reversed.posts.reverse();
    let reversed = galley_site::render_site(&reversed, &theme, &options).unwrap();
    assert_eq!(reversed, render(&blog));
}
