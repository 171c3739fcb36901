//! Words that an expectation rests on.

use serde::Serialize;
use types::Cite;

/// Words that an expectation rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// What follows from them.
    pub basis: Basis,
    /// The record.
    pub record: String,
    /// Its file.
    pub file: String,
    /// The page, counted from 1.
    pub page: Option<u32>,
    /// The words.
    pub quote: String,
}

impl Evidence {
    pub(crate) fn of(basis: Basis, record: &str, file: &str, cite: &Cite) -> Self {
        let quotes: Vec<&str> = cite.0.iter().map(|p| p.quote.as_str()).collect();
        Self {
            basis,
            record: record.to_owned(),
            file: file.to_owned(),
            page: cite.page(),
            quote: quotes.join(" \u{2026} "),
        }
    }
}

/// What an expectation follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// An earlier meeting named the day.
    NextMeeting,
    /// A later meeting had the minutes of that day before it.
    PreviousMinutes,
    /// Minute numbers are left out between two meetings.
    MinuteNumbers,
    /// There is an agenda.
    Agenda,
}
