//! Tells which meetings the records prove and the archive does not hold, and how well its papers could be read.
//!
//! An archive that counts only what it was given is always complete. The papers themselves tell what there should be:
//! a meeting names the next one, approves the minutes of the last one, and numbers its minutes on from those of the
//! last one. Each expectation here carries the words that it rests on.

mod body;
mod brief;
mod evidence;
mod expect;
mod filename;
mod glance;
mod numbers;
mod row;

use std::collections::BTreeMap;

use types::Date;

pub use evidence::{Basis, Evidence};
pub use expect::{Expected, Lack, Unread};
pub use glance::Glance;
pub use row::{Covered, Row};

use body::{Body, Told};
use brief::Brief;

/// Takes records in, and tells what follows from all of them. Of each record it keeps a few dates and quotes.
#[derive(Default)]
pub struct Coverage {
    told: BTreeMap<Told, Vec<Brief>>,
    rows: BTreeMap<(Told, Option<i32>), Row>,
    unread: BTreeMap<Date, Vec<Unread>>,
}

impl Coverage {
    /// Takes a record in.
    pub fn take(&mut self, glance: Glance) {
        let told = Told::of(&glance);
        let year = glance.meeting.date.map(Date::year);
        self.rows.entry((told.clone(), year)).or_default().take(&glance);
        self.told.entry(told).or_default().push(Brief::of(glance));
    }

    /// Takes a file in that could not be read: its name may tell of which day it is.
    pub fn take_unread(&mut self, file: &str, reason: &str) {
        if let Some(day) = filename::day(file) {
            self.unread.entry(day).or_default().push(Unread { file: file.to_owned(), reason: reason.to_owned() });
        }
    }

    /// What follows from all records. Meetings that were to be after `today` are not missed yet.
    pub fn finish(self, today: Date) -> Covered {
        let bodies = body::resolve(self.told.keys());
        let mut rows: BTreeMap<(&Body, Option<i32>), Row> = BTreeMap::new();
        for ((told, year), row) in &self.rows {
            if let Some(body) = bodies.get(told) {
                rows.entry((body, *year)).or_default().add(row);
            }
        }
        let mut papers: BTreeMap<&Body, Vec<Brief>> = BTreeMap::new();
        for (told, briefs) in self.told {
            if let Some(body) = bodies.get(&told) {
                papers.entry(body).or_default().extend(briefs);
            }
        }
        let mut expected = Vec::new();
        for (body, briefs) in &mut papers {
            let body = *body;
            briefs.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
            let name = body.name(briefs);
            let lacks = if body.is_named() { expect::lacks(&name, briefs, &self.unread, today) } else { Vec::new() };
            for papers in briefs.chunk_by(|a, b| a.date == b.date) {
                let Some(day) = papers.first().and_then(|b| b.date) else { continue };
                let row = rows.entry((body, Some(day.year()))).or_default();
                row.meetings += 1;
                row.not_held += u64::from(papers.iter().any(Brief::was_not_held));
            }
            for lack in &lacks {
                let row = rows.entry((body, lack.day().map(Date::year))).or_default();
                match lack.lack {
                    Lack::Meeting => row.missing += 1,
                    Lack::Minutes => row.minutes_missing += 1,
                    Lack::Reading => row.not_read += 1,
                    Lack::Moved => {}
                }
            }
            let years = (body, None)..=(body, Some(i32::MAX));
            for ((_, year), row) in rows.range_mut(years) {
                (row.body, row.year) = (body.is_named().then(|| name.clone()), *year);
            }
            expected.extend(lacks);
        }
        Covered { rows: rows.into_values().collect(), expected }
    }
}

#[cfg(test)]
mod tests;
