use std::fs;

use super::*;

/// Writes the built-in theme to a folder, so that a test can spoil it.
fn quiet_in_a_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in builtin::files("quiet").unwrap() {
        let path = folder.path().join(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &file.bytes).unwrap();
    }
    folder
}

fn load_error(spoil: impl FnOnce(&Path)) -> String {
    let folder = quiet_in_a_folder();
    spoil(folder.path());
    let error = Theme::load(folder.path()).expect_err("a spoilt theme is refused");
    error.to_string()
}

#[test]
fn every_builtin_theme_is_complete() {
    for name in Theme::BUILTIN {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("builtin_themes").join(name);
        let listed: Vec<_> =
            builtin::files(name).unwrap().into_iter().map(|file| file.path).collect();
        let on_disk: Vec<_> =
            folder::read(&folder).unwrap().into_iter().map(|file| file.path).collect();
        assert_eq!(listed, on_disk, "builtin.rs lists what the folder holds");
        assert!(Theme::builtin(name).is_some());
    }
    assert!(Theme::builtin("no-such-theme").is_none());
}

#[test]
fn a_folder_gives_the_same_theme() {
    let folder = quiet_in_a_folder();
    let (loaded, builtin) = (Theme::load(folder.path()).unwrap(), Theme::builtin("quiet").unwrap());
    let files = |theme: &Theme| -> Vec<_> {
        theme.static_files().map(|(path, bytes)| (path, bytes.to_vec())).collect()
    };
    assert_eq!(files(&loaded), files(&builtin));
    assert!(loaded.static_file("theme/quiet.css").is_some());
    assert!(loaded.static_file("theme/../theme.toml").is_none());
}

#[test]
fn a_theme_with_a_mistake_names_file_and_line() {
    let error = load_error(|folder| {
        fs::write(folder.join("templates/tag.html"), "<p>\n<b>\n{% if %}\n").unwrap();
    });
    assert_eq!(error, "the template `templates/tag.html` of the theme `Quiet` fails at line 3");
}

#[test]
fn a_theme_without_a_template_is_refused() {
    let error = load_error(|folder| fs::remove_file(folder.join("templates/404.html")).unwrap());
    assert_eq!(error, "the theme `Quiet` has no template `templates/404.html`");
}

#[test]
fn a_theme_for_other_templates_is_refused() {
    let error = load_error(|folder| {
        let toml = "name = \"Old\"\n[engine]\nmin = 2\nmax = 3\n";
        fs::write(folder.join("theme.toml"), toml).unwrap();
    });
    assert_eq!(
        error,
        "the theme `Old` is for templates of version 2 to 3, and these are of version 1"
    );
}

#[cfg(unix)]
#[test]
fn links_out_of_a_theme_are_left_out() {
    let folder = quiet_in_a_folder();
    let outside = tempfile::NamedTempFile::new().unwrap();
    let link = folder.path().join("static/secret.txt");
    std::os::unix::fs::symlink(outside.path(), link).unwrap();
    let theme = Theme::load(folder.path()).unwrap();
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
