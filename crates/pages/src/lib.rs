//! Turns the bytes of a file into pages of positioned words, rules and images.
//!
//! [`read`] finds the kind of file from its bytes and fails only where they are no document at all,
//! are locked or pass a limit. Whatever else is wrong with a document becomes a warning.

mod docx;
mod encoding;
mod error;
mod flow;
mod html;
mod inline;
mod limits;
mod numeral;
mod pdf;
mod spelling;
mod text;

use types::{MediaType, Pages, Source, Warned};

pub use error::Error;
pub use limits::{Limit, Limits, UnknownLimit};
pub use pdf::picture::Picture;

use encoding::decode;

/// Reads the pages of a source.
///
/// # Errors
/// Where the bytes are not a document, are locked, pass a limit or hold no text at all.
pub fn read(source: &Source, limits: &Limits) -> Result<Warned<Pages>, Error> {
    let bytes = source.bytes();
    if bytes.len() > limits.bytes {
        return Err(Error::OverLimit(format!("{} bytes, at most {} are read", bytes.len(), limits.bytes)));
    }
    let mut pages = match media_type(bytes)? {
        MediaType::Pdf => return pdf::read(bytes, limits),
        MediaType::Docx => docx::read(bytes, limits)?,
        MediaType::Html => html::read(&decode(bytes), limits),
        MediaType::Text => text::read(&decode(bytes), limits)?,
    };
    for page in &mut pages.value.pages {
        page.quality = Some(spelling::judge(page));
    }
    Ok(pages)
}

/// Paints a page of a PDF, counted from 1, at `scale` pixels a point; `None` if the source is no PDF or has no such
/// page.
///
/// # Errors
/// As [`read`].
pub fn picture(source: &Source, page: u32, scale: f32) -> Result<Option<Picture>, Error> {
    match media_type(source.bytes())? {
        MediaType::Pdf => pdf::picture::picture(source.bytes(), page, scale),
        _ => Ok(None),
    }
}

/// How far into a file the mark of its kind is looked for (PDF 1.7, annex H.3.4.1: 1024 bytes).
const HEAD: usize = 1024;

/// Finds the kind of a file from its bytes.
///
/// # Errors
/// Where there are none, or they are of a kind that is not read.
pub fn media_type(bytes: &[u8]) -> Result<MediaType, Error> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Error::Empty);
    }
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let find = |needle: &[u8]| head.windows(needle.len()).any(|w| w.eq_ignore_ascii_case(needle));
    if find(b"%PDF-") {
        return Ok(MediaType::Pdf);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return docx::is_docx(bytes)
            .then_some(MediaType::Docx)
            .ok_or(Error::UnknownFormat("a ZIP archive that is not a Word document"));
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(Error::UnknownFormat("a Word 97 or other OLE file: save it as DOCX"));
    }
    if bytes.starts_with(b"{\\rtf") {
        return Err(Error::UnknownFormat("rich text: save it as DOCX"));
    }
    // UTF-16 has zero bytes and is text all the same.
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    if !utf16 && head.contains(&0) {
        return Err(Error::UnknownFormat("binary data"));
    }
    let start = decode(head);
    let start = start.trim_start().to_ascii_lowercase();
    let is_html = ["<!doctype html", "<html", "<head", "<body", "<?xml"].iter().any(|m| start.starts_with(m))
        || (start.starts_with('<') && (find(b"<html") || find(b"<body") || find(b"<!doctype") || is_fragment(&start)));
    Ok(if is_html { MediaType::Html } else { MediaType::Text })
}

/// A piece of a web page without its frame: it begins with a tag and closes several of the usual ones.
fn is_fragment(start: &str) -> bool {
    let closed =
        ["</p>", "</h1>", "</h2>", "</h3>", "</h4>", "</li>", "</td>", "</div>", "</strong>", "</b>", "</table>"];
    closed.iter().map(|tag| start.matches(tag).count()).sum::<usize>() >= 3
}

#[cfg(test)]
mod tests {
    use types::FailureReason;

    use super::*;

    #[test]
    fn the_kind_is_found_from_the_bytes() {
        assert_eq!(media_type(b"junk\n%PDF-1.4\n"), Ok(MediaType::Pdf));
        assert_eq!(media_type(b"  <!DOCTYPE html><p>x"), Ok(MediaType::Html));
        assert_eq!(media_type(b"Minutes of a meeting"), Ok(MediaType::Text));
        assert_eq!(media_type(b"a < b <html"), Ok(MediaType::Text));
        assert_eq!(media_type(b"<!--#set var -->\n<h1>Minutes</h1><p>One.</p><p>Two.</p>"), Ok(MediaType::Html));
        assert_eq!(media_type(b"<draft> Minutes of <b>the</b> board"), Ok(MediaType::Text));
        assert_eq!(media_type(b" \n "), Err(Error::Empty));
        assert_eq!(media_type(b"\x7fELF\x00\x01").map_err(|e| e.reason()), Err(FailureReason::UnknownFormat));
        assert_eq!(media_type(b"PK\x03\x04rest").map_err(|e| e.reason()), Err(FailureReason::UnknownFormat));
    }

    #[test]
    fn a_file_over_the_limit_is_refused_with_its_size() {
        let limits = Limits { bytes: 3, ..Limits::default() };
        let error = read(&Source::new(b"four".to_vec()), &limits).map(|_| ());
        assert_eq!(error.as_ref().map_err(Error::reason), Err(FailureReason::OverLimit));
    }
}
