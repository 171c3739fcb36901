//! What changes between two ingests: files that are moved, gone, back, replaced, or spoilt in the archive.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::place::{Folder, root, run};

/// A town's folder with three papers, and an archive of it.
struct Town {
    folder: Folder,
    book: String,
}

impl Town {
    fn new() -> Self {
        let folder = Folder::new();
        let town = folder.path("town");
        fs::create_dir(&town).unwrap();
        for name in ["hamley.pdf", "northmere.docx", "penmaen.txt"] {
            fs::copy(root().join("fixtures/papers").join(name), town.join(name)).unwrap();
        }
        let book = folder.path("book").to_str().unwrap().to_owned();
        let town = Self { folder, book };
        let first = town.ingest(&[]);
        assert_eq!((first["stored"].as_u64(), first["gone"].as_u64()), (Some(3), Some(0)), "{first}");
        town
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path("town").join(name)
    }

    fn ingest(&self, more: &[&str]) -> Value {
        let town = self.folder.path("town");
        let paths = ["ingest", town.to_str().unwrap(), "--archive", &self.book, "--json"];
        let (_, out, err) = run(&[&paths[..], more].concat());
        let report: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{err}"));
        assert_eq!(report["balances"], true, "{report}");
        report
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        run(&[arguments, &["--archive", &self.book]].concat())
    }

    /// The ids of the records by the files that they were read from.
    fn ids(&self) -> Vec<(String, String)> {
        let (_, out, _) = self.run(&["export", "--format", "jsonl"]);
        let records = out.lines().map(|l| serde_json::from_str::<Value>(l).unwrap());
        let text = |v: &Value| v.as_str().unwrap().to_owned();
        let mut ids: Vec<_> = records.map(|r| (text(&r["source"]["file"]), text(&r["id"]))).collect();
        ids.sort();
        ids
    }
}

#[test]
fn a_moved_file_keeps_its_records_and_their_ids_and_is_not_read_again() {
    let town = Town::new();
    let before = town.ids();
    fs::create_dir(town.path("2025")).unwrap();
    fs::rename(town.path("hamley.pdf"), town.path("2025/november.pdf")).unwrap();
    let report = town.ingest(&[]);
    assert_eq!(
        (&report["moved"], &report["unchanged"], &report["gone"]),
        (&1.into(), &3.into(), &0.into()),
        "{report}"
    );
    let after = town.ids();
    assert_eq!(after[0], ("town/2025/november.pdf".to_owned(), before[0].1.clone()));
    let (code, out, _) = town.run(&["search", "speed indicator", "--json"]);
    assert!(code == 0 && out.contains("town/2025/november.pdf") && !out.contains("hamley.pdf"), "{out}");
    // Another paper at the old place is another work.
    fs::copy(root().join("fixtures/papers/wexcombe.pdf"), town.path("hamley.pdf")).unwrap();
    assert_eq!(town.ingest(&[])["stored"], 1);
    let ids = town.ids();
    assert_eq!(ids.iter().filter(|(_, id)| *id == before[0].1).count(), 1, "{ids:?}");
    assert_eq!(town.run(&["check"]).0, 0);
    assert_eq!(town.run(&["verify"]).0, 0);
}

#[test]
fn a_file_that_is_gone_is_kept_left_out_of_search_and_comes_back() {
    let town = Town::new();
    let aside = town.folder.path("aside.pdf");
    fs::rename(town.path("hamley.pdf"), &aside).unwrap();
    let report = town.ingest(&[]);
    assert_eq!((&report["gone"], &report["discovered"]), (&1.into(), &2.into()), "{report}");
    assert_eq!(town.ingest(&[])["gone"], 0, "told once");
    let (code, out, err) = town.run(&["search", "speed indicator"]);
    assert_eq!(code, 1, "{out}{err}");
    let (code, out, _) = town.run(&["search", "speed indicator", "--gone"]);
    assert!(code == 0 && out.contains("hamley.pdf"), "{out}");
    let (_, status, _) = town.run(&["status", "--json"]);
    assert_eq!(serde_json::from_str::<Value>(&status).unwrap()["gone"], 1);
    assert_eq!((town.run(&["check"]).0, town.run(&["verify"]).0), (0, 0));
    fs::rename(&aside, town.path("hamley.pdf")).unwrap();
    let report = town.ingest(&[]);
    assert_eq!((&report["unchanged"], &report["stored"]), (&3.into(), &0.into()), "{report}");
    assert_eq!(town.run(&["search", "speed indicator"]).0, 0);
}

