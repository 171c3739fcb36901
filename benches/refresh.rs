//! What a nightly run costs when nothing has changed, and when one file has: `cargo bench --bench refresh [-- FILES]`,
//! by default 2,000; 100,000 is the goal's size (its first import takes minutes).
//!
//! The files are hard links to one short paper, so that the disk holds them; minutebook reads each all the same.

#![allow(clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a measurement is printed, or stops")]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "it makes files and starts programs")]

mod scratch;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

use crate::scratch::Scratch;

/// Files of a folder.
const FOLDER: usize = 1_000;

/// One ingest: how long it took, the peak of the parent's memory in MiB, and its report.
fn ingest(papers: &Path, book: &Path) -> (Duration, u64, String) {
    let report = book.with_extension("json");
    let begun = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_minutebook"))
        .arg("ingest")
        .arg(papers)
        .arg("--archive")
        .arg(book)
        .arg("--json")
        .stdout(fs::File::create(&report).expect("a report"))
        .stderr(Stdio::null())
        .spawn()
        .expect("minutebook");
    let used = child.wait4().expect("its end").rusage;
    (begun.elapsed(), used.maxrss >> 20, fs::read_to_string(&report).expect("its report").trim().to_owned())
}

fn main() {
    let files: usize = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(2_000);
    let scratch = Scratch::new("refresh");
    let papers = scratch.0.join("papers");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/papers/penmaen.txt");
    fs::create_dir_all(&papers).expect("a folder");
    // File systems allow some 65,000 links to a file: one to a folder's files.
    for n in 0..files {
        let folder = papers.join(format!("{:03}", n / FOLDER));
        let first = folder.join("000000.txt");
        if n % FOLDER == 0 {
            fs::create_dir(&folder).expect("a folder");
            fs::copy(&source, &first).expect("a copy");
        } else {
            fs::hard_link(&first, folder.join(format!("{n:06}.txt"))).expect("a link");
        }
    }
    let book = scratch.0.join("book");
    let tell = |what: &str, (took, memory, report): (Duration, u64, String)| {
        println!("{what:<22} {:>9.3} s  peak {memory:>4} MiB  {report}", took.as_secs_f64());
    };
    tell("first import", ingest(&papers, &book));
    tell("nothing has changed", ingest(&papers, &book));
    let changed = papers.join("000/changed.txt");
    fs::write(&changed, fs::read_to_string(&source).expect("the paper") + "\n").expect("a new file");
    tell("one file is new", ingest(&papers, &book));
    tell("nothing has changed", ingest(&papers, &book));
}
