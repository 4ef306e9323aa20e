use std::fs;

use galley_card::Layout;
use galley_core::SettingValue;

use super::*;

/// A folder of themes, with these files in it.
fn themes(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// A `theme.toml` with these lines besides what every one needs.
fn manifest(lines: &str) -> String {
    format!("name = \"Loud\"\n{lines}\n[engine]\nmin = 1\nmax = 1\n")
}

fn find(themes: &tempfile::TempDir, name: &str) -> Theme {
    Theme::find(name, themes.path()).unwrap().unwrap()
}

fn find_error(themes: &tempfile::TempDir, name: &str) -> String {
    let error = Theme::find(name, themes.path()).expect_err("a spoilt theme is refused");
    error.to_string()
}

fn stylesheet(theme: &Theme) -> &str {
    std::str::from_utf8(theme.static_file("theme/style.css").unwrap()).unwrap()
}

/// Writes a built-in theme to the folder of themes, under another name.
fn copy_builtin(themes: &tempfile::TempDir, builtin: &str, name: &str) {
    for file in builtin::files(builtin).unwrap() {
        let path = themes.path().join(name).join(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &file.bytes).unwrap();
    }
}

#[test]
fn every_builtin_theme_is_complete() {
    for name in Theme::BUILTIN {
        let theme = Theme::builtin(name).unwrap();
        assert!(theme.static_file("theme/icon.svg").is_some());
        for template in crate::template::TemplateName::ALL {
            assert!(theme.templates().has(*template), "{name} has {template:?}");
        }
        // What the style sheet names is there.
        for address in stylesheet(&theme).split("url(\"").skip(1) {
            let address = address.split('"').next().unwrap();
            let found = theme.static_file(&format!("theme/{address}")).is_some();
            assert!(found || address.starts_with("data:"), "{name}: {address}");
        }
    }
    assert!(Theme::builtin("no-such-theme").is_none());
}

#[test]
fn a_folder_gives_the_same_theme() {
    let folder = themes(&[]);
    copy_builtin(&folder, "quiet", "copy");
    let (loaded, builtin) = (find(&folder, "copy"), Theme::builtin("quiet").unwrap());
    let files = |theme: &Theme| -> Vec<_> {
        theme.static_files().map(|(path, bytes)| (path, bytes.to_vec())).collect()
    };
    assert_eq!(files(&loaded), files(&builtin));
    assert!(loaded.static_file("theme/../theme.toml").is_none());
}

#[test]
fn a_theme_has_what_its_parents_have() {
    let folder = themes(&[
        ("loud/theme.toml", &manifest("parent = \"quiet\"\nstylesheets = [\"loud.css\"]")),
        ("loud/static/loud.css", "p { color: red }\n"),
        ("loud/i18n/en.toml", "skip = \"Straight to the text\"\n"),
        ("louder/theme.toml", &manifest("parent = \"loud\"")),
        ("louder/static/icon.svg", "<svg/>"),
        ("bare/theme.toml", &manifest("")),
    ]);
    let louder = find(&folder, "louder");
    let css = stylesheet(&louder);
    assert!(css.starts_with("/* What every page is made of"), "the last parent's comes first");
    assert!(css.contains("\"Literata\"") && css.ends_with("p { color: red }\n"));
    assert!(louder.static_file("theme/loud.css").is_none(), "it is in the joined one");
    assert!(louder.static_file("theme/fonts/literata-latin-opsz-normal.woff2").is_some());
    assert_eq!(louder.static_file("theme/icon.svg"), Some(&b"<svg/>"[..]));
    let words = louder.words().of("en");
    assert_eq!(words.word("skip"), "Straight to the text");
    assert_eq!(words.word("tags"), "Tags");
    assert_eq!(words.date(jiff::civil::date(2024, 8, 5)), "5 August 2024");

    let bare = find(&folder, "bare");
    assert!(!stylesheet(&bare).contains("font-face"), "without a parent it stands on the base");
}

#[test]
fn a_child_replaces_a_template_or_only_a_part_of_it() {
    let folder = themes(&[
        ("whole/theme.toml", &manifest("")),
        ("whole/templates/404.html", "lost"),
        ("part/theme.toml", &manifest("parent = \"whole\"")),
        (
            "part/templates/404.html",
            "{% extends \"base.html\" %}{% block main %}gone{% endblock %}",
        ),
        ("part/templates/base.html", "<{% block main %}{% endblock %}>"),
        ("again/theme.toml", &manifest("parent = \"part\"")),
        ("again/templates/404.html", "again {% include \"whole/404.html\" %}"),
    ]);
    let lost = |name: &str| {
        let theme = find(&folder, name);
        theme.templates().render(crate::template::TemplateName::NotFound, Value::from(())).unwrap()
    };
    assert_eq!(lost("whole"), "lost");
    assert_eq!(lost("part"), "<gone>");
    assert_eq!(lost("again"), "again lost");
}

#[test]
fn themes_that_cannot_be_are_refused() {
    let folder = themes(&[
        ("one/theme.toml", &manifest("parent = \"two\"")),
        ("two/theme.toml", &manifest("parent = \"one\"")),
        ("orphan/theme.toml", &manifest("parent = \"nobody\"")),
        ("empty/readme.txt", ""),
        ("key/theme.toml", &manifest("stylesheet = \"x\"")),
        ("sheet/theme.toml", &manifest("stylesheets = [\"x.css\"]")),
        ("old/theme.toml", "name = \"Old\"\n[engine]\nmin = 2\nmax = 3\n"),
        ("set/theme.toml", &format!("{}[settings.a]\ntype='colour'\ndefault='red'", manifest(""))),
        ("tag/theme.toml", &manifest("")),
        ("tag/templates/tag.html", "<p>\n<b>\n{% if %}\n"),
    ]);
    let names = ["one", "orphan", "empty", "key", "sheet", "old", "set", "tag"];
    let errors: Vec<_> = names.iter().map(|name| find_error(&folder, name)).collect();
    insta::assert_snapshot!(errors.join("\n"), @r"
    the themes `one` → `two` → `one` build on each other in a circle
    the theme `orphan` builds on `nobody`, and there is no such theme
    the theme `empty` has no `theme.toml`
    could not understand `key/theme.toml` of the theme
    the theme `sheet` names the style sheet `static/x.css` and does not have it
    the theme `Old` is for templates of version 2 to 3, and these are of version 1
    the setting `a` of the theme `set` is not a colour like `#1a7f5a`
    the template `templates/tag.html` of the theme `tag` fails at line 3
    ");
    for name in ["../themes/one", "", ".", "..", "a/b", "nobody"] {
        assert!(Theme::find(name, folder.path()).unwrap().is_none(), "{name}");
    }
}

#[test]
fn chosen_settings_are_in_the_style_sheet() {
    let declared = "[settings.tint]\ntype = 'colour'\ndefault = '#111111'\n";
    let folder = themes(&[
        ("loud/theme.toml", &format!("{}{declared}", manifest(""))),
        ("louder/theme.toml", &manifest("parent = \"loud\"")),
    ]);
    let mut theme = find(&folder, "louder");
    assert!(stylesheet(&theme).ends_with("  --setting-tint: #111111;\n}\n"));
    let value = SettingValue::Text("#abcdef".to_owned());
    let chosen = ThemeSetting { name: "tint".to_owned(), value, line: 1, column: 1 };
    assert_eq!(theme.choose(&[chosen]), []);
    assert!(stylesheet(&theme).ends_with("  --setting-tint: #abcdef;\n}\n"));
}

#[test]
fn a_child_changes_what_it_wants_of_its_parents_cards() {
    let child = "parent = \"loud\"\n";
    let card = "[card]\nlayout = \"frame\"\n[[card.colours]]\npaper = \"#123\"\nink = \"#fff\"\n\
                soft = \"#fff\"\naccent = \"#fff\"\nshade = \"#fff\"\n";
    let face =
        "[card.title]\nfiles = [\"own.woff2\", \"fonts/literata-latin-opsz-normal.woff2\"]\n";
    let folder = themes(&[
        ("loud/theme.toml", &(manifest("parent = \"quiet\"") + card)),
        ("louder/theme.toml", &(manifest(child) + face)),
    ]);
    let faces = builtin::files("notebook").unwrap();
    let face = faces.iter().find(|file| file.path.ends_with("plex-sans-latin-wght-normal.woff2"));
    fs::create_dir_all(folder.path().join("louder/static")).unwrap();
    fs::write(folder.path().join("louder/static/own.woff2"), &face.unwrap().bytes).unwrap();

    let styles = ["quiet", "loud", "louder"].map(|name| {
        let theme = find(&folder, name);
        theme.card_style().unwrap().clone()
    });
    let layouts = styles.each_ref().map(|style| style.layout);
    assert_eq!(layouts, [Layout::Page, Layout::Frame, Layout::Frame]);
    assert_eq!(styles[1].colours, styles[2].colours);
    assert_ne!(styles[0].colours, styles[1].colours);
    let card = |title: &str| galley_card::Card {
        title: title.to_owned(),
        blog: String::new(),
        date: None,
        author: None,
        file: String::new(),
        seed: 0,
    };
    assert_ne!(styles[1].draw(&card("A")), styles[2].draw(&card("A")), "another face");
    assert!(styles[1].can_draw("Ž") && !styles[2].can_draw("Ž"), "and only that one");
}

#[test]
fn cards_that_cannot_be_are_refused_with_their_line() {
    let reason = |card: &str| {
        let folder = themes(&[("loud/theme.toml", &(manifest("") + "[card]\n" + card))]);
        let error = Theme::find("loud", folder.path()).expect_err("a spoilt card is refused");
        match std::error::Error::source(&error) {
            Some(source) => {
                source.to_string().lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
            }
            None => error.to_string(),
        }
    };
    let colours = "[[card.colours]]\npaper = \"#fff\"\nink = \"black\"\n";
    let cards = [
        "layout = \"round\"",
        colours,
        "colours = []",
        "colour = 1",
        "[card.title]\nfiles = [\n\"fonts/literata-latin-opsz-normal.woff2\",\n\"none.woff2\"]",
    ];
    insta::assert_snapshot!(cards.map(reason).join("\n"), @r#"
    TOML parse error at line 7, column 10
      |
    7 | layout = "round"
      |          ^^^^^^^
    `round` is not one of `plain`, `page`, `poster`, `frame`, `notebook`, `terminal`
    TOML parse error at line 9, column 7
      |
    9 | ink = "black"
      |       ^^^^^^^
    `black` is not a colour like `#1a7f5a`
    TOML parse error at line 7, column 11
      |
    7 | colours = []
      |           ^^
    a card has colours
    TOML parse error at line 7, column 1
      |
    7 | colour = 1
      | ^^^^^^
    unknown field `colour`, expected one of `layout`, `colours`, `title`, `small`
    the theme `loud` names the face `static/none.woff2` in line 10 of its `theme.toml` and does not have it
    "#);

    let folder = themes(&[
        ("loud/theme.toml", &(manifest("") + "[card.title]\nfiles = [\"a.woff2\"]\n")),
        ("loud/static/a.woff2", "no face"),
    ]);
    let error = find(&folder, "loud").card_style().unwrap_err();
    assert_eq!(error.to_string(), "could not read the face `loud/static/a.woff2` of the theme");
}

#[cfg(unix)]
#[test]
fn links_out_of_a_theme_are_left_out() {
    let folder = themes(&[("loud/theme.toml", &manifest("")), ("loud/static/own.txt", "")]);
    let outside = tempfile::NamedTempFile::new().unwrap();
    let link = folder.path().join("loud/static/secret.txt");
    std::os::unix::fs::symlink(outside.path(), link).unwrap();
    let theme = find(&folder, "loud");
    assert!(theme.static_file("theme/own.txt").is_some());
    assert!(theme.static_file("theme/secret.txt").is_none());
}

#[test]
fn words_fall_back_to_a_shorter_language_and_then_to_english() {
    let theme = Theme::builtin("quiet").unwrap();
    let day = jiff::civil::date(2024, 8, 5);
    for (language, date, word) in [
        ("en", "5 August 2024", "Skip to the text"),
        ("de-AT", "5. August 2024", "Zum Text springen"),
        ("ja", "2024年8月5日", "本文へ移動"),
        ("eo", "5 August 2024", "Skip to the text"),
    ] {
        let words = theme.words().of(language);
        assert_eq!(words.date(day), date);
        assert_eq!(words.value.get_attr("skip").unwrap().as_str(), Some(word));
    }
}
