//! The rows of a table without rules.
//!
//! Lines of a cell stand closer than rows do, so gaps part the cells of each column; cells whose heights overlap
//! are a row, wherever in it they are aligned: at its top, or in its middle. Where gaps tell nothing, a line with
//! something in two columns begins a row.

use types::{BBox, Page};

use crate::compose::{ALIGNED, Line, Piece};
use crate::paragraphs::{self, Measure};

/// Rows are set apart if some lines of a column are this much further from each other than the closest.
const APART: f32 = 1.2;

/// Lines further from each other than this many times the closest belong to two cells.
const GAP: f32 = 1.15;

/// The closest lines of a table of wrapped cells are no further than this from the pitch of the text.
const PITCH: f32 = 1.3;

/// Pieces of a column that follow each other without a gap.
struct Group {
    column: usize,
    pieces: Vec<Piece>,
    bbox: BBox,
}

impl Group {
    fn middle(&self) -> f32 {
        (self.bbox.top() + self.bbox.bottom()) / 2.0
    }
}

/// Parts the pieces of a table's lines, which come from the top, into its rows.
pub(crate) fn rows(pieces: Vec<Piece>, page: &Page, measure: &Measure) -> Vec<Vec<Piece>> {
    let columns = pieces.iter().map(|p| p.column + 1).max().unwrap_or(0);
    let mut distances: Vec<f32> = (0..columns)
        .flat_map(|column| {
            let lines: Vec<f32> = pieces.iter().filter(|p| p.column == column).map(|p| p.line.baseline).collect();
            lines.windows(2).map(|w| w[1] - w[0]).collect::<Vec<_>>()
        })
        .filter(|d| *d > 0.8 * measure.size)
        .collect();
    distances.sort_by(f32::total_cmp);
    let tight = distances.first().copied().unwrap_or(measure.pitch);
    let wide = distances.last().copied().unwrap_or(measure.pitch);
    let wrapped = distances.iter().take_while(|d| **d <= GAP * tight).count();
    // A few close lines among many are an accident, unless they are as close as the text's and clearly closer.
    let clear = distances.get(wrapped).is_some_and(|d| *d > APART * tight) && tight > 0.9 * measure.pitch;
    if wide > APART * tight && tight < PITCH * measure.pitch && (clear || wrapped * 12 >= distances.len()) {
        by_gaps(pieces, columns, tight, page, measure)
    } else {
        by_lines(pieces, page, measure)
    }
}

/// A line with something in two columns begins a row, and so does one that is set apart in the first column.
fn by_lines(pieces: Vec<Piece>, page: &Page, measure: &Measure) -> Vec<Vec<Piece>> {
    let left = pieces.iter().filter(|p| p.column == 0).map(|p| p.line.bbox.left()).fold(f32::MAX, f32::min);
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    let mut last = f32::MIN;
    for line in pieces.chunk_by(|a, b| a.line.baseline == b.line.baseline) {
        let Some(first) = line.first() else { continue };
        let new = first.column == 0 && !lowercase(&first.line, page);
        let begins = if line.len() > 1 {
            new || first.column > 0
        } else {
            new && first.line.bbox.left() < left + ALIGNED && first.line.baseline - last > 1.1 * measure.pitch
        };
        let labelled = first.column == 0 && paragraphs::has_label(&first.line, page);
        last = first.line.baseline;
        match rows.last_mut() {
            Some(row) if !begins && !labelled => row.extend(line.iter().cloned()),
            _ => rows.push(line.to_vec()),
        }
    }
    rows
}

/// The words begin in lower case: they go on with something.
fn lowercase(line: &Line, page: &Page) -> bool {
    line.words.first().is_some_and(|&w| page.words[w].text.starts_with(char::is_lowercase))
}

