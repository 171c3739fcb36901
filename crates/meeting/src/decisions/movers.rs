//! Who moved and who seconded a decision.

use std::ops::Range;

use types::{Cite, DecisionTier, Participant};

use crate::decisions::{Ruling, Stretch, known_name};
use crate::flat::Flat;
use crate::grammar::name::read_name;
use crate::grammar::pattern;

/// Who moved and who seconded, from the sentences before and in the decision.
pub(super) fn movers(
    flat: &Flat<'_>,
    stretch: Option<&Stretch>,
    ruling: &Ruling,
    people: &[Participant],
) -> (Option<String>, Option<String>, Cite) {
    /// They stand this close before the decision.
    const BEFORE: usize = 5;
    let Some((last, range)) = ruling.pieces.first() else { return (None, None, Cite::default()) };
    let decided: String = ruling.pieces.iter().map(|(p, r)| flat.paras[*p].str()[r.clone()].to_owned() + " ").collect();
    let amends = |text: &str| pattern!(r"(?i)\bamend(?:ment|ed)?\b").is_match(text);
    let about_amendment = amends(&decided) && ruling.tier == DecisionTier::Recorded;
    let (mut mover, mut seconder, mut cite) = (None, None, Cite::default());
    let first = ruling.from.0.max(last.saturating_sub(BEFORE));
    for para in (first..=*last).rev() {
        let p = &flat.paras[para];
        let from = if para == ruling.from.0 { ruling.from.1 } else { 0 };
        let to = if para == *last { range.end.max(from) } else { p.str().len() };
        let Some(text) = p.str().get(from..to) else { continue };
        // Who moved the amendment did not move the motion.
        if !about_amendment && para != *last && amends(text) {
            continue;
        }
        if mover.is_none()
            && let Some((person, at)) = named(text, Motion::Moved)
        {
            mover = Some(known_name(&person, people));
            cite = cite.and(flat.document.cite(&p.text, from + at.start..from + at.end));
        }
        if seconder.is_none()
            && let Some((person, at)) = named(text, Motion::Seconded)
        {
            seconder = Some(known_name(&person, people));
            cite = cite.and(flat.document.cite(&p.text, from + at.start..from + at.end));
        }
        if mover.is_some() && seconder.is_some() {
            break;
        }
    }
    if mover.is_none()
        && let Some(found) = stretch.and_then(|s| moved_above(flat, s, *last, about_amendment))
    {
        let p = &flat.paras[found.para];
        mover = Some(known_name(&found.mover.0, people));
        cite = cite.and(flat.document.cite(&p.text, found.mover.1));
        if let Some((person, at)) = found.seconder {
            seconder = Some(known_name(&person, people));
            cite = cite.and(flat.document.cite(&p.text, at));
        }
    }
    (mover, seconder, cite)
}

/// A motion that was moved further up in the item.
struct Moved {
    para: usize,
    mover: (String, Range<usize>),
    seconder: Option<(String, Range<usize>)>,
}

/// The one motion, or the one amendment, of an item that stands above a paragraph: debate and division lie between it and
/// what became of it. Where there are several, which one is meant is not said.
fn moved_above(flat: &Flat<'_>, stretch: &Stretch, para: usize, amendment: bool) -> Option<Moved> {
    let voted = pattern!(r"(?i)\b(?:motion|amendment|vote|voted|carried|lost|proposal)\b");
    /// A motion and what became of it are not further apart, in paragraphs.
    const FURTHEST: usize = 200;
    let above = stretch.range.start.max(para.saturating_sub(FURTHEST))..para.min(stretch.range.end);
    if !above.clone().rev().take(4).chain([para]).any(|p| voted.is_match(flat.paras[p].str())) {
        return None;
    }
    let mut found: Vec<Moved> = Vec::new();
    for p in above {
        let text = flat.paras[p].str();
        let amends = pattern!(r"(?i)\bamend(?:ment|ed)?\b").is_match(text);
        let procedural = pattern!(r"(?i)\bquestion be now put\b|\badjourn").is_match(text);
        if amends != amendment || procedural || text.len() > 1500 {
            continue;
        }
        if let Some(mover) = named(text, Motion::Moved) {
            found.push(Moved { para: p, mover, seconder: named(text, Motion::Seconded) });
        }
    }
    if found.len() == 1 { found.pop() } else { None }
}

