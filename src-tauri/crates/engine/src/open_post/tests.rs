use galley_core::{Edit, PostId, PostPath, Utf16Offset};
use galley_markdown::Options;

use super::OpenPost;
use crate::editor_text::EditorText;
use crate::error::Error;

const SOURCE: &str = "---\ntitle: One\n---\n\nFirst.\n\nSecond.\n";

fn open(source: &str) -> OpenPost {
    let path = PostPath::parse("one.md").expect("a path");
    let mut open = OpenPost::new(
        PostId::new(1),
        &path,
        source,
        galley_mirror::hash(source.as_bytes()),
        Options::default(),
    );
    open.render();
    open
}

fn replace(open: &mut OpenPost, old: &str, new: &str) {
    let at = open.text.as_str().find(old).expect("the text holds it");
    let at = open.text.as_str()[..at].encode_utf16().count();
    let offset = |n: usize| Utf16Offset::new(u32::try_from(n).expect("short"));
    let to = offset(at + old.encode_utf16().count());
    let edit = Edit { from: offset(at), to, insert: new.to_owned() };
    open.edit(open.version + 1, &[edit]).expect("the edit fits");
}

#[test]
fn only_the_edited_block_is_sent() {
    let mut open = open(SOURCE);
    replace(&mut open, "Second", "2nd");
    let patch = open.render();
    assert!(!patch.page);
    assert_eq!((patch.blocks.from, patch.blocks.to), (1, 2));
    let html: Vec<_> = patch.blocks.blocks.iter().map(|block| &*block.html).collect();
    assert_eq!(html.concat().trim(), "<p>2nd.</p>");
}

#[test]
fn a_changed_title_asks_for_a_new_page_and_leaves_the_body() {
    let mut open = open(SOURCE);
    replace(&mut open, "One", "Two");
    let patch = open.render();
    assert!(patch.page);
    assert!(patch.blocks.blocks.is_empty());
    assert_eq!(open.post().title, "Two");
}

#[test]
fn front_matter_that_grows_moves_the_body_down() {
    let mut open = open(SOURCE);
    let before = open.render().body_line;
    replace(&mut open, "One\n", "One\ntags: [a]\n");
    let patch = open.render();
    assert_eq!(patch.body_line, before + 1);
    assert!(patch.page);
}

#[test]
fn edits_typed_while_nothing_was_shown_are_all_in_the_next_patch() {
    let mut open = open(SOURCE);
    replace(&mut open, "One", "Two");
    replace(&mut open, "Second", "2nd");
    let patch = open.render();
    assert!(patch.page);
    assert_eq!(patch.blocks.blocks.len(), 1);
}

#[test]
fn an_edit_out_of_turn_changes_nothing() {
    let mut open = open(SOURCE);
    let error = open.edit(2, &[]).expect_err("version 1 comes next");
    assert!(matches!(error, Error::VersionMismatch { expected: 1, found: 2 }));
    assert_eq!((open.version, open.text.as_str()), (0, SOURCE));
}

#[test]
fn a_post_that_can_only_be_read_takes_no_edit() {
    let mut open = open(SOURCE);
    open.read_only = Some("the file is not UTF-8".to_owned());
    let error = open.edit(1, &[]).expect_err("it can only be read");
    assert!(matches!(error, Error::PostReadOnly { .. }));
    assert_eq!(open.version, 0);
}

#[test]
fn line_endings_of_a_file_changed_outside_come_along_with_its_text() {
    let mut open = open(SOURCE);
    let theirs = SOURCE.replace("Second", "2nd").replace('\n', "\r\n");
    open.await_incoming(Some(EditorText::from_source(&theirs)));
    replace(&mut open, "Second", "2nd");
    assert_eq!(open.text.to_source(), theirs);
}
