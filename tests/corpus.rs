//! Real published papers, which are not part of the project: used where they are at hand, in addition
//! to the project's own fixtures.

use std::fs;
use std::path::PathBuf;

use crate::place::{Folder, root, run};

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
    let (code, out, _) = run(&["verify", "--archive", &book]);
    assert_eq!(code, 0, "{out}");
    let (_, out, _) = run(&["search", "\"domestic abuse\"", "--archive", &book, "--json", "--limit", "200"]);
    let mut bodies: Vec<String> = out
        .lines()
        .filter_map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap()["body"].as_str().map(str::to_owned))
        .collect();
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
        ("seeds", "gold", ".txt", 0.80),
        ("seeds", "gold", ".chromium.pdf", 0.75),
        ("seeds", "gold", ".writer.pdf", 0.75),
        ("real", "gold-real", "", 0.65),
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
