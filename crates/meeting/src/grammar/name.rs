//! Names of people: honorifics and ranks, given names and initials, surnames, letters behind the
//! name, and what stands in brackets or behind a dash.

use std::ops::Range;

use crate::grammar::pattern;
use crate::grammar::sentence::trim_range;

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
const SUFFIXES: &[&str] = &[
    "obe", "mbe", "cbe", "qpm", "jp", "kc", "qc", "dl", "mp", "msp", "mep", "td", "esq", "bem", "ccmi", "kpm", "qfsm",
    "am", "frsa", "phd",
];

/// Small words inside names.
#[rustfmt::skip]
const PARTICLES: &[&str] = &[
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
struct Word<'a> {
    bare: &'a str,
    /// Bytes of the bare word.
    range: Range<usize>,
    /// Something behind it ends the name: a comma, a bracket, a dash.
    ends: bool,
}

fn words(text: &str) -> Vec<Word<'_>> {
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

fn is_honorific(word: &str) -> bool {
    // "T/DCI", "D/Supt", "A/Supt.", "T/D/Supt"
    word.split('/').all(|part| {
        let part = part.trim_end_matches('.').to_lowercase();
        // "Harbourmaster", "Stationmaster": whoever is master of something.
        HONORIFICS.contains(&part.as_str()) || part.len() > 9 && part.ends_with("master")
    })
}

fn is_initials(word: &str) -> bool {
    pattern!(r"^(?:[A-Z]\.?(?:-?[A-Z]\.?){0,3})$").is_match(word)
}

/// "M.Sheahan", "L.M.Sheehy": no space behind the initials.
fn is_glued(word: &str) -> bool {
    pattern!(r"^(?:\p{Lu}\.){1,3}\p{Lu}\p{L}['\u{2019}\p{L}-]+$").is_match(word)
}

fn is_name_word(word: &str) -> bool {
    pattern!(r"^(?:[dDO]['\u{2019}])?\p{Lu}[\p{L}'\u{2019}\u{2018}`]*(?:-\p{L}[\p{L}'\u{2019}]*)*$").is_match(word)
        && word.chars().filter(|c| c.is_alphabetic()).count() >= 2
}

fn is_no_name(word: &str) -> bool {
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
fn notes(text: &str) -> Vec<String> {
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

/// The honorific that a plural gives to each name of its list.
pub(crate) fn plural_honorific(text: &str) -> Option<(&'static str, usize)> {
    let c = pattern!(
        r"
        ^\s*(?:(?i:and)\s+)?(?P<p>(?i:county |cty )?(?i:councillors|cllrs\.?|aldermen|messrs\.?|mesdames
        |ald)|(?:Board |Council |Committee )?(?:Members|MEMBERS)|Trustees|Directors|Commissioners|Councilmembers
        |Supervisors|Governors)(?:\s*[:\-\u{2013}])*\s+
    "
    )
    .captures(text)?;
    let word = c.name("p")?.as_str().trim_end_matches('.').to_lowercase();
    let singular = match word.as_str() {
        "aldermen" => "Alderman",
        "messrs" => "Mr",
        "mesdames" => "Mrs",
        "trustees" => "Trustee",
        "directors" => "Director",
        "commissioners" => "Commissioner",
        "councilmembers" => "Councilmember",
        "supervisors" => "Supervisor",
        "governors" => "Governor",
        w if w.ends_with("members") => "Member",
        w if w.ends_with("cllrs") => "Cllr",
        w if w.ends_with("councillors") => "Councillor",
        _ => return None,
    };
    Some((singular, c.get(0)?.len()))
}

/// The pieces of a list of people: parted by semicolons where there are any, else by commas and
/// "and", never inside brackets.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let semicolons = {
        let mut depth = 0i32;
        text.chars().any(|c| {
            depth += i32::from(matches!(c, '(' | '[')) - i32::from(matches!(c, ')' | ']'));
            c == ';' && depth <= 0
        })
    };
    let commas = split(text, false);
    if !semicolons {
        return commas;
    }
    // One semicolon in a list of commas parts nothing but its end.
    let people = |pieces: &[Range<usize>]| {
        pieces.iter().filter(|p| read_name(text[(*p).clone()].trim_start(), None).is_some()).count()
    };
    // "Chair Biggs; Members Kahn, Potter and Spencer": commas part what a plural governs.
    let parted: Vec<Range<usize>> = split(text, true)
        .into_iter()
        .flat_map(|piece| {
            let part = &text[piece.clone()];
            if plural_honorific(part).is_some() {
                let shift = |p: Range<usize>| p.start + piece.start..p.end + piece.start;
                split(part, false).into_iter().map(shift).collect()
            } else {
                vec![piece]
            }
        })
        .collect();
    if people(&commas) > people(&parted) + 1 { commas } else { parted }
}

