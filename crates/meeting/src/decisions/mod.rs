//! Decisions: the deciding sentences, and nothing that only looks like one.
//!
//! A decision needs a deciding word with the body as its subject, or an impersonal passive. What
//! another body decided, what somebody merely noted, what an agenda proposes and what a motion that
//! fell would have done are not decisions of this meeting.

mod deciding_words;
mod forms;
mod labelled;
mod merge;
mod motions;
mod movers;
pub(crate) mod ruling;
pub(crate) mod write;

use std::collections::HashMap;
use std::ops::Range;

use types::DecisionTier;

use crate::decisions::deciding_words::{anothers, classify_ruling, deciding, deciding_by, recorded};
use crate::decisions::forms::by_form;
use crate::decisions::labelled::{continuation, labelled, lost_labels, result_block};
use crate::decisions::merge::merge;
use crate::decisions::motions::{
    Around, bare_outcome, closing_outcome, is_business, is_seconded, is_vote_line, names_movers_only, settles_motion,
};
use crate::decisions::ruling::{Ruling, join_spots};
use crate::grammar::column_heading::{Column, outcome_word};
use crate::grammar::item_number::read_item_number;
use crate::grammar::pattern;
use crate::grammar::sentence::{split_sentences, trim_range};
use crate::outline::Stretch;
use crate::sitting::Sitting;
use crate::stream::{Kind, Spot, Stream};

/// Finds the deciding sentences of a meeting. `body` is the name of the body that met, if the paper says it.
pub(crate) fn find_decisions(sitting: &Sitting<'_, '_>, body: Option<&str>) -> Vec<Ruling> {
    let Sitting { paper, outline, .. } = *sitting;
    let own = body.unwrap_or_default().to_lowercase();
    let short_names: Vec<String> = body.and_then(initials).into_iter().collect();
    let mut all = Vec::new();
    for (index, stretch) in outline.stretches.iter().enumerate() {
        let before = all.len();
        let mut movers_from = Spot::at(stretch.range.start, 0);
        let mut para = stretch.range.start;
        while para < stretch.range.end {
            let p = &paper.paras[para];
            let skip = first_byte(paper, stretch, para);
            let is_column = p.role() == Some(Column::Decision);
            let is_read = p.in_flow() || is_column || p.role() == Some(Column::Other) && p.str().contains("RESOLVED");
            if !is_read || p.str().len() <= skip {
                para += 1;
            } else if is_column {
                // "RESOLVED to send the responses below": the rows are what was resolved.
                let ruled = all.last().is_some_and(|r: &Ruling| r.stretch == index && rules_below(paper, r, para));
                let rest = Spot::new(para, skip..p.str().len());
                all.extend(of_column(paper, index, rest).filter(|_| !ruled));
                para += 1;
            } else if let Some((mut ruling, next)) = result_block(paper, index, para, stretch)
                .or_else(|| labelled(paper, index, para, skip, stretch.range.end))
            {
                /// Decisions that can stand under one result.
                const NEAR: usize = 8;
                // What was put to the vote is told with its result; a resolution stays whole and formal.
                let of_it = |r: &Ruling| {
                    r.stretch == index && r.spots.iter().any(|s| ruling.spots.iter().any(|o| o.overlaps(s)))
                };
                let near = all.split_off(all.len().saturating_sub(NEAR));
                let (parts, others): (Vec<Ruling>, Vec<Ruling>) = near.into_iter().partition(of_it);
                all.extend(others);
                if let Some(formal) = parts.into_iter().rfind(|r| r.tier == DecisionTier::Formal) {
                    let apart = |s: &Spot| !formal.spots.iter().any(|f| f.overlaps(s));
                    let result: Vec<Spot> = ruling.spots.iter().filter(|s| apart(s)).cloned().collect();
                    let outcome = ruling.outcome;
                    ruling = Ruling { outcome, ..formal };
                    ruling.spots.extend(result);
                }
                // What follows a label is the decision.
                all.push(ruling);
                movers_from = Spot::at(next, 0);
                para = next;
            } else {
                let at = Reading { paper, stretch, index, own: &own, short_names: &short_names, para, skip };
                para = at.of_sentences(&mut movers_from, &mut all);
            }
        }
        // Before the first item stand lists of people and titles; business only where somebody moved it.
        if stretch.title.is_none() && outline.stretches.len() > 1 {
            let found = all.split_off(before);
            let formal = |r: &Ruling| r.tier == DecisionTier::Formal && r.basis == "resolved";
            all.extend(found.into_iter().filter(|r| formal(r) || is_business(&r.text(paper))));
        }
    }
    // Debate may lie between a motion and what became of it: then it is not carried by its seconder alone.
    let mut settled: HashMap<usize, Option<usize>> = HashMap::new();
    all.retain(|r| {
        let last = |s: usize| last_settled(paper, &outline.stretches[s]);
        let below = r.spots.last().map_or(usize::MAX, |s| s.para + 1);
        !r.inferred || settled.entry(r.stretch).or_insert_with(|| last(r.stretch)).is_none_or(|para| para < below)
    });
    let mut all = merge(paper, &outline.stretches, all);
    if paper.document.media_type == types::MediaType::Html {
        lost_labels(paper, &outline.stretches, &mut all);
    }
    all
}

