//! Where a site's files that are not pages go, and that no two go to one place.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::address::join;
use crate::blog::SiteAsset;
use crate::output::{Content, OutputFile};
use crate::plan::{ASSETS_FOLDER, folded};

/// The places of a site that are taken.
#[derive(Debug, Default)]
pub(crate) struct Claims {
    /// As they are written, to answer whether a link leads somewhere.
    exact: HashSet<String>,
    /// As file systems that ignore case see them.
    files: HashSet<String>,
    folders: HashSet<String>,
}

impl Claims {
    /// Takes the place at `path` for a file; false if it is taken, or if a file is a
    /// folder on the way to it, or it a folder on the way to a file.
    pub(crate) fn claim(&mut self, path: &str) -> bool {
        let name = folded(path);
        let folders = name.match_indices('/').map(|(at, _)| &name[..at]);
        if self.folders.contains(&name) || folders.clone().any(|folder| self.files.contains(folder))
        {
            return false;
        }
        for folder in folders {
            if !self.folders.contains(folder) {
                self.folders.insert(folder.to_owned());
            }
        }
        let is_free = self.files.insert(name);
        if is_free {
            self.exact.insert(path.to_owned());
        }
        is_free
    }

    /// Whether the site has a file at exactly this path.
    pub(crate) fn holds(&self, path: &str) -> bool {
        self.exact.contains(path)
    }
}

/// The assets of one post: their place by the name the post calls them by.
pub(crate) type PlacedAssets<'a> = HashMap<&'a str, String>;

/// Places assets, each file once for all posts that share it.
#[derive(Debug, Default)]
pub(crate) struct AssetPlaces<'a> {
    shared: HashMap<&'a Path, String>,
    pub(crate) files: Vec<OutputFile>,
}

impl<'a> AssetPlaces<'a> {
    /// Places the assets of the post or page whose page lies in `folder`.
    ///
    /// What lies below the post's own folder goes beside its page; what is meant
    /// from the top of the site goes there; the rest goes to `assets/`.
    pub(crate) fn place(
        &mut self,
        claims: &mut Claims,
        folder: &str,
        assets: &'a [SiteAsset],
    ) -> PlacedAssets<'a> {
        let mut placed = PlacedAssets::new();
        for asset in assets {
            let name = asset_key(&asset.name);
            if placed.contains_key(name) {
                continue;
            }
            let beside = !name.starts_with('/') && join("", name).is_some();
            if !beside && let Some(place) = self.shared.get(asset.source.as_path()) {
                placed.insert(name, place.clone());
                continue;
            }
            let wanted = if beside {
                join(folder, name)
            } else if name.starts_with('/') {
                join("", name)
            } else {
                let inside = name.trim_start_matches("../");
                let inside = inside.strip_prefix("assets/").unwrap_or(inside);
                // A name that turns back further on keeps only its last part.
                let last = inside.rsplit('/').next().unwrap_or(inside);
                join(ASSETS_FOLDER, if inside.contains("..") { last } else { inside })
            };
            let Some(wanted) = wanted.filter(|path| !path.is_empty() && !path.ends_with('/'))
            else {
                continue;
            };
            let place = claim_numbered(claims, &wanted);
            if !beside {
                self.shared.insert(&asset.source, place.clone());
            }
            let content = Content::Copy(asset.source.clone());
            self.files.push(OutputFile { path: place.clone(), content });
            placed.insert(name, place);
        }
        placed
    }
}

/// The name under which a link finds an asset: `./` at the start means nothing.
pub(crate) fn asset_key(name: &str) -> &str {
    name.trim_start_matches("./")
}

fn claim_numbered(claims: &mut Claims, wanted: &str) -> String {
    let mut place = wanted.to_owned();
    let mut n = 1;
    while !claims.claim(&place) {
        n += 1;
        let (folder, name) = wanted.rsplit_once('/').map_or(("", wanted), |(f, n)| (f, n));
        let (stem, extension) = name.rsplit_once('.').map_or((name, ""), |(s, e)| (s, e));
        let dot = if extension.is_empty() { "" } else { "." };
        let slash = if folder.is_empty() { "" } else { "/" };
        place = format!("{folder}{slash}{stem}-{n}{dot}{extension}");
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_taken_once() {
        let mut claims = Claims::default();
        assert!(claims.claim("a/b.png"));
        assert!(!claims.claim("a/b.png"));
        assert!(!claims.claim("A/B.png"), "some file systems ignore case");
        assert!(!claims.claim("a"), "a folder is there");
        assert!(!claims.claim("a/b.png/c"), "a file is there");
        assert!(claims.claim("a/c.png"));
        assert!(claims.holds("a/b.png") && !claims.holds("A/B.png"));
    }

    #[test]
    fn assets_go_beside_their_post_or_to_a_shared_place() {
        let asset =
            |name: &str, source: &str| SiteAsset { name: name.into(), source: source.into() };
        let first = [
            asset("./i/x.png", "/p/i/x.png"),
            asset("../assets/s.png", "/s.png"),
            asset("/r.png", "/r.png"),
        ];
        let second = [
            asset("../../assets/s.png", "/s.png"),
            asset("../s.png", "/other/s.png"),
            asset("../a/../../../t", "/t"),
        ];
        let mut claims = Claims::default();
        let mut places = AssetPlaces::default();
        let of_one = places.place(&mut claims, "one", &first);
        assert_eq!(of_one["i/x.png"], "one/i/x.png");
        assert_eq!(of_one["../assets/s.png"], "assets/s.png");
        assert_eq!(of_one["/r.png"], "r.png");
        let of_two = places.place(&mut claims, "two", &second);
        assert_eq!(of_two["../../assets/s.png"], "assets/s.png", "the same file is shared");
        assert_eq!(of_two["../s.png"], "assets/s-2.png", "another file of the same name is not");
        assert_eq!(of_two["../a/../../../t"], "assets/t");
        assert_eq!(places.files.len(), 5);
    }
}
