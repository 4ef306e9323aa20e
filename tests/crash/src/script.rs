//! What the writer does, by seed: all that an author does in a window, without end.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use galley_engine::wire;

use crate::blog::Place;
use crate::report::Report;
use crate::session::{Session, say};
use crate::site;
use crate::texts::{self, Lines};

/// Between these the number of posts stays.
const FEWEST: usize = 6;
const MOST: usize = 24;
/// Past this a post is no longer added to, so that a session can be judged quickly.
const LONG: usize = 250_000;

/// Writes until it is killed.
pub(crate) fn run(place: Place, seed: u64, session: u64) -> Result<()> {
    let lines = Lines::new(seed, session);
    let mut script = Script { session: Session::open(place, true)?, lines };
    loop {
        script.step()?;
    }
}

struct Script {
    session: Session,
    lines: Lines,
}

impl Script {
    fn step(&mut self) -> Result<()> {
        match self.lines.rng().u32(0..100) {
            0..40 => self.burst(),
            40..50 => self.wait(400, |event| matches!(event, wire::Event::PostKept(_))),
            50..56 => self.wait(1_500, |event| matches!(event, wire::Event::PostSaved(_))),
            56..68 => self.save(),
            68..74 => self.switch(),
            74..78 => self.close(),
            78..83 => self.make(),
            83..87 => self.import(),
            87..90 => self.rename(),
            90..92 => self.remove(),
            92..95 => self.outside(),
            95..97 => self.export_post(),
            _ => self.export_site(),
        }
    }

    /// Some of an editor's transactions, as quickly as a fast writer makes them, or quicker.
    fn burst(&mut self) -> Result<()> {
        let post = self.some_open_post()?;
        for _ in 0..self.lines.rng().u32(1..8) {
            self.edit(post)?;
            let pause = self.lines.rng().u64(0..60);
            self.wait(pause, |_| false)?;
        }
        Ok(())
    }

    fn edit(&mut self, post: u32) -> Result<()> {
        let text = self.session.text(post)?;
        let body = texts::body_start(text);
        let starts: Vec<usize> = line_starts(text).filter(|at| *at >= body).collect();
        let is_long = text.len() > LONG;
        let len = text.len();
        let rng = self.lines.rng();
        let at = rng.choice(&starts).copied().unwrap_or(len);
        let end = starts.iter().copied().find(|start| *start > at).unwrap_or(len);
        match rng.u32(0..100) {
            0..20 => self.session.replace(post, at, end, ""),
            _ if is_long => self.session.replace(post, at, end, ""),
            20..25 => {
                let n_bytes = rng.usize(5_000..40_000);
                let pasted = self.lines.paragraphs(n_bytes);
                self.session.replace(post, at, at, &pasted)
            }
            25..55 => {
                let line = self.lines.line();
                self.session.replace(post, at, at, &line)
            }
            _ => {
                let line = self.lines.line();
                self.session.replace(post, len, len, &line)
            }
        }
    }

    fn wait(&mut self, millis: u64, is_it: impl Fn(&wire::Event) -> bool) -> Result<()> {
        self.session.wait(Duration::from_millis(millis), is_it)
    }

    fn save(&mut self) -> Result<()> {
        let post = self.some_open_post()?;
        self.session.save(post)
    }

    fn switch(&mut self) -> Result<()> {
        let post = self.some_post()?;
        self.session.show(post)
    }

    fn close(&mut self) -> Result<()> {
        let post = self.some_open_post()?;
        self.session.close(post)
    }

    fn make(&mut self) -> Result<()> {
        if self.session.posts()?.len() > MOST {
            return Ok(());
        }
        let n = self.lines.rng().u32(..);
        let title = format!("New post {n}");
        say(&Report::Making { title: title.clone() })?;
        let opened = self.session.blog.post_create(&title)?;
        let (post, path) = (opened.summary.id, opened.summary.path.clone());
        say(&Report::Made { post, path, text: opened.source.clone() })?;
        self.session.take_in(&opened)
    }

