//! Compares meeting records with what a person read in the same papers, field by field.
//!
//! Both come as JSON, so that records of other programs can be compared too. For every field there is a tally of what
//! was found, what was invented and what was missed; precision, recall and F1 follow from it. A value that is wrong
//! counts as invented and as missed.

mod likeness;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

pub use likeness::Matching;
use likeness::{covered, dice, fold, name, number, same_person, same_sentence, words};

/// The fields, in the order of a report.
pub const FIELDS: [&str; 24] = [
    "kind",
    "body",
    "date",
    "start_time",
    "end_time",
    "location",
    "chair",
    "participants",
    "attendance",
    "role",
    "organisation",
    "items",
    "item_number",
    "decisions",
    "decision_type",
    "mover",
    "seconder",
    "votes",
    "actions",
    "action_owner",
    "declarations_state",
    "declarations",
    "previous_minutes",
    "next_meetings",
];

/// The fields whose mean F1 stands for the whole.
pub const CORE: [&str; 6] = ["body", "date", "participants", "items", "decisions", "actions"];

/// How many values of a field were found, invented and missed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// In the truth and in the record.
    pub found: usize,
    /// Only in the record, or wrong there.
    pub invented: usize,
    /// Only in the truth, or wrong in the record.
    pub missed: usize,
}

impl Tally {
    fn add(&mut self, found: usize, invented: usize, missed: usize) {
        self.found += found;
        self.invented += invented;
        self.missed += missed;
    }

    /// The share of the record's values that are right, 0 to 1; 1 where it has none.
    pub fn precision(&self) -> f64 {
        share(self.found, self.found + self.invented)
    }

    /// The share of the truth's values that the record has, 0 to 1; 1 where there are none.
    pub fn recall(&self) -> f64 {
        share(self.found, self.support())
    }

    /// The harmonic mean of both.
    pub fn f1(&self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
    }

    /// How many values the truth has.
    pub fn support(&self) -> usize {
        self.found + self.missed
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// The tallies of one paper or of many, by field.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Scores {
    /// By the names of [`FIELDS`].
    pub fields: BTreeMap<&'static str, Tally>,
    /// Records that differ from the truth in no field.
    pub exact: usize,
    /// Records that differ from it in none of [`CORE`].
    pub exact_core: usize,
    /// How many records were compared.
    pub records: usize,
}

impl Scores {
    /// Takes in the tallies of more papers.
    pub fn take_in(&mut self, other: &Self) {
        for (field, tally) in &other.fields {
            self.at(field).add(tally.found, tally.invented, tally.missed);
        }
        self.exact += other.exact;
        self.exact_core += other.exact_core;
        self.records += other.records;
    }

    /// The mean F1 of the fields that were compared. A list that is empty in the truth and in the record counts as
    /// right: that nothing was invented is worth as much as that all was found.
    pub fn macro_f1(&self) -> f64 {
        mean(self.fields.values())
    }

    /// The mean F1 of [`CORE`].
    pub fn core_f1(&self) -> f64 {
        mean(CORE.iter().filter_map(|f| self.fields.get(f)))
    }

    fn at(&mut self, field: &'static str) -> &mut Tally {
        self.fields.entry(field).or_default()
    }

    /// A value that there is one of.
    fn one(&mut self, field: &'static str, truth: Option<&str>, told: Option<&str>, same: impl Fn(&str, &str) -> bool) {
        let (found, invented, missed) = match (truth.filter(|v| !v.is_empty()), told.filter(|v| !v.is_empty())) {
            (None, None) => return,
            (None, Some(_)) => (0, 1, 0),
            (Some(_), None) => (0, 0, 1),
            (Some(a), Some(b)) if same(a, b) => (1, 0, 0),
            _ => (0, 1, 1),
        };
        self.at(field).add(found, invented, missed);
    }

    /// Pairs of a class that must be the same.
    fn class(&mut self, field: &'static str, same: bool) {
        let wrong = usize::from(!same);
        self.at(field).add(1 - wrong, wrong, wrong);
    }

