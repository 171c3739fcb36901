//! A document's meetings: its own, and those whose minutes it holds.

use std::ops::Range;

use crate::grammar::attendance_label::attendance_label;
use crate::grammar::body_name::looks_like_body;
use crate::grammar::date::{find_dates, first_date};
use crate::grammar::pattern;
use crate::stream::{Kind, Stream};
use crate::web_page::{Page, is_decision_notice, issue_blocks};

/// A stretch of paragraphs that describes one meeting.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Part {
    pub(crate) range: Range<usize>,
    /// Its place among the parts of the document, from 1.
    pub(crate) order: usize,
    /// The minutes of an earlier meeting inside the papers of another.
    pub(crate) is_embedded: bool,
    /// Other papers stand in the document behind the part.
    pub(crate) is_pack: bool,
    /// The document holds other meetings, too.
    pub(crate) holds_minutes: bool,
    /// It is a page of a web site that is no paper of one meeting.
    pub(crate) page: Option<Page>,
    /// Where its papers stand: in itself, and behind the agenda of a pack.
    pub(crate) papers: Vec<Range<usize>>,
}

/// What a cut makes of a stretch of paragraphs.
#[derive(Clone, Copy, PartialEq)]
enum Cut {
    /// A paper of its own.
    Own,
    Embedded,
    Pack,
    Page(Page),
}

/// Parts the document into its meetings, in its order; at least one.
pub(crate) fn split_parts(paper: &Stream<'_>) -> Vec<Part> {
    let cuts = cut_paper(paper);
    let several = cuts.len() > 1;
    // What belongs to no meeting: the reports of a pack.
    let behind = cuts.iter().map(|(range, _)| range.end).max().unwrap_or(0)..paper.paras.len();
    let part = |(n, (range, cut)): (usize, (Range<usize>, Cut))| {
        let is_pack = cut == Cut::Pack;
        let mut papers = vec![range.clone()];
        if is_pack && range.end < paper.paras.len() {
            papers.push(behind.clone());
        }
        Part {
            range,
            order: n + 1,
            is_embedded: cut == Cut::Embedded,
            is_pack,
            holds_minutes: several,
            page: if let Cut::Page(page) = cut { Some(page) } else { None },
            papers,
        }
    };
    cuts.into_iter().enumerate().map(part).collect()
}

/// A list of people present, with names.
fn is_present_list(paper: &Stream<'_>, para: usize) -> bool {
    let text = paper.paras[para].str();
    let label = attendance_label(text);
    let Some((section, _)) = label else { return false };
    section.attendance == types::Attendance::Present
        && section.role == types::Role::Member
        && pattern!(r"(?i)^\W*(?:members |councillors )?(?:present|sederunt|attend)").is_match(text)
}

/// `MINUTES of the meeting held on …`: a sentence of its own, not the title of an item.
fn is_minutes_head(paper: &Stream<'_>, para: usize) -> bool {
    let text = paper.paras[para].str();
    let p = &paper.paras[para];
    // What has a number, or a cell beside it for one, is the title of an item.
    let numbered = p.label.is_some() || p.label_cell.is_some();
    text.len() < 400
        && !numbered
        && pattern!(r"^\W*(?:MINUTES|NOTES|Minutes|Notes) of (?:a|the) (?:[\w]+ )*(?i:meeting)\b.{0,120}\bheld\b")
            .is_match(text)
}

/// A report begins: its author, its title, its wards.
fn is_report_head(paper: &Stream<'_>, para: usize) -> bool {
    let text = paper.paras[para].str().trim();
    text.len() < 60
        && pattern!(r"(?i)^(?:report of|report to|report by|author|report author|wards? affected|report title)\s*:?$")
            .is_match(text)
}

