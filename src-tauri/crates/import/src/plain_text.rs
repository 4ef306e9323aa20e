//! Writing without marks: the first line is the title, bare lines are headings.
//!
//! The words stay as they are. Added are a front matter, heading marks before
//! lines that stand as headings, and a backslash where Markdown would take a
//! character of the text for one of its marks.

mod escape;
mod prose_date;
mod shell_path;

use galley_core::front_matter::{self, NewPost};
use galley_core::{Post, PostDate, PostPath, Problem, ProblemCode, Slug};

use self::prose_date::prose_date;
use self::shell_path::{alias_of, shown_path};
use crate::{ImportContext, Imported, ImportedPost, Recognised, RecognisedAs};

/// Longer lines are paragraphs, not titles.
const MAX_TITLE_CHARS: usize = 200;

/// Longer lines are sentences, not headings.
const MAX_HEADING_CHARS: usize = 80;

/// A date stands at the top: below the title, a headline and perhaps a name.
const MAX_BLOCKS_BEFORE_DATE: usize = 3;

/// Makes a post from plain text, word for word.
///
/// A text with front matter is a post already and stays as it is. In a text with
/// Markdown marks nothing but title, date and path is recognised.
pub fn import(text: &str, context: &ImportContext) -> Imported {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text).replace("\r\n", "\n");
    if text.trim().is_empty() {
        return Imported::default();
    }
    let mut reading = Reading::new(&text, context);
    if front_matter::split(&text).format.is_some() {
        return reading.keep_post(&text);
    }
    reading.recognise_path();
    reading.recognise_title();
    reading.recognise_date();
    if !reading.is_markdown {
        reading.recognise_headings();
    }
    reading.into_imported()
}

/// A run of lines without an empty one.
#[derive(Debug, Clone, Copy)]
struct Block<'text> {
    /// Of its first line, from 0.
    line: usize,
    /// How many lines it has.
    n_lines: usize,
    first: &'text str,
}

/// What was found so far.
struct Reading<'text> {
    lines: Vec<&'text str>,
    blocks: Vec<Block<'text>>,
    is_markdown: bool,
    title: Option<String>,
    date: Option<PostDate>,
    aliases: Vec<String>,
    file_stem: Option<String>,
    /// By line: what it was taken for.
    taken: Vec<Option<RecognisedAs>>,
    recognised: Vec<Recognised>,
    problems: Vec<Problem>,
}

impl<'text> Reading<'text> {
    fn new(text: &'text str, context: &ImportContext) -> Self {
        let lines: Vec<_> = text.lines().collect();
        let stem = |path: &str| {
            let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
            name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
        };
        Self {
            blocks: blocks(&lines),
            is_markdown: is_markdown(&lines),
            title: None,
            date: None,
            aliases: context.path.iter().map(|path| alias_of(path)).collect(),
            file_stem: context.path.as_deref().map(stem),
            taken: vec![None; lines.len()],
            recognised: Vec::new(),
            problems: Vec::new(),
            lines,
        }
    }

    /// A post that only has to be named.
    fn keep_post(self, text: &str) -> Imported {
        let name = self.file_stem.as_deref().unwrap_or("post");
        let path = PostPath::parse(&name.replace('/', "-")).or_else(|_| PostPath::parse("post"));
        let post = Post::from_source(&path.expect("`post` is a path"), text);
        let imported = ImportedPost {
            title: post.title,
            date: post.date,
            source: text.to_owned(),
            slug: post.slug,
            aliases: self.aliases,
            recognised: Vec::new(),
        };
        Imported { posts: vec![imported], problems: post.problems }
    }

    /// A first line like `$ cat posts/hello.md`: the text was copied from a terminal.
    fn recognise_path(&mut self) {
        let Some(path) = self.blocks.first().and_then(|block| shown_path(block.first)) else {
            return;
        };
        let alias = alias_of(&path);
        if !self.aliases.contains(&alias) {
            self.aliases.push(alias);
        }
        self.take(0, RecognisedAs::Path, path);
        // The text may follow without an empty line.
        self.blocks = blocks(&self.open_lines());
    }

