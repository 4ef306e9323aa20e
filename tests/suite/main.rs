//! Whole behaviours through the real `galley`, without a window.

mod bad_input;
mod blog;
mod commonmark;
mod export;
mod front_matter;
mod import;
mod posts;
mod seed;
mod test_blog;
