//! Answers full-text queries over the archive's records and the text of their papers.
//!
//! One document of the index is a unit: an item of a meeting, a decision, an action, or a passage of the paper's text.
//! The index holds nothing that the archive does not, names in its commit the revision of the archive that it was
//! built from, and can be thrown away at any time.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "it keeps a folder")]

mod acronyms;
mod ask;
mod collect;
mod dates;
mod engine;
mod error;
mod fields;
mod fields_of_queries;
mod hits;
mod mark;
mod pieces;
mod plan;
mod read_only;
mod search;
mod spans;
mod tokens;
mod units;
mod words;

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tantivy::directory::error::OpenReadError;
use tantivy::indexer::LogMergePolicy;
use tantivy::schema::Field;
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{Index as Tantivy, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, TantivyError, Term};
use types::{Meeting, Passage};

pub use acronyms::Expanded;
pub use collect::{Counted, Facets};
pub use dates::days;
pub use error::Error;
pub use hits::{Also, Found, Hit};
pub use mark::Excerpt;
pub use pieces::Mistake;
pub use search::{Answer, Question, Sort};
pub use units::Kind;

use error::engine_error;
use fields::{Fields, schema};
use plan::day_number;
use tokens::{NAME, WordTokenizer};
use units::{Unit, units};
use words::Stems;

/// Raised when the fields change; an index of another format is built anew.
const FORMAT: &str = "3";
/// Memory of the writer in bytes; tantivy asks for at least 15 MB a thread.
const WRITER_MEMORY: usize = 64 << 20;
/// Works between two commits: what a kill makes us index again.
const COMMIT: usize = 2_000;

