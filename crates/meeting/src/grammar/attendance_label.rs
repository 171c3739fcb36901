//! What the label over a list of people says of them: `PRESENT`, `Apologies for absence:`, `In attendance`, and the
//! marks of a status column: `✓`, `Apologies`, `Teams`.
//!
//! A new label for a list of people is added here.

use types::{Attendance, Role};

use crate::grammar::item_number::{read_item_number, read_part_number};
use crate::grammar::name_list::{list_names, plural_honorific};
use crate::grammar::pattern;

/// What the heading of a list of people says of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Section {
    pub(crate) attendance: Attendance,
    pub(crate) role: Role,
}

impl Section {
    /// One person holds it.
    pub(crate) fn is_office(self) -> bool {
        matches!(self.role, Role::Chair | Role::ViceChair)
    }
}

/// The section that a label begins: `PRESENT`, `Apologies for absence:`, `In attendance`.
pub(crate) fn attendance_section(label: &str) -> Option<Section> {
    let label = label.trim().trim_end_matches([':', '-', '\u{2013}', ' ', '.']).to_lowercase();
    // "In attendance virtually", "Present (online)".
    if let Some(m) = pattern!(
        r"\s+\(?(?:virtually|remotely|online|via (?:ms |microsoft )?(?:teams|zoom)|by (?:video|remote)[a-z ]*)\)?$"
    )
    .find(&label)
        && let Some(found) = attendance_section(&label[..m.start()])
        && matches!(found.attendance, Attendance::Present | Attendance::InAttendance)
    {
        return Some(Section { attendance: Attendance::Remote, ..found });
    }
    if label.is_empty() || label.chars().count() > 70 {
        return None;
    }
    label.split('/').map(str::trim).find_map(one_language)
}

