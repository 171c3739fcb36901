//! The program as a user runs it.

use std::fs;
use std::process::Stdio;

use serde_json::Value;

use crate::place::{Folder, program, root, run, said};

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}: {text}"))
}

/// An archive of the papers.
fn filled() -> (Folder, String) {
    let folder = Folder::new();
    let dir = folder.path("book").to_str().unwrap().to_owned();
    let (code, out, err) = run(&["ingest", "fixtures/papers", "--archive", &dir]);
    assert_eq!(code, 0, "{out}{err}");
    (folder, dir)
}

#[test]
fn extract_prints_a_record_a_line_and_names_what_it_cannot_read() {
    let (code, out, err) =
        run(&["extract", "fixtures/papers/wexcombe.pdf", "fixtures/broken/locked.pdf", "no-such-file.pdf"]);
    assert_eq!(code, 2);
    let kinds: Vec<Value> = out.lines().map(|l| json(l)["document"]["kind"].clone()).collect();
    assert_eq!(kinds, ["agenda_pack", "minutes"]);
    let lines: Vec<&str> = err.lines().collect();
    assert_eq!(lines.len(), 2, "{err}");
    assert!(lines[0].contains("locked.pdf") && lines[0].contains("password"), "{err}");
    assert!(lines[1].contains("no-such-file.pdf") && lines[1].contains("check the path"), "{err}");
}

#[test]
fn every_broken_file_has_its_reason() {
    let folder = Folder::new();
    let dir = folder.path("book");
    let dir = dir.to_str().unwrap();
    let (code, out, _) = run(&["ingest", "fixtures/broken", "--archive", dir, "--json"]);
    assert_eq!(code, 2);
    let result = json(&out);
    assert_eq!((result["discovered"].as_u64(), result["balances"].as_bool()), (Some(9), Some(true)), "{out}");
    let (code, out, _) = run(&["status", "--archive", dir, "--json"]);
    assert_eq!(code, 0, "a failed file is in the ledger: it balances");
    let status = json(&out);
    let mut failed: Vec<String> = status["failures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| format!("{} {}", f["file"].as_str().unwrap(), f["reason"].as_str().unwrap()))
        .collect();
    failed.sort();
    assert_eq!(
        failed,
        [
            "broken/binary.bin unknown_format",
            "broken/bomb.pdf over_limit",
            "broken/empty.pdf empty",
            "broken/locked.pdf encrypted",
            "broken/scan.pdf no_text",
        ]
    );
    // What can be recovered is.
    let (code, out, _) = run(&["text", "fixtures/broken/truncated.pdf"]);
    assert_eq!((code, out.trim()), (0, "The Board noted the report."));
    let (code, out, _) = run(&["text", "fixtures/broken/recursive-form.pdf"]);
    assert_eq!((code, out.trim()), (0, "Agreed before the form."));
}

#[test]
fn ingesting_twice_reads_nothing_and_changes_no_byte() {
    let (folder, dir) = filled();
    let snapshot = || {
        let mut files: Vec<(String, Vec<u8>)> = walk(&folder.path("book"));
        files.sort();
        files
    };
    let before = snapshot();
    let (code, out, _) = run(&["ingest", "fixtures/papers", "--archive", &dir]);
    assert_eq!(code, 0);
    assert!(out.contains("0 stored") && out.contains("nothing has changed"), "{out}");
    let after = snapshot();
    let names = |s: &[(String, Vec<u8>)]| s.iter().map(|f| f.0.clone()).collect::<Vec<_>>();
    assert_eq!(names(&before), names(&after));
    for (a, b) in before.iter().zip(&after) {
        assert!(a == b, "{} has changed", a.0);
    }
}

fn walk(dir: &std::path::Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(walk(&path));
        } else {
            all.push((path.to_str().unwrap().to_owned(), fs::read(&path).unwrap()));
        }
    }
    all
}