/// Two people with nothing between them: `Councillor T Andrews Councillor N Bailie`, `P Moran A Armstrong`.
fn runs_on(text: &str, space: usize) -> bool {
    let titled = pattern!(
        r"^\s(?:Councillors?|Cllrs?|Aldermen|Alderman|Members|Trustees|Commissioners|Mr|Mrs|Ms|Miss|Dr)\b\.?\s+\p{Lu}"
    );
    if text[..space].ends_with(')') {
        // "Ann Birch (AB) Colin Dale (CD)"
        let next = read_name(text[space..].trim_start(), None).filter(|p| p.name.contains(' ') && p.prefix.is_none());
        let bracket =
            next.is_some_and(|p| text[space + 1..].get(p.name_range.end..).is_some_and(|r| r.starts_with(" (")));
        return bracket || titled.is_match(&text[space..]);
    }
    let before = text[..space].rsplit([' ', ',']).next().unwrap_or_default();
    let name = is_name_word(before) && before.chars().count() >= 3 && !is_no_name(before) && !is_honorific(before);
    if !name {
        return false;
    }
    let after = &text[space..];
    if titled.is_match(after) {
        return true;
    }
    // Initial and surname on both sides, in a list of nothing else.
    let first = pattern!(r"(?:^|[,;]\s*)(?:(?:Mr|Mrs|Ms|Miss|Dr|Cllr)\.?\s+)?\p{Lu}\.?\s\p{Lu}[\p{Ll}'\u{2019}-]+$")
        .is_match(&text[..space]);
    first && pattern!(r"^\s\p{Lu}\.?\s\p{Lu}\p{Ll}{2,}").is_match(after)
}

fn split(text: &str, semicolons: bool) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let (mut depth, mut from) = (0i32, 0);
    for (at, c) in text.char_indices() {
        depth += i32::from(matches!(c, '(' | '[')) - i32::from(matches!(c, ')' | ']'));
        depth = depth.max(0);
        if depth > 0 {
            continue;
        }
        let and = [" and ", " & ", " ac ", " a "]
            .into_iter()
            .find(|w| text[at..].starts_with(w) && (*w != " a " || text[at + 3..].starts_with("Chyng")));
        // "… Cllr H Hogan. Mrs N Cooper": a full stop before an honorific.
        let stop = || {
            c == '.'
                && pattern!(r"^\.\s+(?:Mr|Mrs|Ms|Miss|Dr|Cllrs?|Councillors?|County|Borough|District)\b")
                    .is_match(&text[at..])
        };
        let short = || {
            text[..at].ends_with(|c: char| c.is_uppercase())
                || is_honorific(text[..at].rsplit(' ').next().unwrap_or_default())
        };
        let part = match c {
            ';' => Some(1),
            ',' | '\u{2022}' | '\n' if !semicolons => Some(c.len_utf8()),
            '.' if stop() && !short() => Some(1),
            ' ' if runs_on(text, at) => Some(1),
            ' ' => and.map(str::len),
            _ => None,
        };
        if let Some(len) = part.filter(|_| at >= from) {
            pieces.push(from..at);
            from = at + len;
        }
    }
    pieces.push(from..text.len());
    pieces
}

