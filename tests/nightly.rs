//! The nightly job: a configuration, a log, a report, and what happens when a run is not the only one or is broken
//! off.

use std::fs::{self, File};
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::place::{Folder, program, root, run, said};

/// Two towns with papers, and a configuration beside them.
struct Job {
    folder: Folder,
}

const CONFIG: &str = r#"
archive = "book"
report = "refresh.json"
[[source]]
name = "hamley"
paths = ["hamley"]
[[source]]
name = "downloads"
paths = ["downloads/*.txt", "downloads/20*/minutes"]
"#;

impl Job {
    fn new() -> Self {
        let job = Self { folder: Folder::new() };
        for (from, to) in [
            ("papers/hamley.pdf", "hamley/november.pdf"),
            ("papers/penmaen.txt", "downloads/penmaen.txt"),
            ("papers/wexcombe.pdf", "downloads/wexcombe.pdf"),
            ("papers/northmere.docx", "downloads/2025/minutes/northmere.docx"),
            ("broken/locked.pdf", "downloads/2025/minutes/locked.pdf"),
            ("broken/empty.pdf", "downloads/2025/agendas/empty.pdf"),
        ] {
            let to = job.folder.path(to);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(root().join("fixtures").join(from), to).unwrap();
        }
        fs::write(job.folder.path("minutebook.toml"), CONFIG).unwrap();
        job
    }

    fn path(&self, name: &str) -> String {
        self.folder.path(name).to_str().unwrap().to_owned()
    }

    /// Exit code, the line on standard output, the log.
    fn refresh(&self, more: &[&str]) -> (i32, String, String) {
        let config = self.path("minutebook.toml");
        run(&[&["refresh", "--config", &config], more].concat())
    }

    fn report(&self) -> Value {
        serde_json::from_str(&fs::read_to_string(self.folder.path("refresh.json")).unwrap()).unwrap()
    }

    /// What the report says of files: `what file`.
    fn news(&self) -> Vec<String> {
        let report = self.report();
        let text = |v: &Value| v.as_str().unwrap().to_owned();
        let files = report["files"].as_array().unwrap().iter();
        let mut news: Vec<String> = files.map(|f| format!("{} {}", text(&f["what"]), text(&f["file"]))).collect();
        news.sort();
        news
    }
}

fn figures(of: &Value, names: [&str; 4]) -> [u64; 4] {
    names.map(|n| of[n].as_u64().unwrap_or_else(|| panic!("{n}: {of}")))
}

const COUNTS: [&str; 4] = ["discovered", "stored", "unchanged", "failed"];

