//! How good the records are, on the project's own papers: the floors that no change may fall below, and that reading
//! takes time in proportion to length.

use std::time::{Duration, Instant};

use ingest::Limits;
use serde_json::Value;
use types::Source;

use crate::place::{root, run};

fn eval(truths: &str) -> Value {
    let folder = root().join(truths);
    let (code, out, error) = run(&["eval", folder.to_str().unwrap(), "--json"]);
    assert_eq!(code, 0, "{error}");
    serde_json::from_str(&out).unwrap()
}

#[test]
fn the_fixture_papers_are_read_without_a_fault() {
    let told = eval("fixtures/truth");
    for matching in ["soft", "strict"] {
        assert_eq!(told[matching]["exact"], told[matching]["records"], "{matching}");
        assert!(told[matching]["records"].as_u64().unwrap() >= 9);
    }
}

/// Papers that were written before the reader, by somebody else. A floor is raised when the figure rises, never
/// lowered.
#[test]
fn written_papers_are_read_no_worse_than_they_were() {
    let told = eval("fixtures/written/truth");
    let fields = &told["soft"]["fields"];
    let floors = [
        ("kind", 0.99),
        ("body", 0.97),
        ("date", 0.99),
        ("start_time", 0.96),
        ("participants", 0.97),
        ("attendance", 0.90),
        ("items", 0.95),
        ("decisions", 0.96),
        ("decision_type", 0.92),
        ("actions", 0.87),
        ("votes", 0.95),
        ("next_meetings", 0.95),
    ];
    let low: Vec<String> = floors
        .iter()
        .filter_map(|(field, floor)| {
            let f1 = fields[field]["f1"].as_f64().unwrap_or(0.0);
            (f1 < *floor).then(|| format!("{field} {f1} (at least {floor})"))
        })
        .collect();
    assert!(low.is_empty(), "below their floors: {low:?}");
    let precision = fields["decisions"]["precision"].as_f64().unwrap();
    assert!(precision >= 0.97, "a wrong decision costs more than a missing one: precision {precision}");
}

#[test]
fn a_truth_without_its_paper_and_a_folder_without_truths_are_told() {
    let folder = std::env::temp_dir().join("minutebook-eval");
    std::fs::create_dir_all(&folder).unwrap();
    let (code, _, error) = run(&["eval", folder.to_str().unwrap()]);
    assert!(code == 2 && error.contains("no truth in it"), "{error}");
    std::fs::write(folder.join("x.json"), r#"{"file": "gone.pdf", "meeting": {}}"#).unwrap();
    let (code, _, error) = run(&["eval", folder.to_str().unwrap(), "--papers", folder.to_str().unwrap()]);
    assert!(code == 2 && error.contains("its paper is not there"), "{error}");
    std::fs::remove_dir_all(&folder).unwrap();
}

/// Minutes of this many items, each with people, motions and tasks.
fn generated(items: usize) -> String {
    let mut text = String::from(
        "NORTHMERE SAFETY BOARD\n\nMinutes of the meeting of the Northmere Safety Board held in the Town Hall on Tuesday 14 May 2024 at \
         10.00 am\n\nPresent: Jane Okonjo (JO) (Chair), Peter Wimpole (PW), Ann Lister (AL), Tom Ashby (TA)\n\n",
    );
    for n in 1..=items {
        text += &format!(
            "{n}. Matter {n}\n\nJO asked about the lamps. Miriam Vasquez, Head of Lighting {n}, presented the report, which cost \u{a3}{n}00. It \
             was noted that crime had fallen under Section 17 of the Crime and Disorder Act 1998.\n\nIt was proposed by Peter Wimpole, \
             seconded by Ann Lister and RESOLVED that:\n\n(a) lamp {n} be mended; and\n\n(b) the Clerk write to the county council.\n\n\
             Action: TA to report by 3 June. The amendment was lost by 3 votes to 1.\n\n"
        );
    }
    text
}

fn time(items: usize) -> Duration {
    let source = Source::new(generated(items).into_bytes()).named("long.txt");
    let once = || {
        let start = Instant::now();
        let meetings = ingest::read(&source, &Limits::default()).unwrap().value.meetings;
        assert_eq!(meetings[0].agenda_items.len(), items);
        start.elapsed()
    };
    (0..3).map(|_| once()).min().unwrap()
}

/// Papers that go on and on in one way, within one paragraph or one item, are read in proportion to their length too.
#[test]
fn one_long_paragraph_takes_time_in_proportion_to_length() {
    let head = "Northmere Safety Board\n\nMinutes of the meeting held on Tuesday 14 May 2024\n\nPresent: Jane Okonjo (JO), Carl \
                Beck (CB)\n\n1. Business\n\n";
    let timed = |unit: &str, n: usize| {
        let source = Source::new(format!("{head}{}\n", unit.repeat(n)).into_bytes()).named("long.txt");
        let once = |_| {
            let start = Instant::now();
            assert_eq!(ingest::read(&source, &Limits::default()).unwrap().value.meetings.len(), 1);
            start.elapsed()
        };
        (0..3).map(once).min().unwrap()
    };
    for unit in [
        "of the town (AB) ",
        "CB abstained. ",
        "He will write to them. She would send it. ",
        "The motion was carried.\n\n",
        "Minutes:\n\nThe Council agreed to buy benches for the green.\n\n",
    ] {
        timed(unit, 50);
        // In proportion it is 4, with the square 16: wide enough for a machine that does something else, too.
        let ratio = timed(unit, 2000).as_secs_f64() / timed(unit, 500).as_secs_f64();
        assert!(ratio < 9.0, "{unit:?} four times as often takes {ratio:.2} times as long");
    }
}

#[test]
fn reading_takes_time_in_proportion_to_length() {
    // Patterns are compiled at their first use.
    time(20);
    let (n, twice) = (time(150), time(300));
    let ratio = twice.as_secs_f64() / n.as_secs_f64();
    assert!(ratio < 3.0, "{n:?} for 150 items, {twice:?} for 300: {ratio:.2} times as long");
}
