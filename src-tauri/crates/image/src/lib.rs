//! Pictures as readers get them: without what a camera wrote into them, the right way up, and
//! in several sizes.
//!
//! Bytes in, values out; files, caches and names are others' business. Nothing here fails or
//! panics on a damaged file: it says what is wrong, and the file is shown as it is.

mod decode;
mod gif;
mod jpeg;
mod look;
mod parts;
mod png;
mod prepare;
mod sized;
mod webp;

pub use look::{Look, look};
pub use prepare::{Flaw, Prepared, prepare};
pub use sized::Sized;
