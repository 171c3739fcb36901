//! How well searches of the invented papers are answered: a person wrote down which papers each of some 180 queries
//! should find (`fixtures/search/judged.tsv`: a query, and the papers with 2 for what was asked and 1 for what is also
//! right; `-` where nothing is to be found).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::place::{Folder, root, run};

/// The papers, without what a person read in them.
fn papers(to: &Path) -> Vec<String> {
    let mut folders = Vec::new();
    for folder in ["papers", "written", "kinds"] {
        let into = to.join(folder);
        fs::create_dir_all(&into).unwrap();
        for entry in fs::read_dir(root().join("fixtures").join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let is_paper = [".pdf", ".docx", ".html", ".txt", ".md"].iter().any(|end| name.ends_with(end));
            if is_paper && name != "README.md" {
                fs::copy(&path, into.join(&name)).unwrap();
            }
        }
        folders.push(into.to_str().unwrap().to_owned());
    }
    folders
}

struct Judged {
    query: String,
    /// Papers with how right they are.
    right: BTreeMap<String, u32>,
}

fn judged() -> Vec<Judged> {
    let text = fs::read_to_string(root().join("fixtures/search/judged.tsv")).unwrap();
    let line = |line: &str| {
        let (query, right) = line.split_once('\t').unwrap();
        let grade = |paper: &str| {
            let (file, grade) = paper.split_once('=').unwrap();
            (file.to_owned(), grade.parse().unwrap())
        };
        let right = right.split(' ').filter(|paper| *paper != "-").map(grade).collect();
        Judged { query: query.to_owned(), right }
    };
    text.lines().skip(1).map(line).collect()
}

/// The papers that each query finds, the best first.
fn ranked(book: &str, folder: &Folder, judged: &[Judged], more: &[&str]) -> Vec<Vec<String>> {
    let file = folder.path("queries.csv");
    let mut table = csv::Writer::from_path(&file).unwrap();
    table.write_record(["name", "query"]).unwrap();
    for (n, judged) in judged.iter().enumerate() {
        table.write_record([&n.to_string(), &judged.query]).unwrap();
    }
    table.flush().unwrap();
    let arguments = [
        "search",
        "--queries",
        file.to_str().unwrap(),
        "--all",
        "--limit",
        "100",
        "--format",
        "jsonl",
        "--archive",
        book,
    ];
    let (code, out, err) = run(&[&arguments, more].concat());
    assert_eq!(code, 0, "{err}");
    let mut found: Vec<Vec<String>> = judged.iter().map(|_| Vec::new()).collect();
    for line in out.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let of: usize = row["name"].as_str().unwrap().parse().unwrap();
        let paper = row["file"].as_str().unwrap().to_owned();
        if !found[of].contains(&paper) {
            found[of].push(paper);
        }
    }
    found
}

/// Discounted gain of the first ten (nDCG@10), the share of the right papers that are found, and the share of the
/// papers found that are right; means over the queries.
fn scores(judged: &[Judged], found: &[Vec<String>]) -> [f64; 3] {
    let gain = |grades: Vec<u32>| -> f64 {
        let of = |(n, grade): (usize, u32)| f64::from(2_u32.pow(grade) - 1) / ((n + 2) as f64).log2();
        grades.into_iter().take(10).enumerate().map(of).sum()
    };
    let mut sums = [(0.0, 0.0); 3];
    let mut add = |n: usize, value: f64| {
        sums[n].0 += value;
        sums[n].1 += 1.0;
    };
    for (Judged { right, .. }, found) in judged.iter().zip(found) {
        if right.is_empty() {
            add(0, if found.is_empty() { 1.0 } else { 0.0 });
            continue;
        }
        let mut best: Vec<u32> = right.values().copied().collect();
        best.sort_unstable_by(|a, b| b.cmp(a));
        let grades = found.iter().map(|f| right.get(f).copied().unwrap_or(0)).collect();
        add(0, gain(grades) / gain(best));
        let hits = found.iter().filter(|f| right.contains_key(*f)).count() as f64;
        add(1, hits / right.len() as f64);
        if !found.is_empty() {
            add(2, hits / found.len() as f64);
        }
    }
    sums.map(|(sum, n)| sum / n)
}

#[test]
fn judged_searches_are_answered_as_well_as_they_were() {
    let folder = Folder::new();
    let book = folder.path("book").to_str().unwrap().to_owned();
    let papers = papers(&folder.path("papers"));
    let roots: Vec<&str> = papers.iter().map(String::as_str).collect();
    assert_eq!(run(&[&["ingest", "--archive", &book], &roots[..]].concat()).0, 0);
    let judged = judged();
    assert!(judged.len() >= 180);
    let with = scores(&judged, &ranked(&book, &folder, &judged, &[]));
    let without = scores(&judged, &ranked(&book, &folder, &judged, &["--no-expand"]));
    eprintln!("nDCG@10, recall, precision: {with:.3?}; without expansion {without:.3?}");
    for ((name, score), floor) in ["nDCG@10", "recall", "precision"].iter().zip(with).zip([0.96, 0.96, 0.98]) {
        assert!(score >= floor, "{name} is {score:.3}, it was at least {floor}");
    }
    assert!(with[1] > without[1], "short forms find more when they are expanded");
}

#[test]
fn every_word_of_every_page_is_found_on_its_page() {
    let folder = Folder::new();
    let book = folder.path("book").to_str().unwrap().to_owned();
    let papers = papers(&folder.path("papers"));
    let roots: Vec<&str> = papers.iter().map(String::as_str).collect();
    assert_eq!(run(&[&["ingest", "--archive", &book], &roots[..]].concat()).0, 0);
    // Four words that follow each other, from every thirteenth word of every page on.
    let mut wanted: Vec<(String, u64, String)> = Vec::new();
    for root in &roots {
        for entry in fs::read_dir(root).unwrap() {
            let path = entry.unwrap().path();
            let parts: Vec<&str> = path.iter().rev().take(2).map(|p| p.to_str().unwrap()).collect();
            let key = format!("{}/{}", parts[1], parts[0]);
            let (_, text, _) = run(&["text", path.to_str().unwrap()]);
            for (page, text) in text.split('\x0c').enumerate() {
                let words: Vec<&str> = text.split_whitespace().collect();
                for four in words.windows(4).step_by(13) {
                    let phrase = four.join(" ").replace(['"', '\u{201c}', '\u{201d}'], " ");
                    if phrase.chars().any(char::is_alphanumeric) && !phrase.contains('*') && !phrase.contains('~') {
                        wanted.push((key.clone(), page as u64 + 1, phrase));
                    }
                }
            }
        }
    }
    let asked: Vec<Judged> =
        wanted.iter().map(|(_, _, phrase)| Judged { query: format!("\"{phrase}\""), right: BTreeMap::new() }).collect();
    let found = ranked(&book, &folder, &asked, &["--no-expand"]);
    let missing: Vec<_> = wanted.iter().zip(&found).filter(|((key, ..), found)| !found.contains(key)).collect();
    let share = missing.len() as f64 / wanted.len() as f64;
    assert!(wanted.len() > 2_000, "{}", wanted.len());
    // What is lost runs from the text into a running head or a page number, or from a menu into the page: nobody reads
    // it as one. Single words are never lost, nor are phrases of one sentence.
    assert!(share <= 0.015, "{share:.4} of the phrases do not find their paper: {missing:?}");
}
