//! Decisions: the deciding sentences, and nothing that only looks like one.
//!
//! A decision needs a deciding word with the body as its subject, or an impersonal passive. What
//! another body decided, what somebody merely noted, what an agenda proposes and what a motion that
//! fell would have done are not decisions of this meeting.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use types::{Cite, Decision, DecisionTier, DecisionType, Outcome, Participant};

use crate::flat::{Column, Flat, Kind};
use crate::grammar::{label, name, pattern, sentence, welsh};
use crate::items::Found;

/// A stretch of the stream that belongs to one item, or to none.
pub(crate) struct Stretch {
    pub(crate) number: Option<String>,
    pub(crate) range: Range<usize>,
    /// The paragraph that holds the title, which decides nothing.
    pub(crate) title: Option<(usize, usize)>,
}

/// The stretches of a segment.
pub(crate) fn stretches(items: &[Found], range: &Range<usize>) -> Vec<Stretch> {
    let mut all = Vec::new();
    let first = items.first().map_or(range.end, |i| i.range.start);
    if first > range.start {
        all.push(Stretch { number: None, range: range.start..first, title: None });
    }
    all.extend(items.iter().map(|i| Stretch {
        number: i.number.clone(),
        range: i.range.clone(),
        title: Some((i.title_para, i.title_range.end)),
    }));
    all
}

/// A deciding sentence as found.
#[derive(Clone, Debug)]
pub(crate) struct Ruling {
    /// Paragraph and bytes, the first holding the deciding word.
    pub(crate) pieces: Vec<(usize, Range<usize>)>,
    pub(crate) kind: DecisionType,
    pub(crate) tier: DecisionTier,
    pub(crate) outcome: Outcome,
    /// Paragraph and byte from which mover and seconder are looked for.
    from: (usize, usize),
    /// The deciding word was lost; the text begins with "That" (record rule 20).
    label_lost: bool,
}

const BODY: &str = r"(?:the\s+)?(?:[\w'\u{2019}-]+\s+){0,4}?(?:board|sub-?committee|committee|group|panel|council|members|councillors|partnership|cabinet|meeting|forum|executive|authority|assembly|partners|trustees|governors|commission)";

/// The kind of deciding sentence, if it is one: how it is marked and where its deciding word stands.
fn deciding(text: &str) -> Option<(DecisionTier, Range<usize>)> {
    use DecisionTier::{Formal, Recorded};
    // Capitals mark a resolution wherever they stand in the sentence.
    if let Some(m) = pattern!(r"\b(?:RESOLVED|RECOMMENDED|ORDERED|DECIDED|AGREED|NOTED|APPROVED|DEFERRED|ENDORSED|R\s?E\s?S\s?O\s?L\s?V\s?E\s?D)\b").find(text)
        && text.chars().any(char::is_lowercase)
        // "was NOT AGREED" is a motion lost, "had AGREED" another time's or another body's decision.
        && !pattern!(r"(?i)\b(?:not|never|had|has|have|having)\s+(?:\w+ly\s+)?(?:been\s+)?$").is_match(&text[..m.start()])
    {
        // "that it be RESOLVED" in a motion that is only put.
        let formal = matches!(m.as_str(), "RESOLVED" | "RECOMMENDED" | "ORDERED" | "DECIDED") || m.as_str().contains(' ');
        return Some((if formal { Formal } else { Recorded }, m.range()));
    }
    if let Some(m) = pattern!(r"^(?:\W|\band\b|\bit was\b|\bwas\b|\bunanimously\b|\bfurther\b|\baccordingly\b|\bit is\b|[(\[]?[a-z0-9]{1,3}[)\].]\s)*(?P<k>Resolved|Decided|Recommended|Ordered|resolved|decided|RESOLVED|Penderfynwyd|PENDERFYNWYD)\b\s*(?:unanimously|nem\.? con\.?|\([^)]*\))?\s*(?:[-\u{2013}\u{2014}:;,\u{201c}\u{2018}]|that\b|to\b|bod\b|$)").captures(text).and_then(|c| c.name("k")) {
        return Some((Formal, m.range()));
    }
    let lower = text.to_ascii_lowercase();
    if (lower.contains("resolved") || lower.contains("ordered"))
        && let Some(m) = pattern!(r"(?i)\b(?:was|it was|were)\s+(?:then |also |further |duly |unanimously |therefore |accordingly )*resolved\b|\b(?:committee|council|board|panel|cabinet|meeting|members|councillors|authority|group)\s+(?:all |unanimously |then |also |further |duly )*(?:resolved|ordered)\b|\s[-\u{2013}]\s*resolved to\b|\b(?:village|green|notice|invoice|account|quote|quotation|payment)\s+resolved to\b|\b(?:and|,)\s+resolved\s*(?:[-\u{2013}:,]|that\b)").find(text)
        && !elsewhere(&lower)
    {
        return Some((Formal, m.range()));
    }
    if let Some((word, _)) = welsh::deciding(text) {
        return Some((Recorded, word));
    }
    recorded(&lower).filter(|_| !not_deciding(&lower)).map(|m| (Recorded, m))
}

/// The sentence begins with another body, by a name that this one's does not hold: `Norshire County Council agreed to
/// resurface the lane` in a parish council's minutes.
fn anothers(words: &str, own: &str) -> bool {
    let named = pattern!(
        r"^\W*(?:The\s+)?(?P<s>(?:\p{Lu}[\p{L}'\u{2019}&-]*\s+){0,4}?(?:County|Borough|District|City|Metropolitan)\s+Council|(?:UK |Welsh |Scottish )?Government|Home Office)\s+(?:has |had |have )?(?:also |then |since |now )?(?:agreed|AGREED|approved|APPROVED|resolved|RESOLVED|decided|accepted|adopted|granted|refused|rejected|confirmed|endorsed|noted)\b"
    );
    let welsh = pattern!(r"(?i)^\W*\p{L}+odd (?:y|yr) (?P<s>cabinet)\b");
    let Some(subject) = named.captures(words).or_else(|| welsh.captures(words)).and_then(|c| c.name("s")) else {
        return false;
    };
    !own.is_empty() && !own.contains(&subject.as_str().to_lowercase()) && !own.contains("gabinet")
}

/// What another body resolved, or this one at another time.
fn elsewhere(lower: &str) -> bool {
    pattern!(r"['\u{2019}]s (?:cabinet|executive|council|committee|board) (?:had |has )?(?:agreed|resolved|approved|decided)\b|\b(?:had|has|have|having) (?:already |previously |since |recently )?(?:resolved|ordered)\b|\bresolved (?:in|last) (?:january|february|march|april|may|june|july|august|september|october|november|december|year|month|week)\b|\bat which (?:the )?\w+ (?:had )?resolved\b").is_match(lower)
}

