//! Dates, as British and Irish papers print them: `Thursday, 19 March 2015`, `the 14th of October
//! 2014`, `9 th December 2015`, `28TH JULY, 2017`, `26/9/19`, `12.3.24`, `Nov 22nd 2022`, `16th March`.

use nom::branch::alt;
use nom::bytes::complete::{tag_no_case, take_while_m_n};
use nom::character::complete::{alpha1, char, one_of, space0, space1};
use nom::combinator::{consumed, map_opt, opt, recognize, value, verify};
use nom::sequence::{pair, preceded, terminated};
use nom::{IResult, Parser};

use std::ops::Range;

use types::{Date, Weekday};

/// A date as printed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PrintedDate {
    /// Bytes of the text.
    pub(crate) range: Range<usize>,
    day: u8,
    month: u8,
    year: Option<i32>,
    /// The weekday printed with it.
    pub(crate) weekday: Option<Weekday>,
}

impl PrintedDate {
    /// The day, where a year is printed.
    pub(crate) fn date(&self) -> Option<Date> {
        Date::new(self.year?, self.month, self.day)
    }

    pub(crate) fn has_year(&self) -> bool {
        self.year.is_some()
    }

    /// The day in the given year.
    pub(crate) fn in_year(&self, year: i32) -> Option<Date> {
        Date::new(self.year.unwrap_or(year), self.month, self.day)
    }

    /// The day after `after` that fits, where no year is printed: the same year, or the next if the
    /// day lies more than half a year back (record rule 11).
    pub(crate) fn near(&self, after: Date) -> Option<Date> {
        /// Half a year.
        const BACK: i64 = 183;
        let same = self.in_year(after.year())?;
        if self.year.is_none() && after.days_since(same) > BACK { self.in_year(after.year() + 1) } else { Some(same) }
    }

    /// The day before `before` that fits, where no year is printed.
    pub(crate) fn before(&self, before: Date) -> Option<Date> {
        let same = self.in_year(before.year())?;
        if self.year.is_none() && same > before { self.in_year(before.year() - 1) } else { Some(same) }
    }

    /// The weekday printed is not the weekday of the date.
    pub(crate) fn weekday_is_wrong(&self) -> bool {
        self.weekday.zip(self.date()).is_some_and(|(printed, date)| date.weekday() != printed)
    }
}

/// All dates of a text, in order.
pub(crate) fn find_dates(text: &str) -> Vec<PrintedDate> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut before: Option<char> = None;
    while let Some(c) = text.get(at..).and_then(|t| t.chars().next()) {
        let starts = before.is_none_or(|b| !b.is_alphanumeric() && !matches!(b, '/' | '.' | '\u{a3}' | '$'));
        if starts
            && c.is_alphanumeric()
            && let Ok((rest, mut printed)) = date(&text[at..])
        {
            let end = text.len() - rest.len();
            if !rest.starts_with(|c: char| c.is_alphanumeric() || c == '/') {
                printed.range = at..end;
                before = text[..end].chars().next_back();
                at = end;
                found.push(printed);
                continue;
            }
        }
        before = Some(c);
        at += c.len_utf8();
    }
    found
}

/// The first date of a text.
pub(crate) fn first_date(text: &str) -> Option<PrintedDate> {
    find_dates(text).into_iter().next()
}

fn date(input: &str) -> IResult<&str, PrintedDate> {
    let with_weekday =
        (opt(terminated(weekday, separator)), opt((tag_no_case("the"), space1)), alt((numeric, day_month, month_day)));
    verify(
        with_weekday.map(|(weekday, _, (day, month, year))| PrintedDate { range: 0..0, day, month, year, weekday }),
        // 2000 is a leap year: any day that exists in some year passes.
        |p: &PrintedDate| Date::new(p.year.unwrap_or(2000), p.month, p.day).is_some(),
    )
    .parse(input)
}

