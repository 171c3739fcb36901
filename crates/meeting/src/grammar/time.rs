//! Times of day: `10.30 am`, `7.00pm`, `18:00`, `10am`, `14:00hrs`, `10-12`, `2.00pm to 4.10pm`, `noon`.

use std::ops::Range;

use types::Clock;

use crate::grammar::pattern;

/// A time, or from when to when.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PrintedTime {
    /// Bytes of the text.
    pub(crate) range: Range<usize>,
    /// The beginning.
    pub(crate) start: Clock,
    /// The end, where a range is printed.
    pub(crate) end: Option<Clock>,
}

/// Which half of the day the words say.
#[derive(Clone, Copy, PartialEq)]
enum Half {
    Morning,
    Afternoon,
}

/// All times of a text. Numbers without any sign of time (`10-12`) count only where `bare` is set:
/// behind a label that says so.
pub(crate) fn find_times(text: &str, bare: bool) -> Vec<PrintedTime> {
    let range = pattern!(concat!(
        r"
            (?i)\b(?P<h>2[0-3]|[01]?\d)(?:\s?[.:]\s?(?P<m>[0-5]\d))?\s*(?P<s>[ap]\.?\s?m\b\.?|hrs|hours|noon|h\b
            |[ap]\.)?
        ",
        r"
            (?:\s*(?:-|\u{2013}|to|until|till)\s*(?P<h2>2[0-3]
            |[01]?\d)(?:\s?[.:]\s?(?P<m2>[0-5]\d))?\s*(?P<s2>[ap]\.?\s?m\b\.?|hrs|hours|noon)?)?
        "
    ));
    let word = pattern!(r"(?i)\b(?:12 )?(noon|midday|midnight)\b");
    let mut found: Vec<PrintedTime> = Vec::new();
    for c in range.captures_iter(text) {
        let Some(whole) = c.get(0) else { continue };
        let part = |name: &str| c.name(name).map(|m| m.as_str());
        let half = |name: &str| part(name).and_then(half);
        let colon = c.name("m").is_some_and(|m| text[..m.start()].trim_end().ends_with(':'));
        // "7:06 p.": the "m" was lost; behind a bare number it is the letter of a list.
        let is_letter = !colon && part("s").is_some_and(|s| s.len() == 2 && s.ends_with('.'));
        let number = |name: &str| part(name).and_then(|n| n.parse::<u8>().ok());
        let Some(hour) = number("h") else { continue };
        let minute = number("m");
        let (said, said_end) = (part("s").is_some() && !is_letter, part("s2").is_some());
        let at = pattern!(
            r"
                (?i)\b(?:at|from|commenc\w+|start\w*|began|begins?|closed|ended|concluded|finished|arrived|left
                |until|@)\s*$
            "
        );
        let led = at.is_match(&text[..whole.start()]);
        // "10.30" alone is a time only behind "at"; a part of a number, a date or a sum never is.
        let before = text[..whole.start()].chars().next_back();
        let end_of_words = whole.start() + whole.as_str().trim_end().len();
        let after = text[end_of_words..].chars().next();
        // "15:00GMT"
        let zone = pattern!(r"^(?:GMT|BST|IST|CES?T|UTC|[ECMP][SD]?T)\b").is_match(&text[end_of_words..]);
        let inside = before.is_some_and(|b| b.is_alphanumeric() || matches!(b, '/' | '.' | '\u{a3}' | '-' | ':' | '$'))
            || !zone && after.is_some_and(|a| a.is_alphanumeric() || matches!(a, '/' | '%'))
            || text[end_of_words..].trim_start().starts_with('%');
        if inside || !(said || said_end || colon || bare || led && minute.is_some()) {
            continue;
        }
        let (mut start_half, end_half) = (half("s").filter(|_| !is_letter), half("s2"));
        let end_hour = number("h2");
        // "2-4pm": the beginning takes the end's half, unless that puts it behind the end.
        if start_half.is_none()
            && !said
            && end_half == Some(Half::Afternoon)
            && end_hour.is_some_and(|e| hour < e || e == 12)
            && hour < 12
        {
            start_half = Some(Half::Afternoon);
        }
        let Some(start) = clock(hour, minute.unwrap_or(0), start_half) else { continue };
        let end = end_hour.and_then(|h| clock(h, number("m2").unwrap_or(0), end_half));
        // A bare end in the small hours after a morning start is the afternoon: "10-1".
        let end = end.and_then(|e| {
            if e > start {
                Some(e)
            } else if end_half.is_none() && e.hour() + 12 < 24 {
                Clock::new(e.hour() + 12, e.minute()).filter(|e| *e > start)
            } else {
                None
            }
        });
        if end_hour.is_some() && end.is_none() && !said && !colon && !led {
            continue;
        }
        found.push(PrintedTime { range: whole.start()..end_of_words, start, end });
    }
    // "530pm", "1900 hrs", "at 1900"
    let compact = pattern!(
        r"
            (?i)(?:^|[\s(,])(?P<l>(?:at|from|start\w*|commenc\w+)\s+)?(?P<h>[01]?\d
            |2[0-3])(?P<m>[0-5]\d)\s?(?P<s>[ap]\.?m\b\.?|hrs|hours|h\b)?
        "
    );
    for c in compact.captures_iter(text) {
        let (Some(h), Some(m)) = (c.name("h"), c.name("m")) else { continue };
        let said = c.name("s");
        let end = said.map_or(m.end(), |s| s.end());
        let led = c.name("l").is_some() && h.len() == 2;
        let ends = !text[end..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '.' | ',' | ':'));
        let year = said.is_none() && matches!(h.as_str(), "19" | "20") && m.as_str() != "00" && m.as_str() != "30";
        let overlaps = found.iter().any(|p| p.range.start < end && h.start() < p.range.end);
        if overlaps || year || !(said.is_some() || led && ends) {
            continue;
        }
        let (Ok(hour), Ok(minute)) = (h.as_str().parse(), m.as_str().parse()) else { continue };
        if let Some(start) = clock(hour, minute, said.and_then(|s| half(s.as_str()))) {
            found.push(PrintedTime { range: h.start()..end, start, end: None });
        }
    }
    for m in word.find_iter(text) {
        let hour = if m.as_str().to_ascii_lowercase().ends_with("night") { 0 } else { 12 };
        let overlaps = found.iter().any(|p| p.range.start < m.end() && m.start() < p.range.end);
        if let (Some(start), false) = (Clock::new(hour, 0), overlaps) {
            found.push(PrintedTime { range: m.range(), start, end: None });
        }
    }
    found.sort_by_key(|p| p.range.start);
    found
}

