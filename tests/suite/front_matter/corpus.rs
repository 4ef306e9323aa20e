//! The posts in `tests/fixtures/front-matter/`: one file for each way of writing.

use std::fs;
use std::path::{Path, PathBuf};

/// A file of the corpus.
pub(super) struct Sample {
    /// Its path in the corpus without `.md`, as in `hugo/toml-plain`.
    pub(super) name: String,
    pub(super) source: String,
}

/// All files, in the order of their names.
pub(super) fn samples() -> Vec<Sample> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures/front-matter");
    let mut samples: Vec<_> = below(&root)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .map(|path| {
            let name = path.strip_prefix(&root).expect("it is below").with_extension("");
            let name = name.to_str().expect("our names are UTF-8").replace('\\', "/");
            let source = fs::read_to_string(&path).expect("the corpus is readable UTF-8");
            Sample { name, source }
        })
        .collect();
    samples.sort_by(|a, b| a.name.cmp(&b.name));
    samples
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the corpus is there");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.flat_map(|path| if path.is_dir() { below(&path) } else { vec![path] }).collect()
}
