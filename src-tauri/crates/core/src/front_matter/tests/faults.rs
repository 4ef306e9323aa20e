//! Faults that were found in edits, each with the text that showed it.

use super::*;

fn title(text: &str) -> FieldEdit {
    FieldEdit::Title(text.to_owned())
}

#[test]
fn a_lone_carriage_return_ends_a_line() {
    for (source, tags) in [
        ("---\rtitle: Old\rtags:\r  - a\rx: 1\r---\r\rBody\r", "tags:\r  - a\r"),
        (
            "+++\rtitle = \"Old\" # c\rtags = [\r\"a\"\r]\r[x]\ry = 1\r+++\r\rBody\r",
            "tags = [\r\"a\"\r]\r",
        ),
    ] {
        let parsed = parse(source);
        assert_eq!(parsed.problems, []);
        assert_eq!(parsed.front_matter.title.as_deref(), Some("Old"));
        assert_eq!(&source[parsed.body], "\rBody\r");
        assert_eq!(edit(source, &title("New")).unwrap(), source.replace("Old", "New"));
        let untagged = edit(source, &FieldEdit::Tags(vec![])).unwrap();
        assert_eq!(untagged, source.replace(tags, ""));
        let slug = edit(source, &FieldEdit::Slug(Slug::parse("s").ok())).unwrap();
        assert_eq!(parse(&slug).front_matter.slug, Slug::parse("s").ok());
        assert!(!slug.contains('\n'));
    }
}

#[test]
fn a_block_added_to_a_file_of_carriage_returns_is_read() {
    let edited = edit("Body\rof lines\r", &title("New")).unwrap();
    assert_eq!(edited, "---\rtitle: New\r---\r\rBody\rof lines\r");
    assert_eq!(parse(&edited).front_matter.title.as_deref(), Some("New"));
}

#[test]
fn a_text_of_several_lines_brings_no_foreign_line_break_into_toml() {
    let source = "+++\r\ntitle = \"x\"\r\n+++\r\nBody";
    let summary = "One \"quoted\"\nand \\ another\u{7f}\t🚀";
    let edited = edit(source, &FieldEdit::Summary(Some(summary.to_owned()))).unwrap();
    assert_eq!(edited.matches('\n').count(), edited.matches("\r\n").count(), "{edited:?}");
    assert_eq!(parse(&edited).front_matter.summary.as_deref(), Some(summary));
}

#[test]
fn front_matter_that_is_not_closed_gets_no_second_block_above_it() {
    for source in ["---\ntitle: Old\n\nBody\n", "+++\ntitle = 'Old'\n"] {
        let error = edit(source, &FieldEdit::Draft(true)).unwrap_err();
        assert_eq!(error, EditFrontMatterError::Unreadable { line: 1 });
    }
}

#[test]
fn a_key_without_a_value_already_says_nothing() {
    for line in ["tags:", "tags: []", "tags: ~ # none yet", "tags: ''"] {
        let source = format!("---\n{line}\n---\n");
        assert_eq!(edit(&source, &FieldEdit::Tags(vec![])).unwrap(), source);
    }
    let source = "---\ndate:\nslug: \"\"\nsummary:\n---\n";
    for change in [FieldEdit::Date(None), FieldEdit::Slug(None), FieldEdit::Summary(None)] {
        assert_eq!(edit(source, &change).unwrap(), source);
    }
}

#[test]
fn a_comment_beside_a_key_outlives_a_value_below_it() {
    let source =
        "---\nsummary: >-  # kept short\n  Some\n  words\ntags: # sorted\n  - [a]\nx: 1\n---\n";
    let edited = edit(source, &FieldEdit::Summary(Some("New".to_owned()))).unwrap();
    assert_eq!(edited, source.replace(">-  # kept short\n  Some\n  words", "New  # kept short"));
    let edited = edit(source, &FieldEdit::Tags(vec!["b".to_owned()])).unwrap();
    assert_eq!(edited, source.replace(" # sorted\n  - [a]", " [b] # sorted"));
}

#[test]
fn a_title_in_the_body_does_not_become_a_part_of_the_front_matter() {
    let source = "{\"a\": 1,\n# Old\n\"b }\n";
    let edited = edit(source, &title("N\"")).unwrap();
    assert_eq!(edited, format!("---\ntitle: N\"\n---\n\n{source}"));
}

#[test]
fn a_field_before_a_gap_that_a_text_would_take_in_is_not_taken_away() {
    let source = "---\ntitle: |+\n  Kept\ndate: 2024-08-05\n\n---\n";
    let refused = EditFrontMatterError::Entangled { key: "date".to_owned() };
    assert_eq!(edit(source, &FieldEdit::Date(None)), Err(refused));
    let edited = edit(source, &FieldEdit::Date(Some("2025-01-01".to_owned()))).unwrap();
    assert_eq!(edited, source.replace("2024-08-05", "2025-01-01"));
}
