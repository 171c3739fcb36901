//! What the titles of items look like, and where they end in a line that runs on.

use crate::grammar::date::find_dates;
use crate::grammar::item_number::read_item_number;
use crate::grammar::name_list::list_names;
use crate::grammar::pattern;

/// Where a title ends that a colon parts from the text behind it.
pub(crate) fn colon_title(text: &str) -> Option<usize> {
    let c = pattern!(r"^\s*(?P<t>\p{Lu}[\p{L}\u{2019}'&/ -]{2,50}):\s+\p{Lu}").captures(text)?;
    let title = c.name("t")?;
    // "Opening Those members present were: …": a sentence runs into the title.
    let opens = pattern!(r"^\s*(?P<t>\p{Lu}[\p{L} ]+?)\s(?:Those|The|There|These|This)\s[^:]*\b(?:was|were|is|are)\b");
    if let Some(t) = opens.captures(title.as_str()).and_then(|c| c.name("t")) {
        return Some(title.start() + t.end());
    }
    (title.as_str().split_whitespace().count() <= 6 && title.as_str().contains(char::is_lowercase)).then(|| title.end())
}

/// The words tell something with a subject and a verb: `The minutes were agreed as a true record.`
pub(crate) fn is_sentence(text: &str) -> bool {
    /// Shorter ones are titles all the same: `What is next`.
    const LEAST: usize = 4;
    let words = text.split_whitespace().count();
    let small = text.split_whitespace().filter(|w| w.starts_with(char::is_lowercase)).count();
    words >= LEAST
        && small * 2 >= words
        && pattern!(
            r"
            (?i)^\W*(?:no|the|it|this|a|an|there|members|councillors?|[\p{L}.]+ [\p{L}.]+)\b.*\b(?:was|were|is|are
            |has|have|had|will|made|asked|moved|agreed|gave|reported)\b
        "
        )
        .is_match(text)
        && !pattern!(r"(?i)^\W*(?:to|minutes?|notes?|matters?|report|update|date)\b").is_match(text)
}

/// Where a title ends that runs into its text without any mark: `Election of Officers Upon the proposition of …`. What
/// follows opens a sentence, the title before it is set with capitals.
pub(crate) fn run_in_title(text: &str) -> Option<usize> {
    /// Titles are no longer, in bytes.
    const LONGEST: usize = 90;
    let opens = pattern!(
        r"
            \s(?P<o>(?:The|There|Upon|It|This|These|Following|Members|Councillors?|Cllrs?|Mr|Mrs|Ms|Nothing|None|No|All
            |As|After
            |On|An?|Apologies|Resolved|RESOLVED|Agreed|AGREED|Noted|NOTED|Chair|Clerk|We|They|In|Since|At|For|Two|Three)
            \s+\p{L}|[a-z]\)\s)
        "
    );
    for c in opens.captures_iter(text.get(..text.floor_char_boundary(LONGEST + 20))?) {
        let end = c.get(0)?.start();
        let title = text[..end].trim();
        let words: Vec<&str> = title.split_whitespace().collect();
        let small = |w: &str| {
            matches!(
                w,
                "of" | "the"
                    | "and"
                    | "for"
                    | "in"
                    | "on"
                    | "to"
                    | "from"
                    | "a"
                    | "at"
                    | "with"
                    | "by"
                    | "&"
                    | "ended"
                    | "year"
            )
        };
        let capital = words.iter().filter(|w| w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())).count();
        let plain = words.iter().filter(|w| small(w)).count();
        let rest = text[end..].trim();
        let is_title = (1..=12).contains(&words.len())
            && title.len() >= 4
            && end <= LONGEST
            && capital + plain == words.len()
            && capital >= 1
            && words.last().is_some_and(|w| !small(w))
            && !title.ends_with(['.', ',', ';', ':']);
        if is_title && rest.split_whitespace().count() >= 5 && rest.contains(['.', ';']) {
            return Some(end);
        }
    }
    None
}

/// A line that can be a title where nothing else marks it: short, no sentence, no label of its own.
pub(crate) fn is_title_line(text: &str) -> bool {
    let text = text.trim();
    (4..=120).contains(&text.len())
        && text.starts_with(|c: char| c.is_uppercase() || c == '\u{2018}' || c == '\u{201c}')
        && !text.ends_with(['.', ';', ',', ':'])
        && !pattern!(r"[.;]\s+\p{Lu}").is_match(text)
        && read_item_number(text).is_none()
        && find_dates(text).iter().all(|d| d.range.len() * 2 < text.len())
}

/// Where the title ends that the text begins with, if it is one that papers of all bodies have: `Apologies for Absence
/// Cllr John Reeve`. Needed where the mark or the end of line between title and text is lost.
pub(crate) fn usual_title(text: &str) -> Option<usize> {
    let c = pattern!(
        r"
        (?i)^(?P<t>apolog(?:ies|y)(?: for (?:absence|non-attendance))?
        |(?:no )?declarations? of (?:members.{0,2} )?interests?|matters arising(?: from (?:the )?(?:previous 
        |last )?(?:minutes|meetings?))?|minutes of (?:the )?(?:previous|last) meeting|(?:chair(?:man|person)?|clerk
        |treasurer)['\u{2019}]?s (?:report|announcements?|remarks|communications)|correspondence(?: received)?
        |finance(?: report)?|accounts for payment|planning(?: applications?)?(?: received)?(?: for consideration)?
        |any other business|dates? of (?:the )?(?:next|future) meetings?|public (?:participation|questions|forum
        |question time)|open forum|welcome(?: and (?:introductions|apologies))*|introductions|highways
        |risk assessment(?: check)?|internal audit(?:or)?|further reports|reports? from (?:county |district 
        |borough )?councillors?|urgent business|exclusion of (?:the )?(?:press and )?public
        |items for (?:the )?next agenda)(?P<g>\s+)(?P<r>\S.*)$
    "
    )
    .captures(text)?;
    let (title, rest) = (c.name("t")?, c.name("r")?.as_str());
    let begins = rest.starts_with(|c: char| {
        c.is_uppercase() || c.is_ascii_digit() || "\u{2022}\u{a3}\u{201c}\u{2018}\u{b7}".contains(c)
    });
    let runs_on = rest.split_whitespace().count() >= 6
        || rest.starts_with(['\u{2022}', '\u{b7}'])
        || pattern!(r"[.;:]\s*$").is_match(rest)
        || !list_names(rest, None).is_empty();
    (begins && runs_on).then(|| title.end())
}

/// The reference of `(Item B1)`, and whether it stands alone.
pub(crate) fn item_reference(text: &str) -> Option<(String, bool)> {
    let c = pattern!(r"(?i)\(\s*(?:agenda )?item(?: no\.?)?\s+(?P<r>[A-Z]?\d{1,3}[a-z]?)\s*\)\s*$").captures(text)?;
    let alone = text[..c.get(0)?.start()].trim().is_empty();
    Some((c.name("r")?.as_str().to_owned(), alone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_behind_titles() {
        assert_eq!(item_reference("Election of Chair (Item A4)"), Some(("A4".into(), false)));
        assert_eq!(item_reference("(Agenda item 12)"), Some(("12".into(), true)));
        assert_eq!(item_reference("(Item under review)"), None);
    }
}
