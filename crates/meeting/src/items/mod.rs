//! The business: which paragraphs are the titles of items, and what each item holds.
//!
//! Papers number in five ways, often in two at once. Each way is tried: the numbers that stand at
//! the beginnings of title-like paragraphs and count on from one another are a chain, and the chain
//! that explains most titles is the numbering of the items.

use std::collections::BTreeMap;
use std::ops::Range;

use types::{AgendaItem, Cite, ItemParagraph};

use crate::flat::{Flat, Kind, Purpose};
use crate::grammar::attendance_label::attendance_label;
use crate::grammar::column_heading::Column;
use crate::grammar::fact_label::fact_label;
use crate::grammar::item_number::{ItemNumber, Scheme, read_item_number, read_part_number};
use crate::grammar::item_title::{colon_title, is_title_line, item_reference, usual_title};
use crate::grammar::name::{list_names, read_name};
use crate::grammar::pattern;
use crate::speakers::Speakers;

/// An item, by paragraphs of the stream.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// The paragraph that holds the title.
    pub(crate) title_para: usize,
    /// Bytes of the title in it.
    pub(crate) title_range: Range<usize>,
    pub(crate) number: Option<String>,
    /// The paragraph that holds the number, if it is another one.
    pub(crate) number_para: Option<usize>,
    pub(crate) agenda_ref: Option<String>,
    /// Paragraphs from the title to the next item.
    pub(crate) range: Range<usize>,
    pub(crate) parent: Option<String>,
}

/// A paragraph that could be the title of an item.
struct Candidate {
    para: usize,
    label: ItemNumber,
    /// How much it looks like a title.
    weight: f32,
}

/// Titles are no longer than this many characters, unless they are bold.
const TITLE: usize = 200;

/// Finds the items of a segment.
pub(crate) fn find_items(flat: &Flat<'_>, range: Range<usize>) -> Vec<Found> {
    if let Some(item) = item_page(flat, range.clone()) {
        return vec![item];
    }
    let candidates = candidates(flat, range.clone());
    let mut by_scheme: BTreeMap<Scheme, Vec<&Candidate>> = BTreeMap::new();
    for candidate in &candidates {
        by_scheme.entry(candidate.label.scheme).or_default().push(candidate);
    }
    let mut best: (f32, Vec<&Candidate>) = (0.0, Vec::new());
    for (scheme, list) in &by_scheme {
        let (score, chain) = chain(list, *scheme);
        let (score, chain) = within_table(flat, score, chain);
        if score > best.0 {
            best = (score, chain);
        }
    }
    // "5. Reports", "5.1 Chairman's report", "5.2 Clerk's report": the parts are more, the items are the whole numbers.
    if best.1.first().is_some_and(|c| c.label.scheme == Scheme::Decimal)
        && let Some(plain) = by_scheme.get(&Scheme::Plain)
    {
        let (score, whole) = chain(plain, Scheme::Plain);
        // Each part stands under the item of its number.
        let under = |part: &&&Candidate| {
            let item = whole.iter().rev().find(|w| w.para <= part.para);
            item.is_some_and(|w| w.label.count.first() == part.label.count.first())
        };
        if whole.len() >= 4 && best.1.iter().filter(under).count() * 10 >= best.1.len() * 8 {
            best = (score, whole);
        }
    }
    let mut starts: Vec<Found> = best.1.iter().map(|c| found(flat, c, range.end)).collect();
    let scheme = best.1.first().map(|c| c.label.scheme);
    if matches!(scheme, Some(Scheme::Plain | Scheme::Named)) {
        add_parts(flat, &candidates, &mut starts, range.end);
        add_lettered(flat, range.clone(), &mut starts);
        add_headings(flat, range.clone(), &mut starts);
    }
    let referred = by_reference(flat, range.clone());
    if referred.len() >= 2 && referred.len() > starts.len() {
        starts = referred;
    }
    if starts.len() < 2 {
        let headings = by_headings(flat, range.clone());
        if starts.is_empty() || headings.len() > 2 {
            starts = headings;
        }
    } else {
        lead_in(flat, range.clone(), &mut starts);
    }
    close(flat, range, starts)
}

