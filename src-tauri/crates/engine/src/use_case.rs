//! What a shell can ask of an open blog, one file per noun.

pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod post;
pub(crate) mod preview;
pub(crate) mod site_blog;
pub(crate) mod view;
