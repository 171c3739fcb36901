//! Blocks from a file's own structure.

use std::collections::{BTreeMap, HashMap, HashSet};

use types::{Block, Cell, Child, ListLabel, Node, Row, Structure, Table, Tag, Text};

use crate::columns::{self, Found};
use crate::compose::{self, Composer, Line};
use crate::furniture;
use crate::paragraphs::{self, Measure};

/// The blocks and the furniture of a structure over words that stand in no place (Word, HTML, text).
pub(crate) fn blocks(structure: &Structure, composer: &mut Composer<'_>) -> (Vec<Block>, Vec<Text>) {
    let mut reader = Reader { composer, furniture: Vec::new(), printed: None };
    let mut blocks = Vec::new();
    for node in &structure.nodes {
        reader.node(node, &mut blocks);
    }
    (blocks, reader.furniture)
}

/// The blocks and the furniture of a structure over printed pages. Its tags tell tables, lists and the order of
/// reading; columns that were made with tabs, headings that are only bold, and lines that were broken by hand
/// are told by where the words stand. Words in `margins` are left out, whatever their tags say.
pub(crate) fn printed_blocks(
    structure: &Structure,
    measure: &Measure,
    margins: HashSet<(usize, usize)>,
    composer: &mut Composer<'_>,
) -> (Vec<Block>, Vec<Text>) {
    let printed = Printed { measure, margins, tables: Vec::new(), taken: HashMap::new(), in_cell: false };
    let mut reader = Reader { composer, furniture: Vec::new(), printed: Some(printed) };
    let mut blocks = Vec::new();
    let is_text = |node: &Node| !matches!(node.tag, Tag::Table | Tag::Artifact);
    // The page of each block.
    let mut pages = Vec::new();
    for run in structure.nodes.chunk_by(|a, b| is_text(a) == is_text(b)) {
        if run.first().is_some_and(is_text) {
            reader.find_tables(run);
        }
        for node in run {
            reader.node(node, &mut blocks);
            let mut first = None;
            each_word(node, &mut |page, _| first = first.or(Some(page)));
            // What has no words stays beside what stands before it.
            pages.resize(blocks.len(), first.or(pages.last().copied()).unwrap_or(0));
        }
    }
    (by_page(blocks, &pages), reader.furniture)
}

/// The blocks, page after page. A pack put together from several files may have their tags in any order; inside a page
/// theirs holds.
fn by_page(blocks: Vec<Block>, pages: &[usize]) -> Vec<Block> {
    if pages.is_sorted() {
        return blocks;
    }
    let mut order: Vec<(usize, Block)> = pages.iter().copied().zip(blocks).collect();
    order.sort_by_key(|(page, _)| *page);
    order.into_iter().map(|(_, block)| block).collect()
}

/// What is known of printed pages besides their tags.
struct Printed<'m> {
    measure: &'m Measure,
    /// Words of running heads and feet, by page.
    margins: HashSet<(usize, usize)>,
    /// Tables that are not tagged as such, with the lines that they were found among, until they are written.
    tables: Vec<Option<(Found, Vec<Line>)>>,
    /// The words that stand in them.
    taken: HashMap<(usize, usize), usize>,
    /// What is read now stands in a cell of a table.
    in_cell: bool,
}

struct Reader<'c, 'a, 'm> {
    composer: &'c mut Composer<'a>,
    furniture: Vec<Text>,
    printed: Option<Printed<'m>>,
}

fn each_word(node: &Node, see: &mut impl FnMut(usize, usize)) {
    for child in &node.children {
        match child {
            Child::Node(inner) => each_word(inner, see),
            Child::Words { page, words } => words.clone().for_each(|w| see(*page, w)),
            Child::LineBreak => {}
        }
    }
}

