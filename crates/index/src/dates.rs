//! Days as analysts write them.

use types::{Date, month_named};

/// The first month of the municipal year: councils begin it with their annual meeting in May.
const MAY: u8 = 5;

/// The first and the last day of what was typed: `2019`, `2019-04`, `2019-04-17`, `17/04/2019`, `2019/20` (the
/// municipal year, May to April), or two of them with `..` between them, of which one may be left out.
///
/// # Errors
/// A sentence that says what a date looks like.
pub fn days(typed: &str) -> Result<(Option<Date>, Option<Date>), String> {
    let typed = typed.trim();
    let Some((from, to)) = typed.split_once("..") else {
        let (first, last) = one(typed)?;
        return Ok((Some(first), Some(last)));
    };
    if from.is_empty() && to.is_empty() {
        return Err(wrong(typed));
    }
    let first = if from.is_empty() { None } else { Some(one(from)?.0) };
    let last = if to.is_empty() { None } else { Some(one(to)?.1) };
    match (first, last) {
        (Some(a), Some(b)) if a > b => Err(format!("`{typed}` ends before it begins")),
        both => Ok(both),
    }
}

fn wrong(typed: &str) -> String {
    format!("`{typed}` is no date; write 2019, 2019-04, 2019-04-17, 2019/20 (May to April) or 2018-03..2019-09")
}

fn one(typed: &str) -> Result<(Date, Date), String> {
    if let Some(span) = in_words(typed) {
        return Ok(span);
    }
    let numbers: Option<Vec<u16>> = typed.split(['-', '/']).map(|n| n.parse().ok()).collect();
    let lengths: Vec<usize> = typed.split(['-', '/']).map(str::len).collect();
    let slashed = typed.contains('/');
    let day = |y: u16, m: u16, d: u16| Date::new(y.into(), u8::try_from(m).ok()?, u8::try_from(d).ok()?);
    let before = |date: Option<Date>| date.and_then(|d| d.plus(-1));
    let span = match (numbers.as_deref(), lengths.as_slice(), slashed) {
        (Some(&[y]), [4], _) => day(y, 1, 1).zip(day(y, 12, 31)),
        (Some(&[y, next]), [4, 2 | 4], true) if next == y + 1 || (next < 100 && next == (y + 1) % 100) => {
            day(y, MAY.into(), 1).zip(before(day(y + 1, MAY.into(), 1)))
        }
        (Some(&[y, m]), [4, 1 | 2], false) => {
            let after = if m == 12 { day(y + 1, 1, 1) } else { day(y, m + 1, 1) };
            day(y, m, 1).zip(before(after))
        }
        (Some(&[y, m, d]), [4, 1 | 2, 1 | 2], _) => day(y, m, d).zip(day(y, m, d)),
        (Some(&[d, m, y]), [1 | 2, 1 | 2, 4], _) => day(y, m, d).zip(day(y, m, d)),
        _ => None,
    };
    span.ok_or_else(|| wrong(typed))
}

/// `14 May 2024`, `May 2024`
fn in_words(typed: &str) -> Option<(Date, Date)> {
    let words: Vec<&str> = typed.split([' ', '-']).filter(|w| !w.is_empty()).collect();
    let (day, month, year) = match words.as_slice() {
        [day, month, year] => (Some(day.trim_end_matches(char::is_alphabetic).parse::<u8>().ok()?), month, year),
        [month, year] => (None, month, year),
        _ => return None,
    };
    let number = month_named(month)?;
    match day {
        Some(day) => Date::new(year.parse().ok()?, number, day).map(|d| (d, d)),
        None => one(&format!("{year}-{number:02}")).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(typed: &str) -> String {
        let day = |d: Option<Date>| d.map_or_else(String::new, |d| d.to_string());
        days(typed).map_or_else(|e| e, |(a, b)| format!("{} {}", day(a), day(b)))
    }

    #[test]
    fn days_are_read_as_analysts_write_them() {
        assert_eq!(told("2019"), "2019-01-01 2019-12-31");
        assert_eq!(told("2020-02"), "2020-02-01 2020-02-29");
        assert_eq!(told("2019-12"), "2019-12-01 2019-12-31");
        assert_eq!(told("2019-04-17"), "2019-04-17 2019-04-17");
        assert_eq!(told("17/4/2019"), "2019-04-17 2019-04-17");
        assert_eq!(told("17 April 2019"), "2019-04-17 2019-04-17");
        assert_eq!(told("1st Sept 2019"), "2019-09-01 2019-09-01");
        assert_eq!(told("feb 2020"), "2020-02-01 2020-02-29");
        assert_eq!(told("2019/20"), "2019-05-01 2020-04-30");
        assert_eq!(told("1999/2000"), "1999-05-01 2000-04-30");
        assert_eq!(told("2018-03..2019-09"), "2018-03-01 2019-09-30");
        assert_eq!(told("..2019"), " 2019-12-31");
        assert_eq!(told("2019-05.."), "2019-05-01 ");
        for bad in [
            "",
            "..",
            "19",
            "2019/21",
            "2019-13",
            "2019-02-30",
            "31/4/2019",
            "last year",
            "2020..2019",
            "mayor 2019",
            "2019/1920",
        ] {
            assert!(days(bad).is_err(), "{bad}");
        }
    }
}
