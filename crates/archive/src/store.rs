//! What is stored and read back.

use std::cell::Cell;
use std::collections::HashMap;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::de::DeserializeOwned;
use types::{Failure, FailureReason, Meeting, Passage, SourceId};

use crate::brief::brief;
use crate::error::Error;
use crate::ledger::{Known, Outcome, Run, Seen, Sighting, Stored, Version, Work};
use crate::news::changes;
use crate::originals::Originals;
use crate::packed::{Packed, Unpacked};
use crate::path::{PathValue, path};
use crate::twins::Likeness;

/// The archive in a folder.
pub struct Archive {
    pub(crate) dir: PathBuf,
    pub(crate) db: Connection,
    /// Held while this process may write.
    pub(crate) _lock: Option<File>,
    /// Transactions since the disk was last told to write.
    pub(crate) commits: Cell<u32>,
}

/// What is wrong with records that were asked for and cannot be read back, a sentence each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Lost(pub Vec<String>);

/// A work that has changed.
#[derive(Clone, Debug)]
pub struct Changed {
    /// Its id.
    pub work: String,
    /// Its file is not there any more.
    pub gone: bool,
    /// Its records, each with the id of the first record of the same meeting, which may be its own.
    pub meetings: Vec<(Meeting, String)>,
    /// All of its text.
    pub passages: Vec<Passage>,
}

/// The id of a record, and its JSON or why that cannot be read.
pub(crate) type RecordRow = (String, Result<String, Error>);

/// Transactions until what they wrote is made safe from a power cut, too: at most some 500 files, or some seconds.
const SETTLE: u32 = 8;

impl Archive {
    pub(crate) fn sql<T>(&self, run: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        run(&self.db).map_err(|e| Error::database(&self.dir, e))
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The files as found.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn originals(&self) -> Result<Originals, Error> {
        let referred: Vec<(String, PathBuf)> = self.sql(|db| {
            let mut referred = db.prepare(
                "SELECT sha256, origin FROM sightings JOIN works ON id = work
                 WHERE NOT kept AND sequence =
                     (SELECT max(sequence) FROM sightings AS others WHERE others.work = sightings.work)
                 ORDER BY gone, key",
            )?;
            referred.query_map([], |r| Ok((r.get(0)?, path(r.get_ref(1)?)?)))?.collect()
        })?;
        let mut elsewhere: HashMap<SourceId, Vec<PathBuf>> = HashMap::new();
        for (hash, path) in referred {
            if let Ok(id) = hash.parse() {
                elsewhere.entry(id).or_default().push(path);
            }
        }
        Ok(Originals::of(&self.dir).with(elsewhere))
    }

    /// The work of the file at this place; if there is none, a new one, under this key if no other work has it, else
    /// under the key with a number.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn work(&self, key: &str, origin: &Path) -> Result<Work, Error> {
        let here: Option<Work> = self.sql(|db| {
            let mut at = db.prepare_cached("SELECT id, key FROM works WHERE origin = ?1 ORDER BY gone, key LIMIT 1")?;
            at.query_row([PathValue(origin)], |r| Ok(Work { id: r.get(0)?, key: r.get(1)? })).optional()
        })?;
        here.map_or_else(|| self.free_key(key, origin, None), Ok)
    }

