//! Which records are of one body.

use std::collections::BTreeMap;

use crate::glance::{Brief, Glance};

/// A body: its name, its authority where the papers print one, and, where the name could be any council's, the folder
/// that the papers are in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Body {
    name: String,
    home: String,
}

/// Words that a name may consist of and still be any council's. A name with another word, which is a place as a rule,
/// is one body's.
const COMMON: &str = " a adult adults advisory agm and annual appeals area asset assets audit board borough cabinet \
    care children childrens city climate committee community conduct consultative corporate council county crime \
    culture decision delegated development digital disorder district economic economy education employment \
    environment environmental ethics executive extraordinary family families finance fire for forum full fund \
    general governance group growth health highways homes housing human in inclusion improvement investment joint \
    leader leisure licensing life lifelong liaison local management meeting member members metropolitan neighbourhood \
    of officer older operations overview panel parenting parish partnership partnerships pension pensions people \
    performance personnel place places planning police policing policy portfolio protection public purposes \
    regeneration regulatory resources review rural safeguarding safer safety schools scrutiny select selection \
    services shared skills social special staffing standards standing strategic strategy sub sustainability task \
    the tourism town transformation transport urban waste wellbeing well being working young youth ";

impl Body {
    pub(crate) fn of(glance: &Glance) -> Self {
        let name = glance.organization.name.as_deref().map(folded).unwrap_or_default();
        let home = match &glance.organization.parent {
            Some(parent) => folded(parent),
            None if is_common(&name) => folder(glance.source.file.as_deref().unwrap_or("")),
            None => String::new(),
        };
        Self { name, home }
    }

    pub(crate) fn is_named(&self) -> bool {
        !self.name.is_empty()
    }

    /// As most of its papers write it, with what tells it from others of the name.
    pub(crate) fn name(&self, briefs: &[Brief]) -> String {
        let mut counts: BTreeMap<(&str, Option<&str>), usize> = BTreeMap::new();
        for brief in briefs {
            let name = brief.name.as_deref().unwrap_or("");
            *counts.entry((name, brief.parent.as_deref())).or_default() += 1;
        }
        let most = counts.into_iter().max_by_key(|(_, n)| *n).map(|(names, _)| names);
        match most {
            Some((name, Some(parent))) => format!("{name}, {parent}"),
            Some((name, None)) if !self.home.is_empty() => format!("{name} ({})", self.home),
            Some((name, None)) => name.to_owned(),
            None => String::new(),
        }
    }
}

/// Letters and digits, lower case, words parted by a space; without a leading `the`.
fn folded(name: &str) -> String {
    let kept: String =
        name.to_lowercase().replace(['\'', '\u{2019}'], "").replace('&', " and ").chars().map(word_or_space).collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    let words = if words.first() == Some(&"the") { words.get(1..).unwrap_or_default() } else { &words };
    words.join(" ")
}

fn word_or_space(c: char) -> char {
    if c.is_alphanumeric() { c } else { ' ' }
}

fn is_common(name: &str) -> bool {
    name.split(' ').all(|word| word.chars().all(|c| c.is_ascii_digit()) || COMMON.contains(&format!(" {word} ")))
}

/// The folder of a file without those of its parts that only tell a time or a kind of paper: papers of one council are
/// often parted so.
fn folder(file: &str) -> String {
    const PARTS: &str = " agenda agendas minutes papers packs reports decisions january february march april may june \
        july august september october november december ";
    let (folder, _) = file.rsplit_once('/').unwrap_or(("", file));
    let tells_place = |part: &&str| {
        let part = part.to_lowercase();
        part.chars().any(char::is_alphabetic)
            && !part.split(|c: char| !c.is_alphabetic()).all(|w| w.is_empty() || PARTS.contains(&format!(" {w} ")))
    };
    folder.split('/').filter(tells_place).collect::<Vec<_>>().join("/")
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
    fn folders_of_years_and_kinds_do_not_part_a_body() {
        assert_eq!(folder("papers/strandshire/2024-25/Minutes/x.pdf"), "strandshire");
        assert_eq!(folder("strandshire/agendas 2025/x.pdf"), "strandshire");
        assert_eq!(folder("x.pdf"), "");
    }

    #[test]
    fn names_are_one_whatever_their_signs() {
        assert_eq!(folded("The Crime & Disorder Sub-Committee"), folded("crime and disorder sub committee"));
    }
}
