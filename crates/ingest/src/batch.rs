//! Many files into the archive.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{channel, sync_channel};
use std::time::{Duration, Instant};

use archive::{
    Archive, Classified, Found, FoundFile, Known, Originals, Outcome, Run, Seen, Sighting, Stored, Survey, Task,
    UnreadableFile, Work,
};
use rayon::prelude::*;
use types::{Failure, FailureReason, SourceId};

use crate::error::Error;
use crate::indexing::open_index;
use crate::moves::{FoundAgain, Moves, hash_file};
use crate::options::{Options, Reread};
use crate::walk::{Met, walk};
use crate::worker::{Answer, Workers};

/// The version of the reader: files are read again when it changes. Raise the number whenever a
/// change of `pages`, `layout` or `meeting` changes what is read.
pub const READER: &str = concat!(env!("CARGO_PKG_VERSION"), "+9");

/// Results are stored in the order of the files, but for those that are read once more. So many files may be ahead of
/// the oldest that is still being read, and so many bytes of results may wait for it: beyond that the readers wait
/// too.
const AHEAD: usize = 4096;

const HELD: usize = 64 << 20;

/// Files that are read once more at the end, if they failed for a reason that may pass; the rest wait for the next
/// run.
const AGAIN: usize = 64;

/// Results of one transaction, and how long one may stay open.
const TRANSACTION: usize = 64;

const OPEN_FOR: Duration = Duration::from_millis(500);

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What<'a> {
    /// Read for the first time.
    New,
    /// A new version.
    Changed,
    /// A new version from which the same is read as from the last one: no news.
    SameReading,
    /// Read, and found as it was.
    Same,
    /// As it was; the reader reads other records from it.
    ReadAgain,
    /// Found at another place.
    Moved {
        /// Its key before.
        from: &'a str,
    },
    /// Not there any more.
    Gone,
    /// There again.
    Back,
    /// Not read.
    Failed {
        /// The reason as the ledger has it.
        reason: FailureReason,
        /// The sentence.
        message: &'a str,
        /// It was so before.
        known: bool,
    },
}

/// A line of what is going on.
#[derive(Clone, Copy, Debug)]
pub enum Line<'a> {
    /// So many files were found, and so many are to be read.
    Found {
        /// All.
        files: u64,
        /// New, changed, or to be read again.
        to_read: u64,
    },
    /// What became of a file; of one that is as it was there is no line.
    File {
        /// Its key.
        key: &'a str,
        /// Its work; none where nothing is at the root or the pattern that was asked for.
        work: Option<&'a str>,
        /// The name of the source under which this run found it.
        source: Option<&'a str>,
        /// What.
        what: What<'a>,
        /// It was one of those to be read.
        read: bool,
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
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The numbers.
    pub run: Run,
    /// The same for each source, by its name.
    pub sources: Vec<(String, Run)>,
    /// It was interrupted; what was read is stored.
    pub interrupted: bool,
    /// Files that were found at another place than before.
    pub moved: u64,
    /// Files that are not there any more.
    pub gone: u64,
    /// Files that were to be read and are not yet, as it was interrupted.
    pub left: u64,
    /// Files that are there again.
    pub back: u64,
    /// New versions that read as the last one did. They are among those stored.
    pub same_reading: u64,
    /// Files that were read again though they are as they were.
    pub read_again: u64,
    /// Those of them whose records are others now.
    pub differ: u64,
    /// Files that were to be read again from originals that are spoilt or not there.
    pub lost_originals: u64,
    /// Roots at which nothing is, and patterns that nothing fits. They are among those failed.
    pub absent_roots: u64,
    /// Failures that are as they were. They are among those failed.
    pub known_failures: u64,
}

impl Report {
    /// Something is not as it was.
    pub fn changed(&self) -> bool {
        self.run.stored + self.moved + self.gone + self.back + self.differ > 0
            || self.run.failed > self.known_failures + self.absent_roots
            || self.interrupted
    }
}

