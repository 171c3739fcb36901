//! Bodies that no word for a body gives away: a society, a trust's short form, friends of a library; and the name that
//! stands on the line beside a bare "Board of Directors".

use std::ops::Range;

use types::Cited;

use crate::grammar::attendance_label::attendance_label;
use crate::grammar::body_name::{body_part, english_half, looks_like_body, settle_body_case};
use crate::grammar::date::find_dates;
use crate::grammar::fact_label::fact_label;
use crate::grammar::item_number::read_item_number;
use crate::grammar::pattern;
use crate::grammar::time::find_times;
use crate::head::head_facts::{Head, cited};
use crate::head::when_where::looks_like_place;
use crate::stream::Stream;

/// Lines of a title stand in so many first paragraphs.
const FIRST: usize = 10;

/// Makes the body's name whole, or finds one where the head has none yet.
pub(super) fn settle_body(paper: &Stream<'_>, range: &Range<usize>, head: &mut Head) {
    if let Some(body) = &mut head.body {
        body.value = without_inner_kind(without_kind(without_paper(&body.value)));
    }
    if let Some(whole) = head.body.as_ref().and_then(|b| with_next_line(paper, range, &b.value)) {
        head.body = Some(whole);
    }
    match &head.body {
        Some(body) if is_generic(&body.value) => {
            let proper = |c: &Cited<String>| !is_generic(&c.value) && !is_of_paper(&c.value);
            let whole = with_line_beside(paper, range, &body.value);
            if let Some(whole) = whole.or_else(|| meeting_of(paper, range).filter(proper)) {
                head.body = Some(whole);
            }
        }
        Some(body) if is_of_paper(&body.value) => head.body = by_name(paper, range),
        Some(_) => {}
        None => head.body = by_name(paper, range),
    }
}

/// The body that no word gives away: by the sentence that says what met, the first line that can be a name, or the
/// title of the page.
fn by_name(paper: &Stream<'_>, range: &Range<usize>) -> Option<Cited<String>> {
    let own = |c: &Cited<String>| !is_of_paper(&c.value);
    meeting_of(paper, range)
        .filter(own)
        .or_else(|| first_name(paper, range).filter(own))
        .or_else(|| of_margin(paper).filter(own))
}

/// The words tell of a paper, an item or a page and not of a body: `Record of Decision`, `Nominations for committee`.
fn is_of_paper(name: &str) -> bool {
    pattern!(
        r"
            (?i)\b(?:records? of decisions?|decision (?:details|notice|record)|nominations?|re-?elections?
            |elections? (?:of
            |for|to)|details|previous|reports?|newsletter|adoption of|election of|welcome|introductions?|vacanc(?:y|ies)
            |documents?|calendar|your|how to|find out|browse|search|home|about us)\b|^\W*\d{4}\b|^\W*previous\W*$
        "
    )
    .is_match(name)
}

/// The name without the words of the paper around it: `Notice and Agenda of …`, `… (CAB)`, `… Annual General`.
fn without_paper(name: &str) -> &str {
    let name = pattern!(
        r"
            (?i)^[\W_]*(?:(?:draft )?(?:minutes|notes|agenda|notice|record|summary|meeting)(?: and (?:agenda|minutes))?
            (?:\s*\([^)]{1,20}\))?\s+(?:of|for|from)\s+(?:the |a )?(?:(?:\w+ )?meeting of (?:the )?)?
            |trustees of (?:the )?)
        "
    )
    .find(name)
    .map_or(name, |m| &name[m.end()..]);
    let name = name.trim_start_matches(|c: char| !c.is_alphanumeric());
    let name = pattern!(
        r"
        \s*\([A-Z]{2,8}\)(?:,.*|\s*)$|(?i)(?:\s+(?:annual general|annual|yearly|monthly|quarterly|weekly|fortnightly
        |regular|special|general|agm|egm|extraordinary|joint))+\s*$
    "
    )
    .find(name)
    .map_or(name, |m| &name[..m.start()]);
    let name = without_day(name);
    if name.chars().filter(|c| c.is_alphabetic()).count() < 2 { "" } else { name.trim() }
}

/// The name without a day behind it: `Halverton Harbor Commission May 14`.
fn without_day(name: &str) -> &str {
    pattern!(
        r"
            (?i),?\s+(?:on\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\s+)?
            (?:january|february|march|april|may|june|july|august|september|october|november|december)\s+\d.*$
        "
    )
    .find(name)
    .map_or(name, |m| &name[..m.start()])
}

/// `Township of Halverton Regular Council`: the kind of the meeting inside the name.
fn without_inner_kind(name: &str) -> String {
    pattern!(r"(?i)\s(?:regular|ordinary|special|extraordinary) (?P<b>council|board|committee)$")
        .replace(name, " $b")
        .into_owned()
}

/// `Regular Board`, `Ordinary Council`: any body's name with the kind of its meeting before it.
fn without_kind(name: &str) -> &str {
    pattern!(r"(?i)^(?:the )?(?:regular|ordinary|special|monthly|annual|full|extraordinary|statutory|joint) ")
        .find(name)
        .map(|m| &name[m.end()..])
        .filter(|rest| is_generic(rest))
        .unwrap_or(name)
}