#[test]
fn a_folder_that_was_moved_whole_is_followed() {
    let town = Town::new();
    let before = town.ids();
    // Both folders are there and asked for; the papers have gone from one to the other.
    let other = town.folder.path("other/town");
    fs::create_dir_all(&other).unwrap();
    for name in ["hamley.pdf", "northmere.docx", "penmaen.txt"] {
        fs::rename(town.path(name), other.join(name)).unwrap();
    }
    let report = town.ingest(&[other.to_str().unwrap()]);
    assert_eq!((&report["unchanged"], &report["gone"]), (&3.into(), &0.into()), "{report}");
    assert_eq!(town.ids(), before);
    assert_eq!(town.run(&["search", "speed indicator"]).0, 0);
    // It is looked for where it is now.
    fs::remove_file(other.join("hamley.pdf")).unwrap();
    assert_eq!(town.ingest(&[other.to_str().unwrap()])["gone"], 1);
    assert_eq!(town.run(&["check"]).0, 0);
}

#[test]
fn a_folder_that_is_not_there_takes_nothing_away() {
    let town = Town::new();
    fs::rename(town.folder.path("town"), town.folder.path("unmounted")).unwrap();
    let report = town.ingest(&[]);
    assert_eq!((&report["gone"], &report["failed"]), (&0.into(), &1.into()), "{report}");
    assert_eq!(town.run(&["search", "speed indicator"]).0, 0);
}

#[test]
fn bytes_tell_where_size_and_time_do_not() {
    let town = Town::new();
    let paper = town.path("penmaen.txt");
    let time = fs::metadata(&paper).unwrap().modified().unwrap();
    let text = fs::read_to_string(&paper).unwrap();
    fs::write(&paper, text.replacen("Lowri", "Mowri", 1)).unwrap();
    fs::File::options().write(true).open(&paper).unwrap().set_modified(time).unwrap();
    assert_eq!(town.ingest(&[])["unchanged"], 3, "size and time are as they were");
    assert_eq!(town.ingest(&["--checksum"])["stored"], 1);
    // Touched: looked at, not read.
    fs::File::options().write(true).open(&paper).unwrap().set_modified(std::time::SystemTime::now()).unwrap();
    assert_eq!(town.ingest(&[])["unchanged"], 3);
}

#[test]
fn a_changed_file_is_a_new_version_and_the_old_one_is_kept() {
    let town = Town::new();
    let paper = town.path("penmaen.txt");
    let id = town.ids().into_iter().find(|(file, _)| file.ends_with("penmaen.txt")).unwrap().1;
    let (code, _, err) = town.run(&["diff", &id]);
    assert!(code == 2 && err.contains("only one version"), "{err}");
    let text = fs::read_to_string(&paper).unwrap();
    fs::write(&paper, text.replacen("she manages the refuge", "she is a trustee of the refuge", 1)).unwrap();
    assert_eq!(town.ingest(&[])["stored"], 1);
    let (code, out, _) = town.run(&["history", &id]);
    assert!(code == 0 && out.lines().filter(|l| l.contains(" bytes ")).count() == 2, "{out}");
    let (_, out, _) = town.run(&["history", &id, "--json"]);
    let old: Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    let reason = &old["records"][0]["declarations_of_interest"]["items"][0]["reason"];
    assert_eq!(reason, "she manages the refuge");
    let (code, out, err) = town.run(&["diff", &id, "--json"]);
    assert_eq!(code, 0, "{err}");
    let changes: Vec<Value> = out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let of = |field: &str| changes.iter().find(|c| c["field"].as_str().unwrap().ends_with(field));
    let reason = of("/reason").unwrap_or_else(|| panic!("{out}"));
    assert_eq!(reason["new"], "she is a trustee of the refuge");
    assert!(changes.len() <= 4, "{out}");
    // Other bytes that read the same are no news, and both versions' originals are kept.
    let text = fs::read_to_string(&paper).unwrap();
    fs::write(&paper, format!("{text}\n\n")).unwrap();
    town.ingest(&[]);
    let (code, out, _) = town.run(&["diff", &id]);
    assert!(code == 1 && out.contains("does not"), "{code}: {out}");
    let (_, out, _) = town.run(&["check", "--json"]);
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["originals"], 5);
}

