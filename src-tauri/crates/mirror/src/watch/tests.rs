use std::fs;
use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;

use tempfile::tempdir;

use super::*;

/// Long for a loaded machine; a test ends as soon as the event is there.
const DEADLINE: Duration = Duration::from_secs(20);

fn wait_for(events: &Receiver<WatchEvent>, wanted: impl Fn(&WatchEvent) -> bool) -> WatchEvent {
    let end = Instant::now() + DEADLINE;
    let mut others = Vec::new();
    while let Ok(event) = events.recv_timeout(end.saturating_duration_since(Instant::now())) {
        if wanted(&event) {
            return event;
        }
        others.push(event);
    }
    panic!("the event did not come, only {others:?}");
}

fn names(event: &WatchEvent, name: &str) -> bool {
    matches!(event, WatchEvent::Changed(paths) if paths.iter().any(|path| path.ends_with(name)))
}

#[test]
fn a_change_at_any_depth_is_noticed_and_hidden_files_are_not() {
    let dir = tempdir().unwrap();
    fs::create_dir_all(dir.path().join("2024/01")).unwrap();
    let (sender, events) = channel();
    let watcher = Watcher::start(dir.path(), move |event| _ = sender.send(event)).unwrap();

    fs::create_dir(dir.path().join(".git")).unwrap();
    fs::write(dir.path().join(".git/index.md"), "x").unwrap();
    fs::write(dir.path().join("2024/01/a.md"), "a").unwrap();
    let event = wait_for(&events, |event| names(event, "2024/01/a.md"));
    let WatchEvent::Changed(paths) = event else { unreachable!("waited for a change") };
    assert!(paths.iter().all(|path| !path.to_string_lossy().contains(".git")), "{paths:?}");

    // As editors save: a temporary file, renamed over the old one.
    crate::atomic_write::write(&dir.path().join("2024/01/a.md"), b"b").unwrap();
    wait_for(&events, |event| names(event, "2024/01/a.md"));

    // A folder that came later is watched too.
    fs::create_dir(dir.path().join("new")).unwrap();
    wait_for(&events, |event| names(event, "new"));
    fs::write(dir.path().join("new/b.md"), "b").unwrap();
    wait_for(&events, |event| names(event, "new/b.md"));

    drop(watcher);
    fs::write(dir.path().join("after.md"), "x").unwrap();
    // The thread ends and lets go of the sender: nothing comes any more.
    while let Ok(event) = events.recv_timeout(DEADLINE) {
        assert!(!names(&event, "after.md"), "noticed after the end");
    }
}

#[test]
fn polling_notices_as_well() {
    let dir = tempdir().unwrap();
    let (sender, events) = channel();
    let every = Duration::from_millis(50);
    let _watcher =
        Watcher::start_polling(dir.path(), every, move |event| _ = sender.send(event)).unwrap();
    fs::write(dir.path().join("a.md"), "a").unwrap();
    wait_for(&events, |event| names(event, "a.md"));
}

#[test]
fn where_the_system_cannot_watch_it_polls_and_says_so() {
    let dir = tempdir().unwrap();
    let (sender, events) = channel();
    let no_watches =
        |_: &Path, _: Report| Err(notify::Error::new(notify::ErrorKind::MaxFilesWatch));
    let _watcher =
        Watcher::start_by(dir.path(), no_watches, move |event| _ = sender.send(event)).unwrap();
    let first = events.recv_timeout(DEADLINE).unwrap();
    assert!(matches!(&first, WatchEvent::Polling { reason } if !reason.is_empty()), "{first:?}");
    fs::write(dir.path().join("a.md"), "a").unwrap();
    wait_for(&events, |event| names(event, "a.md"));
}

#[test]
fn the_end_of_the_folder_is_noticed() {
    let dir = tempdir().unwrap();
    let root = dir.path().join("posts");
    fs::create_dir(&root).unwrap();
    fs::write(root.join("a.md"), "a").unwrap();
    let (sender, events) = channel();
    let _watcher = Watcher::start(&root, move |event| _ = sender.send(event)).unwrap();
    fs::remove_dir_all(&root).unwrap();
    wait_for(&events, |event| *event == WatchEvent::FolderGone);
}

#[test]
fn lost_events_ask_for_a_rescan() {
    let root = Path::new("/");
    let lost = notify::Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan);
    let lost = notify_debouncer_full::DebouncedEvent::new(lost, Instant::now());
    assert_eq!(event_of(root, Ok(vec![lost])), Some(WatchEvent::Rescan));
    let failed = notify::Error::generic("the queue overflowed");
    assert_eq!(event_of(root, Err(vec![failed])), Some(WatchEvent::Rescan));
    assert_eq!(event_of(root, Ok(Vec::new())), None);
}

#[test]
fn a_missing_folder_cannot_be_watched() {
    let dir = tempdir().unwrap();
    let error = Watcher::start(&dir.path().join("none"), |_| ()).err().unwrap();
    assert!(matches!(error, Error::FolderMissing { .. }), "{error:?}");
}
