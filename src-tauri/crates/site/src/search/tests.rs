//! The index, read back the way its script reads it.

use std::sync::Arc;

use std::collections::BTreeMap;

use galley_core::BlogConfig;

use super::posting::DIGITS;
use super::words::WIDE;
use super::*;
use crate::testing::post;
use crate::{Content, SiteBlog, SitePictures, SitePost, Theme};

fn text(file: &OutputFile) -> &str {
    let Content::Bytes(bytes) = &file.content else { panic!("a text") };
    std::str::from_utf8(bytes).unwrap()
}

/// What a script hands over, and under which number.
fn handed<T: for<'de> serde::Deserialize<'de>>(file: &OutputFile, what: &str) -> (usize, T) {
    let call = text(file).strip_prefix(&format!("galleySearch.{what}(")).unwrap();
    let (number, value) = call.strip_suffix(")\n").unwrap().split_once(',').unwrap();
    (number.parse().unwrap(), serde_json::from_str(value).unwrap())
}

/// The documents of every word, and how much it says about them.
fn index(files: &[OutputFile]) -> BTreeMap<String, Vec<(usize, usize)>> {
    let mut index = BTreeMap::new();
    let parts: Vec<_> = files.iter().filter(|file| file.path.contains("/part-")).collect();
    for file in &parts {
        let (number, lines): (_, String) = handed(file, "part");
        assert_eq!(file.path, part_path(number));
        for line in lines.lines() {
            let (word, encoded) = line.split_once(' ').unwrap();
            assert_eq!(part_of(word, parts.len()), number, "{word} lies where it is looked for");
            let mut documents = Vec::new();
            let (mut next, mut value, mut shift) = (0, 0, 0);
            for digit in encoded.bytes() {
                let digit = DIGITS.iter().position(|&known| known == digit).unwrap();
                value += (digit % 32) << shift;
                shift += 5;
                if digit < 32 {
                    documents.push((next + value / 4, value % 4));
                    next += value / 4 + 1;
                    (value, shift) = (0, 0);
                }
            }
            assert!(index.insert(word.to_owned(), documents).is_none(), "{word} once");
        }
    }
    index
}

fn blog_of(config: &BlogConfig, posts: Vec<SitePost>) -> SiteBlog<'_> {
    let (pages, files, pictures) = (Vec::new(), Vec::new(), SitePictures::new());
    let posts = posts.into_iter().map(Arc::new).collect();
    SiteBlog { config, posts, pages, files, pictures }
}

fn files_of(posts: Vec<SitePost>) -> Vec<OutputFile> {
    let config = BlogConfig::unconfigured("Blog");
    let blog = blog_of(&config, posts);
    let plan = Plan::new(&blog, None, |_| true).unwrap();
    let theme = Theme::builtin("quiet").unwrap();
    let files = files(&plan, &theme.words().of("en"), None).unwrap();
    let mut written: Vec<_> = files.iter().map(|file| file.path.clone()).collect();
    let mut expected = paths(&plan);
    written.sort();
    expected.sort();
    assert_eq!(written, expected, "every file has its place");
    files
}

#[test]
fn every_word_leads_to_its_documents() {
    let mut old = post("old", "2024-01-01");
    old.html = "<p>One <em>two</em> two two 日本語</p>".to_owned().into();
    let mut new = post("new", "2024-02-01");
    new.title = "Two".to_owned();
    new.tags = vec!["Three".to_owned()];
    new.html = "<p>one</p>".to_owned().into();
    let index = index(&files_of(vec![new, old]));
    let weight = |weight: Weight| weight as usize;
    assert_eq!(index["one"], [(0, weight(Weight::Text)), (1, weight(Weight::Text))]);
    assert_eq!(index["two"], [(0, weight(Weight::OftenInText)), (1, weight(Weight::Title))]);
    assert_eq!(index["three"], [(1, weight(Weight::About))]);
    assert_eq!(index["本語"], [(0, weight(Weight::Text))]);
    assert!(!index.contains_key("em"));
}

