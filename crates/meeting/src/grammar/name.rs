//! Names of people: honorifics and ranks, given names and initials, surnames, letters behind the
//! name, and what stands in brackets or behind a dash.

use std::ops::Range;

use crate::grammar::pattern;

/// A person as an attendance list prints them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Person {
    /// Bytes of the entry: the name and all that is said of the person.
    pub(crate) range: Range<usize>,
    /// Bytes of the name with its honorifics and letters.
    pub(crate) name_range: Range<usize>,
    /// Without honorific; a surname in capitals is set in small letters.
    pub(crate) name: String,
    pub(crate) prefix: Option<String>,
    pub(crate) suffix: Option<String>,
    /// What stands behind the name, brackets and dashes taken away, in order.
    pub(crate) notes: Vec<String>,
}

/// Words before a name. Ranks are those of the police, fire and armed services.
#[rustfmt::skip]
const HONORIFICS: &[&str] = &[
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "revd", "reverend", "canon", "father", "fr",
    "sir", "dame", "lord", "lady", "baroness", "hon", "cllr", "cllrs", "councillor", "councillors", "cr", "crs", "clr",
    "cty", "ald",
    "alderman", "aldermen", "bailie", "provost", "deputy", "pc", "pcso", "wpc", "sgt", "sergeant", "insp",
    "inspector", "ci", "ch", "chief", "di", "dci", "dc", "ds", "det", "detective", "supt", "superintendent", "acc",
    "dcc", "dsupt", "constable", "commander", "lt", "col", "colonel", "lieutenant", "major", "captain", "capt",
    "brigadier", "garrison", "cynghorydd", "cyng", "county", "borough", "district", "town", "parish", "deputies",
    "senator", "comh", "cmhlr", "comhairleoir", "uwch-arolygydd", "y", "yr", "an", "acting", "temporary", "temp", "t",
    "a", "d", "cs", "c", "member", "chair", "president", "trustee", "director", "commissioner", "mayor", "reeve",
    "councilmember", "councilwoman", "councilman", "councilor", "supervisor", "alderwoman", "selectman", "governor",
    "vice-chair", "vice-president", "vice", "board",
    "sqn", "ldr", "wg", "cdr", "flt", "capt", "maj", "cpl", "gp", "brother", "sister", "bishop", "archdeacon",
    "dean", "rabbi",
    "imam", "judge", "sheriff", "pastor", "coroner", "headteacher", "headmaster", "headmistress", "ambassador",
];

/// Honorifics that are also plain words: they count only with another one behind them.
#[rustfmt::skip]
const WEAK: &[&str] = &[
    "county", "borough", "district", "town", "parish", "deputy", "chief", "ch", "garrison", "major", "acting",
    "temporary", "temp", "t", "a", "d", "an", "hon", "cty", "c", "deputies", "y", "yr", "vice", "board",
];

/// Ranks of fire services in capitals; before a full name only, so that "SM Jones" keeps its initials.
const FIRE_RANKS: &[&str] = &["CM", "WM", "SM", "GM", "AM"];

/// Letters behind a name.
#[rustfmt::skip]
pub(super) const SUFFIXES: &[&str] = &[
    "obe", "mbe", "cbe", "qpm", "jp", "kc", "qc", "dl", "mp", "msp", "mep", "td", "esq", "bem", "ccmi", "kpm", "qfsm",
    "am", "frsa", "phd",
];

/// Small words inside names.
#[rustfmt::skip]
pub(super) const PARTICLES: &[&str] = &[
    "\u{f3}", "n\u{ed}", "de", "van", "von", "der", "den", "ap", "ab", "la", "le", "du", "di", "da", "dos", "bin",
    "al", "el", "y",
    "ferch",
];

