//! What is stored and read back.

use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, Row, params};
use types::{Meeting, SourceId};

use crate::{Balance, Entry, Error, Known, Originals, Outcome, Run, Seen, Stored, Version, Work};

/// The archive in a folder.
pub struct Archive {
    pub(crate) dir: PathBuf,
    pub(crate) db: Connection,
    /// Held while this process may write.
    pub(crate) _lock: Option<File>,
}

impl Archive {
    pub(crate) fn sql<T>(&self, run: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        run(&self.db).map_err(|e| Error::database(&self.dir, e))
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The files as found.
    pub fn originals(&self) -> Originals {
        Originals::of(&self.dir)
    }

    /// The work that was found under this key. The key is taken as it is unless another file that
    /// is still there has it already; then it gets a number.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn work(&self, key: &str, origin: &Path) -> Result<Work, Error> {
        /// Nobody has more folders of one name.
        const MOST: usize = 10_000;
        let here = origin.to_string_lossy();
        let mut candidate = key.to_owned();
        for n in 2..MOST {
            let hash = SourceId::of(candidate.as_bytes()).to_string();
            let id = hash[..16].to_owned();
            // A work that was moved keeps the id of its first key, which then stands under another one.
            let known: Option<(String, String, String)> = self.sql(|db| {
                let mut by_key = db.prepare_cached(
                    "SELECT id, key, origin FROM works WHERE key = ?1 OR id = ?2 ORDER BY key = ?1 DESC",
                )?;
                by_key.query_row([&candidate, &id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).optional()
            })?;
            match known {
                None => return Ok(Work { id, key: candidate }),
                Some((id, known, other)) if known == candidate && (other == here || !Path::new(&other).is_file()) => {
                    return Ok(Work { id, key: candidate });
                }
                Some(_) => candidate = format!("{key}~{n}"),
            }
        }
        Err(Error::Crowded(key.to_owned()))
    }

    /// All works, in the order of their keys.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn works(&self) -> Result<Vec<Known>, Error> {
        self.sql(|db| {
            let mut all = db.prepare(&format!("{KNOWN} ORDER BY key"))?;
            all.query_map([], known)?.collect()
        })
    }

