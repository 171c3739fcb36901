//! Which records are of one body.

use std::collections::{BTreeMap, BTreeSet};

use crate::brief::Brief;
use crate::filename::folder;
use crate::glance::Glance;

/// A body as one paper tells it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Told {
    name: String,
    parent: Option<String>,
    folder: String,
}

/// A body: its name and, where the name could be any council's, its authority, or else the folder that its papers are
/// in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Body {
    name: String,
    home: String,
}

/// Words that a name may consist of and still be any council's. A name with another word, which is a place as a rule,
/// is one body's.
const COMMON: &str = " a adult adults advisory agm and annual appeals area asset assets audit board borough cabinet \
    care children childrens city climate committee communities community conduct consultative corporate council county crime \
    culture decision delegated development digital disorder district economic economy education employment \
    environment environmental ethics executive extraordinary family families finance fire for forum full fund \
    general governance group growth health highways homes housing human in inclusion improvement investment joint \
    leader leisure licensing life lifelong liaison local management meeting member members metropolitan neighbourhood \
    of officer older operations overview panel parenting parish partnership partnerships pension pensions people \
    performance personnel place places planning police policing policy portfolio protection public purposes \
    regeneration regulatory resources review rural safeguarding safer safety schools scrutiny select selection \
    services shared skills social special staffing standards standing strategic strategy sub sustainability task \
    the tourism town transformation transport urban waste wellbeing well being working young youth ";

impl Told {
    pub(crate) fn of(glance: &Glance) -> Self {
        Self {
            name: glance.organization.name.as_deref().map(folded).unwrap_or_default(),
            parent: glance.organization.parent.as_deref().map(folded),
            folder: folder(glance.source.file.as_deref().unwrap_or("")),
        }
    }
}

/// The body of each way to tell one. Not every paper of a body prints its authority: one that does not is of that
/// which papers beside it print, if it is only one.
pub(crate) fn resolve<'a>(told: impl Iterator<Item = &'a Told> + Clone) -> BTreeMap<Told, Body> {
    let mut parents: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for one in told.clone() {
        parents.entry((&one.name, &one.folder)).or_default().extend(one.parent.as_deref());
    }
    let home = |one: &Told| {
        if !is_common(&one.name) {
            return String::new();
        }
        let beside = parents.get(&(one.name.as_str(), one.folder.as_str())).filter(|p| p.len() == 1);
        let parent = one.parent.as_deref().or_else(|| beside.and_then(|p| p.first().copied()));
        parent.unwrap_or(&one.folder).to_owned()
    };
    told.map(|one| (one.clone(), Body { name: one.name.clone(), home: home(one) })).collect()
}

impl Body {
    pub(crate) fn is_named(&self) -> bool {
        !self.name.is_empty()
    }

    /// As most of its papers write it, with what tells it from others of the name.
    pub(crate) fn name(&self, briefs: &[Brief]) -> String {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for name in briefs.iter().filter_map(|b| b.name.as_deref()) {
            *counts.entry(name).or_default() += 1;
        }
        let most = counts.into_iter().max_by_key(|(_, n)| *n).map(|(name, _)| name);
        let parent = briefs.iter().find_map(|b| b.parent.as_deref());
        match (most, parent) {
            (Some(name), Some(parent)) if !self.home.is_empty() => format!("{name}, {parent}"),
            (Some(name), None) if !self.home.is_empty() => format!("{name} ({})", self.home),
            (Some(name), _) => name.to_owned(),
            (None, _) => String::new(),
        }
    }
}

/// Letters and digits, lower case, words parted by a space; without a leading `the`.
fn folded(name: &str) -> String {
    let kept: String =
        name.to_lowercase().replace(['\'', '\u{2019}'], "").replace('&', " and ").chars().map(word_or_space).collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    let words = if words.first() == Some(&"the") { words.get(1..).unwrap_or_default() } else { &words };
    let name = words.join(" ");
    // Its yearly meeting is no other body.
    let yearly = [" annual general meeting", " annual meeting", " agm", " a g m"];
    yearly.iter().find_map(|y| name.strip_suffix(y)).unwrap_or(&name).to_owned()
}

fn word_or_space(c: char) -> char {
    if c.is_alphanumeric() { c } else { ' ' }
}

fn is_common(name: &str) -> bool {
    name.split(' ').all(|word| word.chars().all(|c| c.is_ascii_digit()) || COMMON.contains(&format!(" {word} ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_without_a_place_may_be_any_councils() {
        assert!(is_common(&folded("The Cabinet")) && is_common(&folded("Children's Services Scrutiny Committee")));
        assert!(!is_common(&folded("Northmere Safety Board")) && !is_common(&folded("Safer Essex")));
    }

    #[test]
    fn a_paper_without_an_authority_is_of_the_one_that_papers_beside_it_print() {
        let told = |name: &str, parent: Option<&str>, folder: &str| Told {
            name: folded(name),
            parent: parent.map(folded),
            folder: folder.into(),
        };
        let all = [
            told("Cabinet", Some("Wexcombe District Council"), "wexcombe"),
            told("The Cabinet", None, "wexcombe"),
            told("Cabinet", None, "northmere"),
            told("Safer Northmere", Some("Northmere Council"), "a"),
            told("Safer Northmere", None, "b"),
        ];
        let bodies = resolve(all.iter());
        let [with, without, other, named, bare] = all.each_ref().map(|t| &bodies[t]);
        assert_eq!((with == without, with == other, named == bare), (true, false, true));
    }

    #[test]
    fn names_are_one_whatever_their_signs() {
        assert_eq!(folded("The Crime & Disorder Sub-Committee"), folded("crime and disorder sub committee"));
    }
}
