//! Later meetings that the paper names.

use regex::Regex;

use std::ops::Range;

use types::{Date, NextMeeting};

use crate::grammar::date::{PrintedDate, find_dates};
use crate::grammar::item_number::read_item_number;
use crate::grammar::pattern;
use crate::grammar::sentence::split_sentences;
use crate::grammar::time::find_times;
use crate::outline::{Item, title_text};
use crate::sitting::Sitting;
use crate::stream::{Kind, Para, Spot, Stream};

/// Later meetings that the paper names.
pub(crate) fn read_next_meetings(sitting: &Sitting<'_, '_>) -> Vec<NextMeeting> {
    let mut finder = Finder { paper: sitting.paper, meeting: sitting.day, found: Vec::new() };
    finder.under_titles(&sitting.outline.items);
    finder.elsewhere(sitting.outline.range.clone());
    finder.found.sort_by_key(|m| m.date);
    finder.found
}

/// Words over or before the days of later meetings.
fn announces() -> &'static Regex {
    pattern!(
        r"
            (?i)^\W*(?:(?:\d+[.)]?\s*)?(?:dates?(?: and time)?(?:,? time)?(?:,? (?:and )?venue)? of (?:the )?(?:next
            |future|forthcoming)|(?:the )?next (?:ordinary |full |scheduled )?(?:\w+ ){0,3}meetings?\b
            |future meetings?|meeting dates?\b|dates? for (?:\d{4}|future)|dates? of meetings?\b
            |forthcoming meetings?|dyddiad\w* (?:y )?cyfarfod\w*|cyfarfod(?:ydd)? nesaf|dates of next|next meeting
            |next one\b)|.{0,40}/\s*(?:next|future) meetings?\b|.{0,60}\bdate of next meeting\b
            |.{0,40}\bmeeting dates:)
        "
    )
}

/// A sentence that tells of a later meeting.
fn tells() -> &'static Regex {
    pattern!(
        r"
            (?i)\b(?:next|future|following) (?:ordinary |scheduled |full 
            |quarterly )?(?:\w+ ){0,4}?meetings?\b[^.]{0,120}?\b(?:will|would|is|was|are|were|to be|on|scheduled
            |arranged|held|:)\b|\bnext meets?\b|\bmeet again on\b
        "
    )
}

/// A heading under which days may stand.
#[derive(Clone, Copy)]
struct Open {
    para: usize,
    /// The year that it names.
    year: Option<i32>,
}

/// How the words around a day speak of it.
#[derive(Clone, Copy)]
struct Told {
    /// The year of the heading.
    year: Option<i32>,
    /// It stands under a heading that announces days.
    announced: bool,
}

struct Finder<'p, 'd> {
    paper: &'p Stream<'d>,
    meeting: Option<Date>,
    found: Vec<NextMeeting>,
}

impl Finder<'_, '_> {
    /// Days under the items that announce them.
    fn under_titles(&mut self, items: &[Item]) {
        /// Days stand no further below a title, in paragraphs.
        const NEAR: usize = 14;
        let paper = self.paper;
        for item in items.iter().filter(|i| announces().is_match(title_text(paper, i))) {
            let year = date_year(title_text(paper, item));
            for para in item.range.clone().skip_while(|p| *p < item.title.para).take(NEAR) {
                let p = &paper.paras[para];
                let from = if para == item.title.para { item.title.bytes.start } else { 0 };
                if para > item.title.para
                    && p.kind == Kind::Heading
                    && find_dates(p.str()).is_empty()
                    && p.str().len() > 4
                    && !announces().is_match(p.str())
                {
                    break;
                }
                self.take(&Spot::new(para, from..p.str().len()), Told { year, announced: true });
            }
        }
    }

    /// Days outside the numbered items: at the end, under a heading or in a sentence.
    fn elsewhere(&mut self, range: Range<usize>) {
        let paper = self.paper;
        let mut open: Option<Open> = None;
        for para in range {
            let p = &paper.paras[para];
            let text = p.str();
            let whole = Spot::new(para, 0..text.len());
            if let Some(at) = p.cell
                && heads_dates(paper, at.table)
            {
                let first = paper.tables[at.table].table.rows.first().and_then(|r| r.cells.first());
                let year = first.and_then(|c| date_year(&c.text().text));
                self.take(&whole, Told { year, announced: true });
                continue;
            }
            if announces().is_match(text) && text.len() < 400 {
                let year = date_year(text);
                open = Some(Open { para, year });
                self.take(&whole, Told { year, announced: false });
                continue;
            }
            if let Some(heading) = open {
                let dated = !find_dates(text).is_empty();
                if ends_list(heading, para, p, dated) {
                    open = None;
                } else if dated {
                    let own = date_year(text).filter(|_| pattern!(r"(?i)^\W*dates? for \d{4}").is_match(text));
                    let year = own.or(heading.year);
                    self.take(&whole, Told { year, announced: true });
                    open = Some(Open { para, year });
                    continue;
                } else if let Some(year) = date_year(text) {
                    open = Some(Open { para, year: Some(year) });
                }
            }
            self.in_sentences(para);
        }
    }

