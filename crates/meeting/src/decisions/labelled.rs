//! Decisions under a label, behind a label that was lost, and the lists that a deciding sentence takes with it.

use types::DecisionTier;

use crate::decisions::deciding_words::{classify_ruling, deciding};
use crate::decisions::motions::{bare_outcome, is_moved, is_seconded};
use crate::decisions::ruling::{Ruling, join_spots};
use crate::grammar::item_number::read_part_number;
use crate::grammar::pattern;
use crate::outline::Stretch;
use crate::stream::{Kind, Spot, Stream};

/// On web pages the word RESOLVED is often lost, and the text begins with "That": a decision, where the item has no
/// other outcome (record rule 20).
pub(super) fn lost_labels(paper: &Stream<'_>, stretches: &[Stretch], all: &mut Vec<Ruling>) {
    for (index, stretch) in stretches.iter().enumerate() {
        if all.iter().any(|r| r.stretch == index) || stretch.title.is_none() {
            continue;
        }
        let lost = |p: usize| {
            let text = paper.paras[p].body().0;
            let begins = pattern!(
                r"
                ^\s*(?:\(?[a-z0-9]\)\s+)?That\s+(?:[\w\u{2019}'-]+\s+){1,24}?(?:be|note|approve|agree|support
                |endorse|request|recommend|receive)\b
            "
            )
            .is_match(text);
            let above = p.checked_sub(1).map_or("", |a| paper.paras[a].str());
            let proposed = pattern!(r"(?i)\b(?:recommend\w*|moved|proposed|motion|amendment)\b[^.]*[:\u{2013}-]?\s*$")
                .is_match(above);
            // "That site is now closed": a fact.
            let fact = pattern!(
                r"^\s*(?:\(?[a-z0-9]\)\s+)?That\s+(?:[\w\u{2019}'-]+\s+){0,4}?(?:is|was|are|were|means|has|had)\b"
            )
            .is_match(text);
            begins && !fact && !proposed && paper.paras[p].in_flow()
        };
        let Some(para) =
            stretch.range.clone().filter(|p| stretch.title.as_ref().is_none_or(|t| t.para != *p)).find(|p| lost(*p))
        else {
            continue;
        };
        let text = paper.paras[para].str();
        let mut spots = vec![Spot::new(para, 0..text.len())];
        spots.extend(continuation(paper, para, text, stretch.range.end).0);
        let tier = DecisionTier::Formal;
        let (kind, outcome) = classify_ruling(text, "That", tier);
        let movers_from = Spot::at(para, 0);
        let ruling =
            Ruling { label_lost: true, ..Ruling::read(index, spots, (kind, outcome), tier, movers_from, "lost label") };
        let at = all.partition_point(|r| r.stretch < index);
        all.insert(at, ruling);
    }
}

/// `Decision:` and what stands behind it or below it.
pub(super) fn labelled(
    paper: &Stream<'_>,
    stretch: usize,
    para: usize,
    skip: usize,
    end: usize,
) -> Option<(Ruling, usize)> {
    let text = paper.paras[para].str().get(skip..)?;
    let c = pattern!(
        r"
            ^\W*(?:(?:PENDERFYNIAD(?:AU)?|Penderfyniad(?:au)?)\s*/\s*)?(?:DECISIONS?|Decisions?|Penderfyniad(?:au)?
            |PENDERFYNIAD(?:AU)?)(?:\s+(?:made|\d{1,3}(?:/\d+)?))?\s*(?::|[-\u{2013}]\s)\s*
        "
    )
    .find(text)?;
    let rest = c.end() + skip;
    let mut spots = Vec::new();
    let mut next = para + 1;
    if paper.paras[para].str().len() > rest {
        spots.push(Spot::new(para, rest..paper.paras[para].str().len()));
        let (more, after) = continuation(paper, para, &paper.paras[para].str()[rest..], end);
        spots.extend(more);
        next = after.max(next);
    } else {
        // Below: until another label or heading.
        while next < end && spots.len() < 12 {
            let p = &paper.paras[next];
            let stop = p.kind == Kind::Heading
                || pattern!(
                    r"
                (?i)^\W*(?:minutes|reasons?(?: for (?:the )?decisions?)?|(?:other|alternative) options\b.*|action
                |supporting documents|publication date|date of decision|decided at meeting)\W*(?:$|:)
            "
                )
                .is_match(p.str());
            if stop {
                break;
            }
            spots.push(Spot::new(next, p.body().1..p.str().len()));
            next += 1;
        }
    }
    let joined = join_spots(paper, &spots);
    if joined.trim().is_empty() || pattern!(r"(?i)^\W*(?:none|n/a|not applicable)\b").is_match(&joined) {
        return None;
    }
    let (tier, keyword) =
        deciding(&joined).map_or((DecisionTier::Formal, String::new()), |(t, w)| (t, joined[w].to_owned()));
    let (kind, outcome) = classify_ruling(&joined, &keyword, tier);
    let movers_from = Spot::at(para, skip);
    let tier = DecisionTier::Formal;
    Some((Ruling::read(stretch, spots, (kind, outcome), tier, movers_from, "label"), next))
}

/// `RESULT: APPROVED [UNANIMOUS]` with `MOVER:`, `SECONDER:` and the sides below it: what stands above was put to the
/// vote.
pub(super) fn result_block(
    paper: &Stream<'_>,
    stretch: usize,
    para: usize,
    within: &Stretch,
) -> Option<(Ruling, usize)> {
    /// Mover, seconder and five sides, each perhaps in two lines.
    const LINES: usize = 14;
    let text = paper.paras[para].str();
    // "RESULT:", and what it was on the next line.
    let bare = |p: usize| paper.paras[p].str().trim_end().ends_with(':');
    let next = paper.paras.get(para + 1).filter(|_| bare(para) && para + 1 < within.range.end);
    let said = format!("{} {}", text.trim_end(), next.map_or("", |n| n.str().trim()));
    let c = pattern!(
        r"
            (?i)^\W*results?\s*[:\u{2013}-]\s*(?:motion\s+)?(?P<v>approved|adopted|carried|passed|accepted|received
            |defeated|failed|denied|tabled|deferred|continued|withdrawn)\b
        "
    )
    .captures(&said)?;
    let line = pattern!(
        r"
            (?i)^\W*(?:mover|moved(?: by)?|seconder|seconded(?: by)?|ayes?|yeas?|nays?|noes|abst\w+|absent|recused)
            \s*:
        "
    );
    let last = para + usize::from(next.is_some());
    let in_block = |p: &usize| line.is_match(paper.paras[*p].str()) || bare(*p - 1);
    let below = (last + 1..within.range.end.min(last + 1 + LINES)).take_while(in_block);
    let movers = pattern!(r"(?i)^\W*(?:mov|second)");
    let block: Vec<usize> = below.collect();
    let first = block.first()?;
    let behind = first + block.len();
    let mut spots: Vec<Spot> = (para..=last).map(|p| Spot::new(p, 0..paper.paras[p].str().len())).collect();
    spots.extend(
        block
            .iter()
            .filter(|p| movers.is_match(paper.paras[**p].str()))
            .map(|&p| Spot::new(p, 0..paper.paras[p].str().len())),
    );
    // The motion stands some lines above, under debate and counts; else what stands right above was put.
    const ABOVE: usize = 6;
    let flows = |p: &usize| paper.paras[*p].in_flow() && !line.is_match(paper.paras[*p].str());
    let before = (within.range.start..para).rev().take(ABOVE).filter(flows);
    let moved =
        before.clone().find(|p| is_moved(paper.paras[*p].str()) && bare_outcome(paper.paras[*p].str()).is_none());
    if let Some(moved) = moved {
        // It names its movers itself.
        spots.truncate(last - para + 1);
        let seconded = moved + 1 < para && is_seconded(paper.paras[moved + 1].str());
        spots.splice(0..0, seconded.then(|| Spot::new(moved + 1, 0..paper.paras[moved + 1].str().len())));
    }
    if let Some(above) = moved.or_else(|| before.take(1).next()) {
        let from = match &within.title {
            Some(title) if title.para == above => title.bytes.start,
            _ => paper.paras[above].body().1,
        };
        spots.insert(0, Spot::new(above, from..paper.paras[above].str().len()));
    }
    let told = join_spots(paper, &spots);
    let tier = DecisionTier::Recorded;
    let (kind, outcome) = classify_ruling(&told, c.name("v")?.as_str(), tier);
    let movers_from = Spot::at(para, 0);
    let ruling = Ruling::read(stretch, spots, (kind, outcome), tier, movers_from, "result of a vote");
    Some((ruling, behind))
}

/// The list that a sentence takes with it: after a colon, after the bare deciding word, or where its
/// lettered parts go on in paragraphs of their own.
pub(super) fn continuation(paper: &Stream<'_>, para: usize, words: &str, end: usize) -> (Vec<Spot>, usize) {
    /// Lists of resolutions are no longer.
    const LONGEST: usize = 40;
    let trimmed = words.trim_end();
    let bare = pattern!(
        r"
        (?i)(?:resolved|recommended|decided|ordered|agreed|glacadh leis|an cinneadh)(?:[\s:,\u{2013}-]+(?:unanimously
        |that
        |to))*\s*[-\u{2013}\u{2014}:,]*\s*$
    "
    )
    .is_match(trimmed);
    let open = trimmed.ends_with([':', '\u{2013}', '\u{2014}', ';'])
        || trimmed.ends_with(" -")
        || trimmed.ends_with(":-")
        || trimmed.ends_with("; and")
        || trimmed.ends_with(" and")
        || bare;
    let lettered = pattern!(r"(?:^|[\s:;,\u{2013}-])(?:\([a-z0-9]{1,3}\)|[a-z0-9]\))\s").is_match(words);
    let mut spots = Vec::new();
    let mut next = para + 1;
    while next < end && spots.len() < LONGEST {
        let p = &paper.paras[next];
        if p.cell.map(|c| c.table) != paper.paras[para].cell.map(|c| c.table) || p.kind == Kind::Heading || !p.in_flow()
        {
            break;
        }
        let (text, skip) = p.body();
        let part = read_part_number(text).is_some() || p.label.is_some();
        let bullet = p.kind == Kind::Bullet || skip > 0;
        let first = spots.is_empty();
        let takes = if open {
            part || bullet
                || first && (bare || text.starts_with(char::is_lowercase) || text.starts_with("That"))
                || !first
                    && text.len() < 80
                    && !text.ends_with('.')
                    && !paper.paras[next - 1].str().trim_end().ends_with('.')
        } else {
            lettered
                && read_part_number(text).is_some_and(|(n, _)| {
                    n.chars().all(|c| c.is_ascii_lowercase())
                        || text.starts_with('(')
                        || text[n.len()..].starts_with(')')
                })
        };
        // "(a) The report was noted." and "(b) It was agreed that …" are two decisions (record rule 43).
        let own = !open && deciding(text).is_some() && deciding(words).is_some();
        if !takes || own || deciding(text).is_some_and(|(t, _)| t == DecisionTier::Formal) && !bare {
            break;
        }
        spots.push(Spot::new(next, 0..p.str().len()));
        next += 1;
        if bare && !part && !bullet && first && !text.trim_end().ends_with([':', ';']) {
            break;
        }
    }
    (spots, next)
}
