use std::fs;
use std::path::{Path, PathBuf};

use types::{Failure, FailureReason};

use super::*;
use types::SourceId;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("minutebook-archive-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        Self(dir)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn open(folder: &Folder) -> Archive {
    Archive::open_to_write(&folder.0).unwrap_or_else(|e| panic!("{e}"))
}

fn ok<T, E: std::fmt::Display>(result: Result<T, E>) -> T {
    result.unwrap_or_else(|e| panic!("{e}"))
}

const SEEN: Seen = Seen { bytes: 3, modified: 1 };

fn at(origin: &Path, seen: Seen) -> Sighting<'_> {
    Sighting { origin, seen, reader: "1", at: 7, kept: true }
}

/// A record that was edited or has rotted is found, and stands in nobody's way.
#[test]
fn a_record_that_was_altered_is_told_and_the_others_are_shown() {
    let folder = Folder::new("altered");
    let archive = open(&folder);
    for name in ["a", "b"] {
        let origin = folder.0.join(name);
        let work = ok(archive.work(name, &origin));
        let source = SourceId::of(name.as_bytes());
        let read = Outcome::Read { source, bytes: 1, meetings: vec![meeting("Northmere Board")], passages: Vec::new() };
        ok(archive.store(&work, &at(&origin, SEEN), read));
    }
    let shown = || {
        let mut count = 0;
        let lost = ok(archive.each::<Error>(|_| {
            count += 1;
            Ok(())
        }));
        let mut briefs = 0;
        ok(archive.each_brief::<serde_json::Value, Error>(|_| {
            briefs += 1;
            Ok(())
        }))
        .0
        .is_empty()
        .then_some((count, lost.0.len(), briefs, ok(archive.altered()).0.len()))
    };
    assert_eq!(shown(), Some((2, 0, 2, 0)));
    let mut edited = meeting("Southmere Board");
    edited.id = "x/1".to_owned();
    let edited = ok(serde_json::to_string(&edited));
    ok(archive.db.execute("UPDATE records SET json = ?1 WHERE rowid = 1", [edited]));
    assert_eq!(shown(), Some((2, 0, 2, 1)), "an edit that reads well");
    // Rot in the packed bytes: the others are shown, the index is filled, and the file can be read again.
    let whole: Vec<u8> = ok(archive.db.query_row("SELECT json FROM records WHERE rowid = 2", [], |r| r.get(0)));
    let mut rotten = whole.clone();
    rotten[whole.len() / 2] ^= 0x10;
    ok(archive.db.execute("UPDATE records SET json = ?1 WHERE rowid = 2", [&rotten]));
    assert_eq!(shown(), Some((1, 1, 2, 2)));
    let mut filled = 0;
    let lost = ok(archive.changed_since::<Error>(0, |Changed { meetings, .. }| {
        filled += meetings.len();
        Ok(())
    }));
    assert_eq!((filled, lost.0.len()), (1, 1));
    let work = ok(archive.work("b", &folder.0.join("b")));
    let origin = folder.0.join("b");
    let again = Outcome::Read {
        source: SourceId::of(b"b"),
        bytes: 1,
        meetings: vec![meeting("Northmere Board")],
        passages: Vec::new(),
    };
    assert_eq!(ok(archive.store(&work, &at(&origin, SEEN), again)), Stored::ReadAgain);
    assert_eq!(shown(), Some((2, 0, 2, 1)), "read again, it is whole");
    ok(archive.db.execute("UPDATE records SET json = 'cut' WHERE rowid = 1", []));
    assert_eq!(shown(), Some((1, 1, 2, 1)), "one that cannot be read back");
    let mut changed = 0;
    let lost = ok(archive.changed_since::<Error>(0, |Changed { meetings, .. }| {
        changed += meetings.len();
        Ok(())
    }));
    assert_eq!((changed, lost.0.len()), (1, 1));
}

fn failed(reason: FailureReason) -> Outcome {
    Outcome::Failed(Failure::new(reason, "why; what to do"))
}

