//! Posts: listing, finding, making, opening, editing, saving.

use galley_core::{Origin, Post, PostId, PostPath, PostStatus, Slug, front_matter, text_edit};
use galley_store::StoredPost;

use super::view::{self, View};
use crate::blog::{Blog, State};
use crate::error::Error;
use crate::open_post::OpenPost;
use crate::wire;

/// What a post without a usable title is called.
const UNTITLED: &str = "Untitled";
/// The slug of a post whose title has no letter and no digit.
const FALLBACK_SLUG: &str = "untitled";

impl Blog {
    /// The blog, its list, and the post that was open last.
    pub fn opened(&self) -> Result<wire::Opened, Error> {
        self.ask(|state| {
            state.is_shown = true;
            let last = view::last_post(&state.store)?;
            let posts = state.post_list()?;
            // Who opens a blog for the first time finds its newest page, not an empty window.
            let newest = posts.iter().find(|post| post.status == wire::PostStatus::Live);
            let newest = newest.or(posts.first()).map(|post| PostId::new(post.id));
            let open = last.or(newest);
            let open = open.map(|id| state.post_open(id)).transpose()?;
            let mut recovered = state.recovered.clone();
            recovered.sort_by(|a, b| b.at.cmp(&a.at));
            Ok(wire::Opened {
                blog: state.view(),
                posts,
                open,
                recovered,
                vanished: state.vanished_on_wire()?,
                notices: state.notices.clone(),
            })
        })
    }

    /// What the author should know of this start.
    pub fn notices(&self) -> Result<Vec<String>, Error> {
        self.ask(|state| Ok(state.notices.clone()))
    }

    /// All posts, newest first.
    pub fn post_list(&self) -> Result<Vec<wire::PostSummary>, Error> {
        self.ask(|state| state.post_list())
    }

    /// Posts that hold the words of `query`, best first, at most `limit`.
    pub fn post_search(&self, query: &str, limit: u32) -> Result<Vec<wire::SearchHit>, Error> {
        let query = query.to_owned();
        self.ask(move |state| {
            let hits = state.store.search(&query, limit as usize)?.into_iter();
            let hits = hits.map(|hit| {
                Ok(wire::SearchHit {
                    post: hit.post.get(),
                    path: state.path_of(hit.post)?.to_string(),
                    title: hit.title.into_iter().map(Into::into).collect(),
                    snippet: hit.snippet.into_iter().map(Into::into).collect(),
                })
            });
            hits.collect()
        })
    }

    /// Makes a new draft, dated today, and opens it. A taken slug gets a number.
    pub fn post_create(&self, title: &str) -> Result<wire::OpenPost, Error> {
        let title = title.trim().to_owned();
        self.ask(move |state| {
            let title = if title.is_empty() { UNTITLED } else { &title };
            let today = state.config.time_zone.to_datetime(state.clock.now()).date();
            let source = front_matter::write(&front_matter::NewPost {
                title: title.to_owned(),
                date: Some(today.to_string()),
                draft: true,
                ..front_matter::NewPost::default()
            });
            let slug = Slug::from_title(title);
            let slug = slug.or_else(|| Slug::parse(FALLBACK_SLUG).ok()).expect("a valid slug");
            let path = state.free_path(&slug)?;
            // One empty line between the fence and the first word.
            let id = state.add_post(&path, &format!("{source}\n\n"), state.origin)?;
            state.open_at_end(id)
        })
    }

    /// Opens a post for editing.
    pub fn post_open(&self, post: u32) -> Result<wire::OpenPost, Error> {
        self.ask(move |state| state.post_open(PostId::new(post)))
    }

