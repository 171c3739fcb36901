//! Files and folders that were moved: a work is known again by its bytes, or by its folder.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use archive::{Absent, Archive, FoundFile, Known, Survey};
use types::SourceId;

use crate::error::Error;

/// Which works were moved, and what is known of the folders that they were in.
pub(crate) struct Moves<'a> {
    archive: &'a Archive,
    /// Folders that were moved whole, and where to; and pairs that were not.
    roots: HashMap<(PathBuf, PathBuf), bool>,
}

/// A work that is found again at another place.
pub(crate) struct FoundAgain {
    pub(crate) known: Known,
    /// Its key before, if it has another one now.
    pub(crate) from: Option<String>,
    /// It was gone.
    pub(crate) is_back: bool,
}

impl<'a> Moves<'a> {
    pub(crate) fn new(archive: &'a Archive) -> Self {
        Self { archive, roots: HashMap::new() }
    }

    /// The work that was moved to where this new file is.
    pub(crate) fn found_again(&mut self, survey: &Survey<'_>, file: &FoundFile) -> Result<Option<FoundAgain>, Error> {
        // All of its folder may have been moved: then it is known by its key, though it changed on the way.
        for known in survey.absent_with_key(&file.key)? {
            if !self.is_moved(survey, root_of(&known.origin, &file.key), root_of(&file.path, &file.key))? {
                continue;
            }
            survey.forget_absence(&known.work)?;
            self.archive.place(&known.work, &file.path)?;
            let is_back = known.gone;
            if is_back {
                self.archive.set_gone(&known.work, false)?;
            }
            return Ok(Some(FoundAgain { known, from: None, is_back }));
        }
        if !survey.any_absent_of_size(file.seen.bytes)? {
            return Ok(None);
        }
        let Some(source) = hash_file(&file.path) else { return Ok(None) };
        let mut moved = None;
        for Absent { known, in_sight } in survey.absent_with_bytes(file.seen.bytes, source)? {
            if !is_absent(&known.origin) {
                continue;
            }
            // What is out of sight may be on a disk that is not there: only a folder that was renamed whole is
            // followed.
            if in_sight || known.gone || self.is_renamed(survey, &known, file)? {
                moved = Some(known);
                break;
            }
        }
        let Some(mut known) = moved else { return Ok(None) };
        survey.forget_absence(&known.work)?;
        let key = self.archive.free_key(&file.key, &file.path, Some(&known.work.id))?.key;
        let from = std::mem::replace(&mut known.work.key, key);
        self.archive.move_to(&known.work, &file.path)?;
        Ok(Some(FoundAgain { known, from: Some(from), is_back: false }))
    }

    /// Whether all of a folder was moved: it is not there any more, and a file of it, the same to the byte, is found at
    /// its place in the other. That another folder has a file of the same name is not enough: it may be another
    /// council's.
    fn is_moved(&mut self, survey: &Survey<'_>, from: Option<PathBuf>, to: Option<PathBuf>) -> Result<bool, Error> {
        /// Files of the same name and size that are compared.
        const TRIED: usize = 16;
        let (Some(from), Some(to)) = (from, to) else { return Ok(false) };
        if let Some(moved) = self.roots.get(&(from.clone(), to.clone())) {
            return Ok(*moved);
        }
        let (mut moved, mut tried) = (false, 0);
        if is_bare(&from) && !self.archive.has_under(&to)? {
            survey.each_absent_namesake(|known, path| {
                let key = known.work.key.as_str();
                if root_of(&known.origin, key).as_ref() == Some(&from) && root_of(path, key).as_ref() == Some(&to) {
                    tried += 1;
                    moved = hash_file(path) == known.source;
                }
                !moved && tried < TRIED
            })?;
        }
        self.note_moved_root(survey, from, to, moved)
    }

    /// Whether the folder that a missing work was in stands under another name now: nothing is left of the old one, the
    /// new one was never seen, and this file, the same to the byte, is at the work's place in it.
    fn is_renamed(&mut self, survey: &Survey<'_>, known: &Known, file: &FoundFile) -> Result<bool, Error> {
        let roots = (root_of(&known.origin, &known.work.key), root_of(&file.path, &file.key));
        let (Some(from), Some(to)) = roots else { return Ok(false) };
        if known.origin.strip_prefix(&from).ok() != file.path.strip_prefix(&to).ok() {
            return Ok(false);
        }
        // That no namesake was found to prove it says nothing: this file is the proof.
        if self.roots.get(&(from.clone(), to.clone())) == Some(&true) {
            return Ok(true);
        }
        let moved = is_bare(&from) && !self.archive.has_under(&to)?;
        self.note_moved_root(survey, from, to, moved)
    }

    /// What was in a folder that was moved, and is not found in the new one, is gone.
    fn note_moved_root(&mut self, survey: &Survey<'_>, from: PathBuf, to: PathBuf, moved: bool) -> Result<bool, Error> {
        if moved {
            survey.note_in_sight(&from)?;
        }
        self.roots.insert((from, to), moved);
        Ok(moved)
    }
}

/// The folder that a key begins with, of a file at this place.
fn root_of(path: &Path, key: &str) -> Option<PathBuf> {
    path.ancestors().nth(key.matches('/').count()).map(Path::to_owned)
}

/// Nothing is at the place, or an empty folder.
fn is_bare(path: &Path) -> bool {
    is_absent(path) || std::fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none())
}

/// Nothing is at the place, as far as can be seen.
fn is_absent(path: &Path) -> bool {
    path.try_exists().is_ok_and(|there| !there)
}

/// The hash of a file's bytes; nothing if it cannot be read, which reading it will tell.
pub(crate) fn hash_file(path: &Path) -> Option<SourceId> {
    std::fs::read(path).ok().map(|bytes| SourceId::of(&bytes))
}
