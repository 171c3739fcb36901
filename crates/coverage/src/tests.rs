use serde_json::{Value, json};

use super::*;

/// A paper of the Northmere Safety Board as far as it is looked at.
fn paper(id: &str, kind: &str, date: Option<&str>) -> Value {
    json!({
        "id": id, "source": {"file": format!("north/{id}.pdf"), "pages": 2, "quality": 1.0, "known_words": 0.4,
            "glued_words": 0.0, "unread_pages": []},
        "document": {"kind": kind, "status": "draft"},
        "organization": {"name": "Northmere Safety Board", "parent": null},
        "meeting": {"date": date, "meeting_state": "held", "cite": {"date": place(date.unwrap_or(""))}},
        "agenda_items": [], "previous_minutes": [], "next_meetings": [],
    })
}

fn place(quote: &str) -> Value {
    json!({"page": 1, "span": [0, quote.len()], "quote": quote})
}

fn next(date: &str) -> Value {
    json!([{"date": date, "start_time": null, "end_time": null, "location": null, "cite": place(&format!("Next: {date}"))}])
}

fn previous(date: &str) -> Value {
    json!([{"meeting_date": date, "outcome": "approved", "corrections": [], "cite": place(&format!("Minutes of {date}"))}])
}

fn items(numbers: std::ops::RangeInclusive<u32>) -> Value {
    numbers
        .map(|n| json!({"number": n.to_string(), "parent_number": null, "cite": place(&format!("{n}. ITEM"))}))
        .collect()
}

fn minutes(id: &str, date: &str, fields: &[(&str, Value)]) -> Value {
    let mut paper = paper(id, "minutes", Some(date));
    for (field, value) in fields {
        paper[*field] = value.clone();
    }
    paper
}

fn covered(papers: Vec<Value>) -> Covered {
    let mut coverage = Coverage::default();
    for paper in papers {
        coverage.take(serde_json::from_value(paper).unwrap());
    }
    coverage.finish(Date::new(2025, 6, 1).unwrap())
}

/// What is not there, in short.
fn lacks(papers: Vec<Value>) -> Vec<(String, Lack, Vec<Basis>)> {
    let short = |e: Expected| (e.date.map_or_else(|| "?".into(), |d| d.to_string()), e.lack, e.basis);
    covered(papers).expected.into_iter().map(short).collect()
}

#[test]
fn a_meeting_that_was_named_and_is_not_there_is_missed_with_the_words() {
    let named = || minutes("a", "2024-03-04", &[("next_meetings", next("2024-06-03"))]);
    let covered = covered(vec![named()]);
    let [missed] = covered.expected.as_slice() else { panic!("{covered:?}") };
    assert_eq!((missed.lack, missed.date), (Lack::Meeting, Date::new(2024, 6, 3)));
    assert_eq!(missed.evidence[0].quote, "Next: 2024-06-03");
    assert_eq!((missed.evidence[0].page, missed.evidence[0].file.as_str()), (Some(1), "north/a.pdf"));
    // It is there; it is still to come; it was cancelled.
    assert_eq!(lacks(vec![named(), minutes("b", "2024-06-03", &[])]), []);
    assert_eq!(lacks(vec![minutes("a", "2025-03-04", &[("next_meetings", next("2025-06-03"))])]), []);
    let mut cancelled = paper("b", "agenda", Some("2024-06-03"));
    cancelled["meeting"]["meeting_state"] = json!("cancelled");
    assert_eq!(lacks(vec![named(), cancelled]), []);
    // Another body of the name is no help.
    let mut other = minutes("b", "2024-06-03", &[]);
    other["organization"]["name"] = json!("Northmere Parish Council");
    assert_eq!(lacks(vec![named(), other]).len(), 1);
}

#[test]
fn a_meeting_on_a_day_near_is_one_that_was_moved_unless_its_minutes_were_approved() {
    let named = || minutes("a", "2024-03-04", &[("next_meetings", next("2024-06-03"))]);
    let moved = || minutes("b", "2024-06-10", &[]);
    assert_eq!(lacks(vec![named(), moved()]), [("2024-06-03".into(), Lack::Moved, vec![Basis::NextMeeting])]);
    let approving = minutes("c", "2024-09-02", &[("previous_minutes", previous("2024-06-03"))]);
    let both = vec![Basis::NextMeeting, Basis::PreviousMinutes];
    assert_eq!(lacks(vec![named(), moved(), approving]), [("2024-06-03".into(), Lack::Meeting, both)]);
    // A slip of the year is no meeting.
    assert_eq!(lacks(vec![minutes("a", "2024-03-04", &[("previous_minutes", previous("2024-12-03"))])]), []);
}

#[test]
fn an_agenda_without_minutes_is_told_where_the_minutes_are_collected() {
    let agenda = || paper("a", "agenda", Some("2024-06-03"));
    assert_eq!(lacks(vec![agenda()]), [], "only agendas are collected");
    let held = || minutes("b", "2024-03-04", &[]);
    assert_eq!(lacks(vec![agenda(), held()]), [("2024-06-03".into(), Lack::Minutes, vec![Basis::Agenda])]);
    let recent = paper("a", "agenda", Some("2025-05-20"));
    assert_eq!(lacks(vec![recent, held()]), [], "they are not published yet");
}

