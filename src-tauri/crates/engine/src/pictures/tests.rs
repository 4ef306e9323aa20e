use std::collections::BTreeMap;

use image::codecs::jpeg::JpegEncoder;
use image::{ImageEncoder, RgbImage};
use tempfile::TempDir;

use super::*;
use crate::{Blog, DataFolder, OpenOptions, PreviewFile, SiteExport};

/// A photograph of this size that tells, among other things, that it lies on its side.
fn photo(width: u32, height: u32) -> Vec<u8> {
    let image = RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([x % 251, y % 241, (x + y) % 7].map(|it| it.to_le_bytes()[0]))
    });
    let mut file = Vec::new();
    let mut encoder = JpegEncoder::new(&mut file);
    let exif = b"MM\0\x2a\0\0\0\x08\0\x02\
        \x01\x0f\0\x02\0\0\0\x04Cam\0\
        \x01\x12\0\x03\0\0\0\x01\0\x06\0\0\
        \0\0\0\0";
    encoder.set_exif_metadata(exif.to_vec()).unwrap();
    encoder.write_image(&image, width, height, image::ExtendedColorType::Rgb8).unwrap();
    file
}

struct Site {
    root: TempDir,
    blog: Blog,
}

impl Site {
    /// A blog of one post with this body, and files by their paths in the blog.
    fn of(body: &str, files: &[(&str, &[u8])]) -> Self {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("blog");
        for (path, bytes) in files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        fs::create_dir_all(folder.join("posts")).unwrap();
        fs::write(folder.join("blog.toml"), "title = \"B\"\n").unwrap();
        let source = format!("---\ntitle: A\ndate: 2024-01-01\n---\n\n{body}");
        fs::write(folder.join("posts/a.md"), source).unwrap();
        let options = OpenOptions::new(DataFolder::new(Some(&root.path().join("data"))));
        let blog = Blog::open(&folder, &options, |_| {}).unwrap();
        Self { root, blog }
    }

    /// Exports afresh; answers with the files and the problems' codes.
    fn export(&self) -> (BTreeMap<String, Vec<u8>>, Vec<String>) {
        let out = self.root.path().join("out");
        let _ = fs::remove_dir_all(&out);
        let exported = self.blog.site_export(&out, &SiteExport::default()).unwrap();
        let files = galley_mirror::files_below(&out).unwrap().into_iter();
        let files = files.map(|(name, path)| (name, fs::read(path).unwrap())).collect();
        (files, exported.problems.into_iter().map(|it| it.problem.code).collect())
    }

    fn kept(&self) -> Vec<PathBuf> {
        let data = self.root.path().join("data/pictures");
        galley_mirror::files_below(&data).unwrap().into_iter().map(|(_, path)| path).collect()
    }
}

#[test]
fn what_is_kept_changes_nothing_but_time() {
    let site = Site::of("![](p.jpg)\n", &[("posts/p.jpg", &photo(1000, 620))]);
    let (first, problems) = site.export();
    assert!(problems.is_empty(), "{problems:?}");
    let pictures: Vec<_> = first.keys().filter(|name| name.starts_with("a/p.jpg")).collect();
    assert_eq!(pictures, ["a/p.jpg", "a/p.jpg.480w.webp", "a/p.jpg.620w.webp"]);
    let page = String::from_utf8(first["a/index.html"].clone()).unwrap();
    let tag = "<img src=\"p.jpg\" alt=\"\" width=\"620\" height=\"1000\" \
        srcset=\"p.jpg.480w.webp 480w, p.jpg.620w.webp 620w\" \
        sizes=\"(min-width: 620px) 620px, 100vw\" decoding=\"async\">";
    assert!(page.contains(tag), "turned the right way up: {page}");
    assert!(!first["a/p.jpg"].windows(3).any(|part| part == b"Cam"));

    assert_eq!(site.kept().len(), 4, "the clean file, two versions, and what describes them");
    assert_eq!(site.export().0, first);
    for file in site.kept() {
        let bytes = fs::read(&file).unwrap();
        for damaged in [&bytes[..bytes.len() / 2], b"", &[&bytes[1..], b"x"].concat()] {
            fs::write(&file, damaged).unwrap();
            assert_eq!(site.export().0, first, "{} was damaged", file.display());
            assert_eq!(fs::read(&file).unwrap(), bytes, "it is made again");
        }
        fs::remove_file(&file).unwrap();
        assert_eq!(site.export().0, first, "{} was missing", file.display());
    }
    fs::remove_dir_all(site.root.path().join("data/pictures")).unwrap();
    assert_eq!(site.export().0, first);
}

