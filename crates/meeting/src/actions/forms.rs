//! Forms in which minutes give tasks besides the usual ones: each by the classes of its words (who, how, what), with a
//! sentence that has it and one that only seems to. A new form is added here, as data; the tests read the same list.

use std::sync::LazyLock;

use regex::Regex;
use types::Participant;

use crate::actions::open_tasks::is_known_doer;
use crate::grammar::{AUTOMATON, lean, pattern};

/// Who is named as the doer by the form's group `s`.
#[derive(Clone, Copy, PartialEq)]
enum Doer {
    /// Somebody of the paper, a post, a team.
    Known,
    /// Any name in capitals: a firm, a department, a first name.
    Named,
    /// Nobody has to be named.
    Anybody,
}

/// One form.
struct Form {
    name: &'static str,
    /// Over a clause as printed; `s` is who does it. `WILL`, `DEED`, `DONE`, `ADV` stand for the classes below.
    pattern: &'static str,
    doer: Doer,
    #[cfg_attr(not(test), allow(dead_code, reason = "read by the tests"))]
    example: &'static str,
    /// A sentence that is like it and gives no task.
    #[cfg_attr(not(test), allow(dead_code, reason = "read by the tests"))]
    negative: &'static str,
}

/// What binds somebody to a deed.
const WILL: &str = r"
    (?:will|shall|to|is to|are to|was to|were to|would|is going to|are going to|has agreed to|have agreed to
    |had agreed to|agreed to|undertook to|still to|(?:was|were|has been|have been|is|are) (?:asked|told|instructed
    |tasked|directed|requested|charged|left|authori[sz]ed|delegated) (?:with |to ))
";

const ADV: &str = r"(?:(?:also|then|now|please|both|all|therefore|again|further|still|try to|\w+ly)\s+){0,2}";

/// A deed in its base form; what is no deed is struck out by [`STATE`].
const DO: &str = r"(?P<v>\p{Ll}[\p{Ll}-]+)";

/// A participle.
const DONE: &str = r"
    (?P<p>[\p{Ll}-]{2,}ed|sent|put|made|done|drawn|written|given|taken|brought|bought|built|found|kept|left|paid
    |sought|set|shown|told|told|gone|begun|chosen|fed|forwarded|held|hung|laid|led|let|lent|met|run|seen|sold|spoken
    |spread|swept|torn|thrown|worn)
";

/// Verbs and participles that tell a state, a hope or a rule, not a deed.
const STATE: &str = r"
    ^(?:be|have|like|know|remain|feel|think|want|become|seem|benefit|receive|hope|retire|cost|depend|stay|serve
    |happen|appear|exist|mean|include|allow|enable|cover|stand|rise|fall|increase|decrease|expire|cease|affect|apply
    |suffer|miss|lose|need|expected|required|needed|used|allowed|known|seen|shown|affected|based|impacted|considered
    |interested|pleased|involved|entitled|limited|located|believed|disappointed|delighted|concerned|welcomed|thanked
    |noted|hoped|felt|understood|closed|lost|missed|increased|reduced|improved|helped|measured|met|received
    |determined|represented|opened|judged|withdraw|abstain|fly|lost|the|a|an|their|his|her|its|all|this|that|these
    |those|date|not|never|only|members|council)$
";

