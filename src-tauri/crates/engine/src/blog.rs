//! An open blog: the handle that shells hold, and what its loop owns.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};

use galley_core::{BlogConfig, PostDate, PostId, PostPath, PostStatus, Problem};
use galley_markdown as markdown;
use galley_mirror::{PostsFolder, find_posts_folder};
use galley_site::Theme;
use galley_store::{Rescued, Store};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::clock::Clock;
use crate::data_folder::DataFolder;
use crate::error::Error;
use crate::library::{self, Library, OpenMark};
use crate::pictures::Pictures;
use crate::use_case::export::{self, left_site::Left, staging::Staging};
use crate::use_case::resident_posts::ResidentPosts;
use crate::use_case::specimen::Gallery;
use crate::use_case::theme::{FormerConfig, read_theme};
use crate::wire;

mod event_loop;
mod keeping;
mod open_posts;
mod schedule;
#[cfg(test)]
mod simulation;
mod syncing;
mod watching;

use event_loop::Message;
pub(crate) use open_posts::OpenPosts;
use schedule::Schedule;
use watching::Watch;

/// The settings file at a blog's root.
pub(crate) const CONFIG_FILE: &str = "blog.toml";
/// Where a new blog keeps its posts.
const POSTS_FOLDER: &str = "posts";

static NEXT_ID: AtomicU32 = AtomicU32::new(1);

/// How a blog is opened.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    data: DataFolder,
    clock: Clock,
    watching: bool,
    origin: galley_core::Origin,
}

impl OpenOptions {
    /// For the command line: nothing is watched, and changes are its own.
    pub fn new(data: DataFolder) -> Self {
        Self { data, clock: Clock::System, watching: false, origin: galley_core::Origin::Cli }
    }

    /// Whether the posts folder is watched for other programs' changes, as the window wants.
    #[must_use]
    pub fn watching(self, watching: bool) -> Self {
        let origin = if watching { galley_core::Origin::Window } else { self.origin };
        Self { watching, origin, ..self }
    }

    /// Takes the time from this clock.
    #[must_use]
    pub fn clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// The moment, by the clock.
    pub(crate) fn now(&self) -> jiff::Timestamp {
        self.clock.now()
    }

    /// Where Galley's own files are.
    pub(crate) fn data(&self) -> &DataFolder {
        &self.data
    }
}

/// What decides whether a post is live.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    pub(crate) now: Timestamp,
    pub(crate) time_zone: TimeZone,
}

impl Standing {
    pub(crate) fn status(&self, draft: bool, date: Option<&PostDate>) -> PostStatus {
        PostStatus::of(draft, date, self.now, &self.time_zone)
    }
}

/// Locks; what a panicking thread left behind is still the author's text.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An open blog. Cheap to clone; the last [`close`](Self::close) wins.
#[derive(Clone)]
pub struct Blog(Arc<Handle>);

struct Handle {
    id: u32,
    folder: PathBuf,
    open: OpenPosts,
    pictures: Pictures,
    staging: Staging,
    left: Left,
    gallery: Gallery,
    inbox: mpsc::Sender<Message>,
    event_loop: Mutex<Option<std::thread::JoinHandle<()>>>,
}

/// What the loop owns.
pub(crate) struct State {
    pub(crate) id: u32,
    pub(crate) folder: PathBuf,
    pub(crate) config: BlogConfig,
    pub(crate) theme: Arc<Theme>,
    /// How often another theme was put on.
    pub(crate) n_worn: u32,
    pub(crate) former_config: Option<FormerConfig>,
    /// Where is kept what saves time.
    pub(crate) cache: PathBuf,
    pub(crate) store: Store,
    pub(crate) posts_folder: PostsFolder,
    pub(crate) open: OpenPosts,
    pub(crate) pictures: Pictures,
    /// The posts of the last export.
    pub(crate) resident: Option<ResidentPosts>,
    pub(crate) clock: Clock,
    pub(crate) origin: galley_core::Origin,
    /// What came back from the journal at this start.
    pub(crate) recovered: Vec<wire::Recovered>,
    /// What the author should know of this start.
    pub(crate) notices: Vec<String>,
    /// Whether the window has asked for the blog: before that it hears of nothing.
    pub(crate) is_shown: bool,
    /// The newest change of the library that the shell was told of.
    seen_change: i64,
    /// Posts whose files vanished together: the author is asked.
    vanished: Vec<PostId>,
    /// Says that the library is open; stays behind when it is not closed in order.
    mark: Option<OpenMark>,
    /// The library gave back what it cannot have been given.
    pub(crate) is_damaged: bool,
    /// Another process has the blog open, and its journal is not one of a dead one.
    is_typed_into: bool,
    pub(crate) config_problems: Vec<Problem>,
    folder_problems: Vec<(String, Problem)>,
    schedule: Schedule,
    /// In the window, files are watched.
    watch: Option<Watch>,
    tell: Box<dyn Fn(wire::Event) + Send>,
}

