//! The clock: asked here and nowhere else, and handed on as a number.

use std::time::{SystemTime, UNIX_EPOCH};

use types::Date;

/// Seconds since 1970.
pub(crate) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).ok().and_then(|d| i64::try_from(d.as_secs()).ok()).unwrap_or(0)
}

/// A moment as RFC 3339 writes it: `2026-11-24T02:00:07Z`.
pub(crate) fn written(seconds: i64) -> String {
    const DAY: i64 = 24 * 60 * 60;
    let of_day = seconds.rem_euclid(DAY);
    let day = Date::from_unix_seconds(seconds).map_or_else(|| "unknown".to_owned(), |d| d.to_string());
    format!("{day}T{:02}:{:02}:{:02}Z", of_day / 3600, of_day / 60 % 60, of_day % 60)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_moment_is_written_in_universal_time() {
        assert_eq!(super::written(0), "1970-01-01T00:00:00Z");
        assert_eq!(super::written(1_795_485_607), "2026-11-24T02:00:07Z");
    }
}