/// Reads all new and changed files into the archive, then brings the index up to date.
///
/// # Errors
/// Where the archive or the index fails. What is wrong with a file is in the ledger.
pub fn ingest(dir: &Path, options: &Options, stop: &AtomicBool, progress: &mut dyn Progress) -> Result<Report, Error> {
    let archive = Archive::open_to_write(dir)?;
    let survey = archive.survey()?;
    let sources = options.sources.iter().map(|s| (s.name.clone(), Run { began: options.now, ..Run::default() }));
    let report =
        Report { run: Run { began: options.now, ..Run::default() }, sources: sources.collect(), ..Report::default() };
    let mut batch = Batch { archive: &archive, survey, options, progress, report, moves: Moves::new(&archive) };
    archive.begin()?;
    batch.look()?;
    archive.commit()?;
    let to_read = batch.survey.planned()?;
    batch.progress.show(Line::Found { files: batch.report.run.discovered, to_read });
    batch.report.left = to_read;
    let finished = batch.read(stop)?;
    archive.settle()?;
    (batch.report.interrupted, batch.report.run.finished) = (!finished, finished);
    let Batch { mut report, progress, .. } = batch;
    if report.changed() {
        archive.note_run(&report.run)?;
    }
    if finished {
        progress.show(Line::Indexing);
        open_index(&archive)?;
    }
    for (_, run) in &mut report.sources {
        run.finished = finished;
    }
    Ok(report)
}

/// An ingest under way.
struct Batch<'a> {
    archive: &'a Archive,
    survey: Survey<'a>,
    options: &'a Options,
    progress: &'a mut dyn Progress,
    report: Report,
    moves: Moves<'a>,
}

