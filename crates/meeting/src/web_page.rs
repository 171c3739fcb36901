//! Pages of council web sites (ModernGov and the like) that are no minutes of one meeting: the history of an issue,
//! which tells what each meeting made of it, and the notice of a decision that one person took.

use std::ops::Range;

use types::{Cite, Cited, DeclarationsState, DocumentKind};

use crate::grammar::body_name::looks_like_body;
use crate::grammar::date::{PrintedDate, first_date};
use crate::grammar::item_number::read_item_number;
use crate::grammar::pattern;
use crate::head::head_facts::Head;
use crate::outline::Item;
use crate::stream::{Kind, Spot, Stream};

/// Which page it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    /// A block of an issue's history: one meeting.
    Issue,
    /// The notice of a decision.
    Notice,
}

impl Page {
    pub(crate) fn kind(self) -> DocumentKind {
        match self {
            Self::Issue => DocumentKind::IssueHistory,
            Self::Notice => DocumentKind::DecisionNotice,
        }
    }
}

/// The heading of a block: `Meeting: 07/11/2023 - Cabinet (Item 60)`.
fn block(text: &str) -> Option<(PrintedDate, Range<usize>, Option<Range<usize>>)> {
    let c = pattern!(
        r"
        ^\s*Meeting(?:\s+of)?\s*:\s*(?P<d>[^-\u{2013}]{6,30}?)\s*[-\u{2013}]\s*(?P<b>[^()]{3,120}?)\s*(?:\(\s*
        (?:Item|Minute|Decision)\s+(?P<n>[\w./]+)\s*\))?\s*$
    "
    )
    .captures(text)?;
    let (d, b) = (c.name("d")?, c.name("b")?);
    let mut day = first_date(d.as_str())?;
    day.range = d.start() + day.range.start..d.start() + day.range.end;
    Some((day, b.range(), c.name("n").map(|n| n.range())))
}

/// Where the blocks of an issue's history begin; none if it is not one.
pub(crate) fn issue_blocks(paper: &Stream<'_>) -> Vec<usize> {
    let starts: Vec<usize> = (0..paper.paras.len()).filter(|&p| block(paper.paras[p].str()).is_some()).collect();
    let first = starts.first().copied().unwrap_or(0);
    let told = (0..first).any(|p| pattern!(r"(?i)^\W*issue\s*[-\u{2013}]").is_match(paper.paras[p].str()));
    if told || starts.len() > 1 { starts } else { Vec::new() }
}

/// A label of a notice and where its value begins.
fn field<'t>(text: &'t str, label: &str) -> Option<&'t str> {
    let (name, value) = text.split_once(':')?;
    name.trim().trim_end_matches('?').eq_ignore_ascii_case(label).then(|| value.trim())
}

fn find_field(paper: &Stream<'_>, range: &Range<usize>, label: &str) -> Option<(usize, Range<usize>)> {
    range.clone().find_map(|p| {
        let text = paper.paras[p].str();
        if let Some(value) = field(text, label).filter(|v| !v.is_empty()) {
            let start = text.len() - text.trim_end().len();
            let end = text.len() - start;
            return Some((p, end - value.len()..end));
        }
        // The label in one paragraph or cell, the value in the next.
        let alone = text.trim().trim_end_matches([':', '?']).eq_ignore_ascii_case(label);
        let next = paper.paras.get(p + 1).filter(|_| alone && p + 1 < range.end)?;
        // Another label: the field is empty.
        let empty = next.kind == Kind::Heading || pattern!(r"^\s*[A-Z][\w ?]{2,40}:").is_match(next.str());
        (!empty).then(|| (p + 1, 0..next.str().len()))
    })
}

/// The page is the notice of a decision: it says who made it and what its state is.
pub(crate) fn is_decision_notice(paper: &Stream<'_>, range: &Range<usize>) -> bool {
    let near = range.start..range.end.min(range.start + 60);
    find_field(paper, &near, "decision maker").is_some()
        && ["decision status", "is key decision", "date of decision", "decision type"]
            .iter()
            .any(|l| find_field(paper, range, l).is_some())
}

/// The council whose site it is: the first line above that names an authority.
fn site(paper: &Stream<'_>) -> Option<Cited<String>> {
    let at = (0..paper.paras.len().min(12)).find(|&p| {
        let text = paper.paras[p].str();
        looks_like_body(text) && pattern!(r"(?i)\b(?:council|authority)\s*$").is_match(text.trim())
    })?;
    Some(Cited { value: paper.paras[at].str().trim().to_owned(), cite: paper.cite(at) })
}

