//! Tables without rules: columns that words line up in.
//!
//! Two or more lines that leave the same corridor free from top to bottom stand in columns. The
//! text of a paragraph fills every corridor, so it ends the table.

use std::ops::Range;

use types::{BBox, Block, Cell, Page, Row, Table};

use crate::compose::{ALIGNED, Composer, Line, Piece};
use crate::paragraphs::{self, Measure};
use crate::rows;

/// A gap between words as wide as this many sizes of type may be a corridor.
const WIDE: f32 = 1.4;

/// A corridor may narrow down to this many points, or less where the next column begins.
const NARROW: f32 = 5.0;

const CLOSE: f32 = 2.2;

/// Columns that begin within so many points of each other begin at the same place.
const SAME: f32 = 0.75;

/// An entry of a list goes on this many points further in than it began.
const HANGING: Range<f32> = 4.0..40.0;

/// Lines further apart than this many pitches end a table.
const FAR: f32 = 3.2;

/// The white space between two columns.
#[derive(Clone, Copy, Debug)]
struct Corridor {
    from: f32,
    to: f32,
}

/// A table without rules among the lines of a page.
pub(crate) struct Found {
    /// Its lines.
    pub(crate) lines: Range<usize>,
    corridors: Vec<Corridor>,
}

/// Share of a narrow column's width by which its wrapped lines may end before the longest.
const RAGGED: f32 = 0.2;

impl Found {
    /// Writes what stands in the columns: a table with its rows, or text that is set in columns, one after the
    /// other. `lines` are all that it was found among.
    pub(crate) fn write(
        &self,
        lines: &[Line],
        page: &Page,
        measure: &Measure,
        composer: &mut Composer<'_>,
        blocks: &mut Vec<Block>,
    ) {
        let lines = &lines[self.lines.clone()];
        let pieces: Vec<Piece> = lines
            .iter()
            .flat_map(|line| {
                let columns = split(line, &self.corridors, page).into_iter().enumerate();
                let filled = columns.filter(|(_, words)| !words.is_empty());
                filled.map(|(column, words)| Piece { column, line: Line::of(line.page, page, words) })
            })
            .collect();
        let rights: Vec<f32> =
            (0..=self.corridors.len()).map(|c| self.corridors.get(c).map_or(measure.right, |c| c.from)).collect();
        let down = counts_down(&pieces, rights.len(), page);
        if is_prose(&pieces, &rights) || are_lists(&pieces) || down {
            for (column, right) in rights.iter().enumerate() {
                let text: Vec<Line> = pieces.iter().filter(|p| p.column == column).map(|p| p.line.clone()).collect();
                // Short, ragged lines: most that end in the last fifth were wrapped there.
                let (left, longest) = text
                    .iter()
                    .fold((f32::MAX, 0.0_f32), |(left, right), l| (left.min(l.bbox.left()), right.max(l.bbox.right())));
                let right = if down { longest - RAGGED * (longest - left) } else { *right };
                paragraphs::arrange(&text, page, right, &measure.of_page(&text), composer, blocks);
            }
            return;
        }
        let mut table = Table::default();
        for pieces in rows::rows(pieces, page, measure) {
            let cell = |column| {
                let inside: Vec<Line> = pieces.iter().filter(|p| p.column == column).map(|p| p.line.clone()).collect();
                let mut blocks = Vec::new();
                paragraphs::arrange(&inside, page, rights[column], measure, composer, &mut blocks);
                Cell { column, columns: 1, blocks }
            };
            table.rows.push(Row { header: false, cells: (0..rights.len()).map(cell).collect() });
        }
        blocks.push(Block::Table(table));
    }
}

