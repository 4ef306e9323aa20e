//! The window that starting Galley is measured against is one like Galley's.

use std::fs;
use std::path::Path;

use serde_json::Value;

#[test]
fn it_is_as_large_as_galleys() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let settings = fs::read_to_string(here.join("tauri.conf.json")).unwrap();
    let settings: Value = serde_json::from_str(&settings).unwrap();
    let window = &settings["app"]["windows"][0];
    let length = |name: &str| window[name].as_u64().unwrap();
    let galleys = fs::read_to_string(here.join("../../../src-tauri/src/lib.rs")).unwrap();
    let size = format!(".inner_size({}.0, {}.0)", length("width"), length("height"));
    assert!(galleys.contains(&size), "{size}");
}