#[test]
fn an_id_comes_from_the_path_and_two_files_never_share_one() {
    let folder = Folder::new("ids");
    let archive = open(&folder);
    let here = folder.0.join("archive.sqlite");
    let first = ok(archive.work("town/a.pdf", &here));
    ok(archive.store(&first, &at(&here, SEEN), failed(FailureReason::Empty)));
    assert_eq!(ok(archive.work("town/a.pdf", &here)), first);
    // Another file of that name, whether the first is there or not: it may be another council's.
    let other = ok(archive.work("town/a.pdf", Path::new("elsewhere/town/a.pdf")));
    assert_eq!((other.key.as_str(), other.id == first.id), ("town/a.pdf~2", false));
    // A file that was moved keeps its id; the key that it had can be another's, the id cannot.
    let moved = Work { key: "town/b.pdf".into(), ..first.clone() };
    ok(archive.move_to(&moved, Path::new("town/b.pdf")));
    assert_eq!(ok(archive.work("town/a.pdf", Path::new("town/a.pdf"))).key, "town/a.pdf~2");
    assert_eq!(ok(archive.work("whatever", Path::new("town/b.pdf"))), moved, "a file is known by its place");
}

#[test]
fn a_file_is_known_again_until_it_or_the_reader_changes() {
    let folder = Folder::new("known");
    let archive = open(&folder);
    let work = ok(archive.work("a.pdf", Path::new("a.pdf")));
    assert_eq!(ok(archive.known(&work.id)), None);
    let look =
        |seen: Seen, reader: &str| ok(archive.known(&work.id)).map(|k| k.look(seen, reader)).unwrap_or(Found::New);
    let read = Outcome::Read { source: SourceId::of(b"abc"), bytes: 3, meetings: Vec::new(), passages: Vec::new() };
    assert_eq!(ok(archive.store(&work, &at(Path::new("a.pdf"), SEEN), read.clone())), Stored::New);
    assert_eq!(look(SEEN, "1"), Found::Unchanged);
    assert_eq!(look(SEEN, "2"), Found::New);
    let touched = Seen { modified: 2, ..SEEN };
    assert_eq!(look(touched, "1"), Found::Touched);
    assert_eq!(look(Seen { bytes: 4, ..SEEN }, "1"), Found::New);
    // What failed is not tried again until it changes, unless it could not even be opened.
    let other = ok(archive.work("b.pdf", Path::new("b.pdf")));
    for (reason, found) in [(FailureReason::Damaged, Found::Failed), (FailureReason::Unreadable, Found::New)] {
        ok(archive.store(&other, &at(Path::new("b.pdf"), SEEN), failed(reason)));
        assert_eq!(ok(archive.known(&other.id)).map(|k| k.look(SEEN, "1")), Some(found), "{reason:?}");
    }
    let before = ok(archive.revision());
    assert_eq!(ok(archive.store(&work, &at(Path::new("a.pdf"), touched), read)), Stored::Same);
    assert_eq!(ok(archive.revision()), before, "a touched file changes no record");
}

#[test]
fn what_was_not_committed_is_not_there_and_the_rest_is() {
    let folder = Folder::new("commit");
    {
        let archive = open(&folder);
        for (name, commits) in [("kept.pdf", true), ("lost.pdf", false)] {
            let work = ok(archive.work(name, Path::new(name)));
            ok(archive.begin());
            ok(archive.store(&work, &at(Path::new(name), SEEN), failed(FailureReason::Empty)));
            if commits {
                ok(archive.commit());
            }
        }
    }
    let archive = ok(Archive::open(&folder.0));
    let keys: Vec<_> = ok(archive.failures()).into_iter().map(|e| e.key).collect();
    assert_eq!(keys, ["kept.pdf"]);
    let balance = ok(archive.balance());
    assert!(balance.balances());
    assert_eq!(balance.failed.get(&FailureReason::Empty), Some(&1));
}

