//! The words of all documents, in parts; made, or mended where documents changed.
//!
//! A part says by itself which of its words are in which documents. So of an index that is
//! there no document has to be read again but those that are new: the others are taken over
//! under the numbers that they have now.

use std::collections::BTreeMap;

use foldhash::HashMap;
use rayon::prelude::*;

use super::posting::Postings;
use super::{Document, Weight, Word, n_parts_of, part_path, script};
use crate::Result;
use crate::memory::Key;
use crate::output::OutputFile;

/// How many documents' words are in memory at a time.
const DOCUMENTS_AT_ONCE: usize = 512;

/// What tells a document's words from those of others.
pub(crate) type Print = Key;

/// An index that was made before.
pub(crate) struct Before<'b> {
    /// Its documents by their numbers.
    pub(crate) prints: &'b [Print],
    /// Those of today.
    pub(crate) now: &'b [Print],
    /// Reads one of its files, if that is as it was made.
    pub(crate) read: &'b (dyn Fn(&str) -> Option<Vec<u8>> + Sync),
}

/// Makes all parts.
pub(super) fn make(documents: &[Document<'_>], n_parts: usize) -> Result<Vec<OutputFile>> {
    let mut parts: Vec<HashMap<String, Postings>> = Vec::new();
    parts.resize_with(n_parts, HashMap::default);
    for (n, chunk) in documents.chunks(DOCUMENTS_AT_ONCE).enumerate() {
        let words = chunk.par_iter().map(|document| document.words(n_parts));
        let words: Vec<_> = words.collect::<Result<_>>()?;
        parts.par_iter_mut().enumerate().for_each(|(part, postings)| {
            for (at, words) in words.iter().enumerate() {
                for word in of_part(words, part) {
                    let document = n * DOCUMENTS_AT_ONCE + at;
                    if let Some(known) = postings.get_mut(&word.text) {
                        known.add(document, word.weight);
                    } else {
                        let mut fresh = Postings::default();
                        fresh.add(document, word.weight);
                        postings.insert(word.text.clone(), fresh);
                    }
                }
            }
        });
    }
    let file = |(number, postings): (usize, HashMap<String, Postings>)| {
        let lines = postings.iter().map(|(word, postings)| line(word, postings.as_str()));
        part_file(number, lines.collect())
    };
    Ok(parts.into_par_iter().enumerate().map(file).collect())
}

/// The parts as [`make`] would make them, from those that were made before; none if those are
/// not there, or if it is better to make them anew.
pub(super) fn mend(
    documents: &[Document<'_>],
    n_parts: usize,
    before: &Before<'_>,
) -> Result<Option<Vec<OutputFile>>> {
    if n_parts != n_parts_of(before.prints.len()) {
        return Ok(None);
    }
    let Some(change) = Change::between(before) else { return Ok(None) };
    let words = |&at: &usize| Ok((at, documents[at].words(n_parts)?));
    let fresh: Vec<_> = change.fresh.par_iter().map(words).collect::<Result<_>>()?;
    let mended = (0..n_parts).into_par_iter().map(|number| {
        let old = (before.read)(&part_path(number))?;
        let old = std::str::from_utf8(&old).ok()?;
        let old = old.strip_prefix(&format!("galleySearch.part({number},"))?;
        let old: String = serde_json::from_str(old.strip_suffix(")\n")?).ok()?;
        change.mend(number, &old, &fresh)
    });
    Ok(mended.collect())
}

/// What became of the documents of an index.
#[derive(Debug)]
struct Change {
    /// The number that each old document has now; none if it is gone.
    moved: Vec<Option<usize>>,
    /// The numbers of documents that are new.
    fresh: Vec<usize>,
}

impl Change {
    /// None if too much changed.
    fn between(before: &Before<'_>) -> Option<Self> {
        let (old, new) = (before.prints, before.now);
        let same = |(old, new): &(&Print, &Print)| old == new;
        let n_first = old.iter().zip(new).take_while(same).count();
        let (old_rest, new_rest) = (&old[n_first..], &new[n_first..]);
        let n_last = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(same).count();
        let between = n_first..new.len() - n_last;
        let places: HashMap<&Print, usize> =
            between.clone().map(|number| (&new[number], number)).collect();
        let mut is_fresh = vec![true; between.len()];
        let mut moved: Vec<Option<usize>> = (0..n_first).map(Some).collect();
        let mut next = n_first;
        for print in &old[n_first..old.len() - n_last] {
            // The others keep their order: a list of documents is told in rising numbers.
            let place = places.get(print).copied().filter(|&place| place >= next);
            if let Some(place) = place {
                is_fresh[place - n_first] = false;
                next = place + 1;
            }
            moved.push(place);
        }
        moved.extend((between.end..new.len()).map(Some));
        let fresh: Vec<_> = between.filter(|number| is_fresh[number - n_first]).collect();
        (fresh.len() <= new.len() / 4).then_some(Self { moved, fresh })
    }

    /// The part of which `old` are the lines; none if they are damaged.
    fn mend(&self, number: usize, old: &str, fresh: &[(usize, Vec<Word>)]) -> Option<OutputFile> {
        let mut new: BTreeMap<&str, Vec<(usize, Weight)>> = BTreeMap::new();
        for (document, words) in fresh {
            for word in of_part(words, number) {
                new.entry(&word.text).or_default().push((*document, word.weight));
            }
        }
        let mut lines = Vec::new();
        for old in old.lines() {
            let (word, encoded) = old.split_once(' ')?;
            let documents = Postings::read(encoded)?;
            let added = new.remove(word);
            let stays = |(document, _): &(usize, Weight)| {
                self.moved.get(*document) == Some(&Some(*document))
            };
            if added.is_none() && documents.iter().all(stays) {
                lines.push(old.to_owned());
                continue;
            }
            let mut now = added.unwrap_or_default();
            for (document, weight) in documents {
                now.extend(self.moved.get(document)?.map(|document| (document, weight)));
            }
            if !now.is_empty() {
                lines.push(line_of(word, now));
            }
        }
        lines.extend(new.into_iter().map(|(word, documents)| line_of(word, documents)));
        Some(part_file(number, lines))
    }
}

/// Those of a document's words that are in the part.
fn of_part(words: &[Word], part: usize) -> impl Iterator<Item = &Word> {
    let start = words.partition_point(|word| word.part < part);
    words[start..].iter().take_while(move |word| word.part == part)
}

fn line_of(word: &str, mut documents: Vec<(usize, Weight)>) -> String {
    documents.sort_unstable();
    let mut postings = Postings::default();
    for (document, weight) in documents {
        postings.add(document, weight);
    }
    line(word, postings.as_str())
}

fn line(word: &str, postings: &str) -> String {
    format!("{word} {postings}")
}

fn part_file(number: usize, mut lines: Vec<String>) -> OutputFile {
    lines.sort_unstable();
    script(part_path(number), "part", number, lines.join("\n"))
}
