use std::collections::HashMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use types::SourceId;

use crate::error::Error;
use crate::ledger::Seen;

/// The files as they were found, by the hash of their bytes. May be written to by several processes.
#[derive(Clone, Debug)]
pub struct Originals {
    dir: PathBuf,
    /// Where the files are whose bytes are not kept.
    elsewhere: HashMap<SourceId, Vec<PathBuf>>,
}

impl Originals {
    /// The originals of the archive in this folder.
    pub fn of(archive: &Path) -> Self {
        Self { dir: archive.join("originals"), elsewhere: HashMap::new() }
    }

    /// The same, and files that are only referred to.
    pub(crate) fn with(self, elsewhere: HashMap<SourceId, Vec<PathBuf>>) -> Self {
        Self { elsewhere, ..self }
    }

    /// Where the original of this id lies, if it is kept.
    pub fn path(&self, id: SourceId) -> PathBuf {
        let name = id.to_string();
        self.dir.join(&name[..2]).join(name)
    }

    /// Keeps the bytes. Nobody ever sees a part of a file: it is written aside and moved into place.
    ///
    /// Where the file system can, the original shares the blocks of the file that the bytes were `read_from`. Never a
    /// hard link: whoever edits the file in its place would change the original too. If the file does not look any more
    /// as it did when it was read, its bytes are not trusted and these are written.
    ///
    /// # Errors
    /// Where the folder cannot be written to or is full.
    pub fn put(&self, id: SourceId, bytes: &[u8], read_from: Option<(&File, Seen)>) -> Result<(), Error> {
        let path = self.path(id);
        // One that is there may be spoilt.
        if fs::metadata(&path).is_ok_and(|m| m.len() == bytes.len() as u64) && fs::read(&path).is_ok_and(|b| b == bytes)
        {
            return Ok(());
        }
        let folder = path.parent().unwrap_or(&self.dir);
        fs::create_dir_all(folder).map_err(|e| Error::io(folder, e))?;
        let aside = path.with_extension(format!("part-{}", std::process::id()));
        let shared = read_from.is_some_and(|(file, before)| share(file, before, &aside));
        let written = if shared { Ok(()) } else { fs::write(&aside, bytes) }.and_then(|()| fs::rename(&aside, &path));
        written.map_err(|e| {
            // What is left of it is of no use; if it cannot be removed, nothing refers to it.
            let _ = fs::remove_file(&aside);
            Error::io(&path, e)
        })
    }

    /// The bytes of this id, from the original or from a file that is referred to.
    ///
    /// # Errors
    /// Where they are not there, cannot be read, or are not those of the id any more.
    pub fn get(&self, id: SourceId) -> Result<Vec<u8>, Error> {
        let kept = self.path(id);
        let from = |path: &Path| fs::read(path).map(|bytes| (SourceId::of(&bytes) == id).then_some(bytes));
        let fault = match from(&kept) {
            Ok(Some(bytes)) => return Ok(bytes),
            Ok(None) => Error::Spoilt(kept),
            Err(e) => Error::io(&kept, e),
        };
        let mut referred = None;
        for path in self.elsewhere.get(&id).into_iter().flatten() {
            match from(path) {
                Ok(Some(bytes)) => return Ok(bytes),
                Ok(None) => referred = Some(Error::Overwritten(path.clone())),
                Err(source) => referred = Some(Error::Unreferred { path: path.clone(), source }),
            }
        }
        Err(referred.unwrap_or(fault))
    }

    /// Keeps these bytes in place of an original that is spoilt.
    ///
    /// # Errors
    /// As [`Originals::put`].
    pub fn mend(&self, id: SourceId, bytes: &[u8]) -> Result<(), Error> {
        let path = self.path(id);
        match fs::remove_file(&path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(Error::io(&path, e)),
            _ => self.put(id, bytes, None),
        }
    }

    /// Removes what killed writers left behind. Call it only while nobody else writes.
    pub(crate) fn sweep(&self) -> io::Result<()> {
        let folders = match fs::read_dir(&self.dir) {
            Ok(folders) => folders,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(e) => return Err(e),
        };
        for folder in folders {
            let folder = folder?;
            // Others leave files of their own in any folder.
            if !folder.file_type()?.is_dir() {
                continue;
            }
            for file in fs::read_dir(folder.path())? {
                let path = file?.path();
                if path.extension().is_some_and(|e| e.to_string_lossy().starts_with("part-")) {
                    fs::remove_file(path)?;
                }
            }
        }
        Ok(())
    }
}

/// Makes a file that shares the blocks of another one; tells whether it could, and the other stayed what it was.
fn share(file: &File, before: Seen, aside: &Path) -> bool {
    let shared = File::create(aside).is_ok_and(|copy| rustix::fs::ioctl_ficlone(&copy, file).is_ok());
    shared && file.metadata().is_ok_and(|now| Seen::of(&now) == before)
}
