//! What can be typed after `galley`: each command and option once, from which
//! the parser and its help are derived.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

/// Write a blog as Markdown files, and export it to HTML.
#[derive(Debug, Parser)]
#[command(name = "galley", version, max_term_width = 90)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) shared: Shared,
}

/// Options of every command that opens a blog.
#[derive(Debug, Clone, ClapArgs)]
pub(crate) struct Shared {
    /// Keep libraries in this folder instead of the platform's data folder.
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a new blog.
    New(New),
    /// Turn Markdown into an HTML fragment.
    Render(Render),
    /// List the posts of a blog, newest first.
    Posts(Posts),
    /// Show one post with all its fields.
    Show(Show),
    /// Set front matter fields of a post; no other byte of its file changes.
    Set(Set),
    /// List the former texts of a post, newest first.
    History(History),
    /// Make a former text of a post its text again.
    Restore(Restore),
    /// Find posts by their words.
    Search(Search),
    /// Write the site into a folder, or one post into one file.
    Export(Export),
    /// Find what is wrong in a blog: links that lead nowhere, pictures without words, and more.
    Check(Check),
    /// List the themes that a blog can wear.
    Themes(Themes),
    /// Show the site at an address of this machine, and anew whenever something changes.
    Serve(Serve),
    /// Bring foreign writing into a blog.
    Import(Import),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct New {
    /// The folder to make the blog in; it may exist if it holds no blog yet.
    pub(crate) dir: PathBuf,
    /// The blog's title [default: the folder's name].
    #[arg(long, value_name = "T")]
    pub(crate) title: Option<String>,
    /// Who writes it.
    #[arg(long, value_name = "A")]
    pub(crate) author: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Dialect {
    Galley,
    Commonmark,
    Gfm,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum RawHtml {
    Safe,
    All,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Render {
    /// The Markdown file; `-` is standard input.
    #[arg(default_value = "-")]
    pub(crate) file: PathBuf,
    /// Which Markdown it is.
    #[arg(long, value_enum, default_value = "galley")]
    pub(crate) dialect: Dialect,
    /// What becomes of HTML within the Markdown.
    #[arg(long, value_enum, default_value = "safe")]
    pub(crate) raw_html: RawHtml,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Status {
    Draft,
    Scheduled,
    Live,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Posts {
    /// The blog's folder [default: the one around the current folder].
    pub(crate) blog: Option<PathBuf>,
    /// Print one JSON document.
    #[arg(long)]
    pub(crate) json: bool,
    /// Only posts that stand like this.
    #[arg(long, value_enum)]
    pub(crate) status: Option<Status>,
    /// Only posts with this tag.
    #[arg(long, value_name = "T")]
    pub(crate) tag: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Show {
    /// The post: its slug, or its path in the posts folder or on disk.
    pub(crate) post: String,
    /// The blog's folder [default: the one around the current folder].
    pub(crate) blog: Option<PathBuf>,
    /// Print one JSON document.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Set {
    /// The post: its slug, or its path in the posts folder or on disk.
    pub(crate) post: String,
    /// What to set: title, date, draft, tags (separated by commas), slug or summary. Then
    /// the blog's folder [default: the one around the current folder].
    #[arg(value_name = "KEY=VALUE… [BLOG]", required = true, num_args = 1..)]
    pub(crate) assignments: Vec<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct History {
    /// The post: its slug, or its path in the posts folder or on disk. Also a removed one.
    pub(crate) post: String,
    /// The blog's folder [default: the one around the current folder].
    pub(crate) blog: Option<PathBuf>,
    /// Print one JSON document.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Restore {
    /// The post: its slug, or its path in the posts folder or on disk. Also a removed one.
    pub(crate) post: String,
    /// The number that `galley history` gives the text.
    pub(crate) revision: u32,
    /// The blog's folder [default: the one around the current folder].
    pub(crate) blog: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Search {
    /// The words to find; the last may be cut short.
    pub(crate) query: String,
    /// The blog's folder [default: the one around the current folder].
    pub(crate) blog: Option<PathBuf>,
    /// Print one JSON document.
    #[arg(long)]
    pub(crate) json: bool,
    /// The most posts to show.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: u32,
}

#[expect(clippy::struct_excessive_bools, reason = "each is a switch that can be typed")]
#[derive(Debug, ClapArgs)]
pub(crate) struct Export {
    /// The blog's folder, or, with --single, the post and then the blog's folder.
    #[arg(value_name = "[POST] BLOG", num_args = 0..=2)]
    pub(crate) what: Vec<String>,
    /// The folder to write the site into.
    #[arg(long, value_name = "DIR", required_unless_present = "single")]
    pub(crate) out: Option<PathBuf>,
    /// Write one post as one HTML file that needs nothing else.
    #[arg(long, value_name = "FILE.html", conflicts_with_all = ["out", "base_url", "drafts", "full", "force", "dry_run"])]
    pub(crate) single: Option<PathBuf>,
    /// Where the site will be reached [default: `base_url` in blog.toml].
    #[arg(long, value_name = "U")]
    pub(crate) base_url: Option<String>,
    /// Export drafts and scheduled posts too.
    #[arg(long)]
    pub(crate) drafts: bool,
    /// Take this for the present moment, in RFC 3339.
    #[arg(long, value_name = "T", value_parser = output_time)]
    pub(crate) now: Option<galley_engine::Timestamp>,
    /// Render every page afresh, whatever is known of earlier exports.
    #[arg(long)]
    pub(crate) full: bool,
    /// Write into a folder that holds other files; they stay.
    #[arg(long)]
    pub(crate) force: bool,
    /// List what would be new, changed and removed, and change nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Print one JSON document.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum YesNo {
    Yes,
    No,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Serve {
    /// The blog's folder [default: the one around the current folder].
    pub(crate) blog: Option<PathBuf>,
    /// Where on this machine; 0 for any port that is free [default: 1455, or any if that is
    /// taken].
    #[arg(long, value_name = "N")]
    pub(crate) port: Option<u16>,
    /// Whether to open the site in the browser [default: yes in a terminal].
    #[arg(long, value_enum, value_name = "yes|no", hide_possible_values = true)]
    pub(crate) open: Option<YesNo>,
    /// Show drafts and scheduled posts too.
    #[arg(long)]
    pub(crate) drafts: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Check {
    /// The blog's folder [default: the one around the current folder].
    pub(crate) blog: Option<PathBuf>,
    /// Print one JSON document.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Themes {
    /// The blog's folder [default: the one around the current folder].
    pub(crate) blog: Option<PathBuf>,
    /// Print one JSON document.
    #[arg(long)]
    pub(crate) json: bool,
}

fn output_time(text: &str) -> Result<galley_engine::Timestamp, String> {
    text.parse().map_err(|_| "write it like 2024-08-05T12:00:00Z".to_owned())
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum From {
    Auto,
    Text,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Import {
    /// The file to import; `-` is standard input.
    pub(crate) source: PathBuf,
    /// The blog to import into.
    #[arg(long, value_name = "BLOG")]
    pub(crate) into: PathBuf,
    /// What the source is.
    #[arg(long, value_enum, default_value = "auto")]
    pub(crate) from: From,
    /// Say what would be imported, and write nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Print one JSON document.
    #[arg(long)]
    pub(crate) json: bool,
}