static FORMS: &[Form] = &[
    Form {
        name: "somebody will do it",
        pattern: r"
            ^(?P<s>(?:[Tt]he )?[\p{L}.'\u{2019}-]+(?:(?:\s*[,/&+]\s*|\s+and\s+
            |\s+)[\p{L}.'\u{2019}-]+){0,5}?)\s+WILL\s*ADV DEED\b
        ",
        doer: Doer::Known,
        example: "S. Brack is going to try to ring the owner.",
        negative: "The road will flood again in winter.",
    },
    Form {
        name: "a firm or a team will do it",
        pattern: r"
            ^(?P<s>(?:The )?\p{Lu}[\p{L}'\u{2019}-]+(?: (?:and |& )?\p{Lu}[\p{L}'\u{2019}-]+){0,3}(?: [Tt]eams?
            | [Gg]roup)?)\s+(?:will|to|shall|is to|are to|(?:has|have) confirmed (?:it
            |they) will(?: be)?)\s+ADV DEED\b
        ",
        doer: Doer::Named,
        example: "Transparency Team to circulate the paper.",
        negative: "Funding will support the project.",
    },
    Form {
        name: "somebody said that they would",
        pattern: r"
            ^(?P<s>(?:[Tt]he )?[\p{L}.'\u{2019}-]+(?:\s+[\p{L}.'\u{2019}-]+){0,3}?)\s+(?:also )?(?:said|stated
            |confirmed|advised|agreed|notified|promised|added|replied|reported|indicated|noted)\s+(?:that )?(?:he
            |she|they)(?:\u{2019}ll|'ll|\u{2019}d|'d| would| will)\s+ADV(?:be \w+ing|DEED)\b
        ",
        doer: Doer::Known,
        example: "Mr Brack said he would ring the owner.",
        negative: "Mr Brack said he would like more trees.",
    },
    Form {
        name: "it will be done",
        pattern: r"
            ^(?P<b>[^.;:?]{2,90}?\s)(?:will|shall|to|is to|are to)\s+(?:(?:now|also|then|all|both|again|therefore
            |\w+ly)\s+)?be\s+(?:\w+ly\s+)?DONE\b
        ",
        doer: Doer::Anybody,
        example: "A new day for the fair will be chosen.",
        negative: "The fair will be affected by rain.",
    },
    Form {
        name: "it was agreed that it would be done",
        pattern: r"
            ^(?:.{0,60}?\b)?(?:agreed|decided|confirmed|requested|asked) that\s+[^.;:?]{2,120}?\s(?:would
            |will)\s+(?:(?:now|also|then|\w+ly)\s+)?be\s+DONE\b
        ",
        doer: Doer::Anybody,
        example: "It was agreed that an extra session would be convened on 9 June.",
        negative: "It was hoped that the rain would be measured.",
    },
    Form {
        name: "it would be done at a meeting",
        pattern: r"
            ^(?P<b>[^.;:?]{2,90}?\s)would\s+(?:(?:now|also|then|again|\w+ly)\s+)?be\s+DONE\b[^.;]{0,50}\b(?:meeting
            |committee|session|agm|agenda)\b
        ",
        doer: Doer::Anybody,
        example: "Thanks to the crew would be given at the June meeting.",
        negative: "The hall would be closed after the meeting.",
    },
    Form {
        name: "it was agreed that it should be done",
        pattern: r"
            ^(?:.{0,60}?\b)?(?:agreed|decided|requested|asked) that\s+[^.;:?]{2,120}?\sshould\s+(?:(?:now|also|then
            |\w+ly)\s+)?be\s+DONE\b
        ",
        doer: Doer::Anybody,
        example: "It was agreed that the gate should be painted.",
        negative: "It was agreed that rain should be expected.",
    },
    Form {
        name: "there will be word of it",
        pattern: r"
            ^(?:[^.;]{0,60}?\s)?(?:there will be (?:an? )?(?:further |verbal |full )?(?:update|report|presentation)
            |(?:will|to) be back with|(?:will|to) report back|(?:will|to) bring back)\b
        ",
        doer: Doer::Anybody,
        example: "He will be back with dates when the tide tables are out.",
        negative: "There will be rain on the day.",
    },
    Form {
        name: "the body will do it",
        pattern: r"
            ^(?:[^,.;]{0,60}?,?\s)?(?P<s>[Tt]he (?:Parish |Town |City |County |Community )?(?:[Cc]ouncil|[Bb]oard
            |[Cc]ommittee|[Pp]anel|[Gg]roup|[Pp]artnership|[Tt]rustees))\s+(?:will|is to|are to)\s+ADV(?P<v>make
            |write|contact|arrange|send|seek|ask|invite|meet|prepare|circulate|publish|respond|submit|request
            |organise|provide|investigate|consult|look|obtain|purchase|order|install|repair|replace|issue|apply
            |explore|review|draw|hold|set|carry)\b
        ",
        doer: Doer::Anybody,
        example: "Out of these the Board will make a rota.",
        negative: "The Board will be pleased to hear it.",
    },
];

