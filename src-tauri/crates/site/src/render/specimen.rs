//! One page of a blog in a theme, with all that it shows: what a theme is chosen by.

use galley_core::PostPath;

use super::task::Task;
use super::{Places, is_live};
use crate::Result;
use crate::blog::SiteBlog;
use crate::output::{Content, OutputFile};
use crate::page::Pages;
use crate::pager::ListPage;
use crate::plan::Plan;
use crate::theme::Theme;

/// Which page of a site a specimen is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpecimenOf<'a> {
    /// The first page of the list of posts.
    Index,
    /// The page of the post in this file, which may be a draft.
    Post(&'a PostPath),
}

/// A page as it is in the whole site, and the files that lie around it there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Specimen {
    /// The path of the page, which is one of the files.
    pub page: String,
    /// Its files; none is another page.
    pub files: Vec<OutputFile>,
}

/// Renders one page of the site. Of the blog's posts only those need bodies and assets that
/// are on the page: for the index these are [`index_posts`].
///
/// There is none of a post that the blog does not have.
pub fn specimen(
    blog: &SiteBlog<'_>,
    theme: &Theme,
    of: SpecimenOf<'_>,
) -> Result<Option<Specimen>> {
    let plan = Plan::new(blog, None, |post| is_live(post) || of == SpecimenOf::Post(&post.path))?;
    let places = Places::new(&plan, blog, theme);
    let covers = places.covers(&plan);
    let pages = Pages::new(&plan, theme, false).with_covers(&covers);
    let task = match of {
        SpecimenOf::Index => first_index(&plan).map(Task::Index),
        SpecimenOf::Post(path) => plan.position(path).map(Task::Post),
    };
    let Some(task) = task else { return Ok(None) };
    let (page, _) = task.render(&plan, &pages, &places)?;
    let path = page.path.clone();
    let of_theme = theme
        .static_files()
        .map(|(path, bytes)| OutputFile { path, content: Content::Bytes(bytes.clone()) });
    // The author's own files stand before what we make, here as in the site.
    let files = places.own_files.iter().chain(&places.assets.files).cloned();
    let files = files.chain(of_theme).chain([page]).collect();
    Ok(Some(Specimen { page: path, files }))
}

/// The posts on the first page of the list of posts.
pub fn index_posts(blog: &SiteBlog<'_>) -> Result<Vec<PostPath>> {
    let plan = Plan::new(blog, None, is_live)?;
    let range = first_index(&plan).map_or(0..0, |page| page.range(plan.posts.len()));
    Ok(plan.posts[range].iter().map(|planned| planned.post.path.clone()).collect())
}

fn first_index(plan: &Plan) -> Option<ListPage> {
    ListPage::all(plan.posts.len(), plan.config.posts_per_page).next()
}
