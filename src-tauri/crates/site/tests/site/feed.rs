//! The feed, read back the way a feed reader reads it.

use std::collections::HashSet;

use jiff::Timestamp;

use super::xml::{leaves, texts};
use super::{blog, render, text};

#[test]
fn a_feed_is_what_atom_asks_for() {
    for base_url in [true, false] {
        let site = render(&blog("small", base_url));
        let leaves = leaves(text(&site, "feed.xml"));
        let one = |path: &str| {
            let texts = texts(&leaves, path);
            assert_eq!(texts.len(), 1, "one {path}");
            texts[0]
        };
        assert_eq!(one("feed/title"), "Small & whole");
        assert_eq!(one("feed/author/name"), "A. Writer");
        let titles = texts(&leaves, "feed/entry/title");
        assert_eq!(
            titles[1..],
            ["校正 / 翻訳", "Pictures", "first / second & third / last"],
            "newest first; none without a date, no draft, nothing scheduled"
        );
        for path in ["id", "updated", "published", "content"] {
            let found = texts(&leaves, &format!("feed/entry/{path}"));
            assert_eq!(found.len(), titles.len(), "each entry has one {path}");
        }
        let ids: HashSet<_> =
            texts(&leaves, "feed/entry/id").into_iter().chain([one("feed/id")]).collect();
        assert_eq!(ids.len(), titles.len() + 1, "no id occurs twice");
        let is_absolute = |id: &&str| id.starts_with("tag:") || id.starts_with("https://");
        assert!(ids.iter().all(is_absolute), "{ids:?}");

        let dates = ["feed/updated", "feed/entry/updated", "feed/entry/published"];
        for date in dates.into_iter().flat_map(|path| texts(&leaves, path)) {
            assert!(date.parse::<Timestamp>().is_ok(), "{date}");
        }
        assert_eq!(one("feed/updated"), "2024-03-10T00:00:00Z", "that of the newest entry");
    }
}

#[test]
fn ids_stay_when_the_way_of_building_changes() {
    let ids = |base_url: bool| {
        let site = render(&blog("small", base_url));
        let leaves = leaves(text(&site, "feed.xml"));
        texts(&leaves, "feed/entry/id").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        ids(true),
        [
            "tag:small.example,2024-03-10:hostile",
            "tag:small.example,2024-03-09:honyaku",
            "tag:small.example,2024-02-29:pictures",
            "tag:small.example,2024-01-05:first",
        ]
    );
    assert_eq!(ids(false)[3], "tag:galley.invalid,2024-01-05:first");
}

#[test]
fn links_in_the_feed_stand_alone() {
    let site = render(&blog("small", true));
    let xml = leaves(text(&site, "feed.xml"));
    let links: Vec<_> = xml.iter().filter(|leaf| leaf.path.ends_with("/link")).collect();
    assert_eq!(links[1].attribute("rel"), "self");
    assert_eq!(links[1].attribute("href"), "https://small.example/blog/feed.xml");
    assert!(
        links.iter().all(|link| link.attribute("href").starts_with("https://small.example/blog/"))
    );
    let contents = texts(&xml, "feed/entry/content");
    insta::assert_snapshot!(contents[2], @r##"
    <h2 id="a-picture">A picture <a class="anchor" href="https://small.example/blog/pictures/#a-picture" aria-label="Link to this section"></a></h2>
    <figure><img src="https://small.example/blog/pictures/images/dot.svg" alt="A dot"><figcaption>The same dot</figcaption></figure>
    <p><a href="https://small.example/blog/first/">The first</a>, and <a href="https://small.example/blog/pictures/images/dot.svg">the dot</a>.</p>
    "##);

    let site = render(&blog("small", false));
    let xml = leaves(text(&site, "feed.xml"));
    let content = texts(&xml, "feed/entry/content")[2];
    assert!(content.contains("<img src=\"pictures/images/dot.svg\""), "{content}");
}

#[test]
fn the_sitemap_lists_what_readers_see() {
    let site = render(&blog("small", true));
    let leaves = leaves(text(&site, "sitemap.xml"));
    let addresses = texts(&leaves, "urlset/url/loc");
    for path in ["", "first/", "pictures/", "about/", "tags/", "tags/rust/"] {
        let address = format!("https://small.example/blog/{path}");
        assert!(addresses.contains(&&*address), "{address} in {addresses:?}");
    }
    assert!(
        !addresses.iter().any(|address| address.contains("draft") || address.contains("later"))
    );
    assert_eq!(texts(&leaves, "urlset/url/lastmod").len(), 4, "dated posts say when");
    assert!(text(&site, "robots.txt").contains("Sitemap: https://small.example/blog/sitemap.xml"));

    let site = render(&blog("small", false));
    assert!(!site.files.iter().any(|file| file.path == "sitemap.xml"), "it needs full addresses");
    assert!(!text(&site, "robots.txt").contains("Sitemap"));
}

#[test]
fn a_diagram_in_a_feed_is_its_source() {
    let site = render(&blog("everything", true));
    let page = text(&site, "diagrams/index.html");
    assert!(
        page.contains("<svg id=\"d-") && page.contains("href=\"../code/index.html\""),
        "{page}"
    );
    for feed in ["feed.xml", "rss.xml", "feed.json"] {
        let feed = text(&site, feed);
        assert!(feed.contains("language-mermaid") && feed.contains("sequenceDiagram"), "{feed}");
        assert!(!feed.contains("--diagram-") && !feed.contains("data-source"), "{feed}");
    }
}
