use types::{Place, SCHEMA};

use super::*;

fn meeting(id: &str, body: &str, date: &str, paragraphs: &[&str]) -> Meeting {
    let cite = |page, quote: &str| Cite(vec![Place { page, span: (0, quote.len()), bbox: None, quote: quote.into() }]);
    let items: Vec<_> = paragraphs
        .iter()
        .enumerate()
        .map(|(n, text)| {
            serde_json::json!({
                "order": n + 1, "number": (n + 1).to_string(), "agenda_ref": null, "title": "Business",
                "parent_number": null, "lead": [], "purpose": null, "public": true, "pages": null,
                "paragraphs": [{"number": null, "text": text, "cite": cite(n as u32 + 1, text)}], "cite": cite(1, "Business"),
            })
        })
        .collect();
    let nothing = Cite::default();
    let json = serde_json::json!({
        "schema": SCHEMA, "id": id,
        "source": {"file": "a.pdf", "url": null, "sha256": "", "media_type": "application/pdf", "bytes": 1, "pages": 1,
            "language": "en", "text": "native", "quality": 1.0, "unread_pages": []},
        "document": {"kind": "minutes", "status": "unknown", "title": null, "contains": [], "cite": nothing},
        "organization": {"name": body, "classification": "other", "parent": null, "cite": nothing, "parent_cite": nothing},
        "meeting": {"name": null, "meeting_state": "held", "date": date, "start_time": null, "end_time": null,
            "location": null, "chair": null, "cite": {"date": nothing, "start_time": nothing, "end_time": nothing,
            "location": nothing, "chair": nothing}},
        "participants": [], "participants_complete": false, "agenda_items": items, "decisions": [], "votes": [],
        "actions": [], "declarations_of_interest": {"state": "not_recorded", "items": [], "cite": nothing},
        "exempt_session": {"state": "not_recorded", "statute": null, "paragraphs": [], "items": [], "cite": nothing},
        "previous_minutes": [], "next_meetings": [], "acronyms": [], "speaker_initials": {}, "warnings": [],
    });
    serde_json::from_value(json).unwrap_or_else(|e| panic!("{e}"))
}

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("minutebook-index-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        Self(dir)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn question(text: &str) -> Question {
    Question { text: text.into(), limit: 10, ..Question::default() }
}

fn filled(folder: &Folder) -> Index {
    let mut index = Index::open(&folder.0).unwrap_or_else(|e| panic!("{e}"));
    let mut update = index.update().unwrap_or_else(|e| panic!("{e}"));
    let meetings = [
        meeting("w1/1", "Northmere Safety Board", "2024-05-14", &["Domestic abuse rose.", "Abuse of domestic staff."]),
        meeting("w2/1", "Southmere Panel", "2023-01-10", &["The domestic abuse service was funded."]),
    ];
    for m in meetings {
        let work = m.id.split('/').next().unwrap_or_default().to_owned();
        update.replace(&work, false, &[m]).unwrap_or_else(|e| panic!("{e}"));
    }
    update.commit(7).unwrap_or_else(|e| panic!("{e}"));
    update.finish().unwrap_or_else(|e| panic!("{e}"));
    index
}

fn ids(index: &Index, question: &Question) -> Vec<String> {
    let hits = index.search(question).unwrap_or_else(|e| panic!("{e}"));
    let mut ids: Vec<_> = hits.hits.into_iter().map(|h| format!("{} {}", h.id, h.item.unwrap_or_default())).collect();
    ids.sort();
    ids
}

#[test]
fn phrases_days_and_bodies_narrow_the_search() {
    let folder = Folder::new("narrow");
    let index = filled(&folder);
    assert_eq!(ids(&index, &question("\"domestic abuse\"")), ["w1/1 1", "w2/1 1"]);
    assert_eq!(ids(&index, &question("domestic abuse")), ["w1/1 1", "w1/1 2", "w2/1 1"]);
    let late = Question { from: Date::new(2024, 1, 1), ..question("domestic") };
    assert_eq!(ids(&index, &late), ["w1/1 1", "w1/1 2"]);
    let early = Question { to: Date::new(2024, 5, 13), ..question("domestic") };
    assert_eq!(ids(&index, &early), ["w2/1 1"]);
    let body = Question { body: Some("northmere board".into()), ..question("domestic") };
    assert_eq!(ids(&index, &body), ["w1/1 1", "w1/1 2"]);
    assert_eq!(ids(&index, &question("domestic -staff -funded")), ["w1/1 1"]);
    assert!(matches!(index.search(&question("  ")), Err(Error::Empty(_))));
}

#[test]
fn a_hit_shows_the_words_on_their_page() {
    let folder = Folder::new("words");
    let hits = filled(&folder).search(&question("staff")).unwrap_or_else(|e| panic!("{e}"));
    let passage = &hits.hits[0].passage;
    assert_eq!((passage.page, passage.text.as_str()), (Some(2), "Abuse of domestic staff."));
    let marked: Vec<_> = passage.matches.iter().map(|(a, b)| &passage.text[*a..*b]).collect();
    assert_eq!(marked, ["staff"]);
}

#[test]
fn a_work_is_replaced_and_the_revision_kept() {
    let folder = Folder::new("replace");
    drop(filled(&folder));
    let mut index = Index::open(&folder.0).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(index.revision().ok(), Some(7));
    let mut update = index.update().unwrap_or_else(|e| panic!("{e}"));
    let new = meeting("w1/1", "Northmere Safety Board", "2024-05-14", &["Nothing was said."]);
    update.replace("w1", false, &[new]).unwrap_or_else(|e| panic!("{e}"));
    update.commit(8).unwrap_or_else(|e| panic!("{e}"));
    update.finish().unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(ids(&index, &question("domestic")), ["w2/1 1"]);
    assert_eq!(index.revision().ok(), Some(8));
}

#[test]
fn a_damaged_index_is_made_anew() {
    let folder = Folder::new("damaged");
    drop(filled(&folder));
    fs::write(folder.0.join("meta.json"), "{").unwrap_or_else(|e| panic!("{e}"));
    let index = Index::open(&folder.0).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(index.revision().ok(), Some(0));
}