/// Capitalised words that no name holds: they tell a body, a post, a place or a heading.
#[rustfmt::skip]
const NO_NAME: &[&str] = &[
    "council", "councils", "police", "board", "service", "services", "partnership", "manager", "director", "officer",
    "officers", "head", "committee", "panel", "forum", "group", "team", "trust", "authority", "association", "agency",
    "department", "office", "company", "safety", "community", "communities", "county", "borough", "district", "city",
    "parish", "town", "fire", "rescue", "probation", "health", "nhs", "constabulary", "chair", "chairman",
    "chairperson", "chairwoman", "chief", "executive", "assistant", "adviser", "advisor", "coordinator",
    "co-ordinator", "representative", "representatives", "member", "members", "apologies", "present", "attendance",
    "minutes", "item", "items", "agenda", "report", "meeting", "welcome", "public", "school", "schools", "college",
    "university", "hall", "room", "house", "street", "road", "church", "centre", "center", "centres", "housing",
    "education", "children", "children's", "adult", "adults", "environment", "the", "and", "of", "for", "to", "in",
    "on", "at", "by", "with", "all", "none", "no", "not", "there", "strategic", "operations", "development",
    "planning", "democratic", "corporate", "legal", "finance", "monitoring", "secretary", "clerk", "treasurer",
    "lead", "inspector", "superintendent", "sergeant", "constable", "commissioner", "vacant", "vacancy", "tbc",
    "substitute", "substitutes", "support", "governance", "scrutiny", "cabinet", "portfolio", "holder", "leader",
    "mayor", "deputy", "vice", "resident", "residents", "press", "media", "ward", "date", "time", "venue", "action",
    "actions", "owner", "homes", "society", "voluntary", "sector", "organisation", "ltd", "limited", "plc", "union",
    "federation", "network", "solutions", "cllr", "councillor", "councillors", "from", "name", "title", "role",
    "observer", "observers", "guest", "guests", "independent", "neighbourhood", "watch", "crime", "disorder",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "april",
    "june", "july", "august", "september", "october", "november", "december", "teams", "microsoft", "zoom", "analyst",
    "consultant", "engineer", "solicitor", "accountant", "warden", "ranger", "convener", "convenor", "depute",
    "division", "command", "commander", "area", "national", "local", "government", "regional", "united", "kingdom",
    "commission", "management", "project", "programme", "policy", "strategy", "prevention", "youth", "justice",
    "offending", "social", "care", "drug", "alcohol", "domestic", "abuse", "violence", "victim", "victims", "also",
    "other", "others", "both", "except", "until", "this", "that", "these", "those", "it", "he", "she", "they",
    "following", "cofnodion", "yn", "apology", "absent", "resolved", "agreed", "noted", "approved", "signed",
    "decision", "recommendation", "recommended", "cathaoirleach", "leas-chathaoirleach", "garda", "siochana",
    "s\u{ed}och\u{e1}na", "sergeant's", "officials", "official",
    "administrator", "administrative", "human", "resources", "senior", "staff", "customer", "culture", "arts",
    "physical", "economic", "delivery", "design", "engineers", "technician", "president", "vice-chair",
    "vice-chairman", "adoption", "circulated", "visitor", "information", "proposed", "seconded", "update", "review",
    "declarations", "declaration", "interest", "interests", "moved", "motion", "motions", "consent", "calendar",
    "election",
    "elections", "reports", "annual", "opening", "closing", "adjournment", "adjourned", "order", "budget", "vote",
    "votes",
    "approval", "discussion", "business", "notes", "page", "appendix", "special", "regular", "next", "previous",
    "attending",
    "regrets", "excused", "quorum", "roll", "call", "drainage", "highways",
];

/// A word of the text, without what clings to it.
pub(super) struct Word<'a> {
    pub(super) bare: &'a str,
    /// Bytes of the bare word.
    pub(super) range: Range<usize>,
    /// Something behind it ends the name: a comma, a bracket, a dash.
    pub(super) ends: bool,
}

pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    for m in pattern!(r"\S+").find_iter(text) {
        let raw = m.as_str();
        if raw.starts_with(['(', '[']) || matches!(raw, "-" | "\u{2013}" | "\u{2014}" | ":" | "/") {
            break;
        }
        let bare = raw.trim_end_matches([',', ';', ':', ')', '*']);
        // "Mrs R Crisp-Chair"
        let bare = pattern!(r"(?i)[-\u{2013}](?:vice|chair(?:man|person)?|clerk|minutes)$")
            .find(bare)
            .map_or(bare, |m| &bare[..m.start()]);
        // An initial keeps its dot; a whole word's dot ends the sentence.
        let bare = if bare.chars().count() > 3 && !bare.trim_end_matches('.').contains('.') && !is_honorific(bare) {
            bare.trim_end_matches('.')
        } else {
            bare
        };
        if bare.is_empty() {
            break;
        }
        words.push(Word {
            bare,
            range: m.start()..m.start() + bare.len(),
            ends: bare.len() < raw.trim_end_matches('.').len(),
        });
        if words.len() > 14 {
            break;
        }
    }
    words
}

