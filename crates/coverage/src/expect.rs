//! Meetings that the papers prove, and the archive does not hold.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use types::Date;

use crate::brief::Brief;
use crate::evidence::{Basis, Evidence};
use crate::filename::folder;

/// What is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lack {
    /// Anything of the meeting.
    Meeting,
    /// A paper that tells what happened: there is only an agenda.
    Minutes,
    /// What could be read: the names of files that could not be say that they are of this day.
    Reading,
    /// Nothing, as it seems: the body met on another day soon before or after.
    Moved,
}

/// A meeting that should be in the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Expected {
    /// The body.
    pub body: String,
    /// The day, where the papers tell it.
    pub date: Option<Date>,
    /// Else it was after this day.
    pub after: Option<Date>,
    /// And before this one.
    pub before: Option<Date>,
    /// What is not there.
    pub lack: Lack,
    /// Why it is expected.
    pub basis: Vec<Basis>,
    /// The words that say so, at most [`Expected::QUOTED`] for each reason, and the same words once.
    pub evidence: Vec<Evidence>,
    /// Files of that day, by their names, that could not be read.
    pub unread: Vec<Unread>,
    /// The record of the meeting on another day, of one that seems to have been moved.
    pub instead: Option<String>,
    /// Minute numbers that are in no paper.
    pub numbers: Option<(u32, u32)>,
}

/// A file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unread {
    /// The file.
    pub file: String,
    /// Why.
    pub reason: String,
}

impl Expected {
    /// Quotes that are kept of one reason: a list of dates is repeated in paper after paper.
    pub const QUOTED: usize = 4;

    /// The day, or the first that it can have been after.
    pub fn day(&self) -> Option<Date> {
        self.date.or(self.after)
    }

    fn note(&mut self, evidence: &Evidence) {
        if !self.basis.contains(&evidence.basis) {
            self.basis.push(evidence.basis);
        }
        let of_basis = || self.evidence.iter().filter(|e| e.basis == evidence.basis);
        if of_basis().count() < Self::QUOTED && of_basis().all(|e| !same_words(&e.quote, &evidence.quote)) {
            self.evidence.push(evidence.clone());
        }
    }
}

/// The same words, wherever their lines end.
fn same_words(a: &str, b: &str) -> bool {
    a.split_whitespace().eq(b.split_whitespace())
}

/// Days between the day that was named and another one on which the body met instead.
const SOON: i64 = 14;

/// Days until the minutes of a meeting are published, as a rule at the latest with the papers of the next one.
const PUBLISHED: i64 = 92;

/// Days between two meetings whose numbers run on: longer gaps hold a new beginning.
const RUN_ON: i64 = 400;