    /// The work of this id, if it was ever seen.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn known(&self, work: &Work) -> Result<Option<Known>, Error> {
        self.sql(|db| {
            let mut one = db.prepare_cached(&format!("{KNOWN} WHERE works.id = ?1"))?;
            one.query_row([&work.id], known).optional()
        })
    }

    /// Notes that a work is not where it was, or that it is there again. Its records are kept.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn mark(&self, work: &Work, gone: bool) -> Result<(), Error> {
        let revision = self.revision()? + 1;
        self.sql(|db| {
            db.prepare_cached("UPDATE works SET gone = ?2 WHERE id = ?1")?.execute(params![work.id, gone])?;
            db.prepare_cached("UPDATE ledger SET revision = ?2 WHERE work = ?1")?.execute(params![work.id, revision])
        })?;
        Ok(())
    }

    /// Notes where a work is now, under the key that it has.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn place(&self, work: &Work, origin: &Path) -> Result<(), Error> {
        self.sql(|db| {
            db.prepare_cached("UPDATE works SET origin = ?2 WHERE id = ?1")?
                .execute(params![work.id, origin.to_string_lossy()])
        })?;
        Ok(())
    }

    /// Notes that only the time of a file is new.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn touch(&self, work: &Work, seen: Seen) -> Result<(), Error> {
        let bytes = i64::try_from(seen.bytes).unwrap_or(i64::MAX);
        self.sql(|db| {
            db.prepare_cached("UPDATE ledger SET bytes = ?2, modified = ?3 WHERE work = ?1")?.execute(params![
                work.id,
                bytes,
                seen.modified
            ])
        })?;
        Ok(())
    }

    /// Gives a work that was found at another place its new key; its id, its records and their ids stay.
    ///
    /// # Errors
    /// Where the database fails or a record cannot be read back.
    pub fn move_to(&self, work: &Work, key: &str, origin: &Path) -> Result<(), Error> {
        let origin = origin.to_string_lossy();
        self.sql(|db| {
            db.prepare_cached("UPDATE works SET key = ?2, origin = ?3 WHERE id = ?1")?
                .execute(params![work.id, key, origin])
        })?;
        for mut meeting in self.meetings(&work.id)? {
            meeting.source.file = Some(key.to_owned());
            let json =
                serde_json::to_string(&meeting).map_err(|source| Error::Record { id: meeting.id.clone(), source })?;
            self.sql(|db| {
                db.prepare_cached("UPDATE records SET json = ?2 WHERE id = ?1")?.execute([&meeting.id, &json])
            })?;
        }
        self.mark(work, false)
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
        })
    }

    /// Stores what became of a file. A failure of a file whose older version was read keeps that
    /// version's records.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn store(
        &self,
        work: &Work,
        origin: &Path,
        seen: Seen,
        outcome: Outcome,
        reader: &str,
    ) -> Result<Stored, Error> {
        let revision = self.revision()? + 1;
        let (bytes, modified) = (i64::try_from(seen.bytes).unwrap_or(i64::MAX), seen.modified);
        self.sql(|db| {
            db.prepare_cached(
                "INSERT INTO works (id, key, origin) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET origin = ?3, gone = 0",
            )?
            .execute(params![work.id, work.key, origin.to_string_lossy()])
        })?;
        match outcome {
            Outcome::Read { source, bytes: read, mut meetings } => {
                let sha256 = source.to_string();
                let known: Option<(String, Option<String>, String)> = self.sql(|db| {
                    db.prepare_cached("SELECT state, sha256, reader FROM ledger WHERE work = ?1")?
                        .query_row([&work.id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
                        .optional()
                })?;
                let same = known.is_some_and(|(state, hash, by)| {
                    state == "stored" && hash.as_deref() == Some(sha256.as_str()) && by == reader
                });
                if same {
                    self.touch(work, seen)?;
                    return Ok(Stored::Same);
                }
                self.sql(|db| {
                    // The records of other bytes are an older version's. What only another reader read is no version.
                    db.prepare_cached(
                        "INSERT OR REPLACE INTO versions (work, sequence, place, json)
                         SELECT records.work, last.sequence, records.place, records.json FROM records
                         JOIN (SELECT sequence, sha256 FROM sightings WHERE work = ?1 ORDER BY sequence DESC LIMIT 1) AS last
                         WHERE records.work = ?1 AND last.sha256 <> ?2",
                    )?
                    .execute(params![work.id, sha256])?;
                    db.prepare_cached(
                        "INSERT INTO sightings (work, sequence, sha256, bytes)
                         SELECT ?1, coalesce(max(sequence), 0) + 1, ?2, ?3 FROM sightings WHERE work = ?1
                         HAVING NOT EXISTS (SELECT 1 FROM sightings WHERE work = ?1 AND sha256 = ?2
                             AND sequence = (SELECT max(sequence) FROM sightings WHERE work = ?1))",
                    )?
                    .execute(params![work.id, sha256, i64::try_from(read).unwrap_or(i64::MAX)])?;
                    db.prepare_cached("DELETE FROM records WHERE work = ?1")?.execute([&work.id])
                })?;
                for (n, meeting) in meetings.iter_mut().enumerate() {
                    self.store_record(work, n + 1, meeting)?;
                }
                self.sql(|db| {
                    db.prepare_cached(
                        "INSERT OR REPLACE INTO ledger (work, state, reason, message, bytes, modified, sha256, reader, revision)
                         VALUES (?1, 'stored', NULL, ?7, ?2, ?3, ?4, ?5, ?6)",
                    )?
                    .execute(params![work.id, bytes, modified, sha256, reader, revision, meetings.first().and_then(doubt)])
                })?;
                Ok(Stored::Changed)
            }
            Outcome::Failed { reason, message } => {
                self.sql(|db| {
                    db.prepare_cached(
                        "INSERT INTO ledger (work, state, reason, message, bytes, modified, sha256, reader, revision)
                         VALUES (?1, 'failed', ?2, ?3, ?4, ?5, NULL, ?6, ?7)
                         ON CONFLICT (work) DO UPDATE SET state = 'failed', reason = ?2, message = ?3, bytes = ?4,
                             modified = ?5, reader = ?6, revision = ?7",
                    )?
                    .execute(params![work.id, reason, message, bytes, modified, reader, revision])
                })?;
                Ok(Stored::Failed)
            }
        }
    }

    fn store_record(&self, work: &Work, place: usize, meeting: &mut Meeting) -> Result<(), Error> {
        meeting.id = format!("{}/{place}", work.id);
        meeting.source.file = Some(work.key.clone());
        let json = serde_json::to_string(meeting).map_err(|source| Error::Record { id: meeting.id.clone(), source })?;
        let slug = meeting.slug();
        self.sql(|db| {
            db.prepare_cached(
                "INSERT INTO records (id, work, place, slug, body, date, kind, json) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                meeting.id,
                work.id,
                i64::try_from(place).unwrap_or(i64::MAX),
                slug,
                meeting.organization.name,
                meeting.meeting.date.map(|d| d.to_string()),
                meeting.document.kind.as_str(),
                json
            ])?;
            db.prepare_cached("INSERT OR IGNORE INTO aliases (slug, record) VALUES (?1, ?2)")?.execute([&slug, &meeting.id])
        })?;
        Ok(())
    }

    /// Writes down a run that changed something.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn note_run(&self, run: &Run) -> Result<(), Error> {
        let n = |v: u64| i64::try_from(v).unwrap_or(i64::MAX);
        self.sql(|db| {
            db.execute(
                "INSERT INTO runs (discovered, stored, unchanged, failed, finished) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![n(run.discovered), n(run.stored), n(run.unchanged), n(run.failed), run.finished],
            )
        })?;
        Ok(())
    }

    /// A number that grows with every change of a record: what the index was built from.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn revision(&self) -> Result<i64, Error> {
        self.sql(|db| db.prepare_cached("SELECT coalesce(max(revision), 0) FROM ledger")?.query_row([], |r| r.get(0)))
    }

    /// The works that changed after this revision, with their records. Shows one work at a time.
    ///
    /// # Errors
    /// Where the database fails, a record cannot be read back, or `see` says so.
    pub fn changed_since<E: From<Error>>(
        &self,
        revision: i64,
        mut see: impl FnMut(&str, bool, Vec<Meeting>) -> Result<(), E>,
    ) -> Result<(), E> {
        let works: Vec<(String, bool)> = self.sql(|db| {
            let mut changed = db.prepare(
                "SELECT work, gone FROM ledger JOIN works ON works.id = work WHERE revision > ?1 ORDER BY revision",
            )?;
            changed.query_map([revision], |r| Ok((r.get(0)?, r.get(1)?)))?.collect()
        })?;
        for (work, gone) in works {
            let meetings = self.meetings(&work)?;
            see(&work, gone, meetings)?;
        }
        Ok(())
    }

    /// The versions of a work that were seen, the oldest first, each with its records as they were last read.
    ///
    /// # Errors
    /// Where the database fails or a record cannot be read back.
    pub fn history(&self, work: &str) -> Result<Vec<Version>, Error> {
        let rows: Vec<(i64, String, i64)> = self.sql(|db| {
            let mut seen =
                db.prepare("SELECT sequence, sha256, bytes FROM sightings WHERE work = ?1 ORDER BY sequence")?;
            seen.query_map([work], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?.collect()
        })?;
        let newest = rows.len();
        let version = |(n, (sequence, sha256, bytes)): (usize, (i64, String, i64))| {
            let meetings = if n + 1 == newest {
                self.meetings(work)?
            } else {
                let old: Vec<String> = self.sql(|db| {
                    let mut of =
                        db.prepare("SELECT json FROM versions WHERE work = ?1 AND sequence = ?2 ORDER BY place")?;
                    of.query_map(params![work, sequence], |r| r.get(0))?.collect()
                })?;
                old.iter().map(|json| parse(work, json)).collect::<Result<_, _>>()?
            };
            Ok(Version { sequence, sha256, bytes: u64::try_from(bytes).unwrap_or(0), meetings })
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

    /// The hashes of all versions that were ever seen: what the folder of originals has to hold.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn sources(&self) -> Result<Vec<SourceId>, Error> {
        let hashes: Vec<String> = self.sql(|db| {
            let mut all = db.prepare("SELECT DISTINCT sha256 FROM sightings ORDER BY 1")?;
            all.query_map([], |r| r.get(0))?.collect()
        })?;
        Ok(hashes.iter().filter_map(|h| h.parse().ok()).collect())
    }

    fn meetings(&self, work: &str) -> Result<Vec<Meeting>, Error> {
        let rows: Vec<(String, String)> = self.sql(|db| {
            let mut of = db.prepare_cached("SELECT id, json FROM records WHERE work = ?1 ORDER BY place")?;
            of.query_map([work], |r| Ok((r.get(0)?, r.get(1)?)))?.collect()
        })?;
        rows.into_iter().map(|(id, json)| parse(&id, &json)).collect()
    }

    /// Shows every record, by body, date and id.
    ///
    /// # Errors
    /// Where the database fails, a record cannot be read back, or `see` says so.
    pub fn each<E: From<Error>>(&self, mut see: impl FnMut(Meeting) -> Result<(), E>) -> Result<(), E> {
        let ids: Vec<String> = self.sql(|db| {
            let mut all = db.prepare("SELECT id FROM records ORDER BY body, date, id")?;
            all.query_map([], |r| r.get(0))?.collect()
        })?;
        for id in ids {
            if let Some(meeting) = self.by_id(&id)? {
                see(meeting)?;
            }
        }
        Ok(())
    }

    fn by_id(&self, id: &str) -> Result<Option<Meeting>, Error> {
        let json: Option<String> = self.sql(|db| {
            db.prepare_cached("SELECT json FROM records WHERE id = ?1")?.query_row([id], |r| r.get(0)).optional()
        })?;
        json.map(|json| parse(id, &json)).transpose()
    }

    /// The records that an id, the beginning of one, or a readable alias names.
    ///
    /// # Errors
    /// Where the database fails or a record cannot be read back.
    pub fn find(&self, name: &str) -> Result<Vec<Meeting>, Error> {
        let ids: Vec<String> = self.sql(|db| {
            let mut by_name = db.prepare(
                "SELECT id FROM records WHERE id = ?1
                 UNION SELECT id FROM records WHERE length(?1) >= 4 AND substr(id, 1, length(?1)) = ?1
                 UNION SELECT records.id FROM aliases JOIN records ON records.id = aliases.record WHERE aliases.slug = ?1
                 ORDER BY 1",
            )?;
            by_name.query_map([name], |r| r.get(0))?.collect()
        })?;
        ids.iter().filter_map(|id| self.by_id(id).transpose()).collect()
    }

    /// The ledger in numbers.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn balance(&self) -> Result<Balance, Error> {
        let count = |sql: &str| -> Result<u64, Error> {
            let n: i64 = self.sql(|db| db.query_row(sql, [], |r| r.get(0)))?;
            Ok(u64::try_from(n).unwrap_or(0))
        };
        let failed: Vec<(String, i64)> = self.sql(|db| {
            let mut by_reason =
                db.prepare("SELECT reason, count(*) FROM ledger WHERE state = 'failed' GROUP BY reason")?;
            by_reason.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect()
        })?;
        let hashes: Vec<String> = self.sql(|db| {
            let mut stored = db.prepare("SELECT DISTINCT sha256 FROM ledger WHERE state = 'stored'")?;
            stored.query_map([], |r| r.get(0))?.collect()
        })?;
        let originals = self.originals();
        let missing = hashes.iter().filter(|h| !h.parse().is_ok_and(|id| originals.path(id).is_file())).count();
        let run = |r: &Row<'_>| {
            let n = |i: usize| r.get::<_, i64>(i).map(|v| u64::try_from(v).unwrap_or(0));
            Ok(Run { discovered: n(0)?, stored: n(1)?, unchanged: n(2)?, failed: n(3)?, finished: r.get(4)? })
        };
        let last_run = self.sql(|db| {
            db.query_row(
                "SELECT discovered, stored, unchanged, failed, finished FROM runs ORDER BY sequence DESC LIMIT 1",
                [],
                run,
            )
            .optional()
        })?;
        Ok(Balance {
            discovered: count("SELECT count(*) FROM works")?,
            stored: count("SELECT count(*) FROM ledger WHERE state = 'stored'")?,
            failed: failed.into_iter().map(|(r, n)| (r, u64::try_from(n).unwrap_or(0))).collect(),
            records: count("SELECT count(*) FROM records")?,
            without_records: count(
                "SELECT count(*) FROM ledger WHERE state = 'stored' AND work NOT IN (SELECT work FROM records)",
            )?,
            without_entry: count("SELECT count(*) FROM works WHERE id NOT IN (SELECT work FROM ledger)")?,
            gone: count("SELECT count(*) FROM works WHERE gone")?,
            without_original: missing as u64,
            last_run,
        })
    }

    /// The lines of the ledger that tell of failures, by reason and path.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn failures(&self) -> Result<Vec<Entry>, Error> {
        self.entries("ledger.state = 'failed'")
    }

    /// The files that are stored but could be read only in part, in the order of their keys: each with what a
    /// reader should look at.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn doubtful(&self) -> Result<Vec<Entry>, Error> {
        self.entries("ledger.state = 'stored' AND ledger.message IS NOT NULL")
    }

    fn entries(&self, which: &str) -> Result<Vec<Entry>, Error> {
        self.sql(|db| {
            let mut entries = db.prepare(&format!(
                "SELECT works.key, ledger.reason, ledger.message FROM ledger JOIN works ON works.id = ledger.work
                 WHERE {which} ORDER BY ledger.reason, works.key",
            ))?;
            entries.query_map([], |r| Ok(Entry { key: r.get(0)?, reason: r.get(1)?, message: r.get(2)? }))?.collect()
        })
    }
}

