//! The open blogs, by the id that every command names.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use galley_engine::{Blog, DataFolder, OpenOptions, wire};

use crate::start::Arguments;

/// Takes the engine's events to the window.
pub(crate) type Emitter = Arc<dyn Fn(wire::Event) + Send + Sync>;

/// All that the commands share.
#[derive(Clone)]
pub struct OpenBlogs(Arc<Shared>);

struct Shared {
    arguments: Arguments,
    data: DataFolder,
    emit: Emitter,
    blogs: Mutex<HashMap<u32, Blog>>,
    /// Held while a blog is opened.
    opening: Mutex<()>,
}

impl OpenBlogs {
    /// No blog is open yet.
    pub fn new(arguments: Arguments, emit: Emitter) -> Self {
        let data = DataFolder::new(arguments.data_dir.as_deref());
        Self(Arc::new(Shared {
            arguments,
            data,
            emit,
            blogs: Mutex::default(),
            opening: Mutex::default(),
        }))
    }

    /// Where libraries and settings are kept.
    pub(crate) fn data(&self) -> &DataFolder {
        &self.0.data
    }

    /// The blog to begin with: the one named on the command line, else the last one.
    pub(crate) fn first_folder(&self) -> Option<PathBuf> {
        let last = || self.0.data.settings().recent_blogs.first().map(PathBuf::from);
        self.0.arguments.blog.clone().or_else(last)
    }

    /// Begins to open the first blog while the web view is still starting. The window asks
    /// for it later, and then also hears why it cannot be opened.
    pub(crate) fn open_early(&self) {
        let blogs = self.clone();
        tauri::async_runtime::spawn_blocking(move || {
            blogs.first_folder().map(|folder| blogs.open(&folder))
        });
    }

    /// Opens the blog in `folder` and closes the one before; one that is open already stays
    /// so, since two loops must not own one library.
    pub(crate) fn open(&self, folder: &Path) -> Result<Blog, wire::Error> {
        let _opening = self.0.opening.lock().unwrap_or_else(PoisonError::into_inner);
        let canonical = folder.canonicalize();
        let open = self
            .lock()
            .values()
            .find(|it| canonical.as_deref().is_ok_and(|path| path == it.folder()))
            .cloned();
        if let Some(blog) = open {
            return Ok(blog);
        }
        let options = OpenOptions::new(self.0.data.clone()).watching(true);
        let emit = Arc::clone(&self.0.emit);
        let blog = Blog::open(folder, &options, move |event| emit(event))?;
        self.close_all();
        self.lock().insert(blog.id(), blog.clone());
        Ok(blog)
    }

    /// The open blog that a command names.
    pub(crate) fn get(&self, id: u32) -> Result<Blog, wire::Error> {
        self.lock().get(&id).cloned().ok_or_else(|| galley_engine::Error::BlogClosed.into())
    }

    /// Has every open blog look at its files.
    pub(crate) fn look(&self) {
        for blog in self.lock().values() {
            blog.look();
        }
    }

    /// Writes what is not yet in its file and closes every blog.
    pub(crate) fn close_all(&self) {
        let blogs: Vec<Blog> = self.lock().drain().map(|(_, blog)| blog).collect();
        for blog in blogs {
            blog.close();
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<u32, Blog>> {
        // A map of handles is whole even if a thread panicked while holding it.
        self.0.blogs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs an engine call off the window's thread.
pub(crate) async fn blocking<T: Send + 'static>(
    call: impl FnOnce() -> Result<T, wire::Error> + Send + 'static,
) -> Result<T, wire::Error> {
    tauri::async_runtime::spawn_blocking(call).await.unwrap_or_else(|panic| {
        tracing::error!(%panic, "a command panicked");
        Err(galley_engine::Error::Panicked.into())
    })
}

/// Runs a call on one open blog off the window's thread.
pub(crate) async fn on_blog<T: Send + 'static>(
    blogs: &OpenBlogs,
    id: u32,
    call: impl FnOnce(&Blog) -> Result<T, galley_engine::Error> + Send + 'static,
) -> Result<T, wire::Error> {
    let blog = blogs.get(id)?;
    blocking(move || Ok(call(&blog)?)).await
}
