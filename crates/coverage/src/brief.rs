//! What is kept of a record.

use types::{Cite, Date, DocumentKind, MeetingState};

use crate::evidence::{Basis, Evidence};
use crate::filename::folder;
use crate::glance::Glance;
use crate::numbers;

/// What is kept of a record.
#[derive(Clone, Debug)]
pub(crate) struct Brief {
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    pub(crate) parent: Option<String>,
    pub(crate) date: Option<Date>,
    pub(crate) kind: DocumentKind,
    pub(crate) state: MeetingState,
    /// The folder of its file.
    pub(crate) folder: String,
    /// The words of its own day.
    pub(crate) day: Evidence,
    /// Days of later meetings that it names.
    pub(crate) next: Vec<(Date, Evidence)>,
    /// Days of earlier meetings whose minutes were before it.
    pub(crate) previous: Vec<(Date, Evidence)>,
    /// Its running numbers, from the first to the last.
    pub(crate) numbers: Option<numbers::Run>,
}

impl Brief {
    pub(crate) fn of(glance: Glance) -> Self {
        let Glance { id, source, document, organization, meeting, agenda_items, previous_minutes, next_meetings } =
            glance;
        let file = source.file.unwrap_or_default();
        let folder = folder(&file);
        let evidence = |basis: Basis, cite: &Cite| Evidence::of(basis, &id, &file, cite);
        let next = next_meetings
            .iter()
            .filter(|n| !n.provisional)
            .filter_map(|n| Some((n.date?, evidence(Basis::NextMeeting, &n.cite))));
        let previous =
            previous_minutes.iter().filter_map(|p| Some((p.meeting_date?, evidence(Basis::PreviousMinutes, &p.cite))));
        let (next, previous) = (next.collect(), previous.collect());
        let numbers = numbers::run(&agenda_items, meeting.date, |cite| evidence(Basis::MinuteNumbers, cite));
        let day = evidence(Basis::Agenda, &meeting.cite.date);
        Self {
            name: organization.name,
            parent: organization.parent,
            date: meeting.date,
            kind: document.kind,
            state: meeting.meeting_state,
            day,
            folder,
            next,
            previous,
            numbers,
            id,
        }
    }

    pub(crate) fn tells_what_happened(&self) -> bool {
        tells_what_happened(self.kind)
    }

    pub(crate) fn plans(&self) -> bool {
        plans(self.kind)
    }

    pub(crate) fn was_not_held(&self) -> bool {
        was_not_held(self.state)
    }
}

/// Papers that tell what happened at a meeting.
pub(crate) fn tells_what_happened(kind: DocumentKind) -> bool {
    use DocumentKind::{DecisionList, DecisionNotice, Minutes, Notes, Summary, Transcript, VotingRecord};
    matches!(kind, Minutes | Notes | DecisionList | DecisionNotice | Summary | Transcript | VotingRecord)
}

/// Papers that tell what is planned for a meeting.
pub(crate) fn plans(kind: DocumentKind) -> bool {
    matches!(kind, DocumentKind::Agenda | DocumentKind::AgendaPack)
}

/// A meeting that was called and not held leaves no minutes.
pub(crate) fn was_not_held(state: MeetingState) -> bool {
    matches!(state, MeetingState::Cancelled | MeetingState::Inquorate | MeetingState::Rescheduled)
}
