//! Saved searches: what the nightly job tells of, once.
//!
//! A place is news if its paper was first seen, or changed, after the last run, and if no paper said the same words
//! for the same day before. What is only read otherwise by a new version of minutebook is counted and not told.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use archive::Archive;
use index::{Found, Hit, Question};
use ingest::Standing;
use serde::{Deserialize, Serialize};
use types::SourceId;

use crate::{clock, said, terminal};

/// A saved search of the configuration.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Saved {
    pub(crate) name: String,
    pub(crate) query: String,
}

/// What is known of the searches from one run to the next: a file in the archive's folder.
#[derive(Default, Serialize, Deserialize)]
struct State {
    /// By name.
    searches: BTreeMap<String, Known>,
}

#[derive(Default, Serialize, Deserialize)]
struct Known {
    /// A search whose query was changed begins anew.
    query: String,
    /// When it last ran, in seconds since 1970.
    ran: i64,
    /// What it has found, by the hash of kind, day and words.
    told: BTreeSet<String>,
}

/// A piece of news: a line of `alerts.jsonl`.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct News {
    /// The same for the same news, so that no reader shows it twice.
    id: String,
    /// When it was told.
    told: String,
    search: String,
    query: String,
    /// `new paper`, `changed paper`.
    reason: String,
    body: Option<String>,
    date: Option<String>,
    kind: String,
    item: Option<String>,
    title: Option<String>,
    words: String,
    /// Bytes of the words that match.
    matches: Vec<(usize, usize)>,
    page: Option<u32>,
    file: Option<String>,
    record: String,
}

/// What came of the searches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Told {
    /// Searches that were run.
    pub(crate) searches: usize,
    /// Searches that could not be run; the log tells why.
    pub(crate) failed: usize,
    /// Pieces of news.
    pub(crate) news: usize,
    /// Places that are found now and were not before, though their papers are as they were.
    pub(crate) read_otherwise: usize,
}

/// Runs the searches and writes what is news to the folder: `alerts.jsonl` for programs, to which it is added, and the
/// newest of it as `alerts.md` and `alerts.atom`. The first run of a search tells nothing: it learns what is there.
pub(crate) fn run(archive: &Path, searches: &[Saved], folder: &Path, now: i64) -> Result<Told> {
    let place = archive.join("searches.json");
    let archive = Archive::open(archive)?;
    let mut told = Told { searches: searches.len(), ..Told::default() };
    let Some(Standing { index, .. }) = ingest::standing_index(&archive)? else { return Ok(told) };
    let mut state: State = match fs::read_to_string(&place) {
        Ok(text) => serde_json::from_str(&text)
            .with_context(|| format!("`{}` is damaged; delete it, and the searches begin anew", place.display()))?,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => State::default(),
        Err(e) => return Err(e).with_context(|| format!("`{}`", place.display())),
    };
    let mut news = Vec::new();
    for search in searches {
        let known = state.searches.entry(search.name.clone()).or_default();
        let is_first = known.ran == 0 || known.query != search.query;
        if is_first {
            *known = Known { query: search.query.clone(), ..Known::default() };
        }
        // Papers of one meeting are looked at each: one of them may say something else now.
        let question = Question {
            query: search.query.clone(),
            limit: usize::MAX,
            every_unit: true,
            each_paper: true,
            ..Question::default()
        };
        let answer = match index.search(&question) {
            Ok(answer) => answer,
            // A prefix may come to stand for too many words: the others are run all the same.
            Err(error @ index::Error::Query(_)) => {
                tracing::warn!(search = search.name, "{error}");
                told.failed += 1;
                continue;
            }
            Err(error) => return Err(error).with_context(|| format!("the search `{}`", search.name)),
        };
        for hit in &answer.hits {
            let paper = archive.paper(&hit.id)?;
            let is_old = paper.as_ref().and_then(|p| p.seen).is_none_or(|seen| seen <= known.ran);
            for found in &hit.found {
                let id = id(search, hit, found);
                if !known.told.insert(id.clone()) || is_first {
                    continue;
                }
                if is_old {
                    told.read_otherwise += 1;
                    continue;
                }
                let changed = paper.as_ref().is_some_and(|p| p.version > 1);
                news.push(piece(id, search, hit, found, if changed { "changed paper" } else { "new paper" }, now));
            }
        }
        known.ran = now;
    }
    told.news = news.len();
    write(folder, &news)?;
    // Last: what was not written is told again.
    let part = place.with_extension("json.part");
    let text = serde_json::to_vec(&state)?;
    let written = File::create(&part).and_then(|mut file| {
        file.write_all(&text)?;
        file.sync_all()?;
        fs::rename(&part, &place)
    });
    written.with_context(|| format!("`{}`", place.display()))?;
    Ok(told)
}

