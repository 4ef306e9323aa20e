//! Where a site's files that are not pages go, and that no two go to one place.

use std::collections::hash_map::Entry;
use std::path::{Path, PathBuf};

use foldhash::{HashMap, HashSet};

use crate::address::join;
use crate::blog::{SiteAsset, SitePicture, SitePictures};
use crate::output::{Content, OutputFile};
use crate::plan::{ASSETS_FOLDER, folded};

/// The places of a site that are taken.
#[derive(Debug, Default)]
pub(crate) struct Claims {
    /// As file systems that ignore case see them, and where that is not as they are written, as
    /// they are, to answer whether a link leads somewhere.
    files: HashMap<String, Option<String>>,
    folders: HashSet<String>,
}

impl Claims {
    /// Takes the place at `path` for a file; false if it is taken, or if a file is a
    /// folder on the way to it, or it a folder on the way to a file.
    pub(crate) fn claim(&mut self, path: &str) -> bool {
        let name = folded(path);
        let folders = name.match_indices('/').map(|(at, _)| &name[..at]);
        if self.folders.contains(&name)
            || folders.clone().any(|folder| self.files.contains_key(folder))
        {
            return false;
        }
        for folder in folders {
            if !self.folders.contains(folder) {
                self.folders.insert(folder.to_owned());
            }
        }
        let exact = (name != path).then(|| path.to_owned());
        match self.files.entry(name) {
            Entry::Occupied(_) => false,
            Entry::Vacant(free) => {
                free.insert(exact);
                true
            }
        }
    }

    /// Whether the site has a file at exactly this path.
    pub(crate) fn holds(&self, path: &str) -> bool {
        let name = folded(path);
        let exact = self.files.get(&name).map(|exact| exact.as_deref().unwrap_or(&name));
        exact == Some(path)
    }
}

/// The assets of one post by the name the post calls them by.
pub(crate) type PlacedAssets = HashMap<String, PlacedAsset>;

/// An asset that has its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlacedAsset {
    /// Where it is within the site.
    pub(crate) path: String,
    /// What its pages say of it, if it is a picture.
    pub(crate) picture: Option<PlacedPicture>,
}

/// A picture whose versions have their places.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct PlacedPicture {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Widths and places of its versions, rising.
    pub(crate) sizes: Vec<(u32, String)>,
}

/// Places assets, each file once for all posts that share it.
#[derive(Debug, Default)]
pub(crate) struct AssetPlaces {
    shared: HashMap<PathBuf, PlacedAsset>,
    /// The pictures among the blog's own files, by their places.
    pub(crate) own_pictures: HashMap<String, PlacedPicture>,
    pub(crate) files: Vec<OutputFile>,
}

/// What goes to the site for the author's file `source`.
fn content(pictures: &SitePictures, source: &Path) -> Content {
    let picture = pictures.get(source);
    Content::Copy(picture.map_or_else(|| source.to_owned(), |picture| picture.file.clone()))
}

impl AssetPlaces {
    /// Takes in a file of the blog, which has its place whether or not a post shows it.
    pub(crate) fn own(
        &mut self,
        pictures: &SitePictures,
        claims: &mut Claims,
        path: String,
        source: &Path,
    ) -> OutputFile {
        if let Some(picture) = self.place_sizes(pictures, claims, &path, source) {
            self.own_pictures.insert(path.clone(), picture);
        }
        OutputFile { path, content: content(pictures, source) }
    }

