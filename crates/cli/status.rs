//! `status` and `verify`: is all there, and is it right.

use std::io::Write;

use anyhow::Result;
use archive::Archive;

use crate::Exit;
use crate::args::{Check, Reindex, Status, Verify};
use crate::progress::files;
use crate::terminal::{BOLD, RED, RESET, line};

/// `minutebook status`
pub(crate) fn status(arguments: &Status) -> Result<Exit> {
    let archive = Archive::open(&arguments.folder.archive)?;
    let balance = archive.balance()?;
    let failures = archive.failures()?;
    let doubtful = archive.doubtful()?;
    let failed: u64 = balance.failed.values().sum();
    let mut out = anstream::stdout().lock();
    if arguments.json {
        let last = balance.last_run.map(|r| {
            serde_json::json!({"discovered": r.discovered, "stored": r.stored, "unchanged": r.unchanged, "failed": r.failed, "finished": r.finished})
        });
        let lines: Vec<_> = failures
            .iter()
            .map(|f| serde_json::json!({"file": f.key, "reason": f.reason, "message": f.message}))
            .collect();
        let json = serde_json::json!({
            "discovered": balance.discovered, "stored": balance.stored, "failed": balance.failed, "records": balance.records, "gone": balance.gone,
            "balances": balance.balances(), "last_run": last, "failures": lines,
            "doubtful": doubtful.iter().map(|d| serde_json::json!({"file": d.key, "message": d.message})).collect::<Vec<_>>(),
        });
        writeln!(out, "{json}")?;
    } else {
        writeln!(
            out,
            "{BOLD}{} files{RESET} = {} stored + {failed} failed; {} records",
            balance.discovered, balance.stored, balance.records
        )?;
        if let Some(run) = balance.last_run {
            let end = if run.finished { "" } else { " (interrupted)" };
            writeln!(
                out,
                "last change: {} discovered = {} stored + {} unchanged + {} failed{end}",
                run.discovered, run.stored, run.unchanged, run.failed
            )?;
        }
        if balance.gone > 0 {
            writeln!(out, "{} of them not there any more; their records are kept", balance.gone)?;
        }
        for (reason, count) in &balance.failed {
            writeln!(out, "\n{BOLD}{reason}{RESET} {count}")?;
            for failure in failures.iter().filter(|f| f.reason.as_ref() == Some(reason)) {
                let message = failure.message.as_deref().unwrap_or("");
                writeln!(out, "  {}: {}", line(&failure.key), line(message))?;
            }
        }
        if !doubtful.is_empty() {
            writeln!(out, "\n{BOLD}stored, but read only in part{RESET} {}", doubtful.len())?;
            for entry in &doubtful {
                writeln!(out, "  {}: {}", line(&entry.key), line(entry.message.as_deref().unwrap_or("")))?;
            }
        }
        if !balance.balances() {
            writeln!(out, "\n{RED}the ledger does not balance{RESET}; ingest the files again with --reread")?;
            for (count, what) in [
                (balance.without_records, "stored without a record"),
                (balance.without_entry, "without a line in the ledger"),
                (balance.without_original, "stored without an original"),
            ] {
                if count > 0 {
                    writeln!(out, "  {count} {what}")?;
                }
            }
        }
    }
    Ok(if balance.balances() { Exit::Done } else { Exit::Failed })
}

/// `minutebook check`
pub(crate) fn check(arguments: &Check) -> Result<Exit> {
    let archive = Archive::open(&arguments.folder.archive)?;
    let bar = files(archive.sources()?.len() as u64);
    let checked = ingest::check(&archive, || bar.inc(1))?;
    bar.finish_and_clear();
    let mut out = anstream::stdout().lock();
    if arguments.json {
        writeln!(
            out,
            "{}",
            serde_json::json!({"records": checked.records, "originals": checked.originals, "indexed": checked.indexed, "faults": checked.faults})
        )?;
    } else {
        let end = if checked.faults.is_empty() { "all is whole" } else { "not whole:" };
        writeln!(
            out,
            "{BOLD}{} records{RESET}, {} originals, {} things in the index: {end}",
            checked.records, checked.originals, checked.indexed
        )?;
        for fault in &checked.faults {
            writeln!(out, "  {}", line(fault))?;
        }
    }
    Ok(if checked.faults.is_empty() { Exit::Done } else { Exit::Failed })
}

/// `minutebook reindex`
pub(crate) fn reindex(arguments: &Reindex) -> Result<Exit> {
    let archive = Archive::open(&arguments.folder.archive)?;
    let index = ingest::reindex(&archive)?;
    writeln!(anstream::stdout().lock(), "{} things in the index", index.len())?;
    Ok(Exit::Done)
}

/// `minutebook verify`
pub(crate) fn verify(arguments: &Verify) -> Result<Exit> {
    let archive = Archive::open(&arguments.folder.archive)?;
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
            serde_json::json!({"records": verified.records, "places": verified.places, "right": right, "faults": faults})
        )?;
    } else {
        writeln!(
            out,
            "{BOLD}{} records{RESET}, {right} of {} quotes stand at their places",
            verified.records, verified.places
        )?;
        for fault in &verified.faults {
            writeln!(out, "  {} {}: {}", fault.record, fault.field, line(&fault.message))?;
        }
    }
    Ok(if verified.faults.is_empty() { Exit::Done } else { Exit::Failed })
}
