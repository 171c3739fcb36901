//! Turns a document into meeting records.
//!
//! The document becomes one stream of paragraphs (`flat`), the stream is parted into meetings
//! (`segment`), and each meeting is read: head, attendance, items, and within the items decisions,
//! actions and the rest. Everything is found by the grammar of minutes; nothing knows a single paper.

mod actions;
mod attendance;
mod business;
mod decisions;
mod figures;
mod findings;
mod flat;
mod forward;
mod grammar;
mod head;
mod items;
mod organisations;
mod papers;
mod segment;
mod speakers;
mod votes;
mod web;

use types::{
    Attendance, Cited, Document, DocumentFacts, DocumentKind, Meeting, MeetingCites, MeetingFacts, Organization, POOR,
    Participant, PoorPage, Quality, Role, SCHEMA, SourceFacts, StructureOrigin, TextOrigin, Warned, Warnings,
};

use crate::actions::find_actions;
use crate::attendance::read_attendance;
use crate::business::{
    read_acronyms, read_declarations, read_exempt_session, read_next_meetings, read_previous_minutes,
};
use crate::decisions::{find_decisions, stretches, write_decisions};
use crate::figures::find_figures;
use crate::findings::find_contradictions;
use crate::flat::Flat;
use crate::forward::{read_forward_plan, read_matters_arising};
use crate::grammar::attendance_label::attendance_label;
use crate::grammar::body_name::classify_body;
use crate::head::{cite_of, closing_time, document_kind, document_status, meeting_state, read_head};
use crate::items::{find_items, write_items};
use crate::organisations::resolve_organisations;
use crate::papers::{read_appendices, read_data_tables, read_reports};
use crate::segment::{Segment, split_parts};
use crate::speakers::Speakers;
use crate::votes::find_votes;
use crate::web::{declared_on_page, web_head, web_item};

/// Reads the meetings that a document describes, in its order; at least one.
/// `source` says what is known of the file; the reader adds what the text tells of its language.
pub fn extract(document: &Document, source: &SourceFacts) -> Warned<Vec<Meeting>> {
    let flat = Flat::of(document);
    let source = SourceFacts {
        language: language(document),
        quality: quality(document),
        known_words: share(document, |q| q.known),
        glued_words: share(document, |q| q.glued),
        structure: if document.tagged { StructureOrigin::Tags } else { StructureOrigin::Layout },
        poor_pages: poor_pages(document),
        ..source.clone()
    };
    let segments = split_parts(&flat);
    let several = segments.len() > 1;
    // What belongs to no meeting: the reports of a pack.
    let behind = segments.iter().map(|s| s.range.end).max().unwrap_or(0)..flat.paras.len();
    let meetings = segments.iter().enumerate().map(|(n, s)| read(&flat, s, n + 1, several, &behind, &source)).collect();
    Warned::clean(meetings)
}

