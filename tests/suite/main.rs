//! Whole behaviours through the real `galley`, without a window.

mod bad_input;
mod blog;
mod commonmark;
mod damage;
mod encoding;
mod export;
mod history;
mod import;
mod numbers;
mod posts;
mod recovery;
mod removal;
mod seed;
mod set;
mod test_blog;
mod together;
mod vanishing;
mod watching;
mod writer;
