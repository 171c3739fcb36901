use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use types::SourceId;

use crate::Error;

/// The files as they were found, by the hash of their bytes. May be written to by several processes.
#[derive(Clone, Debug)]
pub struct Originals {
    dir: PathBuf,
}

impl Originals {
    /// The originals of the archive in this folder.
    pub fn of(archive: &Path) -> Self {
        Self { dir: archive.join("originals") }
    }

    /// Where the original of this id lies.
    pub fn path(&self, id: SourceId) -> PathBuf {
        let name = id.to_string();
        self.dir.join(&name[..2]).join(name)
    }

    /// Keeps the bytes. Nobody ever sees a part of a file: it is written aside and moved into place.
    ///
    /// # Errors
    /// Where the folder cannot be written to or is full.
    pub fn put(&self, id: SourceId, bytes: &[u8]) -> Result<(), Error> {
        let path = self.path(id);
        if fs::metadata(&path).is_ok_and(|m| m.len() == bytes.len() as u64) {
            return Ok(());
        }
        let folder = path.parent().unwrap_or(&self.dir);
        fs::create_dir_all(folder).map_err(|e| Error::io(folder, e))?;
        let aside = path.with_extension(format!("part-{}", std::process::id()));
        let written = fs::write(&aside, bytes).and_then(|()| fs::rename(&aside, &path));
        written.map_err(|e| {
            // What is left of it is of no use; if it cannot be removed, nothing refers to it.
            let _ = fs::remove_file(&aside);
            Error::io(&path, e)
        })
    }

    /// The bytes of an original.
    ///
    /// # Errors
    /// Where it is not there or cannot be read.
    pub fn get(&self, id: SourceId) -> Result<Vec<u8>, Error> {
        let path = self.path(id);
        fs::read(&path).map_err(|e| Error::io(&path, e))
    }

    /// Removes what killed writers left behind. Call it only while nobody else writes.
    pub(crate) fn sweep(&self) -> io::Result<()> {
        let folders = match fs::read_dir(&self.dir) {
            Ok(folders) => folders,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(e) => return Err(e),
        };
        for folder in folders {
            for file in fs::read_dir(folder?.path())? {
                let path = file?.path();
                if path.extension().is_some_and(|e| e.to_string_lossy().starts_with("part-")) {
                    fs::remove_file(path)?;
                }
            }
        }
        Ok(())
    }
}