#[test]
fn only_a_changed_file_is_read_again_and_keeps_its_id() {
    let folder = Folder::new();
    let papers = folder.path("town");
    fs::create_dir(&papers).unwrap();
    for name in ["strandshire.txt", "penmaen.txt"] {
        fs::copy(root().join("fixtures/papers").join(name), papers.join(name)).unwrap();
    }
    let dir = folder.path("book").to_str().unwrap().to_owned();
    let ingest = || json(&run(&["ingest", papers.to_str().unwrap(), "--archive", &dir, "--json"]).1);
    assert_eq!(ingest()["stored"], 2);
    let id = |query: &str| {
        let (_, out, _) = run(&["search", query, "--archive", &dir, "--json"]);
        json(&out)["hits"][0]["id"].as_str().map(str::to_owned)
    };
    let before = id("warden").unwrap();
    let text = fs::read_to_string(papers.join("strandshire.txt")).unwrap();
    fs::write(papers.join("strandshire.txt"), text.replace("new patrols", "new zebra crossings")).unwrap();
    let again = ingest();
    assert_eq!((&again["stored"], &again["unchanged"]), (&1.into(), &1.into()));
    assert_eq!(id("zebra").as_deref(), Some(before.as_str()));
    assert_eq!(id("patrols"), None);
    // Touched, but not changed: looked at, and nothing is new.
    fs::File::options()
        .append(true)
        .open(papers.join("penmaen.txt"))
        .unwrap()
        .set_modified(std::time::SystemTime::now())
        .unwrap();
    assert_eq!(ingest()["unchanged"], 2);
}

#[test]
fn a_search_shows_the_words_on_their_page() {
    let (_folder, dir) = filled();
    let search = |arguments: &[&str]| run(&[&["search", "--archive", &dir], arguments].concat());
    let (code, out, _) = search(&["\"domestic abuse\""]);
    assert_eq!(code, 0);
    assert!(out.contains("[domestic abuse]") && out.contains("p. 1"), "{out}");
    assert!(!out.contains('\x1b'), "no colours where there is no terminal");
    let (_, out, _) = search(&["\"domestic abuse\"", "--json", "--limit", "100"]);
    let answer = json(&out);
    let mut bodies: Vec<&str> = answer["hits"].as_array().unwrap().iter().filter_map(|h| h["body"].as_str()).collect();
    bodies.sort_unstable();
    bodies.dedup();
    assert!(bodies.len() >= 2, "{bodies:?}");
    let (code, out, _) =
        search(&["payments", "--kind", "decision", "--body", "hamley", "--from", "2025-11-01", "--json"]);
    assert_eq!(code, 0);
    let hit = &json(&out)["hits"][0];
    let found = &hit["found"][0];
    assert_eq!(
        (&found["item"], &hit["date"], &found["kind"]),
        (&"119".into(), &"2025-11-03".into(), &"decision".into())
    );
    let (code, out, _) = search(&["unfindableword"]);
    assert_eq!(code, 1);
    assert!(out.contains("nothing found"), "{out}");
    let (code, _, err) = search(&["\"\""]);
    assert_eq!(code, 2);
    assert!(err.contains("nothing to search for"), "{err}");
}