    /// A work that is not there yet, under this key or the key with a number; behind some hundred numbers, under the
    /// key with the hash of its place. What the `mover` has, if it is one that is given a new key, is free for it.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn free_key(&self, key: &str, origin: &Path, mover: Option<&str>) -> Result<Work, Error> {
        /// Each is looked up: more would make the next file of that name slower than the last.
        const NUMBERS: usize = 100;
        let mut candidate = key.to_owned();
        for n in 2..=NUMBERS + 1 {
            let id = id_of(&candidate);
            // A work that was moved keeps the id of its first key, which then stands under another one.
            let taken: bool = self.sql(|db| {
                db.prepare_cached("SELECT EXISTS (SELECT 1 FROM works WHERE (key = ?1 OR id = ?2) AND id IS NOT ?3)")?
                    .query_row(params![candidate, id, mover], |r| r.get(0))
            })?;
            if !taken {
                return Ok(Work { id, key: candidate });
            }
            candidate = format!("{key}~{n}");
        }
        let place = SourceId::of(origin.as_os_str().as_bytes()).to_string();
        let key = format!("{key}~{}", &place[..16]);
        Ok(Work { id: id_of(&key), key })
    }

    /// The work of this id, if it was ever seen.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn known(&self, work: &str) -> Result<Option<Known>, Error> {
        self.sql(|db| {
            let mut one =
                db.prepare_cached(&format!("SELECT {KNOWN_COLUMNS} FROM {KNOWN_TABLES} WHERE works.id = ?1"))?;
            one.query_row([work], known).optional()
        })
    }

    /// Notes that a work is not where it was, or that it is there again. Its records are kept.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn set_gone(&self, work: &Work, gone: bool) -> Result<(), Error> {
        let revision = self.advance()?;
        self.sql(|db| {
            db.prepare_cached("UPDATE works SET gone = ?2 WHERE id = ?1")?.execute(params![work.id, gone])?;
            db.prepare_cached("UPDATE ledger SET revision = ?2 WHERE work = ?1")?.execute(params![work.id, revision])
        })?;
        Ok(())
    }

    /// Forgets a work, if nothing of it was ever read; tells whether it did.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn forget_unread(&self, work: &Work) -> Result<bool, Error> {
        let forgotten = self.sql(|db| {
            let unread = "NOT EXISTS (SELECT 1 FROM sightings WHERE sightings.work = ?1)";
            db.execute(&format!("DELETE FROM ledger WHERE work = ?1 AND {unread}"), [&work.id])?;
            db.execute(&format!("DELETE FROM works WHERE id = ?1 AND {unread}"), [&work.id])
        })?;
        Ok(forgotten > 0)
    }

    /// Notes where a work is now, under the key that it has.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn place(&self, work: &Work, origin: &Path) -> Result<(), Error> {
        self.sql(|db| {
            db.prepare_cached("UPDATE works SET origin = ?2 WHERE id = ?1")?
                .execute(params![work.id, PathValue(origin)])
        })?;
        Ok(())
    }

    /// Notes that only the time of a file is new.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn touch(&self, work: &Work, seen: Seen) -> Result<(), Error> {
        self.sql(|db| {
            db.prepare_cached("UPDATE ledger SET bytes = ?2, modified = ?3 WHERE work = ?1")?.execute(params![
                work.id,
                whole(seen.bytes),
                seen.modified
            ])
        })?;
        Ok(())
    }

    /// Gives a work that was found at another place the key that it has there; its id, its records and their ids stay.
    ///
    /// # Errors
    /// Where the database fails or a record cannot be read back.
    pub fn move_to(&self, work: &Work, origin: &Path) -> Result<(), Error> {
        self.sql(|db| {
            db.prepare_cached("UPDATE works SET key = ?2, origin = ?3 WHERE id = ?1")?.execute(params![
                work.id,
                work.key,
                PathValue(origin)
            ])
        })?;
        let readable = self.record_rows(&work.id)?.into_iter().filter_map(|(id, json)| parse(&id, &json.ok()?).ok());
        for mut meeting in readable.collect::<Vec<Meeting>>() {
            meeting.source.file = Some(work.key.clone());
            let (json, brief) = (json(&meeting)?, brief(&meeting).to_string());
            let sha256 = SourceId::of(json.as_bytes()).to_string();
            self.sql(|db| {
                db.prepare_cached("UPDATE records SET json = ?2, brief = ?3, sha256 = ?4 WHERE id = ?1")?
                    .execute(params![meeting.id, Packed(&json), Packed(&brief), sha256])
            })?;
        }
        self.set_gone(work, false)
    }

    /// Begins a transaction; what is stored from here on is kept together by [`Archive::commit`].
    ///
    /// # Errors
    /// Where the database fails.
    pub fn begin(&self) -> Result<(), Error> {
        self.sql(|db| db.execute_batch("BEGIN IMMEDIATE"))
    }

    /// Ends the transaction: what was stored since is safe from a kill.
    ///
    /// # Errors
    /// Where the database fails; then nothing since [`Archive::begin`] is stored.
    pub fn commit(&self) -> Result<(), Error> {
        self.sql(|db| db.execute_batch("COMMIT")).inspect_err(|_| {
            // The transaction is lost either way; the error tells why.
            let _ = self.db.execute_batch("ROLLBACK");
        })?;
        self.commits.set(self.commits.get() + 1);
        if self.commits.get() >= SETTLE { self.settle() } else { Ok(()) }
    }

    /// Makes what was committed safe from a power cut: first the originals, which were only handed to the system, then
    /// the database that names them.
    ///
    /// # Errors
    /// Where the disk or the database fails.
    pub fn settle(&self) -> Result<(), Error> {
        self.commits.set(0);
        // What is written to a database that nobody can find again is lost.
        if let Some(lock) = &self._lock {
            let (held, there) = (lock.metadata(), fs::metadata(self.dir.join("writing")));
            if !matches!((held, there), (Ok(a), Ok(b)) if (a.dev(), a.ino()) == (b.dev(), b.ino())) {
                return Err(Error::Vanished(self.dir.clone()));
            }
        }
        let synced = File::open(&self.dir).and_then(|dir| Ok(rustix::fs::syncfs(dir)?));
        synced.map_err(|e| Error::io(&self.dir, e))?;
        // Readers may keep it from going all the way; the next time it does.
        self.sql(|db| db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())))
    }

    /// Stores what became of a file. A failure of a file whose older version was read keeps that
    /// version's records.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn store(&self, work: &Work, sighting: &Sighting<'_>, outcome: Outcome) -> Result<Stored, Error> {
        let Sighting { seen, reader, .. } = *sighting;
        self.sql(|db| {
            db.prepare_cached(
                "INSERT INTO works (id, key, origin) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET origin = ?3",
            )?
            .execute(params![work.id, work.key, PathValue(sighting.origin)])
        })?;
        match outcome {
            Outcome::Read { source, bytes, meetings, passages } => {
                self.store_read(work, sighting, source, bytes, meetings, &passages)
            }
            Outcome::Failed(Failure { reason, message }) => {
                // The same bytes, as far as can be seen, for the same reason.
                let again: bool = self.sql(|db| {
                    db.prepare_cached(
                        "SELECT EXISTS (SELECT 1 FROM ledger
                             WHERE work = ?1 AND reason = ?2 AND bytes IS ?3 AND modified IS ?4)",
                    )?
                    .query_row(params![work.id, reason.as_str(), whole(seen.bytes), seen.modified], |r| r.get(0))
                })?;
                let revision = if again { self.revision()? } else { self.advance()? };
                self.sql(|db| {
                    db.prepare_cached(
                        "INSERT INTO ledger
                             (work, state, reason, message, bytes, modified, sha256, reader, revision, tries)
                         VALUES (?1, 'failed', ?2, ?3, ?4, ?5, NULL, ?6, ?7, 1)
                         ON CONFLICT (work) DO UPDATE SET state = 'failed', reason = ?2, message = ?3, bytes = ?4,
                             tries = CASE WHEN ?8 THEN tries + 1 ELSE 1 END,
                             modified = ?5, reader = ?6, revision = CASE WHEN ?8 THEN revision ELSE ?7 END",
                    )?
                    .execute(params![
                        work.id,
                        reason.as_str(),
                        message,
                        whole(seen.bytes),
                        seen.modified,
                        reader,
                        revision,
                        again
                    ])
                })?;
                Ok(if again { Stored::FailedAgain } else { Stored::Failed })
            }
        }
    }

    fn store_read(
        &self,
        work: &Work,
        sighting: &Sighting<'_>,
        source: SourceId,
        bytes: u64,
        mut meetings: Vec<Meeting>,
        passages: &[Passage],
    ) -> Result<Stored, Error> {
        let sha256 = source.to_string();
        let last: Option<(i64, String)> = self.sql(|db| {
            db.prepare_cached("SELECT sequence, sha256 FROM sightings WHERE work = ?1 ORDER BY sequence DESC LIMIT 1")?
                .query_row([&work.id], |r| Ok((r.get(0)?, r.get(1)?)))
                .optional()
        })?;
        // What cannot be read back any more differs from whatever is read now.
        let old: Vec<String> =
            self.record_rows(&work.id)?.into_iter().map(|(_, json)| json.unwrap_or_default()).collect();
        for (n, meeting) in meetings.iter_mut().enumerate() {
            meeting.id = format!("{}/{}", work.id, n + 1);
            meeting.source.file = Some(work.key.clone());
        }
        let new = meetings.iter().map(json).collect::<Result<Vec<_>, _>>()?;
        let same_bytes = last.as_ref().is_some_and(|(_, hash)| *hash == sha256);
        let stored = match &last {
            _ if same_bytes && old == new => Stored::Same,
            _ if same_bytes => Stored::ReadAgain,
            Some((sequence, _)) if !old.is_empty() => {
                self.sql(|db| {
                    db.prepare_cached(
                        "INSERT OR REPLACE INTO versions (work, sequence, place, json)
                         SELECT work, ?2, place, json FROM records WHERE work = ?1",
                    )?
                    .execute(params![work.id, sequence])
                })?;
                let read: Result<Vec<Meeting>, Error> = old.iter().map(|json| parse(&work.id, json)).collect();
                match read {
                    Ok(read) if changes(&read, &meetings)?.is_empty() => Stored::SameReading,
                    _ => Stored::Changed,
                }
            }
            _ => Stored::New,
        };
        self.sql(|db| {
            if same_bytes {
                db.prepare_cached("UPDATE sightings SET kept = 1 WHERE ?2 AND work = ?1 AND sha256 = ?3")?
                    .execute(params![work.id, sighting.kept, sha256])
            } else {
                db.prepare_cached(
                    "INSERT INTO sightings (work, sequence, sha256, bytes, seen, kept) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )?
                .execute(params![
                    work.id,
                    last.as_ref().map_or(0, |(sequence, _)| *sequence) + 1,
                    sha256,
                    whole(bytes),
                    sighting.at,
                    sighting.kept
                ])
            }
        })?;
        if stored != Stored::Same {
            self.sql(|db| db.prepare_cached("DELETE FROM records WHERE work = ?1")?.execute([&work.id]))?;
            for (place, (meeting, json)) in (1..).zip(meetings.iter().zip(&new)) {
                self.store_record(work, place, meeting, json, passages)?;
            }
        }
        let has_other_text = self.store_text(work, &meetings, passages)?;
        if has_other_text && stored == Stored::Same {
            // What an older version stored has no likeness yet.
            for meeting in &meetings {
                let likeness = likeness(meeting, passages)?;
                self.sql(|db| {
                    db.prepare_cached("UPDATE records SET likeness = ?2 WHERE id = ?1")?
                        .execute(params![meeting.id, Packed(&likeness)])
                })?;
            }
        }
        let is_known = !has_other_text && stored == Stored::Same;
        // What did not change keeps its revision: the index has it already.
        let revision = if is_known { self.revision()? } else { self.advance()? };
        self.sql(|db| {
            db.prepare_cached(
                "INSERT INTO ledger (work, state, reason, message, bytes, modified, sha256, reader, revision)
                 VALUES (?1, 'stored', NULL, ?7, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (work) DO UPDATE SET state = 'stored', reason = NULL, message = ?7, bytes = ?2,
                     modified = ?3, sha256 = ?4, reader = ?5, revision = CASE WHEN ?8 THEN revision ELSE ?6 END",
            )?
            .execute(params![
                work.id,
                whole(sighting.seen.bytes),
                sighting.seen.modified,
                sha256,
                sighting.reader,
                revision,
                meetings.first().and_then(doubt),
                is_known
            ])
        })?;
        Ok(stored)
    }

    fn store_record(
        &self,
        work: &Work,
        place: i64,
        meeting: &Meeting,
        json: &str,
        passages: &[Passage],
    ) -> Result<(), Error> {
        let slug = meeting.slug();
        let likeness = likeness(meeting, passages)?;
        self.sql(|db| {
            db.prepare_cached(
                "INSERT INTO records (id, work, place, slug, body, date, kind, json, brief, sha256, likeness)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                meeting.id,
                work.id,
                place,
                slug,
                meeting.organization.name,
                meeting.meeting.date.map(|d| d.to_string()),
                meeting.document.kind.as_str(),
                Packed(json),
                Packed(&brief(meeting).to_string()),
                SourceId::of(json.as_bytes()).to_string(),
                Packed(&likeness)
            ])?;
            db.prepare_cached("INSERT OR IGNORE INTO aliases (slug, record) VALUES (?1, ?2)")?
                .execute([&slug, &meeting.id])
        })?;
        Ok(())
    }

    /// Writes down a run that changed something.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn note_run(&self, run: &Run) -> Result<(), Error> {
        self.sql(|db| {
            db.execute(
                "INSERT INTO runs (discovered, stored, unchanged, failed, finished, began) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    whole(run.discovered),
                    whole(run.stored),
                    whole(run.unchanged),
                    whole(run.failed),
                    run.finished,
                    run.began
                ],
            )
        })?;
        Ok(())
    }

    /// A number that grows with every change of a record: what the index was built from.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn revision(&self) -> Result<i64, Error> {
        self.sql(|db| db.prepare_cached("SELECT last FROM revision")?.query_row([], |r| r.get(0)))
    }

    /// The next revision.
    pub(crate) fn advance(&self) -> Result<i64, Error> {
        self.sql(|db| {
            db.prepare_cached("UPDATE revision SET last = last + 1 RETURNING last")?.query_row([], |r| r.get(0))
        })
    }

    /// The works that changed after this revision, with their records and texts. Shows one work at a time; gives what
    /// is wrong with records that cannot be read back.
    ///
    /// # Errors
    /// Where the database fails, or `see` says so.
    pub fn changed_since<E: From<Error>>(
        &self,
        revision: i64,
        mut see: impl FnMut(Changed) -> Result<(), E>,
    ) -> Result<Lost, E> {
        let works: Vec<(String, bool)> = self.sql(|db| {
            let mut changed = db.prepare(
                "SELECT work, gone FROM ledger JOIN works ON works.id = work WHERE revision > ?1 ORDER BY revision",
            )?;
            changed.query_map([revision], |r| Ok((r.get(0)?, r.get(1)?)))?.collect()
        })?;
        let mut lost = Lost::default();
        for (work, gone) in works {
            let mut meetings = Vec::new();
            for (id, json) in self.record_rows(&work)? {
                match json.and_then(|json| parse(&id, &json)) {
                    Ok(meeting) => meetings.push((meeting, self.meeting_of(&id)?)),
                    Err(error) => lost.0.push(error.to_string()),
                }
            }
            // The records stand without their text, too: what is wrong with it is told.
            let passages = self.text(&work).unwrap_or_else(|error| {
                lost.0.push(error.to_string());
                Vec::new()
            });
            see(Changed { work, gone, meetings, passages })?;
        }
        Ok(lost)
    }

    /// The versions of a work that were seen, the oldest first, each with its records as they were last read.
    ///
    /// # Errors
    /// Where the database fails or a record cannot be read back.
    pub fn history(&self, work: &str) -> Result<Vec<Version>, Error> {
        type Row = (i64, String, i64, Option<i64>);
        let rows: Vec<Row> = self.sql(|db| {
            let mut all =
                db.prepare("SELECT sequence, sha256, bytes, seen FROM sightings WHERE work = ?1 ORDER BY sequence")?;
            all.query_map([work], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?.collect()
        })?;
        let newest = rows.len();
        let version = |(n, (sequence, sha256, bytes, seen)): (usize, Row)| {
            let meetings = if n + 1 == newest {
                self.meetings(work)?
            } else {
                let old: Vec<Unpacked> = self.sql(|db| {
                    let mut of =
                        db.prepare("SELECT json FROM versions WHERE work = ?1 AND sequence = ?2 ORDER BY place")?;
                    of.query_map(params![work, sequence], |r| r.get(0))?.collect()
                })?;
                old.iter().map(|json| parse(work, &json.0)).collect::<Result<_, _>>()?
            };
            Ok(Version { sequence, sha256, bytes: u64::try_from(bytes).unwrap_or(0), seen, meetings })
        };
        rows.into_iter().enumerate().map(version).collect()
    }

    /// What SQLite finds wrong with the database; nothing, if it is whole.
    ///
    /// # Errors
    /// Where the database cannot be read at all.
    pub fn integrity(&self) -> Result<Vec<String>, Error> {
        self.sql(|db| {
            let mut check = db.prepare("PRAGMA integrity_check")?;
            let mut wrong: Vec<String> =
                check.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
            wrong.retain(|line| line != "ok");
            let mut keys = db.prepare("PRAGMA foreign_key_check")?;
            let orphans = keys.query_map([], |r| r.get::<_, String>(0))?;
            for table in orphans {
                wrong.push(format!("a line of `{}` belongs to no work", table?));
            }
            Ok(wrong)
        })
    }

    /// The hashes of all versions whose bytes should be at hand: those that are kept, and of those that are only
    /// referred to the newest of files that are not gone, as older ones are overwritten.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn sources(&self) -> Result<Vec<SourceId>, Error> {
        let hashes: Vec<String> = self.sql(|db| {
            let mut all = db.prepare(
                "SELECT DISTINCT sightings.sha256 FROM sightings JOIN works ON id = work JOIN ledger USING (work)
                 WHERE kept OR (NOT gone AND state = 'stored')
                     AND sequence = (SELECT max(sequence) FROM sightings AS others WHERE others.work = sightings.work)
                 ORDER BY 1",
            )?;
            all.query_map([], |r| r.get(0))?.collect()
        })?;
        Ok(hashes.iter().filter_map(|h| h.parse().ok()).collect())
    }
}

