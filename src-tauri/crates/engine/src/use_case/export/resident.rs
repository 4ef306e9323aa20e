//! An export with the blog open looks at no more than shows what changed, and is the same.

use std::fs;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::incremental::{Desk, sorted, tree};
use crate::wire::{ExportStep, Exported, Progress};
use crate::{Blog, Observer, SiteExport};

/// Exports, and tells how many pages were looked at; none if nothing had to be done.
fn export(blog: &Blog, desk: &Desk) -> (Exported, Option<u32>) {
    const NONE: u32 = u32::MAX;
    let n_pages = Arc::new(AtomicU32::new(NONE));
    let told = n_pages.clone();
    let observer = Observer::new(move |Progress { step, total, .. }| {
        if step == ExportStep::Pages {
            told.store(total, Ordering::Relaxed);
        }
        ControlFlow::Continue(())
    });
    let exported =
        blog.site_export(&desk.path("out"), &SiteExport { observer, ..SiteExport::default() });
    let n_pages = n_pages.load(Ordering::Relaxed);
    (exported.unwrap(), (n_pages != NONE).then_some(n_pages))
}

/// What lies there is what a whole export would leave, and what was said of it too.
fn assert_whole(desk: &mut Desk, exported: Exported, what: &str) {
    let (files, problems) = desk.whole();
    let here = tree(&desk.path("out"));
    let differ = |name: &&String| here.get(*name) != files.get(*name);
    let names: Vec<_> = here.keys().chain(files.keys()).filter(differ).collect();
    assert!(names.is_empty(), "{what}: {names:?} differ");
    assert_eq!(exported.n_files as usize, files.len() - 1, "{what}: all but the list");
    let ours = files.iter().filter(|(name, _)| !name.starts_with('.'));
    let n_bytes: usize = ours.map(|(_, bytes)| bytes.len()).sum();
    assert_eq!(exported.n_bytes.to_string(), n_bytes.to_string(), "{what}");
    assert_eq!(sorted(exported.problems), sorted(problems), "{what}");
}

fn post(n: u32, title: &str, body: &str) -> String {
    let year = 2020 + n % 4;
    format!(
        "---\ntitle: {title}\ndate: {year}-03-{:02}\ntags: [t{}]\n---\n\n{body}\n",
        1 + n / 4,
        n % 3
    )
}

/// Forty posts in four years, ten a year, with three tags, and the blog open.
fn desk(config: &str) -> (Desk, Blog) {
    let mut desk = Desk::seeded();
    for n in 0..40 {
        let text = post(n, &format!("Title {n}"), &"words ".repeat(200));
        desk.write(&format!("posts/p{n}.md"), &text);
    }
    desk.write("blog.toml", &format!("posts_per_page = 5\n{config}"));
    let blog = desk.open("data");
    (desk, blog)
}

#[test]
fn an_edit_costs_the_pages_that_show_it() {
    let (mut desk, blog) = desk("base_url = \"https://example.org\"\n");
    let (_, all) = export(&blog, &desk);
    let all = all.expect("everything is new");
    assert!(all > 60, "{all}");
    assert_eq!(export(&blog, &desk).1, None);

    let long = format!("{}\n\nA second part.", "words ".repeat(200));
    let other = "other ".repeat(200);
    let more = format!("{other}\n\nMore.");
    let steps: [(&str, String, Option<u32>); 7] = [
        ("a body", post(20, "Title 20", &long), Some(1)),
        // Its own, two neighbours', and those of the list, of the tag and of the year.
        ("a title", post(20, "Another", &long), Some(6)),
        // No neighbour says how a post begins.
        ("a beginning", post(20, "Another", &other), Some(4)),
        ("nothing", post(20, "Another", &other), None),
        ("a day", post(20, "Another", &other).replace("-03-", "-04-"), Some(all)),
        ("a body again", post(20, "Another", &more).replace("-03-", "-04-"), Some(1)),
        ("an address", post(20, "Another", &other).replace("date", "slug: s\ndate"), Some(all)),
    ];
    for (what, text, expected) in steps {
        desk.write("posts/p20.md", &text);
        blog.look();
        let (exported, n_pages) = export(&blog, &desk);
        assert_eq!(n_pages, expected, "{what}");
        assert_whole(&mut desk, exported, what);
    }
    // What others did to the folder is put right, and then an edit costs as little as before.
    fs::write(desk.path("out/index.html"), "spoilt").unwrap();
    desk.write("posts/p3.md", &post(3, "Title 3", &other));
    blog.look();
    let (exported, n_pages) = export(&blog, &desk);
    assert_eq!(n_pages, Some(all));
    assert_whole(&mut desk, exported, "a spoilt file");
    desk.write("posts/p3.md", &post(3, "Title 3", &more));
    blog.look();
    assert_eq!(export(&blog, &desk).1, Some(1));
}

#[test]
fn an_export_of_another_process_meanwhile_is_noticed() {
    let (mut desk, blog) = desk("");
    let (_, all) = export(&blog, &desk);
    desk.write("posts/p7.md", &post(7, "Title 7", "From the command line."));
    let other = desk.open("data");
    let (_, n_pages) = export(&other, &desk);
    assert_eq!(n_pages, all, "it has nothing in memory");
    other.close();
    desk.write("posts/p8.md", &post(8, "Title 8", "From the window."));
    blog.look();
    let (exported, n_pages) = export(&blog, &desk);
    assert_eq!(n_pages, all);
    assert_whole(&mut desk, exported, "two processes");
    // What is written down when the blog is closed serves the next process.
    desk.write("posts/p9.md", &post(9, "Title 9", &("words ".repeat(200) + "\n\nMore.")));
    blog.look();
    assert_eq!(export(&blog, &desk).1, Some(1));
    blog.close();
    let blog = desk.open("data");
    assert_eq!(export(&blog, &desk).1, None, "nothing changed since");
}

#[test]
fn edits_with_the_blog_open_come_to_the_export_of_all_in_every_theme() {
    for (theme, more) in [
        ("quiet", ""),
        ("magazine", "base_url = \"https://example.org\"\n"),
        ("journal", "search = false\n"),
        ("notebook", ""),
        ("terminal", "base_url = \"https://example.org\"\nsocial_cards = true\n"),
    ] {
        let (mut desk, blog) = desk(&format!("theme = \"{theme}\"\n{more}"));
        export(&blog, &desk);
        for n in 0..12 {
            let at = desk.random.u32(..40);
            let file = format!("posts/p{at}.md");
            let old = fs::read_to_string(desk.path("blog").join(&file)).unwrap();
            let new = match desk.random.u8(..7) {
                0 => old.replacen("title: ", "title: A ", 1),
                1 => old.replacen("tags:", "updated: 2024-01-01\ntags:", 1),
                2 => old.replacen("tags:", "language: de\ntags:", 1),
                3 => old.replacen("words", "[other](p3.md) ![p](p.png)", 1),
                4 => old.replacen("tags: [", "tags: [t1, ", 1),
                5 => {
                    desk.write("posts/p.png", &format!("picture {n}"));
                    old + "\nAnd a word.\n"
                }
                _ => old + &"\nA word more. ".repeat(60),
            };
            desk.write(&file, &new);
            blog.look();
            let (exported, _) = export(&blog, &desk);
            let what = format!("{theme}, edit {n}, after {:#?}", desk.log);
            assert_whole(&mut desk, exported, &what);
        }
    }
}
