//! The document as one stream of paragraphs, each knowing the cell of a table that it stands in.

use types::{Block, Cell, Document, ListLabel, Table, Text};

use crate::grammar::attendance_label::{Section, attendance_mark, attendance_section};
use crate::grammar::column_heading::{Column, column_role};
use crate::grammar::fact_label::fact_label;
use crate::grammar::item_number::read_item_number;
use crate::grammar::name::{list_names, read_name};
use crate::grammar::pattern;

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Heading,
    Body,
    /// An item of a list with a bullet.
    Bullet,
}

/// What a table is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The minutes themselves: Item, Discussion, Action.
    Minutes,
    /// A list of actions: No., Action, By whom, By when.
    Actions,
    /// Who came: Name, Organisation, Attendance.
    Attendance,
    /// A label and its value a row: Date, Venue, Present.
    Facts,
    /// Anything else.
    Other,
}

/// The place of a paragraph in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct At {
    /// Index into [`Flat::tables`].
    pub(crate) table: usize,
    pub(crate) row: usize,
    pub(crate) role: Column,
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
        let skip = pattern!(r"^\s*(?:[\u{2022}\u{2023}\u{25aa}\u{25ab}\u{25cf}\u{25cb}\u{25e6}\u{25a0}\u{25a1}\u{27a2}\u{2013}\u{b7}\u{2713}\u{2756}\u{2192}\u{fffd}*-]\s+)?").find(text).map_or(0, |m| m.end());
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

/// A table with what was found out about it.
pub(crate) struct Tabled<'d> {
    pub(crate) table: &'d Table,
    pub(crate) purpose: Purpose,
    pub(crate) columns: Vec<Column>,
    /// The first row holds headings.
    pub(crate) headed: bool,
}

impl Tabled<'_> {
    /// The headings of its columns begin lists of people: `Attendees | Apologies`.
    pub(crate) fn sections(&self) -> Option<Vec<(usize, Section)>> {
        sections(self.table)
    }

    /// It lists people who attended in this way.
    pub(crate) fn lists(&self, attendance: types::Attendance) -> bool {
        self.purpose == Purpose::Attendance
            && self.sections().is_some_and(|s| s.iter().any(|(_, section)| section.attendance == attendance))
    }

    /// What the column that begins at this index holds.
    pub(crate) fn column(&self, index: usize) -> Column {
        self.columns.get(index).copied().unwrap_or(Column::Other)
    }
}

/// The stream.
pub(crate) struct Flat<'d> {
    pub(crate) document: &'d Document,
    pub(crate) paras: Vec<Para>,
    pub(crate) tables: Vec<Tabled<'d>>,
}