fn separator(input: &str) -> IResult<&str, &str> {
    recognize((opt(one_of(",.")), space0, opt(one_of("-\u{2013}")), space0)).parse(input)
}

fn weekday(input: &str) -> IResult<&str, Weekday> {
    const NAMES: [(&str, Weekday); 7] = [
        ("mon", Weekday::Monday),
        ("tue", Weekday::Tuesday),
        ("wed", Weekday::Wednesday),
        ("thu", Weekday::Thursday),
        ("fri", Weekday::Friday),
        ("sat", Weekday::Saturday),
        ("sun", Weekday::Sunday),
    ];
    const FULL: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    map_opt(alpha1, |word: &str| {
        let word = word.to_ascii_lowercase();
        let at = FULL.iter().position(|full| full.starts_with(&word) && word.len() >= 3)?;
        NAMES.get(at).map(|(_, day)| *day)
    })
    .parse(input)
}

fn number(input: &str, from: usize, to: usize) -> IResult<&str, i32> {
    map_opt(take_while_m_n(from, to, |c: char| c.is_ascii_digit()), |s: &str| s.parse().ok()).parse(input)
}

fn day(input: &str) -> IResult<&str, u8> {
    let suffix = |input| {
        // Readers of scans take the raised "th" for a trade mark or a quotation mark.
        let letters = alt((tag_no_case("st"), tag_no_case("nd"), tag_no_case("rd"), tag_no_case("th")));
        recognize((space0, alt((letters, tag_no_case("\u{2122}"), tag_no_case("\""))))).parse(input)
    };
    let (rest, day) =
        map_opt(|i| number(i, 1, 2), |n| u8::try_from(n).ok().filter(|n| (1..=31).contains(n))).parse(input)?;
    let (rest, suffixed) = opt(suffix).parse(rest)?;
    // "5th. March"
    let rest = if suffixed.is_some() { rest.strip_prefix('.').unwrap_or(rest) } else { rest };
    // "18thday of", "18th day of"
    let (rest, _) = opt((space0, tag_no_case("day"))).parse(rest)?;
    // A longer number is no day, and "2 stations" has no ordinal; "27THJANUARY" has.
    let glued = suffixed.is_some() && rest.starts_with(char::is_alphabetic) && !rest.starts_with("of");
    let cut = rest.starts_with(|c: char| c.is_ascii_digit()) || glued && month(rest).is_err();
    if cut { refuse(input) } else { Ok((rest, day)) }
}

#[rustfmt::skip]
const ENGLISH_MONTHS: [&str; 12] = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
];

#[rustfmt::skip]
const WELSH_MONTHS: [&str; 12] = [
    "ionawr", "chwefror", "mawrth", "ebrill", "mai", "mehefin", "gorffennaf", "awst", "medi", "hydref", "tachwedd",
    "rhagfyr",
];

fn month(input: &str) -> IResult<&str, u8> {
    let name = map_opt(recognize(take_while_m_n(3, 12, char::is_alphabetic)), |word: &str| {
        let word = word.to_lowercase();
        let short = |full: &str| full.starts_with(&word) && (word.len() == 3 || word == "sept");
        let of = |names: &[&str]| names.iter().position(|full| *full == word || short(full));
        of(&ENGLISH_MONTHS).or_else(|| of(&WELSH_MONTHS)).and_then(|at| u8::try_from(at + 1).ok())
    });
    terminated(name, opt(char('.'))).parse(input)
}

fn refuse<T>(input: &str) -> IResult<&str, T> {
    Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Verify)))
}

fn full_year(input: &str) -> IResult<&str, i32> {
    let (rest, year) = verify(|i| number(i, 4, 4), |y| (1900..2100).contains(y)).parse(input)?;
    if rest.starts_with(|c: char| c.is_ascii_digit()) { refuse(input) } else { Ok((rest, year)) }
}

/// Two digits; a number of three or more is no year.
fn short_year(input: &str) -> IResult<&str, i32> {
    let (rest, year) = number(input, 2, 2)?;
    if rest.starts_with(|c: char| c.is_ascii_digit()) { refuse(input) } else { Ok((rest, 2000 + year)) }
}

