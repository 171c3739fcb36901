//! A deciding sentence as found, before it is written into the record.

use types::{DecisionTier, DecisionType, Outcome};

use crate::stream::{Spot, Stream};

/// A deciding sentence, with the list that it takes with it.
#[derive(Clone, Debug)]
pub(crate) struct Ruling {
    /// Index into the outline's stretches.
    pub(crate) stretch: usize,
    /// Where its words stand; the first holds the deciding word, or the proposal that it disposes of.
    pub(crate) spots: Vec<Spot>,
    pub(crate) kind: DecisionType,
    pub(crate) tier: DecisionTier,
    pub(crate) outcome: Outcome,
    /// Mover and seconder are looked for from this spot's first byte on.
    pub(super) movers_from: Spot,
    /// The deciding word was lost; the text begins with "That" (record rule 20).
    pub(super) label_lost: bool,
    /// It was moved and seconded, and nothing more is said of it (record rule 42).
    pub(super) inferred: bool,
    /// The form of words by which it was found.
    pub(super) basis: &'static str,
    /// A line behind it that says who moved and who seconded it.
    pub(super) movers_behind: Option<Spot>,
}

impl Ruling {
    /// A ruling as it is read at first: nothing inferred, its label in its place, its movers before it.
    pub(super) fn read(
        stretch: usize,
        spots: Vec<Spot>,
        (kind, outcome): (DecisionType, Outcome),
        tier: DecisionTier,
        movers_from: Spot,
        basis: &'static str,
    ) -> Self {
        Self {
            stretch,
            spots,
            kind,
            tier,
            outcome,
            movers_from,
            label_lost: false,
            inferred: false,
            basis,
            movers_behind: None,
        }
    }

    /// Its words, one spot after another.
    pub(crate) fn text(&self, paper: &Stream<'_>) -> String {
        join_spots(paper, &self.spots)
    }
}

/// The words of spots with a space between them.
pub(super) fn join_spots(paper: &Stream<'_>, spots: &[Spot]) -> String {
    spots.iter().map(|s| paper.words(s)).collect::<Vec<_>>().join(" ")
}
