//! The day that the name of a file tells.

use types::{Date, month_named};

/// The day in a file's name, if there is just one: `2024-05-14`, `14.05.2024`, `20240514`, `14052024`, `14 May 2024`,
/// `14th-May-2024`.
pub(crate) fn day(file: &str) -> Option<Date> {
    let name = file.rsplit('/').next().unwrap_or(file).to_lowercase();
    let parts: Vec<&str> = split(&name);
    let mut days: Vec<Date> = parts.windows(3).filter_map(of_three).collect();
    days.extend(parts.iter().filter(|p| p.len() == 8).filter_map(|p| {
        let (year, rest) = (number(p.get(..4)?)?, p.get(4..)?);
        let year_first = Date::new(year, small(rest.get(..2)?)?, small(rest.get(2..)?)?);
        year_first.or_else(|| Date::new(number(p.get(4..)?)?, small(p.get(2..4)?)?, small(p.get(..2)?)?))
    }));
    days.dedup();
    match days.as_slice() {
        [day] => Some(*day),
        _ => None,
    }
}

/// Runs of digits and runs of letters.
fn split(name: &str) -> Vec<&str> {
    let kind = |c: char| {
        if c.is_ascii_digit() {
            1
        } else if c.is_alphabetic() {
            2
        } else {
            0
        }
    };
    let mut parts = Vec::new();
    let mut from = 0;
    let chars: Vec<(usize, char)> = name.char_indices().collect();
    for (n, (at, c)) in chars.iter().enumerate() {
        let next = chars.get(n + 1).map(|(_, c)| kind(*c));
        if next != Some(kind(*c)) {
            let end = at + c.len_utf8();
            if kind(*c) > 0 {
                parts.extend(name.get(from..end));
            }
            from = end;
        }
    }
    parts.retain(|p| !matches!(*p, "st" | "nd" | "rd" | "th" | "of"));
    parts
}

fn of_three(parts: &[&str]) -> Option<Date> {
    let [a, b, c] = parts else { return None };
    if a.len() == 4 {
        return Date::new(number(a)?, month(b)?, small(c)?);
    }
    (c.len() == 4).then(|| Date::new(number(c)?, month(b)?, small(a)?)).flatten()
}

fn number(text: &str) -> Option<i32> {
    text.parse().ok()
}

fn small(text: &str) -> Option<u8> {
    (text.len() <= 2).then(|| text.parse().ok()).flatten()
}

fn month(text: &str) -> Option<u8> {
    small(text).or_else(|| month_named(text))
}

/// The folder of a file without those of its parts that only tell a time or a kind of paper: papers of one council are
/// often parted so.
pub(crate) fn folder(file: &str) -> String {
    const PARTS: &str = " agenda agendas minutes papers packs reports decisions january february march april may june \
        july august september october november december ";
    let (folder, _) = file.rsplit_once('/').unwrap_or(("", file));
    let tells_place = |part: &&str| {
        let part = part.to_lowercase();
        part.chars().any(char::is_alphabetic)
            && !part.split(|c: char| !c.is_alphabetic()).all(|w| w.is_empty() || PARTS.contains(&format!(" {w} ")))
    };
    folder.split('/').filter(tells_place).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_from_a_name_if_it_is_one() {
        for name in [
            "a/2024-05-14.pdf",
            "14.05.2024 Minutes.pdf",
            "minutes-20240514.pdf",
            "14052024.pdf",
            "Board 14th May 2024.pdf",
            "Agenda-frontsheet-14-May-2024-10.00-Cabinet.pdf",
            "2024_may_14.docx",
        ] {
            assert_eq!(day(name), Date::new(2024, 5, 14), "{name}");
        }
        for name in ["minutes.pdf", "2024.pdf", "report 12345678.pdf", "2024-05-14 and 2024-06-11.pdf", "may-2024.pdf"]
        {
            assert_eq!(day(name), None, "{name}");
        }
    }

    #[test]
    fn folders_of_years_and_kinds_do_not_part_a_body() {
        assert_eq!(folder("papers/strandshire/2024-25/Minutes/x.pdf"), "strandshire");
        assert_eq!(folder("strandshire/agendas 2025/x.pdf"), "strandshire");
        assert_eq!(folder("x.pdf"), "");
    }
}