#[test]
fn a_document_that_needs_more_memory_than_is_allowed_fails_alone_and_can_be_given_more() {
    let town = Town::new();
    let paragraph = "The Clerk reported that the hedges had been cut and that the accounts were in order.\n\n";
    fs::write(town.path("long.txt"), format!("Little Hamley Parish Council\n\n{}", paragraph.repeat(100_000))).unwrap();
    let report = town.ingest(&["--memory", "128", "--jobs", "1", "--reread"]);
    assert_eq!(
        (&report["stored"], &report["unchanged"], &report["failed"]),
        (&0.into(), &3.into(), &1.into()),
        "{report}"
    );
    let (_, status, _) = town.run(&["status"]);
    assert!(status.contains("out_of_memory") && status.contains("--memory and --reread"), "{status}");
    let (code, _, err) = town.run(&["ingest", "fixtures/papers", "--memory", "5"]);
    assert!(code == 2 && err.contains("128"), "{err}");
}

/// The files under a folder.
fn files(dir: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all
}

#[test]
fn check_names_exactly_what_is_spoilt() {
    let town = Town::new();
    let originals = files(&Path::new(&town.book).join("originals"));
    let [a, b, _] = originals.as_slice() else { panic!("{originals:?}") };
    let mut bytes = fs::read(a).unwrap();
    bytes[0] ^= 1;
    fs::write(a, bytes).unwrap();
    fs::remove_file(b).unwrap();
    let (code, out, _) = town.run(&["check", "--json"]);
    assert_eq!(code, 2);
    let faults = serde_json::from_str::<Value>(&out).unwrap()["faults"].clone();
    let faults: Vec<&str> = faults.as_array().unwrap().iter().map(|f| f.as_str().unwrap()).collect();
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let of = |path: &Path| faults.iter().filter(|f| f.contains(&name(path))).count();
    assert_eq!((faults.len(), of(a), of(b)), (2, 1, 1), "{faults:?}");
}

#[test]
fn the_index_can_be_built_anew() {
    let town = Town::new();
    let (_, before, _) = town.run(&["search", "minutes", "--json"]);
    fs::remove_dir_all(Path::new(&town.book).join("index")).unwrap();
    assert_eq!(town.run(&["reindex"]).0, 0);
    let (_, after, _) = town.run(&["search", "minutes", "--json"]);
    assert_eq!(before, after);
    assert_eq!(town.run(&["check"]).0, 0);
}

#[test]
fn a_file_that_becomes_a_folder_and_back_is_never_two_things() {
    let town = Town::new();
    let hamley = fs::read(town.path("hamley.pdf")).unwrap();
    fs::remove_file(town.path("hamley.pdf")).unwrap();
    fs::create_dir(town.path("hamley.pdf")).unwrap();
    fs::copy(town.path("penmaen.txt"), town.path("hamley.pdf/inside.txt")).unwrap();
    let report = town.ingest(&[]);
    assert_eq!(
        (&report["gone"], &report["stored"], &report["unchanged"]),
        (&1.into(), &1.into(), &2.into()),
        "{report}"
    );
    fs::remove_dir_all(town.path("hamley.pdf")).unwrap();
    fs::write(town.path("hamley.pdf"), hamley).unwrap();
    let report = town.ingest(&[]);
    assert_eq!((&report["gone"], &report["back"], &report["unchanged"]), (&1.into(), &1.into(), &3.into()), "{report}");
    assert_eq!((town.run(&["check"]).0, town.run(&["search", "speed indicator"]).0), (0, 0));
}

/// Numbers that are spread out, and the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }
}

