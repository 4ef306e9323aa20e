//! What machines are told beside Atom: RSS, JSON Feed, and the heads of pages.

use std::collections::HashSet;

use galley_core::PostDate;
use galley_site::Content;
use jiff::Timestamp;
use serde_json::Value;

use super::xml::{leaves, texts};
use super::{blog, render, text};

#[test]
fn the_second_feed_is_what_rss_asks_for() {
    for name in ["small", "letters"] {
        let site = render(&blog(name, true));
        let leaves = leaves(text(&site, "rss.xml"));
        for path in ["title", "link", "description", "language", "lastBuildDate"] {
            assert_eq!(texts(&leaves, &format!("rss/channel/{path}")).len(), 1, "one {path}");
        }
        let of_items = |path: &str| texts(&leaves, &format!("rss/channel/item/{path}"));
        let n_items = of_items("title").len();
        assert_eq!(n_items, 4);
        for path in ["link", "guid", "pubDate", "description", "content:encoded"] {
            assert_eq!(of_items(path).len(), n_items, "each item has one {path}");
        }
        assert_eq!(of_items("guid").into_iter().collect::<HashSet<_>>().len(), n_items);
        assert!(of_items("link").iter().all(|link| link.starts_with("https://")));
        let guids = leaves.iter().filter(|leaf| leaf.path.ends_with("/guid"));
        assert!(guids.into_iter().all(|guid| guid.attribute("isPermaLink") == "false"));
        for date in
            of_items("pubDate").into_iter().chain(texts(&leaves, "rss/channel/lastBuildDate"))
        {
            let is_rfc_822 = date.as_bytes()[3] == b',' && PostDate::parse(date).is_some();
            assert!(is_rfc_822, "{date}");
        }
    }
    let site = render(&blog("letters", true));
    let leaves = leaves(text(&site, "rss.xml"));
    assert_eq!(
        texts(&leaves, "rss/channel/item/pubDate")[2..],
        ["Mon, 1 Jan 2024 00:00:00 +0900", "Sun, 31 Dec 2023 23:30:00 +0900"],
    );
    assert_eq!(texts(&leaves, "rss/channel/item/dc:creator").len(), 5);
    let own = leaves.iter().find(|leaf| leaf.path == "rss/channel/atom:link").unwrap();
    assert_eq!(own.attribute("href"), "https://letters.example/blog/rss.xml");
}

#[test]
fn the_third_feed_is_what_json_feed_asks_for() {
    for name in ["small", "letters"] {
        let site = render(&blog(name, true));
        let feed: Value = serde_json::from_str(text(&site, "feed.json")).unwrap();
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
        for key in ["title", "home_page_url", "feed_url", "language"] {
            assert!(feed[key].is_string(), "{key}");
        }
        let atom = leaves(text(&site, "feed.xml"));
        let ids = texts(&atom, "feed/entry/id");
        let items = feed["items"].as_array().unwrap();
        assert_eq!(items.iter().map(|item| item["id"].as_str().unwrap()).collect::<Vec<_>>(), ids);
        for item in items {
            assert!(item["url"].as_str().unwrap().starts_with("https://"));
            assert!(item["content_html"].is_string());
            for key in ["date_published", "date_modified"] {
                let date = item[key].as_str().unwrap();
                assert!(date.parse::<Timestamp>().is_ok(), "{date}");
            }
        }
    }
    let site = render(&blog("letters", true));
    let feed: Value = serde_json::from_str(text(&site, "feed.json")).unwrap();
    let (japanese, reply) = (&feed["items"][1], &feed["items"][2]);
    assert_eq!(japanese["language"], "ja");
    assert_eq!(japanese["image"], "https://letters.example/blog/2024/01/three/pictures/sea.svg");
    assert!(japanese["content_html"].as_str().unwrap().contains("src=\"https://letters.example/"));
    assert_eq!(reply["date_published"], "2024-01-01T00:00:00+09:00");
    assert_eq!(reply["date_modified"], "2024-02-01T10:00:00+09:00");
    assert_eq!(reply["authors"][0]["name"], "Second Author");
}

#[test]
fn feeds_that_need_full_addresses_wait_for_them() {
    let site = render(&blog("letters", false));
    assert!(!site.files.iter().any(|file| ["rss.xml", "feed.json"].contains(&&*file.path)));
    let index = text(&site, "index.html");
    assert!(index.contains("feed.xml") && !index.contains("rss.xml"));
}

#[test]
fn every_page_says_what_it_is() {
    for name in ["small", "letters"] {
        let site = render(&blog(name, true));
        let mut n_postings = 0;
        for file in &site.files {
            let Content::Bytes(bytes) = &file.content else { continue };
            if file.path.split('.').next_back() != Some("html") {
                continue;
            }
            let html = std::str::from_utf8(bytes).unwrap();
            let mut scripts = html.split("<script type=\"application/ld+json\">").skip(1);
            let Some(script) = scripts.next() else { continue };
            assert_eq!(scripts.count(), 0);
            let json: Value =
                serde_json::from_str(script.split("</script>").next().unwrap()).unwrap();
            assert_eq!(json["@context"], "https://schema.org");
            if json["@type"] == "BlogPosting" {
                n_postings += 1;
                let canonical = json["url"].as_str().unwrap();
                assert!(html.contains(&format!("<link rel=\"canonical\" href=\"{canonical}\">")));
                assert!(html.contains("<meta name=\"twitter:card\""));
            }
        }
        assert_eq!(n_postings, 5, "every post");
    }
}

#[test]
fn dates_for_machines_say_their_zone() {
    let site = render(&blog("letters", true));
    let first = text(&site, "2023/12/one/index.html");
    assert!(first.contains("article:published_time\" content=\"2023-12-31T23:30:00+09:00\""));
    assert!(!first.contains("article:modified_time"));
    let reply = text(&site, "2024/01/two/index.html");
    assert!(reply.contains("article:modified_time\" content=\"2024-02-01T10:00:00+09:00\""));
    assert!(reply.contains("\"headline\":\"A reply \\u003c/script\\u003e \\u0026 more\""));
    assert!(reply.contains("<meta property=\"og:locale\" content=\"en_GB\">"));
    let sitemap = leaves(text(&site, "sitemap.xml"));
    let modified = texts(&sitemap, "urlset/url/lastmod");
    assert!(modified.contains(&"2024-02-01"), "{modified:?}");
}
