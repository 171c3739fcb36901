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
    if let Some(times) = plain_flates(stream.dict()) {
        let mut data = stream.raw_data();
        for n in 0..times {
            let mut out = Vec::new();
            let mut inflate = flate2::read::ZlibDecoder::new(data.as_ref()).take((limit as u64).saturating_add(1));
            let whole = inflate.read_to_end(&mut out).is_ok();
            if out.len() > limit {
                return None;
            }
            // What stands before a fault is kept.
            if !whole && out.is_empty() {
                return stream.decoded_data().ok().filter(|data| n == 0 && data.len() <= limit);
            }
            data = Cow::Owned(out);
        }
        return Some(data);
    }
    let data = stream.decoded_data().unwrap_or(Cow::Borrowed(&[]));
    (data.len() <= limit).then_some(data)
}

/// How often the data are packed by Flate, without a predictor and by nothing else: once is what nearly every program
/// writes. Packed several times, a few bytes become gigabytes on the way to a page of text: each time has the limit.
fn plain_flates(dict: &Dict<'_>) -> Option<usize> {
    /// Nobody packs more often.
    const MOST: usize = 8;
    let flate = |f: &Name<'_>| matches!(f.as_str(), "FlateDecode" | "Fl");
    if dict.contains_key(b"DecodeParms".as_slice()) {
        return None;
    }
    if let Some(one) = dict.get::<Name<'_>>(b"Filter".as_slice()) {
        return flate(&one).then_some(1);
    }
    let filters = dict.get::<Array<'_>>(b"Filter".as_slice())?;
    let names: Vec<Name<'_>> = filters.iter::<Name<'_>>().take(MOST + 1).collect();
    ((1..=MOST).contains(&names.len()) && names.iter().all(flate)).then_some(names.len())
}

/// The number that an operand is, if it is one.
pub(super) fn number(object: &Object<'_>) -> Option<f64> {
    if let Object::Number(n) = object { Some(n.as_f64()) } else { None }
}