#[test]
fn a_stored_file_without_its_original_or_record_does_not_balance() {
    let folder = Folder::new("balance");
    let archive = open(&folder);
    let work = ok(archive.work("a.pdf", Path::new("a.pdf")));
    let read = Outcome::Read { source: SourceId::of(b"abc"), bytes: 3, meetings: Vec::new(), passages: Vec::new() };
    ok(archive.store(&work, &at(Path::new("a.pdf"), SEEN), read));
    let balance = ok(archive.balance());
    assert_eq!((balance.without_records, balance.without_original), (1, 1));
    assert!(!balance.balances());
}

#[test]
fn only_one_writes_at_a_time() {
    let folder = Folder::new("lock");
    let first = open(&folder);
    assert!(matches!(Archive::open_to_write(&folder.0), Err(Error::Busy(_))));
    drop(first);
    assert!(Archive::open_to_write(&folder.0).is_ok());
}

/// A record as small as may be.
fn meeting(body: &str) -> types::Meeting {
    let place = serde_json::json!([]);
    let empty = serde_json::json!({
        "schema": types::SCHEMA, "id": "",
        "source": {"file": null, "url": null, "sha256": "", "media_type": "text/plain", "bytes": 3, "pages": 1,
            "language": "en", "text": "native", "quality": 1.0, "unread_pages": []},
        "document": {"kind": "minutes", "status": "unknown", "title": null, "contains": [], "cite": place},
        "organization": {"name": body, "classification": "other", "parent": null, "cite": place, "parent_cite": place},
        "meeting": {"name": null, "meeting_state": "held", "date": null, "start_time": null, "end_time": null,
            "location": null, "chair": null,
            "cite": {"date": place, "start_time": place, "end_time": place, "location": place, "chair": place}},
        "participants": [], "participants_complete": false, "agenda_items": [], "decisions": [], "votes": [],
        "actions": [], "declarations_of_interest": {"state": "not_recorded", "items": [], "cite": place},
        "exempt_session": {"state": "not_recorded", "statute": null, "paragraphs": [], "items": [], "cite": place},
        "previous_minutes": [], "next_meetings": [], "acronyms": [], "speaker_initials": {}, "warnings": [],
    });
    ok(serde_json::from_value(empty))
}

#[test]
fn what_is_news_and_what_is_not_is_told_apart() {
    let folder = Folder::new("news");
    let archive = open(&folder);
    let path = Path::new("town/a.txt");
    let work = ok(archive.work("town/a.txt", path));
    let read = |bytes: &[u8], body: &str| Outcome::Read {
        source: SourceId::of(bytes),
        bytes: bytes.len() as u64,
        meetings: vec![meeting(body)],
        passages: Vec::new(),
    };
    let store = |reader: &'static str, outcome: Outcome| {
        ok(archive.store(&work, &Sighting { reader, ..at(path, SEEN) }, outcome))
    };
    assert_eq!(store("1", read(b"one", "Hamley")), Stored::New);
    let revision = ok(archive.revision());
    assert_eq!(store("2", read(b"one", "Hamley")), Stored::Same, "a new reader that reads the same");
    assert_eq!(ok(archive.revision()), revision, "and the index need not know");
    assert_eq!(store("3", read(b"one", "Little Hamley")), Stored::ReadAgain);
    assert_eq!(store("3", read(b"two", "Little Hamley")), Stored::SameReading);
    assert_eq!(store("3", read(b"three", "Great Hamley")), Stored::Changed);
    assert_eq!(store("3", failed(FailureReason::Empty)), Stored::Failed);
    assert_eq!(store("3", failed(FailureReason::Empty)), Stored::FailedAgain);
    assert_eq!(store("3", read(b"three", "Great Hamley")), Stored::Same, "the failure is over");
    assert_eq!(ok(archive.failures()), []);
    // A reader's change is no version; the old records are those that were read last.
    let history = ok(archive.history(&work.id));
    let bodies: Vec<_> = history.iter().map(|v| v.meetings.first().and_then(|m| m.organization.name.clone())).collect();
    assert_eq!(bodies, ["Little Hamley", "Little Hamley", "Great Hamley"].map(|b| Some(b.to_owned())));
    assert_eq!(history.iter().map(|v| v.seen).collect::<Vec<_>>(), [Some(7); 3]);
}

