//! Keeps sources, their versions, records and texts in one folder.
//!
//! ```text
//! DIR/archive.sqlite   works, their sightings, the records, the ledger
//! DIR/originals/ab/…   the files as found, named by the SHA-256 of their bytes
//! DIR/index/           the full-text index, which another crate keeps
//! DIR/writing          held while somebody writes
//! ```
//!
//! Every change is one transaction of SQLite's, so that a kill at any moment leaves the archive
//! whole; an original is written beside its place and then moved there.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "it keeps a folder")]

mod accounts;
mod brief;
mod error;
mod format;
mod ledger;
mod news;
mod originals;
mod packed;
mod path;
mod records;
mod store;
mod survey;
mod texts;
mod twins;

pub use error::Error;
pub use ledger::{Balance, Entry, Found, Known, Outcome, Run, Seen, Sighting, Space, Stored, Version, Work};
pub use news::{Change, changes};
pub use originals::Originals;
pub use store::{Archive, Changed, Lost};
pub use survey::{Absent, Classified, FoundFile, Survey, Task, UnreadableFile};
pub use texts::{Outside, Paper};

#[cfg(test)]
mod tests;