impl Blog {
    /// Opens the blog in `folder`. Its files are read, never written, except for
    /// what the journal holds from a session that ended unasked.
    ///
    /// `tell` hears what happens from then on; it is called from the blog's loop.
    ///
    /// # Errors
    ///
    /// When there is no such folder, no folder of posts in it, or its library
    /// or theme cannot be opened.
    pub fn open(
        folder: &Path,
        options: &OpenOptions,
        tell: impl Fn(wire::Event) + Send + 'static,
    ) -> Result<Self, Error> {
        let folder = fs::canonicalize(folder)
            .map_err(|source| Error::OpenFolder { folder: folder.to_owned(), source })?;
        let (config, mut config_problems) = read_config(&folder)?;
        let posts_folder = find_posts_folder(&folder, config.posts_dir.as_deref())
            .ok_or_else(|| Error::NotABlog { folder: folder.clone() })?;
        let library_path = options.data.library(&folder)?;
        let mark = options.watching.then(|| OpenMark::set(&library_path)).flatten();
        let (mark, was_cut_off) = mark.map_or((None, false), |(mark, left)| (Some(mark), left));
        // What a window types is its own to keep as long as it lives.
        let is_typed_into = mark.is_none() && OpenMark::is_held(&library_path);
        let library = Library::open(&library_path, was_cut_off)?;
        let (theme, setting_problems) = read_theme(&folder, &config)?;
        config_problems.extend(setting_problems);
        let pictures = Pictures::new(options.data.pictures(&folder));
        let mut state = State {
            id: NEXT_ID.fetch_add(1, Ordering::Relaxed),
            theme: Arc::new(theme),
            n_worn: 0,
            former_config: None,
            cache: options.data.cache(&folder),
            store: library.store,
            posts_folder: PostsFolder::open(&posts_folder)?.with_trash(options.data.trash(&folder)),
            open: OpenPosts::default(),
            pictures: pictures.clone(),
            resident: None,
            clock: options.clock,
            origin: options.origin,
            recovered: Vec::new(),
            notices: Vec::new(),
            is_shown: false,
            seen_change: 0,
            vanished: Vec::new(),
            mark,
            is_damaged: false,
            is_typed_into,
            folder,
            config,
            config_problems,
            folder_problems: Vec::new(),
            schedule: Schedule::default(),
            watch: None,
            tell: Box::new(tell),
        };
        state.start(&library_path, library.rescued.zip(library.aside))?;
        let (inbox, messages) = mpsc::channel();
        if options.watching {
            state.watch = Some(Watch::start(&state.posts_folder, inbox.clone()));
        }
        let handle = Handle {
            id: state.id,
            folder: state.folder.clone(),
            open: state.open.clone(),
            pictures,
            staging: Staging::default(),
            left: Left::default(),
            gallery: Gallery::default(),
            inbox,
            event_loop: Mutex::default(),
        };
        let event_loop = std::thread::Builder::new()
            .name(format!("blog {}", state.id))
            .spawn(move || event_loop::run(state, &messages))
            .expect("the system can start a thread");
        *lock(&handle.event_loop) = Some(event_loop);
        Ok(Self(Arc::new(handle)))
    }

