//! Worker processes: the same binary, reading one file after the other.
//!
//! A worker has a memory limit, and whoever waits for it a deadline. A document that panics is
//! caught; one that overflows the stack, runs out of memory or takes too long costs its worker's life
//! and nobody else's.

use std::collections::VecDeque;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use archive::{Originals, Outcome, Seen, Task};
use pages::Limits;
use serde::{Deserialize, Serialize};
use types::{Meeting, Source};

use crate::Options;
use crate::walk::trouble;

/// Address space of a worker in MiB, unless another is asked for. A council pack of 1,000 pages takes a tenth of it.
pub const MEMORY: u64 = 2048;
/// With less a worker hardly starts.
pub const LEAST_MEMORY: u64 = 128;
/// Seconds that one file may take, unless another time is asked for: a thousand times what most take.
pub const DEADLINE: u64 = 60;
/// Stack of the thread that reads, in bytes: nested structures are bounded, but generously.
pub const STACK: usize = 64 << 20;
/// Lines of a worker's standard error that are kept, to tell how it died.
const LAST_WORDS: usize = 8;

#[derive(Serialize, Deserialize)]
struct Request {
    /// As bytes: not every path is UTF-8.
    path: Vec<u8>,
    /// The name in the record.
    key: String,
    /// The hash that its bytes must have, as they were read before.
    again: Option<String>,
    /// Where bytes of that hash may be if the path has others.
    or: Vec<u8>,
}

/// The reason of a file that was to be read again from an original that is spoilt or not there.
pub(crate) const LOST_ORIGINAL: &str = "lost_original";

#[derive(Serialize, Deserialize)]
enum Reply {
    Read {
        sha256: String,
        bytes: u64,
        meetings: Vec<Meeting>,
    },
    Failed {
        reason: String,
        message: String,
    },
    /// The archive cannot keep the original: the run cannot go on.
    Archive {
        message: String,
    },
}

/// What came of asking a worker.
pub(crate) enum Answer {
    /// Its reply, not looked into yet: this is the smallest form to keep it in.
    Reply(String),
    /// It gave none.
    Failed(Outcome),
    /// It could not be started.
    Archive(String),
}

impl Answer {
    /// Bytes of memory, about.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Reply(line) => line.len(),
            Self::Failed(_) | Self::Archive(_) => 0,
        }
    }

    /// What became of the file; or that the archive itself failed, and how.
    pub(crate) fn outcome(self) -> Result<Outcome, String> {
        let broken = |message: String| Outcome::Failed { reason: "worker".into(), message };
        match self {
            Self::Failed(outcome) => Ok(outcome),
            Self::Archive(message) => Err(message),
            Self::Reply(line) => match serde_json::from_str(&line) {
                Ok(Reply::Read { sha256, bytes, meetings }) => Ok(match sha256.parse() {
                    Ok(source) => Outcome::Read { source, bytes, meetings },
                    Err(e) => broken(format!("{e}")),
                }),
                Ok(Reply::Failed { reason, message }) => Ok(Outcome::Failed { reason, message }),
                Ok(Reply::Archive { message }) => Err(message),
                Err(e) => Ok(broken(e.to_string())),
            },
        }
    }
}

/// Reads one file, in this process.
///
/// # Errors
/// The reason for the ledger, and a sentence with the remedy.
pub fn read_file(path: &Path, key: &str, limits: &Limits) -> Result<(Source, crate::Reading), (String, String)> {
    read_source(load(path, limits)?.named(key), limits)
}

fn read_source(source: Source, limits: &Limits) -> Result<(Source, crate::Reading), (String, String)> {
    match crate::read(&source, limits) {
        Ok(reading) => Ok((source, reading.value)),
        Err(e) => Err((e.reason().to_owned(), e.to_string())),
    }
}

/// Reads the bytes of a file, up to the limit. As error the reason and the message for the ledger.
///
/// # Errors
/// Where the file cannot be read.
pub fn load(path: &Path, limits: &Limits) -> Result<Source, (String, String)> {
    let (file, _) = open(path)?;
    contents(&file, limits)
}

fn open(path: &Path) -> Result<(File, Seen), (String, String)> {
    let open = || {
        let file = File::open(path)?;
        let seen = Seen::of(&file.metadata()?);
        Ok((file, seen))
    };
    open().map_err(unreadable)
}

