//! Ruled tables: drawn lines to edges, edges to cells, cells to tables.
//!
//! The method is the one that Nurminen (2013) describes and Tabula and pdfplumber use: edges are
//! snapped and joined, a cell is the smallest box whose four sides are drawn, and cells that share
//! a corner are a table. Merged cells come out by themselves.

use std::collections::HashMap;

use types::{BBox, Block, Cell, Page, Row, Rule, Table};

use crate::compose::{Composer, Line};
use crate::paragraphs::{self, Measure};

/// Edges closer than this many points are one edge; gaps in an edge smaller than this are closed.
const SNAP: f32 = 3.0;
/// Pages with more edges than this in one direction are drawings.
const EDGES: usize = 400;

/// An edge: its position, and from where to where it is drawn.
#[derive(Clone, Copy)]
struct Edge {
    at: f32,
    from: f32,
    to: f32,
}

/// A ruled table on a page: its cells as boxes.
pub(crate) struct Grid {
    cells: Vec<BBox>,
    bbox: BBox,
}

/// The ruled tables of a page, from the top.
pub(crate) fn grids(page: &Page) -> Vec<Grid> {
    let horizontal = page.rules.iter().filter(|r| r.is_horizontal());
    let vertical = page.rules.iter().filter(|r| !r.is_horizontal());
    let middle = |a: f32, b: f32| (a + b) / 2.0;
    let across = |r: &Rule| Edge { at: middle(r.bbox.top(), r.bbox.bottom()), from: r.bbox.left(), to: r.bbox.right() };
    let down = |r: &Rule| Edge { at: middle(r.bbox.left(), r.bbox.right()), from: r.bbox.top(), to: r.bbox.bottom() };
    let lines = Edges { rows: snap(horizontal.map(across)), columns: snap(vertical.map(down)) };
    if lines.rows.len() < 2 || lines.columns.len() < 2 || lines.rows.len() > EDGES || lines.columns.len() > EDGES {
        return Vec::new();
    }
    let mut grids: Vec<Grid> = groups(&lines.cells())
        .into_iter()
        .filter_map(|cells| {
            let bbox = cells.iter().copied().reduce(|a, b| a.union(&b))?;
            Some(Grid { cells, bbox })
        })
        .filter(Grid::is_table)
        .collect();
    grids.sort_by(|a, b| a.bbox.top().total_cmp(&b.bbox.top()));
    grids
}

/// Edges of one direction, by position: those that lie closely together become one, and pieces that
/// touch are joined.
fn snap(edges: impl Iterator<Item = Edge>) -> Vec<(f32, Vec<(f32, f32)>)> {
    let mut edges: Vec<Edge> = edges.collect();
    edges.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut snapped = Vec::new();
    let mut rest = edges.as_slice();
    while let Some(first) = rest.first() {
        let mut last = first.at;
        let near = rest.iter().take_while(|e| {
            let near = e.at - last <= SNAP;
            last = if near { e.at } else { last };
            near
        });
        let (group, after) = rest.split_at(near.count());
        rest = after;
        let at = group.iter().map(|e| e.at).sum::<f32>() / group.len() as f32;
        let mut pieces: Vec<(f32, f32)> = group.iter().map(|e| (e.from, e.to)).collect();
        pieces.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut joined: Vec<(f32, f32)> = Vec::new();
        for (from, to) in pieces {
            match joined.last_mut() {
                Some(last) if from <= last.1 + SNAP => last.1 = last.1.max(to),
                _ => joined.push((from, to)),
            }
        }
        joined.retain(|(from, to)| to - from >= SNAP);
        if !joined.is_empty() {
            snapped.push((at, joined));
        }
    }
    snapped
}

struct Edges {
    rows: Vec<(f32, Vec<(f32, f32)>)>,
    columns: Vec<(f32, Vec<(f32, f32)>)>,
}

impl Edges {
    fn drawn(pieces: &[(f32, f32)], from: f32, to: f32) -> bool {
        pieces.iter().any(|(a, b)| *a <= from + SNAP && *b >= to - SNAP)
    }