/// Any body could be called so.
pub(super) fn is_generic(name: &str) -> bool {
    pattern!(
        r"
            (?i)^(?:the )?(?:(?:full|annual|regular|ordinary|special|monthly|strata|advisory|executive|policy|steering
            |management|county|parish|town|township|village|city|district|borough|local|select|general|joint|strategic
            |strategy|delivery|operational|operations|core|tactical|leadership|co-?ordinating|programme|project
            |working|partnership|responsible authorities) )?
            (?:council|committee|board|panel|group|partnership
            |forum|cabinet|board of (?:directors|trustees|governors|management|supervisors|commissioners|education
            |selectmen|selectmembers|regents|aldermen|county commissioners)|executive(?: committee| board)?)$
        "
    )
    .is_match(name.trim())
}

/// A line that can be a name: few words, most with a capital, nothing of a day, a place, a label or a list.
fn is_name_line(text: &str) -> bool {
    let text = text.trim();
    let words: Vec<&str> = text.split_whitespace().collect();
    let small = |w: &&&str| !matches!(w.to_lowercase().as_str(), "of" | "the" | "and" | "for" | "in" | "on" | "&");
    let counted: Vec<&&str> = words.iter().filter(small).collect();
    let capital = counted.iter().filter(|w| w.starts_with(|c: char| c.is_uppercase() || c == '(')).count();
    (1..=9).contains(&words.len())
        && text.len() <= 80
        && !text.contains([':', '|', '@', '?', '\u{2022}'])
        && !text.ends_with(['.', ',', ';'])
        && capital * 10 >= counted.len() * 8
        && text.starts_with(char::is_uppercase)
        && !text.starts_with(|c: char| c.is_ascii_digit())
        && find_dates(text).is_empty()
        && find_times(text, false).is_empty()
        && !looks_like_place(text)
        && fact_label(text).is_none()
        && attendance_label(text).is_none()
        && read_item_number(text).is_none()
        && !pattern!(
            r"
                (?i)\b(?:minutes?|agenda|notes?|meeting|agm|egm|chair(?:man)?|clerk|secretary|treasurer|present
                |apologies|draft
                |approved|page|tel|email|www|https?|street|road|avenue|suite|floor|room|hall|city hall|conference
                |session
                |published|contact|zoom|teams|annual|special|regular|public|summary)\b
            "
        )
        .is_match(text)
}

/// A name whose second half the next line has: `Meeting of Marsh City and` / `County Council held in …`.
fn with_next_line(paper: &Stream<'_>, range: &Range<usize>, body: &str) -> Option<Cited<String>> {
    /// Shorter lines end where their words end.
    const WRAPPED: usize = 45;
    let ends = |p: &usize| {
        let text = paper.paras[*p].str().trim_end();
        text.len() >= WRAPPED && text.to_lowercase().ends_with(&body.to_lowercase())
    };
    let at = range.clone().take(FIRST).find(ends)?;
    let next = paper.paras.get(at + 1).filter(|_| at + 1 < range.end)?.str();
    let cut = pattern!(r"(?i)^\s*(?P<r>\p{L}[\p{L}\u{2019}'& -]{3,60}?)(?:,|\s+(?:held|was|on|which|took|in|at)\b)");
    let rest = cut.captures(next)?.name("r")?;
    let open = pattern!(r"(?i)\b(?:and|of|for|the|&|on|in)$|[,'\u{2019}]s$|,$").is_match(body);
    if !(open || looks_like_body(rest.as_str())) {
        return None;
    }
    let from = paper.paras[at].str().trim_end().len() - body.len();
    let cite =
        paper.cite_bytes(at, from..paper.paras[at].str().trim_end().len()).and(paper.cite_bytes(at + 1, rest.range()));
    Some(Cited { value: format!("{body} {}", settle_body_case(rest.as_str())), cite })
}

