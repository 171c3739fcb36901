//! The fields that a query can name, and what they hold.

use std::fmt;

/// Fields that hold words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Words {
    Text,
    Title,
    Body,
    Council,
    Person,
    Agency,
    Owner,
    Mover,
    Seconder,
    File,
}

/// Fields that hold one of a few terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Term {
    Kind,
    Type,
    Outcome,
    Role,
    Item,
    Document,
    Status,
    Possible,
}

/// Names of the fields, with what they hold.
pub(crate) const FIELDS: [(&str, Field); 26] = [
    ("text", Field::Words(Words::Text)),
    ("title", Field::Words(Words::Title)),
    ("body", Field::Words(Words::Body)),
    ("partnership", Field::Words(Words::Body)),
    ("council", Field::Words(Words::Council)),
    ("person", Field::Words(Words::Person)),
    ("agency", Field::Words(Words::Agency)),
    ("owner", Field::Words(Words::Owner)),
    ("mover", Field::Words(Words::Mover)),
    ("seconder", Field::Words(Words::Seconder)),
    ("file", Field::Words(Words::File)),
    ("kind", Field::Term(Term::Kind)),
    ("type", Field::Term(Term::Type)),
    ("outcome", Field::Term(Term::Outcome)),
    ("role", Field::Term(Term::Role)),
    ("item", Field::Term(Term::Item)),
    ("document", Field::Term(Term::Document)),
    ("doc", Field::Term(Term::Document)),
    ("status", Field::Term(Term::Status)),
    ("possible", Field::Term(Term::Possible)),
    ("date", Field::Days(Edge::Both)),
    ("year", Field::Days(Edge::Both)),
    ("from", Field::Days(Edge::From)),
    ("since", Field::Days(Edge::From)),
    ("to", Field::Days(Edge::To)),
    ("until", Field::Days(Edge::To)),
];

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Words(Words),
    Term(Term),
    Days(Edge),
}

/// Which end of the days a date gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edge {
    Both,
    From,
    To,
}

impl Words {
    /// Whether it holds names of people.
    pub(crate) fn is_of_people(self) -> bool {
        matches!(self, Self::Person | Self::Mover | Self::Seconder | Self::Owner)
    }
}

impl Term {
    /// The term that the index has for what was typed.
    pub(crate) fn value(self, typed: &str) -> Result<String, String> {
        let small = typed.trim().to_lowercase().replace([' ', '-'], "_");
        let one_of = |known: &[&str]| {
            let singular = small.strip_suffix('s').unwrap_or(&small);
            let fits = known.iter().find(|k| **k == small || **k == singular);
            fits.map(|k| (*k).to_owned())
                .ok_or_else(|| format!("`{typed}` is no {self}: it is one of {}", known.join(", ")))
        };
        match self {
            Self::Kind => match small.as_str() {
                "page" | "pages" | "text" => Ok("passage".into()),
                _ => one_of(&["item", "decision", "action", "passage"]),
            },
            Self::Possible => one_of(&["yes", "no"]),
            Self::Type => one_of(types::DecisionType::TERMS),
            Self::Outcome => one_of(types::Outcome::TERMS),
            Self::Role => one_of(types::Role::TERMS),
            Self::Document => match small.as_str() {
                "pack" => Ok("agenda_pack".into()),
                _ => one_of(types::DocumentKind::TERMS),
            },
            Self::Status => one_of(types::DocumentStatus::TERMS),
            Self::Item => Ok(typed.trim().to_lowercase()),
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Kind => "kind",
            Self::Type => "type of decision",
            Self::Outcome => "outcome",
            Self::Role => "role",
            Self::Item => "item",
            Self::Document => "kind of document",
            Self::Status => "status of a document",
            Self::Possible => "answer to `possible:`",
        })
    }
}
