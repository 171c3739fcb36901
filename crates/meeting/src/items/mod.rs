//! The items: which paragraphs are the titles of items, and what each item holds.
//!
//! Papers number in five ways, often in two at once. Each way is tried: the numbers that stand at
//! the beginnings of title-like paragraphs and count on from one another are a chain, and the chain
//! that explains most titles is the numbering of the items.

mod numbering;
pub(crate) mod write;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::grammar::attendance_label::attendance_label;
use crate::grammar::column_heading::Column;
use crate::grammar::date::find_dates;
use crate::grammar::fact_label::fact_label;
use crate::grammar::item_number::{ItemNumber, Scheme, read_item_number};
use crate::grammar::item_title::{colon_title, is_sentence, is_title_line, item_reference, run_in_title, usual_title};
use crate::grammar::name_list::list_names;
use crate::grammar::pattern;
use crate::items::numbering::{Candidate, TITLE, candidates, chain, within_table};
use crate::outline::Item;
use crate::stream::{Kind, Spot, Stream};

/// Finds the items of a segment.
pub(crate) fn find_items(paper: &Stream<'_>, range: Range<usize>) -> Vec<Item> {
    if let Some(item) = item_page(paper, range.clone()) {
        return vec![item];
    }
    let candidates = candidates(paper, range.clone());
    let mut by_scheme: BTreeMap<Scheme, Vec<&Candidate>> = BTreeMap::new();
    for candidate in &candidates {
        by_scheme.entry(candidate.label.scheme).or_default().push(candidate);
    }
    let mut best: (f32, Vec<&Candidate>) = (0.0, Vec::new());
    // The numbers of lists count only where nothing else does.
    for of_lists in [false, true] {
        if of_lists && best.1.len() > 1 {
            break;
        }
        for (scheme, list) in by_scheme.iter().filter(|(scheme, _)| scheme.is_of_lists() == of_lists) {
            let (score, chain) = chain(list, *scheme);
            let (score, chain) = within_table(paper, score, chain);
            if score > best.0 && (!of_lists || chain.len() >= 4) {
                best = (score, chain);
            }
        }
    }
    // "5. Reports", "5.1 Chairman's report", "5.2 Clerk's report": the parts are more, the items are the whole
    // numbers.
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
    let mut starts: Vec<Item> = best.1.iter().map(|c| found(paper, c, range.end)).collect();
    let scheme = best.1.first().map(|c| c.label.scheme);
    // "3-A", "4-A" and no "3" or "4": the parts are numbered, what they are parts of has headings.
    if !starts.is_empty() && best.1.iter().all(|c| c.label.scheme == Scheme::Plain && c.label.count.len() > 1) {
        let headings = by_headings(paper, range.clone());
        let lines = if headings.len() > 1 { headings } else { by_lines(paper, range.clone()) };
        let numbered = |para: usize| starts.iter().any(|s| s.title.para == para || s.number_para == Some(para));
        let more: Vec<Item> = lines.into_iter().filter(|l| !numbered(l.title.para)).collect();
        starts.extend(more);
        starts.sort_by_key(|s| s.range.start);
    }
    if matches!(scheme, Some(Scheme::Plain | Scheme::Named)) {
        add_parts(paper, &candidates, &mut starts, range.end);
        add_lettered(paper, range.clone(), &mut starts);
        add_lists(paper, range.end, &mut starts);
        add_headings(paper, range.clone(), &mut starts);
    }
    // "NEW MATTERS" and numbers that begin anew under it.
    let restarts = by_scheme.get(&Scheme::Plain).map_or(0, |l| l.iter().filter(|c| c.label.count == [1]).count());
    if scheme == Some(Scheme::Letter) || scheme == Some(Scheme::Plain) && restarts > 1 {
        let sections = by_sections(paper, range.clone());
        if sections.len() > starts.len() {
            starts = sections;
        }
    }
    let referred = by_reference(paper, range.clone());
    if referred.len() >= 2 && referred.len() > starts.len() {
        starts = referred;
    }
    if starts.len() < 2 {
        let headings = by_headings(paper, range.clone());
        if starts.is_empty() && headings.len() > 1 || headings.len() > 2 {
            starts = headings;
        }
        // A paper has items: where neither numbers nor headings show them, its lines do.
        if starts.len() < 2 {
            let lines = by_lines(paper, range.clone());
            if lines.len() > 2 {
                starts = lines;
            }
            let run_in = by_run_in(paper, range.clone());
            if run_in.len() > starts.len() {
                starts = run_in;
            }
        }
    } else {
        lead_in(paper, range.clone(), &mut starts);
    }
    close(paper, range, starts)
}

