//! What minutes hold besides decisions, votes and actions: declarations of interest, earlier minutes, next
//! meetings, business without the public, short forms.

use std::ops::Range;

use types::{
    Acronym, Cite, Date, Declaration, Declarations, DeclarationsState, ExemptSession, ExemptState, NextMeeting,
    Participant, PreviousMinutes, PreviousOutcome, WarningKind, Warnings,
};

use crate::decisions::known_name;
use crate::flat::{Flat, Kind};
use crate::grammar::date::{PrintedDate, find_dates};
use crate::grammar::item_number::{read_item_number, read_part_number};
use crate::grammar::name::{list_names, read_name};
use crate::grammar::pattern;
use crate::grammar::sentence::split_sentences;
use crate::grammar::time::find_times;
use crate::grammar::welsh::declares_in_welsh;
use crate::items::{Found, cite_title};

fn title<'f>(flat: &'f Flat<'_>, item: &Found) -> &'f str {
    flat.paras[item.title_para].str().get(item.title_range.clone()).unwrap_or_default()
}

/// Sentences of a range, without an item's title: paragraph and bytes.
pub(crate) fn sentences<'f>(
    flat: &'f Flat<'_>,
    range: Range<usize>,
    title: Option<(usize, usize)>,
) -> Vec<(usize, Range<usize>, &'f str)> {
    let mut all = Vec::new();
    for para in range {
        let text = flat.paras[para].str();
        let skip = title.filter(|t| t.0 == para).map_or(0, |t| t.1);
        let Some(rest) = text.get(skip..) else { continue };
        all.extend(split_sentences(rest).into_iter().map(|r| (para, r.start + skip..r.end + skip, &rest[r])));
    }
    all
}