    /// Places the assets of the post or page whose page lies in `folder`.
    ///
    /// What lies below the post's own folder goes beside its page; what is meant
    /// from the top of the site goes there; the rest goes to `assets/`.
    pub(crate) fn place(
        &mut self,
        pictures: &SitePictures,
        claims: &mut Claims,
        folder: &str,
        assets: &[SiteAsset],
    ) -> PlacedAssets {
        let mut placed = PlacedAssets::default();
        for asset in assets {
            let name = asset_key(&asset.name);
            if placed.contains_key(name) {
                continue;
            }
            let beside = !name.starts_with('/') && join("", name).is_some();
            if !beside && let Some(place) = self.shared.get(asset.source.as_path()) {
                placed.insert(name.to_owned(), place.clone());
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
            let path = claim_numbered(claims, &wanted);
            let content = content(pictures, &asset.source);
            self.files.push(OutputFile { path: path.clone(), content });
            let picture = self.place_sizes(pictures, claims, &path, &asset.source);
            let place = PlacedAsset { path, picture };
            if !beside {
                self.shared.insert(asset.source.clone(), place.clone());
            }
            placed.insert(name.to_owned(), place);
        }
        placed
    }

    /// Places the versions of a picture beside it.
    fn place_sizes(
        &mut self,
        pictures: &SitePictures,
        claims: &mut Claims,
        path: &str,
        source: &Path,
    ) -> Option<PlacedPicture> {
        let SitePicture { width, height, sizes, .. } = pictures.get(source)?;
        let mut place = |(width, file): &(u32, PathBuf)| {
            let path = claim_numbered(claims, &sized_name(path, *width));
            self.files
                .push(OutputFile { path: path.clone(), content: Content::Copy(file.clone()) });
            (*width, path)
        };
        let sizes = sizes.iter().map(&mut place).collect();
        Some(PlacedPicture { width: *width, height: *height, sizes })
    }
}

/// How the version of a picture in this width is called beside it.
pub fn sized_name(name: &str, width: u32) -> String {
    format!("{name}.{width}w.webp")
}

/// The picture that a file of this name is a version of, and its width.
pub fn original_of(name: &str) -> Option<(&str, u32)> {
    let (original, width) = name.strip_suffix("w.webp")?.rsplit_once('.')?;
    let width = width.parse().ok()?;
    // Only what is written as we write it.
    (sized_name(original, width) == name).then_some((original, width))
}

/// The name under which a link finds an asset: `./` at the start means nothing.
pub(crate) fn asset_key(name: &str) -> &str {
    name.trim_start_matches("./")
}

/// Takes the place, or else the next that is like it and free.
pub(crate) fn claim_numbered(claims: &mut Claims, wanted: &str) -> String {
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
        let pictures = SitePictures::new();
        let mut places = AssetPlaces::default();
        let of_one = places.place(&pictures, &mut claims, "one", &first);
        assert_eq!(of_one["i/x.png"].path, "one/i/x.png");
        assert_eq!(of_one["../assets/s.png"].path, "assets/s.png");
        assert_eq!(of_one["/r.png"].path, "r.png");
        let of_two = places.place(&pictures, &mut claims, "two", &second);
        assert_eq!(of_two["../../assets/s.png"].path, "assets/s.png", "the same file is shared");
        assert_eq!(
            of_two["../s.png"].path, "assets/s-2.png",
            "another file of the same name is not"
        );
        assert_eq!(of_two["../a/../../../t"].path, "assets/t");
        assert_eq!(places.files.len(), 5);
    }

    #[test]
    fn a_picture_brings_its_versions_and_goes_out_clean() {
        let assets = [SiteAsset { name: "p.jpg".into(), source: "/p.jpg".into() }];
        let sizes = vec![(480, "/cache/480".into()), (960, "/cache/960".into())];
        let picture = SitePicture { width: 2000, height: 9, file: "/cache/clean".into(), sizes };
        let pictures = SitePictures::from([("/p.jpg".into(), picture)]);
        let mut claims = Claims::default();
        assert!(claims.claim("one/p.jpg.960w.webp"), "the author's own, for example");
        let mut places = AssetPlaces::default();
        let placed = places.place(&pictures, &mut claims, "one", &assets);
        let sizes = vec![
            (480, "one/p.jpg.480w.webp".to_owned()),
            (960, "one/p.jpg.960w-2.webp".to_owned()),
        ];
        let picture = PlacedPicture { width: 2000, height: 9, sizes };
        assert_eq!(placed["p.jpg"].picture, Some(picture));
        let copies = places.files.iter().map(|file| &file.content);
        let copy = |path: &str| Content::Copy(path.into());
        assert!(copies.eq(&[copy("/cache/clean"), copy("/cache/480"), copy("/cache/960")]));
        assert!(claims.holds("one/p.jpg.480w.webp"));
    }

    #[test]
    fn the_name_of_a_version_tells_its_picture() {
        assert_eq!(original_of(&sized_name("a/b.jpg", 480)), Some(("a/b.jpg", 480)));
        for other in ["a.jpg", "a.480w.jpg", "480w.webp", "a.w.webp", "a.+480w.webp", "a.048w.webp"]
        {
            assert_eq!(original_of(other), None, "{other}");
        }
    }
}
