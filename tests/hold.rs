//! What breaking found: limits of records, searches beside a writer, rot in the index, an archive that goes away.

use std::fs;
use std::process::Stdio;

use archive::Archive;
use ingest::Limits;
use types::Source;

use crate::place::{Folder, program, root, run, said};

/// An archive of a few papers.
struct Book {
    folder: Folder,
    at: String,
}

impl Book {
    fn new() -> Self {
        let folder = Folder::new();
        let papers = folder.path("papers");
        fs::create_dir(&papers).unwrap();
        for name in ["penmaen.txt", "hamley.pdf", "northmere.docx"] {
            fs::copy(root().join("fixtures/papers").join(name), papers.join(name)).unwrap();
        }
        let at = folder.path("book").to_str().unwrap().to_owned();
        let book = Self { folder, at };
        assert_eq!(book.ingest(&[]).0, 0);
        book
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        run(&[arguments, &["--archive", &self.at]].concat())
    }

    fn ingest(&self, more: &[&str]) -> (i32, String, String) {
        let papers = self.folder.path("papers");
        self.run(&[&["ingest", papers.to_str().unwrap()], more].concat())
    }

    fn add(&self, name: &str, text: &str) {
        fs::write(self.folder.path("papers").join(name), text).unwrap();
    }
}

const PAPER: &str = "NORTHMERE TOWN COUNCIL\n\nMinutes of the meeting held on Tuesday 14 May 2024\n\nPresent: Jane \
 Okonjo \
    (Chair), Peter Wimpole\n\n1. Bins\nRESOLVED that two bins be bought.\n";

#[test]
fn a_file_whose_records_are_too_large_fails_alone() {
    let book = Book::new();
    book.add("small.txt", PAPER);
    book.add("large.txt", &format!("{PAPER}{}", "\n\nRESOLVED that one more bin be bought.".repeat(2_000)));
    let (code, out, err) = book.ingest(&["--limit", "record=200000"]);
    assert_eq!(code, 2, "{err}");
    assert!(out.contains("5 files = 1 stored + 3 unchanged + 1 failed"), "{out}");
    let (_, out, _) = book.run(&["status", "--json"]);
    let status: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(status["failures"][0]["reason"], "over_limit", "{out}");
    // With a higher limit it is read.
    assert_eq!(book.ingest(&["--reread"]).0, 0);
}

