//! What a search costs in a large index, beside the engine alone: `cargo bench -p minutebook-index --bench search
//! [-- UNITS]`, by default 100,000; a million is the goal's size.
//!
//! Meetings of invented words, whose frequencies fall as those of minutes do (Zipf and Mandelbrot's law, 1 / (rank +
//! 2.7)^1.05), with six items, two decisions, an action and three passages each. The engine alone holds the same units
//! as one text field each, with its own tokenizer, stemmer and positions, and answers the same questions with its best
//! twenty and their number: no fields, no folding by meeting, no exact forms, no excerpts.

#![allow(clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a measurement is printed, or stops")]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "it keeps a folder, and measures time")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use minutebook_index::{Index, Question};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{LowerCaser, SimpleTokenizer, Stemmer, TextAnalyzer};
use tantivy::{IndexWriter, TantivyDocument, Term};
use types::{Cite, Date, Line, Meeting, Passage, SCHEMA};

/// Units of a meeting.
const UNITS: usize = 12;
/// Words of the vocabulary.
const VOCABULARY: usize = 60_000;
/// Queries of each kind.
const QUERIES: usize = 200;

/// Numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() * n as f64) as usize
    }
}

/// Words as often as minutes use them.
struct Words {
    words: Vec<String>,
    /// Up to each word, the share of all words.
    shares: Vec<f64>,
}

impl Words {
    fn new() -> Self {
        const SYLLABLES: [&str; 20] = [
            "ba", "de", "ki", "lo", "mu", "ra", "se", "ti", "vo", "wen", "dal", "mor", "hun", "pil", "cor", "tas",
            "ing", "ed", "tion", "al",
        ];
        let word = |n: usize| {
            let (mut n, mut word) = (n + 20, String::new());
            while n > 0 {
                word.push_str(SYLLABLES[n % 20]);
                n /= 20;
            }
            word
        };
        let weights: Vec<f64> = (0..VOCABULARY).map(|rank| 1.0 / (rank as f64 + 2.7).powf(1.05)).collect();
        let all: f64 = weights.iter().sum();
        let mut up_to = 0.0;
        let shares = weights
            .iter()
            .map(|w| {
                up_to += w / all;
                up_to
            })
            .collect();
        Self { words: (0..VOCABULARY).map(word).collect(), shares }
    }

    fn one(&self, numbers: &mut Numbers) -> &str {
        let share = numbers.next();
        let n = self.shares.partition_point(|s| *s < share).min(VOCABULARY - 1);
        &self.words[n]
    }

    fn text(&self, numbers: &mut Numbers, words: usize) -> String {
        let all: Vec<&str> = (0..words).map(|_| self.one(numbers)).collect();
        all.join(" ") + "."
    }
}

fn template() -> Meeting {
    let none = Cite::default();
    let json = serde_json::json!({
        "schema": SCHEMA, "id": "",
        "source": {"file": "a.pdf", "url": null, "sha256": "", "media_type": "application/pdf", "bytes": 1, "pages": 3,
            "language": "en", "text": "native", "quality": 1.0, "unread_pages": []},
        "document": {"kind": "minutes", "status": "unknown", "title": null, "contains": [], "cite": none},
        "organization": {"name": null, "classification": "other", "parent": null, "cite": none, "parent_cite": none},
        "meeting": {"name": null, "meeting_state": "held", "date": null, "start_time": null, "end_time": null,
            "location": null, "chair": null, "cite": {"date": none, "start_time": none, "end_time": none,
            "location": none, "chair": none}},
        "participants": [], "participants_complete": false,
        "agenda_items": (1..=6).map(|n| serde_json::json!({
            "order": n, "number": n.to_string(), "agenda_ref": null, "title": "", "parent_number": null, "lead": [],
            "purpose": null, "public": true, "pages": null,
            "paragraphs": [{"number": null, "text": "", "cite": none}], "cite": none,
        })).collect::<Vec<_>>(),
        "decisions": (1..=2).map(|n| serde_json::json!({
            "id": format!("D{n}"), "item_number": n.to_string(), "type": "agreed", "tier": "formal",
            "outcome": "carried", "mover": null, "seconder": null, "text": "", "parts": [], "gives_rise_to": [],
            "cite": none,
        })).collect::<Vec<_>>(),
        "votes": [],
        "actions": [{"id": "A1", "item_number": "3", "owner": [], "owner_resolved": [], "due": null, "due_text": null,
            "status": "open", "tier": "marked", "text": "", "cite": none}],
        "declarations_of_interest": {"state": "not_recorded", "items": [], "cite": none},
        "exempt_session": {"state": "not_recorded", "statute": null, "paragraphs": [], "items": [], "cite": none},
        "previous_minutes": [], "next_meetings": [], "acronyms": [], "speaker_initials": {}, "warnings": [],
    });
    serde_json::from_value(json).expect("a record")
}

