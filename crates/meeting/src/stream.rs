//! The document as one stream of paragraphs, each knowing the cell of a table that it stands in.

use std::borrow::Cow;
use std::ops::Range;

use types::{Block, Cell, Cite, Document, ListLabel, Table, Text};

use crate::grammar::column_heading::Column;
use crate::grammar::item_number::read_item_number;
use crate::grammar::pattern;
use crate::tables::{Purpose, Tabled, Use, part_facts, settle_columns, use_of};

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Heading,
    Body,
    /// An item of a list with a bullet.
    Bullet,
}

/// The place of a paragraph in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct At {
    /// Index into [`Stream::tables`].
    pub(crate) table: usize,
    pub(crate) row: usize,
    pub(crate) role: Column,
}

/// Where words stand in the stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    /// Index into [`Stream::paras`].
    pub(crate) para: usize,
    /// Bytes of its text.
    pub(crate) bytes: Range<usize>,
}

impl Spot {
    pub(crate) fn new(para: usize, bytes: Range<usize>) -> Self {
        Self { para, bytes }
    }

    /// The place before a byte, of no words.
    pub(crate) fn at(para: usize, byte: usize) -> Self {
        Self::new(para, byte..byte)
    }

    /// All of the other stands in it.
    pub(crate) fn holds(&self, other: &Self) -> bool {
        self.para == other.para && self.bytes.start <= other.bytes.start && other.bytes.end <= self.bytes.end
    }

    /// Both share a byte.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.para == other.para && self.bytes.start < other.bytes.end && other.bytes.start < self.bytes.end
    }
}

/// A paragraph of the stream.
#[derive(Clone, Debug)]
pub(crate) struct Para {
    pub(crate) text: Text,
    pub(crate) kind: Kind,
    /// The number that Word or HTML works out for it, or that stands in the cell before it.
    pub(crate) label: Option<String>,
    /// That cell's text.
    pub(crate) label_cell: Option<Text>,
    /// A second number beside it: the agenda's, where the minutes have their own.
    pub(crate) reference: Option<String>,
    pub(crate) cell: Option<At>,
}

impl Para {
    fn new(text: Text, kind: Kind) -> Self {
        Self { text, kind, label: None, label_cell: None, reference: None, cell: None }
    }

    /// The text.
    pub(crate) fn str(&self) -> &str {
        &self.text.text
    }

    /// The text without its bullet, and how many bytes that takes.
    pub(crate) fn body(&self) -> (&str, usize) {
        let text = self.str();
        let skip = pattern!(
            r"
            ^\s*
            (?:[\u{2022}\u{2023}\u{25aa}\u{25ab}\u{25cf}\u{25cb}\u{25e6}\u{25a0}\u{25a1}
            \u{27a2}\u{2013}\u{b7}\u{2713}\u{2756}\u{2192}\u{fffd}*-]\s+)?
        "
        )
        .find(text)
        .map_or(0, |m| m.end());
        (&text[skip..], skip)
    }

    pub(crate) fn role(&self) -> Option<Column> {
        self.cell.map(|c| c.role)
    }

    /// All its letters are bold, or it is a heading.
    pub(crate) fn is_bold(&self) -> bool {
        self.kind == Kind::Heading || self.text.all(0..self.text.text.len(), |s| s.bold)
    }

    /// It stands in the flow of the minutes: outside tables, or in the text of a table of minutes.
    pub(crate) fn in_flow(&self) -> bool {
        self.cell.is_none_or(|c| c.role == Column::Text)
    }
}

/// The stream.
pub(crate) struct Stream<'d> {
    pub(crate) document: &'d Document,
    pub(crate) paras: Vec<Para>,
    pub(crate) tables: Vec<Tabled<'d>>,
}

impl<'d> Stream<'d> {
    pub(crate) fn of(document: &'d Document) -> Self {
        let mut paper = Self { document, paras: Vec::new(), tables: Vec::new() };
        for block in &document.blocks {
            match block {
                Block::Table(table) => paper.table(table),
                block => paper.block(block, None),
            }
        }
        paper
    }

