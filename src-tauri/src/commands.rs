//! What the window may ask, one module per noun.
//!
//! A command unpacks its arguments, calls the engine off the window's thread,
//! and answers; every rule about posts is the engine's.

pub(crate) mod app;
pub(crate) mod blog;
pub(crate) mod export;
pub(crate) mod history;
pub(crate) mod post;
pub(crate) mod preview;
pub(crate) mod removal;
pub(crate) mod theme;
