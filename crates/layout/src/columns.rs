//! Tables without rules: columns that words line up in.
//!
//! Two or more lines that leave the same corridor free from top to bottom stand in columns. The
//! text of a paragraph fills every corridor, so it ends the table.

use types::{BBox, Block, Cell, Page, Row, Table};

use crate::compose::{Composer, Line};
use crate::paragraphs::{self, Measure};

/// A gap between words as wide as this many sizes of type may be a corridor.
const WIDE: f32 = 1.4;
/// A corridor may narrow down to this many points.
const NARROW: f32 = 5.0;
/// Left ends of a column's entries lie within this many points of each other.
const ALIGNED: f32 = 6.0;
/// Lines further apart than this many pitches end a table.
const FAR: f32 = 3.2;

/// The white space between two columns.
#[derive(Clone, Copy, Debug)]
struct Corridor {
    from: f32,
    to: f32,
}

/// Makes blocks of the lines of a page that stand in no ruled table.
pub(crate) fn arrange(
    lines: Vec<Line>,
    page: &Page,
    measure: &Measure,
    composer: &mut Composer<'_>,
    blocks: &mut Vec<Block>,
) {
    let mut plain = 0; // where lines begin that are in no table
    let mut at = 0;
    while at < lines.len() {
        match table(&lines[at..], page, measure) {
            Some((count, corridors)) => {
                paragraphs::arrange(&lines[plain..at], page, measure.right, measure, composer, blocks);
                blocks.push(build(&lines[at..at + count], &corridors, page, measure, composer));
                at += count;
                plain = at;
            }
            None => at += 1,
        }
    }
    paragraphs::arrange(&lines[plain..], page, measure.right, measure, composer, blocks);
}

/// Wide gaps of a line, but for the one behind a number or bullet at its beginning.
fn gaps(line: &Line, page: &Page) -> Vec<Corridor> {
    let mut gaps = Vec::new();
    for (i, pair) in line.words.windows(2).enumerate() {
        let (Some(a), Some(b)) = (page.words[pair[0]].bbox, page.words[pair[1]].bbox) else { continue };
        let labelled = i == 0 && paragraphs::has_label(line, page);
        if b.left() - a.right() > WIDE * line.size && !labelled {
            gaps.push(Corridor { from: a.right(), to: b.left() });
        }
    }
    gaps
}

/// What is left of the corridors when this line runs through them.
fn narrowed(corridors: &[Corridor], line: &Line, page: &Page) -> Vec<Corridor> {
    let words: Vec<BBox> = line.words.iter().filter_map(|&w| page.words[w].bbox).collect();
    let narrow = |c: &Corridor| {
        // The widest part that no word stands in.
        let mut parts = vec![*c];
        for word in &words {
            parts = parts
                .iter()
                .flat_map(|p| {
                    if word.right() <= p.from || word.left() >= p.to {
                        vec![*p]
                    } else {
                        vec![Corridor { from: p.from, to: word.left() }, Corridor { from: word.right(), to: p.to }]
                    }
                })
                .filter(|p| p.to - p.from >= NARROW)
                .collect();
        }
        parts.into_iter().max_by(|a, b| (a.to - a.from).total_cmp(&(b.to - b.from)))
    };
    corridors.iter().filter_map(narrow).collect()
}

/// The words of a line, column by column.
fn split(line: &Line, corridors: &[Corridor], page: &Page) -> Vec<Vec<usize>> {
    let mut columns = vec![Vec::new(); corridors.len() + 1];
    for &w in &line.words {
        let middle = page.words[w].bbox.map_or(0.0, |b| (b.left() + b.right()) / 2.0);
        let column = corridors.iter().filter(|c| middle > (c.from + c.to) / 2.0).count();
        columns[column].push(w);
    }
    columns
}

/// If a table begins with the first line: how many lines it has, and its corridors.
fn table(lines: &[Line], page: &Page, measure: &Measure) -> Option<(usize, Vec<Corridor>)> {
    let first = lines.first()?;
    let mut corridors = gaps(first, page);
    if corridors.is_empty() {
        return None;
    }
    let mut count = 1;
    for pair in lines.windows(2) {
        if pair[1].baseline - pair[0].baseline > FAR * measure.pitch {
            break;
        }
        let left = narrowed(&corridors, &pair[1], page);
        if left.is_empty() {
            break;
        }
        corridors = left;
        count += 1;
    }
    add_corridors(&lines[..count], &mut corridors, page);
    // A table ends with its last line that has something in a second column, and what hangs on it.
    let filled = |line: &Line| {
        let columns = split(line, &corridors, page);
        columns.iter().filter(|c| !c.is_empty()).count()
    };
    let last = (0..count).rfind(|&i| filled(&lines[i]) > 1)?;
    let mut end = last + 1;
    // Rows below that only have something in later columns go on with its list.
    let widest = lines[..end].windows(2).map(|p| p[1].baseline - p[0].baseline).fold(measure.pitch, f32::max);
    while end < count && !paragraphs::has_label(&lines[end], page) {
        let distance = lines[end].baseline - lines[end - 1].baseline;
        let close = distance < 1.15 * measure.pitch && hangs(&lines[end], &lines[last], &corridors, page);
        let listed = distance < 1.1 * widest && split(&lines[end], &corridors, page)[0].is_empty();
        if !close && !listed {
            break;
        }
        end += 1;
    }
    // Corridors that only lines after the end narrowed are as wide as they were, which harms nothing.
    let rows = (0..=last).filter(|&i| filled(&lines[i]) > 1).count();
    (rows >= 2 && aligned(&lines[..end], &corridors, page)).then_some((end, corridors))
}