#[test]
fn files_that_were_deleted_or_spoilt_are_named_and_no_others() {
    /// Files, and how many of them are deleted and spoilt in each round.
    const FILES: usize = 40;
    const EACH: usize = 4;
    let town = Town::new();
    for n in 0..FILES {
        fs::copy(town.path("penmaen.txt"), town.path(&format!("paper-{n:02}.txt"))).unwrap();
    }
    town.ingest(&[]);
    let mut numbers = Numbers(5);
    let (mut deleted, mut spoilt) = (Vec::new(), Vec::new());
    while deleted.len() < EACH || spoilt.len() < EACH {
        let name = format!("paper-{:02}.txt", numbers.below(FILES));
        let key = format!("town/{name}");
        if deleted.contains(&key) || spoilt.contains(&key) {
            continue;
        }
        if deleted.len() < EACH {
            fs::remove_file(town.path(&name)).unwrap();
            deleted.push(key);
        } else {
            fs::write(town.path(&name), b"\x00\x01 no document \xff").unwrap();
            spoilt.push(key);
        }
    }
    let report = town.ingest(&[]);
    assert_eq!((&report["gone"], &report["failed"]), (&EACH.into(), &EACH.into()), "{report}");
    let (code, out, _) = town.run(&["status", "--json"]);
    assert_eq!(code, 0);
    let status: Value = serde_json::from_str(&out).unwrap();
    let named = |list: &Value, name: fn(&Value) -> &Value| -> Vec<String> {
        let mut all: Vec<_> = list.as_array().unwrap().iter().map(|e| name(e).as_str().unwrap().to_owned()).collect();
        all.sort();
        all
    };
    deleted.sort();
    spoilt.sort();
    assert_eq!(named(&status["gone_files"], |e| e), deleted);
    assert_eq!(named(&status["failures"], |e| &e["file"]), spoilt);
    // What was read of them before is kept.
    assert_eq!(status["records"].as_u64().unwrap(), 3 + FILES as u64);
    assert_eq!((town.run(&["check"]).0, town.run(&["verify"]).0), (0, 0));
}

#[test]
fn two_files_of_one_name_in_two_folders_of_one_name_are_two() {
    let town = Town::new();
    let other = town.folder.path("other/town");
    fs::create_dir_all(&other).unwrap();
    fs::copy(root().join("fixtures/papers/wexcombe.pdf"), other.join("hamley.pdf")).unwrap();
    // Given together at first sight, too.
    let book = town.folder.path("both").to_str().unwrap().to_owned();
    let folders = [town.folder.path("town"), other.clone()].map(|f| f.to_str().unwrap().to_owned());
    let ingest = || {
        let (_, out, _) = run(&["ingest", &folders[0], &folders[1], "--archive", &book, "--json"]);
        serde_json::from_str::<Value>(&out).unwrap()
    };
    let report = ingest();
    assert_eq!((&report["stored"], &report["balances"]), (&4.into(), &true.into()), "{report}");
    assert_eq!(ingest()["unchanged"], 4);
    let (_, out, _) = run(&["status", "--archive", &book, "--json"]);
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["stored"], 4);
    // Given twice, a folder is read once.
    let report = town.ingest(&[&folders[0], town.path("hamley.pdf").to_str().unwrap()]);
    assert_eq!((&report["discovered"], &report["unchanged"]), (&3.into(), &3.into()), "{report}");
}

/// Two councils that keep their minutes in folders of one name, and an archive of both.
struct Councils {
    folder: Folder,
}

impl Councils {
    fn new() -> Self {
        let folder = Folder::new();
        for (council, paper) in [("x", "northmere.txt"), ("y", "penmaen.txt")] {
            let to = folder.path(council).join("minutes/january.txt");
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(root().join("fixtures/papers").join(paper), to).unwrap();
        }
        Self { folder }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path(name).to_str().unwrap().to_owned()
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        run(&[arguments, &["--archive", &self.path("book")]].concat())
    }

    fn ingest(&self) -> Value {
        let (_, out, err) = self.run(&["ingest", &self.path("x/minutes"), &self.path("y/minutes"), "--json"]);
        let report: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{err}"));
        assert_eq!(report["balances"], true, "{report}");
        report
    }
}