fn read(
    flat: &Flat<'_>,
    segment: &Segment,
    order: usize,
    several: bool,
    behind: &std::ops::Range<usize>,
    source: &SourceFacts,
) -> Meeting {
    let mut warnings = Warnings::new();
    let range = segment.range.clone();
    let found = match segment.page.and_then(|page| web_item(flat, page, &range)) {
        Some(item) => vec![item],
        None => find_items(flat, range.clone()),
    };
    let first = found.first().map_or(range.end, |i| i.range.start);
    // Lists of people stand before the items; in a paper without items, anywhere in its beginning.
    let head_end = (range.start..first).find(|&p| attendance_label(flat.paras[p].str()).is_some()).unwrap_or(first);
    /// Nothing of a head stands further down.
    const HEAD: usize = 30;
    let head_range = range.start..head_end.min(range.start + HEAD).max((range.start + 2).min(range.end));
    let mut head = match segment.page {
        Some(page) => web_head(flat, page, &range),
        None => read_head(flat, head_range.clone(), &mut warnings),
    };

    let present = (range.start..range.end).any(|p| {
        attendance_label(flat.paras[p].str())
            .is_some_and(|(s, _)| matches!(s.attendance, Attendance::Present) && s.role == Role::Member)
            || flat.paras[p].cell.is_some_and(|c| flat.tables[c.table].lists(Attendance::Present))
    });
    let decided = found.iter().flat_map(|i| i.range.clone()).any(|p| flat.paras[p].str().contains("RESOLVED that"));
    let mut kind = document_kind(flat, &head_range, &range, present || segment.embedded);
    if kind == DocumentKind::Agenda && decided && present {
        kind = DocumentKind::Minutes;
    }
    if let Some(page) = segment.page {
        kind = page.kind();
    }
    // Papers that hold the minutes of an earlier meeting, or reports, are for a meeting to come.
    if segment.pack {
        kind = if several { DocumentKind::AgendaPack } else { DocumentKind::Agenda };
    }
    let agenda = matches!(kind, DocumentKind::Agenda | DocumentKind::AgendaPack);

    let item_ranges: Vec<_> = found.iter().map(|i| i.title_para..i.range.end).collect();
    let attended = read_attendance(flat, range.start..first, &item_ranges, agenda, &mut warnings);
    let people = attended.people;
    let stretches = stretches(&found, &range);
    let rulings = if agenda {
        Vec::new()
    } else {
        find_decisions(flat, &stretches, head.body.as_ref().map(|b| b.value.as_str()))
    };
    let mut decisions = write_decisions(flat, &stretches, &rulings, &people);
    let meeting_date = head.date.as_ref().map(|d| d.value);
    let (actions, arises) =
        if agenda { (Vec::new(), Vec::new()) } else { find_actions(flat, &stretches, &rulings, &people, meeting_date) };
    for (ruling, action) in arises {
        if let Some(decision) = decisions.get_mut(ruling) {
            decision.gives_rise_to.push(action);
        }
    }
    let mut end = closing_time(flat, &range).filter(|_| !agenda).or(head.end.take());
    // "closed at 7.45" of a meeting that began at 7 pm.
    if let (Some(start), Some(end)) = (&head.start, &mut end)
        && end.value < start.value
        && let Some(evening) = types::Clock::new(end.value.hour() + 12, end.value.minute())
        // "12.15 am" of a meeting that began at 7 pm is the next morning.
        && evening >= start.value
    {
        end.value = evening;
    }
    // An agenda names the committee's chair; who will preside is not yet known.
    let chair = chair(&people).filter(|_| !agenda);
    let mut declarations = read_declarations(flat, &found, &range, agenda, &people);
    if let Some((state, cite)) = segment.page.and_then(|_| declared_on_page(flat, &range)) {
        (declarations.state, declarations.cite) = (state, cite);
    }
    let previous = read_previous_minutes(flat, &found, agenda, meeting_date, &mut warnings);
    let next = read_next_meetings(flat, &found, &range, meeting_date);
    let votes = if agenda { Vec::new() } else { find_votes(flat, &stretches, &people) };
    let exempt = read_exempt_session(flat, &range, agenda);
    let speakers = Speakers::of(flat, &stretches, &people);
    let agenda_items = write_items(flat, &found, &speakers);
    let (initials, unresolved) = (speakers.initials, speakers.unresolved);
    // Reports and appendices of a pack stand behind its agenda.
    let mut papers = vec![range.clone()];
    if segment.pack && range.end < flat.paras.len() {
        papers.push(behind.clone());
    }
    let acronyms = read_acronyms(flat, &range);
    let name = head.body.as_ref().map(|b| b.value.clone());
    let mut meeting = Meeting {
        schema: SCHEMA.into(),
        id: format!("{}/{order}", source.sha256.get(..12).unwrap_or(&source.sha256)),
        source: source.clone(),
        document: DocumentFacts {
            kind,
            status: if segment.embedded { types::DocumentStatus::Draft } else { document_status(flat, &range, kind) },
            title: head.title.as_ref().map(|t| t.value.clone()),
            contains: contains(flat, segment, several),
            cite: cite_of(head.title.as_ref()),
        },
        organization: Organization {
            classification: name.as_deref().map_or(types::BodyClass::Other, classify_body),
            parent: head.parent.as_ref().map(|p| p.value.clone()),
            cite: cite_of(head.body.as_ref()),
            parent_cite: cite_of(head.parent.as_ref()),
            name,
        },
        meeting: MeetingFacts {
            name: None,
            meeting_state: meeting_state(flat, &range, agenda),
            cite: MeetingCites {
                date: cite_of(head.date.as_ref()),
                start_time: cite_of(head.start.as_ref()),
                end_time: cite_of(end.as_ref()),
                location: cite_of(head.place.as_ref()),
                chair: cite_of(chair.as_ref()),
            },
            date: meeting_date,
            date_inferred: inferred(meeting_date, &previous, &next),
            start_time: head.start.as_ref().map(|t| t.value),
            end_time: end.as_ref().map(|t| t.value),
            location: head.place.take().map(|p| p.value),
            chair: chair.map(|c| c.value),
        },
        speaker_initials: initials,
        participants: people,
        participants_complete: attended.complete,
        agenda_items,
        decisions,
        votes,
        actions,
        declarations_of_interest: declarations,
        exempt_session: exempt,
        previous_minutes: previous,
        matters_arising: read_matters_arising(flat, &found),
        next_meetings: next,
        forward_plan: read_forward_plan(flat, &found, &range, meeting_date),
        reports: read_reports(flat, &papers, &found),
        appendices: read_appendices(flat, &papers),
        tables: read_data_tables(flat, &papers),
        figures: find_figures(flat, &stretches),
        organizations: Vec::new(),
        acronyms,
        warnings: warnings.around(()).warnings,
        findings: Vec::new(),
    };
    meeting.organizations = resolve_organisations(&meeting.organization, &meeting.participants, &meeting.acronyms);
    meeting.findings = find_contradictions(&meeting, &unresolved);
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
fn contains(flat: &Flat<'_>, segment: &Segment, several: bool) -> Vec<DocumentKind> {
    if !segment.pack {
        return Vec::new();
    }
    let mut contains = vec![DocumentKind::Agenda];
    if several {
        contains.push(DocumentKind::Minutes);
    }
    if segment.range.end < flat.paras.len() {
        contains.push(DocumentKind::Report);
    }
    contains
}

/// Bounds of a day that is not printed: after the minutes that it approves, before the meetings that it announces
/// (record rule 13).
fn inferred(
    date: Option<types::Date>,
    previous: &[types::PreviousMinutes],
    next: &[types::NextMeeting],
) -> Option<types::InferredDate> {
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
    Some(types::InferredDate { from, to, basis: basis.to_owned() })
}

/// English or Welsh, by the file's own word or by the small words of its text.
fn language(document: &Document) -> Option<String> {
    const SAMPLE: usize = 4000;
    let (mut welsh, mut english) = (0, 0);
    for word in document.pages.iter().flat_map(|p| p.text().split_whitespace()).take(SAMPLE) {
        match word.to_ascii_lowercase().as_str() {
            "yn" | "y" | "yr" | "ar" | "gan" | "oedd" | "bod" | "ei" | "wedi" | "i'r" | "a'r" | "o'r" => welsh += 1,
            "the" | "of" | "and" | "that" | "was" | "for" | "be" | "to" => english += 1,
            _ => {}
        }
    }
    let said = document.facts.language.as_deref().and_then(|l| l.split(['-', '_']).next()).map(str::to_lowercase);
    match (welsh, english) {
        (0, 0) => said,
        _ if welsh > english => Some("cy".into()),
        _ => Some(said.filter(|s| s == "ga" || s == "gd").unwrap_or_else(|| "en".into())),
    }
}

/// The mean score of the pages.
fn quality(document: &Document) -> f32 {
    let scores: Vec<f32> = document.pages.iter().filter_map(|p| p.quality).map(|q| q.score()).collect();
    if scores.is_empty() { 0.0 } else { rounded(scores.iter().sum::<f32>() / scores.len() as f32) }
}

/// A share of the words of the whole document: the mean of its pages, each with the weight of its characters.
fn share(document: &Document, of: impl Fn(&Quality) -> f32) -> f32 {
    let pages = document.pages.iter().filter_map(|p| p.quality);
    let (sum, all) = pages.fold((0.0, 0.0), |(sum, all), q| (sum + of(&q) * q.glyphs as f32, all + q.glyphs as f32));
    if all > 0.0 { rounded(sum / all) } else { 0.0 }
}

fn rounded(share: f32) -> f32 {
    (share * 1000.0).round() / 1000.0
}

/// The pages that are not to be trusted without a look at them.
fn poor_pages(document: &Document) -> Vec<PoorPage> {
    let poor = |page: &types::PageText| {
        let quality = page.quality.filter(|q| q.score() < POOR)?;
        Some(PoorPage { page: page.number(), quality })
    };
    document.pages.iter().filter_map(poor).collect()
}

/// Where the words of a document come from.
pub fn origin(document: &Document) -> TextOrigin {
    if document.pages.iter().all(|p| p.text().trim().is_empty()) {
        TextOrigin::None
    } else if document.ocr {
        TextOrigin::Ocr
    } else {
        TextOrigin::Native
    }
}
