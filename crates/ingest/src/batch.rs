//! Many files into the archive.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use archive::{Archive, Found, Known, Outcome, Run, Seen, Stored, Work};
use index::Index;
use pages::Limits;
use rayon::prelude::*;
use types::SourceId;

use crate::walk::{FoundFile, LostFile, Walked, walk};
use crate::worker::{Answer, Workers};

/// The version of the reader: files are read again when it changes. Raise the number whenever a
/// change of `pages`, `layout` or `meeting` changes what is read.
const READER: &str = concat!(env!("CARGO_PKG_VERSION"), "+3");

/// Results that wait to be stored; beyond that the readers wait.
const QUEUE: usize = 64;
/// Results of one transaction, and how long one may stay open.
const TRANSACTION: usize = 64;
const OPEN_FOR: Duration = Duration::from_millis(500);

/// What stops an ingest.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The archive failed.
    #[error(transparent)]
    Archive(#[from] archive::Error),
    /// The index failed.
    #[error(transparent)]
    Index(#[from] index::Error),
    /// A worker could not keep an original, or could not be started.
    #[error("{0}")]
    Worker(String),
    /// The threads could not be started.
    #[error("cannot start {0} threads; use --jobs with a smaller number")]
    Threads(usize),
}

/// How to ingest.
#[derive(Clone, Debug)]
pub struct Options {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// The program that works when it is called with `worker`: this one.
    pub program: PathBuf,
    /// How many workers.
    pub jobs: usize,
    /// How long one file may take.
    pub deadline: Duration,
    /// Address space of a worker, in MiB.
    pub memory: u64,
    /// Read every file again, also those that have not changed.
    pub reread: bool,
    /// Compare the bytes of files that look unchanged, too.
    pub checksum: bool,
    /// How much of one file is read.
    pub limits: Limits,
}

/// A line of what is going on.
#[derive(Clone, Debug)]
pub enum Line<'a> {
    /// So many files were found, and so many are to be read.
    Found {
        /// All.
        files: u64,
        /// New or changed.
        to_read: u64,
    },
    /// A file is done; why it failed, if it did.
    Done {
        /// Its key.
        key: &'a str,
        /// Reason and sentence.
        failure: Option<(&'a str, &'a str)>,
    },
    /// Now the index is brought up to date.
    Indexing,
}

