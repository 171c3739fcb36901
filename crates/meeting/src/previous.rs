//! What the meeting made of the minutes of earlier ones.

use std::ops::Range;

use types::{Cite, Date, PreviousMinutes, PreviousOutcome, WarningKind, Warnings};

use crate::grammar::date::find_dates;
use crate::grammar::pattern;
use crate::outline::{Sentence, cite_title, sentences, title_text};
use crate::sitting::Sitting;

/// Minutes of earlier meetings that were before this one.
pub(crate) fn read_previous_minutes(sitting: &Sitting<'_, '_>, warnings: &mut Warnings) -> Vec<PreviousMinutes> {
    let Sitting { paper, outline, day: meeting, .. } = *sitting;
    let (items, agenda) = (&outline.items, sitting.is_ahead());
    let mut all: Vec<PreviousMinutes> = Vec::new();
    for item in items {
        let title_text = title_text(paper, item);
        let is_minutes = pattern!(r"(?i)\b(?:minutes?|notes|cofnodion|minute of)\b").is_match(title_text)
            && !pattern!(r"(?i)\b(?:sub-?committee minutes|minutes silence|other bodies)\b").is_match(title_text);
        if !is_minutes {
            continue;
        }
        let p = &paper.paras[item.title.para];
        let dates_of = |text: &str| -> Vec<(Date, Range<usize>)> {
            find_dates(text)
                .into_iter()
                .filter_map(|d| {
                    let day = d.date().or_else(|| meeting.and_then(|m| d.before(m)))?;
                    (meeting.is_none_or(|m| day < m)).then_some((day, d.range))
                })
                .collect()
        };
        let heading = dates_of(title_text);
        let body = sentences(paper, item.range.clone(), Some(&item.title));
        let about = |w: &str| pattern!(r"(?i)\b(?:minutes?|notes|record|meeting)\b").is_match(w);
        let mut in_text: Vec<(Date, Cite)> = Vec::new();
        for Sentence { spot, words } in body.iter().filter(|s| about(s.words)).take(6) {
            for (day, at) in dates_of(words) {
                if !in_text.iter().any(|(d, _)| *d == day) {
                    in_text.push((
                        day,
                        paper.cite_bytes(spot.para, spot.bytes.start + at.start..spot.bytes.start + at.end),
                    ));
                }
            }
            // Later sentences tell of other dates: when something was done.
            if !in_text.is_empty() {
                break;
            }
        }
        let approved = body.iter().find(|s| {
            pattern!(
                r"
            (?i)\b(?:approv|agreed|confirm|accept|adopt|sign|correct record|true record|accurate record
            |taken as read|accurate)
        "
            )
            .is_match(s.words)
        });
        let refused = body.iter().any(|s| {
            pattern!(
                r"
            (?i)\b(?:not (?:been )?(?:approved|looked at|agreed|available)|could not be (?:approved|agreed)|deferred
            |carried over)\b
        "
            )
            .is_match(s.words)
        });
        let corrections: Vec<String> = body
            .iter()
            .filter(|s| {
                pattern!(r"(?i)\b(?:amendment|should read|subject to|correction|to be amended|it is .* not)\b")
                    .is_match(s.words)
            })
            .map(|s| s.words.to_owned())
            .collect();
        let outcome = if agenda {
            PreviousOutcome::Listed
        } else if approved.is_some() && !refused {
            if corrections.is_empty() { PreviousOutcome::Approved } else { PreviousOutcome::ApprovedWithCorrections }
        } else if refused {
            PreviousOutcome::NotApproved
        } else {
            PreviousOutcome::Listed
        };
        let decided = approved.map(|s| paper.cite_spot(&s.spot)).unwrap_or_default();
        let mut add = |day: Option<Date>, cite: Cite, candidates: Vec<Date>| {
            if !all.iter().any(|m: &PreviousMinutes| m.meeting_date == day) {
                all.push(PreviousMinutes {
                    meeting_date: day,
                    outcome,
                    corrections: corrections.clone(),
                    meeting_date_candidates: candidates,
                    cite,
                });
            }
        };
        let at = |r: &Range<usize>| {
            paper.document.cite(&p.text, item.title.bytes.start + r.start..item.title.bytes.start + r.end)
        };
        if let [(day, range)] = heading.as_slice() {
            // The heading comes from the calendar, so it wins (record rule 10).
            let others: Vec<Date> = in_text.iter().map(|(d, _)| *d).filter(|d| d != day && near(*d, *day)).collect();
            let mut cite = at(range);
            if !others.is_empty() {
                cite = in_text.iter().fold(cite, |c, (_, more)| c.and(more.clone()));
                warnings.at(
                    WarningKind::DateConflict,
                    format!("the heading says {day}, the text {}", others[0]),
                    cite.clone(),
                );
            }
            let candidates = if others.is_empty() { Vec::new() } else { std::iter::once(*day).chain(others).collect() };
            add(Some(*day), cite.and(decided), candidates);
        } else if !heading.is_empty() {
            for (day, range) in &heading {
                add(Some(*day), at(range).and(decided.clone()), Vec::new());
            }
        } else if !in_text.is_empty() {
            for (day, cite) in in_text {
                add(Some(day), cite.and(decided.clone()), Vec::new());
            }
        } else if approved.is_some() || agenda {
            add(None, cite_title(paper, item).and(decided), Vec::new());
        }
    }
    all
}

/// Two days that one meeting could have been given by mistake.
fn near(a: Date, b: Date) -> bool {
    /// Two months.
    const DAYS: i64 = 62;
    a.days_since(b).abs() <= DAYS
}
