//! JSON as the database keeps it: deflated, since a record says the same names and quotes many times over. What older
//! versions wrote is text, and is read as well.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};

/// A text on its way into the database.
pub(crate) struct Packed<'t>(pub(crate) &'t str);

impl ToSql for Packed<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let mut out = ZlibEncoder::new(Vec::new(), Compression::new(4));
        let packed = out.write_all(self.0.as_bytes()).and_then(|()| out.finish());
        let packed = packed.map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))?;
        Ok(ToSqlOutput::from(packed))
    }
}

/// A text on its way out of it.
pub(crate) struct Unpacked(pub(crate) String);

impl FromSql for Unpacked {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        /// No record that is stored is larger, in bytes; rot may claim anything.
        const LARGEST: u64 = 1 << 30;
        let ValueRef::Blob(packed) = value else { return Ok(Self(value.as_str()?.to_owned())) };
        let mut text = String::new();
        let read = ZlibDecoder::new(packed).take(LARGEST).read_to_string(&mut text);
        read.map_err(|e| FromSqlError::Other(Box::new(e)))?;
        Ok(Self(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_comes_back_as_it_went_in_and_rot_is_an_error() {
        let text = "{\"quote\": \"\u{e9}t\u{e9}\"}".repeat(50);
        let Ok(ToSqlOutput::Owned(rusqlite::types::Value::Blob(mut packed))) = Packed(&text).to_sql() else {
            panic!("no blob");
        };
        assert!(packed.len() * 10 < text.len());
        fn back(value: ValueRef<'_>) -> Option<String> {
            Unpacked::column_result(value).map(|u| u.0).ok()
        }
        assert_eq!(back(ValueRef::Blob(&packed)), Some(text.clone()));
        assert_eq!(back(ValueRef::Text(text.as_bytes())), Some(text.clone()));
        let middle = packed.len() / 2;
        packed[middle] ^= 0x10;
        assert_eq!(back(ValueRef::Blob(&packed)), None);
    }
}
