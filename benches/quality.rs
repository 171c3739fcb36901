//! How well records are read: `cargo bench --bench quality -- [GOLD_DIR …]`, by default the project's own papers.
//! It prints `minutebook eval GOLD_DIR --by-body` for each, and with `--write RELEASE` keeps the figures as JSON in
//! `benches/runs/RELEASE/`, so that releases can be compared.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a measurement is printed, or stops"
)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "it writes files and starts programs")]

use std::fs;
use std::path::Path;
use std::process::Command;

fn main() {
    // Cargo adds `--bench`.
    let mut folders: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let release = folders.iter().position(|a| a == "--write").map(|at| {
        let mut pair = folders.drain(at..(at + 2).min(folders.len()));
        pair.nth(1).unwrap_or_else(|| "unnamed".to_owned())
    });
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    if folders.is_empty() {
        folders.extend(["fixtures/truth".to_owned(), "fixtures/written/truth".to_owned()]);
    }
    for folder in folders {
        let eval = |more: &[&str]| {
            let output = Command::new(env!("CARGO_BIN_EXE_minutebook"))
                .args(["eval", &folder])
                .args(more)
                .output()
                .unwrap_or_else(|e| panic!("minutebook eval {folder}: {e}"));
            eprint!("{}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8_lossy(&output.stdout).into_owned()
        };
        println!("== {folder}\n{}", eval(&["--by-body"]));
        if let Some(release) = &release {
            let out = root.join("benches/runs").join(release);
            fs::create_dir_all(&out).unwrap_or_else(|e| panic!("{}: {e}", out.display()));
            // "fixtures/written/truth" is kept as `fixtures-written-truth.json`, without the figures of single papers.
            let parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty() && !p.starts_with('.')).collect();
            let file = out.join(format!("{}.json", parts.join("-")));
            let mut figures: serde_json::Value = serde_json::from_str(&eval(&["--json"])).expect("the figures as JSON");
            if let Some(figures) = figures.as_object_mut() {
                figures.remove("papers");
                figures.remove("bodies");
            }
            let text = serde_json::to_string_pretty(&figures).expect("figures");
            fs::write(&file, text + "\n").unwrap_or_else(|e| panic!("{}: {e}", file.display()));
            println!("kept as {}", file.display());
        }
    }
}
