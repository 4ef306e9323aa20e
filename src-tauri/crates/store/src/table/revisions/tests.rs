use galley_core::Post;
use proptest::prelude::*;

use super::*;
use crate::test_post::{at, hash, path};

#[test]
fn an_evening_of_typing_stays_small() {
    let store = Store::in_memory().unwrap();
    let start = "A sentence of the post that is being written. ".repeat(2000);
    let id = store.insert_text("a.md", &start, 0);
    let mut text = start.clone();
    let middle = start.len() / 2;
    for i in 0..200 {
        text.insert(middle + i, 'x');
        store.update_text(id, &text, i64::try_from(i).unwrap());
    }
    let n_bytes: i64 = store
        .db
        .query_row("SELECT sum(length(text)) FROM revisions", [], |row| row.get(0))
        .unwrap();
    assert!(
        n_bytes < i64::try_from(2 * start.len()).unwrap(),
        "{n_bytes} bytes for 200 revisions of {}",
        start.len()
    );
    let texts = store.former_texts(id);
    assert_eq!(texts.len(), 200);
    assert_eq!(texts[199], start);
    assert_eq!(store.revisions(id).unwrap()[0].n_bytes, text.len() - 1);
}

#[test]
fn a_side_of_a_conflict_is_kept_once() {
    let store = Store::in_memory().unwrap();
    let id = store.insert_text("a.md", "mine", 1);
    let post = store.post(id).unwrap();
    for second in 2..4 {
        store.keep_text(&post, "theirs", hash("theirs"), Origin::File, at(second)).unwrap();
        store.keep_text(&post, "mine", hash("mine"), Origin::Window, at(second)).unwrap();
    }
    assert_eq!(store.former_texts(id), ["mine", "theirs"]);
    assert_eq!(store.text_with_hash(id, hash("theirs")).unwrap().as_deref(), Some("theirs"));
    assert_eq!(store.text_with_hash(id, hash("mine")).unwrap().as_deref(), Some("mine"));
    assert_eq!(store.text_with_hash(id, hash("nobody's")).unwrap(), None);
}

#[test]
fn a_base_finds_its_text_wherever_it_went() {
    let store = Store::in_memory().unwrap();
    let id = store.insert_text("a.md", "agreed", 1);
    assert_eq!(store.base(id).unwrap(), None);
    store.set_base(id, &path("a.md"), hash("agreed")).unwrap();
    let agreed = crate::Base { hash: hash("agreed"), source: Some("agreed".to_owned()) };
    assert_eq!(store.base(id).unwrap().as_ref(), Some(&agreed), "as the current text");
    store.update_text(id, "changed", 2);
    assert_eq!(store.base(id).unwrap().as_ref(), Some(&agreed), "as a revision");
    store.remove(id, Origin::Window).unwrap();
    assert_eq!(store.base(id).unwrap().as_ref(), Some(&agreed), "of a removed post");
    assert_eq!(store.bases().unwrap()[0].post, id);

    let successor = store.insert_text("a.md", "next", 3);
    store.set_base(successor, &path("a.md"), hash("next")).unwrap();
    assert_eq!(store.bases().unwrap().len(), 1, "a path has one base");
    store.clear_base(successor).unwrap();
    assert_eq!(store.bases().unwrap(), []);
}

#[test]
fn an_unknown_revision_is_said_so() {
    let store = Store::in_memory().unwrap();
    let error = store.revision(RevisionId::new(9)).unwrap_err();
    assert_eq!(error.to_string(), "there is no revision 9");
}

#[derive(Debug, Clone)]
enum Step {
    Update(String),
    Rename(u8),
    RemoveAndBringBack,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    // Long, mostly equal texts, so that differences are kept; short ones, so that they are not.
    let long = (0_usize..60, "[aé\n]{1,3}").prop_map(|(at, word)| {
        let mut words = vec!["paragraph of the post"; 60];
        words[at] = &word;
        words.join("\n")
    });
    let step = prop_oneof![
        6 => long.prop_map(Step::Update),
        2 => "[a-c]{0,2}".prop_map(Step::Update),
        1 => (0_u8..3).prop_map(Step::Rename),
        1 => Just(Step::RemoveAndBringBack),
    ];
    prop::collection::vec(step, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_text_a_post_ever_had_is_current_or_a_revision(steps in steps()) {
        let store = Store::in_memory().unwrap();
        let id = store.insert_text("0.md", "start", 0);
        let mut every = vec!["start".to_owned()];
        for (second, step) in (1..).zip(&steps) {
            match step {
                Step::Update(text) => {
                    store.update_text(id, text, second);
                    every.push(text.clone());
                }
                Step::Rename(n) => {
                    store.rename(id, &path(&format!("{n}.md")), Origin::File).unwrap();
                }
                Step::RemoveAndBringBack => {
                    let last = store.post(id).unwrap();
                    store.remove(id, Origin::File).unwrap();
                    let post = Post::from_source(&last.path, &last.source);
                    store.bring_back(id, &post, &last.source, last.hash, Origin::Restore, at(second)).unwrap();
                }
            }
        }
        let mut kept = store.former_texts(id);
        kept.push(store.post(id).unwrap().source);
        for text in &every {
            prop_assert!(kept.contains(text), "lost {text:?}");
        }
        for summary in store.revisions(id).unwrap() {
            let revision = store.revision(summary.id).unwrap();
            prop_assert_eq!(hash(&revision.source), summary.hash);
            prop_assert_eq!(revision.source.len(), summary.n_bytes);
        }
    }
}