impl Reader<'_, '_, '_> {
    /// Looks for columns that words line up in among nodes that follow each other.
    fn find_tables(&mut self, nodes: &[Node]) {
        let Some(printed) = &mut self.printed else { return };
        let mut words: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for node in nodes {
            each_word(node, &mut |page, word| {
                let rotated = self.composer.pages()[page].words[word].rotated;
                if !rotated && !printed.margins.contains(&(page, word)) {
                    words.entry(page).or_default().push(word);
                }
            });
        }
        for (index, words) in words {
            let page = &self.composer.pages()[index];
            let lines = compose::rows_of(index, page, words);
            for found in columns::tables(&lines, page, printed.measure) {
                for line in &lines[found.lines.clone()] {
                    printed.taken.extend(line.words.iter().map(|w| ((index, *w), printed.tables.len())));
                }
                printed.tables.push(Some((found, lines.clone())));
            }
        }
    }

    /// The recursion is as deep as the tags, which the rooms before keep within a limit.
    fn node(&mut self, node: &Node, blocks: &mut Vec<Block>) {
        match &node.tag {
            Tag::Table => {
                let table = self.table(node, blocks);
                // A table of one column arranges text; it tells nothing of its own.
                if table.rows.iter().all(|r| r.cells.len() <= 1) {
                    blocks.extend(table.rows.into_iter().flat_map(|r| r.cells).flat_map(|c| c.blocks));
                } else {
                    blocks.push(Block::Table(table));
                }
            }
            Tag::Artifact if self.is_title(node) => self.children(node, &Tag::Paragraph, blocks),
            Tag::Artifact => {
                let mut inside = Vec::new();
                self.children(node, &Tag::Group, &mut inside);
                inside.iter().for_each(|b| b.texts(&mut |t| self.furniture.push(t.clone())));
            }
            tag => self.children(node, tag, blocks),
        }
    }

    /// A head of the first page, which is often all that names the body: it stays in the text, as the first
    /// appearance of one that is not marked does.
    fn is_title(&self, node: &Node) -> bool {
        if self.printed.is_none() {
            return false;
        }
        let page = &self.composer.pages()[0];
        let (mut text, mut is_head) = (String::new(), true);
        each_word(node, &mut |index, word| {
            let word = &page.words.get(word).filter(|_| index == 0);
            is_head &= word.is_some_and(|w| !w.rotated && w.bbox.is_some_and(|b| furniture::is_head(b, page)));
            text.extend(word.map(|w| format!("{} ", w.text)));
        });
        is_head && text.contains(char::is_alphabetic) && !furniture::is_page_number(text.trim())
    }

    /// Text directly inside a tag is a block of that tag; tags inside it stand on their own.
    fn children(&mut self, node: &Node, tag: &Tag, blocks: &mut Vec<Block>) {
        let mut lines: Lines = Vec::new();
        let mut breaks = 0;
        // Only the first block of an item carries its label.
        let mut first = true;
        for child in &node.children {
            match child {
                Child::Words { page, words } => {
                    let mut new_line = breaks > 0 || lines.is_empty();
                    if breaks > 1 {
                        self.flush(&mut lines, tag, &mut first, blocks);
                    }
                    breaks = 0;
                    for word in words.clone() {
                        if self.is_elsewhere(*page, word, &mut lines, tag, &mut first, blocks) {
                            continue;
                        }
                        match lines.last_mut() {
                            Some((at, line)) if !new_line && at == page => line.push(word),
                            _ => lines.push((*page, vec![word])),
                        }
                        new_line = false;
                    }
                }
                Child::LineBreak => breaks += 1,
                Child::Node(inner) => {
                    self.flush(&mut lines, tag, &mut first, blocks);
                    breaks = 0;
                    // `<li><p>text</p></li>`: the paragraph is the item.
                    let is_item = matches!(tag, Tag::ListItem { .. }) && first && inner.tag == Tag::Paragraph;
                    if is_item {
                        self.children(inner, tag, blocks);
                        first = false;
                    } else {
                        self.node(inner, blocks);
                    }
                }
            }
        }
        self.flush(&mut lines, tag, &mut first, blocks);
        // A column of numbers that a program works out: there is nothing in the cell but the label.
        if let (Tag::ListItem { level, label: Some(label) }, true) = (tag, node.children.is_empty()) {
            let label = ListLabel::Computed(label.clone());
            blocks.push(Block::ListItem { level: *level, label, text: types::Text::default() });
        }
    }

    /// Whether a word is not part of this text: it stands in the margin, or in a table, which is written here if
    /// it has not been.
    fn is_elsewhere(
        &mut self,
        page: usize,
        word: usize,
        lines: &mut Lines,
        tag: &Tag,
        first: &mut bool,
        blocks: &mut Vec<Block>,
    ) -> bool {
        let Some(printed) = &mut self.printed else { return false };
        if printed.margins.contains(&(page, word)) {
            return true;
        }
        let Some(&table) = printed.taken.get(&(page, word)) else { return false };
        let (found, measure) = (printed.tables[table].take(), printed.measure);
        if let Some((found, among)) = found {
            self.flush(lines, tag, first, blocks);
            found.write(&among, &self.composer.pages()[page], measure, self.composer, blocks);
        }
        true
    }

    fn flush(&mut self, lines: &mut Lines, tag: &Tag, first: &mut bool, blocks: &mut Vec<Block>) {
        if lines.is_empty() {
            return;
        }
        let pages = self.composer.pages();
        let lines: Vec<Line> =
            std::mem::take(lines).into_iter().map(|(page, words)| Line::of(page, &pages[page], words)).collect();
        let item = matches!(tag, Tag::ListItem { .. }) && *first;
        if let Some(printed) = &self.printed
            && (!item || paragraphs::is_heading(&lines, printed.measure, pages))
            && !matches!(tag, Tag::Heading(_))
        {
            // Headings that are numbered by the program are tagged as items of a list.
            let right = reach(&lines, printed.measure, printed.in_cell);
            for paragraph in lines.chunk_by(|a, b| paragraphs::is_full(a, b, &pages[b.page], right)) {
                blocks.push(paragraphs::block(paragraph, printed.measure, self.composer));
            }
            *first = false;
            return;
        }
        let text = self.composer.text(&lines);
        blocks.push(match tag {
            Tag::Heading(level) => Block::Heading(*level, text),
            Tag::ListItem { level, label: Some(label) } if *first => {
                Block::ListItem { level: *level, label: ListLabel::Computed(label.clone()), text }
            }
            Tag::ListItem { level, .. } if *first => Block::ListItem { level: *level, label: ListLabel::Printed, text },
            _ => Block::Paragraph(text),
        });
        *first = false;
    }

    /// Says whether what is read next stands in a cell; returns whether what was read before did.
    fn enter_cell(&mut self, inside: bool) -> bool {
        self.printed.as_mut().is_some_and(|printed| std::mem::replace(&mut printed.in_cell, inside))
    }

    /// The table; what stands in it but in no cell, as captions do, becomes blocks before it.
    fn table(&mut self, node: &Node, blocks: &mut Vec<Block>) -> Table {
        let mut table = Table::default();
        // Columns that cells of earlier rows still cover, with the rows that they go on for.
        self.rows(node, &mut table, &mut Vec::new(), blocks);
        place_cells(&mut table);
        table
    }

    fn rows(&mut self, node: &Node, table: &mut Table, covered: &mut Vec<u16>, blocks: &mut Vec<Block>) {
        let mut stray = Node::new(Tag::Paragraph);
        for child in &node.children {
            let child = match child {
                Child::Node(child @ Node { tag: Tag::Row, .. }) => child,
                // Bodies of tables, forms between rows.
                Child::Node(child @ Node { tag: Tag::Group, .. }) => {
                    self.rows(child, table, covered, blocks);
                    continue;
                }
                Child::Node(child) => {
                    self.node(child, blocks);
                    continue;
                }
                text => {
                    stray.children.push(text.clone());
                    continue;
                }
            };
            let mut row = Row { header: true, cells: Vec::new() };
            let mut column = 0;
            let mut lasting = covered.clone();
            for cell in &child.children {
                let (cell, header, columns, rows) = match cell {
                    Child::Node(cell @ Node { tag: Tag::Cell { header, columns, rows }, .. }) => {
                        (cell, header, columns, rows)
                    }
                    Child::Node(other) => {
                        self.node(other, blocks);
                        continue;
                    }
                    text => {
                        stray.children.push(text.clone());
                        continue;
                    }
                };
                while covered.get(column).is_some_and(|rows| *rows > 0) {
                    column += 1;
                }
                let mut inside = Vec::new();
                let outer = self.enter_cell(true);
                self.children(cell, &Tag::Group, &mut inside);
                self.enter_cell(outer);
                row.header &= header;
                // Cells that cover columns by the thousand must not fill the memory.
                column = column.min(COLUMNS - 1);
                let columns = usize::from(*columns).clamp(1, COLUMNS - column);
                row.cells.push(Cell { column, columns, blocks: inside });
                lasting.resize(lasting.len().max(column + columns), 0);
                lasting[column..column + columns].fill(*rows);
                column += columns;
            }
            *covered = lasting.into_iter().map(|rows| rows.saturating_sub(1)).collect();
            row.header &= !row.cells.is_empty();
            if !row.cells.is_empty() {
                table.rows.push(row);
            }
        }
        self.children(&stray, &Tag::Paragraph, blocks);
    }
}

