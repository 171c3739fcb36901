//! `history` and `diff`: the versions of a file, and what changed between two of them.

use std::io::Write;

use anyhow::{Result, bail};
use archive::{Archive, Change, Known, Version, changes};
use serde_json::json;
use types::{Failure, Meeting, PreviousMinutes, PreviousOutcome};

use crate::args::{Diff, History};
use crate::exit::Exit;
use crate::terminal::{BOLD, DIM, RED, RESET, line};
use crate::{clock, said};

/// The file that a record was read from, and its versions.
fn versions(archive: &Archive, name: &str) -> Result<(Option<Known>, Vec<Version>)> {
    let records = archive.find(name)?;
    let mut works: Vec<&Meeting> = records.iter().collect();
    works.dedup_by_key(|r| work(r));
    match works.as_slice() {
        [] => bail!("no record `{name}`; `minutebook search` shows the ids of what it finds"),
        [one] => Ok((archive.known(work(one))?, archive.history(work(one))?)),
        several => {
            let each = several.iter().map(|r| format!("{} ({}, {})", r.id, r.document.status.as_str(), file(r)));
            bail!("`{name}` names records of {} files: {}", several.len(), each.collect::<Vec<_>>().join(", "))
        }
    }
}

/// The id of a record's work.
fn work(record: &Meeting) -> &str {
    record.id.split('/').next().unwrap_or(&record.id)
}

fn file(record: &Meeting) -> &str {
    record.source.file.as_deref().unwrap_or("")
}

/// What other papers say of a meeting.
#[derive(Default)]
struct Elsewhere {
    /// Later meetings that had its minutes before them, with the words.
    approvals: Vec<(Meeting, PreviousMinutes)>,
    /// Other papers of the same meeting.
    papers: Vec<Meeting>,
}

impl Elsewhere {
    fn of(archive: &Archive, versions: &[Version]) -> Result<Self> {
        let mut all = Self::default();
        for own in versions.last().map_or(&[][..], |v| &v.meetings) {
            let (Some(body), Some(date)) = (&own.organization.name, own.meeting.date) else { continue };
            for other in archive.of_body(body)?.into_iter().filter(|o| work(o) != work(own)) {
                if other.meeting.date == Some(date) {
                    all.papers.push(other);
                } else if let Some(said) = other
                    .previous_minutes
                    .iter()
                    .find(|p| p.meeting_date == Some(date) && p.outcome != PreviousOutcome::Listed)
                {
                    let said = said.clone();
                    all.approvals.push((other, said));
                }
            }
        }
        Ok(all)
    }
}

/// How a version stands to the one before it.
fn news(before: Option<&Version>, version: &Version) -> Result<Option<usize>> {
    before.map(|before| Ok(changes(&before.meetings, &version.meetings)?.len())).transpose()
}

/// `draft`, or `draft, then approved` where that changed.
fn statuses(before: Option<&Version>, version: &Version) -> String {
    let of = |v: &Version| v.meetings.first().map(|m| m.document.status.as_str());
    match (before.and_then(of), of(version)) {
        (Some(old), Some(new)) if old != new => format!("{old}, now {new}"),
        (_, Some(new)) => new.to_owned(),
        (_, None) => "not read".to_owned(),
    }
}

