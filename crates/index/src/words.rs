//! Finds a query's words and phrases again in a text, to mark them.

use tantivy::tokenizer::TextAnalyzer;

use crate::query::Parsed;

/// A place of the text that a part of the query matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    /// First byte.
    pub(crate) from: usize,
    /// One past the last.
    pub(crate) to: usize,
    /// Which part of the query.
    pub(crate) part: usize,
}

/// All matches, in order; those that lie inside another are left out.
pub(crate) fn find(text: &str, query: &Parsed, analyzer: &mut TextAnalyzer) -> Vec<Match> {
    let mut tokens: Vec<(String, usize, usize)> = Vec::new();
    analyzer.token_stream(text).process(&mut |t| tokens.push((t.text.clone(), t.offset_from, t.offset_to)));
    let mut matches = Vec::new();
    for (n, part) in query.shown().enumerate() {
        for window in tokens.windows(part.terms.len()) {
            if window.iter().map(|t| &t.0).eq(&part.terms)
                && let (Some(first), Some(last)) = (window.first(), window.last())
            {
                matches.push(Match { from: first.1, to: last.2, part: n });
            }
        }
    }
    matches.sort_by_key(|m| (m.from, std::cmp::Reverse(m.to)));
    let mut end = 0;
    matches.retain(|m| {
        let keeps = m.from >= end;
        end = end.max(m.to);
        keeps
    });
    matches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_marked_as_a_whole_and_by_its_stems() {
        let mut analyzer = crate::analyzer();
        let query = crate::query::parse("\"domestic abuse\" reviews", &mut analyzer);
        let text = "Abuse was reviewed; DOMESTIC ABUSE review.";
        let found: Vec<_> = find(text, &query, &mut analyzer).iter().map(|m| &text[m.from..m.to]).collect();
        assert_eq!(found, ["reviewed", "DOMESTIC ABUSE", "review"]);
    }
}
