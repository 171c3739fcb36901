//! Which numbered paragraphs are titles: numbers that count on from one another are a chain, and the chain that
//! explains most titles is the numbering of the items.

use std::ops::Range;

use crate::grammar::attendance_label::attendance_label;
use crate::grammar::date::first_date;
use crate::grammar::item_number::{ItemNumber, Scheme, read_item_number, read_rare_number};
use crate::grammar::item_title::{is_title_line, usual_title};
use crate::grammar::name_list::list_names;
use crate::grammar::pattern;
use crate::stream::{Kind, Stream};
use crate::tables::Purpose;

/// A paragraph that could be the title of an item.
pub(super) struct Candidate {
    pub(super) para: usize,
    pub(super) label: ItemNumber,
    /// How much it looks like a title.
    pub(super) weight: f32,
}

/// Titles are no longer than this many characters, unless they are bold.
pub(super) const TITLE: usize = 200;

pub(super) fn candidates(paper: &Stream<'_>, range: Range<usize>) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for para in range.clone() {
        let p = &paper.paras[para];
        if !p.in_flow() || p.kind == Kind::Bullet {
            continue;
        }
        let own;
        let label = if let Some(text) = &p.label {
            own = read_item_number(&format!("{} ", text.trim()));
            own.map(|l| ItemNumber { len: 0, ..l })
        } else {
            read_item_number(p.str())
        };
        // In a table they are references of other things.
        let rare = || if p.cell.is_none() && p.label.is_none() { read_rare_number(p.str()) } else { Vec::new() };
        let labels = label.map_or_else(rare, |label| vec![label]);
        for label in labels {
            let title = p.str().get(label.len..).unwrap_or_default().trim();
            let weight = weight(paper, para, &label, title, range.end);
            if weight > 0.0 {
                candidates.push(Candidate { para, label, weight });
            }
        }
    }
    candidates
}

/// How much a numbered paragraph looks like the title of an item.
pub(super) fn weight(paper: &Stream<'_>, para: usize, label: &ItemNumber, title: &str, end: usize) -> f32 {
    let p = &paper.paras[para];
    // "3 December 2024" is a day.
    if first_date(paper.paras[para].str()).is_some_and(|d| d.range.start == 0 && d.range.end > label.len) {
        return 0.0;
    }
    // "R2024-106 S. Kirkey, D. Yemm": who moved and seconded is no title.
    let people = list_names(title, None);
    if people.len() > 1 && people.iter().map(|n| n.name_range.len() + 2).sum::<usize>() >= title.len() {
        return 0.0;
    }
    // "1. Ann Ash (Chair)" below "Present:" is a person.
    if let [person] = people.as_slice()
        && person.range.len() + 3 >= title.len()
        && is_under_attendance(paper, para)
    {
        return 0.0;
    }
    let letters: Vec<char> = title.chars().filter(|c| c.is_alphabetic()).collect();
    let next = paper.paras.get(para + 1).filter(|_| para + 1 < end);
    if letters.is_empty() {
        // A number alone, with its title in the next paragraph.
        let next = next.filter(|n| n.in_flow() && n.str().len() < TITLE);
        return match next {
            Some(next) if next.is_bold() => 1.5,
            Some(next) if label.marked && is_title_line(next.str()) => 1.0,
            Some(next) if label.scheme == Scheme::Plain && is_title_line(next.str()) => 0.4,
            _ => 0.0,
        };
    }
    if !title.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "'\"(\u{2018}\u{201c}".contains(c)) {
        // The first letter of a title may be lost in a scan.
        let title_like = label.marked
            && label.scheme == Scheme::Plain
            && title.len() <= 60
            && !title.ends_with(['.', ';', ',', ':']);
        return if title_like && title.contains(char::is_uppercase) { 0.25 } else { 0.0 };
    }
    let capitals = letters.len() >= 3 && letters.iter().all(|c| c.is_uppercase());
    let body = &p.text;
    let skip = label.len.min(body.text.len());
    let bold = p.kind == Kind::Heading || body.all(skip..body.text.len(), |s| s.bold);
    let sentence = title.ends_with(['.', ';', ',']) || pattern!(r"\.\s+\p{Lu}").is_match(title);
    let in_table = p.cell.is_some_and(|c| paper.tables[c.table].purpose == Purpose::Minutes) && p.label.is_some();
    let short = title.len() <= TITLE;
    let mut weight = if usual_title(title).is_some() { 0.8 } else { 0.0 };
    if bold || capitals {
        weight += 2.0;
    }
    if in_table {
        weight += 1.0;
    }
    if matches!(label.scheme, Scheme::Named | Scheme::Reference) {
        weight += 1.0;
    }
    if short && !sentence {
        weight += 1.0;
    } else if !bold && !capitals {
        weight += if in_table {
            0.3
        } else if short {
            0.25
        } else {
            0.05
        };
    }
    if label.scheme == Scheme::Roman && !label.marked && !capitals && !bold {
        weight *= 0.2;
    }
    // A plain number without a mark before plain text is more often a count.
    if label.scheme == Scheme::Plain && !label.marked && !bold && !capitals && p.label.is_none() {
        weight *= if short && !sentence { 0.6 } else { 0.0 };
    }
    weight
}

