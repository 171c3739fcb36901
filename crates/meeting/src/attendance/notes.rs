//! What stands beside a name: role, post, agency, initials, presence.

use types::{Attendance, Cite, Participant, Role};

use crate::grammar::name::{Person, read_name};
use crate::grammar::pattern;

/// A person as a list or a sentence prints them, before what stands beside the name is taken in.
pub(super) fn participant(
    person: Person,
    name_text: String,
    role: Role,
    attendance: Attendance,
    cite: Cite,
) -> Participant {
    // "Vice President Troy Ash": an office of the body, printed before the name.
    let deputy = person
        .prefix
        .as_deref()
        .is_some_and(|p| pattern!(r"(?i)^(?:board )?vice[- ](?:chair(?:man|person|woman)?|president)$").is_match(p));
    let role = if deputy && role == Role::Member { Role::ViceChair } else { role };
    Participant {
        name: person.name,
        name_text,
        rank: person.prefix.as_deref().and_then(rank),
        honorific_prefix: person.prefix,
        honorific_suffix: person.suffix,
        initials: None,
        role,
        chair_basis: None,
        standing_role: None,
        attendance_conflict: None,
        post: None,
        organization: None,
        attendance,
        represents: None,
        represented_by: None,
        arrived: None,
        left: None,
        confidence: 1.0,
        cite,
    }
}

/// The rank in full: `T/DCI` is a temporary detective chief inspector (record rule 9).
fn rank(prefix: &str) -> Option<String> {
    let word = |part: &str| -> Option<&'static str> {
        Some(match part.trim_end_matches('.').to_lowercase().as_str() {
            "t" | "temp" | "temporary" => "temporary",
            "a" | "acting" => "acting",
            "d" | "det" | "detective" => "detective",
            "ch" | "chief" => "chief",
            "pc" => "police constable",
            "wpc" => "police constable",
            "pcso" => "police community support officer",
            "constable" => "constable",
            "sgt" | "sergeant" => "sergeant",
            "insp" | "inspector" => "inspector",
            "ci" => "chief inspector",
            "di" => "detective inspector",
            "dci" => "detective chief inspector",
            "ds" => "detective sergeant",
            "dc" => "detective constable",
            "supt" | "superintendent" => "superintendent",
            "dsupt" => "detective superintendent",
            "acc" => "assistant chief constable",
            "dcc" => "deputy chief constable",
            "wm" => "watch manager",
            "sm" => "station manager",
            "gm" => "group manager",
            "am" => "area manager",
            "crew" => "crew",
            "watch" => "watch",
            "station" => "station",
            "group" => "group",
            "area" => "area",
            "manager" => "manager",
            _ => return None,
        })
    };
    let parts: Option<Vec<&str>> = prefix.split([' ', '/']).filter(|p| !p.is_empty()).map(word).collect();
    let parts =
        parts.filter(|p| !p.is_empty() && !matches!(p.as_slice(), ["temporary" | "acting" | "chief" | "detective"]))?;
    Some(parts.join(" "))
}

/// Words of agencies, and words of posts.
pub(super) fn is_agency(text: &str) -> bool {
    pattern!(
        r"
        (?i)\b(?:council|police|services?|partnership|trust|nhs|board|association|authority|authorities|compan(?:y
        |ies)|constabulary|university|college|school|academy|homes|housing|probation|group|cvs|csp|commission|agency
        |department|ministry|charity|network|society|union|federation|forum|institute|office of|centre|command
        |division|health|fire|rescue|borough|county|district|ltd|limited|plc|families|refuge|panel|aid|justice
        |church|ymca|hospital|prison|hmp|crc|nps|locality|sector|guides?|scouts|diocese|garrison|regiment)\b
    "
    )
    .is_match(text)
        || pattern!(r"^[A-Z][A-Z&]{1,7}(?:\s[A-Z&]{2,6})?$").is_match(text.trim())
        || pattern!(r"^\S+\.(?:com|org|co\.uk|gov\.uk)$").is_match(text.trim())
}

/// Words of bodies that stand on their own, and not of what a department or a post deals with.
fn is_strong_agency(text: &str) -> bool {
    pattern!(
        r"
        (?i)\b(?:councils?|police|partnership|trust|nhs|board|association|authority|authorities|compan(?:y|ies)
        |constabulary|university|college|school|academy|homes|cvs|csp|commission|agency|ministry|charity|society|union
        |federation|forum|institute|office of|borough|county|district|ltd|limited|plc|cic|church|ymca|hospital|prison
        |hmp|diocese|regiment|fire and rescue|network)\b
    "
    )
    .is_match(text)
        || is_acronym(text)
}

