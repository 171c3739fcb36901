//! `ingest`, and how it is watched.

use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use ingest::{Line, Options, Progress};

use crate::args::Ingest;
use crate::terminal::{BOLD, RESET};
use crate::{Exit, terminal};

/// `minutebook ingest`
pub(crate) fn ingest(arguments: &Ingest) -> Result<Exit> {
    let stop = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&stop);
    // A second Ctrl-C ends at once; the archive is whole all the same.
    ctrlc::set_handler(move || {
        if seen.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    })
    .context("cannot watch for Ctrl-C")?;
    let jobs = arguments.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let options = Options {
        paths: arguments.paths.clone(),
        program: std::env::current_exe().context("cannot find this program, which the workers are")?,
        jobs,
        deadline: Duration::from_secs(arguments.deadline.max(1)),
        memory: arguments.memory,
        reread: arguments.reread,
        checksum: arguments.checksum,
        limits: arguments.limits.apply(),
    };
    let mut progress = Watched::new();
    let report = ingest::ingest(&arguments.folder.archive, &options, &stop, &mut progress);
    progress.end();
    let report = report?;
    let run = report.run;
    let mut out = anstream::stdout().lock();
    if arguments.json {
        let json = serde_json::json!({
            "discovered": run.discovered, "stored": run.stored, "unchanged": run.unchanged, "failed": run.failed,
            "moved": report.moved, "gone": report.gone, "interrupted": report.interrupted, "balances": report.interrupted || run.balances(),
        });
        writeln!(out, "{json}")?;
    } else if report.interrupted {
        let left = run.discovered.saturating_sub(run.stored + run.unchanged + run.failed);
        writeln!(
            out,
            "interrupted: {left} of {} files not read yet; what was read is stored, run it again to go on",
            run.discovered
        )?;
    } else {
        writeln!(
            out,
            "{BOLD}{} files{RESET} = {} stored + {} unchanged + {} failed",
            run.discovered, run.stored, run.unchanged, run.failed
        )?;
        for (count, what) in [
            (report.moved, "found at another place, with the records that they have"),
            (report.gone, "not there any more; their records are kept, `search --gone` finds them"),
        ] {
            if count > 0 {
                writeln!(out, "{count} {what}")?;
            }
        }
        if !report.changed && run.discovered > 0 {
            writeln!(out, "nothing has changed")?;
        }
    }
    Ok(if report.interrupted {
        Exit::Interrupted
    } else if run.failed > 0 || !run.balances() {
        Exit::Failed
    } else {
        Exit::Done
    })
}

/// A bar on a terminal; elsewhere a plain line now and then.
struct Watched {
    bar: Option<ProgressBar>,
    to_read: u64,
    done: u64,
    begun: Instant,
    told: Instant,
}

/// Between two plain lines.
const QUIET: Duration = Duration::from_secs(10);

impl Watched {
    fn new() -> Self {
        let now = Instant::now();
        let bar = std::io::stderr().is_terminal().then(|| {
            let style = ProgressStyle::with_template("{bar:30} {pos}/{len} files  {per_sec}  {eta} left  {wide_msg}");
            ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        Self { bar, to_read: 0, done: 0, begun: now, told: now }
    }

    fn say(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| eprintln!("{text}")),
            None => eprintln!("{text}"),
        }
    }

    fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Watched {
    fn show(&mut self, line: Line<'_>) {
        match line {
            Line::Found { files, to_read } => {
                (self.to_read, self.begun) = (to_read, Instant::now());
                match &self.bar {
                    Some(bar) => {
                        bar.set_length(to_read);
                        bar.reset();
                    }
                    None => self.say(&format!("{files} files found, {to_read} to read")),
                }
            }
            Line::Done { key, failure } => {
                if let Some((reason, message)) = failure {
                    self.say(&terminal::line(&format!("failed: `{key}`: {reason}: {message}")));
                }
                self.done += 1;
                match &self.bar {
                    Some(bar) => {
                        bar.set_position(self.done.min(self.to_read));
                        bar.set_message(terminal::line(key));
                    }
                    None if self.told.elapsed() >= QUIET => {
                        self.told = Instant::now();
                        let rate = self.done as f64 / self.begun.elapsed().as_secs_f64().max(0.001);
                        let left = self.to_read.saturating_sub(self.done) as f64 / rate.max(0.001);
                        eprintln!("{} of {} files, {rate:.1} files/s, {left:.0} s left", self.done, self.to_read);
                    }
                    None => {}
                }
            }
            Line::Indexing => {
                if let Some(bar) = &self.bar {
                    bar.set_message("indexing");
                }
            }
        }
    }
}