/// The minutes of several meetings one after the other, as in a bound year: each has a whole head, with a sentence
/// about the meeting and a list of those present.
fn bound_minutes(paper: &Stream<'_>) -> Option<Vec<(Range<usize>, Cut)>> {
    /// The list of those present stands so near below the sentence, in paragraphs.
    const NEAR: usize = 10;
    /// A meeting takes more paragraphs than its head.
    const SHORTEST: usize = 6;
    let all = 0..paper.paras.len();
    let is_head = |para: &usize| {
        let below = para + 1..all.end.min(para + NEAR);
        is_minutes_head(paper, *para)
            && paper.paras[*para].cell.is_none()
            && below.clone().any(|p| is_present_list(paper, p))
    };
    let heads: Vec<usize> = all.clone().filter(is_head).collect();
    let first = *heads.first()?;
    let mut starts: Vec<usize> = vec![all.start];
    for &head in heads.iter().skip(1) {
        // Above the sentence stands the name of the body.
        let title = |p: &usize| {
            let text = paper.paras[*p].str();
            text.len() < 100 && !text.trim_end().ends_with('.') && looks_like_body(text)
        };
        let lines = (first + 1..head).rev().take_while(title).count();
        let start = head - lines;
        if start >= starts.last().copied().unwrap_or(0).max(first) + SHORTEST {
            starts.push(start);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([all.end]);
    let cuts: Vec<_> = starts.iter().zip(ends).map(|(&start, end)| (start..end, Cut::Own)).collect();
    (cuts.len() > 1).then_some(cuts)
}

fn cut_paper(paper: &Stream<'_>) -> Vec<(Range<usize>, Cut)> {
    let all = 0..paper.paras.len();
    let blocks = issue_blocks(paper);
    if !blocks.is_empty() {
        // One meeting a block (record rule 29).
        let ends = blocks.iter().skip(1).copied().chain([all.end]);
        return blocks.iter().zip(ends).map(|(&start, end)| (start..end, Cut::Page(Page::Issue))).collect();
    }
    if is_decision_notice(paper, &all) {
        return vec![(all, Cut::Page(Page::Notice))];
    }
    let whole = vec![(all.clone(), Cut::Own)];
    // The first meeting is told by the head; minutes inside have a list of those present under
    // another date.
    let first_day = paper.paras.iter().take(40).find_map(|p| find_dates(p.str()).into_iter().find_map(|d| d.date()));
    let agenda = paper.paras.iter().take(60).any(|p| {
        p.str().len() < 120
            && pattern!(r"(?i)\bagenda\b|\bwill be held\b|\bnotice of meeting\b|\bsummoned\b|\bpublic document pack\b")
                .is_match(p.str())
    });
    if !agenda {
        return bound_minutes(paper).unwrap_or(whole);
    }
    let mut starts: Vec<usize> = Vec::new();
    for para in all.clone().skip(12) {
        if !is_present_list(paper, para) && !is_minutes_head(paper, para) {
            continue;
        }
        // Up from the list: the title lines of the minutes.
        let mut start = para;
        let mut other_date = is_minutes_head(paper, para)
            && first_date(paper.paras[para].str())
                .and_then(|d| d.date())
                .zip(first_day)
                .is_some_and(|(day, first)| day < first);
        for up in (para.saturating_sub(8)..para).rev() {
            let p = &paper.paras[up];
            let text = p.str();
            if text.len() > 320 {
                break;
            }
            let dated = find_dates(text).into_iter().find_map(|d| d.date());
            let titled = p.kind == Kind::Heading
                || looks_like_body(text)
                || dated.is_some()
                || pattern!(
                    r"
                        (?i)\b(?:minutes|meeting|held|room|chamber|hall|draft)\b|^\W*\d{1,2}[.:]\d{2}\b
                        |^\W*\d{1,2} ?[ap]\.?m\b
                    "
                )
                .is_match(text);
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
        let reports = all.clone().skip(20).find(|&p| is_report_head(paper, p));
        return match reports {
            Some(end) => vec![(0..end, Cut::Pack)],
            None => whole,
        };
    };
    let mut cuts = vec![(0..first, Cut::Pack)];
    for (n, &start) in starts.iter().enumerate() {
        let next = starts.get(n + 1).copied().unwrap_or(all.end);
        let end = (start + 3..next).find(|&p| is_report_head(paper, p)).unwrap_or(next);
        // The date line over a report's head is the report's.
        let end = if end < next
            && end > start
            && first_date(paper.paras[end - 1].str()).is_some()
            && paper.paras[end - 1].str().len() < 60
        {
            end - 1
        } else {
            end
        };
        cuts.push((start..end, Cut::Embedded));
    }
    cuts
}