/// `TBC`, `NHS`, `D&G`.
fn is_acronym(text: &str) -> bool {
    pattern!(r"^[A-Z][A-Z&]{1,7}$").is_match(text.trim())
}

/// A fragment of a sentence, a title without a name, a given name beside a surname: no agency.
fn is_no_agency(note: &str, name: &str) -> bool {
    /// Names of agencies have no more words.
    const MOST_WORDS: usize = 10;
    let words = note.split_whitespace().count();
    words > MOST_WORDS
        || pattern!(
            r"
                (?i)\b(?:was|were|had|has|have|will|would|welcomed|said|stated|asked|noted|thanked)\b
                |\b(?:proposed|seconded|clerked|chaired|minuted|taken|moved|recorded|prepared) by\b
                |^(?:via|by|per|through)\b|^(?:(?:cllr|councillor|mr|mrs|ms|miss|dr|mp|msp|ms
                |garda)\.?\s*(?:\p{Lu}\.?)*)+$
                |^(?:board|city|town|parish|trade|culture|district|ward|area|borough|county|district \p{Lu}|ward \d+
                |(?:borough|county|district|town|parish|city) councill?ors?|councill?ors?)$
            "
        )
        .is_match(note)
        // "Ryan (Eddie)"
        || !name.contains(' ') && words == 1 && !is_acronym(note) && !is_agency(note)
}

pub(super) fn is_post(text: &str) -> bool {
    pattern!(
        r"
        (?i)\b(?:manager|director|officer|head|chief|executive|lead|leader|inspector|superintendent|coordinator
        |co-ordinator|adviser|advisor|analyst|clerk|secretary|treasurer|commissioner|commander|holder|representative
        |rep|member|professor|assistant|administrator|engineer|solicitor|accountant|consultant|warden|warden
        |rfo|ceo|cfo|coo|president|counsel|analysts?|technicians?|councill?or|vice[- ]chair\w*|spokesman|spokesperson
        |minister|mayor|nurse|doctor|teacher|head ?teacher|strategic director|designated
        |practitioner|monitoring|specialist|supervisor|ranger|planner|cabinet member|portfolio)\b
    "
    )
    .is_match(text)
}

/// Why somebody sends apologies: `work commitments`, `unwell`, `family holiday`; and the rest of a sentence about
/// them.
fn is_reason(note: &str) -> bool {
    pattern!(
        r"
            (?i)^(?:due to|because of|on account of|(?:was|were|is|are|had|has|have) (?:noted|received|accepted|given
            |sent|approved|tendered|unable|away)\b)
            |^(?:(?:other|prior|previous|personal|family|work(?:ing)?|business|medical|health|private|sick(?:ness)?|ill
            |unwell|illness|holiday|vacation|leave|annual|maternity|paternity|compassionate|bereavement|childcare
            |caring|covid(?:-19)?|isolating|self-isolating|engagements?|commitments?|appointments?|reasons?|issues?
            |on|at|a|an|is|away|abroad|with|from|of|council|school|hospital|surgery|jury|service|travel(?:ling)?
            |transport|duty|duties|another|meeting|conflict(?:ing)?|clash|emergency|operation|recovering)\b[\s/,]*)+$
        "
    )
    .is_match(note)
        && !pattern!(
            r"(?i)^(?:council|school|hospital|transport|jury|service|meeting|a|an|of|at|on|with|from|another|health
            |surgery|medical|private|business)(?:\s+(?:council|school|hospital|transport|service|health|surgery))*$"
        )
        .is_match(note)
}