/// A bare `Board of Directors` with the lines above or below it that name whose board it is.
fn with_line_beside(paper: &Stream<'_>, range: &Range<usize>, body: &str) -> Option<Cited<String>> {
    let first: Vec<usize> = range.clone().take(FIRST).collect();
    let says = |p: &&usize| paper.paras[**p].str().to_lowercase().contains(&body.to_lowercase());
    // The line that says no more than it; one that has a name of its own is the one beside.
    let bare = |p: &&usize| {
        let text = paper.paras[**p].str();
        is_generic(without_kind(without_paper(&text[body_part(text)])))
    };
    let at = *first.iter().filter(says).find(bare).or_else(|| first.iter().find(says))?;
    let text = paper.paras[at].str();
    let mut lines = Vec::new();
    for above in (range.start..at).rev().take(2) {
        if !is_name_line(paper.paras[above].str()) {
            break;
        }
        lines.insert(0, above);
    }
    if lines.is_empty() {
        lines.extend((at + 1..range.end).take(2).find(|&p| is_name_line(paper.paras[p].str())));
    }
    // An authority over its committee is the committee's parent.
    let is_authority =
        |p: &usize| pattern!(r"(?i)\b(?:council|authority|corporation)\s*$").is_match(paper.paras[*p].str());
    if let Some(&line) = lines.iter().find(|p| is_authority(p)) {
        // "Northmere Town Council", "Minutes of the Full Council": the council itself.
        let whole = pattern!(r"(?i)^(?:the )?(?:full )?council$").is_match(body);
        let text = paper.paras[line].str();
        let name = english_half(text.trim());
        let from = text.find(name).unwrap_or(0);
        return whole.then(|| cited(paper, line, from..from + name.len(), settle_body_case(name)));
    }
    lines.first()?;
    let beside = lines.iter().map(|&p| settle_body_case(paper.paras[p].str())).collect::<Vec<_>>().join(" ");
    let from = text.to_lowercase().find(&body.to_lowercase()).unwrap_or(0);
    let own = paper.cite_bytes(at, from..(from + body.len()).min(text.len()));
    let cite = lines.iter().fold(own, |cite, &p| cite.and(paper.cite(p)));
    // "EAST JETTY HARBOUR BOARD" under "MINUTES OF THE BOARD MEETING" says it all.
    let says_it = beside.to_lowercase().ends_with(body.trim_start_matches("the ").to_lowercase().as_str());
    let value = if says_it { beside } else { format!("{beside} {body}") };
    Some(Cited { value, cite })
}

/// `Minutes of the Annual General Meeting of the Friends of Moormead`: what met, by the sentence alone.
fn meeting_of(paper: &Stream<'_>, range: &Range<usize>) -> Option<Cited<String>> {
    range.clone().take(FIRST).find_map(|p| {
        let text = paper.paras[p].str();
        // "Marsh Village Hall (Charity No 1) Minutes of the Annual General Meeting held …"
        let before = pattern!(
            r"
                ^\s*(?P<b>\p{Lu}[\p{L}'\u{2019}& -]{3,60}?)\s*(?:\([^)]{3,60}\)\s*)?[,:-]?\s*(?i:minutes|notes
                |agenda)\s+(?i:of|for)\s+(?i:the|an?)\s+(?i:\w+\s+){0,4}?(?i:meeting)\b
            "
        );
        if let Some(name) = before.captures(text).and_then(|c| c.name("b"))
            && !is_generic(name.as_str())
            && !is_of_paper(name.as_str())
            && name.as_str().split(' ').count() > 1
        {
            return Some(cited(paper, p, name.range(), settle_body_case(name.as_str())));
        }
        let c = pattern!(
            r"
                (?i)\b(?:meeting|agm
                |egm)(?:\s*\([^)]{1,20}\))?\s+of\s+(?:the\s+)?(?P<b>[A-Z][^,.;:]{2,70}?)(?:\s+(?:which|held
                |will|on|at|to be|was|in the)\b|[,.;:]|$)
            "
        )
        .captures(text)?;
        let name = c.name("b")?;
        let value = without_paper(name.as_str());
        let proper = value.starts_with(char::is_uppercase) && !is_generic(value) && find_dates(value).is_empty();
        proper.then(|| cited(paper, p, name.range(), settle_body_case(value)))
    })
}

/// The first line that can be a name, without what it says of the paper.
fn first_name(paper: &Stream<'_>, range: &Range<usize>) -> Option<Cited<String>> {
    range.clone().take(FIRST).find_map(|p| {
        let text = paper.paras[p].str();
        let (at, value) = name_in_title(text)?;
        Some(cited(paper, p, at, settle_body_case(&value)))
    })
}

/// The title that a site's program notes of the page, or the file of itself.
fn of_margin(paper: &Stream<'_>) -> Option<Cited<String>> {
    paper.document.furniture.iter().take(6).find_map(|furniture| {
        let text = &furniture.text.text;
        let title = pattern!(r#"(?i)^\s*title:\s*["'\u{201c}]?"#).find(text)?.end();
        let (at, value) = name_in_title(text[title..].trim_end_matches(['"', '\'']))?;
        let at = at.start + title..at.end + title;
        Some(Cited { value: settle_body_case(&value), cite: paper.document.cite(&furniture.text, at) })
    })
}

/// The name that a title line holds beside the words of the paper, and where: `CSS Committee Meeting - Minutes`.
pub(super) fn name_in_title(text: &str) -> Option<(Range<usize>, String)> {
    if text.len() > 120 {
        return None;
    }
    let part = body_part(text);
    let name = &text[part.clone()];
    let cut = pattern!(
        r"
            (?i)[\s:,\u{2013}-]*\b(?:annual general|agm|egm|public|special|ordinary|regular|monthly|quarterly
            |annual)?\s*
            (?:meeting|minutes|agenda|notes|agm|egm)\b.*$
        "
    )
    .find(name)
    .map_or(name.len(), |m| m.start());
    let name = without_paper(name[..cut].trim());
    let start = text.find(name)?;
    let is_name = !name.is_empty() && is_name_line(name) && !is_generic(name);
    is_name.then(|| (start..start + name.len(), name.to_owned()))
}