/// Sentences that hold a deciding word and decide nothing.
fn not_deciding(lower: &str) -> bool {
    let is = |p: &regex::Regex| p.is_match(lower);
    is(pattern!(
        r"\b(?:had|has|have|having|been|previously|already|recently|being|if|once|until|when|unless|should be|could be|can be|to be|would be|will be|may be|must be|not yet|yet to be|awaiting|subject to being|was it|whether)\s+(?:\w+ly\s+)?(?:been\s+)?(?:agreed|approved|adopted|accepted|noted|resolved|granted|endorsed|refused|confirmed|elected|appointed|deferred)\b"
    )) && !is(pattern!(r"\b(?:it was|this was|was|were)\s+(?:\w+ly\s+)?(?:agreed|resolved|approved)\b"))
        || is(pattern!(
            r"^(?:\w+\s+){0,3}?noted that\b|\bit was (?:also |further )?(?:noted|confirmed|clarified|explained|reported|acknowledged|recognised) that\b"
        ))
        || is(pattern!(
            r"\b(?:agreed|approved|resolved|decided|noted)\b[^.]{0,40}?\b(?:in|last|at (?:its|their) (?:own|last|previous)?)\s*(?:january|february|march|april|may|june|july|august|september|october|november|december|year|month|week|meeting)\b[^.]{0,20}(?:to\b|and\b|that\b|,|\.|$)"
        )) && is(pattern!(
            r"^(?:\W|in \w+ \w+ )*(?:the )?(?:[\w'\u{2019}]+\s+){0,6}?(?:panel|cabinet|council|authority|government|board)\b|\bby the (?:panel|board|council|cabinet)\b"
        ))
        || is(pattern!(
            r"['\u{2019}]s (?:cabinet|executive|council|committee) (?:had |has )?(?:agreed|resolved|approved|decided)\b"
        ))
        || is(pattern!(r"^(?:none|nothing|not)\s+(?:noted|agreed)\b"))
        // What was decided somewhere else, or before.
        || is(pattern!(
            r"\b(?:agreed|adopted|approved|accepted|deferred|noted|endorsed)\b\s+(?:at (?:the|an?|its|their) (?:[\w\u{2019}'-]+ ){0,4}(?:spc|sub-?committee|committee|workshop|conference|summit)\b|in (?:january|february|march|april|may|june|july|august|september|october|november|december|19\d\d|20\d\d)|last (?:year|month|week|time))"
        ))
        || is(pattern!(r"\bcarried out\b")) && !is(pattern!(r"\b(?:agreed|approved|resolved)\b"))
        // A motion that is only put: what came of it stands elsewhere.
        || is(pattern!(r"\b(?:moved|proposed)\b.*\bthat\b.*\bbe (?:\w+ly )?(?:adopted|approved|endorsed|accepted|agreed|noted|deferred|refused|granted|received)\b"))
            && !is(pattern!(r"\b(?:was|were|and|unanimously) (?:\w+ly )?(?:agreed|carried|approved|accepted|resolved|adopted|lost|defeated)\b|\bcarried\b|\blost\b|\bunanimous"))
        || is(pattern!(
            r"\b(?:agreed|approved|confirmed|noted|granted) by (?:the )?(?:home office|government|secretary of state|planning (?:authority|inspector\w*)|minister|courts?|county council|district council|borough council|police|funder)"
        ))
}

