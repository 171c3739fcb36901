//! What a paper's head says.

use std::ops::Range;

use types::{Cite, Cited, Clock, Date, Location};

use crate::stream::Stream;

/// What the head says.
#[derive(Default)]
pub(crate) struct Head {
    pub(crate) title: Option<Cited<String>>,
    pub(crate) body: Option<Cited<String>>,
    pub(crate) parent: Option<Cited<String>>,
    pub(crate) date: Option<Cited<Date>>,
    pub(crate) start: Option<Cited<Clock>>,
    pub(crate) end: Option<Cited<Clock>>,
    pub(crate) place: Option<Cited<Location>>,
}

impl Head {
    /// The day of the meeting.
    pub(crate) fn day(&self) -> Option<Date> {
        self.date.as_ref().map(|d| d.value)
    }

    /// The name of the body that met.
    pub(crate) fn body(&self) -> Option<&str> {
        self.body.as_ref().map(|b| b.value.as_str())
    }
}

/// A value that was read from these bytes of a paragraph.
pub(crate) fn cited<T>(paper: &Stream<'_>, para: usize, range: Range<usize>, value: T) -> Cited<T> {
    let cite = paper.paras.get(para).map(|p| paper.document.cite(&p.text, range)).unwrap_or_default();
    Cited { value, cite }
}

/// The value's places; none without a value.
pub(crate) fn cite_of<T>(value: Option<&Cited<T>>) -> Cite {
    value.map(|v| v.cite.clone()).unwrap_or_default()
}
