//! The inputs that fuzzing found worth keeping, held against the same promises.

use std::fs;
use std::path::Path;

#[path = "../../fuzz/src/lib.rs"]
#[expect(unreachable_pub, reason = "the fuzz targets are crates of their own")]
mod promises;

/// Replays each file in a folder of `tests/fixtures/`, which has some, and tells which one
/// failed.
fn replay(folder: &str, at_least: usize, holds: fn(&[u8])) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures").join(folder);
    let mut n_inputs = 0;
    for entry in fs::read_dir(root).expect("the inputs are there") {
        let path = entry.expect("an entry").path();
        let input = fs::read(&path).expect("it can be read");
        let held = std::panic::catch_unwind(|| holds(&input));
        assert!(held.is_ok(), "{} does not hold", path.display());
        n_inputs += 1;
    }
    assert!(n_inputs >= at_least, "only {n_inputs} inputs in {folder}");
}

#[test]
fn saved_front_matter_is_edited_without_harm() {
    replay("fuzz/front_matter", 20, promises::front_matter::holds);
}

#[test]
fn saved_states_of_a_blog_come_to_agreement() {
    replay("fuzz/mirror_plan", 20, promises::mirror_plan::holds);
}

#[test]
fn saved_texts_are_rendered_without_harm() {
    replay("fuzz/render", 7, promises::render::holds);
}