#[test]
fn numbers_that_run_on_show_what_is_left_out() {
    let of = |id: &str, date: &str, numbers| minutes(id, date, &[("agenda_items", items(numbers))]);
    let found =
        covered(vec![of("a", "2024-03-04", 41..=52), of("b", "2024-06-03", 53..=67), of("c", "2024-12-02", 74..=80)]);
    let [missed] = found.expected.as_slice() else { panic!("{found:?}") };
    assert_eq!((missed.numbers, missed.lack), (Some((68, 73)), Lack::Meeting));
    assert_eq!((missed.after, missed.before), (Date::new(2024, 6, 3), Date::new(2024, 12, 2)));
    let quotes: Vec<&str> = missed.evidence.iter().map(|e| e.quote.as_str()).collect();
    assert_eq!(quotes, ["67. ITEM", "74. ITEM"]);
    // The day that was named is that of the numbers.
    let mut naming = of("b", "2024-06-03", 53..=67);
    naming["next_meetings"] = next("2024-09-02");
    let found = lacks(vec![of("a", "2024-03-04", 41..=52), naming, of("c", "2024-12-02", 74..=80)]);
    assert_eq!(found, [("2024-09-02".into(), Lack::Meeting, vec![Basis::NextMeeting, Basis::MinuteNumbers])]);
    // Once they were seen to begin anew, a new year may have begun anew, too.
    let years = |d: &str| {
        lacks(vec![
            of("a", "2023-11-06", 41..=52),
            of("b", "2023-12-04", 53..=60),
            of("c", "2024-01-08", 1..=9),
            of("d", d, 20..=29),
        ])
    };
    assert_eq!((years("2024-03-04").len(), years("2024-06-03").len()), (1, 0));
    // Numbers that begin anew say nothing: each meeting has its own, or the year has.
    assert_eq!(lacks(vec![of("a", "2024-03-04", 1..=5), of("b", "2024-06-03", 8..=12)]), []);
    assert_eq!(lacks(vec![of("a", "2024-03-04", 41..=52), of("b", "2024-06-03", 1..=9)]), []);
}

#[test]
fn a_paper_that_could_not_be_read_is_not_one_that_is_not_there() {
    let mut coverage = Coverage::default();
    let named = minutes("a", "2024-03-04", &[("next_meetings", next("2024-06-03"))]);
    coverage.take(serde_json::from_value(named).unwrap());
    coverage.take_unread("south/2024-06-03.pdf", "damaged");
    coverage.take_unread("north/Minutes 3 June 2024.pdf", "no_text");
    let covered = coverage.finish(Date::new(2025, 6, 1).unwrap());
    assert_eq!((covered.expected[0].lack, covered.expected[0].unread.len()), (Lack::Reading, 1));
    assert_eq!(covered.expected[0].unread[0].reason, "no_text");
    assert_eq!(covered.rows.iter().map(|r| (r.missing, r.not_read)).max(), Some((0, 1)));
}

#[test]
fn the_yearly_meeting_is_the_bodys_own() {
    let mut yearly = minutes("b", "2024-06-03", &[]);
    yearly["organization"]["name"] = json!("Northmere Safety Board A.G.M.");
    assert_eq!(lacks(vec![minutes("a", "2024-03-04", &[("next_meetings", next("2024-06-03"))]), yearly]), []);
}

#[test]
fn the_rows_add_up() {
    let mut scan = paper("c", "minutes", None);
    scan["source"]["unread_pages"] = json!([2]);
    scan["source"]["quality"] = json!(0.5);
    let all = covered(vec![
        paper("a", "agenda", Some("2024-06-03")),
        minutes("b", "2024-06-03", &[("next_meetings", next("2025-01-06"))]),
        scan,
    ]);
    let row = |year: Option<i32>| all.rows.iter().find(|r| r.year == year).unwrap();
    assert_eq!((row(Some(2024)).records, row(Some(2024)).meetings, row(Some(2024)).minutes), (2, 1, 1));
    assert_eq!((row(Some(2025)).missing, row(None).unread_pages), (1, 1));
    let [sum] = <[Row; 1]>::try_from(all.summed(false, false)).unwrap();
    assert_eq!((sum.records, sum.meetings, sum.missing, sum.drafts), (3, 1, 1, 3));
    assert!((sum.quality - 5.0 / 6.0).abs() < 1e-6, "{}", sum.quality);
    assert_eq!(all.summed(true, false).len(), 1);
    // Two meetings of one file share its pages.
    let of_file = |n: u32| minutes(&format!("a/{n}"), "2024-06-03", &[]);
    let [sum] = <[Row; 1]>::try_from(covered(vec![of_file(1), of_file(2)]).summed(false, false)).unwrap();
    assert_eq!((sum.records, sum.pages), (2, 2));
}
