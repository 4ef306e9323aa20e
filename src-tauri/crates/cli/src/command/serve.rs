//! `galley serve`: the site at an address of this machine, for who makes it.
//!
//! Each time something changes the blog is opened anew, so that settings and theme are
//! today's, and rendered into memory; nothing is written. What cannot be rendered is shown
//! above the last site that could.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::{Duration, Instant};

use galley_engine::{Blog, ServedSite, SiteExport, SiteWatch, wire};
use tiny_http::Server;

use super::{Error, open};
use crate::args::{Serve, Shared, YesNo};
use crate::output::{Outcome, note, problem_line, report, text};

mod answer;
mod page;

/// Where the site is unless told otherwise: the year of the first book that was printed.
const USUAL_PORT: u16 = 1455;

/// What is shown, and to whom it is told that it changed.
struct Desk {
    shown: Mutex<Shown>,
    changed: Condvar,
}

/// The site as it is shown.
#[derive(Default)]
struct Shown {
    /// Grows with each change; the first is 1.
    version: u64,
    /// The last site that could be rendered.
    site: Option<Arc<ServedSite>>,
    /// Why the newest could not.
    fault: Option<wire::Error>,
}

pub(crate) fn run(shared: &Shared, args: &Serve) -> Result<Outcome, Error> {
    // Not one that can be shown: that is what the page is for. But it has to be a blog.
    let folder = folder_of(shared, args)?;
    let server = Arc::new(listen(args.port)?);
    let port = server.server_addr().to_ip().map_or(0, |address| address.port());
    let address = format!("http://127.0.0.1:{port}/");

    let desk = Arc::new(Desk { shown: Mutex::default(), changed: Condvar::new() });
    let (changes, changed) = mpsc::channel();
    let _watch = SiteWatch::start(&folder, move || {
        // Who does not listen any more is about to end.
        changes.send(()).ok();
    })?;
    let export = SiteExport {
        // Feeds and cards name whole addresses: they are to be those of the site that is shown.
        base_url: Some(address.clone()),
        drafts: args.drafts,
        ..SiteExport::default()
    };
    let site = Site { shared: shared.clone(), folder, export };
    desk.show(&site);
    std::thread::spawn({
        let desk = Arc::clone(&desk);
        move || {
            while changed.recv().is_ok() {
                // What came meanwhile is rendered with it.
                while changed.try_recv().is_ok() {}
                desk.show(&site);
            }
        }
    });
    let ending = Arc::clone(&server);
    ctrlc::set_handler(move || ending.unblock()).map_err(Error::Signal)?;

    text(&format!("{address}\n"))?;
    note("Ctrl-C ends it");
    if args.open.map_or_else(|| io::stdout().is_terminal(), |open| open == YesNo::Yes)
        && let Err(error) = open::that_detached(&address)
    {
        note(&format!("galley: the browser cannot be started: {error}"));
    }
    for request in server.incoming_requests() {
        let desk = Arc::clone(&desk);
        // A browser that waits, or reads slowly, keeps nobody else waiting.
        std::thread::spawn(move || answer::answer(&desk, request));
    }
    Ok(Outcome::Done)
}

/// The blog's folder. That it is one is seen by opening it; what is wrong with its theme is
/// no reason to end.
fn folder_of(shared: &Shared, args: &Serve) -> Result<PathBuf, Error> {
    use galley_engine::ErrorCode::{NotABlog, NotFound};
    let enclosing = || Blog::enclosing(&std::env::current_dir().ok()?);
    let folder = args.blog.clone().or_else(enclosing).ok_or(Error::NoBlogHere)?;
    match open(shared, Some(&folder)) {
        Err(Error::Engine(error)) if matches!(error.code(), NotABlog | NotFound) => {
            Err(Error::Engine(error))
        }
        _ => Ok(folder),
    }
}

fn listen(port: Option<u16>) -> Result<Server, Error> {
    let at = |port: u16| {
        // Of this machine and for nobody else.
        Server::http(("127.0.0.1", port)).map_err(|source| Error::Listen { port, source })
    };
    match port {
        Some(port) => at(port),
        None => at(USUAL_PORT).or_else(|_| at(0)),
    }
}

/// What it takes to render the site.
struct Site {
    shared: Shared,
    folder: PathBuf,
    export: SiteExport,
}

impl Site {
    fn render(&self) -> Result<ServedSite, Error> {
        Ok(open(&self.shared, Some(Path::new(&self.folder)))?.site_serve(&self.export)?)
    }
}

impl Desk {
    /// Renders the site and shows it, or why it could not be rendered.
    fn show(&self, site: &Site) {
        let began = Instant::now();
        let rendered = site.render();
        let took = began.elapsed().as_millis();
        let mut shown = self.lock();
        shown.version += 1;
        match rendered {
            Ok(site) => {
                for wire::FileProblem { path, problem } in &site.problems {
                    note(&problem_line(path, problem));
                }
                note(&format!("{} files in {took} ms", site.n_files()));
                shown.site = Some(Arc::new(site));
                shown.fault = None;
            }
            Err(error) => {
                report(&error);
                shown.fault = Some(error.to_wire());
            }
        }
        drop(shown);
        self.changed.notify_all();
    }

    /// Waits until something else is shown than `version`; false if that takes longer than
    /// `most`.
    fn wait_for_change(&self, version: u64, most: Duration) -> bool {
        let same = |shown: &mut Shown| shown.version == version;
        let waited = self.changed.wait_timeout_while(self.lock(), most, same);
        waited.is_ok_and(|(shown, _)| shown.version != version)
    }

    /// What a panicking thread left behind is still the last site.
    fn lock(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
