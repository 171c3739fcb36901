//! Minute numbers that run on from meeting to meeting.

use types::{Cite, Date};

use crate::evidence::Evidence;
use crate::glance::ItemGlance;

/// The running numbers of one paper.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Run {
    /// The first number, and its words.
    pub(crate) first: (u32, Evidence),
    /// The last.
    pub(crate) last: (u32, Evidence),
}

/// The numbers of a paper's items, if they rise one by one: then where they begin and end can be trusted.
pub(crate) fn run(items: &[ItemGlance], date: Option<Date>, evidence: impl Fn(&Cite) -> Evidence) -> Option<Run> {
    /// Fewer numbers than these say nothing, and so do those of which more than a tenth do not follow their neighbour.
    const LEAST: usize = 3;
    const TENTH: usize = 10;
    let numbered = items.iter().filter(|i| i.parent_number.is_none());
    let numbers: Vec<(u32, &Cite)> =
        numbered.filter_map(|i| Some((running(i.number.as_deref()?, date)?, &i.cite))).collect();
    let odd = numbers.windows(2).filter(|w| matches!(w, [(a, _), (b, _)] if *b != a + 1)).count();
    if numbers.len() < LEAST || odd > numbers.len() / TENTH {
        return None;
    }
    let (first, last) = (numbers.first()?, numbers.last()?);
    (first.0 < last.0).then(|| Run { first: (first.0, evidence(first.1)), last: (last.0, evidence(last.1)) })
}

/// No body has numbered more minutes; longer numbers are telephones and slips, and must not overflow.
const MOST: u32 = 99_999;

/// The running part of a number: `67`, `67/24` and `2024/67` (with the year), `CSP 67`.
fn running(number: &str, date: Option<Date>) -> Option<u32> {
    let parts: Vec<&str> = number.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty()).collect();
    let is_year = |part: &str| {
        let year = date.map(Date::year);
        let n = part.parse::<i32>().ok();
        n.zip(year).is_some_and(|(n, year)| match part.len() {
            2 => (n - year % 100).abs() <= 1,
            4 => (n - year).abs() <= 1,
            _ => false,
        })
    };
    let running = match parts.as_slice() {
        [one] => one,
        [first, second] if is_year(second) => first,
        [first, second] if is_year(first) => second,
        // `5.1` is a part of item 5.
        _ => return None,
    };
    running.parse().ok().filter(|n| (1..=MOST).contains(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_of_a_number_is_told_from_its_running_part() {
        let date = Date::new(2024, 5, 14);
        let of = |number: &str| running(number, date);
        assert_eq!(
            [of("67"), of("67/24"), of("2024/67"), of("CSP 67"), of("23/7")],
            [Some(67), Some(67), Some(67), Some(67), Some(7)]
        );
        assert_eq!([of("5.1"), of("a"), of("1.2.3")], [None, None, None]);
        assert_eq!([of("4294967295"), of("0"), of("99999999999")], [None, None, None]);
    }
}
