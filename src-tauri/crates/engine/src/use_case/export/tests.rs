use std::fs;

use crate::{Blog, DataFolder, Observer, OpenOptions, PreviewFile, SiteExport};

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
    opened
        .ask(move |state| Ok(super::one_post::note_begun(&state.store, &desk.join("a.html"))?))
        .unwrap();
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

    let exported = opened.site_export(&out, &SiteExport::default()).unwrap();
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

/// The path that `address` means on the page at `page`, as a browser finds it.
fn resolved(page: &str, address: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn a_preview_finds_its_files_however_deep_its_page_lies() {
    let patterns = ["/:slug/", "/:slug.html", "/:year/:month/:slug/", "/a/:year/:slug.html"];
    for pattern in patterns {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("blog");
        fs::create_dir_all(folder.join("posts/x")).unwrap();
        fs::create_dir_all(folder.join("assets")).unwrap();
        fs::write(folder.join("blog.toml"), format!("permalink = \"{pattern}\"\n")).unwrap();
        let source = "---\ndate: 2024-01-01\n---\n\n![A](own.png) ![B](/assets/all.png)\n";
        fs::write(folder.join("posts/x/a.md"), source).unwrap();
        fs::write(folder.join("posts/x/own.png"), "own").unwrap();
        fs::write(folder.join("assets/all.png"), "all").unwrap();
        let options = OpenOptions::new(DataFolder::new(Some(&root.path().join("data"))));
        let opened = Blog::open(&folder, &options, |_| {}).unwrap();
        let post = opened.post_id("x/a.md").unwrap();
        opened.post_open(post).unwrap();

        let preview = opened.preview_show(post).unwrap();
        let page = preview.url.strip_prefix("galley-preview://localhost/").unwrap();
        let space = format!("{}/", opened.id());
        match opened.preview_file(page.strip_prefix(&space).unwrap()) {
            Some(PreviewFile::Page { html, .. }) => assert_eq!(html, preview.page, "{pattern}"),
            other => panic!("{pattern}: {page}: {other:?}"),
        }
        let body: String = preview.blocks.iter().map(|block| block.html.as_str()).collect();
        let pictures = galley_site::picture_addresses(&body);
        let read = |address: &str| {
            let path = resolved(page, address);
            match path.strip_prefix(&space).and_then(|path| opened.preview_file(path)) {
                Some(PreviewFile::Asset { bytes, .. }) => bytes,
                other => panic!("{pattern}: {address} on {page}: {other:?}"),
            }
        };
        assert_eq!(pictures.iter().map(|it| read(it)).collect::<Vec<_>>(), [b"own", b"all"]);
        let style = preview.page.split('"').find(|it| it.ends_with("/style.css")).unwrap();
        assert!(!read(style).is_empty());
        opened.close();
    }
}

/// A blog of three posts, and a folder to export it to.
struct Desk {
    _root: tempfile::TempDir,
    out: std::path::PathBuf,
    folder: std::path::PathBuf,
    blog: Blog,
}

impl Desk {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let (folder, out) = (root.path().join("blog"), root.path().join("out"));
        fs::create_dir_all(folder.join("posts")).unwrap();
        for name in ["a", "b", "c"] {
            let source = format!("---\ntitle: {name}\ndate: 2024-01-01\n---\n\nText.\n");
            fs::write(folder.join(format!("posts/{name}.md")), source).unwrap();
        }
        let options = OpenOptions::new(DataFolder::new(Some(&root.path().join("data"))));
        let blog = Blog::open(&folder, &options.watching(true), |_| {}).unwrap();
        Self { _root: root, out, folder, blog }
    }

    fn stage(&self, export: &SiteExport) -> Result<crate::wire::SiteChanges, crate::Error> {
        self.blog.site_stage(&self.out, export)
    }

    /// Every file below the output folder, and none of those that were put aside.
    fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        let mut folders = vec![self.out.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                if entry.file_type().unwrap().is_dir() {
                    folders.push(entry.path());
                } else {
                    let path = entry.path().strip_prefix(&self.out).unwrap().to_owned();
                    files.push(path.to_string_lossy().into_owned());
                }
            }
        }
        files.retain(|file| !file.starts_with(".galley-staging/"));
        files.sort();
        files
    }
}

