//! One difficulty of PDF pages in each file, against what a person reads in it.

use std::fs;
use std::path::PathBuf;

use ingest::Limits;
use serde_json::Value;
use types::{Block, Date, Pages, Source};

use crate::place::{root, run};
use crate::tables::{Row, arranged, compare, rows};

fn file(name: &str) -> PathBuf {
    root().join("fixtures/golden").join(name).with_extension("pdf")
}

fn pages(name: &str) -> Pages {
    let source = Source::new(fs::read(file(name)).unwrap());
    ingest::look(&source, &Limits::default()).unwrap().value.0
}

/// What is shown where a test fails: the page's words, lines and blocks with their places.
fn seen(name: &str) -> String {
    let path = file(name);
    run(&["inspect", path.to_str().unwrap(), "--page", "1"]).1
}

#[test]
fn every_difficulty_is_read_as_a_person_reads_it() {
    let truth = fs::read_to_string(root().join("fixtures/golden/truth.json")).unwrap();
    let truth: Value = serde_json::from_str(&truth).unwrap();
    let truth = truth.as_object().unwrap();
    let made: Vec<&str> = minutebook_fixtures::golden::files().into_iter().map(|(name, _)| name).collect();
    assert_eq!(made.len(), truth.len(), "each golden file has its truth");
    let mut faults = String::new();
    for (name, truth) in truth {
        assert!(made.contains(&name.as_str()), "{name}");
        let document = arranged(&file(name));
        if let Some(text) = truth["text"].as_str() {
            let mut all = Vec::new();
            document.blocks.iter().for_each(|b| b.texts(&mut |t| all.push(t.text.trim().to_owned())));
            let got = all.iter().filter(|t| !t.is_empty()).cloned().collect::<Vec<_>>().join(" ");
            if got != text {
                faults += &format!("{name}:\n  {got}\n  {text}\n{}\n", seen(name));
            }
        }
        if let Some(wanted) = truth["rows"].as_array() {
            let cells =
                |row: &Value| -> Row { row.as_array().unwrap().iter().map(|c| c.as_str().unwrap().into()).collect() };
            let wanted: Vec<Row> = wanted.iter().map(cells).collect();
            let got = rows(&document);
            if got != wanted {
                faults += &format!("{name}:\n{}{}\n", compare(&got, &wanted).2, seen(name));
            }
        }
    }
    assert!(faults.is_empty(), "what was read, then the truth:\n{faults}");
}

#[test]
fn what_is_not_text_is_known_too() {
    let facts = pages("facts").facts;
    assert_eq!((facts.title.as_deref(), facts.producer.as_deref()), (Some("Agenda pack"), Some("Made by hand")));
    assert_eq!((facts.created, facts.language.as_deref()), (Date::new(2031, 6, 4), Some("en-GB")));
    assert!(facts.signed && !facts.encrypted);
    assert_eq!(facts.page_labels, ["i", "A-1"]);
    let marks: Vec<_> = facts.outline.iter().map(|b| (b.title.as_str(), b.page)).collect();
    assert_eq!(marks, [("1 Apologies", Some(1)), ("2 Report of the Chief Fire Officer", Some(2))]);
    assert_eq!(facts.attachments.iter().map(|a| a.name.as_str()).collect::<Vec<_>>(), ["figures.csv"]);

    assert!(pages("encrypted").facts.encrypted);
    let comments = pages("annotations").facts.comments;
    assert_eq!((comments.len(), comments[0].text.as_str()), (1, "Check the date"));
    assert!(pages("invisible").pages[0].words.iter().all(|w| w.invisible) && pages("invisible").ocr);
    assert!(pages("fake-bold").pages[0].words[0].style.bold);
    let composite = pages("composite");
    let word = &composite.pages[0].words[0];
    assert!(word.style.bold && word.style.italic);
    assert_eq!(composite.fonts[usize::from(word.font.unwrap())], "Made-BoldItalic");
}

#[test]
fn a_turned_page_gives_places_on_the_page_as_it_is_shown() {
    let pages = pages("turned");
    // The first page is shown turned by its own wish; the second has its text along its side.
    assert_eq!((pages.pages[0].turned, pages.pages[0].printed_size()), (0, (842.0, 595.0)));
    assert_eq!((pages.pages[1].turned, pages.pages[1].printed_size()), (1, (595.0, 842.0)));
    let document = arranged(&file("turned"));
    let Some(Block::Paragraph(text) | Block::Heading(_, text)) = document.blocks.last() else { panic!("no text") };
    let bbox = text.runs[0].bbox.unwrap();
    // Its second line runs upwards at x = 114, from 72 points above the lower edge.
    assert!((bbox.right() - 116.5).abs() < 0.1 && (bbox.bottom() - 770.0).abs() < 0.1, "{bbox:?}");
}

#[test]
fn tags_tell_running_feet_and_headings() {
    let document = arranged(&file("tagged"));
    assert!(matches!(&document.blocks[0], Block::Heading(1, text) if text.text == "Who was there"));
    assert_eq!(document.furniture.iter().map(|f| f.text.text.as_str()).collect::<Vec<_>>(), ["Page 1 of 1"]);
}

#[test]
fn the_files_are_what_their_program_makes() {
    for (name, bytes) in minutebook_fixtures::golden::files() {
        let path = file(name);
        let same = fs::read(&path).is_ok_and(|on_disk| on_disk == bytes);
        assert!(same || name == "encrypted", "{}: run `cargo run -p minutebook-fixtures`", path.display());
    }
}

#[test]
fn limits_have_names_and_can_be_set() {
    let path = file("two-columns");
    let (code, out, err) = run(&["text", path.to_str().unwrap(), "--limit", "glyphs=100"]);
    assert!(code == 0 && out.contains("Parish News") && !out.contains("nine in the dark"), "{err}");
    let (code, _, err) = run(&["text", path.to_str().unwrap(), "--limit", "letters=1"]);
    assert!(code == 2 && err.contains("no limit is named `letters`") && err.contains("unpacked"), "{err}");
    let (code, _, err) = run(&["text", path.to_str().unwrap(), "--limit", "bytes=10"]);
    assert!(code == 2 && err.contains("at most 10 are read"), "{err}");
}

#[test]
fn inspect_shows_a_page_in_words_as_a_drawing_and_as_a_picture() {
    let folder = crate::place::Folder::new();
    let path = file("ruled-merged");
    let path = path.to_str().unwrap();
    let (code, out, _) = run(&["inspect", path]);
    assert!(code == 0 && out.contains("1 tables") && out.contains("score"), "{out}");
    let (_, out, _) = run(&["inspect", path, "--page", "1"]);
    assert!(out.contains("cell       Actions of the meeting") && out.contains("Helvetica-Bold"), "{out}");
    let (_, out, _) = run(&["inspect", path, "--json"]);
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["pages"][0]["quality"]["unmapped"], 0.0);
    let (svg, png) = (folder.path("page.svg"), folder.path("page.png"));
    assert_eq!(run(&["inspect", path, "--svg", svg.to_str().unwrap()]).0, 0);
    let drawing = fs::read_to_string(&svg).unwrap();
    assert!(drawing.starts_with("<svg") && drawing.contains(">Clerk</text>") && drawing.contains("<title>cell: Clerk"));
    assert_eq!(run(&["inspect", path, "--png", png.to_str().unwrap()]).0, 0);
    assert!(fs::read(&png).unwrap().starts_with(b"\x89PNG"));
    let (code, _, err) = run(&["inspect", path, "--page", "7"]);
    assert!(code == 2 && err.contains("there is no page 7"), "{err}");
}
