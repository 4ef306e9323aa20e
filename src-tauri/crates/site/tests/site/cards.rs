//! Cards of the built-in themes, byte for byte. `BLESS=1 cargo test -p galley-site` draws anew
//! what is expected.

use std::sync::Arc;
use std::{env, fs};

use galley_core::PostDate;
use galley_site::{Content, SiteOptions, Theme, render_site};

use super::{blog, fixture, now};

#[test]
fn the_cards_of_the_builtin_themes_are_as_expected() {
    for name in Theme::BUILTIN {
        let theme = Theme::builtin(name).unwrap();
        let blog = blog("letters", true);
        let mut of_one = blog.site();
        of_one.posts.truncate(1);
        let post = Arc::make_mut(&mut of_one.posts[0]);
        post.title = "The cron job nobody owned, and who mailed Łódź".to_owned();
        post.date = PostDate::parse("2024-08-05");
        post.cover = None;
        let options = SiteOptions { base_url: None, now: now(), drafts: true };
        let site = render_site(&of_one, &theme, &options).unwrap();
        let cards: Vec<_> = site
            .files
            .iter()
            .filter_map(|file| match &file.content {
                Content::Card(card) => Some(card.png()),
                Content::Bytes(_) | Content::Copy(_) => None,
            })
            .collect();
        assert_eq!(cards.len(), 1, "{name}");
        let file = fixture("..").join("cards").join(format!("{name}.png"));
        if env::var_os("BLESS").is_some() {
            fs::write(&file, &cards[0]).unwrap();
        }
        let is_expected = fs::read(&file).is_ok_and(|expected| expected == cards[0]);
        assert!(is_expected, "the card of `{name}` is another; look at it and use BLESS=1");
    }
}