/// The web page of one item: `Agenda item`, its title, `Minutes:`. Its number is the one that its
/// paragraphs' numbers begin with (`6.1`, `6.2`), or that its title is printed with below.
fn item_page(paper: &Stream<'_>, range: Range<usize>) -> Option<Item> {
    let first = range.clone().find(|&p| !paper.paras[p].str().trim().is_empty())?;
    let is_page = pattern!(r"(?i)^\W*agenda item(?: details)?\W*$").is_match(paper.paras[first].str());
    let minutes = range
        .clone()
        .take(12)
        .find(|&p| pattern!(r"(?i)^\s*(?:draft )?minutes\s*:\s*$").is_match(paper.paras[p].str()))?;
    let title_para = (first + 1..minutes).find(|&p| paper.paras[p].str().chars().any(char::is_alphabetic))?;
    if !is_page {
        return None;
    }
    let title = paper.paras[title_para].str();
    let numbers: Vec<ItemNumber> =
        (minutes + 1..range.end).filter_map(|p| read_item_number(paper.paras[p].str())).collect();
    let decimals: Vec<&ItemNumber> =
        numbers.iter().filter(|l| l.scheme == Scheme::Decimal && l.count.len() == 2).collect();
    let major = decimals
        .first()
        .map(|l| l.count[0])
        .filter(|m| decimals.len() > 1 && decimals.iter().all(|l| l.count[0] == *m));
    let printed = (minutes + 1..range.end).find_map(|p| {
        let text = paper.paras[p].str();
        let label = read_item_number(text)?;
        text.get(label.len..).is_some_and(|t| t.trim() == title.trim()).then_some((p, label.number))
    });
    let by_parts = major.and_then(|m| {
        let para = (minutes + 1..range.end)
            .find(|&p| read_item_number(paper.paras[p].str()).is_some_and(|l| l.count.first() == Some(&m)))?;
        Some((para, m.to_string()))
    });
    let number = printed.or(by_parts);
    Some(Item {
        title: Spot::new(title_para, title_range(paper, title_para, 0, title.len())),
        number_para: number.as_ref().map(|(p, _)| *p),
        number: number.map(|(_, n)| n),
        agenda_ref: None,
        range: first..range.end,
        parent: None,
    })
}

fn found(paper: &Stream<'_>, candidate: &Candidate, end: usize) -> Item {
    let p = &paper.paras[candidate.para];
    let from = candidate.label.len;
    let rest = p.str().get(from..).unwrap_or_default();
    let number = Some(candidate.label.number.clone());
    // The number stands alone: the next paragraph is the title.
    if rest.trim().is_empty() && candidate.para + 1 < end {
        let next = &paper.paras[candidate.para + 1];
        return Item {
            title: Spot::new(candidate.para + 1, title_range(paper, candidate.para + 1, 0, next.str().len())),
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
        && paper.paras[above].kind != Kind::Bullet
        && paper.paras[above].cell.is_none()
        && paper.paras[above].str().len() <= 60
        && is_title_line(paper.paras[above].str())
    {
        return Item {
            title: Spot::new(above, title_range(paper, above, 0, paper.paras[above].str().len())),
            number,
            number_para: Some(candidate.para),
            agenda_ref: None,
            range: above..above,
            parent: None,
        };
    }
    Item {
        title: Spot::new(candidate.para, title_range(paper, candidate.para, from, p.str().len())),
        number,
        number_para: None,
        agenda_ref: p.reference.clone(),
        range: candidate.para..candidate.para,
        parent: None,
    }
}

/// The title within its paragraph: to the end of the bold part, or of the first sentence where the
/// text runs on.
fn title_range(paper: &Stream<'_>, para: usize, from: usize, to: usize) -> Range<usize> {
    let p = &paper.paras[para];
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
        } else if let Some(m) = pattern!(
            r"
                ^(?P<t>(?:[^\p{Ll}\s]+\s+){1,14}[^\p{Ll}\s]*\p{Lu}{2}[^\p{Ll}\s]*
                |[^\p{Ll}\s]*\p{Lu}{4,}[^\p{Ll}\s]*)\s+(?:[ivx]{1,3}[.)]\s+|[a-z][.)]\s+|\(\p{L}+\)\s+)?\p{Lu}\p{Ll}
            "
        )
        .captures(&text[from..to])
        .and_then(|c| c.name("t"))
        {
            // CAPITALS, then text.
            end = from + m.end();
        } else if let Some(colon) = colon_title(&text[from..to]) {
            end = from + colon;
        } else if let Some(title) = run_in_title(&text[from..to]) {
            end = from + title;
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
    if let Some(m) = pattern!(
        r"
        (?i)\s*(?:\(\s*(?:agenda )?item\s+\S+\s*\)|\((?:pages?|tudalennau)\s[^)]*\)
        |(?:pdf icon )?pdf\s+\d+\s*[km]b.*|\bpages?\s+\d+\s*[-\u{2013}]\s*\d+|\s\d+\s*[-\u{2013}]\s*\d+)\s*$
    "
    )
    .find(title)
    {
        title = &title[..m.start()];
    }
    let title = title.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{2013}' | ':' | ';' | ','));
    // A numbered sentence has no title (record rule 41).
    let behind = text[start + title.len()..].trim_start();
    if !p.is_bold() && is_sentence(title) && (title.ends_with(".") || behind.starts_with(".")) {
        return start..start;
    }
    start..start + title.len()
}