    /// Takes in what was typed. Journal and file follow by themselves.
    pub fn post_edit(&self, edit: wire::EditPost) -> Result<wire::Edited, Error> {
        let id = PostId::new(edit.post);
        let edits: Vec<galley_core::Edit> = edit.edits.into_iter().map(Into::into).collect();
        if edit.restore {
            // What was typed before is a text of its own in the history.
            self.ask(move |state| state.try_save(id))?;
        }
        let patch = self.open_posts().with(id, |open| {
            open.edit(edit.version, &edits)?;
            open.restores |= edit.restore;
            open.cursor = edit.cursor;
            open.scroll = edit.scroll;
            Ok::<_, Error>(edit.render.then(|| open.render()))
        })??;
        self.note_edit(id)?;
        let patch = patch.map(|patch| self.patch_on_wire(id, &patch)).transpose()?;
        Ok(wire::Edited { version: edit.version, patch })
    }

    /// Writes a post into its file now.
    pub fn post_save(&self, post: u32) -> Result<(), Error> {
        self.ask(move |state| state.try_save(PostId::new(post)))
    }

    /// Sees to it that what was typed into open posts outlives the process: in its file, or else
    /// in the journal. Answers with the posts of which neither takes it.
    pub fn posts_keep(&self) -> Result<Vec<u32>, Error> {
        self.ask(|state| Ok(state.keep_all().into_iter().map(PostId::get).collect()))
    }

    /// Saves a post and lets go of it.
    pub fn post_close(&self, post: u32) -> Result<(), Error> {
        self.ask(move |state| {
            let id = PostId::new(post);
            state.try_save(id)?;
            state.remember_view(id);
            // What could not be saved is in the journal and stays open for another try.
            if !state.open.with(id, |open| open.is_unsaved())? {
                state.forget_deadlines(id);
                state.open.remove(id);
            }
            Ok(())
        })
    }

    /// The edits that set a front matter field in the open text. Where the post's address
    /// changes, the old one becomes an alias, and the links of other posts follow.
    pub fn field_edit(
        &self,
        post: u32,
        version: u32,
        field: wire::FieldEdit,
    ) -> Result<Vec<wire::Edit>, Error> {
        let id = PostId::new(post);
        let field: front_matter::FieldEdit = field.try_into()?;
        if let front_matter::FieldEdit::Slug(Some(slug)) = &field {
            let slug = slug.clone();
            self.ask(move |state| match state.other_with_slug(id, &slug) {
                Some(by) => Err(Error::SlugTaken { slug: slug.to_string(), by }),
                None => Ok(()),
            })?;
        }
        let (path, before) = self.open_posts().with(id, |open| {
            if open.version != version {
                let expected = open.version;
                return Err(Error::VersionMismatch { expected, found: version });
            }
            Ok((open.post().path.clone(), open.text.as_str().to_owned()))
        })??;
        let edited = front_matter::edit(&before, &field)
            .map_err(|source| Error::EditFrontMatter { path: path.clone(), source })?;
        let posts = (Post::from_source(&path, &before), Post::from_source(&path, &edited));
        let after = if posts.0.slug == posts.1.slug && posts.0.date == posts.1.date {
            edited
        } else {
            self.ask(move |state| {
                let after = state
                    .with_old_address(&posts.0, &posts.1, edited)
                    .map_err(|source| Error::EditFrontMatter { path, source })?;
                let (old, new) = (state.whereabouts(&posts.0), state.whereabouts(&posts.1));
                state.let_links_follow(id, &old, &new)?;
                Ok(after)
            })?
        };
        Ok(text_edit::diff(&before, &after).into_iter().map(Into::into).collect())
    }

    /// Takes what another program wrote into an open post.
    pub fn outside_pull(&self, post: u32, version: u32) -> Result<wire::OutsideChange, Error> {
        self.ask(move |state| state.outside_pull(PostId::new(post), version))
    }

    /// Keeps what the author is making of both sides of a conflict in the history: the window,
    /// which alone has it until the conflict is settled, may end before.
    pub fn conflict_keep(&self, post: u32, merged: String) -> Result<(), Error> {
        self.ask(move |state| state.conflict_keep(PostId::new(post), &merged))
    }