/// `minutebook history`
pub(crate) fn history(arguments: &History) -> Result<Exit> {
    let archive = Archive::open(&arguments.record.folder.path())?;
    let (known, versions) = versions(&archive, &arguments.record.id)?;
    let failure = known.and_then(|k| k.failure);
    let Elsewhere { approvals, papers } = Elsewhere::of(&archive, &versions)?;
    let mut out = anstream::stdout().lock();
    let mut before: Option<&Version> = None;
    for version in &versions {
        let differ = news(before, version)?;
        let seen = version.seen.map(clock::written);
        if arguments.json {
            let mut json = json!({
                "sequence": version.sequence, "sha256": version.sha256, "bytes": version.bytes, "seen": seen,
                "fields_changed": differ, "records": version.meetings,
            });
            if version.sequence == versions.len() as i64 {
                json["failed_since"] =
                    json!(failure.as_ref().map(|f| json!({"reason": f.reason, "message": f.message})));
                json["before_later_meetings"] = approvals
                    .iter()
                    .map(|(m, p)| {
                        json!({"record": m.id, "date": m.meeting.date, "outcome": p.outcome, "corrections": p.corrections, "cite": p.cite})
                    })
                    .collect();
                json["other_papers"] = papers
                    .iter()
                    .map(|m| json!({"record": m.id, "kind": m.document.kind, "status": m.document.status, "file": file(m)}))
                    .collect();
            }
            writeln!(out, "{json}")?;
        } else {
            let seen = seen.unwrap_or_else(|| "seen before times were kept".to_owned());
            let news = match differ {
                None => String::new(),
                Some(0) => "; reads as the one before".to_owned(),
                Some(n) => format!("; {n} fields changed"),
            };
            let hash = version.sha256.get(..16).unwrap_or(&version.sha256);
            writeln!(
                out,
                "{BOLD}{}{RESET}  {seen}  {} bytes  {DIM}{hash}{RESET}  {}{news}",
                version.sequence,
                version.bytes,
                statuses(before, version)
            )?;
            for meeting in &version.meetings {
                writeln!(out, "   {}", line(&summary(meeting)))?;
            }
        }
        before = Some(version);
    }
    if arguments.json {
        return Ok(Exit::Done);
    }
    if let Some(Failure { reason, message }) = failure {
        writeln!(
            out,
            "{RED}the bytes that were seen last could not be read{RESET}: {}: {}",
            reason.as_str(),
            line(&message)
        )?;
    }
    for (meeting, minutes) in &approvals {
        let date = said::day(meeting.meeting.date);
        let page = said::page(minutes.cite.page());
        let outcome = minutes.outcome.as_str().replace('_', " ");
        writeln!(out, "{outcome} on {date}, {} {DIM}{}{page}{RESET}", meeting.id, line(file(meeting)))?;
        for place in &minutes.cite.0 {
            writeln!(out, "   \u{201c}{}\u{201d}", line(&place.quote))?;
        }
        for correction in &minutes.corrections {
            writeln!(out, "   correction: {}", line(correction))?;
        }
    }
    for paper in &papers {
        let (kind, status) = (paper.document.kind.as_str(), paper.document.status.as_str());
        writeln!(out, "also {kind} ({status}), {} {DIM}{}{RESET}", paper.id, line(file(paper)))?;
    }
    Ok(Exit::Done)
}

fn summary(meeting: &Meeting) -> String {
    format!(
        "{}, {}, {} ({}): {} items, {} decisions, {} actions",
        said::body(meeting.organization.name.as_deref()),
        said::day(meeting.meeting.date),
        meeting.document.kind.as_str(),
        meeting.document.status.as_str(),
        meeting.agenda_items.len(),
        meeting.decisions.len(),
        meeting.actions.len()
    )
}

/// `minutebook diff`
pub(crate) fn diff(arguments: &Diff) -> Result<Exit> {
    let archive = Archive::open(&arguments.record.folder.path())?;
    let (_, versions) = versions(&archive, &arguments.record.id)?;
    let last = versions.last().map_or(0, |v| v.sequence);
    let of = |sequence: i64| match versions.iter().find(|v| v.sequence == sequence) {
        Some(version) => Ok(version),
        None => bail!("there is no version {sequence}, there are {last}; `minutebook history` lists them"),
    };
    let to = arguments.to.unwrap_or(last);
    let from = arguments.from.unwrap_or(to - 1);
    if last < 2 && arguments.from.is_none() {
        bail!("only one version of it was seen; there is nothing to compare");
    }
    let (from, to) = (of(from)?, of(to)?);
    let changes = changes(&from.meetings, &to.meetings)?;
    let mut out = anstream::stdout().lock();
    for Change { field, old, new } in &changes {
        if arguments.json {
            writeln!(out, "{}", json!({"field": field, "old": old, "new": new}))?;
            continue;
        }
        writeln!(out, "{BOLD}{}{RESET}", line(field))?;
        for (sign, value) in [('-', old), ('+', new)] {
            if !value.is_null() {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                writeln!(out, "  {sign} {}", line(&text))?;
            }
        }
    }
    if changes.is_empty() && !arguments.json {
        writeln!(out, "the bytes differ, what is read from them does not")?;
    }
    Ok(if changes.is_empty() { Exit::Nothing } else { Exit::Done })
}
