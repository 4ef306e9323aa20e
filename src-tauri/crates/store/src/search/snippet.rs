//! The piece of a text that shows why a post was found.

use std::collections::VecDeque;
use std::ops::Range;

use super::query::Phrase;
use super::words;

/// A stretch of text, marked where it is what was searched for.
///
/// Plain text, not HTML: whoever shows it escapes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether it was searched for.
    pub hit: bool,
}

/// Letters a snippet shows: two lines of the result list.
const LENGTH: usize = 160;

/// Letters shown before the first hit, so that it is read in its sentence.
const LEAD: usize = 40;

/// Hits looked at for the best stretch; a word that stands everywhere has no best one.
const N_HITS: usize = 200;

/// The whole of a short text with its hits marked.
pub(super) fn mark(text: &str, phrases: &[Phrase]) -> Vec<Piece> {
    let hits: Vec<Range<usize>> = hits(text, phrases).map(|(range, _)| range).collect();
    pieces(text, 0..text.len(), &hits)
}

/// The stretch of `text` that holds the most of what was searched for; `None`
/// when it holds nothing of it.
pub(super) fn best(text: &str, phrases: &[Phrase]) -> Option<Vec<Piece>> {
    let hits: Vec<(Range<usize>, usize)> = hits(text, phrases).take(N_HITS).collect();
    let first = best_start(text, &hits)?;
    let start = back(text, hits[first].0.start, LEAD);
    let end = forth(text, start, LENGTH).max(hits[first].0.end);
    let ranges: Vec<Range<usize>> = hits.into_iter().map(|(range, _)| range).collect();
    let mut pieces = pieces(text, start..end, &ranges);
    if start > 0
        && let Some(first) = pieces.first_mut()
    {
        first.text = format!("…{}", first.text.trim_start());
    }
    if end < text.trim_end().len()
        && let Some(last) = pieces.last_mut()
    {
        last.text = format!("{}…", last.text.trim_end());
    }
    Some(pieces)
}

/// Whether `text` holds each of the phrases somewhere.
pub(super) fn holds_all(text: &str, phrases: &[Phrase]) -> bool {
    let mut missing: Vec<usize> = (0..phrases.len()).collect();
    hits(text, phrases).any(|(_, phrase)| {
        missing.retain(|i| *i != phrase);
        missing.is_empty()
    })
}

/// The index of the hit from which on a snippet's length holds the most different phrases.
fn best_start(text: &str, hits: &[(Range<usize>, usize)]) -> Option<usize> {
    let n_different = |first: usize| {
        let end = forth(text, hits[first].0.start, LENGTH - LEAD);
        let mut seen: Vec<usize> = hits[first..]
            .iter()
            .take_while(|(range, _)| range.end <= end)
            .map(|&(_, phrase)| phrase)
            .collect();
        seen.sort_unstable();
        seen.dedup();
        seen.len()
    };
    // The first of equals: the start of a post says most about it.
    (0..hits.len()).rev().max_by_key(|&first| n_different(first))
}

/// Where the phrases stand in `text`, and which phrase it is. Ranges do not overlap.
fn hits<'a>(
    text: &'a str,
    phrases: &'a [Phrase],
) -> impl Iterator<Item = (Range<usize>, usize)> + 'a {
    let longest = phrases.iter().map(|phrase| phrase.words.len()).max().unwrap_or(0);
    let mut ahead: VecDeque<(Range<usize>, String)> = VecDeque::with_capacity(longest);
    let mut rest = words::words(text).map(|word| {
        let mut folded = String::new();
        words::push_folded(&text[word.clone()], &mut folded);
        (word, folded)
    });
    std::iter::from_fn(move || {
        loop {
            while ahead.len() < longest
                && let Some(word) = rest.next()
            {
                ahead.push_back(word);
            }
            let (first, _) = ahead.front()?;
            let start = first.start;
            // The longest phrase that stands here, so that a shorter one does not cut it.
            let found = (0..phrases.len())
                .filter(|&i| stands_at_start(&phrases[i], &ahead))
                .max_by_key(|&i| phrases[i].words.len());
            let Some(found) = found else {
                ahead.pop_front();
                continue;
            };
            let (last, _) = ahead.drain(..phrases[found].words.len()).next_back()?;
            return Some((start..last.end, found));
        }
    })
}

fn stands_at_start(phrase: &Phrase, ahead: &VecDeque<(Range<usize>, String)>) -> bool {
    let Some((last, before)) = phrase.words.split_last() else { return false };
    let Some((_, at_last)) = ahead.get(before.len()) else { return false };
    let last_fits = if phrase.open { at_last.starts_with(last) } else { at_last == last };
    last_fits && before.iter().zip(ahead).all(|(wanted, (_, found))| wanted == found)
}

/// Cuts `within` at the hits; runs of blanks and line ends become one space.
fn pieces(text: &str, within: Range<usize>, hits: &[Range<usize>]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |range: Range<usize>, hit: bool| {
        let one_line = one_line(&text[range]);
        if !one_line.is_empty() {
            pieces.push(Piece { text: one_line, hit });
        }
    };
    let mut at = within.start;
    for hit in hits.iter().filter(|hit| hit.start >= within.start && hit.end <= within.end) {
        push(at..hit.start, false);
        push(hit.clone(), true);
        at = hit.end;
    }
    push(at..within.end, false);
    pieces
}

fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for letter in text.chars() {
        if !letter.is_whitespace() {
            line.push(letter);
        } else if !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line
}

/// At most `n` letters before `from`, at the start of a word.
fn back(text: &str, from: usize, n: usize) -> usize {
    let Some((earliest, _)) = text[..from].char_indices().rev().take(n).last() else {
        return from;
    };
    if earliest == 0 {
        return 0;
    }
    words::words(&text[earliest..from]).nth(1).map_or(from, |word| earliest + word.start)
}

/// At most `n` letters after `from`, at the end of a word.
fn forth(text: &str, from: usize, n: usize) -> usize {
    let Some((latest, _)) = text[from..].char_indices().nth(n) else { return text.len() };
    let latest = from + latest;
    let next = text[latest..].chars().next();
    if next.is_none_or(char::is_whitespace) {
        return latest;
    }
    words::words(&text[from..latest])
        .map(|word| from + word.end)
        .filter(|&end| end < latest)
        .last()
        .unwrap_or(latest)
}

#[cfg(test)]
mod tests;
