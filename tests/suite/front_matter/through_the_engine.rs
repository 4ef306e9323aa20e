//! The same promise from file to file: the engine opens, edits, saves and closes the
//! posts of the corpus, as the window has it do.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use galley_core::front_matter;
use galley_engine::wire::{EditPost, FieldEdit};
use galley_engine::{Blog, DataFolder, OpenOptions};

use super::corpus::{Sample, samples};

/// The corpus as a blog, in a folder of its own that goes with it.
struct CorpusBlog {
    folder: tempfile::TempDir,
}

impl CorpusBlog {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for Sample { name, source } in samples() {
            let path = folder.path().join("blog/posts").join(name).with_extension("md");
            fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
            fs::write(path, source).expect("it can be written");
        }
        Self { folder }
    }

    fn open(&self) -> Blog {
        let data = DataFolder::new(Some(&self.folder.path().join("data")));
        let options = OpenOptions::new(data).watching(false);
        Blog::open(&self.folder.path().join("blog"), &options, |_| {}).expect("it opens")
    }

    /// The files by their names in the corpus.
    fn files(&self) -> BTreeMap<String, String> {
        let read = |name: String| {
            let path = self.folder.path().join("blog/posts").join(&name).with_extension("md");
            let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
            (name, text)
        };
        samples().into_iter().map(|sample| read(sample.name)).collect()
    }

    /// How many files there are under a folder of the blog.
    fn n_files(&self) -> usize {
        fn count(folder: &Path) -> usize {
            let entries = fs::read_dir(folder).expect("it can be read");
            let paths = entries.map(|entry| entry.expect("an entry").path());
            paths.map(|path| if path.is_dir() { count(&path) } else { 1 }).sum()
        }
        count(&self.folder.path().join("blog"))
    }
}

#[test]
fn opening_and_closing_changes_no_byte() {
    let corpus = CorpusBlog::new();
    let before = corpus.files();
    let blog = corpus.open();
    let posts = blog.post_list().expect("they are listed");
    assert_eq!(posts.len(), before.len(), "every file is a post");
    for post in &posts {
        blog.post_open(post.id).expect("it opens");
        blog.post_save(post.id).expect("it is saved");
        blog.post_close(post.id).expect("it closes");
    }
    blog.close();
    assert_eq!(corpus.files(), before);
    assert_eq!(corpus.n_files(), before.len(), "nothing was added to the blog");
}

#[test]
fn what_is_saved_is_the_edited_source() {
    let corpus = CorpusBlog::new();
    let before = corpus.files();
    let blog = corpus.open();
    let title = "Another: \"title\" # 2";
    let mut wanted = before.clone();
    for post in blog.post_list().expect("they are listed") {
        let name = post.path.trim_end_matches(".md").to_owned();
        let edit =
            front_matter::edit(&before[&name], &front_matter::FieldEdit::Title(title.to_owned()));
        let opened = blog.post_open(post.id).expect("it opens");
        let edits = blog.field_edit(post.id, opened.version, FieldEdit::Title(title.to_owned()));
        match (edit, edits) {
            (Ok(new), Ok(edits)) => {
                wanted.insert(name, new);
                let batch = EditPost {
                    blog: blog.id(),
                    post: post.id,
                    version: opened.version + 1,
                    edits,
                    render: false,
                    cursor: 0,
                    scroll: 0,
                    restore: false,
                };
                blog.post_edit(batch).expect("it is taken in");
            }
            (Err(core), Err(engine)) => {
                let (core, engine) = (core.to_string(), galley_engine_message(&engine));
                assert!(engine.contains(&core), "{name}: {core} / {engine}");
            }
            (core, engine) => panic!("{name}: {core:?}, through the engine {engine:?}"),
        }
        blog.post_close(post.id).expect("it closes");
    }
    blog.close();
    let after = corpus.files();
    for (name, text) in &wanted {
        assert_eq!(&after[name], text, "{name}");
    }
}

/// An error with what caused it.
fn galley_engine_message(error: &galley_engine::Error) -> String {
    let causes = std::iter::successors(Some(error as &dyn std::error::Error), |it| it.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