#[test]
fn a_search_writes_nothing_and_says_what_it_does_not_know() {
    let book = Book::new();
    let index = book.folder.path("book/index");
    let kept = book.folder.path("kept");
    assert!(std::process::Command::new("cp").arg("-r").arg(&index).arg(&kept).status().unwrap().success());
    book.add("bins.txt", PAPER);
    assert_eq!(book.ingest(&[]).0, 0);
    let (code, out, err) = book.run(&["search", "bins"]);
    assert_eq!((code, out.contains("in 1 of 4 meetings"), err.as_str()), (0, true, ""), "{out}");
    // The index of before: it answers from what it has, says so, and stays as it is.
    fs::remove_dir_all(&index).unwrap();
    fs::rename(&kept, &index).unwrap();
    let listing = || {
        let mut names: Vec<_> = fs::read_dir(&index).unwrap().map(|e| e.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let before = listing();
    let (code, _, err) = book.run(&["search", "bins"]);
    assert_eq!((code, err.contains("behind the archive")), (1, true), "{err}");
    assert_eq!(listing(), before);
    let (code, out, _) = book.run(&["check"]);
    assert_eq!((code, out.contains("the index is behind the archive")), (0, true), "{out}");
    assert_eq!(listing(), before);
    // None at all: it says what to do, and makes none.
    fs::remove_dir_all(&index).unwrap();
    let (code, _, err) = book.run(&["search", "bins"]);
    assert_eq!((code, err.contains("reindex"), index.exists()), (2, true, false), "{err}");
    assert_eq!(book.run(&["reindex"]).0, 0);
    assert_eq!(book.run(&["search", "bins"]).0, 0);
}

/// What an overview reads is what the whole record says.
#[test]
fn a_brief_says_what_its_record_says() {
    let book = Book::new();
    let archive = Archive::open(book.at.as_ref()).unwrap();
    let mut full = Vec::new();
    let lost = archive.each::<archive::Error>(|meeting| {
        let glance: coverage::Glance = serde_json::from_value(serde_json::to_value(&meeting).unwrap()).unwrap();
        full.push(format!("{glance:?}"));
        Ok(())
    });
    assert_eq!(lost.unwrap().0, Vec::<String>::new());
    let mut brief = Vec::new();
    let lost = archive.each_brief::<coverage::Glance, archive::Error>(|glance| {
        brief.push(format!("{glance:?}"));
        Ok(())
    });
    assert_eq!(lost.unwrap().0, Vec::<String>::new());
    assert_eq!(brief, full);
    assert!(full.len() >= 3);
}

/// Standard input has no end that can be looked up.
#[test]
fn what_was_sent_is_read_no_further_than_its_limit() {
    let mut child = program()
        .args(["text", "-", "--limit", "bytes=1000"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    // It hangs up when it has enough.
    let sent = std::thread::spawn(move || std::io::copy(&mut std::io::repeat(b'a'), &mut input).is_err());
    let (code, _, err) = said(child.wait_with_output().unwrap());
    assert_eq!((code, err.contains("at most 1000 are read")), (2, true), "{err}");
    assert!(sent.join().unwrap());
}

#[test]
fn searches_in_a_loop_do_not_disturb_an_import() {
    let book = Book::new();
    for n in 0..60 {
        book.add(&format!("paper-{n}.txt"), &PAPER.replace("two bins", &format!("{n} bins")));
    }
    let papers = book.folder.path("papers");
    let mut import = program()
        .args(["ingest", papers.to_str().unwrap(), "--archive", &book.at])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut searches = 0;
    while import.try_wait().unwrap().is_none() {
        let (code, _, err) = book.run(&["search", "speed"]);
        assert!(code == 0 || code == 1, "{err}");
        searches += 1;
    }
    let (code, out, err) = said(import.wait_with_output().unwrap());
    assert_eq!((code, out.contains("60 stored")), (0, true), "{out}{err}");
    assert!(searches > 0);
}

#[test]
fn a_flipped_byte_of_the_index_is_found() {
    let book = Book::new();
    let mut files: Vec<_> = fs::read_dir(book.folder.path("book/index")).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| {
        f.extension()
            .is_some_and(|e| ["idx", "pos", "term", "store", "fast", "fieldnorm"].contains(&e.to_str().unwrap()))
    });
    assert!(files.len() >= 6);
    for file in files {
        let whole = fs::read(&file).unwrap();
        let mut spoilt = whole.clone();
        let at = spoilt.len() / 3;
        spoilt[at] ^= 0x20;
        fs::write(&file, spoilt).unwrap();
        let (code, out, err) = book.run(&["check"]);
        assert_eq!((code, out.contains("reindex")), (2, true), "{}: {out}{err}", file.display());
        assert!(!err.contains("panicked"), "{err}");
        fs::write(&file, whole).unwrap();
    }
    assert_eq!(book.run(&["check"]).0, 0);
}

#[test]
fn an_archive_that_was_deleted_in_the_middle_is_told() {
    let folder = Folder::new();
    let book = folder.path("book");
    let archive = Archive::open_to_write(&book).unwrap();
    archive.settle().unwrap();
    fs::remove_dir_all(&book).unwrap();
    assert!(archive.settle().unwrap_err().to_string().contains("was deleted or moved"));
}

#[test]
fn files_of_one_name_all_find_a_key() {
    let folder = Folder::new();
    let archive = Archive::open_to_write(&folder.path("book")).unwrap();
    let mut keys = Vec::new();
    for n in 0..150 {
        let origin = folder.path(&format!("{n}/minutes.txt"));
        let work = archive.work("minutes.txt", &origin).unwrap();
        let sighting = archive::Sighting {
            origin: &origin,
            seen: archive::Seen { bytes: 1, modified: 1 },
            reader: "1",
            at: 1,
            kept: false,
        };
        let failure = types::Failure::new(types::FailureReason::Empty, "nothing in it");
        archive.store(&work, &sighting, archive::Outcome::Failed(failure)).unwrap();
        // The same file again keeps its key.
        assert_eq!(archive.work("minutes.txt", &origin).unwrap().key, work.key);
        keys.push(work.key);
    }
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), 150);
}

/// Two hundred thousand labels and no names: no part of the reader calls itself for each.
#[test]
fn labels_without_end_do_not_overflow_the_stack() {
    for words in ["Present:\n", "Present: ", "Present: Ann Ash "] {
        let text = format!("NORTHMERE BOARD\nMinutes of the meeting held on 14 May 2024\n\n{}", words.repeat(20_000));
        let read = std::thread::Builder::new()
            .stack_size(2 << 20)
            .spawn(move || ingest::read(&Source::new(text.into_bytes()).named("a.txt"), &Limits::default()).is_ok());
        assert!(read.unwrap().join().unwrap());
    }
}

#[test]
fn limits_and_pipes_at_their_ends() {
    let book = Book::new();
    let (code, _, err) = book.run(&["search", "speed", "--limit", "18446744073709551615"]);
    assert!(code <= 1 && err.is_empty(), "{code} {err}");
    let command =
        format!("'{}' export --format csv --archive '{}' | head -1", env!("CARGO_BIN_EXE_minutebook"), book.at);
    let (code, out, err) = said(std::process::Command::new("sh").args(["-c", &command]).output().unwrap());
    assert_eq!((code, out.lines().count(), err.as_str()), (0, 1, ""));
}

/// What failed before is told once: a nightly job says something when there is something to say.
#[test]
fn a_failure_that_was_there_before_is_no_news() {
    let book = Book::new();
    fs::copy(root().join("fixtures/broken/locked.pdf"), book.folder.path("papers/locked.pdf")).unwrap();
    let (code, _, err) = book.ingest(&[]);
    assert!(code == 2 && err.contains("locked.pdf"), "{code} {err}");
    let (code, out, err) = book.ingest(&[]);
    assert!(
        code == 0 && out.contains("1 of those failed did so before") && !err.contains("locked.pdf"),
        "{code} {out}{err}"
    );
    // Whoever asks for it to be read again is told how that went.
    let (code, _, err) = book.ingest(&["--reread"]);
    assert_eq!(code, 2, "{err}");
}