/// The decision directly above the table that holds the paragraph is about its rows.
fn rules_below(paper: &Stream<'_>, ruling: &Ruling, para: usize) -> bool {
    let Some(last) = ruling.spots.last() else { return false };
    let below =
        pattern!(r"(?i)\b(?:below|following|as follows|listed|these responses)\b|:\s*$").is_match(paper.words(last));
    let table = paper.paras[para].cell.map(|c| c.table);
    below && (last.para + 1..para).all(|p| paper.paras[p].cell.map(|c| c.table) == table)
}

/// The line of movers directly follows a decision that has none of its own: `RESOLVED that … . Proposed A; seconded
/// B.`
fn belongs_above(paper: &Stream<'_>, all: &[Ruling], stretch: usize, around: &Around<'_>) -> bool {
    let Some(above) = all.last().filter(|r| r.stretch == stretch && r.movers_behind.is_none()) else { return false };
    let (Some(first), Some(last)) = (above.spots.first(), above.spots.last()) else { return false };
    let own = around.own_spot();
    let whole = paper.paras[last.para].str().len() <= last.bytes.end + 2;
    let adjacent = last.para == own.para && own.bytes.start <= last.bytes.end + 2
        || last.para + 1 == own.para && whole && around.at == 0;
    // What stands before the decision may name its movers.
    let before = (above.movers_from.para..=first.para).any(|p| {
        let from = if p == above.movers_from.para { above.movers_from.bytes.start } else { 0 };
        let to = if p == first.para { first.bytes.start } else { paper.paras[p].str().len() };
        paper.paras[p].str().get(from..to).is_some_and(is_seconded)
    });
    adjacent && !before && !is_seconded(&above.text(paper))
}

/// The initials of a body's name, in small letters: `ubpc` for Upper Brindle Parish Council.
fn initials(body: &str) -> Option<String> {
    let words = body.split([' ', '-']).filter(|w| w.starts_with(char::is_uppercase));
    let letters: String = words.filter_map(|w| w.chars().next()).flat_map(char::to_lowercase).collect();
    (letters.chars().count() >= 3).then_some(letters)
}

/// The last paragraph of an item that tells what became of a motion.
fn last_settled(paper: &Stream<'_>, stretch: &Stretch) -> Option<usize> {
    stretch.range.clone().rfind(|&p| settles_motion(paper.paras[p].str()))
}

