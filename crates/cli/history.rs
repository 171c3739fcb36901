//! `history` and `diff`: the versions of a file, and what changed between two of them.

use std::io::Write;

use anyhow::{Result, bail};
use archive::{Archive, Change, Version, changes};
use serde_json::json;
use types::Meeting;

use crate::Exit;
use crate::args::{Diff, History};
use crate::terminal::{BOLD, DIM, RESET, line};

/// The versions of the file that a record was read from.
fn versions(archive: &Archive, name: &str) -> Result<Vec<Version>> {
    let records = archive.find(name)?;
    let mut works: Vec<&str> = records.iter().filter_map(|r| r.id.split('/').next()).collect();
    works.dedup();
    match works.as_slice() {
        [] => bail!("no record `{name}`; `minutebook search` shows the ids of what it finds"),
        [work] => Ok(archive.history(work)?),
        several => bail!("`{name}` names records of {} files: {}", several.len(), several.join(", ")),
    }
}

/// `minutebook history`
pub(crate) fn history(arguments: &History) -> Result<Exit> {
    let archive = Archive::open(&arguments.record.folder.archive)?;
    let mut out = anstream::stdout().lock();
    for version in versions(&archive, &arguments.record.id)? {
        if arguments.json {
            let json = json!({
                "sequence": version.sequence, "sha256": version.sha256, "bytes": version.bytes, "records": version.meetings,
            });
            writeln!(out, "{json}")?;
            continue;
        }
        writeln!(
            out,
            "{BOLD}{}{RESET}  {} bytes  {DIM}{}{RESET}",
            version.sequence,
            version.bytes,
            version.sha256.get(..16).unwrap_or(&version.sha256)
        )?;
        for meeting in &version.meetings {
            writeln!(out, "   {}", line(&summary(meeting)))?;
        }
    }
    Ok(Exit::Done)
}

fn summary(meeting: &Meeting) -> String {
    format!(
        "{}, {}, {} ({}): {} items, {} decisions, {} actions",
        meeting.organization.name.as_deref().unwrap_or("body not named"),
        meeting.meeting.date.map_or_else(|| "no date".to_owned(), |d| d.to_string()),
        meeting.document.kind.as_str(),
        meeting.document.status.as_str(),
        meeting.agenda_items.len(),
        meeting.decisions.len(),
        meeting.actions.len()
    )
}

/// `minutebook diff`
pub(crate) fn diff(arguments: &Diff) -> Result<Exit> {
    let archive = Archive::open(&arguments.record.folder.archive)?;
    let versions = versions(&archive, &arguments.record.id)?;
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
