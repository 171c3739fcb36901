//! An ingest that is killed loses nothing, and one that is interrupted says how to go on.

use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

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

#[test]
fn killed_at_any_moment_the_archive_is_whole_and_the_next_run_goes_on() {
    /// Files in all.
    const FILES: u64 = 120;
    let folder = Folder::new();
    let town = many(&folder, 40);
    let book = folder.path("book").to_str().unwrap().to_owned();
    let mut stored = 0;
    for milliseconds in [1, 15, 30, 60, 90, 120, 160, 200] {
        let mut child = program()
            .args(["ingest", &town, "--archive", &book, "--jobs", "2"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(milliseconds));
        // SIGKILL: nothing can be tidied up.
        child.kill().unwrap();
        child.wait().unwrap();
        let (code, out, err) = run(&["status", "--archive", &book, "--json"]);
        if code == 2 && err.contains("no archive at") {
            continue;
        }
        assert_eq!(code, 0, "{out}{err}");
        let now = count(&out, "stored");
        assert!(now >= stored, "what was stored is stored: {now} of {stored}");
        stored = now;
    }
    let (code, out, err) = run(&["ingest", &town, "--archive", &book]);
    assert_eq!(code, 0, "{out}{err}");
    let (_, out, _) = run(&["status", "--archive", &book, "--json"]);
    assert_eq!(
        (count(&out, "stored"), count(&out, "records")),
        (FILES, FILES + 40),
        "the packs hold two meetings each"
    );
    let (code, out, _) = run(&["search", "warden", "--archive", &book, "--json", "--limit", "1000"]);
    assert_eq!((code, out.lines().count()), (0, 40), "each paper is found once");
    assert_eq!(run(&["verify", "--archive", &book]).0, 0);
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
