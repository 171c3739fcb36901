//! Hits as rows that are ready to cite.

use std::collections::HashMap;
use std::io::Write;

use anyhow::Result;
use archive::Archive;
use index::Hit;
use serde::Serialize;

use crate::args::HitFormat;
use crate::{export, terminal};

/// A place that matches, with all that a citation needs.
#[derive(Serialize)]
pub(crate) struct Row {
    /// Of several queries, its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    body: Option<String>,
    council: Option<String>,
    date: Option<String>,
    kind: &'static str,
    item: Option<String>,
    title: Option<String>,
    #[serde(rename = "type")]
    of_type: Option<String>,
    outcome: Option<String>,
    owner: String,
    possible: bool,
    page: Option<u32>,
    words: String,
    document: String,
    status: String,
    file: Option<String>,
    /// The address or the path, with the page behind it.
    source: String,
    record: String,
}

/// The rows of some hits: one a sentence that matches.
pub(crate) fn of(name: Option<&str>, hits: &[Hit], archive: &Archive) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    let mut sources: HashMap<&str, String> = HashMap::new();
    for hit in hits {
        if !sources.contains_key(hit.id.as_str()) {
            let paper = archive.paper(&hit.id)?;
            let source = paper.map_or_else(String::new, |p| p.url.unwrap_or_else(|| p.origin.display().to_string()));
            sources.insert(&hit.id, source);
        }
        for found in &hit.found {
            for excerpt in &found.excerpts {
                let page = excerpt.page.map_or_else(String::new, |p| format!("#page={p}"));
                rows.push(Row {
                    name: name.map(str::to_owned),
                    body: hit.body.clone(),
                    council: hit.council.clone(),
                    date: hit.date.map(|d| d.to_string()),
                    kind: found.kind.as_str(),
                    item: found.item.clone(),
                    title: found.title.clone(),
                    of_type: found.of_type.clone(),
                    outcome: found.outcome.clone(),
                    owner: found.owner.join("; "),
                    possible: found.possible,
                    page: excerpt.page,
                    words: excerpt.text.clone(),
                    document: hit.document.clone(),
                    status: hit.status.clone(),
                    file: hit.file.clone(),
                    source: format!("{}{page}", sources.get(hit.id.as_str()).map_or("", String::as_str)),
                    record: hit.id.clone(),
                });
            }
        }
    }
    Ok(rows)
}

/// Writes rows.
pub(crate) fn write(rows: &[Row], format: HitFormat, out: &mut impl Write) -> Result<()> {
    match format {
        HitFormat::Json => terminal::json_line(out, &rows)?,
        HitFormat::Jsonl => rows.iter().try_for_each(|row| terminal::json_line(out, row))?,
        HitFormat::Md => {
            let cell = |text: &str| terminal::line(text).replace('|', "\\|");
            writeln!(out, "| body | date | item | words | page | source |\n| --- | --- | --- | --- | --- | --- |")?;
            for row in rows {
                let or_not = |text: &Option<String>| text.as_deref().map_or_else(String::new, cell);
                let item = [or_not(&row.item), or_not(&row.title)].join(" ");
                let page = row.page.map_or_else(String::new, |p| p.to_string());
                let (body, date) = (or_not(&row.body), or_not(&row.date));
                let source = cell(&row.source);
                writeln!(out, "| {body} | {date} | {} | {} | {page} | {source} |", item.trim(), cell(&row.words))?;
            }
        }
        HitFormat::Csv | HitFormat::Text => {
            let mut table = csv::Writer::from_writer(out);
            let named = rows.iter().any(|r| r.name.is_some());
            let mut head = vec![
                "body", "council", "date", "kind", "item", "title", "type", "outcome", "owner", "possible", "page",
                "words", "document", "status", "file", "source", "record",
            ];
            if named {
                head.insert(0, "name");
            }
            table.write_record(&head)?;
            for row in rows {
                let text = |t: &Option<String>| t.clone().unwrap_or_default();
                let mut cells = vec![
                    text(&row.body),
                    text(&row.council),
                    text(&row.date),
                    row.kind.to_owned(),
                    text(&row.item),
                    text(&row.title),
                    text(&row.of_type),
                    text(&row.outcome),
                    row.owner.clone(),
                    if row.possible { "yes".to_owned() } else { String::new() },
                    row.page.map_or_else(String::new, |p| p.to_string()),
                    row.words.clone(),
                    row.document.clone(),
                    row.status.clone(),
                    text(&row.file),
                    row.source.clone(),
                    row.record.clone(),
                ];
                if named {
                    cells.insert(0, text(&row.name));
                }
                table.write_record(cells.iter().map(|c| export::harmless(c)))?;
            }
            table.flush()?;
        }
    }
    Ok(())
}
