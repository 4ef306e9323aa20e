use proptest::prelude::*;

use crate::paragraph::Paragraph;
use crate::*;

/// A face of the built-in themes, and one with Hebrew and Arabic letters.
fn face() -> Typeface {
    let mut face = Typeface::new(-0.01);
    let faces: [&[u8]; 4] = [
        include_bytes!("../../site/builtin_themes/fonts/ibm-plex-sans-latin-wght-normal.woff2"),
        include_bytes!("../../site/builtin_themes/fonts/ibm-plex-sans-latin-ext-wght-normal.woff2"),
        include_bytes!("../tests/faces/rubik-hebrew-400-normal.woff2"),
        include_bytes!("../tests/faces/rubik-arabic-400-normal.woff2"),
    ];
    for file in faces {
        face.add(file, [("wght", 600.0), ("none", 1.0), ("?", 2.0)]).unwrap();
    }
    face
}

fn style(layout: Layout) -> Style {
    let colour = |text| Colour::parse(text).unwrap();
    let colours = Colours {
        paper: colour("#fff"),
        ink: colour("#111"),
        soft: colour("#555"),
        accent: colour("#c23b22"),
        shade: colour("#ddd"),
    };
    let inverse = Colours { paper: colours.ink, ink: colours.paper, ..colours };
    Style { layout, colours: vec![colours, inverse], title: face(), small: face() }
}

fn card(title: &str) -> Card {
    Card {
        title: title.to_owned(),
        blog: "A blog".to_owned(),
        date: Some("5 August 2024".to_owned()),
        author: None,
        file: "a.md".to_owned(),
        seed: 0,
    }
}

/// The indices of a card's pixels, and how many colours there are.
fn pixels(png: &[u8]) -> (Vec<u8>, usize) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!((info.width, info.height), (WIDTH, HEIGHT));
    let n_colours = reader.info().palette.as_ref().unwrap().len() / 3;
    (pixels, n_colours)
}

/// The text of each line in the order in which it is seen, by the letters' bytes.
fn lines(title: &str, width: f32, most: usize) -> Vec<String> {
    let face = face();
    let mut paragraph = Paragraph::new(&face, title).unwrap();
    let lines = paragraph.broken(width, most).unwrap_or_else(|| paragraph.cut(width, most));
    lines.into_iter().map(|line| paragraph.seen(line)).collect()
}

#[test]
fn a_title_is_broken_into_lines_of_about_one_length() {
    let title = "A title of some length, for a card";
    assert_eq!(lines(title, 30.0, 3), [title]);
    assert_eq!(lines(title, 14.0, 3), ["A title of some", "length, for a card"]);
    assert_eq!(lines("  A\n title\t\u{7}🎉 ", 30.0, 3), ["A title"]);
}

#[test]
fn what_is_too_long_ends_in_an_ellipsis() {
    let title = "A title of some length, which has no end in sight, nor has its maker";
    assert_eq!(lines(title, 10.0, 2), ["A title of some length,", "which has no end in…"]);
    assert_eq!(lines("Aaaaaaaaaaaaaaaaaaaaaaaaaaaa", 5.0, 2), ["Aaaaaaaa", "aaaaaaa…"]);
    assert_eq!(lines("Aaaaaaaaaaaaaaaaaaaaaaaaaaaa", 0.1, 2), ["A", "a…"], "no width at all");
}

#[test]
fn hebrew_is_read_from_the_right_and_what_is_latin_in_it_from_the_left() {
    assert_eq!(lines("אבג abc 12 דה", 30.0, 1), ["הד abc 12 גבא"]);
    assert_eq!(lines("abc אבג, דה def", 30.0, 1), ["abc הד ,גבא def"]);
    // As a line of its own each is turned by itself.
    assert_eq!(lines("אבג דהו", 3.0, 2), ["גבא", "והד"]);
}

#[test]
fn arabic_letters_are_joined() {
    let face = face();
    let glyphs = |text| {
        let paragraph = Paragraph::new(&face, text).unwrap();
        paragraph.line(0..text.len()).glyphs.iter().map(|glyph| glyph.id).collect::<Vec<_>>()
    };
    let (alone, twice) = (glyphs("ب"), glyphs("بب"));
    assert!(!twice.iter().any(|id| alone.contains(id)), "{alone:?} {twice:?}");
}

#[test]
fn a_title_is_drawn_only_if_the_faces_have_its_letters() {
    let style = style(Layout::Plain);
    for title in ["Größe", "Gro\u{308}ße", "Łódź", "שלום", "مرحبا", "Now 🚀", "1", "?"]
    {
        assert!(style.can_draw(title) && style.draw(&card(title)).is_some(), "{title}");
    }
    for title in ["日本語", "Привет", "Latin and 日", "🚀", "", " \n\u{200d}"] {
        assert!(!style.can_draw(title) && style.draw(&card(title)).is_none(), "{title}");
    }
    // Of the smaller texts what cannot be drawn is left out.
    let draw = |blog: &str, date: &str| {
        let (blog, date) = (blog.to_owned(), Some(date.to_owned()));
        style.draw(&Card { blog, date, ..card("A") }).unwrap()
    };
    assert_eq!(draw("日本語", "5 🎉"), draw("語", "5"));
    assert_ne!(draw("日本語", "5"), draw("Blog", "5"));
}

