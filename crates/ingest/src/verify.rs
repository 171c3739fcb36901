//! Reads every place of every record again: the quote must be there.

use std::collections::HashSet;

use archive::Archive;
use pages::Limits;
use rayon::prelude::*;
use types::{Meeting, Source, SourceId};

use crate::error::Error;

/// A place whose words are not what the record says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The record.
    pub record: String,
    /// The field.
    pub field: String,
    /// What is wrong.
    pub message: String,
}

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Records looked at.
    pub records: u64,
    /// Places looked at.
    pub places: u64,
    /// Records of files that are gone and were only referred to: their words are nowhere.
    pub out_of_reach: u64,
    /// Those that are wrong.
    pub faults: Vec<Fault>,
}

/// Verifies the archive, file by file; `done` is called with the number of records after each.
///
/// # Errors
/// Where the archive cannot be read.
pub fn verify(archive: &Archive, limits: &Limits, done: impl Fn(u64) + Sync) -> Result<Verified, Error> {
    /// Sources whose records are held at a time.
    const AT_ONCE: usize = 64;
    let originals = archive.originals()?;
    let at_hand: HashSet<SourceId> = archive.sources()?.into_iter().collect();
    let mut all = Verified::default();
    for sources in archive.by_source()?.chunks(AT_ONCE) {
        let mut loaded: Vec<(&String, Vec<Meeting>)> = Vec::new();
        for (sha256, ids) in sources {
            let mut meetings = Vec::new();
            for id in ids {
                match archive.by_id::<Meeting>(id) {
                    Ok(meeting) => meetings.extend(meeting),
                    Err(e) => {
                        let fault = Fault { record: id.clone(), field: "source".into(), message: e.to_string() };
                        all.faults.push(fault);
                    }
                }
            }
            loaded.push((sha256, meetings));
        }
        let parts: Vec<Verified> = loaded
            .par_iter()
            .map(|(sha256, meetings)| {
                let id = sha256.parse::<SourceId>();
                let bytes = match &id {
                    Ok(id) => originals.get(*id).map_err(|e| e.to_string()),
                    Err(e) => Err(e.to_string()),
                };
                let records = meetings.len() as u64;
                let part = match bytes {
                    Err(_) if id.is_ok_and(|id| !at_hand.contains(&id)) => {
                        Verified { records, out_of_reach: records, ..Verified::default() }
                    }
                    bytes => one(bytes, meetings, limits),
                };
                done(part.records);
                part
            })
            .collect();
        for part in parts {
            all.records += part.records;
            all.places += part.places;
            all.out_of_reach += part.out_of_reach;
            all.faults.extend(part.faults);
        }
    }
    Ok(all)
}

fn one(bytes: Result<Vec<u8>, String>, meetings: &[Meeting], limits: &Limits) -> Verified {
    let mut verified = Verified { records: meetings.len() as u64, ..Verified::default() };
    let whole = |message: String| {
        meetings
            .iter()
            .map(|m| Fault { record: m.id.clone(), field: "source".into(), message: message.clone() })
            .collect()
    };
    let document =
        bytes.and_then(|bytes| crate::hallway::arrange(&Source::new(bytes), limits).map_err(|e| e.to_string()));
    let document = match document {
        Ok(document) => document.value,
        Err(message) => {
            verified.faults = whole(message);
            return verified;
        }
    };
    for meeting in meetings {
        for (field, cite) in meeting.cites() {
            for place in &cite.0 {
                verified.places += 1;
                let page = usize::try_from(place.page).ok().and_then(|n| document.pages.get(n.checked_sub(1)?));
                let words = page.and_then(|p| p.slice(place.span));
                if words != Some(place.quote.as_str()) {
                    verified.faults.push(Fault {
                        record: meeting.id.clone(),
                        field: field.clone(),
                        message: format!("page {} does not say `{}` there", place.page, place.quote),
                    });
                }
            }
        }
    }
    verified
}
