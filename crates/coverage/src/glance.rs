//! As much of a record as is looked at here.

use serde::Deserialize;
use types::{Cite, Date, DocumentKind, DocumentStatus, MeetingState, NextMeeting, PoorPage, PreviousMinutes};

/// A part of a meeting record: reading it back is faster than reading all of it.
#[derive(Clone, Debug, Deserialize)]
pub struct Glance {
    pub(crate) id: String,
    pub(crate) source: SourceGlance,
    pub(crate) document: DocumentGlance,
    pub(crate) organization: BodyGlance,
    pub(crate) meeting: MeetingGlance,
    pub(crate) agenda_items: Vec<ItemGlance>,
    pub(crate) previous_minutes: Vec<PreviousMinutes>,
    pub(crate) next_meetings: Vec<NextMeeting>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct SourceGlance {
    pub(crate) file: Option<String>,
    pub(crate) pages: u32,
    pub(crate) quality: f32,
    #[serde(default)]
    pub(crate) known_words: f32,
    #[serde(default)]
    pub(crate) glued_words: f32,
    pub(crate) unread_pages: Vec<u32>,
    #[serde(default)]
    pub(crate) poor_pages: Vec<PoorPage>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct DocumentGlance {
    pub(crate) kind: DocumentKind,
    pub(crate) status: DocumentStatus,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct BodyGlance {
    pub(crate) name: Option<String>,
    pub(crate) parent: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct MeetingGlance {
    pub(crate) meeting_state: MeetingState,
    pub(crate) date: Option<Date>,
    pub(crate) cite: DateGlance,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct DateGlance {
    pub(crate) date: Cite,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct ItemGlance {
    pub(crate) number: Option<String>,
    pub(crate) parent_number: Option<String>,
    pub(crate) cite: Cite,
}

impl Glance {
    pub(crate) fn is_first_of_file(&self) -> bool {
        self.id.rsplit_once('/').is_none_or(|(_, place)| place == "1")
    }

    /// Pages whose words are not in the record: scans, and pages that could not be read.
    pub(crate) fn unread_pages(&self) -> u64 {
        let scans = self.source.poor_pages.iter().filter(|p| p.quality.is_scan()).map(|p| p.page);
        let mut pages: Vec<u32> = self.source.unread_pages.iter().copied().chain(scans).collect();
        pages.sort_unstable();
        pages.dedup();
        pages.len() as u64
    }
}