#[test]
fn a_refresh_takes_the_sources_of_its_configuration_and_reports_what_is_new() {
    let job = Job::new();
    let (code, out, log) = job.refresh(&[]);
    assert_eq!((code, out.lines().count()), (2, 1), "one line, and one file is locked: {out}{log}");
    assert!(out.starts_with("4 files = 3 stored + 0 unchanged + 1 failed"), "{out}");
    assert!(log.contains("WARN") && log.contains("locked.pdf") && log.contains("password"), "{log}");
    let report = job.report();
    assert_eq!(figures(&report, COUNTS), [4, 3, 0, 1]);
    assert_eq!((report["balances"].as_bool(), report["interrupted"].as_bool()), (Some(true), Some(false)));
    let sources: Vec<_> = report["sources"].as_array().unwrap().iter().map(|s| figures(s, COUNTS)).collect();
    assert_eq!(sources, [[1, 1, 0, 0], [3, 2, 0, 1]]);
    let first = [
        "failed downloads/2025/minutes/locked.pdf",
        "new downloads/2025/minutes/northmere.docx",
        "new downloads/penmaen.txt",
        "new hamley/november.pdf",
    ];
    assert_eq!(job.news(), first);
    // The same with `ingest`: a file is known whoever found it.
    let (_, out, _) = run(&["ingest", &job.path("hamley"), "--archive", &job.path("book"), "--json"]);
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["unchanged"], 1, "{out}");

    // The next night: one has changed, one has moved, one is gone; the locked one is no news.
    let text = fs::read_to_string(job.folder.path("downloads/penmaen.txt")).unwrap();
    fs::write(job.folder.path("downloads/penmaen.txt"), text.replacen("the refuge", "that refuge", 1)).unwrap();
    fs::rename(job.path("hamley/november.pdf"), job.path("hamley/2025-11.pdf")).unwrap();
    fs::remove_file(job.folder.path("downloads/2025/minutes/northmere.docx")).unwrap();
    let (code, out, log) = job.refresh(&["--log", "json"]);
    assert_eq!(code, 0, "{out}{log}");
    assert!(out.contains("1 of them failed before; 1 moved; 1 gone"), "{out}");
    let lines: Vec<Value> = log.lines().map(|l| serde_json::from_str(l).unwrap_or_else(|_| panic!("{l}"))).collect();
    assert!(lines.iter().any(|l| l["message"] == "moved" && l["from"] == "hamley/november.pdf"), "{log}");
    assert!(lines.iter().all(|l| l["level"] != "WARN"), "{log}");
    let second = [
        "changed downloads/penmaen.txt",
        "failed downloads/2025/minutes/locked.pdf",
        "gone downloads/2025/minutes/northmere.docx",
        "moved hamley/2025-11.pdf",
    ];
    assert_eq!(job.news(), second);

    // And the next: nothing.
    let (_, _, _) = job.refresh(&[]);
    assert_eq!(figures(&job.report(), COUNTS), [3, 0, 2, 1]);
    assert_eq!(job.news(), ["failed downloads/2025/minutes/locked.pdf"]);
    assert_eq!(job.report()["files"][0]["known"], true);
}

#[test]
fn all_can_be_read_again_from_the_originals_and_that_is_one_line() {
    let job = Job::new();
    job.refresh(&[]);
    let export = || run(&["export", "--format", "jsonl", "--archive", &job.path("book")]).1;
    let before = export();
    // A file that is gone has its original still.
    fs::remove_file(job.folder.path("downloads/2025/minutes/northmere.docx")).unwrap();
    let (code, out, log) = job.refresh(&["--reread"]);
    assert_eq!(code, 2, "{out}{log}");
    assert!(out.contains("3 read again by") && out.contains("the records of 0 are others now"), "{out}");
    assert_eq!(job.news(), ["failed downloads/2025/minutes/locked.pdf", "gone downloads/2025/minutes/northmere.docx"]);
    assert_eq!(figures(&job.report(), COUNTS), [3, 0, 2, 1]);
    assert_eq!(export(), before);
    assert_eq!(run(&["check", "--archive", &job.path("book")]).0, 0);
    let (_, out, _) = run(&["status", "--archive", &job.path("book"), "--json"]);
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["gone"], 1, "it is not back because it was read again");
}