pub(crate) fn one_language(label: &str) -> Option<Section> {
    use Attendance::{Absent, Apologies, Expected, InAttendance, Present};
    // "Attended - Committee Members", "Attended - Other Members".
    if let Some(c) = pattern!(
        r"
        ^(?P<l>attended|apologies|absent|expected)\s*[-\u{2013}]\s*(?P<w>[a-z ]*(?:members?|officers?|visitors?
        |guests?))$
    "
    )
    .captures(label)
    {
        let others = c.name("w").is_some_and(|w| {
            pattern!(
                r"
            \b(?:other|officers?|visitors?|guests?)\b
        "
            )
            .is_match(w.as_str())
        });
        return match (c.name("l")?.as_str(), others) {
            ("attended", true) => Some(Section { attendance: InAttendance, role: Role::Guest }),
            ("attended", false) => one_language("present"),
            (label, _) => one_language(label),
        };
    }
    let is = |p: &regex::Regex| p.is_match(label);
    let section = |attendance, role| Some(Section { attendance, role });
    if is(pattern!(
        r"
            ^(?:in the chair|(?:members )?present in the chair|chair(?:man|person|woman)?|convener|presiding
            |cadeirydd|chaired by|chair of meeting)$
        "
    )) {
        section(Present, Role::Chair)
    } else if is(pattern!(r"^(?:vice[- ]?chair(?:man|person)?|deputy chair(?:man)?)$")) {
        section(Present, Role::ViceChair)
    } else if is(pattern!(
        r"
            ^(?:apolog(?:ies|y)(?: for absence)?(?: (?:received|given|and (?:substitut\w+|absences?|welcome
            |non-attendance)))?(?: from)?|sorry from|ymddiheuriadau(?: am absenoldeb)?|not (?:attending|present)
            |apologies given by|(?:members |those )?(?:who )?sent apologies|regrets(?: from)?
            |(?:members )?excused(?: absences?)?
            |(?:members )?on leave|leave of absence)$
        "
    )) {
        section(Apologies, Role::Member)
    } else if is(pattern!(
        r"
            ^(?:absent|did not attend|absence without apolog\w+|members absent|non-attendance|not in attendance
            |(?:(?:board|committee|council|directors|trustees|councillors|cllrs\.?|commissioners)\s)?
            (?:members? )?absent)$
        "
    )) {
        section(Absent, Role::Member)
    } else if is(pattern!(r"^(?:substitutes?|substitute members?|substitutions?)(?: present| attending)?$")) {
        section(Present, Role::Substitute)
    } else if is(pattern!(
        r"
            ^(?:also )?(?:in attendance|yn cydfynd)(?: \(.*\))?(?: for .*)?$|^(?:council |other 
            |lead )?officers?(?: (?:present|in attendance|attending))?(?: \(.*\))?$|^officials(?: present
            | in attendance| attending)?$|^attending$|^(?:others?|guests?|visitors?(?: information)?|advis[eo]rs?
            |support|secretariat|(?:board |council )?staff|speakers?|presenters?|other attendees
            |non-members)(?: (?:present
            |in attendance|attending|also present))?$|^wrth law$|^swyddogion$|^also attending$
            |^(?:in attendance )?by invitation$|^invited(?: guests?| attendees?)?$|^other (?:members
            |councillors) (?:in attendance|attending|present)$
            |^observers?(?: present)?$
        "
    )) {
        let role = if label.starts_with("observer") {
            Role::Observer
        } else if label == "secretariat" {
            Role::MinuteTaker
        } else if label.contains("members")
            || label.contains("councillors")
            || label.contains("guest")
            || label.contains("visitor")
        {
            Role::Guest
        } else {
            Role::Officer
        };
        section(InAttendance, role)
    } else if is(pattern!(r"^(?:members of )?(?:the )?public(?: (?:present|in attendance|attending))?$")) {
        section(Present, Role::Public)
    } else if is(pattern!(r"^(?:also present|others? present)(?: \(.*\))?(?: for .*)?$")) {
        section(Present, Role::Guest)
    } else if is(pattern!(
        r"
            ^(?:(?:members?|councillors?|cllrs?\.?|directors?|supervisors?|those|partners?|people|persons
            |core members?|voting members|board members
            |panel members|committee members|commissioners|trustees|governors|attendees)\s*)?(?:present|attending
            |in attendance|attended)(?: were)?(?: \(.*\))?(?: (?:in person|at the meeting|by invitation
            |in the chamber|remotely|online))?$|^(?:[\w]+ )?attendees?$|^attendance(?: list| record)?$|^sederunt$
            |^roll[- ]?call$|^(?:council|trustee|director|board)s? (?:members )?present$
            |^(?:council|committee|board|panel) ?members? (?:present|in attendance)$|^those members? present(?: were)?$
            |^(?:yn )?bresennol$|^presennol$|^core members(?:hip)?(?: .*)?$|^there$|^those there$
            |^(?:the )?following (?:members )?were present$
        "
    )) {
        section(Present, Role::Member)
    } else if is(pattern!(
        r"
            ^(?:members?(?:hip)?(?: of the \w+)?|committee members?|panel members?|membership of the committee
            |to(?: all members of .*)?|members of the (?:committee|board|panel|council|cabinet).*)$
        "
    )) {
        section(Expected, Role::Member)
    } else {
        None
    }
}

/// What a heading of people says, where it is not one of the usual labels but ends in a colon: by the class of its
/// words, since nobody can list the labels of all papers.
pub(crate) fn attendance_heading(text: &str) -> Option<Section> {
    attendance_section(text).or_else(|| section_by_class(text.trim().strip_suffix(':')?))
}

