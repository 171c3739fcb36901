//! Title lines: the body's name, the day, the place, each on a line of its own; and what the margins say.

use std::ops::Range;

use types::{Cited, WarningKind, Warnings};

use crate::grammar::body_name::{body_part, english_half, looks_like_body, settle_body_case, without_sort};
use crate::grammar::date::{PrintedDate, find_dates};
use crate::grammar::pattern;
use crate::head::head_facts::{Head, cited};
use crate::head::weak_body::is_generic;
use crate::head::when_where::{is_timestamp, looks_like_place, take_days, take_place, take_times};
use crate::stream::Stream;
use crate::tables::Purpose;

/// Body and day where the text names none: a running head, or the title that a site's program notes of the page.
pub(super) fn read_margin(paper: &Stream<'_>, head: &mut Head) {
    if head.body.is_some() && head.date.is_some() {
        return;
    }
    for furniture in &paper.document.furniture {
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
            head.body = Some(Cited { value: settle_body_case(name), cite: paper.document.cite(&furniture.text, at) });
        }
        if head.date.is_none()
            && let Some(found) = find_dates(text).into_iter().find(PrintedDate::has_year)
            && let Some(value) = found.date()
        {
            head.date = Some(Cited { value, cite: paper.document.cite(&furniture.text, found.range) });
        }
    }
}

/// "The Parish Council" is a title line's "Little Hamley Parish Council": the line with the proper name wins.
pub(super) fn fuller_body(paper: &Stream<'_>, range: Range<usize>, name: &str) -> Option<Cited<String>> {
    let generic = pattern!(
        r"
            (?i)^(?:the )?(?:full |annual |ordinary )?(?:parish|town|district|county|borough|city
            |community)?\s*(?:council|committee|board|panel|group|partnership|forum)$
        "
    );
    if !generic.is_match(name.trim()) {
        return None;
    }
    range.take(12).find_map(|i| {
        let text = paper.paras[i].str();
        let part = body_part(text);
        let line = &text[part.clone()];
        let longer = line.len() > name.len() && line.to_lowercase().ends_with(&name.to_lowercase());
        (longer && looks_like_body(line)).then(|| cited(paper, i, part, settle_body_case(line)))
    })
}

