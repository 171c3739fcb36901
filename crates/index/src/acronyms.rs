//! Short forms, searched by what the papers themselves say that they stand for.

use serde::Serialize;
use tantivy::Searcher;

use crate::ask::Ask;
use crate::fields::Fields;
use crate::spans::{Pattern, Spans};
use crate::words::{Stems, words};

/// A short form that was also searched as the words that it stands for, or the other way round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Expanded {
    /// As it was typed.
    pub typed: String,
    /// What it was searched as too; nothing where the papers do not agree.
    pub searched_as: Option<String>,
    /// What papers say that it stands for, each with how many do.
    pub meanings: Vec<(String, u32)>,
}

/// Between the short form and its words, in the index.
const FROM_SHORT: char = '\u{1}';
/// Between the words and their short form.
const FROM_LONG: char = '\u{2}';

/// What the index holds of a short form and its words.
pub(crate) fn terms(short: &str, long: &str) -> [String; 2] {
    let (short, long) = (plain(short), plain(long));
    [format!("{short}{FROM_SHORT}{long}"), format!("{long}{FROM_LONG}{short}")]
}

fn plain(text: &str) -> String {
    let words: Vec<String> = words(text, 0).into_iter().filter(|w| !w.is_joined).map(|w| w.text).collect();
    words.join(" ")
}

/// The short forms that a text explains, with their words: in brackets, `Public Spaces Protection Order (PSPO)`, or in
/// a list of them, the words in the next cell or on the next line.
pub(crate) fn defined(text: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (open, _) in text.match_indices('(') {
        let length = text.as_bytes()[open + 1..].iter().take(11).position(|b| *b == b')');
        let Some(length) = length.filter(|n| *n >= 2 && text.is_char_boundary(open + 1 + n)) else { continue };
        let Some(short) = capitals(&text[open + 1..open + 1 + length]) else { continue };
        let start = text.floor_char_boundary(open.saturating_sub(200));
        let before = words_of_name(&text[start..open]);
        // The fewest words that fit, small ones left out.
        let name = (short.len()..=short.len() + SMALL)
            .filter_map(|count| before.len().checked_sub(count).map(|n| &before[n..]))
            .find(|name| stands_for(short, name));
        if let Some(first) = name.and_then(|name| name.first()) {
            let from = first.as_ptr() as usize - text.as_ptr() as usize;
            all.push((short.to_owned(), text[from..open].trim().to_owned()));
        }
    }
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    for pair in lines.windows(2) {
        if let Some(short) = capitals(pair[0])
            && stands_for(short, &words_of_name(pair[1]))
        {
            all.push((short.to_owned(), pair[1].to_owned()));
        }
    }
    all
}

/// Words of a name beyond its letters: `of`, `and`, `the`.
const SMALL: usize = 3;

/// A short form in capitals, without the `s` of its plural.
fn capitals(text: &str) -> Option<&str> {
    let short = text.strip_suffix('s').unwrap_or(text);
    ((2..=9).contains(&short.len()) && short.bytes().all(|b| b.is_ascii_uppercase())).then_some(short)
}

fn words_of_name(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| c.is_whitespace() || c == '-' || c == '/');
    words.filter(|w| w.starts_with(char::is_alphabetic)).collect()
}

/// Whether the first letters of a name's words are these, in order, small words left out.
fn stands_for(short: &str, name: &[&str]) -> bool {
    let is_small = |word: &str| matches!(word, "of" | "and" | "the" | "for" | "in" | "on" | "to");
    let mut letters = short.chars().map(|c| c.to_ascii_lowercase());
    let mut next = letters.next();
    let fits = name.iter().all(|word| {
        if word.chars().next().map(|c| c.to_ascii_lowercase()) == next {
            next = letters.next();
            return true;
        }
        is_small(word)
    });
    // CCTV: the last word gives two letters.
    let rest = next.is_none_or(|letter| {
        letters.next().is_none() && name.last().is_some_and(|last| last.chars().skip(1).any(|c| c == letter))
    });
    fits && rest && name.first().is_some_and(|first| !is_small(first))
}