/// Text in columns, as newspapers set it, and not a table: two or more columns of about the same width, with
/// many lines of several words that fill them.
fn is_prose(pieces: &[Piece], rights: &[f32]) -> bool {
    /// Lines of each column, words of its lines, and the share of them that fill it.
    const LINES: usize = 10;
    const WORDS: f32 = 3.5;
    const FULL: f32 = 0.6;
    /// The widest column is no wider than so many of the narrowest.
    const UNEVEN: f32 = 1.5;
    let mut widths: Vec<f32> = Vec::new();
    for column in 0..rights.len() {
        let lines: Vec<&Line> = pieces.iter().filter(|p| p.column == column).map(|p| &p.line).collect();
        let left = lines.iter().map(|l| l.bbox.left()).fold(f32::MAX, f32::min);
        let right = lines.iter().map(|l| l.bbox.right()).fold(0.0, f32::max);
        let words = lines.iter().map(|l| l.words.len()).sum::<usize>() as f32;
        let full = lines.iter().filter(|l| l.bbox.width() > 0.8 * (right - left)).count();
        if lines.len() < LINES || words < WORDS * lines.len() as f32 || (full as f32) < FULL * lines.len() as f32 {
            return false;
        }
        widths.push(right - left);
    }
    let (least, most) = widths.iter().fold((f32::MAX, 0.0_f32), |(a, b), w| (a.min(*w), b.max(*w)));
    most <= UNEVEN * least
}

/// Numbers count on down the first column and then down the next, as those of items do in minutes set in columns; a
/// table's count from row to row.
fn counts_down(pieces: &[Piece], columns: usize, page: &Page) -> bool {
    /// Fewer numbers in a column prove nothing.
    const LEAST: usize = 2;
    let number = |piece: &&Piece| -> Option<u32> {
        let first = &page.words[*piece.line.words.first()?].text;
        first.strip_suffix(['.', ')'])?.parse().ok()
    };
    let of = |column: usize| -> Vec<u32> {
        let mut own: Vec<&Piece> = pieces.iter().filter(|p| p.column == column).collect();
        own.sort_by(|a, b| a.line.baseline.total_cmp(&b.line.baseline));
        own.iter().filter_map(number).collect()
    };
    let numbers: Vec<Vec<u32>> = (0..columns).map(of).collect();
    let all: Vec<u32> = numbers.concat();
    columns > 1 && numbers.iter().all(|n| n.len() >= LEAST) && all.windows(2).all(|pair| pair[1] == pair[0] + 1)
}

/// The tables among lines of a page that stand in no ruled table.
pub(crate) fn tables(lines: &[Line], page: &Page, measure: &Measure) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        match table(&lines[at..], page, measure) {
            Some((count, corridors)) => {
                let after = found.last().map_or(0, |f: &Found| f.lines.end);
                let from = first_line(lines, after, at, &corridors, page, measure);
                found.push(Found { lines: from..at + count, corridors });
                at += count;
            }
            None => at += 1,
        }
    }
    found
}

/// Lines of a cell stand no further from each other than so many pitches.
const IN_CELL: f32 = 1.15;

/// The first line of a table that shows its columns first in line `at`: where cells are centred over the height
/// of their row, lines of its taller cells stand above those of the others.
fn first_line(
    lines: &[Line],
    after: usize,
    at: usize,
    corridors: &[Corridor],
    page: &Page,
    measure: &Measure,
) -> usize {
    let mut from = at;
    while from > after {
        let Some(column) = only_column(&lines[from - 1], corridors, page) else { break };
        let next = lines[from..].iter().find(|l| !split(l, corridors, page)[column].is_empty());
        if next.is_none_or(|next| next.baseline - lines[from - 1].baseline > IN_CELL * measure.pitch) {
            break;
        }
        from -= 1;
    }
    from
}

/// The column that all of the line stands in, if no word of it stands in a corridor.
fn only_column(line: &Line, corridors: &[Corridor], page: &Page) -> Option<usize> {
    let columns = split(line, corridors, page);
    let mut filled = (0..columns.len()).filter(|&c| !columns[c].is_empty());
    let column = filled.next().filter(|_| filled.next().is_none())?;
    (narrowed(corridors, line, page).len() == corridors.len()).then_some(column)
}

/// Lists beside each other, and not a table: entries hang, and those of one column begin where those of another
/// go on.
fn are_lists(pieces: &[Piece]) -> bool {
    /// Entries that begin beside lines that go on: fewer may be an accident.
    const BESIDE: usize = 2;
    let columns = pieces.iter().map(|p| p.column + 1).max().unwrap_or(0);
    let of = |column: usize| pieces.iter().filter(move |p| p.column == column).map(|p| &p.line);
    let parted: Vec<(Vec<f32>, Vec<f32>)> = (0..columns)
        .map(|column| {
            let left = of(column).map(|l| l.bbox.left()).fold(f32::MAX, f32::min);
            let goes_on = |l: &&Line| HANGING.contains(&(l.bbox.left() - left));
            let begin = of(column).filter(|l| !goes_on(l)).map(|l| l.baseline).collect();
            (begin, of(column).filter(goes_on).map(|l| l.baseline).collect())
        })
        .collect();
    let beside = |a: &[f32], b: &[f32]| a.iter().filter(|y| b.contains(y)).count() >= BESIDE;
    parted.windows(2).any(|pair| beside(&pair[0].0, &pair[1].1) && beside(&pair[1].0, &pair[0].1))
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
    for found in tables(&lines, page, measure) {
        paragraphs::arrange(&lines[plain..found.lines.start], page, measure.right, measure, composer, blocks);
        found.write(&lines, page, measure, composer, blocks);
        plain = found.lines.end;
    }
    paragraphs::arrange(&lines[plain..], page, measure.right, measure, composer, blocks);
}

