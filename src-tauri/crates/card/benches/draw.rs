//! What a card costs, with a title of a common length and with one that has to be cut:
//! `cargo bench -p galley-card`.

use galley_card::{Card, Colour, Colours, Layout, Style, Typeface};

fn main() {
    divan::main();
}

const FACE: &[u8] =
    include_bytes!("../../site/builtin_themes/fonts/literata-latin-opsz-normal.woff2");

const TITLES: [&str; 2] = [
    "The cron job nobody owned",
    "First loop I ever wrote, I mapped the disk by hand once, the merge was final, and all that \
     came after it was a long conversation about the weather in the machine room",
];

fn face() -> Typeface {
    let mut face = Typeface::new(-0.01);
    face.add(FACE, [("wght", 500.0)]).expect("it is a face");
    face
}

#[divan::bench(args = [0, 1])]
fn draw(bencher: divan::Bencher<'_, '_>, title: usize) {
    let colour = |text| Colour::parse(text).expect("it is a colour");
    let colours = Colours {
        paper: colour("#fffefb"),
        ink: colour("#25221d"),
        soft: colour("#5d564b"),
        accent: colour("#c23b22"),
        shade: colour("#e6dfd3"),
    };
    let style =
        Style { layout: Layout::Page, colours: vec![colours], title: face(), small: face() };
    let card = Card {
        title: TITLES[title].to_owned(),
        blog: "A blog".to_owned(),
        date: Some("5 August 2024".to_owned()),
        author: None,
        file: "a.md".to_owned(),
        seed: 0,
    };
    bencher.bench(|| style.draw(&card));
}

#[divan::bench]
fn unpack_a_face() -> Typeface {
    face()
}