    /// Whether row edge `y` is drawn between two columns.
    fn across(&self, y: usize, from: usize, to: usize) -> bool {
        Self::drawn(&self.rows[y].1, self.columns[from].0, self.columns[to].0)
    }

    /// Whether column edge `x` is drawn between two rows.
    fn down(&self, x: usize, from: usize, to: usize) -> bool {
        Self::drawn(&self.columns[x].1, self.rows[from].0, self.rows[to].0)
    }

    /// The smallest drawn box at each corner.
    fn cells(&self) -> Vec<BBox> {
        let mut cells = Vec::new();
        for y in 0..self.rows.len() {
            for x in 0..self.columns.len() {
                let rights = (x + 1..self.columns.len()).take_while(|&r| self.across(y, x, r));
                let found = rights
                    .filter_map(|right| {
                        let bottom = (y + 1..self.rows.len())
                            .take_while(|&b| self.down(x, y, b))
                            .find(|&b| self.across(b, x, right) && self.down(right, y, b))?;
                        Some((right, bottom))
                    })
                    .next();
                if let Some((right, bottom)) = found {
                    cells.push(BBox::new(
                        self.columns[x].0,
                        self.rows[y].0,
                        self.columns[right].0,
                        self.rows[bottom].0,
                    ));
                }
            }
        }
        cells
    }
}

/// Cells that share a corner, directly or through others.
fn groups(cells: &[BBox]) -> Vec<Vec<BBox>> {
    let mut group: Vec<usize> = (0..cells.len()).collect();
    fn root(group: &mut [usize], mut i: usize) -> usize {
        while group[i] != i {
            group[i] = group[group[i]];
            i = group[i];
        }
        i
    }
    let mut corners: HashMap<(u32, u32), usize> = HashMap::new();
    for (i, cell) in cells.iter().enumerate() {
        for (x, y) in [
            (cell.left(), cell.top()),
            (cell.right(), cell.top()),
            (cell.left(), cell.bottom()),
            (cell.right(), cell.bottom()),
        ] {
            let other = *corners.entry((x.to_bits(), y.to_bits())).or_insert(i);
            let (a, b) = (root(&mut group, i), root(&mut group, other));
            group[a.max(b)] = a.min(b);
        }
    }
    let mut grouped: Vec<Vec<BBox>> = vec![Vec::new(); cells.len()];
    for (i, cell) in cells.iter().enumerate() {
        let root = root(&mut group, i);
        grouped[root].push(*cell);
    }
    grouped.retain(|g| !g.is_empty());
    grouped
}

/// Positions that differ by more than a point, in order.
fn positions(values: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut values: Vec<f32> = values.collect();
    values.sort_by(f32::total_cmp);
    values.dedup_by(|a, b| (*a - *b).abs() < 1.0);
    values
}

impl Grid {
    pub(crate) fn bbox(&self) -> BBox {
        self.bbox
    }

    fn columns(&self) -> Vec<f32> {
        positions(self.cells.iter().map(BBox::left))
    }

    /// A box around text and a column of boxes only arrange it.
    fn is_table(&self) -> bool {
        self.cells.len() > 1 && self.columns().len() > 1
    }

    /// Parts lines into what stands in each cell and what stands outside.
    pub(crate) fn take(&self, page: &Page, lines: Vec<Line>) -> (Vec<Vec<Line>>, Vec<Line>) {
        let mut inside: Vec<Vec<Line>> = vec![Vec::new(); self.cells.len()];
        let mut outside = Vec::new();
        for line in lines {
            if line.bbox.bottom() < self.bbox.top() || line.bbox.top() > self.bbox.bottom() {
                outside.push(line);
                continue;
            }
            let mut split: Vec<(Option<usize>, Vec<usize>)> = Vec::new();
            for &w in &line.words {
                let cell = page.words[w].bbox.and_then(|b| {
                    let (x, y) = ((b.left() + b.right()) / 2.0, (b.top() + b.bottom()) / 2.0);
                    self.cells.iter().position(|c| c.contains(x, y))
                });
                match split.last_mut() {
                    Some((last, words)) if *last == cell => words.push(w),
                    _ => split.push((cell, vec![w])),
                }
            }
            for (cell, words) in split {
                let part = Line::of(line.page, page, words);
                match cell {
                    Some(cell) => inside[cell].push(part),
                    None => outside.push(part),
                }
            }
        }
        (inside, outside)
    }

