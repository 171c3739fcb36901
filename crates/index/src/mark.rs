//! Finds what was matched in a unit again, and shows the sentences that say most of it.

use std::ops::Range;

use serde::Serialize;
use types::Place;

use crate::ask::Ask;
use crate::fields_of_queries::Words;
use crate::spans::{Pattern, Span, Spans};
use crate::units::Unit;
use crate::words::{Stems, Word};

/// A passage of a hit, with what was matched in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Excerpt {
    /// The sentence, shortened where it is long.
    pub text: String,
    /// Bytes of the text that match: a phrase is one.
    pub matches: Vec<(usize, usize)>,
    /// 1-based page of the first match.
    pub page: Option<u32>,
    /// Where the matched words stand, to the letter; where nothing is marked, the sentence.
    pub places: Vec<Place>,
}

/// Whether a word of a text is one that the query means.
pub(crate) fn fits(pattern: &Pattern, word: &Word, stems: &mut Stems) -> bool {
    match pattern {
        Pattern::Stem(stem, _) => stems.of(&word.text) == stem,
        Pattern::Exact(exact) => word.text == *exact,
        Pattern::Prefix(start) => word.text.starts_with(start.as_str()),
        Pattern::Fuzzy(like, letters) => is_like(like, &word.text, *letters),
    }
}

/// Whether two words differ by so many letters at most; two that changed places count as one.
pub(crate) fn is_like(a: &str, b: &str, letters: u8) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let most = usize::from(letters);
    if a.len().abs_diff(b.len()) > most {
        return false;
    }
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = change.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()] <= most
}

/// The words of a query that a hit shows: those of the text that are not to be left out.
pub(crate) fn shown(ask: &Ask) -> Vec<Spans<Pattern>> {
    fn collect(ask: &Ask, all: &mut Vec<Spans<Pattern>>) {
        match ask {
            Ask::Text(spans) | Ask::Field(Words::Title, spans) => all.push(spans.clone()),
            // A name that was asked for is marked where the text prints it.
            Ask::Field(Words::Person | Words::Agency | Words::Owner | Words::Mover | Words::Seconder, spans) => {
                all.push(spans.clone());
            }
            Ask::All(parts) | Ask::Any(parts) => parts.iter().for_each(|p| collect(p, all)),
            Ask::Like(words) => all.extend(words.iter().cloned()),
            Ask::Field(..) | Ask::Term(..) | Ask::Days(..) | Ask::Not(_) => {}
        }
    }
    let mut all = Vec::new();
    collect(ask, &mut all);
    all
}

/// Where the parts of a query stand in a unit's words: for each the positions to mark.
pub(crate) fn find(parts: &[Spans<Pattern>], words: &[(usize, Word)], stems: &mut Stems) -> Vec<Vec<Span>> {
    let mut at = |pattern: &Pattern, positions: &mut Vec<u32>| {
        positions.extend(words.iter().filter(|(_, w)| fits(pattern, w, stems)).map(|(_, w)| w.position));
        positions.sort_unstable();
        positions.dedup();
    };
    parts.iter().map(|part| part.marks(&mut at)).collect()
}

/// What of a unit is shown.
pub(crate) struct Marked {
    /// Its best sentences.
    pub(crate) excerpts: Vec<Excerpt>,
    /// Its other sentences with a match.
    pub(crate) more: usize,
    /// Where all of its matches stand.
    pub(crate) places: Vec<Spot>,
}

/// A page, and characters of it: first, and one past the last.
pub(crate) type Spot = (u32, (usize, usize));

/// Whether two stretches of a page have characters in common.
pub(crate) fn meet(a: &Spot, b: &Spot) -> bool {
    a.0 == b.0 && a.1.0 < b.1.1 && b.1.0 < a.1.1
}

