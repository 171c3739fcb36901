//! `export`: records as JSON lines, tables as CSV. Every row carries the page and the words.

use std::io::{self, Write};

use anyhow::Result;
use archive::Archive;
use serde::Serialize;
use types::{Cite, Meeting};

use crate::args::{Export, Format, Table};
use crate::exit::Exit;
use crate::terminal;

/// A record with the ids of the other records of the same meeting.
#[derive(Serialize)]
struct Exported {
    #[serde(flatten)]
    meeting: Meeting,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    same_as: Vec<String>,
}

/// `minutebook export`
pub(crate) fn export(arguments: &Export) -> Result<Exit> {
    let archive = Archive::open(&arguments.folder.path())?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    if arguments.format == Format::Jsonl {
        let lost = archive.each::<anyhow::Error>(|meeting| {
            let same_as = archive.twins(&meeting.id)?;
            Ok(terminal::json_line(&mut out, &Exported { meeting, same_as })?)
        })?;
        out.flush()?;
        return Ok(terminal::lost(&lost));
    }
    let mut csv = csv::Writer::from_writer(out);
    let common = ["record", "file", "body", "date"];
    // Only the table of meetings has a line a record.
    let is_meetings = arguments.table == Table::Meetings;
    let last = if is_meetings { &["page", "quote", "same_as"][..] } else { &["page", "quote"] };
    csv.write_record(common.iter().chain(columns(arguments.table)).chain(last))?;
    let lost = archive.each::<anyhow::Error>(|meeting| {
        for (values, cite) in rows(&meeting, arguments.table) {
            let common = [
                meeting.id.clone(),
                meeting.source.file.clone().unwrap_or_default(),
                meeting.organization.name.clone().unwrap_or_default(),
                meeting.meeting.date.map(|d| d.to_string()).unwrap_or_default(),
            ];
            let quote: Vec<&str> = cite.0.iter().map(|p| p.quote.as_str()).collect();
            let place = [cite.page().map(|p| p.to_string()).unwrap_or_default(), quote.join(" \u{2026} ")];
            let same_as = is_meetings.then(|| archive.twins(&meeting.id)).transpose()?.map(|ids| ids.join(" "));
            csv.write_record(common.into_iter().chain(values).chain(place).chain(same_as).map(|v| harmless(&v)))?;
        }
        Ok(())
    })?;
    csv.flush()?;
    Ok(terminal::lost(&lost))
}

/// A cell that a spreadsheet would run as a formula is set apart with an apostrophe (OWASP, CSV injection), in full
/// width too; signs that drive a terminal are marked.
pub(crate) fn harmless(value: &str) -> String {
    const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    let apart = if value.starts_with(FORMULA) { "'" } else { "" };
    format!("{apart}{}", terminal::plain(value))
}

fn columns(table: Table) -> &'static [&'static str] {
    match table {
        Table::Meetings => &[
            "kind",
            "status",
            "start_time",
            "end_time",
            "place",
            "chair",
            "items",
            "decisions",
            "actions",
            "unread_pages",
        ],
        Table::Participants => &["name", "role", "organization", "post", "attendance", "represents", "represented_by"],
        Table::Items => &["number", "title", "text"],
        Table::Decisions => &["item", "type", "tier", "outcome", "inferred", "confidence", "mover", "seconder", "text"],
        Table::Votes => &["item", "motion", "for", "against", "abstain", "result", "named"],
        Table::Actions => &["item", "tier", "confidence", "owner", "due", "due_text", "text"],
        Table::Declarations => &["item", "person", "type", "reason", "withdrew"],
        Table::Findings => &["kind", "message"],
    }
}

