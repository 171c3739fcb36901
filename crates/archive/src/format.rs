//! The format of the database: its tables, how older ones are brought up to it, and how an archive is opened.

use std::cell::Cell;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use crate::error::Error;
use crate::originals::Originals;
use crate::store::Archive;

/// The format of the database that this version writes. Older ones are brought up to it.
const FORMAT: i64 = 6;

/// What brings each older format to the next: the first entry leads from 1 to 2.
const MIGRATIONS: [&str; 5] = [
    "
ALTER TABLE works ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;
CREATE TABLE versions (
    work TEXT NOT NULL REFERENCES works(id),
    sequence INTEGER NOT NULL,
    place INTEGER NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (work, sequence, place)
);
",
    "
ALTER TABLE sightings ADD COLUMN seen INTEGER;
ALTER TABLE sightings ADD COLUMN kept INTEGER NOT NULL DEFAULT 1;
ALTER TABLE runs ADD COLUMN began INTEGER;
CREATE INDEX records_body ON records(body, date, id);
",
    "
CREATE INDEX works_origin ON works(origin);
CREATE TABLE revision (last INTEGER NOT NULL);
INSERT INTO revision SELECT coalesce(max(revision), 0) FROM ledger;
",
    "
ALTER TABLE ledger ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE records ADD COLUMN brief TEXT;
ALTER TABLE records ADD COLUMN sha256 TEXT;
",
    "
ALTER TABLE records ADD COLUMN likeness TEXT;
ALTER TABLE records ADD COLUMN meeting TEXT;
CREATE INDEX records_date ON records(date);
CREATE INDEX records_meeting ON records(meeting, date, id);
CREATE TABLE texts (
    work TEXT PRIMARY KEY REFERENCES works(id),
    words INTEGER NOT NULL,
    words_outside INTEGER NOT NULL,
    pages INTEGER NOT NULL,
    pages_outside INTEGER NOT NULL,
    json TEXT NOT NULL
);
",
];

const SCHEMA: &str = "
CREATE TABLE works (
    id TEXT PRIMARY KEY,         -- from the key, so that two machines give the same
    key TEXT NOT NULL UNIQUE,    -- the path under the ingested root
    origin TEXT NOT NULL,        -- the path on this machine when last seen; a blob where it is not UTF-8
    gone INTEGER NOT NULL DEFAULT 0  -- 1 if it was not there any more; its records are kept
);
CREATE INDEX works_origin ON works(origin);
CREATE TABLE sightings (         -- every version of a work that was seen, in order
    work TEXT NOT NULL REFERENCES works(id),
    sequence INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    seen INTEGER,                -- when it was first seen, in seconds since 1970
    kept INTEGER NOT NULL DEFAULT 1,  -- 0 if only its path and hash are kept
    PRIMARY KEY (work, sequence)
);
CREATE TABLE versions (          -- the records of older versions, as they were last read
    work TEXT NOT NULL REFERENCES works(id),
    sequence INTEGER NOT NULL,   -- of the sighting
    place INTEGER NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (work, sequence, place)
);
CREATE TABLE ledger (            -- one line a work: what became of its newest version
    work TEXT PRIMARY KEY REFERENCES works(id),
    state TEXT NOT NULL CHECK (state IN ('stored', 'failed')),
    reason TEXT,                 -- of a failure
    message TEXT,                -- of a failure, or what of it needs a look
    bytes INTEGER,
    modified INTEGER,            -- nanoseconds since 1970, to see a change without reading
    sha256 TEXT,
    reader TEXT NOT NULL,        -- the version of the reader that read it
    revision INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,  -- runs in which these bytes failed for this reason, one after another
    CHECK ((state = 'failed') = (reason IS NOT NULL))
);
CREATE INDEX ledger_revision ON ledger(revision);
CREATE TABLE revision (          -- the last one that was given; it never falls, even if its line goes
    last INTEGER NOT NULL
);
INSERT INTO revision VALUES (0);
CREATE TABLE records (
    id TEXT PRIMARY KEY,
    work TEXT NOT NULL REFERENCES works(id),
    place INTEGER NOT NULL,      -- in the document, from 1
    slug TEXT NOT NULL,
    body TEXT,
    date TEXT,
    kind TEXT NOT NULL,
    json TEXT NOT NULL,          -- deflated, a blob; text in records of older versions
    brief TEXT,                  -- what an overview of all records reads; NULL in records of older versions
    sha256 TEXT,                 -- of the JSON, so that rot and edits are seen
    likeness TEXT,               -- what tells whether another record is of the same meeting, deflated
    meeting TEXT                 -- the first record of the same meeting; NULL where there is no other
);
CREATE INDEX records_date ON records(date);
CREATE INDEX records_meeting ON records(meeting, date, id);
CREATE TABLE texts (             -- all that the newest version of a work prints, so that each word can be found
    work TEXT PRIMARY KEY REFERENCES works(id),
    words INTEGER NOT NULL,
    words_outside INTEGER NOT NULL,  -- of them, those that stand in no item, decision or action
    pages INTEGER NOT NULL,
    pages_outside INTEGER NOT NULL,  -- pages of which no word stands in one
    json TEXT NOT NULL           -- its passages, deflated
);
CREATE INDEX records_work ON records(work, place);
CREATE INDEX records_body ON records(body, date, id);
CREATE TABLE aliases (           -- readable names; an old one goes on working
    slug TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (slug, record)
);
CREATE TABLE runs (              -- ingests that changed something
    sequence INTEGER PRIMARY KEY,
    discovered INTEGER NOT NULL,
    stored INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    finished INTEGER NOT NULL,   -- 0 if it was interrupted
    began INTEGER                -- in seconds since 1970
);
";

