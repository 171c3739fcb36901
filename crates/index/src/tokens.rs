//! [`words`] for the engine.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::words::{Stems, Word, words};

/// The tokenizer's name in the index.
pub(crate) const NAME: &str = "minutes";

/// Each word as it is printed and by its stem, both at its position.
pub(crate) struct WordTokenizer {
    stems: Stems,
}

impl Default for WordTokenizer {
    fn default() -> Self {
        Self { stems: Stems::new() }
    }
}

impl Clone for WordTokenizer {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream { words: words(text, 0), next: 0, stems: &mut self.stems, token: Token::default() }
    }
}

pub(crate) struct WordStream<'a> {
    words: Vec<Word>,
    /// Twice the number of the next word, and one more for its stem.
    next: usize,
    stems: &'a mut Stems,
    token: Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.get(self.next / 2) else { return false };
        let is_stem = self.next % 2 == 1;
        self.token.text.clear();
        self.token.text.push_str(if is_stem { self.stems.of(&word.text) } else { &word.text });
        (self.token.offset_from, self.token.offset_to) = (word.from, word.to);
        (self.token.position, self.token.position_length) = (word.position as usize, 1);
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
