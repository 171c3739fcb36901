//! A walk's files beside the works of the archive. Both lists lie in SQLite's temporary tables, so that memory does not
//! grow with the number of files.

use std::path::{Path, PathBuf};

use rusqlite::{OptionalExtension, Row, params};
use types::SourceId;

use crate::error::Error;
use crate::ledger::{Known, Seen, Work};
use crate::path::{PathValue, path};
use crate::store::Archive;
use crate::store::{KNOWN_COLUMNS, KNOWN_COUNT, KNOWN_TABLES, known, whole};

/// A file that a walk found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFile {
    /// Where it is.
    pub path: PathBuf,
    /// The path under the root that was asked for, the root's own name included, with `/`: the same
    /// on every machine.
    pub key: String,
    /// The source that it belongs to, counted from 0.
    pub source: u32,
    /// How it looked.
    pub seen: Seen,
}

/// A file or folder that a walk found and could not look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableFile {
    /// Where it is.
    pub path: PathBuf,
    /// As [`FoundFile::key`].
    pub key: String,
    /// As [`FoundFile::source`].
    pub source: u32,
    /// Why, and what to do.
    pub message: String,
    /// The folder of whose files nothing is known for this reason.
    pub shut: Option<PathBuf>,
}

/// A file of a walk, with the work that was last seen at its place, if there is one.
#[derive(Clone, Debug)]
pub struct Classified {
    /// The file.
    pub file: FoundFile,
    /// Why it could not be looked at, if so; then nothing is known of its size and time.
    pub lost: Option<String>,
    /// The work.
    pub known: Option<Known>,
}

/// A file to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its place among the tasks.
    pub number: i64,
    /// Its key, or that of its work.
    pub key: String,
    /// Where it is, or was last seen.
    pub origin: PathBuf,
    /// Where its bytes are read.
    pub read: PathBuf,
    /// The source under which this walk found it; none, if it did not.
    pub source: Option<u32>,
    /// Read again although it is as it was: then its bytes have to be these.
    pub again: Option<SourceId>,
    /// How it looked.
    pub seen: Seen,
}

const TABLES: &str = "
CREATE TEMP TABLE IF NOT EXISTS found (
    key TEXT NOT NULL, path NOT NULL, source INTEGER NOT NULL, bytes INTEGER NOT NULL, modified INTEGER NOT NULL,
    lost TEXT, PRIMARY KEY (key, path)
) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS temp.found_path ON found(path);
CREATE TEMP TABLE IF NOT EXISTS absent (
    work TEXT PRIMARY KEY, bytes INTEGER NOT NULL, sha256 TEXT, in_sight INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS temp.absent_bytes ON absent(bytes, sha256);
CREATE TEMP TABLE IF NOT EXISTS tasks (
    number INTEGER PRIMARY KEY, key TEXT NOT NULL, origin NOT NULL, read NOT NULL, source INTEGER, again TEXT,
    bytes INTEGER NOT NULL, modified INTEGER NOT NULL
);
DELETE FROM temp.found; DELETE FROM temp.absent; DELETE FROM temp.tasks;
";

/// One walk and what follows from it.
pub struct Survey<'a> {
    archive: &'a Archive,
}

impl Archive {
    /// Begins a survey; an earlier one is forgotten.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn survey(&self) -> Result<Survey<'_>, Error> {
        self.sql(|db| db.execute_batch(TABLES))?;
        Ok(Survey { archive: self })
    }
}

/// A work that this walk did not find.
pub struct Absent {
    /// The work.
    pub known: Known,
    /// This walk should have found it, if it were still there.
    pub in_sight: bool,
}

/// How many lines are read at a time.
const CHUNK: i64 = 1_000;

