use std::fs;
use std::path::PathBuf;

use crate::{Blog, DataFolder, Error, OpenOptions, PreviewFile, SiteExport, wire};

/// An open blog on a disk of its own.
struct Desk {
    root: tempfile::TempDir,
    blog: Blog,
}

impl Desk {
    fn new(files: &[(&str, &str)]) -> Self {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("blog/posts")).unwrap();
        for (path, text) in files {
            let path = root.path().join("blog").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let options = OpenOptions::new(DataFolder::new(Some(&root.path().join("data"))));
        let blog = Blog::open(&root.path().join("blog"), &options, |_| {}).unwrap();
        Self { root, blog }
    }

    fn export(&self) -> PathBuf {
        let out = self.root.path().join("out");
        self.blog.site_export(&out, &SiteExport::default()).unwrap();
        out
    }

    fn index(&self, theme: &str) -> Result<wire::Specimen, Error> {
        self.blog.theme_specimen(theme, &[], None)
    }

    /// The page at an address of the preview, and what lies beside it.
    fn page(&self, address: &str) -> String {
        match self.blog.preview_file(self.path(address)) {
            Some(PreviewFile::Specimen { html, .. }) => html,
            other => panic!("{address} is no page: {other:?}"),
        }
    }

    fn path<'a>(&self, address: &'a str) -> &'a str {
        let top = format!("galley-preview://localhost/{}/", self.blog.id());
        address.strip_prefix(&*top).expect("an address in the preview")
    }

    fn asset(&self, page: &str, name: &str) -> Option<Vec<u8>> {
        let folder = self.path(page).rsplit_once('/').unwrap().0;
        match self.blog.preview_file(&format!("{folder}/{name}"))? {
            PreviewFile::Asset { bytes, .. } => Some(bytes),
            other => panic!("{name} is no file: {other:?}"),
        }
    }
}

const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"a()\"><g/></svg>";

#[test]
fn a_specimen_is_the_exported_page_with_all_that_it_shows() {
    let desk = Desk::new(&[
        ("blog.toml", "title = \"Notes\"\nposts_per_page = 2\npermalink = \"/:year/:slug/\"\n"),
        ("posts/a.md", "---\ntitle: Apple\ndate: 2024-03-01\n---\n\n![Pip](a/pip.svg) [b](b.md)\n"),
        ("posts/a/pip.svg", PICTURE),
        ("posts/b.md", "---\ntitle: Birch\ndate: 2024-02-01\ncover: /assets/b.svg\n---\n\nText.\n"),
        ("posts/c.md", "---\ntitle: Cedar\ndate: 2024-01-01\ntags: [tree]\n---\n\nText.\n"),
        ("posts/d.md", "---\ntitle: Draft\ndraft: true\n---\n\nText.\n"),
        ("assets/b.svg", PICTURE),
        ("pages/about.md", "# About\n"),
    ]);
    for theme in galley_site::Theme::BUILTIN {
        let specimen = desk.index(theme).unwrap();
        let shown = desk.page(&specimen.light);
        desk.blog.theme_use(theme, &[]).unwrap();
        let out = desk.export();
        let exported = fs::read_to_string(out.join("index.html")).unwrap();
        let light = exported.replacen("<html", "<html data-theme=\"light\"", 1);
        assert_eq!(shown, light.replacen("<body", "<body inert", 1));
        assert!(desk.page(&specimen.dark).contains("<html data-theme=\"dark\""));
        for name in ["theme/style.css", "2024/a/a/pip.svg", "assets/b.svg"] {
            let bytes = desk.asset(&specimen.dark, name).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(bytes, fs::read(out.join(name)).unwrap(), "{theme}: {name}");
        }
        assert!(desk.asset(&specimen.light, "theme/../../../blog.toml").is_none());
        assert!(desk.blog.preview_file("s999-light/index.html").is_none());
    }
}

