//! Real published papers, which are not part of the project: used where they are at hand, in addition
//! to the project's own fixtures.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::place::{Folder, root, run};
use crate::tables::{arranged, compare, rows, shared};

/// The folder of real papers beside the project, if it is there.
fn corpus() -> Option<PathBuf> {
    let dir = root().parent()?.join("shared/corpus");
    if dir.is_dir() {
        return Some(dir);
    }
    eprintln!(
        "\n*** SKIPPED: no real papers at ../shared/corpus; the project's own fixtures are tested all the same ***\n"
    );
    None
}

#[test]
fn real_papers_are_read_and_every_quote_stands_at_its_place() {
    let Some(corpus) = corpus() else { return };
    let folder = Folder::new();
    let book = folder.path("book").to_str().unwrap().to_owned();
    let of = |name: &str| corpus.join(name).to_str().unwrap().to_owned();
    let (code, out, err) =
        run(&["ingest", &of("seeds"), &of("real"), &of("hostile/made"), "--archive", &book, "--json"]);
    assert!(code == 2 && out.contains("\"balances\":true"), "{out}{err}");
    let (_, out, _) = run(&["status", "--archive", &book, "--json"]);
    let status: serde_json::Value = serde_json::from_str(&out).unwrap();
    let text = |v: &serde_json::Value| v.as_str().unwrap().to_owned();
    let failures = status["failures"].as_array().unwrap().iter().map(|f| (text(&f["file"]), text(&f["reason"])));
    let hostile: Vec<(String, String)> = failures.filter(|(file, _)| file.starts_with("made/")).collect();
    let expected = [
        ("made/contents_array_self.pdf", "damaged"),
        ("made/empty.pdf", "empty"),
        ("made/enc_userpw_256.pdf", "encrypted"),
        ("made/bomb_1GiB_content.pdf", "over_limit"),
    ];
    assert_eq!(hostile, expected.map(|(file, reason)| (file.to_owned(), reason.to_owned())));
    let (code, out, _) = run(&["verify", "--archive", &book]);
    assert_eq!(code, 0, "{out}");
    let (_, out, _) = run(&["search", "\"domestic abuse\"", "--archive", &book, "--json", "--limit", "200"]);
    let answer: serde_json::Value = serde_json::from_str(&out).unwrap();
    let hits = answer["hits"].as_array().unwrap();
    let mut bodies: Vec<String> = hits.iter().filter_map(|h| h["body"].as_str().map(str::to_owned)).collect();
    bodies.sort();
    bodies.dedup();
    assert!(bodies.len() >= 4, "{bodies:?}");
}

#[test]
fn real_papers_score_no_worse_than_they_did() {
    let Some(corpus) = corpus() else { return };
    let scorer = corpus.parent().unwrap().join("tools/score.py");
    if std::process::Command::new("python3").arg("--version").output().is_err() {
        eprintln!("\n*** SKIPPED: no python3 for the scorer ***\n");
        return;
    }
    let sets = [
        ("seeds", "gold", ".txt", 0.94),
        ("seeds", "gold", ".chromium.pdf", 0.94),
        ("seeds", "gold", ".writer.pdf", 0.93),
        ("real", "gold-real", "", 0.95),
    ];
    for (files, gold, ending, least) in sets {
        let folder = Folder::new();
        for entry in fs::read_dir(corpus.join(files)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if name.ends_with(ending) {
                let (_, records, _) = run(&["extract", path.to_str().unwrap()]);
                let id = name.split('.').next().unwrap();
                fs::write(folder.path(&format!("{id}.ndjson")), records).unwrap();
            }
        }
        let scored = std::process::Command::new("python3")
            .arg(&scorer)
            .args([corpus.join(gold), folder.0.clone()])
            .args(["--min", &format!("core={least}")])
            .output()
            .unwrap();
        let table = String::from_utf8_lossy(&scored.stdout).into_owned();
        assert!(scored.status.success(), "{files}{ending}:\n{table}");
    }
}

