//! The post that the benchmarks render, in three lengths.

use std::fmt::Write as _;

const KB: usize = 1_000;
pub(crate) const SIZES: [usize; 3] = [10 * KB, 100 * KB, 1_000 * KB];

/// A post of about that many bytes, with a bit of everything in each section.
pub(crate) fn post(n_bytes: usize) -> String {
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
