use insta::assert_snapshot;
use proptest::prelude::*;

use super::*;

fn text(text: &str) -> SettingValue {
    SettingValue::Text(text.to_owned())
}

fn with(toml: &str, theme: &str, settings: &[(&str, SettingValue)]) -> String {
    let settings: Vec<_> =
        settings.iter().map(|(name, it)| ((*name).to_owned(), it.clone())).collect();
    BlogConfig::with_theme(toml, theme, &settings).unwrap()
}

#[test]
fn the_value_of_the_theme_changes_and_nothing_beside_it() {
    for (before, after) in [
        ("theme = \"quiet\"\n", "theme = \"magazine\"\n"),
        ("\u{FEFF}theme='quiet' # mine\r\n", "\u{FEFF}theme=\"magazine\" # mine\r\n"),
        ("  \"theme\"\t= 3\n# end", "  \"theme\"\t= \"magazine\"\n# end"),
        (
            "title = '''\n# theme = 1\n'''\ntheme = \"quiet\"",
            "title = '''\n# theme = 1\n'''\ntheme = \"magazine\"",
        ),
    ] {
        assert_eq!(with(before, "magazine", &[]), after);
        assert_eq!(with(after, "magazine", &[]), after);
    }
    let kept = "theme = 'magazine'\n";
    assert_eq!(with(kept, "magazine", &[]), kept, "it says so already");
}

#[test]
fn a_theme_that_was_not_named_gets_a_line_before_the_tables() {
    for (before, after) in [
        ("", "theme = \"magazine\"\n"),
        ("# only words", "# only words\ntheme = \"magazine\"\n"),
        (
            "title = 'T' # mine\r\n\r\n[a]\r\n",
            "title = 'T' # mine\r\ntheme = \"magazine\"\r\n\r\n[a]\r\n",
        ),
        ("# about a\n[a]\nb = 1\n", "theme = \"magazine\"\n# about a\n[a]\nb = 1\n"),
        ("[[a]]\nb = 1\n[c.d]\n", "theme = \"magazine\"\n[[a]]\nb = 1\n[c.d]\n"),
        ("a.b = 1\nc = [\n 1,\n]\n[x]", "a.b = 1\nc = [\n 1,\n]\ntheme = \"magazine\"\n[x]"),
    ] {
        assert_eq!(with(before, "magazine", &[]), after);
    }
    let fresh = BlogConfig::write("T", None);
    let shown = "# theme = \"quiet\"\n";
    let wanted = fresh.replace(shown, &format!("{shown}theme = \"magazine\"\n"));
    assert_eq!(with(&fresh, "magazine", &[]), wanted, "below the comment that shows it");
}

