//! The records, read back: all of them, those of a work or a body, or one by its name.

use std::path::Path;

use rusqlite::{OptionalExtension, Row, params};
use serde::de::DeserializeOwned;
use types::{Meeting, SourceId};

use crate::error::Error;
use crate::packed::Unpacked;
use crate::path::PathValue;
use crate::store::{Archive, Lost, RecordRow, parse};

impl Archive {
    pub(crate) fn meetings(&self, work: &str) -> Result<Vec<Meeting>, Error> {
        self.record_rows(work)?.into_iter().map(|(id, json)| parse(&id, &json?)).collect()
    }

    /// The ids and the JSON of a work's records; rot in one is no error of the others.
    pub(crate) fn record_rows(&self, work: &str) -> Result<Vec<RecordRow>, Error> {
        let rows: Vec<(String, rusqlite::Result<Unpacked>)> = self.sql(|db| {
            let mut of = db.prepare_cached("SELECT id, json FROM records WHERE work = ?1 ORDER BY place")?;
            of.query_map([work], |r| Ok((r.get(0)?, r.get(1))))?.collect()
        })?;
        let told = |json: rusqlite::Result<Unpacked>| json.map(|u| u.0).map_err(|e| Error::database(&self.dir, e));
        Ok(rows.into_iter().map(|(id, json)| (id, told(json))).collect())
    }

    /// Shows every record, by body, date and id; gives what is wrong with those that cannot be read back.
    ///
    /// # Errors
    /// Where the database fails, or `see` says so.
    pub fn each<E: From<Error>>(&self, mut see: impl FnMut(Meeting) -> Result<(), E>) -> Result<Lost, E> {
        let ids: Vec<String> = self.sql(|db| {
            let mut all = db.prepare("SELECT id FROM records ORDER BY body, date, id")?;
            all.query_map([], |r| r.get(0))?.collect()
        })?;
        let mut lost = Lost::default();
        for id in ids {
            match self.by_id(&id) {
                Ok(Some(record)) => see(record)?,
                Ok(None) => {}
                Err(error) => lost.0.push(error.to_string()),
            }
        }
        Ok(lost)
    }

