use std::collections::{BTreeMap, BTreeSet};

use types::{Cite, Date, Line, Place, SCHEMA};

use super::*;
use crate::ask::Ask;
use crate::fields_of_queries::Words;
use crate::spans::{Pattern, Spans};
use crate::units::{Unit, units};
use crate::words::{Stems, Word};

fn cite(page: u32, quote: &str) -> Cite {
    Cite(vec![Place { page, span: (0, quote.chars().count()), bbox: None, quote: quote.into() }])
}

/// A record of items with a title and a paragraph each, item `n` on page `n`; what begins with `RESOLVED` is a
/// decision, moved by Cllr Jackson, and what begins with `ACTION` one of an action of the probation service.
fn meeting(id: &str, body: &str, date: &str, paragraphs: &[&str]) -> Meeting {
    let items: Vec<_> = paragraphs
        .iter()
        .enumerate()
        .map(|(n, text)| {
            serde_json::json!({
                "order": n + 1, "number": (n + 1).to_string(), "agenda_ref": null, "title": "Business",
                "parent_number": null, "lead": [], "purpose": null, "public": true, "pages": null,
                "paragraphs": [{"number": null, "text": text, "cite": cite(n as u32 + 1, text)}],
                "cite": cite(1, "Business"),
            })
        })
        .collect();
    let starting = |word: &'static str| paragraphs.iter().enumerate().filter(move |(_, p)| p.starts_with(word));
    let decisions: Vec<_> = starting("RESOLVED")
        .map(|(n, text)| {
            serde_json::json!({
                "id": "D1", "item_number": (n + 1).to_string(), "type": "agreed", "tier": "formal",
                "outcome": "carried", "mover": "Ann Jackson", "seconder": null, "text": text, "parts": [],
                "gives_rise_to": [], "cite": cite(n as u32 + 1, text),
            })
        })
        .collect();
    let actions: Vec<_> = starting("ACTION")
        .map(|(n, text)| {
            serde_json::json!({
                "id": "A1", "item_number": (n + 1).to_string(), "owner": ["BL"], "owner_resolved": ["Bo Lind"],
                "due": null, "due_text": null, "status": "open", "tier": "marked", "text": text,
                "cite": cite(n as u32 + 1, text),
            })
        })
        .collect();
    let person = serde_json::json!({
        "name": "Bo Lind", "name_text": "Bo Lind", "honorific_prefix": null, "honorific_suffix": null, "initials": "BL",
        "role": "member", "post": null, "organization": "Probation Service", "attendance": "present",
        "represents": null, "represented_by": null, "arrived": null, "left": null, "cite": cite(9, "Bo Lind"),
    });
    let nothing = Cite::default();
    let date = Some(date).filter(|d| !d.is_empty());
    let json = serde_json::json!({
        "schema": SCHEMA, "id": id,
        "source": {"file": "a.pdf", "url": null, "sha256": "", "media_type": "application/pdf", "bytes": 1, "pages": 1,
            "language": "en", "text": "native", "quality": 1.0, "unread_pages": []},
        "document": {"kind": "minutes", "status": "unknown", "title": null, "contains": [], "cite": nothing},
        "organization": {"name": body, "classification": "other", "parent": null, "cite": nothing, "parent_cite": nothing},
        "meeting": {"name": null, "meeting_state": "held", "date": date, "start_time": null, "end_time": null,
            "location": null, "chair": null, "cite": {"date": nothing, "start_time": nothing, "end_time": nothing,
            "location": nothing, "chair": nothing}},
        "participants": [person], "participants_complete": false, "agenda_items": items, "decisions": decisions,
        "votes": [], "actions": actions,
        "declarations_of_interest": {"state": "not_recorded", "items": [], "cite": nothing},
        "exempt_session": {"state": "not_recorded", "statute": null, "paragraphs": [], "items": [], "cite": nothing},
        "previous_minutes": [], "next_meetings": [],
        "acronyms": [{"abbreviation": "DA", "expansion": "domestic abuse", "cite": nothing}],
        "speaker_initials": {}, "warnings": [],
    });
    serde_json::from_value(json).unwrap_or_else(|e| panic!("{e}"))
}

