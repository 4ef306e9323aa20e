//! The same as the engine's simulation, with the real watcher: other programs write, the
//! window writes, and in the end files and library agree and no word is lost.
//!
//! Many blogs live at once, since each mostly waits for the system to tell it of a change.

use std::collections::BTreeSet;
use std::fs;
use std::time::{Duration, Instant};

use galley_engine::wire;

use crate::test_blog::TestBlog;
use crate::writer::Writer;

/// Blogs that live side by side.
const N_BLOGS: usize = 25;
/// How long files and library may take to agree on a busy machine.
const DEADLINE: Duration = Duration::from_mins(1);

const NAMES: [&str; 4] = ["typed.md", "b.md", "x/c.md", "x/y/d.md"];

/// One blog, its window, and what must be found in the end.
struct Scene {
    blog: TestBlog,
    writer: Writer,
    numbers: fastrand::Rng,
    /// The open post and the text that the editor shows.
    post: u32,
    version: u32,
    text: String,
    n_words: u32,
    given: BTreeSet<u32>,
}

impl Scene {
    fn new(seed: u64) -> Self {
        let blog = TestBlog::new().with("posts/typed.md", "w0\n\nend\n");
        // So many that three deleted files are no tenth, of which the author would be asked.
        let blog = (0..40).fold(blog, |blog, n| {
            blog.with(&format!("posts/quiet/{n}.md"), format!("quiet {n}\n"))
        });
        let writer = Writer::open(&blog);
        let open = writer.open_post("typed.md");
        let (post, text) = (open.summary.id, open.source);
        let (version, n_words) = (open.version, 0);
        let numbers = fastrand::Rng::with_seed(seed);
        Self { blog, writer, numbers, post, version, text, n_words, given: BTreeSet::new() }
    }

    fn new_word(&mut self) -> u32 {
        self.n_words += 1;
        self.n_words
    }

    fn act(&mut self) {
        let name = NAMES[self.numbers.usize(..NAMES.len())];
        let file = self.blog.path(&format!("posts/{name}"));
        match self.numbers.usize(..8) {
            0..4 => self.type_a_word(),
            // The open post's file stays, so that the window has something to save into.
            4 if name != "typed.md" => _ = fs::remove_file(file),
            5 if name != "typed.md" => {
                let to = NAMES[1 + self.numbers.usize(..NAMES.len() - 1)];
                _ = fs::rename(file, self.blog.path(&format!("posts/{to}")));
            }
            _ => {
                let old = fs::read_to_string(&file).unwrap_or_default();
                let word = self.new_word();
                let new = if self.numbers.usize(..2) == 0 {
                    format!("w{word}\n\n{old}")
                } else {
                    format!("{old}\n\nw{word}\n")
                };
                fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
                fs::write(&file, new).expect("the file can be written");
            }
        }
    }

    fn type_a_word(&mut self) {
        let word = self.new_word();
        let insert = format!("w{word}\n\n");
        self.given.insert(word);
        self.edit(vec![wire::Edit { from: 0, to: 0, insert }]);
    }

    /// Edits of the editor, carried out here and told to the engine.
    fn edit(&mut self, edits: Vec<wire::Edit>) {
        // The text is plain ASCII, so that units are bytes.
        for edit in edits.iter().rev() {
            self.text.replace_range(edit.from as usize..edit.to as usize, &edit.insert);
        }
        self.version += 1;
        self.writer.edit(self.post, self.version, edits).expect("the edit fits");
    }

    /// What the window does when it hears of something.
    fn hear(&mut self, event: &wire::Event) {
        if let wire::Event::OutsideChanged(changed) = event
            && changed.post == self.post
        {
            let pulled = self.writer.blog.outside_pull(self.post, self.version);
            let pulled = pulled.expect("the post is open");
            let edits = match pulled.conflict {
                Some(_) => {
                    let (post, version, mine) = (self.post, self.version, wire::Side::Mine);
                    self.writer.blog.conflict_settle(post, version, mine, None).expect("settled")
                }
                None => pulled.edits,
            };
            if !edits.is_empty() {
                self.edit(edits);
            }
        }
    }

