//! What a table is for, and what its columns hold: decided by its headings and by what stands in its cells.

use std::borrow::Cow;

use types::{Block, Cell, Row, Table, Text};

use crate::grammar::attendance_label::{Section, attendance_heading, attendance_mark, attendance_section};
use crate::grammar::column_heading::{Column, column_role, outcome_word};
use crate::grammar::date::{PrintedDate, first_date};
use crate::grammar::fact_label::fact_label;
use crate::grammar::item_number::read_item_number;
use crate::grammar::name::read_name;
use crate::grammar::name_list::list_names;

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
    pub(crate) table: Cow<'d, Table>,
    pub(crate) purpose: Purpose,
    pub(crate) columns: Vec<Column>,
    /// The first row holds headings.
    pub(crate) headed: bool,
}

impl Tabled<'_> {
    /// The headings of its columns begin lists of people: `Attendees | Apologies`.
    pub(crate) fn lists_side_by_side(&self) -> Option<SideBySide> {
        lists_side_by_side(&self.table)
    }

    /// It lists people who attended in this way.
    pub(crate) fn lists(&self, attendance: types::Attendance) -> bool {
        self.purpose == Purpose::Attendance
            && self
                .lists_side_by_side()
                .is_some_and(|s| s.columns.iter().any(|(_, section)| section.attendance == attendance))
    }

    /// What the column that begins at this index holds.
    pub(crate) fn column(&self, index: usize) -> Column {
        self.columns.get(index).copied().unwrap_or(Column::Other)
    }
}

/// Lists of people in columns beside each other.
pub(crate) struct SideBySide {
    /// The row of their headings.
    pub(crate) head: usize,
    /// Where each list's column begins, and what its heading says.
    pub(crate) columns: Vec<(usize, Section)>,
}

/// The sections that a row's cells begin, if all of them do. Above it only a title or nothing may stand.
pub(crate) fn lists_side_by_side(table: &Table) -> Option<SideBySide> {
    /// A crest, an empty row and a title may stand above.
    const ROWS_ABOVE: usize = 3;
    let filled = |row: &'_ Row| row.cells.iter().filter(|c| !c.is_blank()).count();
    let head = table.rows.iter().take(ROWS_ABOVE + 1).position(|r| filled(r) > 1)?;
    let cells = table.rows[head].cells.iter().filter(|c| !c.is_blank());
    let columns: Option<Vec<_>> = cells.map(|c| Some((c.column, attendance_heading(&c.text().text)?))).collect();
    Some(SideBySide { head, columns: columns.filter(|c| c.len() >= 2 && table.rows.len() > head + 1)? })
}

/// What was found out about a table.
pub(crate) struct Use {
    pub(crate) purpose: Purpose,
    /// What each column holds.
    pub(crate) columns: Vec<Column>,
    /// The first row holds headings.
    pub(crate) headed: bool,
}

impl Use {
    fn new(purpose: Purpose, columns: Vec<Column>, headed: bool) -> Self {
        Self { purpose, columns, headed }
    }
}

/// What the table is for: by its headings, else by what stands in its cells.
pub(crate) fn use_of(table: &Table) -> Use {
    let width = table.rows.iter().flat_map(|r| &r.cells).map(|c| c.column + c.columns).max().unwrap_or(0);
    if let Some(lists) = lists_side_by_side(table) {
        // A title above the lists stays in the flow.
        return Use::new(Purpose::Attendance, vec![Column::Name; width], lists.head == 0);
    }
    let first = filled(table, 0);
    grid_of_days(table, width)
        .or_else(|| by_headings(table, width))
        .or_else(|| facts(&first, width))
        .or_else(|| roster(table, &first, width))
        .or_else(|| numbered(table, &first, width))
        .or_else(|| outcomes(table, width))
        .or_else(|| led(&first, width))
        .unwrap_or_else(|| Use::new(Purpose::Other, vec![Column::Other; width], false))
}

