//! Fits the weights of `meeting::confidence` on labelled papers: one logistic regression for each kind of value, with
//! the bodies held out in turn to see what the figures are worth on bodies that they were not fitted on.
//!
//! ```text
//! cargo run --release -p minutebook-fit -- OUT REPORT [--without LIST] TRUTHS PAPERS [TRUTHS PAPERS …]
//! ```
//!
//! `TRUTHS` are folders of truths as `minutebook eval` takes them, each with the folder of its papers; `LIST` names
//! papers that stay out, one a line, by the name of their truth. The weights go to `OUT`, the tables to `REPORT`.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "it reads papers and writes tables")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use ingest::Limits;
use meeting::confidence::{
    Beside, Kind, LEAST_ACTION, LEAST_DECISION, action_features, decision_features, item_features, participant_features,
};
use serde_json::Value;
use types::{Meeting, Source};

/// Bodies are parted into so many folds; each is judged by weights fitted on the others.
const FOLDS: usize = 10;
/// A feature that fewer values have tells nothing.
const SELDOM: usize = 4;
/// The strength with which weights are drawn to nothing (L2).
const PULL: f64 = 8.0;
/// Steps of the descent; more change the third digit.
const STEPS: usize = 1500;
/// The length of a step.
const STEP: f64 = 0.8;
/// Bins of the reliability table.
const BINS: usize = 10;

/// A value whose truth is known.
struct Example {
    body: String,
    features: Vec<String>,
    right: bool,
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [out, report, rest @ ..] = arguments.as_slice() else {
        bail!("usage: minutebook-fit OUT REPORT [--without LIST] TRUTHS PAPERS [TRUTHS PAPERS ...]");
    };
    let (without, folders) = match rest {
        [flag, list, folders @ ..] if flag == "--without" => {
            let text = fs::read_to_string(list).with_context(|| format!("`{list}`"))?;
            (text.lines().map(|l| l.trim().to_owned()).collect(), folders)
        }
        folders => (BTreeSet::new(), folders),
    };
    if folders.is_empty() || folders.len() % 2 == 1 {
        bail!("each folder of truths needs the folder of its papers behind it");
    }
    let mut examples: BTreeMap<&str, Vec<Example>> = BTreeMap::new();
    let mut papers = 0;
    for pair in folders.chunks(2) {
        papers += read(Path::new(&pair[0]), Path::new(&pair[1]), &without, &mut examples)?;
    }
    let mut table =
        String::from("# Weights of the features of values, fitted by minutebook-fit; see src/confidence.rs.\n");
    let mut told =
        format!("Fitted on {papers} labelled papers. Each table is of values of bodies held out ({FOLDS} folds).\n");
    for kind in Kind::ALL {
        let Some(examples) = examples.get(kind.name()) else { bail!("no {} in these papers", kind.name()) };
        for (feature, weight) in fit(&examples.iter().collect::<Vec<_>>()) {
            writeln!(table, "{}\t{feature}\t{weight:.3}", kind.name())?;
        }
        tell(kind, examples, &mut told)?;
    }
    fs::write(out, table).with_context(|| format!("`{out}`"))?;
    fs::write(report, &told).with_context(|| format!("`{report}`"))?;
    print!("{told}");
    Ok(())
}

/// Reads the papers of a folder of truths, and adds their values.
fn read(
    truths: &Path,
    papers: &Path,
    without: &BTreeSet<String>,
    examples: &mut BTreeMap<&str, Vec<Example>>,
) -> Result<usize> {
    let mut count = 0;
    let mut paths: Vec<PathBuf> = fs::read_dir(truths)
        .with_context(|| format!("`{}`", truths.display()))?
        .map(|e| e.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    paths.sort();
    for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "json")) {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let truth: Value = serde_json::from_str(&fs::read_to_string(path)?)?;
        if without.contains(&name) || quality::truths(&truth).is_empty() {
            continue;
        }
        let Some(meetings) = meetings_of(papers, &name)? else { continue };
        let body = truth["organization"]["name"].as_str().unwrap_or(&name).to_lowercase();
        add(&body, &truth, &meetings, examples)?;
        count += 1;
    }
    Ok(count)
}

/// The meetings of the paper with this name, in whichever format it lies there; nothing if it cannot be read.
fn meetings_of(papers: &Path, name: &str) -> Result<Option<Vec<Meeting>>> {
    /// The first of these that there is.
    const FORMATS: [&str; 6] = ["pdf", "docx", "html", "md", "txt", "htm"];
    let Some(path) = FORMATS.iter().map(|f| papers.join(format!("{name}.{f}"))).find(|p| p.is_file()) else {
        return Ok(None);
    };
    let bytes = fs::read(&path).with_context(|| format!("`{}`", path.display()))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let source = Source::new(bytes).named(name);
    Ok(ingest::read(&source, &Limits::default()).ok().map(|reading| reading.value.meetings))
}

/// Adds the values of a paper's meetings whose truth is known.
fn add(body: &str, truth: &Value, meetings: &[Meeting], examples: &mut BTreeMap<&str, Vec<Example>>) -> Result<()> {
    // What was set apart as unsure is judged, too.
    let whole: Vec<Meeting> = meetings
        .iter()
        .cloned()
        .map(|mut m| {
            m.decisions.append(&mut m.possible_decisions);
            m.actions.append(&mut m.possible_actions);
            m
        })
        .collect();
    let records: Vec<Value> = whole.iter().map(serde_json::to_value).collect::<Result<_, _>>()?;
    for (index, right) in quality::right_values(truth, &records) {
        let m = &whole[index];
        let mut add = |kind: Kind, features: Vec<Vec<String>>, right: Vec<Option<bool>>| {
            let list = examples.entry(kind.name()).or_default();
            for (features, right) in features.into_iter().zip(right) {
                list.extend(right.map(|right| Example { body: body.to_owned(), features, right }));
            }
        };
        let beside = Beside::of(m);
        let features = m.decisions.iter().map(|d| decision_features(d, &beside)).collect();
        add(Kind::Decision, features, right.decisions);
        let features = m.actions.iter().map(|a| action_features(a, &beside)).collect();
        add(Kind::Action, features, right.actions);
        let features = m.participants.iter().map(|p| participant_features(p, m)).collect();
        add(Kind::Participant, features, right.participants);
        let features = m.agenda_items.iter().map(|i| item_features(i, m)).collect();
        add(Kind::Item, features, right.items);
    }
    Ok(())
}