#[test]
fn an_original_that_is_spoilt_is_mended_from_its_file_and_never_taken_for_a_new_version() {
    let job = Job::new();
    job.refresh(&[]);
    let export = || run(&["export", "--format", "jsonl", "--archive", &job.path("book")]).1;
    let check = || run(&["check", "--archive", &job.path("book")]).0;
    let before = export();
    let originals = || {
        let folders = fs::read_dir(job.folder.path("book/originals")).unwrap();
        folders.flat_map(|d| fs::read_dir(d.unwrap().path()).unwrap()).map(|f| f.unwrap().path()).collect::<Vec<_>>()
    };
    let spoil = || {
        let all = originals();
        let mut bytes = fs::read(&all[0]).unwrap();
        bytes[100] ^= 1;
        fs::write(&all[0], bytes).unwrap();
        fs::write(&all[1], b"").unwrap();
        fs::remove_file(&all[2]).unwrap();
    };
    spoil();
    assert_eq!(check(), 2);
    let (_, out, log) = job.refresh(&["--reread"]);
    assert!(out.contains("3 read again") && !out.contains("spoilt"), "{out}{log}");
    assert_eq!((check(), originals().len()), (0, 3));
    // Where the files are not there either, it is told, and the records are as they were.
    spoil();
    fs::rename(job.folder.path("hamley"), job.folder.path("unmounted")).unwrap();
    fs::rename(job.folder.path("downloads"), job.folder.path("unmounted-too")).unwrap();
    let (code, out, _) = job.refresh(&["--reread"]);
    assert!(code == 2 && out.contains("3 of the originals are spoilt or not there"), "{code} {out}");
    assert_eq!(export(), before);
    let lost = job.report()["files"].as_array().unwrap().iter().filter(|f| f["reason"] == "lost_original").count();
    assert_eq!(lost, 3);
    assert_eq!(originals().len(), 2, "what is spoilt is not kept under a name of its own");
}

#[test]
fn all_is_read_again_once_where_names_are_shared() {
    let job = Job::new();
    for (council, text) in [("x", "One"), ("y", "Two")] {
        fs::create_dir_all(job.folder.path(&format!("{council}/minutes"))).unwrap();
        fs::write(
            job.folder.path(&format!("{council}/minutes/january.txt")),
            format!("{text} Parish Council\n\nMinutes\n"),
        )
        .unwrap();
    }
    let config = "archive = \"book\"\nreport = \"refresh.json\"\n[[source]]\nname = \"all\"\npaths = [\"x/minutes\", \"y/minutes\"]\n";
    fs::write(job.folder.path("minutebook.toml"), config).unwrap();
    job.refresh(&[]);
    fs::write(job.folder.path("y/minutes/january.txt"), "Three Parish Council\n\nMinutes\n").unwrap();
    let (code, out, _) = job.refresh(&["--reread"]);
    assert!(code == 0 && out.contains("1 stored + 1 unchanged") && out.contains("1 read again"), "{out}");
    assert_eq!(job.news(), ["changed minutes/january.txt~2"]);
    let (_, out, _) = run(&[
        "history",
        &format!("{}/1", job.report()["files"][0]["work"].as_str().unwrap()),
        "--archive",
        &job.path("book"),
    ]);
    assert_eq!(out.lines().filter(|l| l.contains(" bytes ")).count(), 2, "{out}");
}

#[test]
fn the_configuration_and_the_report_are_no_papers() {
    let job = Job::new();
    let config = "archive = \"book\"\nreport = \"refresh.json\"\n[[source]]\nname = \"all\"\npaths = [\".\"]\n";
    fs::write(job.folder.path("minutebook.toml"), config).unwrap();
    job.refresh(&[]);
    assert_eq!(figures(&job.report(), COUNTS), [6, 4, 0, 2]);
    job.refresh(&[]);
    assert_eq!(figures(&job.report(), COUNTS), [6, 0, 4, 2]);
}

#[test]
fn a_source_that_is_not_there_is_said_to_be_and_takes_nothing_away() {
    let job = Job::new();
    job.refresh(&[]);
    fs::rename(job.folder.path("hamley"), job.folder.path("unmounted")).unwrap();
    fs::rename(job.folder.path("downloads/penmaen.txt"), job.folder.path("penmaen.txt")).unwrap();
    let (code, out, log) = job.refresh(&[]);
    assert_eq!(code, 2, "{out}{log}");
    assert!(log.contains("hamley") && log.contains("not there; check the path"), "{log}");
    assert!(log.contains("no file fits the pattern"), "{log}");
    assert_eq!(job.report()["gone"], 0, "{out}");
    assert_eq!(figures(&job.report(), COUNTS), [4, 0, 1, 3]);
    let (_, out, _) = run(&["search", "speed indicator", "--archive", &job.path("book"), "--json"]);
    assert!(out.contains("november.pdf"), "{out}");
}

