//! The readers of PDF pages side by side, over the same files in one run: minutebook (with its layout),
//! `pdftotext`, `mutool`, and the crates pdf-extract and lopdf.
//!
//! `cargo bench --bench pages [-- FOLDER...]`; without a folder the fixtures are read. Every reader is a process
//! a file, so that its CPU time (user and system, start-up included) and its peak memory are its own. Words are
//! compared with `pdftotext`'s as multisets, after the same clean-up; with `--files` every file that differs by more
//! than 2 % is listed. A page is lost where `pdftotext` reads twenty words or more and the other none.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a measurement is printed, or stops")]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "it measures, reads and starts programs")]

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use unicode_normalization::UnicodeNormalization;
use wait4::Wait4;

/// A page of at least this many words for `pdftotext` is lost if another reader gives none.
const LOST: usize = 20;
/// Files whose words agree less than this are listed with `--files`.
const LISTED: f64 = 0.98;
/// A page of text below this many words a page says nothing about a reader: scans and covers.
const SPARSE: usize = 5;

/// A reader: its name, and the command that prints a file's text with a form feed between pages.
struct Reader {
    name: &'static str,
    command: fn(&Path) -> Command,
}

fn own(engine: &str, file: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("own path"));
    command.arg("--engine").arg(engine).arg(file);
    command
}

fn program(name: &str, before: &[&str], file: &Path, after: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.args(before).arg(file).args(after);
    command
}

const READERS: [Reader; 5] = [
    Reader { name: "pdftotext", command: |f| program("pdftotext", &["-q"], f, &["-"]) },
    Reader { name: "minutebook", command: |f| program(env!("CARGO_BIN_EXE_minutebook"), &["text"], f, &[]) },
    Reader { name: "mutool", command: |f| program("mutool", &["draw", "-q", "-F", "txt"], f, &[]) },
    Reader { name: "pdf-extract", command: |f| own("pdf-extract", f) },
    Reader { name: "lopdf", command: |f| own("lopdf", f) },
];

/// What a reader made of one file.
struct Run {
    pages: Vec<Vec<String>>,
    cpu: Duration,
    /// Bytes.
    peak: u64,
}

/// The words of a text: NFKC, lower case, list marks alike, soft hyphens out. A word that is parted at the end of
/// a line is joined without its hyphen, as `pdftotext` does before printing it.
fn words(text: &str) -> Vec<String> {
    let whole = text.replace("-\n", "").replace("-\r\n", "");
    let mark = |c: char| match c {
        '\u{f0b7}' | '\u{f0a7}' | '\u{f0d8}' | '\u{f0fc}' | '\u{25aa}' | '\u{27a2}' | '\u{2713}' => '\u{2022}',
        c => c,
    };
    let plain: String = whole.nfkc().filter(|c| *c != '\u{ad}').map(mark).collect();
    // The second-level bullet of Word is the letter o of a typewriter face.
    let word = |w: &str| if w == "\u{25e6}" { "o".to_owned() } else { w.to_owned() };
    plain.to_lowercase().split_whitespace().map(word).collect()
}

/// Runs a reader in a small process of its own: a child's peak memory is never less than that of the process which
/// started it, and this one holds texts.
fn run(reader: &Reader, file: &Path) -> Run {
    let mut command = own(reader.name, file);
    let output = command.env("MINUTEBOOK_BENCH_RUN", "1").stdin(Stdio::null()).output().expect("reader");
    let text = String::from_utf8_lossy(&output.stdout);
    // The programs end a page with a form feed, or part two with one.
    let text = text.strip_suffix('\u{c}').unwrap_or(&text);
    let used = String::from_utf8_lossy(&output.stderr);
    let mut numbers = used.split_whitespace().filter_map(|n| n.parse::<u64>().ok());
    let (cpu, peak) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    Run { pages: text.split('\u{c}').map(words).collect(), cpu: Duration::from_micros(cpu), peak }
}

/// Starts the reader's command and prints what it used: microseconds of CPU, and bytes at its peak.
fn measure(name: &str, file: &Path) {
    let reader = READERS.iter().find(|r| r.name == name).expect("a reader");
    let mut command = (reader.command)(file);
    let mut child = command.env_remove("MINUTEBOOK_BENCH_RUN").stderr(Stdio::null()).spawn().expect(reader.name);
    let used = child.wait4().expect("wait").rusage;
    eprintln!("{} {}", (used.utime + used.stime).as_micros(), used.maxrss);
}

/// Harmonic mean of precision and recall over two multisets of words.
fn f1(ours: &[Vec<String>], theirs: &[Vec<String>]) -> f64 {
    let mut counts: HashMap<&str, i64> = HashMap::new();
    let mut shared = 0;
    theirs.iter().flatten().for_each(|w| *counts.entry(w).or_default() += 1);
    for word in ours.iter().flatten() {
        let count = counts.entry(word).or_default();
        shared += i64::from(*count > 0);
        *count -= 1;
    }
    let all = ours.iter().chain(theirs).map(Vec::len).sum::<usize>();
    if all == 0 { 1.0 } else { 2.0 * shared as f64 / all as f64 }
}

