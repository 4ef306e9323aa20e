//! A whole post beside its parser with the parser's own writer of HTML.
//!
//! Run with `cargo bench -p galley-markdown --bench beside_pulldown_cmark`. The aim: at most
//! twice the parser's time, once code was coloured. Both get the same extensions.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use galley_markdown::{Document, Options, render};
use pulldown_cmark::{Options as Extensions, Parser, html};

use post::{SIZES, post};

#[path = "texts/post.rs"]
mod post;

fn main() {
    divan::main();
}

/// The post without its blocks of code.
fn prose(n_bytes: usize) -> String {
    let mut text = String::new();
    for (i, part) in post(n_bytes).split("```").enumerate() {
        if i % 2 == 0 {
            text.push_str(part);
        }
    }
    text
}

/// A document that was given the text before: what it remembers of code is warm, what it
/// remembers of the text itself is not.
fn again(bencher: Bencher, text: &str) {
    let mut document = Document::new(Options::default());
    document.set_text(text);
    bencher.counter(BytesCount::of_str(text)).bench_local(|| {
        document.set_text("");
        document.set_text(text);
        black_box(document.html())
    });
}

fn parser_alone(bencher: Bencher, text: &str) {
    let extensions = Extensions::ENABLE_TABLES
        | Extensions::ENABLE_STRIKETHROUGH
        | Extensions::ENABLE_TASKLISTS
        | Extensions::ENABLE_FOOTNOTES
        | Extensions::ENABLE_GFM
        | Extensions::ENABLE_MATH;
    bencher.counter(BytesCount::of_str(text)).bench_local(|| {
        let mut html = String::with_capacity(text.len() * 3 / 2);
        html::push_html(&mut html, Parser::new_ext(black_box(text), extensions));
        html
    });
}

#[divan::bench(args = SIZES)]
fn post_galley(bencher: Bencher, n_bytes: usize) {
    again(bencher, &post(n_bytes));
}

#[divan::bench(args = SIZES)]
fn post_parser(bencher: Bencher, n_bytes: usize) {
    parser_alone(bencher, &post(n_bytes));
}

/// As an export renders it: its code is coloured each time.
#[divan::bench(args = SIZES)]
fn post_galley_cold(bencher: Bencher, n_bytes: usize) {
    let text = post(n_bytes);
    let options = Options::default();
    bencher
        .counter(BytesCount::of_str(&*text))
        .bench_local(|| black_box(render(&text, &options).html));
}

#[divan::bench(args = SIZES)]
fn prose_galley(bencher: Bencher, n_bytes: usize) {
    again(bencher, &prose(n_bytes));
}

#[divan::bench(args = SIZES)]
fn prose_parser(bencher: Bencher, n_bytes: usize) {
    parser_alone(bencher, &prose(n_bytes));
}
