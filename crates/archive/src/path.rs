//! Paths in the database: as text, or byte for byte where they are not UTF-8, so that each leads back to its file.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rusqlite::ToSql;
use rusqlite::types::{FromSqlError, ToSqlOutput, ValueRef};

/// A path on its way into the database.
pub(crate) struct PathValue<'a>(pub(crate) &'a Path);

impl ToSql for PathValue<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let bytes = self.0.as_os_str().as_bytes();
        let value = if self.0.to_str().is_some() { ValueRef::Text(bytes) } else { ValueRef::Blob(bytes) };
        Ok(ToSqlOutput::Borrowed(value))
    }
}

/// A path on its way back.
pub(crate) fn path(value: ValueRef<'_>) -> Result<PathBuf, FromSqlError> {
    match value {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Ok(OsStr::from_bytes(bytes).into()),
        _ => Err(FromSqlError::InvalidType),
    }
}