/// All people of a list, with what is said of each. What is no name belongs to the one before it.
pub(crate) fn list_names(text: &str, plural_before: Option<&'static str>) -> Vec<Person> {
    if let Some(people) = bracketed(text) {
        return people;
    }
    let mut people: Vec<Person> = Vec::new();
    let mut group = plural_before;
    for piece in pieces(text) {
        let mut piece = trim_range(text, piece);
        if let Some(skip) =
            pattern!(r"^(?:(?i:and|also|with|plus)\s+|[\u{2022}\u{b7}\u{25aa}*-]\s*)").find(&text[piece.clone()])
        {
            piece.start += skip.end();
        }
        if let Some((singular, len)) = plural_honorific(&format!("{} ", &text[piece.clone()])) {
            group = Some(singular);
            piece.start = (piece.start + len).min(piece.end);
        }
        let part = &text[piece.clone()];
        if part.is_empty() {
            continue;
        }
        // A list governed by a plural ends where somebody has an honorific of another kind.
        let own = read_name(part, None);
        let governed = own
            .as_ref()
            .is_some_and(|p| p.prefix.as_deref().is_some_and(|p| !matches!(p, "Mrs" | "Ms" | "Miss" | "Mr" | "Dr")));
        let person = if governed { own } else { read_name(part, group).or(own) };
        let person = person
            .or_else(|| surname_that_is_a_word(part, group, people.last()))
            .or_else(|| post_first(part))
            .or_else(|| honorific_inside(part))
            .or_else(|| post_before(part))
            .or_else(|| {
                // "Pete (cctv)" among people with whole names.
                (people.len() > 1).then(|| single(part)).flatten()
            });
        // "Sheahan (J), Sheahan (K)": the initial in brackets tells two members apart.
        let person = person.map(|mut p| {
            if group.is_some() && !p.name.contains(' ') && p.notes.first().is_some_and(|n| is_initials(n)) {
                p.name = format!("{} ({})", p.name, p.notes.remove(0));
            }
            p
        });
        if let Some(several) = person.as_ref().and_then(|p| names_in_a_row(part, p)) {
            people.extend(several.into_iter().map(|p| Person {
                range: piece.start + p.range.start..piece.start + p.range.end,
                name_range: piece.start + p.name_range.start..piece.start + p.name_range.end,
                ..p
            }));
            continue;
        }
        match (person, people.last_mut()) {
            (Some(mut person), _) => {
                person.range = piece.clone();
                person.name_range = piece.start + person.name_range.start..piece.start + person.name_range.end;
                people.push(person);
            }
            (None, Some(last)) => {
                // "OBE" behind a comma, a post, an agency.
                let upper = part.trim_end_matches('.');
                if SUFFIXES.contains(&upper.split(' ').next().unwrap_or_default().to_lowercase().as_str())
                    && last.suffix.is_none()
                {
                    let suffix = upper.split(' ').next().unwrap_or_default();
                    last.suffix = Some(suffix.to_owned());
                    last.notes.extend(notes(&upper[suffix.len()..]));
                } else {
                    last.notes.extend(notes(&format!(" - {part}")));
                }
                last.range.end = piece.end;
            }
            (None, None) => {}
        }
    }
    people
}

/// `Tom Hargraves Larry Makutra`: two or three people with nothing between them, where columns were set side by side. A
/// name of four plain words is rarer than that.
fn names_in_a_row(part: &str, person: &Person) -> Option<Vec<Person>> {
    let plain = |w: &&str| {
        w.chars().filter(|c| c.is_alphabetic()).count() > 2
            && w.starts_with(char::is_uppercase)
            && w.chars().skip(1).any(char::is_lowercase)
            && !PARTICLES.contains(&w.to_lowercase().as_str())
    };
    let words: Vec<&str> = person.name.split(' ').collect();
    let several = matches!(words.len(), 4 | 6) && words.iter().all(plain);
    if !several || person.prefix.is_some() || person.suffix.is_some() || person.name_range.len() != person.name.len() {
        return None;
    }
    let mut at = person.name_range.start;
    let mut people = Vec::new();
    for pair in words.chunks(2) {
        let name = pair.join(" ");
        let end = at + name.len();
        people.push(Person { range: at..end, name_range: at..end, name, ..Person::default() });
        at = end + 1;
    }
    let last = people.last_mut()?;
    last.notes.clone_from(&person.notes);
    last.range.end = part.len();
    Some(people)
}