#[test]
fn the_preview_shows_what_the_site_has() {
    let body = "![One](one.jpg)\n\n![Two](../assets/two%20b.png)\n";
    let mut png = Vec::new();
    let encoder = image::codecs::png::PngEncoder::new(&mut png);
    RgbImage::new(700, 40).write_with_encoder(encoder).unwrap();
    let files: [(&str, &[u8]); 2] =
        [("posts/one.jpg", &photo(500, 600)), ("assets/two b.png", &png)];
    let site = Site::of(body, &files);
    let (exported, problems) = site.export();
    assert!(problems.is_empty(), "{problems:?}");
    let mut names: Vec<_> = exported.keys().filter(|name| name.contains("two")).collect();
    assert_eq!(
        names,
        ["assets/two b.png", "assets/two b.png.480w.webp", "assets/two b.png.700w.webp"]
    );

    let page = String::from_utf8(exported["a/index.html"].clone()).unwrap();
    assert_eq!(page.matches(" loading=\"lazy\"").count(), 1, "of the second: {page}");
    let page = page.replace(" loading=\"lazy\"", "");
    let post = site.blog.post_id("a").unwrap();
    site.blog.post_open(post).unwrap();
    for block in site.blog.preview_show(post).unwrap().blocks {
        let mut html = block.html;
        while let Some(at) = html.find(" data-line=\"") {
            let end = at + 12 + html[at + 12..].find('"').unwrap() + 1;
            html.replace_range(at..end, "");
        }
        assert!(page.contains(html.trim()), "{html}\nis not in\n{page}");
    }

    names.extend(exported.keys().filter(|name| name.contains("one")));
    assert_eq!(names.len(), 6);
    for name in names.into_iter().filter(|name| name.contains("w.webp")) {
        let address = name.replace(' ', "%20");
        let address = match address.strip_prefix("a/") {
            Some(beside) => format!("p{post}/{beside}"),
            None => address,
        };
        match site.blog.preview_file(&address) {
            Some(PreviewFile::Asset { media_type: "image/webp", bytes }) => {
                assert_eq!(bytes, exported[name], "{name}");
            }
            other => panic!("{address}: {other:?}"),
        }
    }
    assert!(site.blog.preview_file(&format!("p{post}/one.jpg.481w.webp")).is_some(), "the file");
    assert!(site.blog.preview_file(&format!("p{post}/none.jpg.480w.webp")).is_none());
}

#[test]
fn a_picture_that_is_none_is_listed_and_goes_out_as_it_is() {
    let site = Site::of("![A](p.jpg)\n", &[("posts/p.jpg", b"not a picture")]);
    let (files, problems) = site.export();
    assert_eq!(problems, ["picture-damaged"]);
    assert_eq!(files["a/p.jpg"], b"not a picture");
    let page = String::from_utf8(files["a/index.html"].clone()).unwrap();
    assert!(page.contains("<img src=\"p.jpg\" alt=\"A\">"), "{page}");
}

#[test]
fn a_single_file_carries_its_pictures_no_larger_than_they_are_seen() {
    let site = Site::of("![A](p.jpg)\n", &[("posts/p.jpg", &photo(620, 2400))]);
    let (files, _) = site.export();
    let file = site.root.path().join("a.html");
    site.blog.post_export(site.blog.post_id("a").unwrap(), &file).unwrap();
    let html = fs::read_to_string(file).unwrap();
    assert!(html.contains(" alt=\"A\" width=\"2400\" height=\"620\" decoding=\"async\">"));
    assert!(html.contains("<img src=\"data:image/webp;base64,"));
    assert!(!html.contains("srcset") && !html.contains("sizes="));
    let n_bytes = files["a/p.jpg.1440w.webp"].len();
    let url = html.split("base64,").find(|part| part.starts_with("UklGR")).expect("a WebP file");
    assert_eq!(url.find('"').unwrap(), n_bytes.div_ceil(3) * 4);
}

#[test]
fn what_no_page_shows_is_kept_for_a_while() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("p.jpg");
    fs::write(&file, photo(500, 300)).unwrap();
    let pictures = Pictures::new(root.path().join("kept"));
    let Ready { key, .. } = pictures.ready(&file).unwrap().unwrap();
    let kept = root.path().join("kept").join(&key);
    let made = fs::metadata(&kept).unwrap().modified().unwrap();
    let made = Timestamp::try_from(made).unwrap().as_second();
    let days = |n: i64| Timestamp::from_second(made + n * 24 * 60 * 60).unwrap();
    pictures.forget(&HashSet::new(), days(80));
    pictures.forget(&HashSet::from([key]), days(1000));
    assert!(kept.exists());
    pictures.forget(&HashSet::new(), days(100));
    assert!(!kept.exists());
}