    /// Makes a new blog in `folder`: its settings and an empty folder of posts.
    ///
    /// # Errors
    ///
    /// When the folder holds a blog already, or cannot be written to. Files that
    /// are there stay as they are.
    pub fn create(folder: &Path, title: Option<&str>, author: Option<&str>) -> Result<(), Error> {
        let config = folder.join(CONFIG_FILE);
        if config.exists() || find_posts_folder(folder, None).is_some() {
            return Err(Error::BlogExists { folder: folder.to_owned() });
        }
        let posts = folder.join(POSTS_FOLDER);
        fs::create_dir_all(&posts).map_err(|source| Error::CreateFolder { path: posts, source })?;
        let name = folder_name(folder);
        galley_mirror::atomic_write::write(
            &config,
            BlogConfig::write(title.unwrap_or(&name), author).as_bytes(),
        )?;
        Ok(())
    }

    /// The blog around `start`: the nearest folder upwards with `blog.toml`, else with posts.
    pub fn enclosing(start: &Path) -> Option<PathBuf> {
        let has_config = |folder: &&Path| folder.join(CONFIG_FILE).is_file();
        let has_posts = |folder: &&Path| find_posts_folder(folder, None).is_some();
        let nearest = start.ancestors().find(has_config);
        nearest.or_else(|| start.ancestors().find(has_posts)).map(Path::to_owned)
    }

    /// Names the open blog on the wire.
    pub fn id(&self) -> u32 {
        self.0.id
    }

    /// The blog's folder, canonical.
    pub fn folder(&self) -> &Path {
        &self.0.folder
    }

    /// Writes what is not yet in its file, and ends the loop. Later calls fail.
    pub fn close(&self) {
        self.0.staging.clear();
        self.0.left.close();
        let Some(event_loop) = lock(&self.0.event_loop).take() else { return };
        // A loop that is gone already has closed itself.
        self.0.inbox.send(Message::Close).ok();
        if event_loop.join().is_err() {
            tracing::error!("the blog's loop ended in a panic");
        }
    }

    /// The blog's pictures, for whoever need not wait for the loop.
    pub(crate) fn pictures(&self) -> &Pictures {
        &self.0.pictures
    }

    /// The export that waits for a yes.
    pub(crate) fn staging(&self) -> &Staging {
        &self.0.staging
    }

    /// What the last export left.
    pub(crate) fn left(&self) -> &Left {
        &self.0.left
    }

    /// The pages that the gallery of themes shows.
    pub(crate) fn gallery(&self) -> &Gallery {
        &self.0.gallery
    }

    pub(crate) fn open_posts(&self) -> &OpenPosts {
        &self.0.open
    }

    /// Has the loop do `work` and waits for its answer.
    pub(crate) fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut State) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (answer, outcome) = mpsc::sync_channel(1);
        let request = Message::Request(Box::new(move |state| {
            let done = work(state);
            if let Err(error) = &done {
                state.note_damage(error);
            }
            // Before the answer: who asked finds what it changed in the list.
            state.tell_changes();
            // An asker that went away does not want the answer.
            answer.send(done).ok();
        }));
        self.0.inbox.send(request).map_err(|_| Error::BlogClosed)?;
        // The loop drops the sender without an answer only when `work` panicked.
        outcome.recv().unwrap_or(Err(Error::Panicked))
    }

    /// Has the loop look at the files, as when the window has the focus again: where the
    /// system tells of no change, somebody who comes back sees it all the same.
    pub fn look(&self) {
        // A closed blog looks no more.
        self.0.inbox.send(Message::FilesChanged).ok();
    }

    /// Tells the loop that a post was edited, without waiting.
    pub(crate) fn note_edit(&self, post: PostId) -> Result<(), Error> {
        self.0.inbox.send(Message::Edited(post)).map_err(|_| Error::BlogClosed)
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.left.close();
        if let Some(event_loop) = lock(&self.event_loop).take() {
            self.inbox.send(Message::Close).ok();
            event_loop.join().ok();
        }
    }
}

