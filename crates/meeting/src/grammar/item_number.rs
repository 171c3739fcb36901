//! Numbers of items: `92.`, `7.A`, `3.1`, `Item 4:`, `Minute 41`, `ECS 091/24`, `2025/114`, `IV.`, `(a)`.

use crate::grammar::pattern;

/// The forms of numbering, each of which counts on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Scheme {
    /// `Item 4`, `Agenda item 4`, `Minute 41`, `No 3`.
    Named,
    /// `ECS 091/24`, `39/20`, `2025/114`, `PLA146/14`.
    Reference,
    /// `1.0`, `3.1`.
    Decimal,
    /// `92.`, `14`.
    Plain,
    /// `IV.`, `I`.
    Roman,
    /// `A.`, `B)`.
    Letter,
    /// `C24-15`, `FC.12.24`, `24/05/01`, `P/24/1`, `M101`: several numbers, of which one counts on.
    Compound,
    /// `(1)`, `[1]`, `#1`.
    Bracketed,
    /// `i.`, `(ii)`.
    SmallRoman,
    /// `a.`, `(b)`.
    SmallLetter,
}

impl Scheme {
    /// Lists inside items are numbered so: the items themselves only where nothing else numbers them.
    pub(crate) fn is_of_lists(self) -> bool {
        matches!(self, Self::Bracketed | Self::SmallRoman | Self::SmallLetter)
    }
}

/// A number found at the beginning of a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ItemNumber {
    /// Its form.
    pub(crate) scheme: Scheme,
    /// As the record writes it: without dot or bracket.
    pub(crate) number: String,
    /// What it counts: one number a level.
    pub(crate) count: Vec<u32>,
    /// Bytes of the text that it takes, with the white space behind it.
    pub(crate) len: usize,
    /// A dot, bracket or colon stands behind it.
    pub(crate) marked: bool,
}

/// The label that a paragraph begins with.
pub(crate) fn read_item_number(text: &str) -> Option<ItemNumber> {
    let lead = text.len() - text.trim_start().len();
    let body = &text[lead..];
    let mut label = named(body)
        .or_else(|| reference(body))
        .or_else(|| year_first(body))
        .or_else(|| lettered(body))
        .or_else(|| numbered(body))
        .or_else(|| glued(body))
        .or_else(|| roman(body))
        .or_else(|| letter(body))?;
    label.len += lead;
    Some(label)
}

/// Labels that number items in some papers and other things in most, where [`read_item_number`] finds none: `C24-15`,
/// `(1)`, `ii.`, `b)`. A letter that is a numeral as well is given as both. They tell only in a chain.
pub(crate) fn read_rare_number(text: &str) -> Vec<ItemNumber> {
    let lead = text.len() - text.trim_start().len();
    if let Some(label) = compound(&text[lead..]) {
        return vec![ItemNumber { len: label.len + lead, ..label }];
    }
    let c = pattern!(
        r"
        ^(?:\((?P<a>\d{1,3}|[a-z]|[ivx]{1,5})\)|\[(?P<b>\d{1,3})\]|[#\u{a7}]\s?(?P<c>\d{1,3})[.:)]?
        |(?P<d>[a-z]|[ivx]{1,5})[.)])(?:\s+|$)
    "
    );
    let Some(c) = c.captures(&text[lead..]) else { return Vec::new() };
    let Some(number) = ["a", "b", "c", "d"].iter().find_map(|n| c.name(n)).map(|m| m.as_str()) else {
        return Vec::new();
    };
    let len = lead + c.get(0).map_or(0, |m| m.len());
    let label = |scheme, count| ItemNumber { scheme, number: number.to_owned(), count: vec![count], len, marked: true };
    if let Ok(count) = number.parse() {
        return vec![label(Scheme::Bracketed, count)];
    }
    let numeral = from_roman(&number.to_ascii_uppercase()).map(|n| label(Scheme::SmallRoman, n));
    let letter = part(number).filter(|_| number.len() == 1).map(|n| label(Scheme::SmallLetter, n));
    numeral.into_iter().chain(letter).collect()
}

fn named(body: &str) -> Option<ItemNumber> {
    let c = pattern!(
        r"
        ^(?i:agenda\s+item|item|minute|min\.?|no\.?|eitem)\s+(?i:no\.?\s*
        |number\s+)?(?P<n>\d{1,4}(?:\.\d{1,2})?[a-zA-Z]?)\s*(?P<m>[:.)\u{2013}\u{2014}-])?(?:\s+|$)
    "
    )
    .captures(body)?;
    let number = c.name("n")?.as_str();
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    Some(ItemNumber {
        scheme: Scheme::Named,
        number: number.to_owned(),
        count: vec![digits.parse().ok()?],
        len: c.get(0)?.len(),
        marked: c.name("m").is_some(),
    })
}

