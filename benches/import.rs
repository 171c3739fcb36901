//! How fast a folder of papers becomes an archive, with one worker and with two, beside what a user would take
//! instead: `recollindex` for the same files, `pdftotext` alone for the PDFs among them. All in one run; what counts
//! are the ratios. `cargo bench --bench import [-- FOLDER...]`; without a folder the fixtures are read.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a measurement is printed, or stops")]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "it measures, reads and starts programs")]

mod scratch;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::scratch::Scratch;

/// Each program goes over the files this often; the best time counts, which noise disturbs least.
const ROUNDS: usize = 3;
/// Between two looks at the memory of the processes: the kernel keeps the peak of each, so only the very end is
/// missed.
const LOOK: Duration = Duration::from_millis(50);

/// What a run took.
#[derive(Clone, Copy)]
struct Took {
    time: Duration,
    /// Peak memory of the program itself, in MiB.
    parent: u64,
    /// The largest peak among the processes that it started.
    worker: u64,
}

/// The peak of a process's memory in MiB.
fn peak(id: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|n| n.parse::<u64>().ok()).unwrap_or(0) >> 10
}

fn children(id: u32) -> Vec<u32> {
    let tasks = fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten();
    let lists = tasks.map(|t| fs::read_to_string(t.path().join("children")).unwrap_or_default());
    lists.flat_map(|l| l.split_whitespace().filter_map(|n| n.parse().ok()).collect::<Vec<u32>>()).collect()
}

fn watch(mut child: Child, begun: Instant) -> Took {
    let (mut parent, mut worker) = (0, 0);
    loop {
        parent = parent.max(peak(child.id()));
        worker = children(child.id()).into_iter().map(peak).fold(worker, u64::max);
        if child.try_wait().expect("its state").is_some() {
            return Took { time: begun.elapsed(), parent, worker };
        }
        thread::sleep(LOOK);
    }
}

/// The best of some rounds; what stands before each is not measured.
fn best(mut before: impl FnMut(), mut command: impl FnMut() -> Command) -> Took {
    let once = |_| {
        before();
        let mut command = command();
        command.stdout(Stdio::null()).stderr(Stdio::null()).stdin(Stdio::null());
        let begun = Instant::now();
        watch(command.spawn().expect("a program"), begun)
    };
    (0..ROUNDS).map(once).min_by_key(|t| t.time).expect("rounds")
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("folder") {
        let path = entry.expect("entry").path();
        if path.is_dir() { walk(&path, found) } else { found.push(path) }
    }
}

/// A folder of links to these files.
fn linked(files: &[PathBuf], folder: &Path) {
    fs::create_dir_all(folder).expect("a folder");
    for (n, file) in files.iter().enumerate() {
        let name = file.file_name().expect("a name").to_string_lossy();
        symlink(file, folder.join(format!("{n:06}-{name}"))).expect("a link");
    }
}

/// Each round makes a new archive, the first of them at `book-0`: where folders were just removed, ext4 takes its
/// time.
fn ingest(folder: &Path, book: &str, jobs: usize) -> Took {
    let mut round = 0;
    best(
        || {},
        || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_minutebook"));
            command
                .arg("ingest")
                .arg(folder)
                .arg("--archive")
                .arg(format!("{book}-{round}"))
                .arg(format!("--jobs={jobs}"));
            round += 1;
            command
        },
    )
}

/// Files and pages that the archive holds.
fn held(book: &str) -> (u64, u64) {
    let book = format!("{book}-0");
    let status =
        Command::new(env!("CARGO_BIN_EXE_minutebook")).args(["status", "--json", "--archive"]).arg(book).output();
    let status: Value = serde_json::from_slice(&status.expect("status").stdout).expect("its JSON");
    let rows = status["coverage"]["rows"].as_array().cloned().unwrap_or_default();
    let pages = rows.iter().filter_map(|r| r["pages"].as_u64()).sum();
    (status["stored"].as_u64().unwrap_or(0), pages)
}

fn there(program: &str, version: &str) -> bool {
    let run = Command::new(program).arg(version).stdout(Stdio::null()).stderr(Stdio::null()).status();
    if run.is_err() {
        println!("{program} is not installed; not compared");
    }
    run.is_ok()
}