#[test]
fn an_open_posts_page_is_shown_as_it_is_typed_also_of_a_draft() {
    let desk = Desk::new(&[("posts/d ä.md", "---\ntitle: Draft\ndraft: true\n---\n\nText.\n")]);
    let post = desk.blog.post_id("d ä.md").unwrap();
    let not_open = desk.blog.theme_specimen("quiet", &[], Some(post));
    assert!(matches!(not_open, Err(Error::PostNotOpen)), "{not_open:?}");

    let opened = desk.blog.post_open(post).unwrap();
    let end = u32::try_from(opened.source.encode_utf16().count()).unwrap();
    let insert = "\n<b onclick=x>Typed</b> [later](gone.md)\n".to_owned();
    let edit = wire::EditPost {
        blog: desk.blog.id(),
        post,
        version: 1,
        edits: vec![wire::Edit { from: end, to: end, insert }],
        render: false,
        cursor: 0,
        scroll: 0,
        restore: false,
    };
    desk.blog.post_edit(edit).unwrap();
    let specimen = desk.blog.theme_specimen("terminal", &[], Some(post)).unwrap();
    let page = desk.page(&specimen.light);
    assert!(page.contains("<b>Typed</b>") && !page.contains("onclick"), "{page}");
    // The list is the readers': a draft is not in it.
    let index = desk.index("terminal").unwrap();
    assert!(!desk.page(&index.light).contains("Draft"));
}

#[test]
fn a_theme_that_fails_while_it_renders_says_where() {
    let manifest = "name = \"Loud\"\n[engine]\nmin = 1\nmax = 1\n";
    let desk = Desk::new(&[
        ("posts/a.md", "---\ntitle: A\ndate: 2024-01-01\n---\n"),
        ("themes/loud/theme.toml", manifest),
        ("themes/loud/templates/index.html", "<html>\n{{ site.titel }}"),
        ("themes/broken/theme.toml", manifest),
        ("themes/broken/templates/index.html", "{% if %}"),
    ]);
    for (theme, line) in [("loud", 2), ("broken", 1)] {
        let error = wire::Error::from(desk.index(theme).unwrap_err());
        let place = format!("the template `templates/index.html` of the theme `{theme}` fails");
        assert!(error.message.starts_with(&place), "{error:?}");
        assert!(error.message.contains(&format!("line {line}")), "{error:?}");
        assert_eq!(error.code, wire::ErrorCode::BadInput);
    }
    assert!(matches!(desk.index("nobody"), Err(Error::NoSuchTheme { .. })));
    assert!(matches!(desk.index("../themes/loud"), Err(Error::NoSuchTheme { .. })));
}

#[test]
fn what_is_tried_of_a_theme_is_shown_and_must_fit() {
    let desk = Desk::new(&[
        ("blog.toml", "theme = \"terminal\"\n[theme_settings]\ncolumns = 60\nfirst = 1\n"),
        ("posts/a.md", "---\ntitle: A\ndate: 2024-01-01\n---\n"),
    ]);
    let css = |settings: &[wire::ThemeChoice]| {
        let specimen = desk.blog.theme_specimen("terminal", settings, None).unwrap();
        String::from_utf8(desk.asset(&specimen.light, "theme/style.css").unwrap()).unwrap()
    };
    let columns = |columns: f64| wire::ThemeChoice {
        name: "columns".to_owned(),
        value: wire::SettingValue::Number(columns),
    };
    assert!(css(&[]).contains("--setting-columns: 60;"));
    assert!(css(&[columns(80.0)]).contains("--setting-columns: 80;"));
    let error = desk.blog.theme_specimen("terminal", &[columns(7.0)], None).unwrap_err();
    assert_eq!(error.to_string(), "`columns` is not a number from 50 to 100");
}

#[test]
fn a_closed_gallery_keeps_nothing() {
    let desk = Desk::new(&[]);
    desk.blog.themes().unwrap();
    let specimen = desk.index("quiet").unwrap();
    desk.page(&specimen.light);
    desk.blog.themes_close();
    assert!(desk.blog.preview_file(desk.path(&specimen.light)).is_none());
    let again = desk.index("quiet").unwrap();
    assert_ne!(again.light, specimen.light, "a frame that asks late gets no other page");
}