fn rows(meeting: &Meeting, table: Table) -> Vec<(Vec<String>, Cite)> {
    let text = |v: &Option<String>| v.clone().unwrap_or_default();
    match table {
        Table::Meetings => {
            let m = &meeting.meeting;
            let unread: Vec<String> = meeting.source.unread_pages.iter().map(u32::to_string).collect();
            let values = vec![
                meeting.document.kind.as_str().into(),
                meeting.document.status.as_str().into(),
                m.start_time.map(|t| t.to_string()).unwrap_or_default(),
                m.end_time.map(|t| t.to_string()).unwrap_or_default(),
                m.location.as_ref().map(|l| l.name.clone()).unwrap_or_default(),
                text(&m.chair),
                meeting.agenda_items.len().to_string(),
                meeting.decisions.len().to_string(),
                meeting.actions.len().to_string(),
                unread.join(" "),
            ];
            vec![(values, meeting.organization.cite.clone().and(m.cite.date.clone()))]
        }
        Table::Participants => {
            let row = |p: &types::Participant| {
                let values = vec![
                    p.name.clone(),
                    p.role.as_str().into(),
                    text(&p.organization),
                    text(&p.post),
                    p.attendance.as_str().into(),
                    text(&p.represents),
                    text(&p.represented_by),
                ];
                (values, p.cite.clone())
            };
            meeting.participants.iter().map(row).collect()
        }
        Table::Items => {
            let row = |i: &types::AgendaItem| {
                let paragraphs: Vec<&str> = i.paragraphs.iter().map(|p| p.text.as_str()).collect();
                (vec![text(&i.number), text(&i.title), paragraphs.join("\n")], i.cite.clone())
            };
            meeting.agenda_items.iter().map(row).collect()
        }
        Table::Decisions => {
            let row = |d: &types::Decision| {
                let values = vec![
                    text(&d.item_number),
                    d.kind.as_str().into(),
                    d.tier.as_str().into(),
                    d.outcome.as_str().into(),
                    d.inferred.to_string(),
                    format!("{:.2}", d.confidence),
                    text(&d.mover),
                    text(&d.seconder),
                    d.text.clone(),
                ];
                (values, d.cite.clone())
            };
            meeting.decisions.iter().map(row).collect()
        }
        Table::Votes => {
            let count = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
            let row = |v: &types::Vote| {
                let named: Vec<String> = v.named.iter().map(|n| format!("{}: {}", n.name, n.option.as_str())).collect();
                let values = vec![
                    text(&v.item_number),
                    text(&v.motion),
                    count(v.ayes),
                    count(v.noes),
                    count(v.abstain),
                    v.result.as_str().into(),
                    named.join("; "),
                ];
                (values, v.cite.clone())
            };
            meeting.votes.iter().map(row).collect()
        }
        Table::Declarations => {
            let row = |d: &types::Declaration| {
                let withdrew = d.withdrew.map(|w| if w { "yes" } else { "no" }.to_owned()).unwrap_or_default();
                let values =
                    vec![text(&d.item_number), d.person.clone(), text(&d.interest_type), text(&d.reason), withdrew];
                (values, d.cite.clone())
            };
            meeting.declarations_of_interest.items.iter().map(row).collect()
        }
        Table::Findings => {
            let row = |f: &types::Finding| {
                let cite = f.cites.iter().cloned().fold(Cite::default(), Cite::and);
                (vec![f.kind.as_str().into(), f.message.clone()], cite)
            };
            meeting.findings.iter().map(row).collect()
        }
        Table::Actions => {
            let row = |a: &types::Action| {
                let values = vec![
                    text(&a.item_number),
                    a.tier.as_str().into(),
                    format!("{:.2}", a.confidence),
                    a.owner.join("; "),
                    a.due.map(|d| d.to_string()).unwrap_or_default(),
                    text(&a.due_text),
                    a.text.clone(),
                ];
                (values, a.cite.clone())
            };
            meeting.actions.iter().map(row).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("- carried"), "'- carried");
        assert_eq!(harmless("\u{ff1d}1+1"), "'\u{ff1d}1+1");
        assert_eq!(harmless("a\u{1b}[31m"), "a\u{fffd}[31m");
        assert_eq!(harmless("RESOLVED"), "RESOLVED");
    }
}
