//! Decisions: the deciding sentences, and nothing that only looks like one.
//!
//! A decision needs a deciding word with the body as its subject, or an impersonal passive. What
//! another body decided, what somebody merely noted, what an agenda proposes and what a motion that
//! fell would have done are not decisions of this meeting.

mod movers;
mod wording;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use types::{Cite, Decision, DecisionTier, DecisionType, Outcome, Participant};

use crate::decisions::movers::movers;
use crate::decisions::wording::{anothers, classify_ruling, deciding, recorded};
use crate::flat::{Flat, Kind};
use crate::grammar::column_heading::Column;
use crate::grammar::item_number::{read_item_number, read_part_number};
use crate::grammar::name::is_same_person;
use crate::grammar::pattern;
use crate::grammar::sentence::split_sentences;
use crate::items::Found;

/// A stretch of the stream that belongs to one item, or to none.
pub(crate) struct Stretch {
    pub(crate) number: Option<String>,
    pub(crate) range: Range<usize>,
    /// The paragraph that holds the title, which decides nothing.
    pub(crate) title: Option<(usize, usize)>,
}

/// The stretches of a segment.
pub(crate) fn stretches(items: &[Found], range: &Range<usize>) -> Vec<Stretch> {
    let mut all = Vec::new();
    let first = items.first().map_or(range.end, |i| i.range.start);
    if first > range.start {
        all.push(Stretch { number: None, range: range.start..first, title: None });
    }
    all.extend(items.iter().map(|i| Stretch {
        number: i.number.clone(),
        range: i.range.clone(),
        title: Some((i.title_para, i.title_range.end)),
    }));
    all
}

/// A deciding sentence as found.
#[derive(Clone, Debug)]
pub(crate) struct Ruling {
    /// Paragraph and bytes, the first holding the deciding word.
    pub(crate) pieces: Vec<(usize, Range<usize>)>,
    pub(crate) kind: DecisionType,
    pub(crate) tier: DecisionTier,
    pub(crate) outcome: Outcome,
    /// Paragraph and byte from which mover and seconder are looked for.
    from: (usize, usize),
    /// The deciding word was lost; the text begins with "That" (record rule 20).
    label_lost: bool,
}

/// Finds the deciding sentences of a segment.
pub(crate) fn find_decisions(flat: &Flat<'_>, stretches: &[Stretch], body: Option<&str>) -> Vec<(usize, Ruling)> {
    let own = body.unwrap_or_default().to_lowercase();
    let mut all = Vec::new();
    for (index, stretch) in stretches.iter().enumerate() {
        // Before the first item stand lists of people and titles.
        if stretch.title.is_none() && stretches.len() > 1 {
            continue;
        }
        let mut from = (stretch.range.start, 0);
        let mut para = stretch.range.start;
        while para < stretch.range.end {
            let p = &flat.paras[para];
            let decision_column = p.role() == Some(Column::Decision);
            let skip = match stretch.title {
                // "3. The minutes were agreed as a true record." is all that the item says.
                Some((title, end)) if title == para && says_all(p.str(), end) => {
                    read_item_number(p.str()).map_or(0, |l| l.len)
                }
                Some((title, end)) if title == para => {
                    let rest = p.str().get(end..).unwrap_or_default();
                    end + (rest.len() - rest.trim_start_matches([':', '-', '\u{2013}', '.', ' ', '*']).len())
                }
                Some((title, _)) if para < title => p.str().len(),
                _ => p.body().1,
            };
            if !(p.in_flow() || decision_column || p.role() == Some(Column::Other) && p.str().contains("RESOLVED"))
                || p.str().len() <= skip
            {
                para += 1;
                continue;
            }
            let text = &p.str()[skip..];
            if decision_column {
                if let Some((tier, word)) =
                    deciding(text).or_else(|| in_column(text).map(|w| (DecisionTier::Recorded, w)))
                {
                    let (kind, outcome) = classify_ruling(text, &text[word], tier);
                    all.push((
                        index,
                        Ruling {
                            pieces: vec![(para, skip..p.str().len())],
                            kind,
                            tier: DecisionTier::Recorded,
                            outcome,
                            from: (para, skip),
                            label_lost: false,
                        },
                    ));
                }
                para += 1;
                continue;
            }
            // A label: what follows it is the decision.
            if let Some((ruling, next)) = labelled(flat, para, skip, stretch.range.end) {
                all.push((index, ruling));
                from = (next, 0);
                para = next;
                continue;
            }
            let mut next_para = para + 1;
            let sentences = split_sentences(text);
            for (n, range) in sentences.iter().enumerate() {
                let words = &text[range.clone()];
                let keyword = || pattern!(r"(?i)^\W*(?:resolved|decided|agreed|recommended)\W*$").is_match(words);
                if words.len() > 2500 || p.kind == Kind::Heading && !words.contains("RESOLVED") && !keyword() {
                    continue;
                }
                let planning = || planning_outcome(flat, stretch, words).map(|w| (DecisionTier::Recorded, w));
                let Some((tier, word)) = deciding(words).or_else(planning) else { continue };
                if quoted(words, &word) || anothers(words, &own) {
                    continue;
                }
                let whole = range.start + skip..range.end + skip;
                let mut pieces = vec![(para, whole.clone())];
                let last = n + 1 == sentences.len();
                if last {
                    let (more, next) = continuation(flat, para, words, stretch.range.end);
                    pieces.extend(more);
                    next_para = next.max(next_para);
                }
                let joined: String = pieces
                    .iter()
                    .map(|(p, r)| flat.paras[*p].str()[r.clone()].to_owned())
                    .collect::<Vec<_>>()
                    .join(" ");
                let mut joined = joined;
                if tier == DecisionTier::Recorded
                    && let Some(proposal) = proposal(flat, stretch, para, skip, &sentences[..n], words)
                {
                    let said = flat.paras[proposal.0].str()[proposal.1.clone()].to_owned();
                    joined = format!("{said} {joined}");
                    pieces.insert(0, proposal);
                }
                let (kind, outcome) = classify_ruling(&joined, &words[word], tier);
                all.push((index, Ruling { pieces, kind, tier, outcome, from, label_lost: false }));
                from = (para, whole.end);
            }
            para = next_para;
        }
    }
    let mut all = merge(flat, stretches, all);
    if flat.document.media_type == types::MediaType::Html {
        lost_labels(flat, stretches, &mut all);
    }
    all
}

