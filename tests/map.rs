//! `crates/README.md` draws the rooms and the arrows between them; the manifests must agree.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::place::root;

/// What each room may name, by the map's lines `room ──► a, b`.
fn drawn() -> BTreeMap<String, BTreeSet<String>> {
    let map = fs::read_to_string(root().join("crates/README.md")).unwrap();
    let mut rooms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in map.lines() {
        let Some((from, to)) = line.split_once("──►") else { continue };
        let names = |s: &str| s.split(',').map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()).collect::<Vec<_>>();
        if from.contains('│') || names(from).iter().any(|n| n.contains(' ')) {
            continue;
        }
        for room in names(from) {
            rooms.entry(room).or_default().extend(names(to));
        }
    }
    rooms
}

/// What the manifest of a room names.
fn named(manifest: &str, rooms: &BTreeSet<String>) -> BTreeSet<String> {
    let text = fs::read_to_string(root().join(manifest)).unwrap();
    let section = text.split("\n[dependencies]\n").nth(1).unwrap_or_default();
    let lines = section.lines().take_while(|l| !l.starts_with('['));
    lines.filter_map(|l| l.split('.').next()).map(str::trim).filter(|n| rooms.contains(*n)).map(str::to_owned).collect()
}

#[test]
fn the_map_and_the_manifests_agree() {
    let drawn = drawn();
    let mut rooms: BTreeSet<String> = fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|e| e.unwrap())
        .filter(|e| e.path().is_dir())
        .map(|e| e.file_name().into_string().unwrap())
        .collect();
    assert!(rooms.remove("cli"), "crates/cli is the root package's source");
    for room in &rooms {
        let manifest = format!("crates/{room}/Cargo.toml");
        let expected = drawn.get(room).cloned().unwrap_or_default();
        assert_eq!(named(&manifest, &rooms), expected, "{room}: the manifest, then the map");
    }
    assert_eq!(named("Cargo.toml", &rooms), drawn["cli"], "cli: the manifest, then the map");
}

#[test]
fn every_room_has_the_one_sentence_of_the_map() {
    let map = fs::read_to_string(root().join("crates/README.md")).unwrap();
    let mut seen = 0;
    for line in map.lines().filter(|l| l.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let room = cells[0].trim_matches('`');
        let source = if room == "cli" { "crates/cli/main.rs".to_owned() } else { format!("crates/{room}/src/lib.rs") };
        let first = fs::read_to_string(root().join(&source)).unwrap();
        let first = first.lines().next().unwrap_or_default().trim_start_matches("//! ").to_owned();
        assert_eq!(first, cells[1], "{source}: the module's sentence, then the map's");
        seen += 1;
    }
    assert_eq!(seen, 10);
}

#[test]
fn only_one_room_names_each_engine() {
    let engines = [("hayro-syntax", "pages"), ("tantivy", "index"), ("rusqlite", "archive")];
    for (engine, room) in engines {
        for entry in fs::read_dir(root().join("crates")).unwrap() {
            let manifest = entry.unwrap().path().join("Cargo.toml");
            let Ok(text) = fs::read_to_string(&manifest) else { continue };
            let names = text.lines().any(|l| l.starts_with(engine));
            assert_eq!(names, manifest.parent().unwrap().ends_with(room), "{engine} in {}", manifest.display());
        }
    }
}
