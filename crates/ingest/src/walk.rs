//! Which files there are.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use archive::Seen;
use walkdir::WalkDir;

/// A file that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFile {
    /// Where it is.
    pub path: PathBuf,
    /// The path under the root that was asked for, the root's own name included, with `/`: the same
    /// on every machine.
    pub key: String,
    /// How it looked.
    pub seen: Seen,
}

/// A file or folder that was found and cannot be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostFile {
    /// Where it is.
    pub path: PathBuf,
    /// As [`FoundFile::key`].
    pub key: String,
    /// Why, and what to do.
    pub message: String,
}

/// What a walk came to.
#[derive(Clone, Debug, Default)]
pub struct Walked {
    /// The files, by key.
    pub found: Vec<FoundFile>,
    /// What could not be looked at, by key.
    pub lost: Vec<LostFile>,
    /// The files and folders that were asked for and are there, in full.
    pub roots: Vec<PathBuf>,
}

/// All files under these paths, by key; folders are walked to their ends. Names that begin with a
/// dot are left out, and so is the archive itself, should it lie there.
pub fn walk(paths: &[PathBuf], archive: &Path) -> Walked {
    let mut roots = Vec::new();
    let mut found: BTreeMap<String, FoundFile> = BTreeMap::new();
    let mut lost: BTreeMap<String, LostFile> = BTreeMap::new();
    let archive = fs::canonicalize(archive).ok();
    for root in paths {
        let real = match fs::canonicalize(root) {
            Ok(real) => real,
            Err(e) => {
                let key = root.to_string_lossy().into_owned();
                lost.insert(key.clone(), LostFile { path: root.clone(), key, message: trouble(&e) });
                continue;
            }
        };
        roots.push(real.clone());
        // A file is known by its folder's name and its own.
        let base = if real.is_dir() { real.parent() } else { real.parent().and_then(Path::parent) };
        let base = base.unwrap_or(Path::new("/")).to_owned();
        let key_of = |path: &Path| {
            let under = path.strip_prefix(&base).unwrap_or(path);
            under.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
        };
        let hidden = |e: &walkdir::DirEntry| e.depth() > 0 && e.file_name().to_string_lossy().starts_with('.');
        let entries = WalkDir::new(&real)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|e| !hidden(e) && archive.as_deref() != Some(e.path()));
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(e) => {
                    let path = e.path().unwrap_or(&real).to_owned();
                    let message = e.io_error().map_or_else(|| e.to_string(), trouble);
                    let key = key_of(&path);
                    lost.insert(key.clone(), LostFile { path, key, message });
                    continue;
                }
            };
            // A link is followed to a file, not into a folder, where it could go round in circles.
            let Ok(meta) = fs::metadata(entry.path()) else {
                let key = key_of(entry.path());
                let message = "a link that leads nowhere; remove it or restore its target".to_owned();
                lost.insert(key.clone(), LostFile { path: entry.path().to_owned(), key, message });
                continue;
            };
            if !meta.is_file() {
                continue;
            }
            let modified = meta.modified().ok().and_then(|m| m.duration_since(UNIX_EPOCH).ok());
            let modified = modified.and_then(|m| i64::try_from(m.as_nanos()).ok()).unwrap_or(0);
            let key = key_of(entry.path());
            let seen = Seen { bytes: meta.len(), modified };
            found.insert(key.clone(), FoundFile { path: entry.path().to_owned(), key, seen });
        }
    }
    Walked { found: found.into_values().collect(), lost: lost.into_values().collect(), roots }
}

/// What a file system error means and what to do about it.
pub(crate) fn trouble(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "it is not there; check the path".into(),
        std::io::ErrorKind::PermissionDenied => {
            "no right to read it; change its permissions or run as its owner".into()
        }
        _ => format!("{error}; check the disk and try again"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_hold_the_roots_name_and_nothing_of_the_machine() {
        let dir = std::env::temp_dir().join(format!("minutebook-walk-{}", std::process::id()));
        fs::create_dir_all(dir.join("town/sub")).expect("folder");
        fs::create_dir_all(dir.join("town/book")).expect("folder");
        for file in ["town/a.txt", "town/sub/b.txt", "town/.hidden", "town/book/archive.sqlite"] {
            fs::write(dir.join(file), "x").expect("file");
        }
        let keys = |paths: &[PathBuf]| {
            walk(paths, &dir.join("town/book")).found.into_iter().map(|f| f.key).collect::<Vec<_>>()
        };
        assert_eq!(keys(&[dir.join("town")]), ["town/a.txt", "town/sub/b.txt"]);
        assert_eq!(keys(&[dir.join("town/a.txt"), dir.join("town")]), ["town/a.txt", "town/sub/b.txt"]);
        let lost = walk(&[dir.join("none")], &dir).lost;
        assert_eq!(lost.len(), 1);
        fs::remove_dir_all(dir).expect("clean");
    }
}