/// The web page of one item: `Agenda item`, its title, `Minutes:`. Its number is the one that its
/// paragraphs' numbers begin with (`6.1`, `6.2`), or that its title is printed with below.
fn item_page(flat: &Flat<'_>, range: Range<usize>) -> Option<Found> {
    let first = range.clone().find(|&p| !flat.paras[p].str().trim().is_empty())?;
    let is_page = pattern!(r"(?i)^\W*agenda item(?: details)?\W*$").is_match(flat.paras[first].str());
    let minutes = range
        .clone()
        .take(12)
        .find(|&p| pattern!(r"(?i)^\s*(?:draft )?minutes\s*:\s*$").is_match(flat.paras[p].str()))?;
    let title_para = (first + 1..minutes).find(|&p| flat.paras[p].str().chars().any(char::is_alphabetic))?;
    if !is_page {
        return None;
    }
    let title = flat.paras[title_para].str();
    let numbers: Vec<ItemNumber> =
        (minutes + 1..range.end).filter_map(|p| read_item_number(flat.paras[p].str())).collect();
    let decimals: Vec<&ItemNumber> =
        numbers.iter().filter(|l| l.scheme == Scheme::Decimal && l.count.len() == 2).collect();
    let major = decimals
        .first()
        .map(|l| l.count[0])
        .filter(|m| decimals.len() > 1 && decimals.iter().all(|l| l.count[0] == *m));
    let printed = (minutes + 1..range.end).find_map(|p| {
        let text = flat.paras[p].str();
        let label = read_item_number(text)?;
        text.get(label.len..).is_some_and(|t| t.trim() == title.trim()).then_some((p, label.number))
    });
    let by_parts = major.and_then(|m| {
        let para = (minutes + 1..range.end)
            .find(|&p| read_item_number(flat.paras[p].str()).is_some_and(|l| l.count.first() == Some(&m)))?;
        Some((para, m.to_string()))
    });
    let number = printed.or(by_parts);
    Some(Found {
        title_para,
        title_range: title_range(flat, title_para, 0, title.len()),
        number_para: number.as_ref().map(|(p, _)| *p),
        number: number.map(|(_, n)| n),
        agenda_ref: None,
        range: first..range.end,
        parent: None,
    })
}

fn candidates(flat: &Flat<'_>, range: Range<usize>) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for para in range.clone() {
        let p = &flat.paras[para];
        if !p.in_flow() || p.kind == Kind::Bullet {
            continue;
        }
        let own;
        let label = if let Some(text) = &p.label {
            own = read_item_number(&format!("{} ", text.trim()));
            own.map(|l| ItemNumber { len: 0, ..l })
        } else {
            read_item_number(p.str())
        };
        let Some(label) = label else { continue };
        let title = p.str().get(label.len..).unwrap_or_default().trim();
        let weight = weight(flat, para, &label, title, range.end);
        if weight > 0.0 {
            candidates.push(Candidate { para, label, weight });
        }
    }
    candidates
}

/// How much a numbered paragraph looks like the title of an item.
fn weight(flat: &Flat<'_>, para: usize, label: &ItemNumber, title: &str, end: usize) -> f32 {
    let p = &flat.paras[para];
    let letters: Vec<char> = title.chars().filter(|c| c.is_alphabetic()).collect();
    let next = flat.paras.get(para + 1).filter(|_| para + 1 < end);
    if letters.is_empty() {
        // A number alone, with its title in the next paragraph.
        let next = next.filter(|n| n.in_flow() && n.str().len() < TITLE);
        return match next {
            Some(next) if next.is_bold() => 1.5,
            Some(next) if label.marked && is_title_line(next.str()) => 1.0,
            _ => 0.0,
        };
    }
    if !title.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "'\"(\u{2018}\u{201c}".contains(c)) {
        // The first letter of a title may be lost in a scan.
        let title_like = label.marked
            && label.scheme == Scheme::Plain
            && title.len() <= 60
            && !title.ends_with(['.', ';', ',', ':']);
        return if title_like && title.contains(char::is_uppercase) { 0.25 } else { 0.0 };
    }
    let capitals = letters.len() >= 3 && letters.iter().all(|c| c.is_uppercase());
    let body = &p.text;
    let skip = label.len.min(body.text.len());
    let bold = p.kind == Kind::Heading || body.all(skip..body.text.len(), |s| s.bold);
    let sentence = title.ends_with(['.', ';', ',']) || pattern!(r"\.\s+\p{Lu}").is_match(title);
    let in_table = p.cell.is_some_and(|c| flat.tables[c.table].purpose == Purpose::Minutes) && p.label.is_some();
    let short = title.len() <= TITLE;
    let mut weight = if usual_title(title).is_some() { 0.8 } else { 0.0 };
    if bold || capitals {
        weight += 2.0;
    }
    if in_table {
        weight += 1.0;
    }
    if matches!(label.scheme, Scheme::Named | Scheme::Reference) {
        weight += 1.0;
    }
    if short && !sentence {
        weight += 1.0;
    } else if !bold && !capitals {
        weight += if in_table {
            0.3
        } else if short {
            0.25
        } else {
            0.05
        };
    }
    if label.scheme == Scheme::Roman && !label.marked && !capitals && !bold {
        weight *= 0.2;
    }
    // A plain number without a mark before plain text is more often a count.
    if label.scheme == Scheme::Plain && !label.marked && !bold && !capitals && p.label.is_none() {
        weight *= if short && !sentence { 0.6 } else { 0.0 };
    }
    weight
}

