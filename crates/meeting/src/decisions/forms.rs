//! Forms in which minutes decide besides the usual ones: each by the classes of its words (who, how, what), with a
//! sentence that has it and one that only seems to. A new form is added here, as data; the tests read the same list.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::grammar::{AUTOMATON, lean, pattern};

/// One form.
struct Form {
    name: &'static str,
    /// It tells what was done to a paper or a proposal.
    is_of_paper: bool,
    /// It says only that all were for it: what stands before it is what was decided.
    is_bare: bool,
    /// Over the sentence in small letters; the group `v` is the deciding word. `BODY`, `DID`, `DONE`, `ADV` stand for
    /// the classes below.
    pattern: &'static str,
    /// A sentence that decides so.
    #[cfg_attr(not(test), allow(dead_code, reason = "read by the tests"))]
    example: &'static str,
    /// One that is like it and decides nothing.
    #[cfg_attr(not(test), allow(dead_code, reason = "read by the tests"))]
    negative: &'static str,
}

/// The body that met, by any of the nouns for bodies.
const BODY: &str = r"
    (?:the\s+)?(?:[\w'\u{2019}-]+\s+){0,4}?(?:board|sub-?committee|committee|group|panel|council|members|councillors
    |partnership|cabinet|meeting|forum|executive|authority|assembly|partners|trustees|governors|directors
    |commissioners|commission|delegates)
";

/// What a body does when it decides, in the past and the present.
const DID: &str = r"
    (?:agree[ds]|approve[ds]|adopt(?:ed|s)|accept(?:ed|s)|endorse[ds]|ratifie[ds]|resolve[ds]|decide[ds]
    |determine[ds]|authorise[ds]|authorize[ds]|grant(?:ed|s)|reject(?:ed|s)|refuse[ds]|object(?:ed|s)|oppose[ds]
    |decline[ds]|elect(?:ed|s)|appoint(?:ed|s)|co-opt(?:ed|s)|defer(?:red|s)|postpone[ds]|consent(?:ed|s)
    |concur(?:red|s)|voted|chose|opted)
";

/// What is done to a paper or a proposal when it is decided.
const DONE: &str = r"
    (?:agreed|approved|adopted|accepted|endorsed|ratified|confirmed|passed|carried|granted|refused|rejected|declined
    |deferred|postponed|authorised|authorized|noted|signed|sanctioned)
";

const ADV: &str = r"(?:(?:then|also|all|both|duly|further|now|therefore|accordingly|subsequently|again|\w+ly)\s+){0,3}";

/// What may stand behind a deciding participle at the end of its sentence.
const END: &str = r"
    (?:\s+(?:by (?:the )?(?:council(?:lors)?|board|committee|members|meeting|trustees|directors|group|panel|all
    |everyone|those present|a majority|unanimous \w+)(?: present)?|in principle|unanimously|as (?:amended|presented
    |read|circulated|written|drafted|submitted|proposed|recommended|printed|corrected|a true [\w ]+|a correct [\w ]+
    |an accurate [\w ]+)|without \w+(?: \w+)?|subject to [^.;]{3,60}|with (?:thanks|no \w+|one \w+|the \w+ \w+
    |minor \w+)|nem\.? con\.?|and signed(?: by [\w ]{3,30})?))*\W*$
";

static FORMS: &[Form] = &[
    Form {
        name: "the body does",
        is_of_paper: false,
        is_bare: false,
        pattern: r"
            ^\W*(?:after [^,]{3,60},\s+|following [^,]{3,60},\s+|however,?\s+)?BODY\s+ADV(?P<v>DID)\s+(?:that|to|the
            |an?|this|these|its|their|his|her|all|on|in principle|unanimously|not|both|no|mr|mrs|ms|cllr|councillor
            |\d)\b
        ",
        example: "Members voted to accept the tender of Peat and Sons.",
        negative: "The county council objected to the bypass last year.",
    },
    Form {
        name: "the body came to a view",
        is_of_paper: false,
        is_bare: false,
        pattern: r"
            ^\W*BODY\s+ADV(?P<v>came to the (?:view|conclusion|decision)|reached (?:the|a) (?:decision|conclusion)
            |took the (?:view|decision)|made the decision|were (?:all )?(?:in agreement|agreed|content|of one mind)
            |raised no objections?|had no objections?|made no objections?|expressed no objections?
            |raised (?:an )?objections?)\b
        ",
        example: "The Council came to the view that the fair be put off.",
        negative: "The Council came to the hall at seven.",
    },
    Form {
        name: "the body resolves, as a motion is worded",
        is_of_paper: false,
        is_bare: false,
        pattern: r"^\W*BODY\s+(?:hereby\s+)?(?P<v>resolves|agrees|decides|approves|adopts)\s+(?:that|to|the)\b",
        example: "The Council resolves to lend the barge.",
        negative: "The council resolves disputes when it can.",
    },
    Form {
        name: "participle first",
        is_of_paper: false,
        is_bare: false,
        pattern: r"
            ^\W*(?:\w\)\s+)?(?:also |further |unanimously )?(?P<v>noted|(?:approved|agreed|accepted|adopted|deferred
            |endorsed|ratified|authorised)(?:\s+(?:that|to))?)\s+(?:the|an?|this|these|all|payment
            |expenditure)\s+[^.;]{3,}
        ",
        example: "Noted the renewal of the lease.",
        negative: "Approved premises are few in the town.",
    },
    Form {
        name: "decision taken",
        is_of_paper: false,
        is_bare: false,
        pattern: r"
            ^\W*(?:an?\s+|the\s+)?(?:unanimous\s+)?(?P<v>decision)\s+(?:was\s+|is\s+)?(?:then\s+)?(?:taken|made
            |reached)\s+(?:that|to|not to|by)\b
        ",
        example: "Decision taken that the council will lend the tent to the fair.",
        negative: "The decision was taken by the county in 2019.",
    },
    Form {
        name: "all were for it",
        is_of_paper: false,
        is_bare: true,
        pattern: r"
            (?:^|[.;]\s+)\W*(?:all|everyone|everybody|all (?:members|councillors|trustees|directors|those
            |present)(?: present)?|nobody|no one|the vote)\s+(?:was|were|voted|being)?\s*ADV(?P<v>for|in favou?r
            |in agreement|agreed|content|happy|objected|against|unanimous|dissented)(?:\s+(?:of|with|to|that|for
            |joining|the)\b.*)?\W*$
        ",
        example: "All were for joining the county scheme.",
        negative: "All were late for the bus.",
    },
    Form {
        name: "no objection",
        is_of_paper: false,
        is_bare: false,
        pattern: r"
            (?:^|[\s:\u{2013}-])(?P<v>no (?:objections?|comments?|observations?
            |adverse comments?)(?: or (?:objections?|comments?|observations?))?)(?:\s+(?:was|were
            |is)(?:\s+\w+)?\s*(?:raised|made|submitted|received|offered|lodged)?(?:\s+(?:to|about|on|regarding
            |concerning|in respect of|by (?:the )?(?:council|members|councillors))\b.*)?)?\W*$
        ",
        example: "No objection was raised to application 24/0117/F for a porch at 3 Mill Lane.",
        negative: "The Clerk had no objections in writing from the county, which was late.",
    },
    Form {
        name: "thanks voted",
        is_of_paper: false,
        is_bare: false,
        pattern: r"\b(?P<v>vote of thanks)\s+(?:was|to|were|is)\b",
        example: "A vote of thanks was proposed to the harbourmaster.",
        negative: "She gave thanks to the voters.",
    },
    Form {
        name: "somebody was chosen",
        is_of_paper: false,
        is_bare: false,
        pattern: r"
            ^\W*(?:(?:mr|mrs|ms|miss|dr|cllr|councillor)\.?\s+)?[\w.'\u{2019}-]+(?:\s+[\w.'\u{2019}-]+){0,3}\s+
            (?:was|were)\s+ADV(?P<v>co-opted|chosen|voted in|voted onto|elected|re-elected|appointed
            |nominated and elected)\b(?:\s+(?:as|to|onto|by|for|unopposed|chair|vice|treasurer|secretary
            |president)\b|\W*$)
        ",
        example: "SB was chosen to speak at the county fair.",
        negative: "The colour was chosen by the school last year.",
    },
    Form {
        name: "done, at the end of what else was done",
        is_of_paper: true,
        is_bare: false,
        pattern: r"^[^.;]{3,120}\b(?:was|were)\b[^.;]{2,110}(?:\s(?:and|then)|,)\s+ADV(?P<v>DONE)END",
        example: "The yearly report was read out by Nora Vint and approved.",
        negative: "The gate was broken and the lock had been passed to the police.",
    },
    Form {
        name: "done by the body",
        is_of_paper: true,
        is_bare: false,
        pattern: r"
            ^[^.;]{3,160}\b(?:was|were)\s+ADV(?P<v>DONE)\s+by\s+(?:the\s+)?(?:council(?:lors)?|board|committee
            |members|meeting|trustees|directors|governors|group|panel|all)\b
        ",
        example: "Renewal of the subscription to the county association was approved by councillors.",
        negative: "The plan was approved by the planning inspector.",
    },
    Form {
        name: "done, without a verb",
        is_of_paper: true,
        is_bare: false,
        pattern: r"
            ^\W*(?:\w\)\s+)?[\w\u{a3}'\u{2019}][^.;:?!]{4,110}?\s(?:was |were |is |are )?(?:also |all |duly 
            |unanimously )?(?P<v>approved|agreed|adopted|accepted|deferred|ratified|endorsed|confirmed|declined
            |refused|withdrawn)END
        ",
        example: "Budget for 2024/25 approved.",
        negative: "The work will begin once the plan is approved.",
    },
    Form {
        name: "the body sets a task",
        is_of_paper: false,
        is_bare: false,
        pattern: r"^\W*(?:by (?:general )?consensus,?\s+)?BODY\s+ADV(?P<v>directed|instructed|authori[sz]ed)\s+\w",
        example: "By consensus the Board directed staff to draw up a plan.",
        negative: "Ms Vint directed the choir.",
    },
    Form {
        name: "the body gave its consent",
        is_of_paper: false,
        is_bare: false,
        pattern: r"
            ^\W*(?:BODY\s+ADV(?P<v>gave (?:its|their|unanimous|full) (?:approval|consent|agreement|support|backing)
            |signed off|supported (?:the|this) (?:proposal|recommendation|motion|application|request|bid)s?)\b)
        ",
        example: "The Group signed off the new timetable.",
        negative: "The group signed the visitors' book.",
    },
    Form {
        name: "consent was given",
        is_of_paper: false,
        is_bare: false,
        pattern: r"
            ^\W*(?:full |unanimous |formal )?(?P<v>approval|consent|agreement|authority)\s+(?:was|is)\s+ADV
            (?:given|granted)\s+(?:for|to|by)\b
        ",
        example: "Approval was given for the new timetable.",
        negative: "Approval was awaited from the county.",
    },
    Form {
        name: "label of a decision",
        is_of_paper: false,
        is_bare: false,
        pattern: r"
            ^\W*(?P<v>agreed|resolved|decided|outcome)(?:\s+(?:unanimously|by all|nem con))?\s*(?::|\s[-\u{2013}]\s)\s*
            (?:to |that )?[a-z\d\u{a3}][^:]{8,}
        ",
        example: "Agreed: lend the tent to the fair.",
        negative: "Agreed: none.",
    },
    Form {
        name: "the chair declared it",
        is_of_paper: false,
        is_bare: true,
        pattern: r"
            \b(?:declared|ruled|pronounced|called|announced)\s+(?:the|this)\s+(?:motion|resolution|amendment|vote
            |proposal|recommendation)s?
            \s+(?:was\s+|to be\s+)?(?:duly\s+)?(?P<v>carried|adopted|passed|approved)\b
        ",
        example: "There being no objection, the Chair declared the motion carried.",
        negative: "The Chair declared the meeting closed.",
    },
    Form {
        name: "nobody seconded it",
        is_of_paper: false,
        is_bare: false,
        pattern: r"
            \b(?:motion|proposal|amendment|nomination)\b[^.;]{0,120}\b(?P<v>failed|fell|lapsed|died)\s+(?:for|due to
            |owing to
            |because of|through)\s+(?:the\s+|a\s+)?(?:want|lack)\b
        ",
        example: "The motion to lend the tent failed for want of a seconder.",
        negative: "The boiler failed for want of care.",
    },
    Form {
        name: "agreed in the same breath",
        is_of_paper: false,
        is_bare: false,
        pattern: r"
            (?:,|;|\band|\bbut)\s+(?:that\s+)?it\s+(?:was|is)\s+ADV(?P<v>agreed|resolved|decided|accepted
            |approved)\s+(?:that|to|not to)\b
        ",
        example: "It was noted that the hedge had grown and it was agreed that the owner be written to.",
        negative: "It was noted that the county and its partners had agreed to wait.",
    },
    Form {
        name: "accepted after debate",
        is_of_paper: false,
        is_bare: false,
        pattern: r"
            ^\W*(?:after|following) (?:some |much |a (?:long |short |full )?|further )?(?:debate|discussion
            |consideration)[^,]{0,40},?\s+it\s+was\s+ADV(?P<v>proposed|suggested|agreed|decided|felt)\s+(?:that
            |to)\b[^.;]{4,160}\bbe\b
        ",
        example: "After debate it was proposed that the fair be moved to August.",
        negative: "After debate it was clear that nobody knew.",
    },
];

