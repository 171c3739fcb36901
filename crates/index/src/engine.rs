//! [`Spans`] as a query of the engine: documents in which words stand as they are to.

use std::sync::Arc;

use tantivy::index::SegmentReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, TERMINATED, Term};

use crate::spans::{Span, Spans};

/// A word as the index has it: all terms that fit.
pub(crate) type Terms = Arc<Vec<Term>>;

/// Words, phrases and words near each other in one field.
#[derive(Clone, Debug)]
pub(crate) struct SpansQuery {
    pub(crate) field: Field,
    pub(crate) spans: Arc<Spans<Terms>>,
}

struct SpansWeight {
    query: SpansQuery,
    /// Nothing where no scores are wanted.
    score: Option<Bm25Weight>,
}

impl Query for SpansQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let score = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => {
                // A word that fits many terms counts as its first one: the word as typed.
                let mut terms: Vec<Term> = Vec::new();
                self.spans.words(&mut |word| terms.extend(word.first().cloned()));
                match terms.is_empty() {
                    true => None,
                    false => Some(Bm25Weight::for_terms(statistics_provider, &terms)?),
                }
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(SpansWeight { query: self.clone(), score }))
    }
}

impl Weight for SpansWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let index = reader.inverted_index(self.query.field)?;
        let mut failed = None;
        let mut postings = |terms: &Terms| -> Word {
            let mut lists = Vec::new();
            for term in terms.iter() {
                match index.read_postings(term, IndexRecordOption::WithFreqsAndPositions) {
                    Ok(list) => lists.extend(list),
                    Err(error) => failed = Some(error),
                }
            }
            Word { lists }
        };
        let spans = self.query.spans.map(&mut postings);
        if let Some(error) = failed {
            return Err(error.into());
        }
        let norms = match &self.score {
            Some(_) => reader.fieldnorms_readers().get_field(self.query.field)?,
            None => None,
        };
        let score = self.score.as_ref().map(|s| s.boost_by(boost));
        let mut scorer = SpansScorer { doc: 0, spans, found: Vec::new(), score, norms, boost };
        if scorer.settle(0) == TERMINATED {
            return Ok(Box::new(EmptyScorer));
        }
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(tantivy::TantivyError::InvalidArgument(format!("document {doc} does not match")));
        }
        Ok(Explanation::new("words in their order", scorer.score()))
    }
}

/// The lists of documents of a word.
struct Word {
    lists: Vec<SegmentPostings>,
}

impl Word {
    /// The first document at or after this one.
    fn seek(&mut self, target: DocId) -> DocId {
        let next = |list: &mut SegmentPostings| if list.doc() < target { list.seek(target) } else { list.doc() };
        self.lists.iter_mut().map(next).min().unwrap_or(TERMINATED)
    }

    /// Its positions in a document that it was brought to.
    fn positions(&mut self, doc: DocId, out: &mut Vec<u32>) {
        let mut several = false;
        for list in self.lists.iter_mut().filter(|list| list.doc() == doc) {
            several |= !out.is_empty();
            list.append_positions_with_offset(0, out);
        }
        if several {
            out.sort_unstable();
        }
        // Both readings of a hyphened word may stand at one position.
        out.dedup();
    }
}

/// The first document at or after this one that has all words that are needed.
fn seek(spans: &mut Spans<Word>, target: DocId) -> DocId {
    fn both(parts: &mut [&mut Spans<Word>], target: DocId) -> DocId {
        let mut doc = target;
        'again: loop {
            for part in parts.iter_mut() {
                let at = seek(part, doc);
                if at == TERMINATED {
                    return TERMINATED;
                }
                if at > doc {
                    doc = at;
                    continue 'again;
                }
            }
            return doc;
        }
    }
    match spans {
        Spans::Word(word) => word.seek(target),
        Spans::Either(parts) => parts.iter_mut().map(|p| seek(p, target)).min().unwrap_or(TERMINATED),
        Spans::Phrase(parts, _) => both(&mut parts.iter_mut().collect::<Vec<_>>(), target),
        Spans::Near(a, b, _) => both(&mut [a, b], target),
    }
}

/// As [`Spans::find`], with lists that move.
fn find(spans: &mut Spans<Word>, doc: DocId) -> Vec<Span> {
    // Positions are read before they are compared, as reading moves the lists.
    fn read(spans: &mut Spans<Word>, doc: DocId) -> Spans<Vec<u32>> {
        match spans {
            Spans::Word(word) => {
                let mut positions = Vec::new();
                word.positions(doc, &mut positions);
                Spans::Word(positions)
            }
            Spans::Phrase(parts, slop) => Spans::Phrase(parts.iter_mut().map(|p| read(p, doc)).collect(), *slop),
            Spans::Either(parts) => Spans::Either(parts.iter_mut().map(|p| read(p, doc)).collect()),
            Spans::Near(a, b, between) => Spans::Near(Box::new(read(a, doc)), Box::new(read(b, doc)), *between),
        }
    }
    read(spans, doc).find(&mut |positions, out| out.extend(positions))
}

struct SpansScorer {
    doc: DocId,
    spans: Spans<Word>,
    found: Vec<Span>,
    score: Option<Bm25Weight>,
    norms: Option<tantivy::fieldnorm::FieldNormReader>,
    boost: Score,
}

impl SpansScorer {
    /// Goes to the first document at or after this one in which the words stand as they are to.
    fn settle(&mut self, mut target: DocId) -> DocId {
        loop {
            self.doc = seek(&mut self.spans, target);
            if self.doc == TERMINATED {
                return TERMINATED;
            }
            self.found = find(&mut self.spans, self.doc);
            if !self.found.is_empty() {
                return self.doc;
            }
            target = self.doc + 1;
        }
    }
}

impl DocSet for SpansScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.settle(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target { self.doc } else { self.settle(target) }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        fn hint(spans: &Spans<Word>) -> u32 {
            match spans {
                Spans::Word(word) => word.lists.iter().map(DocSet::size_hint).fold(0, u32::saturating_add),
                Spans::Either(parts) => parts.iter().map(hint).fold(0, u32::saturating_add),
                Spans::Phrase(parts, _) => parts.iter().map(hint).min().unwrap_or(0) / 4,
                Spans::Near(a, b, _) => hint(a).min(hint(b)) / 4,
            }
        }
        hint(&self.spans)
    }
}

impl Scorer for SpansScorer {
    fn score(&mut self) -> Score {
        let norm = self.norms.as_ref().map_or(1, |norms| norms.fieldnorm_id(self.doc));
        let times = u32::try_from(self.found.len()).unwrap_or(u32::MAX);
        self.score.as_ref().map_or(self.boost, |score| score.score(norm, times))
    }
}
