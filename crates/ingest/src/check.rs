//! Whether the archive is whole: its database, its originals, its index.

use archive::{Archive, Originals};
use rayon::prelude::*;
use types::{Meeting, SourceId};

use crate::error::Error;
use crate::indexing::open_index;

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
}

/// Checks the database, the ledger, the hashes of all originals, and the index against the archive. An index that is
/// only behind, as a kill leaves it, is brought up to date first. `done` is called after each original.
///
/// # Errors
/// Where the archive or the index cannot be read at all.
pub fn check(archive: &Archive, done: impl Fn() + Sync) -> Result<Checked, Error> {
    let mut faults: Vec<String> = archive.integrity()?;
    for fault in &mut faults {
        fault.push_str("; restore the archive's folder from a copy, or ingest the files again into a new one");
    }
    let mut wanted = 0;
    let mut records = 0;
    archive.each::<Meeting, Error>(|meeting| {
        records += 1;
        wanted += index::things(&meeting);
        Ok(())
    })?;
    let balance = archive.balance()?;
    for (count, what) in [
        (balance.without_records, "files are stored without a record"),
        (balance.without_entry, "files are without a line in the ledger"),
    ] {
        if count > 0 {
            faults.push(format!("{count} {what}; ingest them again with --reread"));
        }
    }
    let sources = archive.sources()?;
    let kept = archive.originals()?;
    let spoilt: Vec<String> = sources
        .par_iter()
        .filter_map(|id| {
            let fault = original(&kept, *id);
            done();
            fault
        })
        .collect();
    faults.extend(spoilt);
    let indexed = open_index(archive)?.len();
    if indexed != wanted {
        faults.push(format!("the index holds {indexed} things, the records {wanted}; run `minutebook reindex`"));
    }
    Ok(Checked { records, originals: sources.len() as u64, indexed, faults })
}

/// What is wrong with an original, or with a file that is referred to.
fn original(kept: &Originals, id: SourceId) -> Option<String> {
    kept.get(id).err().map(|fault| match fault {
        archive::Error::Io { .. } => format!("original {id}: {fault}; ingest its file again with --reread"),
        _ => format!("original {id}: {fault}"),
    })
}
