use super::*;
use crate::report::Report;

const FIRST: &str = "---\ntitle: A\n---\n\none\n";
const SECOND: &str = "---\ntitle: A\n---\n\none\ntwo\n";
const THIRD: &str = "---\ntitle: A\n---\n\none\ntwo\nthree\n";

/// A blog of one post that holds `text`, with these former texts.
fn found(text: &str, revisions: &[&str]) -> Aftermath {
    let path = "a.md".to_owned();
    let post = FoundPost { path: path.clone(), source: text.to_owned() };
    let hashes: HashSet<_> =
        revisions.iter().map(|text| galley_mirror::hash(text.as_bytes())).collect();
    Aftermath {
        posts: BTreeMap::from([(1, post)]),
        files: BTreeMap::from([(path, text.as_bytes().to_vec())]),
        revisions: BTreeMap::from([(1, hashes)]),
        is_sound: true,
        site_agrees: true,
        ..Aftermath::default()
    }
}

/// What was reported when the second text was saved and the third kept, both long ago.
fn ledger() -> Ledger {
    let mut ledger = Ledger::of(&found(FIRST, &[]));
    let typed = |version, text: &str| Report::Typing { post: 1, version, text: text.to_owned() };
    for report in [
        Report::Showing { post: 1, text: FIRST.to_owned() },
        typed(1, SECOND),
        Report::Typed { post: 1, version: 1, at: 1_000 },
        Report::Saved { post: 1, version: 1 },
        typed(2, THIRD),
        Report::Typed { post: 1, version: 2, at: 5_000 },
    ] {
        ledger.note(report);
    }
    ledger
}

fn kept() -> Ledger {
    let mut ledger = ledger();
    ledger.note(Report::Kept { post: 1, version: 2 });
    ledger
}

fn verdict(ledger: &Ledger, found: &Aftermath, crash: Crash) -> String {
    ledger.judge(found, &KnownRevisions::default(), crash).join("; ")
}

const SOON: Crash = Crash::Kill { at: 5_500 };
const LATER: Crash = Crash::Kill { at: 6_500 };

#[test]
fn what_was_acknowledged_and_is_there_is_right() {
    assert_eq!(verdict(&ledger(), &found(SECOND, &[FIRST]), SOON), "");
    assert_eq!(verdict(&kept(), &found(THIRD, &[FIRST, SECOND]), LATER), "");
}

#[test]
fn a_saved_text_that_is_gone_is_missed() {
    let verdict = verdict(&kept(), &found(THIRD, &[FIRST]), SOON);
    assert!(verdict.contains("neither text nor revision"), "{verdict}");
}

#[test]
fn a_kept_text_that_went_back_is_missed_but_not_after_a_power_cut() {
    let older = found(SECOND, &[FIRST]);
    let after_a_kill = verdict(&kept(), &older, SOON);
    assert!(after_a_kill.contains("2 was acknowledged"), "{after_a_kill}");
    assert_eq!(verdict(&kept(), &older, Crash::Power), "");
    let unsaved = verdict(&kept(), &found(FIRST, &[]), Crash::Power);
    assert!(unsaved.contains("1 was acknowledged"), "{unsaved}");
}

#[test]
fn typing_that_nobody_acknowledged_is_missed_after_a_second() {
    let older = found(SECOND, &[FIRST]);
    assert_eq!(verdict(&ledger(), &older, SOON), "");
    assert_ne!(verdict(&ledger(), &older, LATER), "");
}

#[test]
fn cut_mixed_and_empty_files_are_torn() {
    let ledger = ledger();
    let torn = |text: &str| {
        ledger.torn(&BTreeMap::from([("a.md".to_owned(), text.as_bytes().to_vec())])).len()
    };
    assert_eq!(torn(SECOND), 0);
    for text in ["", &SECOND[..SECOND.len() - 1], &THIRD.replace("one\n", ""), "\0\0\0"] {
        assert_eq!(torn(text), 1, "{text:?}");
    }
}

#[test]
fn posts_and_files_that_do_not_agree_are_found() {
    let mut lost = found(SECOND, &[FIRST]);
    lost.files.clear();
    assert!(verdict(&ledger(), &lost, SOON).contains("has no file"));
    let mut other = found(SECOND, &[FIRST]);
    other.files.insert("a.md".to_owned(), FIRST.as_bytes().to_vec());
    assert!(verdict(&ledger(), &other, SOON).contains("that are not the"));
    let mut gone = found(SECOND, &[FIRST, SECOND]);
    gone.posts.clear();
    gone.files.clear();
    assert!(verdict(&ledger(), &gone, SOON).contains("it is lost"));
}

#[test]
fn a_removed_post_may_be_gone_but_not_without_its_last_text() {
    let mut ledger = kept();
    ledger.note(Report::Removing { post: 1 });
    let mut gone = found(THIRD, &[FIRST, SECOND, THIRD]);
    gone.posts.clear();
    gone.files.clear();
    assert_eq!(verdict(&ledger, &gone, SOON), "");
    gone.revisions = found("", &[FIRST, SECOND]).revisions;
    assert!(verdict(&ledger, &gone, SOON).contains("its last text is no revision"));
    ledger.note(Report::Removed { post: 1 });
    assert!(verdict(&ledger, &found(THIRD, &[FIRST, SECOND]), SOON).contains("is back"));
}

#[test]
fn left_overs_and_a_damaged_library_are_found() {
    let mut left = found(SECOND, &[FIRST]);
    left.strays.push("posts/.galley-1-0.tmp".into());
    assert!(verdict(&ledger(), &left, SOON).contains("stayed"));
    let mut damaged = found(SECOND, &[FIRST]);
    damaged.is_sound = false;
    assert!(verdict(&ledger(), &damaged, SOON).contains("damaged"));
}

#[test]
fn a_new_post_at_a_removed_ones_path_is_not_mistaken_for_it() {
    let mut ledger = kept();
    ledger.note(Report::Removing { post: 1 });
    ledger.note(Report::Removed { post: 1 });
    let (path, text) = ("a.md".to_owned(), "---\ntitle: B\n---\n\nnew\n".to_owned());
    ledger.note(Report::Importing { text: text.clone() });
    let mut after = found(&text, &[]);
    after.posts = BTreeMap::from([(2, FoundPost { path: path.clone(), source: text.clone() })]);
    assert_eq!(verdict(&ledger, &after, Crash::Power), "");
    ledger.note(Report::Imported { post: 2, path, text });
    assert_eq!(verdict(&ledger, &after, Crash::Power), "");
}