#[test]
fn a_file_never_takes_over_the_records_of_another_councils_file_of_the_same_name() {
    let both = Councils::new();
    let folder = &both.folder;
    assert_eq!(both.ingest()["stored"], 2);
    // One council's disk is not there; nothing of either changes.
    fs::rename(folder.path("x"), folder.path("unmounted")).unwrap();
    let report = both.ingest();
    assert_eq!(
        (&report["unchanged"], &report["stored"], &report["gone"]),
        (&1.into(), &0.into(), &0.into()),
        "{report}"
    );
    // A new file there does not take the place of the one that is out of sight.
    fs::copy(root().join("fixtures/papers/eastmarsh.txt"), folder.path("y/minutes/february.txt")).unwrap();
    fs::copy(folder.path("unmounted/minutes/january.txt"), folder.path("unmounted/minutes/february.txt")).unwrap();
    assert_eq!(both.ingest()["stored"], 1);
    fs::rename(folder.path("unmounted"), folder.path("x")).unwrap();
    let report = both.ingest();
    assert_eq!(
        (&report["unchanged"], &report["stored"], &report["moved"]),
        (&3.into(), &1.into(), &0.into()),
        "{report}"
    );
    // One council's file is deleted: it is gone, and the other's is as it was.
    fs::remove_file(folder.path("x/minutes/january.txt")).unwrap();
    let report = both.ingest();
    assert_eq!((&report["unchanged"], &report["gone"]), (&3.into(), &1.into()), "{report}");
    let (code, out, _) = both.run(&["search", "minutes", "--body", "Northmere", "--gone"]);
    assert!(code == 0 && out.contains("minutes/january.txt"), "{out}");
    assert_eq!((both.run(&["check"]).0, both.run(&["verify"]).0), (0, 0));
}

#[test]
fn what_is_out_of_sight_loses_nothing_to_folders_that_were_seen_before() {
    let both = Councils::new();
    let folder = &both.folder;
    // A form that both use, and a paper of the first council.
    for council in ["x", "y"] {
        fs::copy(root().join("fixtures/papers/eastmarsh.txt"), folder.path(council).join("minutes/form.txt")).unwrap();
    }
    let paper = fs::read(folder.path("x/minutes/january.txt")).unwrap();
    fs::write(folder.path("x/minutes/march.txt"), &paper).unwrap();
    assert_eq!(both.ingest()["stored"], 5);
    // Its disk is not there; the other has a copy of a paper, and a paper of the same name.
    fs::rename(folder.path("x"), folder.path("unmounted")).unwrap();
    fs::write(folder.path("y/minutes/copy.txt"), &paper).unwrap();
    fs::copy(root().join("fixtures/papers/strandshire.txt"), folder.path("y/minutes/march.txt")).unwrap();
    let report = both.ingest();
    assert_eq!((&report["stored"], &report["moved"], &report["gone"]), (&2.into(), &0.into(), &0.into()), "{report}");
    // The place where it is mounted is there, and empty.
    fs::create_dir_all(folder.path("x/minutes")).unwrap();
    let report = both.ingest();
    assert_eq!((&report["gone"], &report["failed"]), (&0.into(), &1.into()), "{report}");
    fs::remove_dir_all(folder.path("x")).unwrap();
    fs::rename(folder.path("unmounted"), folder.path("x")).unwrap();
    let report = both.ingest();
    assert_eq!(
        (&report["unchanged"], &report["stored"], &report["back"]),
        (&7.into(), &0.into(), &0.into()),
        "{report}"
    );
}

#[test]
fn of_two_papers_with_the_same_bytes_the_one_that_was_there_last_has_moved() {
    let town = Town::new();
    fs::copy(town.path("penmaen.txt"), town.path("a-copy.txt")).unwrap();
    town.ingest(&[]);
    let id = |name: &str| town.ids().into_iter().find(|(file, _)| file.ends_with(name)).map(|(_, id)| id);
    let before = id("penmaen.txt");
    fs::remove_file(town.path("a-copy.txt")).unwrap();
    town.ingest(&[]);
    fs::rename(town.path("penmaen.txt"), town.path("renamed.txt")).unwrap();
    assert_eq!(town.ingest(&[])["moved"], 1);
    assert_eq!(id("renamed.txt"), before);
    // And back again: under the name that it had.
    fs::rename(town.path("renamed.txt"), town.path("penmaen.txt")).unwrap();
    assert_eq!(town.ingest(&[])["moved"], 1);
    assert_eq!((id("penmaen.txt"), id("~2")), (before, None));
}