fn reference(body: &str) -> Option<ItemNumber> {
    // "SC/33": the body's letters, then the number.
    if let Some(c) = pattern!(r"^(?P<r>[A-Z]{1,4}/(?P<n>\d{1,4}))[:.)]?(?:\s+|$)").captures(body) {
        return Some(ItemNumber {
            scheme: Scheme::Reference,
            number: c.name("r")?.as_str().to_owned(),
            count: vec![c.name("n")?.as_str().parse().ok()?],
            len: c.get(0)?.len(),
            marked: true,
        });
    }
    let pattern = pattern!(r"^(?P<r>(?:[A-Z][A-Za-z]{0,5}\s?)?(?P<a>\d{1,4})/(?P<b>\d{2,4}))(?P<m>[:.)])?(?:\s+|$)");
    let c = pattern.captures(body)?;
    let (a, b) = (c.name("a")?.as_str(), c.name("b")?.as_str());
    // "2025/114" counts behind the stroke, "39/20" before it.
    let year_first = a.len() == 4 && a.starts_with("20");
    // "12/40/19" is a date, "24/00108" a key decision.
    if body[c.get(0)?.end()..].starts_with('/') || !year_first && b.len() == 3 {
        return None;
    }
    Some(ItemNumber {
        scheme: Scheme::Reference,
        number: c.name("r")?.as_str().to_owned(),
        count: vec![if year_first { b } else { a }.parse().ok()?],
        len: c.get(0)?.len(),
        marked: true,
    })
}

/// `24/031`, `24.031`, `FC24/031`, `24/25-031`: the year, then a running number of three digits.
fn year_first(body: &str) -> Option<ItemNumber> {
    let c =
        pattern!(r"^(?P<r>(?:[A-Z]{1,6}[ /.-]?)?(?:20)?[0-4]\d(?:/[0-4]\d)?[/.-](?P<n>\d{3}))(?P<m>[:.)])?(?:\s+|$)")
            .captures(body)?;
    Some(ItemNumber {
        scheme: Scheme::Reference,
        number: c.name("r")?.as_str().to_owned(),
        count: vec![c.name("n")?.as_str().parse().ok()?],
        len: c.get(0)?.len(),
        marked: true,
    })
}

/// `4-A.`, `1.-A`, `4-A-ii`, `6(d)`: a part of an item, with the item's number.
fn lettered(body: &str) -> Option<ItemNumber> {
    let c = pattern!(
        r"
        ^(?P<n>\d{1,3})(?:\.?-(?P<l>[A-Z])(?:-(?P<r>[ivx]{1,5}))?(?P<m>[.):])?|\s?\((?P<s>[a-z])\)[.:]?)(?:\s+|$)
    "
    )
    .captures(body)?;
    let number = c.name("n")?.as_str();
    let letter = c.name("l").or(c.name("s"))?.as_str();
    // "4-H club"
    if (number, letter) == ("4", "H") && body[c.get(0)?.end()..].to_lowercase().starts_with("club") {
        return None;
    }
    let mut count = vec![number.parse().ok()?, part(letter)?];
    let mut written = if c.name("s").is_some() { format!("{number}({letter})") } else { format!("{number}-{letter}") };
    if let Some(third) = c.name("r") {
        count.push(from_roman(&third.as_str().to_ascii_uppercase())?);
        written = format!("{written}-{}", third.as_str());
    }
    Some(ItemNumber { scheme: Scheme::Plain, number: written, count, len: c.get(0)?.len(), marked: true })
}

/// Which letter of the alphabet, from 1.
fn part(letter: &str) -> Option<u32> {
    Some(u32::from(letter.bytes().next()?.to_ascii_lowercase().checked_sub(b'a')?) + 1)
}

/// `1.MINUTES`, `4)Finance`: the space behind the number was lost.
fn glued(body: &str) -> Option<ItemNumber> {
    let c = pattern!(r"^(?P<n>\d{1,3})[.)](?P<t>\p{Lu}(?:\p{Lu}|[\p{Ll}]{2}))").captures(body)?;
    let number = c.name("n")?.as_str();
    Some(ItemNumber {
        scheme: Scheme::Plain,
        number: number.to_owned(),
        count: vec![number.parse().ok()?],
        len: c.name("t")?.start(),
        marked: true,
    })
}

