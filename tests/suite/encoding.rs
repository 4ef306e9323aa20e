//! Files that are not UTF-8: looked at, converted when asked, never written otherwise.

use std::fs;

use crate::test_blog::TestBlog;
use crate::writer::Writer;

const LATIN: &[u8] = b"---\ntitle: Latin\n---\n\nCaf\xe9, d\xe9j\xe0 vu.\r\n";

#[test]
fn a_file_is_converted_when_the_author_says_so() {
    let blog = TestBlog::new().with("posts/latin.md", LATIN).with("posts/b.md", "# B\n");
    let writer = Writer::open(&blog);
    let open = writer.open_post("latin.md");
    assert!(open.read_only.is_some());
    assert_eq!(open.encoding.as_deref(), Some("windows-1252"));
    writer.edit(open.summary.id, 1, Vec::new()).expect_err("it can only be read");
    assert_eq!(fs::read(blog.path("posts/latin.md")).expect("the file"), LATIN);

    let converted = writer.blog.post_convert(open.summary.id).expect("it is converted");
    assert_eq!((converted.read_only, converted.encoding), (None, None));
    assert_eq!(converted.source, "---\ntitle: Latin\n---\n\nCafé, déjà vu.\n");
    assert_eq!(blog.read("posts/latin.md"), "---\ntitle: Latin\n---\n\nCafé, déjà vu.\r\n");
    let trash = fs::read_dir(blog.data().join("trash")).expect("the trash");
    let kept = trash.map(|it| it.expect("an entry").path().join("latin.md"));
    assert!(kept.into_iter().any(|file| fs::read(file).is_ok_and(|bytes| bytes == LATIN)));
    writer.close();
}

#[test]
fn what_is_no_text_is_not_offered() {
    let bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    let blog = TestBlog::new().with("posts/picture.md", bytes);
    let writer = Writer::open(&blog);
    let open = writer.open_post("picture.md");
    assert_eq!(open.encoding, None);
    let error = writer.blog.post_convert(open.summary.id).expect_err("it cannot be");
    assert!(error.to_string().contains("picture.md"), "{error}");
    assert_eq!(fs::read(blog.path("posts/picture.md")).expect("the file"), bytes);
    writer.close();
}