/// What makes a sentence of these forms tell of another time or another body, wherever it stands.
const VETO: &str = r"
    \b(?:last (?:year|month|week|meeting)|previously|already|inspector|planning authority|county council
    |district council|borough council|government|minister|police|in (?:(?:19|20)\d\d|january|february|march|april
    |june|july|august|september|october|november|december)|on (?:january|february|march|april|june|july|august
    |september|october|november|december)|not achieve)\b|^\W*(?:planning )?permission\b|^\W*(?:some|many|several
    |most|a few|while|whilst|although|in review)\b|\bagreed to (?:share|discuss|contact|circulate|liaise|send
    |e-?mail|speak|ask|check|look|follow|chase|meet|report|raise|feed|provide|investigate|find|attend|bring|let)\b
";

/// What makes it a wish, a condition or a report, where it stands before the deciding word.
const VETO_BEFORE: &str = r"
    \b(?:had|has been|have been|having|if|once|until|unless|whether|would|will be|could be|should be|may be|might
    |to be|not yet|being|hoped|asked|explained|reported|advised|stated|said|told|informed|which|who)\b
";

static READY: LazyLock<Vec<(Regex, &Form)>> =
    LazyLock::new(|| FORMS.iter().filter_map(|form| Some((compile(form.pattern)?, form))).collect());