    fn count(&mut self, field: &'static str, found: usize, told: usize, truth: usize) {
        self.at(field).add(found, told.saturating_sub(found), truth.saturating_sub(found));
    }
}

fn mean<'t>(tallies: impl Iterator<Item = &'t Tally>) -> f64 {
    let all: Vec<f64> = tallies.map(Tally::f1).collect();
    if all.is_empty() { 0.0 } else { all.iter().sum::<f64>() / all.len() as f64 }
}

/// The records in a truth: itself, and those of the meetings that its paper holds besides.
pub fn truths(truth: &Value) -> Vec<&Value> {
    let mut all = if truth.get("meeting").is_some() { vec![truth] } else { Vec::new() };
    for inner in list(truth, "embedded") {
        let record = inner.get("record").unwrap_or(inner);
        if record.get("meeting").is_some() {
            all.extend(truths(record));
        }
    }
    all
}

/// Compares the records of one paper with its truth; each truth with the record of the same meeting.
pub fn compare(truth: &Value, records: &[Value], matching: Matching) -> Scores {
    let mut all = Scores::default();
    for truth in truths(truth) {
        let mut scores = Scores { records: 1, ..Scores::default() };
        record(truth, nearest(truth, records), matching, &mut scores);
        let right = |t: &Tally| t.invented + t.missed == 0;
        scores.exact = scores.fields.values().all(right).into();
        scores.exact_core = CORE.iter().filter_map(|f| scores.fields.get(f)).all(right).into();
        all.take_in(&scores);
    }
    all
}

/// For each value of a record's list whether the truth of the same meeting has it; nothing for one that may be told and
/// need not be.
pub struct Right {
    /// `decisions`.
    pub decisions: Vec<Option<bool>>,
    /// `actions`.
    pub actions: Vec<Option<bool>>,
    /// `participants`.
    pub participants: Vec<Option<bool>>,
    /// `agenda_items`.
    pub items: Vec<Option<bool>>,
}

/// Which values of the record that is nearest to each truth are right, with the index of that record.
pub fn right_values(truth: &Value, records: &[Value]) -> Vec<(usize, Right)> {
    let mut all = Vec::new();
    for truth in truths(truth) {
        let told = nearest(truth, records);
        let Some(index) = records.iter().position(|r| std::ptr::eq(r, told)) else { continue };
        let tier = |v: &Value, tiers: &[&str]| text(v, &["tier"]).is_some_and(|t| tiers.contains(&t));
        let sentences = |field: &'static str, tiers: [&str; 2]| -> Vec<Option<bool>> {
            let values: Vec<&Value> = list(told, field).iter().collect();
            let truths: Vec<&Value> = list(truth, field).iter().collect();
            let text_of = |v: &Value| text(v, &["text"]).unwrap_or_default().to_owned();
            let pairs = pair(&truths, &values, |a, b| {
                let (a, b) = (text_of(a), text_of(b));
                if same_sentence(&a, &b, Matching::Soft) { dice(&a, &b) + covered(&a, &b) } else { 0.0 }
            });
            let mut right = vec![Some(false); values.len()];
            pairs.into_iter().for_each(|(i, j)| right[j] = tier(truths[i], &tiers).then_some(true));
            right
        };
        let people = {
            let values = list(told, "participants");
            let known = |p: &Value| -> Option<bool> {
                let mut same =
                    list(truth, "participants").iter().filter(|t| same_person(name_of(t), name_of(p), Matching::Soft));
                match same.next() {
                    Some(t) if text(t, &["attendance"]) == Some("inferred") => None,
                    found => Some(found.is_some()),
                }
            };
            values.iter().map(known).collect()
        };
        let titled = {
            let values = list(told, "agenda_items");
            let title = |v: &Value| text(v, &["title"]).unwrap_or_default().to_owned();
            let known = |item: &Value| {
                let same = |t: &Value| {
                    let numbered = number(text(t, &["number"])) == number(text(item, &["number"]));
                    dice(&title(t), &title(item)) >= 0.7 || numbered && covered(&title(t), &title(item)) >= 0.9
                };
                Some(list(truth, "agenda_items").iter().any(same))
            };
            values.iter().map(known).collect()
        };
        all.push((
            index,
            Right {
                decisions: sentences("decisions", ["formal", "recorded"]),
                actions: sentences("actions", ["marked", "stated"]),
                participants: people,
                items: titled,
            },
        ));
    }
    all
}

