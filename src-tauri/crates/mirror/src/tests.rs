//! Whole behaviours of the mirror, on real folders.

mod agreement;
mod edits;
mod faults;
mod histories;
mod speed;
mod test_blog;
