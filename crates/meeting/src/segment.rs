//! A document's meetings: its own, and those whose minutes it holds.

use std::ops::Range;

use crate::flat::{Flat, Kind};
use crate::grammar::attendance_label::attendance_label;
use crate::grammar::body_name::looks_like_body;
use crate::grammar::date::{find_dates, first_date};
use crate::grammar::pattern;
use crate::web::{Page, is_decision_notice, issue_blocks};

/// A stretch of paragraphs that describes one meeting.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Segment {
    pub(crate) range: Range<usize>,
    /// The minutes of an earlier meeting inside the papers of another.
    pub(crate) embedded: bool,
    /// Other papers stand in the document behind the segment.
    pub(crate) pack: bool,
    /// It is a page of a web site that is no paper of one meeting.
    pub(crate) page: Option<Page>,
}

/// A list of people present, with names.
fn is_present_list(flat: &Flat<'_>, para: usize) -> bool {
    let text = flat.paras[para].str();
    let label = attendance_label(text);
    let Some((section, _)) = label else { return false };
    section.attendance == types::Attendance::Present
        && section.role == types::Role::Member
        && pattern!(r"(?i)^\W*(?:members |councillors )?(?:present|sederunt|attend)").is_match(text)
}

/// `MINUTES of the meeting held on …`: a sentence of its own, not the title of an item.
fn is_minutes_head(flat: &Flat<'_>, para: usize) -> bool {
    let text = flat.paras[para].str();
    text.len() < 400
        && pattern!(r"^\W*(?:MINUTES|NOTES|Minutes|Notes) of (?:a|the) (?:[\w]+ )*meeting\b.{0,120}\bheld\b")
            .is_match(text)
}

/// A report begins: its author, its title, its wards.
fn is_report_head(flat: &Flat<'_>, para: usize) -> bool {
    let text = flat.paras[para].str().trim();
    text.len() < 60
        && pattern!(r"(?i)^(?:report of|report to|report by|author|report author|wards? affected|report title)\s*:?$")
            .is_match(text)
}

/// Parts the document.
pub(crate) fn split_parts(flat: &Flat<'_>) -> Vec<Segment> {
    let all = 0..flat.paras.len();
    let segment = |range: Range<usize>| Segment { range, embedded: false, pack: false, page: None };
    let blocks = issue_blocks(flat);
    if !blocks.is_empty() {
        // One meeting a block (record rule 29).
        let ends = blocks.iter().skip(1).copied().chain([all.end]);
        let of = |(&start, end): (&usize, usize)| Segment { page: Some(Page::Issue), ..segment(start..end) };
        return blocks.iter().zip(ends).map(of).collect();
    }
    if is_decision_notice(flat, &all) {
        return vec![Segment { page: Some(Page::Notice), ..segment(all) }];
    }
    let whole = vec![segment(all.clone())];
    // The first meeting is told by the head; minutes inside have a list of those present under
    // another date.
    let first_day = flat.paras.iter().take(40).find_map(|p| find_dates(p.str()).into_iter().find_map(|d| d.date()));
    let agenda = flat.paras.iter().take(60).any(|p| {
        p.str().len() < 120
            && pattern!(r"(?i)\bagenda\b|\bwill be held\b|\bnotice of meeting\b|\bsummoned\b|\bpublic document pack\b")
                .is_match(p.str())
    });
    if !agenda {
        return whole;
    }
    let mut starts: Vec<usize> = Vec::new();
    for para in all.clone().skip(12) {
        if !is_present_list(flat, para) && !is_minutes_head(flat, para) {
            continue;
        }
        // Up from the list: the title lines of the minutes.
        let mut start = para;
        let mut other_date = is_minutes_head(flat, para)
            && first_date(flat.paras[para].str())
                .and_then(|d| d.date())
                .zip(first_day)
                .is_some_and(|(day, first)| day < first);
        for up in (para.saturating_sub(8)..para).rev() {
            let p = &flat.paras[up];
            let text = p.str();
            if text.len() > 320 {
                break;
            }
            let dated = find_dates(text).into_iter().find_map(|d| d.date());
            let titled = p.kind == Kind::Heading
                || looks_like_body(text)
                || dated.is_some()
                || pattern!(r"(?i)\b(?:minutes|meeting|held|room|chamber|hall|draft)\b").is_match(text);
            if !titled {
                break;
            }
            if let Some(day) = dated {
                other_date |= first_day.is_some_and(|f| f != day);
            }
            start = up;
        }
        if other_date && start > 8 && starts.last().is_none_or(|s| start > s + 5) {
            starts.push(start);
        }
    }
    let Some(&first) = starts.first() else {
        // An agenda with its reports behind it.
        let reports = all.clone().skip(20).find(|&p| is_report_head(flat, p));
        return match reports {
            Some(end) => vec![Segment { pack: true, ..segment(0..end) }],
            None => whole,
        };
    };
    let mut segments = vec![Segment { pack: true, ..segment(0..first) }];
    for (n, &start) in starts.iter().enumerate() {
        let next = starts.get(n + 1).copied().unwrap_or(all.end);
        let end = (start + 3..next).find(|&p| is_report_head(flat, p)).unwrap_or(next);
        // The date line over a report's head is the report's.
        let end = if end < next
            && end > start
            && first_date(flat.paras[end - 1].str()).is_some()
            && flat.paras[end - 1].str().len() < 60
        {
            end - 1
        } else {
            end
        };
        segments.push(Segment { embedded: true, ..segment(start..end) });
    }
    segments
}