/// The record that describes the same meeting: by its day, its body and its kind.
fn nearest<'r>(truth: &Value, records: &'r [Value]) -> &'r Value {
    let fit = |record: &Value| {
        let same = |path: &[&str]| f64::from(u8::from(text(record, path) == text(truth, path)));
        let body = |of: &Value| text(of, &["organization", "name"]).unwrap_or_default().to_owned();
        3.0 * same(&["meeting", "date"]) + dice(&body(truth), &body(record)) + 1.5 * same(&["document", "kind"])
    };
    let mut best: Option<(f64, &Value)> = None;
    for record in records {
        let fit = fit(record);
        if best.is_none_or(|(b, _)| fit > b) {
            best = Some((fit, record));
        }
    }
    best.map_or(&Value::Null, |b| b.1)
}

fn text<'v>(of: &'v Value, path: &[&str]) -> Option<&'v str> {
    path.iter().try_fold(of, |v, key| v.get(key)).and_then(Value::as_str)
}

fn list<'v>(of: &'v Value, key: &str) -> &'v [Value] {
    of.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn place(of: &Value) -> Option<&str> {
    text(of, &["meeting", "location", "name"]).or_else(|| text(of, &["meeting", "location"]))
}

/// Pairs of one list's values with another's, each used once; the best first come, first served.
fn pair(truth: &[&Value], told: &[&Value], fit: impl Fn(&Value, &Value) -> f64) -> Vec<(usize, usize)> {
    let mut taken = vec![false; told.len()];
    let mut pairs = Vec::new();
    for (i, a) in truth.iter().enumerate() {
        let mut best: Option<(f64, usize)> = None;
        for (j, b) in told.iter().enumerate() {
            let fit = if taken[j] { 0.0 } else { fit(a, b) };
            if fit > best.map_or(0.0, |b| b.0) {
                best = Some((fit, j));
            }
        }
        if let Some((_, j)) = best {
            taken[j] = true;
            pairs.push((i, j));
        }
    }
    pairs
}

fn record(truth: &Value, told: &Value, matching: Matching, scores: &mut Scores) {
    let soft = matching == Matching::Soft;
    let equal = |a: &str, b: &str| a == b;
    for (field, path) in [
        ("kind", ["document", "kind"]),
        ("date", ["meeting", "date"]),
        ("start_time", ["meeting", "start_time"]),
        ("end_time", ["meeting", "end_time"]),
    ] {
        scores.one(field, text(truth, &path), text(told, &path), equal);
    }
    let alike = |least: f64, part: f64| {
        move |a: &str, b: &str| if soft { dice(a, b) >= least || covered(a, b) >= part } else { words(a) == words(b) }
    };
    let body = ["organization", "name"];
    scores.one("body", text(truth, &body), text(told, &body), alike(0.8, 2.0));
    scores.one("location", place(truth), place(told), alike(0.6, 0.9));
    let person = |a: &str, b: &str| same_person(a, b, matching);
    let chair = ["meeting", "chair"];
    scores.one("chair", text(truth, &chair), text(told, &chair), person);
    people(truth, told, matching, scores);
    items(truth, told, matching, scores);
    decisions(truth, told, matching, scores);
    actions(truth, told, matching, scores);
    votes(truth, told, scores);

    let state = ["declarations_of_interest", "state"];
    scores.one("declarations_state", text(truth, &state), text(told, &state), equal);
    let declared = |of: &'_ Value| -> Vec<Value> {
        of.get("declarations_of_interest").map(|d| list(d, "items").to_vec()).unwrap_or_default()
    };
    let (a, b) = (declared(truth), declared(told));
    let (a, b): (Vec<&Value>, Vec<&Value>) = (a.iter().collect(), b.iter().collect());
    let of = |v: &Value| text(v, &["person"]).unwrap_or_default().to_owned();
    let pairs = pair(&a, &b, |a, b| f64::from(u8::from(person(&of(a), &of(b)))));
    scores.count("declarations", pairs.len(), b.len(), a.len());

    for (field, key) in [("previous_minutes", "meeting_date"), ("next_meetings", "date")] {
        let days = |of: &Value| -> Vec<String> {
            list(of, field).iter().filter_map(|m| text(m, &[key])).map(str::to_owned).collect()
        };
        bags(field, days(truth), days(told), scores);
    }
}