/// The id of a work, from its first key, so that two machines give the same.
fn id_of(key: &str) -> String {
    SourceId::of(key.as_bytes()).to_string()[..16].to_owned()
}

/// The reason that the ledger wrote.
pub(crate) fn reason(term: &str) -> FailureReason {
    FailureReason::of_term(term).unwrap_or(FailureReason::Other)
}

/// As SQLite counts.
pub(crate) fn whole(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// What [`known`] reads, from `works` and the `ledger`.
pub(crate) const KNOWN_COLUMNS: &str =
    "works.id, works.key, works.origin, works.gone, CASE ledger.state WHEN 'stored' THEN ledger.sha256 END,
    ledger.bytes, ledger.modified, ledger.reader, ledger.reason, ledger.message, ledger.tries";
/// Number of [`KNOWN_COLUMNS`].
pub(crate) const KNOWN_COUNT: usize = 11;
/// The tables that they come from.
pub(crate) const KNOWN_TABLES: &str = "works LEFT JOIN ledger ON ledger.work = works.id";

pub(crate) fn known(r: &Row<'_>) -> rusqlite::Result<Known> {
    let failed: Option<String> = r.get(8)?;
    Ok(Known {
        work: Work { id: r.get(0)?, key: r.get(1)? },
        origin: path(r.get_ref(2)?)?,
        gone: r.get(3)?,
        source: r.get::<_, Option<String>>(4)?.and_then(|h| h.parse().ok()),
        bytes: r.get::<_, Option<i64>>(5)?.and_then(|n| u64::try_from(n).ok()).unwrap_or(0),
        modified: r.get::<_, Option<i64>>(6)?.unwrap_or(0),
        reader: r.get::<_, Option<String>>(7)?.unwrap_or_default(),
        failure: match failed {
            Some(failed) => Some(Failure::new(reason(&failed), r.get::<_, Option<String>>(9)?.unwrap_or_default())),
            None => None,
        },
        tries: r.get::<_, Option<u32>>(10)?.unwrap_or(0),
    })
}

/// What the ledger says of a file that could be read only in part: how well, and which pages need a look.
fn doubt(meeting: &Meeting) -> Option<String> {
    /// More pages than these are counted, not named.
    const NAMED: usize = 10;
    let poor = &meeting.source.poor_pages;
    if poor.is_empty() {
        return None;
    }
    let scans = poor.iter().filter(|p| p.quality.is_scan()).count();
    let mut pages: Vec<String> = poor.iter().take(NAMED).map(|p| p.page.to_string()).collect();
    if poor.len() > NAMED {
        pages.push("...".into());
    }
    let scanned = if scans > 0 { format!(" ({scans} without text)") } else { String::new() };
    Some(format!(
        "quality {:.2}; {} of {} pages need a look{scanned}: {}",
        meeting.source.quality,
        poor.len(),
        meeting.source.pages,
        pages.join(", ")
    ))
}

fn likeness(meeting: &Meeting, passages: &[Passage]) -> Result<String, Error> {
    let likeness = serde_json::to_string(&Likeness::of(meeting, passages));
    likeness.map_err(|source| Error::Record { id: meeting.id.clone(), source })
}

fn json(meeting: &Meeting) -> Result<String, Error> {
    serde_json::to_string(meeting).map_err(|source| Error::Record { id: meeting.id.clone(), source })
}

pub(crate) fn parse<T: DeserializeOwned>(id: &str, json: &str) -> Result<T, Error> {
    serde_json::from_str(json).map_err(|source| Error::Record { id: id.to_owned(), source })
}