/// The words of a place, of its kind and day: the same in each paper of a meeting, and when it is read again.
fn id(search: &Saved, hit: &Hit, found: &Found) -> String {
    // Passages are cut anew where a paper changes: only what matches in them is told.
    let sentences: Vec<&str> = found.excerpts.iter().map(|e| e.text.as_str()).collect();
    let said = if found.kind == index::Kind::Passage { sentences.join(" ") } else { found.words.clone() };
    let words: Vec<String> =
        said.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    let told = format!("{}\n{}\n{:?}\n{}", search.name, found.kind.as_str(), hit.date, words.join(" "));
    SourceId::of(told.as_bytes()).to_string()[..20].to_owned()
}

fn piece(id: String, search: &Saved, hit: &Hit, found: &Found, reason: &str, now: i64) -> News {
    let excerpt = found.excerpts.first();
    News {
        id,
        told: clock::written(now),
        search: search.name.clone(),
        query: search.query.clone(),
        reason: reason.to_owned(),
        body: hit.body.clone(),
        date: hit.date.map(|d| d.to_string()),
        kind: found.kind.as_str().to_owned(),
        item: found.item.clone(),
        title: found.title.clone(),
        words: excerpt.map_or_else(String::new, |e| e.text.clone()),
        matches: excerpt.map_or_else(Vec::new, |e| e.matches.clone()),
        page: excerpt.and_then(|e| e.page),
        file: hit.file.clone(),
        record: hit.id.clone(),
    }
}

/// Adds the news to the log, and writes the newest of it for readers.
fn write(folder: &Path, news: &[News]) -> Result<()> {
    /// More than these are in the log alone.
    const SHOWN: usize = 200;
    fs::create_dir_all(folder).with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    let log = folder.join("alerts.jsonl");
    let fault = |path: &Path| format!("cannot write `{}`", path.display());
    let old = match fs::read_to_string(&log) {
        Ok(old) => old,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(e) => return Err(e).with_context(|| fault(&log)),
    };
    // A run that was killed after it wrote tells again: what is there already is left out.
    let mut all: Vec<News> = old.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let there: BTreeSet<&str> = all.iter().map(|n| n.id.as_str()).collect();
    let fresh: Vec<News> = news.iter().filter(|n| !there.contains(n.id.as_str())).cloned().collect();
    let mut lines = Vec::new();
    if !old.is_empty() && !old.ends_with('\n') {
        // A run was killed in the middle of a line.
        lines.push(b'\n');
    }
    for piece in &fresh {
        terminal::json_line(&mut lines, piece)?;
    }
    let added = File::options().create(true).append(true).open(&log).and_then(|mut file| {
        file.write_all(&lines)?;
        file.sync_all()
    });
    added.with_context(|| fault(&log))?;
    all.extend(fresh);
    let newest: Vec<&News> = all.iter().rev().take(SHOWN).collect();
    for (name, text) in [("alerts.md", markdown(&newest)), ("alerts.atom", atom(&newest))] {
        let (path, part): (PathBuf, PathBuf) = (folder.join(name), folder.join(format!(".{name}.part")));
        fs::write(&part, text).and_then(|()| fs::rename(&part, &path)).with_context(|| fault(&path))?;
    }
    Ok(())
}

