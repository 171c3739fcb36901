//! What becomes of a batch when its workers die: a program that plays the worker does what a hostile paper could do to
//! it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use ingest::{Line, NamedSource, Options, Progress, Reread, Root, What};

use crate::place::Folder;

/// Answers by the names of the files that it is given.
const WORKER: &str = r#"#!/bin/sh
while read -r request; do
    case "$request" in
        *hangs*) sleep 60 ;;
        *exits*) exit 3 ;;
        *deep*) echo "thread 'reader' has overflowed its stack" >&2; kill -s ABRT $$ ;;
        *large*) echo "memory allocation of 8589934592 bytes failed" >&2; kill -s ABRT $$ ;;
        *raves*) echo "no JSON" ;;
        *panics*) echo '{"Failed":{"reason":"panicked","message":"the reader failed on it"}}' ;;
        *) echo '{"Failed":{"reason":"empty","message":"nothing in it"}}' ;;
    esac
done
"#;

#[derive(Default)]
struct Reasons(Vec<(String, String)>);

impl Progress for Reasons {
    fn show(&mut self, line: Line<'_>) {
        if let Line::File { key, what: What::Failed { reason, message, .. }, .. } = line {
            assert!(!message.is_empty());
            self.0.push((key.to_owned(), reason.as_str().to_owned()));
        }
    }
}

fn options(papers: PathBuf, program: PathBuf) -> Options {
    Options {
        sources: vec![NamedSource { name: "papers".into(), roots: vec![Root::path(papers)] }],
        program,
        jobs: 2,
        deadline: Duration::from_secs(1),
        memory: 512,
        reread: Reread::Nothing,
        checksum: false,
        reference: false,
        skip: Vec::new(),
        limits: ingest::Limits::default(),
        now: 0,
    }
}

/// A worker that the system kills says nothing of the paper: it is read once more at the end, and in some later runs.
#[test]
fn a_failure_that_may_pass_is_tried_again_and_not_for_ever() {
    let folder = Folder::new();
    let (papers, program) = (folder.path("papers"), folder.path("worker"));
    let (once, tries) = (folder.path("once"), folder.path("tries"));
    fs::create_dir(&papers).unwrap();
    let script = format!(
        "#!/bin/sh\nwhile read -r request; do\ncase \"$request\" in\n*once*) if [ ! -e {once} ]; then touch {once}; \
         kill -s \
         KILL $$; fi ;;\n*always*) echo x >> {tries}; kill -s KILL $$ ;;\nesac\necho \
         '{{\"Failed\":{{\"reason\":\"empty\",\"message\":\"nothing in it\"}}}}'\ndone\n",
        once = once.display(),
        tries = tries.display(),
    );
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(papers.join("always.txt"), "a").unwrap();
    fs::write(papers.join("once.txt"), "b").unwrap();
    let options = options(papers, program);
    for run in 1..=4 {
        let mut reasons = Reasons::default();
        ingest::ingest(&folder.path("book"), &options, &AtomicBool::new(false), &mut reasons).unwrap();
        reasons.0.sort();
        let told: Vec<&str> = reasons.0.iter().map(|r| r.1.as_str()).collect();
        assert_eq!(told, ["crashed", "empty"], "run {run}");
        // Twice in each of three runs, and then no more.
        let tried = fs::read_to_string(&tries).unwrap().lines().count();
        assert_eq!(tried, (2 * run).min(6), "run {run}");
    }
}

#[test]
fn a_worker_that_dies_takes_only_its_paper_and_all_are_told() {
    let folder = Folder::new();
    let (papers, program) = (folder.path("papers"), folder.path("worker"));
    fs::create_dir(&papers).unwrap();
    fs::write(&program, WORKER).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let hostile = [
        ("a-hangs", "timed_out"),
        ("b-exits", "crashed"),
        ("c-deep", "stack_overflow"),
        ("d-large", "out_of_memory"),
        ("e-raves", "worker"),
        ("f-panics", "panicked"),
        ("g-empty", "empty"),
    ];
    let mut expected = Vec::new();
    for round in 0..2 {
        for (name, reason) in hostile {
            let name = format!("{round}-{name}.txt");
            fs::write(papers.join(&name), &name).unwrap();
            expected.push((format!("papers/{name}"), reason.to_owned()));
        }
    }
    let options = options(papers, program);
    let mut reasons = Reasons::default();
    let book = folder.path("book");
    let report = ingest::ingest(&book, &options, &AtomicBool::new(false), &mut reasons).unwrap();
    // Those that are read once more are told last.
    reasons.0.sort();
    assert_eq!(reasons.0, expected);
    assert_eq!((report.run.failed, report.run.balances(), report.interrupted), (14, true, false));
}