#[test]
fn a_wrong_configuration_is_named_with_the_remedy_and_nothing_is_done() {
    let job = Job::new();
    for (config, says) in [
        ("archive = \"book\"\n", "no [[source]]"),
        ("archiv = \"book\"\n", "archiv"),
        ("[[source]]\nname = \"a\"\npaths = [\"a/[\"]\n", "a/["),
        ("[[source]]\nname = \"a\"\n", "paths"),
    ] {
        fs::write(job.folder.path("minutebook.toml"), config).unwrap();
        let (code, out, err) = job.refresh(&[]);
        assert!(code == 2 && err.contains("minutebook.toml") && err.contains(says), "{config}: {code} {out}{err}");
    }
    fs::remove_file(job.folder.path("minutebook.toml")).unwrap();
    let (code, _, err) = job.refresh(&[]);
    assert!(code == 2 && err.contains("cannot read") && err.contains("--help"), "{err}");
    assert!(!job.folder.path("book").exists());
}

#[test]
fn the_configuration_of_the_readme_is_one() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let config = readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let job = Job::new();
    fs::create_dir_all(job.folder.path("papers")).unwrap();
    fs::rename(job.folder.path("hamley"), job.folder.path("papers/northmere")).unwrap();
    fs::write(job.folder.path("minutebook.toml"), config).unwrap();
    let (code, out, log) = job.refresh(&[]);
    assert!(code == 2 && out.starts_with("4 files = 3 stored + 0 unchanged + 1 failed"), "{code} {out}{log}");
    let names: Vec<Value> = job.report()["sources"].as_array().unwrap().iter().map(|s| s["name"].clone()).collect();
    assert_eq!(names, ["northmere", "downloads"]);
}

#[test]
fn only_one_refresh_runs_at_a_time() {
    let job = Job::new();
    job.refresh(&[]);
    let lock = File::options().write(true).open(job.folder.path("book/writing")).unwrap();
    lock.try_lock().unwrap();
    let (code, out, err) = job.refresh(&[]);
    assert!(code == 2 && out.is_empty() && err.contains("another minutebook is writing"), "{code} {out}{err}");
    assert_eq!(job.report()["stored"], 3, "the report is that of the run before");
    let left: Vec<_> = fs::read_dir(&job.folder.0).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(!left.iter().any(|n| n.to_string_lossy().contains(".part")), "{left:?}");
    drop(lock);
    assert_eq!(
        figures(
            &{
                job.refresh(&[]);
                job.report()
            },
            COUNTS
        ),
        [4, 0, 3, 1]
    );
}

