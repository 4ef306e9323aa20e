//! The border between window and engine: the committed bindings are what the
//! commands say, and the commands answer on Tauri's mock runtime.

mod bindings;
mod commands;