/// `23.1 Current applications` under `23. PLANNING` is an item if it has a title line of its own.
fn add_parts(paper: &Stream<'_>, candidates: &[Candidate], starts: &mut Vec<Item>, end: usize) {
    let mut parts: Vec<Item> = Vec::new();
    let mut short: Vec<(&Candidate, String)> = Vec::new();
    for candidate in candidates.iter().filter(|c| c.label.scheme == Scheme::Decimal && c.label.count.len() == 2) {
        let p = &paper.paras[candidate.para];
        let parent = starts.iter().rev().find(|s| s.range.start < candidate.para);
        let Some(parent) = parent.and_then(|s| s.number.clone()) else { continue };
        let major = candidate.label.count[0].to_string();
        let title = p.str().get(candidate.label.len..).unwrap_or_default().trim();
        // "26.1 Play area: the swings have been mended."
        let headed = colon_title(title).is_some()
            && candidates
                .iter()
                .filter(|c| c.label.count.len() == 2 && c.label.count[0] == candidate.label.count[0])
                .filter(|c| colon_title(paper.paras[c.para].str().get(c.label.len..).unwrap_or_default()).is_some())
                .count()
                >= 3;
        let alone = headed
            || usual_title(title).is_some()
            || title.len() <= 90 && !title.ends_with(['.', ';', ',', '?', ':']) && !title.contains(". ");
        let next = paper.paras.get(candidate.para + 1).filter(|_| candidate.para + 1 < end);
        let has_text = next.is_some_and(|n| read_item_number(n.str()).is_none_or(|l| l.scheme != Scheme::Decimal));
        if parent != major {
            continue;
        }
        if alone && (headed || usual_title(title).is_some() || p.is_bold() || has_text && candidate.weight >= 1.0) {
            let mut part = found(paper, candidate, end);
            part.parent = Some(parent);
            parts.push(part);
        } else if title.len() <= 90 && !title.contains(". ") && !is_sentence(title) {
            short.push((candidate, parent));
        }
    }
    // "5.1 Chairman's report:" beside "5.2 Clerk's report": what has the form of a part's title is one.
    for (candidate, parent) in short {
        if parts.iter().any(|part| part.parent.as_ref() == Some(&parent)) {
            let mut part = found(paper, candidate, end);
            part.parent = Some(parent);
            parts.push(part);
        }
    }
    starts.extend(parts);
    starts.sort_by_key(|s| s.range.start);
}