/// `Road` in "Cllrs Mallow, Road and Plumb": among surnames alone, a plain word is one, too.
fn surname_that_is_a_word(part: &str, group: Option<&str>, before: Option<&Person>) -> Option<Person> {
    const ALSO_SURNAMES: &[&str] = &[
        "Road", "Hall", "Church", "House", "Street", "Head", "Room", "Ward", "Care", "Ranger", "Lead", "Press", "May",
        "June", "April", "Park", "Parish", "Town", "Young", "Law", "Price", "Page", "Reeve", "Bishop", "Dean", "Judge",
    ];
    let word = part.trim_end_matches('.');
    let alone = before.is_some_and(|p| !p.name.contains(' ')) && group.is_some_and(|g| g != "Member");
    (alone && ALSO_SURNAMES.contains(&word)).then(|| Person {
        range: 0..part.len(),
        name_range: 0..word.len(),
        name: word.to_owned(),
        prefix: group.map(str::to_owned),
        ..Person::default()
    })
}

/// `Chief Executive (Mr A Smith), Director, Housing (Ms B Jones)`: posts with their holders in brackets.
fn bracketed(text: &str) -> Option<Vec<Person>> {
    let entry = pattern!(
        r"
            (?P<post>[^()]+?)\s*\((?P<n>(?:(?i:messrs|mr|mrs|ms|miss|dr|prof|cllr|councillor|sgt|insp|supt
            |pc)\b\.?\s*)[^()]{2,80})\)\s*(?:,|;|\.|\band\b)?\s*
        "
    );
    let mut people = Vec::new();
    let mut end = 0;
    for c in entry.captures_iter(text) {
        let (whole, post, names) = (c.get(0)?, c.name("post")?, c.name("n")?);
        let label = post.as_str().trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.'));
        // A name before the bracket: what is in it is somebody else's.
        let named = read_name(label, None).is_some() || plural_honorific(&format!("{label} ")).is_some();
        if named && people.is_empty() || label.is_empty() {
            return None;
        }
        // Somewhere in a long list stands an entry of another form.
        if named || whole.start() != end {
            end = whole.end();
            continue;
        }
        for mut person in list_names(names.as_str(), None) {
            person.notes.insert(0, label.to_owned());
            person.name_range = names.start() + person.name_range.start..names.start() + person.name_range.end;
            person.range = whole.start()..names.end() + 1;
            people.push(person);
        }
        end = whole.end();
    }
    /// So many entries prove the form, whatever stands at the end.
    const SURE: usize = 3;
    let whole = text[end..].trim().is_empty() || people.len() >= SURE;
    (!people.is_empty() && whole).then_some(people)
}

/// "Director of Environment – Mr D Gilfillan", "Chairman: Mr A Smith": the post stands first.
fn post_first(text: &str) -> Option<Person> {
    let c = pattern!(r"^(?P<post>[^()]{3,90}?)\s*(?:\s[-\u{2013}\u{2014}]|:)\s+").captures(text)?;
    let after = c.get(0)?.end();
    let mut person = read_name(&text[after..], None)?;
    person.notes.insert(0, c.name("post")?.as_str().trim().to_owned());
    person.name_range = person.name_range.start + after..person.name_range.end + after;
    person.range = 0..text.len();
    Some(person)
}

/// `Superintendent An Garda Siochana Mr. Brian Sugrue`, `Clerk Mrs J Todd`: what stands before the honorific is the
/// post or the agency.
fn honorific_inside(text: &str) -> Option<Person> {
    let m = pattern!(
        r"
        \s(?:(?:Mr|Mrs|Ms|Miss|Dr|Cllr|Councillor|Sgt|Insp|Supt|Revd?)\.?|(?:Chief |Det(?:ective)? )?(?:Inspector
        |Superintendent|Sergeant|Constable)|Supt)\s+\p{Lu}
    "
    )
    .find(text)?;
    let before = text[..m.start()].trim();
    if before.contains(['(', ')']) || before.is_empty() || !before.starts_with(char::is_uppercase) {
        return None;
    }
    let mut person = read_name(&text[m.start() + 1..], None)?;
    person.notes.insert(0, before.to_owned());
    person.name_range = person.name_range.start + m.start() + 1..person.name_range.end + m.start() + 1;
    person.range = 0..text.len();
    Some(person)
}

