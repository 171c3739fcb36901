//! A query of a person as a query of the engine: words become the terms that the index has.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::Arc;

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, FuzzyTermQuery, Occur, Query, RangeQuery,
    TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};
use types::Date;

use crate::ask::Ask;
use crate::engine::{SpansQuery, Terms};
use crate::fields::Fields;
use crate::fields_of_queries::{self, Words};
use crate::spans::{Pattern, Spans};
use crate::words::{STEM, Stems, words};

/// Words that a prefix or a fuzzy word may stand for, at most.
const EXPANDS: usize = 5_000;
/// What a word counts that stands only in the context: an item's title over a decision.
const CONTEXT: f32 = 0.35;
/// What a word counts more where it stands as it was typed, where the title has it, and where the words of a query
/// stand beside each other.
const EXACT: f32 = 1.0;
const TITLE: f32 = 0.8;
const TOGETHER: f32 = 1.0;

/// What can be wrong with a query only this index can tell.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    #[error("`{shown}` stands for more than {EXPANDS} words of the index; give more letters of it")]
    TooMany { shown: String },
    #[error(transparent)]
    Engine(#[from] tantivy::TantivyError),
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::Engine(error.into())
    }
}

/// A part of a query of the engine.
pub(crate) type Clause = (Occur, Box<dyn Query>);

/// Makes queries for one state of the index.
pub(crate) struct Planner<'s> {
    searcher: &'s Searcher,
    fields: Fields,
    terms: HashMap<(Field, String), Terms>,
    /// Words that the index does not have, of the text or of a field.
    pub(crate) unknown: BTreeSet<(Option<Words>, String)>,
    /// Filters for days leave nothing out: to find what they leave out for want of a date.
    pub(crate) undated: bool,
}

impl<'s> Planner<'s> {
    pub(crate) fn new(searcher: &'s Searcher, fields: Fields) -> Self {
        Self { searcher, fields, terms: HashMap::new(), unknown: BTreeSet::new(), undated: false }
    }

    /// The query for a part of what was asked.
    pub(crate) fn query(&mut self, ask: &Ask) -> Result<Box<dyn Query>, Fault> {
        Ok(match ask {
            Ask::Text(spans) => self.text(spans)?,
            Ask::Field(Words::Text, spans) => self.text(spans)?,
            Ask::Field(field, spans) => {
                let of = self.fields.of_words(*field);
                let Some(query) = self.spans(of, spans)? else {
                    self.note_unknown(of, of, Some(*field), spans)?;
                    return Ok(none());
                };
                // A name only narrows; a title is what the item is about.
                match self.exact(of, spans)?.filter(|_| *field == Words::Title) {
                    Some(exact) => Box::new(BooleanQuery::new(vec![(Occur::Must, query), (Occur::Should, exact)])),
                    None if *field == Words::Title => query,
                    None => filter(query),
                }
            }
            Ask::Term(fields_of_queries::Term::Possible, value) => self.flag(self.fields.possible, value == "yes"),
            Ask::Term(field, value) => {
                let term = Term::from_field_text(self.fields.of_term(*field), value);
                filter(Box::new(TermQuery::new(term, IndexRecordOption::Basic)))
            }
            Ask::Days(..) if self.undated => filter(Box::new(AllQuery)),
            Ask::Days(from, to) => self.days(*from, *to),
            Ask::Any(parts) => {
                let parts = parts.iter().map(|p| Ok((Occur::Should, self.query(p)?)));
                Box::new(BooleanQuery::new(parts.collect::<Result<_, Fault>>()?))
            }
            Ask::All(parts) => self.all(parts)?,
            Ask::Not(_) => self.all(std::slice::from_ref(ask))?,
            Ask::Like(words) => {
                let mut clauses = Vec::new();
                for word in words {
                    clauses.extend(self.spans(self.fields.text, word)?.map(|query| (Occur::Should, query)));
                }
                let least = clauses.len().div_ceil(3);
                Box::new(BooleanQuery::with_minimum_required_clauses(clauses, least))
            }
        })
    }

