//! `search --group-by`: how many meetings match, beside how many were searched and how many could not be.

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::{Context, Result};
use archive::Archive;
use index::{Answer, Counted, Facets};
use serde::Serialize;
use types::Date;

use crate::args::{GroupBy, HitFormat};
use crate::terminal::{DIM, RESET, line};
use crate::{clock, export, said, status, terminal};

/// A row of the table.
#[derive(Serialize)]
struct Row<'a> {
    value: &'a str,
    meetings: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    searched: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_there: Option<u64>,
    units: usize,
}

/// Meetings that the papers prove and that cannot be searched: nothing is there of them, or no minutes that can be
/// read. By body or year; empty where it is counted by something else.
#[derive(Default)]
pub(crate) struct NotThere(BTreeMap<String, u64>);

impl NotThere {
    /// Of the bodies and the years that were searched.
    pub(crate) fn of(by: GroupBy, answer: &Answer, archive: &Archive) -> Result<Self> {
        let (Some(searched), GroupBy::Body | GroupBy::Year) = (&answer.searched_facets, by) else {
            return Ok(Self::default());
        };
        let today = Date::from_unix_seconds(clock::now()).context("the clock is not set")?;
        let covered = status::covered(archive, today, &archive.failures()?)?.0;
        let mut not_there = BTreeMap::new();
        for row in covered.rows {
            let (Some(name), Some(year)) = (&row.body, row.year) else { continue };
            // A body that two councils have is told with its council here.
            let is_of =
                |c: &&Counted| name == &c.value || name.strip_prefix(&c.value).is_some_and(|r| r.starts_with(", "));
            let Some(body) = searched.body.iter().find(is_of) else { continue };
            let year = year.to_string();
            if searched.year.iter().any(|c| c.value == year) {
                let key = if by == GroupBy::Body { body.value.clone() } else { year };
                *not_there.entry(key).or_default() += row.missing + row.not_read + row.minutes_missing;
            }
        }
        Ok(Self(not_there))
    }
}

/// Writes the counts.
pub(crate) fn write(
    by: GroupBy,
    answer: &Answer,
    NotThere(not_there): &NotThere,
    format: HitFormat,
    out: &mut impl Write,
) -> Result<()> {
    let none = Facets::default();
    let pick = |facets: &'_ Facets| -> Vec<Counted> {
        match by {
            GroupBy::Body => &facets.body,
            GroupBy::Council => &facets.council,
            GroupBy::Year => &facets.year,
            GroupBy::Kind => &facets.kind,
            GroupBy::Type => &facets.of_type,
            GroupBy::Document => &facets.document,
            GroupBy::Agency => &facets.agency,
            GroupBy::Person => &facets.person,
        }
        .clone()
    };
    let found = pick(answer.facets.as_ref().unwrap_or(&none));
    let of_papers = matches!(by, GroupBy::Body | GroupBy::Council | GroupBy::Year | GroupBy::Document);
    let all = answer.searched_facets.as_ref().filter(|_| of_papers).map(pick);
    let searched = |value: &str| all.as_ref()?.iter().find(|c| c.value == value).map(|c| c.meetings);
    let row = |c: &'_ Counted, meetings, units| Row {
        value: "",
        meetings,
        searched: searched(&c.value),
        not_there: not_there.get(&c.value).copied().filter(|n| *n > 0),
        units,
    };
    let mut rows: Vec<Row<'_>> = found.iter().map(|c| Row { value: &c.value, ..row(c, c.meetings, c.units) }).collect();
    // A year in which nothing was found is one that was searched.
    let empty = all.iter().flatten().filter(|a| by == GroupBy::Year && !found.iter().any(|c| c.value == a.value));
    rows.extend(empty.map(|a| Row { value: &a.value, ..row(a, 0, 0) }));
    if by == GroupBy::Year {
        rows.sort_by(|a, b| a.value.cmp(b.value));
    }
    match format {
        HitFormat::Json => terminal::json_line(
            out,
            &serde_json::json!({
                "meetings": answer.meetings, "searched": answer.searched, "units": answer.units, "groups": rows,
            }),
        )?,
        HitFormat::Jsonl => rows.iter().try_for_each(|row| terminal::json_line(out, row))?,
        HitFormat::Csv => {
            let mut table = csv::Writer::from_writer(out);
            table.write_record(["value", "meetings", "searched", "not_there", "units"])?;
            for row in &rows {
                let searched = row.searched.map_or_else(String::new, |n| n.to_string());
                let not_there = row.not_there.map_or_else(String::new, |n| n.to_string());
                let counts = [row.meetings.to_string(), searched, not_there, row.units.to_string()];
                table.write_record([export::harmless(row.value)].iter().chain(&counts))?;
            }
            table.flush()?;
        }
        HitFormat::Md | HitFormat::Text => text(&rows, answer, format == HitFormat::Md, out)?,
    }
    Ok(())
}

fn text(rows: &[Row<'_>], answer: &Answer, is_table: bool, out: &mut impl Write) -> Result<()> {
    /// Cells of the longest bar.
    const BAR: usize = 30;
    let most = rows.iter().map(|r| r.meetings).max().unwrap_or(0).max(1);
    let wide = rows.iter().map(|r| r.value.chars().count()).max().unwrap_or(0).min(60);
    let of = |row: &Row<'_>| {
        let searched = row.searched.map_or_else(String::new, |n| format!(" of {n}"));
        let not_there = row.not_there.map_or_else(String::new, |n| format!(", {n} not there"));
        format!("{searched}{not_there}")
    };
    let widest = rows.iter().map(|r| of(r).chars().count()).max().unwrap_or(0);
    if is_table {
        writeln!(out, "| value | meetings |\n| --- | --- |")?;
    }
    for row in rows {
        let bar = "\u{2588}".repeat((row.meetings * BAR).div_ceil(most));
        match is_table {
            true => writeln!(out, "| {} | {}{} |", line(row.value).replace('|', "\\|"), row.meetings, of(row))?,
            false => {
                writeln!(out, "{:<wide$}  {:>6}{:<widest$}  {DIM}{bar}{RESET}", line(row.value), row.meetings, of(row))?
            }
        }
    }
    if is_table {
        writeln!(out)?;
    }
    writeln!(out, "{}", said::counted(answer))?;
    let not_there: u64 = rows.iter().filter_map(|r| r.not_there).sum();
    if not_there > 0 {
        writeln!(
            out,
            "not there: {not_there} meetings that the papers prove and whose minutes are missing or cannot be read; \
             `minutebook status` names them"
        )?;
    }
    Ok(())
}
