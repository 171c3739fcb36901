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

/// A file of a room, by its module path: `["grammar", "date"]`; the room's root has none.
type Module = Vec<String>;

/// The files of a room.
fn files(room: &str) -> BTreeMap<Module, String> {
    let inner = root().join("crates").join(room).join("src");
    let base = if inner.is_dir() { inner } else { root().join("crates").join(room) };
    let mut files = BTreeMap::new();
    let mut folders = vec![base.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs") {
                let parts = path.strip_prefix(&base).unwrap().with_extension("");
                let mut module: Module = parts.iter().map(|p| p.to_str().unwrap().to_owned()).collect();
                module.pop_if(|last| matches!(last.as_str(), "lib" | "main" | "mod"));
                files.insert(module, fs::read_to_string(&path).unwrap());
            }
        }
    }
    files
}

/// The paths that begin with `crate`, `super` or a child's name in a file without its tests, braces taken apart.
fn paths(source: &str) -> Vec<Vec<String>> {
    let code = source.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
    let code: String = code.lines().map(|l| l.split("//").next().unwrap_or_default().to_owned() + "\n").collect();
    let children: Vec<&str> = code
        .lines()
        .filter_map(|l| l.trim_start_matches("pub(crate) ").trim_start_matches("pub ").strip_prefix("mod "))
        .filter_map(|l| l.strip_suffix(';'))
        .collect();
    let mut found = Vec::new();
    for (at, _) in code.match_indices("::") {
        let before = &code[..at];
        let start = before.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |i| i + 1);
        let head = &before[start..];
        let begins = !before[..start].ends_with("::");
        if begins && (head == "crate" || head == "super" || children.contains(&head)) {
            let mut from = vec![head.to_owned()];
            if head != "crate" && head != "super" {
                from.insert(0, "self".to_owned());
            }
            expand(&from, &code[at + 2..], &mut found);
        }
    }
    found
}

/// Adds the paths that go on with this text: `a::b`, or `{a::b, c}`.
fn expand(from: &[String], rest: &str, found: &mut Vec<Vec<String>>) {
    let rest = rest.trim_start();
    if let Some(inner) = rest.strip_prefix('{') {
        let (mut depth, mut begin) = (0, 0);
        for (at, c) in inner.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                ',' | '}' if depth == 0 => {
                    expand(from, &inner[begin..at], found);
                    begin = at + 1;
                    if c == '}' {
                        return;
                    }
                }
                _ => {}
            }
        }
        return;
    }
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    if end == 0 {
        return;
    }
    let mut path = from.to_vec();
    path.push(rest[..end].to_owned());
    match rest[end..].strip_prefix("::") {
        Some(more) if !more.starts_with('<') => expand(&path, more, found),
        _ => found.push(path),
    }
}

/// The file that a path names from within another.
fn target(path: &[String], from: &Module, files: &BTreeMap<Module, String>) -> Module {
    let mut at = from.clone();
    let mut parts = path.iter().peekable();
    match parts.next().map(String::as_str) {
        Some("crate") => at.clear(),
        Some("super") => {
            at.pop();
            while parts.next_if(|p| *p == "super").is_some() {
                at.pop();
            }
        }
        _ => {}
    }
    for part in parts {
        at.push(part.clone());
        if !files.contains_key(&at) {
            at.pop();
            break;
        }
    }
    at
}

/// The files of a room that stand in a circle, or name one that does.
fn circle(files: &BTreeMap<Module, String>) -> Vec<String> {
    let mut arrows: BTreeMap<&Module, BTreeSet<Module>> = BTreeMap::new();
    for (module, source) in files {
        let named = paths(source).into_iter().map(|p| target(&p, module, files)).filter(|t| t != module);
        arrows.insert(module, named.collect());
    }
    // What names only files that are laid aside is laid aside; what is left over names each other.
    loop {
        let free = arrows.iter().find(|(_, to)| to.iter().all(|t| !arrows.contains_key(t))).map(|(m, _)| *m);
        let Some(free) = free else { break };
        arrows.remove(free);
    }
    arrows.keys().map(|m| m.join("/")).collect()
}

#[test]
fn no_file_of_a_room_stands_in_a_circle() {
    let mut rooms = 0;
    for entry in fs::read_dir(root().join("crates")).unwrap().map(Result::unwrap).filter(|e| e.path().is_dir()) {
        let room = entry.file_name().into_string().unwrap();
        let files = files(&room);
        assert!(!files.is_empty(), "{room}");
        assert_eq!(circle(&files), Vec::<String>::new(), "{room}: these files name each other");
        rooms += 1;
    }
    assert_eq!(rooms, 10);
}

#[test]
fn a_circle_is_seen() {
    let file = |name: &str, source: &str| {
        (name.split('/').filter(|p| !p.is_empty()).map(str::to_owned).collect::<Module>(), source.to_owned())
    };
    let files = BTreeMap::from([
        file("", "mod a;\nmod b;\npub use a::A;\n"),
        file("a", "mod inner;\nuse crate::b::{self, B};\n"),
        file("a/inner", "fn f() { super::g(); }\n"),
        file("b", "// use crate::a::A;\nuse crate::{c::C, a::{A}};\n#[cfg(test)]\nmod tests {\n    use crate::a;\n}\n"),
        file("c", "use std::a::A;\n"),
    ]);
    assert_eq!(circle(&files), ["", "a", "a/inner", "b"]);
    let straight = files.into_iter().map(|(m, s)| (m, s.replace(", a::{A}", "").replace("super::g", "g"))).collect();
    assert_eq!(circle(&straight), Vec::<String>::new());
}

/// Whether one of the licences that a package may be taken under asks nothing of who uses this program.
fn is_free(licence: &str) -> bool {
    const FREE: [&str; 16] = [
        "MIT",
        "MIT-0",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "0BSD",
        "ISC",
        "Zlib",
        "Unicode-3.0",
        "CC0-1.0",
        "Unlicense",
        "BSL-1.0",
        "MPL-2.0",
        "CDLA-Permissive-2.0",
        "Apache-2.0 WITH LLVM-exception",
        "NCSA",
    ];
    // `(MIT OR Apache-2.0) AND Unicode-3.0`: each part that must hold has one that is free.
    let either = |part: &str| part.split(" OR ").flat_map(|p| p.split('/')).any(|l| FREE.contains(&l.trim()));
    licence.replace(['(', ')'], "").split(" AND ").all(either)
}

#[test]
fn no_package_has_a_licence_that_binds_its_users() {
    assert!(is_free("(MIT OR Apache-2.0) AND Unicode-3.0") && is_free("Apache-2.0/MIT"));
    assert!(!is_free("AGPL-3.0") && !is_free("MIT AND GPL-3.0-only") && !is_free(""));
    // The packages of other platforms are not at hand.
    let platform = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let told = std::process::Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", &platform])
        .current_dir(root())
        .output()
        .unwrap();
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    let packages = told["packages"].as_array().unwrap();
    assert!(packages.len() > 100);
    let bound = |p: &&serde_json::Value| !is_free(p["license"].as_str().unwrap_or_default());
    let bound: Vec<String> = packages.iter().filter(bound).map(|p| format!("{} {}", p["name"], p["license"])).collect();
    assert_eq!(bound, Vec::<String>::new());
}
