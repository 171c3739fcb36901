//! The meeting record, put together from what was read.

use types::{
    AgendaItem, Attendance, BodyClass, Cited, Date, DocumentFacts, DocumentKind, DocumentStatus, InferredDate, Meeting,
    MeetingCites, MeetingFacts, NextMeeting, Organization, Participant, PreviousMinutes, Role, SCHEMA, SourceFacts,
    Warning, Warnings,
};

use crate::business::Business;
use crate::confidence::settle_confidence;
use crate::contradictions::find_contradictions;
use crate::front::Front;
use crate::grammar::body_name::classify_body;
use crate::head::head_facts::cite_of;
use crate::kind::{document_status, is_ahead, meeting_state};
use crate::organisations::resolve_organisations;
use crate::parts::Part;
use crate::proceedings::Proceedings;
use crate::speakers::Initials;
use crate::stream::Stream;

/// What was read of a part of a paper.
pub(crate) struct Told<'t> {
    /// The warnings of the rooms that read the pages.
    pub(crate) before: &'t [Warning],
    pub(crate) source: &'t SourceFacts,
    pub(crate) people: Vec<Participant>,
    /// Somebody is listed as present, not only as away.
    pub(crate) participants_complete: bool,
    pub(crate) items: Vec<AgendaItem>,
    pub(crate) initials: Initials,
    pub(crate) came: Proceedings,
    pub(crate) business: Business,
    pub(crate) warnings: Warnings,
}

/// Writes the record.
pub(crate) fn write_record(paper: &Stream<'_>, part: &Part, front: Front, told: Told<'_>) -> Meeting {
    let Front { head, kind, .. } = front;
    let Told { source, people, came, business, .. } = told;
    // An agenda names the committee's chair; who will preside is not yet known.
    let chair = chair(&people).filter(|_| !is_ahead(kind));
    let name = head.body.as_ref().map(|b| b.value.clone());
    let day = head.day();
    let status = if part.is_embedded { DocumentStatus::Draft } else { document_status(paper, &part.range, kind) };
    let mut meeting = Meeting {
        schema: SCHEMA.into(),
        id: format!("{}/{}", source.sha256.get(..12).unwrap_or(&source.sha256), part.order),
        source: source.clone(),
        document: DocumentFacts {
            kind,
            status,
            title: head.title.as_ref().map(|t| t.value.clone()),
            contains: contains(paper, part),
            cite: cite_of(head.title.as_ref()),
        },
        organization: Organization {
            classification: name.as_deref().map_or(BodyClass::Other, classify_body),
            parent: head.parent.as_ref().map(|p| p.value.clone()),
            cite: cite_of(head.body.as_ref()),
            parent_cite: cite_of(head.parent.as_ref()),
            name,
        },
        meeting: MeetingFacts {
            name: None,
            meeting_state: meeting_state(paper, &part.range, is_ahead(kind)),
            cite: MeetingCites {
                date: cite_of(head.date.as_ref()),
                start_time: cite_of(head.start.as_ref()),
                end_time: cite_of(head.end.as_ref()),
                location: cite_of(head.place.as_ref()),
                chair: cite_of(chair.as_ref()),
            },
            date: day,
            date_inferred: inferred(day, &business.previous, &business.next),
            start_time: head.start.map(|t| t.value),
            end_time: head.end.map(|t| t.value),
            location: head.place.map(|p| p.value),
            chair: chair.map(|c| c.value),
        },
        speaker_initials: told.initials.known,
        participants: people,
        participants_complete: told.participants_complete,
        agenda_items: told.items,
        decisions: came.decisions,
        possible_decisions: Vec::new(),
        votes: came.votes,
        actions: came.actions,
        possible_actions: Vec::new(),
        declarations_of_interest: business.declarations,
        exempt_session: business.exempt,
        previous_minutes: business.previous,
        matters_arising: business.matters,
        next_meetings: business.next,
        forward_plan: business.plan,
        reports: business.reports,
        appendices: business.appendices,
        tables: business.tables,
        figures: business.figures,
        organizations: Vec::new(),
        acronyms: business.acronyms,
        // A reader of the record must see what the rooms before could not read.
        warnings: told.before.iter().cloned().chain(told.warnings.into_vec()).collect(),
        findings: Vec::new(),
    };
    meeting.organizations = resolve_organisations(&meeting.organization, &meeting.participants, &meeting.acronyms);
    settle_confidence(&mut meeting);
    meeting.findings = find_contradictions(&meeting, &told.initials.unresolved);
    meeting
}

/// Who presided: whoever is marked as chair and was not away.
fn chair(people: &[Participant]) -> Option<Cited<String>> {
    let away = |p: &&Participant| matches!(p.attendance, Attendance::Apologies | Attendance::Absent);
    let of = |role: Role| people.iter().filter(move |p| p.role == role);
    let named = of(Role::Chair).find(|p| !away(p));
    named.map(|p| Cited { value: p.name.clone(), cite: p.cite.clone() })
}

/// What else a pack holds.
fn contains(paper: &Stream<'_>, part: &Part) -> Vec<DocumentKind> {
    if !part.is_pack {
        return Vec::new();
    }
    let mut contains = vec![DocumentKind::Agenda];
    if part.holds_minutes {
        contains.push(DocumentKind::Minutes);
    }
    if part.range.end < paper.paras.len() {
        contains.push(DocumentKind::Report);
    }
    contains
}

/// Bounds of a day that is not printed: after the minutes that it approves, before the meetings that it announces
/// (record rule 13).
fn inferred(date: Option<Date>, previous: &[PreviousMinutes], next: &[NextMeeting]) -> Option<InferredDate> {
    let from = previous.iter().filter_map(|p| p.meeting_date).max();
    let to = next.iter().filter_map(|n| n.date).min();
    if date.is_some() || from.is_none() && to.is_none() {
        return None;
    }
    let basis = match (from, to) {
        (Some(_), Some(_)) => "after the minutes that it takes, before the next meeting that it names",
        (Some(_), None) => "after the minutes that it takes",
        _ => "before the next meeting that it names",
    };
    Some(InferredDate { from, to, basis: basis.to_owned() })
}