    fn import(&mut self) -> Result<()> {
        if self.session.posts()?.len() > MOST {
            return Ok(());
        }
        let n = self.lines.rng().u32(..);
        let n_bytes = self.lines.rng().usize(100..20_000);
        let text = self.lines.post(&format!("Import {n}"), n_bytes);
        let source = self.session.place.root().join("import.md");
        fs::write(&source, &text)?;
        say(&Report::Importing { text: text.clone() })?;
        let imported = self.session.blog.import_text(&source, false)?;
        let path = imported.into_iter().next().context("the text became no post")?.path;
        let post = self.session.blog.post_id(&path)?;
        say(&Report::Imported { post, path, text })
    }

    /// Moves a post to another folder. Its slug stays, so its text does too: what changes when
    /// an address does is no matter of what survives.
    fn rename(&mut self) -> Result<()> {
        let post = self.some_post()?;
        let from = self.session.posts()?.into_iter().find(|it| it.id == post);
        let from = from.context("the post is listed")?.path;
        let name = from.rsplit('/').next().unwrap_or(&from);
        let rng = self.lines.rng();
        let n = rng.u32(..);
        let folder = rng.choice(["2024", "moved", "moved/deep"]).expect("there are some");
        let to = format!("{folder}/{n}/{name}");
        say(&Report::Renaming { post, to: to.clone() })?;
        self.session.blog.post_rename(post, &to)?;
        say(&Report::Renamed { post, to })
    }

    fn remove(&mut self) -> Result<()> {
        if self.session.posts()?.len() < FEWEST {
            return Ok(());
        }
        let post = self.some_post()?;
        say(&Report::Removing { post })?;
        self.session.blog.post_remove(post)?;
        self.session.forget(post);
        say(&Report::Removed { post })
    }

    /// Another program adds a line to the body of a post, as an editor does that replaces files.
    fn outside(&mut self) -> Result<()> {
        let posts = self.session.posts()?;
        let Some(post) = self.lines.rng().choice(&posts) else { return Ok(()) };
        let file = self.session.place.posts().join(&post.path);
        let line = self.lines.line();
        say(&Report::Outside { post: post.id, line: line.clone() })?;
        add_line(&file, &line, &self.session.place.root().join("outside.md"))?;
        say(&Report::WroteOutside { post: post.id, line })
    }

    fn export_post(&mut self) -> Result<()> {
        let post = self.some_open_post()?;
        let file = self.session.place.exports().join("post.html");
        say(&Report::Saving { post })?;
        self.session.blog.post_export(post, &file)?;
        Ok(())
    }

    fn export_site(&mut self) -> Result<()> {
        let place = self.session.place.clone();
        let files = site::expected(&self.session.blog, &place.scratch())?;
        say(&Report::Exporting { files })?;
        site::export(&self.session.blog, &place.site())?;
        say(&Report::Exported)
    }

    fn some_post(&mut self) -> Result<u32> {
        let mut posts: Vec<u32> = self.session.posts()?.iter().map(|post| post.id).collect();
        posts.sort_unstable();
        Ok(*self.lines.rng().choice(&posts).expect("a blog here has posts"))
    }

    fn some_open_post(&mut self) -> Result<u32> {
        let open = self.session.open_posts();
        if let Some(post) = self.lines.rng().choice(&open) {
            return Ok(*post);
        }
        let post = self.some_post()?;
        self.session.show(post)?;
        Ok(post)
    }
}

fn line_starts(text: &str) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1))
}

fn add_line(file: &Path, line: &str, temporary: &Path) -> Result<()> {
    let mut text = fs::read_to_string(file)?;
    let is_crlf = text.contains("\r\n");
    let line = if is_crlf { line.replace('\n', "\r\n") } else { line.to_owned() };
    let fence = if is_crlf { "\n---\r\n\r\n" } else { "\n---\n\n" };
    let at = text.find(fence).map_or(text.len(), |at| at + fence.len());
    text.insert_str(at, &line);
    let mut new = fs::File::create(temporary)?;
    new.write_all(text.as_bytes())?;
    new.sync_all()?;
    Ok(fs::rename(temporary, file)?)
}
