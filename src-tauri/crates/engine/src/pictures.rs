//! The blog's pictures, ready for their readers.
//!
//! What was made is kept in the data folder, by the bytes it was made of. Nothing there is
//! needed: what is missing or damaged is made again, and comes out the same.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use galley_core::{Problem, ProblemCode};
use galley_image::{Flaw, Look, Prepared};
use galley_mirror::{atomic_write, hash};
use galley_site::{SiteBlog, SitePicture, SitePictures, SitePost};
use jiff::Timestamp;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::data_folder::create;
use crate::error::Error;
use crate::observer::Observer;
use crate::wire::ExportStep;

/// Part of each key: another way to make pictures is another number.
const RECIPE: u32 = 1;

/// What a kept picture is described in, beside its files.
const ENTRY: &str = "entry.json";
const CLEAN: &str = "clean";

/// Pictures with more pixels than this are unfolded one at a time; that is 200 MB for one.
const MANY_PIXELS: u64 = 32_000_000;

/// How many seconds what was made of a picture is kept that no page shows: drafts come and go.
const KEPT_FOR: i64 = 90 * 24 * 60 * 60;

/// Makes pictures ready and remembers them. Clones share what they know.
#[derive(Debug, Clone)]
pub(crate) struct Pictures(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// Where they are kept.
    folder: PathBuf,
    /// What files looked like, as long as they do not change.
    looks: Mutex<HashMap<PathBuf, (Stamp, Option<Look>)>>,
    /// Held while a large picture is unfolded.
    large: Mutex<()>,
}

/// Tells a file from what it was before.
type Stamp = (Option<SystemTime>, u64);

/// A picture that is ready, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ready {
    /// What it is kept under.
    key: String,
    pub(crate) picture: Option<SitePicture>,
    pub(crate) flaw: Option<Flaw>,
}

