//! Lists of people in tables: of attendance, of facts, and columns of names side by side.

use types::{Attendance, Cell, Role, Row, Text};

use crate::attendance::notes::is_agency;
use crate::attendance::roll::Roll;
use crate::grammar::attendance_label::{
    Section, attendance_heading, attendance_label, attendance_mark, attendance_section,
};
use crate::grammar::column_heading::Column;
use crate::grammar::fact_label::fact_label;
use crate::grammar::name::read_name;
use crate::grammar::name_list::{list_names, plural_honorific};
use crate::grammar::pattern;
use crate::tables::{Purpose, Tabled, days_of_grid};

impl Roll<'_, '_, '_> {
    /// Adds the people of a table. Gives how many there are and the section that its end is in.
    pub(super) fn table(
        &mut self,
        tabled: &Tabled<'_>,
        default: Option<Section>,
        group_before: Option<&'static str>,
    ) -> (usize, Option<Section>) {
        let mut state = default;
        let mut count = 0;
        let mut group: Option<&'static str> = group_before;
        if let Some(lists) = tabled.lists_side_by_side() {
            // A list under each heading.
            for (column, section) in lists.columns {
                let mut section = section;
                let below = tabled.table.rows.iter().skip(lists.head + 1);
                let cells = below.flat_map(|r| &r.cells).filter(|c| c.column == column);
                // Each paragraph of a cell is an entry.
                let mut texts = Vec::new();
                cells.flat_map(|c| &c.blocks).for_each(|b| b.texts(&mut |t| texts.push(t.clone())));
                for text in texts {
                    // "Apologies" further down the column begins another list.
                    if let Some(next) = attendance_heading(&text.text) {
                        section = next;
                        continue;
                    }
                    count += self.list(&text, 0..text.text.len(), Some(section), None).0;
                }
            }
            return (count, None);
        }
        if tabled.purpose == Purpose::Attendance {
            let mut organisation_above: Option<Text> = None;
            let fallback = Section {
                attendance: if self.ahead { Attendance::Expected } else { Attendance::Present },
                role: Role::Member,
            };
            // Of the days of a grid, the meeting's own; else the last that has marks.
            let own_day = days_of_grid(&tabled.table).and_then(|(head, days)| {
                let own = days.iter().find(|(_, day)| day.date().is_some_and(|d| Some(d) == self.day));
                let marked = |c: &usize| {
                    tabled.table.rows.iter().skip(head + 1).any(|r| {
                        r.cells.iter().any(|cell| cell.column == *c && attendance_mark(&cell.text().text).is_some())
                    })
                };
                own.map(|(c, _)| *c).or_else(|| days.iter().map(|(c, _)| *c).rfind(marked))
            });
            for row in tabled.table.rows.iter().skip(usize::from(tabled.headed)) {
                // A roster sets several names in a row, each behind its mark.
                let names: Vec<&Cell> = row.cells.iter().filter(|c| tabled.column(c.column) == Column::Name).collect();
                if names.len() > 1 {
                    for cell in names.into_iter().filter(|c| !c.is_blank()) {
                        let mark = row.cells.iter().find(|c| c.column + 1 == cell.column).map(Cell::text);
                        let attendance =
                            mark.as_ref().and_then(|m| attendance_mark(&m.text)).unwrap_or(fallback.attendance);
                        let section = Section { attendance, ..fallback };
                        count += self.row(&cell.text(), None, &[], section, None);
                    }
                    continue;
                }
                let is_own = |c: &&Cell| own_day.is_none_or(|day| c.column == day);
                let of = |role: Column| {
                    let mut cells = row.cells.iter().filter(|c| tabled.column(c.column) == role);
                    if role == Column::Status { cells.find(is_own) } else { cells.next() }
                };
                let Some(cell) = of(Column::Name) else { continue };
                // A label across the row begins a section: "Apologies".
                if let Some(found) = attendance_heading(&cell.text().text) {
                    state = Some(found);
                    continue;
                }
                // Who was not a member at the time is in the list for other meetings.
                if of(Column::Status).is_some_and(|c| pattern!(r"(?i)^\W*n/?a\W*$").is_match(&c.text().text)) {
                    continue;
                }
                let mut section = state.unwrap_or(fallback);
                if let Some(status) = of(Column::Status).map(Cell::text)
                    && let Some(attendance) = attendance_mark(&status.text)
                {
                    section.attendance = attendance;
                }
                // An authority with several members is printed once.
                let organisation = of(Column::Organisation).map(Cell::text).filter(|t| !t.is_blank());
                let organisation = organisation.or(organisation_above.take());
                organisation_above.clone_from(&organisation);
                let mut notes = Vec::new();
                for (role, lead) in [
                    (Column::Role, ""),
                    (Column::Represents, "substitute for "),
                    (Column::RepresentedBy, "represented by "),
                ] {
                    let text = of(role).map(Cell::text).filter(|t| !t.is_blank());
                    notes.extend(text.map(|t| (format!("{lead}{}", t.text.trim()), t)));
                }
                count += self.row(&cell.text(), organisation.as_ref(), &notes, section, None);
            }
            return (count, state);
        }
        // Rows that hold nothing but the label of a section part the table.
        let mut parts: Vec<(Option<Section>, Vec<&Row>)> = vec![(state, Vec::new())];
        for row in &tabled.table.rows {
            let mut cells = row.cells.iter().filter(|c| !c.is_blank());
            let alone = cells.next().filter(|_| cells.next().is_none());
            match (alone.and_then(|c| attendance_heading(&c.text().text)), parts.last_mut()) {
                (Some(found), _) => parts.push((Some(found), Vec::new())),
                (None, Some((_, rows))) => rows.push(row),
                (None, None) => {}
            }
        }
        let width = tabled.columns.len();
        let lists: Option<Vec<_>> = parts
            .iter()
            .filter(|(_, rows)| !rows.is_empty())
            .map(|(section, rows)| Some((*section, columns_of_names(rows, width, group)?)))
            .collect();
        if let Some(lists) = lists {
            for (section, columns) in lists {
                state = section;
                for text in columns.into_iter().flatten() {
                    let (found, last) = self.list(&text, 0..text.text.len(), section, group);
                    count += found;
                    group = last.or(group);
                }
            }
            return (count, state);
        }
        // A label may be broken over two rows: "Officers in", "Attendance:".
        let mut broken = false;
        for (n, row) in tabled.table.rows.iter().enumerate() {
            let mut cells = row.cells.iter().filter(|c| !c.is_blank());
            let Some(first) = cells.next() else { continue };
            let mut rest: Vec<&Cell> = cells.collect();
            let text = first.text();
            let words = text.text.trim();
            let below =
                tabled.table.rows.get(n + 1).and_then(|r| r.cells.first()).filter(|c| c.column == 0).map(Cell::text);
            let joined = below.and_then(|b| {
                attendance_label(&format!("{words} {}", b.text.trim())).filter(|(_, at)| *at > words.len())
            });
            if std::mem::take(&mut broken) && first.column == 0 {
                // The rest of the label.
            } else if let Some((found, at)) = attendance_label(&text.text)
                && (at >= text.text.len() || first.column == 0)
            {
                state = Some(found);
                group = None;
                if at < text.text.len() {
                    count += self.list(&text, at..text.text.len(), state, None).0;
                }
            } else if rest.len() > 1
                && let Some(found) = attendance_section(&rest[0].text().text)
            {
                // "Roll call | Present: | names": the label stands in the second column.
                state = Some(found);
                group = None;
                rest.remove(0);
            } else if first.column == 0
                && attendance_label(words).is_none()
                && !rest.is_empty()
                && let Some((found, _)) = joined
            {
                state = Some(found);
                group = None;
                broken = true;
            } else if first.column == 0 && words.starts_with('(') && words.ends_with(')') && !rest.is_empty() {
                // "(by remote means)" under "Members present".
                if let Some(section) = &mut state
                    && pattern!(r"(?i)\b(?:remote|virtual|online|teams|zoom|video)").is_match(words)
                {
                    section.attendance = Attendance::Remote;
                }
            } else if fact_label(words).is_some() || first.column == 0 && !rest.is_empty() && self.is_label(&text) {
                // Another fact of the table ends the list.
                state = None;
                continue;
            } else {
                rest.insert(0, first);
            }
            let Some(section) = state else { continue };
            // "Norset County Council | Councillors A, B and C": the agency stands first.
            if let [agency, people] = rest.as_slice()
                && list_names(&agency.text().text, group).is_empty()
                && !list_names(&people.text().text, group).is_empty()
            {
                count += self.people_of(&agency.text(), people, section);
                continue;
            }
            let Some((names, beside)) = rest.split_first() else { continue };
            let several = names.blocks.len() > 1 || list_names(&names.text().text, group).len() > 1;
            if several {
                // Each paragraph of the cell is a list; "Councillors" over some of them governs them.
                let mut texts = Vec::new();
                names.blocks.iter().for_each(|b| b.texts(&mut |t| texts.push(t.clone())));
                for text in texts {
                    if let Some((singular, at)) = plural_honorific(&format!("{} ", text.text))
                        && at >= text.text.len()
                    {
                        group = Some(singular);
                        continue;
                    }
                    let (found, last) = self.list(&text, 0..text.text.len(), Some(section), group);
                    count += found;
                    group = last.or(group);
                }
                continue;
            }
            let names = names.text();
            if let Some((singular, at)) = plural_honorific(&format!("{} ", names.text))
                && at >= names.text.len()
            {
                group = Some(singular);
                continue;
            }
            let beside = beside.iter().map(|c| c.text()).find(|t| t.text.contains(char::is_alphabetic));
            count += self.row(&names, beside.as_ref(), &[], section, group);
        }
        (count, state)
    }

    /// The people of a cell, of the agency that the cell beside it names.
    fn people_of(&mut self, agency: &Text, people: &Cell, section: Section) -> usize {
        let before = self.people.len();
        let mut texts = Vec::new();
        people.blocks.iter().for_each(|b| b.texts(&mut |t| texts.push(t.clone())));
        let count = texts.iter().map(|t| self.list(t, 0..t.text.len(), Some(section), None).0).sum();
        let name = agency.text.trim().trim_end_matches(':');
        if is_agency(name) {
            let cite = self.paper.document.cite_all(agency);
            for person in self.people.iter_mut().skip(before).filter(|p| p.organization.is_none()) {
                person.organization = Some(name.to_owned());
                person.cite = std::mem::take(&mut person.cite).and(cite.clone());
            }
        }
        count
    }

    fn is_label(&self, text: &Text) -> bool {
        text.text.trim().ends_with(':') && text.text.len() < 40
    }
}

