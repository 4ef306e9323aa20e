use std::fs;

use super::*;
use crate::{DataFolder, OpenOptions, PreviewFile};

/// An open blog with one post, and its folder.
fn blog(files: &[(&str, &str)]) -> (tempfile::TempDir, Blog) {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("blog");
    for (path, text) in
        [("posts/a.md", "---\ntitle: A\ndate: 2024-01-01\n---\n")].iter().chain(files)
    {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let options = OpenOptions::new(DataFolder::new(Some(&root.path().join("data"))));
    let blog = Blog::open(&folder, &options, |_| {}).unwrap();
    (root, blog)
}

fn config(blog: &Blog) -> String {
    fs::read_to_string(blog.folder().join(CONFIG_FILE)).unwrap()
}

fn choice(name: &str, value: wire::SettingValue) -> wire::ThemeChoice {
    wire::ThemeChoice { name: name.to_owned(), value }
}

const CONFIG: &str =
    "# Mine\r\ntitle = 'Notes' # a title\r\n\r\n[publish.site]\r\nkind = 'git'\r\n";

#[test]
fn the_list_has_built_in_themes_own_ones_and_broken_ones() {
    let manifest = "name = \"Loud\"\ndescription = \"Shouts.\"\nparent = \"quiet\"\n\
                    [engine]\nmin = 1\nmax = 1\n[settings.tint]\ntype = \"colour\"\ndefault = \"#111\"\n";
    let (_root, blog) = blog(&[
        (CONFIG_FILE, "theme = \"loud\"\n[theme_settings]\ntint = \"#abc\"\n"),
        ("themes/loud/theme.toml", manifest),
        ("themes/magazine/theme.toml", "name = \"Mine\"\n[engine]\nmin = 1\nmax = 1\n"),
        ("themes/broken/theme.toml", "name = 3\n"),
        ("themes/.git/config", ""),
        ("themes/readme.md", ""),
        ("themes/base/theme.toml", "name = \"No\"\n"),
    ]);
    let themes = blog.themes().unwrap();
    let told: Vec<_> = themes
        .iter()
        .map(|it| (&*it.id, &*it.name, it.own, it.in_use, it.error.is_some()))
        .collect();
    assert_eq!(
        told,
        [
            ("quiet", "Quiet", false, false, false),
            ("magazine", "Mine", true, false, false),
            ("journal", "Journal", false, false, false),
            ("notebook", "Notebook", false, false, false),
            ("terminal", "Terminal", false, false, false),
            ("broken", "broken", true, false, true),
            ("loud", "Loud", true, true, false),
        ]
    );
    let error = themes[5].error.as_ref().unwrap();
    assert_eq!(error.message, "could not understand `broken/theme.toml` of the theme");
    assert!(error.causes[0].contains("line 1"), "{error:?}");
    assert!(themes[2].description.as_deref().is_some_and(|it| it.ends_with('.')));
    let loud = themes.iter().find(|it| it.id == "loud").unwrap();
    assert_eq!(loud.description.as_deref(), Some("Shouts."));
    let text = |text: &str| wire::SettingValue::Text(text.to_owned());
    let tint = wire::ThemeSetting {
        name: "tint".to_owned(),
        kind: wire::SettingKind::Colour,
        default: text("#111"),
        value: text("#abc"),
    };
    assert_eq!(loud.settings, [tint]);
}

#[test]
fn a_theme_is_put_on_at_once_and_taken_off_to_the_byte() {
    let (_root, blog) = blog(&[(CONFIG_FILE, CONFIG)]);
    let post = blog.post_id("a").unwrap();
    blog.post_open(post).unwrap();
    let style = || match blog.preview_file("theme/style.css") {
        Some(PreviewFile::Asset { bytes, .. }) => String::from_utf8(bytes).unwrap(),
        other => panic!("{other:?}"),
    };
    let (before, address) = (style(), blog.preview_show(post).unwrap().url);

    let columns = choice("columns", wire::SettingValue::Number(80.0));
    let worn = blog.theme_use("terminal", &[columns]).unwrap();
    assert_eq!((worn.theme.as_str(), worn.problems.len()), ("terminal", 0));
    let changed = "# Mine\r\ntitle = 'Notes' # a title\r\ntheme = \"terminal\"\r\n\r\n\
                   [publish.site]\r\nkind = 'git'\r\n\r\n[theme_settings]\r\ncolumns = 80\r\n";
    assert_eq!(config(&blog), changed);
    assert!(style().contains("--setting-columns: 80;"));
    let shown = blog.preview_show(post).unwrap();
    assert_ne!(shown.url, address, "the frame loads the page anew");
    assert!(shown.page.contains("cat"), "{}", shown.page);

    // More of the same theme belongs to it.
    blog.theme_use("terminal", &[choice("prompt", wire::SettingValue::Text("%".to_owned()))])
        .unwrap();
    assert!(config(&blog).ends_with("columns = 80\r\nprompt = \"%\"\r\n"));
    let undone = blog.theme_undo().unwrap();
    assert_eq!(undone.theme, "quiet");
    assert_eq!((config(&blog).as_str(), style()), (CONFIG, before));
    assert!(matches!(blog.theme_undo(), Err(Error::ConfigChanged)), "it is undone once");
}

#[test]
fn a_blog_without_settings_gets_a_file_of_them_and_loses_it_again() {
    let (_root, blog) = blog(&[]);
    let path = blog.folder().join(CONFIG_FILE);
    blog.theme_use("journal", &[]).unwrap();
    assert_eq!(config(&blog), "theme = \"journal\"\n");
    blog.theme_undo().unwrap();
    assert!(!path.exists());
}

#[test]
fn what_somebody_else_wrote_meanwhile_stays() {
    let (_root, blog) = blog(&[(CONFIG_FILE, CONFIG)]);
    let path = blog.folder().join(CONFIG_FILE);
    blog.themes().unwrap();
    fs::write(&path, format!("author = 'Me'\r\n{CONFIG}")).unwrap();
    blog.theme_use("journal", &[]).unwrap();
    assert!(config(&blog).starts_with("author = 'Me'\r\n# Mine\r\n"));

    let theirs = "theme = 'notebook' # theirs\n";
    fs::write(&path, theirs).unwrap();
    assert!(matches!(blog.theme_undo(), Err(Error::ConfigChanged)));
    assert_eq!(config(&blog), theirs);
    // Between reading and writing, too.
    let known = CONFIG.to_owned();
    let late = blog.ask(move |state| state.put_config(Some(&known), Some("theme = 'quiet'\n")));
    assert!(matches!(late, Err(Error::ConfigChanged)));
    assert_eq!(config(&blog), theirs);
}

#[test]
fn what_cannot_be_put_on_changes_nothing() {
    let manifest = "name = \"Loud\"\n[engine]\nmin = 1\nmax = 1\n";
    let (_root, blog) = blog(&[
        (CONFIG_FILE, CONFIG),
        ("themes/loud/theme.toml", manifest),
        ("themes/loud/templates/index.html", "{{ nothing }}"),
    ]);
    let refused = |theme: &str, settings: &[wire::ThemeChoice]| {
        let error = wire::Error::from(blog.theme_use(theme, settings).unwrap_err());
        assert_eq!(error.code, wire::ErrorCode::BadInput, "{error:?}");
        assert_eq!(config(&blog), CONFIG);
        error.message
    };
    refused("loud", &[]);
    refused("nobody", &[]);
    let tint = choice("tint", wire::SettingValue::Text("#fff".to_owned()));
    let message = refused("quiet", &[tint]);
    assert_eq!(message, "the theme `quiet` has no setting `tint`, it has no settings");

    let broken = "title = 'T'\nauthor =\n";
    fs::write(blog.folder().join(CONFIG_FILE), broken).unwrap();
    let error = wire::Error::from(blog.theme_use("journal", &[]).unwrap_err());
    assert!(error.causes[0].starts_with("line 2 cannot be understood"), "{error:?}");
    assert_eq!(error.hint.as_deref(), Some("correct `blog.toml` by hand first"));
    fs::write(blog.folder().join(CONFIG_FILE), b"title = '\xff'\n").unwrap();
    assert!(matches!(blog.theme_use("journal", &[]), Err(Error::NotUtf8 { .. })));
    assert!(fs::read(blog.folder().join(CONFIG_FILE)).unwrap().contains(&0xff));
}
