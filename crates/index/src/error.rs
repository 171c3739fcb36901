use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenReadError};

use crate::pieces::Mistake;

/// What can go wrong with the index.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The engine failed on what is in the folder: it is rotten, or of another version of the engine.
    #[error("the index in `{path}`: {source}; run `minutebook reindex`, it builds the index anew from the records")]
    Engine {
        /// The index's folder.
        path: PathBuf,
        /// What the engine said.
        source: Box<TantivyError>,
    },
    /// Somebody else writes.
    #[error("another minutebook is writing to the index in `{0}`; wait until it has ended")]
    Busy(PathBuf),
    /// The system failed, and the index is as it was: a full disk, too many open files, no permission.
    #[error("the index in `{path}`: {source}; the index is kept as it is, mend that and run again")]
    Io {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The query is not of the language. Nothing was searched.
    #[error(transparent)]
    Query(Mistake),
}

/// What the engine's error is for us: somebody else writes, the system fails, or the folder's content is rotten.
pub(crate) fn engine_error(dir: &Path, source: TantivyError) -> Error {
    use tantivy::directory::error::{OpenDirectoryError, OpenWriteError};
    let of_system = match &source {
        TantivyError::LockFailure(LockError::LockBusy, _) => return Error::Busy(dir.to_owned()),
        // No thread could be started.
        TantivyError::SystemError(said) => {
            return Error::Io {
                path: dir.to_owned(),
                source: std::io::Error::new(ErrorKind::OutOfMemory, said.clone()),
            };
        }
        TantivyError::LockFailure(LockError::IoError(e), _)
        | TantivyError::IoError(e)
        | TantivyError::OpenReadError(OpenReadError::IoError { io_error: e, .. })
        | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error: e, .. })
        | TantivyError::OpenDirectoryError(
            OpenDirectoryError::IoError { io_error: e, .. } | OpenDirectoryError::FailedToCreateTempDir(e),
        ) => Some(e),
        _ => None,
    };
    // A file that ends too early, or says what it cannot, is rot; the engine has no other error for it.
    match of_system
        .filter(|e| !matches!(e.kind(), ErrorKind::UnexpectedEof | ErrorKind::InvalidData | ErrorKind::Other))
    {
        Some(e) => {
            let source = e
                .raw_os_error()
                .map_or_else(|| std::io::Error::new(e.kind(), e.to_string()), std::io::Error::from_raw_os_error);
            Error::Io { path: dir.to_owned(), source }
        }
        None => Error::Engine { path: dir.to_owned(), source: Box::new(source) },
    }
}
