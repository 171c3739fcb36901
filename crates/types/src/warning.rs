use serde::{Deserialize, Serialize};

use crate::place::Cite;

/// What a warning is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WarningKind {
    /// The page holds no text that could be read; what is absent from the record may stand there.
    PageNotRead,
    /// Some characters of the page have no known meaning.
    UnknownCharacters,
    /// A part of the file is damaged and was repaired or left out.
    Damaged,
    /// A limit was reached and the rest was left out.
    LimitReached,
    /// Two places of the document give different dates.
    DateConflict,
    /// The weekday that is printed is not the weekday of the date.
    WeekdayConflict,
    /// A section has a heading and nobody under it.
    EmptySection,
    /// The same person is both present and away.
    AttendanceConflict,
}

/// Something that a reader should know. Not an error: the reading went on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Warning {
    /// What it is about.
    pub kind: WarningKind,
    /// A sentence.
    pub message: String,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cite: Option<Cite>,
    /// 1-based page, where it is about a page as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

/// An output and its warnings.
#[derive(Clone, Debug)]
pub struct Warned<T> {
    /// The output.
    pub value: T,
    /// In the order in which they arose.
    pub warnings: Vec<Warning>,
}

impl<T> Warned<T> {
    /// An output without any warning.
    pub fn clean(value: T) -> Self {
        Self { value, warnings: Vec::new() }
    }
}

/// The warnings collected on the way down the hallway.
#[derive(Debug, Default)]
pub struct Warnings(Vec<Warning>);

impl Warnings {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps the warnings and gives the output.
    pub fn take<T>(&mut self, warned: Warned<T>) -> T {
        self.0.extend(warned.warnings);
        warned.value
    }

    /// Adds a warning about a value.
    pub fn at(&mut self, kind: WarningKind, message: impl Into<String>, cite: Cite) {
        self.0.push(Warning { kind, message: message.into(), cite: Some(cite), page: None });
    }

    /// Adds a warning about a page as a whole.
    pub fn on_page(&mut self, kind: WarningKind, message: impl Into<String>, page: u32) {
        self.0.push(Warning { kind, message: message.into(), cite: None, page: Some(page) });
    }

    /// Adds a warning about the document as a whole.
    pub fn about(&mut self, kind: WarningKind, message: impl Into<String>) {
        self.0.push(Warning { kind, message: message.into(), cite: None, page: None });
    }

    /// All that was collected, in its order.
    pub fn into_vec(self) -> Vec<Warning> {
        self.0
    }

    /// The output together with all that was collected.
    pub fn around<T>(self, value: T) -> Warned<T> {
        Warned { value, warnings: self.0 }
    }
}
