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
use std::os::unix::process::{CommandExt, ExitStatusExt};
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
use types::{Failure, FailureReason, Meeting, Passage, Source};

use crate::hallway::{Reading, panic_message, read};
use crate::options::Options;
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

#[derive(Serialize, Deserialize)]
enum Reply {
    Read {
        sha256: String,
        bytes: u64,
        meetings: Vec<Meeting>,
        passages: Vec<Passage>,
    },
    Failed {
        reason: FailureReason,
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
    NotStarted(String),
}

impl Answer {
    /// Bytes of memory, about.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Reply(line) => line.len(),
            Self::Failed(_) | Self::NotStarted(_) => 0,
        }
    }

    /// The file was not read for a reason that may pass.
    pub(crate) fn may_pass(&self) -> bool {
        matches!(self, Self::Failed(Outcome::Failed(failure)) if failure.reason.may_pass())
    }

    /// What became of the file; or that the archive itself failed, and how.
    pub(crate) fn outcome(self) -> Result<Outcome, String> {
        let broken = |message: String| Outcome::Failed(Failure::new(FailureReason::Worker, message));
        match self {
            Self::Failed(outcome) => Ok(outcome),
            Self::NotStarted(message) => Err(message),
            Self::Reply(line) => match serde_json::from_str(&line) {
                Ok(Reply::Read { sha256, bytes, meetings, passages }) => Ok(match sha256.parse() {
                    Ok(source) => Outcome::Read { source, bytes, meetings, passages },
                    Err(e) => broken(format!("{e}")),
                }),
                Ok(Reply::Failed { reason, message }) => Ok(Outcome::Failed(Failure { reason, message })),
                Ok(Reply::Archive { message }) => Err(message),
                Err(e) => Ok(broken(e.to_string())),
            },
        }
    }
}

/// Reads one file, in this process.
///
/// # Errors
/// Where it holds nothing that can be read.
pub fn read_file(path: &Path, key: &str, limits: &Limits) -> Result<(Source, Reading), Failure> {
    read_source(load(path, limits)?.named(key), limits)
}

fn read_source(source: Source, limits: &Limits) -> Result<(Source, Reading), Failure> {
    match read(&source, limits) {
        Ok(reading) => Ok((source, reading.value)),
        Err(e) => Err(Failure::new(e.reason(), e.to_string())),
    }
}

/// Reads the bytes of a file, up to the limit.
///
/// # Errors
/// Where the file cannot be read.
pub fn load(path: &Path, limits: &Limits) -> Result<Source, Failure> {
    let (file, _) = open(path)?;
    contents(&file, limits)
}

fn open(path: &Path) -> Result<(File, Seen), Failure> {
    let open = || {
        let file = File::open(path)?;
        let seen = Seen::of(&file.metadata()?);
        Ok((file, seen))
    };
    open().map_err(unreadable)
}

fn contents(file: &File, limits: &Limits) -> Result<Source, Failure> {
    let mut bytes = Vec::new();
    // One byte more than is read, so that the limit is noticed without filling the memory.
    file.take((limits.bytes as u64).saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(Source::new(bytes))
}

fn unreadable(e: io::Error) -> Failure {
    match e.kind() {
        io::ErrorKind::OutOfMemory => Failure::new(
            FailureReason::OutOfMemory,
            "its bytes alone need more memory; give it more with --memory and --reread",
        ),
        _ => Failure::new(FailureReason::Unreadable, trouble(&e)),
    }
}

/// Lets this process take so many MiB of address space, and no more.
pub fn limit_memory(memory: u64) {
    let bytes = Some(memory.saturating_mul(1 << 20));
    let limit = rustix::process::Rlimit { current: bytes, maximum: bytes };
    // Without the limit a worker still has its deadline, and a user sees what happens.
    let _ = rustix::process::setrlimit(rustix::process::Resource::As, limit);
}

/// The life of a worker: requests on standard input, replies on standard output, a line each, until
/// the input ends. It may take `memory` MiB of address space. If there is no archive, no originals are kept. The
/// calling thread needs a stack of [`STACK`].
///
/// # Errors
/// Where the pipes break.
pub fn serve(archive: Option<&Path>, limits: Limits, memory: u64) -> io::Result<()> {
    limit_memory(memory);
    // Whoever waits for it is gone: nobody will read its replies.
    let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
    std::panic::set_hook(Box::new(|info| eprintln!("{info}")));
    let originals = archive.map(Originals::of);
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let reply = serde_json::from_str::<Request>(&line?).map_or_else(
            |e| Reply::Failed { reason: FailureReason::Worker, message: e.to_string() },
            |request| answer(&request, originals.as_ref(), &limits),
        );
        serde_json::to_writer(&mut out, &reply)?;
        out.write_all(b"\n")?;
        out.flush()?;
    }
    Ok(())
}

