//! What a keystroke costs, and what opening a post costs.
//!
//! Run with `cargo bench -p galley-markdown`. The budget for one character typed in the
//! middle of a post: 1 ms at 100 KB, 6 ms at 1 MB.

use divan::{Bencher, black_box};
use galley_markdown::{Document, Options, render};

use post::{SIZES, post};

#[path = "texts/post.rs"]
mod post;

fn main() {
    divan::main();
}

/// The text and the same with a character more, in the middle of a paragraph.
fn versions(n_bytes: usize) -> [String; 2] {
    let text = post(n_bytes);
    let middle = text[text.len() / 2..].find("quick").expect("it is in each section");
    let mut typed = text.clone();
    typed.insert(text.len() / 2 + middle, 'x');
    [text, typed]
}

#[divan::bench(args = SIZES)]
fn one_character_typed(bencher: Bencher, n_bytes: usize) {
    let versions = versions(n_bytes);
    let mut document = Document::new(Options::default());
    document.set_text(&versions[0]);
    let mut n = 0;
    bencher.bench_local(|| {
        n += 1;
        black_box(document.set_text(&versions[n % 2]))
    });
}

/// The worst case: all of the text has to be parsed again.
#[divan::bench(args = SIZES)]
fn a_definition_edited(bencher: Bencher, n_bytes: usize) {
    let [text, _] = versions(n_bytes);
    let versions = [text.replace("/notes", "/other"), text];
    let mut document = Document::new(Options::default());
    document.set_text(&versions[0]);
    let mut n = 0;
    bencher.bench_local(|| {
        n += 1;
        black_box(document.set_text(&versions[n % 2]))
    });
}

#[divan::bench(args = SIZES)]
fn opened(bencher: Bencher, n_bytes: usize) {
    let text = post(n_bytes);
    bencher.bench_local(|| black_box(render(&text, &Options::default())));
}