    fn in_sentences(&mut self, para: usize) {
        /// Longer paragraphs are debates.
        const LONGEST: usize = 1500;
        let text = self.paper.paras[para].str();
        if text.len() >= LONGEST || !pattern!(r"meet|Meet|MEET").is_match(text) {
            return;
        }
        for r in split_sentences(text) {
            if let Some(m) = tells().find(&text[r.clone()])
                && !pattern!(r"(?i)\b(?:of the (?:county council|cabinet|full council)|sub-?group|working group)\b")
                    .is_match(&text[r.start..r.start + m.end()])
            {
                self.take(&Spot::new(para, r.start + m.start()..r.end), Told { year: None, announced: false });
            }
        }
    }

    /// Takes the days of some words as later meetings.
    fn take(&mut self, spot: &Spot, told: Told) {
        let paper = self.paper;
        let part = paper.words(spot);
        let dates = find_dates(part);
        for (n, printed) in dates.iter().enumerate() {
            let Some(day) = self.day_of(printed, told).filter(|d| !self.found.iter().any(|m| m.date == Some(*d)))
            else {
                continue;
            };
            let end = dates.get(n + 1).map_or(part.len(), |d| d.range.start);
            let before = n.checked_sub(1).and_then(|b| dates.get(b)).map_or(0, |d| d.range.end);
            // "9 April, not 2 April", "was due on 9 April and has been moved to 16 April"
            let denied = pattern!(
                r"
                    (?i)\b(?:not(?: on)?|instead of|rather than|moved from|rescheduled from|changed from
                    |brought forward from
                    |(?:was|were|originally|previously) (?:due|planned|scheduled|arranged|to be held|set)(?: (?:for|on
                    |to be
                    held|to be))*)\s+(?:the\s+)?$
                "
            );
            if denied.is_match(&part[before..printed.range.start]) {
                continue;
            }
            let behind = find_times(&part[printed.range.end..end], false).into_iter().next();
            // The hour may stand before the first day.
            let ahead = find_times(&part[before..printed.range.start], false).pop().filter(|_| n == 0);
            let upto = behind.as_ref().map_or(printed.range.end, |t| t.range.end + printed.range.end);
            let time = behind.or(ahead);
            let place = pattern!(r"(?i)(?:,\s*|\s+)(?:in|at)\s+(?:the\s+)?(?P<p>[A-Z][^.;]{3,80}?)\s*(?:\.|;|$)")
                .captures(&part[upto..end])
                .and_then(|c| c.name("p"));
            let (inferred, from) = (!printed.has_year(), spot.bytes.start);
            let basis = if told.year.is_some() { "year of the heading" } else { "first such day after the meeting" };
            // "provisionally 9 April", "9 or 16 April", "to be confirmed"
            let unsure = pattern!(
                r"(?i)\bprovisional\w*|\bto be (?:confirmed|agreed|decided|advised)\b|\btb[cad]\b|\btentative\w*"
            );
            let either = pattern!(r"(?i)^\s*or\s*(?:on\s+)?(?:\w+day\s+)?\d").is_match(&part[printed.range.end..])
                || pattern!(r"(?i)\bor\s+(?:on\s+)?(?:\w+day,?\s+)?(?:the\s+)?$")
                    .is_match(&part[..printed.range.start]);
            let provisional = either || unsure.is_match(&part[before..end]);
            self.found.push(NextMeeting {
                provisional,
                date: Some(day),
                start_time: time.as_ref().map(|t| t.start),
                end_time: time.and_then(|t| t.end),
                location: place.map(|p| p.as_str().trim().to_owned()),
                inferred,
                basis: inferred.then(|| basis.to_owned()),
                cite: paper
                    .cite_bytes(spot.para, from + printed.range.start..from + place.map_or(upto, |p| upto + p.end())),
            });
        }
    }

    /// The day of a later meeting that is printed so; none if it was before this one.
    fn day_of(&self, printed: &PrintedDate, told: Told) -> Option<Date> {
        /// A day this close before the meeting is told of something else.
        const BEFORE: i64 = 28;
        let meeting = self.meeting;
        let day = printed
            .date()
            .or_else(|| told.year.and_then(|y| printed.in_year(y)))
            .or_else(|| meeting.and_then(|m| printed.near(m)));
        // A later meeting without a year that seems to lie behind this one is next year's.
        let rolled = || {
            let is_long_past = |m: &Date| day.is_some_and(|d| m.days_since(d) > BEFORE);
            let m = meeting.filter(|m| told.announced && !printed.has_year() && is_long_past(m))?;
            printed.in_year(m.year() + 1)
        };
        day.filter(|d| meeting.is_none_or(|m| *d > m)).or_else(rolled)
    }
}

/// The days under a heading end before this paragraph.
fn ends_list(heading: Open, para: usize, p: &Para, dated: bool) -> bool {
    /// They stand no further below it, in paragraphs.
    const NEAR: usize = 8;
    let text = p.str();
    para - heading.para > NEAR
        || text.len() > 160
        || p.cell.is_some()
        || !dated && text.len() > 60
        || read_item_number(text).is_some_and(|l| l.marked && p.is_bold())
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
