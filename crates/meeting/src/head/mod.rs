//! The head of a paper: what it is, which body met, when and where.

use std::ops::Range;

use types::{Cite, Cited, Clock, Date, DocumentKind, DocumentStatus, Location, MeetingState, WarningKind, Warnings};

use crate::flat::{Flat, Purpose};
use crate::grammar::body_name::{body_part, english_half, looks_like_body, settle_body_case, trim_body, without_sort};
use crate::grammar::date::{PrintedDate, find_dates, first_date};
use crate::grammar::fact_label::{Fact, fact_label};
use crate::grammar::pattern;
use crate::grammar::time::{PrintedTime, find_times};

/// What the head says.
#[derive(Default)]
pub(crate) struct Head {
    pub(crate) title: Option<Cited<String>>,
    pub(crate) body: Option<Cited<String>>,
    pub(crate) parent: Option<Cited<String>>,
    pub(crate) date: Option<Cited<Date>>,
    pub(crate) start: Option<Cited<Clock>>,
    pub(crate) end: Option<Cited<Clock>>,
    pub(crate) place: Option<Cited<Location>>,
}

/// The range behind the head of an e-mail: who sent it, when and to whom is not the meeting's.
fn without_mail(flat: &Flat<'_>, range: Range<usize>) -> Range<usize> {
    let is_field = |p: usize| {
        pattern!(r"^\s*(?:From|Sent|To|Cc|Bcc|Subject|Date|Importance|Attachments):\s").is_match(flat.paras[p].str())
    };
    let fields = range.clone().take(8).take_while(|&p| is_field(p)).count();
    let mail = fields >= 3 || fields > 0 && pattern!(r"\bSent:\s").is_match(flat.paras[range.start].str());
    if mail { range.start + fields.max(1)..range.end } else { range }
}

/// Reads the head of a segment: its paragraphs before the attendance and the first item.
pub(crate) fn read_head(flat: &Flat<'_>, range: Range<usize>, warnings: &mut Warnings) -> Head {
    let mut head = Head::default();
    let range = without_mail(flat, range);
    labelled(flat, range.clone(), &mut head);
    sentence(flat, range.clone(), &mut head);
    if let Some(fuller) = head.body.as_ref().and_then(|b| fuller(flat, range.clone(), &b.value)) {
        head.body = Some(fuller);
    }
    lines(flat, range, &mut head, warnings);
    from_margin(flat, &mut head);
    head
}

