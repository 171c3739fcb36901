//! Answers full-text queries over the archive's records.
//!
//! One document of the index is one item of one meeting, one decision or one action. The index holds
//! nothing that the records do not, names in its commit the revision of the archive that it was built
//! from, and can be thrown away at any time.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "it keeps a folder")]

mod query;
mod read_only;
mod words;

use std::fs;
use std::io::ErrorKind;
use std::ops::Bound;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::collector::{Count, TopDocs};
use tantivy::directory::error::{LockError, OpenReadError};
use tantivy::indexer::LogMergePolicy;
use tantivy::query::{BooleanQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::tokenizer::{LowerCaser, SimpleTokenizer, Stemmer, TextAnalyzer};
use tantivy::{Index as Tantivy, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, TantivyError, Term};
use types::{Cite, Date, Meeting};

/// Raised when the fields change; an index of another format is built anew.
const FORMAT: &str = "2";
/// The name of our tokenizer: words, in small letters, reduced to their English stems.
const STEMMED: &str = "minutes";
/// Memory of the writer in bytes; tantivy asks for at least 15 MB a thread.
const WRITER_MEMORY: usize = 64 << 20;
/// Works between two commits: what a kill makes us index again.
const COMMIT: usize = 2_000;

/// What can go wrong with the index.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The engine failed on what is in the folder: it is rotten, or of another version of the engine.
    #[error("the index in `{path}`: {source}; run `minutebook reindex`, it builds the index anew from the records")]
    Engine {
        /// The index's folder.
        path: PathBuf,
        /// What the engine said.
        source: Box<TantivyError>,
    },
    /// Somebody else writes.
    #[error("another minutebook is writing to the index in `{0}`; wait until it has ended")]
    Busy(PathBuf),
    /// The system failed, and the index is as it was: a full disk, too many open files, no permission.
    #[error("the index in `{path}`: {source}; the index is kept as it is, mend that and run again")]
    Io {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Nothing was asked.
    #[error("the query `{0}` has no word to search for; give a word or a \"phrase in quotes\"")]
    Empty(String),
}

/// What kind of thing is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A piece of business with all that was said.
    Item,
    /// A decision.
    Decision,
    /// An action.
    Action,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Item => "item",
            Self::Decision => "decision",
            Self::Action => "action",
        }
    }
}

/// A question.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Words that must all be there, `"phrases in quotes"`, `-not`, `OR`.
    pub text: String,
    /// Words of the body's name.
    pub body: Option<String>,
    /// Only this kind; without one, items, and decisions and actions that stand in no item.
    pub kind: Option<Kind>,
    /// Meetings of this day or later.
    pub from: Option<Date>,
    /// Meetings of this day or earlier.
    pub to: Option<Date>,
    /// Also meetings whose files are not there any more.
    pub gone: bool,
    /// How many hits at most.
    pub limit: usize,
}

/// A passage of a hit, with the places of the match in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Passage {
    /// The words.
    pub text: String,
    /// Bytes of the text that match.
    pub matches: Vec<(usize, usize)>,
    /// 1-based page.
    pub page: Option<u32>,
    /// Where the passage stands.
    pub cite: Cite,
}

/// Something found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// The record's id.
    pub id: String,
    /// The body that met.
    pub body: Option<String>,
    /// The meeting's day.
    pub date: Option<Date>,
    /// Item, decision or action.
    pub kind: Kind,
    /// The item's number.
    pub item: Option<String>,
    /// The item's title.
    pub title: Option<String>,
    /// The file.
    pub file: Option<String>,
    /// The first passage that matches.
    pub passage: Passage,
}

/// What a question found.
#[derive(Clone, Debug, Serialize)]
pub struct Hits {
    /// How many there are in all.
    pub total: usize,
    /// The best, in order.
    pub hits: Vec<Hit>,
    /// What of the query could not be understood.
    pub notes: Vec<String>,
}

#[derive(Clone, Copy)]
struct Fields {
    work: Field,
    text: Field,
    body: Field,
    kind: Field,
    top: Field,
    gone: Field,
    day: Field,
    stored: Field,
}

