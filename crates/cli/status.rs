//! `status`: the ledger, what is missing, and what the archive takes of the disk.

use std::io::Write;

use anyhow::{Context, Result};
use archive::{Archive, Balance, Entry, Lost, Outside, Space};
use coverage::{Coverage, Covered, Expected, Glance, Lack, Row};
use serde_json::json;
use types::{Date, FailureReason};

use crate::args::Status;
use crate::exit::Exit;
use crate::terminal::{BOLD, DIM, RED, RESET, line};
use crate::{clock, said, terminal};

/// All that is told.
struct State {
    balance: Balance,
    failures: Vec<Entry>,
    doubtful: Vec<Entry>,
    gone: Vec<String>,
    space: Space,
    outside: Outside,
    covered: Covered,
    /// By body and year as asked for; one row for all, if neither.
    rows: Vec<Row>,
}

/// `minutebook status`
pub(crate) fn status(arguments: &Status) -> Result<Exit> {
    let archive = Archive::open(&arguments.folder.path())?;
    let today = arguments.today.or_else(|| Date::from_unix_seconds(clock::now())).context("the clock is not set")?;
    let failures = archive.failures()?;
    let (covered, lost) = covered(&archive, today, &failures)?;
    let state = State {
        balance: archive.balance()?,
        failures,
        doubtful: archive.doubtful()?,
        gone: archive.gone()?,
        space: archive.space()?,
        outside: archive.outside()?,
        rows: covered.summed(arguments.by_body, arguments.by_year),
        covered,
    };
    let mut out = anstream::stdout().lock();
    if arguments.json {
        writeln!(out, "{}", state.json())?;
    } else {
        state.show(&mut out, arguments)?;
    }
    let whole = terminal::lost(&lost) == Exit::Done && state.balance.balances();
    Ok(if whole { Exit::Done } else { Exit::Failed })
}

/// What the records come to, and which could not be read back.
pub(crate) fn covered(archive: &Archive, today: Date, failures: &[Entry]) -> Result<(Covered, Lost)> {
    let mut coverage = Coverage::default();
    let lost = archive.each_brief::<Glance, anyhow::Error>(|glance| {
        coverage.take(glance);
        Ok(())
    })?;
    for failure in failures {
        coverage.take_unread(&failure.key, failure.reason.map_or("", FailureReason::as_str));
    }
    Ok((coverage.finish(today), lost))
}

impl State {
    fn json(&self) -> serde_json::Value {
        let balance = &self.balance;
        let last = balance.last_run.map(|r| {
            json!({"discovered": r.discovered, "stored": r.stored, "unchanged": r.unchanged, "failed": r.failed, "finished": r.finished,
                "began": (r.began > 0).then(|| clock::written(r.began))})
        });
        let failures: Vec<_> = self
            .failures
            .iter()
            .map(|f| json!({"file": f.key, "reason": f.reason, "message": f.message, "gone": self.gone.contains(&f.key)}))
            .collect();
        json!({
            "discovered": balance.discovered, "stored": balance.stored, "failed": balance.failed, "records": balance.records,
            "gone": balance.gone, "balances": balance.balances(), "last_run": last, "failures": failures,
            "doubtful": self.doubtful.iter().map(|d| json!({"file": d.key, "message": d.message})).collect::<Vec<_>>(),
            "gone_files": self.gone,
            "scanned": {"files": self.scans(), "pages": self.unread_pages()},
            "text": {"pages": self.outside.pages, "pages_outside": self.outside.pages_outside,
                "words": self.outside.words, "words_outside": self.outside.words_outside},
            "space": {"database": self.space.database, "originals": self.space.originals, "index": self.space.index},
            "coverage": {"rows": self.rows, "expected": self.covered.expected},
        })
    }

    /// Files that are pictures of pages.
    fn scans(&self) -> u64 {
        self.balance.failed.get(&FailureReason::NoText).copied().unwrap_or(0)
    }

    fn unread_pages(&self) -> u64 {
        self.covered.rows.iter().map(|r| r.unread_pages).sum()
    }