/// The byte of a paragraph from which it may decide something.
fn first_byte(paper: &Stream<'_>, stretch: &Stretch, para: usize) -> usize {
    let p = &paper.paras[para];
    match &stretch.title {
        // "3. The minutes were agreed as a true record." is all that the item says.
        // "Bills for ratification. Approved." says what became of the bills.
        Some(title)
            if title.para == para
                && (says_all(p.str(), title.bytes.end)
                    || bare_outcome(p.str().get(title.bytes.end..).unwrap_or_default()).is_some()) =>
        {
            read_item_number(p.str()).map_or(0, |l| l.len)
        }
        Some(title) if title.para == para => {
            let rest = p.str().get(title.bytes.end..).unwrap_or_default();
            title.bytes.end + (rest.len() - rest.trim_start_matches([':', '-', '\u{2013}', '.', ' ', '*']).len())
        }
        Some(title) if para < title.para => p.str().len(),
        _ => p.body().1,
    }
}

/// A cell of a column of decisions. An outcome in few words is about what stands before it in its row.
fn of_column(paper: &Stream<'_>, stretch: usize, spot: Spot) -> Option<Ruling> {
    /// More words tell by themselves what they are about, in bytes.
    const SHORT: usize = 80;
    let text = paper.words(&spot);
    let (tier, word) = deciding(text).or_else(|| in_column(text).map(|w| (DecisionTier::Recorded, w)))?;
    let (kind, outcome) = classify_ruling(text, &text[word], tier);
    let movers_from = Spot::at(spot.para, spot.bytes.start);
    let tier = DecisionTier::Recorded;
    let mut spots = vec![spot];
    let at = paper.paras[spots[0].para].cell;
    if text.len() < SHORT {
        let row =
            |p: &usize| paper.paras[*p].cell.is_some_and(|c| at.is_some_and(|a| (a.table, a.row) == (c.table, c.row)));
        for para in (0..spots[0].para).rev().take_while(row) {
            let p = &paper.paras[para];
            if matches!(p.role(), Some(Column::Text | Column::Other)) && !p.text.is_blank() {
                spots.insert(0, Spot::new(para, p.body().1..p.str().len()));
            }
        }
    }
    Some(Ruling::read(stretch, spots, (kind, outcome), tier, movers_from, "column"))
}

/// A paragraph whose sentences are read one by one.
struct Reading<'r, 'd> {
    paper: &'r Stream<'d>,
    stretch: &'r Stretch,
    /// The stretch's index.
    index: usize,
    /// The name of the body that met, in small letters.
    own: &'r str,
    /// What else the paper calls it.
    short_names: &'r [String],
    para: usize,
    /// The first byte that is read.
    skip: usize,
}

/// A deciding word as found in a sentence.
struct Found {
    tier: DecisionTier,
    word: Range<usize>,
    /// The sentence says an outcome and nothing else.
    is_bare: bool,
    /// The form of words.
    basis: &'static str,
}

/// It tells of a vote.
fn says_vote(words: &str) -> bool {
    pattern!(r"(?i)\bunanim|\bvote|\d\s*[-\u{2013}]\s*\d|\bmotion\b|in favou?r").is_match(words)
}

/// A sentence whose lettered limbs were each moved and seconded is a decision a limb: `(a) … was proposed by A,
/// seconded by B and agreed, (b) …`.
fn limbs(text: &str, sentence: Range<usize>) -> Vec<Range<usize>> {
    let words = &text[sentence.clone()];
    let letters: Vec<usize> = pattern!(r"(?:^|[\s,;])\([a-h]\)\s").find_iter(words).map(|m| m.start()).collect();
    let ends: Vec<usize> = letters.iter().skip(1).copied().chain([words.len()]).collect();
    let each = letters
        .iter()
        .zip(&ends)
        .all(|(from, to)| is_seconded(&words[*from..*to]) && deciding(&words[*from..*to]).is_some());
    if letters.len() < 2 || !each {
        return vec![sentence];
    }
    // What stands before the first limb is its beginning.
    let starts = [0].into_iter().chain(letters.into_iter().skip(1));
    starts.zip(ends).map(|(from, to)| trim_range(text, sentence.start + from..sentence.start + to)).collect()
}