fn contents(file: &File, limits: &Limits) -> Result<Source, (String, String)> {
    let mut bytes = Vec::new();
    // One byte more than is read, so that the limit is noticed without filling the memory.
    file.take(limits.bytes as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(Source::new(bytes))
}

fn unreadable(e: io::Error) -> (String, String) {
    match e.kind() {
        io::ErrorKind::OutOfMemory => (
            "out_of_memory".to_owned(),
            "its bytes alone need more memory; give it more with --memory and --reread".to_owned(),
        ),
        _ => ("unreadable".to_owned(), trouble(&e)),
    }
}

/// The life of a worker: requests on standard input, replies on standard output, a line each, until
/// the input ends. It may take `memory` MiB of address space. If there is no archive, no originals are kept. The calling
/// thread needs a stack of [`STACK`].
///
/// # Errors
/// Where the pipes break.
pub fn serve(archive: Option<&Path>, limits: Limits, memory: u64) -> io::Result<()> {
    let bytes = Some(memory.saturating_mul(1 << 20));
    let limit = rustix::process::Rlimit { current: bytes, maximum: bytes };
    // Without the limit the worker still has its deadline.
    let _ = rustix::process::setrlimit(rustix::process::Resource::As, limit);
    std::panic::set_hook(Box::new(|info| eprintln!("{info}")));
    let originals = archive.map(Originals::of);
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let reply = serde_json::from_str::<Request>(&line?).map_or_else(
            |e| Reply::Failed { reason: "worker".into(), message: e.to_string() },
            |request| answer(&request, originals.as_ref(), &limits),
        );
        serde_json::to_writer(&mut out, &reply)?;
        out.write_all(b"\n")?;
        out.flush()?;
    }
    Ok(())
}

/// Bytes, the file that they are from, and whether they are from the second place, as the first has others.
type Fetched = (Source, (File, Seen), bool);

/// The bytes that are asked for.
fn fetch(request: &Request, limits: &Limits) -> Result<Fetched, (String, String)> {
    let from = |path: &[u8]| {
        let file = open(Path::new(OsStr::from_bytes(path)))?;
        Ok((contents(&file.0, limits)?, file))
    };
    let Some(expected) = &request.again else { return from(&request.path).map(|(source, file)| (source, file, false)) };
    for (path, mend) in [(&request.path, false), (&request.or, true)] {
        if let Ok((source, file)) = from(path)
            && source.id().to_string() == *expected
        {
            return Ok((source, file, mend));
        }
    }
    let message = "its original is spoilt or not there, and so is the file; `minutebook check` tells what to do";
    Err((LOST_ORIGINAL.to_owned(), message.to_owned()))
}

fn answer(request: &Request, originals: Option<&Originals>, limits: &Limits) -> Reply {
    let read = catch_unwind(AssertUnwindSafe(|| {
        let (source, file, mend) = fetch(request, limits)?;
        let (source, reading) = read_source(source.named(&request.key), limits)?;
        Ok((source, reading, file, mend))
    }));
    match read {
        Ok(Ok((source, reading, (file, seen), mend))) => {
            let kept = originals.map(|o| match mend {
                true => o.mend(source.id(), source.bytes()),
                false => o.put(source.id(), source.bytes(), Some((&file, seen))),
            });
            match kept.transpose() {
                Ok(_) => Reply::Read {
                    sha256: source.id().to_string(),
                    bytes: source.bytes().len() as u64,
                    meetings: reading.meetings,
                },
                Err(e) => Reply::Archive { message: e.to_string() },
            }
        }
        Ok(Err((reason, message))) => Reply::Failed { reason, message },
        Err(panic) => {
            let said =
                panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
            let message = format!("the reader failed on it ({}); please report the file", said.unwrap_or("no message"));
            Reply::Failed { reason: "panicked".into(), message }
        }
    }
}

/// A worker process, seen from the one that started it.
struct Worker {
    child: Child,
    requests: ChildStdin,
    replies: Receiver<String>,
    last_words: Arc<Mutex<VecDeque<String>>>,
    memory: u64,
}

