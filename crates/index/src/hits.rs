//! What of a meeting is shown.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::BuildHasherDefault;

use serde::Serialize;
use tantivy::columnar::Column;
use tantivy::schema::{Field, Value};
use tantivy::{DocAddress, Searcher, TantivyDocument};
use types::Date;

use crate::collect::{AsItIs, Group, Match};
use crate::mark::{self, Excerpt, Marked, Shown, Spot};
use crate::spans::{Pattern, Spans};
use crate::units::{Kind, Unit};
use crate::words::Stems;

/// A thing in a meeting that matches.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Found {
    /// Decision, action, item or passage.
    pub kind: Kind,
    /// The item's number.
    pub item: Option<String>,
    /// The item's title.
    pub title: Option<String>,
    /// Of a decision.
    #[serde(rename = "type")]
    pub of_type: Option<String>,
    /// Of a decision.
    pub outcome: Option<String>,
    /// Of a decision.
    pub mover: Option<String>,
    /// Of a decision.
    pub seconder: Option<String>,
    /// Of an action.
    pub owner: Vec<String>,
    /// The reader was not sure enough of it to put it on record.
    pub possible: bool,
    /// All of its words.
    #[serde(skip)]
    pub words: String,
    /// Its sentences that say most of what was asked.
    pub excerpts: Vec<Excerpt>,
    /// Its other sentences with a match.
    pub more: usize,
}

/// Another paper of the same meeting that matches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Also {
    /// Its record.
    pub id: String,
    /// Its file.
    pub file: Option<String>,
    /// What it is.
    pub document: String,
    /// The page of its best match.
    pub page: Option<u32>,
}

/// A meeting that matches.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// The record that is shown: of several the approved minutes, then others.
    pub id: String,
    /// The body that met.
    pub body: Option<String>,
    /// The council that it belongs to.
    pub council: Option<String>,
    /// The meeting's day.
    pub date: Option<Date>,
    /// What the paper is.
    pub document: String,
    /// How far it has come.
    pub status: String,
    /// Its file.
    pub file: Option<String>,
    /// What matches in it, the best first.
    pub found: Vec<Found>,
    /// Units of the paper that match and are not shown; pages that only print what is shown are not counted.
    pub more: usize,
    /// Other papers of the meeting that match.
    pub also: Vec<Also>,
}

/// Units of a meeting that are shown, unless all are asked for, and sentences of each.
pub(crate) const SHOWN: usize = 3;
const SENTENCES: usize = 2;
/// Papers of a meeting that are looked at, and units of the one that is shown.
const PAPERS: usize = 50;
const UNITS: usize = 8;

/// Reads back what is shown of the meetings that match.
pub(crate) struct Reader<'i> {
    pub(crate) searcher: &'i Searcher,
    pub(crate) stored: Field,
    /// What is marked.
    pub(crate) parts: &'i [Spans<Pattern>],
    /// Units of a meeting, at most.
    pub(crate) shown: usize,
}