/// Title lines: the body's name, the day, the place, each on a line of its own.
pub(super) fn read_lines(paper: &Stream<'_>, range: Range<usize>, head: &mut Head, warnings: &mut Warnings) {
    /// Titles are no longer.
    const LONGEST: usize = 200;
    let mut names: Vec<(usize, Range<usize>)> = Vec::new();
    for i in range.clone() {
        let para = &paper.paras[i];
        let text = para.str();
        if text.len() > LONGEST
            || is_timestamp(text)
            || para.cell.is_some() && paper.tables[para.cell.map_or(0, |c| c.table)].purpose == Purpose::Facts
        {
            continue;
        }
        // "[Original file](https://…)" is a converter's.
        let is_link = pattern!(r"^\W*\[[^\]]*\]\(\S+\)\W*$").is_match(text);
        if head.title.is_none() && text.contains(char::is_alphabetic) && !is_link {
            head.title = Some(cited(paper, i, 0..text.len(), text.trim().to_owned()));
        }
        for found in find_dates(text) {
            if found.weekday_is_wrong() {
                let message = format!("`{}` is not the weekday of that date", &text[found.range.clone()]);
                warnings.at(
                    WarningKind::WeekdayConflict,
                    message,
                    paper.document.cite(&para.text, found.range.clone()),
                );
            }
        }
        let dated = find_dates(text).into_iter().any(|d| d.has_year());
        if dated {
            take_days(paper, i, 0, head);
        } else if head.date.is_some() && head.start.is_none() && text.len() < 60 {
            take_times(paper, i, 0, false, head);
        }
        if looks_like_place(text) && !dated {
            // An address over two lines: the first ends in a comma.
            let above = i.checked_sub(1).filter(|a| {
                *a >= range.start
                    && paper.paras[*a].str().trim_end().ends_with(',')
                    && looks_like_place(paper.paras[*a].str())
            });
            if above.is_none()
                && text.trim_end().ends_with(',')
                && i + 1 < range.end
                && looks_like_place(paper.paras[i + 1].str())
            {
                continue;
            }
            take_place(paper, above.unwrap_or(i), 0..paper.paras[above.unwrap_or(i)].str().len(), head);
            if let (Some(above), Some(found)) = (above, &mut head.place)
                && found.value.name == paper.paras[above].str().trim().trim_end_matches(',')
            {
                found.value.name = format!("{}, {}", found.value.name, text.trim());
                found.cite = std::mem::take(&mut found.cite).and(paper.cite(i));
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
        // A line that names the day or the paper, too, is a title; what stands above it may be a menu's.
        let titled = |(i, r): &(usize, Range<usize>)| {
            let text = paper.paras[*i].str();
            let around = format!("{} {}", &text[..r.start], &text[r.end..]);
            let tells = pattern!(r"(?i)\b(?:meeting|minutes|agenda|notes)\b").is_match(&around);
            (tells || !find_dates(&around).is_empty())
                && text[r.clone()].split_whitespace().count() > 1
                && !is_generic(&text[r.clone()])
        };
        let is_authority = |(i, r): &(usize, Range<usize>)| {
            pattern!(r"(?i)\b(?:council|authority|corporation|partnership|board|trust)\s*$")
                .is_match(&paper.paras[*i].str()[r.clone()])
        };
        if let Some(at) = names.iter().position(titled).filter(|at| names[..*at].iter().all(|n| !is_authority(n))) {
            names.drain(..at);
        }
        from_lines(paper, &names, head);
    }
    if head.body.is_none() {
        // "Safer Xshire Meeting", without any word for a body.
        for i in range.take(6) {
            let text = paper.paras[i].str();
            if let Some(c) = pattern!(
                r"
                    ^\s*(?P<b>[A-Z][\w&'\u{2019} ]{3,60}?)\s+(?i:meeting)\s*(?i:minutes|notes|agenda)?\s*(?:$
                    |(?i:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+(?:the\s+)?\d|\d{1,2}(?:st|nd|rd|th)?\s+\p{Lu})
                "
            )
            .captures(text)
                && let Some(name) = c.name("b")
                && !pattern!(r"(?i)^(?:minutes|notes|agenda|annual|ordinary|extraordinary|special)")
                    .is_match(name.as_str())
            {
                head.body = Some(cited(paper, i, name.range(), settle_body_case(name.as_str())));
                break;
            }
        }
    }
}

/// One or two lines of a title make the name: an authority and its committee, a partnership and its group.
fn from_lines(paper: &Stream<'_>, names: &[(usize, Range<usize>)], head: &mut Head) {
    let text = |(i, r): &(usize, Range<usize>)| paper.paras[*i].str()[r.clone()].trim().to_owned();
    let is_authority = |t: &str| pattern!(r"(?i)\b(?:council|authority|corporation)\s*$").is_match(t);
    let part_only = |t: &str| {
        pattern!(
            r"
            (?i)^(?:the )?(?:strategic|executive|steering|management|delivery|operational|responsible authorities
            |core|working|task and finish|joint)?\s*(?:group|board|executive|committee|sub-?group|steering group
            |partnership board)$
        "
        )
        .is_match(t.trim())
    };
    // An English name under a Welsh one is the name of an English paper.
    let welsh = |t: &str| pattern!(r"(?i)\b(?:bwrdd|cyngor|pwyllgor|partneriaeth)\b").is_match(t);
    let cymraeg = paper.document.facts.language.as_deref().is_some_and(|l| l.starts_with("cy"));
    let names: Vec<&(usize, Range<usize>)> = names.iter().collect();
    let english: Vec<_> = names.iter().copied().filter(|n| !welsh(&text(n))).collect();
    let names = if cymraeg || english.is_empty() { names } else { english };
    let Some(first) = names.first() else { return };
    let first_text = text(first);
    let adjacent = names.get(1).filter(|s| s.0 - first.0 <= 2);
    let later = names.iter().skip(1).find(|s| is_authority(&first_text) && !is_authority(&text(s)));
    let second = later.or(adjacent).map(|s| (*s, text(s)));
    let name = |at: &(usize, Range<usize>), value: String| cited(paper, at.0, at.1.clone(), value);
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