impl Worker {
    fn start(archive: &Path, options: &Options) -> io::Result<Self> {
        let memory = options.memory;
        let mut limits = options.limits;
        let limits = Limits::ALL.iter().map(|limit| format!("--limit={}={}", limit.name, (limit.value)(&mut limits)));
        let mut child = Command::new(&options.program)
            .arg("worker")
            .args((!options.reference).then_some("--archive"))
            .args((!options.reference).then_some(archive))
            .arg(format!("--memory={memory}"))
            .args(limits)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .env_remove("RUST_BACKTRACE")
            // Ctrl-C on the terminal is for the parent, which lets its workers finish.
            .process_group(0)
            .spawn()?;
        let missing = || io::Error::other("a worker without pipes");
        let requests = child.stdin.take().ok_or_else(missing)?;
        let stdout = child.stdout.take().ok_or_else(missing)?;
        let stderr = child.stderr.take().ok_or_else(missing)?;
        let (send, replies) = sync_channel(1);
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines() {
                let Ok(line) = line else { break };
                if send.send(line).is_err() {
                    break;
                }
            }
        });
        let last_words = Arc::new(Mutex::new(VecDeque::new()));
        let words = Arc::clone(&last_words);
        thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                if let Ok(mut words) = words.lock() {
                    words.push_back(line);
                    if words.len() > LAST_WORDS {
                        words.pop_front();
                    }
                }
            }
        });
        Ok(Self { child, requests, replies, last_words, memory })
    }

    fn ask(&mut self, request: &Request, deadline: Duration) -> Result<String, Outcome> {
        let failed = |reason: &str, message: String| Outcome::Failed { reason: reason.into(), message };
        let mut line = serde_json::to_vec(request).map_err(|e| failed("worker", e.to_string()))?;
        line.push(b'\n');
        if self.requests.write_all(&line).is_err() {
            return Err(self.post_mortem());
        }
        match self.replies.recv_timeout(deadline) {
            Ok(line) => Ok(line),
            Err(RecvTimeoutError::Timeout) => Err(failed(
                "timed_out",
                format!(
                    "not read within {} seconds; try it alone with a longer --deadline and --reread",
                    deadline.as_secs()
                ),
            )),
            Err(RecvTimeoutError::Disconnected) => Err(self.post_mortem()),
        }
    }

    /// What a worker died of.
    fn post_mortem(&mut self) -> Outcome {
        // It is dead or dying: its output has ended.
        let status = self.child.wait().map(|s| s.to_string()).unwrap_or_default();
        // Its last words come through another thread.
        thread::sleep(Duration::from_millis(20));
        let words = self.last_words.lock().map(|w| w.iter().cloned().collect::<Vec<_>>().join(" ")).unwrap_or_default();
        let (reason, message) = if words.contains("memory allocation") {
            (
                "out_of_memory",
                format!(
                    "it needs more than {} MiB; give it more with --memory and --reread, or split the document",
                    self.memory
                ),
            )
        } else if words.contains("overflowed its stack") {
            ("stack_overflow", "it is nested too deep; please report the file".to_owned())
        } else {
            ("crashed", format!("the reader died on it ({status}); please report the file"))
        };
        Outcome::Failed { reason: reason.into(), message }
    }

    fn kill(mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Workers that wait for files.
pub(crate) struct Workers<'a> {
    archive: PathBuf,
    options: &'a Options,
    idle: Mutex<Vec<Worker>>,
}

impl<'a> Workers<'a> {
    pub(crate) fn new(archive: &Path, options: &'a Options) -> Self {
        Self { archive: archive.to_owned(), options, idle: Mutex::new(Vec::new()) }
    }

    /// Has one file read.
    pub(crate) fn read(&self, task: &Task) -> Answer {
        let idle = self.idle.lock().ok().and_then(|mut idle| idle.pop());
        let worker = idle.map_or_else(|| Worker::start(&self.archive, self.options), Ok);
        let mut worker = match worker {
            Ok(worker) => worker,
            Err(e) => return Answer::Archive(format!("cannot start a worker: {e}; free some memory and run again")),
        };
        let bytes = |path: &Path| path.as_os_str().as_bytes().to_vec();
        let request = Request {
            path: bytes(&task.read),
            key: task.key.clone(),
            again: task.again.map(|id| id.to_string()),
            or: bytes(&task.origin),
        };
        match worker.ask(&request, self.options.deadline) {
            Ok(line) => {
                if let Ok(mut idle) = self.idle.lock() {
                    idle.push(worker);
                }
                Answer::Reply(line)
            }
            Err(outcome) => {
                worker.kill();
                Answer::Failed(outcome)
            }
        }
    }
}

impl Drop for Workers<'_> {
    fn drop(&mut self) {
        if let Ok(mut idle) = self.idle.lock() {
            for Worker { mut child, requests, .. } in idle.drain(..) {
                // The end of its input is the worker's end.
                drop(requests);
                let _ = child.wait();
            }
        }
    }
}