/// What makes a clause of these forms no task: a condition, a hope, a no, a rule, another time.
const VETO: &str = r"
    (?i)\b(?:if|unless|whether|could|might|may|hopes?|hoped|hopefully|wondered|suggested|never|not|cannot|in order
    |so as|so that|likely|due|able|expected|proposed|would like|going forward|each year|every year|annually|always
    |usually|at all times|in future)\b|^\W*(?:how|what|why|who|which|should|would|could|had|were)\b
    |\bnext meeting (?:will|to|would|is)\b|\bmeeting (?:will|would|to) be held\b|\?\s*$
";

static READY: LazyLock<Vec<(Regex, &Form)>> =
    LazyLock::new(|| FORMS.iter().filter_map(|form| Some((compile(form.pattern)?, form))).collect());

static VETOED: LazyLock<Option<Regex>> = LazyLock::new(|| compile(VETO));

static STATES: LazyLock<Option<Regex>> = LazyLock::new(|| compile(STATE));

fn compile(pattern: &str) -> Option<Regex> {
    let whole = pattern
        .replace("WILL", WILL)
        .replace("DONE", DONE)
        .replace("ADV ", ADV)
        .replace("ADV", ADV)
        .replace("DEED", DO);
    regex::RegexBuilder::new(&lean(&whole)).dfa_size_limit(AUTOMATON).build().ok()
}

/// Who a sentence gives a task by one of the forms, and the form's name; an empty list where nobody is named, nothing
/// where it gives none.
pub(super) fn by_form(words: &str, people: &[Participant]) -> Option<(Vec<String>, &'static str)> {
    /// Longer sentences, in bytes, tell a story.
    const LONGEST: usize = 320;
    if words.len() > LONGEST
        || !pattern!(r"\b(?:will|shall|to|would|needs?|be|agreed|[a-z]+ed)\b|\u{2019}ll|'ll").is_match(words)
    {
        return None;
    }
    let words = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut starts = vec![0];
    starts.extend(
        pattern!(r"(?:[,;:]\s+(?:and |but |so )?|\s(?:and|but|so|that)\s+|\s[-\u{2013}\u{2014}]\s+)")
            .find_iter(words)
            .map(|m| m.end()),
    );
    // "When the rota is ready it will be sent round."
    if pattern!(r"^(?:When|Once|As soon as|After)\b").is_match(words) {
        starts.extend([" it will ", " they will "].iter().filter_map(|w| words.find(w)).map(|at| at + 1));
    }
    starts.into_iter().find_map(|from| {
        let clause = &words[from..];
        // "When the rota is ready it will be sent round": what waits is a task all the same.
        let before = if from > 0 { &words[..from] } else { "" };
        let vetoed = VETOED.as_ref().is_some_and(|veto| veto.is_match(clause) || veto.is_match(before));
        if vetoed {
            return None;
        }
        // What somebody reports, notes or wishes is told, not taken on.
        let told_before = from > 0
            && pattern!(
                r"(?i)\b(?:noted|commented|advised|reported|recogni[sz]e|explained|wished|stated|said|informed
                |acknowledged|told|highlighted|added|intimated|felt|heard|recorded|declared|outlined|updated)\b"
            )
            .is_match(&words[..from]);
        READY.iter().filter(|_| !told_before).find_map(|(pattern, form)| {
            let c = pattern.captures(clause)?;
            let deed = c.name("v").or(c.name("p")).map_or("", |m| m.as_str());
            let state = STATES.as_ref().is_some_and(|states| states.is_match(deed));
            let on = deed == "go"
                && c.name("v").is_some_and(|v| {
                    pattern!(
                        r"
                ^ (?:on|to|through|back|over|and)\b
            "
                    )
                    .is_match(&clause[v.end()..])
                });
            if state && !on {
                return None;
            }
            // Another verb before it: the clause tells of something else.
            let told = c.name("b").is_some_and(|b| {
                pattern!(
                    r"(?i)\b(?:was|were|is|are|has|have|had|been|agree|needed|wished|wanted|important|enable
                    |allow|ensure|that|which|who|said|stated|asked|would|can|as|than|how|what
                    |when|where|until|once|after|before|left|need|needs|order|meetings?)\b"
                )
                .is_match(b.as_str())
                    || matches!(deed, "held" | "confirmed" | "approved")
            });
            if told {
                return None;
            }
            let who = c.name("s").map(|s| s.as_str().trim());
            let owners = match (form.doer, who) {
                (Doer::Known, Some(who)) => is_known_doer(who, people).then(|| vec![who.to_owned()]),
                // "Support to escape abuse": one word before "to" takes it as well as a doer does.
                (Doer::Named, Some(who)) => {
                    let behind = &clause[c.name("s").map_or(0, |s| s.end())..];
                    let sure = who.contains(' ') || !behind.trim_start().starts_with("to ");
                    (sure && is_named(who)).then(|| vec![who.to_owned()])
                }
                _ => Some(who.filter(|_| form.doer != Doer::Anybody).map(str::to_owned).into_iter().collect()),
            };
            owners.map(|owners| (owners, form.name))
        })
    })
}

