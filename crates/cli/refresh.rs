//! `refresh`: the nightly job. Its sources stand in a file; what it did goes to a log and a report.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use archive::Run;
use ingest::{Limits, Line, NamedSource, Options, Progress, READER, Report, Reread, Root, What};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::alerts::{self, Saved, Told};
use crate::args::{LogFormat, Refresh, default_archive};
use crate::clock;
use crate::exit::Exit;
use crate::ingest::{exit, figures};
use crate::jobs::workers;
use crate::progress::{Voice, Watched, interruption};
use crate::terminal::line;

/// What the report calls its shape: raised when a field changes its meaning.
const SCHEMA: &str = "minutebook-refresh/1";

/// The configuration file. Relative paths are taken from its folder on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    archive: Option<PathBuf>,
    report: Option<PathBuf>,
    jobs: Option<usize>,
    deadline: Option<u64>,
    memory: Option<u64>,
    #[serde(default)]
    checksum: bool,
    #[serde(default)]
    reference: bool,
    #[serde(default)]
    limits: std::collections::BTreeMap<String, usize>,
    #[serde(rename = "source", default)]
    sources: Vec<SourceEntry>,
    /// Where the saved searches write what is new.
    alerts: Option<PathBuf>,
    #[serde(rename = "search", default)]
    searches: Vec<Saved>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceEntry {
    name: String,
    paths: Vec<String>,
}

impl Config {
    fn read(file: &Path) -> Result<Self> {
        let text = fs::read_to_string(file).with_context(|| {
            format!("cannot read `{}`; `minutebook refresh --help` shows what stands in it", file.display())
        })?;
        toml::from_str(&text).with_context(|| format!("`{}` is not a valid configuration", file.display()))
    }

    fn sources(&self, base: &Path) -> Result<Vec<NamedSource>> {
        let mut names = HashSet::new();
        if self.sources.is_empty() {
            bail!("it names no [[source]]; `minutebook refresh --help` shows one");
        }
        let source = |entry: &SourceEntry| {
            if !names.insert(entry.name.clone()) {
                bail!("two sources are called `{}`", entry.name);
            }
            if entry.paths.is_empty() {
                bail!("the source `{}` has no paths", entry.name);
            }
            let roots = entry.paths.iter().map(|path| Root::pattern(path, base)).collect::<Result<_, _>>();
            let roots = roots.map_err(anyhow::Error::msg).with_context(|| format!("the source `{}`", entry.name))?;
            Ok(NamedSource { name: entry.name.clone(), roots })
        };
        self.sources.iter().map(source).collect()
    }

    /// That each search can be told from the others and asks for something.
    fn searches(&self) -> Result<()> {
        let mut names = HashSet::new();
        for Saved { name, query } in &self.searches {
            if !names.insert(name) {
                bail!("two searches are called `{name}`");
            }
            index::understand(query)
                .map_err(|e| anyhow::anyhow!("the search `{name}`: {e}; `minutebook query` explains"))?;
        }
        Ok(())
    }

    fn limits(&self) -> Result<Limits> {
        let mut limits = Limits::default();
        for (name, value) in &self.limits {
            limits.set(name, *value)?;
        }
        Ok(limits)
    }
}

