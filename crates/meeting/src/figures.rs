//! Sums of money, laws and police operations, each where it is named first in its item.

use types::{Cite, Figure, Figures};

use crate::grammar::pattern;
use crate::sitting::Sitting;

/// The figures of a segment.
pub(crate) fn find_figures(sitting: &Sitting<'_, '_>) -> Figures {
    let Sitting { paper, outline, .. } = *sitting;
    let mut figures = Figures::default();
    for stretch in &outline.stretches {
        for para in stretch.range.clone() {
            let p = &paper.paras[para];
            let text = p.str();
            let figure = |at: std::ops::Range<usize>| -> (String, Cite) {
                (text[at.clone()].trim().to_owned(), paper.document.cite(&p.text, at))
            };
            let add = |list: &mut Vec<Figure>, at: std::ops::Range<usize>, sum: Option<(u64, &str)>| {
                let (words, cite) = figure(at);
                let number = &stretch.number;
                if !list.iter().any(|f| f.text == words && f.item_number == *number) {
                    list.push(Figure {
                        text: words,
                        amount: sum.map(|s| s.0),
                        currency: sum.map(|s| s.1.to_owned()),
                        item_number: number.clone(),
                        cite,
                    });
                }
            };
            if text.contains(['\u{a3}', '\u{20ac}']) {
                for c in money().captures_iter(text) {
                    let Some(whole) = c.get(0) else { continue };
                    if let Some(sum) = amount(&c) {
                        add(&mut figures.money, whole.range(), Some(sum));
                    }
                }
            }
            if text.contains("Act") {
                let law = pattern!(
                    r"
                        (?:\b(?:[Ss]ections?|s\.|[Pp]aragraphs?|[Ss]chedule)\s*\d+[A-Z]?(?:\s*\(\w+\))*\s+(?:of
                        |to)\s+(?:the\s+)?)?\b(?:\p{Lu}[\p{L}\u{2019}'-]*,?\s+(?:(?:and|of|the|to|for|in
                        |\(\p{Lu}[^)]{2,50}\))\s+)*){1,10}?(?:Act|Measure|Order)\s+(?:\([^)]{2,40}\)\s+)?(?:19
                        |20)\d{2}\b
                    "
                );
                for m in law.find_iter(text) {
                    add(&mut figures.legislation, m.range(), None);
                }
            }
            if text.contains("Op") {
                let operation = pattern!(r"\b(?:Operation|Op\.?)\s+(?P<n>\p{Lu}\p{L}{2,})\b");
                for c in operation.captures_iter(text) {
                    let (Some(whole), Some(name)) = (c.get(0), c.name("n")) else { continue };
                    let post = matches!(
                        name.as_str(),
                        "Manager" | "Director" | "Group" | "Team" | "Plan" | "Board" | "Room" | "Centre"
                    );
                    if !post {
                        add(&mut figures.operations, whole.range(), None);
                    }
                }
            }
        }
    }
    figures
}

fn money() -> &'static regex::Regex {
    pattern!(
        r"
            (?P<c>[\u{a3}\u{20ac}])\s?(?P<n>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<d>\d{1,3}))?\s?(?P<m>k\b|K\b|m\b|bn\b
            |million\b|billion\b|thousand\b)?
        "
    )
}

/// The sum in pence or cents.
fn amount(c: &regex::Captures<'_>) -> Option<(u64, &'static str)> {
    let whole: u64 = c.name("n")?.as_str().replace(',', "").parse().ok()?;
    let digits = c.name("d").map_or("", |d| d.as_str());
    let unit: u64 = match c.name("m").map(|m| m.as_str()) {
        None => 100,
        Some("k" | "K" | "thousand") => 100_000,
        Some("m" | "million") => 100_000_000,
        Some(_) => 100_000_000_000,
    };
    let fraction = digits.bytes().zip([10u64, 100, 1000]).map(|(d, by)| u64::from(d - b'0') * unit / by).sum::<u64>();
    let currency = if c.name("c")?.as_str() == "\u{a3}" { "GBP" } else { "EUR" };
    Some((whole.checked_mul(unit)?.checked_add(fraction)?, currency))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_read_to_the_penny() {
        let of = |t: &str| money().captures(t).and_then(|c| amount(&c));
        assert_eq!(of("\u{a3}1,234.50"), Some((123_450, "GBP")));
        assert_eq!(of("a grant of \u{a3}1.2m"), Some((120_000_000, "GBP")));
        assert_eq!(of("\u{20ac}15k"), Some((1_500_000, "EUR")));
        assert_eq!(of("\u{a3}330,000 over four years"), Some((33_000_000, "GBP")));
        assert_eq!(of("about 300 pounds"), None);
    }
}
