//! The app's window: what a person does in it and sees of it.

use anyhow::Result;
use serde_json::Value;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

use crate::blog::TestBlog;
use crate::deadline::wait_for;
use crate::desktop::Desktop;
use crate::editor::Editor;
use crate::evidence;
use crate::part::Part;
use crate::preview::{Preview, in_frame};
use crate::process;
use crate::session::Session;

/// How the app is started.
pub struct Launch {
    /// The app's program.
    pub program: PathBuf,
    /// What it is called with.
    pub arguments: Vec<OsString>,
    /// Stands for the person's home, with all that the app keeps there.
    pub home: PathBuf,
}

impl Launch {
    /// Starts the program on a test's blog, with what belongs to it.
    pub fn on_blog(program: PathBuf, blog: &TestBlog) -> Self {
        let data = blog.data_dir();
        let arguments = vec![blog.root().into(), "--data-dir".into(), data.into()];
        Self { program, arguments, home: blog.home() }
    }

    /// Starts the program without saying on what, as from a menu.
    fn on_last_blog(program: PathBuf, blog: &TestBlog) -> Self {
        let arguments = vec!["--data-dir".into(), blog.data_dir().into()];
        Self { program, arguments, home: blog.home() }
    }
}

/// One window of the app, on a desktop of its own.
pub struct Window {
    // The app goes before the display that it is shown on.
    session: Session,
    logs: TempDir,
    desktop: Desktop,
}

impl Window {
    /// Opens the app on a blog, and waits until a person could write.
    pub fn open(blog: &TestBlog) -> Self {
        let window = Self::open_unready(blog);
        window.wait_until_ready();
        window
    }

    /// Opens the app on a folder with which it may have trouble.
    pub fn open_unready(blog: &TestBlog) -> Self {
        Self::start_or_panic(&Launch::on_blog(built_app(), blog))
    }

    /// Opens the app without saying on what, as from a menu.
    pub fn reopen(blog: &TestBlog) -> Self {
        let window = Self::start_or_panic(&Launch::on_last_blog(built_app(), blog));
        window.wait_until_ready();
        window
    }

    fn start_or_panic(launch: &Launch) -> Self {
        Self::start(launch).unwrap_or_else(|error| panic!("the app does not start: {error:#}"))
    }

    /// Starts a program and waits for its window, which may still be empty.
    pub fn start(launch: &Launch) -> Result<Self> {
        let logs = TempDir::with_prefix("galley-e2e-logs-")?;
        let desktop = Desktop::start(logs.path())?;
        let mut driver = Command::new("WebKitWebDriver");
        desktop.host(&mut driver);
        at_home(&mut driver, &launch.home);
        driver.env("TAURI_AUTOMATION", "true").env("TAURI_WEBVIEW_AUTOMATION", "true");
        let log = logs.path().join("app.log");
        let session = Session::start(driver, &launch.program, &launch.arguments, &log)?;
        Ok(Self { session, logs, desktop })
    }

    pub(crate) fn session(&self) -> &Session {
        &self.session
    }

    /// Waits until the first post can be edited.
    pub fn wait_until_ready(&self) {
        self.wait(
            "the first post to be editable",
            "document.documentElement.hasAttribute('data-ready')",
        );
        // The page is ready before the frame beside it has shown its first version.
        self.preview().wait_until_current();
    }

