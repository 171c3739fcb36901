//! What a page break, or a head inside the text, has cut: tables and sentences.

use types::{Block, Cell, Row, Table, Text};

/// Joins what was cut.
pub(crate) fn stitch(blocks: Vec<Block>) -> Vec<Block> {
    let mut whole: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        match (whole.last_mut(), block) {
            (Some(Block::Table(before)), Block::Table(table))
                if columns(before) == columns(&table) && is_torn(before, &table) =>
            {
                join_tables(before, table);
            }
            (Some(before), Block::Paragraph(text)) if is_cut(before, &text) => {
                if let Block::Paragraph(open) | Block::ListItem { text: open, .. } = before {
                    open.append(&text);
                }
            }
            (_, block) => whole.push(block),
        }
    }
    whole
}

/// The tables stand on two pages, or something stood between them that was taken out.
fn is_torn(before: &Table, next: &Table) -> bool {
    let texts = |table: &Table| {
        let mut all = Vec::new();
        let blocks = table.rows.iter().flat_map(|r| &r.cells).flat_map(|c| &c.blocks);
        blocks.for_each(|b| b.texts(&mut |t| all.extend(t.runs.iter().map(|r| (r.page, r.at, r.at + r.range.len())))));
        all
    };
    let (Some(last), Some(first)) = (texts(before).into_iter().max(), texts(next).into_iter().min()) else {
        return false;
    };
    last.0 != first.0 || first.1 > last.2 + 1
}

fn columns(table: &Table) -> usize {
    table.rows.iter().flat_map(|r| &r.cells).map(|c| c.column + c.columns).max().unwrap_or(0)
}

fn join_tables(before: &mut Table, table: Table) {
    let mut rows = table.rows.into_iter().peekable();
    // The head is printed again on every page.
    if let (Some(head), Some(first)) = (before.rows.first(), rows.peek())
        && same(head, first)
    {
        rows.next();
    }
    if let (Some(last), Some(first)) = (before.rows.last_mut(), rows.peek())
        && continues(last, first)
        && let Some(first) = rows.next()
    {
        for cell in first.cells {
            match last.cells.iter_mut().find(|c| c.column == cell.column) {
                Some(open) => join_cells(open, cell),
                None => last.cells.push(cell),
            }
        }
    }
    before.rows.extend(rows);
}

fn same(a: &Row, b: &Row) -> bool {
    a.cells.len() == b.cells.len()
        && a.cells.iter().zip(&b.cells).all(|(a, b)| a.text().text == b.text().text)
        && a.cells.iter().any(|c| !c.is_blank())
}

/// A row whose first cell is empty goes on with the row before the break, if that row has one.
fn continues(last: &Row, first: &Row) -> bool {
    first.cells.first().is_some_and(Cell::is_blank)
        && first.cells.iter().any(|c| !c.is_blank())
        && last.cells.first().is_some_and(|c| !c.is_blank())
}

fn join_cells(open: &mut Cell, next: Cell) {
    let mut blocks = next.blocks.into_iter().peekable();
    if let (Some(last), Some(Block::Paragraph(first))) = (open.blocks.last_mut(), blocks.peek())
        && is_cut(last, first)
        && let Block::Paragraph(text) | Block::ListItem { text, .. } = last
    {
        text.append(first);
        blocks.next();
    }
    open.blocks.extend(blocks);
}

/// The block's sentence has no end, and the text begins like the rest of one.
fn is_cut(block: &Block, next: &Text) -> bool {
    let (Block::Paragraph(text) | Block::ListItem { text, .. }) = block else { return false };
    let ends = text.text.trim_end().ends_with(['.', ':', ';', '?', '!', '\u{201d}', '\u{2019}']);
    let (Some(last), Some(first)) = (text.runs.last(), next.runs.first()) else { return false };
    let elsewhere = last.page != first.page || first.at > last.at + last.range.len() + 1;
    !ends && elsewhere && next.text.trim_start().starts_with(char::is_lowercase)
}