/// The best sentences of a unit, at most so many; those that are not shown yet come first. Where nothing is to be
/// marked, its first sentence.
pub(crate) fn excerpts(
    unit: &Unit,
    parts: &[Spans<Pattern>],
    stems: &mut Stems,
    most: usize,
    shown: &[Spot],
) -> Marked {
    let words = unit.words();
    // By text and byte: what matches, and which part of the query it is.
    let mut matches: Vec<(usize, usize, usize, usize)> = Vec::new();
    for (n, spans) in find(parts, &words, stems).into_iter().enumerate() {
        for (from, to) in spans {
            let first = words.partition_point(|(_, w)| w.position < from);
            let covered = words[first..].iter().take_while(|(_, w)| w.position < to).filter(|(_, w)| !w.is_joined);
            // What runs over several texts is marked in each.
            let mut last: Option<(usize, usize, usize)> = None;
            for (text, word) in covered {
                match &mut last {
                    Some((of, _, end)) if of == text => *end = word.to,
                    _ => {
                        matches.extend(last.map(|(t, a, b)| (t, a, b, n)));
                        last = Some((*text, word.from, word.to));
                    }
                }
            }
            matches.extend(last.map(|(t, a, b)| (t, a, b, n)));
        }
    }
    matches.sort_unstable_by_key(|(text, from, to, _)| (*text, *from, std::cmp::Reverse(*to)));
    let mut sentences: Vec<Sentence> = Vec::new();
    for (text, from, to, part) in matches {
        match sentences.last_mut().filter(|s| s.text == text && from < s.range.end) {
            Some(open) => {
                open.range.end = open.range.end.max(to);
                open.inside.push((from, to, part));
            }
            None => {
                let range = sentence(&unit.texts[text].text, from..to);
                sentences.push(Sentence { text, range, inside: vec![(from, to, part)] });
            }
        }
    }
    let found = sentences.len();
    if found == 0 {
        let first = unit.texts.iter().position(|t| !t.text.trim().is_empty());
        let excerpt = first.map(|n| cut(unit, n, sentence(&unit.texts[n].text, 0..0), &[]));
        return Marked { excerpts: excerpt.into_iter().collect(), more: 0, places: Vec::new() };
    }
    // By sentence, where its matches stand on the pages.
    let spots: Vec<Vec<Spot>> = sentences
        .iter()
        .map(|s| {
            let places = s.inside.iter().flat_map(|(a, b, _)| unit.texts[s.text].places(*a, *b));
            places.map(|p| (p.page, p.span)).collect()
        })
        .collect();
    let shown = Shown::of(shown);
    let is_new = |n: usize| spots[n].is_empty() || spots[n].iter().any(|spot| !shown.has(spot));
    // Those that hold most parts of the query first; among equals the order of the text.
    let distinct = |inside: &[(usize, usize, usize)]| {
        let mut parts: Vec<usize> = inside.iter().map(|m| m.2).collect();
        parts.sort_unstable();
        parts.dedup();
        parts.len()
    };
    let mut order: Vec<usize> = (0..found).collect();
    order.sort_by_cached_key(|n| (!is_new(*n), std::cmp::Reverse(distinct(&sentences[*n].inside)), *n));
    order.truncate(most.max(1));
    let excerpts = order.iter().map(|n| {
        let Sentence { text, range, inside } = &sentences[*n];
        let mut marked: Vec<(usize, usize)> = Vec::new();
        for (from, to, _) in inside {
            match marked.last_mut().filter(|last| *from < last.1) {
                Some(last) => last.1 = last.1.max(*to),
                None => marked.push((*from, *to)),
            }
        }
        cut(unit, *text, range.clone(), &marked)
    });
    Marked { excerpts: excerpts.collect(), more: found - order.len(), places: spots.concat() }
}

/// A sentence with what matches in it: bytes, and the part of the query.
struct Sentence {
    text: usize,
    range: Range<usize>,
    inside: Vec<(usize, usize, usize)>,
}

/// Stretches of pages that are shown, to be asked for many others.
pub(crate) struct Shown(Vec<Spot>);

impl Shown {
    pub(crate) fn of(spots: &[Spot]) -> Self {
        let mut spots = spots.to_vec();
        spots.sort_unstable();
        Self(spots)
    }

    /// Whether a stretch is shown, a part of it at least.
    pub(crate) fn has(&self, spot: &Spot) -> bool {
        /// Stretches are words and phrases: one that reaches so far begins not much earlier.
        const BACK: usize = 16;
        let after = self.0.partition_point(|s| (s.0, s.1.0) < (spot.0, spot.1.1));
        self.0[after.saturating_sub(BACK)..after].iter().any(|s| meet(s, spot))
    }
}

