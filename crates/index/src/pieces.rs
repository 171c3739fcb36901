//! A query cut into its pieces: words, phrases, signs and names of fields, each with its first character.

use crate::fields_of_queries::{FIELDS, Field};
use crate::spans::{FARTHEST, NEAR};

/// What is wrong with a query. Nothing was searched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Mistake {
    /// The character that it is about, from 0.
    pub at: usize,
    /// One sentence.
    pub message: String,
}

pub(crate) fn mistake(at: usize, message: String) -> Mistake {
    Mistake { at, message }
}

/// A piece of a query, and its first character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) at: usize,
    pub(crate) what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Open,
    Close,
    /// `-` before something.
    Minus,
    Or,
    And,
    Not,
    /// `NEAR/10`
    Near(u32),
    /// `body:`
    Field(Field, &'static str),
    Word(String),
    /// What stands in quotes, and how many words may be left out (`~5`).
    Phrase(String, u32),
}

/// Cuts a query into its pieces.
///
/// # Errors
/// Where a piece is none of the language.
pub(crate) fn split(chars: &[char]) -> Result<Vec<Piece>, Mistake> {
    let mut pieces = Vec::new();
    let mut n = 0;
    while let Some(&c) = chars.get(n) {
        let at = n;
        let mut push = |what| pieces.push(Piece { at, what });
        match c {
            _ if c.is_whitespace() => n += 1,
            '(' => {
                push(What::Open);
                n += 1;
            }
            ')' => {
                push(What::Close);
                n += 1;
            }
            '"' | '\u{201c}' | '\u{201d}' => {
                let is_end = |c: &char| matches!(c, '"' | '\u{201c}' | '\u{201d}');
                let Some(length) = chars[n + 1..].iter().position(is_end) else {
                    return Err(mistake(at, format!("the quotation mark at character {} has no end", at + 1)));
                };
                let words: String = chars[n + 1..n + 1 + length].iter().collect();
                n += length + 2;
                let mut slop = 0;
                if chars.get(n) == Some(&'~') {
                    let (number, after) = number(chars, n + 1);
                    slop = number.ok_or_else(|| {
                        mistake(
                            n,
                            format!("after `~` at character {} stands a number of words up to {FARTHEST}", n + 1),
                        )
                    })?;
                    n = after;
                }
                push(What::Phrase(words, slop));
            }
            '-' if chars.get(n + 1).is_some_and(|c| !c.is_whitespace() && *c != '-')
                && (n == 0 || chars[n - 1].is_whitespace() || chars[n - 1] == '(') =>
            {
                push(What::Minus);
                n += 1;
            }
            _ => {
                let ends = |c: &char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '\u{201c}' | '\u{201d}');
                let length = chars[n..].iter().position(ends).unwrap_or(chars.len() - n);
                let word: String = chars[n..n + length].iter().collect();
                if let Some((field, name, used)) = field(&word, at)? {
                    push(What::Field(field, name));
                    n += used;
                    continue;
                }
                n += length;
                push(match word.as_str() {
                    "OR" => What::Or,
                    "AND" => What::And,
                    "NOT" => What::Not,
                    "NEAR" => What::Near(NEAR),
                    near if near.starts_with("NEAR/") => {
                        let number = near[5..].parse().ok().filter(|n| *n <= FARTHEST);
                        What::Near(number.ok_or_else(|| {
                            mistake(at, format!("`{near}` at character {}: give a number up to {FARTHEST}", at + 1))
                        })?)
                    }
                    _ => What::Word(word),
                });
            }
        }
    }
    Ok(pieces)
}

fn number(chars: &[char], from: usize) -> (Option<u32>, usize) {
    let digits: String = chars[from..].iter().take_while(|c| c.is_ascii_digit()).collect();
    (digits.parse().ok().filter(|n| *n <= FARTHEST), from + digits.len())
}

/// The field that a word names before a colon, and how many characters that takes.
fn field(word: &str, at: usize) -> Result<Option<(Field, &'static str, usize)>, Mistake> {
    let Some((name, value)) = word.split_once(':') else { return Ok(None) };
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic() || c == '_');
    // An address, a time, a heading that ends in a colon are words.
    if !is_name || value.starts_with('/') {
        return Ok(None);
    }
    let small = name.to_ascii_lowercase();
    if value.is_empty() && !FIELDS.iter().any(|(known, _)| *known == small) {
        return Ok(None);
    }
    if let Some((known, field)) = FIELDS.iter().find(|(known, _)| *known == small) {
        return Ok(Some((*field, known, name.chars().count() + 1)));
    }
    let names: Vec<&str> = FIELDS.iter().map(|f| f.0).collect();
    let near = names.iter().map(|n| (distance(n, &small), n)).min().filter(|(d, _)| *d <= 3);
    let meant = near.map_or_else(String::new, |(_, n)| format!(", did you mean `{n}:`?"));
    let message = format!(
        "there is no field `{name}`{meant} (fields: {}); to search for the words, put them in quotes",
        names.join(", ")
    );
    Err(mistake(at, message))
}

/// Letters to add, drop or change (Levenshtein).
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
