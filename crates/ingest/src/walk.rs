//! Which files there are.

use std::fs;
use std::path::{Component, Path, PathBuf};

use archive::{FoundFile, Seen, UnreadableFile};
use globset::{GlobBuilder, GlobMatcher};
use walkdir::WalkDir;

/// Where files are looked for: a file, a folder with all that is in it, or what in a folder fits a pattern.
#[derive(Clone, Debug)]
pub struct Root {
    path: PathBuf,
    pattern: Option<Pattern>,
}

/// Fits paths under a folder; what fits and is a folder counts with all that is in it, as a shell's pattern does.
#[derive(Clone, Debug)]
struct Pattern {
    whole: GlobMatcher,
    /// Its beginnings, one part of the path longer each, up to the first `**`.
    beginnings: Vec<GlobMatcher>,
    /// It has a `**`: below its beginnings anything may fit.
    deep: bool,
}

impl Pattern {
    fn new(parts: &[String]) -> Result<Self, globset::Error> {
        let glob = |text: &str| Ok(GlobBuilder::new(text).literal_separator(true).build()?.compile_matcher());
        let fixed = parts.iter().take_while(|p| !p.contains("**")).count();
        let beginnings = (1..=fixed).map(|n| glob(&parts[..n].join("/"))).collect::<Result<_, globset::Error>>()?;
        Ok(Self { whole: glob(&parts.join("/"))?, beginnings, deep: fixed < parts.len() })
    }

    fn fits(&self, under: &Path) -> bool {
        under.ancestors().any(|a| !a.as_os_str().is_empty() && self.whole.is_match(a))
    }

    /// Whether something in this folder may fit.
    fn may_hold(&self, under: &Path) -> bool {
        let depth = under.components().count();
        let begins = depth == 0
            || self.beginnings.get(depth - 1).map_or(self.deep, |b| b.is_match(under))
                && (self.deep || depth < self.beginnings.len());
        begins || self.fits(under)
    }
}

impl Root {
    /// A file or folder.
    pub fn path(path: PathBuf) -> Self {
        Self { path, pattern: None }
    }

    /// A path in which `*`, `?`, `[a-z]`, `{a,b}` and `**` may stand. It is taken from this folder on, if it is
    /// relative.
    ///
    /// # Errors
    /// What is wrong with the pattern.
    pub fn pattern(text: &str, base: &Path) -> Result<Self, String> {
        let special = |c: &Component<'_>| c.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']);
        let given = Path::new(text);
        let fixed: PathBuf = given.components().take_while(|c| !special(c)).collect();
        let rest = given.components().skip_while(|c| !special(c));
        let parts: Vec<String> = rest.map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
        let path = base.join(fixed);
        if parts.is_empty() {
            return Ok(Self::path(path));
        }
        let pattern = Pattern::new(&parts).map_err(|e| format!("the pattern `{text}`: {}", e.kind()))?;
        Ok(Self { path, pattern: Some(pattern) })
    }
}

/// Files under one name.
#[derive(Clone, Debug)]
pub struct NamedSource {
    /// The name, in reports.
    pub name: String,
    /// Where its files are.
    pub roots: Vec<Root>,
}

/// A part of the file system that a walk has seen: a file of it that was not found is not there.
#[derive(Clone, Debug)]
pub struct Scope {
    root: PathBuf,
    pattern: Option<Pattern>,
}

impl Scope {
    /// Whether a file at this place would have been found.
    pub fn covers(&self, path: &Path) -> bool {
        path.strip_prefix(&self.root).is_ok_and(|under| self.pattern.as_ref().is_none_or(|p| p.fits(under)))
    }
}

/// What a walk comes upon.
#[derive(Clone, Debug)]
pub enum Met {
    /// A file.
    File(FoundFile),
    /// What cannot be looked at.
    Unreadable(UnreadableFile),
    /// A root that is not there or empty, or a pattern that nothing fits.
    Nothing(UnreadableFile),
}

