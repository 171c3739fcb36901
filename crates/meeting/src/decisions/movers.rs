//! Who moved and who seconded a decision.

use std::ops::Range;

use types::{Cite, DecisionTier, Participant};

use crate::decisions::ruling::Ruling;
use crate::grammar::name::read_name;
use crate::grammar::pattern;
use crate::outline::Stretch;
use crate::people::{initials_of, known_name, part_of_name, whole_name};
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
    const NEAR: usize = 4000;
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
        if let Some((mover, seconder)) = pair_of_names(text, people).filter(|_| movers.mover.is_none()) {
            let (first, second) = (spot(&mover), spot(&seconder));
            movers.moved(mover, paper, &first, people);
            movers.seconded(seconder, paper, &second, people);
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
        // They stand close before the decision, in bytes, too.
        let near = if para == last.para { last.bytes.start.saturating_sub(NEAR) } else { 0 };
        let from = paper.paras[para].str().ceil_char_boundary(from.max(near));
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
    // The motion's own lines: what was moved, who moved it, what became of it.
    for spot in ruling.spots.iter().skip(1) {
        let text = paper.words(spot);
        let at = |n: &Named| Spot::new(spot.para, spot.bytes.start + n.at.start..spot.bytes.start + n.at.end);
        if let Some(named) = named(text, Motion::Moved, people).filter(|_| movers.mover.is_none()) {
            let at = at(&named);
            movers.moved(named, paper, &at, people);
        }
        if let Some(named) = named(text, Motion::Seconded, people).filter(|_| movers.seconder.is_none()) {
            let at = at(&named);
            movers.seconded(named, paper, &at, people);
        }
    }
    if movers.seconder.is_none() {
        let own =
            ruling.spots.iter().find_map(|s| Some((s.para, s.bytes.start, pair_of_names(paper.words(s), people)?)));
        let above = || {
            let para = last.para.checked_sub(1).filter(|p| stretch.is_some_and(|s| s.range.contains(p)))?;
            Some((para, 0, pair_of_names(paper.paras[para].str(), people)?))
        };
        if let Some((para, shift, (mover, seconder))) = own.or_else(above) {
            let at = |n: &Named| Spot::new(para, shift + n.at.start..shift + n.at.end);
            let (first, second) = (at(&mover), at(&seconder));
            if movers.mover.is_none() {
                movers.moved(mover, paper, &first, people);
            }
            movers.seconded(seconder, paper, &second, people);
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
    /// Longer paragraphs are stories, in bytes.
    const LONGEST: usize = 1500;
    let short = |p: &usize| paper.paras[*p].str().len() <= 2 * LONGEST;
    if !above.clone().rev().take(4).chain([para]).filter(short).any(|p| voted.is_match(paper.paras[p].str())) {
        return None;
    }
    let mut found: Vec<Moved> = Vec::new();
    for p in above.filter(|p| paper.paras[*p].str().len() <= LONGEST) {
        let text = paper.paras[p].str();
        let amends = pattern!(r"(?i)\bamend(?:ment|ed)?\b").is_match(text);
        let procedural = pattern!(r"(?i)\bquestion be now put\b|\badjourn").is_match(text);
        if amends != amendment || procedural {
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
                    (?i)\b(?:proposed|moved|moves|nominated|proposer|mover|proposition of|motion of|proposal of
                    |motion (?:was )?(?:made )?by|propositi\w+ by|ar moladh|molta ag|moladh ag)
                    (?:(?:\s+for\s+\w+)?\s+by|\s*:|\s+-|\s+\u{2013})?\s+(?:the\s+)?
                "
            ),
            pattern!(
                r"
                    (?:(?P<n>(?:\p{Lu}[\p{L}.'\u{2019}/-]*\s+){1,4}\p{Lu}[\p{L}'\u{2019}-]+)|\b[Mm]ember\s+
                    (?P<m>\p{Lu}[\p{L}'\u{2019}-]+)|(?:^|[\s;:,(])\[?(?P<i>[A-Z]{2,4}|\p{Lu}\p{Ll}{2,})\]?)
                    (?:,\s+seconded\s+by\s+[^,]{3,50},)?,?\s+(?:then |duly |formally )?(?:proposed|PROPOSED|moved
                    |MOVED|moves|nominated|made (?:a|the) motion|motioned)\b
                "
            ),
        ),
        Motion::Seconded => (
            pattern!(
                r"
                    (?i)\b(?:seconded|seconder|second|cuidithe ag|cuidi\u{fa} ag)(?:\s+by|\s*:|\s+-|\s+\u{2013})?\s+
                    (?:the\s+)?
                "
            ),
            pattern!(
                r"
                    (?:(?P<n>(?:\p{Lu}[\p{L}.'\u{2019}/-]*\s+){1,4}\p{Lu}[\p{L}'\u{2019}-]+)|\b[Mm]ember\s+
                    (?P<m>\p{Lu}[\p{L}'\u{2019}-]+)|(?:^|[\s;:,(])\[?(?P<i>[A-Z]{2,4}|\p{Lu}\p{Ll}{2,})\]?),?\s+(?:then 
                    |duly |formally )?(?:second(?:ed|ing)?|SECONDED)\b
                "
            ),
        ),
    };
    if !pattern!(r"(?i)propos|mov|nominat|second|motion|mol(?:adh|ta)|cuidi").is_match(text) {
        return None;
    }
    let mut found: Option<Named> = None;
    // "A proposed B as Chair": behind the bare word stands what is proposed.
    let mut by = false;
    for m in behind.find_iter(text) {
        let said = m.as_str().to_lowercase();
        let named_behind = said.contains("by") || said.contains(':') || said.contains(" of ") || said.contains(" ag");
        by |= named_behind;
        // "seconded [Heather]"
        let start = m.end() + usize::from(text[m.end()..].starts_with('['));
        let rest = &text[start..];
        let mut take = |person: String, len: usize| found = Some(Named { person, at: m.start()..start + len });
        if let Some((name, len)) = initials_of(rest, people) {
            take(name, len);
        } else if let Some(person) = read_name(rest, None) {
            let (name, len) = whole_name(rest, person.name_range.end, person.name, people);
            take(name, len);
        } else if let Some(c) =
            pattern!(r"^(?:Chair(?:man|person)?|Vice-Chair(?:man)?|Convener|Leader|Mayor|President|Provost|Reeve)\b")
                .find(rest)
        {
            take(c.as_str().to_owned(), c.end());
        } else if let Some(c) = pattern!(r"^\p{Lu}[\p{L}'\u{2019}-]{2,}\b").find(rest) {
            // "Proposed: Wimpole", "moved by Boesen", "seconded Ben" of somebody who was there
            let known = part_of_name(c.as_str(), people);
            if known.is_some() || said.contains(':') {
                take(known.unwrap_or_else(|| c.as_str().to_owned()), c.end());
            }
        }
    }
    let Some(c) = before.captures_iter(text).last().filter(|_| found.is_none() || motion == Motion::Moved && !by)
    else {
        return found;
    };
    if let Some(n) = c.name("n")
        && let Some(person) = read_name(n.as_str(), None)
    {
        return Some(Named { person: person.name, at: n.range() });
    }
    if let Some(m) = c.name("m") {
        return Some(Named { person: m.as_str().to_owned(), at: m.range() });
    }
    if let Some(i) = c.name("i")
        && let Some(person) =
            initials_of(i.as_str(), people).map(|(n, _)| n).or_else(|| part_of_name(i.as_str(), people))
    {
        return Some(Named { person, at: i.range() });
    }
    found
}

/// `(Spencer/Potter and passed 4-0)`, and a line of two names alone above a motion, as `24-106 S. Kirkey, D. Yemm`:
/// mover and seconder.
fn pair_of_names(text: &str, people: &[Participant]) -> Option<(Named, Named)> {
    /// Longer texts are no lines of names.
    const LONGEST: usize = 4000;
    if text.len() > LONGEST {
        return None;
    }
    let c = pattern!(
        r"
            \((?P<a>\p{Lu}[\p{L}'\u{2019}. -]{2,30})/(?P<b>\p{Lu}[\p{L}'\u{2019}.-]*(?: \p{Lu}[\p{L}'\u{2019}-]+)?)\b
            |(?:\bM/S(?:/[ACP])?|^\W*(?i:motion)):?\s+(?P<e>\p{Lu}[\p{L}'\u{2019}.-]*
            (?: \p{Lu}[\p{L}'\u{2019}-]+)?)\s*/\s*
            (?P<f>\p{Lu}[\p{L}'\u{2019}-]+)
            |^\W*(?:[A-Z]{0,3}\d{2,4}-\d{1,4}\s+)?(?P<c>\p{Lu}\.? \p{Lu}[\p{L}'\u{2019}-]+),\s*
            (?P<d>\p{Lu}\.? \p{Lu}[\p{L}'\u{2019}-]+)\W*$
        "
    )
    .captures(text)?;
    let (mover, seconder) =
        (c.name("a").or(c.name("c")).or(c.name("e"))?, c.name("b").or(c.name("d")).or(c.name("f"))?);
    // What stands behind "M/S" is a name, though it be a surname alone.
    let alone = |n: &str| c.name("e").is_some().then(|| n.to_owned());
    let known = |n: &str| part_of_name(n, people).or_else(|| read_name(n, None).map(|p| p.name)).or_else(|| alone(n));
    let of = |m: regex::Match<'_>| Some(Named { person: known(m.as_str())?, at: m.range() });
    Some((of(mover)?, of(seconder)?))
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
        assert_eq!(of("Board member Wimpole MOVED approval. Member Okonjo SECONDED the motion."), both);
        assert_eq!(of("Ar moladh Cllr. Wimpole, Cuidithe ag Cllr. Okonjo, agus glacadh leis"), both);
        assert_eq!(of("moved for acceptance by Trustee Wimpole and seconded by Trustee Okonjo"), both);
        let pair = pair_of_names("Resolution adopted (A Wimpole/B Okonjo and passed 4-0)", &[]);
        assert_eq!(pair.map(|(m, s)| (m.person, s.person)), Some(("A Wimpole".to_owned(), "B Okonjo".to_owned())));
        let pair = pair_of_names("M/S Wimpole / Okonjo Unanimous", &[]);
        assert_eq!(pair.map(|(m, s)| (m.person, s.person)), Some(("Wimpole".to_owned(), "Okonjo".to_owned())));
        assert_eq!(of("on the motion of Councillor Wimpole, seconded by Councillor Okonjo, to approve"), both);
    }
}