    /// Settles a conflict; the side not chosen stays in the history.
    pub fn conflict_settle(
        &self,
        post: u32,
        version: u32,
        side: wire::Side,
        merged: Option<String>,
    ) -> Result<Vec<wire::Edit>, Error> {
        self.ask(move |state| {
            state.conflict_settle(PostId::new(post), version, side, merged.as_deref())
        })
    }

    /// The post that a path or a slug names.
    pub fn post_id(&self, name: &str) -> Result<u32, Error> {
        let name = name.to_owned();
        self.ask(move |state| Ok(state.find(&name)?.id.get()))
    }

    /// Shows a post named by its path, the path of its file on disk, or its slug.
    pub fn post_named(&self, name: &str) -> Result<wire::ShownPost, Error> {
        let name = name.to_owned();
        self.ask(move |state| {
            let stored = state.find(&name)?;
            Ok(state.shown(&stored))
        })
    }
}

impl State {
    pub(crate) fn view(&self) -> wire::Blog {
        wire::Blog {
            id: self.id,
            title: self.config.title.clone(),
            folder: self.folder.to_string_lossy().into_owned(),
            theme: self.config.theme.clone(),
            language: self.config.language.clone(),
            problems: self.problems(),
        }
    }

    pub(crate) fn post_list(&self) -> Result<Vec<wire::PostSummary>, Error> {
        let standing = self.standing();
        let posts = self.store.posts(&self.config.time_zone)?.into_iter();
        Ok(posts.map(|post| wire::PostSummary::new(post, &standing)).collect())
    }

    pub(crate) fn post_open(&mut self, id: PostId) -> Result<wire::OpenPost, Error> {
        let stored = self.sound(self.stored(id)?)?;
        if self.open.get(id).is_none() {
            let options = self.markdown_options(galley_core::RawHtml::Safe);
            let view = View::of(&self.store, id)?;
            let mut open = OpenPost::new(id, &stored.path, &stored.source, stored.hash, options);
            (open.cursor, open.scroll) = (view.cursor, view.scroll);
            open.read_only = stored.read_only.map(|reason| reason.to_string());
            open.render();
            self.open.insert(open);
        }
        if let Err(error) = view::remember_last_post(&self.store, id) {
            tracing::warn!(%error, "the post opened last is not remembered");
        }
        self.on_wire(&stored)
    }

    /// The post, with its text from the file if the library's is not what it was given.
    fn sound(&mut self, stored: StoredPost) -> Result<StoredPost, Error> {
        let is_sound = || galley_mirror::hash(stored.source.as_bytes()) == stored.hash;
        if stored.read_only.is_some() || is_sound() {
            return Ok(stored);
        }
        tracing::error!(path = %stored.path, "the library's copy of a post is damaged");
        self.is_damaged = true;
        let Some(source) = self.text_on_disk(&stored.path)? else { return Ok(stored) };
        let post = Post::from_source(&stored.path, &source);
        let hash = galley_mirror::hash(source.as_bytes());
        let now = self.clock.now();
        self.store.update(stored.id, &post, &source, hash, Origin::File, now)?;
        self.stored(stored.id)
    }

    /// Opens a fresh post with the caret where the first word goes.
    fn open_at_end(&mut self, id: PostId) -> Result<wire::OpenPost, Error> {
        self.post_open(id)?;
        self.open.with(id, |open| {
            let end = open.text.as_str().encode_utf16().count();
            open.cursor = u32::try_from(end).unwrap_or(0);
        })?;
        let stored = self.stored(id)?;
        self.on_wire(&stored)
    }