/// Gaps of a line that are wider than so many sizes of its type.
fn gaps(line: &Line, page: &Page, wide: f32) -> impl Iterator<Item = Corridor> {
    line.words.windows(2).filter_map(move |pair| {
        let (a, b) = (page.words[pair[0]].bbox?, page.words[pair[1]].bbox?);
        (b.left() - a.right() > wide * line.size).then(|| Corridor { from: a.right(), to: b.left() })
    })
}

/// Wide gaps of a line, but for the one behind a number or bullet at its beginning.
fn wide_gaps(line: &Line, page: &Page) -> Vec<Corridor> {
    let label = if paragraphs::has_label(line, page) { page.words[line.words[0]].bbox } else { None };
    gaps(line, page, WIDE).filter(|gap| label.is_none_or(|l| gap.from > l.right())).collect()
}

/// The line is parted by wide gaps, as the rows of tables are.
pub(crate) fn is_parted(line: &Line, page: &Page) -> bool {
    gaps(line, page, WIDE).next().is_some()
}

/// What is left of the corridors when this line runs through them.
fn narrowed(corridors: &[Corridor], line: &Line, page: &Page) -> Vec<Corridor> {
    corridors.iter().filter_map(|c| c.beside(line, page)).collect()
}

impl Corridor {
    /// The widest part of it that no word of the line stands in, if that is wide enough.
    fn beside(&self, line: &Line, page: &Page) -> Option<Self> {
        let mut widest: Option<Self> = None;
        let mut see = |from: f32, to: f32| {
            // Where the column behind it begins at the same place, a text may come closer.
            let least = if self.to - to < SAME { CLOSE } else { NARROW };
            if to - from >= least && widest.is_none_or(|w| to - from >= w.to - w.from) {
                widest = Some(Self { from, to });
            }
        };
        let mut from = self.from;
        for word in line.words.iter().filter_map(|&w| page.words[w].bbox) {
            if word.right() > self.from && word.left() < self.to {
                see(from, word.left());
                from = from.max(word.right());
            }
        }
        see(from, self.to);
        widest
    }
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
    let mut corridors = wide_gaps(first, page);
    if corridors.is_empty() {
        return None;
    }
    let mut count = 1;
    for pair in lines.windows(2) {
        if pair[1].baseline - pair[0].baseline > FAR * measure.pitch {
            break;
        }
        let left = narrowed(&corridors, &pair[1], page);
        if left.is_empty() || begins_section(&lines[..count], &pair[1], &corridors, page) {
            break;
        }
        corridors = left;
        count += 1;
    }
    count = with_labels(&lines[..count], &corridors, page);
    add_corridors(&lines[..count], &mut corridors, page);
    // A table ends with its last line that has something in a second column, and what hangs on it.
    let begins: Vec<f32> = (0..=corridors.len()).map(|c| usual_left(&lines[..count], &corridors, c, page)).collect();
    let filled = |line: &Line| {
        let boxes = |words: &[usize]| words.iter().filter_map(|&w| page.words[w].bbox).collect::<Vec<_>>();
        let columns: Vec<Vec<BBox>> = split(line, &corridors, page).iter().map(|c| boxes(c)).collect();
        let mut last: Option<f32> = None; // where the column before ends
        let stands = |(column, words): (usize, &Vec<BBox>)| {
            let first = words.first()?;
            // A space of a sentence that falls into the corridor parts nothing.
            let apart = last.is_none_or(|l| first.left() - l > WIDE * line.size);
            last = words.last().map(BBox::right);
            (apart || (first.left() - begins[column]).abs() < ALIGNED).then_some(())
        };
        columns.iter().enumerate().filter_map(stands).count()
    };
    let last = (0..count).rfind(|&i| filled(&lines[i]) > 1)?;
    let mut end = last + 1;
    // Rows below that only have something in later columns go on with its list.
    let widest = lines[..end].windows(2).map(|p| p[1].baseline - p[0].baseline).fold(measure.pitch, f32::max);
    // Where cells are wrapped, what goes on with a line of its own column does so, whatever stands between.
    let wrapped = lines[..end].iter().filter(|l| only_column(l, &corridors, page).is_some()).count() * 3 > end;
    let in_cell = |line: &Line, table: &[Line]| {
        let above = only_column(line, &corridors, page)
            .and_then(|column| table.iter().rev().find(|l| !split(l, &corridors, page)[column].is_empty()));
        wrapped && above.is_some_and(|above| line.baseline - above.baseline < IN_CELL * measure.pitch)
    };
    while end < count && !paragraphs::has_label(&lines[end], page) {
        let distance = lines[end].baseline - lines[end - 1].baseline;
        let close = distance < IN_CELL * measure.pitch && hangs(&lines[end], &lines[last], &corridors, page);
        let listed = distance < 1.1 * widest && split(&lines[end], &corridors, page)[0].is_empty();
        // Where rows are set apart, what stands close below a cell and no wider goes on with it.
        let within = corridors.first().is_some_and(|c| lines[end].bbox.right() <= c.from);
        let wraps = within && widest > 1.3 * measure.pitch && distance < IN_CELL * measure.pitch;
        if !close && !listed && !wraps && !in_cell(&lines[end], &lines[..end]) {
            break;
        }
        end += 1;
    }
    // Corridors that only lines after the end narrowed are as wide as they were, which harms nothing.
    let rows = (0..=last).filter(|&i| filled(&lines[i]) > 1).count();
    (rows >= 2 && aligned(&lines[..end], &corridors, page)).then_some((end, corridors))
}