#[test]
fn settings_go_into_their_table_however_it_is_written() {
    let settings = [
        ("prompt", text("# \"$\"\n")),
        ("columns", SettingValue::Number(72.0)),
        ("wide", SettingValue::Boolean(true)),
        ("ratio", SettingValue::Number(1.5)),
    ];
    let settings = |toml: &str| with(&format!("theme = 't'\n{toml}"), "t", &settings);
    assert_snapshot!(settings("[theme_settings]\ncolumns = 70 # wide\n\n[x]\na = 1\n"), @r##"
    theme = 't'
    [theme_settings]
    columns = 72 # wide
    prompt = "# \"$\"\n"
    wide = true
    ratio = 1.5

    [x]
    a = 1
    "##);
    assert_snapshot!(settings("[theme_settings]"), @r##"
    theme = 't'
    [theme_settings]
    prompt = "# \"$\"\n"
    columns = 72
    wide = true
    ratio = 1.5
    "##);
    assert_snapshot!(settings("theme_settings = { columns = 70 }\n"), @r##"
    theme = 't'
    theme_settings = { columns = 72, prompt = "# \"$\"\n", wide = true, ratio = 1.5 }
    "##);
    assert_snapshot!(settings("theme_settings = {}\n"), @r##"
    theme = 't'
    theme_settings = { prompt = "# \"$\"\n", columns = 72, wide = true, ratio = 1.5 }
    "##);
    assert_snapshot!(settings("theme_settings.columns = 70\n[x]\n"), @r##"
    theme = 't'
    theme_settings.columns = 72
    theme_settings.prompt = "# \"$\"\n"
    theme_settings.wide = true
    theme_settings.ratio = 1.5
    [x]
    "##);
    assert_snapshot!(settings("[x]\na = 1"), @r##"
    theme = 't'
    [x]
    a = 1

    [theme_settings]
    prompt = "# \"$\"\n"
    columns = 72
    wide = true
    ratio = 1.5
    "##);
    assert_snapshot!(settings("[theme_settings.deep]\na = 1\n"), @r##"
    theme = 't'
    [theme_settings.deep]
    a = 1

    [theme_settings]
    prompt = "# \"$\"\n"
    columns = 72
    wide = true
    ratio = 1.5
    "##);
}

#[test]
fn what_cannot_be_read_or_has_no_place_is_refused() {
    let refused = |toml: &str, settings: &[(String, SettingValue)]| {
        BlogConfig::with_theme(toml, "t", settings).unwrap_err().to_string()
    };
    assert_snapshot!(refused("title = 'T'\nauthor =\n", &[]), @"line 2 cannot be understood: string values must be quoted, expected literal string");
    assert_snapshot!(refused("[theme]\na = 1\n", &[]), @"there is no place in it where `theme` could be set and all else stay as it is");
    let one = [("one".to_owned(), text("1"))];
    assert_snapshot!(refused("theme_settings = 1\n", &one), @"there is no place in it where `theme_settings.one` could be set and all else stay as it is");
    assert_snapshot!(refused("[[theme_settings]]\none = 2\n", &one), @"there is no place in it where `theme_settings.one` could be set and all else stay as it is");
}

/// Lines as authors write them; any order of them is a file that can be read.
fn author_lines() -> impl Strategy<Value = Vec<String>> {
    let top = prop_oneof![
        Just("# theme = \"quiet\"".to_owned()),
        Just(String::new()),
        "# [a-z =\"'\\[\\]日é]{0,12}",
        (0..9u32, "[ \t]{0,2}", "( # [a-z\"]{0,6})?").prop_map(|(n, gap, words)| {
            format!("{gap}key{n}={gap}\"\"\"a\n[x]\n# theme = 1\n\"\"\"{gap}{words}")
        }),
        (10..19u32, any::<i16>()).prop_map(|(n, value)| format!("key{n} = [ {value}, # one\n ]")),
    ];
    let tables = prop_oneof![
        (0..5u32, "[a-z]{1,5}").prop_map(|(n, word)| format!("[table{n}.{word}]\ntheme = 1")),
        Just("[[list]]\nname = { theme = 'x' } # words".to_owned()),
        Just("# words about a table\n".to_owned()),
    ];
    let theme = prop_oneof![
        Just(None),
        Just(Some("theme = 'quiet' # mine".to_owned())),
        Just(Some("\"theme\"   =\"x\"".to_owned())),
    ];
    let settings = prop_oneof![
        Just(None),
        Just(Some("[theme_settings] # mine\nother = 1 # one".to_owned())),
        Just(Some("[theme_settings]\nsize=7\n\n# below".to_owned())),
    ];
    let several = |lines| prop::collection::vec(lines, 0..6);
    (several(top.boxed()), theme, several(tables.boxed()), settings).prop_map(
        |(top, theme, tables, settings)| {
            top.into_iter().chain(theme).chain(tables).chain(settings).collect()
        },
    )
}

proptest! {
    #[test]
    fn every_other_byte_of_the_file_stays(
        lines in author_lines(),
        eol in prop_oneof![Just("\n"), Just("\r\n")],
        is_ended in any::<bool>(),
        theme in "[a-z\"\\\\é ]{1,8}",
        size in proptest::option::of(-90..90i32),
    ) {
        let mut toml = lines.join("\n").replace('\n', eol);
        if is_ended {
            toml.push_str(eol);
        }
        prop_assume!(Document::parse(&*toml).is_ok() && !theme.trim().is_empty());
        let settings: Vec<_> = size
            .map(|size| ("size".to_owned(), SettingValue::Number(f64::from(size))))
            .into_iter()
            .collect();
        let changed = BlogConfig::with_theme(&toml, &theme, &settings).unwrap();

        let (config, _) = BlogConfig::parse(&changed, "");
        prop_assert_eq!(config.theme, theme.trim());
        let said = config.theme_settings.iter().find(|it| it.name == "size").map(|it| it.value.clone());
        if size.is_some() {
            prop_assert_eq!(said, settings.first().map(|(_, value)| value.clone()));
        }
        // Line by line: each is as it was, or is one that says what was wanted.
        let is_ours = |line: &str| {
            let line = line.trim_start();
            ["theme =", "\"theme\"", "size", "[theme_settings]"].iter().any(|it| line.starts_with(it))
        };
        let own = |text: &str| -> Vec<String> {
            let lines = text.lines().filter(|line| !is_ours(line) && !line.is_empty());
            lines.map(str::to_owned).collect()
        };
        prop_assert_eq!(own(&toml), own(&changed));
        // The comments behind changed values, too.
        for words in ["# mine", "# one", "# below"] {
            prop_assert_eq!(toml.matches(words).count(), changed.matches(words).count());
        }
        // A second time there is nothing to do.
        prop_assert_eq!(BlogConfig::with_theme(&changed, &theme, &settings).unwrap(), changed);
    }
}
