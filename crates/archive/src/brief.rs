//! A record as an overview of all of them reads it: a tenth of its size, beside it in the database.

use serde_json::{Value, json};
use types::Meeting;

/// The parts of a record that tell which meetings there are and how well their papers could be read, under the names
/// that they have in the record.
pub(crate) fn brief(meeting: &Meeting) -> Value {
    let source = &meeting.source;
    let items = meeting
        .agenda_items
        .iter()
        .map(|i| json!({"number": i.number, "parent_number": i.parent_number, "cite": i.cite}));
    json!({
        "id": meeting.id,
        "source": {
            "file": source.file, "pages": source.pages, "quality": source.quality, "known_words": source.known_words,
            "glued_words": source.glued_words, "unread_pages": source.unread_pages, "poor_pages": source.poor_pages,
        },
        "document": {"kind": meeting.document.kind, "status": meeting.document.status},
        "organization": {"name": meeting.organization.name, "parent": meeting.organization.parent},
        "meeting": {
            "meeting_state": meeting.meeting.meeting_state, "date": meeting.meeting.date,
            "cite": {"date": meeting.meeting.cite.date},
        },
        "agenda_items": items.collect::<Vec<_>>(),
        "previous_minutes": meeting.previous_minutes,
        "next_meetings": meeting.next_meetings,
    })
}
