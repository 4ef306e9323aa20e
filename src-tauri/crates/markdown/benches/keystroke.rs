//! What a keystroke costs, and what opening a post costs.
//!
//! Run with `cargo bench -p galley-markdown`. The budget for one character typed in the
//! middle of a post: 1 ms at 100 KB, 6 ms at 1 MB.

use std::fmt::Write as _;

use divan::{Bencher, black_box};
use galley_markdown::{Document, Options, render};

fn main() {
    divan::main();
}

const KB: usize = 1_000;
const SIZES: [usize; 3] = [10 * KB, 100 * KB, 1_000 * KB];

/// A post of about that many bytes, with a bit of everything in each section.
fn post(n_bytes: usize) -> String {
    let mut text = String::with_capacity(n_bytes + 2 * KB);
    let mut n = 0;
    while text.len() < n_bytes {
        n += 1;
        let _ = write!(
            text,
            "## Section {n}\n\n\
             The quick brown fox -- \"jumps\" over the *lazy* dog, see [the notes][n] and \
             <https://example.com/{n}>. It's **strong**, `code` and ~~wrong~~ at once; all of it \
             goes on for a while, as paragraphs do, until it is time for a list.[^n]\n\n\
             - one item with a [link](https://example.com/a)\n- another, with `code`\n- [x] done\n\n\
             > A quotation of some length that says nothing much.\n\n\
             ```rust\nfn main() {{\n    let x = {n}; // a comment\n    println!(\"{{x}}\");\n}}\n```\n\n\
             | Name | Value |\n| --- | ---: |\n| a | {n} |\n| b | 2 |\n\n\
             Another paragraph, with mathematics $x^2 + {n}$ and an image \
             ![a picture](picture-{n}.jpg).\n\n\
             A third paragraph that has no marks at all, because most of what people write is \
             just text, line after line, and a parser has only to walk past it.\n\n"
        );
    }
    text + "[n]: https://example.com/notes 'Notes'\n\n[^n]: A note, referred to often.\n"
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