/// Body and day where the text names none: a running head, or the title that a site's program notes of the page.
fn from_margin(flat: &Flat<'_>, head: &mut Head) {
    if head.body.is_some() && head.date.is_some() {
        return;
    }
    for furniture in &flat.document.furniture {
        let text = &furniture.text.text;
        let from = pattern!(r#"(?i)^\s*(?:title:\s*)?["'\u{201c}]?"#).find(text).map_or(0, |m| m.end());
        let part = body_part(&text[from..]);
        let name = text[from..][part.clone()].trim_end_matches(['"', ' ']);
        let name = pattern!(r"(?i)\s+(?:minutes|agenda|notes|agm|meeting)\b.*$")
            .find(name)
            .map_or(name, |m| &name[..m.start()]);
        if text.len() > 160 || !looks_like_body(name) {
            continue;
        }
        let at = from + part.start..from + part.start + name.len();
        if head.body.is_none() {
            head.body = Some(Cited { value: settle_body_case(name), cite: flat.document.cite(&furniture.text, at) });
        }
        if head.date.is_none()
            && let Some(found) = find_dates(text).into_iter().find(PrintedDate::has_year)
            && let Some(value) = found.date()
        {
            head.date = Some(Cited { value, cite: flat.document.cite(&furniture.text, found.range) });
        }
    }
}

fn cited<T>(flat: &Flat<'_>, para: usize, range: Range<usize>, value: T) -> Cited<T> {
    let cite = flat.paras.get(para).map(|p| flat.document.cite(&p.text, range)).unwrap_or_default();
    Cited { value, cite }
}

/// Labels and values: a table of facts, or `Venue: …` in a paragraph.
fn labelled(flat: &Flat<'_>, range: Range<usize>, head: &mut Head) {
    let mut pending: Option<(Fact, Option<(usize, usize)>)> = None;
    for i in range {
        let para = &flat.paras[i];
        let text = para.str();
        let at = para.cell.map(|c| (c.table, c.row));
        if let Some((fact, cell)) = pending.take()
            && (cell.is_none() || cell == at)
        {
            take(flat, i, 0, fact, head);
            continue;
        }
        let alone = fact_label(text).filter(|_| {
            text.trim().ends_with(':') || para.cell.is_some_and(|c| flat.tables[c.table].purpose == Purpose::Facts)
        });
        if let Some(fact) = alone {
            pending = Some((fact, at));
            continue;
        }
        // "Date and time: …", "Venue – …"
        let inline = pattern!(r"^\s*(?P<l>[A-Za-z&/ ]{2,30}?)\s*(?::-?|\s[-\u{2013}]\s)\s*(?P<v>\S.*)$");
        if let Some(c) = inline.captures(text)
            && let (Some(label), Some(value)) = (c.name("l"), c.name("v"))
            && let Some(fact) = fact_label(label.as_str())
        {
            take(flat, i, value.start(), fact, head);
        }
    }
}

fn take(flat: &Flat<'_>, para: usize, from: usize, fact: Fact, head: &mut Head) {
    let text = flat.paras[para].str();
    let value = &text[from..];
    let shift = |r: &Range<usize>| r.start + from..r.end + from;
    match fact {
        Fact::Date => {
            if let Some(found) = first_date(value)
                && let (Some(day), None) = (found.date(), &head.date)
            {
                head.date = Some(cited(flat, para, shift(&found.range), day));
            }
            // "Thursday 9th January, 10.00 – 12.20": behind the day stand times, whatever their form.
            let behind = first_date(value).map_or(0, |d| d.range.end);
            let bare = pattern!(r"^\W*\d{1,2}[.:]\d{2}\s*(?:[-\u{2013}]|to)\s*\d").is_match(&value[behind..]);
            times(flat, para, from + if bare { behind } else { 0 }, bare, head);
        }
        Fact::Time => times(flat, para, from, true, head),
        Fact::Place => {
            let end = value.find("View directions").unwrap_or(value.len());
            place(flat, para, from..from + end, head);
        }
        Fact::Body => {
            let name = value.trim();
            if head.body.is_none() && looks_like_body(name) {
                head.body = Some(cited(flat, para, from..text.len(), settle_body_case(name)));
            }
        }
    }
}

fn times(flat: &Flat<'_>, para: usize, from: usize, bare: bool, head: &mut Head) {
    let text = flat.paras[para].str();
    let Some(found) = find_times(&text[from..], bare).into_iter().next() else { return };
    let range = found.range.start + from..found.range.end + from;
    if head.start.is_none() {
        head.start = Some(cited(flat, para, range.clone(), found.start));
        if let Some(end) = found.end {
            head.end = Some(cited(flat, para, range, end));
        }
    }
}

fn place(flat: &Flat<'_>, para: usize, range: Range<usize>, head: &mut Head) {
    let text = flat.paras[para].str();
    let trimmed = text[range.clone()]
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '-' | '\u{2013}' | ';'));
    if head.place.is_some() || trimmed.chars().filter(|c| c.is_alphabetic()).count() < 4 {
        return;
    }
    let start = range.start + text[range].find(trimmed).unwrap_or(0);
    let virtual_only = pattern!(r"(?i)^\W*(?:via |by |on |held )?(?:a )?(?:microsoft |ms )?(?:teams|zoom|virtual\w*|remote\w*|video ?conference|skype|webex|online)\b[^,]*$").is_match(trimmed);
    let location = Location { name: trimmed.to_owned(), is_virtual: virtual_only };
    head.place = Some(cited(flat, para, start..start + trimmed.len(), location));
}

