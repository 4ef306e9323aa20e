//! One operation, carried out when it is told to, for faults at each of its system calls.

use std::fs;
use std::io::{self, BufRead as _};
use std::time::Duration;

use anyhow::{Context, Result};
use galley_engine::wire;

use crate::blog::Place;
use crate::report::Report;
use crate::session::{Session, say};
use crate::site;
use crate::texts::Lines;

/// What an author can ask for that writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    /// Type a line while an older one is in the journal, and save.
    Save,
    /// Make a post.
    Make,
    /// Rename a post, into a new folder.
    Rename,
    /// Remove a post.
    Remove,
    /// Import a text.
    Import,
    /// Export a post into one file, over an older one.
    ExportPost,
    /// Export the site, over an older one.
    ExportSite,
    /// Open the blog, with a text in the journal that is not in its file.
    Open,
}

impl Operation {
    /// All of them.
    pub(crate) const ALL: [Self; 8] = [
        Self::Save,
        Self::Make,
        Self::Rename,
        Self::Remove,
        Self::Import,
        Self::ExportPost,
        Self::ExportSite,
        Self::Open,
    ];

    /// Its name on a command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Save => "save",
            Self::Make => "make",
            Self::Rename => "rename",
            Self::Remove => "remove",
            Self::Import => "import",
            Self::ExportPost => "export-post",
            Self::ExportSite => "export-site",
            Self::Open => "open",
        }
    }

    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operation| operation.name() == name)
    }
}

/// The post that is written to.
pub(crate) const POST: &str = "post-1.md";
/// Where a rename brings it; its slug stays, and so does its text.
pub(crate) const RENAMED: &str = "moved/post-1.md";
/// The title of the post that is made.
pub(crate) const TITLE: &str = "Made under test";

/// Prepares an operation, then carries it out once for each line on standard input.
///
/// `open` is special: it types, waits until the text is safe, and is then killed.
pub(crate) fn run(place: Place, name: &str) -> Result<()> {
    let operation = Operation::of_name(name).context("there is no such operation")?;
    let mut doing = Doing::prepare(place, operation)?;
    say(&Report::Ready)?;
    for line in io::stdin().lock().lines() {
        line?;
        let outcome = doing.once();
        say(&match outcome {
            Ok(()) => Report::Done,
            Err(error) => Report::Failed { message: format!("{error:#}") },
        })?;
    }
    Ok(())
}

struct Doing {
    session: Session,
    operation: Operation,
    lines: Lines,
    post: u32,
    has_typed: bool,
    import: String,
}

impl Doing {
    fn prepare(place: Place, operation: Operation) -> Result<Self> {
        let mut lines = Lines::new(1, 1);
        let import = lines.post("Imported under test", 3_000);
        let session = Session::open(place, false)?;
        let post = session.blog.post_id(POST)?;
        let mut doing = Self { session, operation, lines, post, has_typed: false, import };
        match operation {
            Operation::Save => {
                doing.keep_a_line()?;
                doing.has_typed = false;
            }
            Operation::Import => fs::write(doing.source(), &doing.import)?,
            Operation::ExportSite => {
                // The site is not the one that was exported before.
                doing.session.show(post)?;
                doing.type_line()?;
                doing.session.save(post)?;
                let scratch = doing.session.place.scratch();
                let files = site::expected(&doing.session.blog, &scratch)?;
                say(&Report::Exporting { files })?;
            }
            Operation::Open => doing.keep_a_line()?,
            _ => {}
        }
        Ok(doing)
    }

    /// Carries it out, or tries again what has failed.
    fn once(&mut self) -> Result<()> {
        let post = self.post;
        let place = self.session.place.clone();
        match self.operation {
            Operation::Save => {
                if !self.has_typed {
                    self.type_line()?;
                }
                self.session.save(post)
            }
            Operation::Make => {
                say(&Report::Making { title: TITLE.to_owned() })?;
                self.session.blog.post_create(TITLE)?;
                Ok(())
            }
            Operation::Rename => {
                say(&Report::Renaming { post, to: RENAMED.to_owned() })?;
                Ok(self.session.blog.post_rename(post, RENAMED)?)
            }
            Operation::Remove => {
                say(&Report::Removing { post })?;
                Ok(self.session.blog.post_remove(post)?)
            }
            Operation::Import => {
                say(&Report::Importing { text: self.import.clone() })?;
                self.session.blog.import_text(&self.source(), false)?;
                Ok(())
            }
            Operation::ExportPost => {
                self.session.blog.post_export(post, &place.exports().join("post.html"))?;
                Ok(())
            }
            Operation::ExportSite => site::export(&self.session.blog, &place.site()),
            Operation::Open => Ok(()),
        }
    }

    /// Types a line that is in the journal afterwards, and not yet in the file.
    fn keep_a_line(&mut self) -> Result<()> {
        self.session.show(self.post)?;
        self.type_line()?;
        let is_kept = |event: &wire::Event| matches!(event, wire::Event::PostKept(_));
        self.session.wait(Duration::from_secs(30), is_kept)
    }

    fn type_line(&mut self) -> Result<()> {
        self.has_typed = true;
        let line = self.lines.line();
        let end = self.session.text(self.post)?.len();
        self.session.replace(self.post, end, end, &line)
    }

    fn source(&self) -> std::path::PathBuf {
        self.session.place.root().join("import.md")
    }
}
