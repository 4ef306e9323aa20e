//! Cards: a picture for each post that has none, where links to it are shared.
//!
//! A card is planned like a page and drawn when somebody wants its bytes. Its place is beside
//! its post's page, where [`Places`](crate::render::Places) finds room for it.

use std::hash::Hash as _;
use std::sync::Arc;

use galley_card::{Card, Style};
use galley_core::BlogConfig;
use rayon::prelude::*;

use crate::Result;
use crate::address::INDEX;
use crate::blog::{SiteBlog, SitePost};
use crate::context::seed;
use crate::link::Links;
use crate::memory::{Key, KeyHasher};
use crate::output::{Content, OutputFile};
use crate::plan::Plan;
use crate::render::card_place;
use crate::theme::{LanguageWords, Theme};

/// A card that is not drawn yet.
#[derive(Debug, Clone)]
pub struct SiteCard {
    card: Card,
    style: Arc<Style>,
    key: Key,
}

impl SiteCard {
    fn new(card: Card, style: Arc<Style>, theme: &Theme) -> Self {
        let mut hasher = KeyHasher::default();
        (theme.fingerprint(), &card).hash(&mut hasher);
        Self { card, style, key: hasher.key() }
    }

    /// What tells it from others.
    pub(crate) fn key(&self) -> Key {
        self.key
    }

    /// The picture, a PNG file.
    pub fn png(&self) -> Vec<u8> {
        self.style.draw(&self.card).expect("only what can be drawn is planned")
    }
}

impl PartialEq for SiteCard {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for SiteCard {}

/// Whether a blog has cards: they are of use only where they have a public address.
pub(crate) fn are_wanted(config: &BlogConfig) -> bool {
    config.social_cards && config.base_url.is_some()
}

/// Whether this site has any.
pub(crate) fn are_wanted_in(plan: &Plan) -> bool {
    plan.config.social_cards && plan.base.is_some()
}

/// The places in the plan of those posts that have a card: no picture of their own, and a title
/// that the theme's faces can draw.
pub(crate) fn posts_with<'l>(
    plan: &'l Plan,
    theme: &Theme,
    links: impl Fn(usize) -> Links<'l> + Sync,
) -> Result<Vec<usize>> {
    if !are_wanted_in(plan) {
        return Ok(Vec::new());
    }
    let style = theme.card_style()?;
    let has_card = |at: &usize| {
        let post = &plan.posts[*at].post;
        let cover = post.cover.as_deref().and_then(|cover| links(*at).public_image(cover));
        cover.is_none() && style.can_draw(&post.title)
    };
    Ok((0..plan.posts.len()).into_par_iter().filter(has_card).collect())
}

/// Where the card of the post at `page` goes, if nothing else is there.
pub(crate) fn place_beside(page: &str) -> String {
    match page.strip_suffix(INDEX) {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("{folder}card.png"),
        _ => format!("{}-card.png", page.strip_suffix(".html").unwrap_or(page)),
    }
}

/// The cards of a plan's posts, at these places.
pub(crate) fn files(
    plan: &Plan,
    theme: &Theme,
    words: &LanguageWords,
    places: &[Option<String>],
) -> Result<Vec<OutputFile>> {
    let placed = plan
        .posts
        .iter()
        .zip(places)
        .filter_map(|(planned, place)| Some((&*planned.post, place.as_ref()?)));
    let file = |(post, path): (&SitePost, &String)| {
        let card = of_post(plan, post, theme, words)?;
        Ok(OutputFile { path: path.clone(), content: Content::Card(card) })
    };
    placed.map(file).collect()
}

/// The card of one post and its place, as they are in the whole site, if it has one.
pub fn card_of_post(
    blog: &SiteBlog<'_>,
    post: &SitePost,
    theme: &Theme,
) -> Result<Option<(String, SiteCard)>> {
    if !are_wanted(blog.config) {
        return Ok(None);
    }
    let words = theme.words().of(&blog.config.language);
    card_place(blog, post, theme, |plan, place| {
        Ok((place.to_owned(), of_post(plan, post, theme, &words)?))
    })
}

fn of_post(plan: &Plan, post: &SitePost, theme: &Theme, words: &LanguageWords) -> Result<SiteCard> {
    let config = &plan.config;
    let authors = match &post.authors[..] {
        [] => config.author.as_slice(),
        authors => authors,
    };
    let author = authors.join(", ");
    let card = Card {
        title: post.title.clone(),
        blog: config.title.clone(),
        date: post.date.map(|date| words.date(date.civil_date(&config.time_zone))),
        // A blog that is called like its author says that once.
        author: (!author.is_empty() && author != config.title).then_some(author),
        file: post.path.to_string(),
        seed: seed(post),
    };
    Ok(SiteCard::new(card, theme.card_style()?.clone(), theme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_lies_beside_its_page() {
        assert_eq!(place_beside("a/b/index.html"), "a/b/card.png");
        assert_eq!(place_beside("index.html"), "card.png");
        assert_eq!(place_beside("2024/b.html"), "2024/b-card.png");
        assert_eq!(place_beside("2024/myindex.html"), "2024/myindex-card.png");
    }
}