fn by_gaps(pieces: Vec<Piece>, columns: usize, tight: f32, page: &Page, measure: &Measure) -> Vec<Vec<Piece>> {
    let mut groups: Vec<Group> = Vec::new();
    for column in 0..columns {
        let mut open: Option<Group> = None;
        for piece in pieces.iter().filter(|p| p.column == column) {
            let bbox = piece.line.bbox;
            match &mut open {
                Some(group)
                    if group.pieces.last().is_some_and(|p| piece.line.baseline - p.line.baseline <= GAP * tight)
                        && !(column == 0 && paragraphs::has_label(&piece.line, page)) =>
                {
                    group.bbox = group.bbox.union(&bbox);
                    group.pieces.push(piece.clone());
                }
                _ => groups.extend(open.replace(Group { column, pieces: vec![piece.clone()], bbox })),
            }
        }
        groups.extend(open);
    }
    groups.sort_by(|a, b| a.bbox.top().total_cmp(&b.bbox.top()));
    let mut rows: Vec<Vec<Group>> = Vec::new();
    let mut bottom = f32::MIN;
    for group in groups {
        // Boxes reach a little above and below their letters.
        let height = group.pieces.first().map_or(0.0, |p| p.line.bbox.height());
        match rows.last_mut() {
            Some(row) if group.bbox.top() < bottom - 0.3 * height => {
                bottom = bottom.max(group.bbox.bottom());
                row.push(group);
            }
            _ => {
                bottom = group.bbox.bottom();
                rows.push(vec![group]);
            }
        }
    }
    let in_order = |row: Vec<Group>| {
        let mut pieces: Vec<Piece> = row.into_iter().flat_map(|g| g.pieces).collect();
        pieces.sort_by(|a, b| a.line.baseline.total_cmp(&b.line.baseline).then(a.column.cmp(&b.column)));
        pieces
    };
    let all = pieces.len();
    // What gaps do not part, lines do; so the rows between such stretches are joined each for themselves.
    let mut parted = Vec::new();
    for stretch in rows.into_iter().fold(Vec::<Vec<Vec<Group>>>::new(), |mut stretches, row| {
        match stretches.last_mut() {
            Some(open) if !is_lines(&row, all) && !open.iter().any(|r| is_lines(r, all)) => open.push(row),
            _ => stretches.push(vec![row]),
        }
        stretches
    }) {
        if stretch.iter().any(|row| is_lines(row, all)) {
            parted.extend(stretch.into_iter().flat_map(|row| by_lines(in_order(row), page, measure)));
        } else {
            parted.extend(join_paragraphs(stretch).into_iter().map(in_order));
        }
    }
    parted
}

/// Gaps did not part the rows of these groups: two of their columns have several groups each, or hold most of the
/// table and have three lines or more on the same baselines.
fn is_lines(row: &[Group], all: usize) -> bool {
    let count = |column: usize| row.iter().filter(|g| g.column == column).count();
    let columns = row.iter().map(|g| g.column + 1).max().unwrap_or(0);
    if (0..columns).filter(|c| count(*c) > 1).count() > 1 {
        return true;
    }
    let most = row.iter().map(|g| g.pieces.len()).sum::<usize>() * 2 > all;
    most && row.iter().enumerate().any(|(n, a)| {
        row[n + 1..].iter().filter(|b| b.column != a.column).any(|b| {
            let shares = |p: &&Piece| b.pieces.iter().any(|q| q.line.baseline == p.line.baseline);
            a.pieces.iter().filter(shares).count() >= 3
        })
    })
}

/// Paragraphs of one cell may stand further apart than rows do. What stands alone in a column after the first ones
/// belongs to a row beside it: the one before it where cells begin at the top of their row, and where they are
/// centred the one whose middle it keeps in the middle.
fn join_paragraphs(rows: Vec<Vec<Group>>) -> Vec<Vec<Group>> {
    /// A column that is filled in this share of the rows tells where rows are.
    const FILLED: f32 = 0.4;
    let columns = rows.iter().flatten().map(|g| g.column + 1).max().unwrap_or(0);
    let filled = |column: usize| rows.iter().filter(|r| r.iter().any(|g| g.column == column)).count();
    let key = (0..columns).find(|&c| filled(c) as f32 >= FILLED * rows.len() as f32).unwrap_or(0);
    let stands_alone = |row: &[Group]| row.iter().all(|g| g.column > key && g.column == row[0].column);
    let (mut top, mut middle) = (0, 0);
    for row in &rows {
        let tallest = row.iter().max_by(|a, b| a.bbox.height().total_cmp(&b.bbox.height()));
        let Some(tallest) = tallest.filter(|t| t.pieces.len() > 1) else { continue };
        for group in row.iter().filter(|g| g.pieces.len() < tallest.pieces.len()) {
            let size = group.pieces[0].line.size;
            top += usize::from((group.bbox.top() - tallest.bbox.top()).abs() < 0.3 * size);
            middle += usize::from((group.middle() - tallest.middle()).abs() < 0.3 * size);
        }
    }
    let centred = middle > top;
    let mut joined: Vec<Vec<Group>> = Vec::new();
    let mut waiting: Vec<Vec<Group>> = Vec::new(); // they belong to the row before, or to the next
    for row in rows {
        if stands_alone(&row) {
            match joined.last_mut() {
                Some(before) if !centred => before.extend(row),
                _ => waiting.push(row),
            }
            continue;
        }
        let mut row = row;
        let before = if centred { joined.last_mut() } else { None };
        let mut rest = std::mem::take(&mut waiting);
        if let Some(before) = before {
            let bottom = bottom_by_middle(before);
            let split = rest.iter().position(|r| r[0].middle() > bottom).unwrap_or(rest.len());
            let after = rest.split_off(split);
            before.extend(rest.into_iter().flatten());
            rest = after;
        }
        if centred {
            for group in rest.into_iter().flatten().rev() {
                row.insert(0, group);
            }
        } else {
            joined.extend(rest);
        }
        joined.push(row);
    }
    match joined.last_mut() {
        Some(before) => before.extend(waiting.into_iter().flatten()),
        None => joined = waiting,
    }
    joined
}

