//! A post that somebody edits: its text, its versions, and its preview.
//!
//! The window sends edits; the text lives here. Two threads touch it, each for
//! a moment: the one that carries out an edit, and the blog's loop when it
//! journals or saves.

use galley_core::{ContentHash, Edit, Post, PostId, PostPath, Problem};
use galley_markdown::{Block, Document, Heading};

use crate::editor_text::EditorText;
use crate::error::Error;

#[cfg(test)]
mod tests;

/// Edits this close to the start of the body may change what is body and what
/// is not: a fence of the front matter, a title line.
const HEAD_MARGIN: usize = 1024;

/// A post that somebody edits.
#[derive(Debug)]
pub(crate) struct OpenPost {
    pub(crate) id: PostId,
    pub(crate) text: EditorText,
    /// Counts the batches of edits since the post was opened.
    pub(crate) version: u32,
    /// The version in the journal.
    pub(crate) kept_version: u32,
    /// The version in the file.
    pub(crate) saved_version: u32,
    /// The hash of the library's text that the editor's comes from: another one there means
    /// that another process changed the post.
    pub(crate) based_on: ContentHash,
    pub(crate) cursor: u32,
    pub(crate) scroll: u32,
    /// Why the post cannot be changed here, if so: its file would not survive it.
    pub(crate) read_only: Option<String>,
    /// File and editor changed the same lines, and the author has not chosen yet.
    pub(crate) in_conflict: bool,
    /// A former text was brought back since the last save.
    pub(crate) restores: bool,
    /// The text to expect once the editor has taken in an outside change, with
    /// the line endings that the file then has.
    incoming: Option<EditorText>,
    /// The post as it was read last; behind the text by some typing in the body.
    post: Post,
    preview: Document,
    /// Where the earliest change not yet rendered begins: at this byte or later.
    dirty_from: usize,
}

/// What rendering saw in a post's text, by line of the file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    pub(crate) headings: Vec<Heading>,
    pub(crate) problems: Vec<Problem>,
}

impl Seen {
    /// Renders a text that is not on screen.
    pub(crate) fn of(post: &Post, source: &str, options: galley_markdown::Options) -> Self {
        let mut document = Document::new(options);
        document.set_text(source.get(post.body.clone()).unwrap_or_default());
        Self::in_document(&document, post)
    }

    fn in_document(document: &Document, post: &Post) -> Self {
        let mut headings = document.headings();
        for heading in &mut headings {
            heading.line += post.body_line - 1;
        }
        let problems = document.problems().into_iter();
        Self { headings, problems: problems.map(|it| it.below(post.body_line)).collect() }
    }
}

/// What changed in the preview; `page` tells that the page around the body did.
#[derive(Debug)]
pub(crate) struct PreviewPatch {
    pub(crate) blocks: galley_markdown::Patch,
    pub(crate) page: bool,
    pub(crate) body_line: u32,
}

impl OpenPost {
    /// Opens a post whose file holds `source`.
    pub(crate) fn new(
        id: PostId,
        path: &PostPath,
        source: &str,
        based_on: ContentHash,
        options: galley_markdown::Options,
    ) -> Self {
        let text = EditorText::from_source(source);
        let post = Post::from_source(path, text.as_str());
        Self {
            id,
            text,
            version: 0,
            kept_version: 0,
            saved_version: 0,
            based_on,
            cursor: 0,
            scroll: 0,
            read_only: None,
            in_conflict: false,
            restores: false,
            incoming: None,
            post,
            preview: Document::new(galley_markdown::Options { positions: true, ..options }),
            dirty_from: 0,
        }
    }

    /// The post as it was read last.
    pub(crate) fn post(&self) -> &Post {
        &self.post
    }

    /// Reads the post from the present text; whether anything but the body's words changed.
    pub(crate) fn read(&mut self) -> bool {
        let post = Post::from_source(&self.post.path, self.text.as_str());
        let changed = !same_page(&self.post, &post);
        self.post = post;
        changed
    }

    /// Takes in a batch of edits that makes `version`.
    ///
    /// # Errors
    ///
    /// When the post can only be read, when `version` does not follow the present
    /// one, or when an edit lies outside the text. Nothing has changed then, and the
    /// window must ask anew.
    pub(crate) fn edit(&mut self, version: u32, edits: &[Edit]) -> Result<(), Error> {
        if let Some(reason) = &self.read_only {
            let (path, reason) = (self.post.path.clone(), reason.clone());
            return Err(Error::PostReadOnly { path, reason });
        }
        if version != self.version + 1 {
            return Err(Error::VersionMismatch { expected: self.version + 1, found: version });
        }
        self.text.apply(edits).map_err(|source| Error::Edit { source })?;
        self.version = version;
        // A UTF-16 offset is never beyond the byte it stands for.
        let from = edits.first().map_or(usize::MAX, |edit| edit.from.get() as usize);
        self.dirty_from = self.dirty_from.min(from);
        self.take_incoming();
        Ok(())
    }

    /// Expects the editor to hold the file's text soon; its line endings come along then.
    pub(crate) fn await_incoming(&mut self, incoming: Option<EditorText>) {
        self.incoming = incoming;
    }

    /// If the text is the one expected, takes over the file's line endings.
    pub(crate) fn take_incoming(&mut self) {
        if let Some(incoming) = self.incoming.take_if(|it| it.as_str() == self.text.as_str()) {
            self.text = incoming;
        }
    }

    /// Follows the file to another path.
    pub(crate) fn move_to(&mut self, path: &PostPath) {
        self.post.path = path.clone();
    }

    /// Brings the preview up to the present text.
    pub(crate) fn render(&mut self) -> PreviewPatch {
        let page = self.dirty_from <= self.post.body.start + HEAD_MARGIN && self.read();
        self.dirty_from = usize::MAX;
        let blocks = self.preview.set_text(&self.text.as_str()[self.body_start()..]);
        PreviewPatch { blocks, page, body_line: self.post.body_line }
    }

    /// The preview's blocks as last rendered.
    pub(crate) fn blocks(&self) -> &[Block] {
        self.preview.blocks()
    }

    /// What rendering saw, if the present text is rendered.
    pub(crate) fn seen(&self) -> Option<Seen> {
        (self.dirty_from == usize::MAX).then(|| Seen::in_document(&self.preview, &self.post))
    }

    /// Where the body begins, in bytes.
    fn body_start(&self) -> usize {
        self.post.body.start.min(self.text.as_str().len())
    }

    /// Whether the file lacks something that was typed.
    pub(crate) fn is_unsaved(&self) -> bool {
        self.version > self.saved_version
    }
}

/// Whether two readings of a post make the same page around the body.
fn same_page(a: &Post, b: &Post) -> bool {
    let fields = |post: &Post| {
        (
            post.title.clone(),
            post.date,
            post.updated,
            post.draft,
            post.tags.clone(),
            post.summary.clone(),
            post.slug.clone(),
            post.body.start,
            post.language.clone(),
        )
    };
    fields(a) == fields(b)
}