/// The best chain of a scheme: numbers that count on, with the sum of their weights.
fn chain<'c>(list: &[&'c Candidate], scheme: Scheme) -> (f32, Vec<&'c Candidate>) {
    /// A number left out costs this much; more than a few break the chain.
    const GAP: f32 = 0.5;
    /// How many candidates are looked back at.
    const BACK: usize = 400;
    let mut best: Vec<(f32, Option<usize>)> = Vec::with_capacity(list.len());
    for (i, this) in list.iter().enumerate() {
        let mut here = (this.weight, None);
        for j in i.saturating_sub(BACK)..i {
            if let Some(gap) = follows(&list[j].label, &this.label, scheme) {
                let score = best[j].0 + this.weight - GAP * gap as f32;
                if score > here.0 {
                    here = (score, Some(j));
                }
            }
        }
        best.push(here);
    }
    let Some((mut at, _)) = best.iter().enumerate().max_by(|a, b| a.1.0.total_cmp(&b.1.0)) else {
        return (0.0, Vec::new());
    };
    let score = best[at].0;
    let mut chain = vec![list[at]];
    while let Some(before) = best[at].1 {
        at = before;
        chain.push(list[at]);
    }
    chain.reverse();
    // A single number is a numbering only if it is beyond doubt.
    if chain.len() == 1 && score < 3.0 {
        return (0.0, Vec::new());
    }
    (score, chain)
}

/// A chain that leaves an agenda's table and goes on with numbered paragraphs is the table's: the numbers behind it count
/// the paragraphs.
fn within_table<'c>(flat: &Flat<'_>, score: f32, mut chain: Vec<&'c Candidate>) -> (f32, Vec<&'c Candidate>) {
    let table = |c: &Candidate| flat.paras[c.para].cell.map(|a| a.table);
    let Some(first) = chain.first().and_then(|c| table(c)) else { return (score, chain) };
    let inside = chain.iter().take_while(|c| table(c) == Some(first)).count();
    let left = chain.get(inside).is_some_and(|c| table(c).is_none());
    let prose = chain[inside..].iter().filter(|c| flat.paras[c.para].str().trim_end().ends_with('.')).count();
    if left && inside >= 4 && prose * 2 > chain.len() - inside {
        let lost: f32 = chain.drain(inside..).map(|c| c.weight).sum();
        return (score - lost, chain);
    }
    (score, chain)
}

/// Whether `next` counts on from `last`, and how many numbers lie between them.
fn follows(last: &ItemNumber, next: &ItemNumber, scheme: Scheme) -> Option<u32> {
    const SKIPPED: u32 = 3;
    let (a, b) = (*last.count.first()?, *next.count.first()?);
    if scheme == Scheme::Decimal {
        let (c, d) = (last.count.get(1).copied().unwrap_or(0), next.count.get(1).copied().unwrap_or(0));
        if last.count.len() > 2 || next.count.len() > 2 {
            // "20.07.01", "20.07.02": the last part counts.
            let (Some((x, before)), Some((y, behind))) = (last.count.split_last(), next.count.split_last()) else {
                return None;
            };
            return (before == behind && *y > *x && y - x <= SKIPPED).then(|| y - x - 1);
        }
        return if a == b && d > c && d - c <= SKIPPED {
            Some(d - c - 1)
        } else if b > a && b - a <= SKIPPED && d <= 1 {
            Some(b - a - 1)
        } else {
            None
        };
    }
    // "4a" after "4" or "3".
    if let (Some(x), Some(y)) = (last.count.get(1), next.count.get(1))
        && a == b
    {
        return (*y > *x && y - x <= SKIPPED).then(|| y - x - 1);
    }
    if a == b && last.count.len() < next.count.len() {
        return Some(0);
    }
    (b > a && b - a <= SKIPPED).then(|| b - a - 1)
}

