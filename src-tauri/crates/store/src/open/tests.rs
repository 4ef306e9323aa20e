use std::fs;

use tempfile::tempdir;

use super::*;

#[test]
fn the_linked_sqlite_keeps_committed_pages() {
    // Up to 3.51.2 a checkpoint of one connection could lose what another had committed;
    // the window and the command line on one library are that case.
    let version = rusqlite::version_number();
    assert!(version >= 3_051_003, "SQLite {version} can lose committed pages");
}

#[test]
fn a_library_is_in_the_mode_it_relies_on() {
    let folder = tempdir().unwrap();
    let store = Store::open(&folder.path().join("library.db")).unwrap();
    let text = |name: &str| -> String {
        let read = |row: &rusqlite::Row<'_>| {
            let value: rusqlite::types::Value = row.get(0)?;
            Ok(match value {
                rusqlite::types::Value::Integer(number) => number.to_string(),
                other => format!("{other:?}"),
            })
        };
        store.db.pragma_query_value(None, name, read).unwrap()
    };
    assert_eq!(text("journal_mode"), r#"Text("wal")"#);
    assert_eq!(text("synchronous"), "1", "NORMAL");
    assert_eq!(text("foreign_keys"), "1");
    assert_eq!(text("busy_timeout"), "5000");
    assert!(store.is_sound().unwrap());
}

#[test]
fn two_processes_see_each_others_changes() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("library.db");
    let window = Store::open(&path).unwrap();
    let seen = window.last_change().unwrap();

    let cli = Store::open(&path).unwrap();
    let post = cli.insert_text("a.md", "from the command line", 1);

    let changes = window.changes_since(seen).unwrap();
    assert_eq!(changes.iter().map(|change| change.post).collect::<Vec<_>>(), [post]);
    assert_eq!(changes[0].origin, galley_core::Origin::Cli);
    assert_eq!(window.post(post).unwrap().source, "from the command line");
    assert_eq!(window.changes_since(changes[0].seq).unwrap(), []);
}

#[test]
fn the_change_log_does_not_grow_for_ever() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("library.db");
    let store = Store::open(&path).unwrap();
    let post = galley_core::PostId::new(1);
    store
        .transaction(|store| {
            (0..10_050).try_for_each(|_| store.log_change(post, galley_core::Origin::Cli))
        })
        .unwrap();
    drop(store);
    let changes = Store::open(&path).unwrap().changes_since(0).unwrap();
    assert_eq!((changes.len(), changes[0].seq), (10_000, 51));
}

#[test]
fn a_file_that_is_no_library_is_refused_and_left_alone() {
    let folder = tempdir().unwrap();
    let text = folder.path().join("text.db");
    fs::write(&text, "not a database, but a text that is long enough to be read ".repeat(20))
        .unwrap();
    let before = fs::read(&text).unwrap();
    let refusal = Store::open(&text).unwrap_err();
    assert!(matches!(refusal, Error::Damaged { .. }), "{refusal:?}");
    assert_eq!(fs::read(&text).unwrap(), before);

    let foreign = folder.path().join("foreign.db");
    Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE theirs (x)").unwrap();
    let before = fs::read(&foreign).unwrap();
    let refusal = Store::open(&foreign).unwrap_err();
    assert!(matches!(&refusal, Error::NotALibrary { path } if *path == foreign), "{refusal:?}");
    assert_eq!(fs::read(&foreign).unwrap(), before);
}

#[test]
fn a_missing_folder_is_named() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("nowhere/library.db");
    let error = Store::open(&path).unwrap_err();
    assert_eq!(error.to_string(), format!("could not open the library `{}`", path.display()));
}

#[test]
fn a_damaged_library_is_kept_beside_the_new_one() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("library.db");
    drop(Store::open(&path).unwrap());
    let mut bytes = fs::read(&path).unwrap();
    bytes[..100].fill(0xff);
    fs::write(&path, &bytes).unwrap();

    let error = Store::open(&path).unwrap_err();
    assert!(matches!(error, Error::Damaged { .. }), "{error:?}");
    let aside = Store::set_aside(&path).unwrap();
    assert_eq!(fs::read(&aside).unwrap(), bytes);
    Store::open(&path).unwrap();

    fs::write(&path, &bytes).unwrap();
    assert_ne!(Store::set_aside(&path).unwrap(), aside, "the first copy is not overwritten");
}

/// SQLite's own checks look at pages and indexes, not into values.
#[test]
fn a_text_that_is_none_any_more_is_damage_and_the_rest_can_still_be_read() {
    let dir = tempdir().unwrap();
    let path = dir.path().join("library.db");
    let store = Store::open(&path).unwrap();
    let post = store.insert_text("a.md", "Here it is.", 1);
    drop(store);
    let mut bytes = fs::read(&path).unwrap();
    let at = bytes.windows(11).rposition(|it| it == b"Here it is.").unwrap();
    bytes[at..at + 4].fill(0xff);
    fs::write(&path, bytes).unwrap();

    let store = Store::open(&path).unwrap();
    assert!(!store.looks_sound().unwrap());
    assert!(!store.is_sound().unwrap());
    let stored = store.post(post).unwrap();
    assert!(stored.source.ends_with(" it is."), "{stored:?}");
}

/// SQLite opens a file that may not be written for reading, and the check of its index fails
/// then: a sound library would be taken for a damaged one.
#[test]
fn a_library_that_may_not_be_written_is_refused_and_not_called_damaged() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.db");
    drop(Store::open(&path).unwrap());
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let db = Connection::open_with_flags(&path, flags).unwrap();
    let error = Store::set_up(db, Some(&path)).unwrap_err();
    assert!(matches!(&error, Error::ReadOnly { path: named } if *named == path), "{error:?}");
    assert!(!error.is_damage());
}
