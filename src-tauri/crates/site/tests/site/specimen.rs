//! One page by itself is the page of the whole site.

use std::sync::Arc;

use galley_core::PostStatus;
use galley_site::{Content, SiteBlog, SitePost, SpecimenOf, Theme, index_posts, specimen};

use crate::{blog, render, sample_blog, text};

/// The blog with bodies and assets of these posts alone, as when they are on one page.
fn with_bodies_of<'b>(site: &SiteBlog<'b>, shown: &[galley_core::PostPath]) -> SiteBlog<'b> {
    let listed = |post: &Arc<SitePost>| {
        if shown.contains(&post.path) {
            return post.clone();
        }
        let (html, assets) = (galley_site::Html::default(), Vec::new());
        Arc::new(SitePost { summary: None, cover: None, html, assets, ..(**post).clone() })
    };
    SiteBlog { posts: site.posts.iter().map(listed).collect(), ..site.clone() }
}

#[test]
fn the_index_is_the_exported_one_in_every_theme_without_the_bodies_of_other_posts() {
    for mut blog in [blog("small", true), blog("everything", true), sample_blog()] {
        blog.config.posts_per_page = 3;
        for theme in Theme::BUILTIN {
            blog.config.theme = (*theme).to_owned();
            blog.config.theme_settings.clear();
            let exported = render(&blog);
            let site = blog.site();
            let shown = index_posts(&site).unwrap();
            assert!(shown.len() <= 3);
            let site = with_bodies_of(&site, &shown);
            let theme = Theme::builtin(theme).unwrap();
            let specimen = specimen(&site, &theme, SpecimenOf::Index).unwrap().unwrap();
            let page = specimen.files.iter().find(|file| file.path == specimen.page).unwrap();
            let Content::Bytes(bytes) = &page.content else { panic!("a page is text") };
            assert_eq!(std::str::from_utf8(bytes).unwrap(), text(&exported, "index.html"));
            // What lies around it lies there in the site.
            for file in &specimen.files {
                assert!(exported.files.contains(file), "{}", file.path);
            }
        }
    }
}

#[test]
fn a_posts_page_is_the_exported_one_and_a_draft_has_one_too() {
    let blog = blog("everything", true);
    let exported = render(&blog);
    let theme = {
        let mut theme = Theme::builtin(&blog.config.theme).unwrap();
        theme.choose(&blog.config.theme_settings);
        theme
    };
    let site = blog.site();
    let mut n_live = 0;
    for post in &site.posts {
        let specimen = specimen(&site, &theme, SpecimenOf::Post(&post.path)).unwrap().unwrap();
        let page = specimen.files.iter().find(|file| file.path == specimen.page).unwrap();
        if post.status == PostStatus::Live {
            n_live += 1;
            assert!(exported.files.contains(page), "{}", post.path);
        } else {
            assert!(!exported.files.iter().any(|file| file.path == page.path), "{}", post.path);
        }
    }
    assert!(0 < n_live && n_live < site.posts.len());
    let gone = galley_core::PostPath::parse("gone.md").unwrap();
    assert_eq!(specimen(&site, &theme, SpecimenOf::Post(&gone)).unwrap(), None);
}

#[test]
fn a_blog_without_posts_has_an_index_too() {
    let blog = blog("small", true);
    let site = SiteBlog { posts: Vec::new(), ..blog.site() };
    assert_eq!(index_posts(&site).unwrap(), []);
    let theme = Theme::builtin("quiet").unwrap();
    assert!(specimen(&site, &theme, SpecimenOf::Index).unwrap().is_some());
}
