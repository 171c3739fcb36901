//! The nouns of the archive: works, what was seen of them, and what became of reading them.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use types::{Failure, FailureReason, Meeting, Passage, SourceId};

/// A document that the archive knows, by where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// Its id: the same on every machine.
    pub id: String,
    /// The path under the ingested root, the root's own name included.
    pub key: String,
}

/// A work as the archive has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its id and key.
    pub work: Work,
    /// Where it was when it was last seen.
    pub origin: PathBuf,
    /// It was not there any more.
    pub gone: bool,
    /// Its bytes, if its records are stored.
    pub source: Option<SourceId>,
    /// Its size in bytes.
    pub bytes: u64,
    /// When it was changed, in nanoseconds since 1970.
    pub modified: i64,
    /// Why it could not be read; nothing, if it could.
    pub failure: Option<Failure>,
    /// The version of the reader that read it last.
    pub reader: String,
    /// In how many runs, one after another, it failed for that reason.
    pub tries: u32,
}

/// Runs in which a file is read again that failed for a reason that may pass.
const TRIES: u32 = 3;

impl Known {
    /// What is known of a file that looks like this.
    pub fn look(&self, seen: Seen, reader: &str) -> Found {
        let same = self.bytes == seen.bytes && self.reader == reader;
        match &self.failure {
            None if same && self.source.is_some() && self.modified == seen.modified => Found::Unchanged,
            None if same && self.source.is_some() => Found::Touched,
            // That a file could not be opened is no property of its bytes: it is tried each time. That its reader was
            // killed or too slow may not be: it is tried some times.
            Some(failure)
                if same
                    && self.modified == seen.modified
                    && failure.reason != FailureReason::Unreadable
                    && !(failure.reason.may_pass() && self.tries < TRIES) =>
            {
                Found::Failed
            }
            _ => Found::New,
        }
    }
}

/// A version of a work.
#[derive(Clone, Debug)]
pub struct Version {
    /// 1 for the first.
    pub sequence: i64,
    /// The hash of its bytes.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// When it was first seen, in seconds since 1970; nothing, if a version that kept no times saw it.
    pub seen: Option<i64>,
    /// Its records; none where it could not be read, or was seen by a version that did not keep them.
    pub meetings: Vec<Meeting>,
}

/// How a file looked when it was found: what tells a change without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its size.
    pub bytes: u64,
    /// When it was changed, in nanoseconds since 1970.
    pub modified: i64,
}

impl Seen {
    /// As the file system tells.
    pub fn of(meta: &Metadata) -> Self {
        let modified = meta.modified().ok().and_then(|m| m.duration_since(UNIX_EPOCH).ok());
        let modified = modified.and_then(|m| i64::try_from(m.as_nanos()).ok()).unwrap_or(0);
        Self { bytes: meta.len(), modified }
    }
}

/// Where, when and by whom a file was read.
#[derive(Clone, Copy, Debug)]
pub struct Sighting<'a> {
    /// Where it was.
    pub origin: &'a Path,
    /// How it looked.
    pub seen: Seen,
    /// The version of the reader.
    pub reader: &'a str,
    /// The time, in seconds since 1970.
    pub at: i64,
    /// Its original is kept in the archive, not only its path and hash.
    pub kept: bool,
}

/// What the archive knew of a file before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// It was never seen, or it changed, or another reader read it.
    New,
    /// It is as it was, and its records are stored.
    Unchanged,
    /// Its size is what it was and its time is not: only its bytes can tell whether it changed.
    Touched,
    /// It is as it was, and it could not be read then either.
    Failed,
}

/// What became of reading a file.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Its meetings.
    Read {
        /// The hash of its bytes.
        source: SourceId,
        /// Size, when read.
        bytes: u64,
        /// The records.
        meetings: Vec<Meeting>,
        /// All of its text.
        passages: Vec<Passage>,
    },
    /// Why there are none.
    Failed(Failure),
}

/// What became of storing an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// The first records of a work.
    New,
    /// The records of a new version.
    Changed,
    /// A new version from which is read what was read from the last one: no news.
    SameReading,
    /// The bytes are those that were stored already, and the records too.
    Same,
    /// The bytes are those that were stored already; the reader reads other records from them.
    ReadAgain,
    /// The failure was written.
    Failed,
    /// It failed before, for the same reason.
    FailedAgain,
}

/// A run of `ingest` in numbers. *discovered = stored + unchanged + failed, if it was not interrupted.*
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// Files found.
    pub discovered: u64,
    /// Read and stored.
    pub stored: u64,
    /// As they were.
    pub unchanged: u64,
    /// Not read, each with its reason in the ledger.
    pub failed: u64,
    /// When it began, in seconds since 1970.
    pub began: i64,
    /// It came to its end.
    pub finished: bool,
}

impl Run {
    /// Every file that was found is accounted for.
    pub fn balances(&self) -> bool {
        self.discovered == self.stored + self.unchanged + self.failed
    }
}

/// The ledger in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// Files known.
    pub discovered: u64,
    /// Files whose newest version has records.
    pub stored: u64,
    /// Files whose newest version could not be read, by reason.
    pub failed: BTreeMap<FailureReason, u64>,
    /// Records.
    pub records: u64,
    /// Files that the ledger calls stored but that have no record; none, unless the archive is damaged.
    pub without_records: u64,
    /// Files without a line in the ledger; none, unless the archive is damaged.
    pub without_entry: u64,
    /// Files that were not there any more when their folder was last walked; their records are kept.
    pub gone: u64,
    /// Originals that the ledger names and that are not there.
    pub without_original: u64,
    /// The last run that changed something.
    pub last_run: Option<Run>,
}

impl Balance {
    /// Whether every file found is stored or failed with a reason, and all that is stored is there.
    pub fn balances(&self) -> bool {
        self.discovered == self.stored + self.failed.values().sum::<u64>()
            && self.without_records == 0
            && self.without_entry == 0
            && self.without_original == 0
            && self.last_run.is_none_or(|r| !r.finished || r.balances())
    }
}

/// A line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The path under the ingested root.
    pub key: String,
    /// The reason, for a failure.
    pub reason: Option<FailureReason>,
    /// The sentence, for a failure.
    pub message: Option<String>,
}

/// What the archive takes of the disk, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Space {
    /// The database with its journal.
    pub database: u64,
    /// The originals.
    pub originals: u64,
    /// The full-text index.
    pub index: u64,
}
