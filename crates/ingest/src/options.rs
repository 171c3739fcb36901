//! How to ingest.

use std::path::PathBuf;
use std::time::Duration;

use pages::Limits;

use crate::walk::NamedSource;

/// What is read although it is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reread {
    /// Nothing.
    Nothing,
    /// The files that are found.
    Found,
    /// All that the archive holds, from the originals that it keeps, and the files that could not be read.
    Everything,
}

/// How to ingest.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the files are.
    pub sources: Vec<NamedSource>,
    /// The program that works when it is called with `worker`: this one.
    pub program: PathBuf,
    /// How many workers.
    pub jobs: usize,
    /// How long one file may take.
    pub deadline: Duration,
    /// Address space of a worker, in MiB.
    pub memory: u64,
    /// What is read although it is as it was.
    pub reread: Reread,
    /// Compare the bytes of files that look unchanged, too.
    pub checksum: bool,
    /// Keep no originals, only their paths and hashes.
    pub reference: bool,
    /// Files that are none of the sources', though they lie among them.
    pub skip: Vec<PathBuf>,
    /// How much of one file is read.
    pub limits: Limits,
    /// The time, in seconds since 1970.
    pub now: i64,
}