impl Batch<'_> {
    /// Counts for the whole and for the source.
    fn count(&mut self, source: Option<u32>, add: impl Fn(&mut Run)) {
        add(&mut self.report.run);
        let source = source.and_then(|n| self.report.sources.get_mut(usize::try_from(n).ok()?));
        if let Some((_, run)) = source {
            add(run);
        }
    }

    fn show(&mut self, key: &str, work: Option<&str>, source: Option<u32>, what: What<'_>, read: bool) {
        let name = source.and_then(|n| self.options.sources.get(usize::try_from(n).ok()?)).map(|s| s.name.as_str());
        self.progress.show(Line::File { key, work, source: name, what, read });
    }

    /// Looks at all files: what is new, changed, moved, gone; and plans what is to be read.
    fn look(&mut self) -> Result<(), Error> {
        let (mut discovered, mut shut, mut nothing) = (Vec::new(), Vec::new(), Vec::new());
        discovered.resize(self.options.sources.len(), 0_u64);
        let survey = &self.survey;
        let skip: Vec<&Path> = self.options.skip.iter().map(PathBuf::as_path).chain([self.archive.dir()]).collect();
        let scopes = walk::<Error>(&self.options.sources, &skip, |met| {
            let (new, source) = match met {
                Met::File(file) => (survey.note_found(&file)?, file.source),
                Met::Unreadable(file) => {
                    shut.extend(file.shut.clone());
                    (survey.note_unreadable(&file)?, file.source)
                }
                Met::Nothing(file) => {
                    let source = file.source;
                    nothing.push(file);
                    (true, source)
                }
            };
            if let Some(n) = usize::try_from(source).ok().and_then(|n| discovered.get_mut(n)) {
                *n += u64::from(new);
            }
            Ok(())
        })?;
        for (source, n) in (0..).zip(discovered) {
            self.count(Some(source), |run| run.discovered += n);
        }
        self.report.absent_roots = nothing.len() as u64;
        for UnreadableFile { key, source, message, .. } in nothing {
            self.count(Some(source), |run| run.failed += 1);
            let what = What::Failed { reason: FailureReason::Unreadable, message: &message, known: false };
            self.show(&key, None, Some(source), what, false);
        }
        // A folder that could not be looked into takes nothing away: its files may all be there.
        shut.sort();
        shut.dedup();
        let mut opened = Vec::new();
        self.survey.note_absent(|work| {
            let place = work.origin.as_path();
            let in_sight = scopes.iter().any(|s| s.covers(place)) && !shut.iter().any(|s| place.starts_with(s));
            if in_sight && work.source.is_none() && place.is_dir() {
                opened.push(work.work.clone());
            }
            in_sight
        })?;
        // A folder that was shut when it was last walked, and now has files.
        for work in opened {
            if self.archive.forget_unread(&work)? {
                self.survey.forget_absence(&work)?;
            }
        }
        self.classify()?;
        let Self { survey, progress, report, .. } = self;
        survey.mark_gone(|work| {
            report.gone += 1;
            let (key, work) = (work.key.as_str(), Some(work.id.as_str()));
            progress.show(Line::File { key, work, source: None, what: What::Gone, read: false });
        })?;
        if self.options.reread == Reread::Everything {
            let originals = Originals::of(self.archive.dir());
            self.survey.plan_rest(|known, id| {
                let kept = originals.path(id);
                match kept.is_file() {
                    true => Some(kept),
                    // Of a file that is gone and was only referred to there is nothing to read.
                    false => (!known.gone).then(|| known.origin.clone()),
                }
            })?;
        }
        Ok(())
    }

    fn classify(&mut self) -> Result<(), Error> {
        let mut last: Option<FoundFile> = None;
        loop {
            let files = self.survey.next(last.as_ref())?;
            let Some(end) = files.last() else { return Ok(()) };
            last = Some(end.file.clone());
            let mut in_doubt = Vec::new();
            for classified in files {
                in_doubt.extend(self.classify_one(classified)?);
            }
            let same: Vec<bool> =
                in_doubt.par_iter().map(|(_, file, source)| hash_file(&file.path) == Some(*source)).collect();
            for ((work, file, _), same) in in_doubt.into_iter().zip(same) {
                if same {
                    self.archive.touch(&work, file.seen)?;
                    self.count(Some(file.source), |run| run.unchanged += 1);
                } else {
                    self.plan(file)?;
                }
            }
        }
    }

    /// Decides about a file, unless only its bytes can tell.
    fn classify_one(&mut self, classified: Classified) -> Result<Option<(Work, FoundFile, SourceId)>, Error> {
        let Classified { file, lost, known } = classified;
        let mut before = known;
        if let Some(message) = lost {
            self.lose(&file, before.as_ref(), message)?;
            return Ok(None);
        }
        match &before {
            None => before = self.found_again(&file)?,
            Some(known) if known.gone => {
                self.archive.set_gone(&known.work, false)?;
                self.report.back += 1;
                self.show(&known.work.key, Some(&known.work.id), Some(file.source), What::Back, false);
            }
            Some(_) => {}
        }
        let Some(known) = before.filter(|_| self.options.reread != Reread::Found) else {
            self.plan(file)?;
            return Ok(None);
        };
        match (known.look(file.seen, READER), known.source) {
            (Found::Unchanged, Some(source)) if self.options.checksum => return Ok(Some((known.work, file, source))),
            (Found::Touched, Some(source)) => return Ok(Some((known.work, file, source))),
            (Found::Unchanged, _) => self.count(Some(file.source), |run| run.unchanged += 1),
            (Found::Failed, _) if self.options.reread == Reread::Nothing => self.fail_again(&known, file.source),
            (Found::Failed | Found::New | Found::Touched, _) => self.plan(file)?,
        }
        Ok(None)
    }

    /// The work that was moved to where this new file is.
    fn found_again(&mut self, file: &FoundFile) -> Result<Option<Known>, Error> {
        let Some(FoundAgain { known, from, is_back }) = self.moves.found_again(&self.survey, file)? else {
            return Ok(None);
        };
        let work = &known.work;
        if is_back {
            self.report.back += 1;
            self.show(&work.key, Some(&work.id), Some(file.source), What::Back, false);
        }
        if let Some(from) = &from {
            self.report.moved += 1;
            self.show(&work.key, Some(&work.id), Some(file.source), What::Moved { from }, false);
        }
        Ok(Some(known))
    }

    /// A file that cannot be looked at: nothing is known of its size and time, so it is looked at again next time.
    fn lose(&mut self, file: &FoundFile, before: Option<&Known>, message: String) -> Result<(), Error> {
        if let Some(known) =
            before.filter(|known| known.failure.as_ref().is_some_and(|f| f.reason == FailureReason::Unreadable))
        {
            self.fail_again(known, file.source);
            return Ok(());
        }
        self.count(Some(file.source), |run| run.failed += 1);
        let work = self.archive.work(&file.key, &file.path)?;
        let what = What::Failed { reason: FailureReason::Unreadable, message: &message, known: false };
        self.show(&work.key, Some(&work.id), Some(file.source), what, false);
        let outcome = Outcome::Failed(Failure::new(FailureReason::Unreadable, message));
        self.archive.store(&work, &self.sighting(&file.path, file.seen), outcome)?;
        Ok(())
    }

    /// A failure that is as it was.
    fn fail_again(&mut self, known: &Known, source: u32) {
        let Some(Failure { reason, message }) = &known.failure else { return };
        self.report.known_failures += 1;
        self.count(Some(source), |run| run.failed += 1);
        let what = What::Failed { reason: *reason, message, known: true };
        self.show(&known.work.key, Some(&known.work.id), Some(source), what, false);
    }

    fn plan(&self, file: FoundFile) -> Result<(), Error> {
        let FoundFile { path, key, source, seen } = file;
        let task = Task { number: 0, key, origin: path.clone(), read: path, source: Some(source), again: None, seen };
        Ok(self.survey.plan(&task)?)
    }

    fn sighting<'b>(&'b self, origin: &'b Path, seen: Seen) -> Sighting<'b> {
        Sighting { origin, seen, reader: READER, at: self.options.now, kept: !self.options.reference }
    }

    /// Reads what is planned, in parallel, and stores it in the order of the plan; tells whether it came to the end.
    fn read(&mut self, stop: &AtomicBool) -> Result<bool, Error> {
        let planned = usize::try_from(self.survey.planned()?).unwrap_or(usize::MAX);
        if planned == 0 {
            return Ok(true);
        }
        let options = self.options;
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(options.jobs.clamp(1, planned))
            .build()
            .map_err(|_| Error::Threads(options.jobs))?;
        let workers = Workers::new(self.archive.dir(), options);
        let (hand_out, tasks) = sync_channel::<Task>(AHEAD);
        let (send, results) = channel::<(i64, Answer)>();
        let given_up = AtomicBool::new(false);
        let halt = || stop.load(Ordering::Relaxed) || given_up.load(Ordering::Relaxed);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                pool.install(|| {
                    tasks.into_iter().par_bridge().for_each_with(send, |send, task| {
                        if !halt() {
                            // If nobody listens any more, the run has ended with an error.
                            let _ = send.send((task.number, workers.read(&task)));
                        }
                    });
                });
            });
            let mut hand_out = Some(hand_out);
            let mut queue = Queue::default();
            let mut store = || -> Result<bool, Error> {
                let mut writer = Writer { archive: self.archive, open: None, pending: 0, bytes: 0 };
                let mut again: Vec<(Task, Answer)> = Vec::new();
                loop {
                    while let (Some(hand), true) = (&hand_out, queue.has_room()) {
                        match self.survey.task(queue.last)?.filter(|_| !halt()) {
                            Some(task) => {
                                // Should the readers be gone, the end of the results tells.
                                let _ = hand.send(task.clone());
                                queue.hand_out(task);
                            }
                            None => hand_out = None,
                        }
                    }
                    let Ok((number, answer)) = results.recv() else { break };
                    queue.answer(number, answer);
                    while let Some((task, answer)) = queue.next() {
                        if answer.may_pass() && again.len() < AGAIN {
                            again.push((task, answer));
                        } else {
                            self.store(&mut writer, &task, answer)?;
                        }
                    }
                }
                let finished = queue.waiting.is_empty() && self.survey.task(queue.last)?.is_none();
                // Interrupted: what was read behind a gap is stored all the same.
                for (task, answer) in std::mem::take(&mut queue.waiting).into_values() {
                    if let Some(answer) = answer {
                        self.store(&mut writer, &task, answer)?;
                    }
                }
                // Once more, one after the other and each by a worker of its own: nothing else stands in their way.
                writer.finish()?;
                for (task, first) in again {
                    let second = (!halt()).then(|| Workers::new(self.archive.dir(), options).read(&task));
                    // A worker that could not be started tells nothing of the file.
                    let told = second.filter(|answer| !matches!(answer, Answer::NotStarted(_)));
                    self.store(&mut writer, &task, told.unwrap_or(first))?;
                }
                writer.finish()?;
                Ok(finished)
            };
            let stored = store();
            if stored.is_err() {
                given_up.store(true, Ordering::Relaxed);
            }
            drop(hand_out);
            stored
        })
    }

    fn store(&mut self, writer: &mut Writer<'_>, task: &Task, answer: Answer) -> Result<(), Error> {
        self.report.left = self.report.left.saturating_sub(1);
        let size = answer.size();
        let outcome = match answer.outcome() {
            Ok(outcome) => outcome,
            Err(message) => {
                // What was read before is safe.
                writer.finish()?;
                return Err(Error::Worker(message));
            }
        };
        let failure = match &outcome {
            Outcome::Failed(failure) => Some(failure.clone()),
            Outcome::Read { .. } => None,
        };
        let work = self.archive.work(&task.key, &task.origin)?;
        if let Some(Failure { message, .. }) = failure.as_ref().filter(|f| f.reason == FailureReason::LostOriginal) {
            // Nothing is known of the file that was not known before.
            self.report.lost_originals += 1;
            let what = What::Failed { reason: FailureReason::LostOriginal, message, known: false };
            self.show(&work.key, Some(&work.id), task.source, what, true);
            return Ok(());
        }
        let stored = writer.store(&work, &self.sighting(&task.origin, task.seen), outcome, size)?;
        let what = match (stored, &failure) {
            (Stored::New, _) => What::New,
            (Stored::Changed, _) => What::Changed,
            (Stored::SameReading, _) => What::SameReading,
            (Stored::Same, _) => What::Same,
            (Stored::ReadAgain, _) => What::ReadAgain,
            (Stored::Failed | Stored::FailedAgain, Some(Failure { reason, message })) => {
                What::Failed { reason: *reason, message, known: stored == Stored::FailedAgain }
            }
            (Stored::Failed | Stored::FailedAgain, None) => What::Same,
        };
        let report = &mut self.report;
        report.same_reading += u64::from(what == What::SameReading);
        report.read_again += u64::from(matches!(what, What::Same | What::ReadAgain));
        report.differ += u64::from(what == What::ReadAgain);
        report.known_failures += u64::from(stored == Stored::FailedAgain);
        // What is read again from its original is counted already, if it was found at all.
        let again = task.again.is_some();
        let counts = !again || (task.source.is_some() && matches!(what, What::Failed { .. }));
        if counts {
            self.count(task.source, |run| {
                run.unchanged = run.unchanged.saturating_sub(u64::from(again));
                match what {
                    What::Same | What::ReadAgain => run.unchanged += 1,
                    What::Failed { .. } => run.failed += 1,
                    _ => run.stored += 1,
                }
            });
        }
        self.show(&work.key, Some(&work.id), task.source, what, true);
        Ok(())
    }
}

