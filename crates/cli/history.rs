//! `history` and `diff`: the versions of a file, and what changed between two of them.

use std::io::Write;

use anyhow::{Result, bail};
use archive::{Archive, Version};
use serde_json::{Map, Value, json};
use types::Meeting;

use crate::Exit;
use crate::args::{Diff, History};
use crate::terminal::{BOLD, DIM, RESET, line};

/// The versions of the file that a record was read from.
fn versions(archive: &Archive, name: &str) -> Result<Vec<Version>> {
    let records = archive.find(name)?;
    let mut works: Vec<&str> = records.iter().filter_map(|r| r.id.split('/').next()).collect();
    works.dedup();
    match works.as_slice() {
        [] => bail!("no record `{name}`; `minutebook search` shows the ids of what it finds"),
        [work] => Ok(archive.history(work)?),
        several => bail!("`{name}` names records of {} files: {}", several.len(), several.join(", ")),
    }
}

/// `minutebook history`
pub(crate) fn history(arguments: &History) -> Result<Exit> {
    let archive = Archive::open(&arguments.record.folder.archive)?;
    let mut out = anstream::stdout().lock();
    for version in versions(&archive, &arguments.record.id)? {
        if arguments.json {
            let json = json!({
                "sequence": version.sequence, "sha256": version.sha256, "bytes": version.bytes, "records": version.meetings,
            });
            writeln!(out, "{json}")?;
            continue;
        }
        writeln!(
            out,
            "{BOLD}{}{RESET}  {} bytes  {DIM}{}{RESET}",
            version.sequence,
            version.bytes,
            version.sha256.get(..16).unwrap_or(&version.sha256)
        )?;
        for meeting in &version.meetings {
            writeln!(out, "   {}", line(&summary(meeting)))?;
        }
    }
    Ok(Exit::Done)
}

fn summary(meeting: &Meeting) -> String {
    format!(
        "{}, {}, {} ({}): {} items, {} decisions, {} actions",
        meeting.organization.name.as_deref().unwrap_or("body not named"),
        meeting.meeting.date.map_or_else(|| "no date".to_owned(), |d| d.to_string()),
        meeting.document.kind.as_str(),
        meeting.document.status.as_str(),
        meeting.agenda_items.len(),
        meeting.decisions.len(),
        meeting.actions.len()
    )
}

/// `minutebook diff`
pub(crate) fn diff(arguments: &Diff) -> Result<Exit> {
    let archive = Archive::open(&arguments.record.folder.archive)?;
    let versions = versions(&archive, &arguments.record.id)?;
    let last = versions.last().map_or(0, |v| v.sequence);
    let of = |sequence: i64| match versions.iter().find(|v| v.sequence == sequence) {
        Some(version) => Ok(version),
        None => bail!("there is no version {sequence}, there are {last}; `minutebook history` lists them"),
    };
    let to = arguments.to.unwrap_or(last);
    let from = arguments.from.unwrap_or(to - 1);
    if last < 2 && arguments.from.is_none() {
        bail!("only one version of it was seen; there is nothing to compare");
    }
    let (from, to) = (of(from)?, of(to)?);
    let mut changes = Vec::new();
    for n in 0..from.meetings.len().max(to.meetings.len()) {
        let (old, new) = (value(from.meetings.get(n))?, value(to.meetings.get(n))?);
        compare(&format!("/{}", n + 1), &old, &new, &mut changes);
    }
    let mut out = anstream::stdout().lock();
    for Change { field, old, new } in &changes {
        if arguments.json {
            writeln!(out, "{}", json!({"field": field, "old": old, "new": new}))?;
            continue;
        }
        writeln!(out, "{BOLD}{}{RESET}", line(field))?;
        for (sign, value) in [('-', old), ('+', new)] {
            if !value.is_null() {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                writeln!(out, "  {sign} {}", line(&text))?;
            }
        }
    }
    if changes.is_empty() && !arguments.json {
        writeln!(out, "the bytes differ, what is read from them does not")?;
    }
    Ok(if changes.is_empty() { Exit::Nothing } else { Exit::Done })
}

fn value(meeting: Option<&Meeting>) -> Result<Value> {
    Ok(meeting.map_or(Ok(Value::Null), serde_json::to_value)?)
}

/// A field that is not what it was.
#[derive(Debug, PartialEq)]
struct Change {
    field: String,
    old: Value,
    new: Value,
}

/// What is not news: where words stand, which bytes they are from, and numbers that follow from the order.
const NO_NEWS: [&str; 6] = ["cite", "cites", "source", "id", "gives_rise_to", "arises_from"];

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
            let mut left: Vec<&Value> = new.iter().collect();
            for element in old {
                let name = label(element);
                match left.iter().position(|other| label(other) == name) {
                    Some(at) => compare(&format!("{field}[{name}]"), element, left.remove(at), changes),
                    None => push(&format!("{field}[{name}]"), element, &Value::Null, changes),
                }
            }
            for element in left {
                push(&format!("{field}[{}]", label(element)), &Value::Null, element, changes);
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
