//! Lists of people in paragraphs: under a label, behind it, or in a sentence of apologies.

use std::ops::Range;

use types::{Attendance, Cell, Role, Text, WarningKind};

use crate::attendance::roll::Roll;
use crate::grammar::attendance_label::{
    Section, attendance_heading, attendance_label, attendance_section, numbered_attendance_label,
    trailing_attendance_label,
};
use crate::grammar::column_heading::Column;
use crate::grammar::item_number::read_item_number;
use crate::grammar::item_title::usual_title;
use crate::grammar::name::read_name;
use crate::grammar::name_list::{list_names, plural_honorific};
use crate::grammar::pattern;
use crate::grammar::sentence::split_sentences;
use crate::stream::Kind;
use crate::tables::Purpose;

impl Roll<'_, '_, '_> {
    /// Reads the people of some paragraphs; `first` is the section that they stand in from the start.
    pub(super) fn read_paragraphs(&mut self, range: Range<usize>, first: Option<Section>) {
        let agenda = self.ahead;
        let mut state = first;
        // Under "Apologies" only what follows the title counts as a list.
        let titled = first.is_some();
        let mut group: Option<&'static str> = None;
        let mut found = 0;
        let mut opened: Option<usize> = None;
        let mut seen_table: Option<usize> = None;
        let mut quiet = 0;
        let (start, end) = (range.start, range.end);
        // Paragraphs before this one are read.
        let mut joined = start;
        for i in range {
            if i < joined {
                continue;
            }
            let para = &self.paper.paras[i];
            if let Some(at) = para.cell {
                let table = &self.paper.tables[at.table];
                match table.purpose {
                    Purpose::Attendance | Purpose::Facts | Purpose::Other if seen_table != Some(at.table) => {
                        seen_table = Some(at.table);
                        let default = state.filter(|_| !titled || table.purpose == Purpose::Attendance);
                        let labelled = || table.table.rows.iter().any(|r| r.cells.first().is_some_and(begins_section));
                        if table.purpose != Purpose::Other || default.is_some() || labelled() {
                            // What a table's last label says does not govern what stands behind the table.
                            found += self.table(table, default, group).0;
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
            // "2. Vice-chair": an election, not a list.
            let election =
                |(s, at): (Section, usize)| s.is_office() && at >= text.len() && read_item_number(text).is_some();
            if i == start && numbered_attendance_label(text).is_some_and(election) {
                continue;
            }
            if titled && i == start {
                // "1. Apologies: received from A" in one paragraph.
                let bare = read_item_number(text).map_or(0, |l| l.len);
                if let Some((_, at)) = attendance_label(&text[bare..])
                    && bare + at < text.len()
                {
                    found += self.list(&para.text, skip + bare + at..para.str().len(), state, group).0;
                } else if let Some(at) = usual_title(&text[bare..]).filter(|at| bare + at + 3 < text.len()) {
                    // "1. Apologies for absence Cllr John Reeve"
                    found += self.list(&para.text, skip + bare + at..para.str().len(), state, group).0;
                } else if let Some(at) = from_phrase(text) {
                    found += self.list(&para.text, skip + at..skip + list_end(text, at), state, group).0;
                }
                continue;
            }
            if let Some((section, at)) = numbered_attendance_label(text) {
                // "Attendees:", "Apologies:", then one list: nobody can say which label it has (record rule 46).
                let alone = |p: usize| p + 1 == i && found == 0 && self.paper.paras[p].str().trim_end().ends_with(':');
                let unclear = opened.is_some_and(alone) && at >= text.len();
                self.close(opened.filter(|_| !unclear), found);
                (found, opened, quiet) = (0, Some(i), 0);
                let attendance = if unclear { Attendance::Unknown } else { section.attendance };
                state = Some(Section { attendance, ..section });
                group = None;
                let (count, last) = self.list(&para.text, skip + at..para.str().len(), state, group);
                found += count;
                group = last;
                continue;
            }
            if let Some((section, at)) = trailing_attendance_label(text).filter(|_| !titled) {
                // "…, Brian Ode, OTHERS:" ends one list and begins the next.
                if !is_prose(&text[..at], group) {
                    found += self.list(&para.text, skip..skip + at, state, group).0;
                }
                (state, group, quiet) = (Some(section), None, 0);
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
            // "Councillors Ann Ash (in the chair), Bo Birch and Carl Plumb", and no label before them.
            if state.is_none() && !self.complete && !agenda && !titled && plural_honorific(text).is_some() {
                let section = Section { attendance: Attendance::Present, role: Role::Member };
                let names = list_names(text, None);
                let of_people: usize = names.iter().map(|n| n.range.len() + 2).sum();
                if names.len() > 1 && of_people * 10 >= text.len() * 7 {
                    found += self.list(&para.text, skip..para.str().len(), Some(section), None).0;
                    continue;
                }
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
                found += self.list(&para.text, skip + at..para.str().len(), Some(section), None).0;
                continue;
            }
            let Some(section) = state else { continue };
            if let Some(at) = from_phrase(text) {
                let apologies = pattern!(
                    r"(?i)\bapolog|\babsence|\bregrets?\b|ymddiheuriad|unable to attend|not (?:be )?able to attend"
                )
                .is_match(text);
                let of =
                    if apologies { Section { attendance: Attendance::Apologies, role: Role::Member } } else { section };
                found += self.list(&para.text, skip + at..skip + list_end(text, at), Some(of), None).0;
                continue;
            }
            // Under "Apologies", who was there after all is told in a sentence.
            let there = section.attendance == Attendance::Apologies
                && pattern!(
                    r"
                    (?i)\b(?:were|was|are|is) (?:also )?(?:in attendance|present|welcomed)\b|\battended\b
                    |\bjoined the meeting\b
                "
                )
                .is_match(text);
            // A list is made of names; a sentence is not one.
            if there || is_prose(text, group) {
                quiet += 1;
                if quiet > 2 || para.kind == Kind::Heading {
                    state = None;
                }
                continue;
            }
            // "UNSETTLED MATTERS" under names in small letters is the heading of what follows.
            let shouts = |t: &str| !t.contains(char::is_lowercase);
            let known_in_small = self.people.iter().any(|p| !shouts(&p.name_text));
            let titled_name = list_names(text, None).iter().any(|p| p.prefix.is_some() || p.name.contains('.'));
            if shouts(text) && !text.contains(',') && text.contains(' ') && known_in_small && !titled_name {
                continue;
            }
            let (entries, next) = self.entries_from(i, end);
            joined = next;
            // "2. Bo Birch": the number of the entry.
            let number = read_item_number(text).filter(|_| self.is_numbered_list(i, end, group));
            let from = skip + number.map_or(0, |n| n.len);
            let (count, last) = self.list(&entries, from..entries.text.len(), state, group);
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

    /// Lists in the middle of the first items' paragraphs: `… to order at 6.01 p.m. Present: Members Hage and Ode.
    /// Excused: Member Plumb.`
    pub(super) fn within_sentences(&mut self, paras: impl Iterator<Item = usize>) {
        for para in paras {
            let p = &self.paper.paras[para];
            let text = p.str();
            if !p.in_flow() || text.len() > 1500 || !text.contains(": ") {
                continue;
            }
            let labels = pattern!(r"(?:[.;]\s+\[?\s*|^\s*\[\s*)(?P<l>\p{Lu}[\p{L} ]{3,40}):\s");
            let found: Vec<(Range<usize>, Section)> = labels
                .captures_iter(text)
                .filter_map(|c| Some((c.get(0)?.range(), attendance_heading(&format!("{}:", c.name("l")?.as_str()))?)))
                .collect();
            for (n, (label, section)) in found.iter().enumerate() {
                let next = found.get(n + 1).map_or(text.len(), |(l, _)| l.start + 1);
                let end = split_sentences(&text[label.end..next]).first().map_or(next, |s| label.end + s.end);
                let end = label.end + text[label.end..end].trim_end_matches([']', '.', ' ']).len();
                if list_names(&text[label.end..end], None).is_empty()
                    && plural_honorific(&text[label.end..end]).is_none()
                {
                    continue;
                }
                self.list(&p.text, label.end..end, Some(*section), None);
            }
        }
    }

    /// Sentences that tell who was there: `Present were members Ash and Birch; absent was Ida Plumb.`, `Ash, Birch and
    /// Plumb were present.`
    pub(super) fn told_in_sentences(&mut self, paras: impl Iterator<Item = usize>) {
        let before = pattern!(
            r"
                (?i)^\W*(?P<l>(?:also\s+)?(?:(?:the\s+)?(?:board |committee |council )?(?:members|trustees|directors
                |councillors|commissioners|governors|officers|staff|others|those)\s+)?(?:present|in attendance|attending
                |absent|excused))(?:\s+(?:at|for)\s+(?:the|this)\s+\w+)?\s+(?:was|were|included?|are|is)\b:?\s+
                (?:the\s+following\s*:?\s+)?
            "
        );
        let behind = pattern!(
            r"
                (?i)\s+(?:was|were)\s+(?:also\s+|both\s+|all\s+)?(?P<l>present|in attendance|absent|excused)
                (?:\s+(?:at|for)\s+(?:the|this)\s+\w+)?\W*$|\s(?P<w>in attendance|present)\W*$
                |\s+(?:had\s+)?(?:sent|gave|tendered|submitted|offered)\s+(?:(?:his|her|their)\s+)?(?P<a>apologies)\b
            "
        );
        let with = pattern!(r"(?i)^[^,;]{0,60}?\bwith\s+");
        for para in paras {
            let p = &self.paper.paras[para];
            let text = p.str();
            if !p.in_flow() || text.len() > 1500 {
                continue;
            }
            // "… to order at 7 p.m. Present were …": a clause ends there, too.
            let part = pattern!(r";|\b[ap]\.m\.\s");
            let clauses = split_sentences(text).into_iter().flat_map(|s| {
                let ends = part.find_iter(&text[s.clone()]).map(|m| s.start + m.end()).collect::<Vec<_>>();
                let starts = [s.start].into_iter().chain(ends.clone());
                starts.zip(ends.into_iter().chain([s.end])).map(|(from, to)| from..to).collect::<Vec<_>>()
            });
            for clause in clauses {
                let words = &text[clause.clone()];
                let (label, names) = if let Some(c) = before.captures(words) {
                    (c.name("l"), c.get(0).map_or(0, |m| m.end())..words.len())
                } else if let Some(c) = behind.captures(words) {
                    let to = c.get(0).map_or(0, |m| m.start());
                    let from = c.name("w").map_or(Some(0), |_| with.find(&words[..to]).map(|m| m.end()));
                    (c.name("l").or(c.name("w")).or(c.name("a")), from.unwrap_or(to)..to)
                } else {
                    continue;
                };
                let Some(mut section) = label.and_then(|l| attendance_section(l.as_str())) else { continue };
                // "Ash and Birch were in attendance": where nobody else is there, they are the members.
                let others = self.people.iter().any(|p| p.attendance == Attendance::Present);
                if section.attendance == Attendance::InAttendance
                    && section.role == Role::Officer
                    && !others
                    && !words.contains("Also")
                {
                    section = Section { attendance: Attendance::Present, role: Role::Member };
                }
                self.told_list(&p.text, clause.start + names.start..clause.start + names.end, section);
            }
        }
    }

    /// What a sentence names, if it is a list of people and nothing else.
    fn told_list(&mut self, text: &Text, range: Range<usize>, section: Section) {
        let Some(words) = text.text.get(range.clone()).map(|w| w.trim_end_matches([';', ' '])) else { return };
        let range = range.start..range.start + words.len();
        // "members Ash and Birch": the plural says that surnames follow.
        let group = pattern!(
            r"(?i)^\W*(?:the\s+)?(?:board |committee |council )?(?:members?|trustees?|directors?|commissioners?
            |governors?)\s+"
        );
        let skip = group.find(words).map_or(0, |m| m.end());
        let governed = if skip > 0 { Some("Member") } else { plural_honorific(words).map(|p| p.0) };
        let names = list_names(&words[skip..], governed);
        // A post beside each name is as long as the name.
        let of_people: usize = names.iter().map(|n| n.range.len() + 2).sum();
        let first = names.first().is_some_and(|n| n.range.start < 6 || plural_honorific(words).is_some());
        if first && of_people * 10 >= (words.len() - skip) * 7 {
            self.list(text, range.start + skip..range.end, Some(section), governed);
        }
    }

    /// The text of a paragraph of a list with those that go on with it, and which paragraph comes next: a bracket at
    /// the start of a line belongs to the post that the line before ends with.
    fn entries_from(&self, para: usize, end: usize) -> (Text, usize) {
        let mut text = self.paper.paras[para].text.clone();
        let mut next = para + 1;
        while let Some(more) = self.paper.paras.get(next).filter(|p| next < end && p.cell.is_none())
            && more.str().trim_start().starts_with('(')
        {
            text.append(&more.text);
            next += 1;
        }
        (text, next)
    }

    /// The numbered lines around a paragraph are names, all of them: `1. Minutes`, `2. Matters Arising` is business.
    fn is_numbered_list(&self, para: usize, end: usize, group: Option<&'static str>) -> bool {
        /// Lines that are looked at before and behind.
        const NEAR: usize = 30;
        let number = |p: &usize| read_item_number(self.paper.paras[*p].str()).is_some();
        let named = |p: usize| {
            let text = self.paper.paras[p].str();
            let len = read_item_number(text).map_or(0, |n| n.len);
            usual_title(&text[len..]).is_none() && read_name(&text[len..], group).is_some()
        };
        (0..para).rev().take(NEAR).take_while(number).all(named) && (para..end).take(NEAR).take_while(number).all(named)
    }

    /// A heading with nobody under it is told, so that nobody takes it for a fault of the reader.
    fn close(&mut self, opened: Option<usize>, found: usize) {
        if let (Some(para), 0) = (opened, found) {
            let text = self.paper.paras[para].str();
            if text.len() < 40 && text.trim().ends_with([':', '-']) {
                let cite = self.paper.cite(para);
                self.warnings.at(WarningKind::EmptySection, format!("`{}` has no names", text.trim()), cite);
            }
        }
    }
}

/// The cell is a label of a list of people.
fn begins_section(cell: &Cell) -> bool {
    attendance_heading(&cell.text().text).is_some()
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
        begins
            || plural_honorific(rest).is_some_and(|(singular, at)| !list_names(&rest[at..], Some(singular)).is_empty())
    });
    ends.into_iter().next()
}

/// Where the list that begins at `from` ends: a sentence about somebody who came instead is no part of it.
fn list_end(text: &str, from: usize) -> usize {
    let clause = pattern!(
        r"
            [;.]\s+(?:[^;.]|\b(?:\p{Lu}|Mrs?|Ms|Dr|Cllr)\.){0,80}?\b(?:attended|was present|were present|substitut\w+
            |deputised|yn bresennol
            |was representing|was welcomed|had also|took the [Cc]hair|presided|chaired|in the [Cc]hair)\b
        "
    );
    clause.find(&text[from..]).map_or(text.len(), |m| from + m.start())
}

/// Verbs make a sentence; a list of names has none.
fn is_prose(text: &str, group: Option<&'static str>) -> bool {
    let words = text.split_whitespace().count();
    let people = list_names(text, group).len();
    let verbs = pattern!(
        r"
        (?i)\b(?:was|were|is|are|has|have|had|will|would|that|noted|agreed|reported|advised|welcomed|thanked
        |explained|asked|reminded|accepted|resolved|opened|introduced|announced|declared|chaired|informed)\b
    "
    )
    .find_iter(text)
    .count();
    words > 6 && verbs > 0 && people * 8 < words || verbs > 2
}