impl Reading<'_, '_> {
    /// What a sentence decides, by its own words or by its place in the item.
    fn found(&self, around: &Around<'_>, words: &str, last: bool) -> Option<Found> {
        let bare = bare_outcome(words);
        if let Some((tier, word, basis)) = deciding_by(words) {
            let seconded = pattern!(
                r"
                    (?i)^\W*(?:(?:(?:this|it|which|the (?:motion|proposal)) (?:was|were) )?seconded by
                    |(?:\w+ ){1,5}seconded (?:the|this) (?:motion
                    |proposal))\b[^.]*\b(?:passed|carried|agreed|approved)\b
                "
            )
            .is_match(words);
            let is_bare = bare.is_some() || seconded;
            return Some(Found { tier, word, is_bare, basis });
        }
        let by_place = |word: Range<usize>, is_bare: bool, basis: &'static str| Found {
            tier: DecisionTier::Recorded,
            word,
            is_bare,
            basis,
        };
        if let Some(word) = planning_outcome(self.paper, self.stretch, words) {
            return Some(by_place(word, false, "planning"));
        }
        if let Some(word) = bare {
            return Some(by_place(word, true, "outcome of a motion"));
        }
        let whole_line = last && around.at == 0;
        let closing = closing_outcome(words).filter(|_| whole_line);
        if let Some(word) = closing {
            return Some(by_place(word, false, "outcome at the end of a line"));
        }
        by_form(&words.to_ascii_lowercase(), self.short_names)
            .map(|formed| by_place(formed.word, formed.is_bare, formed.name))
    }

    /// Adds the deciding sentences of the paragraph; gives the paragraph to read next.
    fn of_sentences(&self, movers_from: &mut Spot, all: &mut Vec<Ruling>) -> usize {
        let &Self { paper, stretch, index: at, own, para, skip, .. } = self;
        let p = &paper.paras[para];
        let text = &p.str()[skip..];
        let mut next_para = para + 1;
        let sentences: Vec<Range<usize>> = split_sentences(text).into_iter().flat_map(|s| limbs(text, s)).collect();
        for (n, range) in sentences.iter().enumerate() {
            let words = &text[range.clone()];
            let keyword = || pattern!(r"(?i)^\W*(?:resolved|decided|agreed|recommended)\W*$").is_match(words);
            if words.len() > 2500 || p.kind == Kind::Heading && !words.contains("RESOLVED") && !keyword() {
                continue;
            }
            let around = Around { paper, stretch, para, skip, sentences: &sentences, at: n };
            let last = n + 1 == sentences.len();
            let Some(Found { tier, word, is_bare, basis }) = self.found(&around, words, last) else {
                if names_movers_only(words) && belongs_above(paper, all, at, &around) {
                    if let Some(above) = all.last_mut() {
                        above.movers_behind = Some(around.own_spot());
                    }
                    *movers_from = Spot::at(para, range.end + skip);
                    continue;
                }
                if let Some(spot) = around.seconded_motion() {
                    let end = spot.bytes.end;
                    let tier = DecisionTier::Recorded;
                    let (kind, outcome) = classify_ruling(paper.words(&spot), "agreed", tier);
                    let from = std::mem::replace(movers_from, Spot::at(para, end));
                    all.push(Ruling {
                        inferred: true,
                        ..Ruling::read(at, vec![spot], (kind, outcome), tier, from, "moved and seconded")
                    });
                }
                continue;
            };
            if quoted(words, &word) || anothers(words, own) {
                continue;
            }
            let whole = Spot::new(para, range.start + skip..range.end + skip);
            let end = whole.bytes.end;
            let mut spots = vec![whole];
            if last {
                let (more, next) = continuation(paper, para, words, stretch.range.end);
                spots.extend(more);
                next_para = next.max(next_para);
            }
            if tier == DecisionTier::Recorded && (is_bare || is_vote_line(words)) {
                let motion = around.motion_before();
                // "Chair Ash called the motion passed" under the block that tells its result.
                let told = all.last().is_some_and(|r| r.basis == "result of a vote" && r.stretch == at);
                if is_bare && motion.is_empty() && told {
                    continue;
                }
                // An outcome in few words that nothing stands before says what became of nothing.
                if is_bare && motion.is_empty() && deciding(words).is_none() && !says_vote(words) {
                    continue;
                }
                // The motion is not a decision of its own; it stands just above.
                let near = all.split_off(all.len().saturating_sub(2 * motion.len()));
                for r in near {
                    let part_of_it = r.spots.iter().all(|s| motion.iter().any(|m| m.holds(s)));
                    let of_it = r.spots.iter().any(|s| motion.iter().any(|m| m.overlaps(s)));
                    if r.stretch != at || !(part_of_it || r.inferred && of_it) {
                        all.push(r);
                    } else if (r.movers_from.para, r.movers_from.bytes.start)
                        < (movers_from.para, movers_from.bytes.start)
                    {
                        // Who moved it stands before it still.
                        *movers_from = r.movers_from;
                    }
                }
                spots.splice(0..0, motion);
            }
            let told = join_spots(paper, &spots);
            // The paper breaks off, or the words went elsewhere on the page.
            if pattern!(r"(?i)^\W*(?:it was )?(?:agreed|noted|approved) (?:that|to)\W*$").is_match(&told) {
                continue;
            }
            // What was carried says what was done, if it stands before it.
            let keyword = if is_bare && spots.len() > 1 { "" } else { &words[word] };
            let (kind, outcome) = classify_ruling(&told, keyword, tier);
            let from = std::mem::replace(movers_from, Spot::at(para, end));
            all.push(Ruling::read(at, spots, (kind, outcome), tier, from, basis));
        }
        next_para
    }
}

