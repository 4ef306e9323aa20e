//! The smallest window that one can write in, built the way Galley is built.
//!
//! `cargo xtask bench start` starts both by turns: what this one takes is the
//! price of the web view, what Galley takes more is Galley's own.

#[expect(clippy::exit, reason = "in code that Tauri generates")]
fn main() {
    tauri::Builder::default()
        .run(tauri::generate_context!())
        .expect("the window's configuration is valid");
}