fn main() {
    let mut folders: Vec<PathBuf> =
        std::env::args().skip(1).filter(|a| !a.starts_with("--")).map(PathBuf::from).collect();
    if folders.is_empty() {
        folders.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/papers"));
    }
    let mut files = Vec::new();
    for folder in &folders {
        walk(&fs::canonicalize(folder).expect("a folder"), &mut files);
    }
    files.sort();
    let pdfs: Vec<PathBuf> =
        files.iter().filter(|f| f.extension().is_some_and(|e| e.eq_ignore_ascii_case("pdf"))).cloned().collect();
    let scratch = Scratch::new("import");
    let (all, only_pdfs) = (scratch.0.join("all"), scratch.0.join("pdfs"));
    let book = |name: &str| scratch.0.join(name).to_string_lossy().into_owned();
    linked(&files, &all);
    linked(&pdfs, &only_pdfs);
    let bytes: u64 = files.iter().map(|f| fs::metadata(f).map_or(0, |m| m.len())).sum();
    println!("{} files, {} of them PDFs, {} MiB; best of {ROUNDS} rounds", files.len(), pdfs.len(), bytes >> 20);

    let tell = |name: &str, took: Took, files: usize, pages: u64, beside: Option<Took>| {
        let seconds = took.time.as_secs_f64();
        let ratio = beside.map_or_else(String::new, |b| format!("  {:.2} of it", seconds / b.time.as_secs_f64()));
        println!(
            "{name:<32} {seconds:>7.2} s  {:>6.1} files/s  {:>7.1} pages/s  peak {:>4} MiB, workers {:>4} MiB{ratio}",
            files as f64 / seconds,
            pages as f64 / seconds,
            took.parent,
            took.worker
        );
    };
    let two = ingest(&all, &book("all-two"), 2);
    let (stored, pages) = held(&book("all-two"));
    let one = ingest(&all, &book("all-one"), 1);
    println!("all files ({stored} can be read, {pages} pages in records), times beside one worker's");
    tell("minutebook ingest, 1 worker", one, files.len(), pages, None);
    tell("minutebook ingest, 2 workers", two, files.len(), pages, Some(one));
    if there("recollindex", "-h") {
        let config = scratch.0.join("recoll");
        let fresh = || {
            let _ = fs::remove_dir_all(&config);
            fs::create_dir_all(&config).expect("a folder");
            let text = format!("topdirs = {}\nfollowLinks = 1\n", all.display());
            fs::write(config.join("recoll.conf"), text).expect("its configuration");
        };
        let theirs = best(fresh, || {
            let mut command = Command::new("recollindex");
            command.arg("-c").arg(&config).arg("-z");
            command
        });
        tell("recollindex, as it comes", theirs, files.len(), pages, Some(one));
    }
    if there("pdftotext", "-v") {
        let two = ingest(&only_pdfs, &book("pdfs-two"), 2);
        let (_, pages) = held(&book("pdfs-two"));
        let one = ingest(&only_pdfs, &book("pdfs-one"), 1);
        println!("PDFs only ({pages} pages), times beside pdftotext's with as many processes");
        let theirs = |at_once: usize| {
            best(
                || {},
                || {
                    let mut command = Command::new("sh");
                    let list =
                        "find \"$0\" -type l -print0 | xargs -0 -n 1 -P \"$1\" sh -c 'pdftotext \"$0\" - || true'";
                    command.args(["-c", list]).arg(&only_pdfs).arg(at_once.to_string());
                    command
                },
            )
        };
        let (theirs_one, theirs_two) = (theirs(1), theirs(2));
        tell("pdftotext, one after the other", theirs_one, pdfs.len(), pages, None);
        tell("minutebook ingest, 1 worker", one, pdfs.len(), pages, Some(theirs_one));
        tell("pdftotext, 2 at a time", theirs_two, pdfs.len(), pages, None);
        tell("minutebook ingest, 2 workers", two, pdfs.len(), pages, Some(theirs_two));
    }
}
