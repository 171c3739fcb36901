//! `search`

use std::io::Write;

use anyhow::{Result, bail};
use archive::Archive;
use index::{Kind, Question};
use ingest::Standing;

use crate::args::{self, Search};
use crate::exit::Exit;
use crate::terminal::{BOLD, DIM, RESET};
use crate::{said, terminal};

/// `minutebook search`
pub(crate) fn search(arguments: &Search) -> Result<Exit> {
    let archive = Archive::open(&arguments.folder.path())?;
    let Some(Standing { index, is_behind }) = ingest::standing_index(&archive)? else {
        bail!(
            "`{}` has no index to search: the first ingest makes it when all is read; if it was lost, run `minutebook \
             reindex`",
            archive.dir().display()
        );
    };
    if is_behind {
        terminal::error(
            "the index is behind the archive: what was added last is not found until the next ingest, refresh or \
             reindex has ended",
        );
    }
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
            terminal::json_line(&mut out, hit)?;
        }
    } else {
        for hit in &hits.hits {
            let (body, date) = (said::body(hit.body.as_deref()), said::day(hit.date));
            let page = hit.passage.page.map_or_else(String::new, |_| format!(",{}", said::page(hit.passage.page)));
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
            writeln!(out, "{BOLD}{}{RESET}, {date}, {kind}{}{page}", body, terminal::line(&item))?;
            writeln!(out, "    {}", terminal::marked(&hit.passage.text, &hit.passage.matches))?;
            let file = hit.file.as_deref().unwrap_or("");
            writeln!(out, "    {DIM}{}  {}{RESET}", hit.id, terminal::line(file))?;
        }
        let shown = hits.hits.len();
        let count = if hits.total == 1 { "1 hit".to_owned() } else { format!("{} hits", hits.total) };
        match hits.total {
            0 => writeln!(out, "nothing found in {} records", archive.record_count()?)?,
            _ if shown == 0 => writeln!(out, "{count}; --limit 0 shows none")?,
            total if total > shown => writeln!(out, "{shown} of {count}; use --limit to see more")?,
            _ => writeln!(out, "{count}")?,
        }
    }
    Ok(if hits.total == 0 { Exit::Nothing } else { Exit::Done })
}
