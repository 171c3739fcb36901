//! The decisions of the record.

use types::{Cite, Decision, DecisionTier};

use crate::decisions::movers::find_movers;
use crate::decisions::ruling::Ruling;
use crate::grammar::pattern;
use crate::sitting::Sitting;

/// The decisions of the record.
pub(crate) fn write_decisions(sitting: &Sitting<'_, '_>, rulings: &[Ruling]) -> Vec<Decision> {
    let Sitting { paper, outline, people, .. } = *sitting;
    let mut decisions = Vec::new();
    for (n, ruling) in rulings.iter().enumerate() {
        let stretch = outline.stretches.get(ruling.stretch);
        let mut text = String::new();
        let mut cite = Cite::default();
        let mut parts = Vec::new();
        for (i, spot) in ruling.spots.iter().enumerate() {
            let words = paper.words(spot).trim();
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(words);
            if i > 0 {
                parts.push(words.to_owned());
            }
            cite = cite.and(paper.cite_spot(spot));
        }
        if parts.is_empty() {
            parts = inner_parts(&text);
        }
        let movers = find_movers(paper, stretch, ruling, people);
        // "The amendment was lost" is about the amendment; a resolution that names one is not.
        let amendment = pattern!(r"(?i)\bamendment\b").is_match(&text) && ruling.tier == DecisionTier::Recorded;
        let elsewhere = pattern!(
            r"
            (?i)\bas (?:set out|detailed|outlined|recommended|contained|listed) in the (?:report|appendix|papers?
            |schedule)\b|\brecommendations? (?:\w+ ){0,4}?(?:were|was|be) (?:\w+ly )?(?:agreed|approved|accepted
            |adopted)\b
        "
        )
        .is_match(&text);
        decisions.push(Decision {
            id: format!("D{}", n + 1),
            item_number: stretch.and_then(|s| s.number.clone()),
            kind: ruling.kind,
            tier: ruling.tier,
            outcome: ruling.outcome,
            mover: movers.mover,
            seconder: movers.seconder,
            text,
            parts,
            gives_rise_to: Vec::new(),
            amendment,
            label_lost: ruling.label_lost,
            inferred: ruling.inferred,
            content_elsewhere: elsewhere,
            basis: ruling.basis.to_owned(),
            confidence: 1.0,
            cite: cite.and(movers.cite),
        });
    }
    decisions
}

/// `(1) to grant …; and (2) to impose …`: lettered limbs inside one sentence.
fn inner_parts(text: &str) -> Vec<String> {
    let marks: Vec<(usize, usize)> = pattern!(r"(?:^|\s)(\((?:[a-z]|\d{1,2}|[ivx]{1,4})\))\s")
        .captures_iter(text)
        .filter_map(|c| c.get(1).map(|m| (m.start(), m.end())))
        .collect();
    if marks.len() < 2 {
        return Vec::new();
    }
    let ends = marks.iter().skip(1).map(|m| m.0).chain([text.len()]);
    let clean = |s: &str| s.trim().trim_end_matches("and").trim().trim_end_matches([';', ',']).to_owned();
    marks.iter().zip(ends).map(|((from, _), to)| clean(&text[*from..to])).collect()
}