#[test]
fn a_card_of_a_title_that_is_read_from_the_right_is_mirrored() {
    let style = style(Layout::Notebook);
    let columns = |title| {
        let (pixels, _) = pixels(&style.draw(&card(title)).unwrap());
        [pixels[0], pixels[WIDTH as usize - 1]]
    };
    let ([left, right], [other_left, other_right]) = (columns("abc"), columns("אבג"));
    assert_ne!(left, right);
    assert_eq!([left != 0, right != 0], [true, false], "the margin is at the left");
    assert_eq!([other_left != 0, other_right != 0], [false, true], "and here at the right");
}

#[test]
fn no_text_leaves_its_card() {
    // Each sign is wide, and none fits beside another.
    let long = "W".repeat(10_000);
    let words = "Wort ".repeat(2_000);
    for (name, layout) in Layout::ALL {
        let style = style(layout);
        for title in [&*long, &*words, "W"] {
            let whole = Card {
                title: title.to_owned(),
                blog: words.clone(),
                date: Some(long.clone()),
                author: Some(words.clone()),
                file: long.clone(),
                seed: 7,
            };
            let (pixels, _) = pixels(&style.draw(&whole).unwrap());
            // Text is the inverse's paper; it touches no edge of the card.
            let ink_at = |x: usize, y: usize| pixels[y * WIDTH as usize + x];
            for x in 0..WIDTH as usize {
                let (top, bottom) = (ink_at(x, 1), ink_at(x, HEIGHT as usize - 2));
                assert_eq!(top, ink_at(x, 0), "{name}, column {x}");
                if layout != Layout::Poster {
                    assert_eq!(bottom, ink_at(x, HEIGHT as usize - 1), "{name}, column {x}");
                }
            }
        }
    }
}

#[test]
fn each_post_has_some_of_several_colours() {
    let style = style(Layout::Plain);
    let draw = |seed| style.draw(&Card { seed, ..card("A") }).unwrap();
    assert_ne!(draw(0), draw(1));
    assert_eq!(draw(0), draw(2));
}

#[test]
fn what_is_no_face_is_refused() {
    let mut face = Typeface::new(0.0);
    let woff2 = include_bytes!("../tests/faces/rubik-hebrew-400-normal.woff2");
    let mut damaged = woff2.to_vec();
    damaged.truncate(2_000);
    for file in [&b""[..], b"wOF2", b"wOFF....", b"not a face", &damaged] {
        assert!(face.add(file, []).is_err());
    }
    assert!(face.drawable("a").is_none(), "nothing of them is kept");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_title_is_drawn_or_refused(
        title in prop_oneof![
            any::<String>(),
            "[a-zà-ž ,.\u{300}-\u{30f}\u{200b}-\u{200f}\u{202a}-\u{202e}]{0,300}",
            "[א-תa-z0-9 ()\u{5b0}-\u{5c7}]{0,120}",
            "[ء-ي٠-٩ a-z\u{64b}-\u{652}]{0,120}",
            "[a-z🚀👩‍🚀🇩🇪日本Ж ]{0,60}",
            "[a-zW-Z]{200,10000}",
        ],
        blog in "[a-zא-ת日🚀 ]{0,80}",
        layout in 0..Layout::ALL.len(),
        seed in any::<u8>(),
    ) {
        let style = style(Layout::ALL[layout].1);
        let card = Card { title, blog, seed, author: Some("A. Writer".to_owned()), ..card("") };
        let drawn = style.draw(&card);
        prop_assert_eq!(drawn.is_some(), style.can_draw(&card.title));
        if let Some(png) = drawn {
            let (pixels, n_colours) = pixels(&png);
            prop_assert!(pixels.iter().all(|pixel| usize::from(*pixel) < n_colours));
            prop_assert_eq!(Some(png), style.draw(&card), "the same twice");
        }
    }

    #[test]
    fn lines_hold_the_whole_text_and_are_no_wider_than_allowed(
        title in "[a-zà-ž ,.א-ת\u{300}-\u{30f}]{1,200}",
        width in 1.0_f32..40.0,
        most in 1_usize..7,
    ) {
        let face = face();
        let Some(mut paragraph) = Paragraph::new(&face, &title) else { return Ok(()) };
        let broken = paragraph.broken(width, most);
        let is_cut = broken.is_none();
        let lines = broken.unwrap_or_else(|| paragraph.cut(width, most));
        prop_assert!(lines.len() <= most);
        prop_assert_eq!(lines[0].start, 0);
        prop_assert!(lines.windows(2).all(|two| two[0].end == two[1].start));
        for line in lines.iter().cloned() {
            let line = paragraph.line(line);
            // A letter that is wider than the line stands in one of its own; a line is shaped
            // anew, in which letters may move a little.
            let is_fitting = line.width <= width + 0.4;
            prop_assert!(is_fitting || is_cut && line.glyphs.len() <= 2, "{} {}", line.width, width);
        }
    }
}