static VETOED: LazyLock<Option<Regex>> = LazyLock::new(|| compile(VETO));

static VETOED_BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| compile(VETO_BEFORE));

fn compile(pattern: &str) -> Option<Regex> {
    let whole =
        pattern.replace("BODY", BODY).replace("DID", DID).replace("DONE", DONE).replace("ADV", ADV).replace("END", END);
    regex::RegexBuilder::new(&lean(&whole)).dfa_size_limit(AUTOMATON).build().ok()
}

/// A sentence that decides by its form.
#[derive(Debug, PartialEq)]
pub(super) struct Formed {
    /// The form.
    pub(super) name: &'static str,
    /// The deciding word.
    pub(super) word: Range<usize>,
    /// It says only that all were for it.
    pub(super) is_bare: bool,
}

/// The deciding word of a sentence in small letters that has one of the forms. `own` are short names of the body that
/// met, in small letters: `ubpc`.
pub(super) fn by_form(lower: &str, own: &[String]) -> Option<Formed> {
    /// More bytes tell a story.
    const LONGEST: usize = 420;
    if lower.len() > LONGEST {
        return None;
    }
    // "UBPC agreed": the short name is the body.
    let named = own.iter().find_map(|name| {
        let rest = lower.strip_prefix("the ").unwrap_or(lower).strip_prefix(name.as_str())?;
        rest.starts_with(' ').then(|| (format!("council{rest}"), lower.len() - rest.len()))
    });
    let (words, shift) = match &named {
        Some((words, before)) => (words.as_str(), *before as isize - "council".len() as isize),
        None => (lower, 0),
    };
    READY.iter().find_map(|(pattern, form)| {
        let v = pattern.captures(words)?.name("v")?;
        // What stands in another clause does not bear on this one.
        let clause = words[..v.start()].rfind([';', ',']).map_or(0, |at| at + 1);
        let from = if form.name == "agreed in the same breath" { v.start() } else { clause };
        let around = &words[from..];
        let is = |veto: &Option<Regex>, words: &str| veto.as_ref().is_some_and(|veto| veto.is_match(words));
        let vetoed = is(&VETOED, around) || is(&VETOED_BEFORE, &words[from..v.end()]);
        // "Ash moved that the bins be approved": what is put is not yet decided.
        let before = &words[..v.start()];
        let vetoed = vetoed
            || form.is_of_paper
                && (before.trim_end().ends_with(" be")
                    || pattern!(r"\b(?:moved|moves|propos\w+|motion|recommend\w+)\b").is_match(before));
        let at = |byte: usize| byte.checked_add_signed(shift);
        (!vetoed).then(|| {
            Some(Formed {
                name: form.name,
                word: at(v.start())?..at(v.end())?,
                is_bare: form.is_bare && words[v.end()..].len() < 3,
            })
        })?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_compiles_and_catches_its_example_alone() {
        assert_eq!(READY.len(), FORMS.len());
        for form in FORMS {
            let example = form.example.to_ascii_lowercase();
            let found = by_form(&example, &[]);
            assert!(found.is_some(), "{}: {}", form.name, form.example);
            let own = compile(form.pattern).is_some_and(|p| p.is_match(&example));
            assert!(own, "{} does not have its own example: {}", form.name, form.example);
            assert_eq!(by_form(&form.negative.to_ascii_lowercase(), &[]), None, "{}: {}", form.name, form.negative);
        }
    }

    #[test]
    fn the_short_name_of_the_body_is_the_body() {
        let own = ["ubpc".to_owned()];
        let words = "ubpc agreed that the shed be painted green.";
        assert_eq!(by_form(words, &own).map(|f| &words[f.word]), Some("agreed"));
        assert_eq!(by_form("nvbl agreed that the shed be painted green.", &own), None);
    }
}