/// `MINUTES of a meeting of the X held in Y on Z at T`: the commonest form of printed minutes.
fn sentence(flat: &Flat<'_>, range: Range<usize>, head: &mut Head) {
    let of = pattern!(concat!(
        r"(?is)\b(?:minutes?|notes?|m\s*i\s*n\s*u\s*t\s*e\s*s|record|cofnodion|proceedings|notice|agenda|meeting)\s+(?:and\s+actions\s+)?(?:of|from|for)\s+",
        r"(?:proceedings\s+(?:of|at)\s+)?(?:a|an|the)?\s*(?:proceedings\s+(?:of|at)\s+(?:a|the)\s+)?(?:[a-z]+\s+){0,2}?(?:meeting|session)s?\s+(?:of|for)\s+(?:the\s+)?(?P<b>.+?)",
        r"(?:,?\s+(?:which was\s+|was\s+|to be\s+|will be\s+)?(?:held|convened|that took place|duly|at\s+(?:the\s+)?\d)|\s+on\s+(?:mon|tue|wed|thu|fri|sat|sun|the\s+\d|\d)|\s+to be\s*$|[,.]?\s*$|,\s+(?:mon|tue|wed|thu|fri|sat|sun)\w*,?\s+\d)"
    ));
    let formal = pattern!(
        r"(?is)\b(?:a|the|an)?\s*(?:[a-z]+\s+){0,2}meeting\s+of\s+(?:the\s+)?(?P<b>[A-Z][^.:;]{4,140}?)\s+(?:was|will be|is to be)\s+held\b"
    );
    let summons = pattern!(
        r"(?is)\battend\s+(?:a|an|the)\s+(?:[a-z]+\s+){0,2}meeting\s+of\s+(?:the\s+)?(?P<b>[A-Z][^.:;]{4,120}?)(?:\s+(?:to be|which|at|on|in|via)\b|,|\s*$)"
    );
    let own = pattern!(
        r"(?is)\b(?:minutes?|notes?)\s+of\s+(?:the\s+|a\s+)?(?P<b>[A-Z][^.:;]{3,120}?)\s+(?:meeting\s+)?held\b"
    );
    for i in range.clone() {
        let para = &flat.paras[i];
        // Where the lines of the head ran together, its sentence is the first of a long paragraph.
        let text = begins(para.str());
        let found = of
            .captures(text)
            .or_else(|| formal.captures(text))
            .or_else(|| summons.captures(text))
            .or_else(|| own.captures(text));
        let Some(c) = found else { continue };
        if head.body.is_none()
            && let Some(name) = c.name("b")
            && looks_like_body(name.as_str())
        {
            let name_text = trim_body(name.as_str());
            let start = name.start() + name.as_str().find(name_text).unwrap_or(0);
            head.body = Some(cited(flat, i, start..start + name_text.len(), settle_body_case(name_text)));
        }
        // "Minutes of the meeting of 31 January" without "held" may be an item's: a day that stands on a line of its own
        // above it is the meeting's.
        if !pattern!(r"(?i)\b(?:held|convened|took place)\b").is_match(text)
            && let Some(line) = (range.start..i).find(|p| is_day(flat.paras[*p].str()))
        {
            days(flat, line, 0, head);
        }
        held(flat, i, head);
    }
    // "MEETING HELD ON …" without a name.
    let bare = pattern!(r"(?i)\bheld\s+(?:in|at|on|via|by|remotely|virtually)\b");
    for i in range {
        let wanted = head.date.is_none() || head.place.is_none();
        if wanted && bare.is_match(flat.paras[i].str()) && flat.paras[i].str().len() < 700 {
            held(flat, i, head);
        }
    }
}