/// Adds to each short form and each phrase of a query what the papers say that it stands for, if most of them agree.
pub(crate) fn expand(
    ask: &mut Ask,
    searcher: &Searcher,
    fields: Fields,
    stems: &mut Stems,
) -> tantivy::Result<Vec<Expanded>> {
    let mut all = Vec::new();
    each_text(ask, &mut |spans| {
        let (typed, mark) = match &*spans {
            Spans::Word(Pattern::Stem(_, word)) => (word.clone(), FROM_SHORT),
            Spans::Phrase(parts, 0) => {
                let Some(words) = parts.iter().map(typed).collect::<Option<Vec<_>>>() else { return Ok(()) };
                (words.join(" "), FROM_LONG)
            }
            _ => return Ok(()),
        };
        let mut meanings = meanings(searcher, fields, &format!("{typed}{mark}"))?;
        // The plural of a short form.
        if let Some(one) = typed.strip_suffix('s').filter(|_| meanings.is_empty() && mark == FROM_SHORT) {
            meanings = self::meanings(searcher, fields, &format!("{one}{mark}"))?;
        }
        let told: u32 = meanings.iter().map(|m| m.1).sum();
        let Some((first, papers)) = meanings.first().cloned() else { return Ok(()) };
        let agreed = papers * 3 >= told * 2;
        if agreed {
            let parts: Vec<Spans<Pattern>> = first
                .split(' ')
                .map(|word| Spans::Word(Pattern::Stem(stems.of(word).to_owned(), word.to_owned())))
                .collect();
            let other = if parts.len() == 1 { parts[0].clone() } else { Spans::Phrase(parts, 0) };
            *spans = Spans::Either(vec![spans.clone(), other]);
        }
        all.push(Expanded { typed, searched_as: agreed.then_some(first), meanings });
        Ok(())
    })?;
    Ok(all)
}

/// The word as it was typed, of the first way to print it.
fn typed(spans: &Spans<Pattern>) -> Option<String> {
    match spans {
        Spans::Word(Pattern::Stem(_, word)) => Some(word.clone()),
        Spans::Either(parts) => typed(parts.first()?),
        Spans::Phrase(parts, 0) => Some(parts.iter().map(typed).collect::<Option<Vec<_>>>()?.join(" ")),
        _ => None,
    }
}

fn each_text(ask: &mut Ask, see: &mut impl FnMut(&mut Spans<Pattern>) -> tantivy::Result<()>) -> tantivy::Result<()> {
    match ask {
        Ask::Text(spans) => see(spans),
        Ask::All(parts) | Ask::Any(parts) => parts.iter_mut().try_for_each(|p| each_text(p, see)),
        // What is to be left out is left out as it was typed.
        Ask::Not(_) | Ask::Field(..) | Ask::Term(..) | Ask::Days(..) | Ask::Like(_) => Ok(()),
    }
}

/// What stands behind this in the index, the commonest first.
fn meanings(searcher: &Searcher, fields: Fields, start: &str) -> tantivy::Result<Vec<(String, u32)>> {
    /// More meanings of one short form are not told apart.
    const MOST: usize = 50;
    let mut found = std::collections::BTreeMap::<String, u32>::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(fields.short_form)?;
        let mut all = index.terms().range().ge(start.as_bytes()).into_stream()?;
        while all.advance() && all.key().starts_with(start.as_bytes()) {
            let meaning = String::from_utf8_lossy(&all.key()[start.len()..]).into_owned();
            if found.len() < MOST || found.contains_key(&meaning) {
                *found.entry(meaning).or_default() += all.value().doc_freq;
            }
        }
    }
    let mut all: Vec<(String, u32)> = found.into_iter().collect();
    all.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_are_read_where_they_are_explained() {
        let told = |text: &str| defined(text).pop().map(|(short, long)| format!("{short}={long}"));
        assert_eq!(
            told("made a Public Spaces Protection Order (PSPO) for").as_deref(),
            Some("PSPO=Public Spaces Protection Order")
        );
        assert_eq!(
            told("The Office of the Police and Crime Commissioner (OPCC)").as_deref(),
            Some("OPCC=Office of the Police and Crime Commissioner")
        );
        assert_eq!(
            told("multi-agency risk assessment conferences (MARACs)").as_deref(),
            Some("MARAC=multi-agency risk assessment conferences")
        );
        assert_eq!(
            told("DARDR\nDomestic Abuse Related Death Review\nYJS\nYouth Justice Service").as_deref(),
            Some("YJS=Youth Justice Service")
        );
        for none in
            ["APOLOGIES\nAsh", "Cllr Ash (CON)", "see (AB)", "the police (Kent)", "was agreed (2)", "(", "x (ab)"]
        {
            assert_eq!(told(none), None, "{none}");
        }
    }
}
