//! `ingest`: files and folders into the archive.

use std::io::Write;
use std::time::Duration;

use anyhow::{Context, Result};
use ingest::{NamedSource, Options, Report, Reread, Root};
use serde_json::{Map, Value, json};

use crate::args::Ingest;
use crate::clock;
use crate::exit::Exit;
use crate::jobs::workers;
use crate::progress::{Plain, Watched, interruption};
use crate::terminal::{BOLD, RESET};

/// `minutebook ingest`
pub(crate) fn ingest(arguments: &Ingest) -> Result<Exit> {
    let roots = arguments.paths.iter().cloned().map(Root::path).collect();
    let options = Options {
        sources: vec![NamedSource { name: String::new(), roots }],
        program: std::env::current_exe().context("cannot find this program, which the workers are")?,
        jobs: workers(arguments.jobs),
        deadline: Duration::from_secs(arguments.deadline.max(1)),
        memory: arguments.memory,
        reread: if arguments.reread { Reread::Found } else { Reread::Nothing },
        checksum: arguments.checksum,
        reference: arguments.reference,
        skip: Vec::new(),
        limits: arguments.limits.apply(),
        now: clock::now(),
    };
    let mut progress = Watched::new(Plain);
    let report = ingest::ingest(&arguments.folder.path(), &options, &*interruption()?, &mut progress);
    progress.end();
    let report = report?;
    let run = report.run;
    let mut out = anstream::stdout().lock();
    if arguments.json {
        writeln!(out, "{}", Value::Object(figures(&report)))?;
    } else if report.interrupted {
        writeln!(
            out,
            "interrupted: {} files are not read yet; what was read is stored, run it again to go on",
            report.left
        )?;
    } else {
        writeln!(
            out,
            "{BOLD}{} files{RESET} = {} stored + {} unchanged + {} failed",
            run.discovered, run.stored, run.unchanged, run.failed
        )?;
        for (count, what) in [
            (report.known_failures, "of those failed did so before; `status` tells why"),
            (report.same_reading, "of those stored changed their bytes, but not what is read in them"),
            (report.differ, "unchanged files now read differently"),
            (report.moved, "were moved; they keep their records"),
            (report.back, "are back"),
            (report.gone, "have disappeared; their records are kept, and `search --gone` finds them"),
        ] {
            if count > 0 {
                writeln!(out, "{count} {what}")?;
            }
        }
        if !report.changed() && run.discovered > 0 {
            writeln!(out, "nothing has changed")?;
        }
    }
    Ok(exit(&report, arguments.reread))
}

/// A report as JSON.
pub(crate) fn figures(report: &Report) -> Map<String, Value> {
    let run = report.run;
    let json = json!({
        "discovered": run.discovered, "stored": run.stored, "unchanged": run.unchanged, "failed": run.failed,
        "known_failures": report.known_failures, "same_reading": report.same_reading, "read_again": report.read_again,
        "differ": report.differ, "lost_originals": report.lost_originals, "moved": report.moved, "back": report.back, "gone": report.gone,
        "interrupted": report.interrupted, "left": report.left, "balances": report.interrupted || run.balances(),
    });
    match json {
        Value::Object(figures) => figures,
        _ => Map::new(),
    }
}

/// What a report comes to. A failure that was there before is no news, unless all was to be read again: whoever runs
/// this every night looks when something is.
pub(crate) fn exit(report: &Report, reread: bool) -> Exit {
    let known = if reread { 0 } else { report.known_failures };
    if report.interrupted {
        Exit::Interrupted
    } else if report.run.failed > known || report.lost_originals > 0 || !report.run.balances() {
        Exit::Failed
    } else {
        Exit::Done
    }
}