/// Shows all files of these sources; folders are walked to their ends. Names that begin with a dot are left out, and so
/// is what is to be skipped, the archive above all, should it lie there. Gives what it has seen.
///
/// # Errors
/// What `meet` says.
pub fn walk<E>(
    sources: &[NamedSource],
    skip: &[&Path],
    mut meet: impl FnMut(Met) -> Result<(), E>,
) -> Result<Vec<Scope>, E> {
    let mut scopes = Vec::new();
    let skip: Vec<PathBuf> = skip.iter().filter_map(|path| whole(path)).collect();
    let roots = (0..).zip(sources).flat_map(|(n, s)| s.roots.iter().map(move |r| (n, r)));
    for (source, root) in roots {
        let real = match fs::canonicalize(&root.path) {
            Ok(real) => real,
            Err(e) => {
                let key = root.path.to_string_lossy().into_owned();
                let message = trouble(&e);
                meet(Met::Nothing(UnreadableFile { path: root.path.clone(), key, source, message, shut: None }))?;
                continue;
            }
        };
        // A file is known by its folder's name and its own.
        let base = if real.is_dir() { real.parent() } else { real.parent().and_then(Path::parent) };
        let base = base.unwrap_or(Path::new("/")).to_owned();
        let key_of = |path: &Path| {
            let under = path.strip_prefix(&base).unwrap_or(path);
            under.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
        };
        let under = |path: &Path| path.strip_prefix(&real).unwrap_or(path).to_owned();
        let hidden = |e: &walkdir::DirEntry| e.depth() > 0 && e.file_name().to_string_lossy().starts_with('.');
        let may_hold = |e: &walkdir::DirEntry| {
            root.pattern.as_ref().is_none_or(|p| !e.file_type().is_dir() || p.may_hold(&under(e.path())))
        };
        let entries = WalkDir::new(&real)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|e| !hidden(e) && may_hold(e) && !skip.iter().any(|s| s == e.path()));
        let mut fitting = 0;
        for entry in entries {
            let lost = |path: &Path, message: String, shut: Option<&Path>| {
                let (path, shut) = (path.to_owned(), shut.map(Path::to_owned));
                Met::Unreadable(UnreadableFile { key: key_of(&path), path, source, message, shut })
            };
            let entry = match entry {
                Ok(entry) => entry,
                Err(e) => {
                    let message = e.io_error().map_or_else(|| e.to_string(), trouble);
                    let path = e.path().unwrap_or(&real);
                    meet(lost(path, message, Some(path)))?;
                    continue;
                }
            };
            let path = entry.path();
            if root.pattern.as_ref().is_some_and(|p| !p.fits(&under(path))) {
                continue;
            }
            // A link is followed to a file, not into a folder, where it could go round in circles.
            let meta = match fs::metadata(path) {
                Ok(meta) => meta,
                Err(e) if entry.path_is_symlink() && e.kind() == std::io::ErrorKind::NotFound => {
                    meet(lost(path, "a link that leads nowhere; remove it or restore its target".to_owned(), None))?;
                    continue;
                }
                // Its folder may be listed and not looked into: then this is true of all that is in it.
                Err(e) => {
                    meet(lost(path, trouble(&e), path.parent()))?;
                    continue;
                }
            };
            if meta.is_file() {
                fitting += 1;
                let path = path.to_owned();
                meet(Met::File(FoundFile { key: key_of(&path), path, source, seen: Seen::of(&meta) }))?;
            }
        }
        // As if it were not there, nothing is taken away: an empty folder may be where a disk is to be.
        if fitting == 0 {
            let (path, message) = match &root.pattern {
                Some(pattern) => {
                    let path = root.path.join(pattern.whole.glob().glob());
                    (path, "no file fits the pattern; check it, and that its disk is there")
                }
                None => (root.path.clone(), "no file is in the folder; check that its disk is there"),
            };
            let key = path.to_string_lossy().into_owned();
            meet(Met::Nothing(UnreadableFile { path, key, source, message: message.to_owned(), shut: None }))?;
            continue;
        }
        scopes.push(Scope { root: real, pattern: root.pattern.clone() });
    }
    Ok(scopes)
}

