//! What the author typed into the search field, as phrases of words.
//!
//! The text never reaches SQLite's query language as it is: it is cut into
//! words, and only words, each inside quotes, go into the expression.

use super::words;

/// Words that must stand one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    /// Folded words, at least one.
    pub(super) words: Vec<String>,
    /// The last word may go on: the author is still typing it.
    pub(super) open: bool,
}

/// The phrases of a query, all of which a post must hold.
///
/// A phrase is what stands between spaces, or between double quotes. The last
/// one is open unless its quotes are closed.
pub(super) fn phrases(query: &str) -> Vec<Phrase> {
    let mut phrases = Vec::new();
    for (i, quoted) in query.split('"').enumerate() {
        if i % 2 == 1 {
            phrases.extend(phrase(quoted));
        } else {
            phrases.extend(quoted.split_whitespace().filter_map(phrase));
        }
    }
    let n_quotes = query.matches('"').count();
    let is_closed = n_quotes > 0 && n_quotes.is_multiple_of(2) && query.trim_end().ends_with('"');
    if let Some(last) = phrases.last_mut() {
        last.open = !is_closed;
    }
    phrases
}

fn phrase(text: &str) -> Option<Phrase> {
    let words: Vec<String> = words::words(text)
        .map(|word| {
            let mut folded = String::new();
            words::push_folded(&text[word], &mut folded);
            folded
        })
        .filter(|folded| !folded.is_empty())
        .collect();
    (!words.is_empty()).then_some(Phrase { words, open: false })
}

/// The phrases in the language of FTS5.
pub(super) fn expression(phrases: &[Phrase]) -> String {
    let mut expression = String::new();
    for phrase in phrases {
        if !expression.is_empty() {
            expression.push(' ');
        }
        expression.push('"');
        expression.push_str(&phrase.words.join(" "));
        expression.push('"');
        if phrase.open {
            expression.push('*');
        }
    }
    expression
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, expected: &str) {
        assert_eq!(expression(&phrases(query)), expected, "of the query {query:?}");
    }

    #[test]
    fn the_last_word_is_open() {
        check("printing pre", r#""printing" "pre"*"#);
        check("  Type  ", r#""type"*"#);
    }

    #[test]
    fn quotes_make_a_phrase() {
        check(r#""proof reader" gal"#, r#""proof reader" "gal"*"#);
        check(r#"gal "proof reader""#, r#""gal" "proof reader""#);
        check(r#"gal "proof rea"#, r#""gal" "proof rea"*"#);
    }

    #[test]
    fn a_run_of_letters_without_spaces_is_a_phrase() {
        check("全文検索", r#""全 文 検 索"*"#);
        check("state-of-the-art", r#""state of the art"*"#);
    }

    #[test]
    fn the_query_language_is_only_text() {
        check("a AND b OR NOT c", r#""a" "and" "b" "or" "not" "c"*"#);
        check("title:x ^y z* (w) NEAR(a b, 2)", r#""title x" "y" "z" "w" "near a" "b" "2"*"#);
        check("'; DROP TABLE posts; --", r#""drop" "table" "posts"*"#);
        check("\" * \"\" ^", "");
        check("", "");
    }
}