    /// Lets everything come to rest; what does not agree by then never will.
    fn rest(&mut self) {
        let begun = Instant::now();
        loop {
            match self.disagreement() {
                None => return,
                Some(what) => {
                    assert!(begun.elapsed() < DEADLINE, "{what}");
                    while let Some(event) = self.writer.next_event(Duration::from_millis(100)) {
                        self.hear(&event);
                    }
                }
            }
        }
    }

    fn disagreement(&self) -> Option<String> {
        let listed = self.writer.blog.post_list().expect("a list");
        let listed: BTreeSet<String> = listed.into_iter().map(|post| post.path).collect();
        for name in NAMES {
            let file = fs::read_to_string(self.blog.path(&format!("posts/{name}"))).ok();
            if listed.contains(name) != file.is_some() {
                return Some(format!("{name} is listed or there, not both"));
            }
            let Some(file) = file else { continue };
            let text = if name == "typed.md" {
                self.text.clone()
            } else {
                let shown = self.writer.blog.post_named(name);
                let Ok(shown) = shown else { return Some(format!("{name} went just now")) };
                shown.body
            };
            // What is shown begins after a title line, which these posts may seem to have.
            if !file.ends_with(&text) {
                return Some(format!("{name}: {file:?} is not {text:?}"));
            }
        }
        None
    }

    fn expect_nothing_lost(&self) {
        let file = self.blog.read("posts/typed.md");
        for word in &self.given {
            let word = format!("w{word}");
            assert!(file.split_whitespace().any(|it| it == word), "{word} is lost: {file:?}");
        }
    }
}

#[test]
fn no_typed_word_is_lost_and_files_and_library_agree() {
    let from_env = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok());
    let n_interleavings: u64 = from_env("GALLEY_WATCHED").unwrap_or(100);
    let seed: u64 = from_env("GALLEY_SEED").unwrap_or(1);
    let n_each = n_interleavings.div_ceil(N_BLOGS as u64);
    std::thread::scope(|scope| {
        let blogs: Vec<_> = (0..N_BLOGS as u64)
            .map(|n| {
                scope.spawn(move || {
                    let mut scene = Scene::new(seed + n);
                    for _ in 0..n_each {
                        for _ in 0..8 {
                            scene.act();
                        }
                        scene.rest();
                        scene.expect_nothing_lost();
                    }
                    scene.writer.close();
                })
            })
            .collect();
        for (n, blog) in blogs.into_iter().enumerate() {
            assert!(blog.join().is_ok(), "blog {n} of seed {seed}");
        }
    });
}

#[test]
fn a_folder_that_comes_back_is_watched_again() {
    let blog = TestBlog::new().with("posts/a.md", "# A\n").with("posts/b.md", "# B\n");
    let writer = Writer::open(&blog);
    // From then on the window is told at once.
    writer.blog.opened().expect("the window asks");
    let away = blog.path("away");
    fs::rename(blog.path("posts"), &away).expect("it goes");
    writer.wait(|event| match event {
        wire::Event::BlogNotice(notice) if notice.message.contains("gone") => Some(()),
        _ => None,
    });
    assert_eq!(writer.blog.post_list().expect("a list").len(), 2, "the posts stay");
    fs::rename(&away, blog.path("posts")).expect("it is back");
    fs::write(blog.path("posts/c.md"), "# C\n").expect("a file");
    // As when the window gets the focus; without it the next look comes by itself.
    writer.blog.look();
    writer.wait(|event| matches!(event, wire::Event::PostsChanged(_)).then_some(()));
    assert_eq!(writer.blog.post_list().expect("a list").len(), 3);
    writer.close();
}