#[test]
fn a_revision_is_given_once_even_if_its_work_is_forgotten() {
    let folder = Folder::new("revisions");
    let archive = open(&folder);
    let path = Path::new("town/shut");
    let work = ok(archive.work("town/shut", path));
    ok(archive.store(&work, &at(path, SEEN), failed(FailureReason::Unreadable)));
    let revision = ok(archive.revision());
    assert!(ok(archive.forget_unread(&work)));
    assert_eq!(ok(archive.known(&work.id)), None);
    let other = ok(archive.work("town/a.txt", Path::new("town/a.txt")));
    ok(archive.store(&other, &at(Path::new("town/a.txt"), SEEN), failed(FailureReason::Empty)));
    assert!(ok(archive.revision()) > revision, "or the index would take it for one that it has");
    // What was read once is not forgotten.
    let read = Outcome::Read {
        source: SourceId::of(b"abc"),
        bytes: 3,
        meetings: vec![meeting("Hamley")],
        passages: Vec::new(),
    };
    ok(archive.store(&other, &at(path, SEEN), read));
    assert!(!ok(archive.forget_unread(&other)));
}

#[test]
fn a_path_that_is_not_unicode_leads_back_to_its_file() {
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::new("paths");
    let archive = open(&folder);
    let path = Path::new(std::ffi::OsStr::from_bytes(b"town/caf\xe9.txt"));
    let work = ok(archive.work("town/caf\u{fffd}.txt", path));
    ok(archive.store(&work, &at(path, SEEN), failed(FailureReason::Empty)));
    assert_eq!(ok(archive.known(&work.id)).map(|k| k.origin), Some(path.to_owned()));
}

#[test]
fn a_folder_without_an_archive_is_said_to_be_one() {
    assert!(matches!(Archive::open(Path::new("no/such/folder")), Err(Error::Missing(_))));
}

#[test]
fn originals_are_whole_and_swept() {
    let folder = Folder::new("originals");
    let originals = Originals::of(&folder.0);
    let id = SourceId::of(b"abc");
    ok(originals.put(id, b"abc", None));
    ok(originals.put(id, b"abc", None));
    assert_eq!(ok(originals.get(id)), b"abc");
    let part = originals.path(id).with_extension("part-1");
    ok(fs::write(&part, b"a"));
    ok(originals.sweep());
    assert!(!part.exists() && originals.path(id).exists());
}

#[test]
fn an_original_is_that_of_the_bytes_that_were_read() {
    let folder = Folder::new("shared");
    ok(fs::create_dir_all(&folder.0));
    let originals = Originals::of(&folder.0);
    let path = folder.0.join("paper.txt");
    ok(fs::write(&path, b"abc"));
    let file = ok(fs::File::open(&path));
    let before = Seen::of(&ok(file.metadata()));
    // Somebody writes to the file while it is read: its blocks are not shared, or not any more.
    ok(fs::write(&path, b"abcd"));
    let id = SourceId::of(b"abc");
    ok(originals.put(id, b"abc", Some((&file, before))));
    assert_eq!(ok(originals.get(id)), b"abc");
    let id = SourceId::of(b"abcd");
    ok(originals.put(id, b"abcd", Some((&file, Seen::of(&ok(file.metadata()))))));
    ok(fs::write(&path, b"ABCD"));
    assert_eq!(ok(originals.get(id)), b"abcd", "an editor does not change it");
    ok(fs::write(originals.path(id), b"abcX"));
    assert!(matches!(originals.get(id), Err(Error::Spoilt(_))));
    ok(originals.put(id, b"abcd", None));
    assert_eq!(ok(originals.get(id)), b"abcd", "put again, it is whole again");
}

