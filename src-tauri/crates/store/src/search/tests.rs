use galley_core::Origin;
use proptest::prelude::*;

use super::*;
use crate::test_post::{at, hash, path, post};

fn library(posts: &[(&str, &str, &str)]) -> Store {
    let store = Store::in_memory().unwrap();
    for (at_path, title, body) in posts {
        let (post, source) = post(at_path, title, body);
        store.insert(&post, &source, hash(&source), Origin::Cli, at(0)).unwrap();
    }
    store
}

/// The found posts' titles and snippets, hits in brackets.
fn found(store: &Store, query: &str) -> Vec<String> {
    let show = |pieces: &[Piece]| -> String {
        let show = |piece: &Piece| {
            if piece.hit { format!("[{}]", piece.text) } else { piece.text.clone() }
        };
        pieces.iter().map(show).collect()
    };
    let hits = store.search(query, 50).unwrap();
    hits.iter().map(|hit| format!("{}: {}", show(&hit.title), show(&hit.snippet))).collect()
}

#[test]
fn a_hit_in_the_title_comes_first() {
    let store = library(&[
        ("a.md", "On paper", "A galley is a proof. A galley, a galley."),
        ("b.md", "The galley", "Nothing more on it."),
    ]);
    let titles: Vec<_> = found(&store, "galley");
    assert!(titles[0].starts_with("The [galley]: "), "{titles:?}");
    assert!(titles[1].starts_with("On paper: A [galley] is a proof."), "{titles:?}");
    assert_eq!(store.search("galley", 1).unwrap().len(), 1);
}

#[test]
fn every_word_must_be_there_and_the_last_may_be_unfinished() {
    let store =
        library(&[("a.md", "One", "red ink and black paper"), ("b.md", "Two", "red paint")]);
    assert_eq!(found(&store, "red pap"), ["One: [red] ink and black [paper]"]);
    assert_eq!(found(&store, "re paper").len(), 0, "only the last word may go on");
    assert_eq!(found(&store, "\"ink and\""), ["One: red [ink and] black paper"]);
    assert_eq!(found(&store, "\"and ink\"").len(), 0);
}

#[test]
fn chinese_japanese_and_korean_are_found_at_any_length() {
    let store = library(&[
        ("a.md", "検索", "全文検索をRustで書く。"),
        ("b.md", "文書", "全体の文を検べ、索引を作る。"),
        ("c.md", "한국어", "한국어를 검색한다"),
    ]);
    for (query, n) in [
        ("索", 2),
        ("検索", 1),
        ("文検索", 1),
        ("全文検索を", 1),
        ("rustで", 1),
        ("국어", 1),
        ("검색", 1),
    ] {
        assert_eq!(found(&store, query).len(), n, "posts found by {query}");
    }
    assert_eq!(found(&store, "文検"), ["検索: 全[文検]索をRustで書く。"]);
}

#[test]
fn case_and_accents_do_not_matter() {
    let store = library(&[("a.md", "Café", "Crème brûlée, E\u{301}TE\u{301}")]);
    for query in ["cafe", "CAFÉ", "brulee", "brûlé", "été", "ete"] {
        assert_eq!(found(&store, query).len(), 1, "posts found by {query}");
    }
}

#[test]
fn tags_are_found_and_the_start_is_shown() {
    let store = Store::in_memory().unwrap();
    let (mut post, source) = post("a.md", "Title", "The start of it.");
    post.tags = vec!["typography".to_owned()];
    post.excerpt = "The start of it.".to_owned();
    store.insert(&post, &source, hash(&source), Origin::Cli, at(0)).unwrap();
    assert_eq!(found(&store, "typo"), ["Title: The start of it."]);
}

#[test]
fn the_index_follows_the_text() {
    let store = library(&[("a.md", "Title", "before")]);
    let id = store.post_by_path(&path("a.md")).unwrap().unwrap().id;
    store.update_text(id, "after", 1);
    assert_eq!((found(&store, "before").len(), found(&store, "after").len()), (0, 1));
    store.remove(id, Origin::File).unwrap();
    assert_eq!(found(&store, "after").len(), 0);
}

#[test]
fn words_that_sqlite_does_not_know_as_such_are_no_error() {
    let store = library(&[("a.md", "Title", "Ⓐ text ② \u{0}nul")]);
    for query in ["Ⓐ", "Ⓐ text", "②", "text Ⓐ", "\u{0}", "nul\u{0}"] {
        store.search(query, 9).unwrap_or_else(|error| panic!("{query:?}: {error:?}"));
    }
    assert_eq!(found(&store, "nul").len(), 1, "what comes after a NUL is found");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_query_is_an_error(query in "(\\PC|[\"'*:^()\\-+{}, ]|AND|OR|NOT|NEAR){0,12}") {
        let store = library(&[("a.md", "Title", "text AND more")]);
        prop_assert!(store.search(&query, 9).is_ok());
    }

    #[test]
    fn each_word_of_a_text_finds_it(body in "([a-zé]{1,6}|[全文検索]{1,3}|[ ,.\n*]){1,30}") {
        let store = library(&[("a.md", "-", &body)]);
        for word in words::words(&body) {
            let hits = store.search(&body[word.clone()], 9).unwrap();
            prop_assert_eq!(hits.len(), 1, "by {:?}", &body[word]);
            prop_assert!(hits[0].snippet.iter().any(|piece| piece.hit));
        }
    }
}

/// Each part of the index has to be looked into, and joining them is what adding costs.
#[test]
fn posts_that_are_added_together_are_one_part_of_the_index() {
    let store = Store::in_memory().unwrap();
    store
        .together(|store| {
            for n in 0..3 {
                let (post, source) = post(&format!("{n}.md"), "Title", "body");
                let id = store.insert(&post, &source, hash(&source), Origin::Cli, at(0))?;
                store.set_read_only(id, None)?;
                store.set_base(id, &post.path, hash(&source))?;
            }
            Ok::<_, crate::Error>(())
        })
        .unwrap();
    let count = "SELECT count(DISTINCT segid) FROM post_search_idx";
    let n_parts: i64 = store.db.query_row(count, [], |row| row.get(0)).unwrap();
    assert_eq!(n_parts, 1);
    assert_eq!(found(&store, "body").len(), 3);
}