/// The word of a column of decisions: all that stands in it is one.
fn in_column(text: &str) -> Option<Range<usize>> {
    outcome_word(text).or_else(|| recorded(&text.to_ascii_lowercase()))
}

/// What the body says to an application: `8 Mill Lane – no objections`, under an item on planning.
fn planning_outcome(paper: &Stream<'_>, stretch: &Stretch, words: &str) -> Option<Range<usize>> {
    let title = stretch.title.as_ref()?;
    let titled = pattern!(r"(?i)\b(?:planning|applications?|development control)\b")
        .is_match(paper.paras[title.para].str().get(..title.bytes.end)?);
    let c = pattern!(
        r"
        (?i)(?:[-\u{2013}:.,]|\bhas|\bhave|\bwith|\blane|\broad|\bwretton|\bapplication
        |\p{L})\s+(?P<v>no (?:objections?|comments?|observations?)(?: or (?:objections?|comments?
        |observations?))?)(?: (?:raised|made|from the \w+))?\W*$
    "
    )
    .captures(words)?;
    (titled && words.len() < 300 && words.split_whitespace().count() > 3).then(|| c.name("v").map(|v| v.range()))?
}

/// The title of an item is a deciding sentence and all that stands in its paragraph.
fn says_all(text: &str, end: usize) -> bool {
    let title = read_item_number(text).map_or(text, |l| text.get(l.len..end).unwrap_or_default());
    let sentence =
        title.chars().filter(|c| c.is_lowercase()).count() * 2 > title.len() && title.split_whitespace().count() >= 5;
    sentence
        && text.get(end..).is_some_and(|rest| rest.trim_matches(['.', ' ']).is_empty())
        && deciding(title).is_some()
}

/// The deciding word stands inside quotation marks that open before it: somebody is quoted.
fn quoted(words: &str, word: &Range<usize>) -> bool {
    let before = &words[..word.start];
    let open = before.matches('\u{201c}').count() > before.matches('\u{201d}').count();
    open && !pattern!(r"(?i)carried|declared").is_match(before)
}

/// A sentence decides something, here or in the paragraph before: what is said of a vote belongs to it.
pub(crate) fn decides_near(paper: &Stream<'_>, stretch: &Stretch, para: usize) -> bool {
    let above = para.checked_sub(1).filter(|p| stretch.range.contains(p)).map_or("", |p| paper.paras[p].str());
    let own = paper.paras[para].str();
    split_sentences(own).into_iter().any(|r| deciding(&own[r]).is_some())
        || split_sentences(above).last().is_some_and(|r| deciding(&above[r.clone()]).is_some())
}