/// The whole path of a file that may not be there yet.
fn whole(path: &Path) -> Option<PathBuf> {
    let real = |path: &Path| fs::canonicalize(path).ok();
    real(path).or_else(|| {
        let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Some(real(parent)?.join(path.file_name()?))
    })
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

    struct Town(PathBuf);

    impl Town {
        fn new(name: &str) -> Self {
            let dir = std::env::temp_dir().join(format!("minutebook-walk-{name}-{}", std::process::id()));
            let _ = fs::remove_dir_all(&dir);
            for folder in ["town/sub", "town/book", "town/2024/minutes", "town/2025/minutes"] {
                fs::create_dir_all(dir.join(folder)).expect("folder");
            }
            for file in [
                "town/a.txt",
                "town/sub/b.txt",
                "town/.hidden",
                "town/book/archive.sqlite",
                "town/2024/minutes/c.pdf",
                "town/2025/minutes/d.pdf",
                "town/2025/agenda.pdf",
            ] {
                fs::write(dir.join(file), "x").expect("file");
            }
            Self(dir)
        }

        fn walk(&self, roots: Vec<Root>) -> (Vec<String>, Vec<String>, Vec<Scope>) {
            let (mut found, mut lost) = (Vec::new(), Vec::new());
            let sources = [NamedSource { name: "town".into(), roots }];
            let scopes = walk::<()>(&sources, &[&self.0.join("town/book")], |met| {
                match met {
                    Met::File(file) => found.push(file.key),
                    Met::Unreadable(file) | Met::Nothing(file) => lost.push(file.message),
                }
                Ok(())
            });
            (found, lost, scopes.expect("a walk"))
        }
    }

    impl Drop for Town {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn keys_hold_the_roots_name_and_nothing_of_the_machine() {
        let town = Town::new("keys");
        let all = [
            "town/2024/minutes/c.pdf",
            "town/2025/agenda.pdf",
            "town/2025/minutes/d.pdf",
            "town/a.txt",
            "town/sub/b.txt",
        ];
        assert_eq!(town.walk(vec![Root::path(town.0.join("town"))]).0, all);
        assert_eq!(town.walk(vec![Root::path(town.0.join("town/a.txt"))]).0, ["town/a.txt"]);
        let (_, lost, scopes) = town.walk(vec![Root::path(town.0.join("none"))]);
        assert_eq!((lost.len(), scopes.len()), (1, 0));
    }

    #[test]
    fn only_folders_that_may_hold_what_fits_are_walked() {
        let of = |text: &str| Pattern::new(&text.split('/').map(str::to_owned).collect::<Vec<_>>()).expect("a pattern");
        let may = |text: &str, folder: &str| of(text).may_hold(Path::new(folder));
        assert!(may("*.txt", "") && !may("*.txt", "lost+found") && may("*", "a/b"));
        assert!(may("20*/minutes/*.pdf", "2024") && may("20*/minutes/*.pdf", "2024/minutes"));
        assert!(!may("20*/minutes/*.pdf", "2024/agendas") && !may("20*/minutes/*.pdf", "2024/minutes/old"));
        assert!(may("20*/**/*.pdf", "2024/a/b") && !may("20*/**/*.pdf", "a"));
        assert!(may("20*/minutes", "2024/minutes/old"));
    }

    #[test]
    fn a_pattern_takes_what_fits_and_folders_whole() {
        let town = Town::new("patterns");
        let of = |text: &str| town.walk(vec![Root::pattern(text, &town.0).expect("a pattern")]);
        assert_eq!(of("town/*/minutes").0, ["town/2024/minutes/c.pdf", "town/2025/minutes/d.pdf"]);
        assert_eq!(of("town/**/*.pdf").0.len(), 3);
        assert_eq!(of("town/202[4-5]/{agenda,other}.pdf").0, ["town/2025/agenda.pdf"]);
        assert_eq!(of("town/a.txt").0, ["town/a.txt"]);
        let (found, lost, scopes) = of("town/*.docx");
        assert_eq!((found.len(), lost.len(), scopes.len()), (0, 1, 0));
        let (_, _, scopes) = of("town/*/minutes");
        let covers = |path: &str| scopes.iter().any(|s| s.covers(&fs::canonicalize(&town.0).expect("it").join(path)));
        assert!(covers("town/2023/minutes/gone.pdf") && !covers("town/2023/agenda.pdf") && !covers("other/x"));
        assert!(Root::pattern("town/[", &town.0).is_err());
        // Signs in the folder that a pattern is taken from are its name.
        fs::create_dir_all(town.0.join("council [2024]")).expect("folder");
        fs::write(town.0.join("council [2024]/e.txt"), "x").expect("file");
        let roots = vec![Root::pattern("*.txt", &town.0.join("council [2024]")).expect("a pattern")];
        assert_eq!(town.walk(roots).0, ["council [2024]/e.txt"]);
    }
}
