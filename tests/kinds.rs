//! Forms in which papers of bodies never seen hold their values: one form in each small paper of `fixtures/kinds`, with
//! what a person reads in it beside it (`.read`), a line a value; and the fixture papers in a stranger's form. The
//! papers are about invented places and people.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use ingest::Limits;
use minutebook_fixtures::paper::Paper;
use minutebook_fixtures::{html, mutants, text};
use types::{Meeting, Source};

use crate::place::root;

fn folder() -> PathBuf {
    root().join("fixtures/kinds")
}

/// The values of a record that these papers are about, a line each.
fn sketch(m: &Meeting) -> String {
    let mut out = String::new();
    let mut line = |text: String| writeln!(out, "{text}").unwrap();
    let day = m.meeting.date.map(|d| d.to_string());
    let hours = [m.meeting.start_time, m.meeting.end_time];
    let when: Vec<String> = day.into_iter().chain(hours.into_iter().flatten().map(|t| t.to_string())).collect();
    line(format!("{} of {}", m.document.kind.as_str(), m.organization.name.as_deref().unwrap_or("nobody")));
    line(format!("when {}", when.join(" ")));
    if let Some(place) = &m.meeting.location {
        line(format!("where {}", place.name));
    }
    if let Some(chair) = &m.meeting.chair {
        line(format!("chair {chair}"));
    }
    for p in &m.participants {
        let mut said = vec![p.name.clone(), p.attendance.as_str().to_owned(), p.role.as_str().to_owned()];
        said.extend(p.organization.clone());
        said.extend(p.post.clone().map(|post| format!("post {post}")));
        said.extend(p.arrived.clone().map(|when| format!("arrived {when}")));
        said.extend(p.left.clone().map(|when| format!("left {when}")));
        line(format!("person {}", said.join(", ")));
    }
    for i in &m.agenda_items {
        line(format!("item {} {}", i.number.as_deref().unwrap_or("-"), i.title.as_deref().unwrap_or("-")));
    }
    for d in &m.decisions {
        let item = d.item_number.as_deref().unwrap_or("-");
        let who = match (&d.mover, &d.seconder) {
            (None, None) => String::new(),
            (mover, seconder) => {
                let name = |n: &Option<String>| n.clone().unwrap_or_else(|| "-".into());
                format!(" [{} / {}]", name(mover), name(seconder))
            }
        };
        line(format!("decision {item} {}, {}: {}{who}", d.kind.as_str(), d.outcome.as_str(), d.text));
    }
    for v in &m.votes {
        let count = |n: Option<u32>| n.map_or_else(|| "-".into(), |n| n.to_string());
        let item = v.item_number.as_deref().unwrap_or("-");
        line(format!("vote {item} {} to {}, {}", count(v.ayes), count(v.noes), count(v.abstain)));
    }
    for a in &m.actions {
        let item = a.item_number.as_deref().unwrap_or("-");
        let owner = if a.owner.is_empty() { "nobody named".to_owned() } else { a.owner.join(" + ") };
        line(format!("action {item} {owner}: {}", a.text));
    }
    for d in &m.declarations_of_interest.items {
        line(format!("interest of {} in {}", d.person, d.item_number.as_deref().unwrap_or("-")));
    }
    for n in &m.next_meetings {
        let time = n.start_time.map_or_else(String::new, |t| format!(" {t}"));
        line(format!("next {}{time}", n.date.map_or_else(|| "-".into(), |d| d.to_string())));
    }
    out
}

fn meetings(name: &str) -> Vec<Meeting> {
    let source = Source::new(fs::read(folder().join(name)).unwrap()).named(name);
    ingest::read(&source, &Limits::default()).unwrap_or_else(|e| panic!("{name}: {e}")).value.meetings
}

