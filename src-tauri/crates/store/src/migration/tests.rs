use galley_core::{Origin, PostId};
use jiff::tz::TimeZone;
use rusqlite::Connection;
use tempfile::tempdir;

use super::*;
use crate::Store;
use crate::test_post::path;

/// What the schema of each number held when it was the newest: one post, one revision,
/// a journal entry, a base and a setting. Like the steps, never edited.
const ROWS: [&str; STEPS.len()] = [
    include_str!("../../migrations/0001_rows.sql"),
    include_str!("../../migrations/0002_rows.sql"),
];

/// Makes the library that a program of schema `version` left behind.
fn leave_behind(path: &Path, version: u32) {
    let db = Connection::open(path).unwrap();
    for _ in 0..version {
        take_step(&db).unwrap();
    }
    if let Some(i) = (version as usize).checked_sub(1) {
        db.execute_batch(ROWS[i]).unwrap();
    }
}

#[test]
fn a_library_of_every_earlier_schema_opens_with_all_it_holds() {
    for version in 1..=NEWEST {
        let folder = tempdir().unwrap();
        let file = folder.path().join("library.db");
        leave_behind(&file, version);

        let store = Store::open(&file).unwrap();

        let schema: u32 =
            store.db.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        assert_eq!(schema, NEWEST, "from schema {version}");
        let posts = store.posts(&TimeZone::UTC).unwrap();
        assert_eq!(posts.len(), 1, "from schema {version}");
        assert_eq!((posts[0].title.as_str(), posts[0].tags.len()), ("Kept", 2));
        let id = posts[0].id;
        assert_eq!(store.post(id).unwrap().source, "# Kept\n\nthe text\n");
        assert_eq!(store.former_texts(id), ["# Kept\n\nan older text\n"]);
        assert_eq!(store.journal().unwrap()[0].source, "# Kept\n\ntyped\n");
        assert_eq!(store.bases().unwrap()[0].path, path("2024/kept.md"));
        assert_eq!(store.setting("spelling").unwrap().as_deref(), Some("true"));
        assert_eq!(store.search("text", 9).unwrap().len(), 1, "from schema {version}");
        assert_eq!(store.changes_since(0).unwrap()[0].origin, Origin::Import);
        assert_eq!(store.insert_text("new.md", "next", 1), PostId::new(8), "ids go on");
        assert!(store.is_sound().unwrap());
        assert_eq!(copy_path(&file, version).exists(), version < NEWEST);
    }
}

#[test]
fn an_empty_file_becomes_a_library_without_a_copy() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("library.db");
    std::fs::write(&file, "").unwrap();
    let store = Store::open(&file).unwrap();
    assert!(store.posts(&TimeZone::UTC).unwrap().is_empty());
    assert!(!copy_path(&file, 0).exists());
}

#[test]
fn a_library_is_copied_whole_before_it_changes() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("library.db");
    leave_behind(&file, NEWEST);
    copy_aside(&Connection::open(&file).unwrap(), &file, NEWEST).unwrap();

    let copy = Store::open(&copy_path(&file, NEWEST)).unwrap();
    assert_eq!(copy.posts(&TimeZone::UTC).unwrap().len(), 1);
    // A second attempt finds the copy and is content.
    copy_aside(&Connection::open(&file).unwrap(), &file, NEWEST).unwrap();
}

#[test]
fn a_newer_library_is_refused_and_left_alone() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("library.db");
    leave_behind(&file, NEWEST);
    let newer = NEWEST + 1;
    Connection::open(&file).unwrap().pragma_update(None, "user_version", newer).unwrap();
    let before = std::fs::read(&file).unwrap();

    let refusal = Store::open(&file).unwrap_err();

    assert_eq!(
        refusal.to_string(),
        format!("the library has schema {newer}, this program knows up to {NEWEST}")
    );
    assert!(
        matches!(refusal, Error::NewerSchema { found, known } if (found, known) == (newer, NEWEST))
    );
    assert_eq!(std::fs::read(&file).unwrap(), before);
}
