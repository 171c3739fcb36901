//! Business without the public.

use types::{Cite, ExemptSession, ExemptState};

use crate::grammar::pattern;
use crate::outline::{Sentence, sentences};
use crate::sitting::Sitting;

/// Business without the public.
pub(crate) fn read_exempt_session(sitting: &Sitting<'_, '_>) -> ExemptSession {
    let Sitting { paper, outline, .. } = *sitting;
    let (range, agenda) = (&outline.range, sitting.is_ahead());
    let mut session = ExemptSession {
        state: ExemptState::NotRecorded,
        statute: None,
        paragraphs: Vec::new(),
        items: Vec::new(),
        cite: Cite::default(),
    };
    for Sentence { spot, words } in sentences(paper, range.clone(), None) {
        let excludes =
            pattern!(r"(?i)\b(?:press|public)\b[^.]{0,120}\bexclu|\bexclu\w+\b[^.]{0,80}\b(?:press|public)\b")
                .is_match(words);
        let statute = pattern!(
            r"
            (?:Section\s+\d+[A-Z]?(?:\(\d\w?\))*\s+of\s+the\s+)?(?:Local Government(?: \([^)]*\))? Act
            (?: \([^)]*\))?|Public Bodies \(Admission to Meetings\) Act)(?:\s*\(NI\))?,? (?:19|20)\d{2}
        "
        )
        .find(words);
        let first = session.state == ExemptState::NotRecorded;
        if excludes && words.len() > 40 {
            let planned =
                agenda || pattern!(r"(?i)\b(?:will be|to consider|may be|is recommended|to pass)\b").is_match(words);
            if first || session.state == ExemptState::Planned && !planned {
                session.state = if planned { ExemptState::Planned } else { ExemptState::Excluded };
                session.cite = paper.cite_spot(&spot);
                session.statute = statute.map(|s| s.as_str().to_owned());
                session.paragraphs = pattern!(r"(?i)\bparagraphs?\s+((?:\d{1,2}(?:,| and | or |\s)*)+)")
                    .captures(words)
                    .and_then(|c| c.get(1))
                    .map(|m| pattern!(r"\d+").find_iter(m.as_str()).map(|n| n.as_str().to_owned()).collect())
                    .unwrap_or_default();
            }
        } else if first && pattern!(r"^\W*(?:UNRESTRICTED ITEMS|PART A|OPEN (?:SESSION|ITEMS))\b").is_match(words) {
            session.state = ExemptState::Open;
            session.cite = paper.cite_spot(&spot);
        }
    }
    session
}
