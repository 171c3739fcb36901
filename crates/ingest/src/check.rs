//! Whether the archive is whole: its database, its originals, its index.

use std::panic::{AssertUnwindSafe, catch_unwind};

use archive::{Archive, Changed, Originals};
use rayon::prelude::*;
use types::{Meeting, SourceId};

use crate::error::Error;
use crate::indexing::standing_index;

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Records looked at.
    pub records: u64,
    /// Originals whose bytes were read and hashed.
    pub originals: u64,
    /// Things that the index holds.
    pub indexed: u64,
    /// Each fault, with the remedy.
    pub faults: Vec<String>,
    /// What is no fault and a reader should know: the index is behind.
    pub notes: Vec<String>,
}

/// Checks the database, the records, the ledger, the hashes of all originals, and the index: its checksums, and what
/// it holds against the records. Nothing is written: an index that is only behind, as a kill leaves it, is a note.
/// `done` is called after each original.
pub fn check(archive: &Archive, done: impl Fn() + Sync) -> Checked {
    // One fault does not hide the others: what cannot be looked at is a fault, and the rest is looked at.
    let mut faults = Vec::new();
    for fault in attempt(archive.integrity(), &mut faults) {
        faults.push(format!(
            "{fault}; restore the archive's folder from a copy, or ingest the files again into a new one"
        ));
    }
    let (mut wanted, mut records) = (0, 0);
    let each = archive.changed_since::<archive::Error>(0, |Changed { meetings, passages, .. }| {
        let meetings: Vec<Meeting> = meetings.into_iter().map(|(meeting, _)| meeting).collect();
        records += meetings.len() as u64;
        wanted += index::things(&meetings, &passages);
        Ok(())
    });
    let all_seen = each.is_ok();
    let lost = attempt(each, &mut faults).0;
    let altered = attempt(archive.altered(), &mut faults).0;
    // One that cannot be read back is altered, too: once is enough.
    let is_new = |said: &String| !lost.iter().any(|l| l.split('`').nth(1) == said.split('`').nth(1));
    let altered: Vec<String> = altered.into_iter().filter(is_new).collect();
    faults.extend(lost);
    faults.extend(altered);
    if let Some(balance) = attempt(archive.balance().map(Some), &mut faults) {
        for (count, what) in [
            (balance.without_records, "files are stored without a record"),
            (balance.without_entry, "files are without a line in the ledger"),
        ] {
            if count > 0 {
                faults.push(format!("{count} {what}; ingest them again with --reread"));
            }
        }
    }
    let sources = attempt(archive.sources(), &mut faults);
    if let Some(kept) = attempt(archive.originals().map(Some), &mut faults) {
        let look = |id: &SourceId| {
            let fault = original(&kept, *id);
            done();
            fault
        };
        faults.extend(sources.par_iter().filter_map(look).collect::<Vec<String>>());
    }
    let mut checked = Checked { records, originals: sources.len() as u64, faults, ..Checked::default() };
    check_index(archive, all_seen.then_some(wanted), &mut checked);
    checked
}

/// What was asked of the archive, or nothing and one more fault.
fn attempt<T: Default>(asked: Result<T, archive::Error>, faults: &mut Vec<String>) -> T {
    asked.unwrap_or_else(|error| {
        faults.push(error.to_string());
        T::default()
    })
}

/// The index against its checksums and against the things that the records hold. It fails on rot in many ways, and by
/// a panic in some: each is a fault like another.
fn check_index(archive: &Archive, wanted: Option<u64>, checked: &mut Checked) {
    const REMEDY: &str = "run `minutebook reindex`";
    let looked = catch_unwind(AssertUnwindSafe(|| {
        let Some(standing) = standing_index(archive)? else { return Ok(None) };
        Ok::<_, Error>(Some((standing.index.rotten()?, standing.index.len(), standing.is_behind)))
    }));
    match looked {
        Ok(Ok(Some((rotten, indexed, is_behind)))) => {
            checked.indexed = indexed;
            for file in rotten {
                checked.faults.push(format!("the index's file {} is not what was written; {REMEDY}", file.display()));
            }
            if is_behind {
                let note = "the index is behind the archive; the next ingest, refresh or reindex brings it up to date";
                checked.notes.push(note.to_owned());
            } else if let Some(wanted) = wanted.filter(|wanted| *wanted != indexed) {
                checked.faults.push(format!("the index holds {indexed} things, the records {wanted}; {REMEDY}"));
            }
        }
        Ok(Ok(None)) if wanted == Some(0) => {}
        Ok(Ok(None)) => checked.notes.push(format!("there is no index yet; {REMEDY}, or the next ingest makes it")),
        Ok(Err(error)) => checked.faults.push(error.to_string()),
        Err(_) => checked.faults.push(format!("the index cannot be read; {REMEDY}")),
    }
}

/// What is wrong with an original, or with a file that is referred to.
fn original(kept: &Originals, id: SourceId) -> Option<String> {
    kept.get(id).err().map(|fault| match fault {
        archive::Error::Io { .. } => format!("original {id}: {fault}; ingest its file again with --reread"),
        _ => format!("original {id}: {fault}"),
    })
}