/// Nothing but numbered lines stands between the paragraph and the label of a list of people above it.
fn is_under_attendance(paper: &Stream<'_>, para: usize) -> bool {
    /// Lists are no longer.
    const LONGEST: usize = 40;
    let above = (0..para).rev().take(LONGEST).find(|p| read_item_number(paper.paras[*p].str()).is_none());
    above.is_some_and(|p| attendance_label(paper.paras[p].str()).is_some())
}

/// The best chain of a scheme: numbers that count on, with the sum of their weights.
pub(super) fn chain<'c>(list: &[&'c Candidate], scheme: Scheme) -> (f32, Vec<&'c Candidate>) {
    /// A number left out costs this much; more than a few break the chain.
    const GAP: f32 = 0.5;
    /// How many candidates are looked back at.
    const BACK: usize = 400;
    let mut best: Vec<(f32, Option<usize>)> = Vec::with_capacity(list.len());
    for (i, this) in list.iter().enumerate() {
        let mut here = (this.weight, None);
        for j in i.saturating_sub(BACK)..i {
            if let Some(gap) = follows(&list[j].label, &this.label, scheme) {
                let score = best[j].0 + this.weight - GAP * gap as f32;
                if score > here.0 {
                    here = (score, Some(j));
                }
            }
        }
        best.push(here);
    }
    let Some((mut at, _)) = best.iter().enumerate().max_by(|a, b| a.1.0.total_cmp(&b.1.0)) else {
        return (0.0, Vec::new());
    };
    let score = best[at].0;
    let mut chain = vec![list[at]];
    while let Some(before) = best[at].1 {
        at = before;
        chain.push(list[at]);
    }
    chain.reverse();
    // A single number is a numbering only if it is beyond doubt.
    if chain.len() == 1 && score < 3.0 {
        return (0.0, Vec::new());
    }
    (score, chain)
}

/// A chain that leaves an agenda's table and goes on with numbered paragraphs is the table's: the numbers behind it
/// count the paragraphs.
pub(super) fn within_table<'c>(
    paper: &Stream<'_>,
    score: f32,
    mut chain: Vec<&'c Candidate>,
) -> (f32, Vec<&'c Candidate>) {
    let table = |c: &Candidate| paper.paras[c.para].cell.map(|a| a.table);
    let Some(first) = chain.first().and_then(|c| table(c)) else { return (score, chain) };
    let inside = chain.iter().take_while(|c| table(c) == Some(first)).count();
    let left = chain.get(inside).is_some_and(|c| table(c).is_none());
    let prose = chain[inside..].iter().filter(|c| paper.paras[c.para].str().trim_end().ends_with('.')).count();
    if left && inside >= 4 && prose * 2 > chain.len() - inside {
        let lost: f32 = chain.drain(inside..).map(|c| c.weight).sum();
        return (score - lost, chain);
    }
    (score, chain)
}