impl Pictures {
    /// Keeps pictures in this folder, which need not be there yet.
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self(Arc::new(Inner { folder, looks: Mutex::default(), large: Mutex::default() }))
    }

    /// Makes every picture of the blog ready, on all cores, and puts it into the blog. Answers
    /// with what is wrong with which.
    pub(crate) fn make_ready(
        &self,
        blog: &mut SiteBlog<'_>,
        now: Timestamp,
        observer: &Observer,
    ) -> Result<Vec<(PathBuf, Problem)>, Error> {
        let ready = self.ready_all(pictures_of(blog), observer)?;
        let mut problems = Vec::new();
        let mut used = HashSet::new();
        for (file, Ready { key, picture, flaw }) in ready {
            problems.extend(flaw.map(|flaw| (file.clone(), problem(flaw))));
            used.insert(key);
            if let Some(picture) = picture {
                blog.pictures.insert(file, picture);
            }
        }
        self.forget(&used, now);
        Ok(problems)
    }

    /// Makes the pictures of one post ready.
    pub(crate) fn of_post(&self, post: &SitePost) -> Result<SitePictures, Error> {
        let files = post.assets.iter().map(|asset| asset.source.as_path());
        let files = files.filter(|file| is_picture(file)).collect();
        let ready = self.ready_all(files, &Observer::default())?;
        Ok(ready.into_iter().filter_map(|(file, it)| Some((file, it.picture?))).collect())
    }

    fn ready_all(
        &self,
        files: BTreeSet<&Path>,
        observer: &Observer,
    ) -> Result<Vec<(PathBuf, Ready)>, Error> {
        let files: Vec<&Path> = files.into_iter().collect();
        let (n_done, total) = (AtomicUsize::new(0), files.len());
        observer.tell(ExportStep::Pictures, 0, total)?;
        let make = |file: &Path| {
            let ready = self.ready(file)?.map(|ready| (file.to_owned(), ready));
            let done = n_done.fetch_add(1, Ordering::Relaxed) + 1;
            observer.tell(ExportStep::Pictures, done, total)?;
            Ok(ready)
        };
        let ready: Result<Vec<_>, Error> = files.into_par_iter().map(make).collect();
        Ok(ready?.into_iter().flatten().collect())
    }

    /// Removes what is kept of pictures that the blog has not had for long.
    fn forget(&self, used: &HashSet<String>, now: Timestamp) {
        let Ok(entries) = fs::read_dir(&self.0.folder) else { return };
        let limit = now.as_second() - KEPT_FOR;
        for entry in entries.flatten() {
            let made = entry.metadata().and_then(|metadata| metadata.modified());
            let made = made.ok().and_then(|made| Timestamp::try_from(made).ok());
            let is_old = made.is_some_and(|made| made.as_second() < limit);
            let is_used = entry.file_name().to_str().is_some_and(|name| used.contains(name));
            if is_old
                && !is_used
                && let Err(error) = fs::remove_dir_all(entry.path())
            {
                tracing::warn!(%error, "a picture that nobody shows stays in the data folder");
            }
        }
    }

    /// What pages say of the blog's pictures, without making any: their versions have names
    /// and no files yet.
    pub(crate) fn looks(&self, blog: &SiteBlog<'_>) -> SitePictures {
        let looks = pictures_of(blog).into_iter().filter_map(|file| {
            let Look { width, height, widths } = self.look(file)?;
            let sizes = widths.into_iter().map(|width| (width, file.to_owned())).collect();
            Some((file.to_owned(), SitePicture { width, height, file: file.to_owned(), sizes }))
        });
        looks.collect()
    }

    /// The version of a picture in this width.
    pub(crate) fn sized(&self, file: &Path, width: u32) -> Option<Vec<u8>> {
        let picture = self.ready(file).ok()??.picture?;
        let (_, sized) = picture.sizes.iter().find(|(it, _)| *it == width)?;
        fs::read(sized).ok()
    }

    /// Makes one picture ready; none if its file cannot be read.
    pub(crate) fn ready(&self, file: &Path) -> Result<Option<Ready>, Error> {
        // Whoever copies the file says why it cannot be read.
        let Ok(bytes) = fs::read(file) else { return Ok(None) };
        let key = key(&bytes);
        let folder = self.0.folder.join(&key);
        let kept = match Entry::read(&folder) {
            Some(entry) => entry,
            None => self.make(&bytes, &folder)?,
        };
        Ok(Some(kept.ready(file, &folder, key)))
    }

    fn make(&self, bytes: &[u8], folder: &Path) -> Result<Entry, Error> {
        let look = galley_image::look(bytes);
        let is_large =
            look.is_some_and(|it| u64::from(it.width) * u64::from(it.height) > MANY_PIXELS);
        let prepared = {
            let large = &self.0.large;
            let _turn = is_large.then(|| large.lock().unwrap_or_else(PoisonError::into_inner));
            galley_image::prepare(bytes)
        };
        Entry::keep(&prepared, folder)
    }

    fn look(&self, file: &Path) -> Option<Look> {
        let looks = || self.0.looks.lock().unwrap_or_else(PoisonError::into_inner);
        let metadata = fs::metadata(file).ok()?;
        let stamp = (metadata.modified().ok(), metadata.len());
        if let Some((seen, look)) = looks().get(file)
            && *seen == stamp
        {
            return look.clone();
        }
        let look = galley_image::look(&fs::read(file).ok()?);
        looks().insert(file.to_owned(), (stamp, look.clone()));
        look
    }
}

/// What is kept of a picture, beside its files.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    /// Width and height; none if the file does not tell.
    size: Option<(u32, u32)>,
    /// The hash of the clean file, if it is another than the picture's own.
    clean: Option<String>,
    /// Widths and hashes of the versions.
    sizes: Vec<(u32, String)>,
    flaw: Option<KeptFlaw>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum KeptFlaw {
    Damaged,
    TooLarge,
    NotCleaned,
}

impl Entry {
    /// The entry in this folder, if it and all its files are as they were written.
    fn read(folder: &Path) -> Option<Self> {
        let text = fs::read_to_string(folder.join(ENTRY)).ok()?;
        let (sum, json) = text.split_once('\n')?;
        (hash(json.as_bytes()).to_string() == sum).then_some(())?;
        let entry: Self = serde_json::from_str(json).ok()?;
        let is_whole = |(name, sum): (String, &String)| {
            fs::read(folder.join(name)).is_ok_and(|bytes| hash(&bytes).to_string() == *sum)
        };
        let clean = entry.clean.iter().map(|sum| (CLEAN.to_owned(), sum));
        let sizes = entry.sizes.iter().map(|(width, sum)| (sized_file(*width), sum));
        clean.chain(sizes).all(is_whole).then_some(entry)
    }

