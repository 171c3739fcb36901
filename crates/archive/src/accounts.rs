//! The ledger in numbers, and what the archive takes of the disk.

use std::fs;
use std::path::Path;

use rusqlite::{OptionalExtension, Row};
use types::FailureReason;

use crate::error::Error;
use crate::ledger::{Balance, Entry, Run, Space};
use crate::originals::Originals;
use crate::store::{Archive, reason};

impl Archive {
    /// How many records there are.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn record_count(&self) -> Result<u64, Error> {
        let n: i64 = self.sql(|db| db.query_row("SELECT count(*) FROM records", [], |r| r.get(0)))?;
        Ok(u64::try_from(n).unwrap_or(0))
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
        let failed: Vec<(FailureReason, i64)> = self.sql(|db| {
            let mut by_reason =
                db.prepare("SELECT reason, count(*) FROM ledger WHERE state = 'failed' GROUP BY reason")?;
            by_reason.query_map([], |r| Ok((reason(&r.get::<_, String>(0)?), r.get(1)?)))?.collect()
        })?;
        let hashes: Vec<String> = self.sql(|db| {
            let mut stored = db.prepare(
                "SELECT DISTINCT ledger.sha256 FROM ledger JOIN sightings
                     ON sightings.work = ledger.work AND sightings.sha256 = ledger.sha256
                 WHERE state = 'stored' AND kept",
            )?;
            stored.query_map([], |r| r.get(0))?.collect()
        })?;
        let originals = Originals::of(&self.dir);
        let missing = hashes.iter().filter(|h| !h.parse().is_ok_and(|id| originals.path(id).is_file())).count();
        let run = |r: &Row<'_>| {
            let n = |i: usize| r.get::<_, i64>(i).map(|v| u64::try_from(v).unwrap_or(0));
            let began = r.get::<_, Option<i64>>(5)?.unwrap_or(0);
            Ok(Run { discovered: n(0)?, stored: n(1)?, unchanged: n(2)?, failed: n(3)?, finished: r.get(4)?, began })
        };
        let last_run = self.sql(|db| {
            db.query_row(
                "SELECT discovered, stored, unchanged, failed, finished, began FROM runs ORDER BY sequence DESC LIMIT 1",
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

    /// The files that were not there any more when their folder was last walked, in the order of their keys.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn gone(&self) -> Result<Vec<String>, Error> {
        self.sql(|db| {
            let mut gone = db.prepare("SELECT key FROM works WHERE gone ORDER BY key")?;
            gone.query_map([], |r| r.get(0))?.collect()
        })
    }

    /// What the archive takes of the disk.
    ///
    /// # Errors
    /// Where a folder of it cannot be looked into.
    pub fn space(&self) -> Result<Space, Error> {
        let file = |name: &str| fs::metadata(self.dir.join(name)).map_or(0, |m| m.len());
        Ok(Space {
            database: file("archive.sqlite") + file("archive.sqlite-wal"),
            originals: under(&self.dir.join("originals"))?,
            index: under(&self.dir.join("index"))?,
        })
    }

    fn entries(&self, which: &str) -> Result<Vec<Entry>, Error> {
        self.sql(|db| {
            let mut entries = db.prepare(&format!(
                "SELECT works.key, ledger.reason, ledger.message FROM ledger JOIN works ON works.id = ledger.work
                 WHERE {which} ORDER BY ledger.reason, works.key",
            ))?;
            let entry = |r: &Row<'_>| {
                let of = r.get::<_, Option<String>>(1)?.as_deref().map(reason);
                Ok(Entry { key: r.get(0)?, reason: of, message: r.get(2)? })
            };
            entries.query_map([], entry)?.collect()
        })
    }
}

/// The bytes of all files under a folder; none, if it is not there.
fn under(dir: &Path) -> Result<u64, Error> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        Err(e) => return Err(Error::io(dir, e)),
    };
    let mut all = 0;
    for entry in entries {
        let entry = entry.map_err(|e| Error::io(dir, e))?;
        // What is gone since it was listed takes no space.
        let Ok(meta) = entry.metadata() else { continue };
        all += if meta.is_dir() { under(&entry.path())? } else { meta.len() };
    }
    Ok(all)
}
