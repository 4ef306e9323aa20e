//! `ui/src/ipc/bindings.ts` is generated and committed; a stale one fails here.

use std::fs;
use std::path::Path;

const COMMITTED: &str = "ui/src/ipc/bindings.ts";

#[test]
fn the_committed_bindings_are_what_the_commands_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let fresh = folder.path().join("bindings.ts");
    galley_desktop::export_bindings(&fresh).expect("every type has a TypeScript form");
    let fresh = fs::read_to_string(fresh).expect("the file was just written");
    if std::env::var_os("BLESS").is_some() {
        fs::write(root.join(COMMITTED), &fresh).expect("the bindings can be written");
    }
    let committed = fs::read_to_string(root.join(COMMITTED)).unwrap_or_default();
    assert!(committed == fresh, "`{COMMITTED}` is stale: run `cargo xtask bindings`");
}
