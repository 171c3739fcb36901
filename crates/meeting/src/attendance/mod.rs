//! Who was there: lists and tables of attendance, apologies, substitutes.

mod notes;
mod spoken;

use std::ops::Range;

use types::{Attendance, AttendanceConflict, Cell, Cite, Participant, Role, Row, Text, WarningKind, Warnings};

use crate::attendance::notes::{describe, participant};
use crate::attendance::spoken::find_unlisted_people;
use crate::flat::{Flat, Kind, Purpose, Tabled};
use crate::grammar::attendance_label::{Section, attendance_label, attendance_mark, attendance_section};
use crate::grammar::column_heading::Column;
use crate::grammar::fact_label::fact_label;
use crate::grammar::item_number::read_item_number;
use crate::grammar::item_title::usual_title;
use crate::grammar::name::{Person, is_same_person, list_names, plural_honorific, read_name};
use crate::grammar::pattern;
use crate::grammar::sentence::split_sentences;

/// The people of a meeting.
pub(crate) struct Attended {
    pub(crate) people: Vec<Participant>,
    /// Somebody is listed as present, not only as away.
    pub(crate) complete: bool,
}

struct Reader<'f, 'd, 'w> {
    flat: &'f Flat<'d>,
    warnings: &'w mut Warnings,
    people: Vec<Participant>,
    complete: bool,
}

/// Reads the attendance: of the paragraphs before the first item, and of items that hold a list.
pub(crate) fn read_attendance(
    flat: &Flat<'_>,
    head: Range<usize>,
    items: &[Range<usize>],
    agenda: bool,
    warnings: &mut Warnings,
) -> Attended {
    let mut reader = Reader { flat, warnings, people: Vec::new(), complete: false };
    reader.region(head, None, agenda);
    for item in items {
        let title = flat.paras.get(item.start).map_or("", |p| p.str());
        let state = item_section(title);
        if agenda && state.is_some() {
            continue;
        }
        if state.is_some()
            || (item.start..item.end.min(item.start + 8))
                .any(|i| attendance_label(flat.paras[i].str()).is_some() || is_attendance_table(flat, i))
        {
            reader.region(item.clone(), state, agenda);
        }
    }
    reader.remote_in_text(items.first().map_or(0, |i| i.end));
    let chaired = reader.chaired_in_text(items.first().map_or(0, |i| i.start));
    if !agenda {
        let more = find_unlisted_people(flat, items, &reader.people);
        reader.people.extend(more);
    }
    reader.settle(chaired);
    Attended { complete: reader.complete, people: reader.people }
}

fn is_attendance_table(flat: &Flat<'_>, para: usize) -> bool {
    flat.paras[para].cell.is_some_and(|c| matches!(flat.tables[c.table].purpose, Purpose::Attendance))
}

/// An item whose title announces a list of people.
fn item_section(title: &str) -> Option<Section> {
    let bare = read_item_number(title).map_or(title, |l| &title[l.len..]);
    let bare = bare.trim().trim_end_matches([':', '.']);
    let lower = bare.to_lowercase();
    if let Some((found, at)) = attendance_label(bare)
        && (at >= bare.len() || found.attendance == Attendance::Apologies)
    {
        return Some(found);
    }
    pattern!(r"(?:\bapologies\b|\babsence\b|ymddiheuriadau)")
        .is_match(&lower)
        .then_some(Section { attendance: Attendance::Apologies, role: Role::Member })
}