#[test]
fn what_is_shown_is_what_is_done_and_nothing_is_done_before_the_yes() {
    let desk = Desk::new();
    let changes = desk.stage(&SiteExport::default()).unwrap();
    assert!(changes.new.contains(&"a/index.html".to_owned()), "{:?}", changes.new);
    assert_eq!(desk.files(), [""; 0], "nothing is in place");
    let done = desk.blog.site_put(&Observer::default()).unwrap();
    assert_eq!(done.n_new as usize, changes.new.len());
    assert_eq!(desk.files().len(), changes.new.len() + 1, "and the list of them");
    assert_eq!(desk.blog.site_page().unwrap(), desk.out.join("index.html"));
    let places = desk.blog.export_places(None).unwrap();
    assert_eq!(places.folder, desk.out.to_string_lossy(), "the next one goes there too");

    let again = desk.stage(&SiteExport::default()).unwrap();
    assert_eq!((again.new.len(), again.changed.len(), again.removed.len()), (0, 0, 0));
    assert_eq!(again.n_unchanged, done.n_new);

    fs::remove_file(desk.folder.join("posts/c.md")).unwrap();
    let post = desk.blog.post_id("a").unwrap();
    desk.blog.post_open(post).unwrap();
    let edit = crate::wire::EditPost {
        blog: desk.blog.id(),
        post,
        version: 1,
        edits: vec![crate::wire::Edit { from: 0, to: 0, insert: String::new() }],
        render: false,
        cursor: 0,
        scroll: 0,
        restore: false,
    };
    desk.blog.post_edit(edit).unwrap();
    desk.blog.look();
    let changes = desk.stage(&SiteExport::default()).unwrap();
    assert_eq!(changes.removed, ["c/index.html"]);
    assert!(changes.changed.contains(&"index.html".to_owned()), "{:?}", changes.changed);
    assert!(desk.out.join("c/index.html").exists());
    desk.blog.site_put(&Observer::default()).unwrap();
    assert!(!desk.out.join("c").exists());
    desk.blog.close();
}

#[test]
fn an_export_that_is_given_up_leaves_nothing() {
    let desk = Desk::new();
    desk.stage(&SiteExport::default()).unwrap();
    desk.blog.site_drop();
    assert!(!desk.out.exists(), "not even the folder that was made for it");
    let error = desk.blog.site_put(&Observer::default()).unwrap_err();
    assert!(matches!(error, crate::Error::NothingStaged), "{error}");
    assert!(matches!(desk.blog.site_page(), Err(crate::Error::NothingStaged)));

    desk.stage(&SiteExport::default()).unwrap();
    desk.blog.close();
    assert!(!desk.out.exists(), "nor does one that nobody answered");
}

/// At each step of the way.
#[test]
fn an_export_can_be_given_up_while_it_is_rendered() {
    use crate::wire::ExportStep::{Files, Pages, Pictures, Placing, Posts};
    let desk = Desk::new();
    for last in [Posts, Pictures, Pages, Files] {
        let blog = desk.blog.clone();
        let observer = Observer::new(move |progress| {
            if progress.step == last {
                blog.site_drop();
            }
            std::ops::ControlFlow::Continue(())
        });
        let full = SiteExport { observer, full: true, ..SiteExport::default() };
        let error = desk.stage(&full).unwrap_err();
        assert_eq!(error.code(), crate::ErrorCode::Ended, "{last:?}: {error}");
        assert!(!desk.out.exists(), "{last:?} left something");
    }
    let heard = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let hears = heard.clone();
    let observer = Observer::new(move |progress| {
        hears.lock().unwrap().push(progress);
        std::ops::ControlFlow::Continue(())
    });
    let full = SiteExport { observer: observer.clone(), full: true, ..SiteExport::default() };
    desk.stage(&full).unwrap();
    desk.blog.site_put(&observer).unwrap();
    let heard = heard.lock().unwrap();
    for step in [Posts, Pictures, Pages, Files, Placing] {
        let of_step = heard.iter().filter(|it| it.step == step);
        let last = of_step.max_by_key(|it| it.done).unwrap_or_else(|| panic!("{step:?}"));
        assert_eq!(last.done, last.total, "{step:?}");
    }
    desk.blog.close();
}

#[test]
fn whoever_asks_anew_has_given_up_what_he_asked_for_before() {
    let desk = Desk::new();
    let elsewhere = desk.out.with_file_name("elsewhere");
    desk.blog.site_stage(&elsewhere, &SiteExport::default()).unwrap();
    desk.stage(&SiteExport::default()).unwrap();
    assert!(!elsewhere.exists());
    desk.blog.site_put(&Observer::default()).unwrap();
    assert!(desk.out.join("index.html").exists() && !elsewhere.exists());
    desk.blog.close();
}

#[test]
fn a_comparison_leaves_nothing_and_changes_nothing() {
    let desk = Desk::new();
    let changes = desk.blog.site_compare(&desk.out, &SiteExport::default()).unwrap();
    assert!(changes.new.len() > 5 && !desk.out.exists());
    desk.blog.close();
}
