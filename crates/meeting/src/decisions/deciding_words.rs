//! Whether a sentence decides something, and what: by its words alone.

use std::ops::Range;

use types::{DecisionTier, DecisionType, Outcome};

use crate::grammar::pattern;
use crate::grammar::sentence::ends_in_short_form;
use crate::grammar::welsh::deciding_in_welsh;

const BODY: &str = r"
    (?:the\s+)?(?:[\w'\u{2019}-]+\s+){0,4}?(?:board|sub-?committee|committee|group|panel|council|members|councillors
    |partnership|cabinet|meeting|forum|executive|authority|assembly|partners|trustees|governors|commission)
";

/// The kind of deciding sentence, if it is one: how it is marked and where its deciding word stands.
pub(super) fn deciding(text: &str) -> Option<(DecisionTier, Range<usize>)> {
    deciding_by(text).map(|(tier, word, _)| (tier, word))
}

/// The same, with the form of words that tells.
pub(super) fn deciding_by(text: &str) -> Option<(DecisionTier, Range<usize>, &'static str)> {
    use DecisionTier::{Formal, Recorded};
    // Capitals mark a resolution wherever they stand in the sentence.
    if let Some(m) = pattern!(r"
        \b(?:RESOLVED|RECOMMENDED|ORDERED|DECIDED|AGREED|NOTED|APPROVED|DEFERRED|ENDORSED
        |R\s?E\s?S\s?O\s?L\s?V\s?E\s?D)\b
    ").find(text)
        && text.chars().any(char::is_lowercase)
        // "was NOT AGREED" is a motion lost, "had AGREED" another time's or another body's decision.
        && !pattern!(r"
            (?i)\b(?:not|never|had|has|have|having)\s+(?:\w+ly\s+)?(?:been\s+)?$
        ").is_match(&text[..m.start()])
    {
        // "that it be RESOLVED" in a motion that is only put.
        let formal =
            matches!(m.as_str(), "RESOLVED" | "RECOMMENDED" | "ORDERED" | "DECIDED") || m.as_str().contains(' ');
        return Some((
            if formal { Formal } else { Recorded },
            m.range(),
            if formal { "resolved" } else { "in capitals" },
        ));
    }
    if let Some(m) = pattern!(
        r"
        ^(?:\W|\band\b|\bit was\b|\bwas\b|\bunanimously\b|\bfurther\b|\baccordingly\b|\bit is\b
        |[(\[]?[a-z0-9]{1,3}[)\].]\s)*(?P<k>Resolved|Decided|Recommended|Ordered|resolved|decided|RESOLVED
        |Penderfynwyd|PENDERFYNWYD)\b\s*(?:unanimously|nem\.? con\.?
        |\([^)]*\))?\s*(?:[-\u{2013}\u{2014}:;,\u{201c}\u{2018}]|that\b|to\b|bod\b|$)
    "
    )
    .captures(text)
    .and_then(|c| c.name("k"))
    {
        return Some((Formal, m.range(), "resolved"));
    }
    let lower = without_short_stops(text.to_ascii_lowercase());
    if (lower.contains("resolved") || lower.contains("ordered"))
        && let Some(m) = pattern!(
            r"
            (?i)\b(?:was|it was|were)\s+(?:then |also |further |duly |unanimously |therefore 
            |accordingly )*resolved\b|\b(?:committee|council|board|panel|cabinet|meeting|members|councillors
            |authority|group)\s+(?:all |unanimously |then |also |further |duly )*(?:resolved|ordered)\b
            |\s[-\u{2013}]\s*resolved to\b|\b(?:village|green|notice|invoice|account|quote|quotation
            |payment)\s+resolved to\b|\b(?:and|,)\s+resolved\s*(?:[-\u{2013}:,]|that\b)
        "
        )
        .find(text)
        && !elsewhere(&lower)
    {
        return Some((Formal, m.range(), "resolved"));
    }
    // "Ar moladh Cllr Ash, cuidithe ag Cllr Birch, agus glacadh leis": moved, seconded and accepted.
    if let Some(m) =
        pattern!(r"(?i)\bagus\s+(?:glacadh leis|an cinneadh|rith)\b\s*:?-?\s*$|^\W*agus an cinneadh\W*$").find(text)
    {
        return Some((Recorded, m.range(), "in Irish"));
    }
    if let Some((word, _)) = deciding_in_welsh(text) {
        return Some((Recorded, word, "in Welsh"));
    }
    recorded_by(&lower).filter(|_| !not_deciding(&lower)).map(|(m, basis)| (Recorded, m, basis))
}

/// The words with a space for each stop that ends a short form or an ordinal and not a sentence, so that patterns that
/// stay within a sentence see all of it: `the 6th. February`, `Cllr. Ash`.
fn without_short_stops(mut lower: String) -> String {
    let stops: Vec<usize> = lower.match_indices(". ").map(|(at, _)| at).collect();
    for at in stops.into_iter().filter(|&at| ends_in_short_form(&lower[..at])).collect::<Vec<_>>() {
        lower.replace_range(at..at + 1, " ");
    }
    lower
}

/// The sentence begins with another body, by a name that this one's does not hold: `Norshire County Council agreed to
/// resurface the lane` in a parish council's minutes.
pub(super) fn anothers(words: &str, own: &str) -> bool {
    let named = pattern!(
        r"
            ^\W*(?:The\s+)?(?P<s>(?:\p{Lu}[\p{L}'\u{2019}&-]*\s+){0,4}?(?:County|Borough|District|City
            |Metropolitan)\s+Council|(?:UK |Welsh |Scottish )?Government|Home Office)\s+(?:has |had |have )?(?:also 
            |then |since |now )?(?:agreed|AGREED|approved|APPROVED|resolved|RESOLVED|decided|accepted|adopted
            |granted|refused|rejected|confirmed|endorsed|noted)\b
        "
    );
    let welsh = pattern!(r"(?i)^\W*\p{L}+odd (?:y|yr) (?P<s>cabinet)\b");
    let Some(subject) = named.captures(words).or_else(|| welsh.captures(words)).and_then(|c| c.name("s")) else {
        return false;
    };
    !own.is_empty() && !own.contains(&subject.as_str().to_lowercase()) && !own.contains("gabinet")
}

/// What another body resolved, or this one at another time.
fn elsewhere(lower: &str) -> bool {
    pattern!(
        r"
        ['\u{2019}]s (?:cabinet|executive|council|committee|board) (?:had |has )?(?:agreed|resolved|approved
        |decided)\b|\b(?:had|has|have|having) (?:already |previously |since |recently )?(?:resolved|ordered)\b
        |\bresolved (?:in|last) (?:january|february|march|april|may|june|july|august|september|october|november
        |december|year|month|week)\b|\bat which (?:the )?\w+ (?:had )?resolved\b
    "
    )
    .is_match(lower)
}

/// Sentences that hold a deciding word and decide nothing.
fn not_deciding(lower: &str) -> bool {
    let is = |p: &regex::Regex| p.is_match(lower);
    is(pattern!(
        r"
            \b(?:had|has|have|having|been|previously|already|recently|being|if|once|until|when|unless|should be
            |could be|can be|to be|would be|will be|may be|must be|not yet|yet to be|awaiting|subject to being
            |was it|whether)\s+(?:\w+ly\s+)?(?:been\s+)?(?:agreed|approved|adopted|accepted|noted|resolved|granted
            |endorsed|refused|confirmed|elected|appointed|deferred)\b
        "
    )) && !is(pattern!(r"\b(?:it was|this was|was|were)\s+(?:\w+ly\s+)?(?:agreed|resolved|approved)\b"))
        || is(pattern!(
            r"
                ^(?:\w+\s+){0,3}?noted that\b|\bit was (?:also |further )?(?:noted|confirmed|clarified|explained
                |reported|acknowledged|recognised) that\b
            "
        ))
        || is(pattern!(
            r"
                \b(?:agreed|approved|resolved|decided|noted)\b[^.]{0,40}?\b(?:in|last|at (?:its|their) (?:own|last
                |previous)?)\s*(?:january|february|march|april|may|june|july|august|september|october|november
                |december|year|month|week|meeting)\b[^.]{0,20}(?:to\b|and\b|that\b|,|\.|$)
            "
        )) && is(pattern!(
            r"
                ^(?:\W|in \w+ \w+ )*(?:the )?(?:[\w'\u{2019}]+\s+){0,6}?(?:panel|cabinet|council|authority
                |government|board)\b|\bby the (?:panel|board|council|cabinet)\b
            "
        ))
        || is(pattern!(
            r"['\u{2019}]s (?:cabinet|executive|council|committee) (?:had |has )?(?:agreed|resolved|approved|decided)\b"
        ))
        || is(pattern!(r"^(?:none|nothing|not)\s+(?:noted|agreed)\b"))
        // What was decided somewhere else, or before.
        || is(pattern!(
            r"
                \b(?:agreed|adopted|approved|accepted|deferred|noted|endorsed)\b\s+(?:at (?:the|an?|its
                |their) (?:[\w\u{2019}'-]+ ){0,4}(?:spc|sub-?committee|committee|workshop|conference|summit)\b
                |in (?:january|february|march|april|may|june|july|august|september|october|november|december|19\d\d
                |20\d\d)|last (?:year|month|week|time)|at that (?:meeting|time)|at the (?:january|february|march|april
                |may|june|july|august|september|october|november|december)(?: (?:19|20)\d\d)? meeting)
            "
        ))
        || is(pattern!(r"\bcarried out\b")) && !is(pattern!(r"\b(?:agreed|approved|resolved)\b"))
        // A motion that is only put: what came of it stands elsewhere.
        || is(pattern!(r"
            \b(?:moved|proposed)\b.*\bthat\b.*\bbe (?:\w+ly )?(?:adopted|approved|endorsed|accepted|agreed|noted
            |deferred|refused|granted|received)\b
        "))
            && !is(pattern!(r"
                \b(?:was|were|and|unanimously) (?:\w+ly )?(?:agreed|carried|approved|accepted|resolved|adopted|lost
                |defeated)\b|\bcarried\b|\blost\b|\bunanimous
            "))
        || is(pattern!(
            r"
                \b(?:agreed|approved|confirmed|noted|granted) by (?:the )?(?:home office|government
                |secretary of state|planning (?:authority|inspector\w*)|minister|courts?|county council
                |district council|borough council|police|funder)
            "
        ))
}

/// The deciding words of a sentence in small letters.
pub(super) fn recorded(lower: &str) -> Option<Range<usize>> {
    recorded_by(lower).map(|(word, _)| word)
}

/// The same, with the form of words that tells.
fn recorded_by(lower: &str) -> Option<(Range<usize>, &'static str)> {
    // Every pattern below needs one of these stems; most sentences have none, and are passed at the speed of a search.
    if !pattern!(
        r"
        agreed|approv|endors|adopted|accepted|ratified|confirmed|deferred|received|noted|elected|appointed
        |recommended|decided|authorised|granted|refused|rejected|withdr|on record|recorded|supported|thanked
        |co-opted|carried|lost|passed|requested|signed|as read|defeated|fell|failed|seconder|back|held over
        |postponed|unanimous|voted|declined
    "
    )
    .is_match(lower)
    {
        return None;
    }
    let subject = pattern!(&format!(
        r"
            ^(?:\W|\((?:action|minute|item)[^)]{{0,20}}\)\s*|\(?[a-z0-9]{{1,3}}[).]\s+|(?:\w+\s+){{0,6}}?,\s+|and\s+
            |following [^,]{{3,80}},\s+|after [^,]{{3,80}},\s+|on a show of hands,?\s+
            |in conclusion,?\s+)*{BODY}\s+(?:then |also |unanimously |formally |therefore |further |all |both 
            |subsequently |duly |fully |collectively )*(?P<v>agreed|approved|endorsed|adopted|accepted|ratified
            |confirmed|deferred|received|noted|elected|appointed|recommended|decided|authorised|granted|refused
            |rejected|withdrew|placed on record (?:its|their) (?:thanks|appreciation|gratitude)|recorded (?:its
            |their) (?:thanks|appreciation)|supported [^.;]{{3,80}}? and recommended|considered and (?:agreed
            |approved|noted)|thanked [^.;]{{2,90}}? for (?:his|her|their|its|the|all)?\s*(?:\w+ ){{0,3}}(?:work
            |service|support|contribution|help|efforts|years|hospitality)|placed on record (?:its|their) \w+
            |received and noted|agreed and noted|reviewed and (?:agreed|approved))\b
        "
    ));
    if let Some(v) = subject.captures(lower).and_then(|c| c.name("v")) {
        let after = lower[v.end()..].trim_start();
        let verb = v.as_str();
        // Facts are noted "that"; what is agreed "with" somebody is an opinion.
        let fact = verb.ends_with("noted")
            && (after.starts_with("that ")
                || !pattern!(r"
                    ^(?:\W|and (?:agreed|approved|accepted)\b|$)|\b(?:reports?|updates?|minutes|positions?|contents?
                    |information|presentations?|dates?|budgets?|plans?|programmes?|items?|letters?|correspondence
                    |accounts?|payments?|figures|statements?|decisions?|recommendations?|scorecard|dashboard
                    |documents?|papers?|logs?|registers?|summary|briefing|resignation|progress|changes|apologies
                    |outcome|response|findings|results|schedule|calendar|agenda)\b
                ").is_match(after))
                // "noted the work that may be missed" tells, "noted the report" disposes.
                || verb.ends_with("noted") && pattern!(r"
                    ^(?:[\w-]+ ){1,6}(?:that|which) (?:may|might|could|would|had|has|have|is|are|was|were)\b
                ").is_match(after) && !after.starts_with("the report");
        let opinion = verb == "agreed"
            && (after.starts_with("with ") && !after.starts_with("with the recommendation")
                || after.starts_with("how "));
        // A report that was merely received, or received from somebody, is no decision.
        let plain = verb == "confirmed" && after.starts_with("that")
            || lower[..v.start()].trim_end().ends_with("chief executive")
            || lower[..v.start()].trim_end().ends_with("chief executive also")
            || verb == "received"
                && !pattern!(
                    r"
                    ^(?:and noted|and considered|(?:the|this)\s+(?:[\w-]+\s+){0,4}?(?:report|update|minutes
                    |accounts)\s*(?:\.|$))
                "
                )
                .is_match(after)
            || verb == "accepted" && after.starts_with("that")
            || verb.starts_with("thanked")
                && pattern!(
                    r"
                ^[^.]{0,60}\b(?:presentation|report|update|attending|attendance|coming|invitation)\b
            "
                )
                .is_match(&lower[v.start()..]);
        if !fact && !opinion && !plain {
            return Some((v.range(), "the body decided"));
        }
        return None;
    }
    let passive = pattern!(
        r"
            \b(?:it|this|these|that|which|they|all|both|and)\s+(?:was|were)\s+(?:then |also |unanimously |formally 
            |therefore |further |subsequently |duly |all |generally |provisionally )*(?:proposed,? seconded and 
            |moved,? seconded and |discussed and )?(?:in principle )?(?P<v>agreed|approved|decided|accepted|adopted
            |endorsed|ratified|carried)\b(?: in principle)?
        "
    );
    if let Some(v) = passive.captures(lower).and_then(|c| c.name("v")) {
        return Some((v.range(), "it was agreed"));
    }
    let paper = pattern!(
        r"
            \b(?:minutes?|notes|report|reports|update|updates|recommendations?|plan|plans|programme|payments?
            |accounts|strategy|policy|policies|budget|terms of reference|apologies|correspondence|schedule|statement
            |scorecard|dashboard|document|position|presentation|proposals?|priorities|precept|invoices?|application
            |agenda|following|items?|dates?|information|reconciliation|request|motion|amendment|expenditure|calendar
            |draft|register|risk assessment|nominations?|dispensation|action log|reasons?|reviews?|grants?|awards?
            |quotations?|tenders?|contract|protocol|return|audit|letter|offer|change|changes|resignation
            |content)\b[^.;]{0,260}?\b(?:was|were|be|is hereby|are hereby)\s+(?:then |also |unanimously |formally 
            |therefore |further |subsequently |duly |all |received and |presented and |taken as read,? (?:and )?
            |considered and |proposed,? seconded and |circulated and |both )*(?P<v>agreed|approved|adopted|accepted
            |noted|confirmed|ratified|endorsed|deferred|granted|refused|signed|carried|lost|withdrawn|not supported
            |received and noted|rejected|defeated|authorised|taken as read)\b
        "
    );
    if let Some(v) = paper.captures(lower).and_then(|c| c.name("v")) {
        return Some((v.range(), "a paper was approved"));
    }
    let chosen =
        pattern!(r"\b(?:was|were)\s+(?:duly |unanimously |then |re-?)?(?P<v>elected|re-elected|appointed|co-opted)\b");
    if let Some(v) = chosen.captures(lower).and_then(|c| c.name("v"))
        && pattern!(r"\b(?:chair|vice|president|mayor|representative|member|clerk|convener|deputy)").is_match(lower)
    {
        return Some((v.range(), "somebody was elected"));
    }
    let alone = pattern!(
        r"
            ^\W*(?:all\s+|members\s+|minutes\s+|minutes of the last meeting\s+|the\s+)?(?:report\s+|update\s+
            |item\s+|apologies\s+)?(?P<v>agreed|approved|noted|deferred|accepted|adopted|carried|withdrawn|granted
            |refused)(?:\s+(?:as (?:a|an|being) (?:true|correct|accurate)|unanimously|by all|without|with (?:one|the
            |an?)|subject to|to (?:the )?(?:next|\w+ meeting|january|february|march|april|may|june|july|august
            |september|october|november|december)|until|for|on|and introductions)\b|\W*$)
        "
    );
    if let Some(v) = alone.captures(lower).and_then(|c| c.name("v")) {
        return Some((v.range(), "the word alone"));
    }
    let more_noted = pattern!(
        r"
            \b(?:this|these|the (?:report|update|position|information|contents?|correspondence|letters?)) (?:was
            |were) (?P<v>noted)(?: by (?:the )?(?:\w+ )?(?:members|council|committee|board|panel|group|councillors
            |meeting)\b|\W*$)
        "
    );
    if let Some(v) = more_noted.captures(lower).and_then(|c| c.name("v")) {
        return Some((v.range(), "it was noted"));
    }
    let seconded = pattern!(
        r"
            \bseconded by [^;]{3,90}?,? (?:and|it was|,) ?(?:and )?(?:it was )?(?:\w+ly )?(?P<v>agreed|approved
            |carried|adopted|accepted|passed)\b|\b(?:seconded by [^;]{3,90}?|which|motion|resolution|vote) (?:was 
            |were )?(?:\w+ly )?(?P<w>passed|approved|carried)\b(?: by| with| unan|,|\W*$)
            |\bin principle (?P<x>agreed)\b|\b(?:on (?:the )?proposal of
            |seconded by) [^;]{3,120}?,? it was (?:\w+ly )?(?P<y>requested|agreed|decided)\b
            |\bcouncil(?:lors)? (?P<z>agreed)\W*$|\b(?:so |and |was |were |be |item )(?P<u>carried over|held over
            |put back|carried forward|deferred) (?:to|until|till) (?:the )?(?:next|\w+ meeting|january|february
            |march|april|may|june|july|august|september|october|november|december)\b
        "
    );
    if let Some(c) = seconded.captures(lower)
        && let Some(v) = ["v", "w", "x", "y", "z", "u"].iter().find_map(|n| c.name(n))
    {
        return Some((v.range(), "seconded and agreed"));
    }
    let other = pattern!(
        r"
            \b(?P<v>unanimous approval|unanimously agreed|unanimously approved|unanimous agreement|(?:motion
            |amendment|proposal|proposition|recommendation)s?\s+(?:was|were|is|be|being)?\s*(?:then |duly |declared 
            |therefore |accordingly |failed to |put and |put to the vote and )*(?:carried|lost|fell|defeated|failed
            |not (?:agreed|carried|supported|approved|passed)|find a seconder)|accordingly fell|declared (?:carried
            |lost))\b
        "
    );
    if let Some(v) = other.captures(lower).and_then(|c| c.name("v")) {
        return Some((v.range(), "unanimous or lost"));
    }
    let more = pattern!(
        r"
            ^\W*(?:all|everyone|everybody)\s+(?:present\s+)?(?P<v>agreed)\b
            |\bseconded by [^.]{3,60}?\s+and\s+(?:\w+ly )?(?P<w>agreed)\s+(?:that|to)\b|\b(?P<x>withdrew)\s+(?:the
            |his|her|their)\s+(?:\w+ ){0,2}(?:motion|item|amendment|proposal|application)\b|^\W*(?:a 
            |the )?(?:decision|item|report|matter|consideration)\b[^.]{0,80}?\b(?:was|be) (?P<y>put back|held over
            |carried over|deferred|postponed)\b
        "
    );
    if let Some(c) = more.captures(lower)
        && let Some(v) = ["v", "w", "x", "y"].iter().find_map(|n| c.name(n))
    {
        return Some((v.range(), "all agreed"));
    }
    let approved = pattern!(
        r"
            ^\W*(?:if possible,? )?(?:it was\s+(?P<v>agreed)\s+(?:that|to)|(?:we (?:all |unanimously )?)?(?P<w>agreed)
            (?:,[^,]{3,30},)?\s+(?:that|to))\b|\b(?:which|and) the (?:board|committee|group|panel|partnership|council
            |trustees|governors|members) (?:(?P<x>agreed|approved|endorsed|declined)\W*$|(?P<y>agreed) to\b)
            |\bis (?:duly |hereby |re-?)?(?P<z>elected)\b|\b(?:was|were) (?P<u>voted) (?:in|onto)\b
        "
    );
    // What one of them goes and does is a task.
    let errand = pattern!(
        r"
            ^\W*agreed to (?:share|discuss|contact|circulate|liaise|send|e-?mail|speak|ask|write|check|look|follow|chase
            |meet|report|raise|feed|provide|arrange|investigate|find)\b
        "
    );
    approved
        .captures(lower)
        .filter(|_| !errand.is_match(lower))
        .and_then(|c| ["v", "w", "x", "y", "z", "u"].iter().find_map(|n| c.name(n)))
        .map(|v| (v.range(), "it was agreed to"))
}

/// What is decided, by the words after (and around) the deciding one.
pub(super) fn classify_ruling(text: &str, keyword: &str, tier: DecisionTier) -> (DecisionType, Outcome) {
    use DecisionType as T;
    if let Some((_, kind)) = deciding_in_welsh(text) {
        if kind == T::Refused && pattern!(r"(?i)\b(?:cynnig|gynnig|gwelliant|welliant)\b").is_match(text) {
            return (T::Rejected, Outcome::Lost);
        }
        let deferred = kind == T::Deferred;
        return (kind, if deferred { Outcome::Deferred } else { Outcome::Carried });
    }
    let lower = text.to_ascii_lowercase();
    let is = |p: &regex::Regex| p.is_match(&lower);
    // "RESOLVED that the proposal to replace the failed boiler be approved" is carried whatever it tells of.
    let resolved = keyword.to_ascii_lowercase().contains("resolved")
        && is(pattern!(r"\bbe (?:\w+ly )?(?:approved|agreed|accepted|adopted|supported|endorsed|noted|granted)\b"));
    if !resolved
        && is(pattern!(
            r"
                \b(?:amendments?|motions?|proposals?|propositions?|recommendations?
                |resolution)\b[^.]{0,160}?(?:\b(?:was|were|is|being|and|therefore|accordingly|then
                |declared)\s+(?:(?:\w+ly|then|also|declared)\s+){0,2}(?:lost|defeated|rejected|not (?:supported
                |carried|agreed|approved|passed))\b|\b(?:fell|failed)\b(?:\W*$|[,;]|\s+(?:to|for|as|due|by|on)\b))
                |\b(?:amendment|motion|proposal|proposition) (?:lost|fell|defeated|failed|rejected|not carried)\b
                |\bdeclared lost\b|\baccordingly fell\b
            "
        ))
    {
        return (T::Rejected, Outcome::Lost);
    }
    let outcome = Outcome::Carried;
    let minutes = is(pattern!(r"\b(?:minutes?|notes)\b"))
        && is(pattern!(
            r"
                \b(?:correct|true|accurate|fair|right)\b[^.]{0,30}\b(?:record|copy|account|reflection)\b|\bsigned\b
                |\btaken as read\b|\bminutes? (?:were |was )?(?:agreed|approved|confirmed|accepted)\b|\b(?:approved
                |agreed|confirmed|adopted|accepted) the (?:\w+ )?minutes?\b|\bapprove the minutes?\b
                |\bminutes? (?:of|from)\b[^.]*\b(?:be|were|was) (?:\w+ )?(?:approved|confirmed|adopted|agreed
                |accepted|received)
            "
        ));
    if minutes
        || is(pattern!(
            r"
                ^\W*(?:agreed|approved|accepted|confirmed) as (?:a|an|being) (?:true|correct|accurate)|\bthis (?:was
                |is) a (?:true|correct|accurate)[^.]{0,20} record\b
            "
        ))
    {
        return (T::MinutesApproved, outcome);
    }
    if is(pattern!(r"\b(?:press|public)\b[^.]*\bexclu|\bexclu\w+[^.]*\b(?:press|public)\b")) {
        return (T::ExclusionOfPublic, outcome);
    }
    if keyword.to_ascii_lowercase().contains("recommended")
        || is(pattern!(
            r"
                \bresolved to recommend\b|\brecommended to (?:the )?(?:council|cabinet|executive|board)
                |\bthat (?:the )?(?:cabinet|council|executive) be recommended\b
            "
        ))
    {
        return (T::Recommended, outcome);
    }
    if keyword.to_ascii_lowercase().contains("ordered") {
        return (T::Ordered, outcome);
    }
    if keyword.to_ascii_lowercase().starts_with("no ") {
        return (T::Other, outcome);
    }
    // The first verb of the decision is what it does.
    let marked = !keyword.is_empty() && keyword.chars().all(|c| !c.is_lowercase());
    let at = lower.find(&keyword.to_ascii_lowercase()).map_or(0, |k| {
        let behind = k + keyword.len();
        // "AGREED: that the report be noted", "agreed to put back": the word only marks what follows.
        let marks = keyword.eq_ignore_ascii_case("agreed")
            && pattern!(r"^\s*(?:to|that|:|[-\u{2013}])\s").is_match(&lower[behind.min(lower.len())..]);
        // "DEFERRED to the next meeting" says itself what was done.
        let itself = pattern!(r"(?i)^(?:noted|approved|deferred|endorsed)$").is_match(keyword);
        if (tier == DecisionTier::Formal || marked || marks) && !itself { behind } else { k }
    });
    let rest = &lower[at.min(lower.len())..];
    let thanks = pattern!(
        r"
            \bvote of thanks\b|\b(?:record(?:\w*)?|placed on record) (?:its|their|the|our)?\s*(?:\w+ )?(?:thanks
            |appreciation|gratitude)\b|\bthanked\b|\bbe thanked\b|^\W*(?:that )?(?:the )?thanks\b
        "
    );
    let verbs: [(&regex::Regex, T); 14] = [
        (thanks, T::Thanks),
        (
            pattern!(
                r"
                    \b(?:elect|(?:be|was|were|is|are|duly|unanimously) (?:re-)?elected|re-elected|elected (?:as|to
                    |unopposed|chair|vice|for)|unanimous approval for)\b|\bremain as (?:the )?(?:vice-?\s?)?chair
                "
            ),
            T::Elected,
        ),
        (pattern!(r"\b(?:appoint(?:ed)?|co-opt(?:ed)?|nominat\w+)\b"), T::Appointed),
        (
            pattern!(
                r"
                    \b(?:defer(?:red)?|adjourn(?:ed)?|put back|put on hold|held over|postpone\w*|carried (?:over
                    |forward)|continue consideration)\b
                "
            ),
            T::Deferred,
        ),
        (pattern!(r"\b(?:refer(?:red)?|stand referred)\b(?:\s+back)?\s+to\b|\bstand referred\b"), T::Referred),
        (
            pattern!(
                r"
                    \b(?:refus(?:e|ed)|reject(?:ed)?|declined?|object(?:ed|s)? to|opposed?|not to support|not (?:be 
                    |been )?(?:approved|granted
                    |agreed|adopted|accepted|supported)|be not (?:approved|granted|agreed|adopted|accepted
                    |supported))\b
                "
            ),
            T::Refused,
        ),
        (pattern!(r"\bwithdr(?:awn?|ew)\b"), T::Withdrawn),
        (pattern!(r"\bgrant(?:ed)?\b(?:\s+(?:the|a|as|permission|planning|subject|to)\b|\W*$)"), T::Granted),
        (pattern!(r"\b(?:note|noted|notes|noting)\b|\b(?:be|was|were) received\b"), T::Noted),
        (
            pattern!(r"\b(?:request(?:ed|s)?|be asked|be invited|ask(?:s|ed)? (?:the|that|for)|calls? (?:on|upon))\b"),
            T::Requested,
        ),
        (pattern!(r"\b(?:delegat(?:e|ed)|authority be (?:given|delegated))\b"), T::Delegated),
        (
            pattern!(
                r"
                    \b(?:approv(?:e|ed|al)|adopt(?:ed)?|accept(?:ed)?|endors(?:e|ed)|confirm(?:ed)?|support(?:ed)?
                    |authoris(?:e|ed)|ratif(?:y|ied)|consent)\b
                "
            ),
            T::Approved,
        ),
        (pattern!(r"\bagree[ds]?\b"), T::Agreed),
        // Any other passive: "that the trial be extended". Last, so that a verb above wins its place.
        (pattern!(r"\bbe (\w+(?:ed|en|pt|ld|ught))\b"), T::Resolved),
    ];
    let start = |p: &regex::Regex| p.captures(rest).and_then(|c| c.get(1).or(c.get(0))).map(|m| m.start());
    let first = verbs.iter().filter_map(|(p, t)| start(p).map(|at| (at, *t))).min_by_key(|(at, _)| *at);
    let kind = match first {
        Some((_, kind)) => kind,
        None if tier == DecisionTier::Formal => T::Resolved,
        None => T::Agreed,
    };
    // "Agreed to support the bid": the deciding word says what it is, unless the verb behind it says more.
    let plain = matches!(kind, T::Approved | T::Resolved | T::Granted | T::Delegated | T::Requested);
    let kind = if plain && keyword.eq_ignore_ascii_case("agreed") { T::Agreed } else { kind };
    let outcome = match kind {
        T::Deferred => Outcome::Deferred,
        T::Withdrawn => Outcome::Withdrawn,
        _ => outcome,
    };
    (kind, outcome)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deciding_sentences() {
        for (text, tier) in [
            ("RESOLVED that the committee note the report.", DecisionTier::Formal),
            ("It was proposed by Cllr A, seconded by Cllr B and RESOLVED to buy it.", DecisionTier::Formal),
            ("Resolved \u{2013} That the fee remain.", DecisionTier::Formal),
            ("The Committee RESOLVED to request a report.", DecisionTier::Formal),
            ("Decided: to suspend the licence.", DecisionTier::Formal),
            ("The Board noted the report.", DecisionTier::Recorded),
            ("This was agreed.", DecisionTier::Recorded),
            ("Minutes agreed.", DecisionTier::Recorded),
            ("Approved as a true record", DecisionTier::Recorded),
            ("It was agreed that the lock be replaced.", DecisionTier::Recorded),
            ("The minutes of the meeting of 8th May 2019 were agreed as a true record.", DecisionTier::Recorded),
            ("Item deferred to next agenda.", DecisionTier::Recorded),
            ("The 2 recommendations were agreed", DecisionTier::Recorded),
            ("The amendment was declared LOST.", DecisionTier::Recorded),
        ] {
            assert_eq!(deciding(text).map(|d| d.0), Some(tier), "{text}");
        }
    }

    #[test]
    fn sentences_that_decide_nothing() {
        for text in [
            "It was noted that crime had fallen.",
            "The Board noted that crime had fallen.",
            "None noted",
            "The panel had agreed its report in March.",
            "It was confirmed that the police are part of it.",
            "The force has agreed extra patrols.",
            "Members agreed with the Chair.",
            "The approved premises are closed.",
            "It will be approved once the plan is agreed.",
            "The Chair welcomed the members.",
        ] {
            assert_eq!(deciding(text), None, "{text}");
        }
    }

    #[test]
    fn what_was_lost_or_refused_is_not_carried() {
        let of = |t: &str| {
            let (tier, word) = deciding(t).unwrap_or_else(|| panic!("{t}"));
            classify_ruling(t, &t[word], tier)
        };
        for lost in [
            "The motion, on being put to the vote, was lost.",
            "The recommendation was put to the vote and lost.",
            "The amendment was rejected by 6 votes to 3.",
            "The proposal was not supported.",
            "The motion was NOT AGREED.",
            "Gwrthodwyd y cynnig.",
        ] {
            assert_eq!(of(lost), (DecisionType::Rejected, Outcome::Lost), "{lost}");
        }
        for refused in [
            "RESOLVED that planning permission not be granted.",
            "RESOLVED that permission be not granted for the application.",
        ] {
            assert_eq!(of(refused).0, DecisionType::Refused, "{refused}");
        }
        let carried = of("RESOLVED that the proposal to replace the failed boiler be approved.");
        assert_eq!(carried, (DecisionType::Approved, Outcome::Carried));
        assert_eq!(deciding("The Clerk said that the county had AGREED a grant."), None);
        assert_eq!(deciding("Derbyniwyd ymddiheuriadau gan Gareth Prys."), None);
    }

    #[test]
    fn what_another_body_decided_is_not_ours() {
        let words = "Norshire County Council agreed to resurface Mill Lane.";
        assert!(anothers(words, "little hamley parish council"));
        assert!(!anothers(words, "norshire county council"));
        assert!(!anothers("The Council agreed to resurface it.", "little hamley parish council"));
        assert!(anothers("Penderfynodd y Cabinet gau'r depo.", "cyngor tref aber"));
    }

    #[test]
    fn what_is_decided() {
        let kind = |t: &str| {
            let (tier, word) = deciding(t).unwrap_or_else(|| panic!("{t}"));
            classify_ruling(t, &t[word], tier).0
        };
        assert_eq!(kind("RESOLVED that the minutes be signed as a correct record."), DecisionType::MinutesApproved);
        assert_eq!(kind("RESOLVED that the Committee note the update and request another."), DecisionType::Noted);
        assert_eq!(kind("RESOLVED that the press and public be excluded."), DecisionType::ExclusionOfPublic);
        assert_eq!(kind("RESOLVED that Mr A be elected as Vice-Chair."), DecisionType::Elected);
        assert_eq!(kind("RECOMMENDED to the Council that the number be raised."), DecisionType::Recommended);
        assert_eq!(kind("The Board agreed to defer the item."), DecisionType::Deferred);
        assert_eq!(kind("AGREED: that the report be noted."), DecisionType::Noted);
        assert_eq!(kind("RESOLVED that the talk be noted and that the speaker be thanked."), DecisionType::Noted);
        assert_eq!(kind("RESOLVED that a decision be deferred."), DecisionType::Deferred);
    }
}