    /// The first part of the window with the test id.
    pub fn part(&self, test_id: &str) -> Part<'_> {
        Part::new(self, format!("[data-testid=\"{test_id}\"]"))
    }

    /// The first part of the window that a selector finds, for what has no id.
    pub fn select(&self, selector: &str) -> Part<'_> {
        Part::new(self, selector.to_owned())
    }

    /// The list's entry of the post in that file of the posts folder.
    pub fn post(&self, path: &str) -> Part<'_> {
        self.select(&format!("[data-testid=\"post-list\"] [data-post-path=\"{path}\"]"))
    }

    /// The paths of the listed posts, in the list's order.
    pub fn listed_posts(&self) -> Vec<String> {
        let script = "return [...document.querySelectorAll('[data-testid=post-list] \
                      [data-post-path]')].map((post) => post.dataset.postPath)";
        let paths = self.script(script);
        let paths = paths.as_array().expect("a list of paths").iter();
        paths.map(|path| path.as_str().expect("a path").to_owned()).collect()
    }

    /// The Markdown editor.
    pub fn editor(&self) -> Editor<'_> {
        Editor::new(self)
    }

    /// The rendered post.
    pub fn preview(&self) -> Preview<'_> {
        Preview::new(self)
    }

    /// What a person reads in a frame.
    pub fn frame_text(&self, selector: &str) -> String {
        let read = in_frame(self, selector, "return document.body.innerText");
        let words = read.unwrap_or_else(|error| panic!("{error}: {selector}"));
        words.as_str().unwrap_or_default().to_owned()
    }

    /// Runs a function body inside a frame and answers with what it returns.
    pub fn frame_script(&self, selector: &str, script: &str) -> Value {
        in_frame(self, selector, script).unwrap_or_else(|error| panic!("{error}: {selector}"))
    }

    /// Presses a shortcut: the keys in order, `'\u{e009}'` being Control.
    pub fn press(&self, keys: &[char]) {
        self.session().chord(keys).expect("keys can be pressed");
    }

    /// Shows another page in the window.
    pub fn go_to(&self, url: &str) {
        let session = self.session();
        session.call(session.client().goto(url)).unwrap_or_else(|error| panic!("{error}: {url}"));
    }

    /// Gives the window another size.
    pub fn resize(&self, width: u32, height: u32) {
        let session = self.session();
        session.call(session.client().set_window_size(width, height)).expect("a window resizes");
        self.wait(
            &format!("the window to be {width} wide"),
            &format!("Math.abs(innerWidth - {width}) < 2"),
        );
    }

    /// Runs a function body in the page and answers with what it returns.
    pub fn script(&self, script: &str) -> Value {
        self.script_with(script, Vec::new())
    }

    /// The same with arguments.
    pub fn script_with(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.session().script(script, arguments).unwrap_or_else(|error| panic!("{error}: {script}"))
    }

    /// Runs a function body whose last argument is a function to answer with.
    pub fn async_script(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.session().async_script(script, arguments).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Waits until an expression in the page holds.
    pub fn wait(&self, what: &str, expression: &str) {
        wait_for(what, || match self.session().script(&format!("return ({expression})"), vec![]) {
            Ok(Value::Null | Value::Bool(false)) => Err("it does not hold".to_owned()),
            Ok(_) => Ok(()),
            Err(error) => Err(error.to_string()),
        });
    }

    /// A picture of the window, as PNG, after all that is due has been painted.
    pub fn picture(&self) -> Result<Vec<u8>> {
        let painted = "const done = arguments[0]; \
                       requestAnimationFrame(() => requestAnimationFrame(() => done(true)))";
        self.session().async_script(painted, Vec::new())?;
        self.session().picture()
    }

    /// When the program was started, in milliseconds since 1970.
    pub fn started_at(&self) -> f64 {
        self.session().started_at()
    }

    /// The app's process.
    pub fn process(&self) -> u32 {
        self.session().app()
    }

    /// Closes the window by the button in its corner, and waits for the app's own end.
    pub fn close(self) {
        self.desktop.close_windows().unwrap_or_else(|error| panic!("no window closes: {error:#}"));
        wait_for("the app to end after its window", || {
            let running = process::is_running(self.process());
            if running { Err(self.session().messages()) } else { Ok(()) }
        });
    }

    /// Waits for a window of the system's beside the app's, and closes it by its corner.
    pub fn close_dialog(&self, title: &str) {
        wait_for(&format!("the window {title:?}"), || self.desktop.close_window_named(title));
    }

    /// Has the page answer nothing any more, as an endless loop in it would.
    pub fn hang(&self) {
        // The kernel keeps the first 15 letters of a name.
        let is_page = |&child: &u32| process::name(child).starts_with("WebKitWebProces");
        let page = process::children(self.process()).into_iter().find(is_page);
        process::hang(page.expect("the web view has a process of its own"));
    }

    /// Ends the app as a lost battery would.
    pub fn kill(self) {
        process::kill(self.process());
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if std::thread::panicking() {
            evidence::keep(&self.session, self.logs.path());
        }
    }
}

/// An empty window on this web view, which shows any page and holds nothing off.
pub fn blank_window(blog: &TestBlog) -> Window {
    let program = target_dir().join("debug/galley-blank");
    let launch = Launch { program, arguments: Vec::new(), home: blog.home() };
    Window::start_or_panic(&launch)
}

/// The app under test: what `GALLEY_APP` names, else what Cargo built beside the tests.
fn built_app() -> PathBuf {
    let program = std::env::var_os("GALLEY_APP")
        .map_or_else(|| target_dir().join("debug/galley-desktop"), PathBuf::from);
    assert!(
        program.exists(),
        "there is no {}; `cargo xtask e2e` builds it first",
        program.display()
    );
    program
}

/// Cargo's target folder, in which the tests lie deeper than the benchmarks.
pub(crate) fn target_dir() -> PathBuf {
    let program = std::env::current_exe().expect("a program has a path");
    let is_target = |folder: &&Path| folder.join("CACHEDIR.TAG").exists();
    program.ancestors().find(is_target).expect("Cargo marks its folder").to_owned()
}

/// Gives a program a home of its own, in which everything that it keeps will lie.
fn at_home(command: &mut Command, home: &Path) {
    command.env("HOME", home);
    for (variable, folder) in [
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_STATE_HOME", "state"),
    ] {
        command.env(variable, home.join(folder));
    }
    // Some libraries keep what belongs to one login there; sockets need a short path.
    command.env("XDG_RUNTIME_DIR", home);
    // Both make pictures of the window hang for ever.
    command.env_remove("WEBKIT_DISABLE_DMABUF_RENDERER");
    command.env_remove("WEBKIT_DISABLE_COMPOSITING_MODE");
    // The same words and dates wherever the tests run.
    command.env("LANG", "C.UTF-8").env("LC_ALL", "C.UTF-8").env("TZ", "UTC");
}
