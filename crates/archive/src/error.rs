use std::io;
use std::path::{Path, PathBuf};

/// What can go wrong with the archive itself, never with a document.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no archive at the path.
    #[error("no archive at `{0}`; make one with `minutebook ingest --archive {0} PATH`")]
    Missing(PathBuf),
    /// Somebody else writes.
    #[error("another minutebook is writing to `{0}`; wait until it has ended, then run again")]
    Busy(PathBuf),
    /// No room is left.
    #[error("the disk that holds `{0}` is full; free some space and run again, nothing stored is lost")]
    Full(PathBuf),
    /// It was made by a newer minutebook.
    #[error("`{path}` has format {found}, this minutebook knows up to {known}; use a newer one")]
    Newer {
        /// The archive's folder.
        path: PathBuf,
        /// The format found.
        found: i64,
        /// The newest format known.
        known: i64,
    },
    /// It was made by an older minutebook and has to be brought up to date by somebody who may write.
    #[error(
        "`{path}` has format {found} of an older minutebook, this one needs {wanted}; run `minutebook ingest` on it once"
    )]
    Older {
        /// The archive's folder.
        path: PathBuf,
        /// The format found.
        found: i64,
        /// The format needed.
        wanted: i64,
    },
    /// It may not be written to, and its last writer was killed.
    #[error(
        "`{0}` may not be written to, and its last ingest was cut off; make it writable and run `minutebook status` on it once"
    )]
    Unmerged(PathBuf),
    /// The folder was deleted or moved away while it was written to.
    #[error(
        "`{0}` or its file `writing` was deleted or moved while it was written to; put it back, or run the ingest again"
    )]
    Vanished(PathBuf),
    /// An original is not what it was.
    #[error("the bytes of `{0}` have changed; delete it and ingest its file again with --reread")]
    Spoilt(PathBuf),
    /// A file that is only referred to is not what it was.
    #[error("`{0}` has changed since it was read, and only its path and hash were kept; run the ingest again")]
    Overwritten(PathBuf),
    /// A file that is only referred to is not there.
    #[error("`{path}`: {source}; only its path and hash were kept, restore it or run the ingest again")]
    Unreferred {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file operation failed.
    #[error("`{path}`: {source}; check that the folder exists and that you may write to it")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The database failed.
    #[error("the database of `{path}`: {source}; `minutebook check` tells what of it is whole")]
    Database {
        /// The archive's folder.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// A stored record cannot be read back.
    #[error("record `{id}` cannot be read back ({source}); ingest its file again with --reread")]
    Record {
        /// The record.
        id: String,
        /// Why.
        source: serde_json::Error,
    },
}

impl Error {
    pub(crate) fn io(path: &Path, source: io::Error) -> Self {
        if source.kind() == io::ErrorKind::StorageFull {
            Self::Full(path.to_owned())
        } else {
            Self::Io { path: path.to_owned(), source }
        }
    }

    pub(crate) fn database(path: &Path, source: rusqlite::Error) -> Self {
        match source.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full(path.to_owned()),
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
                Self::Busy(path.to_owned())
            }
            _ => Self::Database { path: path.to_owned(), source },
        }
    }
}