#[test]
fn many_documents_are_found_in_small_files() {
    let day = |n: usize| format!("20{:02}-{:02}-{:02}", n / 336, n / 28 % 12 + 1, n % 28 + 1);
    let posts: Vec<_> = (0..700).map(|n| post(&format!("post{n}"), &day(n))).collect();
    let files = files_of(posts.clone());
    let index = index(&files);
    assert_eq!(index["title"].len(), 700);
    for n in [0, 63, 64, 511, 512, 699] {
        assert_eq!(index[&format!("post{n}")], [(n, Weight::Title as usize)], "oldest first");
        let file = files.iter().find(|it| it.path == documents_path(n / DOCUMENTS_A_FILE));
        let (_, entries): (_, Vec<[String; 6]>) = handed(file.unwrap(), "documents");
        let entry = &entries[n % DOCUMENTS_A_FILE];
        assert_eq!(entry[..2], [format!("Title of post{n}"), format!("../post{n}/index.html")]);
    }

    let mut newer = posts;
    newer.push(post("newest", "2099-01-01"));
    let same = |file: &&OutputFile| files.contains(file);
    let n_changed = files_of(newer).iter().filter(|file| !same(file)).count();
    assert!(n_changed < 12, "a new post changes few files, not {n_changed}");
}

/// A blog that changes at random: posts come, go, and get other words.
#[test]
#[expect(clippy::print_stdout, reason = "a seed that fails has to be known")]
fn an_index_that_is_mended_is_the_index_made_anew() {
    let seed = fastrand::u64(..);
    println!("seed {seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    let config = BlogConfig::unconfigured("Blog");
    let theme = Theme::builtin("quiet").unwrap();
    let words = theme.words().of("en");
    let mut some = |n: usize| -> SitePost {
        let word = |random: &mut fastrand::Rng| format!("w{} 語{}", random.u8(..40), random.u8(..));
        let mut post = post(&format!("p{n}"), &format!("20{:02}-01-01", random.u8(10..90)));
        let body: Vec<_> = (0..random.usize(..30)).map(|_| word(&mut random)).collect();
        post.html = body.join(" ").into();
        post.title = if random.bool() { "Same".to_owned() } else { word(&mut random) };
        post
    };
    let mut posts: Vec<_> = (0..90).map(&mut some).collect();
    let mut before: Option<(Vec<Print>, Vec<OutputFile>)> = None;
    let mut n_mended = 0;
    let mut random = fastrand::Rng::with_seed(seed);
    for n in 0..60 {
        for _ in 0..random.usize(..4) {
            let at = random.usize(..posts.len());
            match random.u8(..4) {
                0 => posts.push(some(1000 + n)),
                1 => drop(posts.remove(at)),
                _ => posts[at] = SitePost { date: posts[at].date, ..some(at) },
            }
        }
        posts.dedup_by(|a, b| a.path == b.path);
        let blog = blog_of(&config, posts.clone());
        let plan = Plan::new(&blog, None, |_| true).unwrap();
        let now = prints(&plan);
        let expected = files(&plan, &words, None).unwrap();
        if let Some((prints, old)) = &before {
            let read = |path: &str| {
                let file = old.iter().find(|file| file.path == path)?;
                Some(text(file).as_bytes().to_owned())
            };
            let before = Before { prints, now: &now, read: &read };
            let mended = index::mend(&documents(&plan), n_parts(&plan), &before).unwrap();
            n_mended += usize::from(mended.is_some());
            assert!(files(&plan, &words, Some(&before)).unwrap() == expected, "change {n}");
        }
        before = Some((now, expected));
    }
    assert!(n_mended > 40, "only {n_mended} were mended");
}

#[test]
fn the_script_knows_the_same_letters() {
    let client = include_str!("search.js");
    let escape = |code: u32| {
        if code > 0xFFFF { format!("\\u{{{code:X}}}") } else { format!("\\u{code:04X}") }
    };
    let wide: String =
        WIDE.iter().map(|&(from, to)| format!("{}-{}", escape(from), escape(to))).collect();
    assert!(client.contains(&format!("\"{wide}\"")), "{wide}");
    assert!(client.contains(&format!("\"{}\"", std::str::from_utf8(DIGITS).unwrap())));
}
