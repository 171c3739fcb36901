//! `search`

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use archive::Archive;
use index::{Answer, Error, Hit, Index, Question, Sort};
use ingest::Standing;
use serde::Serialize;

use crate::args::{self, HitFormat, Like, Order, Search};
use crate::exit::Exit;
use crate::terminal::{BOLD, DIM, RESET, line};
use crate::{groups, rows, said, terminal};

/// The index as it stands.
fn standing(archive: &Archive) -> Result<Index> {
    let Some(Standing { index, is_behind }) = ingest::standing_index(archive)? else {
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
    Ok(index)
}

/// `minutebook like`
pub(crate) fn like(arguments: &Like) -> Result<Exit> {
    let archive = Archive::open(&arguments.record.folder.path())?;
    let name = &arguments.record.id;
    let records = archive.find(name)?;
    let [record] = records.as_slice() else {
        bail!("`{name}` names {} records; `minutebook search` shows the ids of what it finds", records.len());
    };
    let items: Vec<_> = match &arguments.item {
        Some(number) => record.agenda_items.iter().filter(|i| i.number.as_ref() == Some(number)).collect(),
        None => record.agenda_items.iter().collect(),
    };
    if items.is_empty() {
        bail!("`{}` has no such item; `minutebook show {0}` shows those that it has", record.id);
    }
    let said = items.iter().flat_map(|i| i.title.iter().chain(i.paragraphs.iter().map(|p| &p.text)));
    let text: Vec<&str> = said.map(String::as_str).collect();
    let own = [vec![record.id.clone()], archive.twins(&record.id)?].concat();
    let question = Question {
        like: Some(text.join("\n")),
        kind: arguments.kind.map(kind),
        no_expansion: true,
        limit: arguments.limit.saturating_add(1),
        ..Question::default()
    };
    let mut answer = standing(&archive)?.search(&question)?;
    answer.hits.retain(|hit| !own.contains(&hit.id));
    answer.hits.truncate(arguments.limit);
    let mut out = anstream::stdout().lock();
    if arguments.json {
        terminal::json_line(&mut out, &answer)?;
    } else {
        answer.hits.iter().try_for_each(|hit| show(hit, &mut out))?;
        if answer.hits.is_empty() {
            writeln!(out, "nothing like it in {}", said::meetings(answer.searched))?;
        }
    }
    Ok(if answer.hits.is_empty() { Exit::Nothing } else { Exit::Done })
}

fn kind(kind: args::Kind) -> index::Kind {
    match kind {
        args::Kind::Item => index::Kind::Item,
        args::Kind::Decision => index::Kind::Decision,
        args::Kind::Action => index::Kind::Action,
        args::Kind::Passage => index::Kind::Passage,
    }
}

/// `minutebook search`
pub(crate) fn search(arguments: &Search) -> Result<Exit> {
    let archive = Archive::open(&arguments.folder.path())?;
    let index = standing(&archive)?;
    if let (Some(from), Some(to)) = (arguments.from, arguments.to)
        && from > to
    {
        bail!("--from {from} is after --to {to}");
    }
    let format = format(arguments);
    if let Some(file) = &arguments.queries {
        return many(file, arguments, format, &archive, &index);
    }
    let query = joined(&arguments.query);
    let answer = match index.search(&question(&query, arguments)) {
        Err(Error::Query(mistake)) => {
            explain(&query, &mistake);
            return Ok(Exit::Failed);
        }
        answer => answer?,
    };
    let mut out = anstream::stdout().lock();
    tell(None, &answer);
    match (arguments.group_by, format) {
        (Some(by), _) => {
            let not_there = groups::NotThere::of(by, &answer, &archive)?;
            groups::write(by, &answer, &not_there, format, &mut out)?;
        }
        (None, HitFormat::Json) => terminal::json_line(&mut out, &Answered { query: &query, answer: &answer })?,
        (None, _) if arguments.count => writeln!(out, "{}", said::counted(&answer))?,
        (None, HitFormat::Text) => read(&answer, arguments, &mut out)?,
        (None, _) => {
            let rows = rows::of(None, &answer.hits, &archive)?;
            rows::write(&rows, format, &mut out)?;
            note_rest(None, &answer, arguments);
        }
    }
    Ok(if answer.meetings == 0 { Exit::Nothing } else { Exit::Done })
}

/// The answer with its query, as JSON has it.
#[derive(Serialize)]
struct Answered<'a> {
    query: &'a str,
    #[serde(flatten)]
    answer: &'a Answer,
}