/// Two lists without order.
fn bags<T: PartialEq>(field: &'static str, truth: Vec<T>, told: Vec<T>, scores: &mut Scores) {
    let (truths, tolds) = (truth.len(), told.len());
    let mut left = told;
    let found =
        truth.into_iter().filter(|t| left.iter().position(|l| l == t).map(|at| left.swap_remove(at)).is_some()).count();
    scores.count(field, found, tolds, truths);
}

fn name_of(person: &Value) -> &str {
    text(person, &["name"]).unwrap_or_default()
}

fn people(truth: &Value, told: &Value, matching: Matching, scores: &mut Scores) {
    let attendance = |p: &Value| text(p, &["attendance"]).unwrap_or_default().to_owned();
    let named = |p: &&Value| !name(name_of(p)).is_empty();
    let (inferred, listed): (Vec<&Value>, Vec<&Value>) =
        list(truth, "participants").iter().filter(named).partition(|p| attendance(p) == "inferred");
    let told: Vec<&Value> = list(told, "participants").iter().filter(named).collect();
    let pairs = pair(&listed, &told, |a, b| {
        let (a, b) = (name_of(a), name_of(b));
        if name(a) == name(b) { 2.0 } else { f64::from(u8::from(same_person(a, b, matching))) }
    });
    // Who is only named in the text may be told, and need not be.
    let free = |p: &Value| inferred.iter().any(|i| same_person(name_of(i), name_of(p), Matching::Soft));
    let extra = (0..told.len()).filter(|j| !pairs.iter().any(|(_, k)| k == j) && !free(told[*j])).count();
    scores.at("participants").add(pairs.len(), extra, listed.len() - pairs.len());
    const MARKED: [&str; 4] = ["chair", "vice_chair", "minute_taker", "substitute"];
    for (i, j) in pairs {
        let (a, b) = (listed[i], told[j]);
        let class = |p: &Value| match attendance(p).as_str() {
            "inferred" if matching == Matching::Soft => "in_attendance".to_owned(),
            other => other.to_owned(),
        };
        scores.class("attendance", class(a) == class(b));
        let (role, other) = (text(a, &["role"]).unwrap_or_default(), text(b, &["role"]).unwrap_or_default());
        if MARKED.contains(&role) || MARKED.contains(&other) {
            scores.class("role", role == other);
        }
        let agency = ["organization"];
        scores.one("organisation", text(a, &agency), text(b, &agency), |x, y| match matching {
            Matching::Soft => dice(x, y) >= 0.6 || covered(x, y) >= 0.99,
            Matching::Strict => words(x) == words(y),
        });
    }
}

fn items(truth: &Value, told: &Value, matching: Matching, scores: &mut Scores) {
    let truth: Vec<&Value> = list(truth, "agenda_items").iter().collect();
    let told: Vec<&Value> = list(told, "agenda_items").iter().collect();
    let number_of = |v: &Value| number(text(v, &["number"]));
    let pairs = pair(&truth, &told, |a, b| {
        let title = |v: &Value| text(v, &["title"]).unwrap_or_default().to_owned();
        let (x, y) = (title(a), title(b));
        let numbered = number_of(a) == number_of(b);
        let alike = dice(&x, &y);
        let same = match matching {
            Matching::Strict => numbered && words(&x) == words(&y),
            Matching::Soft => alike >= 0.7 || numbered && number_of(a).is_some() && covered(&x, &y) >= 0.9,
        };
        if same { alike + 0.5 * f64::from(u8::from(numbered)) } else { 0.0 }
    });
    scores.count("items", pairs.len(), told.len(), truth.len());
    for (i, j) in pairs {
        let (a, b) = (number_of(truth[i]), number_of(told[j]));
        scores.one("item_number", a.as_deref(), b.as_deref(), |a, b| a == b);
    }
}

