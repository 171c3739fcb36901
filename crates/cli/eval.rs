//! `eval`: what is read, against what a person read in the same papers.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use ingest::Limits;
use quality::{CORE, FIELDS, Matching, Scores};
use serde_json::{Value, json};

use crate::args::Eval;
use crate::exit::Exit;
use crate::read;
use crate::terminal;

/// The two ways of comparing, side by side.
#[derive(Default)]
struct Both {
    soft: Scores,
    strict: Scores,
}

impl Both {
    fn take_in(&mut self, other: &Self) {
        self.soft.take_in(&other.soft);
        self.strict.take_in(&other.strict);
    }
}

/// `minutebook eval`
pub(crate) fn eval(arguments: &Eval) -> Result<Exit> {
    let folder = &arguments.truths;
    let mut all = Both::default();
    let (mut bodies, mut papers): (BTreeMap<String, Both>, BTreeMap<String, Both>) = <_>::default();
    let mut unread = Vec::new();
    for path in truths(folder)? {
        let name = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let text = fs::read_to_string(&path).with_context(|| format!("`{}`", path.display()))?;
        let truth: Value = serde_json::from_str(&text).with_context(|| format!("`{}`", path.display()))?;
        if quality::truths(&truth).is_empty() {
            continue; // another kind of JSON beside the truths
        }
        let records = match &arguments.records {
            Some(folder) => stored(folder, &name)?,
            None => match paper(arguments, &name, &truth) {
                Some(paper) => match read::with(&paper, None, Limits::default(), ingest::read) {
                    Ok(reading) => {
                        let meetings = reading.value.meetings.iter().map(serde_json::to_value);
                        meetings.collect::<Result<_, _>>()?
                    }
                    Err(e) => {
                        unread.push(format!("{e:#}"));
                        Vec::new()
                    }
                },
                None => bail!("`{}`: its paper is not there; name the folder with --papers", path.display()),
            },
        };
        let both = Both {
            soft: quality::compare(&truth, &records, Matching::Soft),
            strict: quality::compare(&truth, &records, Matching::Strict),
        };
        all.take_in(&both);
        let body = truth["organization"]["name"].as_str().unwrap_or("(no body)").to_owned();
        bodies.entry(body).or_default().take_in(&both);
        papers.insert(name, both);
    }
    if all.soft.records == 0 {
        bail!("`{}`: no truth in it; a truth is a `.json` file with a `meeting`", folder.display());
    }
    let mut out = io::stdout().lock();
    if arguments.json {
        let told = json!({
            "soft": figures(&all.soft), "strict": figures(&all.strict), "not_read": unread,
            "bodies": bodies.iter().map(|(name, b)| (name.clone(), figures(&b.soft))).collect::<serde_json::Map<_, _>>(),
            "papers": papers.iter().map(|(name, b)| (name.clone(), figures(&b.soft))).collect::<serde_json::Map<_, _>>(),
        });
        serde_json::to_writer_pretty(&mut out, &told)?;
        writeln!(out)?;
    } else {
        out.write_all(table(&all).as_bytes())?;
        if arguments.by_body {
            out.write_all(rows("body", &bodies).as_bytes())?;
        }
        if arguments.by_paper {
            out.write_all(rows("paper", &papers).as_bytes())?;
        }
    }
    out.flush()?;
    for message in &unread {
        terminal::error(&format!("{message}; counted as a record with nothing in it"));
    }
    Ok(if unread.is_empty() { Exit::Done } else { Exit::Failed })
}

