//! What an archive of many papers costs: `cargo bench --bench scale [-- FILES]`, by default 2,000; 200,000 is the
//! goal's size. Invented minutes of some 2.2 KB, each other than the others.
//!
//! Each line gives CPU and elapsed seconds and the peak of memory in MiB; the last lines give what is on disk. Run it
//! with two sizes to see what grows faster than the papers do.

#![allow(clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a measurement is printed, or stops")]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "it makes files and starts programs")]

mod scratch;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use wait4::Wait4;

use crate::scratch::Scratch;

/// Files of a folder.
const FOLDER: usize = 1_000;

/// A word of an invented vocabulary: the same for the same number.
fn word(n: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "de", "ki", "lo", "mu", "ra", "se", "ti", "vo", "wen", "dal", "mor", "hun", "pil", "cor", "tas"];
    [n, n / 16, n / 256].map(|n| SYLLABLES[n % 16]).concat()
}

/// The minutes of one meeting of some body.
fn paper(n: usize) -> String {
    let at = |k: usize| word(n.wrapping_mul(2_654_435_761).wrapping_add(k.wrapping_mul(40_503)) >> 7);
    let name = |k: usize| {
        let word = at(k);
        let (first, rest) = word.split_at(1);
        first.to_uppercase() + rest
    };
    let (body, day, month, year) = (name(n % 40), n % 28 + 1, n % 12 + 1, 2000 + n / 400 % 25);
    let mut text = format!(
        "{} COMMUNITY SAFETY PARTNERSHIP\n\nMinutes of the meeting held on {day:02}/{month:02}/{year} in the Town \
         Hall\n\nPresent: {} {} (Chair), {} {}, {} {}\nApologies: {} {}\n\n1. Minutes of the last meeting\nThe \
         minutes were agreed as a true record.\n\n",
        body.to_uppercase(),
        name(1),
        name(2),
        name(3),
        name(4),
        name(5),
        name(6),
        name(7),
        name(8)
    );
    for item in 2..8 {
        let told: Vec<String> = (0..24).map(|k| at(item * 100 + k)).collect();
        text += &format!(
            "{item}. {} and {}\nThe {} was reported by {} {} and members spoke of {}. RESOLVED that the {} be \
             mended.\n\n",
            name(item * 10),
            at(item * 10 + 1),
            at(item * 10 + 2),
            name(1),
            name(2),
            told.join(" "),
            at(item * 10 + 3)
        );
    }
    text
}

/// Runs the program and prints what it cost.
fn run(what: &str, arguments: &[&str]) {
    let begun = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_minutebook"))
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("minutebook");
    let used = child.wait4().expect("its end").rusage;
    let cpu = used.utime + used.stime;
    println!(
        "{what:<28} {:>8.2} s CPU  {:>8.2} s  {:>6} MiB",
        cpu.as_secs_f64(),
        begun.elapsed().as_secs_f64(),
        used.maxrss >> 20
    );
}

fn size(path: &Path) -> u64 {
    let Ok(meta) = fs::metadata(path) else { return 0 };
    if !meta.is_dir() {
        return meta.len();
    }
    let Ok(entries) = fs::read_dir(path) else { return 0 };
    entries.flatten().map(|e| size(&e.path())).sum()
}

fn main() {
    let files: usize = std::env::args().find_map(|a| a.parse().ok()).unwrap_or(2_000);
    let scratch = Scratch::new("scale");
    let (papers, book) = (scratch.0.join("papers"), scratch.0.join("book"));
    let mut source = 0;
    for n in 0..files {
        let folder = papers.join(format!("{:04}", n / FOLDER));
        if n % FOLDER == 0 {
            fs::create_dir_all(&folder).expect("a folder");
        }
        let text = paper(n);
        source += text.len() as u64;
        fs::write(folder.join(format!("{n:07}.txt")), text).expect("a paper");
    }
    println!("{files} papers, {:.1} MB", source as f64 / 1e6);
    let (papers, at) = (papers.to_str().expect("UTF-8"), book.to_str().expect("UTF-8"));
    run("ingest (parent and readers)", &["ingest", papers, "--archive", at]);
    run("ingest, nothing new", &["ingest", papers, "--archive", at]);
    run("status", &["status", "--archive", at]);
    run("search, some hits", &["search", "minutes", "--archive", at]);
    run("search, no hit", &["search", "zzzzzz", "--archive", at]);
    run("export JSON lines", &["export", "--format", "jsonl", "--archive", at]);
    run("export CSV", &["export", "--format", "csv", "--archive", at]);
    run("check", &["check", "--archive", at]);
    for part in ["archive.sqlite", "index", "originals"] {
        let bytes = size(&book.join(part));
        println!("{part:<28} {:>8.1} MB, {:.2} of the papers", bytes as f64 / 1e6, bytes as f64 / source as f64);
    }
}