/// A name in capitals that is no plain noun at the beginning of a sentence.
fn is_named(who: &str) -> bool {
    !pattern!(
        r"
            ^(?:The )?(?:This|These|That|Those|There|It|He|She|They|We|You|Work|Works|Details|Information|Report|Reports
            |Funding|Training|People|Schools|Residents|Discussion|Meeting|Meetings|Minutes|Agenda|Item|Items|Date|Dates
            |Next|New|All|Any|Some|Each|Both|Other|Others|More|Most|Many|No|None|Nothing|Everything|Anyone|Those|Money
            |Costs?|Prices?|Letters?|Notices?|Grants?|Applications?|Proposals?|Plans?|Planning|Members|Councillors
            |Motion|Resolution|Agree|Agreed|Approve|Approved|Note|Noted|Resolve|Resolved|Request|Need|Needs|Further
            |Just|Subject|Due|Decisions?|Comments?|Implement|Facilitate|Changes?|Also|Remaining|Authority|Permission
            |Thanks|Apologies|Correspondence|Copies|Copy|Papers?|Policy|Policies
            |Project|Projects|Programme|Scheme|Strategy|Budget|Precept|Traffic|Parking|Crime|Police|Council|Government
            |Brexit|Covid|January|February|March|April|May|June|July|August|September|October|November|December|Monday
            |Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Christmas|Easter)\b
        "
    )
    .is_match(who)
        && !who.split(' ').next().is_some_and(|w| w.ends_with("ing"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_compiles_and_catches_its_example_alone() {
        assert_eq!(READY.len(), FORMS.len());
        let person = |name: &str| {
            let person = crate::grammar::name::read_name(name, None).unwrap_or_default();
            crate::attendance::listed_person(person)
        };
        let people = [person("Saul Brack")];
        for form in FORMS {
            let example = by_form(form.example, &people);
            assert!(example.is_some(), "{}: {}", form.name, form.example);
            assert_eq!(by_form(form.negative, &people), None, "{}: {}", form.name, form.negative);
        }
    }
}
