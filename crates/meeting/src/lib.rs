//! Turns a document into meeting records.
//!
//! The document becomes one stream of paragraphs (`stream`), which is parted into meetings (`parts`). Of each meeting
//! its front is read (head, outline, kind), then who was there, then what it did, and the record is written. Everything
//! is found by the grammar of minutes (`grammar`); nothing knows a single paper. `RULES.md` has the rules for cases in
//! which a paper can be read in more than one way.

mod acronyms;
mod actions;
mod attendance;
mod business;
mod closing_time;
pub mod confidence;
mod contradictions;
mod decisions;
mod declarations;
mod exempt;
mod figures;
mod forward;
mod front;
mod grammar;
mod head;
mod items;
mod kind;
mod next_meetings;
mod organisations;
mod outline;
mod parts;
mod people;
mod previous_minutes;
mod proceedings;
mod record;
mod reports;
mod sitting;
mod source_facts;
mod speakers;
mod stream;
mod tables;
mod votes;
mod web_page;

use types::{Document, Meeting, Source, SourceFacts, Warning, Warnings};

use crate::attendance::{Attended, read_attendance};
use crate::business::read_business;
use crate::front::read_front;
use crate::items::write::write_items;
use crate::parts::{Part, split_parts};
use crate::proceedings::read_proceedings;
use crate::record::{Told, write_record};
use crate::sitting::Sitting;
use crate::source_facts::source_facts;
use crate::speakers::Speakers;
use crate::stream::Stream;

/// Reads the meetings that a document describes, in its order; at least one.
/// `before` are the warnings of the rooms that read the document; each record repeats them.
pub fn extract(source: &Source, document: &Document, before: &[Warning]) -> Vec<Meeting> {
    let facts = source_facts(source, document, before);
    let paper = Stream::of(document);
    split_parts(&paper).iter().map(|part| read_part(&paper, part, &facts, before)).collect()
}

fn read_part(paper: &Stream<'_>, part: &Part, source: &SourceFacts, before: &[Warning]) -> Meeting {
    let mut warnings = Warnings::new();
    let front = read_front(paper, part, &mut warnings);
    let Attended { people, complete } = read_attendance(paper, &front, &mut warnings);
    let sitting = Sitting { paper, outline: &front.outline, kind: front.kind, day: front.head.day(), people: &people };
    let came = read_proceedings(&sitting, front.head.body());
    let business = read_business(&sitting, part, &mut warnings);
    let speakers = Speakers::of(&sitting);
    let items = write_items(&sitting, &speakers);
    let initials = speakers.into_initials();
    let told =
        Told { before, source, people, participants_complete: complete, items, initials, came, business, warnings };
    write_record(paper, part, front, told)
}