/// The first format, as version 0.1 wrote it before files could be gone.
const FIRST: &str = "
CREATE TABLE works (id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, origin TEXT NOT NULL);
CREATE TABLE sightings (work TEXT NOT NULL REFERENCES works(id), sequence INTEGER NOT NULL, sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL, PRIMARY KEY (work, sequence));
CREATE TABLE ledger (work TEXT PRIMARY KEY REFERENCES works(id),
    state TEXT NOT NULL CHECK (state IN ('stored', 'failed')), reason TEXT, message TEXT, bytes INTEGER,
    modified INTEGER, sha256 TEXT, reader TEXT NOT NULL, revision INTEGER NOT NULL,
    CHECK ((state = 'failed') = (reason IS NOT NULL)));
CREATE INDEX ledger_revision ON ledger(revision);
CREATE TABLE records (id TEXT PRIMARY KEY, work TEXT NOT NULL REFERENCES works(id), place INTEGER NOT NULL,
    slug TEXT NOT NULL, body TEXT, date TEXT, kind TEXT NOT NULL, json TEXT NOT NULL);
CREATE INDEX records_work ON records(work, place);
CREATE TABLE aliases (slug TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (slug, record));
CREATE TABLE runs (sequence INTEGER PRIMARY KEY, discovered INTEGER NOT NULL, stored INTEGER NOT NULL,
    unchanged INTEGER NOT NULL, failed INTEGER NOT NULL, finished INTEGER NOT NULL);
INSERT INTO works VALUES ('0123456789abcdef', 'town/a.pdf', 'town/a.pdf');
INSERT INTO ledger VALUES ('0123456789abcdef', 'failed', 'empty', 'why', 3, 1, NULL, '1', 7);
PRAGMA user_version = 1;
";

/// What the second format added.
const SECOND: &str = "
ALTER TABLE works ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;
CREATE TABLE versions (work TEXT NOT NULL REFERENCES works(id), sequence INTEGER NOT NULL, place INTEGER NOT NULL,
    json TEXT NOT NULL, PRIMARY KEY (work, sequence, place));
INSERT INTO sightings VALUES ('0123456789abcdef', 1, 'ab', 3);
PRAGMA user_version = 2;
";

/// What the third format added.
const THIRD: &str = "
ALTER TABLE sightings ADD COLUMN seen INTEGER;
ALTER TABLE sightings ADD COLUMN kept INTEGER NOT NULL DEFAULT 1;
ALTER TABLE runs ADD COLUMN began INTEGER;
CREATE INDEX records_body ON records(body, date, id);
PRAGMA user_version = 3;
";

#[test]
fn an_archive_of_an_older_format_is_brought_up_to_date_by_the_next_that_writes() {
    // The same tables as a new archive has.
    let columns = |dir: &Path| -> Vec<(String, String)> {
        let db = ok(rusqlite::Connection::open(dir.join("archive.sqlite")));
        let mut of = ok(db.prepare(
            "SELECT m.name, group_concat(c.name) FROM sqlite_schema m, pragma_table_info(m.name) c GROUP BY m.name ORDER BY 1",
        ));
        ok(ok(of.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))).collect())
    };
    let new = Folder::new("format-new");
    drop(open(&new));
    for (format, steps) in [(1, &[FIRST][..]), (2, &[FIRST, SECOND]), (3, &[FIRST, SECOND, THIRD])] {
        let folder = Folder::new(&format!("format-{format}"));
        ok(fs::create_dir_all(&folder.0));
        {
            let db = ok(rusqlite::Connection::open(folder.0.join("archive.sqlite")));
            for step in steps {
                ok(db.execute_batch(step));
            }
        }
        assert!(matches!(Archive::open(&folder.0), Err(Error::Older { found, .. }) if found == format));
        drop(open(&folder));
        let archive = ok(Archive::open(&folder.0));
        let work = ok(archive.work("town/a.pdf", Path::new("town/a.pdf")));
        assert_eq!(ok(archive.known(&work.id)).map(|w| w.gone), Some(false));
        assert_eq!((ok(archive.failures()).len(), ok(archive.revision())), (1, 7));
        assert_eq!(ok(archive.integrity()), Vec::<String>::new());
        assert!(ok(archive.balance()).balances());
        let times: Vec<_> = ok(archive.history(&work.id)).iter().map(|v| v.seen).collect();
        assert_eq!(times, vec![None; usize::from(format > 1)], "no time was kept");
        assert_eq!(columns(&folder.0), columns(&new.0), "format {format}");
    }
}