impl Archive {
    /// Opens the archive for reading.
    ///
    /// # Errors
    /// Where there is none, it cannot be read, or it was made by a newer version.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let file = database(dir);
        if !file.is_file() {
            return Err(Error::Missing(dir.to_owned()));
        }
        let archive = match Connection::open_with_flags(
            &file,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        ) {
            Ok(db) if !db.is_readonly(rusqlite::MAIN_DB).unwrap_or(false) => {
                let archive = Self { dir: dir.to_owned(), db, _lock: None, commits: Cell::new(0) };
                archive.prepare()?;
                archive
            }
            _ => Self::open_unwritable(dir, &file)?,
        };
        archive.check_format()?;
        Ok(archive)
    }

    /// Opens an archive where nothing may be written: SQLite's journal needs files beside the database, so it is told
    /// that nobody changes it. What a killed writer left in the journal would then be overlooked.
    fn open_unwritable(dir: &Path, file: &Path) -> Result<Self, Error> {
        let journal = file.with_extension("sqlite-wal");
        if fs::metadata(&journal).is_ok_and(|m| m.len() > 0) {
            return Err(Error::Unmerged(dir.to_owned()));
        }
        let path: String = file
            .to_string_lossy()
            .chars()
            .map(|c| match c {
                '%' => "%25".to_owned(),
                '?' => "%3f".to_owned(),
                '#' => "%23".to_owned(),
                other => other.to_string(),
            })
            .collect();
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(format!("file:{path}?immutable=1"), flags)
            .map_err(|e| Error::database(dir, e))?;
        Ok(Self { dir: dir.to_owned(), db, _lock: None, commits: Cell::new(0) })
    }

    /// Opens the archive for writing; makes it if there is none. Only one process at a time may.
    ///
    /// # Errors
    /// Where the folder cannot be made or written to, or somebody else writes.
    pub fn open_to_write(dir: &Path) -> Result<Self, Error> {
        fs::create_dir_all(dir).map_err(|e| Error::io(dir, e))?;
        let lock_path = dir.join("writing");
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock_path)
            .map_err(|e| Error::io(&lock_path, e))?;
        lock.try_lock().map_err(|e| match e {
            TryLockError::WouldBlock => Error::Busy(dir.to_owned()),
            TryLockError::Error(e) => Error::io(&lock_path, e),
        })?;
        let db = Connection::open(database(dir)).map_err(|e| Error::database(dir, e))?;
        let archive = Self { dir: dir.to_owned(), db, _lock: Some(lock), commits: Cell::new(0) };
        archive.prepare()?;
        // What was written is brought into the database by `settle`, after the originals are safe.
        archive.sql(|db| db.pragma_update(None, "wal_autocheckpoint", 0))?;
        let format: i64 = archive.sql(|db| db.query_row("PRAGMA user_version", [], |r| r.get(0)))?;
        if format == 0 {
            archive.sql(|db| db.execute_batch(&format!("BEGIN; {SCHEMA} PRAGMA user_version = {FORMAT}; COMMIT;")))?;
        } else {
            archive.migrate(format)?;
        }
        archive.check_format()?;
        Originals::of(dir).sweep().map_err(|e| Error::io(dir, e))?;
        Ok(archive)
    }

    /// Brings an older format up to this version's, each step a transaction of its own.
    fn migrate(&self, from: i64) -> Result<(), Error> {
        for (step, sql) in (1..).zip(MIGRATIONS).filter(|(step, _)| *step >= from) {
            let to = step + 1;
            self.sql(|db| db.execute_batch(&format!("BEGIN; {sql} PRAGMA user_version = {to}; COMMIT;")))?;
        }
        Ok(())
    }

    fn prepare(&self) -> Result<(), Error> {
        // While somebody else writes the mode cannot be set; then it is set already.
        let _ = self.db.pragma_update(None, "journal_mode", "wal");
        self.sql(|db| {
            db.busy_timeout(std::time::Duration::from_secs(10))?;
            db.execute_batch("PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;")
        })
    }

    fn check_format(&self) -> Result<(), Error> {
        let found: i64 = self.sql(|db| db.query_row("PRAGMA user_version", [], |r| r.get(0)))?;
        if found > FORMAT {
            return Err(Error::Newer { path: self.dir.clone(), found, known: FORMAT });
        }
        match found {
            0 => Err(Error::Missing(self.dir.clone())),
            FORMAT => Ok(()),
            _ => Err(Error::Older { path: self.dir.clone(), found, wanted: FORMAT }),
        }
    }
}

fn database(dir: &Path) -> PathBuf {
    dir.join("archive.sqlite")
}
