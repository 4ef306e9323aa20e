use galley_core::{BlogConfig, PostStatus};

use std::sync::Arc;

use super::*;
use crate::testing::post;
use crate::{SiteAsset, SitePictures};

/// What is found wrong in a post with this body, beside a post with places and a draft.
fn found(html: &str) -> Vec<String> {
    let config = BlogConfig::unconfigured("Test");
    let mut subject = post("a", "2024-01-01");
    subject.html = html.to_owned().into();
    subject.assets = vec![SiteAsset { name: "x.png".into(), source: "/x.png".into() }];
    let mut other = post("b", "2024-01-02");
    other.html = "<h2 id=\"früh\">A</h2><a name=\"old\"></a>".to_owned().into();
    let draft = SitePost { status: PostStatus::Draft, ..post("draft", "2024-01-03") };
    let file = SiteAsset { name: "assets/y.png".into(), source: "/y.png".into() };
    let posts = vec![subject, other, draft];
    let blog = SiteBlog {
        config: &config,
        posts: posts.into_iter().map(Arc::new).collect(),
        pages: Vec::new(),
        files: vec![file],
        pictures: SitePictures::new(),
    };
    let checked = check_links(&blog, &Theme::builtin("quiet").unwrap()).unwrap();
    assert!(checked.problems.iter().all(|it| it.path.as_str() == "a.md"));
    checked.problems.iter().map(|it| format!("{}: {}", it.problem.code, it.address)).collect()
}

#[test]
fn what_leads_somewhere_is_no_problem() {
    for html in [
        "<a href=\"b.md\">b</a>",
        "<a href=\"./b.md#fr%C3%BCh\">b</a>",
        "<a href=\"b.md#früh\">b</a>",
        "<a href=\"b.md?x#old\">b</a>",
        "<a href=\"../b/\">b</a>",
        "<a href=\"/b/index.html#old\">b</a>",
        "<a href=\"#\">top</a><a href=\"#top\">top</a>",
        "<p id=\"p\"></p><a href=\"#p\">p</a>",
        "<a href=\"b.md#:~:text=words\">b</a>",
        "<a href=\"https://example.org/#x\">b</a>",
        "<a href=\"/tags/#t\">places of pages that no post is are not known</a>",
        "<img src=\"x.png\" alt=\"\"><img src=\"../assets/y.png\" alt=\"y\">",
        "<p>no link</p><!-- <a href=\"gone.md\"> -->",
    ] {
        assert_eq!(found(html), Vec::<String>::new(), "{html}");
    }
}

#[test]
fn what_leads_nowhere_is_one_each() {
    for (html, problem) in [
        ("<a href=\"c.md\">c</a>", "link-broken: c.md"),
        ("<a href=\"draft.md#x\">d</a>", "link-broken: draft.md#x"),
        ("<a href=\"../../b/\">b</a>", "link-broken: ../../b/"),
        ("<a href=\"b.md#late\">b</a>", "link-broken: b.md#late"),
        ("<a href=\"#late\">b</a>", "link-broken: #late"),
        ("<img src=\"z.png\" alt=\"\">", "asset-missing: z.png"),
        ("<video src=\"z.mp4\"></video>", "asset-missing: z.mp4"),
        ("<img src=\"x.png\" srcset=\"x.png, z.png 2x\" alt=\"\">", "asset-missing: z.png"),
    ] {
        assert_eq!(found(html), [problem], "{html}");
    }
}

#[test]
fn a_link_to_a_draft_says_so_and_drafts_may_link_to_each_other() {
    let config = BlogConfig::unconfigured("Test");
    let draft = |slug: &str| SitePost { status: PostStatus::Draft, ..post(slug, "2024-01-01") };
    let link = "<a href=\"two.md\">two</a>".to_owned();
    let posts = vec![
        SitePost { html: link.clone().into(), ..post("live", "2024-01-01") },
        SitePost { html: link.into(), ..draft("one") },
        draft("two"),
    ];
    let blog = SiteBlog {
        config: &config,
        posts: posts.into_iter().map(Arc::new).collect(),
        pages: Vec::new(),
        files: Vec::new(),
        pictures: SitePictures::new(),
    };
    let checked = check_links(&blog, &Theme::builtin("quiet").unwrap()).unwrap();
    let [found] = &checked.problems[..] else { panic!("{:?}", checked.problems) };
    assert_eq!(found.path.as_str(), "live.md");
    assert!(found.problem.message.contains("readers do not see yet"), "{found:?}");
}

#[test]
fn what_is_led_to_is_used() {
    let config = BlogConfig::unconfigured("Test");
    let mut subject = post("a", "2024-01-01");
    subject.html = "<img src=\"../assets/y.png\" alt=\"\">".to_owned().into();
    subject.cover = Some("/assets/cover.png".to_owned());
    let file = |name: &str| SiteAsset { name: name.into(), source: name.into() };
    let files = ["assets/y.png", "assets/cover.png", "assets/z.png"].map(file).to_vec();
    let blog = SiteBlog {
        config: &config,
        posts: vec![Arc::new(subject)],
        pages: Vec::new(),
        files,
        pictures: SitePictures::new(),
    };
    let checked = check_links(&blog, &Theme::builtin("quiet").unwrap()).unwrap();
    assert_eq!(checked.problems, []);
    let expected = ["assets/y.png", "assets/cover.png"].map(str::to_owned);
    assert_eq!(checked.used, HashSet::from(expected));
}
