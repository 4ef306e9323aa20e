use std::time::{Duration, Instant};

use super::*;
use crate::use_case::export::incremental::{Desk, sorted, tree};
use crate::{Clock, wire};

/// How many times something is done, or nothing, and exported.
const N_STEPS: usize = 80;

fn options(desk: &Desk, now: &str) -> OpenOptions {
    let data = crate::DataFolder::new(Some(&desk.path("data")));
    OpenOptions::new(data).clock(Clock::Fixed(now.parse().unwrap()))
}

const NOW: &str = "2024-06-15T12:00:00Z";

/// Waits until the clock of the file system has gone on.
fn settle(desk: &Desk) {
    let begun = Instant::now();
    while look_of_folder(&desk.path("blog"), &desk.path("out")).is_none() {
        assert!(begun.elapsed() < Duration::from_secs(20), "it never settles");
        std::thread::yield_now();
    }
}

fn glance(desk: &Desk, now: &str, export: &SiteExport) -> Glance {
    Glance::at(&desk.path("blog"), &options(desk, now), &desk.path("out"), export)
}

/// What the command line does. Answers also with whether a glance was enough.
fn export(desk: &Desk) -> (wire::Exported, bool) {
    settle(desk);
    let (out, export) = (desk.path("out"), SiteExport::default());
    let glance = glance(desk, NOW, &export);
    if let Some(exported) = glance.unchanged(&out) {
        return (exported, true);
    }
    let blog = Blog::open(&desk.path("blog"), &options(desk, NOW), |_| {}).unwrap();
    let exported = blog.site_export_after(glance, &out, &export).unwrap();
    blog.close();
    (exported, false)
}

fn is_enough(desk: &Desk, now: &str, export: &SiteExport) -> bool {
    settle(desk);
    glance(desk, now, export).unchanged(&desk.path("out")).is_some()
}

#[test]
fn where_a_glance_is_enough_an_export_would_have_found_nothing_to_do() {
    let mut desk = Desk::seeded();
    desk.write("posts/z.md", "---\ndate: 2024-01-01\n---\n\n# The last\n");
    let out = desk.path("out");
    export(&desk);
    for n in 0..N_STEPS {
        match desk.random.u8(..5) {
            0 => desk.harm(),
            1 | 2 => desk.edit(),
            _ => {}
        }
        let is_same = desk.log.is_empty();
        let (mut exported, was_enough) = export(&desk);
        assert!(was_enough || !is_same, "step {n}: a glance should have been enough");
        let (files, problems) = desk.whole();
        assert!(tree(&out) == files, "step {n}, after {:#?}", desk.log);
        exported.problems = sorted(exported.problems);
        assert_eq!(exported.problems, sorted(problems), "step {n}, after {:#?}", desk.log);
        assert!(!was_enough || exported.n_written + exported.n_removed == 0);
        desk.log.clear();
    }
}

#[test]
fn a_glance_is_not_enough_where_the_moment_makes_a_difference() {
    let mut desk = Desk::seeded();
    let export_at = |desk: &Desk, now: &str| is_enough(desk, now, &SiteExport::default());
    desk.write("posts/out.md", "---\ndate: 2024-01-01\n---\n\nOut.\n");
    desk.write("posts/later.md", "---\ndate: 2024-07-01\n---\n\nNot yet.\n");
    export(&desk);
    assert!(export_at(&desk, NOW));
    assert!(export_at(&desk, "2024-06-30T23:59:59Z"));
    assert!(!export_at(&desk, "2024-07-01T00:00:00Z"), "a scheduled post is out");
    assert!(!export_at(&desk, "2024-06-15T11:59:59Z"), "the clock went back");

    desk.remove("posts/later.md");
    desk.write("posts/out.md", "Without a date.\n");
    export(&desk);
    assert!(!export_at(&desk, NOW), "the feed shows the moment itself");
}

#[test]
fn a_glance_is_not_enough_where_something_else_is_asked_for() {
    let mut desk = Desk::seeded();
    desk.write("posts/a.md", "---\ndate: 2024-01-01\n---\n\nOut.\n");
    export(&desk);
    let is_enough = |export: SiteExport| is_enough(&desk, NOW, &export);
    assert!(is_enough(SiteExport::default()));
    assert!(!is_enough(SiteExport { full: true, ..SiteExport::default() }));
    assert!(!is_enough(SiteExport { drafts: true, ..SiteExport::default() }));
    let base_url = Some("https://example.org/".to_owned());
    assert!(!is_enough(SiteExport { base_url, ..SiteExport::default() }));
    let elsewhere = desk.path("elsewhere");
    let glance = glance(&desk, NOW, &SiteExport::default());
    assert!(glance.unchanged(&elsewhere).is_none(), "nothing is there");
}

/// What was typed and is not yet in its file is only in the library.
#[test]
fn a_glance_is_not_enough_while_words_are_in_the_library_alone() {
    let mut desk = Desk::seeded();
    desk.write("posts/a.md", "---\ndate: 2024-01-01\n---\n\nOut.\n");
    export(&desk);
    let blog = Blog::open(&desk.path("blog"), &options(&desk, NOW), |_| {}).unwrap();
    let post = blog.post_id("a").unwrap();
    let opened = blog.post_open(post).unwrap();
    let at = u32::try_from(opened.source.len()).unwrap();
    let edits = vec![wire::Edit { from: at, to: at, insert: "More.\n".to_owned() }];
    let version = opened.version + 1;
    let (blog_id, render, restore) = (blog.id(), false, false);
    let (cursor, scroll) = (0, 0);
    blog.post_edit(wire::EditPost {
        blog: blog_id,
        post,
        version,
        edits,
        render,
        cursor,
        scroll,
        restore,
    })
    .unwrap();
    let begun = Instant::now();
    let is_in_file = || tree(&desk.path("blog"))["posts/a.md"].ends_with(b"More.\n");
    while blog.ask(|state| Ok(state.store.journal()?.is_empty())).unwrap() && !is_in_file() {
        assert!(begun.elapsed() < Duration::from_secs(20), "it is never kept");
        std::thread::yield_now();
    }
    assert!(!is_enough(&desk, NOW, &SiteExport::default()));
    blog.close();
    assert!(export(&desk).0.n_written > 0, "what was typed is exported");
}
