//! The fixture papers against what a person read in them, and against the expected output of every stage.

use std::fs;
use std::path::{Path, PathBuf};

use ingest::{Limits, Reading};
use serde_json::{Value, json};
use types::{Meeting, Source};

use crate::place::{root, run};

fn papers() -> PathBuf {
    root().join("fixtures/papers")
}

/// Every paper in every format.
fn files() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(papers())
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| matches!(e.to_str(), Some("pdf" | "docx" | "html" | "txt"))))
        .collect();
    files.sort();
    assert!(files.len() >= 16, "{}", files.len());
    files
}

fn read(path: &Path) -> Reading {
    let name = path.file_name().unwrap().to_str().unwrap();
    let source = Source::new(fs::read(path).unwrap()).named(name);
    ingest::read(&source, &Limits::default()).unwrap_or_else(|e| panic!("{name}: {e}")).value
}

/// A record in the form of the truth.
fn told(meeting: &Meeting) -> Value {
    let m = &meeting.meeting;
    json!({
        "document": {"kind": meeting.document.kind, "status": meeting.document.status},
        "organization": {"name": meeting.organization.name, "parent": meeting.organization.parent},
        "meeting": {
            "date": m.date, "start_time": m.start_time, "end_time": m.end_time,
            "location": m.location.as_ref().map(|l| &l.name), "chair": m.chair,
        },
        "participants": meeting.participants.iter().map(|p| json!({
            "name": p.name, "attendance": p.attendance, "role": p.role, "organization": p.organization,
        })).collect::<Vec<_>>(),
        "agenda_items": meeting.agenda_items.iter().map(|i| json!({"number": i.number, "title": i.title})).collect::<Vec<_>>(),
        "decisions": meeting.decisions.iter().map(|d| json!({
            "item_number": d.item_number, "type": d.kind, "tier": d.tier, "outcome": d.outcome,
            "mover": d.mover, "seconder": d.seconder, "text": d.text,
        })).collect::<Vec<_>>(),
        "votes": meeting.votes.iter().map(|v| json!({"for": v.ayes, "against": v.noes, "abstain": v.abstain})).collect::<Vec<_>>(),
        "actions": meeting.actions.iter().map(|a| json!({
            "item_number": a.item_number, "owner": a.owner, "tier": a.tier, "text": a.text,
        })).collect::<Vec<_>>(),
        "declarations_of_interest": {
            "state": meeting.declarations_of_interest.state,
            "items": meeting.declarations_of_interest.items.iter().map(|d| json!({"person": d.person})).collect::<Vec<_>>(),
        },
        "previous_minutes": meeting.previous_minutes.iter().map(|p| json!({"meeting_date": p.meeting_date})).collect::<Vec<_>>(),
        "next_meetings": meeting.next_meetings.iter().map(|n| json!({"date": n.date})).collect::<Vec<_>>(),
    })
}

#[test]
fn every_paper_is_read_as_a_person_reads_it_in_every_format() {
    for path in files() {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let truth = root().join(format!("fixtures/truth/{name}.json"));
        let truth: Value = serde_json::from_str(&fs::read_to_string(truth).unwrap()).unwrap();
        let inner = truth["embedded"].as_array().cloned().unwrap_or_default();
        let truths: Vec<&Value> = std::iter::once(&truth).chain(inner.iter().map(|e| &e["record"])).collect();
        let meetings = read(&path).meetings;
        assert_eq!(meetings.len(), truths.len(), "{}", path.display());
        for (meeting, truth) in meetings.iter().zip(truths) {
            let told = told(meeting);
            for (field, told) in told.as_object().unwrap() {
                assert_eq!(told, &truth[field], "{}: {field}: what was read, then the truth", path.display());
            }
        }
    }
}