/// `Town Solicitor Saul Brack`, `Executive Secretary K Willis`: words of a post, then a whole name.
fn post_before(text: &str) -> Option<Person> {
    /// Longer entries are sentences.
    const LONGEST: usize = 8;
    let all = words(text);
    let own = all.iter().position(|w| w.ends).map_or(all.len(), |at| at + 1);
    let entry = all.get(..own)?;
    let (last, before) = entry.split_last()?;
    let (given, post) = before.split_last()?;
    let is_name = |w: &Word<'_>| is_name_word(w.bare) && !is_no_name(w.bare);
    let tells_post =
        post.iter().any(|w| is_no_name(w.bare)) && post.iter().all(|w| w.bare.starts_with(char::is_uppercase));
    if entry.len() > LONGEST || !is_name(last) || !(is_name(given) || is_initials(given.bare)) || !tells_post {
        return None;
    }
    let start = given.range.start;
    let mut person = read_name(&text[start..], None)?;
    person.notes.insert(0, text[..start].trim().to_owned());
    person.name_range = person.name_range.start + start..person.name_range.end + start;
    person.range = 0..text.len();
    Some(person)
}

/// People by their first names alone, as those list each other who know each other: `Nick, Ben and Margaret`. Read only
/// behind a label; nobody, unless nearly all entries are such names.
pub(crate) fn list_first_names(text: &str) -> Vec<Person> {
    let entry = pattern!(
        r"
            ^\s*(?:\[[A-Z]{2,3}\]\s*)?(?:(?P<o>(?:Vice[- ])?Chair(?:man|person|woman)?|(?:Vice[- ])?President
            |Mayor)\s+)?(?P<n>\p{Lu}[\p{L}\u{2019}'-]+(?: \p{Lu}[\p{L}\u{2019}'.-]*)?)\s*
            (?P<r>\([^()]{1,60}\))?[.\s]*$
        "
    );
    let mut people = Vec::new();
    let mut entries = 0;
    for piece in split(text, false).into_iter().map(|p| trim_range(text, p)).filter(|p| !p.is_empty()) {
        for part in pattern!(r"\s+(?:and|&)\s+").split(&text[piece.clone()]) {
            entries += 1;
            let start = part.as_ptr() as usize - text.as_ptr() as usize;
            let part = part.strip_prefix("and ").map_or(part, str::trim_start);
            let start = start + (text[start..].find(part).unwrap_or(0));
            let Some(c) = entry.captures(part) else { continue };
            // `HMRC`, `DfE`: agencies.
            let is_short_form = |n: &str| {
                n.chars().filter(|c| c.is_uppercase()).count() > 1 && !n.contains(['-', '\'', '\u{2019}', ' '])
            };
            let is_nobody = |n: &str| n.split(' ').any(is_no_name) || is_short_form(n);
            let Some(n) = c.name("n").filter(|n| !is_nobody(n.as_str())) else { continue };
            people.push(Person {
                range: start..start + part.trim_end().len(),
                name_range: start + n.start()..start + n.end(),
                name: n.as_str().to_owned(),
                prefix: c.name("o").map(|o| o.as_str().to_owned()),
                suffix: None,
                notes: c.name("r").map(|r| notes(r.as_str())).unwrap_or_default(),
            });
        }
    }
    let nearly_all = entries >= 2 && people.len() * 10 >= entries * 8;
    if nearly_all { people } else { Vec::new() }
}