fn paper(n: usize, template: &Meeting, words: &Words, numbers: &mut Numbers) -> (Meeting, Vec<Passage>) {
    let mut meeting = template.clone();
    meeting.id = format!("{n:08}/1");
    meeting.organization.name = Some(format!("{} board", words.words[n % 400]));
    let day = Date::new(2000, 1, 1).and_then(|d| d.plus((n % 9_000) as i64));
    meeting.meeting.date = day;
    for item in &mut meeting.agenda_items {
        item.title = Some(words.text(numbers, 4));
        item.paragraphs[0].text = words.text(numbers, 60);
    }
    meeting.decisions.iter_mut().for_each(|d| d.text = format!("RESOLVED that {}", words.text(numbers, 20)));
    meeting.actions.iter_mut().for_each(|a| a.text = words.text(numbers, 15));
    let passage = |page| {
        let text = words.text(numbers, 170);
        let lines = vec![Line { from: 0, to: text.len(), page, at: 0, bbox: None }];
        Passage { text, lines }
    };
    (meeting, (1..=3).map(passage).collect())
}

fn folder(name: &str) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("minutebook-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&dir);
    dir
}

fn size(dir: &Path) -> u64 {
    fs::read_dir(dir).map_or(0, |entries| entries.flatten().filter_map(|e| e.metadata().ok()).map(|m| m.len()).sum())
}

/// The time that half of the runs take at most, and that 99 of 100 do.
fn percentiles(mut times: Vec<Duration>) -> (f64, f64) {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    (at(0.5), at(0.99))
}

