//! How long work is watched: a bar on a terminal, lines elsewhere.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use ingest::{Line, Progress, What};

use crate::terminal;

/// Set by Ctrl-C or SIGTERM: what is being read is finished and stored, then the work ends. A second signal ends it at
/// once; the archive is whole all the same.
pub(crate) fn interruption() -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        if seen.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    })
    .context("cannot watch for Ctrl-C")?;
    Ok(stop)
}

/// A bar of files; none, if standard error is no terminal.
pub(crate) fn files(of: u64) -> ProgressBar {
    if std::io::stderr().is_terminal() { ProgressBar::new(of) } else { ProgressBar::hidden() }
}

/// How lines are said, beside the bar.
pub(crate) trait Voice {
    /// So many files were found, and so many are to be read.
    fn found(&mut self, files: u64, to_read: u64);
    /// What became of a file.
    fn file(&mut self, key: &str, source: Option<&str>, what: &What<'_>);
    /// So far, and how fast; where there is no bar.
    fn so_far(&mut self, done: u64, of: u64, per_second: f64, seconds_left: f64);
}

/// Plain lines on standard error.
pub(crate) struct Plain;

impl Voice for Plain {
    fn found(&mut self, files: u64, to_read: u64) {
        if !std::io::stderr().is_terminal() {
            eprintln!("{files} files found, {to_read} to read");
        }
    }

    fn file(&mut self, key: &str, _source: Option<&str>, what: &What<'_>) {
        // What failed before and is as it was is counted at the end.
        if let What::Failed { reason, message, known: false } = what {
            eprintln!("{}", terminal::line(&format!("failed: `{key}`: {}: {message}", reason.as_str())));
        }
    }

    fn so_far(&mut self, done: u64, of: u64, per_second: f64, seconds_left: f64) {
        eprintln!("{done} of {of} files, {per_second:.1} files/s, {seconds_left:.0} s left");
    }
}

/// Watches an ingest.
pub(crate) struct Watched<V> {
    voice: V,
    bar: Option<ProgressBar>,
    to_read: u64,
    done: u64,
    begun: Instant,
    told: Instant,
}

/// Between two plain lines.
const QUIET: Duration = Duration::from_secs(10);

impl<V: Voice> Watched<V> {
    pub(crate) fn new(voice: V) -> Self {
        let now = Instant::now();
        let bar = std::io::stderr().is_terminal().then(|| {
            let style = ProgressStyle::with_template("{bar:30} {pos}/{len} files  {per_sec}  {eta} left  {wide_msg}");
            ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        Self { voice, bar, to_read: 0, done: 0, begun: now, told: now }
    }

    /// Takes the bar away, and gives the voice back.
    pub(crate) fn end(self) -> V {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        self.voice
    }

    fn say(&mut self, say: impl FnOnce(&mut V)) {
        match &self.bar {
            Some(bar) => bar.suspend(|| say(&mut self.voice)),
            None => say(&mut self.voice),
        }
    }
}

impl<V: Voice> Progress for Watched<V> {
    fn show(&mut self, line: Line<'_>) {
        match line {
            Line::Found { files, to_read } => {
                (self.to_read, self.begun) = (to_read, Instant::now());
                self.say(|voice| voice.found(files, to_read));
                if let Some(bar) = &self.bar {
                    bar.set_length(to_read);
                    bar.reset();
                }
            }
            Line::File { key, source, what, read, .. } => {
                self.say(|voice| voice.file(key, source, &what));
                self.done += u64::from(read);
                let (done, of) = (self.done, self.to_read);
                match &self.bar {
                    Some(bar) if read => {
                        bar.set_position(done);
                        bar.set_message(terminal::line(key));
                    }
                    None if read && self.told.elapsed() >= QUIET => {
                        self.told = Instant::now();
                        let rate = done as f64 / self.begun.elapsed().as_secs_f64().max(0.001);
                        let left = of.saturating_sub(done) as f64 / rate.max(0.001);
                        self.say(|voice| voice.so_far(done, of, rate, left));
                    }
                    _ => {}
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
