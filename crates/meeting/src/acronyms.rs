//! Short forms that the document explains in brackets.

use std::ops::Range;

use types::Acronym;

use crate::grammar::pattern;
use crate::stream::Stream;

/// Short forms that the document explains in brackets: `Kent Fire and Rescue Service (KFRS)`.
pub(crate) fn read_acronyms(paper: &Stream<'_>, range: &Range<usize>) -> Vec<Acronym> {
    let mut all: Vec<Acronym> = Vec::new();
    for para in range.clone() {
        let text = paper.paras[para].str();
        for c in pattern!(r"\((?P<a>[A-Z][A-Za-z&]{1,9})\)").captures_iter(text) {
            let (Some(a), Some(whole)) = (c.name("a"), c.get(0)) else { continue };
            let letters: Vec<char> = a.as_str().chars().filter(|c| c.is_uppercase()).collect();
            if letters.len() < 2 || all.iter().any(|x| x.abbreviation == a.as_str()) {
                continue;
            }
            if let Some(from) = expansion(&text[..whole.start()], &letters) {
                all.push(Acronym {
                    abbreviation: a.as_str().to_owned(),
                    expansion: text[from..whole.start()].trim().to_owned(),
                    cite: paper.cite_bytes(para, from..whole.end()),
                });
            }
        }
    }
    all
}

/// Where the words begin whose first letters are these, small words left out.
fn expansion(before: &str, letters: &[char]) -> Option<usize> {
    /// Names are no longer, in bytes.
    const LONGEST: usize = 400;
    let from = before.ceil_char_boundary(before.len().saturating_sub(LONGEST));
    let words: Vec<(usize, &str)> = pattern!(r"[\p{L}][\p{L}'\u{2019}]*")
        .find_iter(&before[from..])
        .map(|m| (m.start() + from, m.as_str()))
        .collect();
    let mut left = letters.len();
    for (at, word) in words.iter().rev().take(letters.len() * 2 + 2) {
        let first = word.chars().next()?.to_ascii_uppercase();
        if letters.get(left.checked_sub(1)?) == Some(&first)
            && (word.len() > 3 || !matches!(*word, "of" | "and" | "the" | "for" | "in" | "to"))
        {
            left -= 1;
            if left == 0 {
                return Some(*at);
            }
        } else if !matches!(*word, "of" | "and" | "the" | "for" | "in" | "to" | "with")
            && word.chars().next().is_some_and(char::is_lowercase)
            && left == letters.len()
        {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_are_explained_by_their_letters() {
        let letters = |s: &str| s.chars().collect::<Vec<_>>();
        let of = |t: &'static str, a: &str| expansion(t, &letters(a)).map(|at| &t[at..]);
        assert_eq!(of("staff from Kent Fire and Rescue Service ", "KFRS"), Some("Kent Fire and Rescue Service "));
        assert_eq!(of("the Office of National Tests ", "ONT"), Some("Office of National Tests "));
        assert_eq!(of("spoke to the members ", "JR"), None);
    }
}