impl Survey<'_> {
    /// Takes down a file; tells whether it is new to this walk, as sources may overlap.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn note_found(&self, file: &FoundFile) -> Result<bool, Error> {
        self.take(&file.key, &file.path, file.source, file.seen, None)
    }

    /// Takes down a file that could not be looked at; tells whether it is new to this walk.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn note_unreadable(&self, file: &UnreadableFile) -> Result<bool, Error> {
        self.take(&file.key, &file.path, file.source, Seen { bytes: 0, modified: 0 }, Some(&file.message))
    }

    fn take(&self, key: &str, path: &Path, source: u32, seen: Seen, lost: Option<&str>) -> Result<bool, Error> {
        let taken = self.archive.sql(|db| {
            db.prepare_cached(
                "INSERT OR IGNORE INTO temp.found (key, path, source, bytes, modified, lost) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![key, PathValue(path), source, whole(seen.bytes), seen.modified, lost])
        })?;
        Ok(taken > 0)
    }

    /// Works out which works this walk did not find; those that are `in_sight`, by their places, it should have.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn note_absent(&self, mut in_sight: impl FnMut(&Known) -> bool) -> Result<(), Error> {
        self.archive.sql(|db| {
            let mut absent = db.prepare(&format!(
                "SELECT {KNOWN_COLUMNS} FROM {KNOWN_TABLES} WHERE NOT EXISTS (SELECT 1 FROM temp.found WHERE found.path = works.origin)"
            ))?;
            let mut miss =
                db.prepare("INSERT INTO temp.absent (work, bytes, sha256, in_sight) VALUES (?1, ?2, ?3, ?4)")?;
            let mut rows = absent.query([])?;
            while let Some(row) = rows.next()? {
                let work = known(row)?;
                let source = work.source.map(|id| id.to_string());
                miss.execute(params![work.work.id, whole(work.bytes), source, in_sight(&work)])?;
            }
            Ok(())
        })
    }

    /// The next files, by key and path, after this one.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn next(&self, after: Option<&FoundFile>) -> Result<Vec<Classified>, Error> {
        let (key, path) = after.map_or(("", Path::new("")), |f| (f.key.as_str(), f.path.as_path()));
        self.archive.sql(|db| {
            let mut next = db.prepare_cached(&format!(
                "SELECT {KNOWN_COLUMNS}, found.key, found.path, found.source, found.bytes, found.modified, found.lost
                 FROM temp.found
                 LEFT JOIN works ON works.id =
                     (SELECT here.id FROM works AS here WHERE here.origin = found.path ORDER BY here.gone, here.key LIMIT 1)
                 LEFT JOIN ledger ON ledger.work = works.id
                 WHERE (found.key, found.path) > (?1, ?2) ORDER BY found.key, found.path LIMIT {CHUNK}"
            ))?;
            next.query_map(params![key, PathValue(path)], |r| {
                let at = KNOWN_COUNT;
                let file = FoundFile {
                    key: r.get(at)?,
                    path: self::path(r.get_ref(at + 1)?)?,
                    source: r.get(at + 2)?,
                    seen: seen(r, at + 3)?,
                };
                let work: Option<String> = r.get(0)?;
                Ok(Classified { file, lost: r.get(at + 5)?, known: work.map(|_| known(r)).transpose()? })
            })?
            .collect()
        })
    }

    /// Whether a work of this size is absent: a new file may be it, moved.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn any_absent_of_size(&self, bytes: u64) -> Result<bool, Error> {
        self.archive.sql(|db| {
            let mut any =
                db.prepare_cached("SELECT EXISTS (SELECT 1 FROM temp.absent WHERE bytes = ?1 AND sha256 IS NOT NULL)")?;
            any.query_row([whole(bytes)], |r| r.get(0))
        })
    }

    /// The absent works with these bytes: those first that were there the last time.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn absent_with_bytes(&self, bytes: u64, source: SourceId) -> Result<Vec<Absent>, Error> {
        self.archive.sql(|db| {
            let mut of = db.prepare_cached(&format!(
                "SELECT {KNOWN_COLUMNS}, in_sight FROM {KNOWN_TABLES} JOIN temp.absent ON absent.work = works.id
                 WHERE absent.bytes = ?1 AND absent.sha256 = ?2 ORDER BY gone, in_sight DESC, works.key LIMIT {CHUNK}"
            ))?;
            of.query_map(params![whole(bytes), source.to_string()], |r| {
                Ok(Absent { known: known(r)?, in_sight: r.get(KNOWN_COUNT)? })
            })?
            .collect()
        })
    }

    /// The absent works of this key, and of the key with a number.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn absent_with_key(&self, key: &str) -> Result<Vec<Known>, Error> {
        self.archive.sql(|db| {
            let mut of = db.prepare_cached(&format!(
                "SELECT {KNOWN_COLUMNS} FROM {KNOWN_TABLES} JOIN temp.absent ON absent.work = works.id
                 WHERE works.key = ?1 OR (works.key > ?1 || '~' AND works.key < ?1 || '~:') ORDER BY works.key"
            ))?;
            let found = of.query_map([key], known)?.collect::<rusqlite::Result<Vec<_>>>()?;
            Ok(found.into_iter().filter(|known| unnumbered(&known.work.key) == unnumbered(key)).collect())
        })
    }

    /// Absent works and files of the same key and size that are no work's, shown until `see` has seen enough.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn each_absent_namesake(&self, mut see: impl FnMut(&Known, &Path) -> bool) -> Result<(), Error> {
        self.archive.sql(|db| {
            let mut pairs = db.prepare(&format!(
                "SELECT {KNOWN_COLUMNS}, found.path FROM {KNOWN_TABLES} JOIN temp.absent ON absent.work = works.id
                 JOIN temp.found ON found.bytes = absent.bytes
                     AND found.key = CASE WHEN rtrim(works.key, '0123456789') LIKE '%~'
                         THEN rtrim(rtrim(works.key, '0123456789'), '~') ELSE works.key END
                 WHERE absent.sha256 IS NOT NULL"
            ))?;
            let mut rows = pairs.query([])?;
            while let Some(row) = rows.next()? {
                if !see(&known(row)?, &path(row.get_ref(KNOWN_COUNT)?)?) {
                    break;
                }
            }
            Ok(())
        })
    }

    /// What is absent under this folder should have been found: the folder was moved.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn note_in_sight(&self, folder: &Path) -> Result<(), Error> {
        let (mut from, mut to) = (folder.as_os_str().to_owned(), folder.as_os_str().to_owned());
        from.push("/");
        to.push("0");
        self.archive.sql(|db| {
            db.prepare_cached(
                "UPDATE temp.absent SET in_sight = 1
                 WHERE work IN (SELECT id FROM works WHERE origin > ?1 AND origin < ?2)",
            )?
            .execute(params![PathValue(Path::new(&from)), PathValue(Path::new(&to))])
        })?;
        Ok(())
    }

    /// This work is not absent after all.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn forget_absence(&self, work: &Work) -> Result<(), Error> {
        self.archive.sql(|db| db.prepare_cached("DELETE FROM temp.absent WHERE work = ?1")?.execute([&work.id]))?;
        Ok(())
    }

    /// Marks as gone what should have been found and was not gone before, in the order of the keys, and shows each. Of
    /// what was never read nothing is kept.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn mark_gone(&self, mut show: impl FnMut(&Work)) -> Result<(), Error> {
        loop {
            let works: Vec<Work> = self.archive.sql(|db| {
                let mut left = db.prepare_cached(&format!(
                    "SELECT id, key FROM works JOIN temp.absent ON work = id WHERE in_sight AND NOT gone
                     ORDER BY key LIMIT {CHUNK}"
                ))?;
                left.query_map([], |r| Ok(Work { id: r.get(0)?, key: r.get(1)? }))?.collect()
            })?;
            if works.is_empty() {
                return Ok(());
            }
            for work in &works {
                if !self.archive.forget_unread(work)? {
                    self.archive.set_gone(work, true)?;
                }
                show(work);
            }
        }
    }

    /// Takes down a file to be read. Its number is given here.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn plan(&self, task: &Task) -> Result<(), Error> {
        self.archive.sql(|db| {
            db.prepare_cached(
                "INSERT INTO temp.tasks (key, origin, read, source, again, bytes, modified) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                task.key,
                PathValue(&task.origin),
                PathValue(&task.read),
                task.source,
                task.again.map(|id| id.to_string()),
                whole(task.seen.bytes),
                task.seen.modified
            ])
        })?;
        Ok(())
    }

    /// Takes down, to be read again, every work that has records and is not to be read anyway, by key. `at` tells where
    /// the bytes are, if they can be anywhere.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn plan_rest(&self, at: impl Fn(&Known, SourceId) -> Option<PathBuf>) -> Result<(), Error> {
        let mut after = String::new();
        loop {
            let rest: Vec<(Known, Option<u32>)> = self.archive.sql(|db| {
                let mut rest = db.prepare_cached(&format!(
                    "SELECT {KNOWN_COLUMNS}, found.source FROM {KNOWN_TABLES}
                     LEFT JOIN temp.found ON found.path = works.origin AND found.lost IS NULL
                     WHERE works.key > ?1 AND works.origin NOT IN (SELECT origin FROM temp.tasks WHERE again IS NULL)
                     ORDER BY works.key LIMIT {CHUNK}"
                ))?;
                rest.query_map([&after], |r| Ok((known(r)?, r.get(KNOWN_COUNT)?)))?.collect()
            })?;
            let Some((last, _)) = rest.last() else { return Ok(()) };
            after.clone_from(&last.work.key);
            for (known, source) in rest {
                let Some((id, read)) = known.source.and_then(|id| Some((id, at(&known, id)?))) else { continue };
                self.plan(&Task {
                    number: 0,
                    key: known.work.key,
                    read,
                    origin: known.origin,
                    source,
                    again: Some(id),
                    seen: Seen { bytes: known.bytes, modified: known.modified },
                })?;
            }
        }
    }

    /// How many files are to be read.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn planned(&self) -> Result<u64, Error> {
        let n: i64 = self.archive.sql(|db| db.query_row("SELECT count(*) FROM temp.tasks", [], |r| r.get(0)))?;
        Ok(u64::try_from(n).unwrap_or(0))
    }

    /// The next file to be read, after the task of this number; 0 before the first.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn task(&self, after: i64) -> Result<Option<Task>, Error> {
        self.archive.sql(|db| {
            db.prepare_cached(
                "SELECT number, key, origin, read, source, again, bytes, modified FROM temp.tasks WHERE number > ?1
                 ORDER BY number LIMIT 1",
            )?
            .query_row([after], |r| {
                Ok(Task {
                    number: r.get(0)?,
                    key: r.get(1)?,
                    origin: path(r.get_ref(2)?)?,
                    read: path(r.get_ref(3)?)?,
                    source: r.get(4)?,
                    again: r.get::<_, Option<String>>(5)?.and_then(|h| h.parse().ok()),
                    seen: seen(r, 6)?,
                })
            })
            .optional()
        })
    }
}

/// A key without the number that tells it from another one.
fn unnumbered(key: &str) -> &str {
    key.trim_end_matches(|c: char| c.is_ascii_digit()).strip_suffix('~').unwrap_or(key)
}

fn seen(r: &Row<'_>, at: usize) -> rusqlite::Result<Seen> {
    Ok(Seen { bytes: u64::try_from(r.get::<_, i64>(at)?).unwrap_or(0), modified: r.get(at + 1)? })
}
