//! What there is of bodies and years, in figures.

use std::collections::BTreeMap;

use serde::Serialize;
use types::DocumentStatus;

use crate::brief::{plans, tells_what_happened};
use crate::expect::Expected;
use crate::glance::Glance;

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
    pub(crate) fn take(&mut self, glance: &Glance) {
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

    pub(crate) fn add(&mut self, other: &Self) {
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