/// Sentences of a record against those of the truth. Those of lesser tiers may be told, and need not be.
fn sentences<'v>(
    truth: &'v Value,
    told: &'v Value,
    field: &'static str,
    tiers: [&str; 2],
    matching: Matching,
    scores: &mut Scores,
) -> Vec<(&'v Value, &'v Value)> {
    let truth: Vec<&Value> = list(truth, field).iter().collect();
    let told: Vec<&Value> = list(told, field).iter().collect();
    let text_of = |v: &Value| text(v, &["text"]).unwrap_or_default().to_owned();
    let pairs = pair(&truth, &told, |a, b| {
        let (a, b) = (text_of(a), text_of(b));
        if same_sentence(&a, &b, matching) { dice(&a, &b) + covered(&a, &b) } else { 0.0 }
    });
    let wanted = |v: &Value| text(v, &["tier"]).is_some_and(|t| tiers.contains(&t));
    let found = pairs.iter().filter(|(i, _)| wanted(truth[*i])).count();
    let all = truth.iter().filter(|t| wanted(t)).count();
    scores.at(field).add(found, told.len() - pairs.len(), all - found);
    pairs.into_iter().map(|(i, j)| (truth[i], told[j])).collect()
}

fn decisions(truth: &Value, told: &Value, matching: Matching, scores: &mut Scores) {
    let class = |v: &Value| {
        let kind = text(v, &["type"]).unwrap_or_default();
        match kind {
            "resolved" | "agreed" | "approved" | "granted" | "ordered" | "delegated" | "other"
                if matching == Matching::Soft =>
            {
                "agreed".to_owned()
            }
            "appointed" if matching == Matching::Soft => "elected".to_owned(),
            "rejected" if matching == Matching::Soft => "refused".to_owned(),
            _ => kind.to_owned(),
        }
    };
    for (a, b) in sentences(truth, told, "decisions", ["formal", "recorded"], matching, scores) {
        scores.class("decision_type", class(a) == class(b));
        let (mover, seconder) = (["mover"], ["seconder"]);
        if text(a, &mover).is_some_and(|m| !m.is_empty()) || text(b, &mover).is_some_and(|m| !m.is_empty()) {
            let person = |a: &str, b: &str| same_person(a, b, matching);
            scores.one("mover", text(a, &mover), text(b, &mover), person);
            scores.one("seconder", text(a, &seconder), text(b, &seconder), person);
        }
    }
}

fn actions(truth: &Value, told: &Value, matching: Matching, scores: &mut Scores) {
    for (a, b) in sentences(truth, told, "actions", ["marked", "stated"], matching, scores) {
        let owners =
            |v: &Value| -> Vec<String> { list(v, "owner").iter().filter_map(Value::as_str).map(fold).collect() };
        let (wanted, told) = (owners(a), owners(b));
        let same = |a: &str, b: &str| {
            same_person(a, b, matching) || if matching == Matching::Soft { dice(a, b) >= 0.7 } else { a == b }
        };
        let found = wanted.iter().filter(|w| told.iter().any(|t| same(w, t))).count();
        scores.count("action_owner", found, told.len(), wanted.len());
    }
}

