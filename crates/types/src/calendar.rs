use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
pub use time::Weekday;
use time::{Duration, Month};

/// A day of the Gregorian calendar between 1800 and 2199, written `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(time::Date);

impl Date {
    /// The day, if there is one.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        if !(1800..2200).contains(&year) {
            return None;
        }
        let month = Month::try_from(month).ok()?;
        time::Date::from_calendar_date(year, month, day).ok().map(Self)
    }

    /// Reads `YYYY-MM-DD`.
    pub fn parse(s: &str) -> Option<Self> {
        let mut parts = s.splitn(3, '-');
        let mut next = || parts.next().filter(|p| p.bytes().all(|b| b.is_ascii_digit()));
        let (year, month, day) = (next()?, next()?, next()?);
        if (year.len(), month.len(), day.len()) != (4, 2, 2) {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// The year, four digits.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.0.month().into()
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.0.day()
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        self.0.weekday()
    }

    /// Days from `earlier` to this day; negative if it comes before.
    pub fn days_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).whole_days()
    }

    /// The day so many days later; nothing beyond the years of this calendar.
    pub fn plus(self, days: i64) -> Option<Self> {
        let date = self.0.checked_add(Duration::days(days))?;
        Self::new(date.year(), date.month().into(), date.day())
    }

    /// Seconds since the start of 1970 (UTC) at the day's first moment.
    pub fn unix_seconds(self) -> i64 {
        self.0.midnight().assume_utc().unix_timestamp()
    }

    /// The day that holds this second of the Unix count.
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        let day = time::Date::from_calendar_date(1970, Month::January, 1).ok()?;
        let day = day.checked_add(Duration::seconds(seconds))?;
        Self::new(day.year(), day.month().into(), day.day())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom(format!("`{text}` is not a YYYY-MM-DD date")))
    }
}

impl schemars::JsonSchema for Date {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date" })
    }
}

/// The month that an English name, or the first three letters of it or more, names: 1 to 12.
pub fn month_named(name: &str) -> Option<u8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    /// As short as `jun` and `jul` can be.
    const SHORT: usize = 3;
    let name = name.to_lowercase();
    let n = MONTHS.iter().position(|m| name.len() >= SHORT && m.starts_with(&name))?;
    u8::try_from(n + 1).ok()
}

/// A time of day to the minute, written `HH:MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clock {
    minutes: u16,
}

impl Clock {
    /// The time, if there is one: hour 0 to 23, minute 0 to 59.
    pub fn new(hour: u8, minute: u8) -> Option<Self> {
        (hour < 24 && minute < 60).then(|| Self { minutes: u16::from(hour) * 60 + u16::from(minute) })
    }

    /// The hour, 0 to 23.
    pub fn hour(self) -> u8 {
        u8::try_from(self.minutes / 60).unwrap_or(0)
    }

    /// The minute, 0 to 59.
    pub fn minute(self) -> u8 {
        u8::try_from(self.minutes % 60).unwrap_or(0)
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour(), self.minute())
    }
}

impl Serialize for Clock {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Clock {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.split_once(':')
            .and_then(|(h, m)| Self::new(h.parse().ok()?, m.parse().ok()?))
            .ok_or_else(|| de::Error::custom(format!("`{text}` is not an HH:MM time")))
    }
}

impl schemars::JsonSchema for Clock {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Clock".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_do_not_exist_are_refused() {
        assert!(Date::new(2023, 2, 29).is_none());
        assert!(Date::new(2024, 2, 29).is_some());
        assert!(Date::new(1066, 10, 14).is_none());
        assert_eq!(Date::parse("2024-2-9"), None);
        assert_eq!(Date::parse("2020-01-06").map(Date::weekday), Some(Weekday::Monday));
    }

    #[test]
    fn a_day_survives_the_unix_count() {
        for text in ["1969-12-31", "1970-01-01", "2026-11-24"] {
            let day = Date::parse(text);
            assert!(day.is_some(), "{text}");
            assert_eq!(day.and_then(|d| Date::from_unix_seconds(d.unix_seconds())), day);
        }
    }

    #[test]
    fn a_clock_reads_what_it_writes() {
        let nine = Clock::new(9, 5);
        assert_eq!(nine.map(|c| c.to_string()).as_deref(), Some("09:05"));
        assert_eq!(serde_json::from_str::<Clock>("\"09:05\"").ok(), nine);
        assert_eq!(Clock::new(24, 0), None);
    }
}
