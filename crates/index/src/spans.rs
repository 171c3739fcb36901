//! What stands where: words, phrases and words near each other, as stretches of positions.
//!
//! The same rules find the units of the index that match and mark the words in a text, so a hit is never shown without
//! what it was found for.

/// Words between two parts that are near each other, unless the query says how many.
pub(crate) const NEAR: u32 = 10;

/// A word of a query: which words of a text it fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// Words of this stem, which begins with [`crate::words::STEM`]; and the word as it was typed.
    Stem(String, String),
    /// This word and no other form of it.
    Exact(String),
    /// Words that begin so.
    Prefix(String),
    /// Words that differ by no more than so many letters.
    Fuzzy(String, u8),
}

impl Pattern {
    /// As it was typed, about.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Stem(_, word) | Self::Exact(word) => word.clone(),
            Self::Prefix(start) => format!("{start}*"),
            Self::Fuzzy(word, letters) => format!("{word}~{letters}"),
        }
    }
}

/// What is looked for in a text. `W` is a word: a [`Pattern`] of the query, or what has come of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Spans<W> {
    /// A word.
    Word(W),
    /// One after the other, with so many other words between them in all, at most.
    Phrase(Vec<Spans<W>>, u32),
    /// Either.
    Either(Vec<Spans<W>>),
    /// Both, in any order, with so many words between them at most.
    Near(Box<Spans<W>>, Box<Spans<W>>, u32),
}

/// First position, and one past the last.
pub(crate) type Span = (u32, u32);

/// Words that may be left out of a phrase or stand between two parts, at most: nobody means more, and each costs time.
pub(crate) const FARTHEST: u32 = 100;

impl<W> Spans<W> {
    /// All stretches of a text that fit, in order; `at` gives the positions of a word in it, in order.
    pub(crate) fn find(&self, at: &mut impl FnMut(&W, &mut Vec<u32>)) -> Vec<Span> {
        match self {
            Self::Word(word) => {
                let mut positions = Vec::new();
                at(word, &mut positions);
                positions.iter().map(|p| (*p, *p + 1)).collect()
            }
            Self::Either(parts) => {
                let mut all: Vec<Span> = parts.iter().flat_map(|p| p.find(at)).collect();
                all.sort_unstable();
                all.dedup();
                all
            }
            Self::Near(a, b, between) => {
                let a = a.find(at);
                let b = if a.is_empty() { Vec::new() } else { b.find(at) };
                let (forward, backward) = (follow(&a, &b, *between), follow(&b, &a, *between));
                let mut all: Vec<Span> = forward.into_iter().chain(backward).map(|(from, to, _)| (from, to)).collect();
                all.sort_unstable();
                all.dedup();
                all
            }
            Self::Phrase(parts, slop) => {
                // Stretches so far, each with the words that it has left out.
                let mut so_far: Vec<(u32, u32, u32)> = Vec::new();
                for (n, part) in parts.iter().enumerate() {
                    let spans = part.find(at);
                    so_far = if n == 0 {
                        spans.into_iter().map(|(from, to)| (from, to, 0)).collect()
                    } else {
                        let mut longer = Vec::new();
                        for (from, to, left_out) in so_far {
                            let more = follow(&[(from, to)], &spans, slop - left_out);
                            longer.extend(more.into_iter().map(|(from, to, gap)| (from, to, left_out + gap)));
                        }
                        // Of the ways to the same stretch the one that leaves most room is enough.
                        longer.sort_unstable();
                        longer.dedup_by_key(|(from, to, _)| (*from, *to));
                        longer
                    };
                    if so_far.is_empty() {
                        break;
                    }
                }
                so_far.into_iter().map(|(from, to, _)| (from, to)).collect()
            }
        }
    }

    /// The stretches to mark: of words near each other the words, and not what stands between them.
    pub(crate) fn marks(&self, at: &mut impl FnMut(&W, &mut Vec<u32>)) -> Vec<Span> {
        let parts: Vec<&Self> = match self {
            Self::Near(a, b, _) => vec![a, b],
            Self::Either(parts) => parts.iter().collect(),
            Self::Word(_) | Self::Phrase(..) => return self.find(at),
        };
        // For each stretch that fits, how far those reach that begin no later.
        let mut reach = 0;
        let whole: Vec<Span> = self
            .find(at)
            .into_iter()
            .map(|(from, to)| {
                reach = reach.max(to);
                (from, reach)
            })
            .collect();
        let mut marks: Vec<Span> = parts.iter().flat_map(|p| p.marks(at)).collect();
        marks.retain(|(from, to)| {
            let before = whole.partition_point(|(start, _)| start <= from);
            before > 0 && whole[before - 1].1 >= *to
        });
        marks.sort_unstable();
        marks.dedup();
        marks
    }