fn half(said: &str) -> Option<Half> {
    match said.chars().next()?.to_ascii_lowercase() {
        'a' => Some(Half::Morning),
        'p' | 'n' => Some(Half::Afternoon),
        _ => None,
    }
}

fn clock(hour: u8, minute: u8, half: Option<Half>) -> Option<Clock> {
    let hour = match half {
        Some(Half::Afternoon) if hour < 12 => hour + 12,
        Some(Half::Morning) if hour == 12 => 0,
        _ => hour,
    };
    Clock::new(hour, minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(text: &str, bare: bool) -> Vec<String> {
        let show = |p: &PrintedTime| match p.end {
            Some(end) => format!("{}-{end}", p.start),
            None => p.start.to_string(),
        };
        find_times(text, bare).iter().map(show).collect()
    }

    #[test]
    fn the_forms_that_papers_use() {
        for (text, time) in [
            ("at 10.30 a.m. in", "10:30"),
            ("commencing at 7.00pm", "19:00"),
            ("Monday 23 March at 18:00", "18:00"),
            ("10am to 1pm", "10:00-13:00"),
            ("10am-12pm", "10:00-12:00"),
            ("2.00pm to 4.10pm", "14:00-16:10"),
            ("14:00hrs", "14:00"),
            ("2-4.30pm", "14:00-16:30"),
            ("18:30 to 20:30", "18:30-20:30"),
            ("at 19.00 in the school", "19:00"),
            ("12 noon", "12:00"),
            ("11.30am - 1pm", "11:30-13:00"),
            ("14:00 to 00:00", "14:00"),
            ("at 10.00 hours.", "10:00"),
            ("June 6, 530pm", "17:30"),
            ("at 1900 in the hall", "19:00"),
            ("1930 hrs", "19:30"),
            ("15:00GMT", "15:00"),
        ] {
            assert_eq!(times(text, false), [time], "{text}");
        }
        assert_eq!(times("10-12", true), ["10:00-12:00"]);
        assert_eq!(times("10-12.30", true), ["10:00-12:30"]);
        assert_eq!(times("10-1", true), ["10:00-13:00"]);
    }

    #[test]
    fn what_is_no_time() {
        for text in [
            "pages 10-12",
            "1.1% more",
            "\u{a3}10.30",
            "26.10.19",
            "item 7",
            "2018-2019",
            "section 17(2)",
            "paragraph 6.10",
            "at 2019 prices",
            "some 1200 people",
        ] {
            assert!(times(text, false).is_empty(), "{text}: {:?}", times(text, false));
        }
    }
}