/// No table of a paper has more columns; what stands further to the right is put into the last.
const COLUMNS: usize = 1000;

/// Lines under construction: the page, and the words on it.
type Lines = Vec<(usize, Vec<usize>)>;

/// How far the lines of a tagged paragraph could run: where one leaves room for the next word before that, it was
/// broken by hand. A cell is as wide as what stands in it; elsewhere a paragraph that is much narrower than the text
/// of its page was wrapped there only if its lines end nearly together.
fn reach(lines: &[Line], measure: &Measure, in_cell: bool) -> f32 {
    /// Share of the text's width by which a narrow paragraph falls short of it.
    const NARROW: f32 = 0.25;
    /// Lines that were wrapped end within this share of the paragraph's width, most of them.
    const SLACK: f32 = 0.12;
    const MOST: f32 = 0.8;
    let right = lines.iter().map(|l| l.bbox.right()).fold(0.0, f32::max);
    let left = lines.iter().map(|l| l.bbox.left()).fold(f32::MAX, f32::min);
    let narrow = right < measure.right - NARROW * (measure.right - left);
    if in_cell || !narrow {
        return right;
    }
    let wrapped = lines.split_last().map_or(&[][..], |(_, rest)| rest);
    let near = wrapped.iter().filter(|l| l.bbox.right() > right - SLACK * (right - left)).count();
    // One line alone ends where it ends.
    if wrapped.len() > 1 && near as f32 >= MOST * wrapped.len() as f32 { right } else { measure.right }
}