/// The table with its columns where a reader sees them: layouts are left with columns that hold only headings, beside
/// others that hold only what stands below them. Columns side by side that no row fills both of are one, if the table
/// has more columns than its fullest row has cells.
pub(crate) fn settle_columns(table: &Table) -> Cow<'_, Table> {
    // A number that Word works out stands in a cell without words.
    let says = |cell: &&Cell| !cell.is_blank() || cell.blocks.iter().any(|b| matches!(b, Block::ListItem { .. }));
    let filled = |row: &Row| -> Vec<usize> { row.cells.iter().filter(says).map(|c| c.column).collect() };
    let rows: Vec<Vec<usize>> = table.rows.iter().map(filled).collect();
    let width = table.rows.iter().flat_map(|r| &r.cells).map(|c| c.column + c.columns).max().unwrap_or(0);
    let fullest = rows.iter().map(Vec::len).max().unwrap_or(0);
    let spans = table.rows.iter().flat_map(|r| &r.cells).any(|c| c.columns > 1);
    if fullest < 2 || fullest >= width || spans || width > MOST_COLUMNS {
        return Cow::Borrowed(table);
    }
    // The first row with the most cells tells the columns; each other one joins the nearest of them.
    let Some(anchors) = rows.iter().find(|r| r.len() == fullest) else { return Cow::Borrowed(table) };
    let nearest = |column: usize| (0..anchors.len()).min_by_key(|a| anchors[*a].abs_diff(column)).unwrap_or(0);
    let place: Vec<usize> = (0..width).map(nearest).collect();
    let clashes = rows.iter().any(|r| r.windows(2).any(|pair| place[pair[0]] == place[pair[1]]));
    if clashes {
        return Cow::Borrowed(table);
    }
    let mut settled = table.clone();
    for row in &mut settled.rows {
        row.cells.retain(|c| says(&c));
        for cell in &mut row.cells {
            cell.column = place[cell.column];
        }
    }
    Cow::Owned(settled)
}

/// Tables with more columns than this are grids of figures.
const MOST_COLUMNS: usize = 24;

/// A table that begins with facts and lists of people, a row each, and goes on with the minutes: its two parts.
pub(crate) fn part_facts(table: &Table) -> Option<(Table, Table)> {
    /// Fewer rows of the one are no part of their own.
    const LEAST: usize = 2;
    let is_fact = |row: &&Row| {
        let mut cells = row.cells.iter().filter(|c| !c.is_blank());
        let Some(first) = cells.next() else { return true };
        let label = first.text().text;
        // Below a label stand more of its values.
        first.column > 0
            || cells.next().is_some() && (fact_label(&label).is_some() || attendance_section(&label).is_some())
    };
    let facts = table.rows.iter().take_while(is_fact).count();
    if facts < LEAST || table.rows.len() < facts + LEAST {
        return None;
    }
    let (first, rest) = table.rows.split_at(facts);
    // What follows must be numbered; else lists of people and facts go on.
    let numbered = |row: &&Row| {
        let first = row.cells.iter().find(|c| !c.is_blank()).map(|c| c.text().text).unwrap_or_default();
        read_item_number(&format!("{} ", first.trim())).is_some()
    };
    if rest.iter().filter(numbered).count() < LEAST {
        return None;
    }
    Some((Table { rows: first.to_vec() }, Table { rows: rest.to_vec() }))
}

/// A column whose entries say what became of each row: `Approved. In keeping with the fund.`
fn outcomes(table: &Table, width: usize) -> Option<Use> {
    /// Rows hold the subject of a decision, not a debate.
    const LONGEST: usize = 400;
    let says = |t: &String| outcome_word(t).is_some();
    let last = (1..width).rev().find(|c| !filled(table, *c).is_empty())?;
    let cells = filled(table, last);
    let first_row = table.rows.first()?.cells.iter().filter(|c| !c.is_blank()).count();
    let headed = is_headed(table) && first_row > 1;
    let entries = cells.len() - usize::from(headed && !cells.first().is_some_and(says));
    let told = cells.iter().filter(|t| says(t)).count();
    let short = table.rows.iter().flat_map(|r| &r.cells).all(|c| c.text().text.len() < LONGEST);
    if told == 0 || told * 2 < entries || !short {
        return None;
    }
    let mut columns = vec![Column::Text; width];
    columns[last] = Column::Decision;
    Some(Use::new(Purpose::Other, columns, headed))
}

/// The filled cells of a column below the headings.
fn entries(table: &Table, column: usize) -> Vec<Text> {
    let cells = table.rows.iter().skip(1).filter_map(|r| r.cells.iter().find(|c| c.column == column && !c.is_blank()));
    cells.map(Cell::text).collect()
}