    fn keep(prepared: &Prepared, folder: &Path) -> Result<Self, Error> {
        create(folder)?;
        let keep = |name: &str, bytes: &[u8]| -> Result<String, Error> {
            atomic_write::write(&folder.join(name), bytes)?;
            Ok(hash(bytes).to_string())
        };
        let clean = prepared.clean.as_deref().map(|bytes| keep(CLEAN, bytes)).transpose()?;
        let sizes = prepared
            .sized
            .iter()
            .map(|it| Ok::<_, Error>((it.width, keep(&sized_file(it.width), &it.bytes)?)));
        let entry = Self {
            size: prepared.look.as_ref().map(|look| (look.width, look.height)),
            clean,
            sizes: sizes.collect::<Result<_, _>>()?,
            flaw: prepared.flaw.map(|flaw| match flaw {
                Flaw::Damaged => KeptFlaw::Damaged,
                Flaw::TooLarge => KeptFlaw::TooLarge,
                Flaw::NotCleaned => KeptFlaw::NotCleaned,
            }),
        };
        let json = serde_json::to_string(&entry).expect("an entry is plain values");
        keep(ENTRY, format!("{}\n{json}", hash(json.as_bytes())).as_bytes())?;
        Ok(entry)
    }

    fn ready(&self, file: &Path, folder: &Path, key: String) -> Ready {
        let clean = self.clean.as_ref().map(|_| folder.join(CLEAN));
        let sizes = self.sizes.iter().map(|(width, _)| (*width, folder.join(sized_file(*width))));
        let picture = self.size.map(|(width, height)| SitePicture {
            width,
            height,
            file: clean.unwrap_or_else(|| file.to_owned()),
            sizes: sizes.collect(),
        });
        let flaw = self.flaw.map(|flaw| match flaw {
            KeptFlaw::Damaged => Flaw::Damaged,
            KeptFlaw::TooLarge => Flaw::TooLarge,
            KeptFlaw::NotCleaned => Flaw::NotCleaned,
        });
        Ready { key, picture, flaw }
    }
}

fn sized_file(width: u32) -> String {
    format!("{width}.webp")
}

fn key(bytes: &[u8]) -> String {
    format!("{RECIPE}-{}", hash(bytes))
}

/// The files among the blog's that are pictures, by their names.
fn pictures_of<'b>(blog: &'b SiteBlog<'_>) -> BTreeSet<&'b Path> {
    let of_posts = blog.posts.iter().flat_map(|post| &post.assets);
    let of_pages = blog.pages.iter().flat_map(|page| &page.assets);
    let files = of_posts.chain(of_pages).chain(&blog.files).map(|asset| asset.source.as_path());
    files.filter(|file| is_picture(file)).collect()
}

/// Whether a file consists of pixels, by its name.
pub(crate) fn is_picture(file: &Path) -> bool {
    const EXTENSIONS: [&str; 16] = [
        "apng", "avif", "bmp", "gif", "heic", "heif", "ico", "jfif", "jpe", "jpeg", "jpg", "jxl",
        "png", "tif", "tiff", "webp",
    ];
    let extension = file.extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase);
    extension.is_some_and(|it| EXTENSIONS.contains(&&*it))
}

fn problem(flaw: Flaw) -> Problem {
    let (code, message) = match flaw {
        Flaw::Damaged => (
            ProblemCode::PictureDamaged,
            "the picture cannot be read; it goes to the site in one size",
        ),
        Flaw::TooLarge => (
            ProblemCode::PictureTooLarge,
            "the picture has more pixels than can be made smaller; it goes to the site in one size",
        ),
        Flaw::NotCleaned => (
            ProblemCode::PictureNotCleaned,
            "what a camera may have written into the picture, such as the place, cannot be taken out",
        ),
    };
    Problem::new(code, 1, message)
}

#[cfg(test)]
mod tests;