/// `Absent without apology`, `Staff (standing invitation)`, `Public participation`: the words tell away, absent,
/// public, staff or member, in this order, since an absent member is absent.
fn section_by_class(label: &str) -> Option<Section> {
    /// Longer labels are sentences.
    const MOST_WORDS: usize = 6;
    let label = label.trim().to_lowercase();
    let is_group = plural_honorific(&format!("{label} ")).is_some_and(|(_, at)| at >= label.len());
    if label.split_whitespace().count() > MOST_WORDS || label.contains(',') || is_group {
        return None;
    }
    let has = |p: &regex::Regex| p.is_match(&label);
    let section = |attendance, role| Some(Section { attendance, role });
    if has(pattern!(r"vacan(?:t|cy|cies)\b|\b(?:not|agenda|quorum|minutes|date|time|venue|place)\b")) {
        None
    } else if has(pattern!(r"\babsen(?:t|ce|ces|tees)\b")) && !has(pattern!(r"\bleave\b|\bfor absence|^apolog")) {
        section(Attendance::Absent, Role::Member)
    } else if has(pattern!(r"\bapolog|\bregrets\b|\bexcused\b|\bunable\b|\bleave of absence\b")) {
        section(Attendance::Apologies, Role::Member)
    } else if has(pattern!(
        r"\bpublic(?: (?:present|participation|gallery|in attendance|attending|attendees))?$|\b(?:residents
        |parishioners|press)\b"
    )) {
        section(Attendance::Present, Role::Public)
    } else if has(pattern!(
        r"
            \b(?:officers|officials|staff|advis[eo]rs|guests|visitors|speakers|presenters|observers|invit\w+
            |attendance)\b
        "
    )) {
        section(Attendance::InAttendance, if has(pattern!(r"\bobserver")) { Role::Observer } else { Role::Officer })
    } else if has(pattern!(r"\b(?:present|attendees|attended|attending)\b")) {
        section(Attendance::Present, Role::Member)
    } else if has(pattern!(
        r"\b(?:members|councillors|trustees|directors|governors|commissioners|supervisors|delegates)\b"
    )) {
        section(Attendance::Expected, Role::Member)
    } else {
        None
    }
}

/// The same behind a number or a letter: `1. Present: …`, `b. Apologies`.
pub(crate) fn numbered_attendance_label(text: &str) -> Option<(Section, usize)> {
    attendance_label(text).or_else(|| {
        let len = read_item_number(text).map(|n| n.len).or_else(|| read_part_number(text).map(|(_, len)| len))?;
        attendance_label(text.get(len..)?).map(|(section, at)| (section, at + len))
    })
}

/// The label at the beginning of a paragraph, if it begins a section: what it says, and where its
/// list begins.
pub(crate) fn attendance_label(text: &str) -> Option<(Section, usize)> {
    // "Present 3 - Member Ash", "Absent: 1 - Birch": how many there are.
    if let Some(c) = pattern!(r"^\s*(?P<l>[\p{L}/' ]{4,40}?)\s*:?\s+\d{1,2}\s*[-\u{2013}:]\s+").captures(text)
        && let (Some(l), Some(whole)) = (c.name("l"), c.get(0))
        && let Some(found) = attendance_section(l.as_str())
    {
        return Some((found, whole.end()));
    }
    if let Some(found) = attendance_section(text) {
        return Some((found, text.len()));
    }
    // "PRESENT: …", "Apologies – …", "Present:- …"
    let c = pattern!(
        r"^\s*\[?(?P<l>[\p{L}/()' -]{4,60}?)\s*(?::\s*[-\u{2013}]?|;|\s[-\u{2013}\u{2014}]|[-\u{2013}\u{2014}]\s|:-)\s*"
    )
    .captures(text);
    if let Some(c) = c
        && let (Some(l), Some(whole)) = (c.name("l"), c.get(0))
        && let Some(found) = attendance_section(l.as_str()).or_else(|| {
            let colon = whole.as_str()[l.len()..].contains(':');
            // The list begins at once: "Public participation: A resident complained" is an item.
            let names = || list_names(&text[whole.end()..], None).first().is_some_and(|p| p.range.start < 4);
            section_by_class(l.as_str()).filter(|_| colon && (whole.end() >= text.len() || names()))
        })
    {
        return Some((found, whole.end()));
    }
    // "PRESENT Councillor A …": capitals alone mark the label.
    let c = pattern!(
        r"
        ^\s*(?P<l>(?:MEMBERS |ALSO |OFFICERS |COUNCILLORS )?(?:PRESENT|IN ATTENDANCE|APOLOGIES|ABSENT|SEDERUNT
        |ATTENDING))\s+(?:\p{Lu})
    "
    )
    .captures(text);
    let Some(l) = c.and_then(|c| c.name("l")) else { return label_before_names(text) };
    Some((attendance_section(l.as_str())?, l.end()))
}

