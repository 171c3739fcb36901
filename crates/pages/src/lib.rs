//! Turns the bytes of a file into pages of positioned words, rules and images.
//!
//! [`read`] finds the kind of file from its bytes and fails only where they are no document at all,
//! are locked or pass a limit. Whatever else is wrong with a document becomes a warning.

mod docx;
mod flow;
mod html;
mod inline;
mod pdf;
mod spelling;
mod text;

use types::{MediaType, Pages, Source, Warned};

/// How much of one document is read. Beyond it the document is refused, or the rest of a page left out.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Bytes that one stream or part may unpack to.
    pub unpacked: usize,
    /// Pages of one document.
    pub pages: usize,
    /// Glyphs of one page.
    pub glyphs: usize,
    /// Drawn lines of one page, and filled boxes.
    pub rules: usize,
    /// Operations of one page with all its forms, which multiply when they paint each other.
    pub operations: usize,
    /// Depth of nested tags.
    pub depth: usize,
}

/// A limit that has a name: its value can be set by it.
pub struct Limit {
    /// Its name.
    pub name: &'static str,
    /// What it limits, and why at this value.
    pub reason: &'static str,
    /// Its place.
    pub value: fn(&mut Limits) -> &mut usize,
}

impl Limits {
    /// All limits.
    pub const ALL: [Limit; 7] = [
        Limit {
            name: "bytes",
            reason: "bytes of the file; ten times the largest council pack seen (40 MB)",
            value: |l| &mut l.bytes,
        },
        Limit {
            name: "unpacked",
            reason: "bytes that one stream or part may unpack to; no page seen has a tenth of it, and two fit into 300 MB",
            value: |l| &mut l.unpacked,
        },
        Limit {
            name: "pages",
            reason: "pages of the document; ten times the largest pack seen",
            value: |l| &mut l.pages,
        },
        Limit { name: "glyphs", reason: "characters of one page; twenty times a dense one", value: |l| &mut l.glyphs },
        Limit {
            name: "rules",
            reason: "drawn lines of one page, and as many filled boxes; maps have more, tables do not",
            value: |l| &mut l.rules,
        },
        Limit {
            name: "operations",
            reason: "drawing operations of one page with all its forms, which multiply when they paint each other",
            value: |l| &mut l.operations,
        },
        Limit { name: "depth", reason: "depth of nested tags; reading them takes stack", value: |l| &mut l.depth },
    ];
}

impl Default for Limits {
    /// The reason for each value stands in [`Limits::ALL`].
    fn default() -> Self {
        Self {
            bytes: 400 << 20,
            unpacked: 64 << 20,
            pages: 10_000,
            glyphs: 200_000,
            rules: 20_000,
            operations: 10_000_000,
            depth: 64,
        }
    }
}

/// Why a source gives no pages at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No bytes.
    #[error("the file is empty; fetch it again")]
    Empty,
    /// No kind that is read here.
    #[error("not a document that can be read ({0}); give a PDF, DOCX, HTML or text file")]
    UnknownFormat(&'static str),
    /// A password is needed.
    #[error("it is encrypted and needs a password; save an unlocked copy and read that")]
    Encrypted,
    /// Broken beyond repair.
    #[error("{0}; fetch it again")]
    Damaged(String),
    /// Larger than the limits allow.
    #[error("{0}; split the document")]
    OverLimit(String),
    /// Only pictures of pages: nothing can be read without text recognition.
    #[error("no text layer on any of its {pages} pages (a scan); run text recognition on it, then read it again")]
    NoText {
        /// How many pages it has.
        pages: usize,
    },
}

impl Error {
    /// The reason as the ledger keeps it.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::UnknownFormat(_) => "unknown_format",
            Self::Encrypted => "encrypted",
            Self::Damaged(_) => "damaged",
            Self::OverLimit(_) => "over_limit",
            Self::NoText { .. } => "no_text",
        }
    }
}

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

/// A painted page.
pub struct Picture {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Red, green and blue of each, row by row from the top.
    pub pixels: Vec<u8>,
    /// Pixels a point.
    pub scale: f32,
}

/// Paints a page of a PDF, counted from 1, at `scale` pixels a point; `None` if the source is no PDF or has no such
/// page.
///
/// # Errors
/// As [`read`].
pub fn picture(source: &Source, page: u32, scale: f32) -> Result<Option<Picture>, Error> {
    match media_type(source.bytes())? {
        MediaType::Pdf => pdf::picture(source.bytes(), page, scale),
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
        || (start.starts_with('<') && (find(b"<html") || find(b"<body") || find(b"<!doctype")));
    Ok(if is_html { MediaType::Html } else { MediaType::Text })
}

/// The characters of a text file: UTF-8, UTF-16 with a mark, or else Windows-1252, as older council
/// systems write it.
fn decode(bytes: &[u8]) -> String {
    let utf16 = |from: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).skip(1).map(|c| from([c[0], c[1]]));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    if bytes.starts_with(&[0xff, 0xfe]) {
        return utf16(u16::from_le_bytes);
    }
    if bytes.starts_with(&[0xfe, 0xff]) {
        return utf16(u16::from_be_bytes);
    }
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        // A character cut by the end of the head is no sign of another encoding.
        Err(e) if e.error_len().is_none() => String::from_utf8_lossy(&bytes[..e.valid_up_to()]).into_owned(),
        Err(_) => bytes.iter().map(|&b| inline::windows_1252(b)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_is_found_from_the_bytes() {
        assert_eq!(media_type(b"junk\n%PDF-1.4\n"), Ok(MediaType::Pdf));
        assert_eq!(media_type(b"  <!DOCTYPE html><p>x"), Ok(MediaType::Html));
        assert_eq!(media_type(b"Minutes of a meeting"), Ok(MediaType::Text));
        assert_eq!(media_type(b"a < b <html"), Ok(MediaType::Text));
        assert_eq!(media_type(b" \n "), Err(Error::Empty));
        assert_eq!(media_type(b"\x7fELF\x00\x01").map_err(|e| e.reason()), Err("unknown_format"));
        assert_eq!(media_type(b"PK\x03\x04rest").map_err(|e| e.reason()), Err("unknown_format"));
    }

    #[test]
    fn old_encodings_are_read() {
        assert_eq!(decode(b"\xff\xfea\x00\xe9\x00"), "a\u{e9}");
        assert_eq!(decode(b"\xa3150 \x96 agreed"), "\u{a3}150 \u{2013} agreed");
        assert_eq!(decode("\u{feff}Caf\u{e9}".as_bytes()), "Caf\u{e9}");
    }

    #[test]
    fn a_file_over_the_limit_is_refused_with_its_size() {
        let limits = Limits { bytes: 3, ..Limits::default() };
        let error = read(&Source::new(b"four".to_vec()), &limits).map(|_| ());
        assert_eq!(error.as_ref().map_err(Error::reason), Err("over_limit"));
    }
}