    fn recognise_title(&mut self) {
        let Some(block) = self.blocks.first().copied() else { return };
        let line = block.first.trim();
        let text = if self.is_markdown { line.trim_start_matches('#').trim() } else { line };
        let is_title =
            block.n_lines == 1 && text.chars().count() <= MAX_TITLE_CHARS && !text.is_empty();
        if is_title {
            self.title = Some(text.to_owned());
            self.take(block.line, RecognisedAs::Title, text.to_owned());
        } else {
            self.unsure(block.line, "the first line is a paragraph: the title is the file's name");
        }
    }

    fn recognise_date(&mut self) {
        let top = self.blocks.iter().skip(1).take(MAX_BLOCKS_BEFORE_DATE);
        let found = top.filter(|block| block.n_lines == 1).find_map(|block| {
            let date = prose_date(block.first)?;
            Some((block.line, block.first.trim().to_owned(), date))
        });
        match found {
            Some((line, text, date)) => {
                self.date = Some(date);
                self.take(line, RecognisedAs::Date, text);
            }
            None => self.unsure(0, "no date was recognised"),
        }
    }

    /// Bare lines above a paragraph are headings; the one below the title is the headline.
    fn recognise_headings(&mut self) {
        let open: Vec<Block<'_>> =
            self.blocks.iter().filter(|block| self.taken[block.line].is_none()).copied().collect();
        for (n, pair) in open.windows(2).enumerate() {
            let (block, next) = (pair[0], pair[1]);
            let is_headline = n == 0 && self.title.is_some() && looks_like_heading(next);
            if looks_like_heading(block) && (is_headline || !looks_like_heading(next)) {
                // Without a date below it, a first bare line heads its paragraph like any other.
                let is_top = n == 0 && (is_headline || self.date_follows(block));
                let what = if is_top { RecognisedAs::Headline } else { RecognisedAs::Heading };
                self.take(block.line, what, block.first.trim().to_owned());
            }
        }
    }

    fn date_follows(&self, block: Block<'_>) -> bool {
        let next = self.blocks.iter().find(|next| next.line > block.line);
        next.is_some_and(|next| self.taken[next.line] == Some(RecognisedAs::Date))
    }

    fn take(&mut self, line: usize, what: RecognisedAs, text: String) {
        self.taken[line] = Some(what);
        self.recognised.push(Recognised { what, line: number(line), text });
    }

    fn unsure(&mut self, line: usize, message: &str) {
        self.problems.push(Problem::new(ProblemCode::ImportUnsure, number(line), message));
    }

