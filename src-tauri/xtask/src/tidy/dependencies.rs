//! Which crate may depend on which: the picture of ARCHITECTURE.md as a table.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

use super::Violation;
use crate::process::cargo;

/// Each package of the project and the packages of the project that it may use.
const DIRECTION: &[(&str, &[&str])] = &[
    ("galley-card", &[]),
    ("galley-core", &[]),
    ("galley-diagram", &["galley-svg"]),
    ("galley-markdown", &["galley-core", "galley-diagram"]),
    ("galley-store", &["galley-core"]),
    ("galley-mirror", &["galley-core", "galley-store"]),
    ("galley-site", &["galley-card", "galley-core", "galley-markdown", "galley-svg"]),
    ("galley-svg", &[]),
    ("galley-image", &[]),
    ("galley-import", &["galley-core"]),
    (
        "galley-engine",
        &[
            "galley-core",
            "galley-image",
            "galley-import",
            "galley-markdown",
            "galley-mirror",
            "galley-site",
            "galley-store",
        ],
    ),
    ("galley-cli", &["galley-engine"]),
    ("galley-desktop", &["galley-engine"]),
    ("galley-blank", &[]),
    // It holds what the engine promised against what the library and the files have.
    ("galley-crash", &["galley-core", "galley-engine", "galley-mirror", "galley-store"]),
    ("galley-e2e", &[]),
    ("xtask", &[]),
];

/// A test may look behind the engine, at what the engine was asked to do.
const DIRECTION_IN_TESTS: &[(&str, &[&str])] =
    &[("galley-cli", &["galley-core", "galley-markdown", "galley-site"])];

/// Outside packages that give a power, by the start of their names, and who may
/// have it.
const OWNERS: &[(&str, &[&str])] = &[
    ("rusqlite", &["galley-store"]),
    ("notify", &["galley-mirror"]),
    ("cap-", &["galley-site"]),
    ("rustix", &["galley-site"]),
    ("tauri", &["galley-desktop", "galley-blank"]),
    ("specta", &["galley-engine", "galley-desktop"]),
    ("fantoccini", &["galley-e2e"]),
    // Answers browsers of this machine; asks nobody.
    ("tiny_http", &["galley-cli"]),
    ("anyhow", &["galley-cli", "galley-crash", "galley-e2e", "xtask"]),
];

/// Packages that speak over a network. Nothing of ours does yet; the window
/// tests speak to the driver on the same machine.
const NETWORK: &[&str] = &[
    "attohttpc",
    "curl",
    "h2",
    "hyper",
    "isahc",
    "native-tls",
    "openssl",
    "opendal",
    "quinn",
    "reqwest",
    "russh",
    "rustls",
    "ssh2",
    "tungstenite",
    "ureq",
];

/// Packages that make a window.
const WINDOW: &[&str] = &["gtk", "tao", "tauri", "webkit2gtk", "wry"];

/// The pure crates and everything that they may use: none of it reads a file, a
/// clock or the environment unasked.
const PURE: &[(&str, &[&str])] = &[
    (
        "galley-card",
        &[
            "brotli-decompressor",
            "harfrust",
            "png",
            "thiserror",
            "unicode-bidi",
            "unicode-linebreak",
            "unicode-normalization",
            "wuff",
            "zeno",
        ],
    ),
    (
        "galley-core",
        &[
            "jiff",
            "serde",
            "serde-saphyr",
            "similar",
            "thiserror",
            "toml_edit",
            "unicode-normalization",
            "yaml-edit",
        ],
    ),
    (
        "galley-diagram",
        &["blake3", "galley-svg", "merman", "quick-xml", "serde_json", "unicode-width"],
    ),
    ("galley-svg", &["quick-xml"]),
    ("galley-image", &["fast_image_resize", "image", "imagesize", "webp"]),
    (
        "galley-markdown",
        &[
            "ammonia",
            "emojis",
            "galley-core",
            "galley-diagram",
            "pulldown-cmark",
            "pulldown-cmark-escape",
            "pulldown-latex",
            "regex-syntax",
            "syntect",
            "thiserror",
            "two-face",
        ],
    ),
];

/// The packages and what they depend on.
#[derive(Default)]
pub(super) struct Packages {
    ours: Vec<Package>,
    /// Every package of the build by its id: its name and the ids it needs.
    all: BTreeMap<String, (String, Vec<String>)>,
}

struct Package {
    name: String,
    id: String,
    dependencies: Vec<Dependency>,
}

struct Dependency {
    name: String,
    for_tests: bool,
}

impl Packages {
    /// Asks Cargo about the project.
    pub(super) fn of_project() -> Result<Self> {
        let answer = cargo(["metadata", "--format-version=1", "--locked"]).output()?;
        ensure!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
        Self::of_metadata(&serde_json::from_slice(&answer.stdout)?)
            .context("`cargo metadata` has another form than expected")
    }