/// The texts of a column's filled cells, headings and all.
fn filled(table: &Table, column: usize) -> Vec<String> {
    let cells = table.rows.iter().filter_map(|r| r.cells.iter().find(|c| c.column == column));
    cells.map(|c| c.text().text.trim().to_owned()).filter(|t| !t.is_empty()).collect()
}

/// The first row is marked as headings, or set in bold.
fn is_headed(table: &Table) -> bool {
    let bold = |c: &Cell| {
        c.blocks.iter().all(|b| match b {
            Block::Heading(..) => true,
            Block::Paragraph(t) => t.all(0..t.text.len(), |s| s.bold),
            _ => false,
        })
    };
    table.rows.first().is_some_and(|r| r.header || table.rows.len() > 1 && r.cells.iter().all(bold))
}

/// The headings of the first row tell.
fn by_headings(table: &Table, width: usize) -> Option<Use> {
    let mut columns = vec![Column::Other; width];
    let mut named = 0;
    for cell in &table.rows.first()?.cells {
        if let Some(role) = column_role(&cell.text().text) {
            named += 1;
            columns[cell.column] = role;
        }
    }
    // "Attendance:" alone over two columns of names heads the list, not its columns.
    let filled_heads = table.rows.first()?.cells.iter().filter(|c| !c.is_blank()).count();
    if named < 2 && !(named == 1 && filled_heads >= 2 && is_headed(table)) {
        return None;
    }
    for (column, role) in columns.iter_mut().enumerate() {
        let cells = entries(table, column);
        // "Item | Discussion | Action": the heading "Item" stands over numbers, or over titles and text.
        if *role == Column::Number && cells.iter().any(|t| t.text.len() > 60) {
            *role = Column::Text;
        }
        // Names alone under "Action/Lead" are leads, not actions (record rule 22).
        let verbs = cells.iter().filter(|t| t.text.split_whitespace().count() > 4).count();
        if *role == Column::Action && verbs * 5 < cells.len() {
            *role = Column::Owner;
        }
    }
    let has = |role: Column| columns.contains(&role);
    let has_text = has(Column::Text);
    if !has_text && has(Column::Name) {
        return Some(of_names(table, columns));
    }
    if !has_text && has(Column::Action) && (has(Column::Owner) || has(Column::Due)) {
        return Some(Use::new(Purpose::Actions, columns, true));
    }
    if has_text && named >= 2 {
        return Some(Use::new(Purpose::Minutes, columns, true));
    }
    if has(Column::Organisation) || has(Column::Status) {
        if let Some(first) = columns.iter_mut().find(|c| matches!(c, Column::Other | Column::Number)) {
            *first = Column::Name;
        }
        return Some(Use::new(Purpose::Attendance, columns, true));
    }
    has(Column::Decision).then(|| Use::new(Purpose::Other, columns, true))
}

/// A column is headed "Name": people, or files as in "Name | Type | Size".
fn of_names(table: &Table, mut columns: Vec<Column>) -> Use {
    let names = columns.iter().position(|c| *c == Column::Name).unwrap_or(0);
    let cells = entries(table, names);
    let people = cells.iter().filter(|t| !list_names(&t.text, None).is_empty()).count();
    if people * 2 < cells.len() {
        return Use::new(Purpose::Other, vec![Column::Other; columns.len()], true);
    }
    // The column of ticks often has no heading. Of the marks of several meetings the last are this one's.
    let is_marks = |column: usize| {
        let cells = entries(table, column);
        let marks = cells.iter().filter(|t| attendance_mark(&t.text).is_some()).count();
        marks > 0 && marks * 10 >= cells.len() * 8
    };
    if let Some(last) = (0..columns.len()).rfind(|&c| columns[c] == Column::Other && is_marks(c)) {
        columns[last] = Column::Status;
    }
    Use::new(Purpose::Attendance, columns, true)
}

/// The days over the columns of a grid of attendance, and the row that they stand in.
pub(crate) fn days_of_grid(table: &Table) -> Option<(usize, Vec<(usize, PrintedDate)>)> {
    /// The days stand in one of so many first rows.
    const FIRST: usize = 3;
    table.rows.iter().take(FIRST).enumerate().find_map(|(n, row)| {
        let days: Vec<(usize, PrintedDate)> = row
            .cells
            .iter()
            .filter_map(|c| {
                let text = c.text().text;
                let day = first_date(&text)?;
                (day.range.len() * 2 > text.trim().len()).then_some((c.column, day))
            })
            .collect();
        (days.len() >= 2).then_some((n, days))
    })
}

