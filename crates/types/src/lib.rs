//! The nouns of the hallway, with their invariants.
//!
//! Bytes become [`Pages`], pages a [`Document`], a document its [`Meeting`] records. Each room of
//! the hallway has one type, and nothing here opens a file, asks the time or prints.

mod calendar;
mod document;
mod failure;
mod page;
mod papers;
mod passage;
mod place;
mod record;
mod source;
mod terms;
mod warning;

pub use calendar::{Clock, Date, Weekday, month_named};
pub use document::{Block, Cell, Document, Furniture, ListLabel, PageText, Row, Run, Table, Text};
pub use failure::Failure;
pub use page::{
    Attachment, BBox, Bookmark, Child, Color, Comment, Facts, Fill, Image, MediaType, Node, POOR, Page, Pages, Quality,
    Rule, Structure, Style, Tag, Word, turn,
};
pub use papers::*;
pub use passage::{Line, Passage};
pub use place::{Cite, Cited, Place};
pub use record::*;
pub use source::{ParseSourceIdError, Source, SourceId};
pub use terms::*;
pub use warning::{Warned, Warning, WarningKind, Warnings};
