//! The text of a work beside its records: each word can be found, also where the records have no place for it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rusqlite::{OptionalExtension, params};
use serde::Deserialize;
use types::{Meeting, Passage, SourceId};

use crate::error::Error;
use crate::ledger::Work;
use crate::packed::{Packed, Unpacked};
use crate::path::path;
use crate::store::{Archive, parse, whole};
use crate::twins::{Likeness, meetings};

/// How much of the papers' text stands in no item, decision or action. *The parts are never larger than the wholes.*
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outside {
    /// Pages of all papers.
    pub pages: u64,
    /// Pages of which no word stands in one.
    pub pages_outside: u64,
    /// Words of all papers.
    pub words: u64,
    /// Words that stand in none.
    pub words_outside: u64,
}

/// The paper of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The path under the ingested root.
    pub key: String,
    /// Where it was on this machine when it was last seen.
    pub origin: PathBuf,
    /// Its bytes.
    pub source: Option<SourceId>,
    /// The address that it was published at.
    pub url: Option<String>,
    /// 1 for the first version that was seen.
    pub version: i64,
    /// When this version was first seen, in seconds since 1970.
    pub seen: Option<i64>,
}

/// Of a record no more than where its paper was published.
#[derive(Deserialize)]
struct Address {
    source: Published,
}

#[derive(Deserialize)]
struct Published {
    url: Option<String>,
}

impl Archive {
    /// Stores the text of a work; tells whether it is another one than before.
    pub(crate) fn store_text(&self, work: &Work, meetings: &[Meeting], passages: &[Passage]) -> Result<bool, Error> {
        let json = serde_json::to_string(passages).map_err(|source| Error::Record { id: work.id.clone(), source })?;
        let old: Option<Unpacked> = self.sql(|db| {
            let mut of = db.prepare_cached("SELECT json FROM texts WHERE work = ?1")?;
            // One that is rotten is another one than any.
            of.query_row([&work.id], |r| Ok(r.get(0).ok())).optional().map(Option::flatten)
        })?;
        if old.is_some_and(|old| old.0 == json) {
            return Ok(false);
        }
        let Outside { pages, pages_outside, words, words_outside } = outside(meetings, passages);
        self.sql(|db| {
            db.prepare_cached(
                "INSERT OR REPLACE INTO texts (work, words, words_outside, pages, pages_outside, json)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                work.id,
                whole(words),
                whole(words_outside),
                whole(pages),
                whole(pages_outside),
                Packed(&json)
            ])
        })?;
        Ok(true)
    }

    /// The paper that a record was read from.
    ///
    /// # Errors
    /// Where the database fails or the record cannot be read back.
    pub fn paper(&self, record: &str) -> Result<Option<Paper>, Error> {
        type Row = (String, PathBuf, Option<String>, Unpacked, Option<i64>, Option<i64>);
        let row: Option<Row> = self.sql(|db| {
            let mut of = db.prepare_cached(
                "SELECT works.key, works.origin, ledger.sha256, records.json, sequence, seen FROM records
                 JOIN works ON works.id = records.work LEFT JOIN ledger ON ledger.work = records.work
                 LEFT JOIN sightings ON sightings.work = records.work AND sightings.sha256 = ledger.sha256
                 WHERE records.id = ?1 ORDER BY sequence DESC LIMIT 1",
            )?;
            let row = |r: &rusqlite::Row<'_>| {
                Ok((r.get(0)?, path(r.get_ref(1)?)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?))
            };
            of.query_row([record], row).optional()
        })?;
        let Some((key, origin, sha256, json, version, seen)) = row else { return Ok(None) };
        let Address { source } = parse(record, &json.0)?;
        let url = source.url;
        let source = sha256.and_then(|h| h.parse().ok());
        Ok(Some(Paper { key, origin, source, url, version: version.unwrap_or(1), seen }))
    }

    /// All text of a work; nothing where an older version stored it.
    ///
    /// # Errors
    /// Where the database fails or the text cannot be read back.
    pub fn text(&self, work: &str) -> Result<Vec<Passage>, Error> {
        let json: Option<Unpacked> = self.sql(|db| {
            let mut of = db.prepare_cached("SELECT json FROM texts WHERE work = ?1")?;
            of.query_row([work], |r| r.get(0)).optional()
        })?;
        json.map_or_else(|| Ok(Vec::new()), |json| parse(work, &json.0))
    }

    /// How much of all text stands in no item, decision or action.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn outside(&self) -> Result<Outside, Error> {
        self.sql(|db| {
            db.query_row(
                "SELECT coalesce(sum(pages), 0), coalesce(sum(pages_outside), 0), coalesce(sum(words), 0),
                     coalesce(sum(words_outside), 0) FROM texts",
                [],
                |r| {
                    let n = |i: usize| r.get::<_, i64>(i).map(|v| u64::try_from(v).unwrap_or(0));
                    Ok(Outside { pages: n(0)?, pages_outside: n(1)?, words: n(2)?, words_outside: n(3)? })
                },
            )
        })
    }

    /// The id of the first record of the meeting that this record is of; its own, where there is no other.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn meeting_of(&self, record: &str) -> Result<String, Error> {
        let first: Option<String> = self.sql(|db| {
            let mut of = db.prepare_cached("SELECT meeting FROM records WHERE id = ?1")?;
            of.query_row([record], |r| r.get(0)).optional().map(Option::flatten)
        })?;
        Ok(first.unwrap_or_else(|| record.to_owned()))
    }

    /// The ids of the other records of the meeting that a record is of.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn twins(&self, record: &str) -> Result<Vec<String>, Error> {
        self.sql(|db| {
            let mut of = db.prepare_cached(
                "SELECT others.id FROM records JOIN records AS others ON others.meeting = records.meeting
                 WHERE records.id = ?1 AND others.id <> ?1 AND others.date IS records.date ORDER BY others.id",
            )?;
            of.query_map([record], |r| r.get(0))?.collect()
        })
    }

    /// Finds out which records are of one meeting, on the days of those that changed after this revision; those
    /// without a day are compared among themselves. Works whose meeting has other papers now get a new revision.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn match_papers(&self, since: i64) -> Result<(), Error> {
        let days: Vec<String> = self.sql(|db| {
            let mut days = db.prepare(
                "WITH changed AS (SELECT id, date FROM records JOIN ledger USING (work) WHERE revision > ?1)
                 SELECT coalesce(date, '') FROM changed
                 UNION SELECT coalesce(date, '') FROM records WHERE meeting IN (SELECT id FROM changed)
                 UNION SELECT coalesce(date, '') FROM records
                     WHERE meeting IS NOT NULL AND meeting NOT IN (SELECT id FROM records)",
            )?;
            days.query_map([since], |r| r.get(0))?.collect()
        })?;
        for day in days {
            type Paper = (String, String, Option<String>, Likeness);
            let mut papers: Vec<Paper> = Vec::new();
            let rows: Vec<(String, String, Option<String>, Option<Unpacked>)> = self.sql(|db| {
                let mut of = db.prepare_cached(
                    "SELECT id, work, meeting, likeness FROM records WHERE date IS nullif(?1, '') ORDER BY id",
                )?;
                // What is rotten has no likeness to anything.
                of.query_map([&day], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3).ok())))?.collect()
            })?;
            for (id, work, meeting, likeness) in rows {
                if let Some(likeness) = likeness.and_then(|l| serde_json::from_str(&l.0).ok()) {
                    papers.push((id, work, meeting, likeness));
                }
            }
            let likenesses: Vec<&Likeness> = papers.iter().map(|p| &p.3).collect();
            let first = meetings(&likenesses, day.is_empty());
            let mut sizes: BTreeMap<usize, u32> = BTreeMap::new();
            first.iter().for_each(|n| *sizes.entry(*n).or_default() += 1);
            let changed = papers.iter().zip(&first).filter_map(|((id, work, had, _), n)| {
                let has = (sizes.get(n) > Some(&1)).then(|| papers[*n].0.as_str());
                (had.as_deref() != has).then_some((id, work, has))
            });
            let changed: Vec<_> = changed.collect();
            if changed.is_empty() {
                continue;
            }
            // A meeting that is written without its revision would never come into the index.
            self.begin()?;
            for (id, work, has) in changed {
                let revision = self.advance()?;
                self.sql(|db| {
                    db.prepare_cached("UPDATE records SET meeting = ?2 WHERE id = ?1")?.execute(params![id, has])?;
                    db.prepare_cached("UPDATE ledger SET revision = ?2 WHERE work = ?1")?
                        .execute(params![work, revision])
                })?;
            }
            self.commit()?;
        }
        Ok(())
    }
}

