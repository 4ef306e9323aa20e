//! A post's page with a hole, as the live preview shows it, is the exported page.

use galley_site::{Body, Theme, post_page};

use super::{blog, render, sample_blog, text};

#[test]
fn the_page_with_its_hole_filled_is_the_exported_page() {
    let theme = Theme::builtin("quiet").unwrap();
    for blog in [blog("small", true), sample_blog()] {
        let exported = render(&blog);
        let site = blog.site();
        let live = site.posts.iter().filter(|post| post.status.as_str() == "live");
        for post in live {
            let whole =
                post_page(&site, post, &theme, Body::Html(&post.html.text().unwrap())).unwrap();
            assert_eq!(
                whole,
                text(&exported, &format!("{}/index.html", post.slug)),
                "{}",
                post.path
            );

            let hole = post_page(&site, post, &theme, Body::Hole).unwrap();
            let (before, after) = hole.split_once(" data-galley-body></div>").expect("the hole");
            assert!(before.ends_with("<div class=\"prose\""));
            assert!(
                whole.starts_with(before) && whole.ends_with(&format!("</div>{after}")),
                "{}",
                post.path
            );
            assert!(!whole.contains("data-galley"), "an exported page has no mark");
        }
    }
}

#[test]
fn a_draft_has_a_page_and_the_neighbours_it_will_have() {
    let blog = blog("small", true);
    let site = blog.site();
    let theme = Theme::builtin("quiet").unwrap();
    let draft = site.posts.iter().find(|post| post.path.as_str() == "draft.md").unwrap();
    let page = post_page(&site, draft, &theme, Body::Html(&draft.html.text().unwrap())).unwrap();
    assert!(page.contains("<span class=\"stage\">Draft</span>"), "it says what it is");
    assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"));
    let between = [
        "href=\"../pictures/index.html\" rel=\"prev\"",
        "href=\"../honyaku/index.html\" rel=\"next\"",
    ];
    assert!(between.iter().all(|link| page.contains(link)), "{page}");
}

#[test]
fn a_title_that_changed_since_the_blog_was_read_is_shown() {
    let blog = blog("small", true);
    let site = blog.site();
    let theme = Theme::builtin("quiet").unwrap();
    let mut post = (*site.posts[0]).clone();
    post.title = "Changed / a moment ago".to_owned();
    let page = post_page(&site, &post, &theme, Body::Hole).unwrap();
    assert!(page.contains(
        "<span class=\"part\">Changed&nbsp;/</span> <span class=\"part\">a moment ago</span></h1>"
    ));
}
