//! Objects of a PDF file: opened, unpacked within limits, and read as numbers.

use std::borrow::Cow;
use std::io::Read;

use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use crate::error::Error;
use crate::limits::Limits;

pub(super) fn open(bytes: &[u8]) -> Result<Pdf, Error> {
    Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Error::Encrypted,
        LoadPdfError::Decryption(_) => Error::Encrypted,
        LoadPdfError::Invalid => Error::Damaged("no readable page tree".into()),
    })
}

/// The page's content, its streams joined. Unpacked here and not by the library, which has no limit.
pub(super) fn page_content<'a>(page: &Dict<'a>, limits: &Limits, number: u32) -> Result<Vec<u8>, Error> {
    let mut data = Vec::new();
    let mut add = |stream: &Stream<'a>| -> Result<(), Error> {
        if let Some(part) = unpack(stream, limits.unpacked.saturating_sub(data.len())) {
            data.extend_from_slice(&part);
            data.push(b'\n');
            Ok(())
        } else {
            Err(Error::OverLimit(format!(
                "the content of page {number} unpacks to more than {} MiB",
                limits.unpacked >> 20
            )))
        }
    };
    if let Some(stream) = page.get::<Stream<'_>>(b"Contents".as_slice()) {
        add(&stream)?;
    } else if let Some(streams) = page.get::<Array<'_>>(b"Contents".as_slice()) {
        for stream in streams.iter::<Stream<'_>>() {
            add(&stream)?;
        }
    }
    Ok(data)
}

/// The stream's bytes, or `None` if they would be more than `limit`. What stands before a fault in
/// the packed bytes is kept.
pub(super) fn unpack<'a>(stream: &Stream<'a>, limit: usize) -> Option<Cow<'a, [u8]>> {
    if is_plain_flate(stream.dict()) {
        let raw = stream.raw_data();
        let mut out = Vec::new();
        let mut inflate = flate2::read::ZlibDecoder::new(raw.as_ref()).take(limit as u64 + 1);
        let whole = inflate.read_to_end(&mut out).is_ok();
        if out.len() > limit {
            return None;
        }
        if whole || !out.is_empty() {
            return Some(Cow::Owned(out));
        }
    }
    let data = stream.decoded_data().unwrap_or(Cow::Borrowed(&[]));
    (data.len() <= limit).then_some(data)
}

/// The one filter is Flate, without a predictor: what nearly every program writes.
fn is_plain_flate(dict: &Dict<'_>) -> bool {
    let filter = dict.get::<Name<'_>>(b"Filter".as_slice()).or_else(|| {
        let filters = dict.get::<Array<'_>>(b"Filter".as_slice())?;
        let mut names = filters.iter::<Name<'_>>();
        let only = names.next();
        if names.next().is_some() { None } else { only }
    });
    filter.is_some_and(|f| matches!(f.as_str(), "FlateDecode" | "Fl")) && !dict.contains_key(b"DecodeParms".as_slice())
}

/// The number that an operand is, if it is one.
pub(super) fn number(object: &Object<'_>) -> Option<f64> {
    if let Object::Number(n) = object { Some(n.as_f64()) } else { None }
}