/// Whether `next` counts on from `last`, and how many numbers lie between them.
pub(super) fn follows(last: &ItemNumber, next: &ItemNumber, scheme: Scheme) -> Option<u32> {
    const SKIPPED: u32 = 3;
    if scheme == Scheme::Decimal {
        let (a, b) = (*last.count.first()?, *next.count.first()?);
        let (c, d) = (last.count.get(1).copied().unwrap_or(0), next.count.get(1).copied().unwrap_or(0));
        if last.count.len() > 2 || next.count.len() > 2 {
            // "20.07.01", "20.07.02": the last part counts.
            let (Some((x, before)), Some((y, behind))) = (last.count.split_last(), next.count.split_last()) else {
                return None;
            };
            return (before == behind && *y > *x && y - x <= SKIPPED).then(|| y - x - 1);
        }
        return if a == b && d > c && d - c <= SKIPPED {
            Some(d - c - 1)
        } else if b > a && b - a <= SKIPPED && d <= 1 {
            Some(b - a - 1)
        } else {
            None
        };
    }
    if scheme == Scheme::Compound {
        // All of the form is the same but one number, which counts.
        let form = |n: &ItemNumber| n.number.replace(|c: char| c.is_ascii_digit(), "");
        let mut other = last.count.iter().zip(&next.count).filter(|(x, y)| x != y);
        let (x, y) = other.next().filter(|_| other.next().is_none())?;
        let same = form(last) == form(next) && last.count.len() == next.count.len();
        return (same && y > x && y - x <= SKIPPED).then(|| y - x - 1);
    }
    // "4a" and "4-A" after "4" or "3"; "4-A-i" after "4-A"; "4-B" after "4-A-ii".
    match last.count.iter().zip(&next.count).find(|(x, y)| x != y) {
        Some((x, y)) => (y > x && y - x <= SKIPPED).then(|| y - x - 1),
        None => (last.count.len() < next.count.len()).then_some(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_count_on() {
        let l = |t: &str| {
            let rare = || read_rare_number(t).into_iter().next();
            read_item_number(t).or_else(rare).unwrap_or_else(|| panic!("{t}"))
        };
        assert_eq!(follows(&l("92. A"), &l("93. B"), Scheme::Plain), Some(0));
        assert_eq!(follows(&l("92. A"), &l("95. B"), Scheme::Plain), Some(2));
        assert_eq!(follows(&l("92. A"), &l("92. B"), Scheme::Plain), None);
        assert_eq!(follows(&l("1.4 A"), &l("2.0 B"), Scheme::Decimal), Some(0));
        assert_eq!(follows(&l("1.4 A"), &l("2.3 B"), Scheme::Decimal), None);
        assert_eq!(follows(&l("4 A"), &l("4a B"), Scheme::Plain), Some(0));
        assert_eq!(follows(&l("4-A. A"), &l("4-A-i. B"), Scheme::Plain), Some(0));
        assert_eq!(follows(&l("4-A-ii. A"), &l("4-B. B"), Scheme::Plain), Some(0));
        assert_eq!(follows(&l("4-B. A"), &l("5. B"), Scheme::Plain), Some(0));
        assert_eq!(follows(&l("4-B. A"), &l("4-A. B"), Scheme::Plain), None);
        assert_eq!(follows(&l("FC.12.24 A"), &l("FC.13.24 B"), Scheme::Compound), Some(0));
        assert_eq!(follows(&l("P/24/1 A"), &l("P/24/3 B"), Scheme::Compound), Some(1));
        assert_eq!(follows(&l("P/24/1 A"), &l("Q/24/2 B"), Scheme::Compound), None);
        assert_eq!(follows(&l("24/05/01 A"), &l("24/06/02 B"), Scheme::Compound), None);
    }
}
