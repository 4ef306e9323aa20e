//! That a blog of many posts opens quickly, with room for a loaded machine and a debug build.
//!
//! On an idle machine an optimised build stays under a second cold and a tenth of that warm;
//! the limits here only catch work that grows with the square or is done twice.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use galley_store::Store;
use jiff::Timestamp;

use crate::{PostsFolder, reconcile};

#[test]
fn five_thousand_posts_are_read_once() {
    let dir = tempfile::tempdir().unwrap();
    let library = dir.path().join("library.db");
    let root = dir.path().join("posts");
    let paragraph =
        "A paragraph of some length, as posts have them, with *marks* in it. ".repeat(8);
    for i in 0..5_000 {
        let folder = root.join((2000 + i % 20).to_string());
        std::fs::create_dir_all(&folder).unwrap();
        let text = format!(
            "---\ntitle: Post {i}\ndate: 2024-01-02\ntags: [a, b]\n---\n\n{paragraph}\n\n{i}\n"
        );
        std::fs::write(folder.join(format!("{i}.md")), text).unwrap();
    }
    let folder = PostsFolder::open(&root).unwrap();
    let open = HashMap::new();
    let now = Timestamp::UNIX_EPOCH;

    let began = Instant::now();
    let scan = folder.scan().unwrap();
    let scanned = began.elapsed();
    assert_eq!(scan.files.len(), 5_000);

    let began = Instant::now();
    let store = Store::open(&library).unwrap();
    assert_eq!(reconcile(&store, &folder, &open, now).unwrap().added.len(), 5_000);
    let cold = began.elapsed();

    // Once more, so that the freshest files are old enough to be known by their looks.
    reconcile(&store, &folder, &open, now).unwrap();
    assert_eq!(store.file_stats().unwrap().len(), 5_000);
    drop(store);

    let began = Instant::now();
    let store = Store::open(&library).unwrap();
    let folder = PostsFolder::open(&root).unwrap();
    assert_eq!(reconcile(&store, &folder, &open, now).unwrap().changed, []);
    let warm = began.elapsed();

    let began = Instant::now();
    assert_eq!(store.posts(&jiff::tz::TimeZone::UTC).unwrap().len(), 5_000);
    let listed = began.elapsed();

    let figures = format!("scan {scanned:?}, cold {cold:?}, warm {warm:?}, list {listed:?}");
    let (cold_limit, warm_limit) =
        if cfg!(debug_assertions) { (60_000, 5_000) } else { (15_000, 1_500) };
    assert!(cold < Duration::from_millis(cold_limit), "{figures}");
    assert!(warm < Duration::from_millis(warm_limit), "{figures}");
}
