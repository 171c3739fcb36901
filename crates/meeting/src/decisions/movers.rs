//! Who moved and who seconded a decision.

use std::ops::Range;

use types::{Cite, DecisionTier, Participant};

use crate::decisions::ruling::Ruling;
use crate::grammar::name::read_name;
use crate::grammar::pattern;
use crate::outline::Stretch;
use crate::people::{initials_of, known_name, whole_name};
use crate::stream::{Spot, Stream};

/// Who moved and who seconded, and where that stands.
#[derive(Default)]
pub(super) struct Movers {
    pub(super) mover: Option<String>,
    pub(super) seconder: Option<String>,
    pub(super) cite: Cite,
}

/// A name behind or before a word of moving, and the bytes that say so.
struct Named {
    person: String,
    at: Range<usize>,
}

impl Movers {
    fn moved(&mut self, named: Named, paper: &Stream<'_>, spot: &Spot, people: &[Participant]) {
        self.mover = Some(known_name(&named.person, people));
        self.cite = std::mem::take(&mut self.cite).and(paper.cite_spot(spot));
    }

    fn seconded(&mut self, named: Named, paper: &Stream<'_>, spot: &Spot, people: &[Participant]) {
        self.seconder = Some(known_name(&named.person, people));
        self.cite = std::mem::take(&mut self.cite).and(paper.cite_spot(spot));
    }
}

/// Who moved and who seconded, from the sentences before and in the decision.
pub(super) fn find_movers(
    paper: &Stream<'_>,
    stretch: Option<&Stretch>,
    ruling: &Ruling,
    people: &[Participant],
) -> Movers {
    /// They stand this close before the decision.
    const BEFORE: usize = 5;
    let mut movers = Movers::default();
    if let Some(behind) = &ruling.movers_behind {
        let text = paper.words(behind);
        let spot = |named: &Named| {
            Spot::new(behind.para, behind.bytes.start + named.at.start..behind.bytes.start + named.at.end)
        };
        if let Some(named) = named(text, Motion::Moved, people) {
            let at = spot(&named);
            movers.moved(named, paper, &at, people);
        }
        if let Some(named) = named(text, Motion::Seconded, people) {
            let at = spot(&named);
            movers.seconded(named, paper, &at, people);
        }
        return movers;
    }
    let Some(last) = ruling.spots.first() else { return movers };
    let decided: String = ruling.spots.iter().map(|s| paper.words(s).to_owned() + " ").collect();
    let amends = |text: &str| pattern!(r"(?i)\bamend(?:ment|ed)?\b").is_match(text);
    let about_amendment = amends(&decided) && ruling.tier == DecisionTier::Recorded;
    let first = ruling.movers_from.para.max(last.para.saturating_sub(BEFORE));
    for para in (first..=last.para).rev() {
        let p = &paper.paras[para];
        let from = if para == ruling.movers_from.para { ruling.movers_from.bytes.start } else { 0 };
        let to = if para == last.para { last.bytes.end.max(from) } else { p.str().len() };
        let Some(text) = p.str().get(from..to) else { continue };
        // Who moved the amendment did not move the motion.
        if !about_amendment && para != last.para && amends(text) {
            continue;
        }
        let spot = |named: &Named| Spot::new(para, from + named.at.start..from + named.at.end);
        if movers.mover.is_none()
            && let Some(named) = named(text, Motion::Moved, people)
        {
            let at = spot(&named);
            movers.moved(named, paper, &at, people);
        }
        if movers.seconder.is_none()
            && let Some(named) = named(text, Motion::Seconded, people)
        {
            let at = spot(&named);
            movers.seconded(named, paper, &at, people);
        }
        if movers.mover.is_some() && movers.seconder.is_some() {
            break;
        }
    }
    if movers.mover.is_none()
        && let Some(found) = stretch.and_then(|s| moved_above(paper, s, last.para, about_amendment, people))
    {
        let at = Spot::new(found.para, found.mover.at.clone());
        movers.moved(found.mover, paper, &at, people);
        if let Some(named) = found.seconder {
            let at = Spot::new(found.para, named.at.clone());
            movers.seconded(named, paper, &at, people);
        }
    }
    movers
}

/// A motion that was moved further up in the item.
struct Moved {
    para: usize,
    mover: Named,
    seconder: Option<Named>,
}