    fn block(&mut self, block: &Block, cell: Option<At>) {
        let mut push = |mut para: Para| {
            para.cell = cell;
            self.paras.push(para);
        };
        match block {
            Block::Heading(_, text) => push(Para::new(text.clone(), Kind::Heading)),
            Block::Paragraph(text) => {
                for text in split_numbers(text) {
                    for (text, kind) in split_heading(&text) {
                        push(Para::new(text, kind));
                    }
                }
            }
            Block::ListItem { label, text, .. } => {
                let label = match label {
                    ListLabel::Computed(label) if label != "\u{2022}" => Some(label.clone()),
                    ListLabel::Computed(_) | ListLabel::Printed => None,
                };
                // A bullet before a number was put there by a converter: the number counts.
                let whole = Para::new(text.clone(), Kind::Bullet);
                let bare = text.part(whole.body().1..text.text.len());
                let numbered =
                    label.is_some() || read_item_number(&bare.text).is_some_and(|l| l.marked || l.count.len() > 1);
                if numbered {
                    for (i, (text, kind)) in split_heading(&bare).into_iter().enumerate() {
                        push(Para { label: label.clone().filter(|_| i == 0), ..Para::new(text, kind) });
                    }
                } else {
                    push(whole);
                }
            }
            Block::Table(inner) => {
                for block in inner.rows.iter().flat_map(|r| &r.cells).flat_map(|c| &c.blocks) {
                    if let Block::Table(_) = block {
                        // Tables in tables in tables only arrange things.
                        block.texts(&mut |text| push(Para::new(text.clone(), Kind::Body)));
                    } else {
                        let (Block::Heading(_, text) | Block::Paragraph(text) | Block::ListItem { text, .. }) = block
                        else {
                            continue;
                        };
                        push(Para::new(text.clone(), Kind::Body));
                    }
                }
            }
        }
    }

    fn table(&mut self, table: &'d Table) {
        // A table of which one column is filled only arranges text.
        if let Some(blocks) = only_column(table) {
            for block in blocks {
                self.block(block, None);
            }
            return;
        }
        match part_facts(table) {
            Some((facts, rest)) => {
                self.tabled(Cow::Owned(facts));
                self.tabled(Cow::Owned(settle_columns(&rest).into_owned()));
            }
            None => self.tabled(settle_columns(table)),
        }
    }

    fn tabled(&mut self, table: Cow<'d, Table>) {
        let Use { purpose, columns, headed } = use_of(&table);
        let index = self.tables.len();
        for (row_index, row) in table.rows.iter().enumerate().skip(usize::from(headed)) {
            let mut number: Option<(String, Option<Text>)> = None;
            let mut reference: Option<String> = None;
            // Numbers one under the other in a cell of their own, for the paragraphs beside them.
            let mut numbers: Vec<Text> = Vec::new();
            for cell in &row.cells {
                let role = columns.get(cell.column).copied().unwrap_or(Column::Other);
                let role = if cell.columns > 1 && purpose == Purpose::Minutes && role == Column::Number {
                    Column::Text
                } else {
                    role
                };
                let text = cell.text();
                if role == Column::Number
                    && let Some(stacked) = stacked_numbers(cell)
                {
                    numbers = stacked;
                    continue;
                }
                if role == Column::Number && !text.is_blank() {
                    // "5 | 35 | Knife crime": the agenda's number, then the minute's.
                    reference = number.take().map(|(agenda, _)| agenda);
                    number = Some((text.text.trim().to_owned(), Some(text)));
                    continue;
                }
                // The number that Word works out for a cell with nothing in it.
                if let [Block::ListItem { label: ListLabel::Computed(label), text, .. }] = cell.blocks.as_slice()
                    && text.is_blank()
                {
                    number = Some((label.clone(), None));
                    continue;
                }
                let first = self.paras.len();
                for block in &cell.blocks {
                    self.block(block, Some(At { table: index, row: row_index, role }));
                }
                for (para, number) in self.paras[first..].iter_mut().zip(numbers.drain(..)) {
                    para.label = Some(number.text.trim().to_owned());
                    para.label_cell = Some(number);
                }
                // The number is the text's, wherever its column stands.
                let is_text = role == Column::Text || !columns.contains(&Column::Text);
                if self.paras.len() > first
                    && is_text
                    && let Some((label, cell)) = number.take()
                {
                    self.paras[first].label = Some(label);
                    self.paras[first].label_cell = cell;
                    self.paras[first].reference = reference.take();
                }
            }
        }
        self.tables.push(Tabled { table, purpose, columns, headed });
    }