/// What the papers of one body prove and are not, by day. `briefs` stand in the order of their days.
pub(crate) fn lacks(body: &str, briefs: &[Brief], unread: &BTreeMap<Date, Vec<Unread>>, today: Date) -> Vec<Expected> {
    let expected = |date: Option<Date>| Expected {
        body: body.to_owned(),
        date,
        after: None,
        before: None,
        lack: Lack::Meeting,
        basis: Vec::new(),
        evidence: Vec::new(),
        unread: Vec::new(),
        instead: None,
        numbers: None,
    };
    let mut by_day: BTreeMap<Date, Expected> = BTreeMap::new();
    let mut note = |day: Date, evidence: &Evidence| {
        by_day.entry(day).or_insert_with(|| expected(Some(day))).note(evidence);
    };
    for brief in briefs {
        // A day on the wrong side of the meeting itself is a slip of somebody's.
        for (day, evidence) in brief.next.iter().filter(|(day, _)| brief.date.is_none_or(|d| *day > d)) {
            note(*day, evidence);
        }
        for (day, evidence) in brief.previous.iter().filter(|(day, _)| brief.date.is_none_or(|d| *day < d)) {
            note(*day, evidence);
        }
        if let Some(day) = brief.date.filter(|_| brief.plans()) {
            note(day, &brief.day);
        }
    }
    let mut held: BTreeMap<Date, Vec<&Brief>> = BTreeMap::new();
    for (day, brief) in briefs.iter().filter_map(|b| Some((b.date?, b))) {
        held.entry(day).or_default().push(brief);
    }
    let folders: BTreeSet<&str> = briefs.iter().map(|b| b.folder.as_str()).collect();
    let has_minutes = briefs.iter().any(Brief::tells_what_happened);
    let named: BTreeSet<Date> = by_day.keys().copied().collect();
    let mut lacks = Vec::new();
    for (day, mut lack) in by_day {
        let there = held.get(&day).map_or(&[][..], Vec::as_slice);
        if day >= today || there.iter().any(|b| b.tells_what_happened() || b.was_not_held()) {
            continue;
        }
        if !there.is_empty() {
            // Of a body whose minutes are not collected none are missed.
            let only_planned = there.iter().all(|b| b.plans());
            if has_minutes && only_planned && today.days_since(day) > PUBLISHED {
                lack.lack = Lack::Minutes;
                lacks.push(lack);
            }
            continue;
        }
        // The document does not say so, and it could not be read, are two things.
        let of_day = unread.get(&day).into_iter().flatten();
        lack.unread = of_day.filter(|u| folders.contains(folder(&u.file).as_str())).cloned().collect();
        if !lack.unread.is_empty() {
            lack.lack = Lack::Reading;
            lacks.push(lack);
            continue;
        }
        // Minutes that were approved are proof that it met on that very day.
        if !lack.basis.contains(&Basis::PreviousMinutes) {
            let (first, last) = (day.plus(-SOON).unwrap_or(day), day.plus(SOON).unwrap_or(day));
            let soon = held.range(first..=last).filter(|(d, _)| !named.contains(d));
            let mut soon = soon.flat_map(|(_, briefs)| briefs);
            // The meeting that named the day is not the one that was held instead.
            if let Some(instead) = soon.find(|b| lack.evidence.iter().all(|e| e.record != b.id)) {
                (lack.lack, lack.instead) = (Lack::Moved, Some(instead.id.clone()));
            }
        }
        lacks.push(lack);
    }
    for (earlier, later) in gaps(briefs) {
        let (Some(from), Some(to)) = (earlier.numbers.as_ref(), later.numbers.as_ref()) else { continue };
        let numbers = (from.last.0 + 1, to.first.0 - 1);
        let between =
            |e: &Expected| e.lack == Lack::Meeting && e.date > earlier.date && e.date < later.date && e.date.is_some();
        let mut lack = expected(None);
        (lack.after, lack.before) = (earlier.date, later.date);
        let lack = match lacks.iter().position(between) {
            Some(at) => lacks.get_mut(at),
            None => {
                lacks.push(lack);
                lacks.last_mut()
            }
        };
        if let Some(lack) = lack {
            lack.numbers = Some(numbers);
            lack.note(&from.last.1);
            lack.note(&to.first.1);
        }
    }
    lacks.sort_by_key(|l| (l.day(), l.date));
    lacks
}

/// Pairs of minutes, one after the other, between which numbers are left out; where the body numbers its minutes on
/// from meeting to meeting at all.
fn gaps(briefs: &[Brief]) -> Vec<(&Brief, &Brief)> {
    // Of several papers of one day, that with most numbers.
    let mut days: BTreeMap<Date, &Brief> = BTreeMap::new();
    let count = |b: &Brief| b.numbers.as_ref().map_or(0, |n| n.last.0 - n.first.0 + 1);
    for brief in briefs.iter().filter(|b| b.tells_what_happened()) {
        let Some(date) = brief.date else { continue };
        let best = days.entry(date).or_insert(brief);
        if count(brief) > count(best) {
            *best = brief;
        }
    }
    let days: Vec<&Brief> = days.into_values().collect();
    let step = |a: &Brief, b: &Brief| {
        let (from, to) = (a.numbers.as_ref()?.last.0, b.numbers.as_ref()?.first.0);
        let days = b.date?.days_since(a.date?);
        (days <= RUN_ON).then_some(i64::from(to) - i64::from(from))
    };
    let pairs = || days.windows(2).filter_map(|w| if let [a, b] = w { Some((*a, *b)) } else { None });
    let runs_on = pairs().any(|(a, b)| step(a, b) == Some(1));
    // Numbers that were seen to begin anew, or not seen to run on, may begin anew with any year, the calendar's or the
    // council's, which begins in May.
    let begins_anew = pairs().any(|(a, b)| step(a, b).is_some_and(|s| s <= 0));
    let year = |b: &Brief| b.date.map(|d| (d.year(), d.month() >= 5));
    let comparable = |a: &Brief, b: &Brief| (runs_on && !begins_anew) || year(a) == year(b);
    // Without a pair that shows it: meetings of which none begins at 1 do not begin anew each time.
    let none_begins = days.iter().filter_map(|b| b.numbers.as_ref()).all(|n| n.first.0 > 1);
    if !runs_on && !none_begins {
        return Vec::new();
    }
    pairs().filter(|(a, b)| comparable(a, b) && step(a, b).is_some_and(|s| s > 1)).collect()
}