/// What a hit is shown from: kept in the index as JSON.
#[derive(Serialize, Deserialize)]
struct Shown {
    id: String,
    body: Option<String>,
    date: Option<Date>,
    kind: Kind,
    item: Option<String>,
    title: Option<String>,
    file: Option<String>,
    passages: Vec<(String, Cite)>,
}

/// The index in a folder.
pub struct Index {
    dir: PathBuf,
    index: Tantivy,
    reader: IndexReader,
    fields: Fields,
}

/// The tokenizer; a search uses the same to find its words again in the text.
pub(crate) fn analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(LowerCaser)
        .filter(Stemmer::new(tantivy::tokenizer::Language::English))
        .build()
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexing =
        TextFieldIndexing::default().set_tokenizer(STEMMED).set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = TextOptions::default().set_indexing_options(indexing);
    let fields = Fields {
        work: builder.add_text_field("work", STRING),
        text: builder.add_text_field("text", text.clone()),
        body: builder.add_text_field("body", text),
        kind: builder.add_text_field("kind", STRING),
        top: builder.add_u64_field("top", INDEXED),
        gone: builder.add_u64_field("gone", INDEXED),
        day: builder.add_i64_field("day", INDEXED | FAST),
        stored: builder.add_text_field("stored", STORED),
    };
    (builder.build(), fields)
}

impl Index {
    /// Throws the index in a folder away.
    ///
    /// # Errors
    /// Where the folder cannot be removed.
    pub fn remove(dir: &Path) -> Result<(), Error> {
        match fs::remove_dir_all(dir) {
            Err(source) if source.kind() != ErrorKind::NotFound => Err(Error::Io { path: dir.to_owned(), source }),
            _ => Ok(()),
        }
    }

