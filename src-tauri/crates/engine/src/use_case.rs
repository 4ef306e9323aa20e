//! What a shell can ask of an open blog, one file per noun.

pub(crate) mod check;
pub(crate) mod convert;
pub(crate) mod export;
pub(crate) mod history;
pub(crate) mod import;
pub(crate) mod known_post;
pub(crate) mod moving;
pub(crate) mod pages;
pub(crate) mod post;
pub(crate) mod preview;
pub(crate) mod removal;
pub(crate) mod resident_posts;
pub(crate) mod serve;
pub(crate) mod set;
pub(crate) mod site_blog;
pub(crate) mod specimen;
pub(crate) mod theme;
pub(crate) mod view;