/// The year behind the name of a month: a two-digit number there is more often a time or a count,
/// so it needs its apostrophe.
fn written_year(input: &str) -> IResult<&str, i32> {
    let apostrophe = preceded(one_of("'\u{2019}"), short_year);
    preceded((opt(char(',')), space0), alt((full_year, apostrophe))).parse(input)
}

type Parts = (u8, u8, Option<i32>);

fn day_month(input: &str) -> IResult<&str, Parts> {
    let between = (space0, opt(pair(tag_no_case("of"), space1)), opt(char(',')), space0);
    let dashed = (day, char('-'), month, char('-'), alt((full_year, short_year)));
    if let Ok((rest, (day, _, month, _, year))) = dashed.map(|d| d).parse(input) {
        return Ok((rest, (day, month, Some(year))));
    }
    let (behind_day, (day, _)) = (day, between).parse(input)?;
    let Ok((rest, (month, year))) = (month, opt(written_year)).parse(behind_day) else {
        // A misspelt month is one only before a year.
        return (misspelt_month, written_year).map(|(month, year)| (day, month, Some(year))).parse(behind_day);
    };
    // "12th March 24": two digits are a year behind an ordinal, where nothing follows that they could count.
    let ordinal = input[..input.len() - behind_day.len()].contains(char::is_alphabetic);
    if year.is_none()
        && ordinal
        && let Ok((behind, short)) = preceded(space1, short_year).parse(rest)
        && behind.trim_start().strip_prefix([',', '.', ')', ';']).unwrap_or(behind.trim_start()).trim().is_empty()
    {
        return Ok((behind, (day, month, Some(short))));
    }
    if year.is_none() && rest.starts_with(char::is_alphabetic) {
        // "2 marched", "1 mayor"
        return refuse(input);
    }
    Ok((rest, (day, month, year)))
}

/// `Octber`, `Febuary`: one letter lost, added, changed or two of them swapped in a month of five letters or more.
fn misspelt_month(input: &str) -> IResult<&str, u8> {
    map_opt(recognize(take_while_m_n(5, 12, char::is_alphabetic)), |word: &str| {
        let word = word.to_lowercase();
        let near = |full: &str| full.len() >= 5 && word.starts_with(&full[..1]) && differs_by_one(full, &word);
        let at = ENGLISH_MONTHS.iter().position(|full| near(full))?;
        u8::try_from(at + 1).ok()
    })
    .parse(input)
}

/// One edit makes the one word the other.
fn differs_by_one(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (rest_a, rest_b) = (&a[same..], &b[same..]);
    match (rest_a, rest_b) {
        ([_, x @ ..], y) if x == y => true,
        (x, [_, y @ ..]) if x == y => true,
        ([_, x @ ..], [_, y @ ..]) if x == y => true,
        ([p, q, x @ ..], [r, s, y @ ..]) => p == s && q == r && x == y,
        _ => false,
    }
}

fn month_day(input: &str) -> IResult<&str, Parts> {
    let (rest, (month, _, printed, year)) = (month, space1, consumed(day), opt(written_year)).parse(input)?;
    // "May 18th" is a day, "May 18" may be a count.
    let (words, day) = printed;
    if year.is_none() && words.bytes().all(|b| b.is_ascii_digit()) {
        return refuse(input);
    }
    Ok((rest, (day, month, year)))
}