/// One name and what is said of it in brackets.
fn single(text: &str) -> Option<Person> {
    let c = pattern!(r"^(?P<n>\p{Lu}[\p{L}'\u{2019}-]{2,20})\s*\((?P<a>[^()]{2,60})\)").captures(text)?;
    let name = c.name("n")?;
    (!is_no_name(name.as_str())).then(|| Person {
        range: 0..text.len(),
        name_range: name.range(),
        name: name.as_str().to_owned(),
        prefix: None,
        suffix: None,
        notes: notes(&text[name.end()..]),
    })
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

    fn names(text: &str) -> Vec<String> {
        list_names(text, None).into_iter().map(|p| p.name).collect()
    }

    #[test]
    fn people_with_nothing_between_them() {
        let names = |t: &str| list_names(t, None).into_iter().map(|p| p.name).collect::<Vec<_>>();
        assert_eq!(names("Councillor T Andrews Councillor N Bolt Alderman R Poe"), ["T Andrews", "N Bolt", "R Poe"]);
        assert_eq!(names("R Healey, P Moran A Armstrong"), ["R Healey", "P Moran", "A Armstrong"]);
        assert_eq!(names("Jane A Smith, Councillor Mrs P Dewsnap"), ["Jane A Smith", "P Dewsnap"]);
        assert_eq!(names("Cllr H Hogan. Mrs N Cooper (Clerk)"), ["H Hogan", "N Cooper"]);
        assert_eq!(
            names("Mrs C Cann, Mrs P Bullas, Mr M Dawson; Mr R Rock"),
            ["C Cann", "P Bullas", "M Dawson", "R Rock"]
        );
        assert_eq!(names("Mrs R Crisp-Chair, Mr Martin Storey Norfolk County Council"), ["R Crisp", "Martin Storey"]);
    }

    #[test]
    fn one_person() {
        for (text, name, prefix, suffix, notes) in [
            ("Mr P M Hill, OBE (Chairman)", "P M Hill", Some("Mr"), Some("OBE"), vec!["Chairman"]),
            ("Julie Rogers (JRo) \u{2013} Chair", "Julie Rogers", None, None, vec!["JRo", "Chair"]),
            ("T/DCI Kris Hill", "Kris Hill", Some("T/DCI"), None, vec![]),
            ("Ch. Supt. Luke Collison", "Luke Collison", Some("Ch. Supt."), None, vec![]),
            ("PC 4417 Dov Lister", "Dov Lister", Some("PC"), None, vec![]),
            (
                "DS Hari Venkataraman (Wenshire Police) \u{2013} item 5 only",
                "Hari Venkataraman",
                Some("DS"),
                None,
                vec!["Wenshire Police", "item 5 only"],
            ),
            ("Councillors Fiona DALGETTY (Convener)", "Fiona Dalgetty", Some("Councillor"), None, vec!["Convener"]),
            ("D Exall", "D Exall", None, None, vec![]),
            (
                "Director of Environment \u{2013} Mr D Gilfillan",
                "D Gilfillan",
                Some("Mr"),
                None,
                vec!["Director of Environment"],
            ),
            ("Cllr Linda de Vries", "Linda de Vries", Some("Cllr"), None, vec![]),
            ("Craig Rennie, Depute Clerk to the Board", "Craig Rennie", None, None, vec!["Depute Clerk to the Board"]),
        ] {
            let people = list_names(text, None);
            assert_eq!(people.len(), 1, "{text}: {people:?}");
            let p = &people[0];
            assert_eq!((p.name.as_str(), p.prefix.as_deref(), p.suffix.as_deref()), (name, prefix, suffix), "{text}");
            assert_eq!(p.notes, notes, "{text}");
        }
    }

    #[test]
    fn lists_of_people() {
        assert_eq!(
            names("Councillors Donegan, Gleeson, O'Donnell and Teefy."),
            ["Donegan", "Gleeson", "O'Donnell", "Teefy"]
        );
        assert_eq!(
            names("Cllrs Magda Atkins, Roger Morris (late arrival), and Niki Gordon"),
            ["Magda Atkins", "Roger Morris", "Niki Gordon"]
        );
        assert_eq!(
            names("Superintendent M Carlin and Inspector J Lyttle, District Policing Command"),
            ["M Carlin", "J Lyttle"]
        );
        assert_eq!(names("Mr A Smith (Director of Law and Governance); Ms B Jones"), ["A Smith", "B Jones"]);
        assert_eq!(names("R Sproule, W Tweedie MBE (Vice-Chairperson)"), ["R Sproule", "W Tweedie"]);
    }

    #[test]
    fn what_is_no_person() {
        for text in [
            "Kent Police",
            "None received",
            "There were no apologies",
            "Head of Service",
            "Essex County Council",
            "All members",
            "NHS",
            "Microsoft Teams",
        ] {
            assert!(list_names(text, None).is_empty(), "{text}: {:?}", list_names(text, None));
        }
    }

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
