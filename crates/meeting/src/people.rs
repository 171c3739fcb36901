//! A printed name, or initials, and the person of the attendance list that they stand for.

use types::Participant;

use crate::grammar::name::is_same_person;
use crate::grammar::pattern;

/// The name as the attendance list has it, where exactly one person fits.
pub(crate) fn known_name(person: &str, people: &[Participant]) -> String {
    let is_chair = pattern!(r"(?i)^(?:chair|convener)").is_match(person);
    let mut fits =
        people.iter().filter(|p| if is_chair { p.role == types::Role::Chair } else { is_same_person(&p.name, person) });
    match (fits.next(), fits.next()) {
        (Some(one), None) => one.name.clone(),
        _ => person.to_owned(),
    }
}

pub(crate) fn name_or_initials(text: &str, people: &[Participant]) -> String {
    let initials = people.iter().find(|p| p.initials.as_deref() == Some(text));
    initials.map_or_else(|| known_name(text, people), |p| p.name.clone())
}