/// The columns of a table of names only, each as a list of entries: two columns of a list set side by
/// side. An entry that is broken over two cells is joined.
fn columns_of_names(rows: &[&Row], width: usize, group: Option<&str>) -> Option<Vec<Vec<Text>>> {
    let mut columns: Vec<Vec<Text>> = vec![Vec::new(); width];
    for cell in rows.iter().flat_map(|r| &r.cells).filter(|c| !c.is_blank()) {
        let column = columns.get_mut(cell.column)?;
        let mut entries = Vec::new();
        cell.blocks.iter().for_each(|b| b.texts(&mut |t| entries.push(t.clone())));
        for text in entries.into_iter().filter(|t| !t.is_blank()) {
            match column.last_mut() {
                Some(open) if open.text.matches('(').count() > open.text.matches(')').count() => open.append(&text),
                Some(open) if text.text.starts_with(|c: char| c.is_lowercase() || c == '(') => open.append(&text),
                _ => column.push(text),
            }
        }
    }
    let names = |column: &Vec<Text>| {
        let people = column.iter().filter(|t| read_name(&t.text, group).is_some()).count();
        people >= 1 && people * 10 >= column.len() * 7
    };
    (width >= 2
        && columns.iter().filter(|c| !c.is_empty()).all(names)
        && columns.iter().filter(|c| !c.is_empty()).count() >= 2)
        .then_some(columns)
}