/// Interests declared, wherever they stand.
pub(crate) fn read_declarations(
    flat: &Flat<'_>,
    items: &[Found],
    range: &Range<usize>,
    agenda: bool,
    people: &[Participant],
) -> Declarations {
    let mut result = Declarations { state: DeclarationsState::NotRecorded, items: Vec::new(), cite: Cite::default() };
    let own = items.iter().find(|i| pattern!(r"(?i)\b(?:declarations?|disclosures?|datgan\w*)\b.*\b(?:interests?|cysylltiad\w*|buddiant\w*|dispensations?)|\bdeclarations?\b|\btransparency statements?\b|\binterests?$").is_match(title(flat, i)));
    if agenda {
        if let Some(item) = own {
            result.state = DeclarationsState::Invited;
            result.cite = cite_title(flat, item);
        }
        return result;
    }
    let declares = pattern!(
        r"(?i)\bdeclared that (?:he|she|they) [^.]{3,60}(?:kept out|took no part|would not (?:vote|take part))|\b(?:declar(?:ed|es|ing)|made a transparency statement|disclosed)\b(?:[^.]{0,60}\b(?:interests?|transparency|prejudicial|pecuniary)\b|[^.]{0,20}\bhimself\b)|\bmade a transparency statement\b"
    );
    for (para, range, words) in sentences(flat, range.clone(), None) {
        let refuses = pattern!(r"(?i)\b(?:no|nobody|none|not|asked|invited|reminded|requested|any)\b[^.]{0,40}\bdeclar|\bdeclar\w+ (?:any|no|none|of)\b|did not consider|should be declared|to declare").is_match(words);
        let in_welsh = declares_in_welsh(words);
        let found =
            declares.find(words).filter(|_| !refuses || pattern!(r"(?i)transparency statement").is_match(words));
        let found = found.map(|m| (m.start(), 0..m.start())).or(in_welsh.map(|name| (name.end, name)));
        let Some((m, person)) = found else { continue };
        let before = words[person].trim();
        let before = read_part_number(before).map_or(before, |(_, len)| &before[len..]);
        let before = pattern!(r"(?i)\s*\((?:by reason|as |being )[^)]*\)|\s+each\s*$").replace_all(before, "");
        let mut persons: Vec<String> = list_names(&before, None).iter().map(|p| known_name(&p.name, people)).collect();
        if persons.is_empty()
            && let Some(initials) =
                pattern!(r"(?:^|\s)([A-Z][A-Za-z]{1,3})\s*$").captures(&before).and_then(|c| c.get(1))
            && let Some(person) = people.iter().find(|p| p.initials.as_deref() == Some(initials.as_str()))
        {
            persons.push(person.name.clone());
        }
        let cite = flat.document.cite(&flat.paras[para].text, range.clone());
        let kind = pattern!(r"(?i)\b(?:disclosable pecuniary|non-?pecuniary|personal and prejudicial|personal|prejudicial|other registerable|non-?registerable|pecuniary|registrable|financial)\b").find(words);
        let item = pattern!(r"(?i)\b(?:item|minute)s?\s+(?:no\.?\s*)?(?P<n>[A-Z0-9][\w./]*)")
            .captures(words)
            .and_then(|c| c.name("n"));
        let reason = pattern!(r"(?i)\b(?:by reason of|as|being|because|since|his|her)\s+(?P<r>[^.;)]{6,140})")
            .captures(&words[m..])
            .and_then(|c| c.name("r"));
        let reason =
            reason.or_else(|| pattern!(r"(?i)\(by reason of (?P<r>[^)]+)\)").captures(words).and_then(|c| c.name("r")));
        let withdrew = pattern!(
            r"(?i)\b(?:withdrew|left the (?:room|meeting|chamber)|took no part|did not vote|would withdraw)\b"
        )
        .is_match(words);
        for person in persons {
            result.items.push(Declaration {
                person,
                interest_type: kind.map(|k| k.as_str().to_ascii_lowercase()),
                item_number: item.map(|i| i.as_str().trim_end_matches(['.', ',']).to_owned()),
                reason: reason.map(|r| r.as_str().trim().to_owned()),
                withdrew: withdrew.then_some(true),
                cite: cite.clone(),
            });
        }
    }
    declared_in_table(flat, range, people, &mut result);
    result.items.dedup_by(|a, b| a.person == b.person && a.item_number == b.item_number);
    if let Some(first) = result.items.first() {
        result.state = DeclarationsState::Declared;
        result.cite = first.cite.clone();
        return result;
    }
    if let Some(item) = own {
        // "2. No declarations of interest made": the title is the answer.
        if pattern!(
            r"(?i)^\W*(?:no|nil)\b.{0,20}\bdeclar|\bdeclar\w+.{0,40}(?:[-\u{2013}:]\s*(?:none|nil)\b|\bnone\W*$)"
        )
        .is_match(title(flat, item))
        {
            result.state = DeclarationsState::NoneDeclared;
            result.cite = cite_title(flat, item);
            return result;
        }
        for (para, range, words) in sentences(flat, item.range.clone(), Some((item.title_para, item.title_range.end))) {
            let none = pattern!(r"(?i)\b(?:none|nil|no(?: further| other)? (?:declarations?|interests?|disclosures?|pecuniary)|there (?:were|was) no|nobody|no-one|no one|not any|dim)\b").is_match(words);
            if none {
                result.state = DeclarationsState::NoneDeclared;
                result.cite = flat.document.cite(&flat.paras[para].text, range);
                return result;
            }
        }
    }
    result
}

/// A table Member, Item, Nature of interest.
fn declared_in_table(flat: &Flat<'_>, range: &Range<usize>, people: &[Participant], result: &mut Declarations) {
    let mut seen = None;
    for para in range.clone() {
        let Some(at) = flat.paras[para].cell.filter(|c| seen != Some(c.table)) else { continue };
        seen = Some(at.table);
        let tabled = &flat.tables[at.table];
        let head: Vec<String> = tabled
            .table
            .rows
            .first()
            .map(|r| r.cells.iter().map(|c| c.text().text.to_lowercase()).collect())
            .unwrap_or_default();
        if !head.iter().any(|h| h.contains("interest") || h.contains("nature")) {
            continue;
        }
        let item_column = head.iter().position(|h| h.contains("item") || h.contains("minute"));
        for row in tabled.table.rows.iter().skip(1) {
            let Some(first) = row.cells.first() else { continue };
            let text = first.text();
            let Some(person) = read_name(&text.text, None) else { continue };
            let last = row.cells.last().map(types::Cell::text).unwrap_or_default();
            result.items.push(Declaration {
                person: known_name(&person.name, people),
                interest_type: pattern!(r"(?i)\b(?:disclosable pecuniary|non-?pecuniary|personal and prejudicial|personal|prejudicial|pecuniary)\b").find(&last.text).map(|k| k.as_str().to_lowercase()),
                item_number: item_column.and_then(|c| row.cells.get(c)).map(|c| c.text().text.trim().to_owned()),
                reason: None,
                withdrew: None,
                cite: flat.document.cite_all(&text).and(flat.document.cite_all(&last)),
            });
        }
    }
}