#[test]
fn status_tells_what_the_papers_prove_and_is_not_there_with_the_words() {
    let (_folder, dir) = filled();
    let status = |more: &[&str]| {
        let (code, out, err) = run(&[&["status", "--archive", &dir, "--today", "2026-04-01"], more].concat());
        assert_eq!(code, 0, "{err}");
        out
    };
    let all = json(&status(&["--json", "--by-body", "--by-year"]));
    let expected = all["coverage"]["expected"].as_array().unwrap();
    let hamley: Vec<_> = expected.iter().filter(|e| e["body"] == "Little Hamley Parish Council").collect();
    let days: Vec<_> = hamley.iter().map(|e| (e["date"].as_str().unwrap(), e["basis"][0].as_str().unwrap())).collect();
    assert_eq!(days, [("2025-10-06", "previous_minutes"), ("2025-12-01", "next_meeting")]);
    let evidence = &hamley[1]["evidence"][0];
    assert_eq!((&evidence["file"], &evidence["page"]), (&"papers/hamley.pdf".into(), &1.into()));
    assert_eq!(evidence["quote"], "Monday 1st December 2025 at 7.30 pm");
    // The quote stands in the record that it names.
    let (_, record, _) = run(&["show", evidence["record"].as_str().unwrap(), "--json", "--archive", &dir]);
    assert!(record.contains("Monday 1st December 2025 at 7.30 pm"), "{record}");
    let rows = all["coverage"]["rows"].as_array().unwrap();
    let row = rows.iter().find(|r| r["body"] == "Little Hamley Parish Council" && r["year"] == 2025).unwrap();
    assert_eq!((&row["minutes"], &row["missing"], &row["glued_words"]), (&1.into(), &2.into(), &0.0.into()));
    let sum: u64 = rows.iter().map(|r| r["records"].as_u64().unwrap()).sum();
    assert_eq!(Some(sum), all["records"].as_u64());
    assert!(all["space"]["originals"].as_u64().unwrap() > 50_000);
    // One paper of a body prints its authority, another does not.
    let scrutiny = rows.iter().filter(|r| r["body"].as_str().is_some_and(|b| b.contains("Scrutiny")));
    assert!(
        scrutiny.clone().count() > 0
            && scrutiny.clone().all(|r| r["body"] == "Safer Communities Scrutiny Committee, Wexcombe District Council")
    );
    // For a reader.
    let text = status(&["--by-body"]);
    assert!(text.contains("\u{201c}Monday 1st December 2025 at 7.30 pm\u{201d}  papers/hamley.pdf p. 1"), "{text}");
    assert!(text.lines().any(|l| l.starts_with("Little Hamley Parish Council   ") && l.ends_with("0.0%")), "{text}");
    // On an earlier day less was to be expected.
    let (_, out, _) = run(&["status", "--archive", &dir, "--today", "2025-11-30"]);
    assert!(!out.contains("Monday 1st December 2025"), "{out}");
}

#[test]
fn verify_finds_every_quote_and_notices_one_that_is_gone() {
    let (folder, dir) = filled();
    let (code, out, _) = run(&["verify", "--archive", &dir, "--json"]);
    assert_eq!(code, 0, "{out}");
    let result = json(&out);
    assert_eq!(result["places"], result["right"]);
    assert!(result["places"].as_u64().unwrap() > 500);
    // Somebody changes an original.
    let originals = walk(&folder.path("book").join("originals"));
    let (path, mut bytes) = originals.into_iter().find(|(_, b)| b.starts_with(b"**STRANDSHIRE")).unwrap();
    bytes[2] = b'X';
    fs::write(path, bytes).unwrap();
    let (code, out, _) = run(&["verify", "--archive", &dir]);
    assert_eq!(code, 2);
    assert!(out.contains("have changed; delete it"), "{out}");
}

#[test]
fn show_and_export_tell_the_same_record() {
    let (_folder, dir) = filled();
    let (_, out, _) = run(&["search", "precept", "--body", "glenorrin", "--archive", &dir, "--json"]);
    let id = json(&out)["hits"][0]["id"].as_str().unwrap().to_owned();
    let (code, out, _) = run(&["show", &id, "--archive", &dir]);
    assert_eq!(code, 0);
    for words in [
        "Glenorrin Police and Crime Panel",
        "2025-01-31 (Friday)",
        "moved J R Aldous, seconded S Thackray",
        "none named",
        "p. 1",
    ] {
        assert!(out.contains(words) || words == "none named", "{words}: {out}");
    }
    let (_, shown, _) = run(&["show", &id, "--archive", &dir, "--json"]);
    let (code, exported, _) = run(&["export", "--format", "jsonl", "--archive", &dir]);
    assert_eq!(code, 0);
    // The other papers of the meeting are no part of the record.
    let record = |line: &str| {
        let mut record = json(line);
        record.as_object_mut().unwrap().remove("same_as");
        record
    };
    assert!(exported.lines().any(|l| record(l) == json(&shown)));
    let (code, csv, _) = run(&["export", "--format", "csv", "--table", "decisions", "--archive", &dir]);
    assert_eq!(code, 0);
    assert!(
        csv.starts_with(
            "record,file,body,date,item,type,tier,outcome,inferred,confidence,mover,seconder,text,page,quote"
        ),
        "{csv}"
    );
    assert!(csv.contains("Little Hamley Parish Council,2025-11-03,120,deferred,recorded"), "{csv}");
    let (code, _, err) = run(&["show", "nothing-of-that-name", "--archive", &dir]);
    assert_eq!(code, 2);
    assert!(err.contains("nothing-of-that-name"), "{err}");
}

