//! All units that match, folded by meeting, and counted.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use serde::Serialize;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Score, Searcher, SegmentOrdinal, SegmentReader};
use types::Date;

use crate::units::Kind;

/// A unit that matches.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Match {
    pub(crate) score: Score,
    pub(crate) address: DocAddress,
    /// The hash of its meeting, or of its record where each paper is to stand alone.
    pub(crate) group: u64,
}

/// What a unit is folded by, with its kind: one column is read for each match, and not two.
pub(crate) fn keyed(hash: u64, kind: Kind) -> u64 {
    (hash & !KIND) | kind.rank()
}

/// The bits of the kind.
const KIND: u64 = 3;

/// Collects every match.
pub(crate) struct Matches {
    /// The field that says what is folded.
    pub(crate) group: &'static str,
}

pub(crate) struct OfSegment {
    segment: SegmentOrdinal,
    group: Column<u64>,
    found: Vec<Match>,
}

impl Collector for Matches {
    type Fruit = Vec<Match>;
    type Child = OfSegment;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<OfSegment> {
        let columns = reader.fast_fields();
        Ok(OfSegment { segment, group: columns.u64(self.group)?, found: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, mut fruits: Vec<Vec<Match>>) -> tantivy::Result<Vec<Match>> {
        // Mostly one segment holds most.
        let largest = (0..fruits.len()).max_by_key(|n| fruits[*n].len());
        let mut all = largest.map(|n| fruits.swap_remove(n)).unwrap_or_default();
        fruits.iter().for_each(|other| all.extend_from_slice(other));
        Ok(all)
    }
}

impl SegmentCollector for OfSegment {
    type Fruit = Vec<Match>;

    fn collect(&mut self, doc: DocId, score: Score) {
        let keyed = self.group.first(doc).unwrap_or(0);
        let (group, weight) = (keyed & !KIND, Kind::of_rank(keyed & KIND).weight());
        let address = DocAddress::new(self.segment, doc);
        // What only filters find is in the order of the kinds.
        self.found.push(Match { score: (score + 0.01) * weight, address, group });
    }

    fn harvest(self) -> Vec<Match> {
        self.found
    }
}

/// Counts the meetings of every match.
pub(crate) struct Meetings {
    pub(crate) group: &'static str,
}

pub(crate) struct MeetingsOfSegment {
    group: Column<u64>,
    found: Vec<u64>,
}

impl Collector for Meetings {
    /// How many there are.
    type Fruit = usize;
    type Child = MeetingsOfSegment;

    fn for_segment(&self, _: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<MeetingsOfSegment> {
        Ok(MeetingsOfSegment { group: reader.fast_fields().u64(self.group)?, found: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Vec<u64>>) -> tantivy::Result<usize> {
        let mut all = fruits.concat();
        all.sort_unstable();
        all.dedup();
        Ok(all.len())
    }
}

impl SegmentCollector for MeetingsOfSegment {
    type Fruit = Vec<u64>;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.found.extend(self.group.first(doc).map(|keyed| keyed & !KIND));
    }

    fn harvest(self) -> Vec<u64> {
        self.found
    }
}

/// Hashes are spread well already.
#[derive(Default)]
pub(crate) struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}

/// A meeting with its matches.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) key: u64,
    pub(crate) best: Match,
    pub(crate) units: usize,
}

/// The meetings that match, the best first.
pub(crate) fn groups(matches: &[Match]) -> Vec<Group> {
    let mut at: HashMap<u64, usize, BuildHasherDefault<AsItIs>> =
        HashMap::with_capacity_and_hasher(matches.len(), BuildHasherDefault::default());
    let mut groups: Vec<Group> = Vec::new();
    for found in matches {
        let n = *at.entry(found.group).or_insert(groups.len());
        match groups.get_mut(n) {
            Some(group) => {
                group.units += 1;
                if found.score > group.best.score {
                    group.best = *found;
                }
            }
            None => groups.push(Group { key: found.group, best: *found, units: 1 }),
        }
    }
    groups
}

/// How many meetings and how many units of them a value has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// The value.
    pub value: String,
    /// Meetings in which something with it matches.
    pub meetings: usize,
    /// Units with it that match.
    pub units: usize,
}

/// What matches, counted by body, council, year, and so on; the commonest first, years in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Facets {
    /// By body.
    pub body: Vec<Counted>,
    /// By council.
    pub council: Vec<Counted>,
    /// By year; papers without a date are not among them.
    pub year: Vec<Counted>,
    /// By kind of unit.
    pub kind: Vec<Counted>,
    /// By type of decision.
    #[serde(rename = "type")]
    pub of_type: Vec<Counted>,
    /// By kind of document.
    pub document: Vec<Counted>,
    /// By agency.
    pub agency: Vec<Counted>,
    /// By person.
    pub person: Vec<Counted>,
}