    /// Opens the index in this folder to write to it; makes an empty one where there is none, or where it is of
    /// another format or rotten.
    ///
    /// # Errors
    /// Where the folder cannot be read or written to; then nothing is thrown away.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let io = |source| Error::Io { path: dir.to_owned(), source };
        let (schema, fields) = schema();
        let format = dir.join("format");
        let opened = match is_known(dir)? {
            true => match Tantivy::open_in_dir(dir).map_err(|e| engine(dir, e)) {
                Err(error @ Error::Io { .. }) => return Err(error),
                opened => opened.ok(),
            },
            false => None,
        };
        let index = match opened.filter(|i| i.schema() == schema) {
            Some(index) => index,
            None => {
                if dir.exists() {
                    fs::remove_dir_all(dir).map_err(io)?;
                }
                fs::create_dir_all(dir).map_err(io)?;
                let index = Tantivy::create_in_dir(dir, schema).map_err(|e| engine(dir, e))?;
                fs::write(&format, FORMAT).map_err(io)?;
                index
            }
        };
        Self::around(dir, index, fields).map_err(|e| engine(dir, e))
    }

    fn around(dir: &Path, index: Tantivy, fields: Fields) -> tantivy::Result<Self> {
        index.tokenizers().register(STEMMED, analyzer());
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { dir: dir.to_owned(), index, reader, fields })
    }

    /// Opens the index in this folder to read it, and writes nothing: it shows the last commit, whoever may be writing
    /// the next one. None where there is no index, or one of another format.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn look(dir: &Path) -> Result<Option<Self>, Error> {
        /// A writer takes old files away after each commit, of which there are a few a second at most.
        const TRIES: usize = 10;
        let (schema, fields) = schema();
        if !is_known(dir)? {
            return Ok(None);
        }
        let open = || {
            let index = Tantivy::open(read_only::ReadOnly::open(dir)?)?;
            if index.schema() == schema { Self::around(dir, index, fields).map(Some) } else { Ok(None) }
        };
        let mut opened = open();
        for _ in 1..TRIES {
            if !matches!(opened, Err(TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(_)))) {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
            opened = open();
        }
        opened.map_err(|e| engine(dir, e))
    }

    /// Reads all of the index and compares it with its checksums: the files that are rotten.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn rotten(&self) -> Result<Vec<PathBuf>, Error> {
        use tantivy::index::SegmentComponent::{Delete, FastFields, FieldNorms, Positions, Postings, Store, Terms};
        const PARTS: [tantivy::index::SegmentComponent; 7] =
            [Postings, Positions, FastFields, FieldNorms, Terms, Store, Delete];
        let fail = |e| engine(&self.dir, e);
        let mut rotten = Vec::new();
        for segment in self.index.searchable_segment_metas().map_err(fail)? {
            for file in PARTS.map(|part| segment.relative_path(part)) {
                // Not every segment has a file of each kind, such as one of what was deleted.
                match self.index.directory().validate_checksum(&file) {
                    Ok(true) | Err(OpenReadError::FileDoesNotExist(_)) => {}
                    Ok(false) => rotten.push(file),
                    Err(e) => match engine(&self.dir, e.into()) {
                        error @ Error::Io { .. } => return Err(error),
                        _ => rotten.push(file),
                    },
                }
            }
        }
        rotten.sort();
        Ok(rotten)
    }

    /// The revision of the archive that the index holds.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn revision(&self) -> Result<i64, Error> {
        let meta = self.index.load_metas().map_err(|e| engine(&self.dir, e))?;
        Ok(meta.payload.and_then(|p| p.parse().ok()).unwrap_or(0))
    }

    /// How many things can be found.
    pub fn len(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Whether nothing can be found.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Begins bringing the index up to date.
    ///
    /// # Errors
    /// Where somebody else writes.
    pub fn update(&mut self) -> Result<Update<'_>, Error> {
        let writer: IndexWriter =
            self.index.writer_with_num_threads(1, WRITER_MEMORY).map_err(|e| engine(&self.dir, e))?;
        // Replaced documents are merged away when they are a fifth of a segment; the default is never.
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(0.2);
        writer.set_merge_policy(Box::new(policy));
        Ok(Update { index: self, writer, pending: 0 })
    }

    /// Answers a question.
    ///
    /// # Errors
    /// Where it asks for nothing, or the index cannot be read.
    pub fn search(&self, question: &Question) -> Result<Hits, Error> {
        let parsed = query::parse(&question.text, &mut analyzer());
        let Some(text) = parsed.query(self.fields.text) else { return Err(Error::Empty(question.text.clone())) };
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, text)];
        let term = |field, text: &str| -> Box<dyn Query> {
            Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
        };
        match question.kind {
            Some(kind) => clauses.push((Occur::Must, term(self.fields.kind, kind.as_str()))),
            None => {
                let top = TermQuery::new(Term::from_field_u64(self.fields.top, 1), IndexRecordOption::Basic);
                clauses.push((Occur::Must, Box::new(top)));
            }
        }
        if !question.gone {
            let there = TermQuery::new(Term::from_field_u64(self.fields.gone, 0), IndexRecordOption::Basic);
            clauses.push((Occur::Must, Box::new(there)));
        }
        if let Some(body) = &question.body {
            for word in query::terms(body, &mut analyzer()) {
                clauses.push((Occur::Must, term(self.fields.body, &word)));
            }
        }
        if question.from.is_some() || question.to.is_some() {
            let bound = |day: Option<Date>| {
                day.map_or(Bound::Unbounded, |d| {
                    Bound::Included(Term::from_field_i64(self.fields.day, d.unix_seconds()))
                })
            };
            clauses.push((Occur::Must, Box::new(RangeQuery::new(bound(question.from), bound(question.to)))));
        }
        let searcher = self.reader.searcher();
        // The engine makes room for as many as are asked for; there are no more than it holds.
        let most = usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX).max(1);
        let top = TopDocs::with_limit(question.limit.clamp(1, most)).order_by_score();
        let (total, best) =
            searcher.search(&BooleanQuery::new(clauses), &(Count, top)).map_err(|e| engine(&self.dir, e))?;
        let mut hits = Vec::with_capacity(best.len());
        // Tantivy collects at least one.
        for (_, address) in best.into_iter().take(question.limit) {
            let document: TantivyDocument = searcher.doc(address).map_err(|e| engine(&self.dir, e))?;
            let stored = document.get_first(self.fields.stored).and_then(|v| v.as_str()).unwrap_or_default();
            let Ok(shown) = serde_json::from_str::<Shown>(stored) else { continue };
            hits.push(hit(shown, &parsed));
        }
        Ok(Hits { total, hits, notes: parsed.notes })
    }
}

