//! What the meeting made of the minutes of earlier ones.

use types::{Cite, Date, PreviousMinutes, PreviousOutcome, WarningKind, Warnings};

use crate::grammar::date::{PrintedDate, find_dates};
use crate::grammar::pattern;
use crate::outline::{Item, Sentence, cite_title, sentences, title_text};
use crate::sitting::Sitting;
use crate::stream::Spot;

/// A day and where it is printed.
struct Dated {
    day: Date,
    cite: Cite,
}

/// Minutes of earlier meetings that were before this one.
pub(crate) fn read_previous_minutes(sitting: &Sitting<'_, '_>, warnings: &mut Warnings) -> Vec<PreviousMinutes> {
    let mut all: Vec<PreviousMinutes> = Vec::new();
    for item in sitting.outline.items.iter().filter(|i| is_on_minutes(title_text(sitting.paper, i))) {
        for minutes in of_item(sitting, item, warnings) {
            if !all.iter().any(|m| m.meeting_date == minutes.meeting_date) {
                all.push(minutes);
            }
        }
    }
    all
}

fn is_on_minutes(title: &str) -> bool {
    pattern!(r"(?i)\b(?:minutes?|notes|cofnodion|minute of)\b").is_match(title)
        && !pattern!(r"(?i)\b(?:sub-?committee minutes|minutes silence|other bodies)\b").is_match(title)
}

/// The minutes that an item is about.
fn of_item(sitting: &Sitting<'_, '_>, item: &Item, warnings: &mut Warnings) -> Vec<PreviousMinutes> {
    let paper = sitting.paper;
    let heading = earlier_days(sitting, title_text(paper, item), &item.title);
    let body = sentences(paper, item.range.clone(), Some(&item.title));
    let in_text = days_in_text(sitting, &body);
    let approved = body.iter().find(|s| approves(s.words));
    let refused = body.iter().any(|s| refuses(s.words));
    let corrections: Vec<String> = body.iter().filter(|s| corrects(s.words)).map(|s| s.words.to_owned()).collect();
    let outcome = match approved {
        _ if sitting.is_ahead() => PreviousOutcome::Listed,
        _ if refused => PreviousOutcome::NotApproved,
        Some(_) if corrections.is_empty() => PreviousOutcome::Approved,
        Some(_) => PreviousOutcome::ApprovedWithCorrections,
        None => PreviousOutcome::Listed,
    };
    let decided = approved.map(|s| paper.cite_spot(&s.spot)).unwrap_or_default();
    let minutes = |meeting_date: Option<Date>, cite: Cite, meeting_date_candidates: Vec<Date>| PreviousMinutes {
        meeting_date,
        outcome,
        corrections: corrections.clone(),
        meeting_date_candidates,
        cite: cite.and(decided.clone()),
    };
    if let [Dated { day, cite }] = heading.as_slice() {
        // The heading comes from the calendar, so it wins (record rule 10).
        let others: Vec<Date> = in_text.iter().map(|d| d.day).filter(|d| d != day && near(*d, *day)).collect();
        let Some(other) = others.first() else { return vec![minutes(Some(*day), cite.clone(), Vec::new())] };
        let cite = in_text.iter().fold(cite.clone(), |c, more| c.and(more.cite.clone()));
        let message = format!("the heading says {day}, the text {other}");
        warnings.at(WarningKind::DateConflict, message, cite.clone());
        return vec![minutes(Some(*day), cite, std::iter::once(*day).chain(others).collect())];
    }
    let dated = if heading.is_empty() { in_text } else { heading };
    if dated.is_empty() && (approved.is_some() || sitting.is_ahead()) {
        return vec![minutes(None, cite_title(paper, item), Vec::new())];
    }
    dated.into_iter().map(|d| minutes(Some(d.day), d.cite, Vec::new())).collect()
}

/// The days before this meeting that some words name; `spot` is where the words stand.
fn earlier_days(sitting: &Sitting<'_, '_>, words: &str, spot: &Spot) -> Vec<Dated> {
    let meeting = sitting.day;
    let dated = |printed: PrintedDate| {
        let day = printed.date().or_else(|| meeting.and_then(|m| printed.before(m)))?;
        let from = spot.bytes.start;
        let at = from + printed.range.start..from + printed.range.end;
        (meeting.is_none_or(|m| day < m)).then(|| Dated { day, cite: sitting.paper.cite_bytes(spot.para, at) })
    };
    find_dates(words).into_iter().filter_map(dated).collect()
}

/// The days that the text under the title gives to the minutes.
fn days_in_text(sitting: &Sitting<'_, '_>, body: &[Sentence<'_>]) -> Vec<Dated> {
    /// Later sentences tell of other dates: when something was done.
    const FIRST: usize = 6;
    let about = |w: &str| pattern!(r"(?i)\b(?:minutes?|notes|record|meeting)\b").is_match(w);
    let sentences = body.iter().filter(|s| about(s.words)).take(FIRST);
    let mut of_first = sentences.map(|s| earlier_days(sitting, s.words, &s.spot)).find(|d| !d.is_empty());
    let mut days: Vec<Dated> = Vec::new();
    for dated in of_first.iter_mut().flat_map(|d| d.drain(..)) {
        if !days.iter().any(|d| d.day == dated.day) {
            days.push(dated);
        }
    }
    days
}

fn approves(words: &str) -> bool {
    pattern!(
        r"
            (?i)\b(?:approv|agreed|confirm|accept|adopt|sign|correct record|true record|accurate record
            |taken as read|accurate)
        "
    )
    .is_match(words)
}

fn refuses(words: &str) -> bool {
    pattern!(
        r"
            (?i)\b(?:not (?:been )?(?:approved|looked at|agreed|available)|could not be (?:approved|agreed)|deferred
            |carried over)\b
        "
    )
    .is_match(words)
}

fn corrects(words: &str) -> bool {
    pattern!(r"(?i)\b(?:amendment|should read|subject to|correction|to be amended|it is .* not)\b").is_match(words)
}

/// Two days that one meeting could have been given by mistake.
fn near(a: Date, b: Date) -> bool {
    /// Two months.
    const DAYS: i64 = 62;
    a.days_since(b).abs() <= DAYS
}