/// The head of such a page.
pub(crate) fn web_head(paper: &Stream<'_>, page: Page, range: &Range<usize>) -> Head {
    let mut head = Head { parent: site(paper), ..Head::default() };
    let cited = |para: usize, range: Range<usize>| paper.cite_bytes(para, range);
    match page {
        Page::Issue => {
            let text = paper.paras[range.start].str();
            let Some((day, body, _)) = block(text) else { return head };
            head.title = Some(Cited { value: text.trim().to_owned(), cite: paper.cite(range.start) });
            head.date = day.date().map(|value| Cited { value, cite: cited(range.start, day.range.clone()) });
            head.body = Some(Cited { value: text[body.clone()].to_owned(), cite: cited(range.start, body) });
        }
        Page::Notice => {
            if let Some((para, at)) = find_field(paper, range, "decision maker") {
                let name = paper.paras[para].str()[at.clone()].trim().to_owned();
                head.body = Some(Cited { value: name, cite: cited(para, at) });
            }
            let day = ["date of decision", "decision date", "date decision taken"]
                .iter()
                .find_map(|l| find_field(paper, range, l));
            if let Some((para, at)) = day
                && let Some(found) = first_date(&paper.paras[para].str()[at.clone()])
                && let Some(value) = found.date()
            {
                let at = at.start + found.range.start..at.start + found.range.end;
                head.date = Some(Cited { value, cite: cited(para, at) });
            }
            if let Some(title) = notice_title(paper, range) {
                let value = paper.paras[title].str().trim().to_owned();
                head.title = Some(Cited { value, cite: paper.cite(title) });
            }
        }
    }
    head
}

/// The title stands over the first field.
fn notice_title(paper: &Stream<'_>, range: &Range<usize>) -> Option<usize> {
    let first = find_field(paper, range, "decision maker").map(|(p, _)| p)?;
    (range.start..first).rev().find(|&p| {
        let text = paper.paras[p].str().trim();
        text.len() > 8 && !text.contains(':') || text.len() > 30
    })
}

/// The one item of such a page.
pub(crate) fn web_item(paper: &Stream<'_>, page: Page, range: &Range<usize>) -> Option<Item> {
    let found =
        |title_para: usize, title_range: Range<usize>, number: Option<String>, number_para: Option<usize>| Item {
            title: Spot::new(title_para, title_range),
            number,
            number_para,
            agenda_ref: None,
            range: range.clone(),
            parent: None,
        };
    match page {
        Page::Issue => {
            let (_, _, number) = block(paper.paras[range.start].str())?;
            let number = number.map(|n| paper.paras[range.start].str()[n].to_owned());
            let title = range.start + 1;
            let text = paper.paras.get(title).filter(|_| title < range.end)?.str();
            let from =
                read_item_number(text).filter(|l| number.as_deref().is_none_or(|n| n == l.number)).map_or(0, |l| l.len);
            Some(found(title, from..text.trim_end().len(), number, None))
        }
        Page::Notice => {
            let title = notice_title(paper, range)?;
            let text = paper.paras[title].str();
            let mut item = found(title, 0..text.trim_end().len(), None, None);
            // What stands above the title is the site's menu, what stands below the last field its footer.
            item.range.start = title;
            Some(item)
        }
    }
}

/// `Interests and nature of interests declared: None`.
pub(crate) fn declared_on_page(paper: &Stream<'_>, range: &Range<usize>) -> Option<(DeclarationsState, Cite)> {
    let (para, at) = find_field(paper, range, "interests and nature of interests declared")
        .or_else(|| find_field(paper, range, "declarations of interest"))?;
    let value = paper.paras[para].str()[at.clone()].trim();
    let none = pattern!(r"(?i)^\W*(?:none\b|nil\b|no\b|n/a|there (?:were|was|are) (?:no|none)\b)").is_match(value);
    let state = if none { DeclarationsState::NoneDeclared } else { DeclarationsState::Declared };
    Some((state, paper.cite_bytes(para, at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_an_issue_begin_with_day_body_and_item() {
        let of = |t: &str| {
            block(t).map(|(d, b, n)| (d.date().map(|d| d.to_string()), t[b].to_owned(), n.map(|n| t[n].to_owned())))
        };
        assert_eq!(
            of("Meeting: 13/06/2023 - Safer Streets Board (Item 64)"),
            Some((Some("2023-06-13".into()), "Safer Streets Board".into(), Some("64".into())))
        );
        assert_eq!(of("Meeting: 13/06/2023 - Cabinet").map(|b| b.2), Some(None));
        assert_eq!(of("Meeting: to be arranged - see below"), None);
        assert_eq!(of("The meeting of 13/06/2023 - Cabinet"), None);
    }

    #[test]
    fn fields_of_a_notice() {
        assert_eq!(field("Is Key decision?: No", "is key decision"), Some("No"));
        assert_eq!(
            field("Decision Maker: Cabinet Member for Parks", "decision maker"),
            Some("Cabinet Member for Parks")
        );
        assert_eq!(field("Decision makers: all", "decision maker"), None);
    }
}
