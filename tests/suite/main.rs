//! Whole behaviours through the real `galley`, without a window.

mod bad_input;
mod blog;
mod commonmark;
mod export;
mod front_matter;
mod import;
mod posts;
mod saved_inputs;
mod seed;
mod test_blog;
