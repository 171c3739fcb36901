//! Answers a question.

use std::collections::HashSet;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use tantivy::Searcher;
use tantivy::query::{BooleanQuery, Occur, Query};
use types::Date;

use crate::acronyms::{self, Expanded};
use crate::ask::{self, Ask};
use crate::collect::{FACETS, Facets, Group, Matches, Meetings, OF_PAPERS, facets, groups};
use crate::error::{Error, engine_error};
use crate::fields::Fields;
use crate::fields_of_queries::{Term, Words};
use crate::hits::{Hit, Reader, SHOWN};
use crate::mark;
use crate::pieces::Mistake;
use crate::plan::{Fault, Planner};
use crate::units::Kind;
use crate::words::Stems;

/// The order of the hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best first.
    #[default]
    Relevance,
    /// The newest first; papers without a date come last.
    Newest,
    /// The oldest first; papers without a date come last.
    Oldest,
}

/// A question.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// In the query language; may be empty, if there is a filter.
    pub query: String,
    /// Instead of a query a text: what is found has some of the words that tell it from others.
    pub like: Option<String>,
    /// Words that the name of the body, or of its council, must have.
    pub body: Option<String>,
    /// Only this kind.
    pub kind: Option<Kind>,
    /// Meetings of this day or later.
    pub from: Option<Date>,
    /// Meetings of this day or earlier.
    pub to: Option<Date>,
    /// Also papers whose files are not there any more.
    pub gone: bool,
    /// Short forms are searched by their words only.
    pub no_expansion: bool,
    /// Papers of one meeting are hits of their own.
    pub each_paper: bool,
    /// Everything that matches in a meeting, not only what says most.
    pub every_unit: bool,
    /// The order.
    pub sort: Sort,
    /// How many hits at most.
    pub limit: usize,
    /// How many hits to leave out first.
    pub offset: usize,
    /// Whether to count by body, year and so on.
    pub facets: bool,
}

/// What a question found.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// Meetings that match.
    pub meetings: usize,
    /// Units that match.
    pub units: usize,
    /// Meetings that were searched: those that the filters by body, day, council and paper leave.
    pub searched: usize,
    /// Meetings that match but for the day, which their papers do not say.
    pub undated: usize,
    /// How the query was read, where that may surprise, and what of it was not used.
    pub notes: Vec<String>,
    /// Words that no paper has, each with one that is there.
    pub did_you_mean: Vec<(String, Option<String>)>,
    /// Short forms, and what they were searched as too.
    pub expanded: Vec<Expanded>,
    /// Counts of what matches, if they were asked for.
    pub facets: Option<Facets>,
    /// Counts of what was searched; only by body, council, year and kind of document, as the rest is no matter of a
    /// paper.
    pub searched_facets: Option<Facets>,
    /// The hits.
    pub hits: Vec<Hit>,
}

/// How many meetings there are in all, kept for one state of the index.
pub(crate) struct Kept {
    generation: u64,
    meetings: usize,
    facets: Option<Facets>,
}

/// Answers questions from one state of the index.
pub(crate) struct Asker<'i> {
    pub(crate) kept: &'i Mutex<Option<Kept>>,
    pub(crate) dir: &'i Path,
    pub(crate) searcher: &'i Searcher,
    pub(crate) fields: Fields,
}