/// On web pages the word RESOLVED is often lost, and the text begins with "That": a decision, where the item has no
/// other outcome (record rule 20).
fn lost_labels(flat: &Flat<'_>, stretches: &[Stretch], all: &mut Vec<(usize, Ruling)>) {
    for (index, stretch) in stretches.iter().enumerate() {
        if all.iter().any(|(s, _)| *s == index) || stretch.title.is_none() {
            continue;
        }
        let lost = |p: usize| {
            let text = flat.paras[p].body().0;
            let begins = pattern!(r"^\s*(?:\(?[a-z0-9]\)\s+)?That\s+(?:[\w\u{2019}'-]+\s+){1,24}?(?:be|note|approve|agree|support|endorse|request|recommend|receive)\b").is_match(text);
            let above = p.checked_sub(1).map_or("", |a| flat.paras[a].str());
            let proposed = pattern!(r"(?i)\b(?:recommend\w*|moved|proposed|motion|amendment)\b[^.]*[:\u{2013}-]?\s*$")
                .is_match(above);
            // "That site is now closed": a fact.
            let fact = pattern!(
                r"^\s*(?:\(?[a-z0-9]\)\s+)?That\s+(?:[\w\u{2019}'-]+\s+){0,4}?(?:is|was|are|were|means|has|had)\b"
            )
            .is_match(text);
            begins && !fact && !proposed && flat.paras[p].in_flow()
        };
        let Some(para) = stretch.range.clone().filter(|p| Some(*p) != stretch.title.map(|t| t.0)).find(|p| lost(*p))
        else {
            continue;
        };
        let text = flat.paras[para].str();
        let mut pieces = vec![(para, 0..text.len())];
        pieces.extend(continuation(flat, para, text, stretch.range.end).0);
        let (kind, outcome) = classify_ruling(text, "That", DecisionTier::Formal);
        let ruling = Ruling { pieces, kind, tier: DecisionTier::Formal, outcome, from: (para, 0), label_lost: true };
        let at = all.partition_point(|(s, _)| *s < index);
        all.insert(at, (index, ruling));
    }
}

/// The word of a column headed "Decision": all that stands in it is one.
fn in_column(text: &str) -> Option<Range<usize>> {
    let c = pattern!(r"(?i)^\W*(?:the )?(?:application |licence |consent |permission )?(?:was |be )?(?P<v>granted|refused|approved|agreed|deferred|continued|withdrawn|noted|rejected|no objections?|support(?:ed)?)\b").captures(text)?;
    c.name("v").map(|v| v.range()).or_else(|| recorded(&text.to_ascii_lowercase()))
}

