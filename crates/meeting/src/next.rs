//! Later meetings that the paper names.

use types::NextMeeting;

use crate::grammar::date::{PrintedDate, find_dates};
use crate::grammar::item_number::read_item_number;
use crate::grammar::pattern;
use crate::grammar::sentence::split_sentences;
use crate::grammar::time::find_times;
use crate::outline::title_text;
use crate::sitting::Sitting;
use crate::stream::{Kind, Stream};

/// Later meetings that the paper names.
pub(crate) fn read_next_meetings(sitting: &Sitting<'_, '_>) -> Vec<NextMeeting> {
    let Sitting { paper, outline, day: meeting, .. } = *sitting;
    let (items, range) = (&outline.items, &outline.range);
    let announces = pattern!(
        r"
            (?i)^\W*(?:(?:\d+[.)]?\s*)?(?:dates?(?: and time)?(?:,? time)?(?:,? (?:and )?venue)? of (?:the )?(?:next
            |future|forthcoming)|(?:the )?next (?:ordinary |full |scheduled )?(?:\w+ ){0,3}meetings?\b
            |future meetings?|meeting dates?\b|dates? for (?:\d{4}|future)|dates? of meetings?\b
            |forthcoming meetings?|dyddiad\w* (?:y )?cyfarfod\w*|cyfarfod(?:ydd)? nesaf|dates of next|next meeting
            |next one\b)|.{0,40}/\s*(?:next|future) meetings?\b|.{0,60}\bdate of next meeting\b
            |.{0,40}\bmeeting dates:)
        "
    );
    let mut found: Vec<NextMeeting> = Vec::new();
    let mut take = |para: usize, from: usize, to: usize, year: Option<i32>, announced: bool| {
        let text = paper.paras[para].str();
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
                cite: paper.document.cite(
                    &paper.paras[para].text,
                    from + printed.range.start..from + place.map_or(upto, |p| upto + p.end()),
                ),
            });
        }
    };
    for item in items.iter().filter(|i| announces.is_match(title_text(paper, i))) {
        let year = date_year(title_text(paper, item));
        for para in item.range.clone().skip_while(|p| *p < item.title.para).take(14) {
            let p = &paper.paras[para];
            let from = if para == item.title.para { item.title.bytes.start } else { 0 };
            if para > item.title.para
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
        let p = &paper.paras[para];
        let text = p.str();
        let table = p.cell.map(|c| c.table);
        if let Some(at) = p.cell
            && heads_dates(paper, at.table)
        {
            let year = paper.tables[at.table]
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
            r"
                (?i)\b(?:next|future|following) (?:ordinary |scheduled |full 
                |quarterly )?(?:\w+ ){0,4}?meetings?\b[^.]{0,120}?\b(?:will|would|is|was|are|were|to be|on|scheduled
                |arranged|held|:)\b|\bnext meets?\b|\bmeet again on\b
            "
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
fn heads_dates(paper: &Stream<'_>, table: usize) -> bool {
    paper.tables.get(table).and_then(|t| t.table.rows.first()).and_then(|r| r.cells.first()).is_some_and(|c| {
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
