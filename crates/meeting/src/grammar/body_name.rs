//! Names of bodies: what looks like one, its part of a title line, its case, and which class of body it tells.

use std::ops::Range;

use types::BodyClass;

use crate::grammar::date::find_dates;
use crate::grammar::pattern;
use crate::grammar::time::find_times;

/// The part of a title line that may name the body: without "Minutes of", "Meeting", dates and dashes.
pub(crate) fn body_part(text: &str) -> Range<usize> {
    let mut start = text.len() - text.trim_start().len();
    if let Some(m) = pattern!(
        r"
        (?i)^\s*(?:draft\s+)?(?:agenda(?: and reports)?|minutes?(?: and actions)?|notes?|summons|notice
        |public document pack)\s*(?:of|for|[-:\u{2013}])?\s*(?:the\s+|a\s+)?(?:proceedings\s+(?:of|at)\s+(?:the\s+
        |a\s+)?)?(?:(?:[a-z]+\s+){0,2}meetings?\s+of\s+(?:the\s+)?)?
    "
    )
    .find(text)
    {
        start = m.end();
    }
    let mut end = text.len();
    if let Some(found) = find_dates(&text[start..]).into_iter().next() {
        end = start + found.range.start;
    }
    if let Some(found) = find_times(&text[start..end], true).into_iter().find(|t| t.range.len() > 3) {
        end = start + found.range.start;
    }
    if let Some(m) = pattern!(
        r"
        (?i)(?:\s+[-\u{2013}\u{2014}|]\s+(?:[\w-]+ )?|,\s*|\s+(?:annual |ordinary |extraordinary |special 
        |full )?)(?:meeting|minutes|agenda|notes|held|mon|tues|wednes|thurs|fri|satur|sun)(?:s|day|es)?\b.*$
        |\s+[-\u{2013}\u{2014}|]\s*$
    "
    )
    .find(&text[start..end])
    {
        end = start + m.start();
    }
    let part = text[start..end]
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '-' | '\u{2013}' | ':' | '.' | '('));
    start..start + part.len()
}

/// The name without the word that says what sort of meeting it was: `Annual Parish Council`.
pub(crate) fn without_sort(name: &str) -> &str {
    pattern!(
        r"
        (?i)^(?:the\s+)?(?:annual|regular|ordinary|extraordinary|monthly|adjourned|continued|statutory|full
        |special)\s+(?:meeting of (?:the\s+)?)?
    "
    )
    .find(name)
    .map(|m| &name[m.end()..])
    .filter(|rest: &&str| looks_like_body(rest) && rest.split_whitespace().count() >= 2)
    .unwrap_or(name)
}

pub(crate) fn trim_body(name: &str) -> &str {
    let name = name.trim().trim_end_matches([',', '.', ';', ':']);
    let name =
        pattern!(r"(?i)^(?:the\s+)?proceedings (?:of|at) (?:the\s+)?").find(name).map_or(name, |m| &name[m.end()..]);
    let name = without_sort(name);
    let name = pattern!(r"(?i)\s+meeting of (?:the\s+)?.*$").find(name).map_or(name, |m| &name[..m.start()]);
    let name = pattern!(r"(?i)\s+(?:meeting|committee meeting)$").find(name).map_or(name, |m| {
        if m.as_str().to_lowercase().contains("committee") {
            &name[..m.start() + " committee".len()]
        } else {
            &name[..m.start()]
        }
    });
    name.trim()
}

/// The English half of a name that is printed in both languages on one line: where the last word of the Welsh half
/// begins the English one, or the one word for a body follows the other.
pub(crate) fn english_half(name: &str) -> &str {
    let welsh = pattern!(r"(?i)\b(?:bwrdd|cyngor|pwyllgor|partneriaeth|panel|gr\u{175}p)\b");
    let words: Vec<(usize, &str)> = pattern!(r"\S+").find_iter(name).map(|m| (m.start(), m.as_str())).collect();
    if !words.first().is_some_and(|w| welsh.is_match(w.1)) {
        return name;
    }
    let split = words.windows(2).find(|w| w[0].1 == w[1].1).map(|w| w[1].0);
    split.map(|at| &name[at..]).filter(|half| looks_like_body(half) && !welsh.is_match(half)).unwrap_or(name)
}

/// A word for a body stands in the name, and no sentence around it.
pub(crate) fn looks_like_body(name: &str) -> bool {
    let name = name.trim();
    let count = name.split_whitespace().count();
    (1..=16).contains(&count)
        && name.len() <= 140
        && !name.ends_with('.')
        && pattern!(
            r"
            (?i)\b(?:council|committee|sub-?committee|board|partnership|panel|group|forum|cabinet|authority
            |executive|assembly|commission|trust|bench|congress|bwrdd|cyngor|pwyllgor|partneriaeth|association
            |alliance|network|body|court|governors|convention|(?:municipal|metropolitan) district|society|friends of
            |foundation
            |federation|union|club|institute|guild|league|consortium)\b
        "
        )
        .is_match(name)
        && !pattern!(r"(?i)\b(?:will|was|were|is|are|has|have|that|should|may|please|who|which)\b").is_match(name)
        && !pattern!(
            r"
            (?i)\b(?:chamber|room|house|offices?|hall|street|road|tel|e-?mail|www|http|contact|clerk|member of
            |members of|item|published|apologies|draft|confirmed|unconfirmed|approved|subject to)\b
        "
        )
        .is_match(name)
        && !name.contains(['|', '>', ':', '"'])
}