/// The deciding words of a sentence in small letters.
fn recorded(lower: &str) -> Option<Range<usize>> {
    // Every pattern below needs one of these stems; most sentences have none, and are passed at the speed of a search.
    if !pattern!(r"agreed|approv|endors|adopted|accepted|ratified|confirmed|deferred|received|noted|elected|appointed|recommended|decided|authorised|granted|refused|rejected|withdr|on record|recorded|supported|thanked|co-opted|carried|lost|passed|requested|signed|as read|defeated|fell|failed|seconder|back|held over|postponed|unanimous").is_match(lower)
    {
        return None;
    }
    let subject = pattern!(&format!(
        r"^(?:\W|\((?:action|minute|item)[^)]{{0,20}}\)\s*|\(?[a-z0-9]{{1,3}}[).]\s+|(?:\w+\s+){{0,6}}?,\s+|and\s+|following [^,]{{3,80}},\s+|after [^,]{{3,80}},\s+|on a show of hands,?\s+|in conclusion,?\s+)*{BODY}\s+(?:then |also |unanimously |formally |therefore |further |all |both |subsequently |duly |fully |collectively )*(?P<v>agreed|approved|endorsed|adopted|accepted|ratified|confirmed|deferred|received|noted|elected|appointed|recommended|decided|authorised|granted|refused|rejected|withdrew|placed on record (?:its|their) (?:thanks|appreciation|gratitude)|recorded (?:its|their) (?:thanks|appreciation)|supported [^.;]{{3,80}}? and recommended|considered and (?:agreed|approved|noted)|thanked [^.;]{{2,90}}? for (?:his|her|their|its|the|all)?\s*(?:\w+ ){{0,3}}(?:work|service|support|contribution|help|efforts|years|hospitality)|placed on record (?:its|their) \w+|received and noted|agreed and noted|reviewed and (?:agreed|approved))\b"
    ));
    if let Some(v) = subject.captures(lower).and_then(|c| c.name("v")) {
        let after = lower[v.end()..].trim_start();
        let verb = v.as_str();
        // Facts are noted "that"; what is agreed "with" somebody is an opinion.
        let fact = verb.ends_with("noted")
            && (after.starts_with("that ")
                || !pattern!(r"^(?:\W|and (?:agreed|approved|accepted)\b|$)|\b(?:reports?|updates?|minutes|positions?|contents?|information|presentations?|dates?|budgets?|plans?|programmes?|items?|letters?|correspondence|accounts?|payments?|figures|statements?|decisions?|recommendations?|scorecard|dashboard|documents?|papers?|logs?|registers?|summary|briefing|resignation|progress|changes|apologies|outcome|response|findings|results|schedule|calendar|agenda)\b").is_match(after))
                // "noted the work that may be missed" tells, "noted the report" disposes.
                || verb.ends_with("noted") && pattern!(r"^(?:[\w-]+ ){1,6}(?:that|which) (?:may|might|could|would|had|has|have|is|are|was|were)\b").is_match(after) && !after.starts_with("the report");
        let opinion = verb == "agreed"
            && (after.starts_with("with ") && !after.starts_with("with the recommendation")
                || after.starts_with("how "));
        // A report that was merely received, or received from somebody, is no decision.
        let plain = verb == "confirmed" && after.starts_with("that")
            || lower[..v.start()].trim_end().ends_with("chief executive")
            || lower[..v.start()].trim_end().ends_with("chief executive also")
            || verb == "received"
                && !pattern!(r"^(?:and noted|and considered|(?:the|this)\s+(?:[\w-]+\s+){0,4}?(?:report|update|minutes|accounts)\s*(?:\.|$))").is_match(after)
            || verb == "accepted" && after.starts_with("that")
            || verb.starts_with("thanked") && pattern!(r"^[^.]{0,60}\b(?:presentation|report|update|attending|attendance|coming|invitation)\b").is_match(&lower[v.start()..]);
        if !fact && !opinion && !plain {
            return Some(v.range());
        }
        return None;
    }
    let passive = pattern!(
        r"\b(?:it|this|these|that|which|they|all|both|and)\s+(?:was|were)\s+(?:then |also |unanimously |formally |therefore |further |subsequently |duly |all |generally |provisionally )*(?:proposed,? seconded and |moved,? seconded and |discussed and )?(?:in principle )?(?P<v>agreed|approved|decided|accepted|adopted|endorsed|ratified|carried)\b(?: in principle)?"
    );
    if let Some(v) = passive.captures(lower).and_then(|c| c.name("v")) {
        return Some(v.range());
    }
    let paper = pattern!(
        r"\b(?:minutes?|notes|report|reports|update|updates|recommendations?|plan|plans|programme|payments?|accounts|strategy|policy|policies|budget|terms of reference|apologies|correspondence|schedule|statement|scorecard|dashboard|document|position|presentation|proposals?|priorities|precept|invoices?|application|agenda|following|items?|dates?|information|reconciliation|request|motion|amendment|expenditure|calendar|draft|register|risk assessment|nominations?|dispensation|action log|reasons?|reviews?|grants?|awards?|quotations?|tenders?|contract|protocol|return|audit|letter|offer|change|changes|resignation|content)\b[^.;]{0,260}?\b(?:was|were|be|is hereby|are hereby)\s+(?:then |also |unanimously |formally |therefore |further |subsequently |duly |all |received and |presented and |taken as read,? (?:and )?|considered and |proposed,? seconded and |circulated and |both )*(?P<v>agreed|approved|adopted|accepted|noted|confirmed|ratified|endorsed|deferred|granted|refused|signed|carried|lost|withdrawn|not supported|received and noted|rejected|defeated|authorised|taken as read)\b"
    );
    if let Some(v) = paper.captures(lower).and_then(|c| c.name("v")) {
        return Some(v.range());
    }
    let chosen =
        pattern!(r"\b(?:was|were)\s+(?:duly |unanimously |then |re-?)?(?P<v>elected|re-elected|appointed|co-opted)\b");
    if let Some(v) = chosen.captures(lower).and_then(|c| c.name("v"))
        && pattern!(r"\b(?:chair|vice|president|mayor|representative|member|clerk|convener|deputy)").is_match(lower)
    {
        return Some(v.range());
    }
    let alone = pattern!(
        r"^\W*(?:all\s+|members\s+|minutes\s+|minutes of the last meeting\s+|the\s+)?(?:report\s+|update\s+|item\s+|apologies\s+)?(?P<v>agreed|approved|noted|deferred|accepted|adopted|carried|withdrawn|granted|refused)(?:\s+(?:as (?:a|an|being) (?:true|correct|accurate)|unanimously|by all|without|with (?:one|the|an?)|subject to|to (?:the )?(?:next|\w+ meeting|january|february|march|april|may|june|july|august|september|october|november|december)|until|for|on|and introductions)\b|\W*$)"
    );
    if let Some(v) = alone.captures(lower).and_then(|c| c.name("v")) {
        return Some(v.range());
    }
    let more_noted = pattern!(
        r"\b(?:this|these|the (?:report|update|position|information|contents?|correspondence|letters?)) (?:was|were) (?P<v>noted)(?: by (?:the )?(?:\w+ )?(?:members|council|committee|board|panel|group|councillors|meeting)\b|\W*$)"
    );
    if let Some(v) = more_noted.captures(lower).and_then(|c| c.name("v")) {
        return Some(v.range());
    }
    let seconded = pattern!(
        r"\bseconded by [^;]{3,90}?,? (?:and|it was|,) ?(?:and )?(?:it was )?(?:\w+ly )?(?P<v>agreed|approved|carried|adopted|accepted|passed)\b|\b(?:seconded by [^;]{3,90}?|which|motion|resolution|vote) (?:was |were )?(?:\w+ly )?(?P<w>passed|approved|carried)\b(?: by| with| unan|,|\W*$)|\bin principle (?P<x>agreed)\b|\b(?:on (?:the )?proposal of|seconded by) [^;]{3,120}?,? it was (?:\w+ly )?(?P<y>requested|agreed|decided)\b|\bcouncil(?:lors)? (?P<z>agreed)\W*$|\b(?:so |and |was |were |be |item )(?P<u>carried over|held over|put back|carried forward|deferred) (?:to|until|till) (?:the )?(?:next|\w+ meeting|january|february|march|april|may|june|july|august|september|october|november|december)\b"
    );
    if let Some(c) = seconded.captures(lower)
        && let Some(v) = ["v", "w", "x", "y", "z", "u"].iter().find_map(|n| c.name(n))
    {
        return Some(v.range());
    }
    let other = pattern!(
        r"\b(?P<v>unanimous approval|unanimously agreed|unanimously approved|unanimous agreement|(?:motion|amendment|proposal|proposition|recommendation)s?\s+(?:was|were|is|be|being)?\s*(?:then |duly |declared |therefore |accordingly |failed to |put and |put to the vote and )*(?:carried|lost|fell|defeated|failed|not (?:agreed|carried|supported|approved|passed)|find a seconder)|accordingly fell|declared (?:carried|lost))\b"
    );
    if let Some(v) = other.captures(lower).and_then(|c| c.name("v")) {
        return Some(v.range());
    }
    let more = pattern!(
        r"^\W*(?:all|everyone|everybody)\s+(?:present\s+)?(?P<v>agreed)\b|\bseconded by [^.]{3,60}?\s+and\s+(?:\w+ly )?(?P<w>agreed)\s+(?:that|to)\b|\b(?P<x>withdrew)\s+(?:the|his|her|their)\s+(?:\w+ ){0,2}(?:motion|item|amendment|proposal|application)\b|^\W*(?:a |the )?(?:decision|item|report|matter|consideration)\b[^.]{0,80}?\b(?:was|be) (?P<y>put back|held over|carried over|deferred|postponed)\b"
    );
    if let Some(c) = more.captures(lower)
        && let Some(v) = ["v", "w", "x", "y"].iter().find_map(|n| c.name(n))
    {
        return Some(v.range());
    }
    let approved = pattern!(
        r"^\W*(?:it was\s+(?P<v>agreed)\s+(?:that|to)|(?P<w>agreed)\s+that)\b|\b(?:which|and) the (?:board|committee|group|panel|partnership) (?P<x>agreed|approved|endorsed)\W*$"
    );
    approved.captures(lower).and_then(|c| c.name("v").or(c.name("w")).or(c.name("x"))).map(|v| v.range())
}