impl<'d> Flat<'d> {
    pub(crate) fn of(document: &'d Document) -> Self {
        let mut flat = Self { document, paras: Vec::new(), tables: Vec::new() };
        for block in &document.blocks {
            match block {
                Block::Table(table) => flat.table(table),
                block => flat.block(block, None),
            }
        }
        flat
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
        let (purpose, columns, headed) = purpose(table);
        let index = self.tables.len();
        for (row_index, row) in table.rows.iter().enumerate().skip(usize::from(headed)) {
            let mut number: Option<(String, Option<Text>)> = None;
            let mut reference: Option<String> = None;
            for cell in &row.cells {
                let role = columns.get(cell.column).copied().unwrap_or(Column::Other);
                let role = if cell.columns > 1 && purpose == Purpose::Minutes && role == Column::Number {
                    Column::Text
                } else {
                    role
                };
                let text = cell.text();
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
                if self.paras.len() > first
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

    /// The place of a whole paragraph.
    pub(crate) fn cite(&self, para: usize) -> types::Cite {
        self.paras.get(para).map(|p| self.document.cite_all(&p.text)).unwrap_or_default()
    }
}

/// The paragraph, parted where the end of a line was lost before the next minute's reference: `… per hour. 36/17 Clerk`.
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
        r"(?i)^\W*(?:[A-Z ]*\b(?:resolved|agreed|action|decision|noted|recommended|decided|approved)\b|proposed|seconded|present|apologies|in attendance|cllrs?\b|mrs?\b|item\s+\d)"
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

/// The sections that the first row's cells begin, if all of them do.
fn sections(table: &Table) -> Option<Vec<(usize, Section)>> {
    let first = table.rows.first()?;
    let filled: Vec<&Cell> = first.cells.iter().filter(|c| !c.is_blank()).collect();
    let found: Option<Vec<_>> = filled.iter().map(|c| Some((c.column, attendance_section(&c.text().text)?))).collect();
    found.filter(|f| f.len() >= 2 && table.rows.len() > 1)
}

/// What the table is for, what its columns hold, and whether its first row is a heading.
fn purpose(table: &Table) -> (Purpose, Vec<Column>, bool) {
    let width = table.rows.iter().flat_map(|r| &r.cells).map(|c| c.column + c.columns).max().unwrap_or(0);
    if sections(table).is_some() {
        return (Purpose::Attendance, vec![Column::Name; width], true);
    }
    let mut columns = vec![Column::Other; width];
    let mut named = 0;
    if let Some(first) = table.rows.first() {
        for cell in &first.cells {
            if let Some(role) = column_role(&cell.text().text) {
                named += 1;
                columns[cell.column] = role;
            }
        }
    }
    let has = |columns: &[Column], role: Column| columns.contains(&role);
    // "Item | Discussion | Action": the heading "Item" stands over numbers, or over titles and text.
    let texts = |column: usize| {
        table
            .rows
            .iter()
            .skip(1)
            .filter_map(move |r| r.cells.iter().find(|c| c.column == column && !c.is_blank()))
            .map(Cell::text)
    };
    // A first row set in bold is a heading, too.
    let headed = table.rows.first().is_some_and(|r| {
        let bold = |c: &Cell| {
            c.blocks.iter().all(|b| match b {
                Block::Heading(..) => true,
                Block::Paragraph(t) => t.all(0..t.text.len(), |s| s.bold),
                _ => false,
            })
        };
        r.header || table.rows.len() > 1 && r.cells.iter().all(bold)
    });
    if named >= 2 || named == 1 && width >= 2 && headed {
        for (column, role) in columns.iter_mut().enumerate() {
            let cells: Vec<Text> = texts(column).collect();
            let long = cells.iter().any(|t| t.text.len() > 60);
            if *role == Column::Number && long {
                *role = Column::Text;
            }
            // Names alone under "Action/Lead" are leads, not actions (record rule 22).
            let verbs = cells.iter().filter(|t| t.text.split_whitespace().count() > 4).count();
            if *role == Column::Action && verbs * 5 < cells.len() {
                *role = Column::Owner;
            }
        }
        if !has(&columns, Column::Text)
            && let Some(names) = columns.iter().position(|c| *c == Column::Name)
        {
            // "Name | Type | Size" lists files.
            let cells: Vec<Text> = texts(names).collect();
            let people = cells.iter().filter(|t| !list_names(&t.text, None).is_empty()).count();
            if people * 2 >= cells.len() {
                // The column of ticks often has no heading.
                let statuses = |column: usize| {
                    let cells: Vec<Text> = texts(column).collect();
                    let marks = cells.iter().filter(|t| attendance_mark(&t.text).is_some()).count();
                    marks > 0 && marks * 10 >= cells.len() * 8
                };
                let marked: Vec<usize> = (0..width).filter(|&c| columns[c] == Column::Other && statuses(c)).collect();
                // Of the marks of several meetings the last are this one's.
                if let Some(&last) = marked.last() {
                    columns[last] = Column::Status;
                }
                return (Purpose::Attendance, columns, true);
            }
            return (Purpose::Other, vec![Column::Other; width], true);
        }
        if !has(&columns, Column::Text)
            && has(&columns, Column::Action)
            && (has(&columns, Column::Owner) || has(&columns, Column::Due))
        {
            return (Purpose::Actions, columns, true);
        }
        if has(&columns, Column::Text) && named >= 2 {
            return (Purpose::Minutes, columns, true);
        }
        if has(&columns, Column::Organisation) || has(&columns, Column::Status) {
            if let Some(first) = columns.iter_mut().find(|c| **c == Column::Other || **c == Column::Number) {
                *first = Column::Name;
            }
            return (Purpose::Attendance, columns, true);
        }
        if has(&columns, Column::Decision) {
            return (Purpose::Other, columns, true);
        }
    }
    let filled = |column: usize| {
        table
            .rows
            .iter()
            .filter_map(move |r| r.cells.iter().find(|c| c.column == column))
            .map(|c| c.text().text.trim().to_owned())
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
    };
    let first = filled(0);
    let facts = first.iter().filter(|t| fact_label(t).is_some() || attendance_section(t).is_some()).count();
    if width <= 4 && facts > 0 && facts * 2 >= first.len() {
        return (Purpose::Facts, vec![Column::Other; width], false);
    }
    // Marks before names, in one or more pairs of columns: a roster.
    let is_mark = |t: &String| t.chars().count() <= 3 && attendance_mark(t).is_some();
    let is_name = |t: &String| read_name(t, None).is_some();
    let roster = |column: usize| {
        let (marks, names) = (filled(column), filled(column + 1));
        marks.len() > 1
            && marks.iter().all(is_mark)
            && names.iter().filter(|n| is_name(n)).count() * 10 >= names.len() * 7
    };
    let pairs: Vec<usize> = (0..width.saturating_sub(1)).filter(|c| roster(*c)).collect();
    if !pairs.is_empty() && first.iter().all(is_mark) {
        let mut columns = vec![Column::Other; width];
        for column in pairs {
            columns[column] = Column::Status;
            columns[column + 1] = Column::Name;
        }
        return (Purpose::Attendance, columns, false);
    }
    // Numbers down the first column, text beside them: minutes or an agenda without headings.
    let numbers = first.iter().filter(|t| read_item_number(&format!("{t} ")).is_some_and(|l| l.len >= t.len())).count();
    if width >= 2 && numbers > 0 && numbers * 2 >= first.len() {
        let mut columns = vec![Column::Other; width];
        columns[0] = Column::Number;
        let widest = (1..width).max_by_key(|c| filled(*c).iter().map(String::len).sum::<usize>()).unwrap_or(1);
        let is_number = |t: &String| read_item_number(&format!("{t} ")).is_some_and(|l| l.len >= t.len());
        for (column, role) in columns.iter_mut().enumerate().take(widest).skip(1) {
            if filled(column).iter().all(is_number) && !filled(column).is_empty() {
                *role = Column::Number;
            }
        }
        columns[widest] = Column::Text;
        return (Purpose::Minutes, columns, false);
    }
    // Text beside a narrow column of names: minutes whose last column tells who leads.
    if width == 2
        && first.iter().filter(|t| read_item_number(t).is_some()).count() * 2 >= first.len()
        && !first.is_empty()
    {
        return (Purpose::Minutes, vec![Column::Text, Column::Owner], false);
    }
    (Purpose::Other, vec![Column::Other; width], false)
}