impl State {
    /// Brings library and files together for the first time.
    ///
    /// Damage may show only now: the library is then made anew, once.
    fn start(&mut self, path: &Path, anew: Option<(Rescued, PathBuf)>) -> Result<(), Error> {
        match self.begin(anew) {
            Err(error) if error.is_damaged_library() => {
                tracing::error!(%error, "the library is damaged and is made anew");
                // None may be open on a library that is set aside.
                self.store = Store::in_memory()?;
                let library = Library::anew(path)?;
                self.store = library.store;
                self.begin(library.rescued.zip(library.aside))
            }
            begun => begun,
        }
    }

    fn begin(&mut self, anew: Option<(Rescued, PathBuf)>) -> Result<(), Error> {
        if !self.is_typed_into {
            self.replay_journal()?;
        }
        self.reconcile()?;
        self.seen_change = self.store.last_change()?;
        export::one_post::clear_interrupted(&self.store)?;
        if let Some((rescued, aside)) = anew {
            let n_kept = library::keep_rescued(&self.store, &rescued)?;
            self.notices.push(format!(
                "the library of this blog was damaged: it was made again from the files, with \
                 {n_kept} former texts that could be rescued; the damaged one is kept as `{}`",
                aside.display()
            ));
        }
        library::thin_history(&self.store, self.clock.now())
    }

    /// The library is closed in order, unless it is damaged: then the next start looks.
    fn close(&mut self) {
        if let Some(mark) = self.mark.take_if(|_| !self.is_damaged) {
            mark.clear();
        }
    }

    /// Remembers whether an error says that the library is damaged.
    fn note_damage(&mut self, error: &Error) {
        self.is_damaged |= error.is_damaged_library();
    }

    /// The posts whose files vanished together.
    pub(crate) fn vanished_posts(&self) -> Vec<PostId> {
        self.vanished.clone()
    }

    pub(crate) fn standing(&self) -> Standing {
        Standing { now: self.clock.now(), time_zone: self.config.time_zone.clone() }
    }

    pub(crate) fn tell(&self, event: wire::Event) {
        (self.tell)(event);
    }

    /// Tells the author something about the blog: at once, or when the window asks for it.
    pub(crate) fn notice(&mut self, message: String) {
        if !self.is_shown {
            self.notices.push(message);
            return;
        }
        self.tell(wire::Event::BlogNotice(wire::BlogNotice { blog: self.id, message }));
    }

    /// How the preview and the export render Markdown.
    pub(crate) fn markdown_options(&self, raw_html: galley_core::RawHtml) -> markdown::Options {
        crate::render::options(&self.config, raw_html)
    }

    /// Problems of the blog as a whole, with the settings file and the paths of posts.
    pub(crate) fn whole_problems(&self) -> (&[Problem], &[(String, Problem)]) {
        (&self.config_problems, &self.folder_problems)
    }

    /// Problems of the blog as a whole.
    pub(crate) fn problems(&self) -> Vec<wire::FileProblem> {
        let config = self.config_problems.iter().map(|problem| (CONFIG_FILE, problem));
        let files = self.folder_problems.iter().map(|(path, problem)| (path.as_str(), problem));
        config.chain(files).map(|(path, it)| wire::FileProblem::new(path, it.clone())).collect()
    }

    pub(crate) fn path_of(&self, post: PostId) -> Result<PostPath, Error> {
        Ok(self.stored(post)?.path)
    }

    pub(crate) fn stored(&self, post: PostId) -> Result<galley_store::StoredPost, Error> {
        Ok(self.store.post(post)?)
    }
}

fn folder_name(folder: &Path) -> String {
    let name = folder.file_name().or_else(|| folder.parent()?.file_name());
    name.map_or_else(|| "Blog".to_owned(), |name| name.to_string_lossy().into_owned())
}

pub(crate) fn read_config(folder: &Path) -> Result<(BlogConfig, Vec<Problem>), Error> {
    let path = folder.join(CONFIG_FILE);
    let name = folder_name(folder);
    match fs::read(&path) {
        // Bytes that are not UTF-8 make the line they are on a problem, not the blog unusable.
        Ok(bytes) => Ok(BlogConfig::parse(&String::from_utf8_lossy(&bytes), &name)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Ok((BlogConfig::unconfigured(&name), Vec::new()))
        }
        Err(source) => Err(Error::ReadFile { path, source }),
    }
}
