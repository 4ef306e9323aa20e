use proptest::prelude::*;

use super::super::query::phrases;
use super::*;

/// A snippet as text, its hits in brackets.
fn shown(pieces: &[Piece]) -> String {
    let show = |piece: &Piece| {
        if piece.hit { format!("[{}]", piece.text) } else { piece.text.clone() }
    };
    pieces.iter().map(show).collect()
}

#[track_caller]
fn check(text: &str, query: &str, expected: Option<&str>) {
    let found = best(text, &phrases(query));
    assert_eq!(found.as_deref().map(shown).as_deref(), expected);
}

#[test]
fn hits_are_marked_as_they_are_written() {
    check("A Café\n\n  by the sea.", "cafe sea", Some("A [Café] by the [sea]."));
}

#[test]
fn the_last_word_may_go_on() {
    check("printers print", "print", Some("[printers] [print]"));
    check("printers print", "print p", Some("[printers] [print]"));
}

#[test]
fn letters_of_a_phrase_alone_are_no_hit() {
    check("全体の文書を検索する。全文検索", "全文検索", Some("全体の文書を検索する。[全文検索]"));
}

#[test]
fn a_text_without_the_words_has_no_snippet() {
    check("nothing of it here", "elsewhere", None);
    check("nothing", "", None);
}

#[test]
fn the_stretch_with_the_most_of_the_query_is_shown() {
    let far = "filler ".repeat(80);
    let text = format!("alpha {far} alpha and beta {far}");
    let snippet = shown(&best(&text, &phrases("alpha beta")).expect("both words are there"));
    assert!(snippet.contains("[alpha] and [beta]"), "{snippet}");
    assert!(snippet.starts_with("…filler") && snippet.ends_with("filler…"), "{snippet}");
}

#[test]
fn markup_is_only_text() {
    let pieces = mark("<script>alert(1)</script>", &phrases("alert"));
    assert_eq!(shown(&pieces), "<script>[alert](1)</script>");
}

proptest! {
    #[test]
    fn a_snippet_is_short_and_from_the_text(
        text in "([a-c]{1,4}|[全文検]{1,3}|[é😀<&]|[ \n]{1,3}){0,200}",
        query in "([a-c]{1,3}|[全文]{1,2}| |\"){0,4}",
    ) {
        let phrases = phrases(&query);
        if let Some(pieces) = best(&text, &phrases) {
            prop_assert!(pieces.iter().any(|piece| piece.hit));
            let n_letters: usize = pieces.iter().map(|piece| piece.text.chars().count()).sum();
            prop_assert!(n_letters <= LENGTH + 2, "{n_letters}");
            let shown: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
            let shown = shown.trim_matches('…').trim().to_owned();
            prop_assert!(one_line(&text).contains(&shown), "{shown}");
        }
        let whole: String = mark(&text, &phrases).iter().map(|piece| piece.text.as_str()).collect();
        prop_assert_eq!(one_line(&whole), one_line(&text));
    }
}