/// `minutebook refresh`
pub(crate) fn refresh(arguments: &Refresh) -> Result<Exit> {
    let began = (clock::now(), Instant::now());
    let config = Config::read(&arguments.config)?;
    let base = arguments.config.parent().unwrap_or(Path::new(""));
    let wrong = || format!("`{}`", arguments.config.display());
    let archive = arguments.archive.clone().or_else(|| config.archive.as_ref().map(|a| base.join(a)));
    let archive = archive.or_else(|| std::env::var_os("MINUTEBOOK_ARCHIVE").map(PathBuf::from));
    let archive = archive.unwrap_or_else(|| default_archive(base));
    let place = arguments.report.clone().or_else(|| config.report.as_ref().map(|r| base.join(r)));
    config.searches().with_context(wrong)?;
    let alerts = base.join(config.alerts.as_deref().unwrap_or(Path::new("alerts")));
    let options = Options {
        sources: config.sources(base).with_context(wrong)?,
        program: std::env::current_exe().context("cannot find this program, which the workers are")?,
        jobs: workers(config.jobs),
        deadline: Duration::from_secs(config.deadline.unwrap_or(ingest::DEADLINE).max(1)),
        memory: config.memory.unwrap_or(ingest::MEMORY),
        reread: if arguments.reread { Reread::Everything } else { Reread::Nothing },
        checksum: config.checksum || arguments.checksum,
        reference: config.reference,
        // They may lie among the papers.
        skip: [Some(&arguments.config), place.as_ref(), Some(&alerts)].into_iter().flatten().cloned().collect(),
        limits: config.limits().with_context(wrong)?,
        now: began.0,
    };
    if options.memory < ingest::LEAST_MEMORY {
        bail!("`{}`: memory is in MiB, at least {}", arguments.config.display(), ingest::LEAST_MEMORY);
    }
    let report_file = place.as_deref().map(ReportFile::begin).transpose()?;
    log_to_stderr(arguments);
    tracing::info!(
        archive = %archive.display(), sources = options.sources.len(), version = env!("CARGO_PKG_VERSION"), "refresh begins"
    );
    let mut progress = Reported { watched: Watched::new(Logged), file: report_file };
    let report = ingest::ingest(&archive, &options, &*interruption()?, &mut progress);
    let Reported { watched, file } = progress;
    watched.end();
    let seconds = began.1.elapsed().as_secs_f64();
    let mut all = report.as_ref().map_or_else(|_| Map::new(), figures);
    all.insert("archive".into(), json!(archive.display().to_string()));
    all.insert("version".into(), json!(env!("CARGO_PKG_VERSION")));
    all.insert("reader".into(), json!(READER));
    all.insert("began".into(), json!(clock::written(began.0)));
    all.insert("ended".into(), json!(clock::written(clock::now())));
    all.insert("seconds".into(), json!((seconds * 1000.0).round() / 1000.0));
    let report = match report {
        Ok(report) => report,
        Err(error) => {
            tracing::error!("{error}");
            // The report of a run that is under way is that run's.
            let busy = matches!(error, ingest::Error::Archive(archive::Error::Busy(_)));
            if let Some(file) = file.filter(|_| !busy) {
                all.insert("error".into(), json!(error.to_string()));
                file.end(&all)?;
            }
            return Err(error.into());
        }
    };
    let source = |(name, run): &(String, archive::Run)| {
        let Run { discovered, stored, unchanged, failed, .. } = run;
        json!({"name": name, "discovered": discovered, "stored": stored, "unchanged": unchanged, "failed": failed})
    };
    all.insert("sources".into(), report.sources.iter().map(source).collect());
    // What is there is searched when all of it is there.
    let told = match config.searches.is_empty() || report.interrupted {
        true => None,
        false => Some(alerts::run(&archive, &config.searches, &alerts, began.0)),
    };
    if let Some(Ok(told)) = &told {
        all.insert("alerts".into(), json!(told));
    }
    if let Some(file) = file {
        file.end(&all)?;
    }
    let told = told.transpose().context("the archive is up to date, but the saved searches failed")?;
    let mut summary = summary(&report, seconds);
    if let Some(Told { searches, failed, news, read_otherwise }) = told {
        summary.push_str(&format!("; {news} news of {searches} searches"));
        if failed > 0 {
            summary.push_str(&format!(", of which {failed} could not be run"));
        }
        if read_otherwise > 0 {
            summary.push_str(&format!(" ({read_otherwise} places only read otherwise, not told)"));
        }
    }
    tracing::info!("{summary}");
    let mut out = anstream::stdout().lock();
    if arguments.json {
        writeln!(out, "{}", Value::Object(all))?;
    } else {
        writeln!(out, "{summary}")?;
    }
    Ok(exit(&report, arguments.reread))
}

/// One line of what was done.
fn summary(report: &Report, seconds: f64) -> String {
    let run = report.run;
    let mut said = if report.interrupted {
        format!("interrupted with {} files not read yet, run it again to go on", report.left)
    } else {
        format!(
            "{} files = {} stored + {} unchanged + {} failed",
            run.discovered, run.stored, run.unchanged, run.failed
        )
    };
    for (count, what) in [
        (report.known_failures, "of them failed before"),
        (report.same_reading, "stored that read as before"),
        (report.moved, "moved"),
        (report.back, "there again"),
        (report.gone, "gone"),
        (report.lost_originals, "of the originals are spoilt or not there: run `minutebook check`"),
    ] {
        if count > 0 {
            said.push_str(&format!("; {count} {what}"));
        }
    }
    if report.read_again > 0 {
        let (all, differ) = (report.read_again, report.differ);
        said.push_str(&format!("; {all} read again by {READER}, the records of {differ} are others now"));
    }
    format!("{said}; {seconds:.1} s")
}

