//! `extract`, `text` and `schema`: what needs no archive.

use std::io::{self, IsTerminal, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use anyhow::{Result, anyhow, bail};
use archive::{Archive, Paper};
use ingest::{Limits, ReadError};
use types::{Block, Source, Warned};

use crate::args::{Extract, Text};
use crate::exit::Exit;
use crate::terminal;

/// Does what `reader` does with a file in this process; a panic is an error like another.
pub(crate) fn with<T>(
    path: &Path,
    archive: Option<&Path>,
    limits: Limits,
    reader: impl FnOnce(&Source, &Limits) -> Result<Warned<T>, ReadError>,
) -> Result<Warned<T>> {
    let name = path.display().to_string();
    if path.is_dir() {
        bail!("`{name}`: a folder; give its files, or use `minutebook ingest {name}`");
    }
    let result = catch_unwind(AssertUnwindSafe(|| {
        let source = if path.as_os_str() == "-" {
            let mut bytes = Vec::new();
            // One byte more than is read, so that the limit is noticed.
            io::stdin().lock().take((limits.bytes as u64).saturating_add(1)).read_to_end(&mut bytes)?;
            Source::new(bytes)
        } else if let Some(source) =
            archive.filter(|_| !path.exists()).map(|a| of_record(a, &name)).transpose()?.flatten()
        {
            source
        } else {
            let key = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            ingest::load(path, &limits).map_err(|f| anyhow!(f.message))?.named(&key)
        };
        Ok(reader(&source, &limits)?)
    }));
    let result = result.unwrap_or_else(|panic| bail!(ingest::panic_message(panic.as_ref())));
    result.map_err(|e| anyhow!("`{name}`: {e:#}"))
}

/// The paper of a record, from the archive's originals; nothing where there is no such record.
fn of_record(archive: &Path, name: &str) -> Result<Option<Source>> {
    if !archive.join("archive.sqlite").is_file() {
        return Ok(None);
    }
    let archive = Archive::open(archive)?;
    let Some(paper) = paper(&archive, name)? else { return Ok(None) };
    let Some(id) = paper.source else { return Ok(None) };
    Ok(Some(Source::new(archive.originals()?.get(id)?).named(&paper.key)))
}

/// The one paper that a name means.
pub(crate) fn paper(archive: &Archive, name: &str) -> Result<Option<Paper>> {
    let mut papers: Vec<Paper> = Vec::new();
    for record in archive.find(name)? {
        papers.extend(archive.paper(&record.id)?.filter(|p| !papers.contains(p)));
    }
    if papers.len() > 1 {
        let files: Vec<&str> = papers.iter().map(|p| p.key.as_str()).collect();
        bail!("`{name}` names records of several files; give one of them: {}", files.join(", "));
    }
    Ok(papers.pop())
}

/// `minutebook extract`
pub(crate) fn extract(arguments: &Extract) -> Result<Exit> {
    std::panic::set_hook(Box::new(|_| {}));
    let mut out = io::stdout().lock();
    let mut exit = Exit::Done;
    for path in &arguments.files {
        match with(path, None, arguments.limits.apply(), ingest::read) {
            Ok(reading) => {
                for meeting in &reading.value.meetings {
                    terminal::json_line(&mut out, meeting)?;
                }
            }
            Err(e) => {
                terminal::error(&e.to_string());
                exit = Exit::Failed;
            }
        }
    }
    out.flush()?;
    Ok(exit)
}

/// `minutebook text`
pub(crate) fn text(arguments: &Text) -> Result<Exit> {
    let document =
        with(&arguments.file, Some(&arguments.folder.path()), arguments.limits.apply(), ingest::arrange)?.value;
    let stdout = io::stdout();
    // To the letter, as places count in exactly this; but nothing in it may drive a terminal.
    let shown = |text: &str| match stdout.is_terminal() {
        true => terminal::plain(text).into_bytes(),
        false => text.as_bytes().to_vec(),
    };
    let mut out = io::BufWriter::new(stdout.lock());
    if arguments.blocks {
        for block in &document.blocks {
            show_block(block, 0, &mut out)?;
        }
        for furniture in &document.furniture {
            writeln!(out, "furniture  {}", furniture.text.text)?;
        }
    } else if let Some(number) = arguments.page {
        let Some(page) = document.pages.iter().find(|p| p.number() == number) else {
            bail!("`{}` has {} pages, there is no page {number}", arguments.file.display(), document.pages.len());
        };
        out.write_all(&shown(page.text()))?;
    } else {
        for (n, page) in document.pages.iter().enumerate() {
            // A form feed between pages, as `pdftotext` has it.
            if n > 0 {
                out.write_all(b"\x0c")?;
            }
            out.write_all(&shown(page.text()))?;
        }
    }
    out.flush()?;
    // The process ends here: giving its memory back piece by piece would only take time.
    std::mem::forget(document);
    Ok(Exit::Done)
}

fn show_block(block: &Block, depth: usize, out: &mut impl Write) -> io::Result<()> {
    let indent = "  ".repeat(depth);
    match block {
        Block::Heading(level, text) => writeln!(out, "{indent}heading {level}  {}", text.text),
        Block::Paragraph(text) => writeln!(out, "{indent}paragraph  {}", text.text),
        Block::ListItem { level, label, text } => {
            let label = match label {
                types::ListLabel::Printed => String::new(),
                types::ListLabel::Computed(label) => format!("({label}) "),
            };
            writeln!(out, "{indent}item {level}  {label}{}", text.text)
        }
        Block::Table(table) => {
            writeln!(out, "{indent}table")?;
            for row in &table.rows {
                writeln!(out, "{indent}  row{}", if row.header { " (heading)" } else { "" })?;
                for cell in &row.cells {
                    writeln!(out, "{indent}    cell {}", cell.column + 1)?;
                    for block in &cell.blocks {
                        show_block(block, depth + 3, out)?;
                    }
                }
            }
            Ok(())
        }
    }
}

/// `minutebook schema`
pub(crate) fn schema() -> Result<Exit> {
    let mut out = io::stdout().lock();
    out.write_all(types::json_schema().as_bytes())?;
    out.write_all(b"\n")?;
    Ok(Exit::Done)
}
