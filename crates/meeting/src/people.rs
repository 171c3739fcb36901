//! A printed name, or initials, and the person of the attendance list that they stand for.

use types::Participant;

use crate::grammar::name::is_same_person;
use crate::grammar::pattern;

/// The name as the attendance list has it, where exactly one person fits.
pub(crate) fn known_name(person: &str, people: &[Participant]) -> String {
    let office = pattern!(r"(?i)^(?:the )?(?:mayor|president|provost|reeve|secretary|treasurer|clerk|leader)$");
    let is_chair = pattern!(r"(?i)^(?:the )?(?:chair|convener)").is_match(person);
    // "The Mayor": whoever holds the office in the list (record rule 50).
    let holds = |p: &&Participant| {
        let bare = person.trim_start_matches("The ").trim_start_matches("the ");
        [&p.post, &p.honorific_prefix].into_iter().flatten().any(|held| held.eq_ignore_ascii_case(bare))
    };
    let mut fits = people.iter().filter(|p| {
        if is_chair {
            p.role == types::Role::Chair
        } else if office.is_match(person) {
            holds(p)
        } else {
            is_same_person(&p.name, person)
        }
    });
    match (fits.next(), fits.next()) {
        (Some(one), None) => one.name.clone(),
        _ => person.to_owned(),
    }
}

pub(crate) fn name_or_initials(text: &str, people: &[Participant]) -> String {
    let initials = people.iter().find(|p| p.initials.as_deref() == Some(text));
    initials.map_or_else(|| known_name(text, people), |p| p.name.clone())
}

/// The one that there is, where there is just one.
fn only<T>(mut all: impl Iterator<Item = T>) -> Option<T> {
    all.next().filter(|_| all.next().is_none())
}

/// Initials that the text begins with and that the list of those present prints or that only one of them can have: whom
/// they stand for, and how many bytes they take (record rule 8).
pub(crate) fn initials_of(text: &str, people: &[Participant]) -> Option<(String, usize)> {
    let printed = pattern!(r"^[A-Z][A-Za-z]?[A-Z][a-z]?\b").find(text).filter(|m| m.as_str() != "Mr")?;
    // In a paper that prints none, letters in capitals are agencies.
    let used = people.iter().any(|p| p.initials.is_some());
    let own = |p: &&Participant| p.initials.as_deref().map(|i| i.trim_start_matches("Cllr ")) == Some(printed.as_str());
    let worked_out = |p: &&Participant| {
        let first = |w: &str| w.chars().next().unwrap_or(' ');
        used && p.initials.is_none() && p.name.split([' ', '-']).map(first).collect::<String>() == printed.as_str()
    };
    let person = only(people.iter().filter(own)).or_else(|| only(people.iter().filter(worked_out)))?;
    Some((person.name.clone(), printed.len()))
}

/// The one person of the list whose given name or surname this is.
pub(crate) fn part_of_name(part: &str, people: &[Participant]) -> Option<String> {
    let bare = part.trim();
    only(people.iter().filter(|p| {
        p.name == bare || p.name.split(' ').any(|n| n == bare) || bare.contains(' ') && is_same_person(&p.name, bare)
    }))
    .map(|p| p.name.clone())
}

/// The name that ends at byte `end` of a text, with the second half of a double surname behind a spaced hyphen or a
/// dash, if the list has it so: `Lloyd - Rees`. Gives the name and where it ends.
pub(crate) fn whole_name(text: &str, end: usize, name: String, people: &[Participant]) -> (String, usize) {
    let behind = pattern!(r"^\s?[-\u{2010}-\u{2014}]\s?(?P<n>\p{Lu}[\p{L}'\u{2019}]+)");
    let Some((n, whole)) =
        text.get(end..).and_then(|rest| behind.captures(rest)).and_then(|c| Some((c.name("n")?, c.get(0)?)))
    else {
        return (name, end);
    };
    let double = format!("{name}-{}", n.as_str());
    if people.iter().any(|p| is_same_person(&p.name, &double) && p.name.ends_with(n.as_str())) {
        (double, end + whole.end())
    } else {
        (name, end)
    }
}