fn found(flat: &Flat<'_>, candidate: &Candidate, end: usize) -> Found {
    let p = &flat.paras[candidate.para];
    let from = candidate.label.len;
    let rest = p.str().get(from..).unwrap_or_default();
    let number = Some(candidate.label.number.clone());
    // The number stands alone: the next paragraph is the title.
    if rest.trim().is_empty() && candidate.para + 1 < end {
        let next = &flat.paras[candidate.para + 1];
        return Found {
            title_para: candidate.para + 1,
            title_range: title_range(flat, candidate.para + 1, 0, next.str().len()),
            number,
            number_para: Some(candidate.para),
            agenda_ref: p.reference.clone(),
            range: candidate.para..candidate.para,
            parent: None,
        };
    }
    // "VAWG strategy", then "5.2 Two women were …": the title stands before its number.
    let prose = rest.trim_end().ends_with('.') || rest.len() > 100;
    if let Some(above) = candidate.para.checked_sub(1).filter(|_| prose && !p.is_bold() && p.cell.is_none())
        && candidate.label.scheme == Scheme::Decimal
        && flat.paras[above].kind != Kind::Bullet
        && flat.paras[above].cell.is_none()
        && flat.paras[above].str().len() <= 60
        && is_title_line(flat.paras[above].str())
    {
        return Found {
            title_para: above,
            title_range: title_range(flat, above, 0, flat.paras[above].str().len()),
            number,
            number_para: Some(candidate.para),
            agenda_ref: None,
            range: above..above,
            parent: None,
        };
    }
    Found {
        title_para: candidate.para,
        title_range: title_range(flat, candidate.para, from, p.str().len()),
        number,
        number_para: None,
        agenda_ref: p.reference.clone(),
        range: candidate.para..candidate.para,
        parent: None,
    }
}

/// The title within its paragraph: to the end of the bold part, or of the first sentence where the
/// text runs on.
fn title_range(flat: &Flat<'_>, para: usize, from: usize, to: usize) -> Range<usize> {
    let p = &flat.paras[para];
    let text = p.str();
    let mut end = to;
    if let Some(usual) = usual_title(text[from..to].trim_start()) {
        let lead = text[from..to].len() - text[from..to].trim_start().len();
        end = from + lead + usual;
    } else if !p.is_bold() {
        let bold_end =
            p.text.runs.iter().filter(|r| r.range.end > from).take_while(|r| r.style.bold).last().map(|r| r.range.end);
        if let Some(bold_end) = bold_end.filter(|b| *b > from + 2 && *b < to) {
            end = bold_end;
        } else if let Some(m) =
            pattern!(r"^(?P<t>(?:[^\p{Ll}\s]+\s+){1,14}[^\p{Ll}\s]*\p{Lu}{2}[^\p{Ll}\s]*|[^\p{Ll}\s]*\p{Lu}{4,}[^\p{Ll}\s]*)\s+(?:[ivx]{1,3}[.)]\s+|[a-z][.)]\s+|\(\p{L}+\)\s+)?\p{Lu}\p{Ll}")
                .captures(&text[from..to])
                .and_then(|c| c.name("t"))
        {
            // CAPITALS, then text.
            end = from + m.end();
        } else if let Some(colon) = colon_title(&text[from..to]) {
            end = from + colon;
        } else if to - from > TITLE || pattern!(r"\.\s+\p{Lu}").is_match(&text[from..to]) {
            let part = &text[from..to];
            // A reference before a dash is no title of its own.
            let letters = |to: usize| part[..to].chars().filter(|c| c.is_alphabetic()).count();
            let cut = pattern!(r"(?:\s[-\u{2013}\u{2014}]\s|:\s|\.\s+)")
                .find_iter(part)
                .find(|m| m.start() < 120 && letters(m.start()) > 3);
            end = cut.map_or(to, |m| from + m.start());
        }
    }
    let part = &text[from..end];
    let start = from
        + (part.len()
            - part
                .trim_start_matches(|c: char| {
                    c.is_whitespace() || matches!(c, '-' | '\u{2013}' | ':' | '.' | ')' | '*')
                })
                .len());
    let mut title = text[start..end.max(start)].trim_end();
    // "(Item B1)" and "(Pages 3 - 8)" are told elsewhere; "PDF 75 KB" is the web's.
    if let Some(m) = pattern!(r"(?i)\s*(?:\(\s*(?:agenda )?item\s+\S+\s*\)|\((?:pages?|tudalennau)\s[^)]*\)|(?:pdf icon )?pdf\s+\d+\s*[km]b.*|\bpages?\s+\d+\s*[-\u{2013}]\s*\d+|\s\d+\s*[-\u{2013}]\s*\d+)\s*$").find(title) {
        title = &title[..m.start()];
    }
    let title = title.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{2013}' | ':' | ';' | ','));
    start..start + title.len()
}

