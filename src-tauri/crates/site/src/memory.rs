//! What an export remembers of the one before, so that it renders only what changed.
//!
//! A page depends on what its template is given, and on the theme. That is the page's key:
//! the templates need not run, nor the body be there, to know that a page is what it was. A page
//! that was not there before has no key yet, and gets one when it is first looked for.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use foldhash::HashMap;
use galley_core::{ContentHash, PostPath, Problem, ProblemCode, reading_minutes};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::blog::{SiteBlog, SiteOptions, SitePost};
use crate::html::Html;
use crate::output::SiteProblem;
use crate::render::Frame;
use crate::search::Print;
use crate::template::Lengths;
use crate::theme::Theme;
use crate::writer::{Look, Manifest, Written, hash};

/// What tells a page, or all that a site is made from, from others.
pub(crate) type Key = [u8; 32];

/// What an export left in a folder. Empty it makes no difference but for time.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Memory {
    /// Of everything that the site was made from.
    #[serde(with = "serde_bytes")]
    pub(crate) key: Option<Key>,
    /// The documents of the index for searching, by their numbers; none if there is no index.
    pub(crate) searched: Vec<Print>,
    /// The list of what was written.
    pub(crate) list: Option<Remembered>,
    pub(crate) files: BTreeMap<String, Remembered>,
    pub(crate) problems: Vec<RememberedProblem>,
    /// What only stays as long as the process.
    #[serde(skip)]
    pub(crate) resident: Option<Box<Resident>>,
}

/// What stays in memory of an export, so that the next has only to render what changed.
#[derive(Debug)]
pub(crate) struct Resident {
    pub(crate) frame: Frame,
    pub(crate) keys: SiteKeys,
    /// What was written.
    pub(crate) list: Manifest,
}

/// A file that was written.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Remembered {
    #[serde(with = "serde_bytes")]
    hash: [u8; 32],
    n_bytes: u64,
    look: Option<Look>,
    pub(crate) made_from: MadeFrom,
}

/// What a file was made from.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum MadeFrom {
    /// A page.
    Page {
        /// Of all that its template was given; none if it was rendered without a look at that.
        #[serde(with = "serde_bytes")]
        key: Option<Key>,
        /// Of more than that, and told sooner.
        #[serde(with = "serde_bytes")]
        rough: Key,
        /// What was wrong with its links.
        problems: Vec<RememberedProblem>,
    },
    /// A copy of this file, which looked so; nothing while that does not tell a later change.
    Copy(PathBuf, Option<Look>),
    /// A card with this key.
    Card(#[serde(with = "serde_bytes")] Key),
    /// All of the blog.
    Blog,
}

/// A problem of a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RememberedProblem {
    path: String,
    code: String,
    message: String,
}

impl Memory {
    /// Reads what [`to_bytes`](Self::to_bytes) made; nothing if it is damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }

    /// What tells the site that it is of from any other; none if that is not known.
    pub fn key(&self) -> Option<[u8; 32]> {
        self.key
    }

    /// The memory as it is kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_allocvec(self).expect("plain values in memory")
    }
}

impl Remembered {
    pub(crate) fn new(written: &Written, made_from: MadeFrom) -> Self {
        let Written { hash, n_bytes, look } = written;
        Self { hash: *hash.as_bytes(), n_bytes: *n_bytes, look: *look, made_from }
    }

    /// Notes what lies there now.
    pub(crate) fn rewritten(&mut self, written: &Written) {
        let Written { hash, n_bytes, look } = written;
        (self.hash, self.n_bytes, self.look) = (*hash.as_bytes(), *n_bytes, *look);
    }

    pub(crate) fn written(&self) -> Written {
        let Self { hash, n_bytes, look, .. } = self;
        Written { hash: ContentHash::new(*hash), n_bytes: *n_bytes, look: *look }
    }
}

