//! Plants one forbidden edge at a time in an otherwise allowed build.

use serde_json::json;

use super::*;

/// The packages of a project in which each `(package, dependency, kind)` is an edge.
fn packages(edges: &[(&str, &str, Option<&str>)]) -> Packages {
    let names: BTreeSet<&str> = edges.iter().flat_map(|(from, to, _)| [*from, *to]).collect();
    let edges_of = |package: &str, shape: fn(&str, Option<&str>) -> Value| -> Vec<Value> {
        let own = edges.iter().filter(|(from, ..)| *from == package);
        own.map(|(_, to, kind)| shape(to, *kind)).collect()
    };
    let mut metadata = json!({
        "workspace_members": [],
        "packages": [],
        "resolve": { "nodes": [] },
    });
    for name in names {
        if name.starts_with("galley") || name == "xtask" {
            push(&mut metadata["workspace_members"], json!(name));
        }
        let declared = edges_of(name, |to, kind| json!({ "name": to, "kind": kind }));
        push(
            &mut metadata["packages"],
            json!({ "name": name, "id": name, "dependencies": declared }),
        );
        let resolved =
            edges_of(name, |to, kind| json!({ "pkg": to, "dep_kinds": [{ "kind": kind }] }));
        push(&mut metadata["resolve"]["nodes"], json!({ "id": name, "deps": resolved }));
    }
    Packages::of_metadata(&metadata).expect("the form is that of `cargo metadata`")
}

fn push(array: &mut Value, value: Value) {
    array.as_array_mut().expect("an array, as written above").push(value);
}

fn depends(package: &str, name: &str) -> Vec<Violation> {
    vec![Violation::whole(package, format!("must not depend on `{name}`"))]
}

#[test]
fn the_store_may_use_the_core_but_not_the_renderer() {
    assert_eq!(direction(&packages(&[("galley-store", "galley-core", None)])), []);
    let planted = packages(&[("galley-store", "galley-markdown", None)]);
    assert_eq!(direction(&planted), depends("galley-store", "galley-markdown"));
}

#[test]
fn the_shells_may_use_only_the_engine() {
    let planted = packages(&[("galley-desktop", "galley-store", None)]);
    assert_eq!(direction(&planted), depends("galley-desktop", "galley-store"));
}

#[test]
fn an_edge_for_tests_does_not_allow_one_in_the_program() {
    assert_eq!(direction(&packages(&[("galley-cli", "galley-site", Some("dev"))])), []);
    let planted = packages(&[("galley-cli", "galley-site", None)]);
    assert_eq!(direction(&planted), depends("galley-cli", "galley-site"));
}

#[test]
fn a_crate_without_a_place_in_the_table_is_found() {
    assert_eq!(direction(&packages(&[("galley-novel", "serde", None)])).len(), 1);
}

#[test]
fn sql_watching_and_windows_have_one_owner_each() {
    for (package, power) in [
        ("galley-engine", "rusqlite"),
        ("galley-store", "notify-debouncer-full"),
        ("galley-engine", "tauri"),
        ("galley-cli", "tauri-plugin-dialog"),
        ("galley-engine", "anyhow"),
    ] {
        assert_eq!(owners(&packages(&[(package, power, None)])), depends(package, power));
    }
}

#[test]
fn nothing_of_ours_speaks_over_a_network() {
    assert_eq!(
        owners(&packages(&[("galley-import", "ureq", None)])),
        depends("galley-import", "ureq")
    );
}

#[test]
fn the_core_may_use_a_date_library_but_no_runtime() {
    assert_eq!(purity(&packages(&[("galley-core", "jiff", None)])), []);
    assert_eq!(purity(&packages(&[("galley-core", "proptest", Some("dev"))])), []);
    let planted = packages(&[("galley-core", "tokio", None)]);
    assert_eq!(purity(&planted), depends("galley-core", "tokio"));
}

#[test]
fn a_window_deep_below_the_command_line_is_found() {
    let tools = [("galley-cli", "bundler", Some("build")), ("bundler", "gtk", None)];
    assert_eq!(headless(&packages(&tools)), []);
    let planted = [("galley-cli", "galley-engine", None), ("galley-engine", "gtk", None)];
    assert_eq!(headless(&packages(&planted)), depends("galley-cli", "gtk"));
}