    fn of_metadata(metadata: &Value) -> Option<Self> {
        let members = metadata["workspace_members"].as_array()?;
        let mut packages = Self::default();
        let mut names = BTreeMap::new();
        for package in metadata["packages"].as_array()? {
            let (name, id) = (text(package, "name")?, text(package, "id")?);
            names.insert(id.clone(), name.clone());
            if members.contains(&package["id"]) {
                let dependencies = package["dependencies"].as_array()?.iter();
                let dependencies =
                    dependencies.map(Dependency::of_metadata).collect::<Option<_>>()?;
                packages.ours.push(Package { name, id, dependencies });
            }
        }
        for node in metadata["resolve"]["nodes"].as_array()? {
            let needs = node["deps"].as_array()?.iter().filter(|dep| runs_in_the_program(dep));
            let needs = needs.map(|dep| text(dep, "pkg")).collect::<Option<_>>()?;
            let id = text(node, "id")?;
            packages.all.insert(id.clone(), (names.get(&id)?.clone(), needs));
        }
        Some(packages)
    }

    /// The names of all packages that end up in a program of the package.
    fn reachable(&self, package: &Package) -> BTreeSet<&str> {
        let mut seen = BTreeSet::new();
        let mut names = BTreeSet::new();
        let mut open = vec![package.id.as_str()];
        while let Some(id) = open.pop() {
            if seen.insert(id)
                && let Some((name, needs)) = self.all.get(id)
            {
                names.insert(name.as_str());
                open.extend(needs.iter().map(String::as_str));
            }
        }
        names
    }
}

impl Dependency {
    fn of_metadata(dependency: &Value) -> Option<Self> {
        Some(Self { name: text(dependency, "name")?, for_tests: dependency["kind"] == "dev" })
    }
}

/// Whether a dependency is more than a tool of the build or of the tests.
fn runs_in_the_program(dependency: &Value) -> bool {
    dependency["dep_kinds"]
        .as_array()
        .is_some_and(|kinds| kinds.iter().any(|kind| kind["kind"].is_null()))
}

fn text(value: &Value, key: &str) -> Option<String> {
    value[key].as_str().map(str::to_owned)
}

pub(super) fn direction(packages: &Packages) -> Vec<Violation> {
    let ours: BTreeSet<&str> = packages.ours.iter().map(|package| package.name.as_str()).collect();
    let mut violations = Vec::new();
    for package in &packages.ours {
        let Some(allowed) = allowed_in(DIRECTION, &package.name) else {
            violations.push(Violation::whole(&package.name, "has no place in the table of `tidy`"));
            continue;
        };
        let in_tests = allowed_in(DIRECTION_IN_TESTS, &package.name).unwrap_or_default();
        for Dependency { name, for_tests } in &package.dependencies {
            let name = name.as_str();
            let may = allowed.contains(&name) || (*for_tests && in_tests.contains(&name));
            if ours.contains(name) && !may {
                violations.push(depends_on(package, name));
            }
        }
    }
    violations
}

pub(super) fn owners(packages: &Packages) -> Vec<Violation> {
    let mut violations = Vec::new();
    for package in &packages.ours {
        for Dependency { name, for_tests } in &package.dependencies {
            let owners = OWNERS.iter().find(|(power, _)| name.starts_with(power));
            let foreign =
                owners.is_some_and(|(_, owners)| !owners.contains(&package.name.as_str()));
            // Tests may say why they failed in the shortest way.
            let excused = *for_tests && name == "anyhow";
            if (foreign && !excused) || NETWORK.contains(&name.as_str()) {
                violations.push(depends_on(package, name));
            }
        }
    }
    violations
}

pub(super) fn purity(packages: &Packages) -> Vec<Violation> {
    let mut violations = Vec::new();
    for package in &packages.ours {
        let Some(allowed) = allowed_in(PURE, &package.name) else { continue };
        for Dependency { name, for_tests } in &package.dependencies {
            if !for_tests && !allowed.contains(&name.as_str()) {
                violations.push(depends_on(package, name));
            }
        }
    }
    violations
}

/// The command line has to run where there is no display, and before there is a
/// network of ours.
pub(super) fn headless(packages: &Packages) -> Vec<Violation> {
    let mut violations = Vec::new();
    for package in packages.ours.iter().filter(|package| package.name == "galley-cli") {
        let reachable = packages.reachable(package);
        for name in WINDOW.iter().chain(NETWORK).filter(|name| reachable.contains(**name)) {
            violations.push(depends_on(package, name));
        }
    }
    violations
}

fn allowed_in(
    table: &[(&str, &'static [&'static str])],
    package: &str,
) -> Option<&'static [&'static str]> {
    table.iter().find(|(name, _)| *name == package).map(|(_, allowed)| *allowed)
}

fn depends_on(package: &Package, name: &str) -> Violation {
    Violation::whole(&package.name, format!("must not depend on `{name}`"))
}

#[cfg(test)]
mod tests;