/// Counts the words of the passages that no cite of an item, a decision or an action covers.
fn outside(meetings: &[Meeting], passages: &[Passage]) -> Outside {
    // By page: stretches of characters that stand in one.
    let mut covered: BTreeMap<u32, Vec<(usize, usize)>> = BTreeMap::new();
    for meeting in meetings {
        let items = meeting.agenda_items.iter();
        let cites = items.flat_map(|i| i.paragraphs.iter().map(|p| &p.cite).chain([&i.cite]));
        let cites =
            cites.chain(meeting.decisions.iter().map(|d| &d.cite)).chain(meeting.actions.iter().map(|a| &a.cite));
        for place in cites.flat_map(|c| &c.0) {
            covered.entry(place.page).or_default().push(place.span);
        }
    }
    for spans in covered.values_mut() {
        spans.sort_unstable();
        let mut merged: Vec<(usize, usize)> = Vec::new();
        for (from, to) in spans.drain(..) {
            match merged.last_mut().filter(|last| from <= last.1) {
                Some(last) => last.1 = last.1.max(to),
                None => merged.push((from, to)),
            }
        }
        *spans = merged;
    }
    let is_in = |page: u32, at: usize| {
        let spans = covered.get(&page).map_or(&[][..], Vec::as_slice);
        let before = spans.partition_point(|(from, _)| *from <= at);
        before > 0 && spans[before - 1].1 > at
    };
    let mut all = Outside::default();
    let mut pages: BTreeMap<u32, bool> = BTreeMap::new();
    for passage in passages {
        for line in &passage.lines {
            let has_item = pages.entry(line.page).or_default();
            let mut in_word = false;
            let chars = passage.text.get(line.from..line.to).unwrap_or_default().chars();
            for (at, c) in (line.at..).zip(chars) {
                if !in_word && !c.is_whitespace() {
                    let inside = is_in(line.page, at);
                    all.words += 1;
                    all.words_outside += u64::from(!inside);
                    *has_item |= inside;
                }
                in_word = !c.is_whitespace();
            }
        }
    }
    all.pages = pages.len() as u64;
    all.pages_outside = pages.values().filter(|has_item| !**has_item).count() as u64;
    all
}