#[test]
fn a_second_council_is_followed_too() {
    let both = Councils::new();
    both.ingest();
    fs::copy(root().join("fixtures/papers/eastmarsh.txt"), both.folder.path("y/minutes/form.txt")).unwrap();
    both.ingest();
    let ids = || {
        let (_, out, _) = both.run(&["export", "--format", "jsonl"]);
        let mut ids: Vec<String> =
            out.lines().map(|l| serde_json::from_str::<Value>(l).unwrap()["id"].as_str().unwrap().to_owned()).collect();
        ids.sort();
        ids
    };
    let before = ids();
    // Its paper has a number in its key, as the first council's has the same name; and it changes on the way.
    fs::rename(both.folder.path("y"), both.folder.path("z")).unwrap();
    let paper = both.folder.path("z/minutes/january.txt");
    let text = fs::read_to_string(&paper).unwrap();
    fs::write(&paper, text.replacen("the refuge", "that refuge", 1)).unwrap();
    let (_, out, _) = both.run(&["ingest", &both.path("x/minutes"), &both.path("z/minutes"), "--json"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&report["stored"], &report["unchanged"], &report["gone"]),
        (&1.into(), &2.into(), &0.into()),
        "{report}"
    );
    assert_eq!(ids(), before);
}

#[test]
fn what_a_folder_lost_when_it_was_moved_is_gone() {
    let town = Town::new();
    fs::rename(town.folder.path("town"), town.folder.path("council")).unwrap();
    fs::remove_file(town.folder.path("council/hamley.pdf")).unwrap();
    let council = town.folder.path("council").to_str().unwrap().to_owned();
    let (_, out, _) = run(&["ingest", &council, "--archive", &town.book, "--json"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&report["moved"], &report["gone"]), (&2.into(), &1.into()), "{report}");
    assert_eq!(town.run(&["search", "speed indicator"]).0, 1);
}

#[test]
fn what_a_killed_writer_left_in_the_index_does_not_stand_in_the_way() {
    let town = Town::new();
    // The name that the next deletions in each segment would be written to.
    let index = Path::new(&town.book).join("index");
    let segments: Vec<String> = fs::read_dir(&index)
        .unwrap()
        .filter_map(|e| e.unwrap().file_name().into_string().unwrap().strip_suffix(".idx").map(str::to_owned))
        .collect();
    assert!(!segments.is_empty());
    for segment in &segments {
        for stamp in 0..200 {
            fs::write(index.join(format!("{segment}.{stamp}.del")), b"cut").unwrap();
        }
    }
    fs::remove_file(town.path("hamley.pdf")).unwrap();
    assert_eq!(town.ingest(&[])["gone"], 1);
    assert_eq!((town.run(&["check"]).0, town.run(&["search", "speed indicator"]).0), (0, 1));
}

#[test]
fn a_whole_folder_under_a_new_name_or_place_is_followed_with_its_changed_files() {
    let town = Town::new();
    let before = town.ids();
    // Under a new name: by the bytes.
    fs::rename(town.folder.path("town"), town.folder.path("council")).unwrap();
    let council = town.folder.path("council").to_str().unwrap().to_owned();
    let (_, out, _) = run(&["ingest", &council, "--archive", &town.book, "--json"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&report["moved"], &report["unchanged"], &report["stored"]),
        (&3.into(), &3.into(), &0.into()),
        "{report}"
    );
    let ids = |of: &[(String, String)]| of.iter().map(|(_, id)| id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&town.ids()), ids(&before));
    // At a new place, as on another machine: a file that changed on the way is a version of what it was.
    let elsewhere = town.folder.path("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::rename(&council, elsewhere.join("council")).unwrap();
    let paper = elsewhere.join("council/penmaen.txt");
    let text = fs::read_to_string(&paper).unwrap();
    fs::write(&paper, text.replacen("the refuge", "that refuge", 1)).unwrap();
    let council = elsewhere.join("council").to_str().unwrap().to_owned();
    let (_, out, _) = run(&["ingest", &council, "--archive", &town.book, "--json"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&report["unchanged"], &report["stored"], &report["gone"]),
        (&2.into(), &1.into(), &0.into()),
        "{report}"
    );
    assert_eq!(ids(&town.ids()), ids(&before));
    assert_eq!(town.run(&["check"]).0, 0);
}