/// Bytes of an excerpt, about.
const LONG: usize = 320;

/// Whether the last word before a dot may end a sentence.
fn ends_sentence(before: &str) -> bool {
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next();
    word.is_some_and(|w| w.chars().count() > 3 && !SHORT.contains(&w))
}

/// Short forms of more than three letters, before a dot that ends no sentence.
const SHORT: [&str; 12] =
    ["Cllr", "Cllrs", "Councilmember", "Insp", "Supt", "Chief", "Prof", "Dept", "approx", "para", "paras", "incl"];

/// The sentence around some bytes; of one without end the bytes around.
fn sentence(text: &str, around: Range<usize>) -> Range<usize> {
    /// Bytes that are looked at on each side.
    const FAR: usize = 8 * LONG;
    let least = text.floor_char_boundary(around.start.saturating_sub(FAR));
    let most = text.ceil_char_boundary((around.end + FAR).min(text.len()));
    let ends = |at: usize| {
        let c = text[at..].chars().next();
        c == Some('\n')
            || (matches!(c, Some('.' | '!' | '?'))
                && text[at + 1..].starts_with(char::is_whitespace)
                && text[at + 1..].trim_start().starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
                // `Cllr. Ash`, `No. 4`: a short word before the dot ends no sentence.
                && ends_sentence(&text[..at]))
    };
    let start = (least..around.start).rev().filter(|n| text.is_char_boundary(*n)).find(|n| ends(*n));
    let start = start.map_or(least, |n| n + 1);
    let end = (around.end..most).filter(|n| text.is_char_boundary(*n)).find(|n| ends(*n));
    let end = end.map_or(most, |n| if text[n..].starts_with('\n') { n } else { n + 1 });
    let start = start + (text[start..end].len() - text[start..end].trim_start().len());
    start..end
}

/// The excerpt of a sentence: if it is long, the stretch around its first matches, from word to word.
fn cut(unit: &Unit, n: usize, sentence: Range<usize>, marked: &[(usize, usize)]) -> Excerpt {
    let passage = &unit.texts[n];
    let text = &passage.text;
    let (mut from, mut to) = (sentence.start, sentence.end);
    if to - from > LONG {
        let first = marked.first().map_or(from, |m| m.0);
        let space = |at: usize| {
            let gap = text[..at].char_indices().rev().take(LONG).find(|(_, c)| c.is_whitespace());
            gap.map_or(at, |(n, c)| n + c.len_utf8())
        };
        from = space(text.floor_char_boundary(first.saturating_sub(LONG / 4).max(from))).max(from);
        let enough = marked.first().map_or(from, |m| m.1).max(from + LONG);
        let end = text.ceil_char_boundary(enough.min(to));
        to = text[end..to].find(char::is_whitespace).map_or(to, |n| end + n);
    }
    let before = if from > sentence.start { "\u{2026} " } else { "" };
    let after = if to < sentence.end { " \u{2026}" } else { "" };
    let inside: Vec<(usize, usize)> = marked.iter().copied().filter(|(a, b)| *a >= from && *b <= to).collect();
    let mut places: Vec<Place> = inside.iter().flat_map(|(a, b)| passage.places(*a, *b)).collect();
    if inside.is_empty() {
        places = passage.places(from, to);
    }
    let page = places.first().map(|p| p.page).or_else(|| passage.lines.first().map(|l| l.page));
    Excerpt {
        text: format!("{before}{}{after}", text[from..to].replace('\n', " ")),
        matches: inside.iter().map(|(a, b)| (a - from + before.len(), b - from + before.len())).collect(),
        page,
        places,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_differ_are_counted() {
        for (a, b, letters) in [
            ("jackson", "jakson", 1),
            ("jackson", "jakcson", 1),
            ("thatcham", "thacham", 1),
            ("abc", "abc", 0),
            ("ab", "", 2),
        ] {
            assert!(is_like(a, b, letters), "{a} {b}");
            assert!(is_like(b, a, letters), "{b} {a}");
        }
        for (a, b, letters) in [("jackson", "jaksn", 1), ("abc", "abd", 0), ("police", "policing", 2), ("a", "bcd", 2)]
        {
            assert!(!is_like(a, b, letters), "{a} {b}");
        }
    }
}