/// Columns that the first line does not show: a wide gap of a later line that no line runs through,
/// with something on both sides of it in two lines.
fn add_corridors(lines: &[Line], corridors: &mut Vec<Corridor>, page: &Page) {
    let candidates: Vec<Corridor> = lines.iter().flat_map(|l| gaps(l, page)).collect();
    for candidate in candidates {
        if corridors.iter().any(|c| candidate.from < c.to && c.from < candidate.to) {
            continue;
        }
        let free = lines.iter().try_fold(vec![candidate], |left, line| {
            let left = narrowed(&left, line, page);
            (!left.is_empty()).then_some(left)
        });
        let Some(found) = free.and_then(|f| f.first().copied()) else { continue };
        // The column that it parts.
        let from = corridors.iter().map(|c| c.to).filter(|to| *to <= found.from).fold(f32::MIN, f32::max);
        let to = corridors.iter().map(|c| c.from).filter(|from| *from >= found.to).fold(f32::MAX, f32::min);
        let both = lines.iter().filter(|l| {
            let words = l.words.iter().filter_map(|&w| page.words[w].bbox);
            let (mut left, mut right) = (false, false);
            for word in words.filter(|b| b.left() >= from && b.right() <= to) {
                left |= word.right() <= found.from + 0.1;
                right |= word.left() >= found.to - 0.1;
            }
            left && right
        });
        if both.count() >= 2 {
            corridors.push(found);
            corridors.sort_by(|a, b| a.from.total_cmp(&b.from));
        }
    }
}

/// A line below the last row goes on with one of its cells: it stands in a column after the first,
/// or is set in.
fn hangs(line: &Line, row: &Line, corridors: &[Corridor], page: &Page) -> bool {
    split(line, corridors, page)[0].is_empty() || line.bbox.left() > row.bbox.left() + ALIGNED
}

/// In every column after the first, most entries begin at the same place.
fn aligned(lines: &[Line], corridors: &[Corridor], page: &Page) -> bool {
    (1..=corridors.len()).all(|column| {
        let lefts: Vec<f32> = lines
            .iter()
            .filter_map(|l| split(l, corridors, page)[column].first().and_then(|&w| page.words[w].bbox))
            .map(|b| b.left())
            .collect();
        let most = lefts.iter().map(|a| lefts.iter().filter(|b| (*a - **b).abs() < ALIGNED).count()).max();
        most.is_some_and(|most| most >= 2 && most * 3 >= lefts.len() * 2)
    })
}

fn build(lines: &[Line], corridors: &[Corridor], page: &Page, measure: &Measure, composer: &mut Composer<'_>) -> Block {
    let cells: Vec<Vec<Vec<usize>>> = lines.iter().map(|l| split(l, corridors, page)).collect();
    let distances: Vec<f32> = lines.windows(2).map(|p| p[1].baseline - p[0].baseline).collect();
    // Where rows are set apart, the gaps tell the rows; where all lines are as close, a line with
    // something in two columns is a row.
    let tight = distances.iter().copied().fold(f32::MAX, f32::min);
    let wide = distances.iter().copied().fold(0.0, f32::max);
    let apart = wide > 1.25 * tight && tight < 1.3 * measure.pitch;
    let begins = |i: usize| {
        if i == 0 || paragraphs::has_label(&lines[i], page) {
            return true;
        }
        let filled = cells[i].iter().filter(|c| !c.is_empty()).count();
        if apart && distances[i - 1] > 1.2 * tight {
            return true;
        }
        let uniform = !apart || cells.iter().filter(|c| c.iter().all(|w| !w.is_empty())).count() * 2 > cells.len();
        uniform && filled > 1 && (cells[i][0].is_empty() || !lowercase(&cells[i][0], page))
            || uniform
                && !cells[i][0].is_empty()
                && !apart
                && lines[i].bbox.left() < lines[0].bbox.left() + ALIGNED
                && filled == 1
                && !lowercase(&cells[i][0], page)
                && distances[i - 1] > 1.1 * measure.pitch
    };
    let starts: Vec<usize> = (0..lines.len()).filter(|&i| begins(i)).collect();
    let mut table = Table::default();
    for (n, &from) in starts.iter().enumerate() {
        let to = starts.get(n + 1).copied().unwrap_or(lines.len());
        let mut row = Row::default();
        for column in 0..=corridors.len() {
            let of_row = lines[from..to].iter().zip(&cells[from..to]);
            let inside: Vec<Line> = of_row
                .filter(|(_, cells)| !cells[column].is_empty())
                .map(|(line, cells)| Line::of(line.page, page, cells[column].clone()))
                .collect();
            let right = corridors.get(column).map_or(measure.right, |c| c.from);
            let mut blocks = Vec::new();
            paragraphs::arrange(&inside, page, right, measure, composer, &mut blocks);
            row.cells.push(Cell { column, columns: 1, blocks });
        }
        table.rows.push(row);
    }
    Block::Table(table)
}

/// The words begin in lower case: they go on with something.
fn lowercase(words: &[usize], page: &Page) -> bool {
    words.first().is_some_and(|&w| page.words[w].text.starts_with(char::is_lowercase))
}
