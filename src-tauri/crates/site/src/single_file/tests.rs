use galley_core::BlogConfig;

use std::sync::Arc;

use super::*;
use crate::blog::{SiteAsset, SitePictures};
use crate::testing::post;

fn check(html: &str, base_url: Option<&str>) -> String {
    let mut config = BlogConfig::unconfigured("Proofs");
    config.base_url = base_url.map(str::to_owned);
    let mut shown = post("one", "2024-08-05");
    shown.html = html.to_owned().into();
    shown.tags = vec!["type".to_owned()];
    shown.assets = vec![SiteAsset { name: "a.png".into(), source: "/nowhere/a.png".into() }];
    let other = post("other", "2024-08-04");
    let blog = SiteBlog {
        config: &config,
        posts: [shown.clone(), other].map(Arc::new).to_vec(),
        pages: vec![],
        files: vec![],
        pictures: SitePictures::new(),
    };
    let theme = Theme::builtin("quiet").unwrap();
    let mut read = |name: &str| match name {
        "a.png" => Some(b"small".to_vec()),
        "big.png" => Some(vec![7; 3000]),
        _ => None,
    };
    single_file(&blog, &shown, &theme, &mut read).unwrap()
}

fn body_of(page: &str) -> &str {
    let start = page.find(PROSE).unwrap();
    let end = page[start..].find("</div>").unwrap();
    &page[start + PROSE.len() + 1..start + end]
}

/// Every address in the page, wherever HTML or CSS can name one.
fn addresses(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    for piece in pieces(page) {
        match piece {
            Piece::Tag(tag) => {
                let names = ["src", "srcset", "href", "poster", "data", "action"];
                found.extend(names.iter().filter_map(|name| tag.get(name)).map(String::from));
            }
            Piece::Other(text) => {
                let urls = text.split("url(").skip(1);
                found.extend(urls.map(|url| url.trim_start_matches('"').to_owned()));
            }
        }
    }
    found
}

#[test]
fn nothing_is_fetched() {
    let html = "<p><img src=\"a.png\" srcset=\"b.png 2x\" alt=\"A\"> \
        <img src=\"https://example.org/c.png\" alt=\"C &amp; D\"> <img src=\"gone.png\" alt=\"\"></p>";
    let page = check(html, None);
    for address in addresses(&page) {
        let stays = address.starts_with("data:") || address.starts_with('#');
        assert!(stays, "the page asks for {address:.80}");
    }
    insta::assert_snapshot!(
        body_of(&page),
        @r#"<p><img src="data:image/png;base64,c21hbGw=" alt="A"> <span class="absent" title="https://example.org/c.png">C &amp; D</span> <span class="absent" title="gone.png">gone.png</span></p>"#
    );
}

#[test]
fn links_to_the_site_lead_to_its_address() {
    let html = "<a href=\"other.md#x\">o</a> <a href=\"#here\">h</a> \
        <a href=\"https://example.org/\">e</a> <a href=\"a.png\">f</a>";
    insta::assert_snapshot!(
        body_of(&check(html, Some("https://proofs.example/blog"))),
        @r##"<a href="https://proofs.example/blog/other/#x">o</a> <a href="#here">h</a> <a href="https://example.org/">e</a> <a href="https://proofs.example/blog/one/a.png">f</a>"##
    );
    insta::assert_snapshot!(
        body_of(&check(html, None)),
        @r##"<a>o</a> <a href="#here">h</a> <a href="https://example.org/">e</a> <a>f</a>"##
    );
}

#[test]
fn a_picture_shown_twice_is_there_once() {
    let page = check("<img src=\"big.png\" alt=\"1\"><img src=\"big.png\" alt=\"2\">", None);
    let bytes = base64::encode(&[7; 3000]);
    assert_eq!(page.matches(&bytes).count(), 1);
    assert_eq!(page.matches("<img src=\"data:image/svg+xml,").count(), 2);
}

#[test]
fn faces_come_once_and_only_those_that_are_needed() {
    let theme = Theme::builtin("quiet").unwrap();
    let face = |name: &str| {
        base64::encode(theme.static_file(&format!("theme/fonts/{name}.woff2")).unwrap())
    };
    let (latin, extended) =
        (face("literata-latin-opsz-normal"), face("literata-latin-ext-opsz-normal"));
    let page = check("<p>plain</p>", None);
    assert_eq!((page.matches(&latin).count(), page.matches(&extended).count()), (1, 0));
    let page = check("<p>Zażółć</p>", None);
    assert_eq!((page.matches(&latin).count(), page.matches(&extended).count()), (1, 1));
}