fn numeric(input: &str) -> IResult<&str, Parts> {
    let year_first = |mark| {
        (full_year, char(mark), |i| number(i, 2, 2), char(mark), |i| number(i, 2, 2)).map(|(y, _, m, _, d)| (d, m, y))
    };
    let separator = |mark| value((), char(mark));
    let dmy = |mark| {
        (|i| number(i, 1, 2), separator(mark), |i| number(i, 1, 2), separator(mark), alt((full_year, short_year)))
            .map(|(d, (), m, (), y)| (d, m, y))
    };
    let forms = alt((year_first('-'), year_first('/'), dmy('/'), dmy('.'), dmy('-')));
    map_opt(forms, |(day, month, year)| {
        // "12.30.2018": where only the other order is a date, America's was meant.
        let (day, month) = if month > 12 && day <= 12 { (month, day) } else { (day, month) };
        Some((u8::try_from(day).ok()?, u8::try_from(month).ok()?, Some(year)))
    })
    .parse(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(text: &str) -> Vec<String> {
        find_dates(text)
            .iter()
            .map(|p| p.date().map_or_else(|| format!("{}/{}", p.day, p.month), |d| d.to_string()))
            .collect()
    }

    #[test]
    fn the_forms_that_papers_use() {
        for (text, date) in [
            ("Thursday, 19 March 2015.", "2015-03-19"),
            ("Wed 9th December 2015 10am", "2015-12-09"),
            ("Wednesday 9 th December 2015", "2015-12-09"),
            ("the 14th of October 2014 are", "2014-10-14"),
            ("TUESDAY, 28TH JULY, 2017", "2017-07-28"),
            ("Monday, 23 March 2020 at 18:00", "2020-03-23"),
            ("Minutes from 26/9/19", "2019-09-26"),
            ("tues 12.3.24 2.30pm", "2024-03-12"),
            ("Nov 22nd 2022", "2022-11-22"),
            ("on the 18thday of May 2007", "2007-05-18"),
            ("24 Mehefin 2021", "2021-06-24"),
            ("2019-05-08", "2019-05-08"),
            ("Sept. 3rd, 2021", "2021-09-03"),
            ("WEDNESDAY, 27THJANUARY, 2021", "2021-01-27"),
            ("THURSDAY, 19\u{2122} JULY, 2018", "2018-07-19"),
            ("Tuesday 5th. March 2024 at", "2024-03-05"),
            ("05-Mar-2024", "2024-03-05"),
            ("2024/03/12", "2024-03-12"),
            ("12TH. MARCH 2024", "2024-03-12"),
            ("12th March 24", "2024-03-12"),
            ("MINUTES FOR 6 OCTBER 2024", "2024-10-06"),
            ("3 Febuary 2021", "2021-02-03"),
            ("12.30.2018", "2018-12-30"),
        ] {
            assert_eq!(dates(text), [date], "{text}");
        }
        assert_eq!(dates("on 16th March and 3 April"), ["16/3", "3/4"]);
        assert_eq!(dates("held on May 18th, and may 18 times"), ["18/5"]);
        assert_eq!(dates("26 February 2019 and 22 May 2019"), ["2019-02-26", "2019-05-22"]);
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "1.10.3 shows",
            "31 June 2019",
            "the 2 marched",
            "ratio 12/40",
            "version 10.2",
            "\u{a3}12.3.24x",
            "2 may be",
            "29.02.23",
            "5 marsh birds",
            "12th March 24 people came",
            "3 matches 2021",
            "3 édition 2021",
        ] {
            let found: Vec<_> = find_dates(text).into_iter().filter(PrintedDate::has_year).collect();
            assert!(found.is_empty(), "{text}: {found:?}");
        }
    }

    #[test]
    fn a_year_that_is_not_printed_is_the_nearest() {
        let meeting = Date::new(2015, 12, 9);
        let next = first_date("16th March").and_then(|p| p.near(meeting?));
        assert_eq!(next, Date::new(2016, 3, 16));
        let last = first_date("21 December").and_then(|p| p.before(meeting?));
        assert_eq!(last, Date::new(2014, 12, 21));
    }

    #[test]
    fn a_wrong_weekday_is_noticed() {
        assert!(first_date("Friday 19 March 2015").is_some_and(|p| p.weekday_is_wrong()));
        assert!(first_date("Thursday 19 March 2015").is_some_and(|p| !p.weekday_is_wrong()));
    }
}
