//! Posts without a cover have a card, in the site and in the preview.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{Blog, DataFolder, OpenOptions, PreviewFile, SiteExport, wire};

const CONFIG: &str = "title = \"B\"\nbase_url = \"https://example.org/b\"\n";

struct Desk {
    root: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { root: tempfile::tempdir().unwrap() };
        desk.write("blog.toml", &format!("{CONFIG}social_cards = true\n"));
        desk.write("posts/plain.md", &post("A title", ""));
        desk.write("posts/pictured.md", &post("Pictured", "cover: cover.svg\n"));
        desk.write("posts/cover.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        desk.write("posts/foreign.md", &post("題名", ""));
        desk
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.root.path().join("blog").join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn out(&self) -> PathBuf {
        self.root.path().join("out")
    }

    fn open(&self) -> Blog {
        let options = OpenOptions::new(DataFolder::new(Some(&self.root.path().join("data"))));
        Blog::open(&self.root.path().join("blog"), &options, |_| {}).unwrap()
    }

    /// Exports the blog as it is now, by a process of its own.
    fn export(&self) -> wire::Exported {
        let blog = self.open();
        let exported = blog.site_export(&self.out(), &SiteExport::default()).unwrap();
        blog.close();
        exported
    }
}

fn post(title: &str, more: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2024-01-01\n{more}---\n\nText.\n")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn a_post_has_a_card_if_it_has_no_cover_and_its_title_can_be_drawn() {
    let desk = Desk::new();
    desk.export();
    let page = read(&desk.out().join("plain/index.html"));
    for said in [
        "og:image\" content=\"https://example.org/b/plain/card.png\"",
        "og:image:width\" content=\"1200\"",
        "og:image:height\" content=\"630\"",
        "og:image:alt\" content=\"A title | B\"",
        "twitter:card\" content=\"summary_large_image\"",
        "twitter:image\" content=\"https://example.org/b/plain/card.png\"",
        "\"image\":\"https://example.org/b/plain/card.png\"",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let card = fs::read(desk.out().join("plain/card.png")).unwrap();
    let size = imagesize::blob_size(&card).unwrap();
    assert_eq!((size.width, size.height), (1200, 630));

    let page = read(&desk.out().join("pictured/index.html"));
    assert!(page.contains("og:image\" content=\"https://example.org/b/pictured/cover.svg\""));
    assert!(!page.contains("card.png") && !desk.out().join("pictured/card.png").exists());
    let page = read(&desk.out().join("foreign/index.html"));
    assert!(!page.contains("og:image") && !desk.out().join("foreign/card.png").exists());
}

#[test]
fn a_card_is_drawn_anew_when_it_changes_and_goes_when_it_is_not_wanted() {
    let desk = Desk::new();
    desk.export();
    let card = || fs::read(desk.out().join("plain/card.png"));
    let first = card().unwrap();
    let again = desk.export();
    assert_eq!((again.n_written, again.n_removed), (0, 0));

    desk.write("posts/plain.md", &post("Another title", ""));
    desk.export();
    let second = card().unwrap();
    assert_ne!(second, first);
    desk.write("posts/plain.md", &post("A title", ""));
    desk.export();
    assert_eq!(card().unwrap(), first, "the same title is the same card");

    desk.write("posts/plain.md", &post("A title", "cover: cover.svg\n"));
    assert_eq!(desk.export().n_removed, 1);
    assert!(card().is_err(), "a post with a cover needs none");
    desk.write("posts/plain.md", &post("A title", ""));
    desk.export();
    desk.write("blog.toml", CONFIG);
    desk.export();
    assert!(card().is_err());
    desk.write("blog.toml", "title = \"B\"\nsocial_cards = true\n");
    desk.export();
    assert!(card().is_err(), "without an address nobody finds it");
}

#[test]
fn a_file_of_the_authors_keeps_its_place_beside_the_card() {
    let desk = Desk::new();
    desk.write("posts/card.png", "not ours");
    desk.write("posts/plain.md", &(post("A title", "") + "\n[Mine](card.png)\n"));
    desk.export();
    assert_eq!(read(&desk.out().join("plain/card.png")), "not ours");
    assert!(read(&desk.out().join("plain/index.html")).contains("b/plain/card-2.png\""));
    assert!(desk.out().join("plain/card-2.png").exists());
}

#[test]
fn the_preview_shows_the_card_of_the_site() {
    let desk = Desk::new();
    desk.export();
    let blog = desk.open();
    let post = blog.post_id("plain").unwrap();
    blog.post_open(post).unwrap();
    let head = |page: &str| page.split_once("<body>").expect("a page").0.to_owned();
    let exported = read(&desk.out().join("plain/index.html"));
    assert_eq!(head(&blog.preview_show(post).unwrap().page), head(&exported));
    match blog.preview_file(&format!("p{post}/card.png")) {
        Some(PreviewFile::Asset { media_type: "image/png", bytes }) => {
            assert_eq!(bytes, fs::read(desk.out().join("plain/card.png")).unwrap());
        }
        other => panic!("{other:?}"),
    }
    assert!(blog.preview_file(&format!("p{post}/card-2.png")).is_none());
    let pictured = blog.post_id("pictured").unwrap();
    blog.post_open(pictured).unwrap();
    assert!(blog.preview_file(&format!("p{pictured}/card.png")).is_none());
    blog.close();
}

#[test]
fn what_is_served_has_cards_too() {
    let desk = Desk::new();
    desk.export();
    let blog = desk.open();
    let site = blog.site_serve(&SiteExport::default()).unwrap();
    blog.close();
    let Some(crate::Served::File(card)) = site.find("/plain/card.png") else { panic!("a card") };
    assert_eq!(card.media_type, "image/png");
    assert_eq!(card.bytes, fs::read(desk.out().join("plain/card.png")).unwrap());
}