    /// Shows of every record as much as an overview reads; gives what is wrong with those that cannot be read back.
    ///
    /// # Errors
    /// Where the database fails, or `see` says so.
    pub fn each_brief<T: DeserializeOwned, E: From<Error>>(
        &self,
        mut see: impl FnMut(T) -> Result<(), E>,
    ) -> Result<Lost, E> {
        let mut lost = Lost::default();
        let read = |row: &Row<'_>| {
            let id: String = row.get(0)?;
            let json = row.get::<_, Unpacked>(1).map_err(|e| Error::database(&self.dir, e));
            Ok(json.and_then(|json| parse(&id, &json.0)))
        };
        self.each_row(
            "SELECT id, coalesce(brief, json) FROM records ORDER BY body, date, id",
            read,
            |brief| match brief {
                Ok(brief) => see(brief),
                Err(error) => {
                    lost.0.push(error.to_string());
                    Ok(())
                }
            },
        )?;
        Ok(lost)
    }

    /// The records that are not as they were written: by rot, or by another hand.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn altered(&self) -> Result<Lost, Error> {
        let mut altered = Lost::default();
        let read = |row: &Row<'_>| {
            let (id, sha256): (String, String) = (row.get(0)?, row.get(2)?);
            let json = row.get::<_, Unpacked>(1);
            Ok((id, json.is_ok_and(|json| SourceId::of(json.0.as_bytes()).to_string() == sha256)))
        };
        self.each_row("SELECT id, json, sha256 FROM records WHERE sha256 IS NOT NULL", read, |(id, is_whole)| {
            if !is_whole {
                altered.0.push(format!("record `{id}` is not what was written; ingest its file again with --reread"));
            }
            Ok::<(), Error>(())
        })?;
        Ok(altered)
    }

    /// Reads the rows of a query one by one, so that no more than one is held.
    fn each_row<T, E: From<Error>>(
        &self,
        sql: &str,
        mut read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
        mut see: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        let failed = |e| Error::database(&self.dir, e);
        let mut all = self.db.prepare(sql).map_err(failed)?;
        let mut rows = all.query([]).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            see(read(row).map_err(failed)?)?;
        }
        Ok(())
    }

    /// Whether a work was last seen under this folder.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn has_under(&self, folder: &Path) -> Result<bool, Error> {
        // All paths under a folder sort between it with `/` and it with the next sign.
        let (mut from, mut to) = (folder.as_os_str().to_owned(), folder.as_os_str().to_owned());
        from.push("/");
        to.push("0");
        self.sql(|db| {
            db.prepare_cached("SELECT EXISTS (SELECT 1 FROM works WHERE origin > ?1 AND origin < ?2)")?
                .query_row(params![PathValue(Path::new(&from)), PathValue(Path::new(&to))], |r| r.get(0))
        })
    }

    /// The ids of all records, by the hash of the file that they were read from.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn by_source(&self) -> Result<Vec<(String, Vec<String>)>, Error> {
        let rows: Vec<(String, String)> = self.sql(|db| {
            let mut all = db.prepare(
                "SELECT ledger.sha256, records.id FROM records JOIN ledger ON ledger.work = records.work
                 ORDER BY ledger.sha256, records.id",
            )?;
            all.query_map([], |r| Ok((r.get::<_, Option<String>>(0)?.unwrap_or_default(), r.get(1)?)))?.collect()
        })?;
        let mut sources: Vec<(String, Vec<String>)> = Vec::new();
        for (source, id) in rows {
            match sources.last_mut() {
                Some((last, ids)) if *last == source => ids.push(id),
                _ => sources.push((source, vec![id])),
            }
        }
        Ok(sources)
    }

    /// The records of a body, as they write its name, in the order of their days.
    ///
    /// # Errors
    /// Where the database fails or a record cannot be read back.
    pub fn of_body(&self, body: &str) -> Result<Vec<Meeting>, Error> {
        let rows: Vec<(String, String)> = self.sql(|db| {
            let mut of = db.prepare("SELECT id, json FROM records WHERE body = ?1 ORDER BY date, id")?;
            of.query_map([body], |r| Ok((r.get(0)?, r.get::<_, Unpacked>(1)?.0)))?.collect()
        })?;
        rows.iter().map(|(id, json)| parse(id, json)).collect()
    }

    /// The record of this id.
    ///
    /// # Errors
    /// Where the database fails or the record cannot be read back.
    pub fn by_id<T: DeserializeOwned>(&self, id: &str) -> Result<Option<T>, Error> {
        let json: Option<Unpacked> = self.sql(|db| {
            db.prepare_cached("SELECT json FROM records WHERE id = ?1")?.query_row([id], |r| r.get(0)).optional()
        })?;
        json.map(|json| parse(id, &json.0)).transpose()
    }

    /// The records that an id, the beginning of one, a readable alias, or the name of their file names.
    ///
    /// # Errors
    /// Where the database fails or a record cannot be read back.
    pub fn find(&self, name: &str) -> Result<Vec<Meeting>, Error> {
        let ids: Vec<String> = self.sql(|db| {
            let mut by_name = db.prepare(
                "SELECT id FROM records WHERE id = ?1
                 UNION SELECT id FROM records WHERE length(?1) >= 4 AND substr(id, 1, length(?1)) = ?1
                 UNION SELECT records.id FROM aliases JOIN records ON records.id = aliases.record WHERE aliases.slug = ?1
                 UNION SELECT records.id FROM works JOIN records ON records.work = works.id
                     WHERE key = ?1 OR substr(key, -length(?1) - 1) = '/' || ?1
                 ORDER BY 1",
            )?;
            by_name.query_map([name], |r| r.get(0))?.collect()
        })?;
        ids.iter().filter_map(|id| self.by_id(id).transpose()).collect()
    }
}