/// Some programs (Chromium) tag no empty cells, so that those behind them would move up: cells of rows that have
/// fewer than others are put where they stand on the page.
fn place_cells(table: &mut Table) {
    /// Cells whose text begins this many points apart may be of one column: of centred text, and of indents.
    const NEAR: f32 = 6.0;
    let end = |row: &Row| row.cells.last().map_or(0, |c| c.column + c.columns);
    let columns = table.rows.iter().map(end).max().unwrap_or(0);
    if table.rows.iter().all(|row| end(row) == columns) {
        return;
    }
    let left = |cell: &Cell| {
        let text = cell.text();
        text.runs.iter().filter_map(|r| r.bbox).map(|b| b.left()).reduce(f32::min)
    };
    // Where each column's text begins, in the rows that have all.
    let mut lefts = vec![f32::MAX; columns];
    for row in table.rows.iter().filter(|row| end(row) == columns) {
        for cell in &row.cells {
            lefts[cell.column] = left(cell).unwrap_or(f32::MAX).min(lefts[cell.column]);
        }
    }
    if lefts.contains(&f32::MAX) || lefts.windows(2).any(|w| w[0] >= w[1]) {
        return;
    }
    for row in table.rows.iter_mut().filter(|row| end(row) < columns) {
        let mut next = 0; // columns before this one are taken
        let count = row.cells.len();
        for (n, cell) in row.cells.iter_mut().enumerate() {
            let at = left(cell).map_or(next, |x| lefts.iter().rposition(|l| *l <= x + NEAR).unwrap_or(0));
            // Those behind it need room too.
            let last = columns.saturating_sub(count - n);
            cell.column = at.clamp(next.min(last), last);
            next = cell.column + cell.columns;
        }
    }
}
