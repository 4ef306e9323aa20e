//! Edits of generated front matter: the bytes of all other pieces stay, and the field
//! says what was asked for.

use proptest::prelude::*;

use super::grammar::{self, Written};
use super::*;

fn change() -> impl Strategy<Value = FieldEdit> {
    prop_oneof![
        prop_oneof![
            "[a-z]{1,9}",
            "\\PC{1,30}",
            "(a: b|# c|- d|'e'|\"f\"|1\\.0|null|,|\\[|é|🚀| ){1,5}"
        ]
        .prop_map(FieldEdit::Title),
        any::<bool>().prop_map(FieldEdit::Draft),
        proptest::collection::vec("\\PC{1,8}|[a-c]|日本語", 0..4).prop_map(FieldEdit::Tags),
        proptest::option::of("[a-z]{1,9}|\\PC{1,30}(\n\\PC{0,9})?").prop_map(FieldEdit::Summary),
        proptest::option::of(proptest::sample::select(vec![
            "2031-01-02",
            "2031-01-02 10:00",
            "2031-01-02T10:00:00+02:00",
        ]))
        .prop_map(|date| FieldEdit::Date(date.map(str::to_owned))),
        proptest::option::of("z[a-z]{1,5}")
            .prop_map(|slug| FieldEdit::Slug(slug.and_then(|slug| Slug::parse(&slug).ok()))),
    ]
}

fn key(change: &FieldEdit) -> &'static str {
    match change {
        FieldEdit::Title(_) => "title",
        FieldEdit::Date(_) => "date",
        FieldEdit::Draft(_) => "draft",
        FieldEdit::Tags(_) => "tags",
        FieldEdit::Aliases(_) => "aliases",
        FieldEdit::Slug(_) => "slug",
        FieldEdit::Summary(_) => "summary",
    }
}

fn takes_away(change: &FieldEdit) -> bool {
    match change {
        FieldEdit::Title(_) | FieldEdit::Draft(_) => false,
        FieldEdit::Date(date) => date.is_none(),
        FieldEdit::Tags(texts) | FieldEdit::Aliases(texts) => {
            texts.iter().all(|text| text.trim().is_empty())
        }
        FieldEdit::Slug(slug) => slug.is_none(),
        FieldEdit::Summary(text) => text.as_ref().is_none_or(|text| text.trim().is_empty()),
    }
}

fn distinct(texts: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for text in texts.iter().map(|text| read::one_line(text)) {
        if !text.is_empty() && !found.contains(&text) {
            found.push(text);
        }
    }
    found
}

/// What a reader should find once the change is made.
fn changed(before: &FrontMatter, change: &FieldEdit) -> FrontMatter {
    let mut after = before.clone();
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    match change {
        FieldEdit::Title(title) => after.title = some(read::one_line(title)),
        FieldEdit::Date(date) => after.date = date.as_deref().and_then(PostDate::parse),
        FieldEdit::Draft(draft) => after.draft = *draft,
        FieldEdit::Tags(tags) => after.tags = distinct(tags),
        FieldEdit::Aliases(aliases) => after.aliases = distinct(aliases),
        FieldEdit::Slug(slug) => after.slug.clone_from(slug),
        FieldEdit::Summary(summary) => {
            after.summary = summary.as_deref().and_then(|text| some(text.trim().to_owned()));
        }
    }
    after
}

fn holds(written: &Written, change: &FieldEdit) -> Result<(), TestCaseError> {
    let source = written.source();
    let before = parse(&source);
    prop_assert_eq!(&before.problems, &[], "the grammar writes what can be read\n{}", source);
    let new = match edit(&source, change) {
        Ok(new) => new,
        // A text that keeps the gaps after it would take in the gap after a field that goes.
        Err(EditFrontMatterError::Entangled { .. })
            if takes_away(change) && (source.contains("|+") || source.contains(">+")) =>
        {
            return Ok(());
        }
        Err(error) => return Err(TestCaseError::fail(format!("{error} in\n{source}"))),
    };

    let after = parse(&new);
    prop_assert_eq!(&after.problems, &[], "no problem is made\n{}", new);
    prop_assert_eq!(&after.front_matter, &changed(&before.front_matter, change), "{}", new);
    prop_assert_eq!(&source[before.body], &new[after.body], "the body stays");

    let at = written.pieces.iter().position(|piece| piece.key == key(change));
    if let Some(at) = at {
        let before = written.head() + &written.text(&written.pieces[..at]);
        let after = written.text(&written.pieces[at + 1..]) + &written.tail();
        let own = new.strip_prefix(&before).and_then(|rest| rest.strip_suffix(&after));
        prop_assert!(own.is_some(), "another piece changed\n{source}\n{new}");
        let lines = own.unwrap_or_default();
        prop_assert!(lines.is_empty() || lines.ends_with(written.eol), "{lines:?}");
    } else if new != source {
        let is_added_between = (0..=written.pieces.len()).any(|at| {
            let before = written.head() + &written.text(&written.pieces[..at]);
            let after = written.text(&written.pieces[at..]) + &written.tail();
            let own = new.strip_prefix(&before).and_then(|rest| rest.strip_suffix(&after));
            own.is_some_and(|line| line.matches(written.eol).count() == 1)
        });
        prop_assert!(is_added_between, "a new key is a line between pieces\n{source}\n{new}");
    }
    let foreign = new.replace(written.eol, "");
    prop_assert!(!foreign.contains(['\n', '\r']), "a foreign line break\n{:?}", new);
    prop_assert_eq!(edit(&new, change), Ok(new.clone()), "said again");
    Ok(())
}

proptest! {
    #[test]
    fn an_edit_of_yaml_touches_one_piece(written in grammar::yaml(), change in change()) {
        holds(&written, &change)?;
    }

    #[test]
    fn an_edit_of_toml_touches_one_piece(written in grammar::toml(), change in change()) {
        holds(&written, &change)?;
    }

    #[test]
    fn any_bytes_are_read_and_edited_without_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        fence in proptest::sample::select(vec!["", "---\n", "+++\n", "{\"", "\u{feff}---\r\n"]),
        change in change(),
    ) {
        let close = fence.trim_start_matches('\u{feff}');
        let source = format!("{fence}{}\n{close}", String::from_utf8_lossy(&bytes));
        let parsed = parse(&source);
        prop_assert!(source.get(parsed.body).is_some());
        if let Ok(new) = edit(&source, &change) {
            prop_assert_eq!(edit(&new, &change), Ok(new.clone()), "said again");
        }
    }
}
