//! Tasks by who does them, whatever the verb: the people of the paper itself, by name, first name or initials, and
//! posts. And tasks in the passive, whatever the participle.

use types::Participant;

use crate::grammar::name::is_same_person;
use crate::grammar::pattern;

/// Verbs that tell a state, not a deed.
const STATES: &str = r"
    (?:be|have|need|like|know|remain|feel|think|want|become|seem|benefit|receive|agree|hope|retire|cost|depend|stay
    |serve
    |continue|happen|appear|exist|mean|include|allow|enable|cover|stand|the|a|an|their|his|her|its|all|this|that|not
    |date
    |members|council|take place|start|begin|open|close|last|run|come|go|rise|fall|increase|decrease|expire|leave|cease)
";

/// Who a sentence says is to do something, by an open verb; nobody where it commits nobody.
pub(super) fn open_active(words: &str, people: &[Participant]) -> Option<Vec<String>> {
    if is_conditional(words) {
        return None;
    }
    let clause = pattern!(
        r"
            (?:^\W*|[,;:.]\s+|\b(?:that|and|but|so|then)\s+|\s[-\u{2013}]\s+)(?P<s>(?:[Tt]he )?[\p{L}.'\u{2019}-]+
            (?:(?:\s*[,/&+]\s*|\s+and\s+|\s+)[\p{L}.'\u{2019}-]+){0,5}?)\s+(?:will(?: now| also| then)?|to|is to|are to
            |shall
            |still to|is going to|are going to|agreed to|undertook to|(?:has|have) agreed to|(?:was|were) (?:instructed
            |tasked
            |directed|requested) to|needs? to)\s+(?:also |then |now |please )*(?P<v>\p{Ll}[\p{Ll}-]+)\b
        "
    );
    clause.captures_iter(words).find_map(|c| {
        let (who, verb) = (c.name("s")?.as_str(), c.name("v")?.as_str());
        let state = pattern!(&format!(r"^{STATES}$")).is_match(verb);
        let told = pattern!(
            r"(?i)\b(?:said|stated|advised|reported|noted|replied|explained|hoped|believed|felt)\b[^.]{0,60}$"
        )
        .is_match(&words[..c.name("s")?.start()]);
        let agreed = c.get(0)?.as_str().contains("agreed")
            && pattern!(r"(?i)^(?:all|everyone|staff|trustees|officers)$").is_match(who);
        (!state && !told && !agreed && is_known_doer(who, people)).then(|| vec![who.to_owned()])
    })
}

/// `GW: circulate the budget`, `All: decide whether …`: initials or a name, then the task.
pub(super) fn open_addressed(words: &str, people: &[Participant]) -> Option<Vec<String>> {
    let c = pattern!(
        r"
            ^\W*(?P<s>[\p{Lu}][\p{L}]{1,14}(?:\s*[+&/,]\s*[\p{Lu}][\p{L}]{1,14})*|all
            |everyone)\s*:\s+(?:to\s+)?(?P<v>\p{L}[\p{Ll}-]+)\b
        "
    )
    .captures(words)?;
    let (who, verb) = (c.name("s")?.as_str(), c.name("v")?.as_str());
    let base = pattern!(&format!(r"(?i)^{}$", super::task_words::TASKS)).is_match(verb);
    (base && is_known_doer(who, people))
        .then(|| who.split(['+', '&', '/', ',']).map(|w| w.trim().to_owned()).filter(|w| !w.is_empty()).collect())
}

/// A sentence in the passive that puts something on somebody's list: `A note will be issued to all drivers.` Its first
/// clause says so; what stands behind "that" or beside another verb is told, not promised.
pub(super) fn is_open_passive(words: &str) -> bool {
    /// Longer sentences tell a story.
    const LONGEST: usize = 30;
    let bracketed = words.trim_start().starts_with(['(', '[']);
    if bracketed || words.split_whitespace().count() > LONGEST || is_conditional(words) {
        return false;
    }
    let lower = words.to_ascii_lowercase();
    let passive = pattern!(
        r"
            ^(?P<b>.*?\S)\s+(?:to|will|shall|is to|are to)\s+(?:(?:now|also|then|all|both|\w+ly)\s+)?be\s+
            (?:(?:\w+ly|further|then)\s+)?(?P<p>done|chased|issued|acted upon|acted on|reiterated|marketed|undertaken
            |revisited
            |approached|actioned|reallocated|finalised|finalized|tidied|painted|mended|fixed|filled|convened|established
            |uploaded|gathered|organised|scheduled|translated|posted|drawn up|sourced|priced|costed|surveyed|planted)\b
        "
    );
    let Some(before) = passive.captures(&lower).and_then(|c| c.name("b")) else { return false };
    // Another verb before it: the sentence is about something else.
    let other = pattern!(
        r"
            \b(?:was|were|is|are|has|have|had|been|that|which|who|said|stated|asked|would|can|as|than|need|needs|order
            |so
            |how|what|when|where|until|once|after|before|hoped|likely|due|able|expected|going|still|date|time|venue
            |place)\b
        "
    )
    .is_match(before.as_str());
    !other && before.as_str().split_whitespace().count() <= 12
}

/// The sentence asks, supposes or wishes.
fn is_conditional(words: &str) -> bool {
    words.trim_end().ends_with('?')
        || pattern!(
            r"
                (?i)^\W*(?:if|whether|unless|should|could|would|had|were|why|how|what|who)\b|\b(?:if|unless|whether
                |could|might
                |may|hoped|hopes|wondered|suggested|recommended that)\b|\b(?:not|never)\s+be\b|\bwill not\b
            "
        )
        .is_match(words)
}

/// Each of those named is somebody of the paper, or holds a post.
pub(super) fn is_known_doer(who: &str, people: &[Participant]) -> bool {
    let who = who.trim().trim_start_matches("the ").trim_start_matches("The ");
    let parts: Vec<&str> =
        pattern!(r"\s*[,/&+]\s*|\s+and\s+").split(who).map(str::trim).filter(|p| !p.is_empty()).collect();
    !parts.is_empty() && parts.iter().all(|part| is_post(part) || is_of_paper(part, people))
}

fn is_post(part: &str) -> bool {
    pattern!(
        r"
            (?i)^(?:(?:the|parish|town|deputy|vice|acting|board|library|executive|finance|support|marketing|services?
            |assistant
            |web|project|community|development|programme|general|human|resources|and)[ -])*(?:clerk|chair(?:man|person
            |woman)?
            |secretary|treasurer|convener|manager|director|officer|officers|coordinator|secretariat|webmaster|caretaker
            |warden
            |librarian|rfo|president|staff|all|everyone|[\p{L} ]{2,24} team|team|trustees|he|she|they)$
        "
    )
    .is_match(part)
}

/// Somebody of the attendance list by name, first name, surname or initials.
fn is_of_paper(part: &str, people: &[Participant]) -> bool {
    let bare = pattern!(r"^(?:Cllrs?|Councillors?|Mr|Mrs|Ms|Miss|Dr|Member|Trustee|Director|Chair|PC|Sgt|Insp)\.?\s+")
        .replace(part, "");
    people.iter().any(|p| {
        let names: Vec<&str> = p.name.split(' ').collect();
        let first_letters: String = names.iter().filter_map(|n| n.chars().next()).collect();
        let ends: String =
            [names.first(), names.last()].into_iter().flatten().filter_map(|n| n.chars().next()).collect();
        p.name == *bare
            || bare.contains(' ') && is_same_person(&p.name, &bare)
            || names.iter().any(|n| n.len() > 2 && *n == bare)
            || p.initials.as_deref() == Some(&bare)
            || bare.len() >= 2 && (bare == first_letters || names.len() > 1 && bare == ends)
    })
}
