use insta::assert_snapshot;
use proptest::prelude::*;

use super::*;

fn slug(title: &str) -> String {
    Slug::from_title(title).map_or_else(|| "(none)".to_owned(), |slug| slug.0)
}

#[test]
fn titles_become_slugs() {
    assert_snapshot!(slug("Hello, World!"), @"hello-world");
    assert_snapshot!(slug("  --- Spaces   and_underscores ---"), @"spaces-and-underscores");
    assert_snapshot!(slug("Don't Panic: it’s 5 o'clock"), @"dont-panic-its-5-oclock");
    assert_snapshot!(slug("C++ & Rust 1.95"), @"c-rust-1-95");
    assert_snapshot!(slug("Ärger mit ß in STRAẞE"), @"ärger-mit-ß-in-straße");
    assert_snapshot!(slug("日本語で書くということ"), @"日本語で書くということ");
    assert_snapshot!(slug("שלום עולם"), @"שלום-עולם");
    assert_snapshot!(slug("हिन्दी में"), @"हिन्दी-में");
    assert_snapshot!(slug("İstanbul"), @"i̇stanbul");
    assert_snapshot!(slug("Launch 🚀 day 1️⃣"), @"launch-day-1");
    assert_snapshot!(slug("../../etc/passwd"), @"etc-passwd");
    assert_snapshot!(
        slug("first loop I ever wrote / I mapped the disk by hand once / the merge was final"),
        @"first-loop-i-ever-wrote-i-mapped-the-disk-by-hand-once-the-merge-was-final"
    );
}

#[test]
fn titles_without_a_letter_have_no_slug() {
    for title in ["", "   ", "!?…", "🎉🎉", "/", "---", "\u{301}", "\u{FE0F}"] {
        assert_eq!(Slug::from_title(title), None, "{title:?}");
    }
}

#[test]
fn decomposed_and_composed_letters_give_one_slug() {
    assert_eq!(Slug::from_title("Cafe\u{301}"), Slug::from_title("Café"));
    assert_eq!(Slug::parse("cafe\u{301}"), Slug::parse("café"));
}

#[test]
fn long_titles_are_cut_between_words() {
    let title = "A title that goes on and on ".repeat(11);
    let slug = slug(&title);
    assert!(title.len() > 300 && slug.len() <= MAX_TITLE_BYTES, "{slug}");
    assert!(slug.ends_with("-title-that"), "{slug}");
    let endless = self::slug(&"あ".repeat(300));
    assert_eq!(endless, "あ".repeat(MAX_TITLE_BYTES / 3));
}

#[test]
fn what_cannot_be_part_of_a_url_is_refused() {
    assert_eq!(Slug::parse(""), Err(ParseSlugError::Empty));
    assert_eq!(Slug::parse("a/b"), Err(ParseSlugError::Character('/')));
    assert_eq!(Slug::parse("a b"), Err(ParseSlugError::Character(' ')));
    assert_eq!(Slug::parse(".."), Err(ParseSlugError::Dot));
    assert_eq!(Slug::parse(".hidden"), Err(ParseSlugError::Dot));
    assert_eq!(Slug::parse(&"a".repeat(201)), Err(ParseSlugError::TooLong));
    assert_eq!(Slug::parse("a\nb").unwrap_err().to_string(), r"a slug contains `\n`");
    assert_eq!(Slug::parse("My_Post-1.0~x").unwrap().as_str(), "My_Post-1.0~x");
}

#[test]
fn a_number_tells_namesakes_apart() {
    let slug = Slug::parse("hello").unwrap();
    assert_eq!(slug.numbered(2).as_str(), "hello-2");
    let longest = Slug::parse(&"a".repeat(MAX_BYTES)).unwrap();
    let numbered = longest.numbered(u32::MAX);
    assert_eq!(Slug::parse(numbered.as_str()), Ok(numbered.clone()));
    assert!(numbered.as_str().ends_with("a-4294967295"));
}

#[test]
fn tags_of_languages_stay_apart() {
    let tag = |tag| TagSlug::from_title(tag).unwrap().0;
    assert_eq!(
        (tag("C"), tag("C++"), tag("C#")),
        ("c".into(), "c-plus-plus".into(), "c-sharp".into())
    );
    assert_eq!(tag("#rust"), "rust");
    assert_eq!(tag("Machine Learning"), "machine-learning");
}

proptest! {
    #[test]
    fn a_slug_from_any_title_is_a_slug(title in "\\PC{0,120}|[\\PC\\s]{0,40}|.{0,40}") {
        if let Some(slug) = Slug::from_title(&title) {
            prop_assert_eq!(Slug::parse(slug.as_str()), Ok(slug.clone()));
            prop_assert!(slug.as_str().len() <= MAX_TITLE_BYTES);
            prop_assert!(!slug.as_str().starts_with('-') && !slug.as_str().ends_with('-'));
            prop_assert_eq!(Slug::from_title(slug.as_str()), Some(slug.clone()), "a slug's slug is itself");
            let numbered = slug.numbered(17);
            prop_assert_eq!(Slug::parse(numbered.as_str()), Ok(numbered));
        }
        if let Some(tag) = TagSlug::from_title(&title) {
            prop_assert_eq!(TagSlug::parse(tag.as_str()), Ok(tag));
        }
    }
}
