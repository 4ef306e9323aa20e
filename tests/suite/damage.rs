//! A damaged library: the blog opens, no file changes, and what can be rescued is.

use std::fs;

use crate::test_blog::TestBlog;
use crate::writer::Writer;

fn blog() -> TestBlog {
    let blog = TestBlog::new();
    (0..8).fold(blog, |blog, n| {
        let text = format!("---\ntitle: Post {n}\n---\n\n{}", "Some words. ".repeat(40 * (n + 1)));
        blog.with(&format!("posts/{n}.md"), text)
    })
}

/// One way in which a library's file can go bad.
fn damage(kind: usize, numbers: &mut fastrand::Rng, bytes: &mut Vec<u8>) -> &'static str {
    match kind {
        0 => {
            let keep = numbers.usize(..bytes.len());
            bytes.truncate(keep);
            "truncated"
        }
        1 => {
            bytes.fill(0);
            "zeroed"
        }
        2 => {
            let from = numbers.usize(..bytes.len());
            let to = (from + 1 + numbers.usize(..8192)).min(bytes.len());
            bytes[from..to].fill(0);
            "a hole"
        }
        3 => {
            *bytes = b"{ \"this\": \"is another program's file\" }".to_vec();
            "foreign"
        }
        4 => {
            for _ in 0..=numbers.usize(..100) {
                let at = numbers.usize(..100);
                bytes[at] = numbers.u8(..);
            }
            "bytes of the header"
        }
        _ => {
            for _ in 0..=numbers.usize(..1000) {
                let at = numbers.usize(..bytes.len());
                bytes[at] = numbers.u8(..);
            }
            "bytes"
        }
    }
}

#[test]
fn a_hundred_damaged_libraries_open_and_no_file_changes() {
    /// Printed with every failure; another one is another hundred.
    const SEED: u64 = 20_261_124;
    let blog = blog();
    blog.galley(&["set", "0", "title=Changed"]).done();
    let library = blog.library();
    let sound = fs::read(&library).expect("the library");
    let files = blog.snapshot();
    for variant in 0..100 {
        let mut numbers = fastrand::Rng::with_seed(SEED + variant);
        let mut bytes = sound.clone();
        let kind = numbers.usize(..9);
        let what = damage(kind, &mut numbers, &mut bytes);
        for entry in fs::read_dir(library.parent().expect("a folder")).expect("the folder") {
            fs::remove_file(entry.expect("an entry").path()).expect("a file");
        }
        fs::write(&library, &bytes).expect("the library");

        let context = format!("variant {variant} of seed {SEED}: {what}");
        let writer = Writer::try_open(&blog).unwrap_or_else(|error| {
            panic!("{context}: {error}: {:?}", std::error::Error::source(&error))
        });
        let listed = writer.blog.post_list().unwrap_or_else(|error| panic!("{context}: {error}"));
        assert_eq!(listed.len(), 8, "{context}");
        for post in &listed {
            let open = writer.blog.post_open(post.id);
            let open = open.unwrap_or_else(|error| {
                panic!("{context}: {error}: {:?}", std::error::Error::source(&error))
            });
            assert_eq!(open.source, blog.read(&format!("posts/{}", post.path)), "{context}");
        }
        writer.close();
        assert_eq!(blog.snapshot(), files, "{context}");
    }
}

#[test]
fn former_texts_are_rescued_from_a_library_that_can_be_read_in_part() {
    let blog = blog();
    for n in 0..8 {
        let name = n.to_string();
        blog.galley(&["set", &name, "title=Changed"]).done();
    }
    let library = blog.library();
    let mut bytes = fs::read(&library).expect("the library");
    let page = 4096;
    let damaged = bytes.len() / page - 1;
    bytes[damaged * page..].fill(0xff);
    fs::write(&library, bytes).expect("the library");

    let writer = Writer::open(&blog);
    let notices = writer.blog.notices().expect("what the author should know");
    assert!(notices.iter().any(|notice| notice.contains("damaged")), "{notices:?}");
    let n_rescued = (0..8)
        .filter(|n| {
            let history = writer.blog.history_named(&format!("{n}.md")).expect("a history");
            !history.history.revisions.is_empty()
        })
        .count();
    assert!(n_rescued >= 4, "{n_rescued} of 8 posts have their former text");
    writer.close();
    let aside = fs::read_dir(library.parent().expect("a folder")).expect("the folder");
    assert!(
        aside
            .into_iter()
            .any(|it| { it.expect("an entry").file_name().to_string_lossy().contains("damaged") })
    );
}

/// Whichever page goes bad, nearly always the text of a post that has no file is still there.
#[test]
fn a_post_that_existed_only_in_the_library_is_in_the_trash_afterwards() {
    let blog = blog();
    blog.galley(&["posts"]).done();
    fs::remove_file(blog.path("posts/3.md")).expect("the file");
    blog.galley(&["posts"]).done();
    let library = blog.library();
    let sound = fs::read(&library).expect("the library");
    let page = 4096;
    let n_pages = sound.len() / page;
    let mut n_rescued = 0;
    for n in 1..n_pages {
        for entry in fs::read_dir(library.parent().expect("a folder")).expect("the folder") {
            fs::remove_file(entry.expect("an entry").path()).expect("a file");
        }
        let mut bytes = sound.clone();
        bytes[n * page..(n + 1) * page].fill(0xff);
        fs::write(&library, bytes).expect("the library");
        let writer = Writer::open(&blog);
        let removed = writer.blog.removed_list().expect("the trash");
        n_rescued += usize::from(removed.iter().any(|post| post.title == "Post 3"));
        writer.close();
    }
    assert!(n_rescued + 4 >= n_pages - 1, "{n_rescued} of {} pages", n_pages - 1);
}

#[test]
fn a_newer_library_is_refused_and_left_alone() {
    let blog = blog();
    blog.galley(&["posts"]).done();
    let library = blog.library();
    let mut bytes = fs::read(&library).expect("the library");
    // Where SQLite keeps the number that counts the schema's steps.
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    fs::write(&library, bytes).expect("the library");
    let before = fs::read(&library).expect("the library");
    blog.galley(&["posts"]).fails(&["schema 99", "newer Galley"]);
    assert_eq!(fs::read(&library).expect("the library"), before);
}