/// Files that are being read, or wait to be stored after those before them.
#[derive(Default)]
struct Queue {
    waiting: BTreeMap<i64, (Task, Option<Answer>)>,
    /// Bytes of the answers that wait.
    held: usize,
    /// The last task that was handed out.
    last: i64,
}

impl Queue {
    /// Even if much waits, the oldest must be handed out, as all others wait for it.
    fn has_room(&self) -> bool {
        self.waiting.is_empty() || (self.waiting.len() < AHEAD && self.held < HELD)
    }

    fn hand_out(&mut self, task: Task) {
        self.last = task.number;
        self.waiting.insert(task.number, (task, None));
    }

    fn answer(&mut self, number: i64, answer: Answer) {
        self.held += answer.size();
        if let Some((_, waits)) = self.waiting.get_mut(&number) {
            *waits = Some(answer);
        }
    }

    /// The oldest, if it has been read.
    fn next(&mut self) -> Option<(Task, Answer)> {
        let first = self.waiting.first_entry().filter(|e| e.get().1.is_some())?;
        let (task, answer) = first.remove();
        let answer = answer?;
        self.held -= answer.size();
        Some((task, answer))
    }
}

/// Stores results, many to a transaction.
struct Writer<'a> {
    archive: &'a Archive,
    open: Option<Instant>,
    pending: usize,
    /// Bytes of records that the transaction holds.
    bytes: usize,
}