    /// The same with other words.
    pub(crate) fn map<V>(&self, to: &mut impl FnMut(&W) -> V) -> Spans<V> {
        match self {
            Self::Word(word) => Spans::Word(to(word)),
            Self::Phrase(parts, slop) => Spans::Phrase(parts.iter().map(|p| p.map(to)).collect(), *slop),
            Self::Either(parts) => Spans::Either(parts.iter().map(|p| p.map(to)).collect()),
            Self::Near(a, b, between) => Spans::Near(Box::new(a.map(to)), Box::new(b.map(to)), *between),
        }
    }

    /// Shows every word.
    pub(crate) fn words<'w>(&'w self, see: &mut impl FnMut(&'w W)) {
        match self {
            Self::Word(word) => see(word),
            Self::Phrase(parts, _) | Self::Either(parts) => parts.iter().for_each(|p| p.words(see)),
            Self::Near(a, b, _) => {
                a.words(see);
                b.words(see);
            }
        }
    }

    /// Without the ways that need a word of which `can` says no; nothing, if none is left.
    pub(crate) fn pruned(self, can: &impl Fn(&W) -> bool) -> Option<Self> {
        match self {
            Self::Word(word) => can(&word).then_some(Self::Word(word)),
            Self::Phrase(parts, slop) => {
                let parts: Option<Vec<Self>> = parts.into_iter().map(|p| p.pruned(can)).collect();
                parts.map(|parts| Self::Phrase(parts, slop))
            }
            Self::Either(parts) => {
                let mut parts: Vec<Self> = parts.into_iter().filter_map(|p| p.pruned(can)).collect();
                match parts.len() {
                    0 => None,
                    1 => parts.pop(),
                    _ => Some(Self::Either(parts)),
                }
            }
            Self::Near(a, b, between) => {
                let (a, b) = (a.pruned(can)?, b.pruned(can)?);
                Some(Self::Near(Box::new(a), Box::new(b), between))
            }
        }
    }
}

/// Stretches of which a `b` follows an `a`, with so many words between them at most, and how many there are.
fn follow(a: &[Span], b: &[Span], between: u32) -> Vec<(u32, u32, u32)> {
    let mut found = Vec::new();
    for (from, to) in a {
        let first = b.partition_point(|(start, _)| start < to);
        for (start, end) in b[first..].iter().take_while(|(start, _)| start - to <= between) {
            found.push((*from, *end, start - to));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(w: &'static str) -> Spans<&'static str> {
        Spans::Word(w)
    }

    fn find(spans: &Spans<&'static str>, text: &str) -> Vec<Span> {
        let words: Vec<&str> = text.split(' ').collect();
        spans.find(&mut |w, at| {
            at.extend(words.iter().enumerate().filter(|(_, t)| *t == w).map(|(n, _)| n as u32));
        })
    }

    #[test]
    fn phrases_leave_out_no_more_words_than_they_may() {
        let phrase = |slop| Spans::Phrase(vec![word("a"), word("b"), word("c")], slop);
        assert_eq!(find(&phrase(0), "a b c a x b c"), [(0, 3)]);
        assert_eq!(find(&phrase(1), "a b c a x b c"), [(0, 3), (3, 7)]);
        assert_eq!(find(&phrase(1), "a x b x c"), []);
        assert_eq!(find(&phrase(2), "a x b x c"), [(0, 5)]);
        assert_eq!(find(&phrase(9), "c b a"), [], "the order counts");
    }

    #[test]
    fn near_counts_the_words_between_in_both_directions() {
        let near = |n| Spans::Near(Box::new(word("a")), Box::new(Spans::Phrase(vec![word("b"), word("c")], 0)), n);
        assert_eq!(find(&near(1), "b c x a x x b c"), [(0, 4)]);
        assert_eq!(find(&near(2), "b c x a x x b c"), [(0, 4), (3, 8)]);
        assert_eq!(find(&near(0), "a b c a"), [(0, 3), (1, 4)]);
        let words: Vec<&str> = "b c x a x x b c".split(' ').collect();
        let marks = near(1).marks(&mut |w, at| {
            at.extend(words.iter().enumerate().filter(|(_, t)| *t == w).map(|(n, _)| n as u32));
        });
        assert_eq!(marks, [(0, 2), (3, 4)], "the far one is not marked");
    }

    #[test]
    fn what_cannot_be_found_is_left_out() {
        let either = Spans::Either(vec![word("x"), Spans::Phrase(vec![word("a"), word("b")], 0)]);
        assert_eq!(either.clone().pruned(&|w| *w != "b"), Some(word("x")));
        assert_eq!(either.pruned(&|w| *w == "a"), None);
    }
}
