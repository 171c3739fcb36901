//! The hallway for one source: bytes to pages to document to meetings.

use std::any::Any;

use pages::{Error, Limits};
use types::{Document, Meeting, Pages, Source, Warned, Warnings};

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
    let document = layout::arrange(source.id(), &pages);
    Ok(warnings.around((pages, document)))
}

/// Reads one source into its meetings. Touches no file, no clock and no network.
///
/// # Errors
/// Only where the bytes are not a document that can be read at all.
pub fn read(source: &Source, limits: &Limits) -> Result<Warned<Reading>, Error> {
    let Warned { value: document, warnings } = arrange(source, limits)?;
    let meetings = meeting::extract(source, &document, &warnings);
    Ok(Warned { value: Reading { document, meetings }, warnings })
}

/// What to say of a panic of the reader.
pub fn panic_message(panic: &(dyn Any + Send)) -> String {
    let said = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    format!("the reader failed on it ({}); please report the file", said.unwrap_or("no message"))
}
