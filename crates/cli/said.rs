//! How a page, a day, a body and a count are written everywhere, also where a paper does not name them.

use index::Answer;
use types::Date;

use crate::terminal::line;

/// What a paper does not say.
pub(crate) const NOT_STATED: &str = "not stated";

/// ` p. 3`; nothing where the page is not known.
pub(crate) fn page(page: Option<u32>) -> String {
    page.map_or_else(String::new, |p| format!(" p. {p}"))
}

/// The day, or that there is none.
pub(crate) fn day(day: Option<Date>) -> String {
    day.map_or_else(|| "no date".to_owned(), |d| d.to_string())
}

/// The body's name, or that there is none.
pub(crate) fn body(name: Option<&str>) -> String {
    name.map_or_else(|| "body not named".to_owned(), line)
}

/// `12 meetings`
pub(crate) fn meetings(n: usize) -> String {
    if n == 1 { "1 meeting".to_owned() } else { format!("{n} meetings") }
}

/// `in 12 of 41 meetings searched (30 places)`
pub(crate) fn counted(answer: &Answer) -> String {
    let places = if answer.units == 1 { "1 place".to_owned() } else { format!("{} places", answer.units) };
    format!("in {} of {} searched ({places})", answer.meetings, meetings(answer.searched))
}