/// Somebody who wants to see what is going on.
pub trait Progress {
    /// Shows a line.
    fn show(&mut self, line: Line<'_>);
}

/// What an ingest did.
#[derive(Clone, Debug)]
pub struct Report {
    /// The numbers.
    pub run: Run,
    /// It was interrupted; what was read is stored.
    pub interrupted: bool,
    /// Something was new: read, or looked at for the first time.
    pub changed: bool,
    /// Files that were found at another place than before.
    pub moved: u64,
    /// Files that are not there any more.
    pub gone: u64,
}

/// Reads all new and changed files into the archive, then brings the index up to date.
///
/// # Errors
/// Where the archive or the index fails. What is wrong with a file is in the ledger.
pub fn ingest(dir: &Path, options: &Options, stop: &AtomicBool, progress: &mut dyn Progress) -> Result<Report, Error> {
    let archive = Archive::open_to_write(dir)?;
    let Walked { found, lost, roots } = walk(&options.paths, dir);
    let mut run = Run { discovered: (found.len() + lost.len()) as u64, ..Run::default() };
    let mut changes = false;

    let (known, gone) = missing(&archive, &found, &lost, &roots)?;
    let mut to_read: Vec<(Work, FoundFile)> = Vec::new();
    let mut known_failures = Vec::new();
    let mut in_doubt = Vec::new();
    archive.begin()?;
    let mut moves = Moves::of(gone);
    for file in found {
        // The common case asks the database nothing.
        let here = known.get(&file.key).filter(|k| k.origin == file.path);
        let mut work = here.map_or_else(|| archive.work(&file.key, &file.path), |k| Ok(k.work.clone()))?;
        let mut before = known.get(&work.key).cloned();
        match &before {
            None => {
                before = moves.take(&file);
                if let Some(old) = &before {
                    work.id.clone_from(&old.work.id);
                    archive.move_to(&work, &work.key, &file.path)?;
                    changes = true;
                }
            }
            Some(known) => {
                // The same key in another folder of that name.
                if known.origin != file.path {
                    archive.place(&work, &file.path)?;
                    moves.forget(known);
                }
                if known.gone {
                    archive.mark(&work, false)?;
                    changes = true;
                }
            }
        }
        let looks = before.as_ref().filter(|_| !options.reread).map_or(Found::New, |b| b.look(file.seen, READER));
        match (looks, before.and_then(|b| b.source)) {
            (Found::Unchanged, Some(source)) if options.checksum => in_doubt.push((work, file, source)),
            (Found::Touched, Some(source)) => in_doubt.push((work, file, source)),
            (Found::Unchanged, _) => run.unchanged += 1,
            (Found::Failed { reason, message }, _) => known_failures.push((work.key, reason, message)),
            (Found::New | Found::Touched, _) => to_read.push((work, file)),
        }
    }
    let same: Vec<bool> = in_doubt.par_iter().map(|(_, file, source)| hash(&file.path) == Some(*source)).collect();
    for ((work, file, _), same) in in_doubt.into_iter().zip(same) {
        if same {
            archive.touch(&work, file.seen)?;
            run.unchanged += 1;
        } else {
            to_read.push((work, file));
        }
    }
    let (moved, gone) = (moves.moved, moves.left());
    for work in &gone {
        archive.mark(work, true)?;
    }
    changes |= !gone.is_empty();
    archive.commit()?;
    let gone = gone.len() as u64;
    progress.show(Line::Found { files: run.discovered, to_read: to_read.len() as u64 });
    for (key, reason, message) in &known_failures {
        run.failed += 1;
        progress.show(Line::Done { key, failure: Some((reason, message)) });
    }
    for file in &lost {
        run.failed += 1;
        progress.show(Line::Done { key: &file.key, failure: Some(("unreadable", &file.message)) });
        let work = archive.work(&file.key, &file.path)?;
        // Nothing is known of its size and time, so it is looked at again next time.
        let seen = Seen { bytes: 0, modified: 0 };
        if archive.known(&work)?.is_none_or(|known| known.look(seen, READER) == Found::New) {
            let outcome = Outcome::Failed { reason: "unreadable".into(), message: file.message.clone() };
            archive.begin()?;
            archive.store(&work, &file.path, seen, outcome, READER)?;
            archive.commit()?;
            changes = true;
        }
    }

    changes |= !to_read.is_empty();
    let read = read_all(&archive, options, &to_read, stop, progress, &mut run)?;
    let interrupted = !read;
    run.finished = !interrupted;
    if changes {
        archive.note_run(&run)?;
    }
    if !interrupted {
        progress.show(Line::Indexing);
        open_index(&archive)?;
    }
    Ok(Report { run, interrupted, changed: changes, moved, gone })
}

/// The works by key, and those that should lie in the folders that were walked and do not. A folder that could not be
/// looked into takes nothing away: its files may all be there.
fn missing(
    archive: &Archive,
    found: &[FoundFile],
    lost: &[LostFile],
    roots: &[PathBuf],
) -> Result<(HashMap<String, Known>, Vec<Known>), Error> {
    let there: HashSet<&Path> = found.iter().map(|f| f.path.as_path()).collect();
    let works = archive.works()?;
    let gone = works.iter().filter(|known| {
        let place = known.origin.as_path();
        let in_sight =
            roots.iter().any(|root| place.starts_with(root)) && !lost.iter().any(|l| place.starts_with(&l.path));
        !there.contains(place) && (known.gone || in_sight)
    });
    let gone = gone.cloned().collect();
    Ok((works.into_iter().map(|k| (k.work.key.clone(), k)).collect(), gone))
}

/// Files that are not where they were, by size: a new file with the bytes of one of them is that file, moved.
struct Moves {
    by_size: HashMap<u64, Vec<Known>>,
    moved: u64,
}

impl Moves {
    fn of(gone: Vec<Known>) -> Self {
        let mut by_size: HashMap<u64, Vec<Known>> = HashMap::new();
        for known in gone {
            by_size.entry(known.bytes).or_default().push(known);
        }
        Self { by_size, moved: 0 }
    }

    /// The work that was moved to where this new file is.
    fn take(&mut self, file: &FoundFile) -> Option<Known> {
        let candidates = self.by_size.get_mut(&file.seen.bytes)?;
        let source = hash(&file.path)?;
        let at = candidates.iter().position(|known| known.source == Some(source))?;
        self.moved += 1;
        Some(candidates.swap_remove(at))
    }

    /// It is there after all.
    fn forget(&mut self, known: &Known) {
        if let Some(candidates) = self.by_size.get_mut(&known.bytes) {
            candidates.retain(|c| c.work.id != known.work.id);
        }
    }

