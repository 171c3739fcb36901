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
use crate::head::head_facts::Head;
use crate::head::labelled::read_labelled;
use crate::head::lines::{fuller_body, read_lines, read_margin};
use crate::head::sentence::read_sentence;
use crate::head::weak_body::settle_body;
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

/// Reads the head of a segment: its paragraphs before the attendance and the first item.
pub(crate) fn read_head(paper: &Stream<'_>, range: Range<usize>, warnings: &mut Warnings) -> Head {
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
    head
}
