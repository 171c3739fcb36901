//! The index, brought up to date with the archive.

use archive::Archive;
use index::Index;

use crate::Error;

/// Builds the index anew from the records.
///
/// # Errors
/// Where the archive or the index fails, or somebody else writes to the index.
pub fn reindex(archive: &Archive) -> Result<Index, Error> {
    let mut index = Index::open(&archive.dir().join("index"))?;
    fill(archive, &mut index, 0)?;
    Ok(index)
}

/// The archive's index, brought up to date with the archive. Where it claims to know more than the
/// archive does, it is built anew.
///
/// # Errors
/// Where the archive or the index fails, or somebody else brings it up to date just now.
pub fn open_index(archive: &Archive) -> Result<Index, Error> {
    let mut index = Index::open(&archive.dir().join("index"))?;
    let (has, wants) = (index.revision()?, archive.revision()?);
    if has == wants {
        return Ok(index);
    }
    fill(archive, &mut index, if has > wants { 0 } else { has })?;
    Ok(index)
}

/// Brings into the index what changed after this revision; after 0, all.
fn fill(archive: &Archive, index: &mut Index, from: i64) -> Result<(), Error> {
    let wants = archive.revision()?;
    let mut update = index.update()?;
    if from == 0 {
        update.clear()?;
    }
    archive.changed_since::<Error>(from, |work, gone, meetings| {
        update.replace(work, gone, &meetings)?;
        // Works come in the order of their changes, but several may share a revision; so what is
        // committed on the way counts as the old revision, and is done again after a kill.
        if update.is_due() {
            update.commit(from)?;
        }
        Ok(())
    })?;
    update.commit(wants)?;
    update.finish()?;
    Ok(())
}