    /// Those that are newly gone and were not found again, in the order of their keys.
    fn left(self) -> Vec<Work> {
        let left = self.by_size.into_values().flatten().filter(|k| !k.gone);
        let mut left: Vec<Work> = left.map(|k| k.work).collect();
        left.sort_by(|a, b| a.key.cmp(&b.key));
        left
    }
}

/// The hash of a file's bytes; nothing if it cannot be read, which reading it will tell.
fn hash(path: &Path) -> Option<SourceId> {
    std::fs::read(path).ok().map(|bytes| SourceId::of(&bytes))
}

/// Reads and stores; tells whether it came to the end.
fn read_all(
    archive: &Archive,
    options: &Options,
    files: &[(Work, FoundFile)],
    stop: &AtomicBool,
    progress: &mut dyn Progress,
    run: &mut Run,
) -> Result<bool, Error> {
    if files.is_empty() {
        return Ok(true);
    }
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.jobs.max(1))
        .build()
        .map_err(|_| Error::Threads(options.jobs))?;
    let workers = Workers::new(&options.program, archive.dir(), options.deadline, options.limits, options.memory);
    let (send, results) = sync_channel::<(usize, Answer)>(QUEUE);
    let given_up = AtomicBool::new(false);
    let halt = || stop.load(Ordering::Relaxed) || given_up.load(Ordering::Relaxed);

    let stored = std::thread::scope(|scope| {
        scope.spawn(|| {
            pool.install(|| {
                files.par_iter().enumerate().for_each_with(send, |send, (n, (_, file))| {
                    if !halt() {
                        // If nobody listens any more, the run has ended with an error.
                        let _ = send.send((n, workers.read(&file.path, &file.key)));
                    }
                });
            });
        });
        let mut writer = Writer { archive, open: None, pending: 0 };
        let mut done = 0usize;
        let mut store = || -> Result<(), Error> {
            for (n, answer) in &results {
                let Some((work, file)) = files.get(n) else { continue };
                let outcome = match answer {
                    Answer::Outcome(outcome) => outcome,
                    Answer::Archive(message) => return Err(Error::Worker(message)),
                };
                done += 1;
                let failure = match &outcome {
                    Outcome::Failed { reason, message } => Some((reason.clone(), message.clone())),
                    Outcome::Read { .. } => None,
                };
                match writer.store(work, file, outcome)? {
                    Stored::Changed => run.stored += 1,
                    Stored::Same => run.unchanged += 1,
                    Stored::Failed => run.failed += 1,
                }
                let failure = failure.as_ref().map(|(r, m)| (r.as_str(), m.as_str()));
                progress.show(Line::Done { key: &file.key, failure });
            }
            writer.finish()
        };
        let stored = store();
        if stored.is_err() {
            given_up.store(true, Ordering::Relaxed);
            // Let the readers get rid of what they have.
            results.iter().for_each(drop);
        }
        stored.map(|()| done)
    })?;
    Ok(stored == files.len())
}

/// Stores results, many to a transaction.
struct Writer<'a> {
    archive: &'a Archive,
    open: Option<Instant>,
    pending: usize,
}

impl Writer<'_> {
    fn store(&mut self, work: &Work, file: &FoundFile, outcome: Outcome) -> Result<Stored, Error> {
        let since = match self.open {
            Some(since) => since,
            None => {
                self.archive.begin()?;
                *self.open.insert(Instant::now())
            }
        };
        let stored = self.archive.store(work, &file.path, file.seen, outcome, READER)?;
        self.pending += 1;
        if self.pending >= TRANSACTION || since.elapsed() >= OPEN_FOR {
            self.finish()?;
        }
        Ok(stored)
    }

    fn finish(&mut self) -> Result<(), Error> {
        if self.open.take().is_some() {
            self.pending = 0;
            self.archive.commit()?;
        }
        Ok(())
    }
}

/// Builds the index anew from the records.
///
/// # Errors
/// Where the archive or the index fails, or somebody else writes to the index.
pub fn reindex(archive: &Archive) -> Result<Index, Error> {
    let mut index = Index::open(&archive.dir().join("index"))?;
    fill(archive, &mut index, 0)?;
    Ok(index)
}

/// The archive's index, brought up to date with the archive. Where it claims to know more than the
/// archive does, it is built anew.
///
/// # Errors
/// Where the archive or the index fails, or somebody else brings it up to date just now.
pub fn open_index(archive: &Archive) -> Result<Index, Error> {
    let mut index = Index::open(&archive.dir().join("index"))?;
    let (has, wants) = (index.revision()?, archive.revision()?);
    if has == wants {
        return Ok(index);
    }
    fill(archive, &mut index, if has > wants { 0 } else { has })?;
    Ok(index)
}

/// Brings into the index what changed after this revision; after 0, all.
fn fill(archive: &Archive, index: &mut Index, from: i64) -> Result<(), Error> {
    let wants = archive.revision()?;
    let mut update = index.update()?;
    if from == 0 {
        update.clear()?;
    }
    archive.changed_since::<Error>(from, |work, gone, meetings| {
        update.replace(work, gone, &meetings)?;
        // Works come in the order of their changes, but several may share a revision; so what is
        // committed on the way counts as the old revision, and is done again after a kill.
        if update.is_due() {
            update.commit(from)?;
        }
        Ok(())
    })?;
    update.commit(wants)?;
    update.finish()?;
    Ok(())
}