/// The line is the heading of what follows the table so far: bold, alone in the first column, and set apart; or a
/// row of another table, nothing of which begins where the columns do.
fn begins_section(table: &[Line], line: &Line, corridors: &[Corridor], page: &Page) -> bool {
    /// Set apart by so many times the usual distance of the lines.
    const APART: f32 = 1.2;
    /// Lines before it that tell what is usual.
    const RECENT: usize = 20;
    // Most lines begin where the one before or two before does: they need no closer look.
    let near = |l: &Line| (l.bbox.left() - line.bbox.left()).abs() <= 2.0 * ALIGNED;
    if table.iter().rev().take(3).any(near) && !line.all(page, |s| s.bold) {
        return false;
    }
    let table = table.get(table.len().saturating_sub(RECENT)..).unwrap_or(table);
    let pieces = split(line, corridors, page);
    let strays = |(column, words): (usize, &Vec<usize>)| {
        let left = page.words[*words.first()?].bbox?.left();
        Some((left - usual_left(table, corridors, column, page)).abs() > 2.0 * ALIGNED)
    };
    let stray: Vec<bool> = pieces.iter().enumerate().filter_map(strays).collect();
    if table.len() > 2 && stray.len() > 1 && stray.iter().all(|s| *s) {
        return true;
    }
    let alone = corridors.first().is_some_and(|c| line.bbox.right() <= c.from);
    if !alone || !line.all(page, |s| s.bold) || table.iter().skip(1).all(|l| l.all(page, |s| s.bold)) {
        return false;
    }
    let mut distances: Vec<f32> = table.windows(2).map(|p| p[1].baseline - p[0].baseline).collect();
    distances.sort_by(f32::total_cmp);
    let usual = distances.get(distances.len() / 2).copied().unwrap_or(f32::MAX);
    table.last().is_some_and(|last| line.baseline - last.baseline > APART * usual)
}

/// Where the text of most lines of a column begins.
fn usual_left(lines: &[Line], corridors: &[Corridor], column: usize, page: &Page) -> f32 {
    let left = |line: &Line| Some(page.words[*split(line, corridors, page)[column].first()?].bbox?.left());
    let lefts: Vec<f32> = lines.iter().filter_map(left).collect();
    let near = |x: f32| lefts.iter().filter(|l| (*l - x).abs() < ALIGNED / 2.0).count();
    lefts.iter().copied().max_by_key(|x| near(*x)).unwrap_or(0.0)
}