/// Nothing but a day: `Monday, March 26, 2007`.
fn is_day(text: &str) -> bool {
    let found = find_dates(text);
    let [day] = found.as_slice() else { return false };
    let around = text.len() - day.range.len();
    let weekday = pattern!(r"(?i)^\W*(?:on\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day)?\W*$");
    day.has_year() && around < 16 && weekday.is_match(&text[..day.range.start])
}

/// The first characters of a paragraph, as many as a head's sentence may have.
fn begins(text: &str) -> &str {
    const LONGEST: usize = 700;
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// "The Parish Council" is a title line's "Little Hamley Parish Council": the line with the proper name wins.
fn fuller(flat: &Flat<'_>, range: Range<usize>, name: &str) -> Option<Cited<String>> {
    let generic = pattern!(
        r"(?i)^(?:the )?(?:full |annual |ordinary )?(?:parish|town|district|county|borough|city|community)?\s*(?:council|committee|board|panel|group|partnership|forum)$"
    );
    if !generic.is_match(name.trim()) {
        return None;
    }
    range.take(12).find_map(|i| {
        let text = flat.paras[i].str();
        let part = body_part(text);
        let line = &text[part.clone()];
        let longer = line.len() > name.len() && line.to_lowercase().ends_with(&name.to_lowercase());
        (longer && looks_like_body(line)).then(|| cited(flat, i, part, settle_body_case(line)))
    })
}

/// What stands behind "held": place, day, time, in any order.
fn held(flat: &Flat<'_>, para: usize, head: &mut Head) {
    let text = flat.paras[para].str();
    let Some(from) = pattern!(r"(?i)\b(?:held|convened|took place)\b").find(text).map(|m| m.end()) else {
        days(flat, para, 0, head);
        return;
    };
    days(flat, para, from, head);
    // From "held in/at" to the day, the time or the end.
    let after = &text[from..];
    let Some(lead) = pattern!(r"(?i)\b(?:in|at|via|by|on)\s+(?:the\s+)?").find_iter(after).find(|m| {
        let next = &after[m.end()..];
        !pattern!(r"(?i)^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b|^\d{1,2}(?:st|nd|rd|th)?\b|^noon\b").is_match(next)
    }) else {
        return;
    };
    let start = from + lead.end();
    let rest = &text[start..];
    let mut end = rest.len();
    for found in find_dates(rest) {
        end = end.min(found.range.start);
    }
    for found in find_times(rest, false) {
        end = end.min(found.range.start);
    }
    if let Some(m) =
        pattern!(r"(?i)[,\s]*(?:\bcommenc\w+|\bat\s*$|\bon\s*$|\bfrom\s*$|\bstarting|\bbeginning)").find(&rest[..end])
    {
        end = end.min(m.start());
    }
    if let Some(m) = pattern!(r"\.\s").find(&rest[..end]) {
        end = m.start();
    }
    let name = pattern!(r"(?i)[,\s]+(?:on|at|from)?\s*$").replace(&rest[..end], "").len();
    place(flat, para, start..start + name, head);
}

/// The day and the time of a paragraph.
fn days(flat: &Flat<'_>, para: usize, from: usize, head: &mut Head) {
    let text = flat.paras[para].str();
    let found = find_dates(&text[from..]).into_iter().find(PrintedDate::has_year);
    let found =
        found.map(|f| (f, from)).or_else(|| find_dates(text).into_iter().find(PrintedDate::has_year).map(|f| (f, 0)));
    if let (Some((found, shift)), None) = (found, &head.date)
        && let Some(day) = found.date()
    {
        head.date = Some(cited(flat, para, found.range.start + shift..found.range.end + shift, day));
    }
    times(flat, para, from, false, head);
    // "… commencing at 7.00 pm and concluding at 9.05 pm"
    if head.end.is_none()
        && let Some(m) =
            pattern!(r"(?i)\b(?:concluding|concluded|ending|ended|closing|closed|finishing) at\b").find(&text[from..])
        && let Some(found) = find_times(&text[from + m.start()..], false).into_iter().next()
    {
        let at = from + m.start();
        head.end = Some(cited(flat, para, at + found.range.start..at + found.range.end, found.start));
    }
}

/// Title lines: the body's name, the day, the place, each on a line of its own.
fn lines(flat: &Flat<'_>, range: Range<usize>, head: &mut Head, warnings: &mut Warnings) {
    /// Titles are no longer.
    const LONGEST: usize = 200;
    let mut names: Vec<(usize, Range<usize>)> = Vec::new();
    for i in range.clone() {
        let para = &flat.paras[i];
        let text = para.str();
        if text.len() > LONGEST
            || para.cell.is_some() && flat.tables[para.cell.map_or(0, |c| c.table)].purpose == Purpose::Facts
        {
            continue;
        }
        if head.title.is_none() && !text.trim().is_empty() {
            head.title = Some(cited(flat, i, 0..text.len(), text.trim().to_owned()));
        }
        for found in find_dates(text) {
            if found.weekday_is_wrong() {
                let message = format!("`{}` is not the weekday of that date", &text[found.range.clone()]);
                warnings.at(WarningKind::WeekdayConflict, message, flat.document.cite(&para.text, found.range.clone()));
            }
        }
        let dated = find_dates(text).into_iter().any(|d| d.has_year());
        if dated {
            days(flat, i, 0, head);
        } else if head.date.is_some() && head.start.is_none() && text.len() < 60 {
            times(flat, i, 0, false, head);
        }
        if looks_like_place(text) && !dated {
            // An address over two lines: the first ends in a comma.
            let above = i.checked_sub(1).filter(|a| {
                *a >= range.start
                    && flat.paras[*a].str().trim_end().ends_with(',')
                    && looks_like_place(flat.paras[*a].str())
            });
            if above.is_none()
                && text.trim_end().ends_with(',')
                && i + 1 < range.end
                && looks_like_place(flat.paras[i + 1].str())
            {
                continue;
            }
            place(flat, above.unwrap_or(i), 0..flat.paras[above.unwrap_or(i)].str().len(), head);
            if let (Some(above), Some(found)) = (above, &mut head.place)
                && found.value.name == flat.paras[above].str().trim().trim_end_matches(',')
            {
                found.value.name = format!("{}, {}", found.value.name, text.trim());
                found.cite = std::mem::take(&mut found.cite).and(flat.cite(i));
            }
        }
        if head.body.is_none() && names.len() < 4 {
            let line = body_part(text);
            let near = names.last().is_none_or(|(last, _)| i - last <= 6);
            if near && !line.is_empty() && looks_like_body(&text[line.clone()]) {
                names.push((i, line));
            }
        }
    }
    if head.body.is_none() {
        from_lines(flat, &names, head);
    }
    if head.body.is_none() {
        // "Safer Xshire Meeting", without any word for a body.
        for i in range.take(6) {
            let text = flat.paras[i].str();
            if let Some(c) =
                pattern!(r"^\s*(?P<b>[A-Z][\w&'\u{2019} ]{3,60}?)\s+(?i:meeting)\s*(?i:minutes|notes|agenda)?\s*(?:$|(?i:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+(?:the\s+)?\d|\d{1,2}(?:st|nd|rd|th)?\s+\p{Lu})")
                    .captures(text)
                && let Some(name) = c.name("b")
                && !pattern!(r"(?i)^(?:minutes|notes|agenda|annual|ordinary|extraordinary|special)")
                    .is_match(name.as_str())
            {
                head.body = Some(cited(flat, i, name.range(), settle_body_case(name.as_str())));
                break;
            }
        }
    }
}

/// One or two lines of a title make the name: an authority and its committee, a partnership and its group.
fn from_lines(flat: &Flat<'_>, names: &[(usize, Range<usize>)], head: &mut Head) {
    let text = |(i, r): &(usize, Range<usize>)| flat.paras[*i].str()[r.clone()].trim().to_owned();
    let is_authority = |t: &str| pattern!(r"(?i)\b(?:council|authority|corporation)\s*$").is_match(t);
    let part_only = |t: &str| {
        pattern!(r"(?i)^(?:the )?(?:strategic|executive|steering|management|delivery|operational|responsible authorities|core|working|task and finish|joint)?\s*(?:group|board|executive|committee|sub-?group|steering group|partnership board)$").is_match(t.trim())
    };
    // An English name under a Welsh one is the name of an English paper.
    let welsh = |t: &str| pattern!(r"(?i)\b(?:bwrdd|cyngor|pwyllgor|partneriaeth)\b").is_match(t);
    let cymraeg = flat.document.facts.language.as_deref().is_some_and(|l| l.starts_with("cy"));
    let names: Vec<&(usize, Range<usize>)> = names.iter().collect();
    let english: Vec<_> = names.iter().copied().filter(|n| !welsh(&text(n))).collect();
    let names = if cymraeg || english.is_empty() { names } else { english };
    let Some(first) = names.first() else { return };
    let first_text = text(first);
    let adjacent = names.get(1).filter(|s| s.0 - first.0 <= 2);
    let later = names.iter().skip(1).find(|s| is_authority(&first_text) && !is_authority(&text(s)));
    let second = later.or(adjacent).map(|s| (*s, text(s)));
    let name = |at: &(usize, Range<usize>), value: String| cited(flat, at.0, at.1.clone(), value);
    match second {
        Some((second, second_text))
            if is_authority(&first_text)
                && !is_authority(&second_text)
                && second_text.to_lowercase() != first_text.to_lowercase() =>
        {
            head.parent = Some(name(first, settle_body_case(&first_text)));
            head.body = Some(name(second, settle_body_case(&second_text)));
        }
        Some((second, second_text)) if part_only(&second_text) => {
            let mut both = name(first, format!("{} {}", settle_body_case(&first_text), settle_body_case(&second_text)));
            both.cite = both.cite.and(name(second, String::new()).cite);
            head.body = Some(both);
        }
        _ => head.body = Some(name(first, settle_body_case(&first_text))),
    }
    if let Some(body) = head.body.as_mut() {
        body.value = without_sort(&body.value).to_owned();
        if !cymraeg {
            body.value = english_half(&body.value).to_owned();
        }
    }
}

fn looks_like_place(text: &str) -> bool {
    text.len() <= 140
        && text.split_whitespace().count() <= 18
        && !text.trim().ends_with(':')
        && (pattern!(r"(?i)\b(?:chamber|(?:committee|meeting|council|conference|board|training) room|room \w+|town hall|village hall|city hall|county hall|civic (?:centre|offices?|hall)|guildhall|community centre|offices|council house|shire hall|assembly rooms)\b").is_match(text)
            || pattern!(r"\b[A-Z]{1,2}\d{1,2}[A-Z]?\s*\d[A-Z]{2}\b").is_match(text) && text.contains(',')
            || pattern!(r"(?i)^(?:via |by )?(?:microsoft |ms )?(?:teams|zoom)\b[^.]{0,30}$").is_match(text.trim()))
        && !pattern!(r"(?i)\b(?:tel|telephone|e-?mail|contact|access|toilets|please|members|will|was|were|report|recording|minutes)\b").is_match(text)
}

/// What the segment is, told by its first words and by whether anybody is recorded as present.
pub(crate) fn document_kind(
    flat: &Flat<'_>,
    head: &Range<usize>,
    all: &Range<usize>,
    has_present: bool,
) -> DocumentKind {
    /// The words that tell stand in this many first paragraphs.
    const FIRST: usize = 14;
    let join =
        |range: Range<usize>| -> String { flat.paras[range].iter().map(|p| p.str()).collect::<Vec<_>>().join("\n") };
    // Minutes name minutes of other meetings further down; the head speaks of the paper itself.
    let text = join(head.start..head.end.max(head.start + 3).min(head.start + FIRST).min(all.end));
    let beginning = join(head.start..(head.start + 3 * FIRST).min(all.end));
    let title = flat.document.facts.title.clone().unwrap_or_default();
    let is = |p: &regex::Regex| p.is_match(&text);
    if is(pattern!(r"(?i)\bissue\s*(?:-\s*meetings|history|details)\b")) {
        return DocumentKind::IssueHistory;
    }
    if is(pattern!(r"(?i)\b(?:decision maker|decision status|is key decision)\b")) {
        return DocumentKind::DecisionNotice;
    }
    // What a program wrote of a meeting is no record of it (record rule 30).
    if is(pattern!(
        r"(?i)\bAI[- ]generated (?:summary|notes|minutes)\b|\bsummary (?:was )?(?:generated|written) (?:by|with) (?:AI|ChatGPT|Copilot)\b"
    )) {
        return DocumentKind::Summary;
    }
    let first = flat.paras.get(head.start).map_or("", |p| p.str()).trim();
    let minutes_mark =
        flat.paras[all.clone()].iter().take(30).any(|p| pattern!(r"(?i)^\s*(?:draft )?minutes:\s*$").is_match(p.str()));
    if pattern!(r"(?i)^agenda item\b").is_match(first) && minutes_mark && !has_present {
        return DocumentKind::AgendaItemPage;
    }
    let web = flat.document.media_type == types::MediaType::Html;
    if web
        && is(pattern!(
            r"(?i)^\s*(?:agenda and (?:draft )?minutes|agenda, decisions and minutes|meeting (?:details|documents|summary))\b|\bmeeting (?:details|summary)\b"
        ))
    {
        return DocumentKind::MeetingPage;
    }
    let minutes = is(pattern!(r"(?i)\b(?:minutes?\b(?:\s+(?:of|and|from|for))?|m\s?i\s?n\s?u\s?t\s?e\s?s|cofnodion)"));
    let notes = is(pattern!(r"(?i)\bnotes\s+(?:of|from)\b"));
    let agenda = pattern!(
        r"(?im)^\W*(?:draft )?(?:agenda|summons|agenda papers)\b|\bagenda\s*$|\bsummoned\b|\bwill be held\b|\bnotice of meeting\b|\bpublic document pack\b"
    )
    .is_match(&beginning);
    if notes && !pattern!(r"(?i)\bminutes? of (?:a|the)\b").is_match(&text) {
        return DocumentKind::Notes;
    }
    if has_present {
        return DocumentKind::Minutes;
    }
    if agenda {
        return DocumentKind::Agenda;
    }
    if minutes || pattern!(r"(?i)\bminutes\b").is_match(&title) { DocumentKind::Minutes } else { DocumentKind::Other }
}

/// Whether the meeting took place, and whole.
pub(crate) fn meeting_state(flat: &Flat<'_>, range: &Range<usize>, agenda: bool) -> MeetingState {
    /// What became of a meeting as a whole is told this near its beginning.
    const HEAD: usize = 40;
    let any = |paras: Range<usize>, p: &regex::Regex| {
        flat.paras[paras].iter().any(|x| x.str().len() < 1500 && p.is_match(x.str()))
    };
    let head = range.start..range.end.min(range.start + HEAD);
    let cancelled =
        pattern!(r"(?i)^\W*(?:meeting )?cancelled\W*$|\b(?:this|the) meeting (?:has been|was|is) cancelled\b");
    let rescheduled = pattern!(
        r"(?i)^\W*rescheduled\W*$|\b(?:this|the) meeting (?:has been|was|is) (?:rescheduled|postponed|moved to)\b|^\W*moved from \d"
    );
    let inquorate = pattern!(
        r"(?i)\b(?:meeting|panel|board|committee|council|partnership) (?:was|is|being|became) (?:therefore )?(?:in-?quorate|not quorate)\b|\b(?:absence|lack) of a quorum\b|\bquorum (?:was|is) not (?:present|reached|met)\b|\bdid not have a quorum\b|\bno quorum\b"
    );
    let adjourned = pattern!(
        r"(?i)\bmeeting (?:was|stood|be) (?:therefore )?adjourned (?:to|until) (?:a date|the|\d|mon|tues|wednes|thurs|fri)"
    );
    if any(head.clone(), cancelled) {
        MeetingState::Cancelled
    } else if any(head, rescheduled) {
        MeetingState::Rescheduled
    } else if agenda {
        MeetingState::Scheduled
    } else if any(range.clone(), inquorate) {
        MeetingState::Inquorate
    } else if any(range.end.saturating_sub(8).max(range.start)..range.end, adjourned) {
        MeetingState::Adjourned
    } else {
        MeetingState::Held
    }
}

/// Draft, approved, published: by the marks that papers carry.
pub(crate) fn document_status(flat: &Flat<'_>, range: &Range<usize>, kind: DocumentKind) -> DocumentStatus {
    let head = flat.paras[range.clone()].iter().take(12).map(|p| p.str().to_owned());
    let tail = flat.paras[range.clone()].iter().rev().take(6).map(|p| p.str().to_owned());
    let furniture = flat.document.furniture.iter().map(|f| f.text.text.clone());
    let lines: Vec<String> = head.chain(tail).chain(furniture).collect();
    let any = |p: &regex::Regex| lines.iter().any(|l| l.len() < 200 && p.is_match(l));
    if any(pattern!(
        r"(?i)\b(?:draft(?: until signed| minutes)?|unconfirmed|not yet (?:confirmed|approved)|subject to (?:approval|confirmation|ratification))\b"
    )) {
        DocumentStatus::Draft
    } else if any(pattern!(
        r"(?i)^\W*(?:approved (?:by the|on|at|minutes)|confirmed (?:minutes|on|at)|signed as a correct record)"
    )) {
        DocumentStatus::Approved
    } else if matches!(
        kind,
        DocumentKind::Agenda
            | DocumentKind::AgendaPack
            | DocumentKind::AgendaItemPage
            | DocumentKind::MeetingPage
            | DocumentKind::IssueHistory
            | DocumentKind::DecisionNotice
    ) {
        DocumentStatus::Published
    } else {
        DocumentStatus::Unknown
    }
}

/// When the meeting ended: `The meeting closed at 9.10 pm`, `closed the meeting at 20:45`.
pub(crate) fn closing_time(flat: &Flat<'_>, range: &Range<usize>) -> Option<Cited<Clock>> {
    let closes = pattern!(
        r"(?i)\b(?:meeting|panel|board|committee|council|business)\b[^.]{0,80}\b(?:closed|ended|concluded|finished|terminated|rose|close)\b[^.]{0,25}?\bat\b|\bclosed the meeting(?: at)?\b|\b(?:closed|ended|finished|concluded) at\b|^\W*finished\b|\bmeeting (?:was )?adjourned at\b[^.]{0,20}$|\bclose of meeting\b|\bdaeth y cyfarfod i ben\b"
    );
    for i in range.clone().rev().take(80) {
        let text = flat.paras[i].str();
        if text.len() > 600 {
            continue;
        }
        for m in closes.find_iter(text) {
            let from = m.start();
            if let Some(found) =
                find_times(&text[from..], false).into_iter().next().or_else(|| bare_time(&text[from..]))
                && found.range.start < m.len() + 40
            {
                let range = found.range.start + from..found.range.end + from;
                return Some(cited(flat, i, range, found.end.unwrap_or(found.start)));
            }
        }
    }
    None
}

fn bare_time(text: &str) -> Option<PrintedTime> {
    find_times(text, true).into_iter().next()
}

/// Nothing is known of where it stands.
pub(crate) fn cite_of<T>(value: Option<&Cited<T>>) -> Cite {
    value.map(|v| v.cite.clone()).unwrap_or_default()
}
