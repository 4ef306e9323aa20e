//! When a post's address changes: the old one leads to it, and the blog's links follow.

use galley_core::front_matter::{self, EditFrontMatterError, FieldEdit};
use galley_core::{Post, PostId, PostPath, PostStatus, RawHtml};
use galley_site::{Place, link_of_moved, link_to_moved};
use galley_store::StoredPost;

use crate::blog::State;
use crate::error::Error;

/// Where a post is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Whereabouts {
    path: PostPath,
    /// The page's path within the site.
    page: String,
}

impl Whereabouts {
    fn place(&self) -> Place<'_> {
        Place { path: &self.path, page: &self.page }
    }
}

impl State {
    /// Where a post is, as long as no other wants the same address.
    pub(crate) fn whereabouts(&self, post: &Post) -> Whereabouts {
        let day = post.date.map(|date| date.civil_date(&self.config.time_zone));
        let page = self.config.permalink.path(&post.slug, day, post.path.folder());
        Whereabouts { path: post.path.clone(), page }
    }

    /// The changed text of a post, with its old address among its aliases if readers know
    /// it, and without its new one. Nothing else changes where the address stays.
    pub(crate) fn with_old_address(
        &self,
        before: &Post,
        after: &Post,
        source: String,
    ) -> Result<String, EditFrontMatterError> {
        let (old, new) = (self.whereabouts(before), self.whereabouts(after));
        let status = self.standing().status(before.draft, before.date.as_ref());
        if old.page == new.page || status != PostStatus::Live {
            return Ok(source);
        }
        let (old, new) = (old.place().address(), new.place().address());
        let is_new = |alias: &&String| alias.trim_matches('/') != new.trim_matches('/');
        let mut aliases: Vec<_> = after.aliases.iter().filter(is_new).cloned().collect();
        if !aliases.iter().any(|alias| alias.trim_matches('/') == old.trim_matches('/')) {
            aliases.push(old);
        }
        front_matter::edit(&source, &FieldEdit::Aliases(aliases))
    }

    /// The text of a post whose file moves to another folder, its links leading where they led.
    pub(crate) fn with_own_links(&self, before: &Post, after: &Post, source: &str) -> String {
        let (old, new) = (self.whereabouts(before), self.whereabouts(after));
        self.retargeted(source, |link| link_of_moved(link, old.place(), new.place()))
    }

    /// Changes the links of all other posts to one that moved. A file that cannot be written
    /// is told of, and the others follow all the same.
    pub(crate) fn let_links_follow(
        &mut self,
        id: PostId,
        old: &Whereabouts,
        new: &Whereabouts,
    ) -> Result<(), Error> {
        if old == new {
            return Ok(());
        }
        for post in self.store.posts(&self.config.time_zone)? {
            if post.id == id || post.read_only.is_some() {
                continue;
            }
            if let Err(error) = self.let_links_of(post.id, old, new) {
                tracing::warn!(path = %post.path, %error, "links to a post that moved stay");
                self.notice(format!("the links in `{}` did not follow: {error}", post.path));
            }
        }
        Ok(())
    }

    fn let_links_of(
        &mut self,
        id: PostId,
        old: &Whereabouts,
        new: &Whereabouts,
    ) -> Result<(), Error> {
        let stored = self.stored(id)?;
        if self.with_new_links(&stored, old, new).is_none() {
            return Ok(());
        }
        let is_open = self.open.get(id).is_some();
        if is_open {
            self.try_save(id)?;
        }
        // What was saved just now is newer than what was looked at.
        let stored = self.stored(id)?;
        if let Some(source) = self.with_new_links(&stored, old, new) {
            let origin = self.origin;
            self.write_text(&stored, &source, origin)?;
        }
        if is_open {
            self.tell_outside_changed(id);
        }
        Ok(())
    }

    /// The text of a post with its links to the moved one changed, if it has any.
    fn with_new_links(
        &self,
        stored: &StoredPost,
        old: &Whereabouts,
        new: &Whereabouts,
    ) -> Option<String> {
        let is_mentioned = |text: &str| {
            let name = text.trim_end_matches("index.html").trim_end_matches('/');
            let name = name.rsplit('/').next().unwrap_or(name);
            // Who wrote it with percent signs wrote more than its first letters so.
            let plain = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
            stored.source.contains(&name[..plain])
        };
        if !is_mentioned(&old.page) && !is_mentioned(old.path.as_str()) {
            return None;
        }
        let post = Post::from_source(&stored.path, &stored.source);
        let here = self.whereabouts(&post);
        let base = self.config.base_url.as_deref();
        let source = self.retargeted(&stored.source, |link| {
            link_to_moved(link, here.place(), old.place(), new.place(), base)
        });
        (source != stored.source).then_some(source)
    }

    /// The text with its links changed, those of a line that is its title too.
    fn retargeted(&self, source: &str, change: impl FnMut(&str) -> Option<String>) -> String {
        let options = self.markdown_options(RawHtml::Safe);
        let (block, text) = source.split_at(front_matter::split(source).body_start);
        [block, &galley_markdown::retarget(text, &options, change)].concat()
    }
}