impl Asker<'_> {
    /// As [`crate::Index::search`].
    pub(crate) fn answer(&self, question: &Question, stems: &mut Stems) -> Result<Answer, Error> {
        let searcher = self.searcher;
        let fault = |fault| fault_error(self.dir, fault);
        let (mut ask, filters, notes) = understand(question, stems)?;
        let mut planner = Planner::new(searcher, self.fields);
        if let Some(text) = &question.like {
            ask = Ask::Like(planner.telling(text, stems).map_err(fault)?);
        }
        let expanded = match question.no_expansion {
            true => Vec::new(),
            false => acronyms::expand(&mut ask, searcher, self.fields, stems).map_err(|e| engine_error(self.dir, e))?,
        };
        let all = match filters.is_empty() {
            true => ask,
            false => Ask::All([vec![ask], filters].concat()),
        };
        let query = self.narrowed(&mut planner, &all, question.gone).map_err(fault)?;
        let collector = Matches { group: if question.each_paper { "record" } else { "meeting" } };
        let search = |query: &dyn Query| searcher.search(query, &collector).map_err(|e| engine_error(self.dir, e));
        let mut matches = search(query.as_ref())?;
        let mut did_you_mean = Vec::new();
        for (field, word) in planner.unknown.clone() {
            let meant = planner.did_you_mean(field, &word).map_err(fault)?;
            did_you_mean.push((word, meant));
        }
        let engine = |e| engine_error(self.dir, e);
        let mut undated = 0;
        if all.days() == Some(false) && planner.any(self.fields.undated).map_err(fault)? {
            planner.undated = true;
            let query = self.narrowed(&mut planner, &all, question.gone).map_err(fault)?;
            planner.undated = false;
            let flag = planner.flag(self.fields.undated, true);
            let both = BooleanQuery::new(vec![(Occur::Must, query), (Occur::Must, flag)]);
            let found: HashSet<u64> = matches.iter().map(|m| m.group).collect();
            let others = groups(&search(&both)?);
            undated = others.iter().filter(|group| !found.contains(&group.key)).count();
        }
        let (searched, searched_facets) = self.searched(&mut planner, &all, question, &collector)?;
        let mut counted = None;
        if question.facets {
            counted = Some(facets(searcher, &mut matches, &FACETS).map_err(engine)?);
        }
        let mut found = groups(&matches);
        self.order(&mut found, question.sort, question.offset.saturating_add(question.limit))
            .map_err(|e| engine_error(self.dir, e))?;
        let meetings = found.len();
        let page: Vec<Group> = found.into_iter().skip(question.offset).take(question.limit).collect();
        let shown = if question.every_unit { usize::MAX } else { SHOWN };
        let reader = Reader { searcher, stored: self.fields.stored, parts: &mark::shown(&all), shown };
        let hits = reader.hits(&page, &matches, stems);
        Ok(Answer {
            meetings,
            units: matches.len(),
            searched,
            undated,
            notes,
            did_you_mean,
            expanded,
            facets: counted,
            searched_facets,
            hits: hits.map_err(|e| engine_error(self.dir, e))?,
        })
    }

    /// The query with what is left out unless it is asked for.
    fn narrowed(&self, planner: &mut Planner<'_>, ask: &Ask, gone: bool) -> Result<Box<dyn Query>, Fault> {
        let mut clauses = vec![(Occur::Must, planner.query(ask)?)];
        if !gone {
            clauses.extend(planner.without(self.fields.gone)?);
        }
        // On record is what the reader was sure of.
        let for_record = [Term::Kind, Term::Type, Term::Outcome].iter().any(|term| ask.mentions(*term));
        if for_record && !ask.mentions(Term::Possible) {
            clauses.extend(planner.without(self.fields.possible)?);
        }
        Ok(match clauses.len() {
            1 => clauses.remove(0).1,
            _ => Box::new(BooleanQuery::new(clauses)),
        })
    }

    /// How many meetings the filters leave, and those counted. Where no filter leaves anything out they are counted
    /// once.
    fn searched(
        &self,
        planner: &mut Planner<'_>,
        ask: &Ask,
        question: &Question,
        collector: &Matches,
    ) -> Result<(usize, Option<Facets>), Error> {
        let filters = ask.of_papers();
        let is_all = filters.is_empty() && !question.gone && !question.each_paper;
        let generation = self.searcher.generation().generation_id();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.as_ref().filter(|k| is_all && k.generation == generation)
            && (known.facets.is_some() || !question.facets)
        {
            return Ok((known.meetings, known.facets.clone().filter(|_| question.facets)));
        }
        let engine = |e| engine_error(self.dir, e);
        let papers = self.of_papers(planner, filters, question.gone).map_err(|fault| fault_error(self.dir, fault))?;
        let meetings = self.searcher.search(papers.as_ref(), &Meetings { group: collector.group }).map_err(engine)?;
        let counted = match question.facets {
            true => {
                let mut units = self.searcher.search(papers.as_ref(), collector).map_err(engine)?;
                Some(facets(self.searcher, &mut units, &OF_PAPERS).map_err(engine)?)
            }
            false => None,
        };
        if is_all {
            *kept = Some(Kept { generation, meetings, facets: counted.clone() });
        }
        Ok((meetings, counted))
    }

    /// A unit of each paper that the filters leave, whatever it says.
    fn of_papers(&self, planner: &mut Planner<'_>, filters: Vec<Ask>, gone: bool) -> Result<Box<dyn Query>, Fault> {
        let mut clauses = vec![(Occur::Must, planner.flag(self.fields.first, true))];
        for filter in filters {
            clauses.push((Occur::Must, planner.query(&filter)?));
        }
        if !gone {
            clauses.extend(planner.without(self.fields.gone)?);
        }
        Ok(match clauses.len() {
            1 => clauses.remove(0).1,
            _ => Box::new(BooleanQuery::new(clauses)),
        })
    }

    /// Puts the meetings in order, as many as are wanted at least.
    fn order(&self, groups: &mut [Group], sort: Sort, wanted: usize) -> tantivy::Result<()> {
        let by_score = |a: &Group, b: &Group| b.best.score.total_cmp(&a.best.score).then(a.key.cmp(&b.key));
        if sort == Sort::Relevance {
            if wanted < groups.len() {
                groups.select_nth_unstable_by(wanted, by_score);
            }
            let first = wanted.min(groups.len());
            groups[..first].sort_unstable_by(by_score);
            return Ok(());
        }
        let mut days = Vec::new();
        for segment in self.searcher.segment_readers() {
            days.push(segment.fast_fields().i64("day")?);
        }
        let day = |group: &Group| {
            let address = group.best.address;
            days.get(address.segment_ord as usize).and_then(|c| c.first(address.doc_id))
        };
        groups.sort_by_cached_key(|group| {
            let day = day(group);
            let order = day.map_or(0, |d| if sort == Sort::Newest { -d } else { d });
            (day.is_none(), order, group.key)
        });
        Ok(())
    }
}

