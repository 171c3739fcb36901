//! Tables, row by row: what is read against what stands there.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use ingest::Limits;
use types::{Block, Document, Source, Table};

/// A row: the texts of its cells, by column.
pub(crate) type Row = Vec<String>;

pub(crate) fn arranged(path: &Path) -> Document {
    let source = Source::new(fs::read(path).unwrap());
    ingest::arrange(&source, &Limits::default()).unwrap_or_else(|e| panic!("{}: {e}", path.display())).value
}

/// The rows of a document's tables, without list marks and spacing, which formats write in their own ways.
pub(crate) fn rows(document: &Document) -> Vec<Row> {
    let tables = document.blocks.iter().filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None });
    tables.flat_map(table_rows).collect()
}

fn table_rows(table: &Table) -> impl Iterator<Item = Row> + '_ {
    table.rows.iter().map(|row| {
        let columns = row.cells.iter().map(|c| c.column + c.columns).max().unwrap_or(0);
        let mut cells = vec![String::new(); columns];
        for cell in &row.cells {
            cells[cell.column] = bare(&cell.text().text);
        }
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        cells
    })
}

fn bare(text: &str) -> String {
    let marks = ['\u{2022}', '\u{25e6}', '\u{25aa}', '\u{f0b7}', '\u{27a2}'];
    let words = text.split(|c: char| c.is_whitespace() || marks.contains(&c)).filter(|w| !w.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// How many rows of `found` stand in `truth`, each counted once.
pub(crate) fn shared(found: &[Row], truth: &[Row]) -> usize {
    let mut left: HashMap<&Row, usize> = HashMap::new();
    truth.iter().for_each(|row| *left.entry(row).or_default() += 1);
    let takes = |row: &&Row| {
        left.get_mut(*row).is_some_and(|n| {
            if *n > 0 {
                *n -= 1;
                true
            } else {
                false
            }
        })
    };
    found.iter().filter(takes).count()
}

/// Precision and recall of exact rows, and the rows that differ, for a failure's message.
pub(crate) fn compare(found: &[Row], truth: &[Row]) -> (f64, f64, String) {
    let same = shared(found, truth) as f64;
    let show = |rows: &[Row], others: &[Row], mark: char| -> String {
        rows.iter().filter(|r| !others.contains(r)).map(|r| format!("{mark} {}\n", r.join(" | "))).collect()
    };
    let difference = show(truth, found, '-') + &show(found, truth, '+');
    (same / found.len().max(1) as f64, same / truth.len().max(1) as f64, difference)
}

/// Papers that are made in several formats have the same rows in each: in Word and web pages the tags tell them, in
/// PDF the drawn lines, or where words stand.
#[test]
fn a_paper_has_the_same_rows_in_every_format() {
    let papers = crate::place::root().join("fixtures/papers");
    let mut names: Vec<_> = fs::read_dir(&papers).unwrap().map(|e| e.unwrap().path()).collect();
    names.retain(|p| p.extension().is_some_and(|e| e == "pdf"));
    names.sort();
    let (mut tables, mut compared) = (0, 0);
    for pdf in names {
        let Some(tagged) = ["docx", "html"].iter().map(|e| pdf.with_extension(e)).find(|p| p.is_file()) else {
            continue;
        };
        let truth = arranged(&tagged);
        let (found, wanted) = (rows(&arranged(&pdf)), rows(&truth));
        let (precision, recall, difference) = compare(&found, &wanted);
        assert!(
            precision >= 0.98 && recall >= 0.98 || wanted.is_empty() && found.is_empty(),
            "{}:\n{difference}",
            pdf.display()
        );
        tables += truth.blocks.iter().filter(|b| matches!(b, Block::Table(_))).count();
        compared += wanted.len();
    }
    println!("{tables} tables, {compared} rows");
    assert!(tables >= 3, "{tables}");
}