/// What is decided, by the words after (and around) the deciding one.
fn classify(text: &str, keyword: &str, tier: DecisionTier) -> (DecisionType, Outcome) {
    use DecisionType as T;
    if let Some((_, kind)) = welsh::deciding(text) {
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
            r"\b(?:amendments?|motions?|proposals?|propositions?|recommendations?|resolution)\b[^.]{0,160}?(?:\b(?:was|were|is|being|and|therefore|accordingly|then|declared)\s+(?:(?:\w+ly|then|also|declared)\s+){0,2}(?:lost|defeated|rejected|not (?:supported|carried|agreed|approved|passed))\b|\b(?:fell|failed)\b(?:\W*$|[,;]|\s+(?:to|for|as|due|by|on)\b))|\b(?:amendment|motion|proposal|proposition) (?:lost|fell|defeated|failed|rejected|not carried)\b|\bdeclared lost\b|\baccordingly fell\b"
        ))
    {
        return (T::Rejected, Outcome::Lost);
    }
    let outcome = Outcome::Carried;
    let minutes = is(pattern!(r"\b(?:minutes?|notes)\b"))
        && is(pattern!(
            r"\b(?:correct|true|accurate|fair|right)\b[^.]{0,30}\b(?:record|copy|account|reflection)\b|\bsigned\b|\btaken as read\b|\bminutes? (?:were |was )?(?:agreed|approved|confirmed|accepted)\b|\b(?:approved|agreed|confirmed|adopted|accepted) the (?:\w+ )?minutes?\b|\bapprove the minutes?\b|\bminutes? (?:of|from)\b[^.]*\b(?:be|were|was) (?:\w+ )?(?:approved|confirmed|adopted|agreed|accepted|received)"
        ));
    if minutes
        || is(pattern!(
            r"^\W*(?:agreed|approved|accepted|confirmed) as (?:a|an|being) (?:true|correct|accurate)|\bthis (?:was|is) a (?:true|correct|accurate)[^.]{0,20} record\b"
        ))
    {
        return (T::MinutesApproved, outcome);
    }
    if is(pattern!(r"\b(?:press|public)\b[^.]*\bexclu|\bexclu\w+[^.]*\b(?:press|public)\b")) {
        return (T::ExclusionOfPublic, outcome);
    }
    if keyword.to_ascii_lowercase().contains("recommended")
        || is(pattern!(
            r"\bresolved to recommend\b|\brecommended to (?:the )?(?:council|cabinet|executive|board)|\bthat (?:the )?(?:cabinet|council|executive) be recommended\b"
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
        if tier == DecisionTier::Formal || marked || marks { behind } else { k }
    });
    let rest = &lower[at.min(lower.len())..];
    let thanks = pattern!(
        r"\bvote of thanks\b|\b(?:record(?:\w*)?|placed on record) (?:its|their|the|our)?\s*(?:\w+ )?(?:thanks|appreciation|gratitude)\b|\bthanked\b|\bbe thanked\b|^\W*(?:that )?(?:the )?thanks\b"
    );
    let verbs: [(&regex::Regex, T); 14] = [
        (thanks, T::Thanks),
        (
            pattern!(
                r"\b(?:elect|(?:be|was|were|is|are|duly|unanimously) (?:re-)?elected|re-elected|elected (?:as|to|unopposed|chair|vice|for)|unanimous approval for)\b|\bremain as (?:the )?(?:vice-?\s?)?chair"
            ),
            T::Elected,
        ),
        (pattern!(r"\b(?:appoint(?:ed)?|co-opt(?:ed)?|nominat\w+)\b"), T::Appointed),
        (
            pattern!(
                r"\b(?:defer(?:red)?|adjourn(?:ed)?|put back|put on hold|held over|postpone\w*|carried (?:over|forward)|continue consideration)\b"
            ),
            T::Deferred,
        ),
        (pattern!(r"\b(?:refer(?:red)?|stand referred)\b(?:\s+back)?\s+to\b|\bstand referred\b"), T::Referred),
        (
            pattern!(
                r"\b(?:refus(?:e|ed)|reject(?:ed)?|declined?|not to support|not (?:be |been )?(?:approved|granted|agreed|adopted|accepted|supported)|be not (?:approved|granted|agreed|adopted|accepted|supported))\b"
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
                r"\b(?:approv(?:e|ed|al)|adopt(?:ed)?|accept(?:ed)?|endors(?:e|ed)|confirm(?:ed)?|support(?:ed)?|authoris(?:e|ed)|ratif(?:y|ied)|consent)\b"
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

/// Finds the deciding sentences of a segment.
pub(crate) fn find(flat: &Flat<'_>, stretches: &[Stretch], body: Option<&str>) -> Vec<(usize, Ruling)> {
    let own = body.unwrap_or_default().to_lowercase();
    let mut all = Vec::new();
    for (index, stretch) in stretches.iter().enumerate() {
        // Before the first item stand lists of people and titles.
        if stretch.title.is_none() && stretches.len() > 1 {
            continue;
        }
        let mut from = (stretch.range.start, 0);
        let mut para = stretch.range.start;
        while para < stretch.range.end {
            let p = &flat.paras[para];
            let decision_column = p.role() == Some(Column::Decision);
            let skip = match stretch.title {
                // "3. The minutes were agreed as a true record." is all that the item says.
                Some((title, end)) if title == para && says_all(p.str(), end) => {
                    label::read(p.str()).map_or(0, |l| l.len)
                }
                Some((title, end)) if title == para => {
                    let rest = p.str().get(end..).unwrap_or_default();
                    end + (rest.len() - rest.trim_start_matches([':', '-', '\u{2013}', '.', ' ', '*']).len())
                }
                Some((title, _)) if para < title => p.str().len(),
                _ => p.body().1,
            };
            if !(p.in_flow() || decision_column || p.role() == Some(Column::Other) && p.str().contains("RESOLVED"))
                || p.str().len() <= skip
            {
                para += 1;
                continue;
            }
            let text = &p.str()[skip..];
            if decision_column {
                if let Some((tier, word)) =
                    deciding(text).or_else(|| in_column(text).map(|w| (DecisionTier::Recorded, w)))
                {
                    let (kind, outcome) = classify(text, &text[word], tier);
                    all.push((
                        index,
                        Ruling {
                            pieces: vec![(para, skip..p.str().len())],
                            kind,
                            tier: DecisionTier::Recorded,
                            outcome,
                            from: (para, skip),
                            label_lost: false,
                        },
                    ));
                }
                para += 1;
                continue;
            }
            // A label: what follows it is the decision.
            if let Some((ruling, next)) = labelled(flat, para, skip, stretch.range.end) {
                all.push((index, ruling));
                from = (next, 0);
                para = next;
                continue;
            }
            let mut next_para = para + 1;
            let sentences = sentence::split(text);
            for (n, range) in sentences.iter().enumerate() {
                let words = &text[range.clone()];
                let keyword = || pattern!(r"(?i)^\W*(?:resolved|decided|agreed|recommended)\W*$").is_match(words);
                if words.len() > 2500 || p.kind == Kind::Heading && !words.contains("RESOLVED") && !keyword() {
                    continue;
                }
                let planning = || planning_outcome(flat, stretch, words).map(|w| (DecisionTier::Recorded, w));
                let Some((tier, word)) = deciding(words).or_else(planning) else { continue };
                if quoted(words, &word) || anothers(words, &own) {
                    continue;
                }
                let whole = range.start + skip..range.end + skip;
                let mut pieces = vec![(para, whole.clone())];
                let last = n + 1 == sentences.len();
                if last {
                    let (more, next) = continuation(flat, para, words, stretch.range.end);
                    pieces.extend(more);
                    next_para = next.max(next_para);
                }
                let joined: String = pieces
                    .iter()
                    .map(|(p, r)| flat.paras[*p].str()[r.clone()].to_owned())
                    .collect::<Vec<_>>()
                    .join(" ");
                let mut joined = joined;
                if tier == DecisionTier::Recorded
                    && let Some(proposal) = proposal(flat, stretch, para, skip, &sentences[..n], words)
                {
                    let said = flat.paras[proposal.0].str()[proposal.1.clone()].to_owned();
                    joined = format!("{said} {joined}");
                    pieces.insert(0, proposal);
                }
                let (kind, outcome) = classify(&joined, &words[word], tier);
                all.push((index, Ruling { pieces, kind, tier, outcome, from, label_lost: false }));
                from = (para, whole.end);
            }
            para = next_para;
        }
    }
    let mut all = merge(flat, stretches, all);
    if flat.document.media_type == types::MediaType::Html {
        lost_labels(flat, stretches, &mut all);
    }
    all
}

/// On web pages the word RESOLVED is often lost, and the text begins with "That": a decision, where the item has no
/// other outcome (record rule 20).
fn lost_labels(flat: &Flat<'_>, stretches: &[Stretch], all: &mut Vec<(usize, Ruling)>) {
    for (index, stretch) in stretches.iter().enumerate() {
        if all.iter().any(|(s, _)| *s == index) || stretch.title.is_none() {
            continue;
        }
        let lost = |p: usize| {
            let text = flat.paras[p].body().0;
            let begins = pattern!(r"^\s*(?:\(?[a-z0-9]\)\s+)?That\s+(?:[\w\u{2019}'-]+\s+){1,24}?(?:be|note|approve|agree|support|endorse|request|recommend|receive)\b").is_match(text);
            let above = p.checked_sub(1).map_or("", |a| flat.paras[a].str());
            let proposed = pattern!(r"(?i)\b(?:recommend\w*|moved|proposed|motion|amendment)\b[^.]*[:\u{2013}-]?\s*$")
                .is_match(above);
            // "That site is now closed": a fact.
            let fact = pattern!(
                r"^\s*(?:\(?[a-z0-9]\)\s+)?That\s+(?:[\w\u{2019}'-]+\s+){0,4}?(?:is|was|are|were|means|has|had)\b"
            )
            .is_match(text);
            begins && !fact && !proposed && flat.paras[p].in_flow()
        };
        let Some(para) = stretch.range.clone().filter(|p| Some(*p) != stretch.title.map(|t| t.0)).find(|p| lost(*p))
        else {
            continue;
        };
        let text = flat.paras[para].str();
        let mut pieces = vec![(para, 0..text.len())];
        pieces.extend(continuation(flat, para, text, stretch.range.end).0);
        let (kind, outcome) = classify(text, "That", DecisionTier::Formal);
        let ruling = Ruling { pieces, kind, tier: DecisionTier::Formal, outcome, from: (para, 0), label_lost: true };
        let at = all.partition_point(|(s, _)| *s < index);
        all.insert(at, (index, ruling));
    }
}

/// The word of a column headed "Decision": all that stands in it is one.
fn in_column(text: &str) -> Option<Range<usize>> {
    let c = pattern!(r"(?i)^\W*(?:the )?(?:application |licence |consent |permission )?(?:was |be )?(?P<v>granted|refused|approved|agreed|deferred|continued|withdrawn|noted|rejected|no objections?|support(?:ed)?)\b").captures(text)?;
    c.name("v").map(|v| v.range()).or_else(|| recorded(&text.to_ascii_lowercase()))
}

/// What the body says to an application: `8 Mill Lane – no objections`, under an item on planning.
fn planning_outcome(flat: &Flat<'_>, stretch: &Stretch, words: &str) -> Option<Range<usize>> {
    let (title, end) = stretch.title?;
    let titled = pattern!(r"(?i)\b(?:planning|applications?|development control)\b")
        .is_match(flat.paras[title].str().get(..end)?);
    let c = pattern!(r"(?i)(?:[-\u{2013}:.,]|\bhas|\bhave|\bwith|\blane|\broad|\bwretton|\bapplication|\p{L})\s+(?P<v>no (?:objections?|comments?|observations?)(?: or (?:objections?|comments?|observations?))?)(?: (?:raised|made|from the \w+))?\W*$").captures(words)?;
    (titled && words.len() < 300 && words.split_whitespace().count() > 3).then(|| c.name("v").map(|v| v.range()))?
}

/// The proposal that a bare `Agreed.`, `Carried.` or `Seconded by …, passed` disposes of: the sentence before it.
fn proposal(
    flat: &Flat<'_>,
    stretch: &Stretch,
    para: usize,
    skip: usize,
    before: &[Range<usize>],
    words: &str,
) -> Option<(usize, Range<usize>)> {
    let bare = pattern!(r"(?i)^\W*(?:agreed|carried|approved|all agreed|unanimously agreed|this was (?:agreed|carried|approved)|motion carried)\W*$|^\W*(?:seconded by|(?:\w+ ){1,5}seconded (?:the|this) (?:motion|proposal))\b[^.]*\b(?:passed|carried|agreed|approved)\b").is_match(words);
    if !bare {
        return None;
    }
    let moves = |text: &str| {
        pattern!(r"(?i)\b(?:proposed|moved|recommended|suggested)\b|^\W*that\b|^\W*whereas\b").is_match(text)
            && deciding(text).is_none()
    };
    if let Some(last) = before.last() {
        let range = last.start + skip..last.end + skip;
        return moves(&flat.paras[para].str()[range.clone()]).then_some((para, range));
    }
    let above = para.checked_sub(1).filter(|p| stretch.range.contains(p) && stretch.title.is_none_or(|t| t.0 != *p))?;
    let text = flat.paras[above].str();
    let last = sentence::split(text).pop()?;
    let range = if pattern!(r"(?i)^\W*(?:that|whereas)\b").is_match(text) { 0..text.len() } else { last };
    (flat.paras[above].in_flow() && moves(&text[range.clone()])).then_some((above, range))
}

/// The title of an item is a deciding sentence and all that stands in its paragraph.
fn says_all(text: &str, end: usize) -> bool {
    let title = label::read(text).map_or(text, |l| text.get(l.len..end).unwrap_or_default());
    let sentence =
        title.chars().filter(|c| c.is_lowercase()).count() * 2 > title.len() && title.split_whitespace().count() >= 5;
    sentence
        && text.get(end..).is_some_and(|rest| rest.trim_matches(['.', ' ']).is_empty())
        && deciding(title).is_some()
}

/// `Decision:` and what stands behind it or below it.
fn labelled(flat: &Flat<'_>, para: usize, skip: usize, end: usize) -> Option<(Ruling, usize)> {
    let text = flat.paras[para].str().get(skip..)?;
    let c = pattern!(
        r"^\W*(?:(?:PENDERFYNIAD(?:AU)?|Penderfyniad(?:au)?)\s*/\s*)?(?:DECISIONS?|Decisions?|Penderfyniad(?:au)?|PENDERFYNIAD(?:AU)?)(?:\s+(?:made|\d{1,3}(?:/\d+)?))?\s*(?::|[-\u{2013}]\s)\s*"
    )
    .find(text)?;
    let rest = c.end() + skip;
    let mut pieces = Vec::new();
    let mut next = para + 1;
    if flat.paras[para].str().len() > rest {
        pieces.push((para, rest..flat.paras[para].str().len()));
        let (more, after) = continuation(flat, para, &flat.paras[para].str()[rest..], end);
        pieces.extend(more);
        next = after.max(next);
    } else {
        // Below: until another label or heading.
        while next < end && pieces.len() < 12 {
            let p = &flat.paras[next];
            let stop = p.kind == Kind::Heading || pattern!(r"(?i)^\W*(?:minutes|reasons?(?: for (?:the )?decisions?)?|(?:other|alternative) options\b.*|action|supporting documents|publication date|date of decision|decided at meeting)\W*(?:$|:)").is_match(p.str());
            if stop {
                break;
            }
            pieces.push((next, p.body().1..p.str().len()));
            next += 1;
        }
    }
    let joined: String =
        pieces.iter().map(|(p, r)| flat.paras[*p].str()[r.clone()].to_owned()).collect::<Vec<_>>().join(" ");
    if joined.trim().is_empty() || pattern!(r"(?i)^\W*(?:none|n/a|not applicable)\b").is_match(&joined) {
        return None;
    }
    let (tier, keyword) =
        deciding(&joined).map_or((DecisionTier::Formal, String::new()), |(t, w)| (t, joined[w].to_owned()));
    let (kind, outcome) = classify(&joined, &keyword, tier);
    Some((Ruling { pieces, kind, tier: DecisionTier::Formal, outcome, from: (para, skip), label_lost: false }, next))
}

/// The list that a sentence takes with it: after a colon, after the bare deciding word, or where its
/// lettered parts go on in paragraphs of their own.
fn continuation(flat: &Flat<'_>, para: usize, words: &str, end: usize) -> (Vec<(usize, Range<usize>)>, usize) {
    /// Lists of resolutions are no longer.
    const LONGEST: usize = 40;
    let trimmed = words.trim_end();
    let bare = pattern!(r"(?i)(?:resolved|recommended|decided|ordered|agreed)(?:[\s:,\u{2013}-]+(?:unanimously|that|to))*\s*[-\u{2013}\u{2014}:,]*\s*$").is_match(trimmed);
    let open = trimmed.ends_with([':', '\u{2013}', '\u{2014}', ';'])
        || trimmed.ends_with(" -")
        || trimmed.ends_with(":-")
        || trimmed.ends_with("; and")
        || trimmed.ends_with(" and")
        || bare;
    let lettered = pattern!(r"(?:^|[\s:;,\u{2013}-])(?:\([a-z0-9]{1,3}\)|[a-z0-9]\))\s").is_match(words);
    let mut pieces = Vec::new();
    let mut next = para + 1;
    while next < end && pieces.len() < LONGEST {
        let p = &flat.paras[next];
        if p.cell.map(|c| c.table) != flat.paras[para].cell.map(|c| c.table) || p.kind == Kind::Heading || !p.in_flow()
        {
            break;
        }
        let (text, skip) = p.body();
        let part = label::part(text).is_some() || p.label.is_some();
        let bullet = p.kind == Kind::Bullet || skip > 0;
        let first = pieces.is_empty();
        let takes = if open {
            part || bullet
                || first && (bare || text.starts_with(char::is_lowercase) || text.starts_with("That"))
                || !first
                    && text.len() < 80
                    && !text.ends_with('.')
                    && !flat.paras[next - 1].str().trim_end().ends_with('.')
        } else {
            lettered
                && label::part(text).is_some_and(|(n, _)| {
                    n.chars().all(|c| c.is_ascii_lowercase())
                        || text.starts_with('(')
                        || text[n.len()..].starts_with(')')
                })
        };
        if !takes || deciding(text).is_some_and(|(t, _)| t == DecisionTier::Formal) && !bare {
            break;
        }
        pieces.push((next, 0..p.str().len()));
        next += 1;
        if bare && !part && !bullet && first && !text.trim_end().ends_with([':', ';']) {
            break;
        }
    }
    (pieces, next)
}

/// The deciding word stands inside quotation marks that open before it: somebody is quoted.
fn quoted(words: &str, word: &Range<usize>) -> bool {
    let before = &words[..word.start];
    let open = before.matches('\u{201c}').count() > before.matches('\u{201d}').count();
    open && !pattern!(r"(?i)carried|declared").is_match(before)
}

/// Two sentences that say one decision: `Agreed without a vote. RESOLVED that …`, `There was unanimous
/// approval for … This was agreed.`
fn merge(flat: &Flat<'_>, stretches: &[Stretch], all: Vec<(usize, Ruling)>) -> Vec<(usize, Ruling)> {
    // Web pages print the decision of an item, then its minutes with the same decision.
    let mut labels: HashMap<usize, bool> = HashMap::new();
    let has_labels = |stretch: usize| {
        let label = pattern!(r"(?i)^\W*(?:decisions?(?: made)?|minutes)\W*:?\s*$");
        stretches.get(stretch).is_some_and(|s| {
            s.range.clone().any(|p| flat.paras[p].str().len() < 30 && label.is_match(flat.paras[p].str()))
        })
    };
    let bare = |text: &str| -> String {
        let plain = pattern!(r"(?i)\bresolved\b|\bthat\b|[^\p{L}\d]+").replace_all(text, " ").to_lowercase();
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let mut merged: Vec<(usize, Ruling)> = Vec::new();
    let mut said: HashSet<(usize, String)> = HashSet::new();
    for (stretch, ruling) in all {
        let twofold = *labels.entry(stretch).or_insert_with(|| has_labels(stretch));
        let text = |r: &Ruling| {
            r.pieces.iter().map(|(p, r)| flat.paras[*p].str()[r.clone()].to_owned()).collect::<Vec<_>>().join(" ")
        };
        let this = text(&ruling);
        let echo = |t: &str| {
            pattern!(r"(?i)^\W*(?:this|it|these|that|the (?:motion|proposal|recommendations?))?\s*(?:was|were)?\s*(?:\w+ly\s+)?(?:agreed|carried|approved)\b[^.]{0,30}\W*$").is_match(t)
        };
        if let Some((before, last)) = merged.last_mut()
            && *before == stretch
            && let (Some((p, r)), Some((q, s))) = (last.pieces.last().cloned(), ruling.pieces.first().cloned())
        {
            let adjacent =
                p == q && s.start <= r.end + 2 || q == p + 1 && s.start < 4 && flat.paras[p].str().len() <= r.end + 2;
            if adjacent && echo(&this) && last.tier == DecisionTier::Recorded {
                last.pieces.extend(ruling.pieces);
                continue;
            }
            let near = q <= p + 2;
            let carried = pattern!(
                r"(?i)\bcarried\b[^.]{0,60}(?:and (?:it was|the (?:council|committee|panel|board))[^.]{0,20})?\W*$"
            )
            .is_match(&text(last))
                && last.outcome == Outcome::Carried;
            if (adjacent && echo(&text(last)) || near && carried) && ruling.tier == DecisionTier::Formal {
                let from = last.from;
                *last = Ruling { from, ..ruling };
                continue;
            }
            // The same words under "Decision:" and under "Minutes:" (record rule 18).
            if twofold && bare(&text(last)).contains(&bare(&this)) && this.len() > 30 {
                continue;
            }
            if twofold && bare(&this).contains(&bare(&text(last))) && text(last).len() > 30 {
                said.insert((stretch, bare(&this)));
                *last = ruling;
                continue;
            }
        }
        let twice = twofold && !said.insert((stretch, bare(&this))) && this.len() > 40;
        if !twice {
            merged.push((stretch, ruling));
        }
    }
    merged
}

/// A sentence decides something, here or in the paragraph before: what is said of a vote belongs to it.
pub(crate) fn decides_near(flat: &Flat<'_>, stretch: &Stretch, para: usize) -> bool {
    let above = para.checked_sub(1).filter(|p| stretch.range.contains(p)).map_or("", |p| flat.paras[p].str());
    let own = flat.paras[para].str();
    sentence::split(own).into_iter().any(|r| deciding(&own[r]).is_some())
        || sentence::split(above).last().is_some_and(|r| deciding(&above[r.clone()]).is_some())
}

/// The decisions of the record.
pub(crate) fn write(
    flat: &Flat<'_>,
    stretches: &[Stretch],
    rulings: &[(usize, Ruling)],
    people: &[Participant],
) -> Vec<Decision> {
    let mut decisions = Vec::new();
    for (n, (stretch, ruling)) in rulings.iter().enumerate() {
        let mut text = String::new();
        let mut cite = Cite::default();
        let mut parts = Vec::new();
        for (i, (para, range)) in ruling.pieces.iter().enumerate() {
            let p = &flat.paras[*para];
            let words = p.str()[range.clone()].trim();
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(words);
            if i > 0 {
                parts.push(words.to_owned());
            }
            cite = cite.and(flat.document.cite(&p.text, range.clone()));
        }
        if parts.is_empty() {
            parts = inner_parts(&text);
        }
        let (mover, seconder, movers) = movers(flat, stretches.get(*stretch), ruling, people);
        // "The amendment was lost" is about the amendment; a resolution that names one is not.
        let amendment = pattern!(r"(?i)\bamendment\b").is_match(&text) && ruling.tier == DecisionTier::Recorded;
        let elsewhere = pattern!(r"(?i)\bas (?:set out|detailed|outlined|recommended|contained|listed) in the (?:report|appendix|papers?|schedule)\b|\brecommendations? (?:\w+ ){0,4}?(?:were|was|be) (?:\w+ly )?(?:agreed|approved|accepted|adopted)\b").is_match(&text);
        decisions.push(Decision {
            id: format!("D{}", n + 1),
            item_number: stretches.get(*stretch).and_then(|s| s.number.clone()),
            kind: ruling.kind,
            tier: ruling.tier,
            outcome: ruling.outcome,
            mover,
            seconder,
            text,
            parts,
            gives_rise_to: Vec::new(),
            amendment,
            label_lost: ruling.label_lost,
            content_elsewhere: elsewhere,
            cite: cite.and(movers),
        });
    }
    decisions
}

/// `(1) to grant …; and (2) to impose …`: lettered limbs inside one sentence.
fn inner_parts(text: &str) -> Vec<String> {
    let marks: Vec<(usize, usize)> = pattern!(r"(?:^|\s)(\((?:[a-z]|\d{1,2}|[ivx]{1,4})\))\s")
        .captures_iter(text)
        .filter_map(|c| c.get(1).map(|m| (m.start(), m.end())))
        .collect();
    if marks.len() < 2 {
        return Vec::new();
    }
    let ends = marks.iter().skip(1).map(|m| m.0).chain([text.len()]);
    let clean = |s: &str| s.trim().trim_end_matches("and").trim().trim_end_matches([';', ',']).to_owned();
    marks.iter().zip(ends).map(|((from, _), to)| clean(&text[*from..to])).collect()
}

/// Who moved and who seconded, from the sentences before and in the decision.
fn movers(
    flat: &Flat<'_>,
    stretch: Option<&Stretch>,
    ruling: &Ruling,
    people: &[Participant],
) -> (Option<String>, Option<String>, Cite) {
    /// They stand this close before the decision.
    const BEFORE: usize = 5;
    let Some((last, range)) = ruling.pieces.first() else { return (None, None, Cite::default()) };
    let decided: String = ruling.pieces.iter().map(|(p, r)| flat.paras[*p].str()[r.clone()].to_owned() + " ").collect();
    let amends = |text: &str| pattern!(r"(?i)\bamend(?:ment|ed)?\b").is_match(text);
    let about_amendment = amends(&decided) && ruling.tier == DecisionTier::Recorded;
    let (mut mover, mut seconder, mut cite) = (None, None, Cite::default());
    let first = ruling.from.0.max(last.saturating_sub(BEFORE));
    for para in (first..=*last).rev() {
        let p = &flat.paras[para];
        let from = if para == ruling.from.0 { ruling.from.1 } else { 0 };
        let to = if para == *last { range.end.max(from) } else { p.str().len() };
        let Some(text) = p.str().get(from..to) else { continue };
        // Who moved the amendment did not move the motion.
        if !about_amendment && para != *last && amends(text) {
            continue;
        }
        if mover.is_none()
            && let Some((person, at)) = named(text, Motion::Moved)
        {
            mover = Some(known(&person, people));
            cite = cite.and(flat.document.cite(&p.text, from + at.start..from + at.end));
        }
        if seconder.is_none()
            && let Some((person, at)) = named(text, Motion::Seconded)
        {
            seconder = Some(known(&person, people));
            cite = cite.and(flat.document.cite(&p.text, from + at.start..from + at.end));
        }
        if mover.is_some() && seconder.is_some() {
            break;
        }
    }
    if mover.is_none()
        && let Some(found) = stretch.and_then(|s| moved_above(flat, s, *last, about_amendment))
    {
        let p = &flat.paras[found.para];
        mover = Some(known(&found.mover.0, people));
        cite = cite.and(flat.document.cite(&p.text, found.mover.1));
        if let Some((person, at)) = found.seconder {
            seconder = Some(known(&person, people));
            cite = cite.and(flat.document.cite(&p.text, at));
        }
    }
    (mover, seconder, cite)
}

/// A motion that was moved further up in the item.
struct Moved {
    para: usize,
    mover: (String, Range<usize>),
    seconder: Option<(String, Range<usize>)>,
}

/// The one motion, or the one amendment, of an item that stands above a paragraph: debate and division lie between it and
/// what became of it. Where there are several, which one is meant is not said.
fn moved_above(flat: &Flat<'_>, stretch: &Stretch, para: usize, amendment: bool) -> Option<Moved> {
    let voted = pattern!(r"(?i)\b(?:motion|amendment|vote|voted|carried|lost|proposal)\b");
    /// A motion and what became of it are not further apart, in paragraphs.
    const FURTHEST: usize = 200;
    let above = stretch.range.start.max(para.saturating_sub(FURTHEST))..para.min(stretch.range.end);
    if !above.clone().rev().take(4).chain([para]).any(|p| voted.is_match(flat.paras[p].str())) {
        return None;
    }
    let mut found: Vec<Moved> = Vec::new();
    for p in above {
        let text = flat.paras[p].str();
        let amends = pattern!(r"(?i)\bamend(?:ment|ed)?\b").is_match(text);
        let procedural = pattern!(r"(?i)\bquestion be now put\b|\badjourn").is_match(text);
        if amends != amendment || procedural || text.len() > 1500 {
            continue;
        }
        if let Some(mover) = named(text, Motion::Moved) {
            found.push(Moved { para: p, mover, seconder: named(text, Motion::Seconded) });
        }
    }
    if found.len() == 1 { found.pop() } else { None }
}

#[derive(Clone, Copy, PartialEq)]
enum Motion {
    Moved,
    Seconded,
}

/// The last mover or seconder that a text names.
fn named(text: &str, motion: Motion) -> Option<(String, Range<usize>)> {
    let (behind, before) = match motion {
        Motion::Moved => (
            pattern!(
                r"(?i)\b(?:proposed|moved|nominated|proposer|mover|proposition of|motion of|proposal of|propositi\w+ by)(?:\s+by|\s*:|\s+-|\s+\u{2013})?\s+(?:the\s+)?"
            ),
            pattern!(
                r"(?P<n>(?:\p{Lu}[\p{L}.'\u{2019}/-]*\s+){1,4}\p{Lu}[\p{L}'\u{2019}-]+)(?:,\s+seconded\s+by\s+[^,]{3,50},)?,?\s+(?:then |duly |formally )?(?:proposed|moved|nominated)\b"
            ),
        ),
        Motion::Seconded => (
            pattern!(r"(?i)\b(?:seconded|seconder)(?:\s+by|\s*:|\s+-|\s+\u{2013})?\s+(?:the\s+)?"),
            pattern!(
                r"(?P<n>(?:\p{Lu}[\p{L}.'\u{2019}/-]*\s+){1,4}\p{Lu}[\p{L}'\u{2019}-]+),?\s+(?:then |duly |formally )?seconded\b"
            ),
        ),
    };
    if !pattern!(r"(?i)propos|mov|nominat|second").is_match(text) {
        return None;
    }
    let mut found: Option<(String, Range<usize>)> = None;
    // "A proposed B as Chair": behind the bare word stands what is proposed.
    let mut by = false;
    for m in behind.find_iter(text) {
        let rest = &text[m.end()..];
        by |= m.as_str().to_ascii_lowercase().contains("by")
            || m.as_str().contains(':')
            || m.as_str().to_ascii_lowercase().contains(" of ");
        if let Some(person) = name::read(rest, None) {
            found = Some((person.name, m.start()..m.end() + person.name_range.end));
        } else if let Some(c) = pattern!(r"^(?:Chair(?:man|person)?|Vice-Chair(?:man)?|Convener|Leader)\b").find(rest) {
            found = Some((c.as_str().to_owned(), m.start()..m.end() + c.end()));
        } else if let Some(c) = pattern!(r"^\p{Lu}[\p{L}'\u{2019}-]{2,}\b").find(rest)
            && m.as_str().contains(':')
        {
            // "Proposed: Wimpole"
            found = Some((c.as_str().to_owned(), m.start()..m.end() + c.end()));
        }
    }
    if let Some(n) = before.captures_iter(text).filter_map(|c| c.name("n")).last()
        && (found.is_none() || motion == Motion::Moved && !by)
        && let Some(person) = name::read(n.as_str(), None)
    {
        found = Some((person.name, n.start()..n.end()));
    }
    found
}

/// The name as the attendance list has it, where exactly one person fits.
pub(crate) fn known(person: &str, people: &[Participant]) -> String {
    let is_chair = pattern!(r"(?i)^(?:chair|convener)").is_match(person);
    let mut fits =
        people.iter().filter(|p| if is_chair { p.role == types::Role::Chair } else { name::same(&p.name, person) });
    match (fits.next(), fits.next()) {
        (Some(one), None) => one.name.clone(),
        _ => person.to_owned(),
    }
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
            classify(t, &t[word], tier)
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
            classify(t, &t[word], tier).0
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

    #[test]
    fn movers_are_found_before_and_behind_the_word() {
        let of = |t: &str| (named(t, Motion::Moved).map(|m| m.0), named(t, Motion::Seconded).map(|m| m.0));
        let both = (Some("Wimpole".to_owned()), Some("Okonjo".to_owned()));
        assert_eq!(of("It was proposed by Cllr Wimpole, seconded by Cllr Okonjo and RESOLVED"), both);
        assert_eq!(of("Cllr Wimpole proposed, and Cllr Okonjo seconded, that"), both);
        assert_eq!(of("(proposed Cllr. Wimpole, seconded Cllr. Okonjo)"), both);
        assert_eq!(of("on the motion of Councillor Wimpole, seconded by Councillor Okonjo, to approve"), both);
    }
}