pub(super) fn is_honorific(word: &str) -> bool {
    // "T/DCI", "D/Supt", "A/Supt.", "T/D/Supt"
    word.split('/').all(|part| {
        let part = part.trim_end_matches('.').to_lowercase();
        // "Harbourmaster", "Stationmaster": whoever is master of something.
        HONORIFICS.contains(&part.as_str()) || part.len() > 9 && part.ends_with("master")
    })
}

pub(super) fn is_initials(word: &str) -> bool {
    pattern!(r"^(?:[A-Z]\.?(?:-?[A-Z]\.?){0,3})$").is_match(word)
}

/// "M.Sheahan", "L.M.Sheehy": no space behind the initials.
fn is_glued(word: &str) -> bool {
    pattern!(r"^(?:\p{Lu}\.){1,3}\p{Lu}\p{L}['\u{2019}\p{L}-]+$").is_match(word)
}

pub(super) fn is_name_word(word: &str) -> bool {
    pattern!(r"^(?:[dDO]['\u{2019}])?\p{Lu}[\p{L}'\u{2019}\u{2018}`]*(?:-\p{L}[\p{L}'\u{2019}]*)*$").is_match(word)
        && word.chars().filter(|c| c.is_alphabetic()).count() >= 2
}

pub(super) fn is_no_name(word: &str) -> bool {
    NO_NAME.contains(&word.trim_end_matches(['.', '\u{2019}', '\'']).to_lowercase().replace('\u{2019}', "'").as_str())
}

/// The person that the text begins with. `plural` is the honorific of the list that it stands in
/// (`Councillors A, B and C`): behind it a surname alone is a name.
pub(crate) fn read_name(text: &str, plural: Option<&str>) -> Option<Person> {
    let mut person = read_governed(text, plural.is_some())?;
    person.prefix = person.prefix.or_else(|| plural.map(str::to_owned));
    Some(person)
}

/// The person that the text begins with, where it must be one: a surname alone is a name.
pub(crate) fn read_expected_name(text: &str) -> Option<Person> {
    read_governed(text, true)
}