/// Minutes of earlier meetings that were before this one.
pub(crate) fn read_previous_minutes(
    flat: &Flat<'_>,
    items: &[Found],
    agenda: bool,
    meeting: Option<Date>,
    warnings: &mut Warnings,
) -> Vec<PreviousMinutes> {
    let mut all: Vec<PreviousMinutes> = Vec::new();
    for item in items {
        let title_text = title(flat, item);
        let is_minutes = pattern!(r"(?i)\b(?:minutes?|notes|cofnodion|minute of)\b").is_match(title_text)
            && !pattern!(r"(?i)\b(?:sub-?committee minutes|minutes silence|other bodies)\b").is_match(title_text);
        if !is_minutes {
            continue;
        }
        let p = &flat.paras[item.title_para];
        let dates_of = |text: &str| -> Vec<(Date, Range<usize>)> {
            find_dates(text)
                .into_iter()
                .filter_map(|d| {
                    let day = d.date().or_else(|| meeting.and_then(|m| d.before(m)))?;
                    (meeting.is_none_or(|m| day < m)).then_some((day, d.range))
                })
                .collect()
        };
        let heading = dates_of(title_text);
        let body = sentences(flat, item.range.clone(), Some((item.title_para, item.title_range.end)));
        let about = |w: &str| pattern!(r"(?i)\b(?:minutes?|notes|record|meeting)\b").is_match(w);
        let mut in_text: Vec<(Date, Cite)> = Vec::new();
        for (para, range, words) in body.iter().filter(|(_, _, w)| about(w)).take(6) {
            for (day, at) in dates_of(words) {
                if !in_text.iter().any(|(d, _)| *d == day) {
                    in_text.push((
                        day,
                        flat.document.cite(&flat.paras[*para].text, range.start + at.start..range.start + at.end),
                    ));
                }
            }
            // Later sentences tell of other dates: when something was done.
            if !in_text.is_empty() {
                break;
            }
        }
        let approved = body.iter().find(|(_, _, w)| pattern!(r"(?i)\b(?:approv|agreed|confirm|accept|adopt|sign|correct record|true record|accurate record|taken as read|accurate)").is_match(w));
        let refused = body.iter().any(|(_, _, w)| pattern!(r"(?i)\b(?:not (?:been )?(?:approved|looked at|agreed|available)|could not be (?:approved|agreed)|deferred|carried over)\b").is_match(w));
        let corrections: Vec<String> = body
            .iter()
            .filter(|(_, _, w)| {
                pattern!(r"(?i)\b(?:amendment|should read|subject to|correction|to be amended|it is .* not)\b")
                    .is_match(w)
            })
            .map(|(_, _, w)| (*w).to_owned())
            .collect();
        let outcome = if agenda {
            PreviousOutcome::Listed
        } else if approved.is_some() && !refused {
            if corrections.is_empty() { PreviousOutcome::Approved } else { PreviousOutcome::ApprovedWithCorrections }
        } else if refused {
            PreviousOutcome::NotApproved
        } else {
            PreviousOutcome::Listed
        };
        let decided = approved
            .map(|(para, range, _)| flat.document.cite(&flat.paras[*para].text, range.clone()))
            .unwrap_or_default();
        let mut add = |day: Option<Date>, cite: Cite, candidates: Vec<Date>| {
            if !all.iter().any(|m: &PreviousMinutes| m.meeting_date == day) {
                all.push(PreviousMinutes {
                    meeting_date: day,
                    outcome,
                    corrections: corrections.clone(),
                    meeting_date_candidates: candidates,
                    cite,
                });
            }
        };
        let at = |r: &Range<usize>| {
            flat.document.cite(&p.text, item.title_range.start + r.start..item.title_range.start + r.end)
        };
        if let [(day, range)] = heading.as_slice() {
            // The heading comes from the calendar, so it wins (record rule 10).
            let others: Vec<Date> = in_text.iter().map(|(d, _)| *d).filter(|d| d != day && near(*d, *day)).collect();
            let mut cite = at(range);
            if !others.is_empty() {
                cite = in_text.iter().fold(cite, |c, (_, more)| c.and(more.clone()));
                warnings.at(
                    WarningKind::DateConflict,
                    format!("the heading says {day}, the text {}", others[0]),
                    cite.clone(),
                );
            }
            let candidates = if others.is_empty() { Vec::new() } else { std::iter::once(*day).chain(others).collect() };
            add(Some(*day), cite.and(decided), candidates);
        } else if !heading.is_empty() {
            for (day, range) in &heading {
                add(Some(*day), at(range).and(decided.clone()), Vec::new());
            }
        } else if !in_text.is_empty() {
            for (day, cite) in in_text {
                add(Some(day), cite.and(decided.clone()), Vec::new());
            }
        } else if approved.is_some() || agenda {
            add(None, cite_title(flat, item).and(decided), Vec::new());
        }
    }
    all
}