/// What a piece of news is about: `Northmere Board, 2024-05-14, item 4 Bus stops, p. 2`
fn head(news: &News) -> String {
    let item = match (&news.item, &news.title) {
        (Some(number), Some(title)) => format!(", item {number} {title}"),
        (Some(number), None) => format!(", item {number}"),
        (None, Some(title)) => format!(", {title}"),
        (None, None) => String::new(),
    };
    let kind = if news.kind == "passage" { String::new() } else { format!(", {}", news.kind) };
    let date = news.date.as_deref().unwrap_or("no date");
    let page = news.page.map_or_else(String::new, |p| format!(",{}", said::page(Some(p))));
    terminal::line(&format!("{}, {date}{kind}{item}{page}", said::body(news.body.as_deref())))
}

fn markdown(news: &[&News]) -> String {
    let mut text = String::from("# What the saved searches found\n");
    if news.is_empty() {
        text.push_str("\nNothing new since the searches were set up.\n");
    }
    let mut last = None;
    for piece in news {
        let group = (&piece.told, &piece.search);
        if last != Some(group) {
            text.push_str(&format!("\n## {}: {} (`{}`)\n\n", piece.told, terminal::line(&piece.search), piece.query));
            last = Some(group);
        }
        let escape = |words: &str| terminal::line(words).replace('*', "\\*").replace('[', "\\[").replace('<', "&lt;");
        // Spaces at the ends of a part are a part of the sentence.
        let spaced = |words: &str| words.replace('*', "\\*").replace('[', "\\[").replace('<', "&lt;");
        let mut words = String::new();
        let mut at = 0;
        for (from, to) in &piece.matches {
            let parts = piece.words.get(at..*from).zip(piece.words.get(*from..*to));
            let Some((before, marked)) = parts else { continue };
            words.push_str(&spaced(before));
            words.push_str(&format!("**{}**", escape(marked)));
            at = *to;
        }
        words.push_str(&spaced(piece.words.get(at..).unwrap_or_default()));
        text.push_str(&format!(
            "- {}: {}\n  {}, `{}`, record `{}`\n",
            escape(&head(piece)),
            terminal::line(&words),
            piece.reason,
            terminal::line(piece.file.as_deref().unwrap_or("")),
            piece.record
        ));
    }
    text
}

/// RFC 4287.
fn atom(news: &[&News]) -> String {
    let escape = |text: &str| {
        let kept: String =
            terminal::line(text).chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
        kept.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
    };
    let updated = news.first().map_or("1970-01-01T00:00:00Z", |n| n.told.as_str());
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n  \
         <id>urn:minutebook:searches</id>\n  <title>minutebook: saved searches</title>\n  \
         <author><name>minutebook</name></author>\n  <updated>{updated}</updated>\n"
    );
    for piece in news {
        let file = piece.file.as_deref().unwrap_or("");
        text.push_str(&format!(
            "  <entry>\n    <id>urn:minutebook:{}</id>\n    <title>{}</title>\n    <updated>{}</updated>\n    \
             <category term=\"{}\"/>\n    <summary>{} ({}: {}, record {})</summary>\n  </entry>\n",
            piece.id,
            escape(&head(piece)),
            piece.told,
            escape(&piece.search),
            escape(&piece.words),
            piece.reason,
            escape(file),
            escape(&piece.record)
        ));
    }
    text.push_str("</feed>\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn news(words: &str, matches: Vec<(usize, usize)>) -> News {
        News {
            id: "1".into(),
            told: "2026-01-02T03:04:05Z".into(),
            search: "A & B".into(),
            query: "bus*".into(),
            reason: "new paper".into(),
            body: Some("Northmere <Board>".into()),
            date: None,
            kind: "decision".into(),
            item: Some("4".into()),
            title: None,
            words: words.into(),
            matches,
            page: Some(2),
            file: Some("a.pdf".into()),
            record: "x/1".into(),
        }
    }

    #[test]
    fn news_is_well_formed_whatever_the_paper_says() {
        let piece = news("That *two* <b>buses</b> & \u{1b}[31m more run", vec![(14, 19)]);
        let atom = atom(&[&piece]);
        assert!(atom.contains("&lt;b&gt;buses&lt;/b&gt; &amp;") && !atom.contains('\u{1b}'), "{atom}");
        let markdown = markdown(&[&piece]);
        assert!(markdown.contains("\\*two\\* &lt;b>**buses**&lt;/b>"), "{markdown}");
        assert!(markdown.contains("Northmere &lt;Board>, no date, decision, item 4, p. 2"), "{markdown}");
    }
}