/// A name in capitals is set as a title: small words small, short forms kept.
pub(crate) fn settle_body_case(name: &str) -> String {
    let squeezed = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let letters: Vec<char> = squeezed.chars().filter(|c| c.is_alphabetic()).collect();
    let upper = letters.iter().filter(|c| c.is_uppercase()).count();
    if upper * 10 < letters.len() * 8 {
        return squeezed;
    }
    const SMALL: [&str; 12] = ["of", "and", "the", "for", "in", "on", "with", "at", "to", "by", "a", "cum"];
    let word = |(i, w): (usize, &str)| {
        let lower = w.to_lowercase();
        // "CSS", "JPC", "NW2050": letters that nobody can read as a word.
        let spelt = w.chars().filter(|c| c.is_alphabetic()).count() > 1
            && w.chars().all(char::is_alphanumeric)
            && (!lower.contains(['a', 'e', 'i', 'o', 'u', 'y', 'w']) || w.contains(|c: char| c.is_ascii_digit()));
        if spelt {
            return w.to_owned();
        }
        if i > 0 && SMALL.contains(&lower.as_str()) {
            return lower;
        }
        let mut out = String::new();
        let mut begins = true;
        for c in lower.chars() {
            if begins {
                out.extend(c.to_uppercase())
            } else {
                out.push(c)
            }
            begins = matches!(c, '-' | '(' | '/' | '&');
        }
        for small in ["-Cum-", "-On-", "-In-", "-Under-", "-Upon-", "-With-", "-By-", "-The-", "-Le-"] {
            out = out.replace(small, &small.to_lowercase());
        }
        out
    };
    squeezed.split(' ').enumerate().map(word).collect::<Vec<_>>().join(" ")
}

/// What sort of body a name tells.
pub(crate) fn classify_body(name: &str) -> BodyClass {
    // A member of the cabinet who decides alone is part of the cabinet.
    if pattern!(r"(?i)\b(?:cabinet|executive) member\b|\bportfolio holder\b").is_match(name) {
        return BodyClass::Cabinet;
    }
    let name = name.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| name.contains(w));
    let safety = has(&["community safety", "safer ", "crime and disorder reduction", "diogelwch cymunedol"]);
    if has(&["police and crime panel", "police, fire and crime panel", "fire and crime panel"]) {
        BodyClass::PoliceAndCrimePanel
    } else if has(&["safeguarding"]) {
        BodyClass::SafeguardingBoard
    } else if has(&["parish council"]) {
        BodyClass::ParishCouncil
    } else if has(&["town council"]) {
        BodyClass::TownCouncil
    } else if has(&["community council"]) {
        BodyClass::CommunityCouncil
    } else if has(&["scrutiny", "crime and disorder committee"]) {
        BodyClass::ScrutinyCommittee
    } else if safety && has(&["partnership", "board", "group", "executive"])
        || name.starts_with("safer ") && !has(&["committee", "panel"])
    {
        BodyClass::CommunitySafetyPartnership
    } else if has(&["public services board"]) {
        BodyClass::PublicServicesBoard
    } else if has(&["health and wellbeing"]) {
        BodyClass::HealthAndWellbeingBoard
    } else if has(&["planning"]) {
        BodyClass::PlanningCommittee
    } else if has(&["licensing"]) {
        BodyClass::LicensingCommittee
    } else if has(&["audit"]) {
        BodyClass::AuditCommittee
    } else if has(&["standards"]) {
        BodyClass::StandardsCommittee
    } else if has(&["schools forum"]) {
        BodyClass::SchoolsForum
    } else if has(&["fire authority", "fire and rescue authority"]) {
        BodyClass::FireAuthority
    } else if has(&["combined authority"]) {
        BodyClass::CombinedAuthority
    } else if has(&["national park"]) {
        BodyClass::NationalParkAuthority
    } else if has(&["joint"]) {
        BodyClass::JointCommittee
    } else if has(&["cabinet"]) || name == "executive" {
        BodyClass::Cabinet
    } else if has(&["forum"]) {
        BodyClass::AreaForum
    } else if has(&["working group", "task and finish", "sub-group", "subgroup"]) {
        BodyClass::WorkingGroup
    } else if name.ends_with("council") {
        BodyClass::Council
    } else {
        BodyClass::Other
    }
}