/// The one motion, or the one amendment, of an item that stands above a paragraph: debate and division lie between it
/// and what became of it. Where there are several, which one is meant is not said.
fn moved_above(
    paper: &Stream<'_>,
    stretch: &Stretch,
    para: usize,
    amendment: bool,
    people: &[Participant],
) -> Option<Moved> {
    let voted = pattern!(r"(?i)\b(?:motion|amendment|vote|voted|carried|lost|proposal)\b");
    /// A motion and what became of it are not further apart, in paragraphs.
    const FURTHEST: usize = 200;
    let above = stretch.range.start.max(para.saturating_sub(FURTHEST))..para.min(stretch.range.end);
    if !above.clone().rev().take(4).chain([para]).any(|p| voted.is_match(paper.paras[p].str())) {
        return None;
    }
    let mut found: Vec<Moved> = Vec::new();
    for p in above {
        let text = paper.paras[p].str();
        let amends = pattern!(r"(?i)\bamend(?:ment|ed)?\b").is_match(text);
        let procedural = pattern!(r"(?i)\bquestion be now put\b|\badjourn").is_match(text);
        if amends != amendment || procedural || text.len() > 1500 {
            continue;
        }
        if let Some(mover) = named(text, Motion::Moved, people) {
            found.push(Moved { para: p, mover, seconder: named(text, Motion::Seconded, people) });
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
fn named(text: &str, motion: Motion, people: &[Participant]) -> Option<Named> {
    let (behind, before) = match motion {
        Motion::Moved => (
            pattern!(
                r"
                    (?i)\b(?:proposed|moved|nominated|proposer|mover|proposition of|motion of|proposal of
                    |propositi\w+ by)(?:\s+by|\s*:|\s+-|\s+\u{2013})?\s+(?:the\s+)?
                "
            ),
            pattern!(
                r"
                    (?P<n>(?:\p{Lu}[\p{L}.'\u{2019}/-]*\s+){1,4}\p{Lu}[\p{L}'\u{2019}-]+)
                    (?:,\s+seconded\s+by\s+[^,]{3,50},)?,?\s+(?:then |duly |formally )?(?:proposed|moved
                    |nominated)\b
                "
            ),
        ),
        Motion::Seconded => (
            pattern!(r"(?i)\b(?:seconded|seconder|second)(?:\s+by|\s*:|\s+-|\s+\u{2013})?\s+(?:the\s+)?"),
            pattern!(
                r"
                    (?P<n>(?:\p{Lu}[\p{L}.'\u{2019}/-]*\s+){1,4}\p{Lu}[\p{L}'\u{2019}-]+),?\s+(?:then |duly 
                    |formally )?second(?:ed|ing)?\b
                "
            ),
        ),
    };
    if !pattern!(r"(?i)propos|mov|nominat|second").is_match(text) {
        return None;
    }
    let mut found: Option<Named> = None;
    // "A proposed B as Chair": behind the bare word stands what is proposed.
    let mut by = false;
    for m in behind.find_iter(text) {
        let rest = &text[m.end()..];
        by |= m.as_str().to_ascii_lowercase().contains("by")
            || m.as_str().contains(':')
            || m.as_str().to_ascii_lowercase().contains(" of ");
        if let Some((name, len)) = initials_of(rest, people) {
            found = Some(Named { person: name, at: m.start()..m.end() + len });
        } else if let Some(person) = read_name(rest, None) {
            let (name, len) = whole_name(rest, person.name_range.end, person.name, people);
            found = Some(Named { person: name, at: m.start()..m.end() + len });
        } else if let Some(c) =
            pattern!(r"^(?:Chair(?:man|person)?|Vice-Chair(?:man)?|Convener|Leader|Mayor|President|Provost|Reeve)\b")
                .find(rest)
        {
            found = Some(Named { person: c.as_str().to_owned(), at: m.start()..m.end() + c.end() });
        } else if let Some(c) = pattern!(r"^\p{Lu}[\p{L}'\u{2019}-]{2,}\b").find(rest)
            && m.as_str().contains(':')
        {
            // "Proposed: Wimpole"
            found = Some(Named { person: c.as_str().to_owned(), at: m.start()..m.end() + c.end() });
        }
    }
    if let Some(n) = before.captures_iter(text).filter_map(|c| c.name("n")).last()
        && (found.is_none() || motion == Motion::Moved && !by)
        && let Some(person) = read_name(n.as_str(), None)
    {
        found = Some(Named { person: person.name, at: n.start()..n.end() });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn movers_are_found_before_and_behind_the_word() {
        let of = |t: &str| {
            (named(t, Motion::Moved, &[]).map(|m| m.person), named(t, Motion::Seconded, &[]).map(|m| m.person))
        };
        let both = (Some("Wimpole".to_owned()), Some("Okonjo".to_owned()));
        assert_eq!(of("It was proposed by Cllr Wimpole, seconded by Cllr Okonjo and RESOLVED"), both);
        assert_eq!(of("Cllr Wimpole proposed, and Cllr Okonjo seconded, that"), both);
        assert_eq!(of("(proposed Cllr. Wimpole, seconded Cllr. Okonjo)"), both);
        assert_eq!(of("on the motion of Councillor Wimpole, seconded by Councillor Okonjo, to approve"), both);
    }
}