/// A hit with the passage that holds most of the match.
fn hit(shown: Shown, query: &query::Parsed) -> Hit {
    let mut analyzer = analyzer();
    let found = shown.passages.into_iter().map(|(text, cite)| {
        let matches = words::find(&text, query, &mut analyzer);
        (text, cite, matches)
    });
    // The first of those with the most parts of the query.
    let best = found.enumerate().max_by_key(|(n, (_, _, matches))| {
        let mut parts: Vec<usize> = matches.iter().map(|m| m.part).collect();
        parts.sort_unstable();
        parts.dedup();
        (parts.len(), std::cmp::Reverse(*n))
    });
    let (text, cite, matches) = best.map(|(_, b)| b).unwrap_or_default();
    Hit {
        id: shown.id,
        body: shown.body,
        date: shown.date,
        kind: shown.kind,
        item: shown.item,
        title: shown.title,
        file: shown.file,
        passage: Passage { page: cite.page(), matches: matches.iter().map(|m| (m.from, m.to)).collect(), text, cite },
    }
}

/// The index while it is brought up to date.
pub struct Update<'i> {
    index: &'i Index,
    writer: IndexWriter,
    pending: usize,
}

impl Update<'_> {
    /// Forgets everything: the index is built anew.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub fn clear(&mut self) -> Result<(), Error> {
        self.writer.delete_all_documents().map(|_| ()).map_err(|e| engine(&self.index.dir, e))
    }

    /// Puts the records of a work in the place of its older ones; `gone` if its file is not there any more.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub fn replace(&mut self, work: &str, gone: bool, meetings: &[Meeting]) -> Result<(), Error> {
        let fields = self.index.fields;
        let fail = |e| engine(&self.index.dir, e);
        self.writer.delete_term(Term::from_field_text(fields.work, work));
        for meeting in meetings {
            for (shown, top) in documents(meeting) {
                let mut document = TantivyDocument::default();
                document.add_text(fields.work, work);
                document.add_text(fields.kind, shown.kind.as_str());
                document.add_u64(fields.top, u64::from(top));
                document.add_u64(fields.gone, u64::from(gone));
                if let Some(body) = &shown.body {
                    document.add_text(fields.body, body);
                }
                if let Some(date) = shown.date {
                    document.add_i64(fields.day, date.unix_seconds());
                }
                for (text, _) in &shown.passages {
                    document.add_text(fields.text, text);
                }
                document.add_text(fields.stored, serde_json::to_string(&shown).unwrap_or_default());
                if let Err(error) = self.writer.add_document(document) {
                    // The engine's thread has died: the commit tells of what, a full disk perhaps.
                    let told = match &error {
                        TantivyError::ErrorInThread(_) => self.writer.prepare_commit().err(),
                        _ => None,
                    };
                    return Err(fail(told.unwrap_or(error)));
                }
            }
        }
        self.pending += 1;
        Ok(())
    }

    /// Whether so much is pending that it should be committed.
    pub fn is_due(&self) -> bool {
        self.pending >= COMMIT
    }

    /// Makes what was replaced so far visible: the index then holds this revision of the archive.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub fn commit(&mut self, revision: i64) -> Result<(), Error> {
        let fail = |e| engine(&self.index.dir, e);
        let mut commit = self.writer.prepare_commit().map_err(fail)?;
        commit.set_payload(&revision.to_string());
        commit.commit().map_err(fail)?;
        self.pending = 0;
        self.index.reader.reload().map_err(fail)
    }

    /// Ends: waits for what is merged in the background.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub fn finish(self) -> Result<(), Error> {
        self.writer.wait_merging_threads().map_err(|e| engine(&self.index.dir, e))
    }
}