fn numbered(body: &str) -> Option<ItemNumber> {
    let c = pattern!(
        r"^(?P<n>\d{1,4}(?:\.(?:\d{1,2}|[A-Z]))*)(?P<s>[a-zA-Z])?(?:(?P<d>\s*[\u{2013}\u{2014}-]\s+)
        |(?P<m>[.):])*(?:\s+|$))"
    )
    .captures(body)?;
    let number = c.name("n")?.as_str();
    let parts: Vec<&str> = number.split('.').collect();
    // A year, a sum or a house number is no item.
    if parts.len() == 1 && number.len() == 4 && number.starts_with("20") && c.name("m").is_none() {
        return None;
    }
    let value = |p: &&str| p.parse().ok().or_else(|| p.bytes().next().map(|b| u32::from(b.saturating_sub(b'A')) + 1));
    let mut count: Vec<u32> = parts.iter().map(value).collect::<Option<_>>()?;
    let suffix = c.name("s").map(|s| s.as_str());
    // "4a" is a part of 4; "4 a" is not caught here.
    count.extend(suffix.and_then(part));
    Some(ItemNumber {
        scheme: if parts.len() > 1 { Scheme::Decimal } else { Scheme::Plain },
        number: format!("{number}{}", suffix.unwrap_or_default()),
        count,
        len: c.get(0)?.len(),
        marked: c.name("m").or(c.name("d")).is_some(),
    })
}

fn roman(body: &str) -> Option<ItemNumber> {
    let c = pattern!(r"^(?P<n>[IVXL]{1,7})(?P<m>[.):])?(?:\s+|$)").captures(body)?;
    let number = c.name("n")?.as_str();
    Some(ItemNumber {
        scheme: Scheme::Roman,
        number: number.to_owned(),
        count: vec![from_roman(number)?],
        len: c.get(0)?.len(),
        marked: c.name("m").is_some(),
    })
}

fn letter(body: &str) -> Option<ItemNumber> {
    let c = pattern!(r"^\(?(?P<n>[A-Z])[.)](?:\s+|$)").captures(body)?;
    let number = c.name("n")?.as_str();
    Some(ItemNumber {
        scheme: Scheme::Letter,
        number: number.to_owned(),
        count: vec![u32::from(number.bytes().next()?.saturating_sub(b'A')) + 1],
        len: c.get(0)?.len(),
        marked: true,
    })
}

/// Letters and numbers with strokes, dots and dashes between them, of which one counts from item to item: `C24-15`,
/// `FC.12.24`, `24/05/01`, `P/24/1`, `24-25/101`, `M101`.
fn compound(body: &str) -> Option<ItemNumber> {
    let c = pattern!(
        r"
        ^(?P<n>(?:[A-Z]{1,6}[ /.-]?)?(?:(?:20)?\d{1,3})(?:[/.-](?:20)?\d{1,3}){0,3})(?P<m>[:.)])?(?:\s*[-\u{2013}]\s+
        |\s+|$)
    "
    )
    .captures(body)?;
    let number = c.name("n")?.as_str();
    let count: Vec<u32> = number
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    // A number alone has other forms; a letter and a small number is a road or a size of paper.
    let lettered = number.starts_with(|c: char| c.is_ascii_alphabetic());
    if count.len() < 2 && !(lettered && count.first().is_some_and(|n| *n >= 10)) {
        return None;
    }
    Some(ItemNumber { scheme: Scheme::Compound, number: number.to_owned(), count, len: c.get(0)?.len(), marked: true })
}

/// The value of a numeral that is rightly formed.
fn from_roman(text: &str) -> Option<u32> {
    let value = |c| match c {
        'I' => Some(1),
        'V' => Some(5),
        'X' => Some(10),
        'L' => Some(50),
        _ => None,
    };
    let values: Vec<u32> = text.chars().map(value).collect::<Option<_>>()?;
    let mut sum = 0;
    for (i, v) in values.iter().enumerate() {
        if values.get(i + 1).is_some_and(|next| next > v) { sum -= *v as i32 } else { sum += *v as i32 }
    }
    u32::try_from(sum).ok().filter(|n| to_roman(*n) == text)
}

