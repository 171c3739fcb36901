//! The roll: who has been found so far, and what is known of each.

use std::collections::HashMap;
use std::ops::Range;

use types::{Attendance, AttendanceConflict, Cite, Participant, Role, Text, WarningKind, Warnings};

use crate::attendance::notes::{describe, participant};
use crate::grammar::attendance_label::{Section, attendance_section};
use crate::grammar::name::{Person, is_same_person, read_expected_name, read_name};
use crate::grammar::name_list::{list_first_names, list_names, plural_honorific};
use crate::grammar::pattern;
use crate::stream::Stream;

/// The people of a meeting as they are read.
pub(super) struct Roll<'f, 'd, 'w> {
    pub(super) paper: &'f Stream<'d>,
    pub(super) warnings: &'w mut Warnings,
    pub(super) people: Vec<Participant>,
    pub(super) complete: bool,
    /// The day of the meeting, if the paper says it.
    pub(super) day: Option<types::Date>,
    /// The paper is for a meeting to come: whoever is listed is expected.
    pub(super) ahead: bool,
    /// Where in `people` those of a surname stand.
    pub(super) by_surname: HashMap<String, Vec<usize>>,
}

impl Roll<'_, '_, '_> {
    /// Adds the people of a list; gives how many there are, and the plural that governs what follows.
    pub(super) fn list(
        &mut self,
        text: &Text,
        range: Range<usize>,
        section: Option<Section>,
        group: Option<&'static str>,
    ) -> (usize, Option<&'static str>) {
        // Who came from the public is no participant (record rule 47).
        let Some(section) = section.filter(|s| s.role != Role::Public) else { return (0, group) };
        // "SECTORAL INTERESTS: A, B": a label that says nothing of presence stands before some of the list.
        let lead = pattern!(r"^\s*[\p{Lu}][\p{Lu} /&'\u{2019}-]{4,60}:\s+");
        let skipped = text.text.get(range.clone()).and_then(|t| lead.find(t)).map_or(0, |m| m.end());
        let range = range.start + skipped..range.end;
        let Some(part) = text.text.get(range.clone()) else { return (0, group) };
        // Lines run together: "…, D Jones (Police) Apologies: E Smith".
        let mut from = range.start;
        let (mut count, mut last, mut section) = (0, group, section);
        for (label, after, next) in inner_labels(part) {
            // Who came from the public is no participant (record rule 47).
            if section.role != Role::Public {
                count += self.one_list(text, from..range.start + label.start, section, last).0;
            }
            (last, section, from) = (None, next, range.start + after);
        }
        if section.role == Role::Public {
            return (count, last);
        }
        let (found, last) = self.one_list(text, from..range.end, section, last);
        (count + found, last)
    }

    /// The people of a list without labels in it.
    fn one_list(
        &mut self,
        text: &Text,
        range: Range<usize>,
        section: Section,
        group: Option<&'static str>,
    ) -> (usize, Option<&'static str>) {
        let Some(part) = text.text.get(range.clone()) else { return (0, group) };
        if pattern!(r"(?i)^\W*(?:none|nil|no apologies|there (?:were|was) no(?:ne)?|no absences|not applicable|n/a)\b")
            .is_match(part)
        {
            return (0, group);
        }
        let part = &parted_at_lines(text, range.clone(), group);
        let mut people = list_names(part, group);
        let entries = part.matches([',', ';']).count() + 1;
        if people.len() * 2 <= entries {
            let first_names = list_first_names(part);
            if first_names.len() > people.len() {
                people = first_names;
            }
        }
        // "Members absent: Young", where the others are known by their surnames, too.
        let surnames = self.people.iter().any(|p| !p.name.contains(' '));
        let away = matches!(section.attendance, Attendance::Absent | Attendance::Apologies) && range.start > 0;
        let word = pattern!(r"^\s*\p{Lu}[\p{L}'\u{2019}-]{2,}[.\s]*$").is_match(part);
        if people.is_empty() && surnames && away && word && plural_honorific(&format!("{} X", part.trim())).is_none() {
            people.extend(read_expected_name(part));
        }
        // Two of one surname in one list are two people.
        let known = self.people.len();
        let last = plural_honorific(part).map(|p| p.0).or(group);
        let count = people.len();
        for mut person in people {
            person.range = person.range.start + range.start..person.range.end + range.start;
            let name_range = person.name_range.start + range.start..person.name_range.end + range.start;
            let cite = self.paper.document.cite(text, person.range.clone());
            let name_text = text.text.get(name_range).unwrap_or_default().to_owned();
            self.add(person, name_text, cite, section, known);
        }
        (count, last)
    }

    /// One row of a table: names, and what stands beside them.
    pub(super) fn row(
        &mut self,
        names: &Text,
        beside: Option<&Text>,
        more: &[(String, Text)],
        section: Section,
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
                self.paper.document.cite(names, if several { person.range.clone() } else { 0..names.text.len() });
            if let Some(beside) = beside.filter(|b| !b.is_blank()) {
                cite = cite.and(self.paper.document.cite_all(beside));
            }
            cite = more.iter().fold(cite, |cite, (_, text)| cite.and(self.paper.document.cite_all(text)));
            let name_text = names.text.get(person.name_range.clone()).unwrap_or_default().to_owned();
            self.add(person, name_text, cite, section, usize::MAX);
        }
        count
    }

    /// Adds a person. Whoever stands in the roll from `known` on is of the same list, and somebody else unless the
    /// name is the same to the letter.
    fn add(&mut self, person: Person, name_text: String, cite: Cite, section: Section, known: usize) {
        let attendance = match section.attendance {
            Attendance::Present if self.ahead => Attendance::Expected,
            // MEMBERS over a list of minutes (record rule 47).
            Attendance::Expected if !self.ahead => Attendance::Present,
            attendance => attendance,
        };
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
        let same = |(at, p): &(usize, &mut types::Participant)| {
            let of_list = *at >= known;
            // "Ms T Ode, Mr T Ode"
            let apart = of_list && p.honorific_prefix != new.honorific_prefix && new.honorific_prefix.is_some();
            p.name == new.name && !apart
                || !of_list && is_same_person(&p.name, &new.name) && p.name.split(' ').count() > 1
        };
        // Only people of one surname can be the same: in a long list each is compared with a few.
        let alike = self.by_surname.entry(surname_of(&new.name)).or_default();
        let found = alike.iter().copied().find(|at| self.people.get_mut(*at).is_some_and(|p| same(&(*at, p))));
        match found.and_then(|at| self.people.get_mut(at)) {
            Some(known) => merge(known, new, self.warnings),
            None => {
                alike.push(self.people.len());
                self.people.push(new);
            }
        }
    }

    pub(super) fn settle(&mut self, chaired: Option<(String, Cite)>) {
        // Whoever presided was there, named in a list or not.
        if let Some((chair, cite)) = &chaired
            && !self.people.iter().any(|p| is_same_person(&p.name, chair))
        {
            let person = Person { name: chair.clone(), ..Person::default() };
            self.people.push(participant(person, chair.clone(), Role::Chair, Attendance::Present, cite.clone()));
        } else if let Some((chair, cite)) = chaired
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
        // Nobody is said to have presided: whoever holds the office did, if only one of those present does.
        let presides = |p: &Participant| {
            let there = !matches!(p.attendance, Attendance::Apologies | Attendance::Absent);
            let office =
                pattern!(r"(?i)^(?:chair(?:man|person|woman)?|president|mayor|convener|convenor|reeve|provost)$");
            let titled = p.honorific_prefix.as_deref().is_some_and(|h| office.is_match(h));
            there && (titled || p.post.as_deref().is_some_and(|post| office.is_match(post)))
        };
        if !self.people.iter().any(|p| p.role == Role::Chair)
            && self.people.iter().filter(|p| presides(p)).count() == 1
            && let Some(chair) = self.people.iter_mut().find(|p| presides(p))
        {
            chair.role = Role::Chair;
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

/// The last word of a name, in small letters, as [`is_same_person`] compares it.
fn surname_of(name: &str) -> String {
    let last = name.split_whitespace().next_back().unwrap_or_default();
    last.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// The labels of people that stand in a list: where each stands, where it ends with what parts it from the names, and
/// what it says.
fn inner_labels(part: &str) -> Vec<(Range<usize>, usize, Section)> {
    let inner =
        pattern!(r"(?:^|[\s.;)])(?P<l>(?:\p{Lu}\p{L}+\s)?\p{Lu}\p{L}+(?:\s(?:for|from|[a-z]{2,10})){0,3})\s*:-?\s");
    let labels = inner.captures_iter(part).filter_map(|c| {
        let label = c.name("l")?;
        // "S. Gillett Present:": the name before it is none of the label's.
        let words = pattern!(r"\S+").find_iter(label.as_str()).map(|m| m.start());
        let (at, section) = words.into_iter().find_map(|at| Some((at, attendance_section(&label.as_str()[at..])?)))?;
        // "Chair: Ann Ash, Bo Birch": one of them holds the office, which is not the list's.
        let is_list = !section.is_office();
        is_list.then_some((label.start() + at..label.end(), c.get(0)?.end(), section))
    });
    labels.collect()
}

/// The words of the range, with an end of line for the space wherever a printed line begins another entry: what
/// follows reads as a name, and what stands before it is whole.
fn parted_at_lines(text: &Text, range: Range<usize>, group: Option<&'static str>) -> String {
    /// Bytes around the end of a line that are looked at.
    const NEAR: usize = 400;
    let mut part = text.text.get(range.clone()).unwrap_or_default().to_owned();
    // Where most entries have a given name, a word alone at the end of a line waits for its surname.
    let entries: Vec<&str> = part.split(',').collect();
    let full = entries.iter().filter(|e| e.split_whitespace().count() > 1).count() * 2 > entries.len();
    let open = pattern!(r"(?i)(?:\b(?:and|of|for|the|to|in|with|mr|mrs|ms|dr|cllr|councillor)\.?|[&,;/\u{2013}-])\s*$");
    for start in text.line_starts().filter(|s| range.contains(s)).map(|s| s - range.start) {
        let Some((before, after)) = part.split_at_checked(start) else { continue };
        // An entry is short; looking at the whole list for each of its lines would take the square of its length.
        let before = &before[before.ceil_char_boundary(before.len().saturating_sub(NEAR))..];
        let after = &after[..after.floor_char_boundary(NEAR)];
        let whole = before.ends_with(' ')
            && before.matches('(').count() <= before.matches(')').count()
            && !open.is_match(before)
            && before.trim_end().rsplit([',', '\n']).next().is_some_and(|entry| {
                read_name(entry.trim(), group).is_some() && (!full || entry.split_whitespace().count() > 1)
            });
        if whole && read_name(after, group).is_some() {
            part.replace_range(start - 1..start, "\n");
        }
    }
    part
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