/// `Present Nora Vint, Saul Brack`, `Also in attendance was Ida Plumb`: names alone mark what stands before them as
/// the label.
fn label_before_names(text: &str) -> Option<(Section, usize)> {
    let c = pattern!(
        r"
            ^\s*(?P<l>(?i:(?:also |those |the )?(?:other )?(?:board |committee |panel |council )?(?:members? |trustees
            |directors |officers |officials |staff |councillors )?(?:present|in attendance|attending|absent|excused
            |regrets
            |apologies(?: for absence)?(?: were)?(?: received)?(?: from)?|attendees|in the chair)))(?i:\s+(?:was
            |were))?\s+
        "
    )
    .captures(text)?;
    let (label, end) = (c.name("l")?, c.get(0)?.end());
    let rest = &text[end..];
    let first = list_names(rest, None).into_iter().next()?;
    let begins = first.range.start < 4 && first.name_range.len() > 3;
    let said = pattern!(r"(?i)\s+(?:were|received|from)\b").replace_all(label.as_str(), "");
    let found = attendance_section(&said)?;
    begins.then_some((found, end))
}

/// The section that the last words of a paragraph begin, with a colon behind them: `… HELD ON 4 MAY PRESENT IN THE
/// CHAIR:`. Gives where it begins, too.
pub(crate) fn trailing_attendance_label(text: &str) -> Option<(Section, usize)> {
    /// Labels have no more words.
    const MOST_WORDS: usize = 5;
    let text = text.trim_end().strip_suffix(':')?;
    let starts: Vec<usize> = pattern!(r"\S+").find_iter(text).map(|m| m.start()).collect();
    let first = starts.len().saturating_sub(MOST_WORDS).max(1);
    starts.get(first..)?.iter().find_map(|at| {
        let label = &text[*at..];
        let section = attendance_section(label).filter(|_| label.starts_with(char::is_uppercase))?;
        Some((section, *at))
    })
}

/// The word of a status column.
pub(crate) fn attendance_mark(text: &str) -> Option<Attendance> {
    let text = text.trim().to_lowercase();
    let is = |p: &regex::Regex| p.is_match(&text);
    if is(pattern!(
        r"^(?:attended|present|yn bresennol|in person|\u{2713}|\u{2714}|y|yes|p|attending|\*|\u{2611}|in attendance)$"
    )) {
        Some(Attendance::Present)
    } else if is(pattern!(r"^(?:\*\*|remote|t|ar-lein|via teams|teams|online|virtual|r|by video.*|via .*)$")) {
        Some(Attendance::Remote)
    } else if is(pattern!(
        r"^(?:apolog\w*|ymddiheuriadau|a|apols?|sent apologies|s|ap|substitute sent|\u{d8}|\u{f8}|apologies .*)$"
    )) {
        Some(Attendance::Apologies)
    } else if is(pattern!(r"^(?:absent|x|n|no|did not attend|dna|\u{2717}|\u{2718}|-|\u{2013}|ab)$")) {
        Some(Attendance::Absent)
    } else if is(pattern!(r"^(?:part\w*|\u{2713} (?:to|from) .*|until .*|from .*|left .*)$")) {
        Some(Attendance::Partial)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_sections() {
        let of = |t: &str| attendance_label(t).map(|(s, at)| (s.attendance, s.role, at));
        assert_eq!(of("PRESENT: Mr A"), Some((Attendance::Present, Role::Member, 9)));
        assert_eq!(of("Also Present:- Councillor L"), Some((Attendance::Present, Role::Guest, 15)));
        assert_eq!(of("Apologies for absence"), Some((Attendance::Apologies, Role::Member, 21)));
        assert_eq!(of("Yn bresennol / Present:").map(|x| x.0), Some(Attendance::Present));
        assert_eq!(of("IN ATTENDANCE Mr B").map(|x| x.0), Some(Attendance::InAttendance));
        assert_eq!(of("Officers present:").map(|x| x.1), Some(Role::Officer));
        assert_eq!(of("Present: 3 - Ash, Birch").map(|x| x.2), Some(13));
        assert_eq!(of("Excused 1 - Member Ash").map(|x| (x.0, x.2)), Some((Attendance::Apologies, 12)));
        assert_eq!(of("Present arrangements are poor"), None);
        assert_eq!(of("The members present were asked to vote"), None);
    }
}
