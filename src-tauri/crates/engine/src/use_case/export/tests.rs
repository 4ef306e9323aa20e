use std::fs;

use crate::{Blog, DataFolder, OpenOptions, PreviewFile, SiteExport};

/// As after a kill between the temporary file and its renaming: nobody else would ever remove it
/// from a folder of the author's.
#[test]
fn a_file_that_an_interrupted_export_left_is_gone_after_the_next_start() {
    let root = tempfile::tempdir().unwrap();
    let (blog, desk) = (root.path().join("blog"), root.path().join("desk"));
    fs::create_dir_all(blog.join("posts")).unwrap();
    fs::create_dir(&desk).unwrap();
    fs::write(blog.join("posts/a.md"), "# A\n").unwrap();
    let left_over = desk.join(".galley-1-0.tmp");
    let options = OpenOptions::new(DataFolder::new(Some(&root.path().join("data"))));

    let opened = Blog::open(&blog, &options, |_| {}).unwrap();
    let post = opened.post_id("a").unwrap();
    opened.post_export(post, &desk.join("a.html")).unwrap();
    fs::write(&left_over, "half").unwrap();
    opened.close();
    Blog::open(&blog, &options, |_| {}).unwrap().close();
    assert!(left_over.exists(), "an export that was finished leaves nothing to look for");

    let opened = Blog::open(&blog, &options, |_| {}).unwrap();
    opened.ask(move |state| Ok(super::note_begun(&state.store, &desk.join("a.html"))?)).unwrap();
    opened.close();
    Blog::open(&blog, &options, |_| {}).unwrap().close();
    assert!(!left_over.exists());
}

#[test]
fn a_picture_and_the_head_of_its_page_are_the_same_in_the_site_and_in_the_preview() {
    let root = tempfile::tempdir().unwrap();
    let (blog, out) = (root.path().join("blog"), root.path().join("out"));
    fs::create_dir_all(blog.join("posts")).unwrap();
    fs::write(blog.join("blog.toml"), "title = \"B\"\nbase_url = \"https://example.org/b\"\n")
        .unwrap();
    let source = "---\ntitle: A\ndate: 2024-01-01\ncover: a%20b.svg?v=2\n---\n\n![D](a%20b.svg)\n";
    fs::write(blog.join("posts/a.md"), source).unwrap();
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"a()\"><g/></svg>";
    fs::write(blog.join("posts/a b.svg"), svg).unwrap();
    let options = OpenOptions::new(DataFolder::new(Some(&root.path().join("data"))));
    let opened = Blog::open(&blog, &options, |_| {}).unwrap();

    let exported = opened.site_export(&out, &SiteExport::default(), &mut |_| {}).unwrap();
    let lost: Vec<_> =
        exported.problems.iter().filter(|it| it.problem.code == "svg-cleaned").collect();
    assert_eq!(lost.len(), 1, "{:?}", exported.problems);
    assert_eq!(lost[0].path, "posts/a b.svg");
    assert!(lost[0].problem.message.contains("`onload`"), "{}", lost[0].problem.message);
    let written = fs::read_to_string(out.join("a/a b.svg")).unwrap();
    assert!(written.contains("<g/>") && !written.contains("onload"), "{written}");

    let post = opened.post_id("a").unwrap();
    opened.post_open(post).unwrap();
    match opened.preview_file(&format!("p{post}/a%20b.svg")) {
        Some(PreviewFile::Asset { bytes, .. }) => assert_eq!(bytes, written.as_bytes()),
        other => panic!("{other:?}"),
    }
    let head = |page: &str| page.split_once("<body>").expect("a page").0.to_owned();
    let page = fs::read_to_string(out.join("a/index.html")).unwrap();
    assert_eq!(head(&opened.preview_show(post).unwrap().page), head(&page));
    assert!(page.contains("og:image\" content=\"https://example.org/b/a/a%20b.svg\""), "{page}");
    opened.close();
}