#[derive(Clone, Copy, PartialEq)]
enum Motion {
    Moved,
    Seconded,
}

/// The last mover or seconder that a text names.
fn named(text: &str, motion: Motion) -> Option<(String, Range<usize>)> {
    let (behind, before) = match motion {
        Motion::Moved => (
            pattern!(
                r"(?i)\b(?:proposed|moved|nominated|proposer|mover|proposition of|motion of|proposal of|propositi\w+ by)(?:\s+by|\s*:|\s+-|\s+\u{2013})?\s+(?:the\s+)?"
            ),
            pattern!(
                r"(?P<n>(?:\p{Lu}[\p{L}.'\u{2019}/-]*\s+){1,4}\p{Lu}[\p{L}'\u{2019}-]+)(?:,\s+seconded\s+by\s+[^,]{3,50},)?,?\s+(?:then |duly |formally )?(?:proposed|moved|nominated)\b"
            ),
        ),
        Motion::Seconded => (
            pattern!(r"(?i)\b(?:seconded|seconder)(?:\s+by|\s*:|\s+-|\s+\u{2013})?\s+(?:the\s+)?"),
            pattern!(
                r"(?P<n>(?:\p{Lu}[\p{L}.'\u{2019}/-]*\s+){1,4}\p{Lu}[\p{L}'\u{2019}-]+),?\s+(?:then |duly |formally )?seconded\b"
            ),
        ),
    };
    if !pattern!(r"(?i)propos|mov|nominat|second").is_match(text) {
        return None;
    }
    let mut found: Option<(String, Range<usize>)> = None;
    // "A proposed B as Chair": behind the bare word stands what is proposed.
    let mut by = false;
    for m in behind.find_iter(text) {
        let rest = &text[m.end()..];
        by |= m.as_str().to_ascii_lowercase().contains("by")
            || m.as_str().contains(':')
            || m.as_str().to_ascii_lowercase().contains(" of ");
        if let Some(person) = read_name(rest, None) {
            found = Some((person.name, m.start()..m.end() + person.name_range.end));
        } else if let Some(c) = pattern!(r"^(?:Chair(?:man|person)?|Vice-Chair(?:man)?|Convener|Leader)\b").find(rest) {
            found = Some((c.as_str().to_owned(), m.start()..m.end() + c.end()));
        } else if let Some(c) = pattern!(r"^\p{Lu}[\p{L}'\u{2019}-]{2,}\b").find(rest)
            && m.as_str().contains(':')
        {
            // "Proposed: Wimpole"
            found = Some((c.as_str().to_owned(), m.start()..m.end() + c.end()));
        }
    }
    if let Some(n) = before.captures_iter(text).filter_map(|c| c.name("n")).last()
        && (found.is_none() || motion == Motion::Moved && !by)
        && let Some(person) = read_name(n.as_str(), None)
    {
        found = Some((person.name, n.start()..n.end()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn movers_are_found_before_and_behind_the_word() {
        let of = |t: &str| (named(t, Motion::Moved).map(|m| m.0), named(t, Motion::Seconded).map(|m| m.0));
        let both = (Some("Wimpole".to_owned()), Some("Okonjo".to_owned()));
        assert_eq!(of("It was proposed by Cllr Wimpole, seconded by Cllr Okonjo and RESOLVED"), both);
        assert_eq!(of("Cllr Wimpole proposed, and Cllr Okonjo seconded, that"), both);
        assert_eq!(of("(proposed Cllr. Wimpole, seconded Cllr. Okonjo)"), both);
        assert_eq!(of("on the motion of Councillor Wimpole, seconded by Councillor Okonjo, to approve"), both);
    }
}
