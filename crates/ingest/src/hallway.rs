//! The hallway for one source: bytes to pages to document to meetings.

use pages::{Error, Limits};
use types::{Document, Meeting, Pages, Source, SourceFacts, StructureOrigin, Warned, WarningKind, Warnings};

/// What one source holds.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Its text in reading order.
    pub document: Document,
    /// The meetings that it describes, at least one.
    pub meetings: Vec<Meeting>,
}

/// Reads one source as far as its text in reading order.
///
/// # Errors
/// Only where the bytes are not a document that can be read at all.
pub fn arrange(source: &Source, limits: &Limits) -> Result<Warned<Document>, Error> {
    let looked = look(source, limits)?;
    Ok(Warned { value: looked.value.1, warnings: looked.warnings })
}

/// Reads one source as far as its text in reading order, and shows its pages too.
///
/// # Errors
/// Only where the bytes are not a document that can be read at all.
pub fn look(source: &Source, limits: &Limits) -> Result<Warned<(Pages, Document)>, Error> {
    let mut warnings = Warnings::new();
    let pages = warnings.take(pages::read(source, limits)?);
    let document = warnings.take(layout::arrange(source.id(), &pages));
    Ok(warnings.around((pages, document)))
}

/// Reads one source into its meetings. Touches no file, no clock and no network.
///
/// # Errors
/// Only where the bytes are not a document that can be read at all.
pub fn read(source: &Source, limits: &Limits) -> Result<Warned<Reading>, Error> {
    let Warned { value: document, warnings } = arrange(source, limits)?;
    let all = Warned { value: (), warnings };
    let unread = all.warnings.iter().filter(|w| w.kind == WarningKind::PageNotRead).filter_map(|w| w.page).collect();
    let facts = SourceFacts {
        file: source.file.clone(),
        url: source.url.clone(),
        sha256: source.id().to_string(),
        media_type: document.media_type,
        bytes: source.bytes().len() as u64,
        pages: u32::try_from(document.pages.len()).unwrap_or(u32::MAX),
        language: None,
        text: meeting::origin(&document),
        quality: 0.0,
        known_words: 0.0,
        glued_words: 0.0,
        structure: StructureOrigin::Layout,
        poor_pages: Vec::new(),
        unread_pages: unread,
    };
    let mut meetings = meeting::extract(&document, &facts);
    // A reader of the record must see what the rooms before could not read.
    for meeting in &mut meetings.value {
        meeting.warnings.splice(0..0, all.warnings.iter().cloned());
    }
    let warnings = all.warnings.into_iter().chain(meetings.warnings).collect();
    Ok(Warned { value: Reading { document, meetings: meetings.value }, warnings })
}