/// `23.1 Current applications` under `23. PLANNING` is an item if it has a title line of its own.
fn add_parts(flat: &Flat<'_>, candidates: &[Candidate], starts: &mut Vec<Found>, end: usize) {
    let mut parts = Vec::new();
    for candidate in candidates.iter().filter(|c| c.label.scheme == Scheme::Decimal && c.label.count.len() == 2) {
        let p = &flat.paras[candidate.para];
        let parent = starts.iter().rev().find(|s| s.range.start < candidate.para);
        let Some(parent) = parent.and_then(|s| s.number.clone()) else { continue };
        let major = candidate.label.count[0].to_string();
        let title = p.str().get(candidate.label.len..).unwrap_or_default().trim();
        // "26.1 Play area: the swings have been mended."
        let headed = colon_title(title).is_some()
            && candidates
                .iter()
                .filter(|c| c.label.count.len() == 2 && c.label.count[0] == candidate.label.count[0])
                .filter(|c| colon_title(flat.paras[c.para].str().get(c.label.len..).unwrap_or_default()).is_some())
                .count()
                >= 3;
        let alone = headed
            || usual_title(title).is_some()
            || title.len() <= 90 && !title.ends_with(['.', ';', ',', '?', ':']) && !title.contains(". ");
        let next = flat.paras.get(candidate.para + 1).filter(|_| candidate.para + 1 < end);
        let has_text = next.is_some_and(|n| read_item_number(n.str()).is_none_or(|l| l.scheme != Scheme::Decimal));
        if parent == major
            && alone
            && (headed || usual_title(title).is_some() || p.is_bold() || has_text && candidate.weight >= 1.0)
        {
            let mut part = found(flat, candidate, end);
            part.parent = Some(parent);
            parts.push(part);
        }
    }
    starts.extend(parts);
    starts.sort_by_key(|s| s.range.start);
}

/// `(a) Overdraft` under `3. Finance` is an item if it is a title line with text under it; so is a title below a letter
/// that stands alone. Its number is that of both: `3(a)`.
fn add_lettered(flat: &Flat<'_>, range: Range<usize>, starts: &mut Vec<Found>) {
    let mut parts: Vec<Found> = Vec::new();
    for para in range.clone() {
        let p = &flat.paras[para];
        if !p.in_flow() || p.cell.is_some() {
            continue;
        }
        let Some(c) = pattern!(r"^\s*\((?P<l>[a-z]|[ivx]{1,4})\)\s*").captures(p.str()) else { continue };
        let (Some(letter), Some(whole)) = (c.name("l"), c.get(0)) else { continue };
        let alone = whole.end() >= p.str().trim_end().len();
        let title_para = if alone { para + 1 } else { para };
        let Some(next) = flat.paras.get(title_para + 1).filter(|_| title_para + 1 < range.end) else { continue };
        let from = if alone { 0 } else { whole.end() };
        let title = &flat.paras[title_para].str()[from..];
        // A limb of a resolution, or of a list in a sentence, is no title.
        let above = para.checked_sub(1).map_or("", |a| flat.paras[a].str().trim_end());
        let limb = above.ends_with([':', ';', ',']) || above.ends_with(" and") || above.contains("RESOLVED");
        let under = !next.str().trim_start().starts_with('(') && next.in_flow() && next.str().len() > title.len();
        let words = title.split_whitespace().count() >= 2;
        if limb || !under || !words || !is_title_line(title) {
            continue;
        }
        let Some(parent) = starts.iter().rev().find(|s| s.range.start <= para && s.parent.is_none()) else { continue };
        let Some(number) = parent.number.clone().filter(|_| parent.title_para < para) else { continue };
        parts.push(Found {
            title_para,
            title_range: title_range(flat, title_para, from, from + title.len()),
            number: Some(format!("{number}({})", letter.as_str())),
            number_para: alone.then_some(para),
            agenda_ref: None,
            range: para..para,
            parent: Some(number),
        });
    }
    starts.extend(parts);
    starts.sort_by_key(|s| s.range.start);
}

