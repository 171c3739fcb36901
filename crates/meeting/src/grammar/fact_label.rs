//! What a label in a paper's head announces: `Date:`, `Venue:`, `Name of committee:`.

/// A fact that a label announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fact {
    Date,
    Time,
    Place,
    Body,
}

/// The fact that a label announces: `Date:`, `Dyddiad / Date:`.
pub(crate) fn fact_label(text: &str) -> Option<Fact> {
    let label = text.trim().trim_end_matches([':', '-', '\u{2013}', ' ']).to_lowercase();
    label.split('/').map(str::trim).find_map(|part| {
        Some(match part {
            "date"
            | "dyddiad"
            | "date of meeting"
            | "meeting date"
            | "held on"
            | "date and time"
            | "date & time"
            | "day"
            | "date and location"
            | "date and place"
            | "date and venue"
            | "date of the meeting"
            | "date/time"
            | "date of decision"
            | "when" => Fact::Date,
            "time" | "amser" | "start time" => Fact::Time,
            "venue" | "location" | "place" | "lleoliad" | "held at" | "at" | "where" | "meeting venue" => Fact::Place,
            "title of meeting"
            | "decision to be taken by"
            | "decision taken by"
            | "decision maker"
            | "decided at meeting"
            | "body"
            | "group"
            | "board"
            | "committee"
            | "meeting"
            | "name of meeting"
            | "meeting name"
            | "meeting of"
            | "name of committee" => Fact::Body,
            _ => return None,
        })
    })
}