fn format(arguments: &Search) -> HitFormat {
    if arguments.json { HitFormat::Json } else { arguments.format }
}

fn question(query: &str, arguments: &Search) -> Question {
    Question {
        query: query.to_owned(),
        like: None,
        body: arguments.body.clone(),
        kind: arguments.kind.map(kind),
        gone: arguments.gone,
        from: arguments.from,
        to: arguments.to,
        no_expansion: arguments.no_expand,
        each_paper: arguments.all,
        // A row a match: rows leave nothing out.
        every_unit: matches!(format(arguments), HitFormat::Jsonl | HitFormat::Csv | HitFormat::Md)
            || arguments.queries.is_some(),
        sort: match arguments.sort {
            Order::Relevance => Sort::Relevance,
            Order::Newest => Sort::Newest,
            Order::Oldest => Sort::Oldest,
        },
        limit: if arguments.count || arguments.group_by.is_some() { 0 } else { arguments.limit },
        offset: arguments.page.saturating_sub(1).saturating_mul(arguments.limit),
        facets: arguments.group_by.is_some() || arguments.json || arguments.format == HitFormat::Json,
    }
}

/// The words of the command line as a query. The shell takes quotes away: of several words one with spaces in it was a
/// phrase.
fn joined(words: &[String]) -> String {
    let is_one = words.len() == 1;
    let phrase = |word: &String| {
        let operators = ["OR", "AND", "NOT", "NEAR"];
        let is_word = |w: &str| operators.contains(&w) || w.starts_with("NEAR/") || w.starts_with('-');
        let is_query = word.contains(['"', '(', '\u{201c}']) || word.split_whitespace().skip(1).any(is_word);
        if is_one || is_query || !word.trim().contains(char::is_whitespace) {
            return word.trim().to_owned();
        }
        let (minus, word) = word.trim().strip_prefix('-').map_or(("", word.trim()), |rest| ("-", rest));
        match word.split_once(':') {
            Some((field, value)) if !value.contains(':') && !field.contains(' ') => {
                format!("{minus}{field}:\"{value}\"")
            }
            Some(_) => format!("{minus}{word}"),
            None => format!("{minus}\"{word}\""),
        }
    };
    words.iter().map(phrase).collect::<Vec<_>>().join(" ")
}

/// What is wrong with a query, with a mark under the character.
fn explain(query: &str, mistake: &index::Mistake) {
    /// Of a long query what is around the fault.
    const AROUND: usize = 60;
    terminal::error(&format!("{}. Nothing was searched; `minutebook query` explains the language", mistake.message));
    let from = mistake.at.saturating_sub(AROUND);
    let shown: String =
        query.chars().skip(from).take(2 * AROUND).map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    // If standard error is gone there is nobody to tell.
    let _ = writeln!(
        anstream::stderr(),
        "  {}\n  {}{BOLD}^{RESET}",
        terminal::plain(&shown),
        " ".repeat(mistake.at.min(query.chars().count()) - from.min(query.chars().count()))
    );
}

/// What a reader should know beside the hits of a query; of several queries with its name.
fn tell(name: Option<&str>, answer: &Answer) {
    let say = |said: &str| terminal::error(&name.map_or_else(|| said.to_owned(), |name| format!("{name}: {said}")));
    answer.notes.iter().for_each(|note| say(note));
    for (word, meant) in &answer.did_you_mean {
        let meant = meant.as_ref().map_or_else(String::new, |m| format!("; did you mean `{m}`?"));
        say(&format!("`{word}` stands in no paper{meant}"));
    }
    for expanded in &answer.expanded {
        let papers = |n: u32| if n == 1 { "1 paper explains".to_owned() } else { format!("{n} papers explain") };
        match &expanded.searched_as {
            Some(other) => say(&format!(
                "`{}` was searched as `{other}` too, as {} it; --no-expand leaves that out",
                expanded.typed,
                papers(expanded.meanings.first().map_or(0, |m| m.1))
            )),
            None => {
                let all: Vec<String> = expanded.meanings.iter().take(4).map(|(m, n)| format!("`{m}` ({n})")).collect();
                say(&format!(
                    "`{}` stands for different things: {}; only its letters were searched",
                    expanded.typed,
                    all.join(", ")
                ));
            }
        }
    }
    if answer.undated > 0 {
        let papers = said::meetings(answer.undated);
        say(&format!("{papers} more would match, but their papers have no date that could be read"));
    }
}