/// Takes in what is said of a person: role, post, agency, initials, presence.
pub(super) fn describe(note: &str, person: &mut Participant) {
    let note = note.trim().trim_matches(|c: char| matches!(c, ',' | ';' | '.' | '*') || c.is_whitespace());
    if note.is_empty() {
        return;
    }
    // "CSP (minutes)": an agency and a role.
    if let Some(c) =
        pattern!(r"(?i)^(?P<a>[^()]{2,})\s*\((?P<r>minutes|notes|chair|vice[- ]chair|observer)\)$").captures(note)
        && let (Some(agency), Some(role)) = (c.name("a"), c.name("r"))
    {
        describe(role.as_str(), person);
        describe(agency.as_str(), person);
        return;
    }
    let is = |p: &regex::Regex| p.is_match(note);
    // A mark alone says nothing, and why somebody was away is no agency.
    if !note.contains(char::is_alphabetic) || is_reason(note) {
        return;
    }
    if is(pattern!(r"(?i)^(?:was |were |is )?absent$")) {
        person.attendance = Attendance::Absent;
        return;
    }
    // Beside a name in a list of all members.
    if is(pattern!(
        r"(?i)^(?:sent |gave |with )?(?:apolog(?:ies|y)|apols?|excused|regrets)(?: (?:received|sent|given
        |for absence))?$"
    )) {
        person.attendance = Attendance::Apologies;
        return;
    }
    // "(Homes; Karim Dossett attending in her place)"
    if let Some((first, rest)) = note.split_once("; ") {
        describe(first, person);
        describe(rest, person);
        return;
    }
    if let Some(c) = pattern!(
        r"
        (?i)^(?P<n>.+?)\s+(?:attend(?:ing|ed)|deputi[sz]\w+|substitut\w+)\s+(?:in (?:her|his|their) (?:place|stead)
        |for (?:her|him|them))$
    "
    )
    .captures(note)
        && let Some(deputy) = c.name("n").and_then(|n| read_name(n.as_str(), None))
    {
        person.represented_by = Some(deputy.name);
        return;
    }
    // "Councillor/Chairman"
    if let Some((first, last)) = note.split_once('/')
        && pattern!(r"(?i)^(?:vice[- ])?(?:chair(?:man|person)?|convener|clerk|secretary|treasurer)$")
            .is_match(last.trim())
        && pattern!(r"(?i)^(?:cllr|councillor|member|trustee|director)$").is_match(first.trim())
    {
        describe(last, person);
        return;
    }
    // "(council, notes)": an agency and a role.
    if let Some((first, last)) = note.rsplit_once(", ")
        && pattern!(r"(?i)^(?:notes?|minutes?|chair(?:ing)?|minute[- ]taker|cofnodion)$").is_match(last)
    {
        describe(last, person);
        describe(first, person);
        return;
    }
    if let Some(c) = pattern!(
        r"(?i)^(?P<before>.*?)(?:,\s*)?\b(?:represented by|substituted by|deputised by|substitute:|sub:)\s+(?P<n>.+)$"
    )
    .captures(note)
    {
        if let Some(deputy) = c.name("n").and_then(|n| read_name(n.as_str(), None)) {
            person.represented_by = Some(deputy.name);
        }
        if let Some(before) =
            c.name("before").map(|b| b.as_str()).filter(|b| !b.is_empty() && !b.to_lowercase().starts_with("replacing"))
        {
            describe(before, person);
        }
        return;
    }
    if let Some(c) = pattern!(
        r"
        (?i)^(?:(?:as )?(?:a )?substitut(?:e|ed|ing)(?: for)?|deputi[sz]ing for|on behalf of|representing
        |attending for|in place of|yn lle|for|also representing)\s+(?P<n>.+)$
    "
    )
    .captures(note)
    {
        let of = c.name("n").map_or("", |n| n.as_str());
        if let Some(absent) = read_name(of, None) {
            person.represents = Some(absent.name);
            person.role = Role::Substitute;
        } else if person.organization.is_none() && is_agency(of) {
            person.organization = Some(of.to_owned());
        }
        return;
    }
    if is(pattern!(r"(?i)^replacing\b|^(?:committee |panel |board |council |ordinary |voting )*member$")) {
        return;
    }
    if is(pattern!(r"(?i)^(?:attending as |as |a )?substitute(?: member)?$")) {
        person.role = Role::Substitute;
        return;
    }
    if is(pattern!(
        r"
            (?i)^(?:the |an )?(?:acting )?(?:chair(?:man|person|woman)?|convenor|convener|(?:an )?cathaoirleach
            |presiding(?: \w+)?|in the chair|chairing|cadeirydd|chair(?:man)? of the meeting|panel chair
            |independent chair|(?:elected )?chair for (?:the|this) meeting)$
        "
    )) {
        person.role = Role::Chair;
        return;
    }
    if is(pattern!(
        r"
            (?i)^(?:the )?(?:vice|deputy|depute)[- ]?(?:chair(?:man|person|woman)?|convener|convenor)$
            |^is-gadeirydd$|^(?:an )?leas[- ]chathaoirleach$
        "
    )) {
        // A vice-chair under "Chair:" presides.
        if person.role == Role::Chair {
            person.standing_role = Some(Role::ViceChair);
        } else {
            person.role = Role::ViceChair;
        }
        return;
    }
    if is(pattern!(
        r"
            (?i)^(?:notes?|minutes?|minute[- ]?taker|note[- ]?taker|taking (?:notes|minutes)|secretariat
            |minutes secretary|cofnodion|minuting|notetaker)$
        "
    )) {
        person.role = Role::MinuteTaker;
        return;
    }
    if is(pattern!(r"(?i)^(?:presentation|presenter|presenting|speaker|guest speaker)\b")) {
        person.role = Role::Presenter;
        return;
    }
    if is(pattern!(r"(?i)^(?:observer|observing)$")) {
        person.role = Role::Observer;
        return;
    }
    if is(pattern!(
        r"
            (?i)^(?:via |by |on |joined (?:via|by) |attended (?:via|by) )?(?:ms |microsoft )?(?:teams|zoom
            |video(?: ?link| ?conference)?|remote(?:ly)?(?: means)?|virtual(?:ly)?|online|telephone|phone|skype
            |webex)(?:$|\b.*$)
        "
    )) {
        if matches!(person.attendance, Attendance::Present | Attendance::InAttendance) {
            person.attendance = Attendance::Remote;
        }
        return;
    }
    if is(pattern!(
        r"
            (?i)^(?:part(?:ial)?\b.*|am only|pm only|item \S+(?: only)?|for item.*|items? \d.*|(?:from|until|till|to
            |left|arrived|joined|late)\b.*|.*\blate arrival\b.*|.*\bonly\b|.*\b(?:left|joined
            |arrived) (?:the meeting )?(?:at|during|after)\b.*|min(?:ute)? (?:no\.? )?\d.*)$
        "
    )) {
        if matches!(person.attendance, Attendance::Present | Attendance::Remote) {
            person.attendance = Attendance::Partial;
        }
        if is(pattern!(r"(?i)\b(?:arrived|joined|from|late)\b")) {
            person.arrived = Some(note.to_owned());
        } else if is(pattern!(r"(?i)\b(?:left|until|till|to)\b")) {
            person.left = Some(note.to_owned());
        }
        return;
    }
    // "Office of the Police Commissioner (OPCC)", "Head of Environment, TBC", "Performance analyst".
    if is_initials_of(note, &person.name) && person.initials.is_none() {
        person.initials = Some(note.to_owned());
        return;
    }
    if let Some((first, rest)) = note.split_once(", ")
        && person.organization.is_none()
    {
        // "Director, Service Operations": a department is part of the post.
        if is_post(first) && !is_strong_agency(rest) && is_agency(rest) && !is_acronym(rest) && person.post.is_none() {
            person.post = Some(note.to_owned());
            return;
        }
        let (agency, post) = (
            is_agency(rest) && (!is_post(rest) || rest.starts_with("Office of")),
            is_post(first) && !pattern!(r"(?i)\b(?:council|police|trust|partnership)\b").is_match(first),
        );
        if post && agency {
            person.post = Some(first.to_owned());
            person.organization = Some(rest.to_owned());
            return;
        }
        if let Some((role, rest)) = role_first(note) {
            person.role = role;
            describe(rest, person);
            return;
        }
        if is_agency(first) && is_post(rest) && !is_agency(rest) {
            person.organization = Some(first.to_owned());
            person.post = Some(rest.to_owned());
            return;
        }
    }
    // "RFO", "CEO": a post in capitals.
    // "Fire Chief", "Housing Officer": a word of what they work in makes a post no agency.
    let agency = is_agency(note)
        && (!is_post(note) || is_strong_agency(note) && note.contains(' '))
        && !(is_post(note)
            && pattern!(
                r"
        (?i)^(?:head|director|chief|assistant|deputy|senior|strategic|cabinet member|portfolio
        |community safety (?:manager|officer)
        |\w+ (?:manager|officer|director|lead|coordinator|co-ordinator|adviser|analyst))\b|\b(?:manager|officer
        |director|lead|coordinator|co-ordinator|adviser|advisor|analyst|commander|inspector|superintendent|holder
        |administrator|clerk)$
    "
            )
            .is_match(note));
    if is_no_agency(note, &person.name) {
        return;
    }
    // What begins with a small letter and names no kind of agency is the rest of a sentence.
    let away = matches!(person.attendance, Attendance::Apologies | Attendance::Absent);
    let short = !away
        && note.split_whitespace().count() <= 3
        && !pattern!(r"^(?:in|on|at|who|was|were|from|the|as|by|and|to|of|for|had|has|is|are|with)\b").is_match(note);
    let named = agency || short || note.starts_with(char::is_uppercase) || note.contains('.');
    if agency || named && !is_post(note) && note.split_whitespace().count() <= 6 {
        if person.organization.is_none() {
            person.organization = Some(note.to_owned());
        } else if person.post.is_none() && is_post(note) {
            person.post = Some(note.to_owned());
        }
    } else if person.post.is_none() && is_post(note) && note.len() < 120 {
        person.post = Some(note.to_owned());
        if pattern!(r"(?i)^(?:parish )?clerk\b|\bminutes?\b").is_match(note) && person.role == Role::Officer {
            person.role = Role::MinuteTaker;
        }
        // Whoever serves the council is none of its members, though the list be theirs.
        if pattern!(r"(?i)^(?:assistant|deputy|town|parish|acting|locum)?[ -]?clerk\b").is_match(note)
            && person.role == Role::Member
        {
            person.role = Role::Officer;
        }
    }
}

