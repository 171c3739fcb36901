//! A meeting as far as its paper's head, outline and attendance are known: what every finder of business starts from.

use types::{Date, DocumentKind, Participant};

use crate::kind::is_ahead;
use crate::outline::Outline;
use crate::stream::Stream;

/// Complete when it is made; nothing is filled in later.
#[derive(Clone, Copy)]
pub(crate) struct Sitting<'s, 'd> {
    pub(crate) paper: &'s Stream<'d>,
    pub(crate) outline: &'s Outline,
    pub(crate) kind: DocumentKind,
    /// The day of the meeting, if the paper says it.
    pub(crate) day: Option<Date>,
    pub(crate) people: &'s [Participant],
}

impl Sitting<'_, '_> {
    /// The paper is for a meeting to come: it decides nothing and asks nobody yet.
    pub(crate) fn is_ahead(&self) -> bool {
        is_ahead(self.kind)
    }
}
