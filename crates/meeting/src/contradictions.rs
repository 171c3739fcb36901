//! Contradictions in a record, with the words of both sides. Nothing is corrected: which side is right, the document
//! does not say.

use std::collections::BTreeMap;

use types::{Attendance, Cite, Finding, FindingKind, Meeting, Participant, Warning, WarningKind};

use crate::grammar::item_number::read_item_number;
use crate::grammar::name::is_same_person;
use crate::speakers::Unresolved;

/// The findings of a record that is otherwise whole. `unresolved` are the initials that stand for nobody or for
/// several.
pub(crate) fn find_contradictions(meeting: &Meeting, unresolved: &[Unresolved]) -> Vec<Finding> {
    let mut findings = Vec::new();
    people(meeting, &mut findings);
    dates(meeting, &mut findings);
    votes(meeting, &mut findings);
    numbers(meeting, &mut findings);
    initials(meeting, unresolved, &mut findings);
    findings
}

fn finding(kind: FindingKind, message: String, cites: Vec<Cite>) -> Finding {
    Finding { kind, message, cites: cites.into_iter().filter(|c| !c.0.is_empty()).collect() }
}

fn is_away(person: &Participant) -> bool {
    matches!(person.attendance, Attendance::Apologies | Attendance::Absent)
}

fn people(meeting: &Meeting, findings: &mut Vec<Finding>) {
    for person in &meeting.participants {
        if let Some(conflict) = &person.attendance_conflict {
            let message = format!(
                "`{}` is listed as {} and as {}",
                person.name,
                person.attendance.as_str(),
                conflict.other.as_str()
            );
            findings.push(finding(
                FindingKind::PresentAndAway,
                message,
                vec![person.cite.clone(), conflict.cite.clone()],
            ));
        }
        if !is_away(person) {
            continue;
        }
        let moved =
            meeting.decisions.iter().find(|d| [&d.mover, &d.seconder].into_iter().flatten().any(|n| *n == person.name));
        let spoke = meeting
            .agenda_items
            .iter()
            .flat_map(|i| &i.paragraphs)
            .find(|p| p.speaker.as_deref() == Some(person.name.as_str()));
        let act = moved.map(|d| ("moves or seconds", &d.cite)).or(spoke.map(|p| ("speaks", &p.cite)));
        if let Some((does, cite)) = act {
            let message = format!("`{}` is listed as {} and {does}", person.name, person.attendance.as_str());
            findings.push(finding(FindingKind::AwayButActing, message, vec![person.cite.clone(), cite.clone()]));
        }
    }
}

fn dates(meeting: &Meeting, findings: &mut Vec<Finding>) {
    let of = |w: &Warning| match w.kind {
        WarningKind::WeekdayConflict => Some(FindingKind::WeekdayConflict),
        WarningKind::DateConflict => Some(FindingKind::DateConflict),
        _ => None,
    };
    for warning in &meeting.warnings {
        if let (Some(kind), Some(cite)) = (of(warning), &warning.cite) {
            // Each place is a side.
            let cites = cite.0.iter().map(|place| Cite(vec![place.clone()])).collect();
            findings.push(finding(kind, warning.message.clone(), cites));
        }
    }
    /// Hours between which a meeting may end on the next day.
    const EVENING: u8 = 17;
    const MORNING: u8 = 6;
    let facts = &meeting.meeting;
    if let (Some(start), Some(end)) = (facts.start_time, facts.end_time)
        && end < start
        // A long evening ends after midnight.
        && !(start.hour() >= EVENING && end.hour() < MORNING)
    {
        let message = format!("it begins at {start} and ends at {end}");
        findings.push(finding(
            FindingKind::TimesReversed,
            message,
            vec![facts.cite.start_time.clone(), facts.cite.end_time.clone()],
        ));
    }
}

fn votes(meeting: &Meeting, findings: &mut Vec<Finding>) {
    let present: Vec<&Participant> =
        meeting.participants.iter().filter(|p| !is_away(p) && p.attendance != Attendance::Expected).collect();
    for vote in &meeting.votes {
        for (option, printed, what) in [
            (types::VoteOption::Yes, vote.ayes, "for"),
            (types::VoteOption::No, vote.noes, "against"),
            (types::VoteOption::Abstain, vote.abstain, "abstaining"),
        ] {
            let named = vote.named.iter().filter(|n| n.option == option).count();
            if let Some(printed) = printed.filter(|n| named > 0 && *n as usize != named) {
                let message = format!("{printed} are counted {what} and {named} are named");
                findings.push(finding(FindingKind::VotesAgainstNames, message, vec![vote.cite.clone()]));
            }
        }
        let cast: u32 = [vote.ayes, vote.noes, vote.abstain].into_iter().flatten().sum();
        // A list that is known to be partial says nothing.
        if meeting.participants_complete && present.len() > 2 && cast as usize > present.len() {
            let message = format!("{cast} votes, {} people listed as present", present.len());
            let list = present.first().map(|p| p.cite.clone()).unwrap_or_default();
            findings.push(finding(FindingKind::VotesAgainstPresent, message, vec![vote.cite.clone(), list]));
        }
    }
}

fn numbers(meeting: &Meeting, findings: &mut Vec<Finding>) {
    let read = |n: &str| read_item_number(&format!("{n} ")).map(|l| (l.scheme, l.count));
    let top = meeting.agenda_items.iter().filter(|i| i.parent_number.is_none());
    let numbered: Vec<_> = top.filter_map(|i| Some((read(i.number.as_deref()?)?, i))).collect();
    for pair in numbered.windows(2) {
        let (((scheme, before), first), ((other, after), second)) = (&pair[0], &pair[1]);
        let ([a], [b]) = (before.as_slice(), after.as_slice()) else { continue };
        if scheme != other || *b == a + 1 {
            continue;
        }
        let message = if a == b { format!("item {a} stands twice") } else { format!("item {b} comes after item {a}") };
        findings.push(finding(FindingKind::ItemNumbersJump, message, vec![first.cite.clone(), second.cite.clone()]));
    }
}

fn initials(meeting: &Meeting, unresolved: &[Unresolved], findings: &mut Vec<Finding>) {
    let mut printed: BTreeMap<&str, Vec<&Participant>> = BTreeMap::new();
    for person in &meeting.participants {
        if let Some(initials) = &person.initials {
            printed.entry(initials).or_default().push(person);
        }
    }
    for (initials, people) in printed {
        if people.len() > 1 && people.iter().any(|p| !is_same_person(&p.name, &people[0].name)) {
            let names: Vec<&str> = people.iter().map(|p| p.name.as_str()).collect();
            let message = format!("`{initials}` stands for {}", names.join(" and "));
            findings.push(finding(
                FindingKind::SharedInitials,
                message,
                people.iter().map(|p| p.cite.clone()).collect(),
            ));
        }
    }
    for Unresolved { initials, fits, cite } in unresolved {
        let kind = if *fits > 1 { FindingKind::SharedInitials } else { FindingKind::UnresolvedInitials };
        let message = if *fits > 1 {
            format!("`{initials}` fits {fits} people of the list")
        } else {
            format!("`{initials}` is nobody of the list")
        };
        findings.push(finding(kind, message, vec![cite.clone()]));
    }
}
