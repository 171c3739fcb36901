//! Who speaks in a paragraph: by name, by post, by the initials that the document prints or that only one of those
//! present can have (record rule 8).

use std::collections::BTreeMap;

use types::{Cite, Participant, Role};

use crate::grammar::item_number::read_part_number;
use crate::grammar::name::{is_same_person, read_name};
use crate::grammar::pattern;
use crate::sitting::Sitting;

/// The initials of a meeting and the people that they stand for.
pub(crate) struct Speakers<'p> {
    people: &'p [Participant],
    initials: Initials,
}

/// The initials that a meeting's paper uses.
#[derive(Default)]
pub(crate) struct Initials {
    /// Whom they stand for; nothing where nobody fits, or more than one.
    pub(crate) known: BTreeMap<String, Option<String>>,
    /// Those that stand for nobody, or for more than one.
    pub(crate) unresolved: Vec<Unresolved>,
}

/// Initials in the text that do not name one person.
pub(crate) struct Unresolved {
    pub(crate) initials: String,
    /// How many people they fit.
    pub(crate) fits: usize,
    /// Where they stand first.
    pub(crate) cite: Cite,
}

/// Verbs that a speaker's initials stand before.
const SPEAKS: &str = r"
    (?:asked|said|advised|reported|explained|updated|noted|confirmed|raised|responded|outlined|shared|suggested
    |agreed|informed|stated|thanked|gave|presented|queried|welcomed|added|told|to|will|would|has|had|is|was|and
    |pointed|requested|highlighted|commented|felt|thought|spoke|summarised|introduced|proposed|declared)
";

/// The initials, if any, that a paragraph or sentence opens with.
fn opening(text: &str) -> Option<&str> {
    let skip = read_part_number(text).map_or(0, |(_, len)| len);
    let c = pattern!(&format!(
        r"^\W*(?P<i>(?:Cllr\s+)?[A-Z][A-Za-z]?[A-Z][a-z]?|[A-Z]{{2,3}})(?:\s+{SPEAKS}\b|\s*:\s|\s+[-\u{{2013}}]\s)"
    ))
    .captures(&text[skip..])?;
    c.name("i").map(|m| m.as_str())
}

/// People whose first and last initials these are: `JR`, and `JRo` with more of the surname.
fn candidates<'p>(initials: &str, people: &'p [Participant]) -> Vec<&'p Participant> {
    let (councillor, letters) = match initials.strip_prefix("Cllr ") {
        Some(rest) => (true, rest.trim()),
        None => (false, initials),
    };
    let mut chars = letters.chars();
    let Some(first) = chars.next() else { return Vec::new() };
    let surname: String = chars.collect::<String>().to_lowercase();
    let fits = |p: &&Participant| {
        let mut words = p.name.split(' ').filter(|w| !w.is_empty());
        let (Some(given), Some(last)) = (words.next(), words.next_back()) else { return false };
        let prefix = p.honorific_prefix.as_deref().unwrap_or_default().to_lowercase();
        let second: String = last.split('-').filter_map(|part| part.chars().next()).collect::<String>().to_lowercase();
        given.starts_with(first)
            && (last.to_lowercase().starts_with(&surname) || second == surname)
            && (!councillor || prefix.contains("cllr") || prefix.contains("councillor"))
    };
    people.iter().filter(fits).collect()
}

impl<'p> Speakers<'p> {
    pub(crate) fn of(sitting: &Sitting<'p, '_>) -> Self {
        let Sitting { paper, outline, people, .. } = *sitting;
        let mut initials = Initials::default();
        for person in people {
            if let Some(printed) = &person.initials {
                let name = Some(person.name.clone());
                initials
                    .known
                    .entry(printed.clone())
                    .and_modify(|n| *n = n.take().filter(|n| *n == person.name))
                    .or_insert(name);
            }
        }
        // Papers without any printed initials write names; what looks like initials there is an agency.
        let used = !initials.known.is_empty();
        for para in outline.stretches.iter().filter(|_| used).flat_map(|s| s.range.clone()) {
            let p = &paper.paras[para];
            let Some(found) = opening(p.str()).filter(|_| p.in_flow()) else { continue };
            if initials.known.contains_key(found) {
                continue;
            }
            let fits = candidates(found, people);
            let one = if let [one] = fits.as_slice() { Some(one.name.clone()) } else { None };
            // "EP advised": an agency, unless its letters are somebody's.
            let verb = p.str().split_whitespace().nth(1).unwrap_or_default();
            let agency = fits.is_empty() && !matches!(verb, "asked" | "said" | "to");
            if agency {
                continue;
            }
            if one.is_none() {
                initials.unresolved.push(Unresolved {
                    initials: found.to_owned(),
                    fits: fits.len(),
                    cite: paper.cite(para),
                });
            }
            initials.known.insert(found.to_owned(), one);
        }
        Self { people, initials }
    }

    /// The initials alone.
    pub(crate) fn into_initials(self) -> Initials {
        self.initials
    }

    /// The speaker of a paragraph, by the name of the attendance list.
    pub(crate) fn of_text(&self, text: &str) -> Option<String> {
        // The message that a mail answers.
        if text.starts_with('>') {
            return None;
        }
        if let Some(found) = opening(text) {
            return self.initials.known.get(found).cloned().flatten();
        }
        let skip = read_part_number(text).map_or(0, |(_, len)| len);
        let text = &text[skip..];
        let speaks = pattern!(&format!(
            r"
                ^\W*(?P<n>[Tt]he (?:Vice-)?(?:Chair(?:man|person)?|Convener)
                |(?:\p{{Lu}}[\p{{L}}.'\u{{2019}}/-]*\s+){{0,4}}?\p{{Lu}}[\p{{L}}'\u{{2019}}-]+)(?:,[^,.]{{3,60}},
                |\s*\([^)]{{2,60}}\))?\s+(?:then |also |again |further )?{SPEAKS}\b
            "
        ));
        let printed = speaks.captures(text)?.name("n")?.as_str();
        let role = match printed.to_lowercase().as_str() {
            post if post.starts_with("the vice") => Some(Role::ViceChair),
            post if post.starts_with("the chair") || post.starts_with("the convener") => Some(Role::Chair),
            _ => None,
        };
        let person = read_name(printed, None).map(|p| p.name);
        let honorific =
            pattern!(r"^(?:Mr|Mrs|Ms|Miss|Dr|Cllr|Councillor|PC|Sgt|Insp\w*|Supt|DS|DI|DCI)\b").is_match(printed);
        let first_name = |p: &&Participant| !honorific && p.name.split(' ').next() == Some(printed);
        let fits: Vec<&Participant> = self
            .people
            .iter()
            .filter(|p| match role {
                Some(role) => {
                    p.role == role && !matches!(p.attendance, types::Attendance::Apologies | types::Attendance::Absent)
                }
                None => person.as_deref().is_some_and(|n| is_same_person(&p.name, n)) || first_name(p),
            })
            .collect();
        if let [one] = fits.as_slice() { Some(one.name.clone()) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_open_paragraphs() {
        assert_eq!(opening("JRo asked about the ports"), Some("JRo"));
        assert_eq!(opening("Cllr JR raised concerns"), Some("Cllr JR"));
        assert_eq!(opening("3.2 CS: crime has fallen"), Some("CS"));
        assert_eq!(opening("CCTV was checked"), None);
        assert_eq!(opening("Members asked"), None);
    }
}