fn pdfs(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("folder") {
        let path = entry.expect("entry").path();
        if path.is_dir() {
            pdfs(&path, found);
        } else if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("pdf")) {
            found.push(path);
        }
    }
}

/// The crates, each in a process of its own: pdf-extract panics on some files and lopdf copies all of them.
fn engine(name: &str, file: &str) {
    std::panic::set_hook(Box::new(|_| {}));
    let pages: Vec<String> = if name == "lopdf" {
        let document = lopdf::Document::load(file).expect("document");
        document.get_pages().keys().map(|n| document.extract_text(&[*n]).unwrap_or_default()).collect()
    } else {
        pdf_extract::extract_text_by_pages(file).expect("document")
    };
    std::io::stdout().write_all(pages.join("\u{c}").as_bytes()).expect("output");
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, name, file] = arguments.as_slice()
        && flag == "--engine"
    {
        return match std::env::var_os("MINUTEBOOK_BENCH_RUN") {
            Some(_) => measure(name, Path::new(file)),
            None => engine(name, file),
        };
    }
    let listing = arguments.iter().any(|a| a == "--files");
    let mut folders: Vec<PathBuf> = arguments.iter().filter(|a| !a.starts_with("--")).map(PathBuf::from).collect();
    if folders.is_empty() {
        folders.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/papers"));
    }
    let mut files = Vec::new();
    folders.iter().for_each(|f| pdfs(f, &mut files));
    files.sort();
    // Only programs of the machine may be missing.
    let there = |r: &&Reader| {
        let command = (r.command)(Path::new("-"));
        let name = Path::new(command.get_program());
        name.is_absolute() || Command::new(name).arg("-v").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
    };
    let readers: Vec<&Reader> = READERS.iter().filter(there).collect();
    for missing in READERS.iter().filter(|r| !readers.iter().any(|o| o.name == r.name)) {
        println!("{} is not installed (Debian: poppler-utils, mupdf-tools); not compared", missing.name);
    }
    if readers.first().is_none_or(|r| r.name != "pdftotext") {
        println!("nothing to compare with: install poppler-utils");
        return;
    }

    struct Sum {
        cpu: Duration,
        peak: u64,
        f1: f64,
        below: usize,
        lost: usize,
    }
    let mut sums: Vec<Sum> =
        readers.iter().map(|_| Sum { cpu: Duration::ZERO, peak: 0, f1: 0.0, below: 0, lost: 0 }).collect();
    let (mut with_text, mut pages) = (0_u32, 0);
    for file in &files {
        let runs: Vec<Run> = readers.iter().map(|r| run(r, file)).collect();
        let theirs = &runs[0];
        pages += theirs.pages.len();
        let sparse = theirs.pages.iter().map(Vec::len).sum::<usize>() < SPARSE * theirs.pages.len();
        with_text += u32::from(!sparse);
        let peaks = runs.iter().map(|r| r.peak);
        if let Some((_, largest)) = readers.iter().zip(peaks).find(|(r, _)| r.name == "minutebook")
            && listing
            && largest > 150_000_000
        {
            println!("{:>4} MB  {}", largest / 1_000_000, file.display());
        }
        for ((reader, sum), run) in readers.iter().zip(&mut sums).zip(&runs) {
            sum.cpu += run.cpu;
            sum.peak = sum.peak.max(run.peak);
            if sparse {
                continue;
            }
            let agreement = f1(&run.pages, &theirs.pages);
            sum.f1 += agreement;
            sum.below += usize::from(agreement < 0.95);
            let lost = theirs
                .pages
                .iter()
                .enumerate()
                .filter(|(i, p)| p.len() >= LOST && run.pages.get(*i).is_none_or(Vec::is_empty));
            sum.lost += lost.count();
            if listing && reader.name == "minutebook" && agreement < LISTED {
                println!("{agreement:.4}  {}", file.display());
            }
        }
    }
    println!("{} PDFs, {pages} pages; words compared on the {with_text} that have text", files.len());
    println!(
        "{:<12} {:>12} {:>8} {:>9} {:>11} {:>11} {:>9}",
        "reader", "pages/CPU-s", "ratio", "word F1", "below 0.95", "pages lost", "peak MB"
    );
    let base = sums[0].cpu.as_secs_f64();
    for (reader, sum) in readers.iter().zip(&sums) {
        let cpu = sum.cpu.as_secs_f64();
        println!(
            "{:<12} {:>12.0} {:>8.2} {:>9.4} {:>11} {:>11} {:>9.0}",
            reader.name,
            pages as f64 / cpu,
            base / cpu,
            sum.f1 / f64::from(with_text),
            sum.below,
            sum.lost,
            sum.peak as f64 / 1e6
        );
    }
}
