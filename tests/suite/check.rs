//! `galley check`: what is wrong in a blog, with file, line and column.

use serde_json::{Value, json};

use crate::test_blog::TestBlog;

/// What was found, as `file:line:column code`.
fn places(found: &Value) -> Vec<String> {
    let found = found.as_array().expect("a list").iter();
    found
        .map(|it| {
            let word = |key: &str| it[key].as_str().expect("a text").to_owned();
            format!("{}:{}:{} {}", word("file"), it["line"], it["column"], word("code"))
        })
        .collect()
}

#[test]
fn a_blog_in_order_has_no_problems() {
    let post =
        "---\ntitle: A\ndate: 2024-01-01\nsummary: S\n---\n\n![A dot](dot.png)\n\n[B](b.md#late)\n";
    let other = "---\ntitle: B\ndate: 2024-01-02\nsummary: S\n---\n\n## Late\n\n<img src=\"../assets/y.png\" alt=\"\">\n";
    let blog = TestBlog::new()
        .with("posts/a.md", post)
        .with("posts/b.md", other)
        .with("posts/dot.png", "no picture")
        .with("assets/y.png", "no picture");
    let checked = blog.galley(&["check"]);
    assert_eq!((checked.code, checked.stdout.as_str()), (0, ""), "{checked:#?}");
    assert_eq!(checked.stderr, "no problems\n");
    assert_eq!(blog.galley(&["check", "--json"]).json(), json!([]));
}

#[test]
fn every_problem_has_file_line_column_code_and_severity() {
    let post = "---\ntitle: A\nslug: same\nsummary: S\n---\n\nÄ [gone](gone.md), TODO\n\n\
                #### Deep\n\n![](dot.png)\n\n[far](b.md#nowhere)\n";
    let blog = TestBlog::new()
        .with("posts/a.md", post)
        .with(
            "posts/b.md",
            "---\ntitle: B\nsummary: S\nslug: same\n---\n\n<img src='none.png' alt=''>\n",
        )
        .with("posts/dot.png", "no picture")
        .with("posts/left.png", "no picture")
        .with("assets/old.pdf", "no document");
    let before = blog.snapshot();
    let checked = blog.galley(&["check", "--json"]);
    assert_eq!(checked.code, 3, "{checked:#?}");
    let found: Value = serde_json::from_str(&checked.stdout).expect("one JSON document");
    assert_eq!(
        places(&found),
        [
            "assets/old.pdf:1:1 asset-unused",
            "posts/a.md:7:3 link-broken",
            "posts/a.md:7:20 placeholder-left",
            "posts/a.md:9:1 heading-jump",
            "posts/a.md:11:1 image-alt-missing",
            "posts/a.md:13:1 link-broken",
            "posts/b.md:4:7 slug-taken",
            "posts/b.md:7:1 asset-missing",
            "posts/left.png:1:1 asset-unused",
        ]
    );
    assert_eq!(found[1]["severity"], "warning");
    assert_eq!(found[6]["severity"], "error");
    assert!(found[1]["post"].is_u64() && found[0]["post"].is_null());
    assert!(blog.snapshot() == before, "a check changes no byte");
    // For people: the same, line by line.
    let lines = blog.galley(&["check", "."]);
    assert_eq!(lines.code, 3);
    assert_eq!(lines.stdout.lines().count(), 9);
    assert!(lines.stdout.contains("posts/a.md:7:3: warning: the link `gone.md` leads to nothing"));
    assert_eq!(lines.stderr, "9 problems in 4 files\n");
}

#[test]
fn notes_alone_stop_no_script() {
    let blog = TestBlog::new().with("posts/a.md", "---\ntitle: A\n---\n\nText.\n");
    let checked = blog.galley(&["check"]);
    assert_eq!(checked.code, 0, "{checked:#?}");
    assert!(checked.stdout.contains("note: there is no `summary`"), "{}", checked.stdout);
}

#[test]
fn settings_and_files_that_are_no_posts_are_checked_too() {
    let blog = TestBlog::new()
        .with("blog.toml", "title = \"T\"\ncolour = 1\n")
        .with("posts/sub/old.md", b"Cr\xe8me.\n");
    let checked = blog.galley(&["check", "--json"]);
    assert_eq!(checked.code, 3);
    let found = serde_json::from_str(&checked.stdout).expect("one JSON document");
    let expected = ["blog.toml:2:1 config-unknown-key", "posts/sub/old.md:1:1 file-not-utf8"];
    assert_eq!(places(&found), expected);
}