fn passage(page: u32, text: &str) -> Passage {
    Passage { text: text.into(), lines: vec![Line { from: 0, to: text.len(), page, at: 0, bbox: None }] }
}

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("minutebook-index-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        Self(dir)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A paper: its work, its records with their meetings, its text.
type Paper = (&'static str, Vec<(Meeting, String)>, Vec<Passage>);

fn filled_with(folder: &Folder, papers: &[Paper]) -> Index {
    let mut index = Index::open(&folder.0).unwrap_or_else(|e| panic!("{e}"));
    let mut update = index.update().unwrap_or_else(|e| panic!("{e}"));
    for (n, (work, meetings, passages)) in papers.iter().enumerate() {
        update.replace(work, false, meetings, passages).unwrap_or_else(|e| panic!("{e}"));
        // Several segments, as imports leave them.
        if n % 7 == 6 {
            update.commit(7).unwrap_or_else(|e| panic!("{e}"));
        }
    }
    update.commit(7).unwrap_or_else(|e| panic!("{e}"));
    update.finish().unwrap_or_else(|e| panic!("{e}"));
    index
}

fn papers() -> Vec<Paper> {
    let own = |m: Meeting| (m.clone(), m.id);
    let north = [
        "RESOLVED that the domestic abuse strategy be agreed.",
        "Abuse of domestic staff; the caf\u{e9} in O\u{2019}Brien Street.",
        "ACTION BL to write to the anti-social behaviour team about PSPOs.",
    ];
    let page = "Present: Bo Lind (Probation Service). The CSPboard met at the town hall and thanked everybody";
    vec![
        (
            "w1",
            vec![own(meeting("w1/1", "Northmere Safety Board", "2024-05-14", &north))],
            vec![passage(9, page), passage(10, "who had come to Zetland Road.")],
        ),
        (
            "w2",
            vec![own(meeting("w2/1", "Southmere Panel", "2023-01-10", &["The domestic abuse service was funded."]))],
            vec![],
        ),
        // The same meeting as the first, by another paper.
        (
            "w3",
            vec![(
                meeting(
                    "w3/1",
                    "Northmere Safety Board",
                    "2024-05-14",
                    &["It was long talked of: domestic abuse and what could be done."],
                ),
                "w1/1".into(),
            )],
            vec![],
        ),
        ("w4", vec![own(meeting("w4/1", "Westmere Panel", "", &["Domestic abuse rose."]))], vec![]),
    ]
}

fn question(query: &str) -> Question {
    Question { query: query.into(), limit: 10, ..Question::default() }
}

fn answer(index: &Index, query: &str) -> Answer {
    index.search(&question(query)).unwrap_or_else(|e| panic!("`{query}`: {e}"))
}

fn ids(index: &Index, query: &str) -> Vec<String> {
    let mut ids: Vec<String> = answer(index, query).hits.into_iter().map(|h| h.id).collect();
    ids.sort();
    ids
}

#[test]
fn one_meeting_is_one_hit_and_its_other_papers_are_named() {
    let folder = Folder::new("fold");
    let index = filled_with(&folder, &papers());
    let found = answer(&index, "\"domestic abuse\"");
    assert_eq!((found.meetings, found.searched), (3, 3));
    let north = found.hits.iter().find(|h| h.id == "w1/1").unwrap_or_else(|| panic!("{found:?}"));
    assert_eq!(north.also.iter().map(|a| a.id.as_str()).collect::<Vec<_>>(), ["w3/1"]);
    // The decision says it, and the item and the page only repeat it.
    assert_eq!(north.found.iter().map(|f| f.kind).collect::<Vec<_>>(), [Kind::Decision]);
    let each = Question { each_paper: true, ..question("\"domestic abuse\"") };
    assert_eq!(index.search(&each).map(|a| a.meetings).ok(), Some(4));
}

#[test]
fn every_word_is_found_where_it_stands() {
    let folder = Folder::new("words");
    let index = filled_with(&folder, &papers());
    let finds = [
        ("\"met at the town hall\"", vec!["w1/1"]),
        // Over the end of a page.
        ("\"thanked everybody who had come\"", vec!["w1/1"]),
        ("antisocial", vec!["w1/1"]),
        ("\"anti social behavior\"", vec!["w1/1"]),
        ("pspo", vec!["w1/1"]),
        ("cafe obrien", vec!["w1/1"]),
        ("\"csp board\"", vec!["w1/1"]),
        ("strateg*", vec!["w1/1"]),
        ("zetlnad~", vec!["w1/1"]),
        ("\"domestic service\"~1", vec!["w2/1"]),
        ("service NEAR/1 domestic", vec!["w2/1"]),
        ("service NEAR/0 domestic", vec![]),
        ("zetland strategy", vec![]),
    ];
    for (query, wanted) in finds {
        assert_eq!(ids(&index, query), wanted, "{query}");
    }
    let zetland = answer(&index, "zetland");
    assert_eq!((zetland.hits[0].found[0].kind, zetland.hits[0].found[0].excerpts[0].page), (Kind::Passage, Some(10)));
    let meant = answer(&index, "stratgey");
    assert_eq!(meant.did_you_mean, [("stratgey".to_owned(), Some("strategy".to_owned()))]);
}

#[test]
fn fields_and_filters_narrow_the_search() {
    let folder = Folder::new("fields");
    let index = filled_with(&folder, &papers());
    let finds = [
        // By the item's title, by who moved it, by the agency of the owner.
        ("business kind:decision", vec!["w1/1"]),
        ("jackson kind:decision", vec!["w1/1"]),
        ("mover:jackson", vec!["w1/1"]),
        ("kind:action agency:probation", vec!["w1/1"]),
        ("owner:\"bo lind\"", vec!["w1/1"]),
        ("agency:probation kind:passage", vec!["w1/1"]),
        ("body:southmere", vec!["w2/1"]),
        ("domestic date:2023", vec!["w2/1"]),
        ("domestic date:2023/24", vec![]),
        ("domestic date:2024/25", vec!["w1/1"]),
        ("type:agreed outcome:carried", vec!["w1/1"]),
        ("domestic -kind:item -kind:passage", vec!["w1/1"]),
        ("item:3 kind:item date:2024", vec!["w1/1"]),
        ("domestic -abuse", vec![]),
        ("document:agenda", vec![]),
    ];
    for (query, wanted) in finds {
        assert_eq!(ids(&index, query), wanted, "{query}");
    }
    let dated = answer(&index, "\"domestic abuse\" date:2020..");
    assert_eq!((dated.meetings, dated.undated), (2, 1), "what has no date is told");
    let narrowed = Question { body: Some("southmere".into()), ..question("abuse") };
    assert_eq!(index.search(&narrowed).map(|a| (a.meetings, a.searched)).ok(), Some((1, 1)));
}

#[test]
fn a_short_form_is_searched_as_what_papers_say_it_stands_for() {
    let folder = Folder::new("short");
    let index = filled_with(&folder, &papers());
    let found = answer(&index, "DA");
    assert_eq!(found.meetings, 3);
    assert_eq!(found.expanded[0].searched_as.as_deref(), Some("domestic abuse"));
    let plain = Question { no_expansion: true, ..question("DA") };
    assert_eq!(index.search(&plain).map(|a| a.meetings).ok(), Some(0));
}

#[test]
fn what_is_like_a_text_has_the_words_that_tell_it() {
    let folder = Folder::new("like");
    let index = filled_with(&folder, &papers());
    let like = |text: &str| {
        let question = Question { like: Some(text.into()), limit: 10, ..Question::default() };
        index.search(&question).map(|a| a.hits.into_iter().map(|h| h.id).collect::<Vec<_>>()).unwrap_or_default()
    };
    assert_eq!(like("The domestic abuse service had been talked of."), ["w2/1", "w1/1"]);
    assert_eq!(like("Nothing of the kind."), Vec::<String>::new());
}

#[test]
fn a_hit_shows_the_phrase_on_its_page() {
    let folder = Folder::new("marks");
    let index = filled_with(&folder, &papers());
    let found = answer(&index, "\"domestic staff\" abuse");
    let excerpt = &found.hits[0].found[0].excerpts[0];
    let marked: Vec<&str> = excerpt.matches.iter().map(|(a, b)| &excerpt.text[*a..*b]).collect();
    assert_eq!(marked, ["Abuse", "domestic staff"]);
    assert_eq!(excerpt.page, Some(2));
    let quotes: Vec<(u32, (usize, usize), &str)> =
        excerpt.places.iter().map(|p| (p.page, p.span, p.quote.as_str())).collect();
    assert_eq!(quotes, [(2, (0, 5), "Abuse"), (2, (9, 23), "domestic staff")]);
}

#[test]
fn a_work_is_replaced_and_the_revision_kept() {
    let folder = Folder::new("replace");
    drop(filled_with(&folder, &papers()));
    let mut index = Index::open(&folder.0).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(index.revision().ok(), Some(7));
    let mut update = index.update().unwrap_or_else(|e| panic!("{e}"));
    let new = meeting("w1/1", "Northmere Safety Board", "2024-05-14", &["Nothing was said."]);
    update.replace("w1", false, &[(new, "w1/1".into())], &[]).unwrap_or_else(|e| panic!("{e}"));
    update.commit(8).unwrap_or_else(|e| panic!("{e}"));
    update.finish().unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(ids(&index, "domestic date:2024"), ["w3/1"]);
    assert_eq!(index.revision().ok(), Some(8));
}

#[test]
fn a_damaged_index_is_made_anew() {
    let folder = Folder::new("damaged");
    drop(filled_with(&folder, &papers()));
    fs::write(folder.0.join("meta.json"), "{").unwrap_or_else(|e| panic!("{e}"));
    let index = Index::open(&folder.0).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(index.revision().ok(), Some(0));
}

#[test]
fn what_is_no_query_is_told_with_its_character() {
    let folder = Folder::new("mistakes");
    let index = filled_with(&folder, &papers());
    let long = "word ".repeat(3_000);
    let many = "a ".repeat(1_000);
    let deep = "(".repeat(150);
    let nots = "NOT ".repeat(190);
    let mistakes = [
        ("a \"open", 2),
        ("a (b", 2),
        ("a b) c", 3),
        ("()", 0),
        ("kind:foo", 5),
        ("agnecy:police", 0),
        ("date:yesterday", 5),
        ("*", 0),
        ("ab*c", 0),
        ("a*", 0),
        ("a OR", 2),
        ("OR a", 0),
        ("a AND", 2),
        ("NEAR/3 a", 0),
        ("a NEAR/3 kind:item", 2),
        ("a NOT", 2),
        ("body: x", 0),
        ("ab~7", 0),
        ("a\u{7}b", 1),
        ("   ", 0),
        ("&", 0),
        (long.as_str(), 4_000),
        (many.as_str(), 400),
        (deep.as_str(), 50),
        (nots.as_str(), 200),
    ];
    for (query, at) in mistakes {
        match index.search(&question(query)) {
            Err(Error::Query(mistake)) => assert_eq!(mistake.at, at, "{query}: {mistake}"),
            other => panic!("`{query}`: {other:?}"),
        }
    }
    // What only looks odd is searched.
    for query in ["10:30", "http://a.b/c", "a-b", "- domestic", "o'brien", "Re: abuse", "\u{e9}t\u{e9}"] {
        assert!(index.search(&question(query)).is_ok(), "{query}");
    }
    assert_eq!(ids(&index, "\u{201c}domestic abuse\u{201d} date:2023"), ["w2/1"]);
}

/// Numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

const WORDS: [&str; 9] =
    ["bus", "stop", "stops", "anti-social", "antisocial", "road", "roads", "Caf\u{e9}", "LampPost"];
const TYPED: [&str; 12] =
    ["bus", "stop", "stops", "anti-social", "antisocial", "road", "cafe", "lamppost", "ro*", "sto*", "stup~", "cofe~"];

fn text(numbers: &mut Numbers) -> String {
    let mut text = numbers.of(&["RESOLVED", "ACTION", "Members"]).to_owned();
    for _ in 0..2 + numbers.below(8) {
        text.push(' ');
        text.push_str(numbers.of(&WORDS));
    }
    text
}

fn query(numbers: &mut Numbers, depth: usize) -> String {
    let phrase = |numbers: &mut Numbers| format!("\"{} {}\"", numbers.of(&TYPED), numbers.of(&TYPED));
    match numbers.below(if depth == 0 { 9 } else { 13 }) {
        0..=2 => numbers.of(&TYPED).to_owned(),
        3 => phrase(numbers),
        4 => format!("{}~{}", phrase(numbers), numbers.below(4)),
        5 => format!("{} NEAR/{} {}", numbers.of(&TYPED), numbers.below(4), phrase(numbers)),
        6 => numbers.of(&["kind:item", "kind:decision", "kind:action", "kind:passage", "possible:no"]).to_owned(),
        7 => numbers.of(&["date:2023", "date:2023/24", "date:..2022", "date:2022-03..2023-08"]).to_owned(),
        8 => numbers
            .of(&["body:a", "body:\"b board\"", "mover:jackson", "agency:probation", "title:business"])
            .to_owned(),
        9 => format!("{} {}", query(numbers, depth - 1), query(numbers, depth - 1)),
        10 => format!("({} OR {})", query(numbers, depth - 1), query(numbers, depth - 1)),
        11 => format!("{} NOT {}", query(numbers, depth - 1), query(numbers, depth - 1)),
        _ => format!("({} {})", query(numbers, depth - 1), query(numbers, depth - 1)),
    }
}

/// Whether a unit is what was asked for, by looking at each of its words.
fn fits(ask: &Ask, unit: &Unit, stems: &mut Stems) -> bool {
    let texts = |texts: Vec<&String>| -> Vec<Word> {
        let mut all: Vec<Word> = Vec::new();
        for text in texts {
            let first = all.iter().map(|w| w.position + 2).max().unwrap_or(0);
            all.extend(crate::words::words(text, first));
        }
        all
    };
    let mut has = |spans: &Spans<Pattern>, words: Vec<Word>| {
        let words: Vec<(usize, Word)> = words.into_iter().map(|w| (0, w)).collect();
        mark::find(std::slice::from_ref(spans), &words, stems).iter().any(|found| !found.is_empty())
    };
    match ask {
        Ask::Text(spans) => {
            has(spans, unit.words().into_iter().map(|(_, w)| w).collect())
                || has(spans, texts(unit.context.iter().collect()))
        }
        Ask::Field(field, spans) => has(
            spans,
            texts(match field {
                Words::Body => unit.body.iter().chain(&unit.council).collect(),
                Words::Mover => unit.mover.iter().collect(),
                Words::Agency => unit.agencies.iter().collect(),
                Words::Title => unit.title.iter().collect(),
                other => panic!("{other:?} is not generated"),
            }),
        ),
        Ask::Term(fields_of_queries::Term::Kind, kind) => unit.kind.as_str() == kind,
        Ask::Term(fields_of_queries::Term::Possible, possible) => unit.possible == (possible == "yes"),
        Ask::Term(other, _) => panic!("{other:?} is not generated"),
        Ask::Days(from, to) => {
            unit.date.is_some_and(|d| from.is_none_or(|from| d >= from) && to.is_none_or(|to| d <= to))
        }
        Ask::All(parts) => parts.iter().all(|p| fits(p, unit, stems)),
        Ask::Any(parts) => parts.iter().any(|p| fits(p, unit, stems)),
        Ask::Not(what) => !fits(what, unit, stems),
        Ask::Like(_) => panic!("it is not generated"),
    }
}

#[test]
fn what_is_found_and_counted_is_what_a_look_at_every_word_finds() {
    let folder = Folder::new("naive");
    let mut numbers = Numbers(7);
    let (mut papers, mut all): (Vec<Paper>, Vec<(Unit, String)>) = (Vec::new(), Vec::new());
    const WORKS: [&str; 20] = [
        "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "b1", "b2", "b3", "b4", "b5", "b6", "b7", "b8", "b9",
        "c1", "c2",
    ];
    for work in WORKS {
        let body = numbers.of(&["A Board", "B Board", "C Panel"]);
        let date = numbers.of(&["2022-02-01", "2022-12-31", "2023-05-01", "2024-04-30", ""]);
        let said: Vec<String> = (0..3).map(|_| text(&mut numbers)).collect();
        let paragraphs: Vec<&str> = said.iter().map(String::as_str).collect();
        let record = meeting(&format!("{work}/1"), body, date, &paragraphs);
        let passages: Vec<Passage> = (1..=3).map(|page| passage(page, &text(&mut numbers))).collect();
        // Some are of one meeting.
        let of = format!("{}/1", WORKS[numbers.below(WORKS.len())]);
        all.extend(units(&[&record], &passages).into_iter().map(|(_, unit)| (unit, of.clone())));
        papers.push((work, vec![(record, of)], passages));
    }
    let index = filled_with(&folder, &papers);
    let mut stems = Stems::new();
    let mut found_some = 0;
    for _ in 0..600 {
        let typed = query(&mut numbers, 2);
        let asked = ask::read(&typed, &mut stems).unwrap_or_else(|e| panic!("`{typed}`: {e}"));
        let right: Vec<&(Unit, String)> = all.iter().filter(|(u, _)| fits(&asked.ask, u, &mut stems)).collect();
        let given = Question { no_expansion: true, facets: true, limit: 100, ..question(&typed) };
        let given = index.search(&given).unwrap_or_else(|e| panic!("`{typed}`: {e}"));
        assert_eq!(given.units, right.len(), "units of `{typed}`");
        let meetings: BTreeSet<&str> = right.iter().map(|(_, of)| of.as_str()).collect();
        assert_eq!((given.meetings, given.hits.len()), (meetings.len(), meetings.len()), "meetings of `{typed}`");
        found_some += usize::from(!right.is_empty());
        let facets = given.facets.unwrap_or_default();
        let count = |value: &dyn Fn(&Unit) -> Option<String>| {
            let mut counts: BTreeMap<String, (BTreeSet<&str>, usize)> = BTreeMap::new();
            for (unit, of) in &right {
                if let Some(value) = value(unit) {
                    let entry = counts.entry(value).or_default();
                    entry.0.insert(of);
                    entry.1 += 1;
                }
            }
            counts.into_iter().map(|(value, (meetings, units))| (value, meetings.len(), units)).collect::<Vec<_>>()
        };
        let told = |counted: &[Counted]| {
            let mut told: Vec<_> = counted.iter().map(|c| (c.value.clone(), c.meetings, c.units)).collect();
            told.sort();
            told
        };
        assert_eq!(told(&facets.body), count(&|u| u.body.clone()), "bodies of `{typed}`");
        assert_eq!(told(&facets.kind), count(&|u| Some(u.kind.as_str().into())), "kinds of `{typed}`");
        assert_eq!(told(&facets.year), count(&|u| u.date.map(|d: Date| d.year().to_string())), "years of `{typed}`");
        // No hit is shown without what it was found for, unless it was found by what leads to it.
        for found in given.hits.iter().flat_map(|h| &h.found).flat_map(|f| &f.excerpts) {
            for (from, to) in &found.matches {
                assert!(found.text.get(*from..*to).is_some_and(|t| !t.trim().is_empty()), "marks of `{typed}`");
            }
            for place in &found.places {
                assert!(!place.quote.is_empty());
            }
        }
    }
    assert!(found_some > 300, "{found_some} queries of 600 found something");
}