    fn show(&self, out: &mut impl Write, arguments: &Status) -> Result<()> {
        let balance = &self.balance;
        let failed: u64 = balance.failed.values().sum();
        writeln!(
            out,
            "{BOLD}{} files{RESET} = {} stored + {failed} failed; {} records",
            balance.discovered, balance.stored, balance.records
        )?;
        if let Some(run) = balance.last_run {
            let end = if run.finished { "" } else { " (interrupted)" };
            let began = if run.began > 0 { format!(", {}", clock::written(run.began)) } else { String::new() };
            writeln!(
                out,
                "last change{began}: {} discovered = {} stored + {} unchanged + {} failed{end}",
                run.discovered, run.stored, run.unchanged, run.failed
            )?;
        }
        let Space { database, originals, index } = self.space;
        writeln!(out, "on disk: {} database, {} originals, {} index", space(database), space(originals), space(index))?;
        let Outside { pages, pages_outside, words, words_outside } = self.outside;
        if words > 0 {
            writeln!(
                out,
                "searched: {words} words on {pages} pages; {words_outside} words stand in no item, and {pages_outside} \
                 of the pages hold none"
            )?;
        }
        if self.scans() + self.unread_pages() > 0 {
            writeln!(
                out,
                "without text: {} files, and {} pages of those that are stored",
                self.scans(),
                self.unread_pages()
            )?;
        }
        table(out, &self.rows, arguments)?;
        self.show_expected(out)?;
        if !self.gone.is_empty() {
            writeln!(out, "\n{BOLD}not there any more{RESET} {}; their records are kept", self.gone.len())?;
            for file in &self.gone {
                writeln!(out, "  {}", line(file))?;
            }
        }
        for (reason, count) in &balance.failed {
            writeln!(out, "\n{BOLD}{}{RESET} {count}", reason.as_str())?;
            for failure in self.failures.iter().filter(|f| f.reason.as_ref() == Some(reason)) {
                let message = failure.message.as_deref().unwrap_or("");
                writeln!(out, "  {}: {}", line(&failure.key), line(message))?;
            }
        }
        if !self.doubtful.is_empty() {
            writeln!(out, "\n{BOLD}stored, but read only in part{RESET} {}", self.doubtful.len())?;
            for entry in &self.doubtful {
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
        Ok(())
    }

    fn show_expected(&self, out: &mut impl Write) -> Result<()> {
        for (lack, title) in [
            (Lack::Meeting, "meetings that the papers prove, and of which there is nothing"),
            (Lack::Reading, "meetings whose papers are there, by their names, and could not be read"),
            (Lack::Minutes, "meetings with an agenda and without minutes"),
            (Lack::Moved, "meetings that seem to have been moved to another day"),
        ] {
            let all: Vec<&Expected> = self.covered.expected.iter().filter(|e| e.lack == lack).collect();
            if all.is_empty() {
                continue;
            }
            writeln!(out, "\n{BOLD}{title}{RESET} {}", all.len())?;
            for expected in all {
                writeln!(out, "  {}, {}", line(&expected.body), line(&when(expected)))?;
                for evidence in &expected.evidence {
                    let page = said::page(evidence.page);
                    let (quote, file) = (line(&evidence.quote), line(&evidence.file));
                    writeln!(out, "      \u{201c}{quote}\u{201d}  {DIM}{file}{page}{RESET}")?;
                }
                for unread in &expected.unread {
                    writeln!(out, "      not read: {}: {}", line(&unread.file), unread.reason)?;
                }
            }
        }
        Ok(())
    }
}

/// The day of an expected meeting, as far as it is known, and what is odd about it.
fn when(expected: &Expected) -> String {
    let mut said = match (expected.date, expected.after, expected.before) {
        (Some(day), ..) => day.to_string(),
        (None, Some(after), Some(before)) => format!("between {after} and {before}"),
        _ => "on a day that is not known".to_owned(),
    };
    if let Some((from, to)) = expected.numbers {
        if from == to {
            said.push_str(&format!("; no paper holds minute {from}"));
        } else {
            said.push_str(&format!("; no paper holds minutes {from} to {to}"));
        }
    }
    if let Some(record) = &expected.instead {
        said.push_str(&format!("; record {record} is of a day near it"));
    }
    said
}

fn space(bytes: u64) -> String {
    match bytes {
        0..0x10_0000 => format!("{} KiB", bytes.div_ceil(1 << 10)),
        _ => format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20)),
    }
}

/// The table of bodies and years, if one is asked for.
fn table(out: &mut impl Write, rows: &[Row], arguments: &Status) -> Result<()> {
    /// Characters of a body's name.
    const NAME: usize = 44;
    let (by_body, by_year) = (arguments.by_body, arguments.by_year);
    if rows.is_empty() {
        return Ok(());
    }
    let body = |text: &str| {
        if by_body { format!("{:<NAME$}  ", text.chars().take(NAME).collect::<String>()) } else { String::new() }
    };
    let year = |text: &str| if by_year { format!("{text:<6}") } else { String::new() };
    writeln!(
        out,
        "\n{BOLD}{}{}records  meetings  minutes  agendas  missing  not read  no minutes  pages  unread  quality  known  glued{RESET}",
        body("body"),
        year("year")
    )?;
    for row in rows {
        let read = match row.pages {
            0 => format!("{:>7}  {:>5}  {:>5}", "-", "-", "-"),
            _ => format!("{:>7.2}  {:>4.0}%  {:>4.1}%", row.quality, row.known_words * 100.0, row.glued_words * 100.0),
        };
        writeln!(
            out,
            "{}{}{:>7}  {:>8}  {:>7}  {:>7}  {:>7}  {:>8}  {:>10}  {:>5}  {:>6}  {read}",
            body(&line(row.body.as_deref().unwrap_or("(no body named)"))),
            year(&row.year.map_or_else(|| "-".to_owned(), |y| y.to_string())),
            row.records,
            row.meetings,
            row.minutes,
            row.agendas,
            row.missing,
            row.not_read,
            row.minutes_missing,
            row.pages,
            row.unread_pages,
        )?;
    }
    Ok(())
}
