//! How fast PDFs are read, beside what a user would take instead: `pdftotext` and the crate
//! `pdf-extract`. All read the same files in this one run; what counts is the ratio, not the seconds.
//!
//! `cargo bench --bench reading [-- FOLDER]`; without a folder the fixtures are read.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a measurement is printed, or stops")]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "it measures, reads and starts programs")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use ingest::Limits;
use types::Source;

/// Each reader goes over the files this often; the best time counts, which noise disturbs least.
const ROUNDS: usize = 3;

fn pdfs(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("folder") {
        let path = entry.expect("entry").path();
        if path.is_dir() {
            pdfs(&path, found);
        } else if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("pdf")) {
            found.push(path);
        }
    }
}

fn best(mut work: impl FnMut()) -> Duration {
    let once = |_| {
        let begun = Instant::now();
        work();
        begun.elapsed()
    };
    (0..ROUNDS).map(once).min().expect("rounds")
}

fn main() {
    let named = std::env::args().skip(1).find(|a| !a.starts_with("--"));
    let folder = named.map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/papers"), PathBuf::from);
    let mut files = Vec::new();
    pdfs(&folder, &mut files);
    files.sort();
    println!("{} PDFs in {}, best of {ROUNDS} rounds, one after the other on one core", files.len(), folder.display());
    std::panic::set_hook(Box::new(|_| {}));

    let ours = best(|| {
        for file in &files {
            let source = Source::new(fs::read(file).expect("file"));
            // What cannot be read costs time too.
            let _ = ingest::read(&source, &Limits::default());
        }
    });
    println!("minutebook, bytes to records    {:>8.0} ms", ours.as_secs_f64() * 1000.0);
    let arranged = best(|| {
        for file in &files {
            let source = Source::new(fs::read(file).expect("file"));
            let _ = ingest::arrange(&source, &Limits::default());
        }
    });
    let grammar = ours.saturating_sub(arranged);
    println!(
        "  of it pages and layout        {:>8.0} ms, the grammar of minutes {:.0} ms: {:.2} of them",
        arranged.as_secs_f64() * 1000.0,
        grammar.as_secs_f64() * 1000.0,
        grammar.as_secs_f64() / arranged.as_secs_f64(),
    );
    let compare = |name: &str, theirs: Duration| {
        let ratio = theirs.as_secs_f64() / ours.as_secs_f64();
        println!("{name:<31} {:>8.0} ms   minutebook is {ratio:.2} times as fast", theirs.as_secs_f64() * 1000.0);
    };
    if Command::new("pdftotext").arg("-v").stderr(Stdio::null()).status().is_ok() {
        let theirs = best(|| {
            for file in &files {
                let run =
                    Command::new("pdftotext").arg(file).arg("-").stdout(Stdio::null()).stderr(Stdio::null()).status();
                run.expect("pdftotext");
            }
        });
        compare("pdftotext, text only", theirs);
    } else {
        println!("pdftotext is not installed (Debian: poppler-utils); not compared");
    }
    let (mut failed, mut rounds) = (0, 0);
    let theirs = best(|| {
        rounds += 1;
        for file in &files {
            let path = file.clone();
            // It panics on some files, and overflows the stack on others: those of `fixtures/broken`.
            let read = std::panic::catch_unwind(move || pdf_extract::extract_text(path).is_ok());
            failed += usize::from(!read.unwrap_or(false));
        }
    });
    compare("pdf-extract, text only", theirs);
    println!("pdf-extract failed on {} of {} files", failed / rounds, files.len());
}
