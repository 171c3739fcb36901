//! Two sentences that say one decision.

use std::collections::{HashMap, HashSet};

use types::{DecisionTier, Outcome};

use crate::decisions::ruling::Ruling;
use crate::grammar::pattern;
use crate::outline::Stretch;
use crate::stream::Stream;

/// Two sentences that say one decision: `Agreed without a vote. RESOLVED that …`, `There was unanimous
/// approval for … This was agreed.`
pub(super) fn merge(paper: &Stream<'_>, stretches: &[Stretch], all: Vec<Ruling>) -> Vec<Ruling> {
    /// A decision is told in no more sentences; what says the same once more is another.
    const MOST: usize = 8;
    // Web pages print the decision of an item, then its minutes with the same decision.
    let mut labels: HashMap<usize, bool> = HashMap::new();
    let has_labels = |stretch: usize| {
        let label = pattern!(r"(?i)^\W*(?:decisions?(?: made)?|minutes)\W*:?\s*$");
        stretches.get(stretch).is_some_and(|s| {
            s.range.clone().any(|p| paper.paras[p].str().len() < 30 && label.is_match(paper.paras[p].str()))
        })
    };
    let mut merged: Vec<Ruling> = Vec::new();
    let mut said: HashSet<(usize, String)> = HashSet::new();
    for ruling in all {
        let twofold = *labels.entry(ruling.stretch).or_insert_with(|| has_labels(ruling.stretch));
        let this = ruling.text(paper);
        if let Some(last) = merged.last_mut().filter(|l| l.stretch == ruling.stretch) {
            let before = last.text(paper);
            let is_next = is_adjacent(paper, last, &ruling);
            let is_short = last.spots.len() < MOST;
            if is_next && is_short && is_echo(&this) && last.tier == DecisionTier::Recorded {
                last.spots.extend(ruling.spots);
                continue;
            }
            let carried = pattern!(
                r"(?i)\bcarried\b[^.]{0,60}(?:and (?:it was|the (?:council|committee|panel|board))[^.]{0,20})?\W*$"
            )
            .is_match(&before)
                && last.outcome == Outcome::Carried;
            let is_near = ruling.spots[0].para <= last.spots[last.spots.len() - 1].para + 2;
            if (is_next && is_echo(&before) || is_near && (carried || last.inferred))
                && ruling.tier == DecisionTier::Formal
            {
                let movers_from = last.movers_from.clone();
                *last = Ruling { movers_from, ..ruling };
                continue;
            }
            // The same words under "Decision:" and under "Minutes:" (record rule 18).
            if twofold && bare(&before).contains(&bare(&this)) && this.len() > 30 {
                continue;
            }
            if twofold && bare(&this).contains(&bare(&before)) && before.len() > 30 {
                said.insert((ruling.stretch, bare(&this)));
                *last = ruling;
                continue;
            }
        }
        let twice = twofold && !said.insert((ruling.stretch, bare(&this))) && this.len() > 40;
        if !twice {
            merged.push(ruling);
        }
    }
    merged
}

/// Nothing stands between the two.
fn is_adjacent(paper: &Stream<'_>, first: &Ruling, second: &Ruling) -> bool {
    let (Some(a), Some(b)) = (first.spots.last(), second.spots.first()) else { return false };
    a.para == b.para && b.bytes.start <= a.bytes.end + 2
        || b.para == a.para + 1 && b.bytes.start < 4 && paper.paras[a.para].str().len() <= a.bytes.end + 2
}

/// Says again that what was said before was decided: `This was agreed.`
fn is_echo(text: &str) -> bool {
    pattern!(
        r"
        (?i)^\W*(?:this|it|these|that|the (?:motion|proposal|recommendations?))?\s*(?:was
        |were)?\s*(?:\w+ly\s+)?(?:agreed|carried|approved)\b[^.]{0,30}\W*$
    "
    )
    .is_match(text)
}

/// The words alone, for comparison.
fn bare(text: &str) -> String {
    let plain = pattern!(r"(?i)\bresolved\b|\bthat\b|[^\p{L}\d]+").replace_all(text, " ").to_lowercase();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