/// The weights of the features that are not seldom, and the constant `all` first.
fn fit(examples: &[&Example]) -> Vec<(String, f64)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    examples.iter().flat_map(|e| &e.features).for_each(|f| *counts.entry(f).or_default() += 1);
    let names: Vec<&str> = counts.into_iter().filter(|(_, n)| *n >= SELDOM).map(|(f, _)| f).collect();
    let place: BTreeMap<&str, usize> = names.iter().enumerate().map(|(n, f)| (*f, n + 1)).collect();
    let rows: Vec<(Vec<usize>, f64)> = examples
        .iter()
        .map(|e| {
            let known = e.features.iter().filter_map(|f| place.get(f.as_str()).copied());
            (std::iter::once(0).chain(known).collect(), f64::from(u8::from(e.right)))
        })
        .collect();
    let mut weights = vec![0.0; names.len() + 1];
    let count = rows.len().max(1) as f64;
    for _ in 0..STEPS {
        let mut slope: Vec<f64> =
            weights.iter().enumerate().map(|(n, w)| if n == 0 { 0.0 } else { PULL * w / count }).collect();
        for (features, right) in &rows {
            let error = share(features.iter().map(|f| weights[*f]).sum()) - right;
            features.iter().for_each(|f| slope[*f] += error / count);
        }
        weights.iter_mut().zip(slope).for_each(|(w, s)| *w -= STEP * s);
    }
    std::iter::once("all").chain(names).map(str::to_owned).zip(weights).collect()
}

/// The logistic function.
fn share(sum: f64) -> f64 {
    1.0 / (1.0 + (-sum).exp())
}

/// The share that weights give to an example.
fn judge(weights: &BTreeMap<String, f64>, example: &Example) -> f64 {
    let weight = |f: &String| weights.get(f).copied().unwrap_or(0.0);
    share(weights.get("all").copied().unwrap_or(0.0) + example.features.iter().map(weight).sum::<f64>())
}

/// Tells how the figures of one kind hold on bodies that they were not fitted on.
fn tell(kind: Kind, examples: &[Example], told: &mut String) -> Result<()> {
    let bodies: Vec<&str> = examples.iter().map(|e| e.body.as_str()).collect::<BTreeSet<_>>().into_iter().collect();
    let mut judged: Vec<(f64, bool)> = Vec::new();
    for fold in 0..FOLDS {
        let out: BTreeSet<&str> = bodies.iter().skip(fold).step_by(FOLDS).copied().collect();
        let (held, kept): (Vec<&Example>, Vec<&Example>) = examples.iter().partition(|e| out.contains(e.body.as_str()));
        let weights: BTreeMap<String, f64> = fit(&kept).into_iter().collect();
        judged.extend(held.iter().map(|e| (judge(&weights, e), e.right)));
    }
    let right = judged.iter().filter(|(_, r)| *r).count() as f64;
    let all = judged.len().max(1) as f64;
    let base = right / all;
    let miss = |p: f64, r: bool| (p - f64::from(u8::from(r))).powi(2);
    let brier = judged.iter().map(|(p, r)| miss(*p, *r)).sum::<f64>() / all;
    let constant = judged.iter().map(|(_, r)| miss(base, *r)).sum::<f64>() / all;
    writeln!(told, "\n{}: {} values of {} bodies, {:.3} of them right", kind.name(), judged.len(), bodies.len(), base)?;
    writeln!(told, "Brier score {brier:.4}; of one figure for all {constant:.4}")?;
    writeln!(told, "said        values  mean said  right")?;
    for bin in 0..BINS {
        let (from, to) = (bin as f64 / BINS as f64, (bin + 1) as f64 / BINS as f64);
        let inside: Vec<&(f64, bool)> =
            judged.iter().filter(|(p, _)| *p >= from && (*p < to || bin + 1 == BINS)).collect();
        if inside.is_empty() {
            continue;
        }
        let count = inside.len() as f64;
        let said = inside.iter().map(|(p, _)| p).sum::<f64>() / count;
        let right = inside.iter().filter(|(_, r)| *r).count() as f64 / count;
        writeln!(told, "{from:.1} to {to:.1}  {:6}  {said:9.2}  {right:5.2}", inside.len())?;
    }
    let least = match kind {
        Kind::Decision => LEAST_DECISION,
        Kind::Action => LEAST_ACTION,
        Kind::Participant | Kind::Item => return Ok(()),
    };
    writeln!(told, "with a least figure of   right   of the right ones kept")?;
    for least in [0.3, 0.4, 0.5, 0.6, 0.7, f64::from(least)] {
        let kept: Vec<&(f64, bool)> = judged.iter().filter(|(p, _)| *p >= least).collect();
        let good = kept.iter().filter(|(_, r)| *r).count() as f64;
        writeln!(told, "{least:20.2}   {:5.3}   {:5.3}", good / kept.len().max(1) as f64, good / right.max(1.0))?;
    }
    Ok(())
}