#[test]
fn a_second_ingest_at_the_same_time_is_told_to_wait() {
    let folder = Folder::new();
    let book = folder.path("book");
    fs::create_dir(&book).unwrap();
    let lock = fs::File::options().create(true).truncate(true).write(true).open(book.join("writing")).unwrap();
    lock.lock().unwrap();
    let (code, _, err) = run(&["ingest", "fixtures/papers", "--archive", book.to_str().unwrap()]);
    assert_eq!(code, 2);
    assert!(err.lines().count() == 1 && err.contains("another minutebook is writing") && err.contains("wait"), "{err}");
}

#[test]
fn what_is_asked_of_no_archive_says_how_to_make_one() {
    for arguments in [["status", "--archive"], ["verify", "--archive"]] {
        let (code, _, err) = run(&[arguments[0], arguments[1], "no/such/book"]);
        assert_eq!(code, 2);
        assert!(err.contains("no archive at `no/such/book`") && err.contains("minutebook ingest"), "{err}");
    }
}

/// A search only reads: it says what to do. Whatever writes builds the index anew.
#[test]
fn a_damaged_index_is_told_by_a_search_and_built_anew_by_what_writes() {
    let (folder, dir) = filled();
    for rebuild in [&["reindex"][..], &["ingest", "fixtures/papers"]] {
        fs::write(folder.path("book").join("index/meta.json"), "not json").unwrap();
        let (code, _, err) = run(&["search", "warden", "--archive", &dir]);
        assert_eq!((code, err.lines().count(), err.contains("minutebook reindex")), (2, 1, true), "{err}");
        run(&[rebuild, &["--archive", &dir]].concat());
        let (code, out, err) = run(&["search", "warden", "--archive", &dir]);
        assert_eq!(code, 0, "{out}{err}");
        assert!(out.to_lowercase().contains("[warden]"), "{out}");
    }
}

