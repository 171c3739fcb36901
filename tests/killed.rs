//! An ingest that is killed loses nothing, and one that is interrupted says how to go on.

use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::place::{Folder, program, root, run};

/// A folder of many papers.
fn many(folder: &Folder, copies: usize) -> String {
    let town = folder.path("town");
    fs::create_dir(&town).unwrap();
    for n in 0..copies {
        for name in ["strandshire.pdf", "northmere.docx", "wexcombe.html"] {
            let mut bytes = fs::read(root().join("fixtures/papers").join(name)).unwrap();
            if name.ends_with("html") {
                bytes.extend_from_slice(format!("<!-- {n} -->").as_bytes());
            }
            fs::write(town.join(format!("{n}-{name}")), bytes).unwrap();
        }
    }
    town.to_str().unwrap().to_owned()
}

fn count(status: &str, field: &str) -> u64 {
    serde_json::from_str::<serde_json::Value>(status).unwrap()[field].as_u64().unwrap()
}

/// How often an ingest is killed: `MINUTEBOOK_KILLS=200 cargo test killed` for the full count, with
/// `MINUTEBOOK_KILLS_OF=FOLDER` of papers of one's own.
fn kills() -> u64 {
    /// Enough for every run of the tests.
    const FEW: u64 = 12;
    std::env::var("MINUTEBOOK_KILLS").ok().map_or(FEW, |n| n.parse().expect("MINUTEBOOK_KILLS is a number"))
}

#[test]
fn killed_at_any_moment_the_archive_is_whole_and_the_next_run_goes_on() {
    /// Copies of each paper.
    const COPIES: u64 = 40;
    let folder = Folder::new();
    let own = std::env::var("MINUTEBOOK_KILLS_OF").ok();
    let town = own.clone().unwrap_or_else(|| many(&folder, COPIES as usize));
    let path = |name: &str| folder.path(name).to_str().unwrap().to_owned();
    let export = |book: &str| run(&["export", "--format", "jsonl", "--archive", book]).1;
    // An unbroken run: what it gives, and how long it takes, so that the kills fall everywhere.
    let whole = path("whole");
    let begun = Instant::now();
    // Papers of one's own may hold some that cannot be read.
    let unbroken = run(&["ingest", &town, "--archive", &whole, "--jobs", "2"]).0;
    assert!(unbroken == 0 || (unbroken == 2 && own.is_some()), "{unbroken}");
    let took = begun.elapsed();
    let files = |book: &str| {
        let (_, out, _) = run(&["status", "--archive", book, "--json"]);
        (count(&out, "discovered"), count(&out, "stored"))
    };
    let (all, readable) = files(&whole);
    let expected = export(&whole);
    let (kills, mut book, mut stored, mut finished) = (kills(), path("book-0"), 0, 0);
    // A linear congruential generator: the moments are spread out, and the same in every run.
    let mut moment: u64 = 1;
    for n in 1..=kills {
        moment = moment.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut child = program()
            .args(["ingest", &town, "--archive", &book, "--jobs", "2"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(took.mul_f64((moment >> 40) as f64 / (1_u64 << 24) as f64));
        // SIGKILL: nothing can be tidied up.
        child.kill().unwrap();
        child.wait().unwrap();
        let (code, out, err) = run(&["check", "--archive", &book]);
        if code == 2 && err.contains("no archive at") {
            continue;
        }
        assert_eq!(code, 0, "kill {n}: {out}{err}");
        let (code, out, err) = run(&["status", "--archive", &book, "--json"]);
        assert_eq!(code, 0, "kill {n}: {out}{err}");
        let now = count(&out, "stored");
        assert!(now >= stored, "kill {n}: what was stored is stored: {now} of {stored}");
        stored = now;
        // Finished: the next kills hit a new archive.
        if now == readable || n == kills {
            assert_eq!(run(&["ingest", &town, "--archive", &book, "--jobs", "2"]).0, unbroken, "kill {n}");
            assert_eq!(files(&book), (all, readable), "kill {n}");
            assert!(export(&book) == expected, "kill {n}: the records are not those of an unbroken run");
            finished += 1;
            fs::remove_dir_all(&book).unwrap();
            (book, stored) = (path(&format!("book-{n}")), 0);
        }
    }
    assert!(finished > 0, "no broken import was finished");
    eprintln!("{kills} kills of an import of {all} files, {finished} imports finished after them");
    if own.is_some() {
        return;
    }
    let (_, out, _) = run(&["status", "--archive", &whole, "--json"]);
    assert_eq!((all, count(&out, "records")), (3 * COPIES, 4 * COPIES), "the packs hold two meetings each");
    let (code, out, _) = run(&["search", "warden", "--all", "--archive", &whole, "--json", "--limit", "1000"]);
    let answer: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, answer["hits"].as_array().unwrap().len()), (0, 40), "each paper is found once");
    assert_eq!(run(&["verify", "--archive", &whole]).0, 0);
}

#[test]
fn interrupted_it_ends_soon_and_says_how_to_go_on() {
    let folder = Folder::new();
    let town = many(&folder, 200);
    let book = folder.path("book").to_str().unwrap().to_owned();
    let child = program()
        .args(["ingest", &town, "--archive", &book, "--jobs", "1"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    thread::sleep(Duration::from_millis(250));
    let id = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let (code, out, _) = crate::place::said(child.wait_with_output().unwrap());
    // On a fast machine it may have been done before the signal came.
    assert!(code == 130 && out.contains("run it again to go on") || code == 0, "{code}: {out}");
    let (code, out, err) = run(&["status", "--archive", &book]);
    assert_eq!(code, 0, "{out}{err}");
}