    fn on_wire(&self, stored: &StoredPost) -> Result<wire::OpenPost, Error> {
        let id = stored.id;
        let summary = self.post_list()?.into_iter().find(|post| post.id == id.get());
        let summary = summary.ok_or_else(|| Error::NoSuchPost { name: stored.path.to_string() })?;
        let seen = self.open.with(id, |open| {
            open.read();
            open.seen()
        })?;
        let seen = match seen {
            Some(seen) => seen,
            None => self.open.with(id, |open| self.seen(open.post(), open.text.as_str()))?,
        };
        self.open.with(id, |open| wire::OpenPost {
            summary,
            version: open.version,
            saved_version: open.saved_version,
            source: open.text.as_str().to_owned(),
            read_only: stored
                .read_only
                .map(|reason| format!("`{}` can only be read: {reason}", stored.path)),
            cursor: open.cursor,
            scroll: open.scroll,
            encoding: self.encoding_of(stored),
            fields: wire::Fields::of(open.post()),
            problems: self.problems_of(id, open.post(), seen.problems),
            headings: seen.headings.into_iter().map(Into::into).collect(),
        })
    }

    /// A path at the top of the posts folder that no file has, numbered if need be.
    pub(crate) fn free_path(&self, slug: &Slug) -> Result<PostPath, Error> {
        let candidates = std::iter::once(slug.clone()).chain((2..).map(|n| slug.numbered(n)));
        for slug in candidates {
            let path = PostPath::parse(&format!("{slug}.md")).expect("a slug is a file's name");
            if !self.posts_folder.exists(&path) && self.store.slug_owner(&slug)?.is_none() {
                return Ok(path);
            }
        }
        unreachable!("there are more numbers than files")
    }

    /// Writes a new file and adds its post.
    pub(crate) fn add_post(
        &mut self,
        path: &PostPath,
        source: &str,
        origin: Origin,
    ) -> Result<PostId, Error> {
        let now = self.clock.now();
        let id = galley_mirror::create(&self.store, &self.posts_folder, path, source, origin, now)?;
        Ok(id)
    }

    /// Finds a post by its path in the posts folder, its path on disk, or its slug.
    pub(crate) fn find(&self, name: &str) -> Result<StoredPost, Error> {
        let on_disk = std::fs::canonicalize(name).ok();
        let root = std::fs::canonicalize(self.posts_folder.root()).ok();
        let below = on_disk.zip(root).and_then(|(file, root)| {
            file.strip_prefix(root).ok().map(|path| path.to_string_lossy().replace('\\', "/"))
        });
        for path in [Some(name.to_owned()), below].into_iter().flatten() {
            if let Ok(path) = PostPath::parse(&path)
                && let Some(stored) = self.store.post_by_path(&path)?
            {
                return Ok(stored);
            }
        }
        let posts = self.store.posts(&self.config.time_zone)?;
        let mut named = posts.iter().filter(|post| post.slug.as_str() == name);
        match (named.next(), named.next()) {
            (Some(post), None) => self.stored(post.id),
            (Some(_), Some(_)) => Err(Error::AmbiguousPost {
                name: name.to_owned(),
                paths: posts
                    .iter()
                    .filter(|post| post.slug.as_str() == name)
                    .map(|post| post.path.clone())
                    .collect(),
            }),
            _ => Err(Error::NoSuchPost { name: name.to_owned() }),
        }
    }

    fn shown(&self, stored: &StoredPost) -> wire::ShownPost {
        let post = Post::from_source(&stored.path, &stored.source);
        let status: PostStatus = self.standing().status(post.draft, post.date.as_ref());
        wire::ShownPost {
            problems: self.problems_of(stored.id, &post, self.seen(&post, &stored.source).problems),
            path: stored.path.to_string(),
            title: post.title,
            slug: post.slug.to_string(),
            date: post.date.map(Into::into),
            updated: post.updated.map(Into::into),
            draft: post.draft,
            tags: post.tags,
            summary: post.summary,
            body: stored.source.get(post.body).unwrap_or_default().to_owned(),
            status: status.into(),
            words: post.n_words,
        }
    }
}

#[cfg(test)]
mod tests;
