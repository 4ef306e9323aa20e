//! Where files go whose post was removed: kept, byte for byte, out of the way.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::atomic_write;

/// Moves the file at `file` into the folder `trash` and answers where it is now.
///
/// Keeps its name, numbered if the trash has one of that name.
pub(crate) fn trash(file: &Path, trash: &Path) -> io::Result<PathBuf> {
    fs::create_dir_all(trash)?;
    let place = free_place(file, trash);
    match fs::rename(file, &place) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            // The copy must be safe before the file goes.
            atomic_write::create(&place, &fs::read(file)?)?;
            fs::remove_file(file)?;
        }
        result => result?,
    }
    if let Some(folder) = file.parent() {
        atomic_write::sync_folder(folder)?;
    }
    Ok(place)
}

/// Puts a copy of the file at `file` into the folder `trash`.
pub(crate) fn copy(file: &Path, trash: &Path) -> io::Result<()> {
    fs::create_dir_all(trash)?;
    atomic_write::create(&free_place(file, trash), &fs::read(file)?)
}

fn free_place(file: &Path, trash: &Path) -> PathBuf {
    let part = |part: Option<&std::ffi::OsStr>| {
        part.map(|part| part.to_string_lossy().into_owned()).unwrap_or_default()
    };
    let (stem, extension) = (part(file.file_stem()), part(file.extension()));
    let plain = trash.join(format!("{stem}.{extension}"));
    let numbered = (2..u32::MAX).map(|n| trash.join(format!("{stem} {n}.{extension}")));
    std::iter::once(plain)
        .chain(numbered)
        .find(|place| fs::symlink_metadata(place).is_err())
        .expect("there are more numbers than files")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_one_name_are_all_kept() {
        let folder = tempfile::tempdir().unwrap();
        let bin = folder.path().join("trash/posts");
        for text in ["first", "second", "third"] {
            let file = folder.path().join("a.b.md");
            fs::write(&file, text).unwrap();
            let place = trash(&file, &bin).unwrap();
            assert_eq!(fs::read_to_string(place).unwrap(), text);
            assert!(!file.exists());
        }
        for (name, text) in [("a.b.md", "first"), ("a.b 2.md", "second"), ("a.b 3.md", "third")] {
            assert_eq!(fs::read_to_string(bin.join(name)).unwrap(), text, "{name}");
        }
    }
}