impl RememberedProblem {
    pub(crate) fn new(problem: &SiteProblem) -> Self {
        Self {
            path: problem.path.to_string(),
            code: problem.problem.code.to_string(),
            message: problem.problem.message.clone(),
        }
    }

    /// The problem; none if the memory is not what it was.
    pub(crate) fn problem(&self) -> Option<SiteProblem> {
        let code = ProblemCode::ALL.iter().find(|code| code.as_str() == self.code)?;
        let path = PostPath::parse(&self.path).ok()?;
        // A rendered body has no lines: a site's problems are on the first.
        Some(SiteProblem { path, problem: Problem::new(*code, 1, &*self.message) })
    }
}

/// What tells a site from others, and its pages before anything is known of them.
///
/// A page's own key is made of all that its template is given, which takes as long to gather
/// as to read a hundred posts' keys: most pages are told by their rough ones.
#[derive(Debug)]
pub(crate) struct SiteKeys {
    /// Of everything that the site is made from.
    pub(crate) all: Key,
    /// Of everything but what posts say: which there are, where each goes, and what leads to it.
    frame: Key,
    /// The lengths of posts that lists tell.
    lengths: Lengths,
    /// By their places in the blog's posts.
    posts: Vec<PostKeys>,
    /// The place of the post at each path.
    places: HashMap<PostPath, usize>,
}

/// What tells a post from others.
#[derive(Debug)]
struct PostKeys {
    post: Arc<SitePost>,
    /// What it adds to the frame.
    frame: Key,
    /// What it says of itself on its own page, without its body.
    own: Key,
    /// What it says of itself in lists.
    listed: Key,
    /// What its neighbours say of it.
    named: Key,
}

/// A post that may say something else than before.
#[derive(Debug)]
pub(crate) struct Changed {
    pub(crate) post: Arc<SitePost>,
    /// Whether its own page does.
    pub(crate) own: bool,
    /// Whether lists do.
    pub(crate) listed: bool,
    /// Whether its neighbours do.
    pub(crate) named: bool,
}

impl SiteKeys {
    pub(crate) fn new(blog: &SiteBlog<'_>, theme: &Theme, options: &SiteOptions<'_>) -> Self {
        let lengths = theme.templates().in_lists();
        let of_post = |post| PostKeys::of(post, lengths);
        let posts: Vec<_> = blog.posts.par_iter().map(of_post).collect();
        let (all, frame) = keys_of_all(&posts, blog, theme, options);
        let path = |(at, it): (usize, &PostKeys)| (it.post.path.clone(), at);
        let places = posts.iter().enumerate().map(path).collect();
        Self { all, frame, lengths, posts, places }
    }

    /// Makes them those of what the blog is now, and answers with the posts that may say something
    /// else than before; none if the frame of the site is another. The keys of a post that is the
    /// same are not made again, nor moved.
    pub(crate) fn bring_up(
        &mut self,
        blog: &SiteBlog<'_>,
        theme: &Theme,
        options: &SiteOptions<'_>,
    ) -> Option<Vec<Changed>> {
        let lengths = theme.templates().in_lists();
        if self.lengths != lengths || self.posts.len() != blog.posts.len() {
            *self = Self::new(blog, theme, options);
            return None;
        }
        let pairs = self.posts.par_iter_mut().zip(&blog.posts);
        let others = pairs.filter(|(known, post)| !Arc::ptr_eq(&known.post, post));
        let changed = others.map(|(known, post)| {
            let old = std::mem::replace(known, PostKeys::of(post, lengths));
            let is_other_body = known.post.html.fingerprint() != old.post.html.fingerprint();
            Changed {
                post: post.clone(),
                own: known.own != old.own || is_other_body,
                listed: known.listed != old.listed,
                named: known.named != old.named,
            }
        });
        let changed = changed.collect();
        let before = self.frame;
        (self.all, self.frame) = keys_of_all(&self.posts, blog, theme, options);
        if self.frame == before {
            // The same frame has the same posts in the same order.
            return Some(changed);
        }
        *self = Self::new(blog, theme, options);
        None
    }

