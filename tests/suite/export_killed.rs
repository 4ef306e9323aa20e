//! `galley export`, killed at random moments over an old site.
//!
//! `GALLEY_SEED` runs the rounds of an earlier seed again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::test_blog::TestBlog;

const ROUNDS: usize = 12;
const POSTS: usize = 60;
const NOW: &str = "2025-01-01T00:00:00Z";

/// Files of somebody else in the output folder, one of them where a page will want to be.
const STRANGERS: [(&str, &str); 4] = [
    ("CNAME", "example.org"),
    (".git/HEAD", "ref: refs/heads/main"),
    ("post-3/mine.txt", "mine"),
    ("only-two/index.html", "mine"),
];

type Files = BTreeMap<String, Vec<u8>>;

#[test]
#[expect(clippy::print_stdout, reason = "the seed of a run that fails")]
fn an_export_that_is_killed_leaves_whole_files_and_the_next_one_makes_it_right() {
    let given = std::env::var("GALLEY_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = given.unwrap_or_else(|| fastrand::u64(..));
    println!("GALLEY_SEED={seed}");
    let mut random = fastrand::Rng::with_seed(seed);

    let blog = TestBlog::new();
    let sites: Vec<Files> = (0..2).map(|version| fresh_site(&blog, version)).collect();
    write_posts(&blog, 0);
    let started = Instant::now();
    blog.galley(&export("out")).done();
    let whole = started.elapsed();
    for (path, text) in STRANGERS {
        let path = blog.path("out").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }

    let mut n_killed = 0;
    for round in 0..ROUNDS {
        let (old, new) = (&sites[round % 2], &sites[(round + 1) % 2]);
        write_posts(&blog, (round + 1) % 2);
        let while_writing = random.bool().then(|| blog.path("out/.galley-staging"));
        n_killed += usize::from(kill_export(&blog, &mut random, whole, while_writing));
        let found = files_in(&blog.path("out"));
        for (path, bytes) in &found {
            let ours = path.starts_with(".galley-");
            let is_whole = [old, new].iter().any(|site| site.get(path) == Some(bytes));
            let is_theirs = STRANGERS.contains(&(path, &String::from_utf8_lossy(bytes)));
            assert!(ours || is_whole || is_theirs, "seed {seed}, round {round}: `{path}` is torn");
        }
        expect_strangers(&found, seed, round);
        // Nothing of what both versions have is ever missing, not even for a moment.
        for path in old.keys().filter(|path| new.contains_key(*path)) {
            assert!(found.contains_key(path), "seed {seed}, round {round}: `{path}` is gone");
        }

        blog.galley(&export("out")).done();
        let mut right = files_in(&blog.path("out"));
        expect_strangers(&right, seed, round);
        right.retain(|path, _| STRANGERS.iter().all(|(theirs, _)| path != theirs));
        right.retain(|path, _| path != ".galley-manifest.json");
        let mut wanted = new.clone();
        wanted.retain(|path, _| STRANGERS.iter().all(|(theirs, _)| path != theirs));
        let differ = |path: &&String| right.get(*path) != wanted.get(*path);
        let wrong: Vec<_> = right.keys().chain(wanted.keys()).filter(differ).collect();
        assert_eq!(wrong, [""; 0], "seed {seed}, round {round}: not made right");
    }
    assert!(n_killed > 0, "seed {seed}: no round was killed before its end");
}

/// Two versions of a blog: other texts, and posts that only one of them has.
fn write_posts(blog: &TestBlog, version: usize) {
    let posts = blog.path("posts");
    for n in 0..POSTS {
        let text = if n % 3 == 0 { version } else { 0 };
        let source = format!("---\ntitle: Post {n}\ndate: 2024-01-01\n---\n\nVersion {text}.\n");
        let file = posts.join(format!("post-{n}.md"));
        if fs::read_to_string(&file).ok().as_ref() != Some(&source) {
            fs::write(file, source).expect("the post can be written");
        }
    }
    for (n, name) in ["only-one", "only-two"].into_iter().enumerate() {
        let draft = n != version;
        let source = format!("---\ntitle: {name}\ndate: 2024-01-02\ndraft: {draft}\n---\n\nX.\n");
        fs::write(posts.join(format!("{name}.md")), source).expect("the post can be written");
    }
}

/// What an export of this version makes where nothing was.
fn fresh_site(blog: &TestBlog, version: usize) -> Files {
    write_posts(blog, version);
    let folder = format!("fresh-{version}");
    blog.galley(&export(&folder)).done();
    let mut files = files_in(&blog.path(&folder));
    files.remove(".galley-manifest.json");
    files
}

fn export(out: &str) -> [&str; 5] {
    ["export", "--out", out, "--now", NOW]
}

/// Whether it was killed before its end. With `after` its moment is counted from when that is
/// there: what is short is met as often as what is long.
fn kill_export(
    blog: &TestBlog,
    random: &mut fastrand::Rng,
    whole: Duration,
    after: Option<PathBuf>,
) -> bool {
    let mut child = Command::new(env!("CARGO_BIN_EXE_galley"))
        .args(export("out"))
        .arg("--data-dir")
        .arg(blog.data())
        .current_dir(blog.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("galley starts");
    let ended = |child: &mut std::process::Child| child.try_wait().expect("a child").is_some();
    let share = if after.is_some() { 0.2 } else { 1.0 };
    if let Some(after) = after {
        while !after.exists() && !ended(&mut child) {
            std::thread::yield_now();
        }
    }
    let until = Instant::now() + whole.mul_f64(share * random.f64());
    while Instant::now() < until && !ended(&mut child) {
        std::thread::yield_now();
    }
    let was_killed = !ended(&mut child);
    child.kill().ok();
    child.wait().expect("it is over");
    was_killed
}

fn expect_strangers(found: &Files, seed: u64, round: usize) {
    for (path, text) in STRANGERS {
        let bytes = found.get(path).map(Vec::as_slice);
        assert_eq!(bytes, Some(text.as_bytes()), "seed {seed}, round {round}: `{path}`");
    }
}

/// Every file by its path, but for those that wait to be put into place.
fn files_in(folder: &Path) -> Files {
    let mut files = Files::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(at).expect("a folder").map(|entry| entry.expect("an entry")) {
            let path = entry.path().strip_prefix(folder).expect("it is below").to_owned();
            let path = path.to_string_lossy().replace('\\', "/");
            if entry.path().is_dir() && path != ".galley-staging" {
                folders.push(entry.path());
            } else if entry.path().is_file() {
                files.insert(path, fs::read(entry.path()).expect("it can be read"));
            }
        }
    }
    files
}
