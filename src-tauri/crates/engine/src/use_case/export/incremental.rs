//! What an export remembers of earlier ones makes no difference but for time.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::{Blog, Clock, DataFolder, OpenOptions, SiteExport, wire};

/// How many edits are made, one after the other.
const N_EDITS: usize = 500;

const NAMES: [&str; 9] = ["a", "b", "c", "d", "e", "sub/f", "sub/g", "h", "i"];
/// Where the blog says that it will be, and whether its posts have cards.
const ADDRESSES: [&str; 4] = [
    "",
    "base_url = \"https://example.org\"\n",
    "base_url = \"https://example.org\"\nsocial_cards = true\n",
    "base_url = \"https://example.org\"\nsocial_cards = true\ntheme = \"terminal\"\n",
];
const TAGS: [&str; 4] = ["Rust", "c++", "c#", "open data"];

pub(super) struct Desk {
    root: tempfile::TempDir,
    pub(super) random: fastrand::Rng,
    pub(super) log: Vec<String>,
    n: usize,
}

impl Desk {
    /// With a seed of its own, which is printed, or the one in `GALLEY_SEED`.
    #[expect(clippy::print_stdout, reason = "a seed that fails has to be known")]
    pub(super) fn seeded() -> Self {
        let seed = std::env::var("GALLEY_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = seed.unwrap_or_else(|| fastrand::u64(..));
        println!("GALLEY_SEED={seed}");
        Self::with_seed(seed)
    }

    fn with_seed(seed: u64) -> Self {
        let random = fastrand::Rng::with_seed(seed);
        Self { root: tempfile::tempdir().unwrap(), random, log: Vec::new(), n: 0 }
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    pub(super) fn open(&self, data: &str) -> Blog {
        let now = "2024-06-15T12:00:00Z".parse().expect("a moment");
        let options = OpenOptions::new(DataFolder::new(Some(&self.path(data))));
        Blog::open(&self.path("blog"), &options.clock(Clock::Fixed(now)), |_| {}).unwrap()
    }

    pub(super) fn write(&mut self, file: &str, text: &str) {
        let path = self.path("blog").join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self.log.push(format!("write {file}: {text:?}"));
    }

    pub(super) fn remove(&mut self, file: &str) {
        fs::remove_file(self.path("blog").join(file)).ok();
        self.log.push(format!("remove {file}"));
    }

    fn name(&mut self) -> &'static str {
        NAMES[self.random.usize(..NAMES.len())]
    }

    fn post(&mut self) -> String {
        let mut text = String::from("---\n");
        let (n, other, tag) = (self.random.u32(..40), self.name(), self.random.usize(..TAGS.len()));
        text += &format!("title: Title {n}\n");
        if self.random.u8(..4) > 0 {
            // Some are not published yet.
            let (year, day) = (self.random.u32(2020..2026), self.random.u32(10..28));
            text += &format!("date: {year}-03-{day}\n");
        }
        let mut sometimes = |line: String| {
            if self.random.u8(..3) == 0 {
                text += &line;
            }
        };
        sometimes(format!("tags: [{}, {}]\n", TAGS[tag], TAGS[n as usize % TAGS.len()]));
        sometimes(format!("slug: s{}\n", n % 7));
        sometimes("draft: true\n".to_owned());
        sometimes(format!("summary: Said of {n}\n"));
        sometimes(format!("aliases: [/old/{}/]\n", n % 5));
        sometimes("updated: 2024-05-01\n".to_owned());
        sometimes(format!("series: Series {}\n", n % 2));
        sometimes("language: de\n".to_owned());
        sometimes("cover: cover.png\n".to_owned());
        text += "---\n\n";
        text += &format!("Words {n}, and [another]({other}.md), and [there](../s{}/).\n\n", n % 7);
        let mut sometimes = |line: &str| {
            if self.random.u8(..3) == 0 {
                text += line;
            }
        };
        sometimes("![A picture](picture.png)\n\n");
        sometimes("![Shared](../assets/shared.png)\n\n");
        sometimes("```rust\nfn main() {} // code\n```\n\n");
        sometimes("[nothing](nothing.md) and [^1]\n\n## A heading\n");
        text
    }

    /// One thing that an author does.
    pub(super) fn edit(&mut self) {
        let (name, n) = (self.name(), self.random.u32(..));
        match self.random.u8(..19) {
            0..9 => {
                let post = self.post();
                self.write(&format!("posts/{name}.md"), &post);
            }
            9..12 => {
                let path = self.path("blog/posts").join(name).with_extension("md");
                let old = fs::read_to_string(path).unwrap_or_default();
                self.write(&format!("posts/{name}.md"), &format!("{old}\nAnd {n}.\n"));
            }
            // Of two that go at once the author is asked.
            12 if !self.log.iter().any(|line| line.starts_with("remove")) => {
                self.remove(&format!("posts/{name}.md"));
            }
            13 | 14 => self.write("assets/shared.png", &format!("shared {}", n % 3)),
            15 => {
                let file = ["posts/picture.png", "assets/shared.png", "posts/cover.png"];
                self.remove(file[n as usize % 3]);
            }
            16 => self.write("posts/cover.png", "cover"),
            17 => {
                let address = ADDRESSES[n as usize % ADDRESSES.len()];
                let (title, per_page) = (n % 2, 1 + n % 5);
                let config = format!("title = \"Blog {title}\"\nposts_per_page = {per_page}\n");
                self.write("blog.toml", &(config + address));
            }
            _ => self.write("posts/picture.png", &format!("picture {}", n % 3)),
        }
    }

    /// Somebody else spoils a file of the output, or loses one.
    pub(super) fn harm(&mut self) {
        let out = self.path("out");
        let files = tree(&out);
        let files: Vec<_> = files.keys().filter(|name| !name.starts_with('.')).collect();
        let Some(file) = self.random.choice(files) else { return };
        self.log.push(format!("harm {file}"));
        if self.random.bool() {
            fs::write(out.join(file), format!("other {}", self.random.u32(..))).unwrap();
        } else {
            fs::remove_file(out.join(file)).unwrap();
        }
    }

    /// Exports all of it into a new folder, with nothing remembered of earlier exports.
    pub(super) fn whole(&mut self) -> (BTreeMap<String, Vec<u8>>, Vec<wire::FileProblem>) {
        self.n += 1;
        let out = self.path(&format!("out {}", self.n));
        let blog = self.open("data of the whole");
        let full = SiteExport { full: true, ..SiteExport::default() };
        let exported = blog.site_export(&out, &full).unwrap();
        blog.close();
        let files = tree(&out);
        fs::remove_dir_all(out).unwrap();
        (files, exported.problems)
    }
}

fn export(blog: &Blog, out: &Path) -> wire::Exported {
    blog.site_export(out, &SiteExport::default()).unwrap()
}

pub(super) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        let Ok(entries) = fs::read_dir(&at) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// Problems in an order that does not depend on who found them first.
pub(super) fn sorted(mut problems: Vec<wire::FileProblem>) -> Vec<wire::FileProblem> {
    problems.sort_by_key(|it| format!("{it:?}"));
    problems
}

#[test]
fn an_export_of_what_changed_is_the_export_of_all() {
    let mut desk = Desk::seeded();
    desk.write("posts/z.md", "# The last\n");
    desk.write("blog.toml", ADDRESSES[2]);
    let out = desk.path("out");
    let mut open: Option<Blog> = None;
    for n in 0..N_EDITS {
        match desk.random.u8(..10) {
            0 => desk.harm(),
            times => (0..=times % 2).for_each(|_| desk.edit()),
        }
        // Sometimes the app stays open, sometimes each export is a process of its own; the
        // settings are read when a blog is opened.
        let reopens = desk.random.bool() || desk.log.iter().any(|line| line.contains("blog.toml"));
        if reopens && let Some(blog) = open.take() {
            blog.close();
        }
        if n % 50 == 49 {
            // What is remembered may go at any time.
            fs::remove_dir_all(desk.path("data/cache")).ok();
        }
        let blog = open.get_or_insert_with(|| desk.open("data"));
        blog.look();
        let exported = export(blog, &out);
        let (files, problems) = desk.whole();
        let here = tree(&out);
        let differ = |name: &&String| here.get(*name) != files.get(*name);
        let names: Vec<_> = here.keys().chain(files.keys()).filter(differ).collect();
        assert!(names.is_empty(), "edit {n}: {names:?} differ after {:#?}", desk.log);
        let (here, whole) = (sorted(exported.problems), sorted(problems));
        assert_eq!(here, whole, "edit {n}, after {:#?}", desk.log);
        desk.log.clear();
    }
    let report = export(&desk.open("data"), &out);
    assert_eq!((report.n_written, report.n_removed), (0, 0), "nothing changed");
}

#[test]
fn damage_to_what_is_remembered_makes_no_difference() {
    let mut desk = Desk::with_seed(7);
    for name in NAMES {
        let post = desk.post().replace("draft: true\n", "");
        desk.write(&format!("posts/{name}.md"), &post);
    }
    let out = desk.path("out");
    let blog = desk.open("data");
    export(&blog, &out);
    blog.close();
    let (expected, _) = desk.whole();
    let files: Vec<_> = tree(&desk.path("data/cache")).into_keys().collect();
    assert_eq!(files.len(), 3, "posts, bodies, and what was exported: {files:?}");
    for (file, at) in files.iter().flat_map(|file| [0, 33, 70, 400].map(|at| (file, at))) {
        let path = desk.path("data/cache").join(file);
        let spoil = || {
            let mut bytes = fs::read(&path).unwrap();
            let at = at.min(bytes.len() - 1);
            bytes[at] ^= 0x20;
            fs::write(&path, bytes).unwrap();
        };
        spoil();
        // A folder that is new, so that each body is wanted.
        let out = desk.path("again");
        let blog = desk.open("data");
        export(&blog, &out);
        blog.close();
        assert!(tree(&out) == expected, "byte {at} of {file}");
        fs::remove_dir_all(out).unwrap();
        spoil();
        let blog = desk.open("data");
        let site = blog.site_serve(&SiteExport::default());
        blog.close();
        let site = site.unwrap_or_else(|error| panic!("byte {at} of {file}: {error}"));
        assert_eq!(site.n_files(), expected.len() - 1, "all but the list of files");
    }
}
