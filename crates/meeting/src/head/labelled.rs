//! Facts that a label announces: a table of them, or `Venue: …` in a paragraph.

use std::ops::Range;

use crate::grammar::body_name::{looks_like_body, settle_body_case};
use crate::grammar::date::first_date;
use crate::grammar::fact_label::{Fact, fact_label};
use crate::grammar::name::read_name;
use crate::grammar::pattern;
use crate::head::head_facts::{Head, cited};
use crate::head::weak_body::name_in_title;
use crate::head::when_where::{is_timestamp, take_place, take_times};
use crate::stream::Stream;
use crate::tables::Purpose;

/// Labels and values: a table of facts, or `Venue: …` in a paragraph.
pub(super) fn read_labelled(paper: &Stream<'_>, range: Range<usize>, head: &mut Head) {
    let mut pending: Option<(Fact, Option<(usize, usize)>)> = None;
    for i in range {
        let para = &paper.paras[i];
        let text = para.str();
        if is_timestamp(text) {
            continue;
        }
        let at = para.cell.map(|c| (c.table, c.row));
        if let Some((fact, cell)) = pending.take()
            && (cell.is_none() || cell == at)
        {
            take_fact(paper, i, 0, fact, head);
            continue;
        }
        let alone = fact_label(text).filter(|_| {
            let in_facts = para.cell.is_some_and(|c| {
                let purpose = paper.tables[c.table].purpose;
                // "Title of meeting | Board meeting" in a table of other things, too.
                purpose == Purpose::Facts || purpose == Purpose::Other && text.trim().contains(' ')
            });
            text.trim().ends_with(':') || in_facts
        });
        if let Some(fact) = alone {
            pending = Some((fact, at));
            continue;
        }
        // "Date and time: …", "Venue – …"
        let inline = pattern!(r"^\s*(?P<l>[A-Za-z&/ ]{2,30}?)\s*(?::-?|\s[-\u{2013}]\s)\s*(?P<v>\S.*)$");
        if let Some(c) = inline.captures(text)
            && let (Some(label), Some(value)) = (c.name("l"), c.name("v"))
            && let Some(fact) = fact_label(label.as_str())
        {
            take_fact(paper, i, value.start(), fact, head);
        }
    }
}

fn take_fact(paper: &Stream<'_>, para: usize, from: usize, fact: Fact, head: &mut Head) {
    let text = paper.paras[para].str();
    let value = &text[from..];
    let shift = |r: &Range<usize>| r.start + from..r.end + from;
    match fact {
        Fact::Date => {
            if let Some(found) = first_date(value)
                && let (Some(day), None) = (found.date(), &head.date)
            {
                head.date = Some(cited(paper, para, shift(&found.range), day));
            }
            // "Thursday 9th January, 10.00 – 12.20": behind the day stand times, whatever their form.
            let behind = first_date(value).map_or(0, |d| d.range.end);
            let bare = pattern!(r"^\W*\d{1,2}[.:]\d{2}\s*(?:[-\u{2013}]|to)\s*\d").is_match(&value[behind..]);
            take_times(paper, para, from + if bare { behind } else { 0 }, bare, head);
        }
        Fact::Time => take_times(paper, para, from, true, head),
        Fact::Place => {
            let end = value.find("View directions").unwrap_or(value.len());
            take_place(paper, para, from..from + end, head);
        }
        Fact::Body => {
            // "19/10/2015 - Policy Committee", "Mrs A Ash, Cabinet Member for Roads": the day and the person stand
            // before it.
            let day = first_date(value).map_or(0, |d| d.range.end);
            let person = read_name(value, None).map_or(0, |p| p.name_range.end);
            let person = if value[person..].trim_start().starts_with(',') { person } else { 0 };
            let from = from + if value[day.max(person)..].contains(char::is_alphabetic) { day.max(person) } else { 0 };
            let text = &text[from..];
            let lead = text.len() - text.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
            let (at, name) = match name_in_title(text) {
                Some((at, name)) => (at, name),
                None => (lead..text.len(), text[lead..].trim().to_owned()),
            };
            if head.body.is_none() && (looks_like_body(&name) || name_in_title(text).is_some()) {
                head.body = Some(cited(paper, para, at.start + from..at.end + from, settle_body_case(&name)));
            }
        }
    }
}