fn main() {
    let units: usize = std::env::args().find_map(|a| a.parse().ok()).unwrap_or(100_000);
    let (words, template) = (Words::new(), template());
    let (ours, plain) = (folder("search"), folder("engine"));
    let papers = units.div_ceil(UNITS);

    let mut index = Index::open(&ours).expect("an index");
    let mut update = index.update().expect("a writer");
    let (mut numbers, mut spent, mut bytes) = (Numbers(1), Duration::ZERO, 0);
    for n in 0..papers {
        let (meeting, passages) = paper(n, &template, &words, &mut numbers);
        bytes += passages.iter().map(|p| p.text.len()).sum::<usize>();
        bytes += meeting.agenda_items.iter().map(|i| i.paragraphs[0].text.len()).sum::<usize>();
        let begun = Instant::now();
        let id = meeting.id.clone();
        update.replace(&format!("{n:08}"), false, &[(meeting, id)], &passages).expect("a paper");
        if update.is_due() {
            update.commit(1).expect("a commit");
        }
        spent += begun.elapsed();
    }
    let begun = Instant::now();
    update.commit(1).expect("a commit");
    update.finish().expect("an end");
    spent += begun.elapsed();
    let (built, held) = (spent.as_secs_f64(), index.len());

    let mut schema = Schema::builder();
    let indexing =
        TextFieldIndexing::default().set_tokenizer("stems").set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing) | STORED);
    fs::create_dir_all(&plain).expect("a folder");
    let engine = tantivy::Index::create_in_dir(&plain, schema.build()).expect("an index");
    let stems = || {
        let english = Stemmer::new(tantivy::tokenizer::Language::English);
        TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser).filter(english).build()
    };
    engine.tokenizers().register("stems", stems());
    let mut writer: IndexWriter = engine.writer_with_num_threads(1, 64 << 20).expect("a writer");
    let (mut numbers, mut spent, mut count) = (Numbers(1), Duration::ZERO, 0);
    for n in 0..papers {
        let (meeting, passages) = paper(n, &template, &words, &mut numbers);
        let items = meeting
            .agenda_items
            .iter()
            .map(|i| format!("{} {}", i.title.as_deref().unwrap_or_default(), i.paragraphs[0].text));
        let others =
            meeting.decisions.iter().map(|d| d.text.clone()).chain(meeting.actions.iter().map(|a| a.text.clone()));
        let all: Vec<String> = items.chain(others).chain(passages.into_iter().map(|p| p.text)).collect();
        let begun = Instant::now();
        for unit in all {
            let mut document = TantivyDocument::default();
            document.add_text(text, unit);
            writer.add_document(document).expect("a unit");
        }
        count += 1;
        if count % 2_000 == 0 {
            writer.commit().expect("a commit");
        }
        spent += begun.elapsed();
    }
    let begun = Instant::now();
    writer.commit().expect("a commit");
    writer.wait_merging_threads().expect("an end");
    spent += begun.elapsed();
    println!(
        "{held} units of {papers} meetings, {:.0} MB of text\n\
         built     ours {built:>7.1} s, {:>6.0} units/s, {:>5.0} MB     \
         engine alone {:>7.1} s, {:>6.0} units/s, {:>5.0} MB",
        bytes as f64 / 1e6,
        held as f64 / built,
        size(&ours) as f64 / 1e6,
        spent.as_secs_f64(),
        (papers * UNITS) as f64 / spent.as_secs_f64(),
        size(&plain) as f64 / 1e6
    );

    let searcher = engine.reader().expect("a reader").searcher();
    let stem = |word: &str| {
        let mut found = String::new();
        stems().token_stream(word).process(&mut |token| found.clone_from(&token.text));
        Term::from_field_text(text, &found)
    };
    let term = |word: &str| -> Box<dyn Query> { Box::new(TermQuery::new(stem(word), IndexRecordOption::WithFreqs)) };
    type Make<'m> = Box<dyn Fn(&[&str]) -> (String, Option<Box<dyn Query>>) + 'm>;
    let kinds: [(&str, bool, Make<'_>); 7] = [
        ("one word", false, Box::new(|w: &[&str]| (w[0].to_owned(), Some(term(w[0]))))),
        (
            "two words",
            false,
            Box::new(|w: &[&str]| {
                let both = vec![(Occur::Must, term(w[0])), (Occur::Must, term(w[1]))];
                (format!("{} {}", w[0], w[1]), Some(Box::new(BooleanQuery::new(both)) as Box<dyn Query>))
            }),
        ),
        (
            "phrase",
            false,
            Box::new(|w: &[&str]| {
                let phrase = PhraseQuery::new(vec![stem(w[0]), stem(w[1])]);
                (format!("\"{} {}\"", w[0], w[1]), Some(Box::new(phrase) as Box<dyn Query>))
            }),
        ),
        ("near", false, Box::new(|w: &[&str]| (format!("{} NEAR/5 {}", w[0], w[1]), None))),
        ("prefix", false, Box::new(|w: &[&str]| (format!("{}*", &w[0][..w[0].len().min(5)]), None))),
        ("filters", false, Box::new(|w: &[&str]| (format!("{} kind:decision date:2010/11 -{}", w[0], w[1]), None))),
        ("one word, facets", true, Box::new(|w: &[&str]| (w[0].to_owned(), None))),
    ];
    println!("{:<18} {:>9} {:>9} {:>9} {:>9} {:>7}", "ms", "p50", "p99", "alone p50", "p99", "ratio");
    for (name, facets, make) in &kinds {
        let mut numbers = Numbers(7);
        let (mut our_times, mut plain_times, mut found) = (Vec::new(), Vec::new(), 0);
        for n in 0..QUERIES + 20 {
            // Words as researchers type them: none of the fifty commonest, which are the `the` and `of` of this text.
            let mut word = || &words.words[50 + numbers.below(if n % 2 == 0 { 1_000 } else { 20_000 })];
            let typed = [word().as_str(), word().as_str()];
            let (query, alone) = make(&typed);
            let question = Question {
                query,
                limit: std::env::var("LIM").ok().and_then(|l| l.parse().ok()).unwrap_or(20),
                facets: *facets,
                ..Question::default()
            };
            let begun = Instant::now();
            match index.search(&question) {
                Ok(answer) => found += usize::from(answer.units > 0),
                // A prefix may stand for too many words.
                Err(minutebook_index::Error::Query(_)) => {}
                Err(e) => panic!("{e}"),
            }
            let ours = begun.elapsed();
            let begun = Instant::now();
            if let Some(query) = &alone {
                let top = TopDocs::with_limit(20).order_by_score();
                searcher.search(query.as_ref(), &(Count, top)).expect("an answer");
            }
            let plain = begun.elapsed();
            // The first ones bring the files into memory.
            if n >= 20 {
                our_times.push(ours);
                plain_times.extend(alone.as_ref().map(|_| plain));
            }
        }
        let (p50, p99) = percentiles(our_times);
        let beside = if plain_times.is_empty() {
            String::new()
        } else {
            let (a, b) = percentiles(plain_times);
            format!("{a:>9.2} {b:>9.2} {:>7.1}", p50 / a)
        };
        println!("{name:<18} {p50:>9.2} {p99:>9.2} {beside}   ({found} of {} found something)", QUERIES + 20);
    }
    let _ = fs::remove_dir_all(&ours);
    let _ = fs::remove_dir_all(&plain);
}