/// Sends what is logged to standard error, from now on.
fn log_to_stderr(arguments: &Refresh) {
    let level = if arguments.verbose { tracing::Level::DEBUG } else { tracing::Level::INFO };
    let log = tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(level).with_target(false);
    match arguments.log {
        LogFormat::Text => log.with_ansi(std::io::stderr().is_terminal()).init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
}

/// Lines of the log.
struct Logged;

impl Voice for Logged {
    fn found(&mut self, files: u64, to_read: u64) {
        tracing::info!(files, to_read, "files found");
    }

    fn file(&mut self, key: &str, source: Option<&str>, what: &What<'_>) {
        let file = line(key);
        let source = source.unwrap_or_default();
        match what {
            What::Failed { reason, message, known: false } => {
                tracing::warn!(file, source, reason = reason.as_str(), why = line(message), "failed");
            }
            What::Failed { reason, known: true, .. } => {
                tracing::debug!(file, source, reason = reason.as_str(), "failed as before")
            }
            What::Moved { from } => tracing::info!(file, source, from = line(from), "moved"),
            What::Gone => tracing::info!(file, "gone"),
            What::Back => tracing::info!(file, source, "there again"),
            What::New => tracing::debug!(file, source, "new"),
            What::Changed => tracing::debug!(file, source, "changed"),
            What::SameReading => tracing::debug!(file, source, "changed, reads as before"),
            What::Same => tracing::debug!(file, source, "read, is as it was"),
            What::ReadAgain => tracing::debug!(file, source, "is as it was, reads otherwise"),
        }
    }

    fn so_far(&mut self, done: u64, of: u64, per_second: f64, seconds_left: f64) {
        tracing::info!(done, of, per_second = per_second.round(), seconds_left = seconds_left.round(), "so far");
    }
}

/// A refresh that is watched and written down.
struct Reported {
    watched: Watched<Logged>,
    file: Option<ReportFile>,
}

impl Progress for Reported {
    fn show(&mut self, line: Line<'_>) {
        self.watched.show(line);
        if let (Some(file), Line::File { key, work, source, what, .. }) = (&mut self.file, line) {
            file.add(key, work, source, &what);
        }
    }
}

/// The report under way: written beside its place, and moved there when it is whole. It is written as the run goes, so
/// that it may be longer than memory.
struct ReportFile {
    place: PathBuf,
    part: PathBuf,
    out: BufWriter<File>,
    files: u64,
    /// What went wrong; told in the end, as the run itself matters more.
    trouble: Option<std::io::Error>,
}

/// Where a report is written until it is whole: each run has its own. The walk passes over names that begin with a
/// dot.
fn part(place: &Path) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}.{}.part", std::process::id()))
}

impl ReportFile {
    fn begin(place: &Path) -> Result<Self> {
        let part = part(place);
        let file = File::create(&part).with_context(|| format!("cannot write the report to `{}`", part.display()))?;
        let mut out = BufWriter::new(file);
        write!(out, "{{\"schema\":\"{SCHEMA}\",\"files\":[")?;
        Ok(Self { place: place.to_owned(), part, out, files: 0, trouble: None })
    }

    /// A file with news. What was read again to the same end, and what only reads otherwise because the reader has
    /// changed, is in the figures alone.
    fn add(&mut self, key: &str, work: Option<&str>, source: Option<&str>, what: &What<'_>) {
        let (name, more) = match what {
            What::New => ("new", json!({})),
            What::Changed => ("changed", json!({})),
            What::Moved { from } => ("moved", json!({"from": from})),
            What::Gone => ("gone", json!({})),
            What::Back => ("back", json!({})),
            What::Failed { reason, message, known } => {
                ("failed", json!({"reason": reason, "message": message, "known": known}))
            }
            What::SameReading | What::Same | What::ReadAgain => return,
        };
        let mut entry = Map::new();
        entry.insert("file".into(), json!(key));
        entry.insert("what".into(), json!(name));
        entry.insert("work".into(), json!(work));
        entry.insert("source".into(), json!(source));
        entry.extend(more.as_object().cloned().unwrap_or_default());
        let comma = if self.files > 0 { "," } else { "" };
        self.files += 1;
        if let Err(error) = write!(self.out, "{comma}\n{}", Value::Object(entry)) {
            self.trouble.get_or_insert(error);
        }
    }

    fn end(mut self, figures: &Map<String, Value>) -> Result<()> {
        let mut write = || -> std::io::Result<()> {
            write!(self.out, "\n]")?;
            for (name, value) in figures {
                write!(self.out, ",\n{}:{value}", json!(name))?;
            }
            writeln!(self.out, "}}")?;
            self.out.flush()?;
            self.out.get_ref().sync_all()?;
            self.trouble.take().map_or(Ok(()), Err)?;
            fs::rename(&self.part, &self.place)
        };
        write().with_context(|| {
            format!("the archive is up to date, but the report `{}` could not be written", self.place.display())
        })
    }
}

impl Drop for ReportFile {
    fn drop(&mut self) {
        // It is there only if it was not moved to its place: then it is of no use.
        let _ = fs::remove_file(&self.part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(text: &str) -> Result<Vec<NamedSource>> {
        let config: Config = toml::from_str(text)?;
        config.limits()?;
        config.searches()?;
        config.sources(Path::new("/etc"))
    }

    #[test]
    fn a_configuration_that_cannot_be_meant_is_refused() {
        let fine = "[[source]]\nname = \"a\"\npaths = [\"x\", \"y/*.pdf\"]\n";
        assert_eq!(config(fine).map(|s| s.len()).ok(), Some(1));
        for (wrong, says) in [
            ("", "no [[source]]"),
            (&format!("{fine}{fine}"), "two sources"),
            ("[[source]]\nname = \"a\"\npaths = []\n", "no paths"),
            ("[[source]]\nname = \"a\"\npaths = [\"x/[\"]\n", "x/["),
            (&format!("sources = 3\n{fine}"), "sources"),
            (&format!("{fine}[[search]]\nname = \"a\"\nquery = \"(bus\"\n"), "opened and not closed"),
            (&format!("{fine}[limits]\npage = 3\n"), "no limit is named `page`"),
        ] {
            let said = config(wrong).map_or_else(|e| format!("{e:#}"), |_| "nothing".to_owned());
            assert!(said.contains(says), "{wrong}: {said}");
        }
    }
}