#[test]
fn a_file_is_one_whichever_folder_it_is_found_under() {
    let town = Town::new();
    fs::create_dir(town.path("2025")).unwrap();
    fs::copy(root().join("fixtures/papers/eastmarsh.txt"), town.path("2025/eastmarsh.txt")).unwrap();
    let inner = town.path("2025").to_str().unwrap().to_owned();
    let (_, out, _) = run(&["ingest", &inner, "--archive", &town.book, "--json"]);
    assert!(out.contains("\"stored\":1"), "{out}");
    let report = town.ingest(&[]);
    assert_eq!((&report["unchanged"], &report["stored"]), (&4.into(), &0.into()), "{report}");
    let (_, status, _) = town.run(&["status", "--json"]);
    assert_eq!(serde_json::from_str::<Value>(&status).unwrap()["discovered"], 4);
}

#[test]
fn of_a_file_that_was_never_read_and_is_gone_nothing_is_left() {
    let town = Town::new();
    fs::copy(root().join("fixtures/broken/locked.pdf"), town.path("locked.pdf")).unwrap();
    assert_eq!(town.ingest(&[])["failed"], 1);
    fs::rename(town.path("locked.pdf"), town.path("still-locked.pdf")).unwrap();
    let report = town.ingest(&[]);
    assert_eq!((&report["failed"], &report["gone"]), (&1.into(), &1.into()), "{report}");
    let (_, status, _) = town.run(&["status", "--json"]);
    let status: Value = serde_json::from_str(&status).unwrap();
    assert_eq!((&status["failed"]["encrypted"], &status["gone"]), (&1.into(), &0.into()), "{status}");
    // A stray file in the archive's own folder harms nobody.
    fs::write(Path::new(&town.book).join("originals/.DS_Store"), "x").unwrap();
    assert_eq!(town.ingest(&[])["unchanged"], 3);
}

#[test]
fn a_name_that_is_not_unicode_is_read_and_known_again() {
    use std::os::unix::ffi::OsStrExt;
    let town = Town::new();
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.txt");
    fs::copy(town.path("penmaen.txt"), town.folder.path("town").join(name)).unwrap();
    assert_eq!(town.ingest(&[])["stored"], 1);
    let report = town.ingest(&[]);
    assert_eq!((&report["unchanged"], &report["gone"]), (&4.into(), &0.into()), "{report}");
    fs::remove_file(town.folder.path("town").join(name)).unwrap();
    assert_eq!(town.ingest(&[])["gone"], 1);
}

#[test]
fn with_reference_only_paths_and_hashes_are_kept_and_a_file_that_changed_is_not_taken_for_what_it_was() {
    let town = Town::new();
    let book = town.folder.path("referring").to_str().unwrap().to_owned();
    let folder = town.folder.path("town").to_str().unwrap().to_owned();
    let on = |arguments: &[&str]| run(&[arguments, &["--archive", &book]].concat());
    assert_eq!(on(&["ingest", &folder, "--reference"]).0, 0);
    assert!(!Path::new(&book).join("originals").exists());
    assert_eq!((on(&["check"]).0, on(&["verify"]).0, on(&["status"]).0), (0, 0, 0));
    let paper = town.path("penmaen.txt");
    let text = fs::read_to_string(&paper).unwrap();
    fs::write(&paper, text.replacen("Lowri", "Mowri", 1)).unwrap();
    let (code, out, _) = on(&["check"]);
    assert!(code == 2 && out.contains("penmaen.txt") && out.contains("has changed since it was read"), "{out}");
    let (code, out, _) = on(&["verify"]);
    assert!(code == 2 && out.contains("has changed since it was read"), "{out}");
    // Read again, it is right again; the older version's bytes are nobody's fault.
    assert_eq!(on(&["ingest", &folder, "--reference"]).0, 0);
    assert_eq!((on(&["check"]).0, on(&["verify"]).0), (0, 0));
    // And the originals can be had later.
    assert_eq!(on(&["ingest", &folder, "--reread"]).0, 0);
    assert_eq!(files(&Path::new(&book).join("originals")).len(), 3);
    fs::remove_file(&paper).unwrap();
    assert_eq!(on(&["verify"]).0, 0);
}