impl Writer<'_> {
    fn store(&mut self, work: &Work, sighting: &Sighting<'_>, outcome: Outcome, bytes: usize) -> Result<Stored, Error> {
        let since = match self.open {
            Some(since) => since,
            None => {
                self.archive.begin()?;
                *self.open.insert(Instant::now())
            }
        };
        let stored = self.archive.store(work, sighting, outcome)?;
        self.pending += 1;
        self.bytes += bytes;
        if self.pending >= TRANSACTION || self.bytes >= HELD || since.elapsed() >= OPEN_FOR {
            self.finish()?;
        }
        Ok(stored)
    }

    fn finish(&mut self) -> Result<(), Error> {
        if self.open.take().is_some() {
            (self.pending, self.bytes) = (0, 0);
            self.archive.commit()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(number: i64) -> Task {
        Task {
            number,
            key: format!("{number}"),
            origin: PathBuf::new(),
            read: PathBuf::new(),
            source: None,
            again: None,
            seen: Seen { bytes: 0, modified: 0 },
        }
    }

    #[test]
    fn what_is_read_out_of_order_is_stored_in_order_and_does_not_pile_up() {
        let mut queue = Queue::default();
        (1..=3).for_each(|n| queue.hand_out(task(n)));
        let next = |queue: &mut Queue| queue.next().map(|(task, _)| task.number);
        queue.answer(2, Answer::Reply("x".repeat(HELD)));
        assert_eq!((next(&mut queue), queue.has_room()), (None, false), "much waits for the first");
        queue.answer(1, Answer::Reply(String::new()));
        assert_eq!([next(&mut queue), next(&mut queue), next(&mut queue)], [Some(1), Some(2), None]);
        assert!(queue.has_room());
        queue.answer(3, Answer::Reply(String::new()));
        assert_eq!((next(&mut queue), queue.held, queue.waiting.len()), (Some(3), 0, 0));
    }
}
