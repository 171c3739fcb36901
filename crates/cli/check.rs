//! `check`, `verify` and `reindex`: is all whole, and is it right.

use std::io::Write;

use anyhow::Result;
use archive::Archive;

use crate::args::{Check, Reindex, Verify};
use crate::exit::Exit;
use crate::progress::files;
use crate::terminal::{self, BOLD, RESET, line};

/// `minutebook check`
pub(crate) fn check(arguments: &Check) -> Result<Exit> {
    let archive = Archive::open(&arguments.folder.path())?;
    let bar = files(archive.sources().map_or(0, |s| s.len() as u64));
    let checked = ingest::check(&archive, || bar.inc(1));
    bar.finish_and_clear();
    let mut out = anstream::stdout().lock();
    if arguments.json {
        writeln!(
            out,
            "{}",
            serde_json::json!({
                "records": checked.records, "originals": checked.originals, "indexed": checked.indexed,
                "faults": checked.faults, "notes": checked.notes,
            })
        )?;
    } else {
        let end = if checked.faults.is_empty() { "all is whole" } else { "not whole:" };
        writeln!(
            out,
            "{BOLD}{} records{RESET}, {} originals, {} things in the index: {end}",
            checked.records, checked.originals, checked.indexed
        )?;
        for said in checked.faults.iter().chain(&checked.notes) {
            writeln!(out, "  {}", line(said))?;
        }
    }
    Ok(if checked.faults.is_empty() { Exit::Done } else { Exit::Failed })
}

/// `minutebook reindex`
pub(crate) fn reindex(arguments: &Reindex) -> Result<Exit> {
    // It writes: one at a time, and never beside an ingest.
    let dir = arguments.folder.path();
    Archive::open(&dir)?;
    let archive = Archive::open_to_write(&dir)?;
    let (index, lost) = ingest::reindex(&archive)?;
    writeln!(anstream::stdout().lock(), "{} things in the index", index.len())?;
    Ok(terminal::lost(&lost))
}

/// `minutebook verify`
pub(crate) fn verify(arguments: &Verify) -> Result<Exit> {
    let archive = Archive::open(&arguments.folder.path())?;
    let bar = files(archive.balance()?.records);
    let verified = ingest::verify(&archive, &arguments.limits.apply(), |records| bar.inc(records))?;
    bar.finish_and_clear();
    let mut out = anstream::stdout().lock();
    let right = verified.places - verified.faults.iter().filter(|f| f.field != "source").count() as u64;
    if arguments.json {
        let faults: Vec<_> = verified
            .faults
            .iter()
            .map(|f| serde_json::json!({"record": f.record, "field": f.field, "message": f.message}))
            .collect();
        writeln!(
            out,
            "{}",
            serde_json::json!({"records": verified.records, "places": verified.places, "right": right, "out_of_reach": verified.out_of_reach, "faults": faults})
        )?;
    } else {
        writeln!(
            out,
            "{BOLD}{} records{RESET}, {right} of {} quotes stand at their places",
            verified.records, verified.places
        )?;
        if verified.out_of_reach > 0 {
            writeln!(
                out,
                "{} records are of files that are gone and were only referred to: they cannot be looked at",
                verified.out_of_reach
            )?;
        }
        for fault in &verified.faults {
            writeln!(out, "  {} {}: {}", fault.record, fault.field, line(&fault.message))?;
        }
    }
    Ok(if verified.faults.is_empty() { Exit::Done } else { Exit::Failed })
}