/// Counts by one value.
#[derive(Default)]
struct Counter {
    names: HashMap<String, usize>,
    /// Units, meetings, and the last meeting that was counted.
    counts: Vec<(usize, usize, u64)>,
}

impl Counter {
    fn number(&mut self, name: String) -> usize {
        let next = self.names.len();
        let n = *self.names.entry(name).or_insert(next);
        if n == self.counts.len() {
            self.counts.push((0, 0, 0));
        }
        n
    }

    fn count(&mut self, n: usize, group: u64) {
        if let Some((units, meetings, last)) = self.counts.get_mut(n) {
            *meetings += usize::from(*units == 0 || *last != group);
            *units += 1;
            *last = group;
        }
    }

    fn finish(self, by_name: bool) -> Vec<Counted> {
        let counted = |(value, n): (String, usize)| {
            let (units, meetings, _) = self.counts.get(n).copied().unwrap_or_default();
            Counted { value, meetings, units }
        };
        let mut all: Vec<Counted> = self.names.into_iter().map(counted).collect();
        match by_name {
            true => all.sort_by(|a, b| a.value.cmp(&b.value)),
            false => all.sort_by(|a, b| (b.meetings, b.units, &a.value).cmp(&(a.meetings, a.units, &b.value))),
        }
        all
    }
}

/// The number of a value that no match has.
const NOT_THERE: usize = usize::MAX;

/// The fields that are counted by, besides the year; and those of them that are a matter of the paper as a whole.
pub(crate) const FACETS: [&str; 7] =
    ["body_name", "council_name", "kind", "type", "document", "agency_name", "person_name"];
pub(crate) const OF_PAPERS: [&str; 3] = ["body_name", "council_name", "document"];

/// Counts matches. They are put in the order of their meetings, so that each meeting is counted once a value.
pub(crate) fn facets(searcher: &Searcher, matches: &mut [Match], fields: &[&str]) -> tantivy::Result<Facets> {
    matches.sort_unstable_by_key(|m| (m.group, m.address));
    let names = |field: &str| -> tantivy::Result<Vec<Counted>> {
        if !fields.contains(&field) {
            return Ok(Vec::new());
        }
        // The engine's numbers of the values are those of one segment: which of them are there, then what they are.
        let mut columns = Vec::new();
        for segment in searcher.segment_readers() {
            let column = segment.fast_fields().str(field)?;
            let values = column.as_ref().map_or(0, |c| c.num_terms());
            columns.push((column, vec![NOT_THERE; values]));
        }
        for found in matches.iter() {
            let Some((Some(column), numbers)) = columns.get_mut(found.address.segment_ord as usize) else { continue };
            for ord in column.term_ords(found.address.doc_id) {
                numbers[ord as usize] = 0;
            }
        }
        let mut counter = Counter::default();
        for (column, numbers) in &mut columns {
            let Some(column) = column else { continue };
            let there: Vec<u64> =
                (0..).zip(numbers.iter()).filter(|(_, n)| **n != NOT_THERE).map(|(ord, _)| ord).collect();
            let mut ords = there.iter();
            column.dictionary().sorted_ords_to_term_cb(&there, |name| {
                if let Some(ord) = ords.next() {
                    numbers[*ord as usize] = counter.number(String::from_utf8_lossy(name).into_owned());
                }
            })?;
        }
        for found in matches.iter() {
            let Some((Some(column), numbers)) = columns.get(found.address.segment_ord as usize) else { continue };
            for ord in column.term_ords(found.address.doc_id) {
                counter.count(numbers[ord as usize], found.group);
            }
        }
        Ok(counter.finish(false))
    };
    let mut years = Counter::default();
    let days: Vec<Column<i64>> =
        searcher.segment_readers().iter().map(|s| s.fast_fields().i64("day")).collect::<tantivy::Result<_>>()?;
    for found in matches.iter() {
        let day = days.get(found.address.segment_ord as usize).and_then(|c| c.first(found.address.doc_id));
        if let Some(year) = day.and_then(|d| Date::from_unix_seconds(d * 24 * 60 * 60)).map(Date::year) {
            let n = years.number(year.to_string());
            years.count(n, found.group);
        }
    }
    Ok(Facets {
        body: names("body_name")?,
        council: names("council_name")?,
        year: years.finish(true),
        kind: names("kind")?,
        of_type: names("type")?,
        document: names("document")?,
        agency: names("agency_name")?,
        person: names("person_name")?,
    })
}
