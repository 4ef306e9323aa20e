//! Whole behaviours through the real `galley`, without a window.

mod bad_input;
mod blog;
mod check;
mod commonmark;
mod damage;
mod encoding;
mod export;
mod export_killed;
mod front_matter;
mod history;
mod import;
mod posts;
mod recovery;
mod removal;
mod saved_inputs;
mod seed;
mod serve;
mod set;
mod test_blog;
mod themes;
mod together;
mod vanishing;
mod watching;
mod writer;