/// Sentences that look like decisions or actions of the meeting and are none, as a person picked them from real
/// papers.
#[test]
fn sentences_that_look_like_decisions_stay_out() {
    let Some(corpus) = corpus() else { return };
    let text = fs::read_to_string(corpus.join("gold/hard_negatives.json")).unwrap();
    let negatives: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let words = |text: &str| -> String {
        let plain = text.to_lowercase().replace('\u{2019}', "'");
        plain.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let mut records: HashMap<String, Vec<serde_json::Value>> = HashMap::new();
    for negative in &negatives {
        let seed = negative["seed"].as_str().unwrap();
        let records = records.entry(seed.to_owned()).or_insert_with(|| {
            let (_, out, err) = run(&["extract", corpus.join("seeds").join(seed).to_str().unwrap()]);
            assert!(!out.is_empty(), "{seed}: {err}");
            out.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
        });
        let sentence = words(negative["text"].as_str().unwrap());
        for record in records.iter() {
            for kind in ["decisions", "actions"] {
                for found in record[kind].as_array().unwrap() {
                    assert!(
                        !words(found["text"].as_str().unwrap()).contains(&sentence),
                        "{seed}: in {kind}: {} ({})",
                        negative["text"],
                        negative["why_not"]
                    );
                }
            }
        }
    }
    assert!(negatives.len() >= 39, "{}", negatives.len());
}

/// The seeds' tables as PDF against the same as a web page, whose table tags are the truth.
#[test]
fn tables_of_real_papers_are_read_row_by_row() {
    let Some(corpus) = corpus() else { return };
    let mut html: Vec<PathBuf> = fs::read_dir(corpus.join("seeds")).unwrap().map(|e| e.unwrap().path()).collect();
    html.retain(|p| p.extension().is_some_and(|e| e == "html"));
    html.sort();
    // Without tags and without rules the long tables of one paper, whose cells are centred, still come apart.
    for (ending, least) in [("docx", 0.98), ("chromium.pdf", 0.98), ("writer.pdf", 0.50)] {
        let (mut same, mut found_all, mut truth_all) = (0, 0, 0);
        let mut differences = String::new();
        for page in &html {
            let truth = rows(&arranged(page));
            let file = page.with_extension(ending);
            let found = rows(&arranged(&file));
            let (precision, recall, difference) = compare(&found, &truth);
            let name = file.file_name().unwrap().to_str().unwrap();
            println!("{name}: {} rows, precision {precision:.3}, recall {recall:.3}", truth.len());
            differences += &format!("{name}\n{difference}");
            same += shared(&found, &truth);
            found_all += found.len();
            truth_all += truth.len();
        }
        let (precision, recall) = (same as f64 / found_all as f64, same as f64 / truth_all as f64);
        println!("{ending}: precision {precision:.3}, recall {recall:.3}");
        assert!(precision >= least && recall >= least, "{ending}: {precision:.3} {recall:.3}\n{differences}");
    }
}

/// Every file with one of these endings in some folders of the corpus.
fn papers(corpus: &Path, folders: &[&str], endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> = folders.iter().map(|f| corpus.join(f)).collect();
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| endings.iter().any(|ending| e == *ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn no_word_of_a_real_paper_is_lost_between_page_and_block() {
    let Some(corpus) = corpus() else { return };
    let mut read = 0;
    for path in papers(&corpus, &["seeds", "real", "written", "bulk"], &["pdf", "docx", "html", "md", "txt"]) {
        let source = types::Source::new(fs::read(&path).unwrap());
        // A scan has nothing to lose.
        let Ok(looked) = ingest::look(&source, &ingest::Limits::default()) else { continue };
        let (pages, document) = looked.value;
        assert_eq!(document.accounts_for(&pages.pages), Ok(()), "{}", path.display());
        read += 1;
    }
    assert!(read > 100, "{read}");
}

/// The words of a text.
fn count<'t>(words: impl Iterator<Item = &'t str>) -> HashMap<&'t str, usize> {
    let mut counts = HashMap::new();
    words.for_each(|w| *counts.entry(w).or_default() += 1);
    counts
}

/// Running heads and page numbers, found without a file's tags, against what its tags call artifacts. The first page
/// is left out: its heads stay in the text on purpose.
#[test]
fn running_heads_are_found_as_tagged_papers_mark_them() {
    let Some(corpus) = corpus() else { return };
    let (mut right, mut found_all, mut marked_all, mut documents) = (0, 0, 0, 0);
    for path in papers(&corpus, &["seeds", "real", "written", "bulk"], &["pdf"]) {
        let source = types::Source::new(fs::read(&path).unwrap());
        let Ok(looked) = ingest::look(&source, &ingest::Limits::default()) else { continue };
        let mut pages = looked.value.0;
        let Some(tags) = pages.structure.take() else { continue };
        let mut marked: Vec<Vec<usize>> = vec![Vec::new(); pages.pages.len()];
        for node in tags.nodes.iter().filter(|n| n.tag == types::Tag::Artifact) {
            for child in &node.children {
                if let types::Child::Words { page, words } = child {
                    marked[*page].extend(words.clone());
                }
            }
        }
        let with = marked.iter().filter(|m| !m.is_empty()).count();
        if pages.pages.len() < 3 || with * 5 < pages.pages.len() * 4 {
            continue;
        }
        documents += 1;
        let document = layout::arrange(source.id(), &pages);
        for (index, page) in pages.pages.iter().enumerate().skip(1) {
            // Watermarks are artifacts too, but no heads.
            let words = marked[index].iter().map(|&w| &page.words[w]).filter(|w| !w.rotated);
            let marked = count(words.map(|w| w.text.as_str()));
            let runs = document.furniture.iter().flat_map(|f| &f.text.runs).filter(|r| r.page == index);
            let texts: Vec<&str> = runs
                .flat_map(|r| document.pages[index].text()[r.at..r.at + r.range.len()].split_whitespace())
                .collect();
            let found = count(texts.into_iter());
            if std::env::var_os("SHOW_FURNITURE").is_some() && found != marked {
                println!("{} page {}: found {found:?}, marked {marked:?}", path.display(), index + 1);
            }
            right += found.iter().map(|(w, n)| (*n).min(marked.get(w).copied().unwrap_or(0))).sum::<usize>();
            found_all += found.values().sum::<usize>();
            marked_all += marked.values().sum::<usize>();
        }
    }
    let (precision, recall) = (right as f64 / found_all as f64, right as f64 / marked_all as f64);
    println!("{documents} papers, {marked_all} words of artifacts: precision {precision:.3}, recall {recall:.3}");
    // Some papers tag a part of their heads only: what is found beyond that is counted as wrong here.
    assert!(documents >= 10 && precision >= 0.97 && recall >= 0.85);
}

/// The words of the seeds' PDFs against those of the web pages that they were printed from.
#[test]
fn words_of_printed_papers_are_those_of_the_web_pages_they_came_from() {
    let Some(corpus) = corpus() else { return };
    let words = |path: &Path| {
        let document = arranged(path);
        let mut all = Vec::new();
        let mut see = |text: &types::Text| {
            let marks = ['\u{2022}', '\u{25e6}', '\u{25aa}', '\u{f0b7}'];
            let parts = text.text.split(|c: char| c.is_whitespace() || marks.contains(&c)).filter(|w| !w.is_empty());
            all.extend(parts.map(str::to_owned));
        };
        document.blocks.iter().for_each(|b| b.texts(&mut see));
        document.furniture.iter().for_each(|f| see(&f.text));
        all
    };
    for page in papers(&corpus, &["seeds"], &["html"]) {
        let truth = words(&page);
        for ending in ["chromium.pdf", "writer.pdf"] {
            let found = words(&page.with_extension(ending));
            let (ours, theirs) = (count(found.iter().map(String::as_str)), count(truth.iter().map(String::as_str)));
            let shared: usize = ours.iter().map(|(w, n)| (*n).min(theirs.get(w).copied().unwrap_or(0))).sum();
            let f1 = 2.0 * shared as f64 / (found.len() + truth.len()) as f64;
            println!("{} {ending}: {f1:.4}", page.file_stem().unwrap().to_str().unwrap());
            assert!(f1 >= 0.9985, "{} {ending}: {f1:.4}", page.display());
        }
    }
}
