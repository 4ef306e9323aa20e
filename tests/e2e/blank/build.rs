//! Lets Tauri generate its code from `tauri.conf.json`, as the app's build does.

fn main() {
    tauri_build::build();
}