/// `governed`: something before the text says that a person follows.
fn read_governed(text: &str, governed: bool) -> Option<Person> {
    /// Names of more words than this are sentences.
    const LONGEST: usize = 6;
    let words = words(text);
    let mut at = 0;
    let mut strong = governed;
    while let Some(word) = words.get(at).filter(|w| is_honorific(w.bare)) {
        let lower = word.bare.trim_end_matches('.').to_lowercase();
        let weak = WEAK.contains(&lower.as_str());
        // "D Exall" and "A Gilmour" begin with an initial, "Chief Executive" with no rank.
        if weak && !words.get(at + 1).is_some_and(|next| is_honorific(next.bare) && next.bare.len() > 1) {
            break;
        }
        // "PC" and "CC" may be initials as well: a name must follow.
        strong |= !weak;
        at += 1;
        if word.ends {
            break;
        }
    }
    // "WM Idris Colbeck", "Station Manager Ollie Redpath".
    let full_name = |from: usize| {
        words
            .get(from..from + 2)
            .is_some_and(|w| w.iter().all(|w| is_name_word(w.bare) && !is_no_name(w.bare)) && !w[0].ends)
    };
    if at == 0 && words.first().is_some_and(|w| FIRE_RANKS.contains(&w.bare)) && full_name(1) {
        (at, strong) = (1, true);
    } else if at == 0
        && words.get(1).is_some_and(|w| w.bare == "Manager" && !w.ends)
        && words.first().is_some_and(|w| matches!(w.bare, "Crew" | "Watch" | "Station" | "Group" | "Area"))
        && full_name(2)
    {
        (at, strong) = (2, true);
    }
    let prefix = at;
    // A police number: "PC 4417 Dov Lister".
    if at > 0 && words.get(at).is_some_and(|w| w.bare.bytes().all(|b| b.is_ascii_digit())) {
        at += 1;
    }
    let first = at;
    let (mut full, mut initials) = (0, 0);
    let mut end = None;
    while let Some(word) = words.get(at).filter(|_| at - first < LONGEST) {
        let lower = word.bare.trim_end_matches('.').to_lowercase();
        if at > first && SUFFIXES.contains(&lower.as_str()) && word.bare.chars().all(|c| c.is_uppercase() || c == '.') {
            break;
        }
        if is_glued(word.bare) {
            // "M.Sheahan"
            initials += 1;
            full += 1;
        } else if is_initials(word.bare)
            && word.bare.len() <= 8
            && (full == 0 || word.bare.trim_end_matches('.').len() == 1)
        {
            initials += 1;
        } else if is_name_word(word.bare) && !is_no_name(word.bare) {
            full += 1;
        } else if is_no_name(word.bare)
            && strong
            && initials > 0
            && full == 0
            && (word.ends || words.get(at + 1).is_none())
            && word.bare.starts_with(char::is_uppercase)
        {
            // "Mrs C Head (Finance)": behind initials it is a surname.
            full += 1;
        } else if PARTICLES.contains(&lower.as_str())
            && (at > first || lower.starts_with('\u{f3}'))
            && words.get(at + 1).is_some_and(|n| is_name_word(n.bare))
        {
        } else if is_honorific(word.bare) && prefix > 0 && at == first {
            // "Councillors Mrs P A Dewsnap" within a list.
        } else {
            break;
        }
        end = Some(word.range.end);
        at += 1;
        if word.ends {
            break;
        }
    }
    let mut end = end?;
    // "East Norset District Council", "Marsh Vale Police": two words of a place, and what sits there.
    let is_place = prefix == 0
        && !governed
        && full + initials <= 2
        && words.get(at).is_some_and(|w| {
            !words[at - 1].ends
                && matches!(
                    w.bare.to_lowercase().as_str(),
                    "county"
                        | "borough"
                        | "district"
                        | "city"
                        | "parish"
                        | "town"
                        | "council"
                        | "police"
                        | "constabulary"
                        | "trust"
                        | "health"
                        | "housing"
                        | "university"
                        | "college"
                )
        });
    if is_place {
        return None;
    }
    // "Mr Martin Storey Norfolk County Council": the last word begins the agency's name.
    let agency = words.get(at).filter(|w| {
        full + initials >= 3 && full >= 3 && !words[at - 1].ends && at > first + 2 && {
            matches!(
                w.bare.to_lowercase().as_str(),
                "county" | "borough" | "district" | "city" | "parish" | "council" | "police" | "constabulary" | "fire"
            )
        }
    });
    if agency.is_some() {
        at -= 1;
        end = words[at - 1].range.end;
    }
    let last = &words[at - 1];
    // "Assistant City Attorney II": the numeral of a post.
    if full + initials == 2 && prefix == 0 && pattern!(r"^(?:II|III|IV)$").is_match(last.bare) {
        return None;
    }
    // A name has a surname; without an honorific it has a given name or initials before it.
    let whole = (is_name_word(last.bare) || is_glued(last.bare))
        && !(full + initials == 1 && is_honorific(last.bare))
        && full >= 1
        && (full + initials >= 2 || strong);
    if !whole || prefix == 0 && !governed && is_acronym_only(&words[first..at]) {
        return None;
    }
    let start = words.first()?.range.start;
    let mut name_end = end;
    let mut suffix: Option<String> = None;
    // "OBE", "MBE QPM", also behind a comma.
    while let Some(word) = words.get(at).filter(|w| {
        let lower = w.bare.trim_end_matches('.').to_lowercase();
        SUFFIXES.contains(&lower.as_str()) && w.bare.chars().all(|c| c.is_uppercase() || c == '.')
    }) {
        suffix = Some(suffix.map_or_else(|| word.bare.to_owned(), |s| format!("{s} {}", word.bare)));
        name_end = word.range.end;
        at += 1;
    }
    let name = words[first..]
        .iter()
        .take_while(|w| w.range.end <= end)
        .map(|w| settle_case(w.bare))
        .collect::<Vec<_>>()
        .join(" ");
    let prefix_text = (prefix > 0).then(|| text[start..words[prefix - 1].range.end].to_owned());
    Some(Person {
        range: start..text.trim_end().len(),
        name_range: start..name_end,
        name,
        prefix: prefix_text,
        suffix,
        notes: notes(text[name_end..].strip_prefix(['-', '\u{2013}']).unwrap_or(&text[name_end..])),
    })
}