    /// The key of a page on which these posts are shown; if it shows a body, that is of the
    /// first of them, and the others are its neighbours.
    pub(crate) fn rough(&self, shown: &[&SitePost], body: Option<&Html>) -> Key {
        let mut hasher = KeyHasher::default();
        self.frame.hash(&mut hasher);
        for (n, post) in shown.iter().enumerate() {
            let keys = self.places.get(&post.path).map(|at| &self.posts[*at]);
            let said = keys.map(|keys| match (body, n) {
                (Some(_), 0) => keys.own,
                (Some(_), _) => keys.named,
                (None, _) => keys.listed,
            });
            said.hash(&mut hasher);
        }
        body.hash(&mut hasher);
        hasher.key()
    }
}

/// The keys of everything that a site is made from, and of its frame.
fn keys_of_all(
    posts: &[PostKeys],
    blog: &SiteBlog<'_>,
    theme: &Theme,
    options: &SiteOptions<'_>,
) -> (Key, Key) {
    let mut hasher = KeyHasher::default();
    format!("{:?}", blog.config).hash(&mut hasher);
    let frames: Vec<Key> = posts.iter().map(|post| post.frame).collect();
    frames.as_flattened().hash(&mut hasher);
    let pictures: BTreeMap<_, _> = blog.pictures.iter().collect();
    (&blog.pages, &blog.files, pictures).hash(&mut hasher);
    theme.fingerprint().hash(&mut hasher);
    (options.base_url, options.drafts).hash(&mut hasher);
    // The moment shows only where no post has one.
    if blog.posts.iter().all(|post| post.date.is_none()) {
        options.now.hash(&mut hasher);
    }
    let frame = hasher.key();
    let says = |it: &PostKeys| [it.own, *it.post.html.fingerprint().as_bytes()];
    let says: Vec<[Key; 2]> = posts.iter().map(says).collect();
    says.as_flattened().as_flattened().hash(&mut hasher);
    (hasher.key(), frame)
}

impl PostKeys {
    fn of(post: &Arc<SitePost>, lengths: Lengths) -> Self {
        // Each by its name, so that none that is added later can be forgotten.
        let SitePost {
            path,
            title,
            slug,
            date,
            updated,
            status,
            tags,
            authors,
            series,
            summary,
            excerpt,
            cover,
            language,
            aliases,
            n_words,
            html,
            assets,
        } = &**post;
        let mut listed = KeyHasher::default();
        (title, updated, summary, excerpt, cover, language).hash(&mut listed);
        let minutes = lengths.minutes.then(|| reading_minutes(*n_words));
        (minutes, lengths.n_words.then_some(n_words)).hash(&mut listed);
        // Lists show the first picture of a body.
        html.pictures().hash(&mut listed);
        let listed = listed.key();
        Self {
            post: post.clone(),
            frame: KeyHasher::of((
                path, slug, date, status, tags, authors, series, aliases, assets,
            )),
            own: KeyHasher::of((listed, n_words)),
            listed,
            named: KeyHasher::of((title, language)),
        }
    }
}

/// A hash that two different values do not share: that of all the bytes they consist of, at once.
#[derive(Default)]
pub(crate) struct KeyHasher(Vec<u8>);

impl KeyHasher {
    fn of(value: impl Hash) -> Key {
        let mut hasher = Self::default();
        value.hash(&mut hasher);
        hasher.key()
    }

    pub(crate) fn key(&self) -> Key {
        *hash(&self.0).as_bytes()
    }

    /// Adds what a template is given.
    pub(crate) fn add(&mut self, value: &minijinja::Value) {
        serde_json::to_writer(self, value).expect("templates are given plain values");
    }
}

impl Hasher for KeyHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        let key = self.key();
        u64::from_le_bytes(key[..8].try_into().expect("a key is longer"))
    }
}

impl io::Write for KeyHasher {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