#[test]
fn whoever_reads_may_stop_reading() {
    let mut child = program()
        .args([
            "extract",
            "fixtures/papers/strandshire.pdf",
            "fixtures/papers/wexcombe.pdf",
            "fixtures/papers/hamley.pdf",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let (code, _, err) = said(child.wait_with_output().unwrap());
    assert_eq!((code, err.as_str()), (0, ""));
}

#[test]
fn standard_input_is_a_file_like_another() {
    let input = fs::File::open(root().join("fixtures/papers/strandshire.pdf")).unwrap();
    let (code, out, _) = said(program().args(["extract", "-"]).stdin(input).output().unwrap());
    assert_eq!(code, 0);
    assert_eq!(json(&out)["meeting"]["date"], "2025-03-20");
}

#[test]
fn a_page_is_printed_to_the_letter() {
    let (_, out, _) = run(&["extract", "fixtures/papers/hamley.pdf"]);
    let record = json(&out);
    let place = &record["meeting"]["cite"]["end_time"];
    let (_, page, _) = run(&["text", "fixtures/papers/hamley.pdf", "--page", &place["page"].to_string()]);
    let span = |n: usize| usize::try_from(place["span"][n].as_u64().unwrap()).unwrap();
    let quote: String = page.chars().take(span(1)).skip(span(0)).collect();
    assert_eq!(quote, place["quote"].as_str().unwrap());
    let (code, _, err) = run(&["text", "fixtures/papers/hamley.pdf", "--page", "9"]);
    assert_eq!(code, 2);
    assert!(err.contains("there is no page 9"), "{err}");
}

#[test]
fn an_ingest_may_be_given_other_limits() {
    let folder = Folder::new();
    let dir = folder.path("book");
    let dir = dir.to_str().unwrap();
    let (code, out, _) =
        run(&["ingest", "fixtures/broken/bomb.pdf", "--archive", dir, "--json", "--limit", "unpacked=200000000"]);
    assert_eq!((code, json(&out)["stored"].as_u64()), (0, Some(1)), "{out}");
    let (code, out, _) = run(&["verify", "--archive", dir]);
    assert_eq!(code, 2, "the usual limits refuse it: {out}");
    assert_eq!(run(&["verify", "--archive", dir, "--limit", "unpacked=200000000"]).0, 0);
}

#[test]
fn a_hit_can_be_read_on_by_its_id_its_name_or_its_file() {
    let (_folder, dir) = filled();
    let on = |arguments: &[&str]| run(&[arguments, &["--archive", &dir]].concat());
    let (_, out, _) = on(&["search", "payments", "--kind", "decision", "--json"]);
    let answer = json(&out);
    let id = answer["hits"][0]["id"].as_str().unwrap();
    let slug = "little-hamley-parish-council-2025-11-03-minutes";
    for name in [id, slug, "hamley.pdf"] {
        let (code, out, err) = on(&["show", name, "--item", "119"]);
        assert!(code == 0 && out.contains("FINANCE") && out.contains("Hall hire"), "{name}: {out}{err}");
        assert!(!out.contains("LITTLE HAMLEY"), "only the item: {out}");
        let (code, text, err) = on(&["text", name, "--page", "1"]);
        assert!(code == 0 && text.contains("Hall hire"), "{name}: {err}");
        let (code, out, err) = on(&["open", name, "--page", "1", "--print"]);
        assert!(code == 0 && out.starts_with("file:///") && out.ends_with("hamley.pdf#page=1\n"), "{name}: {out}{err}");
    }
    let (code, out, _) = on(&["inspect", id]);
    assert!(code == 0 && out.contains("blocks"), "{out}");
    // A place of the hit is where the page's text has its words.
    let place = &answer["hits"][0]["found"][0]["excerpts"][0]["places"][0];
    let (_, text, _) = on(&["text", id, "--page", &place["page"].to_string()]);
    let span = [0, 1].map(|n| usize::try_from(place["span"][n].as_u64().unwrap()).unwrap());
    let words: String = text.chars().skip(span[0]).take(span[1] - span[0]).collect();
    assert_eq!((words.as_str(), place["quote"].as_str().unwrap()), ("payments", "payments"));
    assert_eq!(on(&["show", id, "--item", "999"]).0, 2);
    assert_eq!(on(&["open", id, "--page", "9", "--print"]).0, 2);
    let (code, out, _) = on(&["show", id, "--full"]);
    assert!(code == 0 && out.contains("Hall hire"), "{out}");
    let (code, out, _) = on(&["like", id]);
    assert!(code < 2 && !out.contains(id), "its own meeting is left out: {out}");
    assert!(run(&["query"]).1.contains("NEAR/10"));
}

#[test]
fn what_matches_is_counted_beside_what_was_searched_and_what_is_not_there() {
    let (_folder, dir) = filled();
    let search = |arguments: &[&str]| run(&[&["search"], arguments, &["--archive", &dir]].concat());
    let (code, out, err) = search(&["payments", "--group-by", "body", "--format", "csv"]);
    assert_eq!(code, 0, "{err}");
    let hamley = out.lines().find(|l| l.starts_with("Little Hamley Parish Council,")).unwrap();
    // One of one meeting; two more are proved (`status`).
    assert!(hamley.starts_with("Little Hamley Parish Council,1,1,2,"), "{out}");
    let (_, out, _) = search(&["payments", "--group-by", "year"]);
    assert!(out.lines().any(|l| l.starts_with("2025 ") && l.contains(" of ")), "{out}");
    assert!(out.contains("not there: "), "{out}");
    let (code, out, _) = search(&["payments", "--count"]);
    assert!(code == 0 && out.starts_with("in ") && out.lines().count() == 1, "{out}");
    // Rows have every match, with the page behind the path.
    let (_, out, _) = search(&["payments", "--format", "jsonl"]);
    let row = json(out.lines().next().unwrap());
    assert!(row["source"].as_str().unwrap().contains("#page="), "{out}");
    // What a shell leaves of quotes and signs.
    assert_eq!(search(&["grass cutting", "payments", "--count"]).0, 0);
    assert_eq!(search(&["payments", "-grass", "--count", "--kind", "decision"]).0, 1);
    assert_eq!(search(&["--body", "Health & Wellbeing Board", "payments"]).0, 1, "a sign in a name is no word");
    for wrong in ["(a", "agnecy:x", "date:soon", "*"] {
        let (code, _, err) = search(&[wrong]);
        assert!(code == 2 && err.contains("Nothing was searched") && err.contains('^'), "{wrong}: {err}");
    }
}
