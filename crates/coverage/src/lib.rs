//! Tells which meetings the records prove and the archive does not hold, and how well its papers could be read.
//!
//! An archive that counts only what it was given is always complete. The papers themselves tell what there should be:
//! a meeting names the next one, approves the minutes of the last one, and numbers its minutes on from those of the
//! last one. Each expectation here carries the words that it rests on.

mod body;
mod expect;
mod filename;
mod glance;
mod numbers;

use std::collections::BTreeMap;

use serde::Serialize;
use types::{Date, DocumentKind, DocumentStatus, MeetingState};

pub use expect::{Basis, Evidence, Expected, Lack, Unread};
pub use glance::Glance;

use body::{Body, Told};
use glance::Brief;

/// Takes records in, and tells what follows from all of them. Of each record it keeps a few dates and quotes.
#[derive(Default)]
pub struct Coverage {
    told: BTreeMap<Told, Vec<Brief>>,
    rows: BTreeMap<(Told, Option<i32>), Row>,
    unread: BTreeMap<Date, Vec<Unread>>,
}

/// What there is of a body in a year.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Row {
    /// The body as most of its papers write it; nothing where no paper names one.
    pub body: Option<String>,
    /// The year of the meetings; nothing for those without a date, or for all years.
    pub year: Option<i32>,
    /// Records.
    pub records: u64,
    /// Days on which it met or was to meet.
    pub meetings: u64,
    /// Records that tell what happened: minutes, notes, lists of decisions.
    pub minutes: u64,
    /// Records that tell what was planned: agendas and packs.
    pub agendas: u64,
    /// Records marked as drafts.
    pub drafts: u64,
    /// Meetings that were cancelled or had no quorum.
    pub not_held: u64,
    /// Expected meetings of which there is nothing.
    pub missing: u64,
    /// Expected meetings of which there are files that could not be read, by their names.
    pub not_read: u64,
    /// Meetings of which there is an agenda and nothing that tells what happened.
    pub minutes_missing: u64,
    /// Pages.
    pub pages: u64,
    /// Pages without text, or that could not be read.
    pub unread_pages: u64,
    /// How far the words can be trusted, 0 to 1: the mean over pages.
    pub quality: f64,
    /// Share of words that are among the commonest, 0 to 1: the mean over pages.
    pub known_words: f64,
    /// Share of words that are too long to be one, 0 to 1: the mean over pages.
    pub glued_words: f64,
}

impl Row {
    fn take(&mut self, glance: &Glance) {
        self.records += 1;
        self.minutes += u64::from(tells_what_happened(glance.document.kind));
        self.agendas += u64::from(plans(glance.document.kind));
        self.drafts += u64::from(glance.document.status == DocumentStatus::Draft);
        // Several meetings of one file share its pages.
        if !glance.is_first_of_file() {
            return;
        }
        let pages = f64::from(glance.source.pages);
        let before = self.pages as f64;
        let mean = |old: f64, new: f32| {
            if before + pages > 0.0 { (old * before + f64::from(new) * pages) / (before + pages) } else { old }
        };
        self.quality = mean(self.quality, glance.source.quality);
        self.known_words = mean(self.known_words, glance.source.known_words);
        self.glued_words = mean(self.glued_words, glance.source.glued_words);
        self.pages += u64::from(glance.source.pages);
        self.unread_pages += glance.unread_pages();
    }

    fn add(&mut self, other: &Self) {
        let (a, b) = (self.pages as f64, other.pages as f64);
        let mean = |x: f64, y: f64| if a + b > 0.0 { (x * a + y * b) / (a + b) } else { x };
        self.quality = mean(self.quality, other.quality);
        self.known_words = mean(self.known_words, other.known_words);
        self.glued_words = mean(self.glued_words, other.glued_words);
        for (mine, theirs) in [
            (&mut self.records, other.records),
            (&mut self.meetings, other.meetings),
            (&mut self.minutes, other.minutes),
            (&mut self.agendas, other.agendas),
            (&mut self.drafts, other.drafts),
            (&mut self.not_held, other.not_held),
            (&mut self.missing, other.missing),
            (&mut self.not_read, other.not_read),
            (&mut self.minutes_missing, other.minutes_missing),
            (&mut self.pages, other.pages),
            (&mut self.unread_pages, other.unread_pages),
        ] {
            *mine += theirs;
        }
    }
}

/// What the records come to.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Covered {
    /// A row for each body and year, by body and year.
    pub rows: Vec<Row>,
    /// What is expected and not there, by body and day.
    pub expected: Vec<Expected>,
}

impl Covered {
    /// The rows put together: by body, by year, or all in one.
    pub fn summed(&self, by_body: bool, by_year: bool) -> Vec<Row> {
        let mut sums: BTreeMap<(Option<String>, Option<i32>), Row> = BTreeMap::new();
        for row in &self.rows {
            let body = if by_body { row.body.clone() } else { None };
            let year = if by_year { row.year } else { None };
            let sum = sums.entry((body.clone(), year)).or_insert_with(|| Row { body, year, ..Row::default() });
            sum.add(row);
        }
        sums.into_values().collect()
    }
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

/// Papers that tell what happened at a meeting.
fn tells_what_happened(kind: DocumentKind) -> bool {
    use DocumentKind::{DecisionList, DecisionNotice, Minutes, Notes, Summary, Transcript, VotingRecord};
    matches!(kind, Minutes | Notes | DecisionList | DecisionNotice | Summary | Transcript | VotingRecord)
}

/// Papers that tell what is planned for a meeting.
fn plans(kind: DocumentKind) -> bool {
    matches!(kind, DocumentKind::Agenda | DocumentKind::AgendaPack)
}

/// A meeting that was called and not held leaves no minutes.
fn was_not_held(state: MeetingState) -> bool {
    matches!(state, MeetingState::Cancelled | MeetingState::Inquorate | MeetingState::Rescheduled)
}

#[cfg(test)]
mod tests;