/// "Chair, Essex Police": a role and then the agency.
fn role_first(note: &str) -> Option<(Role, &str)> {
    let (first, rest) = note.split_once(", ")?;
    let role = match first.to_lowercase().as_str() {
        "chair" | "chairman" | "chairperson" | "convener" => Role::Chair,
        "vice-chair" | "vice chair" | "vice-chairman" | "deputy chair" => Role::ViceChair,
        "notes" | "minutes" => Role::MinuteTaker,
        _ => return None,
    };
    Some((role, rest))
}

/// `JRo` for Julie Rogers, `POB` for Philippa Oyelaran-Best, `Cllr JR`.
fn is_initials_of(note: &str, name: &str) -> bool {
    let note = note.strip_prefix("Cllr ").unwrap_or(note);
    if note.contains(' ') || note.chars().count() > 5 || note.chars().filter(|c| c.is_uppercase()).count() < 2 {
        return false;
    }
    let mut letters = name.chars().filter(|c| c.is_alphabetic()).map(|c| c.to_ascii_lowercase());
    let first = note.chars().next().map(|c| c.to_ascii_lowercase());
    name.chars().next().map(|c| c.to_ascii_lowercase()) == first
        && note.chars().filter(|c| c.is_alphabetic()).all(|n| letters.any(|l| l == n.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_in_full() {
        assert_eq!(rank("T/DCI").as_deref(), Some("temporary detective chief inspector"));
        assert_eq!(rank("Ch. Supt.").as_deref(), Some("chief superintendent"));
        assert_eq!(rank("Cllr"), None);
        assert_eq!(rank("Mrs"), None);
    }

    #[test]
    fn notes_tell_role_agency_and_presence() {
        let person = |notes: &[&str]| {
            let julie = Person { name: "Julie Rogers".into(), ..Person::default() };
            let mut p = participant(julie, String::new(), Role::Member, Attendance::Present, Cite::default());
            notes.iter().for_each(|n| describe(n, &mut p));
            p
        };
        let p = person(&["JRo", "Chair", "Head of Environment, TBC"]);
        assert_eq!(
            (p.initials.as_deref(), p.role, p.post.as_deref(), p.organization.as_deref()),
            (Some("JRo"), Role::Chair, Some("Head of Environment"), Some("TBC"))
        );
        let p = person(&["Wenshire Police", "item 5 only"]);
        assert_eq!((p.organization.as_deref(), p.attendance), (Some("Wenshire Police"), Attendance::Partial));
        assert_eq!(person(&["represented by Cllr Anthony Jackson"]).represented_by.as_deref(), Some("Anthony Jackson"));
        assert_eq!(person(&["via Teams"]).attendance, Attendance::Remote);
        assert_eq!(person(&["Community Safety Manager"]).post.as_deref(), Some("Community Safety Manager"));
        assert_eq!(
            person(&["Office of the Police Commissioner (OPCC)"]).organization.as_deref(),
            Some("Office of the Police Commissioner (OPCC)")
        );
        let p = person(&["for Councillor Davies"]);
        assert_eq!((p.role, p.represents.as_deref()), (Role::Substitute, Some("Davies")));
    }
}