/// A paper of some words, and its record of a day.
fn told(body: &str, day: Option<(i32, u8, u8)>, words: &str) -> Outcome {
    let mut record = meeting(body);
    record.meeting.date = day.and_then(|(y, m, d)| types::Date::new(y, m, d));
    let passages = vec![types::Passage { text: words.to_owned(), lines: Vec::new() }];
    Outcome::Read {
        source: SourceId::of(words.as_bytes()),
        bytes: words.len() as u64,
        meetings: vec![record],
        passages,
    }
}

const WORDS: &str =
    "the board heard that the bus station was dark at night and asked the county for better lamps there";

#[test]
fn what_an_older_version_stored_gets_its_text_and_its_likeness() {
    let folder = Folder::new("older-texts");
    let archive = open(&folder);
    let path = Path::new("town/a.txt");
    let work = ok(archive.work("town/a.txt", path));
    let store = || ok(archive.store(&work, &at(path, SEEN), told("Hamley", Some((2024, 5, 14)), WORDS)));
    assert_eq!(store(), Stored::New);
    ok(archive.db.execute_batch("UPDATE records SET likeness = NULL; DELETE FROM texts;"));
    let before = ok(archive.revision());
    assert_eq!(store(), Stored::Same, "no news");
    assert!(ok(archive.revision()) > before, "but the index must know");
    let likeness: Option<Vec<u8>> = ok(archive.db.query_row("SELECT likeness FROM records", [], |r| r.get(0)));
    assert!(likeness.is_some());
    assert_eq!(ok(archive.text(&work.id))[0].text, WORDS);
    let after = ok(archive.revision());
    assert_eq!((store(), ok(archive.revision())), (Stored::Same, after));
    assert_eq!(ok(archive.outside()).words, 0, "words without a place are not counted");
}

#[test]
fn papers_of_one_meeting_are_matched_and_the_index_is_told() {
    let folder = Folder::new("matched");
    let archive = open(&folder);
    let day = Some((2024, 5, 14));
    let store = |key: &str, outcome: Outcome| {
        let path = Path::new(key);
        let work = ok(archive.work(key, path));
        ok(archive.store(&work, &at(path, SEEN), outcome));
        format!("{}/1", work.id)
    };
    let first = store("a.txt", told("Hamley", day, WORDS));
    let other = store(
        "b.txt",
        told(
            "Northmere",
            day,
            "the panel refused a licence for the club in mill lane after two complaints of noise by night",
        ),
    );
    let revision = ok(archive.revision());
    ok(archive.match_papers(0));
    assert_eq!((ok(archive.revision()), ok(archive.meeting_of(&first))), (revision, first.clone()), "nothing to tell");
    let twin = store("c.txt", told("Hamley", day, &format!("{WORDS} and then went home")));
    let later = store("d.txt", told("Hamley", Some((2024, 6, 11)), WORDS));
    let revision = ok(archive.revision());
    ok(archive.match_papers(0));
    assert!(ok(archive.revision()) > revision);
    let leader = ok(archive.meeting_of(&twin));
    assert!(leader == first || leader == twin);
    assert_eq!(ok(archive.meeting_of(&first)), leader);
    assert_eq!(ok(archive.twins(&first)), std::slice::from_ref(&twin));
    for alone in [&other, &later] {
        assert_eq!((ok(archive.meeting_of(alone)), ok(archive.twins(alone)).len()), (alone.clone(), 0));
    }
    // It says something else now: they part, and both works are told to the index.
    store(
        "c.txt",
        told(
            "Hamley",
            day,
            "a premises in the market asked for later hours and was given them until one in the morning",
        ),
    );
    ok(archive.match_papers(ok(archive.revision()) - 1));
    assert_eq!((ok(archive.meeting_of(&first)), ok(archive.meeting_of(&twin))), (first, twin));
}