fn read(answer: &Answer, arguments: &Search, out: &mut impl Write) -> Result<()> {
    for hit in &answer.hits {
        show(hit, out)?;
    }
    if answer.meetings == 0 {
        return Ok(writeln!(out, "nothing found in {}", said::meetings(answer.searched))?);
    }
    let first = arguments.page.saturating_sub(1).saturating_mul(arguments.limit).saturating_add(1);
    let last = first.saturating_add(answer.hits.len()) - 1;
    if answer.hits.is_empty() && arguments.page > 1 {
        let pages = answer.meetings.div_ceil(arguments.limit.max(1));
        return Ok(writeln!(out, "no page {}: there are {pages}; {}", arguments.page, said::counted(answer))?);
    }
    let shown = match answer.hits.len() {
        0 => String::new(),
        n if n == answer.meetings => String::new(),
        _ => format!("{first} to {last}, "),
    };
    let rest = if last < answer.meetings {
        format!("; --page {} shows more", arguments.page.saturating_add(1))
    } else {
        String::new()
    };
    let rest = if answer.hits.is_empty() { String::new() } else { rest };
    writeln!(out, "{shown}{}{rest}", said::counted(answer))?;
    Ok(())
}

/// Rows do not say that there are more.
fn note_rest(name: Option<&str>, answer: &Answer, arguments: &Search) {
    let shown = arguments.page.saturating_sub(1).saturating_mul(arguments.limit).saturating_add(answer.hits.len());
    if shown < answer.meetings {
        let name = name.map_or_else(String::new, |name| format!("{name}: "));
        let (written, all) = (answer.hits.len(), said::meetings(answer.meetings));
        terminal::error(&format!("{name}{written} of {all} are written; a larger --limit writes more"));
    }
}

fn show(hit: &Hit, out: &mut impl Write) -> Result<()> {
    let (body, date) = (said::body(hit.body.as_deref()), said::day(hit.date));
    let council = hit.council.as_ref().filter(|c| !body.contains(c.as_str()));
    let council = council.map_or_else(String::new, |c| format!(" ({})", line(c)));
    let status = if hit.status == "unknown" { String::new() } else { format!(", {}", hit.status.replace('_', " ")) };
    writeln!(out, "{BOLD}{body}{council}, {date}{RESET}, {}{status}", hit.document.replace('_', " "))?;
    for found in &hit.found {
        let place = match (&found.item, &found.title) {
            (Some(number), Some(title)) => format!("item {number} {title}"),
            (Some(number), None) => format!("item {number}"),
            (None, Some(title)) => title.clone(),
            (None, None) => String::new(),
        };
        let kind = match found.kind {
            index::Kind::Item | index::Kind::Passage => String::new(),
            index::Kind::Action => "action".to_owned(),
            index::Kind::Decision => {
                let lost = found.outcome.as_ref().filter(|o| o.as_str() != "carried");
                let outcome = lost.map_or_else(String::new, |o| format!(" [{o}]"));
                format!("decision{outcome}")
            }
        };
        let kind = if found.possible { format!("possible {kind}, not on record") } else { kind };
        let page = found.excerpts.first().and_then(|e| e.page);
        let head: Vec<String> =
            [kind, line(&place), said::page(page).trim().to_owned()].into_iter().filter(|p| !p.is_empty()).collect();
        writeln!(out, "  {DIM}{}{RESET}", head.join(", "))?;
        for (n, excerpt) in found.excerpts.iter().enumerate() {
            let other = excerpt
                .page
                .filter(|p| n > 0 && Some(*p) != page)
                .map_or_else(String::new, |p| format!(" {DIM}{}{RESET}", said::page(Some(p)).trim()));
            writeln!(out, "    {}{other}", terminal::marked(&excerpt.text, &excerpt.matches))?;
        }
        if found.more > 0 {
            writeln!(out, "    {DIM}+{} more here{RESET}", found.more)?;
        }
    }
    if hit.more > 0 {
        writeln!(out, "  {DIM}+{} more in this paper (--format csv shows all){RESET}", hit.more)?;
    }
    if !hit.also.is_empty() {
        /// More papers of a meeting are counted.
        const NAMED: usize = 4;
        let mut also: Vec<String> = hit
            .also
            .iter()
            .take(NAMED)
            .map(|a| format!("{}{}", line(a.file.as_deref().unwrap_or(&a.id)), said::page(a.page)))
            .collect();
        if hit.also.len() > NAMED {
            also.push(format!("{} more papers", hit.also.len() - NAMED));
        }
        writeln!(out, "  {DIM}also in {}{RESET}", also.join(", "))?;
    }
    writeln!(out, "  {DIM}{}  {}{RESET}", hit.id, line(hit.file.as_deref().unwrap_or("")))?;
    Ok(())
}