/// Where a row of centred cells ends, told by its top and by the middle of its shortest cell.
fn bottom_by_middle(row: &[Group]) -> f32 {
    let top = row.iter().map(|g| g.bbox.top()).fold(f32::MAX, f32::min);
    let bottom = row.iter().map(|g| g.bbox.bottom()).fold(f32::MIN, f32::max);
    let shortest = row.iter().min_by(|a, b| a.bbox.height().total_cmp(&b.bbox.height()));
    shortest.map_or(bottom, |g| (2.0 * g.middle() - top).max(bottom))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::page;

    /// Pieces of columns that begin at x = 50, 150 and 400.
    fn pieces(lines: &[(f32, f32, &str)]) -> (Vec<Piece>, Page) {
        let page = page(1, lines);
        let rows = crate::compose::rows(0, &page);
        let column = |x: f32| {
            if x < 150.0 {
                0
            } else if x < 400.0 {
                1
            } else {
                2
            }
        };
        let pieces = rows.iter().flat_map(|row| {
            let by_column = row.words.chunk_by(|a, b| {
                let x = |w: &usize| page.words[*w].bbox.map_or(0.0, |b| b.left());
                column(x(a)) == column(x(b))
            });
            let piece = |words: &[usize]| {
                let line = Line::of(0, &page, words.to_vec());
                Piece { column: column(line.bbox.left()), line }
            };
            by_column.map(piece).collect::<Vec<_>>()
        });
        (pieces.collect(), page.clone())
    }

    fn read(lines: &[(f32, f32, &str)]) -> Vec<String> {
        let (pieces, page) = pieces(lines);
        let measure = Measure { size: 10.0, pitch: 12.0, right: 540.0 };
        let cells = |row: Vec<Piece>| {
            let cell = |column| {
                let lines: Vec<String> =
                    row.iter().filter(|p| p.column == column).map(|p| p.line.read(&page)).collect();
                lines.join(" ")
            };
            (0..3).map(cell).collect::<Vec<_>>().join("|")
        };
        rows(pieces, &page, &measure).into_iter().map(cells).collect()
    }

    #[test]
    fn cells_may_be_centred_in_their_row() {
        let lines = [
            (50.0, 100.0, "1."),
            (150.0, 94.0, "Welcome to all who"),
            (150.0, 106.0, "came"),
            (400.0, 100.0, "All"),
            (150.0, 121.0, "Minutes of the"),
            (50.0, 133.0, "2."),
            (150.0, 133.0, "last meeting were"),
            (150.0, 145.0, "agreed"),
            (400.0, 127.0, "Ann"),
            (400.0, 139.0, "Example"),
        ];
        assert_eq!(
            read(&lines),
            ["1.|Welcome to all who came|All", "2.|Minutes of the last meeting were agreed|Ann Example"]
        );
    }

    #[test]
    fn paragraphs_of_a_centred_cell_stay_in_its_row() {
        let lines = [
            (50.0, 100.0, "1."),
            (150.0, 94.0, "Welcome to all who"),
            (150.0, 106.0, "came"),
            (150.0, 124.0, "First paragraph of"),
            (150.0, 136.0, "the second item"),
            (50.0, 154.0, "2."),
            (400.0, 154.0, "Ann"),
            (150.0, 172.0, "Second paragraph"),
            (150.0, 184.0, "of it"),
            (50.0, 202.0, "3."),
            (150.0, 202.0, "Close"),
        ];
        assert_eq!(
            read(&lines),
            [
                "1.|Welcome to all who came|",
                "2.|First paragraph of the second item Second paragraph of it|Ann",
                "3.|Close|"
            ]
        );
    }

    #[test]
    fn cells_may_stand_at_the_top_of_their_row() {
        let lines = [
            (50.0, 100.0, "1."),
            (150.0, 100.0, "Welcome to all who"),
            (150.0, 112.0, "came"),
            (50.0, 130.0, "2."),
            (150.0, 130.0, "Minutes agreed"),
            (150.0, 150.0, "A correction was made"),
            (400.0, 130.0, "All"),
            (50.0, 170.0, "3."),
            (150.0, 170.0, "Close"),
        ];
        assert_eq!(
            read(&lines),
            ["1.|Welcome to all who came|", "2.|Minutes agreed A correction was made|All", "3.|Close|"]
        );
    }

    #[test]
    fn where_all_lines_are_as_close_a_line_is_a_row() {
        let lines = [
            (50.0, 100.0, "Ann"),
            (150.0, 100.0, "Police"),
            (50.0, 112.0, "Bob"),
            (150.0, 112.0, "Fire"),
            (50.0, 124.0, "Cat"),
            (150.0, 124.0, "Probation and"),
            (150.0, 136.0, "others"),
        ];
        assert_eq!(read(&lines), ["Ann|Police|", "Bob|Fire|", "Cat|Probation and others|"]);
    }
}
