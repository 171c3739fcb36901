//! `search`

use std::io::Write;

use anyhow::Result;
use archive::Archive;
use index::{Index, Kind, Question};

use crate::args::{self, Search};
use crate::exit::Exit;
use crate::terminal;
use crate::terminal::{BOLD, DIM, RESET};

/// `minutebook search`
pub(crate) fn search(arguments: &Search) -> Result<Exit> {
    let archive = Archive::open(&arguments.folder.archive)?;
    let index = match ingest::open_index(&archive) {
        Ok(index) => index,
        Err(ingest::Error::Index(index::Error::Busy(dir))) => {
            terminal::error("an ingest is writing; what it has added lately is not searched yet");
            Index::open(&dir)?
        }
        Err(e) => return Err(e.into()),
    };
    let question = Question {
        text: arguments.query.clone(),
        body: arguments.body.clone(),
        kind: arguments.kind.map(|k| match k {
            args::Kind::Item => Kind::Item,
            args::Kind::Decision => Kind::Decision,
            args::Kind::Action => Kind::Action,
        }),
        gone: arguments.gone,
        from: arguments.from,
        to: arguments.to,
        limit: arguments.limit,
    };
    let hits = index.search(&question)?;
    for note in &hits.notes {
        terminal::error(note);
    }
    let mut out = anstream::stdout().lock();
    if arguments.json {
        for hit in &hits.hits {
            writeln!(out, "{}", serde_json::to_string(hit)?)?;
        }
    } else {
        for hit in &hits.hits {
            let body = hit.body.as_deref().unwrap_or("body not named");
            let date = hit.date.map_or_else(|| "no date".to_owned(), |d| d.to_string());
            let page = hit.passage.page.map_or_else(String::new, |p| format!(", page {p}"));
            let item = match (&hit.item, &hit.title) {
                (Some(number), Some(title)) => format!("item {number} {title}"),
                (Some(number), None) => format!("item {number}"),
                (None, Some(title)) => title.clone(),
                (None, None) => "outside the items".into(),
            };
            let kind = match hit.kind {
                Kind::Item => "",
                Kind::Decision => "decision, ",
                Kind::Action => "action, ",
            };
            writeln!(out, "{BOLD}{}{RESET}, {date}, {kind}{}{page}", terminal::line(body), terminal::line(&item))?;
            writeln!(out, "    {}", terminal::marked(&hit.passage.text, &hit.passage.matches))?;
            let file = hit.file.as_deref().unwrap_or("");
            writeln!(out, "    {DIM}{}  {}{RESET}", hit.id, terminal::line(file))?;
        }
        let shown = hits.hits.len();
        match hits.total {
            0 => writeln!(out, "nothing found in {} records", archive.balance()?.records)?,
            total if total > shown => writeln!(out, "{shown} of {total} hits; use --limit to see more")?,
            1 => writeln!(out, "1 hit")?,
            total => writeln!(out, "{total} hits")?,
        }
    }
    Ok(if hits.total == 0 { Exit::Nothing } else { Exit::Done })
}
