//! What a researcher types: words that must all be there, `"phrases in quotes"`, `-not`, `OR`.
//!
//! Our own small grammar and not the engine's, because the match has to be found again in the text,
//! word by word, to be marked and cited.

use tantivy::Term;
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::tokenizer::TextAnalyzer;

/// A word or a phrase, as the index holds its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) terms: Vec<String>,
    /// It must not be there.
    not: bool,
    /// It may stand for the part before it (`OR`).
    or: bool,
}

/// A query as understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parsed {
    parts: Vec<Part>,
    pub(crate) notes: Vec<String>,
}

/// The words of a text as the index holds them.
pub(crate) fn terms(text: &str, analyzer: &mut TextAnalyzer) -> Vec<String> {
    let mut terms = Vec::new();
    analyzer.token_stream(text).process(&mut |token| terms.push(token.text.clone()));
    terms
}

/// Reads a query. Nothing is an error: what cannot be understood is noted and searched as words.
pub(crate) fn parse(text: &str, analyzer: &mut TextAnalyzer) -> Parsed {
    let mut parsed = Parsed { parts: Vec::new(), notes: Vec::new() };
    let text = text.replace(['\u{201c}', '\u{201d}'], "\"");
    let mut rest = text.trim();
    let mut or = false;
    while !rest.is_empty() {
        let not = rest.starts_with('-') && rest.len() > 1 && !rest[1..].starts_with(char::is_whitespace);
        rest = if not { &rest[1..] } else { rest };
        let (piece, after) = if let Some(open) = rest.strip_prefix('"') {
            match open.split_once('"') {
                Some(split) => split,
                None => {
                    parsed.notes.push(format!(
                        "the quotation mark before `{open}` has no end; its words are searched as a phrase"
                    ));
                    (open, "")
                }
            }
        } else {
            rest.split_once(char::is_whitespace).unwrap_or((rest, ""))
        };
        rest = after.trim_start();
        if piece == "OR" && !not {
            or = !parsed.parts.is_empty();
            continue;
        }
        if piece == "AND" {
            continue;
        }
        let terms = terms(piece, analyzer);
        if !terms.is_empty() {
            parsed.parts.push(Part { terms, not, or: or && !not });
        }
        or = false;
    }
    parsed
}

impl Parsed {
    /// The parts that a hit shows: all but those that must not be there.
    pub(crate) fn shown(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|p| !p.not)
    }

    /// The query for the engine; `None` if there is nothing to search for.
    pub(crate) fn query(&self, field: Field) -> Option<Box<dyn Query>> {
        let one = |part: &Part| -> Box<dyn Query> {
            let terms: Vec<Term> = part.terms.iter().map(|t| Term::from_field_text(field, t)).collect();
            match <[Term; 1]>::try_from(terms) {
                Ok([term]) => Box::new(TermQuery::new(term, IndexRecordOption::WithFreqsAndPositions)),
                Err(terms) => Box::new(PhraseQuery::new(terms)),
            }
        };
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let mut parts = self.parts.iter().peekable();
        while let Some(part) = parts.next() {
            if part.not {
                clauses.push((Occur::MustNot, one(part)));
                continue;
            }
            let mut either = vec![(Occur::Should, one(part))];
            while let Some(next) = parts.next_if(|p| p.or) {
                either.push((Occur::Should, one(next)));
            }
            clauses
                .push((Occur::Must, if either.len() == 1 { one(part) } else { Box::new(BooleanQuery::new(either)) }));
        }
        clauses.iter().any(|(o, _)| *o == Occur::Must).then(|| Box::new(BooleanQuery::new(clauses)) as Box<dyn Query>)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<(String, bool, bool)> {
        let parsed = parse(text, &mut crate::analyzer());
        parsed.parts.into_iter().map(|p| (p.terms.join(" "), p.not, p.or)).collect()
    }

    #[test]
    fn words_phrases_and_signs() {
        let p = |t: &str, not, or| (t.to_owned(), not, or);
        assert_eq!(
            parts("\"domestic abuse\" funding -county"),
            [p("domest abus", false, false), p("fund", false, false), p("counti", true, false)]
        );
        assert_eq!(parts("drugs OR alcohol"), [p("drug", false, false), p("alcohol", false, true)]);
        assert_eq!(parts("anti-social"), [p("anti social", false, false)]);
    }

    #[test]
    fn nothing_typed_breaks_it() {
        for text in ["", "\"", "-", "OR", "\"open phrase", "((()", "a:b^2~", "\u{0}", "-\u{e9}", "- -"] {
            let parsed = parse(text, &mut crate::analyzer());
            let field = crate::schema().1.text;
            assert_eq!(parsed.query(field).is_none(), parsed.shown().next().is_none(), "{text}");
        }
        assert_eq!(parse("\"open phrase", &mut crate::analyzer()).notes.len(), 1);
    }
}