    fn all(&mut self, parts: &[Ask]) -> Result<Box<dyn Query>, Fault> {
        let mut clauses: Vec<Clause> = Vec::new();
        for part in parts {
            clauses.push(match part {
                Ask::Not(what) => (Occur::MustNot, self.query(what)?),
                part => (Occur::Must, self.query(part)?),
            });
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, filter(Box::new(AllQuery))));
        }
        if let Some(phrase) = self.together(parts)? {
            clauses.push((Occur::Should, Box::new(BoostQuery::new(phrase, TOGETHER))));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// The words of a query as a phrase, in which one may be left out: not asked for, but better.
    fn together(&mut self, parts: &[Ask]) -> Result<Option<Box<dyn Query>>, Fault> {
        /// Of more words it would cost more than it tells.
        const MOST: usize = 4;
        let words = parts.iter().filter_map(|p| match p {
            Ask::Text(spans @ Spans::Word(_)) => Some(spans.clone()),
            _ => None,
        });
        let words: Vec<Spans<Pattern>> = words.collect();
        if !(2..=MOST).contains(&words.len()) {
            return Ok(None);
        }
        self.spans(self.fields.text, &Spans::Phrase(words, 1))
    }

    /// Documents with this flag set, or not set.
    pub(crate) fn flag(&self, field: Field, set: bool) -> Box<dyn Query> {
        let term = Term::from_field_u64(field, u64::from(set));
        filter(Box::new(TermQuery::new(term, IndexRecordOption::Basic)))
    }

    /// Whether a document has this flag set.
    pub(crate) fn any(&self, field: Field) -> Result<bool, Fault> {
        Ok(self.searcher.doc_freq(&Term::from_field_u64(field, 1))? > 0)
    }

    /// The clause that leaves out documents with this flag; none where no document has it, as each costs time.
    pub(crate) fn without(&self, field: Field) -> Result<Option<Clause>, Fault> {
        Ok(self.any(field)?.then(|| (Occur::MustNot, self.flag(field, true))))
    }

    fn days(&self, from: Option<Date>, to: Option<Date>) -> Box<dyn Query> {
        let bound = |day: Option<Date>| {
            day.map_or(Bound::Unbounded, |d| Bound::Included(Term::from_field_i64(self.fields.day, day_number(d))))
        };
        match (from, to) {
            (None, None) => filter(Box::new(AllQuery)),
            (from, to) => filter(Box::new(RangeQuery::new(bound(from), bound(to)))),
        }
    }

    /// Words of the text or of what leads to it: the text counts more, most where it has the words as they were typed
    /// or in its title.
    fn text(&mut self, spans: &Spans<Pattern>) -> Result<Box<dyn Query>, Fault> {
        let Fields { text, context, title, .. } = self.fields;
        let mut either: Vec<Clause> = Vec::new();
        if let Some(query) = self.spans(text, spans)? {
            let mut clauses = vec![(Occur::Must, query)];
            if let Some(exact) = self.exact(text, spans)? {
                clauses.push((Occur::Should, Box::new(BoostQuery::new(exact, EXACT))));
            }
            if let Some(title) = self.spans(title, spans)? {
                clauses.push((Occur::Should, Box::new(BoostQuery::new(title, TITLE))));
            }
            let query = if clauses.len() == 1 { clauses.remove(0).1 } else { Box::new(BooleanQuery::new(clauses)) };
            either.push((Occur::Should, query));
        } else {
            self.note_unknown(text, context, None, spans)?;
        }
        if let Some(query) = self.spans(context, spans)? {
            either.push((Occur::Should, Box::new(BoostQuery::new(query, CONTEXT))));
        }
        Ok(match either.len() {
            0 => none(),
            1 => either.remove(0).1,
            _ => Box::new(BooleanQuery::new(either)),
        })
    }

    /// The query for words of one field; nothing where the field has not all words that are needed.
    fn spans(&mut self, field: Field, spans: &Spans<Pattern>) -> Result<Option<Box<dyn Query>>, Fault> {
        let mut failed = None;
        let with_terms = spans.map(&mut |pattern| {
            self.terms(field, pattern).unwrap_or_else(|fault| {
                failed.get_or_insert(fault);
                Terms::default()
            })
        });
        if let Some(fault) = failed {
            return Err(fault);
        }
        Ok(with_terms.pruned(&|terms| !terms.is_empty()).map(|spans| in_field(field, spans)))
    }

    /// The same for the words as they were typed; nothing where that is no other question.
    fn exact(&mut self, field: Field, spans: &Spans<Pattern>) -> Result<Option<Box<dyn Query>>, Fault> {
        let mut has_stems = false;
        let mut failed = None;
        let typed = spans.map(&mut |pattern| match pattern {
            Pattern::Stem(stem, word) => {
                // Where no other form of the word is there, it is no other question.
                let freq = |w: &str| self.searcher.doc_freq(&Term::from_field_text(field, w)).unwrap_or(0);
                has_stems |= freq(stem) != freq(word);
                self.known(field, vec![word.clone()]).unwrap_or_else(|fault| {
                    failed.get_or_insert(fault);
                    Terms::default()
                })
            }
            other => self.terms(field, other).unwrap_or_default(),
        });
        if let Some(fault) = failed {
            return Err(fault);
        }
        Ok(typed.pruned(&|terms| has_stems && !terms.is_empty()).map(|spans| in_field(field, spans)))
    }

    fn terms(&mut self, field: Field, pattern: &Pattern) -> Result<Terms, Fault> {
        // One word by itself and by its stem are not the same.
        let key = (field, if let Pattern::Exact(word) = pattern { format!("\"{word}") } else { pattern.shown() });
        if let Some(terms) = self.terms.get(&key) {
            return Ok(Arc::clone(terms));
        }
        let terms = match pattern {
            Pattern::Stem(stem, _) => self.known(field, vec![stem.clone()])?,
            Pattern::Exact(word) => self.known(field, vec![word.clone()])?,
            Pattern::Prefix(start) => {
                let mut found = BTreeSet::new();
                self.each_segment(field, |terms| {
                    let mut all = terms.range().ge(start.as_bytes()).into_stream()?;
                    while all.advance() && all.key().starts_with(start.as_bytes()) && found.len() <= EXPANDS {
                        found.insert(String::from_utf8_lossy(all.key()).into_owned());
                    }
                    Ok(())
                })?;
                self.expanded(field, pattern, found)?
            }
            Pattern::Fuzzy(like, letters) => {
                let found = self.alike(field, like, *letters)?;
                self.expanded(field, pattern, found.into_keys().collect())?
            }
        };
        self.terms.insert(key, Arc::clone(&terms));
        Ok(terms)
    }

    /// Words of the index that differ by so many letters at most, with the number of units that have them.
    fn alike(&self, field: Field, like: &str, letters: u8) -> Result<BTreeMap<String, u32>, Fault> {
        let query = FuzzyTermQuery::new(Term::from_field_text(field, like), letters, true);
        let mut found: BTreeMap<String, u32> = BTreeMap::new();
        self.each_segment(field, |terms| {
            let mut all = terms.search(query.automaton()?).into_stream()?;
            while let Some((word, info)) = all.next() {
                if word.first() != Some(&(STEM as u8)) && found.len() <= EXPANDS {
                    *found.entry(String::from_utf8_lossy(word).into_owned()).or_default() += info.doc_freq;
                }
            }
            Ok(())
        })?;
        Ok(found)
    }

    fn each_segment(
        &self,
        field: Field,
        mut see: impl FnMut(&tantivy::termdict::TermDictionary) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        for segment in self.searcher.segment_readers() {
            see(segment.inverted_index(field)?.terms())?;
        }
        Ok(())
    }

    fn expanded(&self, field: Field, pattern: &Pattern, words: BTreeSet<String>) -> Result<Terms, Fault> {
        if words.len() > EXPANDS {
            return Err(Fault::TooMany { shown: pattern.shown() });
        }
        self.known(field, words.into_iter().collect())
    }

    /// Those of the words that the field has.
    fn known(&self, field: Field, words: Vec<String>) -> Result<Terms, Fault> {
        let mut terms = Vec::new();
        for word in words {
            let term = Term::from_field_text(field, &word);
            if self.searcher.doc_freq(&term)? > 0 {
                terms.push(term);
            }
        }
        Ok(Arc::new(terms))
    }

    /// Notes the words that stand in neither field.
    fn note_unknown(
        &mut self,
        one: Field,
        other: Field,
        name: Option<Words>,
        spans: &Spans<Pattern>,
    ) -> Result<(), Fault> {
        let mut words: Vec<&Pattern> = Vec::new();
        // Of two ways to print a word the first is the one that was typed.
        fn first<'p>(spans: &'p Spans<Pattern>, words: &mut Vec<&'p Pattern>) {
            match spans {
                Spans::Word(word) => words.push(word),
                Spans::Phrase(parts, _) => parts.iter().for_each(|p| first(p, words)),
                Spans::Either(parts) => parts.iter().take(1).for_each(|p| first(p, words)),
                Spans::Near(a, b, _) => {
                    first(a, words);
                    first(b, words);
                }
            }
        }
        first(spans, &mut words);
        for pattern in words {
            let has = |field| -> Result<bool, Fault> { Ok(!self.known_pattern(field, pattern)?.is_empty()) };
            if !has(one)? && !has(other)? {
                self.unknown.insert((name, pattern.shown()));
            }
        }
        Ok(())
    }

    fn known_pattern(&self, field: Field, pattern: &Pattern) -> Result<Terms, Fault> {
        match pattern {
            Pattern::Stem(stem, _) => self.known(field, vec![stem.clone()]),
            Pattern::Exact(word) => self.known(field, vec![word.clone()]),
            other => Ok(self.terms.get(&(field, other.shown())).cloned().unwrap_or_default()),
        }
    }

    /// The words that tell a text from others: often in it, and seldom elsewhere.
    pub(crate) fn telling(&self, text: &str, stems: &mut Stems) -> Result<Vec<Spans<Pattern>>, Fault> {
        /// More words tell no more.
        const MOST: usize = 24;
        /// A word that is said more often does not tell more.
        const OFTEN: u32 = 3;
        let mut counts: BTreeMap<String, (u32, String)> = BTreeMap::new();
        for word in words(text, 0).into_iter().filter(|w| !w.is_joined && w.text.chars().count() > 2) {
            counts.entry(stems.of(&word.text).to_owned()).or_insert((0, word.text)).0 += 1;
        }
        let all = self.searcher.num_docs() as f64;
        let mut told = Vec::new();
        for (stem, (times, word)) in counts {
            let units = self.searcher.doc_freq(&Term::from_field_text(self.fields.text, &stem))?;
            // What every fourth unit says tells nothing.
            if units > 1 && units as f64 * 4.0 < all {
                let weight = f64::from(times.min(OFTEN)) * (all / units as f64).ln();
                told.push((weight, Spans::Word(Pattern::Stem(stem, word))));
            }
        }
        told.sort_by(|a, b| b.0.total_cmp(&a.0));
        Ok(told.into_iter().take(MOST).map(|(_, word)| word).collect())
    }

    /// The commonest word of a field that differs from this one by a letter or two, or the two that it is made of.
    pub(crate) fn did_you_mean(&self, field: Option<Words>, word: &str) -> Result<Option<String>, Fault> {
        let field = self.fields.of_words(field.unwrap_or(Words::Text));
        let long = word.chars().count();
        if long < 4 || !word.chars().all(char::is_alphabetic) {
            return Ok(None);
        }
        for letters in 1..=if long > 6 { 2 } else { 1 } {
            let alike = self.alike(field, word, letters)?;
            let best = alike.into_iter().filter(|(w, _)| w != word).max_by_key(|(_, n)| *n);
            if let Some((word, _)) = best {
                return Ok(Some(word));
            }
        }
        // `taskforce`, where papers say `task force`.
        let mut best: Option<(u64, String)> = None;
        for (at, _) in word.char_indices().skip(3).filter(|(at, _)| word.len() - at >= 3) {
            let (one, other) = word.split_at(at);
            let freq = |w: &str| self.searcher.doc_freq(&Term::from_field_text(field, w));
            let both = freq(one)?.min(freq(other)?);
            if both > best.as_ref().map_or(0, |b| b.0) {
                best = Some((both, format!("\"{one} {other}\"")));
            }
        }
        Ok(best.map(|b| b.1))
    }
}

/// The number of a day: days since 1970.
pub(crate) fn day_number(day: Date) -> i64 {
    day.unix_seconds().div_euclid(24 * 60 * 60)
}

/// Something that only narrows: it adds nothing to a score.
fn filter(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn none() -> Box<dyn Query> {
    Box::new(EmptyQuery)
}

/// Of one word the engine's own query, as it is the faster one.
fn in_field(field: Field, spans: Spans<Terms>) -> Box<dyn Query> {
    /// Of more terms that a prefix stands for none is told from the others.
    const SCORED: usize = 16;
    let Spans::Word(terms) = &spans else { return Box::new(SpansQuery { field, spans: Arc::new(spans) }) };
    let of_term =
        |term: &Term| -> Box<dyn Query> { Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs)) };
    match terms.as_slice() {
        [term] => of_term(term),
        few if few.len() <= SCORED => {
            Box::new(BooleanQuery::new(few.iter().map(|t| (Occur::Should, of_term(t))).collect()))
        }
        many => Box::new(TermSetQuery::new(many.to_vec())),
    }
}