fn is_acronym_only(words: &[Word<'_>]) -> bool {
    words.iter().all(|w| w.bare.chars().all(|c| !c.is_lowercase()))
        && !words.iter().any(|w| is_initials(w.bare) && w.bare.len() <= 2)
        && words.iter().any(|w| w.bare.len() <= 4)
}

/// "DALGETTY" is Dalgetty, "McILWRAITH" McIlwraith; initials stay.
fn settle_case(word: &str) -> String {
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    if letters.len() < 3 || word.contains('.') || letters.iter().skip(2).any(|c| c.is_lowercase()) {
        return word.to_owned();
    }
    let mut out = String::new();
    let mut begins = true;
    let keep = if word.starts_with("Mc") || word.starts_with("Mac") { 3 } else { 0 };
    for (i, c) in word.chars().enumerate() {
        if begins || i < keep {
            out.push(c)
        } else {
            out.extend(c.to_lowercase())
        }
        begins = matches!(c, '-' | '\'' | '\u{2019}');
    }
    out
}

/// What is said behind a name: each bracket, each piece between dashes and commas.
pub(super) fn notes(text: &str) -> Vec<String> {
    let mut notes = Vec::new();
    let mut open = String::new();
    let mut depth = 0usize;
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let dash = matches!(c, '-' | '\u{2013}' | '\u{2014}')
            && (before.is_whitespace() && chars.peek().is_none_or(|n| n.is_whitespace()) || before == ')');
        match c {
            '(' | '[' => {
                if depth == 0 {
                    notes.push(std::mem::take(&mut open));
                } else {
                    open.push(c);
                }
                depth += 1;
            }
            ')' | ']' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    notes.push(std::mem::take(&mut open));
                } else {
                    open.push(c);
                }
            }
            ',' | ';' if depth == 0 && notes.iter().all(|n| n.trim().is_empty()) && open.trim().is_empty() => {}
            _ if dash && depth == 0 => notes.push(std::mem::take(&mut open)),
            _ => open.push(c),
        }
        before = c;
    }
    notes.push(open);
    let clean = |n: String| {
        n.trim()
            .trim_matches(|c: char| matches!(c, ',' | ';' | ':') || c.is_whitespace())
            .trim_end_matches('.')
            .trim()
            .to_owned()
    };
    notes.into_iter().map(clean).filter(|n| n.chars().any(char::is_alphabetic)).collect()
}

/// The surname and the first letter of the given name: enough to know a person again in a meeting.
pub(crate) fn is_same_person(a: &str, b: &str) -> bool {
    // Most pairs differ in the last letter already, and lists of names are compared all with all.
    let last = |n: &str| n.chars().rev().find(|c| c.is_alphanumeric()).map(|c| c.to_lowercase().next());
    if last(a) != last(b) {
        return false;
    }
    let parts = |n: &str| -> Vec<String> {
        n.split_whitespace()
            .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
            .filter(|w| !w.is_empty())
            .collect()
    };
    let (a, b) = (parts(a), parts(b));
    let (Some(x), Some(y)) = (a.last(), b.last()) else { return false };
    if x != y {
        return false;
    }
    if a.len() == 1 || b.len() == 1 {
        return true;
    }
    let (first_a, first_b) = (&a[0], &b[0]);
    first_a == first_b
        || (first_a.chars().next() == first_b.chars().next()
            && (first_a.chars().count() == 1 || first_b.chars().count() == 1 || short_for(first_a, first_b)))
}

/// "Jo" for "Joanne".
fn short_for(a: &str, b: &str) -> bool {
    a.starts_with(b) || b.starts_with(a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_person_in_two_forms() {
        assert!(
            is_same_person("J Rivers", "John Rivers")
                && is_same_person("Rivers", "John Rivers")
                && is_same_person("Jo Carpenter", "Joanne Carpenter")
        );
        assert!(!is_same_person("John Rivers", "Jane Rivers") && !is_same_person("J Rivers", "J River"));
    }
}
