//! The grammar of minutes: what dates, times, names, numbers and deciding sentences look like.

pub(crate) mod date;
pub(crate) mod label;
pub(crate) mod name;
pub(crate) mod sentence;
pub(crate) mod time;

/// A pattern compiled once, at its first use.
macro_rules! pattern {
    ($text:expr) => {{
        static PATTERN: std::sync::LazyLock<regex::Regex> = std::sync::LazyLock::new(|| {
            #[allow(clippy::expect_used, reason = "a fixed pattern; the tests run every one")]
            regex::Regex::new($text).expect("a fixed pattern")
        });
        &*PATTERN
    }};
}
pub(crate) use pattern;
