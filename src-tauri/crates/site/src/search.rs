//! What the search page looks into: the words of all posts, in small script files.
//!
//! A page that was opened from a folder may fetch nothing, but it may run a script
//! that lies beside it. So the index is made of scripts that each hand over their
//! part, and the page asks only for those that a query needs: the parts that hold
//! its words, and the titles of what is shown.
//!
//! Documents are numbered from the oldest on, so that a new post leaves the numbers
//! of all others. A part depends on its own words alone: who changes a word of a
//! post changes the parts of that word and of the one that it replaces.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::Hash as _;

use rayon::prelude::*;

use crate::Result;
use crate::address::relative;
use crate::blog::{SitePage, SitePost};
use crate::context::{direction, foreign_language};
use crate::memory::KeyHasher;
use crate::output::OutputFile;
use crate::page::search_page;
use crate::plan::{Plan, SEARCH_FOLDER};
use crate::theme::LanguageWords;

mod index;
mod posting;
mod text;
mod words;

pub(crate) use index::{Before, Print};

use text::visible_text;
use words::{key, words};

/// The script of the search page.
pub(crate) const SCRIPT: &str = "search/search.js";

/// How many documents' titles are in one file: a screen or two of them.
pub(crate) const DOCUMENTS_A_FILE: usize = 64;

/// How many documents share a part. With 10,000 posts of some 250 words a part then
/// has about 20 kB.
const DOCUMENTS_A_PART: usize = 32;
const MAX_PARTS: usize = 256;

/// How much a word says about a document that has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weight {
    /// It stands in the text.
    Text,
    /// It stands in the text again and again.
    OftenInText,
    /// It is of a tag, an author, or the summary.
    About,
    /// It is of the title.
    Title,
}

impl Weight {
    /// By their numbers.
    const ALL: [Self; 4] = [Self::Text, Self::OftenInText, Self::About, Self::Title];
}

/// How often is again and again.
const OFTEN: u32 = 3;

/// A page that can be found.
#[derive(Debug, Clone, Copy)]
enum Document<'p> {
    Page(&'p SitePage, &'p str),
    Post(&'p SitePost, &'p str),
}

/// How many parts the words of a site are cut into.
pub(crate) fn n_parts(plan: &Plan) -> usize {
    n_parts_of(plan.pages.len() + plan.posts.len())
}

fn n_parts_of(n_documents: usize) -> usize {
    n_documents.div_ceil(DOCUMENTS_A_PART).next_power_of_two().min(MAX_PARTS)
}

/// The paths of all files of the search but its page.
pub(crate) fn paths(plan: &Plan) -> Vec<String> {
    let n_files = (plan.pages.len() + plan.posts.len()).div_ceil(DOCUMENTS_A_FILE);
    let parts = (0..n_parts(plan)).map(part_path);
    parts.chain((0..n_files).map(documents_path)).chain([SCRIPT.to_owned()]).collect()
}

/// What tells the words of each document from others, by its number.
pub(crate) fn prints(plan: &Plan) -> Vec<Print> {
    documents(plan).par_iter().map(Document::print).collect()
}

/// The files of the search but its page. `before` is the index of an earlier export, if there
/// is one: what of it is as it was need not be counted again.
pub(crate) fn files(
    plan: &Plan,
    words: &LanguageWords,
    before: Option<&Before<'_>>,
) -> Result<Vec<OutputFile>> {
    let documents = documents(plan);
    let n_parts = n_parts(plan);
    let mended = before.map(|before| index::mend(&documents, n_parts, before)).transpose()?;
    let mut files = match mended.flatten() {
        Some(parts) => parts,
        None => index::make(&documents, n_parts)?,
    };
    let lists = documents.par_chunks(DOCUMENTS_A_FILE).enumerate().map(|(number, documents)| {
        let entries: Vec<_> =
            documents.iter().map(|document| document.entry(plan, words)).collect();
        script(documents_path(number), "documents", number, &entries)
    });
    files.par_extend(lists);
    let client = include_str!("search/search.js");
    files.push(OutputFile::text(SCRIPT, client.to_owned()));
    Ok(files)
}

/// Every document by its number.
fn documents(plan: &Plan) -> Vec<Document<'_>> {
    let pages = plan.pages.iter().map(|page| Document::Page(&page.source, &page.page));
    let posts = plan.posts.iter().rev().map(|planned| Document::Post(&planned.post, &planned.page));
    pages.chain(posts).collect()
}