#[test]
fn every_value_is_cited_and_every_quote_stands_at_its_place() {
    for path in files() {
        let reading = read(&path);
        for meeting in &reading.meetings {
            let mut places = 0;
            for (field, cite) in meeting.cites() {
                for place in &cite.0 {
                    let page = &reading.document.pages[place.page as usize - 1];
                    assert_eq!(page.slice(place.span), Some(place.quote.as_str()), "{}: {field}", path.display());
                    assert!(!place.quote.trim().is_empty(), "{}: {field}", path.display());
                    assert_eq!(place.bbox.is_some(), path.extension().unwrap() == "pdf", "{}: {field}", path.display());
                    places += 1;
                }
            }
            assert!(places > 5, "{}", path.display());
            let m = &meeting.meeting;
            let cited = [
                (meeting.organization.name.is_some(), &meeting.organization.cite),
                (m.date.is_some(), &m.cite.date),
                (m.start_time.is_some(), &m.cite.start_time),
                (m.end_time.is_some(), &m.cite.end_time),
                (m.location.is_some(), &m.cite.location),
                (m.chair.is_some(), &m.cite.chair),
            ];
            for (n, (is_there, cite)) in cited.iter().enumerate() {
                assert_eq!(*is_there, !cite.0.is_empty(), "{}: fact {n}", path.display());
            }
            let cites = meeting.cites();
            for list in
                ["participants", "agenda_items", "decisions", "actions", "votes", "previous_minutes", "next_meetings"]
            {
                for (field, cite) in cites.iter().filter(|(f, _)| f.starts_with(list)) {
                    assert!(!cite.0.is_empty(), "{}: {field} has no place", path.display());
                }
            }
        }
    }
}

/// The expected output of each stage stands in `fixtures/expected`; `UPDATE_EXPECTED=1 cargo test` rewrites it.
#[test]
fn every_stage_gives_what_is_expected() {
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    let mut differ = Vec::new();
    for path in files() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let file = path.to_str().unwrap();
        let (code, text, _) = run(&["text", file]);
        let (_, blocks, _) = run(&["text", "--blocks", file]);
        assert_eq!(code, 0);
        let records: String =
            read(&path).meetings.iter().map(|m| serde_json::to_string_pretty(m).unwrap() + "\n").collect();
        for (stage, got) in [("text", text), ("blocks", blocks), ("json", records)] {
            let expected = root().join("fixtures/expected").join(format!("{name}.{stage}"));
            if update {
                fs::write(&expected, &got).unwrap();
            } else if fs::read_to_string(&expected).unwrap_or_default() != got {
                differ.push(format!("{name}.{stage}"));
            }
        }
    }
    assert!(differ.is_empty(), "differ from fixtures/expected (UPDATE_EXPECTED=1 rewrites them): {differ:?}");
}

#[test]
fn the_papers_are_what_their_sources_make() {
    for entry in fs::read_dir(root().join("fixtures/sources")).unwrap() {
        let path = entry.unwrap().path();
        for (extension, bytes) in minutebook_fixtures::make(&fs::read_to_string(&path).unwrap()) {
            let made = papers().join(path.with_extension(extension).file_name().unwrap());
            assert!(fs::read(&made).unwrap() == bytes, "{}: run `cargo run -p minutebook-fixtures`", made.display());
        }
    }
}

#[test]
fn the_published_schema_is_that_of_the_types() {
    let path = root().join("crates/types/record.schema.json");
    let schema = types::json_schema() + "\n";
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(&path, &schema).unwrap();
    }
    assert!(fs::read_to_string(&path).unwrap_or_default() == schema, "UPDATE_EXPECTED=1 rewrites it");
    assert_eq!(run(&["schema"]).1, schema);
}

#[test]
fn the_same_bytes_give_the_same_record() {
    let path = papers().join("strandshire.pdf");
    let once = |_| serde_json::to_string(&read(&path).meetings).unwrap();
    let all: Vec<String> = (0..3).map(once).collect();
    assert!(all.windows(2).all(|w| w[0] == w[1]));
}
