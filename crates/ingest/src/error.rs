//! What stops an ingest.

/// What stops an ingest.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The archive failed.
    #[error(transparent)]
    Archive(#[from] archive::Error),
    /// The index failed.
    #[error(transparent)]
    Index(#[from] index::Error),
    /// A worker could not keep an original, or could not be started.
    #[error("{0}")]
    Worker(String),
    /// The threads could not be started.
    #[error("cannot start {0} threads; use --jobs with a smaller number")]
    Threads(usize),
}