/// Whether there is an index of our format in the folder.
fn is_known(dir: &Path) -> Result<bool, Error> {
    match fs::read_to_string(dir.join("format")) {
        Ok(format) => Ok(format == FORMAT),
        Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::InvalidData) => Ok(false),
        Err(source) => Err(Error::Io { path: dir.to_owned(), source }),
    }
}

/// What the engine's error is for us: somebody else writes, the system fails, or the folder's content is rotten.
fn engine(dir: &Path, source: TantivyError) -> Error {
    use tantivy::directory::error::{OpenDirectoryError, OpenWriteError};
    let of_system = match &source {
        TantivyError::LockFailure(LockError::LockBusy, _) => return Error::Busy(dir.to_owned()),
        // No thread could be started.
        TantivyError::SystemError(said) => {
            return Error::Io {
                path: dir.to_owned(),
                source: std::io::Error::new(ErrorKind::OutOfMemory, said.clone()),
            };
        }
        TantivyError::LockFailure(LockError::IoError(e), _)
        | TantivyError::IoError(e)
        | TantivyError::OpenReadError(OpenReadError::IoError { io_error: e, .. })
        | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error: e, .. })
        | TantivyError::OpenDirectoryError(
            OpenDirectoryError::IoError { io_error: e, .. } | OpenDirectoryError::FailedToCreateTempDir(e),
        ) => Some(e),
        _ => None,
    };
    // A file that ends too early, or says what it cannot, is rot; the engine has no other error for it.
    match of_system
        .filter(|e| !matches!(e.kind(), ErrorKind::UnexpectedEof | ErrorKind::InvalidData | ErrorKind::Other))
    {
        Some(e) => {
            let source = e
                .raw_os_error()
                .map_or_else(|| std::io::Error::new(e.kind(), e.to_string()), std::io::Error::from_raw_os_error);
            Error::Io { path: dir.to_owned(), source }
        }
        None => Error::Engine { path: dir.to_owned(), source: Box::new(source) },
    }
}

/// How many things the index has to hold of a record.
pub fn things(meeting: &Meeting) -> u64 {
    (meeting.agenda_items.len() + meeting.decisions.len() + meeting.actions.len()) as u64
}

/// What is searched of a record, and whether it is searched when no kind is asked for.
fn documents(meeting: &Meeting) -> Vec<(Shown, bool)> {
    let shown = |kind, item: Option<&str>, title: Option<&str>, passages| Shown {
        id: meeting.id.clone(),
        body: meeting.organization.name.clone(),
        date: meeting.meeting.date,
        kind,
        item: item.map(str::to_owned),
        title: title.map(str::to_owned),
        file: meeting.source.file.clone(),
        passages,
    };
    let title_of = |number: Option<&str>| {
        let item = meeting.agenda_items.iter().find(|i| i.number.is_some() && i.number.as_deref() == number);
        item.and_then(|i| i.title.as_deref())
    };
    let mut all = Vec::new();
    for item in &meeting.agenda_items {
        let title = item.title.iter().map(|t| (t.clone(), item.cite.clone()));
        let passages = title.chain(item.paragraphs.iter().map(|p| (p.text.clone(), p.cite.clone()))).collect();
        all.push((shown(Kind::Item, item.number.as_deref(), item.title.as_deref(), passages), true));
    }
    for decision in &meeting.decisions {
        let number = decision.item_number.as_deref();
        let passages = vec![(decision.text.clone(), decision.cite.clone())];
        all.push((shown(Kind::Decision, number, title_of(number), passages), meeting.agenda_items.is_empty()));
    }
    for action in &meeting.actions {
        let number = action.item_number.as_deref();
        let passages = vec![(action.text.clone(), action.cite.clone())];
        all.push((shown(Kind::Action, number, title_of(number), passages), meeting.agenda_items.is_empty()));
    }
    all
}

#[cfg(test)]
mod tests;
