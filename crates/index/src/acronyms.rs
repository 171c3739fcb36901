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
        Ask::Not(_) | Ask::Field(..) | Ask::Term(..) | Ask::Days(..) => Ok(()),
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
        while all.advance() && all.key().starts_with(start.as_bytes()) && found.len() < MOST {
            let meaning = String::from_utf8_lossy(&all.key()[start.len()..]).into_owned();
            *found.entry(meaning).or_default() += all.value().doc_freq;
        }
    }
    let mut all: Vec<(String, u32)> = found.into_iter().collect();
    all.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    Ok(all)
}