/// The index in a folder.
pub struct Index {
    dir: PathBuf,
    index: Tantivy,
    reader: IndexReader,
    fields: Fields,
    kept: Mutex<Option<search::Kept>>,
    /// Stems that earlier searches found, for the next ones: one for each that ran at a time.
    stems: Mutex<Vec<Stems>>,
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
            true => match Tantivy::open_in_dir(dir).map_err(|e| engine_error(dir, e)) {
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
                let index = Tantivy::create_in_dir(dir, schema).map_err(|e| engine_error(dir, e))?;
                fs::write(&format, FORMAT).map_err(io)?;
                index
            }
        };
        Self::around(dir, index, fields).map_err(|e| engine_error(dir, e))
    }

    fn around(dir: &Path, index: Tantivy, fields: Fields) -> tantivy::Result<Self> {
        index.tokenizers().register(NAME, TextAnalyzer::from(WordTokenizer::default()));
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { dir: dir.to_owned(), index, reader, fields, kept: Mutex::new(None), stems: Mutex::new(Vec::new()) })
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
        opened.map_err(|e| engine_error(dir, e))
    }

    /// Reads all of the index and compares it with its checksums: the files that are rotten.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn rotten(&self) -> Result<Vec<PathBuf>, Error> {
        use tantivy::index::SegmentComponent::{Delete, FastFields, FieldNorms, Positions, Postings, Store, Terms};
        const PARTS: [tantivy::index::SegmentComponent; 7] =
            [Postings, Positions, FastFields, FieldNorms, Terms, Store, Delete];
        let fail = |e| engine_error(&self.dir, e);
        let mut rotten = Vec::new();
        for segment in self.index.searchable_segment_metas().map_err(fail)? {
            for file in PARTS.map(|part| segment.relative_path(part)) {
                // Not every segment has a file of each kind, such as one of what was deleted.
                match self.index.directory().validate_checksum(&file) {
                    Ok(true) | Err(OpenReadError::FileDoesNotExist(_)) => {}
                    Ok(false) => rotten.push(file),
                    Err(e) => match engine_error(&self.dir, e.into()) {
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
        let meta = self.index.load_metas().map_err(|e| engine_error(&self.dir, e))?;
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
            self.index.writer_with_num_threads(1, WRITER_MEMORY).map_err(|e| engine_error(&self.dir, e))?;
        // Replaced documents are merged away when they are a fifth of a segment; the default is never.
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(0.2);
        writer.set_merge_policy(Box::new(policy));
        Ok(Update { index: self, writer, pending: 0 })
    }

    /// Answers a question.
    ///
    /// # Errors
    /// Where it is not of the language, asks for nothing, or the index cannot be read.
    pub fn search(&self, question: &Question) -> Result<Answer, Error> {
        let kept = || self.stems.lock().unwrap_or_else(PoisonError::into_inner);
        let mut stems = kept().pop().unwrap_or_else(Stems::new);
        let searcher = self.reader.searcher();
        let asker = search::Asker { kept: &self.kept, dir: &self.dir, searcher: &searcher, fields: self.fields };
        let answer = asker.answer(question, &mut stems);
        kept().push(stems);
        answer
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
        self.writer.delete_all_documents().map(|_| ()).map_err(|e| engine_error(&self.index.dir, e))
    }

    /// Puts the records of a work, and the text of its paper, in the place of its older ones. Each record comes with
    /// the id of its meeting; `gone` says that the file is not there any more.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub fn replace(
        &mut self,
        work: &str,
        gone: bool,
        meetings: &[(Meeting, String)],
        passages: &[Passage],
    ) -> Result<(), Error> {
        self.writer.delete_term(Term::from_field_text(self.index.fields.work, work));
        let records: Vec<&Meeting> = meetings.iter().map(|(m, _)| m).collect();
        let told = records.iter().flat_map(|m| &m.acronyms).map(|a| (a.abbreviation.clone(), a.expansion.clone()));
        let defined = passages.iter().flat_map(|p| acronyms::defined(&p.text)).chain(told);
        let short_forms: BTreeSet<String> = defined.flat_map(|(short, long)| acronyms::terms(&short, &long)).collect();
        let mut has_first = vec![false; meetings.len()];
        for (n, unit) in units(&records, passages) {
            let Some((_, meeting)) = meetings.get(n) else { continue };
            let first = !std::mem::replace(&mut has_first[n], true);
            // The paper's short forms are told once.
            let short_forms = first.then(|| if n == 0 { short_forms.clone() } else { BTreeSet::new() });
            let document = self.document(work, gone, &unit, meeting, short_forms.as_ref());
            if let Err(error) = self.writer.add_document(document) {
                // The engine's thread has died: the commit tells of what, a full disk perhaps.
                let told = match &error {
                    TantivyError::ErrorInThread(_) => self.writer.prepare_commit().err(),
                    _ => None,
                };
                return Err(engine_error(&self.index.dir, told.unwrap_or(error)));
            }
        }
        self.pending += 1;
        Ok(())
    }

    /// A unit as the engine takes it; the first one of a record stands for it.
    fn document(
        &self,
        work: &str,
        gone: bool,
        unit: &Unit,
        meeting: &str,
        first_of: Option<&BTreeSet<String>>,
    ) -> TantivyDocument {
        let fields = self.index.fields;
        let mut document = TantivyDocument::default();
        document.add_text(fields.work, work);
        let mut put = |field: Field, texts: &mut dyn Iterator<Item = &String>| {
            texts.for_each(|text| document.add_text(field, text));
        };
        put(fields.text, &mut unit.texts.iter().map(|passage| &passage.text));
        put(fields.context, &mut unit.context.iter());
        put(fields.title, &mut unit.title.iter());
        put(fields.body, &mut unit.body.iter().chain(&unit.council));
        put(fields.council, &mut unit.council.iter());
        put(fields.person, &mut unit.people.iter().chain(&unit.printed));
        put(fields.agency, &mut unit.agencies.iter());
        put(fields.owner, &mut unit.owner.iter());
        put(fields.mover, &mut unit.mover.iter());
        put(fields.seconder, &mut unit.seconder.iter());
        put(fields.file, &mut unit.file.iter());
        document.add_text(fields.kind, unit.kind.as_str());
        document.add_text(fields.document, &unit.document);
        document.add_text(fields.status, &unit.status);
        let terms = [
            (fields.of_type, &unit.of_type),
            (fields.outcome, &unit.outcome),
            (fields.body_name, &unit.body),
            (fields.council_name, &unit.council),
        ];
        for (field, term) in terms {
            term.iter().for_each(|term| document.add_text(field, term));
        }
        unit.item.iter().for_each(|item| document.add_text(fields.item, item.to_lowercase()));
        unit.roles.iter().for_each(|role| document.add_text(fields.role, role));
        unit.people.iter().for_each(|person| document.add_text(fields.person_name, person));
        unit.agencies.iter().for_each(|agency| document.add_text(fields.agency_name, agency));
        document.add_u64(fields.possible, u64::from(unit.possible));
        document.add_u64(fields.gone, u64::from(gone));
        document.add_u64(fields.undated, u64::from(unit.date.is_none()));
        document.add_u64(fields.first, u64::from(first_of.is_some()));
        document.add_u64(fields.meeting, collect::keyed(hash(meeting), unit.kind));
        document.add_u64(fields.record, collect::keyed(hash(&unit.id), unit.kind));
        if let Some(date) = unit.date {
            document.add_i64(fields.day, day_number(date));
        }
        first_of.into_iter().flatten().for_each(|term| document.add_text(fields.short_form, term));
        document.add_text(fields.stored, serde_json::to_string(unit).unwrap_or_default());
        document
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
        let fail = |e| engine_error(&self.index.dir, e);
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
        self.writer.wait_merging_threads().map_err(|e| engine_error(&self.index.dir, e))
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

/// Whether a query can be understood, without an index.
///
/// # Errors
/// What is wrong with it.
pub fn understand(query: &str) -> Result<(), Mistake> {
    ask::read(query, &mut Stems::new()).map(|_| ())
}

/// How many things the index has to hold of a paper.
pub fn things(meetings: &[Meeting], passages: &[Passage]) -> u64 {
    units(&meetings.iter().collect::<Vec<_>>(), passages).len() as u64
}

/// The same in every run, on every machine and with every compiler: FNV-1a, stirred.
fn hash(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd)
}

#[cfg(test)]
mod tests;