/// In plain text nothing but its place marks a heading: a title line under an item's title, or between two paragraphs
/// of sentences, is an item of its own, a part of the one that it stands in.
fn add_headings(flat: &Flat<'_>, range: Range<usize>, starts: &mut Vec<Found>) {
    let Some(first) = starts.first().map(|s| s.range.start) else { return };
    if flat.document.media_type != types::MediaType::Text {
        return;
    }
    let mut added = Vec::new();
    for para in first + 1..range.end {
        let p = &flat.paras[para];
        let text = p.str().trim();
        let taken = starts.iter().any(|s| s.title_para == para || s.number_para == Some(para));
        if taken
            || p.kind == Kind::Bullet
            || p.cell.is_some()
            || !is_title_line(text)
            || text.split_whitespace().count() > 16
        {
            continue;
        }
        let Some(next) = flat.paras.get(para + 1).filter(|_| para + 1 < range.end) else { continue };
        let above = flat.paras[para - 1].str().trim_end();
        let parted = starts.iter().any(|s| s.title_para + 1 == para)
            || above.len() > 60 && above.ends_with(['.', '\u{201d}', '"']);
        let told = parted
            && next.kind == Kind::Body
            && next.str().len() > 80
            && next.str().contains(". ") | next.str().trim_end().ends_with('.');
        let label = pattern!(r"(?i)^\W*(?:resolved|decided|agreed|recommended|actions?|decisions?|minutes|part [ab12i]+|background|reasons?|options?|present|apologies|in attendance|chair(?:man)?|signed|summary of actions|notes?|declaration|information|questions?|motions?|amendment|unrestricted items|exempt items|proposed by|seconded by|and resolved|cathaoirleach)\b").is_match(text)
            || attendance_label(text).is_some()
            || fact_label(text).is_some()
            || list_names(text, None).iter().any(|p| p.prefix.is_some() || p.range.len() + 2 > text.len() && p.name.split(' ').count() < 3);
        if told && !label && text.split_whitespace().count() >= 2 {
            let mut part = unnumbered(flat, para);
            part.parent = starts.iter().rev().find(|s| s.range.start < para).and_then(|s| s.number.clone());
            added.push(part);
        }
    }
    starts.extend(added);
    starts.sort_by_key(|s| s.range.start);
}

/// Titles without numbers of their own that a reference follows: `Election (Item A4)`.
fn by_reference(flat: &Flat<'_>, range: Range<usize>) -> Vec<Found> {
    let mut starts = Vec::new();
    for para in range.clone() {
        let p = &flat.paras[para];
        let Some((reference, alone)) = item_reference(p.str()) else { continue };
        if !p.in_flow() || p.str().len() > TITLE {
            continue;
        }
        let title_para = if alone { para.checked_sub(1).filter(|t| *t >= range.start) } else { Some(para) };
        let Some(title_para) = title_para else { continue };
        let title = &flat.paras[title_para];
        if title.str().len() > TITLE || title.str().trim_end().ends_with('.') {
            continue;
        }
        let from = read_item_number(title.str()).map_or(0, |l| l.len);
        starts.push(Found {
            title_para,
            title_range: title_range(flat, title_para, from, title.str().len()),
            number: Some(reference),
            number_para: alone.then_some(para),
            agenda_ref: None,
            range: title_para..title_para,
            parent: None,
        });
    }
    starts
}

