//! Checking a whole blog: what is wrong in it, file by file.
//!
//! Here files are looked at and answers are put in order; what is a problem is decided in
//! `check.rs` and by `galley_site`.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use galley_core::{Post, PostPath, Problem, ProblemCode, front_matter, text_offset};
use galley_markdown::{Options, Rendered};
use galley_site::{AddressProblem, SiteAsset, SiteBlog, SitePost, SiteProblem};
use galley_store::StoredPost;
use rayon::prelude::*;

use crate::blog::{Blog, CONFIG_FILE, State};
use crate::check::{self, CheckedPost, PictureFacts, Places, is_mentioned};
use crate::data_folder::in_blog;
use crate::drawing;
use crate::error::Error;
use crate::pictures::is_picture;
use crate::wire;

/// What a text's file ends in that may name other files.
const TEXTS: [&str; 7] = ["css", "html", "js", "json", "svg", "toml", "xml"];

/// A post, read and rendered, with what was found in it by itself.
struct Read {
    stored: StoredPost,
    post: Post,
    rendered: Rendered,
    site_post: SitePost,
    problems: Vec<Problem>,
}

/// A problem and the file it is in, relative to the blog's folder.
type Found = (String, Problem);

impl Blog {
    /// Looks for everything that is wrong in the blog. What is open is saved first.
    ///
    /// The problems come in the order of the files and of what stands in them.
    pub fn check(&self) -> Result<Vec<wire::BlogProblem>, Error> {
        let (stored, reader, shared) = self.ask(|state| {
            for id in state.open.ids() {
                state.try_save(id)?;
            }
            Ok((state.all_stored()?, state.reader(), state.shared_files()?))
        })?;
        // Files are looked at here and not in the loop, which must stay free to journal.
        let readable = stored.into_par_iter().filter(|post| post.read_only.is_none());
        let mut posts: Vec<Read> = readable.map(|stored| reader.read(stored)).collect();
        posts.sort_by(|a, b| a.post.path.cmp(&b.post.path));
        let sources = || {
            let of_posts = posts.iter().flat_map(|it| &it.site_post.assets);
            of_posts.chain(&shared).map(|asset| asset.source.as_path())
        };
        let pictures: BTreeSet<&Path> = sources().filter(|it| is_picture(it)).collect();
        let pictures = pictures.into_par_iter().map(|file| (file.to_owned(), facts_of(file)));
        let pictures = pictures.collect();
        let drawings = drawing::problems_of(sources(), self.folder());
        self.ask(move |state| state.check(&Looked { posts, shared, pictures, drawings }))
    }
}

/// What was seen of a blog's files.
struct Looked {
    /// In the order of their paths.
    posts: Vec<Read>,
    /// Files that posts share.
    shared: Vec<SiteAsset>,
    /// What is known of each picture that consists of pixels.
    pictures: HashMap<PathBuf, PictureFacts>,
    /// What the site leaves out of the others.
    drawings: Vec<Found>,
}

/// What reading a post takes.
struct Reader {
    options: Options,
    posts_folder: galley_mirror::PostsFolder,
    standing: crate::blog::Standing,
}

impl Reader {
    fn read(&self, stored: StoredPost) -> Read {
        let post = Post::from_source(&stored.path, &stored.source);
        let language = post.language.clone().unwrap_or_else(|| self.options.language.clone());
        let options = Options { language, ..self.options.clone() };
        let rendered = galley_markdown::render(&stored.source[post.body.clone()], &options);
        let checked = CheckedPost {
            post: &post,
            status: self.standing.status(post.draft, post.date.as_ref()),
            source: &stored.source,
            rendered: &rendered,
            options: &options,
            now: self.standing.now,
            time_zone: &self.standing.time_zone,
        };
        let problems = check::of_post(&checked);
        let assets = super::site_blog::assets_of(&self.posts_folder, &post, &rendered);
        let html = rendered.html.clone();
        let site_post = super::site_blog::site_post(&post, checked.status, html, assets);
        Read { stored, post, rendered, site_post, problems }
    }
}

