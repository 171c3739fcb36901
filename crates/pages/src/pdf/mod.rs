//! Reads PDF: objects, decryption and repair by `hayro-syntax`, fonts by `hayro-font`, the content
//! of pages by our own interpreter, because what a table needs (drawn lines, font names, clips) no
//! extraction library gives.

mod content;
mod font;
mod words;

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::Read;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, Stream, String as PdfString};
use hayro_syntax::{DecryptionError, LoadPdfError};
use types::{BBox, MediaType, Page, Pages, Warned, WarningKind, Warnings};

use crate::{Error, Limits};

/// Share of a page's glyphs without known meaning above which a reader is warned.
const UNKNOWN_SHARE: f32 = 0.05;

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Warned<Pages>, Error> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Error::Encrypted,
        LoadPdfError::Decryption(_) => Error::Encrypted,
        LoadPdfError::Invalid => Error::Damaged("no readable page tree".into()),
    })?;
    let mut warnings = Warnings::new();
    let count = pdf.pages().len();
    if count == 0 {
        return Err(Error::Damaged("it has no pages".into()));
    }
    if count > limits.pages {
        return Err(Error::OverLimit(format!("{count} pages, at most {} are read", limits.pages)));
    }

    let hidden = hidden_layers(&pdf);
    let mut interpreter = content::Interpreter::new(limits, &hidden);
    let mut pages = Vec::with_capacity(count);
    let (mut glyphs, mut invisible) = (0, 0);
    for (index, page) in pdf.pages().iter().enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let data = page_content(page.raw(), limits, number)?;
        let seen = interpreter.page(page, &data);
        let words = words::words(&seen.glyphs, interpreter.fonts());
        if seen.truncated {
            let message = format!("page {number} holds more than is read of one page; the rest was left out");
            warnings.on_page(WarningKind::LimitReached, message, number);
        }
        if seen.unknown as f32 > UNKNOWN_SHARE * seen.glyphs.len() as f32 {
            let message = format!(
                "{} of the {} characters on page {number} have no known meaning",
                seen.unknown,
                seen.glyphs.len()
            );
            warnings.on_page(WarningKind::UnknownCharacters, message, number);
        }
        if words.is_empty() && !seen.images.is_empty() {
            let message = format!("page {number} is a picture without text");
            warnings.on_page(WarningKind::PageNotRead, message, number);
        }
        glyphs += seen.glyphs.len();
        invisible += seen.invisible;
        let (width, height) = page.render_dimensions();
        pages.push(Page { number, width, height, words, rules: seen.rules, images: seen.images });
    }
    if pages.iter().all(|p| p.words.is_empty()) {
        return Err(if pages.iter().any(|p| !p.images.is_empty()) {
            Error::NoText { pages: count }
        } else {
            Error::Damaged("its pages hold neither text nor pictures".into())
        });
    }
    Ok(warnings.around(Pages {
        media_type: MediaType::Pdf,
        pages,
        structure: None,
        title: title(&pdf),
        language: language(&pdf),
        ocr: invisible * 2 > glyphs,
    }))
}

/// The page's content, its streams joined. Unpacked here and not by the library, which has no limit.
fn page_content<'a>(page: &Dict<'a>, limits: &Limits, number: u32) -> Result<Vec<u8>, Error> {
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
fn unpack<'a>(stream: &Stream<'a>, limit: usize) -> Option<Cow<'a, [u8]>> {
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

/// Layers (optional content groups) that are switched off: a reader does not see them.
fn hidden_layers(pdf: &Pdf) -> HashSet<ObjectIdentifier> {
    let xref = pdf.xref();
    let off = xref
        .get::<Dict<'_>>(xref.root_id())
        .and_then(|root| root.get::<Dict<'_>>(b"OCProperties".as_slice()))
        .and_then(|layers| layers.get::<Dict<'_>>(b"D".as_slice()))
        .and_then(|default| default.get::<Array<'_>>(b"OFF".as_slice()));
    let ids = off.iter().flat_map(Array::raw_iter).filter_map(|entry| match entry {
        MaybeRef::Ref(reference) => Some(reference.into()),
        MaybeRef::NotRef(_) => None,
    });
    ids.collect()
}

fn language(pdf: &Pdf) -> Option<String> {
    let xref = pdf.xref();
    let lang = xref.get::<Dict<'_>>(xref.root_id())?.get::<PdfString<'_>>(b"Lang".as_slice())?;
    let lang = std::str::from_utf8(lang.as_bytes()).ok()?.trim().to_owned();
    (!lang.is_empty()).then_some(lang)
}

fn title(pdf: &Pdf) -> Option<String> {
    let title = pdf.metadata().title.as_deref().map(crate::decode)?;
    let title = title.trim().to_owned();
    (!title.is_empty()).then_some(title)
}

/// The number that an operand is, if it is one.
fn number(object: &Object<'_>) -> Option<f64> {
    if let Object::Number(n) = object { Some(n.as_f64()) } else { None }
}

/// A box of the library's numbers.
fn bbox(corners: [(f64, f64); 2]) -> BBox {
    let [(x0, y0), (x1, y1)] = corners;
    BBox::new(x0 as f32, y0 as f32, x1 as f32, y1 as f32)
}