/// Names down the side, days along the top, marks between them.
fn grid_of_days(table: &Table, width: usize) -> Option<Use> {
    let (head, days) = days_of_grid(table)?;
    let names = filled(table, 0);
    let people = names.iter().filter(|n| read_name(n, None).is_some()).count();
    let marks: Vec<String> = days.iter().flat_map(|(c, _)| entries(table, *c)).map(|t| t.text).collect();
    let marked = marks.iter().filter(|m| attendance_mark(m).is_some()).count();
    if people < 2 || people * 2 < names.len() || marked * 2 < marks.len() || marks.is_empty() {
        return None;
    }
    let mut columns = vec![Column::Other; width];
    for cell in &table.rows[head].cells {
        columns[cell.column] = column_role(&cell.text().text).unwrap_or(Column::Other);
    }
    columns[0] = Column::Name;
    for (column, _) in days {
        columns[column] = Column::Status;
    }
    Some(Use::new(Purpose::Attendance, columns, true))
}

/// A label and its value a row.
fn facts(first: &[String], width: usize) -> Option<Use> {
    let labels = first.iter().filter(|t| fact_label(t).is_some() || attendance_section(t).is_some()).count();
    let is_facts = width <= 4 && labels > 0 && labels * 2 >= first.len();
    is_facts.then(|| Use::new(Purpose::Facts, vec![Column::Other; width], false))
}

/// Marks before names, in one or more pairs of columns.
fn roster(table: &Table, first: &[String], width: usize) -> Option<Use> {
    let is_mark = |t: &String| t.chars().count() <= 3 && attendance_mark(t).is_some();
    let is_pair = |column: usize| {
        let (marks, names) = (filled(table, column), filled(table, column + 1));
        let people = names.iter().filter(|n| read_name(n, None).is_some()).count();
        marks.len() > 1 && marks.iter().all(is_mark) && people * 10 >= names.len() * 7
    };
    let pairs: Vec<usize> = (0..width.saturating_sub(1)).filter(|c| is_pair(*c)).collect();
    if pairs.is_empty() || !first.iter().all(is_mark) {
        return None;
    }
    let mut columns = vec![Column::Other; width];
    for column in pairs {
        columns[column] = Column::Status;
        columns[column + 1] = Column::Name;
    }
    Some(Use::new(Purpose::Attendance, columns, false))
}

/// Numbers down the first column, text beside them: minutes or an agenda without headings.
fn numbered(table: &Table, first: &[String], width: usize) -> Option<Use> {
    // A cell may hold several numbers, for the paragraphs beside them.
    let is_number = |t: &String| {
        t.split_whitespace().all(|n| read_item_number(&format!("{n} ")).is_some_and(|l| l.len >= n.len()))
            || read_item_number(&format!("{t} ")).is_some_and(|l| l.len >= t.len())
    };
    let numbers = first.iter().filter(|t| is_number(t)).count();
    if width < 2 || numbers == 0 || numbers * 2 < first.len() {
        return None;
    }
    let mut columns = vec![Column::Other; width];
    columns[0] = Column::Number;
    let letters = |column: &usize| filled(table, *column).iter().map(String::len).sum::<usize>();
    let widest = (1..width).max_by_key(letters).unwrap_or(1);
    for (column, role) in columns.iter_mut().enumerate().take(widest).skip(1) {
        let cells = filled(table, column);
        if cells.iter().all(is_number) && !cells.is_empty() {
            *role = Column::Number;
        }
    }
    columns[widest] = Column::Text;
    Some(Use::new(Purpose::Minutes, columns, false))
}

/// Text beside a narrow column of names: minutes whose last column tells who leads.
fn led(first: &[String], width: usize) -> Option<Use> {
    let numbered = first.iter().filter(|t| read_item_number(t).is_some()).count();
    (width == 2 && numbered * 2 >= first.len() && !first.is_empty())
        .then(|| Use::new(Purpose::Minutes, vec![Column::Text, Column::Owner], false))
}