impl State {
    fn all_stored(&self) -> Result<Vec<StoredPost>, Error> {
        let ids = self.store.posts(&self.config.time_zone)?.into_iter().map(|post| post.id);
        ids.map(|id| self.stored(id)).collect()
    }

    fn reader(&self) -> Reader {
        // What code looks like is no question here, and costs more than all the rest.
        let options = Options { highlight: false, ..self.markdown_options(self.config.raw_html) };
        let (posts_folder, standing) = (self.posts_folder.clone(), self.standing());
        Reader { options, posts_folder, standing }
    }

    fn check(&self, looked: &Looked) -> Result<Vec<wire::BlogProblem>, Error> {
        let posts = looked.posts.iter().map(|it| it.site_post.clone()).collect();
        let blog = SiteBlog { files: looked.shared.clone(), ..self.site_blog(posts)? };
        let links = galley_site::check_links(&blog, &self.theme)?;

        let mut found = self.problems_of_blog();
        for it in &looked.posts {
            let file = self.file_of(&it.post.path);
            found.extend(it.problems.iter().map(|problem| (file.clone(), problem.clone())));
        }
        found.extend(self.placed(&looked.posts, links.problems));
        found.extend(self.placed_at_keys(&looked.posts, links.page_problems));
        found.extend(self.of_pictures(looked, &links.used));
        found.extend(looked.drawings.iter().cloned());
        found.extend(self.unused_files(looked, &links.used)?);
        found.sort_by(|(a, x), (b, y)| {
            (a, x.line, x.column, x.code).cmp(&(b, y.line, y.column, y.code))
        });
        found.dedup();

        let ids: HashMap<String, u32> = looked
            .posts
            .iter()
            .map(|it| (self.file_of(&it.post.path), it.stored.id.get()))
            .collect();
        let on_wire = |(file, problem): Found| wire::BlogProblem {
            post: ids.get(&file).copied(),
            file,
            problem: problem.into(),
        };
        Ok(found.into_iter().map(on_wire).collect())
    }

    /// Problems of the settings, and of files that are no posts to be read.
    fn problems_of_blog(&self) -> Vec<Found> {
        let (config, files) = self.whole_problems();
        let config = config.iter().map(|it| (CONFIG_FILE.to_owned(), it.clone()));
        let root = self.posts_folder.root();
        let files = files.iter().map(|(path, it)| (self.in_blog(&root.join(path)), it.clone()));
        config.chain(files).collect()
    }

    /// A post's file, relative to the blog's folder.
    fn file_of(&self, path: &PostPath) -> String {
        self.in_blog(&self.posts_folder.root().join(path.as_str()))
    }

    /// A file's name within the blog.
    fn in_blog(&self, file: &Path) -> String {
        in_blog(&self.folder, file)
    }

    /// Each problem of an address, where in its post the address stands.
    fn placed(&self, read: &[Read], problems: Vec<AddressProblem>) -> Vec<Found> {
        let by_path: HashMap<&PostPath, &Read> =
            read.iter().map(|it| (&it.post.path, it)).collect();
        let mut places: HashMap<PostPath, Places<'_>> = HashMap::new();
        let mut found = Vec::new();
        for AddressProblem { path, address, problem } in problems {
            let Some(it) = by_path.get(&path) else { continue };
            let file = self.file_of(&path);
            let places = places
                .entry(path)
                .or_insert_with(|| Places::new(&it.post, &it.stored.source, &it.rendered));
            let (line, column) = places.take(&address);
            found.push((file, Problem { line, column, ..problem }));
        }
        found
    }

    /// Problems of where pages go, at the keys that say it.
    fn placed_at_keys(&self, read: &[Read], problems: Vec<SiteProblem>) -> Vec<Found> {
        let placed = |SiteProblem { path, problem }: SiteProblem| {
            let it = read.iter().find(|it| it.post.path == path)?;
            let key = match problem.code {
                ProblemCode::SlugTaken => "slug",
                ProblemCode::AliasTaken => "aliases",
                _ => "tags",
            };
            let at = front_matter::place_of(&it.stored.source, key);
            let place = at.map(|at| text_offset::line_and_column(&it.stored.source, at));
            let (line, column) = place.unwrap_or((1, 1));
            Some((self.file_of(&path), Problem { line, column, ..problem }))
        };
        problems.into_iter().filter_map(placed).collect()
    }