#[test]
fn asked_to_stop_it_stores_what_it_has_and_says_so() {
    let job = Job::new();
    let pack = fs::read(root().join("fixtures/papers/strandshire.pdf")).unwrap();
    for n in 0..300 {
        fs::write(job.folder.path(&format!("hamley/{n}.pdf")), &pack).unwrap();
    }
    let child = program()
        .args(["refresh", "--config", &job.path("minutebook.toml")])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Not before something is stored: then the signal falls into the reading.
    let begun = std::time::Instant::now();
    let database = job.folder.path("book/archive.sqlite-wal");
    while fs::metadata(&database).map_or(0, |m| m.len()) < 300_000 && begun.elapsed() < Duration::from_secs(20) {
        thread::sleep(Duration::from_millis(10));
    }
    assert!(std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    let (code, out, log) = said(child.wait_with_output().unwrap());
    assert!(code == 130 && out.contains("run it again to go on"), "{code}: {out}{log}");
    assert_eq!(job.report()["interrupted"], true);
    let stored = job.report()["stored"].as_u64().unwrap();
    assert!(stored > 0 && stored < 300, "{stored}");
    let (code, out, _) = job.refresh(&[]);
    assert!(code != 130 && !out.contains("interrupted"), "{out}");
    assert_eq!(job.report()["stored"].as_u64().unwrap() + stored, 303);
    assert_eq!(run(&["check", "--archive", &job.path("book")]).0, 0);
}

/// Runs a script where a small disk is mounted at `$1`; nothing, where such a thing is not allowed.
fn with_small_disk(script: &str, at: &Path, more: &[&str]) -> Option<(i32, String, String)> {
    let mount = "mount -t tmpfs -o size=2m tmpfs \"$1\" && touch \"$1/mounted\" && ";
    for rights in ["-rm", "-m"] {
        let output = std::process::Command::new("unshare")
            .args([rights, "sh", "-c", &format!("({mount} true) || exit 99; {script}"), "sh"])
            .arg(at)
            .args(more)
            .env("MINUTEBOOK", env!("CARGO_BIN_EXE_minutebook"))
            .env_remove("MINUTEBOOK_ARCHIVE")
            .current_dir(root())
            .output();
        match output.map(said) {
            Ok((99 | 1, _, err)) if err.contains("unshare") || err.contains("mount") => {}
            Ok(ran) => return Some(ran),
            Err(_) => {}
        }
    }
    eprintln!("\n*** SKIPPED: no right to mount a small disk here; what a full one does was not tried ***\n");
    None
}

#[test]
fn a_full_disk_is_named_loses_nothing_and_the_next_run_goes_on() {
    let folder = Folder::new();
    let papers = folder.path("papers");
    fs::create_dir(&papers).unwrap();
    // Comments take room on the disk and none of the reader's time.
    let page = fs::read_to_string(root().join("fixtures/papers/penmaen.html")).unwrap();
    for n in 0..16 {
        fs::write(papers.join(format!("{n}.html")), format!("{page}<!-- {n}{} -->", "x".repeat(200_000))).unwrap();
    }
    let disk = folder.path("disk");
    fs::create_dir(&disk).unwrap();
    let script = "\
        \"$MINUTEBOOK\" ingest \"$2\" --archive \"$1/book\" --jobs 1; echo \"first $?\"; \
        \"$MINUTEBOOK\" status --archive \"$1/book\" --json > \"$3/full.json\"; echo \"status $?\"; \
        mount -o remount,size=64m \"$1\"; \
        \"$MINUTEBOOK\" ingest \"$2\" --archive \"$1/book\" --jobs 1; echo \"second $?\"; \
        \"$MINUTEBOOK\" check --archive \"$1/book\"; echo \"check $?\"; \
        \"$MINUTEBOOK\" export --format jsonl --archive \"$1/book\" > \"$3/disk.jsonl\"; \
        mount -o remount,ro \"$1\"; \
        \"$MINUTEBOOK\" status --archive \"$1/book\" > /dev/null; echo \"read-only status $?\"; \
        \"$MINUTEBOOK\" ingest \"$2\" --archive \"$1/book\"; echo \"read-only ingest $?\"";
    let arguments = [papers.to_str().unwrap(), folder.0.to_str().unwrap()];
    let Some((_, out, err)) = with_small_disk(script, &disk, &arguments) else { return };
    let says = |line: &str| assert!(out.lines().any(|l| l == line), "{line}: {out}{err}");
    says("first 2");
    assert!(err.contains("is full; free some space and run again, nothing stored is lost"), "{err}");
    says("status 0");
    let full: Value = serde_json::from_str(&fs::read_to_string(folder.path("full.json")).unwrap()).unwrap();
    assert!(full["stored"].as_u64().unwrap() < 16, "the disk was to be too small: {full}");
    says("second 0");
    says("check 0");
    says("read-only status 0");
    says("read-only ingest 2");
    assert!(err.contains("check that the folder exists and that you may write to it"), "{err}");
    let whole = folder.path("whole").to_str().unwrap().to_owned();
    assert_eq!(run(&["ingest", papers.to_str().unwrap(), "--archive", &whole]).0, 0);
    let expected = run(&["export", "--format", "jsonl", "--archive", &whole]).1;
    assert!(fs::read_to_string(folder.path("disk.jsonl")).unwrap() == expected, "as on a disk that was never full");
}

/// Minutes that say one thing, of a day in this month.
fn minutes(month: u32, said: &str) -> String {
    format!(
        "NORTHMERE TOWN COUNCIL\n\nMinutes of the meeting held on 14 {} 2024\n\n\
         Present: Cllr A Ash (Chair), Cllr B Birch\n\n\
         1. Apologies\nThere were none.\n\n2. Bus stops\n{said}\n",
        ["January", "February", "March", "April"][month as usize]
    )
}

#[test]
fn saved_searches_tell_what_is_new_once_and_never_what_is_only_read_again() {
    let job = Job::new();
    let config = format!(
        "{CONFIG}\n[[search]]\nname = \"shelters\"\nquery = 'shelter* kind:decision'\n\
         [[search]]\nname = \"lamps\"\nquery = \"lamp*\"\n"
    );
    fs::write(job.folder.path("minutebook.toml"), config).unwrap();
    let put = |name: &str, text: &str| fs::write(job.folder.path(&format!("downloads/{name}")), text).unwrap();
    let told = |more: &[&str]| {
        // A second is the clock's step.
        std::thread::sleep(std::time::Duration::from_millis(1_100));
        let (code, out, log) = job.refresh(more);
        assert!(code == 0 || code == 2, "{out}{log}");
        let report = job.report();
        (report["alerts"]["news"].as_u64().unwrap(), report["alerts"]["read_otherwise"].as_u64().unwrap())
    };
    put("january.txt", &minutes(0, "RESOLVED that two shelters be bought."));
    assert_eq!(told(&[]), (0, 0), "the first run learns what is there");
    assert_eq!(told(&[]), (0, 0));
    put("february.txt", &minutes(1, "RESOLVED that the shelter in Mill Lane be mended."));
    assert_eq!(told(&[]), (1, 0));
    assert_eq!(told(&[]), (0, 0), "once");
    assert_eq!(told(&["--reread"]), (0, 0), "what is only read again is no news");
    // A reader that finds other places in the same papers.
    let state = job.folder.path("book/searches.json");
    let known: Value = serde_json::from_str(&fs::read_to_string(&state).unwrap()).unwrap();
    let mut other = known.clone();
    other["searches"]["shelters"]["told"] = serde_json::json!([]);
    fs::write(&state, other.to_string()).unwrap();
    assert_eq!(told(&[]), (0, 2), "counted, and not told");
    // The same minutes in another file.
    put("february-copy.txt", &minutes(1, "RESOLVED that the shelter in Mill Lane be mended."));
    assert_eq!(told(&[]), (0, 0), "the same meeting by another paper");
    put("february.txt", &minutes(1, "RESOLVED that the shelter in Mill Lane be taken away."));
    assert_eq!(told(&[]), (1, 0), "a changed paper");
    let log = fs::read_to_string(job.folder.path("alerts/alerts.jsonl")).unwrap();
    let news: Vec<Value> = log.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let reasons: Vec<(&str, &str)> =
        news.iter().map(|n| (n["search"].as_str().unwrap(), n["reason"].as_str().unwrap())).collect();
    assert_eq!(reasons, [("shelters", "new paper"), ("shelters", "changed paper")]);
    assert!(news[1]["words"].as_str().unwrap().contains("taken away"), "{log}");
    let markdown = fs::read_to_string(job.folder.path("alerts/alerts.md")).unwrap();
    assert!(markdown.contains("**shelter**") && markdown.contains("2024-02-14"), "{markdown}");
    let atom = fs::read_to_string(job.folder.path("alerts/alerts.atom")).unwrap();
    assert_eq!(atom.matches("<entry>").count(), 2, "{atom}");
}
