//! When the meeting ended, as the end of its paper says.

use std::ops::Range;

use types::{Cited, Clock};

use crate::grammar::pattern;
use crate::grammar::time::{PrintedTime, find_times};
use crate::head::head_facts::cited;
use crate::stream::Stream;

/// When the meeting ended: `The meeting closed at 9.10 pm`, `closed the meeting at 20:45`.
pub(crate) fn closing_time(paper: &Stream<'_>, range: &Range<usize>) -> Option<Cited<Clock>> {
    let closes = pattern!(
        r"
            (?i)\b(?:meeting|panel|board|committee|council|business)\b[^.]{0,80}\b(?:closed|ended|concluded|finished
            |terminated|rose|close)\b[^.]{0,25}?\bat\b|\bclosed the meeting(?: at)?\b|\b(?:closed|ended|finished
            |concluded) at\b|^\W*finished\b|\badjourn(?:ed|ment)\b(?:\s+(?:the|this|our|at|was|meeting|session|by|made
            |with|of)\b|[\s:.,\u{2013}-]){0,6}
            |\bmeeting (?:was |stands? |stood )?adjourned\b[^.]{0,60}?\bat\b|^\W*(?:meeting )?closed:?\W
            |\bclose of meeting\b
            |\bdaeth y cyfarfod i ben\b
        "
    );
    /// Behind the end of the meeting stand its papers, in paragraphs.
    const BEHIND: usize = 300;
    for i in range.clone().rev().take(BEHIND) {
        let text = paper.paras[i].str();
        if text.len() > 600 {
            continue;
        }
        for m in closes.find_iter(text) {
            let from = m.start();
            if let Some(found) =
                find_times(&text[from..], false).into_iter().next().or_else(|| bare_time(&text[from..]))
                && found.range.start < m.len() + 40
            {
                let range = found.range.start + from..found.range.end + from;
                return Some(cited(paper, i, range, found.end.unwrap_or(found.start)));
            }
        }
    }
    None
}

fn bare_time(text: &str) -> Option<PrintedTime> {
    find_times(text, true).into_iter().next()
}