/// How many of the lines keep free a narrow first column of labels that the first ones show: where a line runs
/// through it, another table begins, or text.
fn with_labels(lines: &[Line], corridors: &[Corridor], page: &Page) -> usize {
    /// A label ends at least so many sizes of type before the text.
    const SPACE: f32 = 0.6;
    /// Lines that show it, and lines of its table.
    const SHOWN: usize = 3;
    const LEAST: usize = 4;
    let first = corridors.first().map_or(f32::MAX, |c| c.from);
    let mut most = 0;
    for (n, line) in lines.iter().enumerate().take(LEAST) {
        let Some(gap) = gaps(line, page, SPACE).next().filter(|gap| gap.to <= first) else { continue };
        let free = lines.iter().scan(gap, |left, line| {
            *left = left.beside(line, page)?;
            Some(*left)
        });
        let free: Vec<Corridor> = free.collect();
        let Some(corridor) = free.last() else { continue };
        let shown = lines[..free.len()].iter().filter(|line| {
            let starts = |b: BBox| b.left() >= corridor.to - 0.1 && b.left() < corridor.to + 1.5;
            let words: Vec<BBox> = line.words.iter().filter_map(|&w| page.words[w].bbox).collect();
            words.first().is_some_and(|b| b.right() <= corridor.from + 0.1) && words.iter().any(|b| starts(*b))
        });
        if free.len() > n && free.len() >= LEAST && shown.count() >= SHOWN {
            most = most.max(free.len());
        }
    }
    if most == 0 { lines.len() } else { most }
}

/// Columns that the first line does not show: a gap of a later line that no line runs through, with something on
/// both sides of it in two lines, and behind which lines begin at the same place. In a table also the gap behind
/// numbers counts, and one that is not wide.
fn add_corridors(lines: &[Line], corridors: &mut Vec<Corridor>, page: &Page) {
    /// The widest gaps that are tried: pages strewn with words have any number of them.
    const CANDIDATES: usize = 400;
    /// A gap of so many sizes of type is wider than a space.
    const SPACE: f32 = 0.36;
    /// Lines of a column begin within this many points of each other, at least so many of them.
    const EXACT: f32 = 1.5;
    const BEGIN: usize = 3;
    let mut candidates: Vec<Corridor> = lines.iter().flat_map(|l| gaps(l, page, SPACE)).collect();
    candidates.sort_by(|a, b| (b.to - b.from).total_cmp(&(a.to - a.from)));
    candidates.truncate(CANDIDATES);
    for candidate in candidates {
        if corridors.iter().any(|c| candidate.from < c.to && c.from < candidate.to) {
            continue;
        }
        let free = lines.iter().try_fold(candidate, |left, line| left.beside(line, page));
        let Some(found) = free else { continue };
        // The column that it parts.
        let from = corridors.iter().map(|c| c.to).filter(|to| *to <= found.from).fold(f32::MIN, f32::max);
        let to = corridors.iter().map(|c| c.from).filter(|from| *from >= found.to).fold(f32::MAX, f32::min);
        let (mut both, mut begin) = (0, 0);
        for line in lines {
            let words = line.words.iter().filter_map(|&w| page.words[w].bbox);
            let within: Vec<BBox> = words.filter(|b| b.left() >= from && b.right() <= to).collect();
            let behind = within.iter().map(BBox::left).filter(|l| *l >= found.to - 0.1).reduce(f32::min);
            both += usize::from(behind.is_some() && within.iter().any(|w| w.right() <= found.from + 0.1));
            begin += usize::from(behind.is_some_and(|l| l < found.to + EXACT));
        }
        let wide = found.to - found.from > WIDE * lines[0].size;
        if both >= 2 && (wide || begin >= BEGIN) {
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
        let near = |a: f32| lefts.iter().filter(|b| (a - **b).abs() < ALIGNED).count();
        let Some(usual) = lefts.iter().copied().max_by_key(|a| near(*a)) else { return false };
        // Entries that are too long go on a little further in.
        let hang = lefts.iter().filter(|l| HANGING.contains(&(**l - usual))).count();
        let begin = near(usual);
        begin >= 2 && (begin * 3 >= lefts.len() * 2 || begin > hang && begin + hang >= lefts.len())
    })
}