fn to_roman(mut n: u32) -> String {
    const SIGNS: [(u32, &str); 7] = [(50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while n >= value {
            out.push_str(sign);
            n -= value;
        }
    }
    out
}

/// The number of a part, as paragraphs and limbs of decisions have it: `(a)`, `b)`, `(iv)`, `3.`, `6.1.`.
pub(crate) fn read_part_number(text: &str) -> Option<(&str, usize)> {
    let c =
        pattern!(r"^\s*(?P<n>\([A-Za-z0-9]{1,4}\)|[A-Za-z]\)|[ivx]{1,5}[.)]|[a-z]\.|\d{1,3}(?:\.\d{1,3})*[.)]?)\s+")
            .captures(text)?;
    let number = c.name("n")?.as_str().trim_matches(['(', ')', '.']);
    Some((number, c.get(0)?.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(text: &str) -> Option<(Scheme, String, Vec<u32>)> {
        read_item_number(text).map(|l| (l.scheme, l.number, l.count))
    }

    #[test]
    fn the_forms_of_numbers() {
        use Scheme::{Decimal, Letter, Named, Plain, Reference, Roman};
        for (text, scheme, number, count) in [
            ("92. Notes of", Plain, "92", vec![92]),
            ("4 Minutes", Plain, "4", vec![4]),
            ("7.A Serious", Decimal, "7.A", vec![7, 1]),
            ("3.1 Update", Decimal, "3.1", vec![3, 1]),
            ("Item 1: Minutes", Named, "1", vec![1]),
            ("Agenda item 4", Named, "4", vec![4]),
            ("Minute 41 APOLOGIES", Named, "41", vec![41]),
            ("ECS 091/24 APOLOGIES", Reference, "ECS 091/24", vec![91]),
            ("2025/114 Apologies", Reference, "2025/114", vec![114]),
            ("24/031 Apologies", Reference, "24/031", vec![31]),
            ("24.031 Apologies", Reference, "24.031", vec![31]),
            ("FC24/031 Apologies", Reference, "FC24/031", vec![31]),
            ("24/25-031 Apologies", Reference, "24/25-031", vec![31]),
            ("39/20 Apologies", Reference, "39/20", vec![39]),
            ("SC/33 MINUTES", Reference, "SC/33", vec![33]),
            ("IV. PREMISES", Roman, "IV", vec![4]),
            ("I APOLOGIES", Roman, "I", vec![1]),
            ("4a Budget", Plain, "4a", vec![4, 1]),
            ("1.MINUTES", Plain, "1", vec![1]),
            ("12)Finance", Plain, "12", vec![12]),
            ("B. Roll call", Letter, "B", vec![2]),
            ("4-A. List", Plain, "4-A", vec![4, 1]),
            ("1.-B READING", Plain, "1-B", vec![1, 2]),
            ("4-A-iv. List", Plain, "4-A-iv", vec![4, 1, 4]),
            ("6(d) Local plan", Plain, "6(d)", vec![6, 4]),
            ("4 \u{2013} Finance", Plain, "4", vec![4]),
        ] {
            assert_eq!(label(text), Some((scheme, number.to_owned(), count)), "{text}");
        }
    }

    #[test]
    fn what_is_no_number() {
        for text in [
            "2019 was",
            "IVX none",
            "24/00108 - Revenue",
            "Items for",
            "the 3",
            "5-a side",
            "4-A-side game",
            "4-H Club",
            "A4 paper",
            "M5 repairs",
        ] {
            assert_eq!(label(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_of_lists() {
        use Scheme::{Bracketed, Compound, SmallLetter, SmallRoman};
        for (text, number, count) in [
            ("C24-15 Finance", "C24-15", vec![24, 15]),
            ("FC.12.24 Finance", "FC.12.24", vec![12, 24]),
            ("24/05/01 Finance", "24/05/01", vec![24, 5, 1]),
            ("P/24/1 Finance", "P/24/1", vec![24, 1]),
            ("24-25/101 Finance", "24-25/101", vec![24, 25, 101]),
            ("M101 Finance", "M101", vec![101]),
        ] {
            let label = read_rare_number(text).remove(0);
            assert_eq!((label.scheme, label.number.as_str(), label.count), (Compound, number, count), "{text}");
        }
        let of = |t: &str| read_rare_number(t).into_iter().map(|l| (l.scheme, l.count[0])).collect::<Vec<_>>();
        assert_eq!((of("A4 paper"), of("M5 repairs")), (Vec::new(), Vec::new()));
        assert_eq!(of("(3) Finance"), [(Bracketed, 3)]);
        assert_eq!(of("[3] Finance"), [(Bracketed, 3)]);
        assert_eq!(of("#3 Finance"), [(Bracketed, 3)]);
        assert_eq!(of("iv. Finance"), [(SmallRoman, 4)]);
        assert_eq!(of("(i) Finance"), [(SmallRoman, 1), (SmallLetter, 9)]);
        assert_eq!(of("b) Finance"), [(SmallLetter, 2)]);
        assert_eq!(of("(see b) Finance"), []);
    }

    #[test]
    fn numbers_of_parts() {
        for (text, number) in [("(a) to grant", "a"), ("b) note", "b"), ("(iv) x", "iv"), ("6.1. Louisa", "6.1")] {
            assert_eq!(read_part_number(text).map(|p| p.0), Some(number), "{text}");
        }
        assert_eq!(read_part_number("a person"), None);
    }
}