#[test]
fn each_form_is_read_as_a_person_reads_it() {
    let mut names: Vec<String> = fs::read_dir(folder())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|n| !n.ends_with(".read"))
        .collect();
    names.sort();
    assert!(names.len() > 50, "{names:?}");
    let mut faults = String::new();
    for name in &names {
        let got = meetings(name).iter().map(sketch).collect::<Vec<_>>().join("--\n");
        let path = folder().join(format!("{name}.read"));
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            fs::write(&path, &got).unwrap();
        }
        let wanted = fs::read_to_string(&path).unwrap_or_else(|_| panic!("{name} has no `.read` beside it"));
        if got != wanted {
            let (got, wanted): (Vec<&str>, Vec<&str>) = (got.lines().collect(), wanted.lines().collect());
            writeln!(faults, "{name}:").unwrap();
            got.iter().filter(|l| !wanted.contains(l)).for_each(|l| writeln!(faults, "  read   {l}").unwrap());
            wanted.iter().filter(|l| !got.contains(l)).for_each(|l| writeln!(faults, "  wanted {l}").unwrap());
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn a_form_feed_ends_a_page() {
    let m = meetings("form-feeds.txt").remove(0);
    let pages: Vec<u32> = m.decisions.iter().flat_map(|d| d.cite.0.iter().map(|p| p.page)).collect();
    assert_eq!((m.source.pages, pages), (3, vec![1, 2, 3]));
}

/// What a record must hold whatever its form, and the least share of what is read of the papers as they are.
const FIELDS: [&str; 4] = ["participants", "items", "decisions", "actions"];
const LEAST_OF_ALL: f64 = 0.93;
const LEAST_OF_EACH: f64 = 0.8;

#[test]
fn known_papers_in_a_strangers_form_are_read_as_before() {
    // By mutation: found values, and values of the truth.
    let mut told: Vec<(&str, [(usize, usize); FIELDS.len()])> = Vec::new();
    for mutation in mutants::MUTATIONS {
        let mut tally = [(0, 0); FIELDS.len()];
        for entry in fs::read_dir(root().join("fixtures/sources")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let source = fs::read_to_string(&path).unwrap();
            let Some(source) = (mutation.source)(&source) else { continue };
            let truth = fs::read_to_string(root().join(format!("fixtures/truth/{name}.json"))).unwrap();
            let truth: serde_json::Value = serde_json::from_str(&mutants::reworded(&truth, mutation.words)).unwrap();
            let paper = Paper::parse(&source);
            for (suffix, bytes) in [("txt", text::write(&paper)), ("html", html::write(&paper))] {
                let source = Source::new(bytes.into_bytes()).named(format!("{name}.{suffix}"));
                let meetings = ingest::read(&source, &Limits::default()).unwrap().value.meetings;
                let records: Vec<serde_json::Value> =
                    meetings.iter().map(|m| serde_json::to_value(m).unwrap()).collect();
                let scores = quality::compare(&truth, &records, quality::Matching::Soft);
                for (field, (found, all)) in FIELDS.iter().zip(&mut tally) {
                    if let Some(t) = scores.fields.get(field) {
                        *found += t.found;
                        *all += t.support();
                    }
                }
            }
        }
        told.push((mutation.name, tally));
    }
    let share = |found: usize, all: usize| if all == 0 { 1.0 } else { found as f64 / all as f64 };
    let recall = |tally: &[(usize, usize); FIELDS.len()]| {
        share(tally.iter().map(|t| t.0).sum(), tally.iter().map(|t| t.1).sum())
    };
    let before = recall(&told[0].1);
    let mut table = String::from("recall of the values as they were       people  items  decisions  actions  all\n");
    let mut low = Vec::new();
    for (name, tally) in &told {
        let shares: Vec<String> = tally.iter().map(|t| format!("{:.2}", share(t.0, t.1))).collect();
        writeln!(table, "{name:50} {}  {:.2}", shares.join("   "), recall(tally)).unwrap();
        if recall(tally) < LEAST_OF_EACH * before {
            low.push(*name);
        }
    }
    println!("{table}");
    let (found, all) = told[1..].iter().flat_map(|t| t.1).fold((0, 0), |(f, a), t| (f + t.0, a + t.1));
    assert!(low.is_empty() && share(found, all) >= LEAST_OF_ALL * before, "{low:?}: {:.3}\n{table}", share(found, all));
}