/// Two days that one meeting could have been given by mistake.
fn near(a: Date, b: Date) -> bool {
    /// Two months.
    const DAYS: i64 = 62;
    a.days_since(b).abs() <= DAYS
}

/// Later meetings that the paper names.
pub(crate) fn read_next_meetings(
    flat: &Flat<'_>,
    items: &[Found],
    range: &Range<usize>,
    meeting: Option<Date>,
) -> Vec<NextMeeting> {
    let announces = pattern!(
        r"(?i)^\W*(?:(?:\d+[.)]?\s*)?(?:dates?(?: and time)?(?:,? time)?(?:,? (?:and )?venue)? of (?:the )?(?:next|future|forthcoming)|(?:the )?next (?:ordinary |full |scheduled )?(?:\w+ ){0,3}meetings?\b|future meetings?|meeting dates?\b|dates? for (?:\d{4}|future)|dates? of meetings?\b|forthcoming meetings?|dyddiad\w* (?:y )?cyfarfod\w*|cyfarfod(?:ydd)? nesaf|dates of next|next meeting|next one\b)|.{0,40}/\s*(?:next|future) meetings?\b|.{0,60}\bdate of next meeting\b|.{0,40}\bmeeting dates:)"
    );
    let mut found: Vec<NextMeeting> = Vec::new();
    let mut take = |para: usize, from: usize, to: usize, year: Option<i32>, announced: bool| {
        let text = flat.paras[para].str();
        let Some(part) = text.get(from..to) else { return };
        let dates = find_dates(part);
        for (n, printed) in dates.iter().enumerate() {
            let day = printed
                .date()
                .or_else(|| year.and_then(|y| printed.in_year(y)))
                .or_else(|| meeting.and_then(|m| printed.near(m)));
            // A later meeting without a year that seems to lie behind this one is next year's.
            let rolled = || {
                /// A day this close before the meeting is told of something else.
                const BEFORE: i64 = 28;
                let m = meeting
                    .filter(|m| announced && !printed.has_year() && day.is_some_and(|d| m.days_since(d) > BEFORE))?;
                printed.in_year(m.year() + 1)
            };
            let day = day.filter(|d| meeting.is_none_or(|m| *d > m)).or_else(rolled);
            let Some(day) = day else { continue };
            if found.iter().any(|m| m.date == Some(day)) {
                continue;
            }
            let end = dates.get(n + 1).map_or(part.len(), |d| d.range.start);
            let before = n.checked_sub(1).and_then(|b| dates.get(b)).map_or(0, |d| d.range.end);
            let times = find_times(&part[printed.range.end..end], false)
                .into_iter()
                .map(|t| (t.start, t.end, t.range.end + printed.range.end))
                .next();
            let earlier = find_times(&part[before..printed.range.start], false)
                .into_iter()
                .map(|t| (t.start, t.end, printed.range.end))
                .next_back();
            let time = times.or(earlier.filter(|_| n == 0));
            let upto = time.map_or(printed.range.end, |t| t.2.max(printed.range.end));
            let place = pattern!(r"(?i)(?:,\s*|\s+)(?:in|at)\s+(?:the\s+)?(?P<p>[A-Z][^.;]{3,80}?)\s*(?:\.|;|$)")
                .captures(&part[upto..end])
                .and_then(|c| c.name("p"));
            found.push(NextMeeting {
                date: Some(day),
                start_time: time.map(|t| t.0),
                end_time: time.and_then(|t| t.1),
                location: place.map(|p| p.as_str().trim().to_owned()),
                inferred: !printed.has_year(),
                basis: (!printed.has_year()).then(|| {
                    if year.is_some() {
                        "year of the heading".to_owned()
                    } else {
                        "first such day after the meeting".to_owned()
                    }
                }),
                cite: flat.document.cite(
                    &flat.paras[para].text,
                    from + printed.range.start..from + place.map_or(upto, |p| upto + p.end()),
                ),
            });
        }
    };
    for item in items.iter().filter(|i| announces.is_match(title(flat, i))) {
        let year = date_year(title(flat, item));
        for para in item.range.clone().skip_while(|p| *p < item.title_para).take(14) {
            let p = &flat.paras[para];
            let from = if para == item.title_para { item.title_range.start } else { 0 };
            if para > item.title_para
                && p.kind == Kind::Heading
                && find_dates(p.str()).is_empty()
                && p.str().len() > 4
                && !announces.is_match(p.str())
            {
                break;
            }
            take(para, from, p.str().len(), year, true);
        }
    }
    // Announced outside the numbered items: at the end, under a heading or in a sentence.
    let mut open: Option<(usize, Option<i32>)> = None;
    for para in range.clone() {
        let p = &flat.paras[para];
        let text = p.str();
        let table = p.cell.map(|c| c.table);
        if let Some(at) = p.cell
            && heads_dates(flat, at.table)
        {
            let year = flat.tables[at.table]
                .table
                .rows
                .first()
                .and_then(|r| r.cells.first())
                .and_then(|c| date_year(&c.text().text));
            take(para, 0, text.len(), year, true);
            continue;
        }
        if announces.is_match(text) && text.len() < 400 {
            open = Some((para, date_year(text)));
            take(para, 0, text.len(), date_year(text), false);
            continue;
        }
        if let Some((from, year)) = open {
            let dated = !find_dates(text).is_empty();
            if para - from > 8
                || text.len() > 160
                || table.is_some()
                || !dated && text.len() > 60
                || read_item_number(text).is_some_and(|l| l.marked && p.is_bold())
            {
                open = None;
            } else if dated {
                let year = date_year(text).filter(|_| pattern!(r"(?i)^\W*dates? for \d{4}").is_match(text)).or(year);
                take(para, 0, text.len(), year, true);
                open = Some((para, year));
                continue;
            } else if let Some(year) = date_year(text) {
                open = Some((para, Some(year)));
            }
        }
        let sentence_of = pattern!(
            r"(?i)\b(?:next|future|following) (?:ordinary |scheduled |full |quarterly )?(?:\w+ ){0,4}?meetings?\b[^.]{0,120}?\b(?:will|would|is|was|are|were|to be|on|scheduled|arranged|held|:)\b|\bnext meets?\b|\bmeet again on\b"
        );
        if text.len() >= 1500 || !pattern!(r"meet|Meet|MEET").is_match(text) {
            continue;
        }
        for r in split_sentences(text) {
            if let Some(m) = sentence_of.find(&text[r.clone()])
                && !pattern!(r"(?i)\b(?:of the (?:county council|cabinet|full council)|sub-?group|working group)\b")
                    .is_match(&text[r.start..r.start + m.end()])
            {
                take(para, r.start + m.start(), r.end, None, false);
            }
        }
    }
    found.sort_by_key(|m| m.date);
    found
}