/// A word of a document.
#[derive(Debug, PartialEq, Eq)]
struct Word {
    part: usize,
    text: String,
    weight: Weight,
}

impl Document<'_> {
    /// Its title and what else is said about it: all that it is found by besides its body.
    fn beside_body(&self) -> (&str, Vec<&str>) {
        match self {
            Self::Page(page, _) => (&page.title, page.summary.iter().map(|it| &**it).collect()),
            Self::Post(post, _) => {
                let names = post.tags.iter().chain(&post.authors);
                let about = names.chain(&post.series).chain(&post.summary);
                (&post.title, about.map(|text| &**text).collect())
            }
        }
    }

    /// What tells its words from those of others.
    fn print(&self) -> Print {
        let mut hasher = KeyHasher::default();
        match self {
            Self::Page(page, _) => page.html.hash(&mut hasher),
            Self::Post(post, _) => post.html.hash(&mut hasher),
        }
        self.beside_body().hash(&mut hasher);
        hasher.key()
    }

    /// Its distinct words, sorted by their parts.
    fn words(&self, n_parts: usize) -> Result<Vec<Word>> {
        let html = match self {
            Self::Page(page, _) => Cow::Borrowed(&*page.html),
            Self::Post(post, _) => post.html.text()?,
        };
        let (title, about) = self.beside_body();
        let mut found: HashMap<String, (u32, Weight)> = HashMap::new();
        words(&visible_text(&html), |word| {
            if let Some((n, _)) = found.get_mut(word) {
                *n += 1;
            } else {
                found.insert(word.to_owned(), (1, Weight::Text));
            }
        });
        let mut note = |text: &str, weight| {
            words(text, |word| {
                let (_, known) = found.entry(word.to_owned()).or_insert((0, weight));
                *known = weight.max(*known);
            });
        };
        for text in about {
            note(text, Weight::About);
        }
        note(title, Weight::Title);
        let word = |(text, (n, weight)): (String, (u32, Weight))| {
            let often = weight == Weight::Text && n >= OFTEN;
            let weight = if often { Weight::OftenInText } else { weight };
            Word { part: part_of(&text, n_parts), text, weight }
        };
        let mut words: Vec<_> = found.into_iter().map(word).collect();
        words.sort_unstable_by_key(|word| word.part);
        Ok(words)
    }

    /// What the search page shows of it: title, address, date, excerpt, and language
    /// with its direction if they are not the site's.
    fn entry(&self, plan: &Plan, words: &LanguageWords) -> [String; 6] {
        let config = &plan.config;
        let (title, page, date, excerpt, language) = match self {
            Self::Page(source, page) => {
                (&source.title, page, None, source.summary.as_ref(), &source.language)
            }
            Self::Post(post, page) => {
                let excerpt = post.summary.as_ref().unwrap_or(&post.excerpt);
                (&post.title, page, post.date, Some(excerpt), &post.language)
            }
        };
        let date = date.map(|date| words.date(date.civil_date(&config.time_zone)));
        let language = foreign_language(language.as_deref(), config);
        [
            title.clone(),
            relative(&search_page(), page),
            date.unwrap_or_default(),
            excerpt.cloned().unwrap_or_default(),
            language.unwrap_or_default().to_owned(),
            language.map(direction).unwrap_or_default().to_owned(),
        ]
    }
}

/// The part that holds a word, the same as in `search.js`.
fn part_of(word: &str, n_parts: usize) -> usize {
    let hash = key(word).fold(0_u32, |hash, c| hash.wrapping_mul(31).wrapping_add(u32::from(c)));
    hash as usize % n_parts
}

fn part_path(number: usize) -> String {
    format!("{SEARCH_FOLDER}/part-{number}.js")
}

fn documents_path(number: usize) -> String {
    format!("{SEARCH_FOLDER}/documents-{number}.js")
}

/// A script that hands something over to the search page.
fn script(path: String, what: &str, number: usize, value: impl serde::Serialize) -> OutputFile {
    let json = serde_json::to_string(&value).expect("only texts and lists of them");
    OutputFile::text(path, format!("galleySearch.{what}({number},{json})\n"))
}

#[cfg(test)]
mod tests;
