//! Whether a sentence gives somebody a task, and whom: by its words alone.

use types::ActionTier;

use crate::grammar::date::find_dates;
use crate::grammar::name::read_name;
use crate::grammar::name_list::list_names;
use crate::grammar::pattern;
use crate::grammar::sentence::split_sentences;
use crate::grammar::welsh::doer_in_welsh;

/// The verbs of tasks, in the forms that minutes use after "to" and "will".
pub(super) const TASKS: &str = r"
    (?:action|add|address|advertise|advise|amend|apply|appoint|approach|arrange|ask|assess|assign|attempt|attend
    |audit|await|book|borrow|brief|bring|buy|call|carry|cascade|chair|chase|check|circulate|clarify|clean|clear
    |co-ordinate|collate|commence|communicate|compile|complete|compose|confirm|consider|consult|contact|coordinate
    |copy|correct|cost|create|cut|deliver|demonstrate|develop|dig|discuss|display|distribute|draft|draw|e-mail|email
    |encourage|enquire|ensure|erect|establish|exercise|explore|extend|facilitate|feed|feedback|fill|finalise|find
    |fix|follow|forward|fund|gather|generate|get|give|go|have|help|host|identify|implement|include|inform|initiate
    |inspect|install|instruct|interview|introduce|investigate|invite|invoice|issue|join|keep|laminate|lead|let
    |liaise|link|look|make|map|mark|measure|meet|mend|monitor|move|negotiate|nominate|note|notify|obtain|offer|order
    |organise|oversee|paint|pass|pay|phone|pick|place|plan|post|prepare|present|price|print|produce|progress|promote
    |provide|publicise|publish|purchase|pursue|put|query|raise|re-?issue|reconsider|record|refer|refresh|register
    |reinstate|relocate|remind|remove|renew|repair|replace|reply|report|request|research|resend|resolve|respond
    |restock|retrieve|return|review|revise|revisit|rewrite|ring|scan|schedule|scope|scrutinise|secure|seek|send|set
    |share|sign|sort|source|speak|store|strim|submit|supply|support|table|take|talk|telephone|tidy|transfer|trial
    |trim|type|undertake|update|upload|verify|visit|walk|warn|weed|work|write)
";

/// Who a sentence says is to do something: the subject of the first of its clauses that commits somebody.
pub(super) fn stated(words: &str) -> Option<(ActionTier, Vec<String>)> {
    let lower = words.to_ascii_lowercase();
    // Questions, conditions and the past commit nobody.
    if words.trim_end().ends_with('?')
        || pattern!(r"^\W*(?:if|whether|when|should|would it|could|had|were|once|until|unless)\b").is_match(&lower)
    {
        return None;
    }
    // Notices of motions and questions say what their movers will ask.
    if pattern!(r"(?i)^\W*(?:i|we) (?:will|shall) (?:ask|move|propose|call)\b").is_match(words) {
        return None;
    }
    if let Some(doer) = doer_in_welsh(words) {
        return Some((ActionTier::Stated, vec![doer]));
    }
    if let Some(owners) = requested(words, &lower) {
        return Some((ActionTier::Stated, owners));
    }
    let mut starts = vec![0];
    starts.extend(
        pattern!(r"(?:\bthat\s+|[,;:]\s+(?:and |but |so )?|\s(?:and|but|so)\s+|\s[-\u{2013}\u{2014}]\s+)")
            .find_iter(words)
            .map(|m| m.end()),
    );
    // Longest first: "Cllrs A and B to meet" is one subject.
    for from in starts {
        if let Some(owners) = active(&words[from..], from > 0)
            && !conditional(&lower[..from])
        {
            return Some((ActionTier::Stated, owners));
        }
    }
    if let Some(owners) = later(words) {
        return Some((ActionTier::Stated, owners));
    }
    passive(words, &lower).map(|owners| (ActionTier::Stated, owners))
}