/// What [`known`] reads.
const KNOWN: &str =
    "SELECT works.id, key, origin, gone, CASE state WHEN 'stored' THEN sha256 END, bytes, modified, reader, reason,
    message FROM works LEFT JOIN ledger ON ledger.work = works.id";

fn known(r: &Row<'_>) -> rusqlite::Result<Known> {
    let reason: Option<String> = r.get(8)?;
    Ok(Known {
        work: Work { id: r.get(0)?, key: r.get(1)? },
        origin: PathBuf::from(r.get::<_, String>(2)?),
        gone: r.get(3)?,
        source: r.get::<_, Option<String>>(4)?.and_then(|h| h.parse().ok()),
        bytes: r.get::<_, Option<i64>>(5)?.and_then(|n| u64::try_from(n).ok()).unwrap_or(0),
        modified: r.get::<_, Option<i64>>(6)?.unwrap_or(0),
        reader: r.get::<_, Option<String>>(7)?.unwrap_or_default(),
        failure: match reason {
            Some(reason) => Some((reason, r.get::<_, Option<String>>(9)?.unwrap_or_default())),
            None => None,
        },
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

fn parse(id: &str, json: &str) -> Result<Meeting, Error> {
    serde_json::from_str(json).map_err(|source| Error::Record { id: id.to_owned(), source })
}
