//! What a table is for, and what its columns hold: decided by its headings and by what stands in its cells.

use types::{Block, Cell, Table, Text};

use crate::grammar::attendance_label::{Section, attendance_mark, attendance_section};
use crate::grammar::column_heading::{Column, column_role};
use crate::grammar::fact_label::fact_label;
use crate::grammar::item_number::read_item_number;
use crate::grammar::name::{list_names, read_name};

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
    pub(crate) fn lists_side_by_side(&self) -> Option<Vec<(usize, Section)>> {
        lists_side_by_side(self.table)
    }

    /// It lists people who attended in this way.
    pub(crate) fn lists(&self, attendance: types::Attendance) -> bool {
        self.purpose == Purpose::Attendance
            && self.lists_side_by_side().is_some_and(|s| s.iter().any(|(_, section)| section.attendance == attendance))
    }

    /// What the column that begins at this index holds.
    pub(crate) fn column(&self, index: usize) -> Column {
        self.columns.get(index).copied().unwrap_or(Column::Other)
    }
}

/// The sections that the first row's cells begin, if all of them do.
pub(crate) fn lists_side_by_side(table: &Table) -> Option<Vec<(usize, Section)>> {
    let first = table.rows.first()?;
    let filled: Vec<&Cell> = first.cells.iter().filter(|c| !c.is_blank()).collect();
    let found: Option<Vec<_>> = filled.iter().map(|c| Some((c.column, attendance_section(&c.text().text)?))).collect();
    found.filter(|f| f.len() >= 2 && table.rows.len() > 1)
}

/// What the table is for, what its columns hold, and whether its first row is a heading.
pub(crate) fn purpose_of(table: &Table) -> (Purpose, Vec<Column>, bool) {
    let width = table.rows.iter().flat_map(|r| &r.cells).map(|c| c.column + c.columns).max().unwrap_or(0);
    if lists_side_by_side(table).is_some() {
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