/// Runs each query of a file.
fn many(file: &Path, arguments: &Search, format: HitFormat, archive: &Archive, index: &Index) -> Result<Exit> {
    let name = file.display();
    let mut table = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_path(file)
        .with_context(|| format!("`{name}` cannot be read"))?;
    let headers = table.headers().with_context(|| format!("`{name}` is no CSV file"))?.clone();
    let column = |wanted: &str| headers.iter().position(|h| h.eq_ignore_ascii_case(wanted));
    let Some(of_query) = column("query") else {
        bail!("`{name}` has no column `query`; its first line must name the columns: `name,query`");
    };
    let of_name = column("name");
    let mut out = anstream::stdout().lock();
    let (mut all, mut counts, mut exit, mut found) = (Vec::new(), Vec::new(), Exit::Done, false);
    for (n, record) in table.records().enumerate() {
        let record = record.with_context(|| format!("`{name}`, row {}", n + 2))?;
        let Some(query) = record.get(of_query).filter(|q| !q.is_empty()) else { continue };
        let title = of_name.and_then(|c| record.get(c)).filter(|t| !t.is_empty()).unwrap_or(query);
        match index.search(&question(query, arguments)) {
            Ok(answer) => {
                tell(Some(title), &answer);
                if !arguments.count {
                    note_rest(Some(title), &answer, arguments);
                }
                found |= answer.meetings > 0;
                all.extend(rows::of(Some(title), &answer.hits, archive)?);
                counts.push((title.to_owned(), query.to_owned(), answer.meetings, answer.searched, answer.units));
            }
            Err(Error::Query(mistake)) => {
                terminal::error(&format!("`{name}`, row {}: {}; the other queries were run", n + 2, mistake.message));
                exit = Exit::Failed;
            }
            Err(error) => return Err(error.into()),
        }
    }
    if arguments.count {
        let mut table = csv::Writer::from_writer(&mut out);
        table.write_record(["name", "query", "meetings", "searched", "units"])?;
        for (title, query, meetings, searched, units) in counts {
            let numbers = [meetings, searched, units].map(|n| n.to_string());
            table.write_record([&title, &query, &numbers[0], &numbers[1], &numbers[2]])?;
        }
        table.flush()?;
    } else {
        let format = if format == HitFormat::Text { HitFormat::Csv } else { format };
        rows::write(&all, format, &mut out)?;
    }
    Ok(if found || exit == Exit::Failed { exit } else { Exit::Nothing })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_command_line_are_a_query() {
        let query = |words: &[&str]| joined(&words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>());
        assert_eq!(query(&["domestic", "abuse", " -county"]), "domestic abuse -county");
        assert_eq!(query(&["domestic abuse", "funding"]), "\"domestic abuse\" funding");
        assert_eq!(query(&["domestic abuse"]), "domestic abuse");
        assert_eq!(query(&["body:Safer Northmere", "theft"]), "body:\"Safer Northmere\" theft");
        assert_eq!(query(&["drugs OR alcohol", "pub"]), "drugs OR alcohol pub");
        assert_eq!(query(&["theft", " -vehicle crime"]), "theft -\"vehicle crime\"");
        assert_eq!(query(&["theft -vehicle", "burglary"]), "theft -vehicle burglary");
    }
}