impl Reader<'_, '_, '_> {
    fn region(&mut self, range: Range<usize>, first: Option<Section>, agenda: bool) {
        let mut state = first;
        // Under "Apologies" only what follows the title counts as a list.
        let titled = first.is_some();
        let mut group: Option<&'static str> = None;
        let mut found = 0;
        let mut opened: Option<usize> = None;
        let mut seen_table: Option<usize> = None;
        let mut quiet = 0;
        let start = range.start;
        for i in range {
            let para = &self.flat.paras[i];
            if let Some(at) = para.cell {
                let table = &self.flat.tables[at.table];
                match table.purpose {
                    Purpose::Attendance | Purpose::Facts | Purpose::Other if seen_table != Some(at.table) => {
                        seen_table = Some(at.table);
                        let default = state.filter(|_| !titled || table.purpose == Purpose::Attendance);
                        if table.purpose != Purpose::Other || default.is_some() {
                            let (count, last) = self.table(table, default, group, agenda);
                            found += count;
                            state = last.or(state);
                        }
                        continue;
                    }
                    Purpose::Attendance | Purpose::Facts | Purpose::Other => continue,
                    Purpose::Actions => continue,
                    Purpose::Minutes if at.role != Column::Text => continue,
                    Purpose::Minutes => {}
                }
            }
            let (text, skip) = para.body();
            if titled && i == start {
                // "1. Apologies: received from A" in one paragraph.
                let bare = read_item_number(text).map_or(0, |l| l.len);
                if let Some((_, at)) = attendance_label(&text[bare..])
                    && bare + at < text.len()
                {
                    found += self.list(&para.text, skip + bare + at..para.str().len(), state, group, agenda).0;
                } else if let Some(at) = usual_title(&text[bare..]).filter(|at| bare + at + 3 < text.len()) {
                    // "1. Apologies for absence Cllr John Reeve"
                    found += self.list(&para.text, skip + bare + at..para.str().len(), state, group, agenda).0;
                } else if let Some(at) = from_phrase(text) {
                    found += self.list(&para.text, skip + at..skip + list_end(text, at), state, group, agenda).0;
                }
                continue;
            }
            if let Some((section, at)) = attendance_label(text) {
                self.close(opened, found);
                (found, opened, quiet) = (0, Some(i), 0);
                state = Some(section);
                group = None;
                let (count, last) = self.list(&para.text, skip + at..para.str().len(), state, group, agenda);
                found += count;
                group = last;
                continue;
            }
            if agenda && state.is_some_and(|s| s.attendance != Attendance::Expected) && !titled {
                continue;
            }
            // "Councillors:" over a list.
            if let Some((singular, at)) = plural_honorific(&format!("{text} "))
                && at >= text.len()
            {
                group = Some(singular);
                continue;
            }
            // A list of people under a label of its own: "Panel: A, B and C".
            if state.is_none()
                && !self.complete
                && !agenda
                && !titled
                && let Some(at) = pattern!(r"^\s*\p{Lu}[\p{L} ]{2,28}:\s+").find(text).map(|m| m.end())
                && list_names(&text[at..], None).len() > 2
            {
                let section = Section { attendance: Attendance::Present, role: Role::Member };
                found += self.list(&para.text, skip + at..para.str().len(), Some(section), None, agenda).0;
                continue;
            }
            let Some(section) = state else { continue };
            if let Some(at) = from_phrase(text) {
                let apologies =
                    pattern!(r"(?i)\bapolog|\babsence|unable to attend|not (?:be )?able to attend").is_match(text);
                let of =
                    if apologies { Section { attendance: Attendance::Apologies, role: Role::Member } } else { section };
                found += self.list(&para.text, skip + at..skip + list_end(text, at), Some(of), None, agenda).0;
                continue;
            }
            // Under "Apologies", who was there after all is told in a sentence.
            let there = section.attendance == Attendance::Apologies
                && pattern!(r"(?i)\b(?:were|was|are|is) (?:also )?(?:in attendance|present|welcomed)\b|\battended\b|\bjoined the meeting\b").is_match(text);
            // A list is made of names; a sentence is not one.
            if there || is_prose(text, group) {
                quiet += 1;
                if quiet > 2 || para.kind == Kind::Heading {
                    state = None;
                }
                continue;
            }
            let (count, last) = self.list(&para.text, skip..para.str().len(), state, group, agenda);
            found += count;
            if count == 0 {
                quiet += 1;
                // The heading of another part ends the list.
                if para.kind == Kind::Heading && read_item_number(text).is_some() || quiet > 4 {
                    state = None;
                }
            } else {
                quiet = 0;
            }
            group = last.or(group);
        }
        self.close(opened, found);
    }

    /// A heading with nobody under it is told, so that nobody takes it for a fault of the reader.
    fn close(&mut self, opened: Option<usize>, found: usize) {
        if let (Some(para), 0) = (opened, found) {
            let text = self.flat.paras[para].str();
            if text.len() < 40 && text.trim().ends_with([':', '-']) {
                let cite = self.flat.cite(para);
                self.warnings.at(WarningKind::EmptySection, format!("`{}` has no names", text.trim()), cite);
            }
        }
    }

    /// Adds the people of a list; gives how many there are, and the plural that governs what follows.
    fn list(
        &mut self,
        text: &Text,
        range: Range<usize>,
        section: Option<Section>,
        group: Option<&'static str>,
        agenda: bool,
    ) -> (usize, Option<&'static str>) {
        let Some(section) = section else { return (0, group) };
        let Some(part) = text.text.get(range.clone()) else { return (0, group) };
        // Lines run together: "…, D Jones (Police) Apologies: E Smith".
        let inner = pattern!(
            r"(?:^|[\s.;)])(?P<l>(?:Other |Also |Officers |Members )?(?:Apologies(?: for absence)?|[Ii]n [Aa]ttendance|[Pp]resent|Attendees|Secretariat))\s*:\s"
        );
        if let Some(label) = inner.captures(part).and_then(|c| c.name("l"))
            && let Some(next) = attendance_section(label.as_str())
        {
            let from = range.start + label.start();
            let after = from + label.len() + 1;
            let (first, _) = self.list(text, range.start..from, Some(section), group, agenda);
            let (second, last) = self.list(text, after..range.end, Some(next), None, agenda);
            return (first + second, last);
        }
        if pattern!(r"(?i)^\W*(?:none|nil|no apologies|there (?:were|was) no(?:ne)?|no absences|not applicable|n/a)\b")
            .is_match(part)
        {
            return (0, group);
        }
        let people = list_names(part, group);
        let last = plural_honorific(part).map(|p| p.0).or(group);
        let count = people.len();
        for mut person in people {
            person.range = person.range.start + range.start..person.range.end + range.start;
            let name_range = person.name_range.start + range.start..person.name_range.end + range.start;
            let cite = self.flat.document.cite(text, person.range.clone());
            let name_text = text.text.get(name_range).unwrap_or_default().to_owned();
            self.add(person, name_text, cite, section, agenda);
        }
        (count, last)
    }

    /// Adds the people of a table. Gives how many there are and the section that its end is in.
    fn table(
        &mut self,
        tabled: &Tabled<'_>,
        default: Option<Section>,
        group_before: Option<&'static str>,
        agenda: bool,
    ) -> (usize, Option<Section>) {
        let mut state = default;
        let mut count = 0;
        let mut group: Option<&'static str> = group_before;
        if let Some(sections) = tabled.sections() {
            // A list under each heading.
            for (column, section) in sections {
                let mut section = section;
                let cells = tabled.table.rows.iter().skip(1).flat_map(|r| &r.cells).filter(|c| c.column == column);
                for cell in cells.map(Cell::text) {
                    // "Apologies" further down the column begins another list.
                    if let Some(next) = attendance_section(&cell.text) {
                        section = next;
                        continue;
                    }
                    count += self.list(&cell, 0..cell.text.len(), Some(section), None, agenda).0;
                }
            }
            return (count, None);
        }
        if tabled.purpose == Purpose::Attendance {
            let mut organisation_above: Option<Text> = None;
            let fallback = Section {
                attendance: if agenda { Attendance::Expected } else { Attendance::Present },
                role: Role::Member,
            };
            for row in tabled.table.rows.iter().skip(usize::from(tabled.headed)) {
                // A roster sets several names in a row, each behind its mark.
                let names: Vec<&Cell> = row.cells.iter().filter(|c| tabled.column(c.column) == Column::Name).collect();
                if names.len() > 1 {
                    for cell in names.into_iter().filter(|c| !c.is_blank()) {
                        let mark = row.cells.iter().find(|c| c.column + 1 == cell.column).map(Cell::text);
                        let attendance =
                            mark.as_ref().and_then(|m| attendance_mark(&m.text)).unwrap_or(fallback.attendance);
                        let section = Section { attendance, ..fallback };
                        count += self.row(&cell.text(), mark.as_ref().filter(|_| false), &[], section, agenda, None);
                    }
                    continue;
                }
                let of = |role: Column| row.cells.iter().find(|c| tabled.column(c.column) == role);
                let Some(cell) = of(Column::Name) else { continue };
                // A label across the row begins a section: "Apologies".
                if let Some(found) = attendance_section(&cell.text().text) {
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
                count += self.row(&cell.text(), organisation.as_ref(), &notes, section, agenda, None);
            }
            return (count, state);
        }
        // Rows that hold nothing but the label of a section part the table.
        let mut parts: Vec<(Option<Section>, Vec<&Row>)> = vec![(state, Vec::new())];
        for row in &tabled.table.rows {
            let mut cells = row.cells.iter().filter(|c| !c.is_blank());
            let alone = cells.next().filter(|_| cells.next().is_none());
            match (alone.and_then(|c| attendance_section(&c.text().text)), parts.last_mut()) {
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
                    let (found, last) = self.list(&text, 0..text.text.len(), section, group, agenda);
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
                    count += self.list(&text, at..text.text.len(), state, None, agenda).0;
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
                    let (found, last) = self.list(&text, 0..text.text.len(), Some(section), group, agenda);
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
            let beside = beside.iter().map(|c| c.text()).find(|t| !t.is_blank());
            count += self.row(&names, beside.as_ref(), &[], section, agenda, group);
        }
        (count, state)
    }

    fn is_label(&self, text: &Text) -> bool {
        text.text.trim().ends_with(':') && text.text.len() < 40
    }

    /// One row of a table: names, and what stands beside them.
    fn row(
        &mut self,
        names: &Text,
        beside: Option<&Text>,
        more: &[(String, Text)],
        section: Section,
        agenda: bool,
        group: Option<&'static str>,
    ) -> usize {
        let mut people = list_names(&names.text, group);
        if people.is_empty() {
            return 0;
        }
        let several = people.len() > 1;
        let count = people.len();
        for person in &mut people {
            if let Some(beside) = beside.filter(|b| !b.is_blank()) {
                // "(Presentation) Safer Places"
                if let Some(c) = pattern!(r"^\s*\((?P<n>[^)]+)\)\s*(?P<r>.*)$").captures(&beside.text) {
                    person.notes.extend(c.name("n").map(|n| n.as_str().to_owned()));
                    person.notes.extend(c.name("r").map(|n| n.as_str().trim().to_owned()).filter(|n| !n.is_empty()));
                } else {
                    person.notes.push(beside.text.trim().to_owned());
                }
            }
        }
        for person in &mut people {
            person.notes.extend(more.iter().map(|(note, _)| note.clone()));
        }
        for person in people {
            let mut cite =
                self.flat.document.cite(names, if several { person.range.clone() } else { 0..names.text.len() });
            if let Some(beside) = beside.filter(|b| !b.is_blank()) {
                cite = cite.and(self.flat.document.cite_all(beside));
            }
            cite = more.iter().fold(cite, |cite, (_, text)| cite.and(self.flat.document.cite_all(text)));
            let name_text = names.text.get(person.name_range.clone()).unwrap_or_default().to_owned();
            self.add(person, name_text, cite, section, agenda);
        }
        count
    }

    fn add(&mut self, person: Person, name_text: String, cite: Cite, section: Section, agenda: bool) {
        let attendance =
            if agenda && section.attendance == Attendance::Present { Attendance::Expected } else { section.attendance };
        if matches!(attendance, Attendance::Present | Attendance::InAttendance | Attendance::Remote) {
            self.complete = true;
        }
        let notes = person.notes.clone();
        let mut new = participant(person, name_text, section.role, attendance, cite);
        for note in &notes {
            describe(note, &mut new);
        }
        // "S" beside a substitute says that they came as one.
        if new.represents.is_some() && new.attendance == Attendance::Apologies && section.role == Role::Member {
            new.attendance = Attendance::Present;
        }
        if let Some(known) = self
            .people
            .iter_mut()
            .find(|p| is_same_person(&p.name, &new.name) && (p.name.split(' ').count() > 1 || new.name == p.name))
        {
            merge(known, new, self.warnings);
        } else {
            self.people.push(new);
        }
    }

    /// `A, B and C were in attendance virtually.`
    fn remote_in_text(&mut self, before: usize) {
        let remote = pattern!(
            r"(?i)\b(?:were|was)?\s*(?:in attendance|attended|attending|joined(?: the meeting)?|present)\s+(?:\w+ly\s+)?(?:virtually|remotely|online|via (?:ms |microsoft )?(?:teams|zoom)|by video)"
        );
        for para in self.flat.paras.iter().take(before + 4) {
            let text = para.str();
            for range in split_sentences(text) {
                let words = &text[range];
                let Some(m) = remote.find(words) else { continue };
                for person in list_names(&words[..m.start()], None) {
                    for known in self.people.iter_mut().filter(|p| is_same_person(&p.name, &person.name)) {
                        if known.attendance == Attendance::Present {
                            known.attendance = Attendance::Remote;
                        }
                    }
                }
            }
        }
    }

    /// `Councillor DALGETTY, Convener, presided`, `Mr Hill in the Chair`.
    fn chaired_in_text(&self, before: usize) -> Option<(String, Cite)> {
        let presides = pattern!(
            r"(?P<n>(?:\p{Lu}[\p{L}.'\u{2019}/-]*\s+){1,5}\p{Lu}[\p{L}'\u{2019}-]+)(?:,?\s*\(?(?:the )?(?:convener|chair(?:man|person)?|vice-chair(?:man)?),?\)?)?,?\s+(?:presided|presiding|in the chair|took the chair|chaired the meeting|was in the chair|welcomed|opened the meeting as chair)\b"
        );
        let strong = pattern!(r"(?i)presid|in the chair|took the chair|chaired the meeting");
        for i in 0..(before + 12).min(self.flat.paras.len()) {
            let para = &self.flat.paras[i];
            if let Some(c) = presides.captures(para.str())
                && let (Some(n), Some(whole)) = (c.name("n"), c.get(0))
                && strong.is_match(whole.as_str())
                && let Some(person) = read_name(n.as_str(), None)
            {
                return Some((person.name, self.flat.document.cite(&para.text, whole.range())));
            }
        }
        None
    }

    fn settle(&mut self, chaired: Option<(String, Cite)>) {
        if let Some((chair, cite)) = chaired
            && let Some(person) = self.people.iter_mut().find(|p| is_same_person(&p.name, &chair))
        {
            // Whoever presided for an absent chair keeps the role of other days (record rule 1).
            if person.role != Role::Chair {
                person.standing_role = Some(person.role).filter(|r| !matches!(r, Role::Officer | Role::Guest));
                let said: Vec<&str> = cite.0.iter().map(|p| p.quote.as_str()).collect();
                person.chair_basis = Some(said.join(" "));
            }
            person.role = Role::Chair;
            person.cite = person.cite.clone().and(cite);
        }
        // A deputy named with the absent member is the absent member's, too.
        let pairs: Vec<(String, String)> = self
            .people
            .iter()
            .flat_map(|p| {
                let by = p.represented_by.clone().map(|by| (p.name.clone(), by));
                let of = p.represents.clone().map(|of| (of, p.name.clone()));
                by.into_iter().chain(of)
            })
            .collect();
        for (absent, deputy) in pairs {
            for person in &mut self.people {
                if is_same_person(&person.name, &absent) && person.represented_by.is_none() && person.name != deputy {
                    person.represented_by = Some(deputy.clone());
                } else if is_same_person(&person.name, &deputy) && person.represents.is_none() && person.name != absent
                {
                    person.represents = Some(absent.clone());
                    if matches!(person.role, Role::Member | Role::Officer | Role::Guest) {
                        person.role = Role::Substitute;
                    }
                }
            }
        }
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

/// Text behind "received from", "on behalf of", "submitted by".
fn from_phrase(text: &str) -> Option<usize> {
    /// The names follow this close.
    const NEAR: usize = 110;
    let apology = pattern!(r"(?i)\b(?:apolog\w+|absence|regrets?|unable to attend|ymddiheuriadau)\b").find(text)?.end();
    let lead =
        pattern!(r"(?i)\b(?:from|on behalf of|for|by|gan|oddi wrth)\s*:?\s+(?:the following(?: members)?\s*:?\s*)?");
    // "Apologies for absence", "for the late start": what follows must begin with a name.
    let leads = lead.find_iter(&text[apology..]).take_while(|m| m.start() < NEAR).map(|m| apology + m.end());
    let ends = leads.filter(|&at| {
        let rest = &text[at..];
        let begins = list_names(rest, None).first().is_some_and(|p| p.range.start < 4);
        begins || plural_honorific(rest).is_some_and(|(_, at)| !list_names(&rest[at..], Some("Councillor")).is_empty())
    });
    ends.into_iter().next()
}

/// Where the list that begins at `from` ends: a sentence about somebody who came instead is no part of it.
fn list_end(text: &str, from: usize) -> usize {
    let clause = pattern!(
        r"[;.]\s+[^;.]{0,80}?\b(?:attended|was present|were present|substitut\w+|deputised|yn bresennol|was representing|was welcomed|had also)\b"
    );
    clause.find(&text[from..]).map_or(text.len(), |m| from + m.start())
}

/// Verbs make a sentence; a list of names has none.
fn is_prose(text: &str, group: Option<&str>) -> bool {
    let words = text.split_whitespace().count();
    let people = list_names(text, if group.is_some() { Some("Councillor") } else { None }).len();
    let verbs = pattern!(r"(?i)\b(?:was|were|is|are|has|have|had|will|would|that|noted|agreed|reported|advised|welcomed|thanked|explained|asked|reminded|accepted|resolved|opened|introduced|announced|declared|chaired|informed)\b").find_iter(text).count();
    words > 6 && verbs > 0 && people * 8 < words || verbs > 2
}

/// The same person a second time: the first list's status stands, what is new is taken in.
fn merge(known: &mut Participant, new: Participant, warnings: &mut Warnings) {
    let away = |a: Attendance| matches!(a, Attendance::Apologies | Attendance::Absent);
    if away(known.attendance) != away(new.attendance) && !matches!(new.role, Role::Chair | Role::ViceChair) {
        let message = format!("`{}` is both {} and {}", known.name, known.attendance.as_str(), new.attendance.as_str());
        warnings.at(WarningKind::AttendanceConflict, message, known.cite.clone().and(new.cite.clone()));
        // Who has a substitute was away; else the first, formal list is the likelier (record rule 3).
        let likely = if new.represented_by.is_some() { new.attendance } else { known.attendance };
        known.attendance_conflict = Some(AttendanceConflict { other: new.attendance, likely, cite: new.cite.clone() });
    }
    if new.name.len() > known.name.len() {
        known.name = new.name;
    }
    let plain = |r: Role| matches!(r, Role::Member | Role::Officer | Role::Guest);
    if plain(known.role) && !plain(new.role) {
        known.role = new.role;
    }
    known.organization = known.organization.take().or(new.organization);
    known.post = known.post.take().or(new.post);
    known.initials = known.initials.take().or(new.initials);
    known.represents = known.represents.take().or(new.represents);
    known.represented_by = known.represented_by.take().or(new.represented_by);
    known.cite = std::mem::take(&mut known.cite).and(new.cite);
}