    /// The table with what stands in its cells.
    pub(crate) fn table(
        &self,
        page: &Page,
        mut lines: Vec<Vec<Line>>,
        measure: &Measure,
        composer: &mut Composer<'_>,
    ) -> Block {
        let columns = self.columns();
        let column = |x: f32| columns.iter().rposition(|c| *c <= x + 1.0).unwrap_or(0);
        let mut order: Vec<usize> = (0..self.cells.len()).collect();
        order.sort_by(|&a, &b| {
            let (a, b) = (&self.cells[a], &self.cells[b]);
            a.top().total_cmp(&b.top()).then(a.left().total_cmp(&b.left()))
        });
        let mut table = Table::default();
        let mut top = f32::MIN;
        for i in order {
            let bbox = self.cells[i];
            if bbox.top() - top > 1.0 {
                table.rows.push(Row::default());
                top = bbox.top();
            }
            let lines = std::mem::take(&mut lines[i]);
            // The padding at the right is taken to be that at the left.
            let left = lines.iter().map(|l| l.bbox.left()).fold(f32::MAX, f32::min);
            let padding = (left - bbox.left()).clamp(0.0, 0.2 * bbox.width());
            let mut blocks = Vec::new();
            paragraphs::arrange(&lines, page, bbox.right() - padding, measure, composer, &mut blocks);
            let first = column(bbox.left());
            let columns = column(bbox.right() - 2.0) + 1 - first;
            if let Some(row) = table.rows.last_mut() {
                row.cells.push(Cell { column: first, columns: columns.max(1), blocks });
            }
        }
        // A head that was taken out as furniture leaves an empty row.
        table.rows.retain(|row| row.cells.iter().any(|c| !c.blocks.is_empty()));
        Block::Table(table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(rules: &[[f32; 4]]) -> Page {
        let rules = rules
            .iter()
            .map(|r| Rule { bbox: BBox::new(r[0], r[1], r[2], r[3]), color: types::Color::default() })
            .collect();
        Page { number: 1, width: 600.0, height: 800.0, rules, ..Page::default() }
    }

    #[test]
    fn merged_cells_come_out() {
        let grids = grids(&page(&[
            [0.0, 0.0, 200.0, 0.0],
            [0.0, 20.0, 200.0, 20.0],
            [0.0, 40.0, 200.0, 40.0],
            [0.0, 0.0, 0.0, 40.0],
            [200.0, 0.0, 200.0, 40.0],
            // Only the lower row is parted.
            [100.0, 20.0, 100.0, 40.0],
        ]));
        assert_eq!(grids.len(), 1);
        assert_eq!(grids[0].cells.len(), 3);
    }

    #[test]
    fn a_frame_and_an_underline_are_no_tables() {
        let frame =
            [[0.0, 0.0, 200.0, 0.0], [0.0, 40.0, 200.0, 40.0], [0.0, 0.0, 0.0, 40.0], [200.0, 0.0, 200.0, 40.0]];
        assert!(grids(&page(&frame)).is_empty());
        assert!(grids(&page(&[[0.0, 0.0, 90.0, 0.0]])).is_empty());
    }

    #[test]
    fn broken_lines_are_joined() {
        let mut dashes: Vec<[f32; 4]> = (0..50).map(|i| [i as f32 * 4.0, 0.0, i as f32 * 4.0 + 3.0, 0.0]).collect();
        dashes.extend([
            [0.0, 30.0, 200.0, 30.0],
            [0.0, 0.0, 0.0, 30.0],
            [90.0, 1.0, 90.0, 30.0],
            [200.0, 0.0, 200.0, 30.0],
        ]);
        let grids = grids(&page(&dashes));
        assert_eq!(grids.first().map(|g| g.cells.len()), Some(2));
    }
}