    /// The words at a spot; none where it lies outside.
    pub(crate) fn words(&self, spot: &Spot) -> &str {
        self.paras.get(spot.para).and_then(|p| p.str().get(spot.bytes.clone())).unwrap_or_default()
    }

    /// The place of the words at a spot.
    pub(crate) fn cite_spot(&self, spot: &Spot) -> Cite {
        self.cite_bytes(spot.para, spot.bytes.clone())
    }

    /// The place of these bytes of a paragraph.
    pub(crate) fn cite_bytes(&self, para: usize, bytes: Range<usize>) -> Cite {
        self.paras.get(para).map(|p| self.document.cite(&p.text, bytes)).unwrap_or_default()
    }

    /// The place of a whole paragraph.
    pub(crate) fn cite(&self, para: usize) -> Cite {
        self.paras.get(para).map(|p| self.document.cite_all(&p.text)).unwrap_or_default()
    }

    /// The table that a paragraph stands in.
    pub(crate) fn table_of(&self, para: usize) -> Option<&Tabled<'d>> {
        self.paras.get(para)?.cell.and_then(|at| self.tables.get(at.table))
    }
}

/// What stands in the one column of a table that has anything in it.
fn only_column(table: &Table) -> Option<Vec<&Block>> {
    let filled = || table.rows.iter().flat_map(|r| &r.cells).filter(|c| !c.is_blank());
    let first = filled().next()?.column;
    let is_layout = filled().all(|c| c.column == first)
        && table.rows.iter().flat_map(|r| &r.cells).all(|c| {
            // A number that Word works out stands in a cell without words.
            !c.is_blank() || !c.blocks.iter().any(|b| matches!(b, Block::ListItem { .. }))
        });
    is_layout.then(|| filled().flat_map(|c| &c.blocks).collect())
}

/// The numbers of a cell that holds several, one a paragraph: `2`, `2.1`, `2.2`.
fn stacked_numbers(cell: &Cell) -> Option<Vec<Text>> {
    let mut texts = Vec::new();
    cell.blocks.iter().for_each(|b| b.texts(&mut |t| texts.push(t.clone())));
    texts.retain(|t| !t.is_blank());
    let is_number =
        |t: &Text| read_item_number(&format!("{} ", t.text.trim())).is_some_and(|n| n.len > t.text.trim().len());
    (texts.len() > 1 && texts.iter().all(is_number)).then_some(texts)
}

/// The paragraph, parted where the end of a line was lost before the next minute's reference: `… per hour. 36/17
/// Clerk`.
fn split_numbers(text: &Text) -> Vec<Text> {
    let mut starts = vec![0];
    let marks = pattern!(r"[.!?\u{201d}]\s+(?P<n>(?:[A-Z]{1,5}\s?)?\d{1,3}/\d{2}\s+\p{Lu}[\p{L}\u{2019}']+\s)");
    starts.extend(marks.captures_iter(&text.text).filter_map(|c| c.name("n").map(|n| n.start())));
    if starts.len() == 1 {
        return vec![text.clone()];
    }
    let ends = starts.iter().skip(1).copied().chain([text.text.len()]);
    starts.iter().zip(ends).map(|(&from, to)| text.part(from..to)).collect()
}

/// A bold beginning is a heading of its own, unless it is a label or the beginning of the sentence.
fn split_heading(text: &Text) -> Vec<(Text, Kind)> {
    let bold: usize = text.runs.iter().take_while(|r| r.style.bold).last().map_or(0, |r| r.range.end);
    let head = text.text[..bold].trim();
    let rest = text.text[bold..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{2013}' | ','));
    let letters = |s: &str| s.chars().filter(|c| c.is_alphabetic()).count();
    let deciding = pattern!(
        r"
            (?i)^\W*(?:[A-Z ]*\b(?:resolved|agreed|action|decision|noted|recommended|decided|approved)\b|proposed
            |seconded|present|apologies|in attendance|cllrs?\b|mrs?\b|item\s+\d)
        "
    );
    let parts = letters(head) >= 4
        && letters(rest) >= 2
        && !head.ends_with([':', ','])
        && !deciding.is_match(head)
        && (rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '(')
            || text.text[bold..].trim_start().starts_with(['-', '\u{2013}']));
    if !parts {
        return vec![(text.clone(), Kind::Body)];
    }
    vec![(text.part(0..bold), Kind::Heading), (text.part(bold..text.text.len()), Kind::Body)]
}