#[test]
fn bytes_that_are_referred_to_may_be_at_any_of_their_places() {
    let town = Town::new();
    let book = town.folder.path("referring").to_str().unwrap().to_owned();
    let folder = town.folder.path("town").to_str().unwrap().to_owned();
    let on = |arguments: &[&str]| run(&[arguments, &["--archive", &book]].concat());
    fs::copy(town.path("penmaen.txt"), town.path("a-copy.txt")).unwrap();
    assert_eq!(on(&["ingest", &folder, "--reference"]).0, 0);
    // One of two places is gone: the bytes are at the other.
    fs::remove_file(town.path("a-copy.txt")).unwrap();
    assert_eq!(on(&["ingest", &folder, "--reference"]).0, 0);
    assert_eq!((on(&["check"]).0, on(&["verify"]).0), (0, 0));
    // What stands there now cannot be read: no fault of the archive's.
    let text = fs::read(town.path("penmaen.txt")).unwrap();
    fs::write(town.path("penmaen.txt"), b"\x00\x01 no document").unwrap();
    assert_eq!(on(&["ingest", &folder, "--reference"]).0, 2);
    assert_eq!((on(&["check"]).0, on(&["verify"]).0), (0, 0));
    fs::write(town.path("penmaen.txt"), text).unwrap();
    assert_eq!(on(&["ingest", &folder, "--reference"]).0, 0);
    // Gone from both: its words are nowhere, and that is no fault of the archive's.
    fs::remove_file(town.path("penmaen.txt")).unwrap();
    assert_eq!(on(&["ingest", &folder, "--reference"]).0, 0);
    assert_eq!(on(&["check"]).0, 0);
    let (code, out, _) = on(&["verify"]);
    assert!(code == 0 && out.contains("2 records are of files that are gone and were only referred to"), "{out}");
}

/// Minutes of a parish, as they are put up before the next meeting and after it.
fn parish(status: &str, date: &str, approving: &str) -> String {
    format!(
        "Little Hamley Parish Council\n\n{status}Minutes of the meeting held on {date} in the Reading Room\n\n\
         Present: Cllr Dora Pargeter (Chair), Cllr Tom Okonjo, Cllr Bill Luckhurst\n\n\
         1. Apologies\nNone.\n\n2. Minutes\n{approving}\n\n3. Hedges\n\
         RESOLVED that the hedges be cut in October.\n"
    )
}

#[test]
fn draft_and_approved_are_told_apart_and_the_approval_is_found_in_the_next_minutes() {
    let town = Town::new();
    let agreed = "RESOLVED that the minutes of the meeting held on 1 September 2025 be approved as a correct record.";
    let paper = town.path("october.txt");
    fs::write(&paper, parish("DRAFT - subject to approval\n\n", "6 October 2025", agreed)).unwrap();
    assert_eq!(town.ingest(&[])["stored"], 1);
    fs::write(&paper, parish("Approved minutes\n\n", "6 October 2025", agreed)).unwrap();
    let later = "RESOLVED that the minutes of the meeting held on 6 October 2025 be approved as a correct record.";
    fs::write(town.path("november.txt"), parish("", "1 December 2025", later)).unwrap();
    assert_eq!(town.ingest(&[])["stored"], 2);
    let id = town.ids().into_iter().find(|(file, _)| file.ends_with("october.txt")).unwrap().1;
    let (code, out, err) = town.run(&["history", &id]);
    assert_eq!(code, 0, "{err}");
    let lines: Vec<&str> = out.lines().filter(|l| l.contains(" bytes ")).collect();
    assert!(lines[0].contains("  draft") && lines[1].contains("draft, now approved"), "{out}");
    assert!(out.contains("approved on 2025-12-01") && out.contains("town/november.txt p. 1"), "{out}");
    assert!(out.contains("the minutes of the meeting held on 6 October 2025 be approved"), "{out}");
    let (_, out, _) = town.run(&["diff", &id]);
    assert!(out.contains("/document/status") && out.contains("- draft") && out.contains("+ approved"), "{out}");
    let (_, out, _) = town.run(&["history", &id, "--json"]);
    let last: Value = serde_json::from_str(out.lines().last().unwrap()).unwrap();
    assert_eq!(last["before_later_meetings"][0]["outcome"], "approved");
    assert!(last["seen"].as_str().unwrap().ends_with('Z') && last["fields_changed"].as_u64().unwrap() > 0, "{last}");
}