/// A table whose heading announces meetings: `Meeting Dates: 2020`.
fn heads_dates(flat: &Flat<'_>, table: usize) -> bool {
    flat.tables.get(table).and_then(|t| t.table.rows.first()).and_then(|r| r.cells.first()).is_some_and(|c| {
        pattern!(r"(?i)^\W*(?:future )?(?:meeting dates?|dates? of (?:next |future )?meetings?|next meetings?)\b")
            .is_match(&c.text().text)
    })
}

/// A year that stands alone in a heading: `Dates for 2016`.
fn date_year(text: &str) -> Option<i32> {
    let c = pattern!(r"\b(20\d{2})\b").captures(text)?;
    let whole = find_dates(text).iter().any(PrintedDate::has_year);
    if whole { None } else { c.get(1)?.as_str().parse().ok() }
}

/// Business without the public.
pub(crate) fn read_exempt_session(flat: &Flat<'_>, range: &Range<usize>, agenda: bool) -> ExemptSession {
    let mut session = ExemptSession {
        state: ExemptState::NotRecorded,
        statute: None,
        paragraphs: Vec::new(),
        items: Vec::new(),
        cite: Cite::default(),
    };
    for (para, at, words) in sentences(flat, range.clone(), None) {
        let excludes =
            pattern!(r"(?i)\b(?:press|public)\b[^.]{0,120}\bexclu|\bexclu\w+\b[^.]{0,80}\b(?:press|public)\b")
                .is_match(words);
        let statute = pattern!(r"(?:Section\s+\d+[A-Z]?(?:\(\d\w?\))*\s+of\s+the\s+)?(?:Local Government(?: \([^)]*\))? Act(?: \([^)]*\))?|Public Bodies \(Admission to Meetings\) Act)(?:\s*\(NI\))?,? (?:19|20)\d{2}").find(words);
        let first = session.state == ExemptState::NotRecorded;
        if excludes && words.len() > 40 {
            let planned =
                agenda || pattern!(r"(?i)\b(?:will be|to consider|may be|is recommended|to pass)\b").is_match(words);
            if first || session.state == ExemptState::Planned && !planned {
                session.state = if planned { ExemptState::Planned } else { ExemptState::Excluded };
                session.cite = flat.document.cite(&flat.paras[para].text, at);
                session.statute = statute.map(|s| s.as_str().to_owned());
                session.paragraphs = pattern!(r"(?i)\bparagraphs?\s+((?:\d{1,2}(?:,| and | or |\s)*)+)")
                    .captures(words)
                    .and_then(|c| c.get(1))
                    .map(|m| pattern!(r"\d+").find_iter(m.as_str()).map(|n| n.as_str().to_owned()).collect())
                    .unwrap_or_default();
            }
        } else if first && pattern!(r"^\W*(?:UNRESTRICTED ITEMS|PART A|OPEN (?:SESSION|ITEMS))\b").is_match(words) {
            session.state = ExemptState::Open;
            session.cite = flat.document.cite(&flat.paras[para].text, at);
        }
    }
    session
}

