//! The head of a paper: which body met, when and where.

pub(crate) mod head_facts;
mod labelled;
mod lines;
mod sentence;
mod weak_body;
mod when_where;

use std::ops::Range;

use types::Warnings;

use crate::grammar::pattern;
use crate::grammar::time::find_times;
use crate::head::head_facts::{Head, cited};
use crate::head::labelled::read_labelled;
use crate::head::lines::{fuller_body, read_lines, read_margin};
use crate::head::sentence::read_sentence;
use crate::head::weak_body::settle_body;
use crate::head::when_where::{is_day, take_days, take_place};
use crate::stream::Stream;

/// The range behind the head of an e-mail: who sent it, when and to whom is not the meeting's.
fn without_mail(paper: &Stream<'_>, range: Range<usize>) -> Range<usize> {
    let is_field = |p: usize| {
        pattern!(r"^\s*(?:From|Sent|To|Cc|Bcc|Subject|Date|Importance|Attachments):\s").is_match(paper.paras[p].str())
    };
    let fields = range.clone().take(8).take_while(|&p| is_field(p)).count();
    let mail = fields >= 3 || fields > 0 && pattern!(r"\bSent:\s").is_match(paper.paras[range.start].str());
    if mail { range.start + fields.max(1)..range.end } else { range }
}

/// The first item or the first paragraphs of the text say when the meeting was opened.
const OPENING: usize = 12;

/// The sentence says that the meeting was held.
fn says_held(text: &str) -> bool {
    text.len() < 400 && pattern!(r"(?i)\b(?:held|convened|met|took place|called to order)\b").is_match(text)
}

/// `The meeting was called to order in the Old Forge at 6:02 p.m.`: hour and place, where the head has none.
fn read_opening(paper: &Stream<'_>, range: Range<usize>, head: &mut Head) {
    let opens = pattern!(
        r"
            (?i)\b(?:call(?:ed|s)? (?:the |this )?(?:\w+ ){0,3}?(?:meeting )?to order|convened|commenced|opened|began
            |started|was held
            |meeting held|declared open)\b[^.;]{0,40}?(?:\b(?:in
            |at)\s+(?:the\s+)?(?P<p>\p{Lu}[^.;:]{3,70}?),?\s+)?\b(?:at|from|@)
            \s+(?P<t>\d)
        "
    );
    for para in range.start..range.end.min(paper.paras.len()) {
        let text = paper.paras[para].str();
        if text.len() > 900 {
            continue;
        }
        let Some(c) = opens.captures(text) else { continue };
        let Some(t) = c.name("t") else { continue };
        let Some(found) = find_times(&text[t.start()..], true).into_iter().next().filter(|f| f.range.start == 0) else {
            continue;
        };
        if head.start.is_none() {
            head.start = Some(cited(paper, para, t.start()..t.start() + found.range.end, found.start));
        }
        if let Some(place) = c.name("p").filter(|_| head.place.is_none()) {
            take_place(paper, para, place.range(), head);
        }
        return;
    }
}

/// Reads the head of a segment: its paragraphs before the attendance and the first item.
/// `behind` are the paragraphs between it and the first item, in which a day may stand that the head does not have.
pub(crate) fn read_head(
    paper: &Stream<'_>,
    range: Range<usize>,
    behind: Range<usize>,
    warnings: &mut Warnings,
) -> Head {
    let mut head = Head::default();
    let range = without_mail(paper, range);
    read_labelled(paper, range.clone(), &mut head);
    read_sentence(paper, range.clone(), &mut head);
    if let Some(fuller) = head.body.as_ref().and_then(|b| fuller_body(paper, range.clone(), &b.value)) {
        head.body = Some(fuller);
    }
    read_lines(paper, range.clone(), &mut head, warnings);
    read_margin(paper, &mut head);
    settle_body(paper, &range, &mut head);
    // Behind a long list of members: facts under labels, a day on a line of its own, a sentence about the meeting.
    read_labelled(paper, behind.clone(), &mut head);
    if head.date.is_none() {
        let own = behind.clone().find(|&p| is_day(paper.paras[p].str()) || says_held(paper.paras[p].str()));
        if let Some(para) = own {
            take_days(paper, para, 0, &mut head);
        }
    }
    read_opening(paper, range.start..behind.end + OPENING, &mut head);
    head
}
