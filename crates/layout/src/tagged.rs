//! Blocks from a file's own structure.

use types::{Block, Cell, Child, ListLabel, Node, Row, Structure, Table, Tag, Text};

use crate::compose::{Composer, Line};

/// The blocks and the furniture of a structure.
pub(crate) fn blocks(structure: &Structure, composer: &mut Composer<'_>) -> (Vec<Block>, Vec<Text>) {
    let mut reader = Reader { composer, furniture: Vec::new() };
    let mut blocks = Vec::new();
    for node in &structure.nodes {
        reader.node(node, &mut blocks);
    }
    (blocks, reader.furniture)
}

struct Reader<'c, 'a> {
    composer: &'c mut Composer<'a>,
    furniture: Vec<Text>,
}

impl Reader<'_, '_> {
    /// The recursion is as deep as the tags, which the rooms before keep within a limit.
    fn node(&mut self, node: &Node, blocks: &mut Vec<Block>) {
        match &node.tag {
            Tag::Table => {
                let table = self.table(node);
                // A table of one column arranges text; it tells nothing of its own.
                if table.rows.iter().all(|r| r.cells.len() <= 1) {
                    blocks.extend(table.rows.into_iter().flat_map(|r| r.cells).flat_map(|c| c.blocks));
                } else {
                    blocks.push(Block::Table(table));
                }
            }
            Tag::Artifact => {
                let mut inside = Vec::new();
                self.children(node, &Tag::Group, &mut inside);
                inside.iter().for_each(|b| b.texts(&mut |t| self.furniture.push(t.clone())));
            }
            tag => self.children(node, tag, blocks),
        }
    }

    /// Text directly inside a tag is a block of that tag; tags inside it stand on their own.
    fn children(&mut self, node: &Node, tag: &Tag, blocks: &mut Vec<Block>) {
        let mut lines: Vec<Line> = Vec::new();
        let mut breaks = 0;
        // Only the first block of an item carries its label.
        let mut first = true;
        for child in &node.children {
            match child {
                Child::Words { page, words } => {
                    let new_line = breaks > 0 || lines.is_empty();
                    if breaks > 1 {
                        self.flush(&mut lines, tag, &mut first, blocks);
                    }
                    breaks = 0;
                    match lines.last_mut() {
                        Some(line) if !new_line && line.page == *page => line.words.extend(words.clone()),
                        _ => lines.push(Line::of(*page, &self.composer.pages()[*page], words.clone().collect())),
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
    }

    fn flush(&mut self, lines: &mut Vec<Line>, tag: &Tag, first: &mut bool, blocks: &mut Vec<Block>) {
        if lines.is_empty() {
            return;
        }
        let text = self.composer.text(lines);
        lines.clear();
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

    fn table(&mut self, node: &Node) -> Table {
        let mut table = Table::default();
        self.rows(node, &mut table);
        table
    }

    fn rows(&mut self, node: &Node, table: &mut Table) {
        for child in &node.children {
            let Child::Node(child) = child else { continue };
            if child.tag != Tag::Row {
                // Bodies of tables, forms between rows, captions.
                self.rows(child, table);
                continue;
            }
            let mut row = Row { header: true, cells: Vec::new() };
            let mut column = 0;
            for cell in &child.children {
                let Child::Node(cell @ Node { tag: Tag::Cell { header, columns }, .. }) = cell else { continue };
                let mut inside = Vec::new();
                self.children(cell, &Tag::Group, &mut inside);
                row.header &= header;
                row.cells.push(Cell { column, columns: usize::from(*columns).max(1), blocks: inside });
                column += usize::from(*columns).max(1);
            }
            row.header &= !row.cells.is_empty();
            if !row.cells.is_empty() {
                table.rows.push(row);
            }
        }
    }
}
