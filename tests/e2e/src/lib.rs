//! The built app, driven as a person would: by its window, its keys and its files.
//!
//! A journey makes a [`TestBlog`], opens a [`Window`] on it, and speaks of what a
//! person sees: parts of the window by their test ids, the text in the editor,
//! the page in the preview. Every question waits, with a deadline, until its
//! answer is the expected one; nothing waits for a fixed time.
//!
//! Each window has a display, a message bus, a `WebDriver` and home folders of its
//! own, so that journeys can run side by side and touch nothing of the person who
//! runs them. When one fails, the window's picture, page and log stay behind under
//! `target/e2e/<journey>`.

#![expect(clippy::print_stderr, reason = "a failed journey says where its evidence lies")]

mod blog;
mod deadline;
mod desktop;
mod editor;
mod evidence;
mod part;
mod preview;
mod process;
mod session;
mod timings;
mod window;

pub use blog::TestBlog;
pub use deadline::{DEADLINE, wait_for};
pub use editor::Editor;
pub use fantoccini::key::Key;
pub use part::Part;
pub use preview::Preview;
pub use timings::Timings;
pub use window::{Launch, Window, blank_window};