#[test]
fn a_setting_of_a_theme_worn_before_is_told_and_fails_nothing() {
    let settings = "theme = \"magazine\"\n[theme_settings]\ncolumns = 60\n";
    let post = "---\ntitle: A\ndate: 2026-01-02\nsummary: S\n---\n\nText.\n";
    let blog = TestBlog::new().with("blog.toml", settings).with("posts/a.md", post);
    let checked = blog.galley(&["check"]);
    assert_eq!(checked.code, 0, "{checked:#?}");
    let told = "note: the theme `magazine` has no setting `columns`, which is for `terminal`: \
                it does nothing here and can be removed";
    assert!(checked.stdout.contains(told), "{}", checked.stdout);
    let exported = blog.galley(&["export", "--out", "out"]);
    assert_eq!(exported.code, 0, "{exported:#?}");
}

#[test]
fn photos_that_are_large_or_say_where_they_were_taken() {
    let post = "---\ntitle: A\nsummary: S\n---\n\nSo ![one](one.jpg) ![two](two.png) ![one again](one.jpg)\n";
    let blog = TestBlog::new()
        .with("posts/a.md", post)
        .with("posts/one.jpg", photo_with_location())
        .with("posts/two.png", png_head(9000, 20));
    let checked = blog.galley(&["check", "--json"]);
    assert_eq!(checked.code, 3, "{checked:#?}");
    let found = serde_json::from_str(&checked.stdout).expect("one JSON document");
    let expected = ["posts/a.md:6:4 image-location", "posts/a.md:6:20 image-large"];
    assert_eq!(places(&found), expected);
}

#[test]
fn the_sample_blog_is_in_order() {
    let mut blog = TestBlog::new();
    let posts = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../posts");
    let mut folders = vec![posts.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name =
                    path.strip_prefix(&posts).expect("it lies below").to_str().expect("UTF-8");
                let bytes = std::fs::read(&path).expect("the file can be read");
                blog = blog.with(&format!("posts/{name}"), bytes);
            }
        }
    }
    let checked = blog.galley(&["check"]);
    let expected = "posts/to-be-opened-in-a-hundred-years.md:3:7: note: the post is not part of \
                    the site before its date, 2124-08-05 [date-future]\n";
    assert_eq!((checked.code, checked.stdout.as_str()), (0, expected), "{checked:#?}");
}

/// A JPEG's markers with an Exif block that holds a latitude, and no picture.
fn photo_with_location() -> Vec<u8> {
    // A little-endian TIFF: its first directory points to a GPS directory with one rational.
    let mut tiff: Vec<u8> = b"II*\0\x08\0\0\0".to_vec();
    let entry = |tag: u16, kind: u16, n: u32, value: u32| {
        let mut bytes = Vec::new();
        bytes.extend(tag.to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        bytes.extend(n.to_le_bytes());
        bytes.extend(value.to_le_bytes());
        bytes
    };
    tiff.extend(1_u16.to_le_bytes());
    tiff.extend(entry(0x8825, 4, 1, 26));
    tiff.extend(0_u32.to_le_bytes());
    tiff.extend(1_u16.to_le_bytes());
    tiff.extend(entry(0x0002, 5, 3, 44));
    tiff.extend(0_u32.to_le_bytes());
    for number in [48_u32, 1, 51, 1, 30, 1] {
        tiff.extend(number.to_le_bytes());
    }
    let mut jpeg = b"\xff\xd8\xff\xe1".to_vec();
    let length = u16::try_from(tiff.len() + 8).expect("a short block");
    jpeg.extend(length.to_be_bytes());
    jpeg.extend(b"Exif\0\0");
    jpeg.extend(tiff);
    // The frame's header: 8 bits, 20 by 30 pixels, one component.
    jpeg.extend(b"\xff\xc0\x00\x0b\x08\x00\x14\x00\x1e\x01\x01\x11\x00\xff\xd9");
    jpeg
}

/// The head of a PNG of this size; nothing reads further.
fn png_head(width: u32, height: u32) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    png.extend(width.to_be_bytes());
    png.extend(height.to_be_bytes());
    png.extend(b"\x08\x06\0\0\0\0\0\0\0");
    png
}