/// Headings are titles where nothing is numbered.
fn by_headings(flat: &Flat<'_>, range: Range<usize>) -> Vec<Found> {
    let attendance = |para: usize| attendance_label(flat.paras[para].str()).is_some();
    let last_list = range.clone().take_while(|p| *p < range.start + 80).filter(|&p| attendance(p)).last();
    let from = last_list.map_or(range.start, |p| p + 1);
    let mut starts = Vec::new();
    for para in from..range.end {
        let p = &flat.paras[para];
        let text = p.str().trim();
        let next_is_text = flat.paras.get(para + 1).is_some_and(|n| para + 1 < range.end && n.kind != Kind::Heading);
        if p.kind == Kind::Heading
            && p.cell.is_none()
            && text.len() <= 120
            && next_is_text
            && !text.ends_with('.')
            && fact_label(text).is_none()
            && text.chars().filter(|c| c.is_alphabetic()).count() > 2
        {
            starts.push(unnumbered(flat, para));
        }
    }
    starts
}

/// An item of this title, which has no number.
fn unnumbered(flat: &Flat<'_>, para: usize) -> Found {
    Found {
        title_para: para,
        title_range: title_range(flat, para, 0, flat.paras[para].str().len()),
        number: None,
        number_para: None,
        agenda_ref: None,
        range: para..para,
        parent: None,
    }
}

/// A heading without number between the attendance and the first numbered item is an item too, if
/// text stands under it: `Welcome`.
fn lead_in(flat: &Flat<'_>, range: Range<usize>, starts: &mut Vec<Found>) {
    let Some(first) = starts.first().map(|s| s.range.start) else { return };
    let Some(list) = (range.start..first).rfind(|&p| attendance_label(flat.paras[p].str()).is_some()) else {
        return;
    };
    let mut added = Vec::new();
    for para in list + 1..first {
        let p = &flat.paras[para];
        let text_follows =
            flat.paras[para + 1..first].first().is_some_and(|n| n.kind == Kind::Body && n.str().len() > 60);
        if p.kind == Kind::Heading
            && p.cell.is_none()
            && text_follows
            && p.str().len() < 60
            && list_names(p.str(), None).is_empty()
            && pattern!(r"(?i)^(?:welcome|introduction|opening|chair)").is_match(p.str().trim())
        {
            added.push(unnumbered(flat, para));
        }
    }
    starts.splice(0..0, added);
}

/// Gives each item the paragraphs up to the next, and its second number.
fn close(flat: &Flat<'_>, range: Range<usize>, mut starts: Vec<Found>) -> Vec<Found> {
    let ends: Vec<usize> = starts.iter().skip(1).map(|s| s.range.start).chain([range.end]).collect();
    for (start, end) in starts.iter_mut().zip(ends) {
        start.range.end = end;
        let near = start.range.start..end.min(start.title_para + 3);
        for para in near {
            if let Some((reference, _)) = item_reference(flat.paras[para].str())
                && start.number.as_deref() != Some(reference.as_str())
            {
                start.agenda_ref = Some(reference);
                break;
            }
        }
    }
    starts
}

/// The items of the record.
pub(crate) fn write_items(flat: &Flat<'_>, found: &[Found], speakers: &Speakers<'_>) -> Vec<AgendaItem> {
    let mut items: Vec<AgendaItem> = Vec::new();
    for (order, item) in found.iter().enumerate() {
        let title_para = &flat.paras[item.title_para];
        let title = title_para.str().get(item.title_range.clone()).unwrap_or_default().trim().to_owned();
        let mut cite = flat.document.cite(&title_para.text, item.title_range.clone());
        if item.number_para.is_none() && title_para.label.is_none() && item.title_range.start > 0 {
            // The number stands before the title: one place for both.
            cite = flat.document.cite(&title_para.text, 0..item.title_range.end);
        }
        if let Some(cell) = &title_para.label_cell {
            cite = flat.document.cite_all(cell).and(cite);
        }
        if let Some(para) = item.number_para {
            let text = flat.paras[para].str();
            let len = read_item_number(text).map_or(text.len(), |l| l.len);
            cite = cite.and(flat.document.cite(&flat.paras[para].text, 0..len));
        }
        let mut lead = Vec::new();
        let mut paragraphs = Vec::new();
        let rest = title_para.str().get(item.title_range.end..).unwrap_or_default();
        let rest =
            rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{2013}' | ':' | '.' | '*'));
        if let Some(person) = read_name(rest, None).filter(|p| p.notes.is_empty() && rest.len() < 60) {
            lead.push(person.name);
        } else if rest.chars().filter(|c| c.is_alphabetic()).count() > 2 && item_reference(rest).is_none() {
            let from = title_para.str().len() - rest.len();
            paragraphs.push(paragraph(flat, item.title_para, from, speakers));
        }
        for para in item.range.clone().skip_while(|p| *p <= item.title_para) {
            let p = &flat.paras[para];
            match p.role() {
                Some(Column::Owner) => {
                    let names = list_names(p.str(), None);
                    if names.is_empty() && p.str().len() < 60 {
                        lead.push(p.str().trim().to_owned());
                    }
                    lead.extend(names.into_iter().map(|n| n.name));
                }
                None | Some(Column::Text | Column::Other | Column::Action) => {
                    let (text, skip) = p.body();
                    if para == item.title_para + 1 && item_reference(text).is_some_and(|r| r.1) {
                        continue;
                    }
                    if let Some(person) = read_name(text, None)
                        .filter(|n| para == item.title_para + 1 && n.notes.is_empty() && text.len() < 50)
                    {
                        lead.push(person.name);
                    } else if text.chars().any(char::is_alphanumeric) {
                        paragraphs.push(paragraph(flat, para, skip, speakers));
                    }
                }
                _ => {}
            }
        }
        lead.dedup();
        items.push(AgendaItem {
            order: u32::try_from(order + 1).unwrap_or(u32::MAX),
            number: item.number.clone(),
            agenda_ref: item.agenda_ref.clone(),
            title: (!title.is_empty()).then_some(title),
            parent_number: item.parent.clone().or_else(|| parent(item.number.as_deref(), found)),
            lead,
            purpose: None,
            public: true,
            pages: pages(flat, item),
            paragraphs,
            cite,
        });
    }
    items
}

