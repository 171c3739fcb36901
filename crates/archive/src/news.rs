//! What is new in a record, field by field.

use std::collections::VecDeque;

use serde_json::{Map, Value};
use types::Meeting;

use crate::error::Error;

/// A field that is not what it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Its path, with the elements of lists by their names: `/1/participants[A Wren]/attendance`.
    pub field: String,
    /// What it was; null, if it was not there.
    pub old: Value,
    /// What it is; null, if it is not there.
    pub new: Value,
}

/// What is not news: where words stand, which bytes they are from, and numbers that follow from the order.
const NO_NEWS: [&str; 6] = ["cite", "cites", "source", "id", "gives_rise_to", "arises_from"];

/// What changed between two readings of a document, meeting by meeting.
///
/// # Errors
/// Where a record cannot be written as JSON.
pub fn changes(old: &[Meeting], new: &[Meeting]) -> Result<Vec<Change>, Error> {
    let value = |meeting: Option<&Meeting>| match meeting {
        None => Ok(Value::Null),
        Some(m) => serde_json::to_value(m).map_err(|source| Error::Record { id: m.id.clone(), source }),
    };
    let mut changes = Vec::new();
    for n in 0..old.len().max(new.len()) {
        compare(&format!("/{}", n + 1), &value(old.get(n))?, &value(new.get(n))?, &mut changes);
    }
    Ok(changes)
}

fn compare(field: &str, old: &Value, new: &Value, changes: &mut Vec<Change>) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            let mut names: Vec<&String> = old.keys().chain(new.keys().filter(|k| !old.contains_key(*k))).collect();
            names.retain(|n| !NO_NEWS.contains(&n.as_str()));
            for name in names {
                let at = |of: &Map<String, Value>| of.get(name).cloned().unwrap_or(Value::Null);
                compare(&format!("{field}/{name}"), &at(old), &at(new), changes);
            }
        }
        (Value::Array(old), Value::Array(new)) if old.iter().chain(new).all(Value::is_object) => {
            let mut left: VecDeque<(String, &Value)> = new.iter().map(|e| (label(e), e)).collect();
            for element in old {
                let name = label(element);
                let same = left.iter().position(|(other, _)| *other == name).and_then(|at| left.remove(at));
                match same {
                    Some((_, other)) => compare(&format!("{field}[{name}]"), element, other, changes),
                    None => push(&format!("{field}[{name}]"), element, &Value::Null, changes),
                }
            }
            for (name, element) in left {
                push(&format!("{field}[{name}]"), &Value::Null, element, changes);
            }
        }
        (old, new) if old == new => {}
        (old, new) => push(field, old, new, changes),
    }
}

fn push(field: &str, old: &Value, new: &Value, changes: &mut Vec<Change>) {
    changes.push(Change { field: field.to_owned(), old: without_places(old), new: without_places(new) });
}

/// The words that tell one element of a list from the others.
fn label(element: &Value) -> String {
    /// Characters of a label.
    const LONGEST: usize = 60;
    let said = |name: &str| element.get(name).and_then(Value::as_str).filter(|s| !s.is_empty());
    let names =
        [said("number"), said("name"), said("person"), said("title"), said("date"), said("text"), said("message")];
    let name = names.into_iter().flatten().next().unwrap_or("");
    name.chars().take(LONGEST).collect()
}

fn without_places(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(name, _)| !NO_NEWS.contains(&name.as_str()));
            Value::Object(kept.map(|(name, value)| (name.clone(), without_places(value))).collect())
        }
        Value::Array(elements) => Value::Array(elements.iter().map(without_places).collect()),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn elements_are_compared_by_their_names_and_places_are_no_news() {
        let old = json!({"date": "2024-05-14", "participants": [
            {"name": "A Wren", "attendance": "present", "cite": {"page": 1}}, {"name": "B Finch", "attendance": "present"}]});
        let new = json!({"date": "2024-05-14", "participants": [
            {"name": "B Finch", "attendance": "apologies"}, {"name": "A Wren", "attendance": "present", "cite": {"page": 2}},
            {"name": "C Lark", "attendance": "present", "cite": {"page": 2}}]});
        let mut changes = Vec::new();
        compare("", &old, &new, &mut changes);
        let change = |field: &str, old: Value, new: Value| Change { field: field.into(), old, new };
        assert_eq!(
            changes,
            [
                change("/participants[B Finch]/attendance", json!("present"), json!("apologies")),
                change("/participants[C Lark]", Value::Null, json!({"name": "C Lark", "attendance": "present"})),
            ]
        );
    }
}
