//! What a page break, or a head inside the text, has cut: tables and sentences.

use types::{Block, Cell, Row, Table, Text};

/// Joins what was cut; tables with fewer columns than the page before showed only if they were found by where
/// words stand, and not `tagged`. Heads of tables that are printed again on a page go to the furniture.
pub(crate) fn stitch(blocks: Vec<Block>, tagged: bool, furniture: &mut Vec<Text>) -> Vec<Block> {
    let mut whole: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        match (whole.last_mut(), block) {
            (Some(Block::Table(before)), Block::Table(table)) => match places(before, &table) {
                Some(places) if is_torn(before, &table) && (!tagged || places.len() == columns(before)) => {
                    join_tables(before, moved(table, &places), furniture)
                }
                _ => whole.push(Block::Table(table)),
            },
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

/// The columns of the table before that those of the next one go on: as many, or some of them, by where their text
/// begins. `None` where they do not.
fn places(before: &Table, next: &Table) -> Option<Vec<usize>> {
    /// Text of a column begins within this many points of the same place on both pages.
    const NEAR: f32 = 10.0;
    let (ours, theirs) = (lefts(before), lefts(next));
    if ours.len() == theirs.len() {
        let near = ours.iter().zip(&theirs).filter(|(a, b)| a.zip(**b).is_none_or(|(a, b)| (a - b).abs() < NEAR));
        return (near.count() * 2 > ours.len()).then(|| (0..ours.len()).collect());
    }
    if ours.len() < theirs.len() || theirs.len() < 2 {
        return None;
    }
    let place = |left: &Option<f32>| ours.iter().position(|o| o.zip(*left).is_some_and(|(o, l)| (o - l).abs() < NEAR));
    let places: Vec<usize> = theirs.iter().map(place).collect::<Option<_>>()?;
    places.windows(2).all(|w| w[0] < w[1]).then_some(places)
}

/// The table with its cells in these columns; a column that its page does not show is empty, not absent.
fn moved(mut table: Table, places: &[usize]) -> Table {
    if places.iter().enumerate().all(|(i, place)| i == *place) {
        return table;
    }
    for row in &mut table.rows {
        for cell in &mut row.cells {
            cell.column = places.get(cell.column).copied().unwrap_or(cell.column);
        }
        for column in 0..places.last().copied().unwrap_or(0) {
            if !row.cells.iter().any(|c| (c.column..c.column + c.columns).contains(&column)) {
                row.cells.push(Cell { column, columns: 1, blocks: Vec::new() });
            }
        }
        row.cells.sort_by_key(|c| c.column);
    }
    table
}

/// Where the text of each column begins, where the format has pages.
fn lefts(table: &Table) -> Vec<Option<f32>> {
    let mut lefts: Vec<Option<f32>> = vec![None; columns(table)];
    for cell in table.rows.iter().flat_map(|r| &r.cells).filter(|c| c.columns == 1) {
        let left = cell.text().runs.iter().filter_map(|r| r.bbox).map(|b| b.left()).reduce(f32::min);
        let known = &mut lefts[cell.column];
        *known = known.map_or(left, |k| Some(left.map_or(k, |l| l.min(k))));
    }
    lefts
}

fn columns(table: &Table) -> usize {
    table.rows.iter().flat_map(|r| &r.cells).map(|c| c.column + c.columns).max().unwrap_or(0)
}

fn join_tables(before: &mut Table, table: Table, furniture: &mut Vec<Text>) {
    let mut rows = table.rows.into_iter().peekable();
    // The head is printed again on every page.
    if let (Some(head), Some(first)) = (before.rows.first(), rows.peek())
        && same(head, first)
        && let Some(again) = rows.next()
    {
        let blocks = again.cells.iter().flat_map(|c| &c.blocks);
        blocks.for_each(|b| b.texts(&mut |t| furniture.push(t.clone())));
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