/// Short forms that the document explains in brackets: `Kent Fire and Rescue Service (KFRS)`.
pub(crate) fn read_acronyms(flat: &Flat<'_>, range: &Range<usize>) -> Vec<Acronym> {
    let mut all: Vec<Acronym> = Vec::new();
    for para in range.clone() {
        let text = flat.paras[para].str();
        for c in pattern!(r"\((?P<a>[A-Z][A-Za-z&]{1,9})\)").captures_iter(text) {
            let (Some(a), Some(whole)) = (c.name("a"), c.get(0)) else { continue };
            let letters: Vec<char> = a.as_str().chars().filter(|c| c.is_uppercase()).collect();
            if letters.len() < 2 || all.iter().any(|x| x.abbreviation == a.as_str()) {
                continue;
            }
            if let Some(from) = expansion(&text[..whole.start()], &letters) {
                all.push(Acronym {
                    abbreviation: a.as_str().to_owned(),
                    expansion: text[from..whole.start()].trim().to_owned(),
                    cite: flat.document.cite(&flat.paras[para].text, from..whole.end()),
                });
            }
        }
    }
    all
}

/// Where the words begin whose first letters are these, small words left out.
fn expansion(before: &str, letters: &[char]) -> Option<usize> {
    /// Names are no longer, in bytes.
    const LONGEST: usize = 400;
    let from = before.ceil_char_boundary(before.len().saturating_sub(LONGEST));
    let words: Vec<(usize, &str)> = pattern!(r"[\p{L}][\p{L}'\u{2019}]*")
        .find_iter(&before[from..])
        .map(|m| (m.start() + from, m.as_str()))
        .collect();
    let mut left = letters.len();
    for (at, word) in words.iter().rev().take(letters.len() * 2 + 2) {
        let first = word.chars().next()?.to_ascii_uppercase();
        if letters.get(left.checked_sub(1)?) == Some(&first)
            && (word.len() > 3 || !matches!(*word, "of" | "and" | "the" | "for" | "in" | "to"))
        {
            left -= 1;
            if left == 0 {
                return Some(*at);
            }
        } else if !matches!(*word, "of" | "and" | "the" | "for" | "in" | "to" | "with")
            && word.chars().next().is_some_and(char::is_lowercase)
            && left == letters.len()
        {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_are_explained_by_their_letters() {
        let letters = |s: &str| s.chars().collect::<Vec<_>>();
        let of = |t: &'static str, a: &str| expansion(t, &letters(a)).map(|at| &t[at..]);
        assert_eq!(of("staff from Kent Fire and Rescue Service ", "KFRS"), Some("Kent Fire and Rescue Service "));
        assert_eq!(of("the Office of National Tests ", "ONT"), Some("Office of National Tests "));
        assert_eq!(of("spoke to the members ", "JR"), None);
    }
}