impl Reader<'_> {
    /// The hits of some meetings, of all matches.
    pub(crate) fn hits(&self, groups: &[Group], matches: &[Match], stems: &mut Stems) -> tantivy::Result<Vec<Hit>> {
        let keys: HashSet<u64, BuildHasherDefault<AsItIs>> = groups.iter().map(|g| g.key).collect();
        let mut of: BTreeMap<u64, Vec<Match>> = BTreeMap::new();
        for found in matches.iter().filter(|m| keys.contains(&m.group)) {
            of.entry(found.group).or_default().push(*found);
        }
        let mut records: Vec<Column<u64>> = Vec::new();
        for segment in self.searcher.segment_readers() {
            records.push(segment.fast_fields().u64("record")?);
        }
        let mut hits = Vec::new();
        for group in groups {
            let mut best = of.remove(&group.key).unwrap_or_default();
            best.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.address.cmp(&b.address)));
            // By paper, the one with the best match first.
            let mut papers: Vec<Vec<Match>> = Vec::new();
            let mut at: HashMap<u64, usize, BuildHasherDefault<AsItIs>> = HashMap::default();
            for found in best {
                let column = records.get(found.address.segment_ord as usize);
                let record = column.and_then(|c| c.first(found.address.doc_id)).map_or(0, |keyed| keyed >> 2);
                let n = *at.entry(record).or_insert(papers.len());
                match papers.get_mut(n) {
                    Some(all) => all.push(found),
                    None => papers.push(vec![found]),
                }
            }
            hits.extend(self.hit(&papers, stems)?);
        }
        Ok(hits)
    }

    fn unit(&self, address: DocAddress) -> tantivy::Result<Option<Unit>> {
        let document: TantivyDocument = self.searcher.doc(address)?;
        let stored = document.get_first(self.stored).and_then(|v| v.as_str()).unwrap_or_default();
        Ok(serde_json::from_str(stored).ok())
    }

    fn hit(&self, papers: &[Vec<Match>], stems: &mut Stems) -> tantivy::Result<Option<Hit>> {
        let mut firsts: Vec<(usize, Unit)> = Vec::new();
        for (n, matches) in papers.iter().enumerate().take(PAPERS) {
            let first = matches.first().map(|m| self.unit(m.address)).transpose()?.flatten();
            firsts.extend(first.map(|unit| (n, unit)));
        }
        // Of papers that are as good the one with the best match.
        let Some((chosen, best)) = firsts.iter().min_by_key(|(n, unit)| (preference(unit), *n)) else {
            return Ok(None);
        };
        let matches = &papers[*chosen];
        let mut shown: Vec<Found> = Vec::new();
        let (mut said, mut spots) = (0, Vec::new());
        for (n, found) in matches.iter().enumerate().take(UNITS.max(self.shown)) {
            if shown.len() == self.shown {
                break;
            }
            let unit = if n == 0 { Some(best.clone()) } else { self.unit(found.address)? };
            let Some(unit) = unit else { continue };
            let sentences = if self.shown > SHOWN { usize::MAX } else { SENTENCES };
            let marked = mark::excerpts(&unit, self.parts, stems, sentences, &spots);
            if is_said(&shown, &spots, &marked) {
                said += 1;
            } else {
                spots.extend(&marked.places);
                shown.push(described(unit, marked));
            }
        }
        let mut also = Vec::new();
        for (_, unit) in firsts.iter().filter(|(n, _)| n != chosen) {
            let excerpts = mark::excerpts(unit, self.parts, stems, 1, &[]).excerpts;
            also.push(Also {
                id: unit.id.clone(),
                file: unit.file.clone(),
                document: unit.document.clone(),
                page: excerpts.first().and_then(|e| e.page),
            });
        }
        Ok(Some(Hit {
            id: best.id.clone(),
            body: best.body.clone(),
            council: best.council.clone(),
            date: best.date,
            document: best.document.clone(),
            status: best.status.clone(),
            file: best.file.clone(),
            more: matches.len().saturating_sub(shown.len() + said),
            found: shown,
            also,
        }))
    }
}

/// How good a reading of a meeting a paper is: the lowest is shown.
fn preference(unit: &Unit) -> u8 {
    match (unit.document.as_str(), unit.status.as_str()) {
        ("minutes", "approved") => 0,
        ("minutes", "draft") => 2,
        ("minutes", _) => 1,
        ("notes", _) => 3,
        ("meeting_page", _) => 4,
        ("decision_list" | "decision_notice" | "action_log" | "voting_record", _) => 5,
        _ => 6,
    }
}

/// Whether what is shown says it already: the item says what its decision says, and the page what both say.
fn is_said(shown: &[Found], spots: &[Spot], marked: &Marked) -> bool {
    if marked.places.is_empty() {
        return shown.iter().flat_map(|f| &f.excerpts).any(|e| marked.excerpts.iter().all(|new| new.text == e.text));
    }
    let spots = Shown::of(spots);
    marked.places.iter().all(|spot| spots.has(spot))
}

fn described(unit: Unit, Marked { excerpts, more, .. }: Marked) -> Found {
    let words: Vec<&str> = unit.texts.iter().map(|t| t.text.as_str()).collect();
    Found {
        words: words.join("\n"),
        kind: unit.kind,
        item: unit.item,
        title: unit.title,
        of_type: unit.of_type,
        outcome: unit.outcome,
        mover: unit.mover,
        seconder: unit.seconder,
        owner: unit.owner,
        possible: unit.possible,
        excerpts,
        more,
    }
}