fn paragraph(flat: &Flat<'_>, para: usize, from: usize, speakers: &Speakers<'_>) -> ItemParagraph {
    let p = &flat.paras[para];
    let text = p.str().get(from..).unwrap_or_default();
    let number = read_part_number(text).filter(|(n, len)| text.len() > *len && !n.is_empty());
    let (number, skip) = number.map_or((None, 0), |(n, len)| (Some(n.to_owned()), len));
    ItemParagraph {
        number: number.or_else(|| p.label.clone().map(|l| l.trim_end_matches(['.', ')']).to_owned())),
        speaker: speakers.of_text(text),
        text: text[skip..].trim().to_owned(),
        cite: flat.document.cite(&p.text, from + skip..p.str().len()),
    }
}

/// `3.1` is a part of `3.0` or `3`.
fn parent(number: Option<&str>, found: &[Found]) -> Option<String> {
    let (major, minor) = number?.split_once('.')?;
    if minor == "0" {
        return None;
    }
    let is_parent = |n: &str| n == major || n.strip_suffix(".0") == Some(major);
    found.iter().filter_map(|f| f.number.as_deref()).find(|n| is_parent(n)).map(str::to_owned)
}

/// The pages of the papers that the agenda prints beside an item: `7 - 14`, `(Pages 1 - 12)`.
fn pages(flat: &Flat<'_>, item: &Found) -> Option<String> {
    let range = pattern!(r"(?i)^\W*(?:\(?pages?\s*)?(\d{1,4}\s*[-\u{2013}]\s*\d{1,4})\W*$");
    let inline = pattern!(r"(?i)\((?:pages?|tudalennau)\s+(\d[^)]*)\)");
    for para in item.range.clone().take(6) {
        let text = flat.paras[para].str();
        if let Some(c) = range.captures(text).or_else(|| inline.captures(text)) {
            return c.get(1).map(|m| m.as_str().trim().to_owned());
        }
    }
    None
}

/// Where the item stands, for what is cited with it.
pub(crate) fn cite_title(flat: &Flat<'_>, item: &Found) -> Cite {
    flat.document.cite(&flat.paras[item.title_para].text, item.title_range.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_count_on() {
        let l = |t: &str| read_item_number(t).unwrap_or_else(|| panic!("{t}"));
        assert_eq!(follows(&l("92. A"), &l("93. B"), Scheme::Plain), Some(0));
        assert_eq!(follows(&l("92. A"), &l("95. B"), Scheme::Plain), Some(2));
        assert_eq!(follows(&l("92. A"), &l("92. B"), Scheme::Plain), None);
        assert_eq!(follows(&l("1.4 A"), &l("2.0 B"), Scheme::Decimal), Some(0));
        assert_eq!(follows(&l("1.4 A"), &l("2.3 B"), Scheme::Decimal), None);
        assert_eq!(follows(&l("4 A"), &l("4a B"), Scheme::Plain), Some(0));
    }
}
