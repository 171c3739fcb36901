//! How a page, a day and a body are written everywhere, also where a paper does not name them.

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