fn truths(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("`{}`", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    paths.retain(|p| p.extension().is_some_and(|e| e == "json"));
    paths.sort();
    Ok(paths)
}

/// The paper of a truth: in the folders that were named, beside it, or in a folder next to its own.
fn paper(arguments: &Eval, name: &str, truth: &Value) -> Option<PathBuf> {
    let printed = truth["file"].as_str().or_else(|| truth["source"]["file"].as_str());
    let file = match &arguments.rendering {
        Some(suffix) => format!("{name}.{suffix}"),
        None => printed.unwrap_or(name).to_owned(),
    };
    let mut folders = arguments.papers.clone();
    if folders.is_empty() {
        folders.push(arguments.truths.clone());
        let above =
            arguments.truths.canonicalize().ok().and_then(|t| t.parent().map(Path::to_owned)).unwrap_or_default();
        folders.push(above.clone());
        let mut beside: Vec<PathBuf> = fs::read_dir(above)
            .into_iter()
            .flatten()
            .filter_map(|e| e.ok().map(|e| e.path()))
            .filter(|p| p.is_dir())
            .collect();
        beside.sort();
        folders.extend(beside);
    }
    folders.into_iter().map(|f| f.join(&file)).find(|p| p.is_file())
}

/// Records that a program wrote: one, a list, or one a line; none if the file is not there.
fn stored(folder: &Path, name: &str) -> Result<Vec<Value>> {
    let path = ["json", "ndjson"].iter().map(|e| folder.join(format!("{name}.{e}"))).find(|p| p.is_file());
    let Some(path) = path else { return Ok(Vec::new()) };
    let text = fs::read_to_string(&path).with_context(|| format!("`{}`", path.display()))?;
    let mut records = Vec::new();
    for value in serde_json::Deserializer::from_str(&text).into_iter::<Value>() {
        match value.with_context(|| format!("`{}`", path.display()))? {
            Value::Array(list) => records.extend(list),
            record => records.push(record),
        }
    }
    Ok(records)
}

fn figures(scores: &Scores) -> Value {
    let round = |x: f64| (x * 10_000.0).round() / 10_000.0;
    let fields = FIELDS.iter().filter_map(|f| Some((*f, scores.fields.get(f)?)));
    json!({
        "records": scores.records, "exact": scores.exact, "exact_core": scores.exact_core,
        "macro_f1": round(scores.macro_f1()), "core_f1": round(scores.core_f1()),
        "fields": fields.map(|(name, t)| (name.to_owned(), json!({
            "precision": round(t.precision()), "recall": round(t.recall()), "f1": round(t.f1()), "support": t.support(),
        }))).collect::<serde_json::Map<_, _>>(),
    })
}

fn table(all: &Both) -> String {
    let mut out = format!("{:20} {:>6} {:>6} {:>6} {:>8} {:>9}\n", "field", "P", "R", "F1", "support", "strict F1");
    for field in FIELDS {
        if let Some(tally) = all.soft.fields.get(field) {
            let strict = all.strict.fields.get(field).map_or(0.0, quality::Tally::f1);
            let (p, r, f) = (tally.precision(), tally.recall(), tally.f1());
            let _ = writeln!(out, "{field:20} {p:6.3} {r:6.3} {f:6.3} {:8} {strict:9.3}", tally.support());
        }
    }
    let exact = |s: &Scores| format!("{} exact in all fields, {} in the core", s.exact, s.exact_core);
    let _ = writeln!(
        out,
        "\n{} records; soft: macro F1 {:.3}, core F1 {:.3}, {}; strict: macro F1 {:.3}, core F1 {:.3}, {}\ncore: {}",
        all.soft.records,
        all.soft.macro_f1(),
        all.soft.core_f1(),
        exact(&all.soft),
        all.strict.macro_f1(),
        all.strict.core_f1(),
        exact(&all.strict),
        CORE.join(", "),
    );
    out
}

/// One row each, soft F1.
fn rows(what: &str, all: &BTreeMap<String, Both>) -> String {
    const COLUMNS: [&str; 10] = [
        "body",
        "date",
        "participants",
        "attendance",
        "items",
        "decisions",
        "actions",
        "votes",
        "declarations_state",
        "next_meetings",
    ];
    let mut out = format!("\n{what:44}");
    for column in COLUMNS {
        let _ = write!(out, " {:>9.9}", column);
    }
    out.push('\n');
    for (name, both) in all {
        let _ = write!(out, "{name:44.44}");
        for column in COLUMNS {
            match both.soft.fields.get(column) {
                Some(tally) => {
                    let _ = write!(out, " {:9.2}", tally.f1());
                }
                None => out.push_str("         -"),
            }
        }
        out.push('\n');
    }
    out
}