fn fault_error(dir: &Path, fault: Fault) -> Error {
    match fault {
        Fault::TooMany { .. } => Error::Query(Mistake { at: 0, message: fault.to_string() }),
        Fault::Engine(e) => engine_error(dir, e),
    }
}

/// What was asked, what narrows it, and how it was read.
fn understand(question: &Question, stems: &mut Stems) -> Result<(Ask, Vec<Ask>, Vec<String>), Error> {
    let mut filters = Vec::new();
    if let Some(body) = &question.body {
        filters.extend(ask::names(Words::Body, body, stems));
    }
    filters.extend(question.kind.map(|kind| Ask::Term(Term::Kind, kind.as_str().to_owned())));
    if question.from.is_some() || question.to.is_some() {
        filters.push(Ask::Days(question.from, question.to));
    }
    if question.query.trim().is_empty() && (!filters.is_empty() || question.like.is_some()) {
        return Ok((Ask::All(Vec::new()), filters, Vec::new()));
    }
    let asked = ask::read(&question.query, stems).map_err(Error::Query)?;
    Ok((asked.ask, filters, asked.notes))
}

impl Ask {
    /// Whether it asks for days, and if, whether it asks to leave some out.
    fn days(&self) -> Option<bool> {
        match self {
            Self::Days(..) => Some(false),
            Self::All(parts) | Self::Any(parts) => parts.iter().filter_map(Self::days).max(),
            Self::Not(what) => what.days().map(|_| true),
            Self::Text(_) | Self::Field(..) | Self::Term(..) | Self::Like(_) => None,
        }
    }

    /// Whether it asks for this field; to leave something out is not to ask for it.
    fn mentions(&self, term: Term) -> bool {
        match self {
            Self::Term(of, _) => *of == term,
            Self::All(parts) | Self::Any(parts) => parts.iter().any(|p| p.mentions(term)),
            Self::Text(_) | Self::Field(..) | Self::Days(..) | Self::Like(_) | Self::Not(_) => false,
        }
    }

    /// Whether it is about the paper as a whole, and not about what stands in it.
    fn is_of_paper(&self) -> bool {
        match self {
            Self::Days(..) => true,
            Self::Term(term, _) => matches!(term, Term::Document | Term::Status),
            Self::Field(field, _) => matches!(field, Words::Body | Words::Council | Words::File),
            Self::All(parts) | Self::Any(parts) => parts.iter().all(Self::is_of_paper),
            Self::Not(what) => what.is_of_paper(),
            Self::Text(_) | Self::Like(_) => false,
        }
    }

    /// The parts that must hold and are about papers.
    fn of_papers(&self) -> Vec<Self> {
        match self {
            Self::All(parts) => parts.iter().flat_map(Self::of_papers).collect(),
            other if other.is_of_paper() => vec![other.clone()],
            _ => Vec::new(),
        }
    }
}
