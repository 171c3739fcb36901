//! The index, brought up to date with the archive.

use std::path::PathBuf;

use archive::{Archive, Changed, Lost};
use index::Index;

use crate::error::Error;

/// Builds the index anew from the records; gives what is wrong with those that cannot be read back.
///
/// # Errors
/// Where the archive or the index fails, or somebody else writes to the index.
pub fn reindex(archive: &Archive) -> Result<(Index, Lost), Error> {
    fill_or_renew(archive, Index::open(&place(archive))?, 0)
}

/// The archive's index, brought up to date with the archive. Where it claims to know more than the
/// archive does, it is built anew.
///
/// # Errors
/// Where the archive or the index fails, or somebody else brings it up to date just now.
pub fn open_index(archive: &Archive) -> Result<Index, Error> {
    let index = Index::open(&place(archive))?;
    let (has, wants) = (index.revision()?, archive.revision()?);
    if has == wants {
        return Ok(index);
    }
    // What cannot be read back is told by `check`, and stands in nobody's way here.
    Ok(fill_or_renew(archive, index, if has > wants { 0 } else { has })?.0)
}

fn place(archive: &Archive) -> PathBuf {
    archive.dir().join("index")
}

/// The archive's index as it stands. Nothing is written: whoever is filling it goes on.
pub struct Standing {
    /// The last commit of the index.
    pub index: Index,
    /// The archive has changed since: the next ingest, refresh or reindex brings it up to date.
    pub is_behind: bool,
}

/// Opens the index to read it; none where it was never made, was lost, or is of another version.
///
/// # Errors
/// Where the archive or the index cannot be read.
pub fn standing_index(archive: &Archive) -> Result<Option<Standing>, Error> {
    let Some(index) = Index::look(&place(archive))? else { return Ok(None) };
    let is_behind = index.revision()? != archive.revision()?;
    Ok(Some(Standing { index, is_behind }))
}

/// What a killed writer left in the folder can stand in the way of the next one; as all of it can be had from the
/// records, it is thrown away then. A full disk or a lack of files is no such thing: the index is kept.
fn fill_or_renew(archive: &Archive, mut index: Index, from: i64) -> Result<(Index, Lost), Error> {
    match fill(archive, &mut index, from) {
        Ok(lost) => Ok((index, lost)),
        Err(Error::Index(index::Error::Engine { .. })) => {
            drop(index);
            Index::remove(&place(archive))?;
            let mut index = Index::open(&place(archive))?;
            let lost = fill(archive, &mut index, 0)?;
            Ok((index, lost))
        }
        Err(error) => Err(error),
    }
}

/// Brings into the index what changed after this revision; after 0, all.
fn fill(archive: &Archive, index: &mut Index, from: i64) -> Result<Lost, Error> {
    archive.match_papers(from)?;
    let wants = archive.revision()?;
    let mut update = index.update()?;
    if from == 0 {
        update.clear()?;
    }
    let lost = archive.changed_since::<Error>(from, |Changed { work, gone, meetings, passages }| {
        update.replace(&work, gone, &meetings, &passages)?;
        // Works come in the order of their changes, but several may share a revision; so what is
        // committed on the way counts as the old revision, and is done again after a kill.
        if update.is_due() {
            update.commit(from)?;
        }
        Ok(())
    })?;
    update.commit(wants)?;
    update.finish()?;
    Ok(lost)
}