/// The bytes that were asked for.
struct Fetched {
    source: Source,
    /// The file that they were read from, as it was then.
    file: File,
    seen: Seen,
    /// They are from the file, because the archive's original is spoilt or not there.
    mends: bool,
}

fn fetch(request: &Request, limits: &Limits) -> Result<Fetched, Failure> {
    let from = |path: &[u8], mends: bool| {
        let (file, seen) = open(Path::new(OsStr::from_bytes(path)))?;
        Ok(Fetched { source: contents(&file, limits)?, file, seen, mends })
    };
    let Some(expected) = &request.again else { return from(&request.path, false) };
    for (path, mends) in [(&request.path, false), (&request.or, true)] {
        if let Ok(fetched) = from(path, mends)
            && fetched.source.id().to_string() == *expected
        {
            return Ok(fetched);
        }
    }
    let message = "its original is spoilt or not there, and so is the file; `minutebook check` tells what to do";
    Err(Failure::new(FailureReason::LostOriginal, message))
}

fn answer(request: &Request, originals: Option<&Originals>, limits: &Limits) -> Reply {
    let read = catch_unwind(AssertUnwindSafe(|| {
        let Fetched { source, file, seen, mends } = fetch(request, limits)?;
        let (source, reading) = read_source(source.named(&request.key), limits)?;
        let bytes = written_bytes(&reading.meetings);
        if bytes > limits.record {
            return Err(Failure::new(
                FailureReason::OverLimit,
                format!(
                    "its records take {bytes} bytes, at most {} are stored; split the document, or raise --limit \
                     record=N",
                    limits.record
                ),
            ));
        }
        let passages = layout::passages(&reading.document);
        Ok((Fetched { source, file, seen, mends }, reading, passages))
    }));
    match read {
        Ok(Ok((Fetched { source, file, seen, mends }, reading, passages))) => {
            let kept = originals.map(|o| match mends {
                true => o.mend(source.id(), source.bytes()),
                false => o.put(source.id(), source.bytes(), Some((&file, seen))),
            });
            match kept.transpose() {
                Ok(_) => Reply::Read {
                    sha256: source.id().to_string(),
                    bytes: source.bytes().len() as u64,
                    passages,
                    meetings: reading.meetings,
                },
                Err(e) => Reply::Archive { message: e.to_string() },
            }
        }
        Ok(Err(Failure { reason, message })) => Reply::Failed { reason, message },
        Err(panic) => Reply::Failed { reason: FailureReason::Panicked, message: panic_message(panic.as_ref()) },
    }
}

/// Bytes of the records as JSON.
fn written_bytes(meetings: &[Meeting]) -> usize {
    struct Count(usize);
    impl Write for Count {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut count = Count(0);
    // What cannot be written fails when it is stored.
    let _ = serde_json::to_writer(&mut count, meetings);
    count.0
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
        let failed = |reason: FailureReason, message: String| Outcome::Failed(Failure { reason, message });
        let mut line = serde_json::to_vec(request).map_err(|e| failed(FailureReason::Worker, e.to_string()))?;
        line.push(b'\n');
        if self.requests.write_all(&line).is_err() {
            return Err(self.post_mortem());
        }
        match self.replies.recv_timeout(deadline) {
            Ok(line) => Ok(line),
            Err(RecvTimeoutError::Timeout) => Err(failed(
                FailureReason::TimedOut,
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
        let ended = self.child.wait();
        let killed = ended.as_ref().is_ok_and(|s| s.signal() == Some(rustix::process::Signal::KILL.as_raw()));
        let status = ended.map(|s| s.to_string()).unwrap_or_default();
        // Its last words come through another thread.
        thread::sleep(Duration::from_millis(20));
        let words = self.last_words.lock().map(|w| w.iter().cloned().collect::<Vec<_>>().join(" ")).unwrap_or_default();
        let (reason, message) = if words.contains("memory allocation") {
            (
                FailureReason::OutOfMemory,
                format!(
                    "it needs more than {} MiB; give it more with --memory and --reread, or split the document",
                    self.memory
                ),
            )
        } else if words.contains("overflowed its stack") {
            (FailureReason::StackOverflow, "it is nested too deep; please report the file".to_owned())
        } else if killed {
            let message = "the reader was killed, by somebody or by the system for want of memory; it is tried in \
                           three runs, and then with --reread";
            (FailureReason::Crashed, message.to_owned())
        } else {
            (FailureReason::Crashed, format!("the reader died on it ({status}); please report the file"))
        };
        Outcome::Failed(Failure { reason, message })
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
            Err(e) => return Answer::NotStarted(format!("cannot start a worker: {e}; free some memory and run again")),
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