    /// The lines, empty where one was taken out of the text.
    fn open_lines(&self) -> Vec<&'text str> {
        let open = |(line, taken): (&&'text str, &Option<RecognisedAs>)| {
            if taken.is_some_and(leaves_text) { "" } else { *line }
        };
        self.lines.iter().zip(&self.taken).map(open).collect()
    }

    fn into_imported(mut self) -> Imported {
        let title = self.title.take().or_else(|| self.file_stem.clone());
        let title = title.unwrap_or_else(|| "Untitled".to_owned());
        let body = self.body();
        let slug = Slug::from_title(&title)
            .or_else(|| self.file_stem.as_deref().and_then(Slug::from_title))
            .or_else(|| Slug::parse("post").ok())
            .expect("`post` is a slug");
        let front_matter = front_matter::write(&NewPost {
            title: title.clone(),
            date: self.date.map(|date| date.to_string()),
            aliases: self.aliases.clone(),
            ..NewPost::default()
        });
        self.recognised.sort_by_key(|recognised| recognised.line);
        self.problems.sort_by_key(|problem| problem.line);
        let post = ImportedPost {
            title,
            date: self.date,
            source: format!("{front_matter}\n{body}"),
            slug,
            aliases: self.aliases,
            recognised: self.recognised,
        };
        Imported { posts: vec![post], problems: self.problems }
    }

    /// The text without the lines that went elsewhere, with its marks.
    fn body(&mut self) -> String {
        let open = self.open_lines();
        let mut body = String::new();
        let mut first_escape = None;
        let mut last_line = 0;
        for Block { line, n_lines, .. } in blocks(&open) {
            if !body.is_empty() {
                body.push_str(&"\n".repeat(self.gap(last_line, line)));
            }
            body.push_str(self.heading_mark(line));
            let text = open[line..line + n_lines].join("\n");
            if self.is_markdown {
                body.push_str(&text);
            } else {
                let escaped = escape::escape(&text);
                if escaped.n_escapes > 0 {
                    first_escape.get_or_insert(line);
                }
                body.push_str(&escaped.text);
            }
            body.push('\n');
            last_line = line + n_lines - 1;
        }
        if let Some(line) = first_escape {
            self.unsure(
                line,
                "characters that Markdown takes for marks are written with a backslash",
            );
        }
        body
    }

    /// How many empty lines stand between two blocks; around a line that was taken out
    /// only those above it, so that it leaves no hole.
    fn gap(&self, above: usize, below: usize) -> usize {
        let between = &self.taken[above + 1..below];
        between.iter().position(Option::is_some).unwrap_or(between.len()).max(1)
    }

    fn heading_mark(&self, line: usize) -> &'static str {
        let has_headline = self.taken.contains(&Some(RecognisedAs::Headline));
        match self.taken[line] {
            Some(RecognisedAs::Heading) if has_headline => "### ",
            Some(RecognisedAs::Headline | RecognisedAs::Heading) => "## ",
            _ => "",
        }
    }
}

/// Whether what a line was taken for takes it out of the text.
fn leaves_text(what: RecognisedAs) -> bool {
    match what {
        RecognisedAs::Path | RecognisedAs::Title | RecognisedAs::Date => true,
        RecognisedAs::Headline | RecognisedAs::Heading => false,
    }
}

fn blocks<'text>(lines: &[&'text str]) -> Vec<Block<'text>> {
    let mut blocks: Vec<Block<'text>> = Vec::new();
    for (line, text) in lines.iter().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
        match blocks.last_mut() {
            Some(block) if block.line + block.n_lines == line => block.n_lines += 1,
            _ => blocks.push(Block { line, n_lines: 1, first: text }),
        }
    }
    blocks
}

/// Whether a text uses Markdown's marks already.
fn is_markdown(lines: &[&str]) -> bool {
    lines.iter().any(|line| {
        let level = line.len() - line.trim_start_matches('#').len();
        // One `#` may be a number sign or a comment; two are no accident.
        let is_heading = (2..=6).contains(&level) && line[level..].starts_with(' ');
        let is_title = level == 1 && line.starts_with("# ") && lines.first() == Some(line);
        is_heading
            || is_title
            || line.starts_with("```")
            || line.starts_with("~~~")
            || has_link(line)
    })
}

fn has_link(line: &str) -> bool {
    line.split_once("](").is_some_and(|(before, after)| before.contains('[') && after.contains(')'))
}

/// A short line that no sentence ends.
fn looks_like_heading(block: Block<'_>) -> bool {
    let text = block.first.trim();
    let starts_well = text.chars().next().is_some_and(|c| {
        c.is_numeric()
            || c.is_alphabetic() && !c.is_lowercase()
            || matches!(c, '“' | '"' | '«' | '„' | '¿')
    });
    let is_sentence =
        text.ends_with(['.', ',', ';', ':', '!', '…', '。', '、', '！', '」', ')', '"', '”']);
    block.n_lines == 1 && starts_well && !is_sentence && text.chars().count() <= MAX_HEADING_CHARS
}

fn number(line: usize) -> u32 {
    u32::try_from(line + 1).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