    /// What is wrong with the pictures in use: with those of posts where they are first shown,
    /// with shared ones in their own files.
    fn of_pictures(&self, looked: &Looked, used: &HashSet<String>) -> Vec<Found> {
        let problems_of = |asset: &SiteAsset| {
            let facts = looked.pictures.get(&asset.source);
            facts.map_or_else(Vec::new, |facts| check::of_picture(&asset.name, *facts))
        };
        let mut found: Vec<Found> = Vec::new();
        let mut seen = HashSet::new();
        for it in &looked.posts {
            for asset in it.site_post.assets.iter().filter(|it| seen.insert(&it.source)) {
                let problems = problems_of(asset);
                if problems.is_empty() {
                    continue;
                }
                let places = Places::new(&it.post, &it.stored.source, &it.rendered);
                let (line, column) = places.first(&asset.name);
                let file = self.file_of(&it.post.path);
                let placed = |problem| (file.clone(), Problem { line, column, ..problem });
                found.extend(problems.into_iter().map(placed));
            }
        }
        for asset in looked.shared.iter().filter(|it| used.contains(&it.name)) {
            found.extend(problems_of(asset).into_iter().map(|it| (asset.name.clone(), it)));
        }
        found
    }

    /// Files beside the posts and shared ones that nothing leads to.
    fn unused_files(&self, looked: &Looked, used: &HashSet<String>) -> Result<Vec<Found>, Error> {
        let mut unused = Vec::new();
        let root = self.posts_folder.root();
        // Where posts lie among everything else, what belongs to them is not known.
        if root != self.folder {
            let of_posts = looked.posts.iter().flat_map(|it| &it.site_post.assets);
            let called: HashSet<&Path> = of_posts.map(|asset| asset.source.as_path()).collect();
            let beside = galley_mirror::files_below(root)?.into_iter();
            unused.extend(beside.map(|(_, file)| file).filter(|file| {
                !is_one_of(&["md", "markdown"], file) && !called.contains(file.as_path())
            }));
        }
        let shared = looked.shared.iter().filter(|it| !used.contains(&it.name));
        unused.extend(shared.map(|it| it.source.clone()));
        if unused.is_empty() {
            return Ok(Vec::new());
        }
        let texts = self.texts_that_name_files()?;
        let names = unused.iter().map(|file| self.in_blog(file));
        let names = names.filter(|name| !is_mentioned(name, &texts));
        Ok(names.map(|name| (name.clone(), check::unused(&name))).collect())
    }

    /// The settings, the texts of the blog's own themes, and the shared ones.
    fn texts_that_name_files(&self) -> Result<Vec<String>, Error> {
        let mut files: Vec<PathBuf> = vec![self.folder.join(CONFIG_FILE)];
        for folder in ["themes", "assets"] {
            let below = galley_mirror::files_below(&self.folder.join(folder))?;
            files
                .extend(below.into_iter().map(|(_, file)| file).filter(|it| is_one_of(&TEXTS, it)));
        }
        Ok(files.iter().filter_map(|file| fs::read_to_string(file).ok()).collect())
    }
}

fn is_one_of(extensions: &[&str], file: &Path) -> bool {
    let extension = file.extension().and_then(|it| it.to_str()).unwrap_or_default();
    extensions.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// What the head of a picture's file says; nothing where it cannot be read.
fn facts_of(file: &Path) -> PictureFacts {
    PictureFacts {
        n_bytes: fs::metadata(file).map_or(0, |it| it.len()),
        pixels: imagesize::size(file).ok().map(|size| (size.width, size.height)),
        has_location: has_location(file).unwrap_or(false),
    }
}

fn has_location(file: &Path) -> Option<bool> {
    let mut reader = BufReader::new(File::open(file).ok()?);
    let exif = exif::Reader::new().read_from_container(&mut reader).ok()?;
    let tags = [exif::Tag::GPSLatitude, exif::Tag::GPSLongitude];
    Some(tags.into_iter().any(|tag| exif.get_field(tag, exif::In::PRIMARY).is_some()))
}