/// Votes are the same if all their counts are; a count that is not printed is none.
fn votes(truth: &Value, told: &Value, scores: &mut Scores) {
    let counts = |of: &Value| -> Vec<[i64; 3]> {
        let count = |v: &Value, key| v.get(key).and_then(Value::as_i64).unwrap_or(0);
        list(of, "votes").iter().map(|v| [count(v, "for"), count(v, "against"), count(v, "abstain")]).collect()
    };
    bags("votes", counts(truth), counts(told), scores);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn truth() -> Value {
        json!({
            "document": {"kind": "minutes"},
            "organization": {"name": "Northmere Safety Board"},
            "meeting": {"date": "2024-05-14", "start_time": "10:00", "location": "Town Hall", "chair": "Jane Okonjo"},
            "participants": [
                {"name": "Jane Okonjo", "attendance": "present", "role": "chair", "organization": "Northmere Council"},
                {"name": "Peter Wimpole", "attendance": "apologies", "role": "member"},
                {"name": "Ann Lister", "attendance": "inferred", "role": "officer"},
            ],
            "agenda_items": [{"number": "1", "title": "Apologies"}, {"number": "2", "title": "Budget"}],
            "decisions": [{"tier": "formal", "type": "resolved", "text": "RESOLVED that the budget be approved.", "mover": "J Okonjo"}],
            "actions": [{"tier": "implied", "text": "Ann Lister offered to look into the lights.", "owner": ["Ann Lister"]}],
            "votes": [{"for": 3, "against": 1}],
            "declarations_of_interest": {"state": "declared", "items": [{"person": "Wimpole"}]},
            "next_meetings": [{"date": "2024-06-11"}],
        })
    }

    #[test]
    fn a_record_that_is_the_truth_is_exact() {
        for matching in [Matching::Soft, Matching::Strict] {
            let mut record = truth();
            record["participants"].as_array_mut().into_iter().for_each(|p| p.truncate(2));
            let scores = compare(&truth(), &[record], matching);
            assert_eq!((scores.records, scores.exact, scores.exact_core), (1, 1, 1), "{scores:?}");
            assert!((scores.core_f1() - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn every_kind_of_fault_is_counted_where_it_belongs() {
        let mut record = truth();
        record["participants"][0]["attendance"] = json!("remote");
        record["participants"][1]["name"] = json!("Somebody Else");
        record["agenda_items"][1]["title"] = json!("A quite different matter");
        record["decisions"][0]["type"] = json!("noted");
        record["votes"][0]["for"] = json!(4);
        record["next_meetings"] = json!([]);
        record["actions"] = json!([]);
        let scores = compare(&truth(), &[record], Matching::Soft);
        let of = |f: &str| scores.fields.get(f).map(|t| (t.found, t.invented, t.missed));
        assert_eq!(of("participants"), Some((1, 1, 1)));
        assert_eq!(of("attendance"), Some((0, 1, 1)));
        assert_eq!(of("items"), Some((1, 1, 1)));
        assert_eq!(of("decisions"), Some((1, 0, 0)));
        assert_eq!(of("decision_type"), Some((0, 1, 1)));
        assert_eq!(of("votes"), Some((0, 1, 1)));
        assert_eq!(of("next_meetings"), Some((0, 0, 1)));
        assert_eq!(of("actions"), Some((0, 0, 0)), "an implied action need not be found");
        assert_eq!((scores.exact, scores.exact_core), (0, 0));
    }

    #[test]
    fn a_paper_that_could_not_be_read_misses_everything() {
        let scores = compare(&truth(), &[], Matching::Soft);
        assert!(scores.fields.values().all(|t| t.found == 0 && t.invented == 0), "{scores:?}");
        assert_eq!(scores.fields["participants"].missed, 2);
    }

    #[test]
    fn each_truth_of_a_pack_finds_its_own_record() {
        let mut pack = truth();
        let mut inner = truth();
        inner["meeting"]["date"] = json!("2024-02-13");
        pack["embedded"] = json!([{"record": inner}]);
        let mut old = truth();
        old["meeting"]["date"] = json!("2024-02-13");
        let scores = compare(&pack, &[old, truth()], Matching::Soft);
        assert_eq!(scores.records, 2);
        assert_eq!(scores.fields["date"], Tally { found: 2, invented: 0, missed: 0 });
    }
}
