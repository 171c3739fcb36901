//! Who was there: lists and tables of attendance, apologies, substitutes.

mod notes;
mod paragraphs;
mod roll;
mod spoken;
mod table;

use std::collections::HashMap;

use types::{Attendance, Participant, Role, Warnings};

use crate::attendance::roll::Roll;
use crate::attendance::spoken::find_unlisted_people;
use crate::front::Front;
use crate::grammar::attendance_label::{Section, attendance_label, numbered_attendance_label};
use crate::grammar::item_number::read_item_number;
use crate::grammar::name_list::{list_first_names, list_names, plural_honorific};
use crate::grammar::pattern;
use crate::kind::is_ahead;
use crate::stream::Stream;
use crate::tables::Purpose;

/// A person of a list of those present, for tests.
#[cfg(test)]
pub(crate) fn listed_person(person: crate::grammar::name::Person) -> Participant {
    notes::participant(person, String::new(), Role::Member, Attendance::Present, types::Cite::default())
}

/// The people of a meeting.
pub(crate) struct Attended {
    pub(crate) people: Vec<Participant>,
    /// Somebody is listed as present, not only as away.
    pub(crate) complete: bool,
}

/// Reads the attendance: of the paragraphs before the first item, and of items that hold a list.
pub(crate) fn read_attendance(paper: &Stream<'_>, front: &Front, warnings: &mut Warnings) -> Attended {
    let outline = &front.outline;
    let ahead = is_ahead(front.kind);
    let items: Vec<_> = outline.items.iter().map(|i| i.title.para..i.range.end).collect();
    let mut roll = Roll {
        paper,
        warnings,
        people: Vec::new(),
        complete: false,
        day: front.head.day(),
        ahead,
        by_surname: HashMap::new(),
    };
    roll.read_paragraphs(outline.range.start..outline.first_item(), None);
    for item in &items {
        let title = paper.paras.get(item.start).map_or("", |p| p.str());
        let section = item_section(title);
        if ahead && section.is_some() {
            continue;
        }
        if section.is_some()
            || (item.start..item.end.min(item.start + 8))
                .any(|i| begins_list(paper, i, item.start) || is_attendance_table(paper, i))
        {
            roll.read_paragraphs(item.clone(), section);
        }
    }
    if !ahead {
        roll.within_sentences(items.iter().take(2).flat_map(Clone::clone));
        let front = outline.range.start..outline.first_item();
        roll.told_in_sentences(front.chain(items.iter().take(3).flat_map(Clone::clone)));
    }
    roll.remote_in_text(items.first().map_or(0, |i| i.end));
    let chaired = roll.chaired_in_text(items.first().map_or(0, |i| i.start));
    if !ahead {
        roll.came_and_went(&items);
        let more = find_unlisted_people(paper, &items, &roll.people);
        roll.people.extend(more);
    }
    roll.settle(chaired);
    Attended { complete: roll.complete, people: roll.people }
}

/// The paragraph begins a list of people. The title "2. Vice-chair" begins an election.
fn begins_list(paper: &Stream<'_>, para: usize, title: usize) -> bool {
    let text = paper.paras[para].str();
    numbered_attendance_label(text).is_some_and(|(s, at)| para != title || !s.is_office() || at < text.len())
}

fn is_attendance_table(paper: &Stream<'_>, para: usize) -> bool {
    paper.paras[para].cell.is_some_and(|c| matches!(paper.tables[c.table].purpose, Purpose::Attendance))
}

/// An item whose title announces a list of people.
fn item_section(title: &str) -> Option<Section> {
    let bare = read_item_number(title).map_or(title, |l| &title[l.len..]);
    let bare = bare.trim().trim_end_matches([':', '.']);
    let lower = bare.to_lowercase();
    let names_follow = |at: usize| {
        let rest = bare.get(at..).unwrap_or_default();
        !list_names(rest, None).is_empty() || !list_first_names(rest).is_empty() || plural_honorific(rest).is_some()
    };
    if let Some((found, at)) = attendance_label(bare).filter(|(s, at)| !s.is_office() || *at < bare.len())
        && (at >= bare.len() || found.attendance == Attendance::Apologies || names_follow(at))
    {
        return Some(found);
    }
    pattern!(r"(?:\bapologies\b|\babsence\b|ymddiheuriadau)")
        .is_match(&lower)
        .then_some(Section { attendance: Attendance::Apologies, role: Role::Member })
}
