//! The sentence that most printed minutes begin with: `MINUTES of a meeting of the X held in Y on Z at T`.

use std::ops::Range;

use crate::grammar::body_name::{looks_like_body, settle_body_case, trim_body};
use crate::grammar::pattern;
use crate::head::head_facts::{Head, cited};
use crate::head::when_where::{is_day, take_days, take_held};
use crate::stream::Stream;

/// `MINUTES of a meeting of the X held in Y on Z at T`: the commonest form of printed minutes.
pub(super) fn read_sentence(paper: &Stream<'_>, range: Range<usize>, head: &mut Head) {
    let of = pattern!(concat!(
        r"
            (?is)\b(?:minutes?|notes?|m\s*i\s*n\s*u\s*t\s*e\s*s|record|cofnodion|proceedings|notice|agenda
            |meeting)\s+(?:and\s+actions\s+)?(?:of|from|for)\s+
        ",
        r"
            (?:proceedings\s+(?:of|at)\s+)?(?:a|an|the)?\s*(?:proceedings\s+(?:of|at)\s+(?:a
            |the)\s+)?(?:[a-z]+\s+){0,2}?(?:meeting|session)s?\s+(?:of|for)\s+(?:the\s+)?(?P<b>.+?)
        ",
        r"
            (?:,?\s+(?:which was\s+|was\s+|to be\s+|will be\s+)?(?:held|convened|that took place|duly
            |at\s+(?:the\s+)?\d)|\s+on\s+(?:mon|tue|wed|thu|fri|sat|sun|the\s+\d|\d)|\s+to be\s*$|[,.]?\s*$
            |,\s+(?:mon|tue|wed|thu|fri|sat|sun)\w*,?\s+\d)
        "
    ));
    let formal = pattern!(
        r"
            (?is)\b(?:a|the|an)?\s*(?:[a-z]+\s+){0,2}meeting\s+of\s+(?:the\s+)?(?P<b>[A-Z][^.:;]{4,140}?)\s+(?:was
            |will be|is to be)\s+held\b
        "
    );
    let summons = pattern!(
        r"
            (?is)\battend\s+(?:a|an|the)\s+(?:[a-z]+\s+){0,2}meeting\s+of\s+(?:the\s+)?(?P<b>[A-Z][^.:;]{4,120}?)
            (?:\s+(?:to be|which|at|on|in|via)\b|,|\s*$)
        "
    );
    let own = pattern!(
        r"(?is)\b(?:minutes?|notes?)\s+of\s+(?:the\s+|a\s+)?(?P<b>[A-Z][^.:;]{3,120}?)\s+(?:meeting\s+)?held\b"
    );
    for i in range.clone() {
        let para = &paper.paras[i];
        // Where the lines of the head ran together, its sentence is the first of a long paragraph.
        let text = begins(para.str());
        let found = of
            .captures(text)
            .or_else(|| formal.captures(text))
            .or_else(|| summons.captures(text))
            .or_else(|| own.captures(text));
        let Some(c) = found else { continue };
        if head.body.is_none()
            && let Some(name) = c.name("b")
            && looks_like_body(name.as_str())
        {
            let name_text = trim_body(name.as_str());
            let start = name.start() + name.as_str().find(name_text).unwrap_or(0);
            head.body = Some(cited(paper, i, start..start + name_text.len(), settle_body_case(name_text)));
        }
        // "Minutes of the meeting of 31 January" without "held" may be an item's: a day that stands on a line of its
        // own above it is the meeting's.
        if !pattern!(r"(?i)\b(?:held|convened|took place)\b").is_match(text)
            && let Some(line) = (range.start..i).find(|p| is_day(paper.paras[*p].str()))
        {
            take_days(paper, line, 0, head);
        }
        take_held(paper, i, head);
    }
    // "MEETING HELD ON …" without a name.
    let bare = pattern!(
        r"
            (?i)\bheld\s+(?:(?:its|their|an?|the)\s+(?:\w+\s+){0,3}?(?:meeting|sitting|session)\b|(?:in|at|on|via|by
            |remotely|virtually)\b)
        "
    );
    for i in range {
        let wanted = head.date.is_none() || head.place.is_none();
        if wanted && bare.is_match(paper.paras[i].str()) && paper.paras[i].str().len() < 700 {
            take_held(paper, i, head);
        }
    }
}

/// The first characters of a paragraph, as many as a head's sentence may have.
fn begins(text: &str) -> &str {
    const LONGEST: usize = 700;
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