/// `The Clerk had no figures but agreed to supply them`, `Cllr Ash has written and will chase it`: the doer is the
/// sentence's own subject.
fn later(words: &str) -> Option<Vec<String>> {
    if !words.contains("and ") && !words.contains("but ") {
        return None;
    }
    let c = pattern!(&format!(
        r"
            ^\W*(?P<s>(?:The |the )?(?:\p{{Lu}}[\p{{L}}.'\u{{2019}}/-]*\s+){{1,5}}|(?:[Tt]he )?(?:clerk|chairman
            |chair)\s+)[^.]*?\b(?:but|and)\s+(?:has |had )?(?:(?:offered and )?(?:agreed|undertook|committed)\s+to
            |will(?: now| also)?|is going to|still to|would)\s+(?:(?:continue (?:to )?)?{TASKS}|continue trying)\b
        "
    ))
    .captures(words)?;
    let who = c.name("s")?.as_str().trim();
    (is_doer(who) && !pattern!(r"(?i)\b(?:members|councillors)$").is_match(who)).then(|| owners(who))
}

/// What the body asked for in debate: `Members requested an update for the next meeting` (record rule 37). What one
/// person asked is a question.
fn requested(words: &str, lower: &str) -> Option<Vec<String>> {
    if !lower.contains("requested") && !lower.contains("asked") {
        return None;
    }
    let m = pattern!(
        r"
        ^\W*(?:[^.;]{0,80}?,\s+|[^.;]{3,160}?\s+and\s+|in response,?\s+)?(?:(?:the )?(?:members|panel|committee
        |board|group|council|partnership|sub-?committee)\s+(?:also |further |then |therefore )?(?:requested|asked)
        |it was (?:also )?requested|(?:and )?(?:a )?further (?:update|report)s? (?:was 
        |were )?requested)\s*(?P<w>that|they|for|an?|the|further|more|to|details|figures|information|\w+)?
    "
    )
    .captures(lower)?;
    let after = &lower[m.get(0)?.end()..];
    let asks = pattern!(
        r"
        \b(?:update|report|presentation|information|figures|details|data|breakdown|name|list|letter|copy|briefing|be
        |should|would|carry|provide|write|attend)\b
    "
    )
    .is_match(&lower[m.name("w").map_or(m.get(0)?.end(), |w| w.start())..]);
    let question = pattern!(r"^\W*(?:if|whether|how|what|why|who|when|about|questions?|where)\b").is_match(after);
    if !asks || question {
        return None;
    }
    let by = pattern!(r"\b(?:by|from) (?:the )?(?P<w>\p{Lu}[\w&]+(?: (?:of |and |& )?\p{Lu}[\w&]+){0,6})")
        .captures(words)
        .and_then(|c| c.name("w"))
        .map(|w| w.as_str().to_owned());
    Some(by.into_iter().filter(|w| find_dates(w).is_empty()).collect())
}

/// Whom "he", "she" or "they" means: who speaks in the sentence, or in the one before.
pub(super) fn meant(owners: Vec<String>, words: &str, before: &str) -> Vec<String> {
    let pronoun = |o: &String| matches!(o.to_ascii_lowercase().as_str(), "he" | "she" | "they");
    if !owners.iter().any(pronoun) {
        return owners;
    }
    let subject = |sentence: &str| -> Option<String> {
        let c = pattern!(
            r"
            ^\W*(?P<s>(?:[Tt]he )?\p{Lu}[\p{L}.'\u{2019}/-]*(?: (?:of |for |the 
            |and )*\p{Lu}[\p{L}.'\u{2019}/-]*){0,6})(?:,[^,.]{3,60},)?\s+\p{Ll}
        "
        )
        .captures(sentence)?;
        let who = c.name("s")?.as_str().trim().to_owned();
        (is_doer(&who) && !pronoun(&who)).then_some(who)
    };
    // The sentence before begins in the last few lines.
    let tail = &before[before.ceil_char_boundary(before.len().saturating_sub(LONGEST_SENTENCE))..];
    let last = || split_sentences(tail).into_iter().next_back().and_then(|r| subject(&tail[r]));
    match subject(words).or_else(last) {
        Some(who) => vec![who],
        None => owners,
    }
}

/// The clause before makes what follows depend on something that may not come.
fn conditional(before: &str) -> bool {
    pattern!(
        r"
        \b(?:if|unless|whether|once|in case|provided that|asked if|asked that|hoped that|suggested that
        |proposed that|considered that|felt that|thought that|understands? that|understood that|believe[sd]? that
        |aware that|noted that|recommended that|hoping that)\s*$|\b(?:if
        |unless|whether)\b[^,]*$
    "
    )
    .is_match(before)
}

/// The owners of a clause that says who does what: `Jo Jacobs to check`, `the Clerk would be writing to`, `she agreed
/// to bring`. `inner` clauses stand behind another.
pub(super) fn active(clause: &str, inner: bool) -> Option<Vec<String>> {
    let direct = pattern!(
        r"
            ^\W*(?P<s>(?:[Tt]he |[Aa]ll |[Bb]oth |[Aa]n? )?(?:[\p{Lu}][\p{L}.'\u{2019}/&-]*)(?:[ ,/&]+(?:and |of 
            |for |the |to )?(?:[\p{Lu}(][\p{L}.'\u{2019}/&)-]*))*?|[Oo]fficers|[Mm]embers|[Pp]artners|[Ee]veryone
            |[Aa]ll|[Hh]e|[Ss]he|[Tt]hey|[Ww]e|(?:[Tt]he |[Aa] )[a-z-]+(?: [a-z-]+)?(?: of members)?)\s+(?P<v>to
            |will|would|is to|are to|was to|were to|shall|should|is going to|are going to|has agreed to
            |have agreed to|had agreed to|agreed to|undertook to|committed to|has undertaken to|has still to
            |still to|agreed that (?:he|she|they) would|said (?:that )?(?:he|she|they|it) would
            |confirmed (?:that )?(?:he|she|they) would|agreed (?:he|she|they) would|took an action to
            |was due to)\s+(?:also |then |now |both |all |continue to |therefore |be able to )*(?P<t>be \w+ing
            |\p{L}[\p{Ll}-]+)\b
        "
    );
    let c = direct.captures(clause)?;
    let (who, modal, task) = (c.name("s")?.as_str().trim(), c.name("v")?.as_str(), c.name("t")?);
    let known = pattern!(&format!(r"^{TASKS}$"));
    let doing = task.as_str().strip_prefix("be ").map(base_form);
    let verb = doing.as_deref().unwrap_or(task.as_str());
    // What a person by name, initials or post is "to" do is a task whatever the verb; these are states, not deeds.
    let state = matches!(
        verb,
        "the"
            | "a"
            | "an"
            | "their"
            | "his"
            | "her"
            | "its"
            | "our"
            | "all"
            | "this"
            | "that"
            | "these"
            | "those"
            | "each"
            | "both"
            | "any"
            | "which"
            | "whom"
            | "members"
            | "date"
            | "council"
            | "councillors"
            | "committee"
            | "be"
            | "not"
            | "never"
            | "only"
            | "still"
            | "have"
            | "need"
            | "like"
            | "see"
            | "know"
            | "remain"
            | "feel"
            | "think"
            | "want"
            | "become"
            | "seem"
            | "benefit"
            | "receive"
            | "thank"
            | "welcome"
            | "agree"
            | "hope"
            | "retire"
            | "leave"
            | "stand"
            | "cost"
            | "depend"
            | "attend"
            | "say"
            | "come"
            | "cover"
            | "allow"
            | "enable"
            | "happen"
            | "stay"
            | "serve"
    );
    let personal = matches!(
        modal,
        "to" | "will"
            | "is to"
            | "are to"
            | "agreed to"
            | "undertook to"
            | "committed to"
            | "is going to"
            | "has still to"
            | "still to"
    ) && pattern!(
        r"
            ^(?:(?:[Tt]he )?(?:Parish |Town |Locum |Deputy |Assistant )?(?:[Cc]lerk|[Cc]hair(?:man|person)?
            |[Ss]ecretary|[Tt]reasurer|[Oo]fficers)|[A-Z]{2,3}[a-z]?(?:\s*[/&]\s*[A-Z]{2,3}[a-z]?)*|(?:Cllrs?
            |Councillors?|Mr|Mrs|Ms|Dr|PC|Sgt|Insp)\.?\s.*)$
        "
    )
    .is_match(who);
    if !known.is_match(verb) && (!personal || state) {
        return None;
    }
    // "would be able to provide" is an offer, "should" a wish unless something was agreed.
    if clause[..task.start()].contains("be able to") || modal == "should" && !inner {
        return None;
    }
    let plain = matches!(modal, "to" | "will" | "would" | "shall" | "should" | "was due to" | "were to" | "was to");
    // What a clause only tells, and how a plan or a fund works, commits nobody.
    let soft = matches!(
        verb,
        "have"
            | "help"
            | "support"
            | "consider"
            | "note"
            | "offer"
            | "take"
            | "go"
            | "work"
            | "encourage"
            | "give"
            | "lead"
            | "keep"
            | "include"
            | "make"
            | "find"
            | "let"
            | "look"
            | "get"
            | "deliver"
            | "identify"
            | "explore"
            | "remove"
            | "complete"
            | "pass"
            | "buy"
            | "leave"
            | "see"
    );
    let after = &clause[task.end()..];
    let concrete = match verb {
        "take" => pattern!(r"^\s+(?:this|it|that|the \w+|these) (?:forward|up|back|to|away)\b").is_match(after),
        "look" => pattern!(r"^\s+(?:into|at|further into)\b").is_match(after),
        "make" => {
            pattern!(r"^\s+(?:contact|enquir\w+|an? (?:application|appointment|request|note)|arrangements|sure)\b")
                .is_match(after)
        }
        "give" => pattern!(r"^\s+(?:an? (?:update|presentation|report)|details|notice)\b").is_match(after),
        "find" => after.starts_with(" out"),
        "get" | "keep" => {
            pattern!(r"^\s+(?:in touch|back|an? |quot\w+|prices?|the \w+ informed|\w+ (?:informed|updated|posted))")
                .is_match(after)
        }
        "include" => pattern!(r"\b(?:agenda|report|policy|newsletter|minutes|plan)\b").is_match(after),
        "consider" | "identify" | "explore" | "deliver" | "complete" | "remove" | "pass" | "buy" | "lead" => {
            !matches!(modal, "would" | "will")
        }
        "work" => after.starts_with(" with"),
        _ => false,
    };
    // What others have agreed among themselves is told, not taken on.
    if modal.starts_with("ha") && modal != "has still to" && !personal_name(who) {
        return None;
    }
    let doer = is_doer(who);
    let own_body = pattern!(
        r"
        (?i)^the (?:parish |town |city |county |borough |district |local )?(?:council|board|committee|panel|group
        |partnership|force|team|service|department)$
    "
    )
    .is_match(who);
    if plain {
        let strong = !soft || concrete;
        // "The Council will write": the body itself acts; only with a verb that leaves no doubt.
        let body = own_body
            && strong
            && !inner
            && pattern!(
                r"
            ^(?:write|contact|arrange|send|seek|ask|invite|meet|prepare|circulate|publish|respond|submit|request
            |organise|provide|make|investigate|monitor|assess|assign|review|consult|look|obtain|purchase|order
            |install|repair|replace|issue|communicate)$
        "
            )
            .is_match(verb);
        let acronym = pattern!(r"^[A-Z]{3,6}$").is_match(who) && matches!(modal, "will" | "to") && !inner && strong;
        if !(doer && strong || body || acronym) {
            return None;
        }
    } else if (!doer
        || pattern!(
            r"
        (?i)^(?:the )?(?:members|councillors|all)$
    "
        )
        .is_match(who))
        && pattern!(
            r"
        (?i)\b(?:all|councillors|board|committee|panel|council|group|partnership|members|police|cabinet|councils?)$
    "
        )
        .is_match(who)
    {
        // What the body agreed to is its decision.
        return None;
    }
    if pattern!(r"(?i)\b(?:not|never)\s*$").is_match(&clause[..task.start()]) {
        return None;
    }
    Some(if matches!(who.to_ascii_lowercase().as_str(), "we") { Vec::new() } else { owners(who) })
}

/// A person by honorific or initials, or the clerk.
fn personal_name(who: &str) -> bool {
    pattern!(
        r"
        ^(?:(?:[Tt]he )?(?:[Cc]lerk|[Cc]hair(?:man|person)?)|[A-Z]{2,3}[a-z]?|(?:Cllrs?|Councillors?|Mr|Mrs|Ms|Dr|PC
        |Sgt|Insp)\.?\s.*)$
    "
    )
    .is_match(who)
        || read_name(who, None).is_some_and(|p| {
            p.name.split(' ').count() == 2
                && !pattern!(
                    r"
            ^[A-Z]{2,}
        "
                )
                .is_match(&p.name)
        })
}

/// "arranging" of "arrange", "putting" of "put".
fn base_form(continuous: &str) -> String {
    let stem = continuous.strip_suffix("ing").unwrap_or(continuous);
    let known = |verb: &str| pattern!(&format!(r"^{TASKS}$")).is_match(verb);
    let silent = format!("{stem}e");
    let bytes = stem.as_bytes();
    let doubled = bytes.len() > 2 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2];
    if known(&silent) {
        silent
    } else if doubled && known(&stem[..stem.len() - 1]) {
        stem[..stem.len() - 1].to_owned()
    } else {
        stem.to_owned()
    }
}

/// The owners of a sentence that says what is to be done to something: `Presentation to be circulated.`
fn passive(words: &str, lower: &str) -> Option<Vec<String>> {
    if !lower.contains("be ") {
        return None;
    }
    let pattern = pattern!(
        r"
            \b(?:to|will|would|is to|are to|shall|should)\s+(?:(?:\w+ly|now|all|also|then|both|therefore
            |be asked to)\s+){0,2}be\s+(?:\w+ly\s+)?(?P<p>circulated|provided|sent|brought|reported|added to
            |included|shared|arranged|distributed|invited|contacted|placed on|put on|put in|put out|presented (?:to
            |at)|submitted|chased|updated|forwarded|raised (?:at|with|by)|discussed (?:at|with|further|again)
            |reviewed|emailed|taken to|taken up|taken forward|followed up|tabled|published|finished by|completed by
            |informed|advertised|passed (?:on|to|directly)|pursued|notified|asked|an agenda item|supplied|made (?:to
            |aware)|fed (?:back|in)|re-?circulated|signed off by|actioned|overseen by|investigated|checked
            |carried out by|drafted|prepared|progressed|consulted|revised|displayed|collected|obtained|sought
            |written to|assessed|addressed|monitored|repaired|installed|ordered|purchased|erected|signed by
            |signed at|replaced|cleared|cleaned|given an? (?:update|copy|spruce)|on the (?:next )?agenda|opened at
            |briefed|enhanced|readvertised|re-advertised|referred to|issued (?:to|by|with))\b
        "
    );
    let c = pattern.captures(lower)?;
    let m = c.get(0)?;
    let before = &lower[..m.start()];
    // A fact about others' plans: no commitment of this meeting.
    let told = before.contains(" that ")
        && !pattern!(
            r"
        \b(?:agreed|said|advised|confirmed|asked|assured|requested|stated|replied|reported|informed|shared|added
        |explained)\b
    "
        )
        .is_match(before);
    let wish = pattern!(
        r"
        \b(?:hoped|hopes|suggested|asked (?:if|whether|that)|if|unless|could|may|might|whether|wished|wanted
        |recommended|proposed|felt|considered|needs?|expected|continue|have|had|has)\s+(?:\w+\s+){0,6}$
    "
    )
    .is_match(before)
        || pattern!(
            r"
            \b(?:if|unless|whether|in order|so as|due|likely|expected|able|need|needed|want|wanted|wish|ought|have
            |has|had|used|asked)\s*$
        "
        )
        .is_match(before);
    let should = m.as_str().starts_with("should") && !before.contains("agreed");
    if told || wish || should || pattern!(r"\b(?:how|what|which|when|where|who|why)\b[^,]*$").is_match(before) {
        return None;
    }
    let by = pattern!(r"\bby (?:the )?(?P<w>\p{Lu}[\w&]+(?: \p{Lu}\w+)?)")
        .captures(&words[m.start()..])
        .and_then(|c| c.name("w").map(|w| w.as_str().to_owned()))
        .filter(|w| {
            !pattern!(
                r"
            ^(?:January|February|March|April|May|June|July|August|September|October|November|December|Christmas
            |Easter|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)
        "
            )
            .is_match(w)
        });
    // "The Chair assured the Committee that figures would be provided": whoever says it does it.
    let by = by.or_else(|| {
        let c = pattern!(
            r"
            ^\W*(?P<s>(?:[Tt]he )?\p{Lu}[\p{L}.'\u{2019}-]*(?: (?:of |for 
            |the )*\p{Lu}[\p{L}.'\u{2019}-]*){0,6}) (?:assured|promised|undertook|confirmed to)\b
        "
        )
        .captures(words)?;
        c.name("s").map(|s| s.as_str().to_owned()).filter(|s| is_doer(s))
    });
    Some(by.into_iter().filter(|w| find_dates(w).is_empty() && w.starts_with(char::is_uppercase)).collect())
}

/// A person by name or initials, a post, or a group within the meeting.
pub(super) fn is_doer(who: &str) -> bool {
    let bare = who.trim_start_matches("the ").trim_start_matches("The ");
    read_name(bare, None).is_some()
        || pattern!(
            r"
            ^(?:[A-Z]{2,3}[a-z]?|[A-Z][A-Za-z][A-Z]?[a-z]?)(?:\s*(?:/|and|&|,)\s*[A-Z]{2,3}[a-z]?)*$
        "
        )
        .is_match(bare)
        || pattern!(
            r"
            (?i)^(?:deputy |assistant |parish |town |locum |acting |vice-?|lead |scrutiny |democratic services 
            |community safety |head of [\w ]+|director of [\w ]+|executive )*(?:clerk|officers?|chair(?:man|person)?
            |convener|secretariat|manager|coordinator|director|leader|commissioner|constable|chief constable
            |superintendent|inspector|chief inspector|chief executive|member|members|handyman|caretaker|groundsman
            |warden|rfo|partners|all|everyone|councillors?|secretary|treasurer|he|she|they|head of [\w ]+
            |director of [\w ]+|chairs)(?: for [\w ]+| of [\w ]+)?$
        "
        )
        .is_match(bare)
        || pattern!(r"^(?:Cllrs?|Mr|Mrs|Ms|Dr|PC|PCSO|Sgt|Insp)(?:\.?\s|\.\p{Lu})").is_match(bare)
        || pattern!(
            r"
            ^(?:Acting |Deputy |Vice |Interim )?(?:Director|Manager|Officer|President|Chair|Treasurer
            |Secretary) \p{Lu}\p{Ll}[\p{L}-]+$
        "
        )
        .is_match(bare)
        || bare.split_whitespace().count() == 1
            && bare.chars().next().is_some_and(char::is_uppercase)
            && bare.chars().skip(1).all(char::is_lowercase)
            && bare.len() > 2
            && !pattern!(
                r"
            ^(?:This|These|That|There|Work|Police|Details|Information|It|Council|Members|Report|Funding|Training
            |Partnership|People|Schools|Residents|Discussion|Board|Committee|Panel|Group)$
        "
            )
            .is_match(bare)
        || pattern!(r"^\p{Lu}\p{Ll}+ and \p{Lu}\p{Ll}+$").is_match(bare)
}

/// The subject of a marked action: who stands before "to" or "will".
pub(super) fn subject(text: &str) -> Vec<String> {
    // "5-01 SB to buy paint"
    let text = pattern!(r"^\s*\d[\d./-]*[.)]?\s+").replace(text, "");
    let text = text.as_ref();
    // "Presentation to be circulated": it is not the presentation that acts.
    if pattern!(r"^\W*[^.:;]{1,80}?\s+(?:to|will|should) be\s").is_match(text) {
        return in_brackets(text).unwrap_or_default();
    }
    let c = pattern!(r"^\W*(?P<s>[^.:;]{1,80}?)\s+(?:to|will|should|is to|are to|-|\u{2013})\s+\p{Ll}")
        .captures(text)
        .and_then(|c| c.name("s"));
    let Some(who) = c.map(|s| s.as_str()) else { return in_brackets(text).unwrap_or_default() };
    let thing = pattern!(
        r"(?i)^(?:presentation|details?|information|report|papers?|minutes|slides|order|letters?|dates?|items?
                |notices?|adverts?|copy|copies|e-?mails?|invoices?|applications?|meetings?|budget|policy|plans?|support
                |remaining|need)\b"
    )
    .is_match(who);
    let capital = who.split_whitespace().count() <= 3 && who.chars().next().is_some_and(char::is_uppercase);
    if !thing && (is_doer(who) || list_names(who, None).len() > 1 || capital) {
        owners(who)
    } else {
        in_brackets(text).unwrap_or_default()
    }
}

/// The owner in brackets at the end: `(Olivia Burman)`.
pub(super) fn in_brackets(text: &str) -> Option<Vec<String>> {
    let c = pattern!(r"\((?P<o>[^()]{2,80})\)\W*$").captures(text)?;
    let inner = c.name("o")?.as_str();
    let inner =
        pattern!(r"^(?:with support from|supported by|with|lead:?|led by)\s+|\s+[-\u{2013}]\s+.*$|\s+to \p{Ll}.*$")
            .replace_all(inner, "");
    let listed = owners(&inner);
    (inner.split_whitespace().count() <= 8).then_some(listed)
}

/// The owners of a list, as printed.
pub(super) fn owners(text: &str) -> Vec<String> {
    let text = text.trim().trim_end_matches(['.', ':', ',']);
    // "T/ACC Lomax" is one person; "Clerk, 12th March" an owner and a day.
    let whole = pattern!(r"^(?:[TAD]/)+\p{Lu}").is_match(text);
    let when = pattern!(
        r"
            (?i)^(?:immediately|asap|ongoing|on-?going|tbc|complete\w*|done|january|february|march|april|may|june
            |july|august|september|october|november|december)\b
        "
    );
    let splits = if whole { pattern!(r"\s*(?:,|;|&|\band\b)\s*") } else { pattern!(r"\s*(?:,|/|;|&|\band\b)\s*") };
    let parts: Vec<String> = splits
        .split(text)
        .map(|p| p.trim().to_owned())
        .filter(|p| p.chars().any(char::is_alphabetic) && p.len() < 60)
        .filter(|p| find_dates(p).is_empty() && !when.is_match(p))
        .collect();
    // "Director of Health and Housing" is one owner.
    let posts = pattern!(r"(?i)\b(?:head|director|manager|officer|lead|member) (?:of|for)\b").is_match(text);
    if posts && parts.len() > 1 && !text.contains('/') && !text.contains(',') { vec![text.to_owned()] } else { parts }
}

/// Longer sentences are tables or lists that were run together, in bytes.
pub(super) const LONGEST_SENTENCE: usize = 700;
