//! Day, hours and place of a meeting, as a line or a sentence of the head has them.

use std::ops::Range;

use types::Location;

use crate::grammar::date::{PrintedDate, find_dates};
use crate::grammar::pattern;
use crate::grammar::sentence::ends_in_short_form;
use crate::grammar::time::find_times;
use crate::head::head_facts::{Head, cited};
use crate::stream::Stream;

pub(super) fn take_times(paper: &Stream<'_>, para: usize, from: usize, bare: bool, head: &mut Head) {
    let text = paper.paras[para].str();
    let Some(found) = find_times(&text[from..], bare).into_iter().next() else { return };
    let range = found.range.start + from..found.range.end + from;
    if head.start.is_none() {
        head.start = Some(cited(paper, para, range.clone(), found.start));
        if let Some(end) = found.end {
            head.end = Some(cited(paper, para, range, end));
        }
    }
}

pub(super) fn take_place(paper: &Stream<'_>, para: usize, range: Range<usize>, head: &mut Head) {
    let text = paper.paras[para].str();
    let trimmed = text[range.clone()]
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '-' | '\u{2013}' | ';'));
    if head.place.is_some() || trimmed.chars().filter(|c| c.is_alphabetic()).count() < 4 {
        return;
    }
    let start = range.start + text[range].find(trimmed).unwrap_or(0);
    let virtual_only = pattern!(
        r"
        (?i)^\W*(?:via |by |on |held )?(?:a )?(?:microsoft |ms )?(?:teams|zoom|virtual\w*|remote\w*
        |video ?conference|skype|webex|online)\b[^,]*$
    "
    )
    .is_match(trimmed);
    let location = Location { name: trimmed.to_owned(), is_virtual: virtual_only };
    head.place = Some(cited(paper, para, start..start + trimmed.len(), location));
}

/// `Date: 2018-06-16 00:00` above a page: when a program filed it, not when anybody met.
pub(super) fn is_timestamp(text: &str) -> bool {
    pattern!(r"(?i)^\W*(?:date|published|updated|modified|created)\W+\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}").is_match(text)
}

/// Nothing but a day: `Monday, March 26, 2007`.
pub(super) fn is_day(text: &str) -> bool {
    let found = find_dates(text);
    let [day] = found.as_slice() else { return false };
    let around = text.len() - day.range.len();
    let weekday = pattern!(r"(?i)^\W*(?:on\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day)?\W*$");
    day.has_year() && around < 16 && weekday.is_match(&text[..day.range.start])
}

/// What stands behind "held": place, day, time, in any order.
pub(super) fn take_held(paper: &Stream<'_>, para: usize, head: &mut Head) {
    let text = paper.paras[para].str();
    let Some(from) = pattern!(r"(?i)\b(?:held|convened|took place)\b").find(text).map(|m| m.end()) else {
        take_days(paper, para, 0, head);
        return;
    };
    take_days(paper, para, from, head);
    // From "held in/at" to the day, the time or the end.
    let after = &text[from..];
    let Some(lead) = pattern!(r"(?i)\b(?:in|at|via|by|on)\s+(?:the\s+)?").find_iter(after).find(|m| {
        let next = &after[m.end()..];
        !pattern!(r"(?i)^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b|^\d{1,2}(?:st|nd|rd|th)?\b|^noon\b").is_match(next)
    }) else {
        return;
    };
    let start = from + lead.end();
    let rest = &text[start..];
    let mut end = rest.len();
    for found in find_dates(rest) {
        end = end.min(found.range.start);
    }
    for found in find_times(rest, false) {
        end = end.min(found.range.start);
    }
    if let Some(m) =
        pattern!(r"(?i)[,\s]*(?:\bcommenc\w+|\bat\s*$|\bon\s*$|\bfrom\s*$|\bstarting|\bbeginning)").find(&rest[..end])
    {
        end = end.min(m.start());
    }
    // "CO. LIMERICK" goes on.
    let stop = pattern!(r"\.\s").find_iter(&rest[..end]).find(|m| !ends_in_short_form(&rest[..m.start()]));
    end = stop.map_or(end, |m| m.start());
    let name = pattern!(r"(?i)[,\s]+(?:on|at|from)?\s*$").replace(&rest[..end], "").len();
    take_place(paper, para, start..start + name, head);
}

/// The day and the time of a paragraph.
pub(super) fn take_days(paper: &Stream<'_>, para: usize, from: usize, head: &mut Head) {
    let text = paper.paras[para].str();
    let found = find_dates(&text[from..]).into_iter().find(PrintedDate::has_year);
    let found =
        found.map(|f| (f, from)).or_else(|| find_dates(text).into_iter().find(PrintedDate::has_year).map(|f| (f, 0)));
    let day = found.clone();
    if let (Some((found, shift)), None) = (found, &head.date)
        && let Some(day) = found.date()
    {
        head.date = Some(cited(paper, para, found.range.start + shift..found.range.end + shift, day));
    }
    take_times(paper, para, from, false, head);
    // "6th May 2025 18.15 The Old Forge, TL9 4QQ": hour and place directly behind the day.
    if let Some((found, shift)) = day {
        let behind = found.range.end + shift;
        let hour = pattern!(r"^[,\s]+(?:at\s+)?(?P<t>\d{1,2}[.:]\d{2}(?:\s?[ap]\.?\s?m\b\.?)?)(?P<r>[,\s|-]+)?")
            .captures(&text[behind..]);
        if let Some(c) = hour
            && let (Some(t), Some(whole)) = (c.name("t"), c.get(0))
        {
            if head.start.is_none() {
                take_times(paper, para, behind + t.start(), true, head);
            }
            let rest = behind + whole.end()..text.len();
            let begins = text[rest.clone()].starts_with(char::is_uppercase);
            if c.name("r").is_some() && begins && looks_like_place(&text[rest.clone()]) {
                take_place(paper, para, rest, head);
            }
        }
    }
    // "… commencing at 7.00 pm and concluding at 9.05 pm"
    if head.end.is_none()
        && let Some(m) =
            pattern!(r"(?i)\b(?:concluding|concluded|ending|ended|closing|closed|finishing) at\b").find(&text[from..])
        && let Some(found) = find_times(&text[from + m.start()..], false).into_iter().next()
    {
        let at = from + m.start();
        head.end = Some(cited(paper, para, at + found.range.start..at + found.range.end, found.start));
    }
}

pub(super) fn looks_like_place(text: &str) -> bool {
    text.len() <= 140
        && text.split_whitespace().count() <= 18
        && !text.trim().ends_with(':')
        && (pattern!(
            r"
            (?i)\b(?:chamber|(?:committee|meeting|council|conference|board|training) room|room \w+|town hall
            |village hall|city hall|county hall|civic (?:centre|offices?|hall)|guildhall|community centre|offices
            |council house|shire hall|assembly rooms)\b
        "
        )
        .is_match(text)
            || pattern!(r"\b[A-Z]{1,2}\d{1,2}[A-Z]?\s*\d[A-Z]{2}\b").is_match(text) && text.contains(',')
            || pattern!(r"(?i)^(?:via |by )?(?:microsoft |ms )?(?:teams|zoom)\b[^.]{0,30}$").is_match(text.trim()))
        && !pattern!(
            r"
            (?i)\b(?:tel|telephone|e-?mail|contact|access|toilets|please|members|will|was|were|report|recording
            |minutes)\b
        "
        )
        .is_match(text)
}
