//! The front of a paper: what it says of itself before its business begins. The one door for papers and web pages.

use std::ops::Range;

use types::{Attendance, Clock, DocumentKind, Role, Warnings};

use crate::closing_time::closing_time;
use crate::grammar::attendance_label::attendance_label;
use crate::head::head_facts::Head;
use crate::head::read_head;
use crate::items::find_items;
use crate::kind::{Tense, document_kind, is_ahead};
use crate::outline::Outline;
use crate::parts::Part;
use crate::stream::Stream;
use crate::web_page::{Page, web_head, web_item};

/// What a part of a paper is, which body met, when and where, and what its business is.
pub(crate) struct Front {
    pub(crate) head: Head,
    pub(crate) outline: Outline,
    pub(crate) kind: DocumentKind,
}

/// Reads the front of a part.
pub(crate) fn read_front(paper: &Stream<'_>, part: &Part, warnings: &mut Warnings) -> Front {
    let mut front = match part.page {
        // A council's web page says it in fields.
        Some(page) => of_page(paper, part, page),
        None => of_paper(paper, part, warnings),
    };
    let closed = closing_time(paper, &part.range).filter(|_| !is_ahead(front.kind));
    front.head.end = closed.or(front.head.end.take());
    mend_evening(&mut front.head);
    front
}

fn of_page(paper: &Stream<'_>, part: &Part, page: Page) -> Front {
    let range = part.range.clone();
    let items = web_item(paper, page, &range).map_or_else(|| find_items(paper, range.clone()), |item| vec![item]);
    Front { head: web_head(paper, page, &range), outline: Outline::new(items, range), kind: page.kind() }
}

fn of_paper(paper: &Stream<'_>, part: &Part, warnings: &mut Warnings) -> Front {
    let range = part.range.clone();
    let outline = Outline::new(find_items(paper, range.clone()), range.clone());
    let head_range = head_range(paper, &outline);
    /// Lists of members are no longer, in paragraphs.
    const BEHIND: usize = 80;
    let behind = head_range.end..outline.first_item().min(head_range.end + BEHIND);
    let head = read_head(paper, head_range.clone(), behind, warnings);
    // Papers that hold the minutes of an earlier meeting, or reports, are for a meeting to come.
    let kind = if part.is_pack {
        if part.holds_minutes { DocumentKind::AgendaPack } else { DocumentKind::Agenda }
    } else {
        let lists_present = lists_present(paper, &range);
        let kind = document_kind(paper, &head_range, &range, lists_present || part.is_embedded);
        let resolved = || outline.items.iter().flat_map(|i| i.range.clone()).any(|p| says_resolved(paper, p));
        let tense = Tense::of(paper, &range);
        match kind {
            // An agenda that tells who came and what was resolved was turned into the minutes.
            DocumentKind::Agenda if lists_present && resolved() => DocumentKind::Minutes,
            DocumentKind::Agenda | DocumentKind::Other if tense.is_past() => DocumentKind::Minutes,
            // "Approval of Minutes" is an item of what is to come.
            DocumentKind::Minutes if !lists_present && !part.is_embedded && tense.has_no_past() => DocumentKind::Agenda,
            kind => kind,
        }
    };
    Front { head, outline, kind }
}

/// The paragraphs of the head: to the first list of people or the first item.
fn head_range(paper: &Stream<'_>, outline: &Outline) -> Range<usize> {
    /// Nothing of a head stands further down.
    const LONGEST: usize = 30;
    /// A head has a title and a line below it, even where what looks like an item begins the paper.
    const SHORTEST: usize = 2;
    let (range, first) = (&outline.range, outline.first_item());
    // Lists of people stand before the items; in a paper without items, anywhere in its beginning.
    let end = (range.start..first).find(|&p| attendance_label(paper.paras[p].str()).is_some()).unwrap_or(first);
    range.start..end.min(range.start + LONGEST).max((range.start + SHORTEST).min(range.end))
}

/// Somewhere the members present are listed.
fn lists_present(paper: &Stream<'_>, range: &Range<usize>) -> bool {
    range.clone().any(|p| {
        let label = attendance_label(paper.paras[p].str()).map(|(section, _)| section);
        label.is_some_and(|s| s.attendance == Attendance::Present && s.role == Role::Member)
            || paper.table_of(p).is_some_and(|t| t.lists(Attendance::Present))
    })
}

fn says_resolved(paper: &Stream<'_>, para: usize) -> bool {
    paper.paras[para].str().contains("RESOLVED that")
}

/// "Closed at 7.45" of a meeting that began at 7 pm was in the evening.
fn mend_evening(head: &mut Head) {
    const HALF_DAY: u8 = 12;
    if let (Some(start), Some(end)) = (&head.start, &mut head.end)
        && end.value < start.value
        && let Some(evening) = Clock::new(end.value.hour() + HALF_DAY, end.value.minute())
        // "12.15 am" of a meeting that began at 7 pm is the next morning.
        && evening >= start.value
    {
        end.value = evening;
    }
}