/// `(a) Overdraft` under `3. Finance` is an item if it is a title line with text under it; so is a title below a
/// letter that stands alone. Its number is that of both: `3(a)`.
fn add_lettered(paper: &Stream<'_>, range: Range<usize>, starts: &mut Vec<Item>) {
    let mut parts: Vec<Item> = Vec::new();
    for para in range.clone() {
        let p = &paper.paras[para];
        if !p.in_flow() || p.cell.is_some() {
            continue;
        }
        let Some(c) = pattern!(r"^\s*\((?P<l>[a-z]|[ivx]{1,4})\)\s*").captures(p.str()) else { continue };
        let (Some(letter), Some(whole)) = (c.name("l"), c.get(0)) else { continue };
        let alone = whole.end() >= p.str().trim_end().len();
        let title_para = if alone { para + 1 } else { para };
        let Some(next) = paper.paras.get(title_para + 1).filter(|_| title_para + 1 < range.end) else { continue };
        let from = if alone { 0 } else { whole.end() };
        let title = &paper.paras[title_para].str()[from..];
        // A limb of a resolution, or of a list in a sentence, is no title.
        let above = para.checked_sub(1).map_or("", |a| paper.paras[a].str().trim_end());
        let limb = above.ends_with([':', ';', ',']) || above.ends_with(" and") || above.contains("RESOLVED");
        let under = !next.str().trim_start().starts_with('(') && next.in_flow() && next.str().len() > title.len();
        let words = title.split_whitespace().count() >= 2;
        if limb || !under || !words || !is_title_line(title) {
            continue;
        }
        let Some(parent) = starts.iter().rev().find(|s| s.range.start <= para && s.parent.is_none()) else { continue };
        let Some(number) = parent.number.clone().filter(|_| parent.title.para < para) else { continue };
        parts.push(Item {
            title: Spot::new(title_para, title_range(paper, title_para, from, from + title.len())),
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

/// Under an item of an agenda a list of `a) Works programme` or `8.1 Academic staff` with nothing between its lines is
/// its parts. Where sentences are told under them, nothing here is meant.
fn add_lists(paper: &Stream<'_>, end: usize, starts: &mut Vec<Item>) {
    /// Longer lines are paragraphs.
    const LONGEST: usize = 110;
    let told = pattern!(r"(?i)\b(?:was|were|had|has|have|is|are|said|agreed|noted|resolved|reported|will|approved)\b");
    let mut parts: Vec<Item> = Vec::new();
    for (n, parent) in starts.iter().enumerate().filter(|(_, s)| s.parent.is_none()) {
        let Some(number) = parent.number.clone() else { continue };
        let next = starts[n + 1..].iter().find(|s| s.parent.is_none());
        let below = next.map_or(end, |next| next.range.start);
        let body = parent.title.para + 1..below;
        let label = |para: usize| part_label(paper.paras[para].str(), &number);
        let Some(first) = body.clone().find(|&p| label(p).is_some()) else { continue };
        let run: Vec<(usize, PartLabel)> = (first..below).map_while(|p| Some((p, label(p)?))).collect();
        // Behind the last item stand signatures and places.
        let whole = first + run.len() == below || next.is_none();
        let in_order = run.iter().enumerate().all(|(i, (_, l))| l.place == i + 1);
        let short = |para: usize, from: usize| {
            let text = paper.paras[para].str()[from..].trim();
            !text.is_empty() && text.len() <= LONGEST && !text.ends_with(['.', ';', '?']) && !told.is_match(text)
        };
        let intro =
            (body.start..first).all(|p| paper.paras[p].str().len() <= LONGEST && !told.is_match(paper.paras[p].str()));
        if run.len() < 2 || !whole || !in_order || !intro || first > body.start + 1 {
            continue;
        }
        if !run.iter().all(|(p, l)| short(*p, l.len)) {
            continue;
        }
        let is_new = |para: usize| starts.iter().all(|s| s.title.para != para);
        parts.extend(run.into_iter().filter(|(para, _)| is_new(*para)).map(|(para, label)| Item {
            title: Spot::new(para, title_range(paper, para, label.len, paper.paras[para].str().len())),
            number: Some(label.number),
            number_para: None,
            agenda_ref: None,
            range: para..para,
            parent: Some(number.clone()),
        }));
    }
    starts.extend(parts);
    starts.sort_by_key(|s| s.range.start);
}

/// The label of a part of an item.
struct PartLabel {
    /// As the record writes it, with the item's.
    number: String,
    /// Which of the parts it is, from 1.
    place: usize,
    /// Bytes that it takes.
    len: usize,
}

/// `b)` and `(b)` under item 8 are `8(b)`; `8.2` is what it says.
fn part_label(text: &str, parent: &str) -> Option<PartLabel> {
    if let Some(c) = pattern!(r"^\s*\(?(?P<l>[a-z])\)\s+").captures(text) {
        let letter = c.name("l")?.as_str();
        let place = usize::from(letter.bytes().next()?.checked_sub(b'a')?) + 1;
        return Some(PartLabel { number: format!("{parent}({letter})"), place, len: c.get(0)?.end() });
    }
    let label = read_item_number(text).filter(|l| l.scheme == Scheme::Decimal)?;
    let [major, minor] = *label.count.as_slice() else { return None };
    (major.to_string() == parent).then(|| PartLabel {
        number: label.number.clone(),
        place: minor as usize,
        len: label.len,
    })
}

/// In plain text nothing but its place marks a heading: a title line under an item's title, or between two paragraphs
/// of sentences, is an item of its own, a part of the one that it stands in.
fn add_headings(paper: &Stream<'_>, range: Range<usize>, starts: &mut Vec<Item>) {
    let Some(first) = starts.first().map(|s| s.range.start) else { return };
    if paper.document.media_type != types::MediaType::Text {
        return;
    }
    let mut added = Vec::new();
    for para in first + 1..range.end {
        let p = &paper.paras[para];
        let text = p.str().trim();
        let taken = starts.iter().any(|s| s.title.para == para || s.number_para == Some(para));
        if taken
            || p.kind == Kind::Bullet
            || p.cell.is_some()
            || !is_title_line(text)
            || text.split_whitespace().count() > 16
        {
            continue;
        }
        let Some(next) = paper.paras.get(para + 1).filter(|_| para + 1 < range.end) else { continue };
        let above = paper.paras[para - 1].str().trim_end();
        let parted = starts.iter().any(|s| s.title.para + 1 == para)
            || above.len() > 60 && above.ends_with(['.', '\u{201d}', '"']);
        let told = parted
            && next.kind == Kind::Body
            && next.str().len() > 80
            && next.str().contains(". ") | next.str().trim_end().ends_with('.');
        let label = pattern!(
            r"
            (?i)^\W*(?:resolved|decided|agreed|recommended|actions?|decisions?|minutes|part [ab12i]+|background
            |reasons?|options?|present|apologies|in attendance|chair(?:man)?|signed|summary of actions|notes?
            |declaration|information|questions?|motions?|amendment|unrestricted items|exempt items|proposed by
            |seconded by|and resolved|cathaoirleach)\b
        "
        )
        .is_match(text)
            || attendance_label(text).is_some()
            || fact_label(text).is_some()
            || list_names(text, None)
                .iter()
                .any(|p| p.prefix.is_some() || p.range.len() + 2 > text.len() && p.name.split(' ').count() < 3);
        if told && !label && text.split_whitespace().count() >= 2 {
            let mut part = unnumbered(paper, para);
            part.parent = starts.iter().rev().find(|s| s.range.start < para).and_then(|s| s.number.clone());
            added.push(part);
        }
    }
    starts.extend(added);
    starts.sort_by_key(|s| s.range.start);
}

/// Titles without numbers of their own that a reference follows: `Election (Item A4)`.
fn by_reference(paper: &Stream<'_>, range: Range<usize>) -> Vec<Item> {
    let mut starts = Vec::new();
    for para in range.clone() {
        let p = &paper.paras[para];
        let Some((reference, alone)) = item_reference(p.str()) else { continue };
        if !p.in_flow() || p.str().len() > TITLE {
            continue;
        }
        let title_para = if alone { para.checked_sub(1).filter(|t| *t >= range.start) } else { Some(para) };
        let Some(title_para) = title_para else { continue };
        let title = &paper.paras[title_para];
        if title.str().len() > TITLE || title.str().trim_end().ends_with('.') {
            continue;
        }
        let from = read_item_number(title.str()).map_or(0, |l| l.len);
        starts.push(Item {
            title: Spot::new(title_para, title_range(paper, title_para, from, title.str().len())),
            number: Some(reference),
            number_para: alone.then_some(para),
            agenda_ref: None,
            range: title_para..title_para,
            parent: None,
        });
    }
    starts
}

/// Sections headed by lines in capitals, whose letters begin again in each: `CONSENT CALENDAR`, `A. Bills`, `NEW
/// BUSINESS`, `A. Building team`. Nothing where fewer than two of them hold letters.
fn by_sections(paper: &Stream<'_>, range: Range<usize>) -> Vec<Item> {
    let mut starts = Vec::new();
    let (mut lettered, mut next) = (0, 0);
    for para in behind_lists(paper, &range).unwrap_or(range.start)..range.end {
        let text = paper.paras[para].str().trim_end();
        let is_section = text.len() <= 80
            && text.chars().filter(|c| c.is_alphabetic()).count() > 4
            && !text.chars().any(char::is_lowercase)
            && text.starts_with(char::is_uppercase);
        if is_section && read_item_number(text).is_none() {
            starts.push(unnumbered(paper, para));
            next = 0;
            continue;
        }
        let Some(c) = pattern!(r"^\s*(?P<l>[A-Z]|\d{1,2})(?:[.)]\s*|\s+)\*?(?P<t>\p{Lu}[^.]{3,200}(?:\([^)]*\))?)")
            .captures(text)
        else {
            continue;
        };
        let (Some(letter), Some(title)) = (c.name("l"), c.name("t")) else { continue };
        let place = letter
            .as_str()
            .parse()
            .unwrap_or_else(|_| letter.as_str().bytes().next().map_or(0, |b| usize::from(b.saturating_sub(b'A')) + 1));
        // A letter may be missing, as where an item was withdrawn.
        if !starts.is_empty() && (next + 1..=next + 2).contains(&place) {
            lettered += usize::from(next == 0);
            next = place;
            let mut item = unnumbered(paper, para);
            item.number = Some(letter.as_str().to_owned());
            item.title = Spot::new(para, title_range(paper, para, title.start(), title.end()));
            starts.push(item);
        }
    }
    if lettered < 2 { Vec::new() } else { starts }
}

/// The paragraph behind the lists of people, which stand close together near the beginning; nothing if there are none.
fn behind_lists(paper: &Stream<'_>, range: &Range<usize>) -> Option<usize> {
    /// Nothing that is said further down begins a list of people: `Guest: where is the draft?`
    const FIRST: usize = 80;
    /// The next list begins no further behind the last, in paragraphs.
    const APART: usize = 24;
    let mut last = None;
    for para in range.clone().take(FIRST) {
        if last.is_some_and(|l| para - l > APART) {
            break;
        }
        let is_list = attendance_label(paper.paras[para].str()).is_some();
        // "Apologies" over a sentence begins the business, too.
        if last.is_some() && heads_apologies(paper, para, range.end) {
            break;
        }
        // A heading that is no list of people begins the business.
        if last.is_some() && !is_list && is_business_heading(paper, para) {
            break;
        }
        if is_list {
            last = Some(para);
        }
    }
    last.map(|p| p + 1)
}

/// `Apologies for absence` over a sentence that tells of them, in a line of its own: the title of an item.
fn heads_apologies(paper: &Stream<'_>, para: usize, end: usize) -> bool {
    let bare = paper.paras[para].str().trim().trim_end_matches([':', ' ']);
    let next = paper.paras.get(para + 1).filter(|n| para + 1 < end && n.in_flow()).map_or("", |n| n.str().trim());
    let title =
        pattern!(r"(?i)^(?:welcome and )?apolog(?:y|ies)(?: for absence)?(?: and (?:welcome|introductions?))?$");
    let tells = pattern!(r"(?i)\b(?:were|was|had been|have been|received|there)\b");
    title.is_match(bare) && next.ends_with('.') && tells.is_match(next)
}

/// A heading of the business: not of the paper, its people or its place.
fn is_business_heading(paper: &Stream<'_>, para: usize) -> bool {
    let p = &paper.paras[para];
    p.kind == Kind::Heading
        && p.cell.is_none()
        && usual_title(&format!("{} Xx xx xx xx xx xx.", p.str().trim_end_matches([':', ' ']))).is_some()
}

/// Titles that run into their paragraph: `Trees: It was resolved …`, `Web page – Tim showed …`. Three or more
/// paragraphs begin so, with words that are no label, no speaker and no name.
fn by_run_in(paper: &Stream<'_>, range: Range<usize>) -> Vec<Item> {
    /// Fewer prove no habit.
    const LEAST: usize = 3;
    /// A title and a few words, in bytes.
    const SHORTEST: usize = 20;
    let from = behind_lists(paper, &range).unwrap_or(range.start);
    let lead = pattern!(
        r"
            ^\s*(?P<t>\p{Lu}[\p{L}\p{N}'\u{2019}&/,() -]{2,60}?)(?P<m>:|\s[-\u{2013}\u{2014}]
            |[-\u{2013}\u{2014}]\s)\s+[\p{Lu}\p{N}\u{201c}(]
        "
    );
    let label = pattern!(
        r"
            (?i)^\W*(?:resolved|decided|agreed|recommended|actions?|decisions?|outcome|reasons?|present|apologies|note
            |in attendance|chair(?:man)?|signed|motions?|amendment|proposed|proposer|moved|mover|seconded|seconder|vote
            |votes|for|against|abst\w+|ayes|nays|date|time|venue|place|location|tel\w*|e-?mail|website|contact
            |response|answer|question|clerk|officer|owner|lead|by|cc|to|from|re|subject|ref|page|where|when|what|who
            |why|how|next meeting)\b[^:]{0,10}$
        "
    );
    let mut found: Vec<(usize, Range<usize>)> = Vec::new();
    let mut prose = 0;
    for para in from..range.end {
        let p = &paper.paras[para];
        let text = p.str();
        if !p.in_flow() || p.kind == Kind::Heading || text.len() < SHORTEST {
            continue;
        }
        prose += usize::from(text.len() > 2 * SHORTEST);
        let Some(t) = lead.captures(text).and_then(|c| c.name("t")) else { continue };
        let words = t.as_str().split_whitespace().count();
        // "SPEED INDICATOR" looks like a name in capitals; titles are set so more often.
        let shouts = !t.as_str().contains(char::is_lowercase);
        let speaks = !shouts && !list_names(t.as_str(), None).is_empty()
            || pattern!(r"^[A-Z]{2,4}(?:[/ ,&]+[A-Z]{2,4})*$").is_match(t.as_str())
            || words == 1 && p.kind == Kind::Bullet;
        let dated = find_dates(t.as_str()).iter().any(|d| d.range.len() * 2 > t.len());
        if words <= 10 && !speaks && !dated && !label.is_match(t.as_str()) && fact_label(t.as_str()).is_none() {
            found.push((para, t.range()));
        }
    }
    if found.len() < LEAST || found.len() * 3 < prose {
        return Vec::new();
    }
    found
        .into_iter()
        .map(|(para, title)| {
            let mut item = unnumbered(paper, para);
            item.title = Spot::new(para, title);
            item
        })
        .collect()
}

/// Headings are titles where nothing is numbered.
fn by_headings(paper: &Stream<'_>, range: Range<usize>) -> Vec<Item> {
    let from = behind_lists(paper, &range).unwrap_or(range.start);
    let mut starts = Vec::new();
    for para in from..range.end {
        let p = &paper.paras[para];
        let text = p.str().trim();
        let next_is_text = paper.paras.get(para + 1).is_some_and(|n| para + 1 < range.end && n.kind != Kind::Heading);
        // In plain text a bold line over a plain one is a heading.
        let next_is_plain = paper.paras.get(para + 1).is_some_and(|n| !n.is_bold());
        let people = attendance_label(text).is_some() && !heads_apologies(paper, para, range.end);
        let bold = p.kind == Kind::Body && p.is_bold() && next_is_plain && !people;
        if (p.kind == Kind::Heading || bold)
            && p.in_flow()
            && text.len() <= 120
            && find_dates(text).iter().all(|d| d.range.len() * 2 < text.len())
            && next_is_text
            && !text.ends_with('.')
            && fact_label(text).is_none()
            && text.chars().filter(|c| c.is_alphabetic()).count() > 2
        {
            starts.push(unnumbered(paper, para));
        }
    }
    starts
}

/// Short lines between paragraphs of text, or one after another, are titles where nothing else marks any.
fn by_lines(paper: &Stream<'_>, range: Range<usize>) -> Vec<Item> {
    let attendance =
        |para: usize| attendance_label(paper.paras[para].str()).is_some() && !heads_apologies(paper, para, range.end);
    let before = pattern!(r"(?i)\bminutes (?:of|from)\b");
    let dated = range
        .clone()
        .take(12)
        .rfind(|&p| !find_dates(paper.paras[p].str()).is_empty() && !before.is_match(paper.paras[p].str()));
    let from = behind_lists(paper, &range).or(dated.map(|p| p + 1)).unwrap_or(range.start);
    let bare = |para: usize| paper.paras[para].str().trim().trim_end_matches(':').trim_end();
    let is_line = |para: usize| {
        let p = &paper.paras[para];
        let text = bare(para);
        p.cell.is_none_or(|c| c.role == Column::Text)
            && is_title_line(text)
            && text.len() <= 110
            && fact_label(text).is_none()
            && !attendance(para)
            && list_names(behind_number(text), None).iter().map(|n| n.name_range.len() + 2).sum::<usize>() * 2
                < text.len()
            && !pattern!(
                r"(?i)^\W*(?:minutes|agenda|signed|action|resolved|agreed|page|draft|tel|e-?mail|http)\b[^a-z]{0,4}$"
            )
            .is_match(text)
    };
    // A wrapped line goes on from an open sentence, and tells what somebody did.
    let parted = |para: usize| {
        let above = paper.paras[..para].last().map_or("", |p| p.str().trim_end());
        para == from || above.ends_with(['.', '!', '?', ':', '\u{201d}', ')']) || is_line(para - 1)
    };
    let tells = pattern!(
        r"
            (?i)\b(?:was|were|had|has|have|is|are|be|stated|asked|circulated|called|gave|updated|advised|noted|agreed
            |that
            |proposed|requested|directed|said|who|which|will|would|should|as follows)\b
        "
    );
    let told = |para: usize| {
        let next = paper.paras.get(para + 1).filter(|_| para + 1 < range.end);
        let long = paper.paras[para].str().len();
        next.is_some_and(|n| n.str().len() > 60.max(long) || n.str().trim_end().ends_with('.'))
    };
    let lines: Vec<usize> = (from..range.end)
        .filter(|&p| paper.paras[p].kind != Kind::Bullet && is_line(p) && parted(p))
        .filter(|&p| !tells.is_match(paper.paras[p].str()) && paper.paras[p].str().split_whitespace().count() <= 10)
        .collect();
    // In prose a title stands over its text; a plain list of lines is an agenda's.
    let prose = (from..range.end).filter(|&p| paper.paras[p].str().len() > 120).count();
    let bullets = (from..range.end).filter(|&p| paper.paras[p].kind == Kind::Bullet).count();
    let titles: Vec<usize> = lines.into_iter().filter(|&p| prose + bullets == 0 || told(p)).collect();
    if prose > 0 && titles.len() > prose + bullets {
        return Vec::new();
    }
    titles
        .into_iter()
        .map(|p| {
            let mut item = unnumbered(paper, p);
            let text = paper.paras[p].str();
            let title = bare(p);
            let start = text.find(title).unwrap_or(0);
            item.title.bytes = title_range(paper, p, start, start + title.len());
            item
        })
        .collect()
}

/// A line without the number of a resolution before it: `R2025-176 S. Kirkey, J. Scott`.
fn behind_number(text: &str) -> &str {
    pattern!(r"^\W*[A-Z]{0,3}\d{2,4}[-/]\d{1,4}[:.]?\s+").find(text).map_or(text, |m| &text[m.end()..])
}

/// An item of this title, which has no number.
fn unnumbered(paper: &Stream<'_>, para: usize) -> Item {
    Item {
        title: Spot::new(para, title_range(paper, para, 0, paper.paras[para].str().len())),
        number: None,
        number_para: None,
        agenda_ref: None,
        range: para..para,
        parent: None,
    }
}

/// A heading without number between the attendance and the first numbered item is an item too, if
/// text stands under it: `Welcome`.
fn lead_in(paper: &Stream<'_>, range: Range<usize>, starts: &mut Vec<Item>) {
    let Some(first) = starts.first().map(|s| s.range.start) else { return };
    let Some(list) = (range.start..first).rfind(|&p| attendance_label(paper.paras[p].str()).is_some()) else {
        return;
    };
    let mut added = Vec::new();
    for para in list + 1..first {
        let p = &paper.paras[para];
        let text_follows =
            paper.paras[para + 1..first].first().is_some_and(|n| n.kind == Kind::Body && n.str().len() > 60);
        if p.kind == Kind::Heading
            && p.cell.is_none()
            && text_follows
            && p.str().len() < 60
            && list_names(p.str(), None).is_empty()
            && pattern!(r"(?i)^(?:welcome|introduction|opening|chair)").is_match(p.str().trim())
        {
            added.push(unnumbered(paper, para));
        }
    }
    starts.splice(0..0, added);
}

/// Gives each item the paragraphs up to the next, and its second number.
fn close(paper: &Stream<'_>, range: Range<usize>, mut starts: Vec<Item>) -> Vec<Item> {
    let ends: Vec<usize> = starts.iter().skip(1).map(|s| s.range.start).chain([range.end]).collect();
    for (start, end) in starts.iter_mut().zip(ends) {
        start.range.end = end;
        let near = start.range.start..end.min(start.title.para + 3);
        for para in near {
            if let Some((reference, _)) = item_reference(paper.paras[para].str())
                && start.number.as_deref() != Some(reference.as_str())
            {
                start.agenda_ref = Some(reference);
                break;
            }
        }
    }
    starts
}