/// What the body says to an application: `8 Mill Lane – no objections`, under an item on planning.
fn planning_outcome(flat: &Flat<'_>, stretch: &Stretch, words: &str) -> Option<Range<usize>> {
    let (title, end) = stretch.title?;
    let titled = pattern!(r"(?i)\b(?:planning|applications?|development control)\b")
        .is_match(flat.paras[title].str().get(..end)?);
    let c = pattern!(r"(?i)(?:[-\u{2013}:.,]|\bhas|\bhave|\bwith|\blane|\broad|\bwretton|\bapplication|\p{L})\s+(?P<v>no (?:objections?|comments?|observations?)(?: or (?:objections?|comments?|observations?))?)(?: (?:raised|made|from the \w+))?\W*$").captures(words)?;
    (titled && words.len() < 300 && words.split_whitespace().count() > 3).then(|| c.name("v").map(|v| v.range()))?
}

/// The proposal that a bare `Agreed.`, `Carried.` or `Seconded by …, passed` disposes of: the sentence before it.
fn proposal(
    flat: &Flat<'_>,
    stretch: &Stretch,
    para: usize,
    skip: usize,
    before: &[Range<usize>],
    words: &str,
) -> Option<(usize, Range<usize>)> {
    let bare = pattern!(r"(?i)^\W*(?:agreed|carried|approved|all agreed|unanimously agreed|this was (?:agreed|carried|approved)|motion carried)\W*$|^\W*(?:seconded by|(?:\w+ ){1,5}seconded (?:the|this) (?:motion|proposal))\b[^.]*\b(?:passed|carried|agreed|approved)\b").is_match(words);
    if !bare {
        return None;
    }
    let moves = |text: &str| {
        pattern!(r"(?i)\b(?:proposed|moved|recommended|suggested)\b|^\W*that\b|^\W*whereas\b").is_match(text)
            && deciding(text).is_none()
    };
    if let Some(last) = before.last() {
        let range = last.start + skip..last.end + skip;
        return moves(&flat.paras[para].str()[range.clone()]).then_some((para, range));
    }
    let above = para.checked_sub(1).filter(|p| stretch.range.contains(p) && stretch.title.is_none_or(|t| t.0 != *p))?;
    let text = flat.paras[above].str();
    let last = split_sentences(text).pop()?;
    let range = if pattern!(r"(?i)^\W*(?:that|whereas)\b").is_match(text) { 0..text.len() } else { last };
    (flat.paras[above].in_flow() && moves(&text[range.clone()])).then_some((above, range))
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

/// `Decision:` and what stands behind it or below it.
fn labelled(flat: &Flat<'_>, para: usize, skip: usize, end: usize) -> Option<(Ruling, usize)> {
    let text = flat.paras[para].str().get(skip..)?;
    let c = pattern!(
        r"^\W*(?:(?:PENDERFYNIAD(?:AU)?|Penderfyniad(?:au)?)\s*/\s*)?(?:DECISIONS?|Decisions?|Penderfyniad(?:au)?|PENDERFYNIAD(?:AU)?)(?:\s+(?:made|\d{1,3}(?:/\d+)?))?\s*(?::|[-\u{2013}]\s)\s*"
    )
    .find(text)?;
    let rest = c.end() + skip;
    let mut pieces = Vec::new();
    let mut next = para + 1;
    if flat.paras[para].str().len() > rest {
        pieces.push((para, rest..flat.paras[para].str().len()));
        let (more, after) = continuation(flat, para, &flat.paras[para].str()[rest..], end);
        pieces.extend(more);
        next = after.max(next);
    } else {
        // Below: until another label or heading.
        while next < end && pieces.len() < 12 {
            let p = &flat.paras[next];
            let stop = p.kind == Kind::Heading || pattern!(r"(?i)^\W*(?:minutes|reasons?(?: for (?:the )?decisions?)?|(?:other|alternative) options\b.*|action|supporting documents|publication date|date of decision|decided at meeting)\W*(?:$|:)").is_match(p.str());
            if stop {
                break;
            }
            pieces.push((next, p.body().1..p.str().len()));
            next += 1;
        }
    }
    let joined: String =
        pieces.iter().map(|(p, r)| flat.paras[*p].str()[r.clone()].to_owned()).collect::<Vec<_>>().join(" ");
    if joined.trim().is_empty() || pattern!(r"(?i)^\W*(?:none|n/a|not applicable)\b").is_match(&joined) {
        return None;
    }
    let (tier, keyword) =
        deciding(&joined).map_or((DecisionTier::Formal, String::new()), |(t, w)| (t, joined[w].to_owned()));
    let (kind, outcome) = classify_ruling(&joined, &keyword, tier);
    Some((Ruling { pieces, kind, tier: DecisionTier::Formal, outcome, from: (para, skip), label_lost: false }, next))
}

/// The list that a sentence takes with it: after a colon, after the bare deciding word, or where its
/// lettered parts go on in paragraphs of their own.
fn continuation(flat: &Flat<'_>, para: usize, words: &str, end: usize) -> (Vec<(usize, Range<usize>)>, usize) {
    /// Lists of resolutions are no longer.
    const LONGEST: usize = 40;
    let trimmed = words.trim_end();
    let bare = pattern!(r"(?i)(?:resolved|recommended|decided|ordered|agreed)(?:[\s:,\u{2013}-]+(?:unanimously|that|to))*\s*[-\u{2013}\u{2014}:,]*\s*$").is_match(trimmed);
    let open = trimmed.ends_with([':', '\u{2013}', '\u{2014}', ';'])
        || trimmed.ends_with(" -")
        || trimmed.ends_with(":-")
        || trimmed.ends_with("; and")
        || trimmed.ends_with(" and")
        || bare;
    let lettered = pattern!(r"(?:^|[\s:;,\u{2013}-])(?:\([a-z0-9]{1,3}\)|[a-z0-9]\))\s").is_match(words);
    let mut pieces = Vec::new();
    let mut next = para + 1;
    while next < end && pieces.len() < LONGEST {
        let p = &flat.paras[next];
        if p.cell.map(|c| c.table) != flat.paras[para].cell.map(|c| c.table) || p.kind == Kind::Heading || !p.in_flow()
        {
            break;
        }
        let (text, skip) = p.body();
        let part = read_part_number(text).is_some() || p.label.is_some();
        let bullet = p.kind == Kind::Bullet || skip > 0;
        let first = pieces.is_empty();
        let takes = if open {
            part || bullet
                || first && (bare || text.starts_with(char::is_lowercase) || text.starts_with("That"))
                || !first
                    && text.len() < 80
                    && !text.ends_with('.')
                    && !flat.paras[next - 1].str().trim_end().ends_with('.')
        } else {
            lettered
                && read_part_number(text).is_some_and(|(n, _)| {
                    n.chars().all(|c| c.is_ascii_lowercase())
                        || text.starts_with('(')
                        || text[n.len()..].starts_with(')')
                })
        };
        if !takes || deciding(text).is_some_and(|(t, _)| t == DecisionTier::Formal) && !bare {
            break;
        }
        pieces.push((next, 0..p.str().len()));
        next += 1;
        if bare && !part && !bullet && first && !text.trim_end().ends_with([':', ';']) {
            break;
        }
    }
    (pieces, next)
}

/// The deciding word stands inside quotation marks that open before it: somebody is quoted.
fn quoted(words: &str, word: &Range<usize>) -> bool {
    let before = &words[..word.start];
    let open = before.matches('\u{201c}').count() > before.matches('\u{201d}').count();
    open && !pattern!(r"(?i)carried|declared").is_match(before)
}

/// Two sentences that say one decision: `Agreed without a vote. RESOLVED that …`, `There was unanimous
/// approval for … This was agreed.`
fn merge(flat: &Flat<'_>, stretches: &[Stretch], all: Vec<(usize, Ruling)>) -> Vec<(usize, Ruling)> {
    // Web pages print the decision of an item, then its minutes with the same decision.
    let mut labels: HashMap<usize, bool> = HashMap::new();
    let has_labels = |stretch: usize| {
        let label = pattern!(r"(?i)^\W*(?:decisions?(?: made)?|minutes)\W*:?\s*$");
        stretches.get(stretch).is_some_and(|s| {
            s.range.clone().any(|p| flat.paras[p].str().len() < 30 && label.is_match(flat.paras[p].str()))
        })
    };
    let bare = |text: &str| -> String {
        let plain = pattern!(r"(?i)\bresolved\b|\bthat\b|[^\p{L}\d]+").replace_all(text, " ").to_lowercase();
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let mut merged: Vec<(usize, Ruling)> = Vec::new();
    let mut said: HashSet<(usize, String)> = HashSet::new();
    for (stretch, ruling) in all {
        let twofold = *labels.entry(stretch).or_insert_with(|| has_labels(stretch));
        let text = |r: &Ruling| {
            r.pieces.iter().map(|(p, r)| flat.paras[*p].str()[r.clone()].to_owned()).collect::<Vec<_>>().join(" ")
        };
        let this = text(&ruling);
        let echo = |t: &str| {
            pattern!(r"(?i)^\W*(?:this|it|these|that|the (?:motion|proposal|recommendations?))?\s*(?:was|were)?\s*(?:\w+ly\s+)?(?:agreed|carried|approved)\b[^.]{0,30}\W*$").is_match(t)
        };
        if let Some((before, last)) = merged.last_mut()
            && *before == stretch
            && let (Some((p, r)), Some((q, s))) = (last.pieces.last().cloned(), ruling.pieces.first().cloned())
        {
            let adjacent =
                p == q && s.start <= r.end + 2 || q == p + 1 && s.start < 4 && flat.paras[p].str().len() <= r.end + 2;
            if adjacent && echo(&this) && last.tier == DecisionTier::Recorded {
                last.pieces.extend(ruling.pieces);
                continue;
            }
            let near = q <= p + 2;
            let carried = pattern!(
                r"(?i)\bcarried\b[^.]{0,60}(?:and (?:it was|the (?:council|committee|panel|board))[^.]{0,20})?\W*$"
            )
            .is_match(&text(last))
                && last.outcome == Outcome::Carried;
            if (adjacent && echo(&text(last)) || near && carried) && ruling.tier == DecisionTier::Formal {
                let from = last.from;
                *last = Ruling { from, ..ruling };
                continue;
            }
            // The same words under "Decision:" and under "Minutes:" (record rule 18).
            if twofold && bare(&text(last)).contains(&bare(&this)) && this.len() > 30 {
                continue;
            }
            if twofold && bare(&this).contains(&bare(&text(last))) && text(last).len() > 30 {
                said.insert((stretch, bare(&this)));
                *last = ruling;
                continue;
            }
        }
        let twice = twofold && !said.insert((stretch, bare(&this))) && this.len() > 40;
        if !twice {
            merged.push((stretch, ruling));
        }
    }
    merged
}

/// A sentence decides something, here or in the paragraph before: what is said of a vote belongs to it.
pub(crate) fn decides_near(flat: &Flat<'_>, stretch: &Stretch, para: usize) -> bool {
    let above = para.checked_sub(1).filter(|p| stretch.range.contains(p)).map_or("", |p| flat.paras[p].str());
    let own = flat.paras[para].str();
    split_sentences(own).into_iter().any(|r| deciding(&own[r]).is_some())
        || split_sentences(above).last().is_some_and(|r| deciding(&above[r.clone()]).is_some())
}

/// The decisions of the record.
pub(crate) fn write_decisions(
    flat: &Flat<'_>,
    stretches: &[Stretch],
    rulings: &[(usize, Ruling)],
    people: &[Participant],
) -> Vec<Decision> {
    let mut decisions = Vec::new();
    for (n, (stretch, ruling)) in rulings.iter().enumerate() {
        let mut text = String::new();
        let mut cite = Cite::default();
        let mut parts = Vec::new();
        for (i, (para, range)) in ruling.pieces.iter().enumerate() {
            let p = &flat.paras[*para];
            let words = p.str()[range.clone()].trim();
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(words);
            if i > 0 {
                parts.push(words.to_owned());
            }
            cite = cite.and(flat.document.cite(&p.text, range.clone()));
        }
        if parts.is_empty() {
            parts = inner_parts(&text);
        }
        let (mover, seconder, movers) = movers(flat, stretches.get(*stretch), ruling, people);
        // "The amendment was lost" is about the amendment; a resolution that names one is not.
        let amendment = pattern!(r"(?i)\bamendment\b").is_match(&text) && ruling.tier == DecisionTier::Recorded;
        let elsewhere = pattern!(r"(?i)\bas (?:set out|detailed|outlined|recommended|contained|listed) in the (?:report|appendix|papers?|schedule)\b|\brecommendations? (?:\w+ ){0,4}?(?:were|was|be) (?:\w+ly )?(?:agreed|approved|accepted|adopted)\b").is_match(&text);
        decisions.push(Decision {
            id: format!("D{}", n + 1),
            item_number: stretches.get(*stretch).and_then(|s| s.number.clone()),
            kind: ruling.kind,
            tier: ruling.tier,
            outcome: ruling.outcome,
            mover,
            seconder,
            text,
            parts,
            gives_rise_to: Vec::new(),
            amendment,
            label_lost: ruling.label_lost,
            content_elsewhere: elsewhere,
            cite: cite.and(movers),
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

/// The name as the attendance list has it, where exactly one person fits.
pub(crate) fn known_name(person: &str, people: &[Participant]) -> String {
    let is_chair = pattern!(r"(?i)^(?:chair|convener)").is_match(person);
    let mut fits =
        people.iter().filter(|p| if is_chair { p.role == types::Role::Chair } else { is_same_person(&p.name, person) });
    match (fits.next(), fits.next()) {
        (Some(one), None) => one.name.clone(),
        _ => person.to_owned(),
    }
}
