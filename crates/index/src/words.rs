//! Words as the index holds them: each as it is printed, in small letters and without accents, and by its stem.
//!
//! A hyphened word is two words and one: `anti-social` is found by `anti social` and by `antisocial`. Words that have
//! lost the space between them (`CSPboard`) are parted where small letters meet capitals.

use std::collections::HashMap;

use frostem::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What stands before a stem in the index, so that it is no printed word.
pub(crate) const STEM: char = '=';
/// Bytes of a word; what is longer is cut, here and in queries.
const LONGEST: usize = 128;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// In small letters, without accents and apostrophes.
    pub(crate) text: String,
    /// First byte in the text.
    pub(crate) from: usize,
    /// One past the last.
    pub(crate) to: usize,
    /// How many words stand before it.
    pub(crate) position: u32,
    /// It is another reading of words that are there as well: both halves of a hyphened word as one.
    pub(crate) is_joined: bool,
    /// A hyphen joins it to the next word.
    pub(crate) hyphen: bool,
}

/// The words of a text; the first one has this position.
pub(crate) fn words(text: &str, first: u32) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::with_capacity(text.len() / 6);
    let mut position = first;
    let mut rest = 0;
    while let Some((from, to)) = next_word(text, rest) {
        rest = to;
        let printed = &text[from..to];
        if let Some(sum) = sum(text, from, to) {
            let (of, part) = (Word { position, ..sum }, fold(printed));
            rest = of.to;
            words.push(Word { text: part, from, to, is_joined: true, ..of.clone() });
            words.push(of);
            position += 1;
            continue;
        }
        let cut = glue(printed);
        let parts: &[(usize, usize)] = &match cut {
            Some(at) => [(from, from + at), (from + at, to)].to_vec(),
            None => [(from, to)].to_vec(),
        };
        for &(a, b) in parts {
            let word = Word { text: fold(&text[a..b]), from: a, to: b, position, is_joined: false, hyphen: false };
            // A hyphen between letters, and nothing else, joins them.
            let before = words.iter().rposition(|w| !w.is_joined);
            let is_hyphened = before.is_some_and(|n| {
                let gap = &text[words[n].to..a];
                let letters = |w: &Word| w.text.chars().all(char::is_alphabetic);
                // `Covid-19` is one word, `2019-20` two.
                matches!(gap, "-" | "\u{2010}" | "\u{2011}")
                    && letters(&words[n])
                    && (letters(&word) || word.text.chars().all(|c| c.is_ascii_digit()))
            });
            let is_glued = a != from;
            if let Some(n) = before.filter(|_| is_hyphened || is_glued) {
                words[n].hyphen = is_hyphened;
                let (from, joined) = (words[n].from, format!("{}{}", words[n].text, word.text));
                for position in [words[n].position, position] {
                    let text = shorten(joined.clone());
                    words.push(Word { text, from, to: b, position, is_joined: true, hyphen: false });
                }
            }
            words.push(word);
            position += 1;
        }
    }
    words
}

/// The next word at or after this byte: letters and digits, with apostrophes and soft hyphens between letters, and
/// commas between thousands; or letters with dots, `C.C.T.V.`.
fn next_word(text: &str, at: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let from = at + text[at..].find(char::is_alphanumeric)?;
    let dotted = dotted(&bytes[from..]);
    if dotted > 0 && (from == 0 || !bytes[from - 1].is_ascii_alphanumeric()) {
        return Some((from, from + dotted));
    }
    let mut to = from;
    let mut chars = text[from..].char_indices().peekable();
    while let Some((n, c)) = chars.next() {
        let here = from + n;
        let next = chars.peek().map(|p| p.1);
        let inside = match c {
            _ if c.is_alphanumeric() || is_combining_mark(c) => true,
            '\'' | '\u{2019}' | '\u{2018}' | '\u{ad}' => next.is_some_and(char::is_alphabetic),
            ',' => {
                let digits = bytes[here + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
                here > from && bytes[here - 1].is_ascii_digit() && digits == 3
            }
            _ => false,
        };
        if !inside {
            break;
        }
        to = here + c.len_utf8();
    }
    Some((from, to))
}

/// Bytes of two or more single letters with dots between them, without the last dot; 0 where there are none.
fn dotted(bytes: &[u8]) -> usize {
    /// Bytes of such a short form, at most.
    const LONGEST: usize = 24;
    let mut n = 0;
    while n < LONGEST
        && bytes.get(n).is_some_and(u8::is_ascii_alphabetic)
        && bytes.get(n + 1) == Some(&b'.')
        && bytes.get(n + 2).is_some_and(u8::is_ascii_alphabetic)
    {
        n += 2;
    }
    // The last letter stands alone, too.
    let ends = |at: usize| !bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80);
    if n > 0 && ends(n + 1) { n + 1 } else { 0 }
}

/// A sum of money or a share in percent, if this number is one: its sign tells it from other numbers, and it is found
/// as the number as well.
fn sum(text: &str, from: usize, to: usize) -> Option<Word> {
    let number = &text[from..to];
    if !number.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let sign = text[..from].chars().next_back().filter(|c| matches!(c, '\u{a3}' | '$' | '\u{20ac}'));
    let is_share = sign.is_none() && text[to..].starts_with('%');
    let word = |text: String, from, to| Word { text, from, to, position: 0, is_joined: false, hyphen: false };
    match sign {
        Some(sign) => Some(word(format!("{sign}{}", fold(number)), from - sign.len_utf8(), to)),
        None => is_share.then(|| word(format!("{}%", fold(number)), from, to + 1)),
    }
}

/// Where two words were printed as one: `CSPboard`, `CllrClaire`. Names such as MacDonald and short forms such as
/// PSPOs are one.
fn glue(printed: &str) -> Option<usize> {
    const PARTICLES: [&str; 3] = ["Mac", "Fitz", "Van"];
    if printed.len() < 6 || printed.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return None;
    }
    if !printed.chars().all(char::is_alphabetic) {
        return None;
    }
    let chars: Vec<(usize, char)> = printed.char_indices().collect();
    let capitals = chars.iter().take_while(|c| c.1.is_uppercase()).count();
    let small = chars.len() - capitals;
    // Of two capitals the second may begin the word: OBrien.
    if capitals >= 3 && small >= 4 && chars[capitals..].iter().all(|c| c.1.is_lowercase()) {
        return Some(chars[capitals].0);
    }
    let at =
        (3..chars.len().saturating_sub(2)).find(|n| chars[n - 1].1.is_lowercase() && chars[*n].1.is_uppercase())?;
    let tail_is_word = chars[at + 1..].iter().all(|c| c.1.is_lowercase());
    (tail_is_word && !PARTICLES.contains(&&printed[..chars[at].0])).then_some(chars[at].0)
}

/// A printed word in small letters, without accents, apostrophes, a possessive `'s` and the commas of a number.
pub(crate) fn fold(printed: &str) -> String {
    if printed.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return shorten(printed.to_ascii_lowercase());
    }
    let apostrophe = |c: char| matches!(c, '\'' | '\u{2019}' | '\u{2018}');
    let stem = printed.strip_suffix(['s', 'S']).and_then(|p| p.strip_suffix(apostrophe)).unwrap_or(printed);
    let kept = stem.nfkd().filter(|c| !is_combining_mark(*c) && !apostrophe(*c) && !matches!(c, '\u{ad}' | ','));
    shorten(kept.flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect())
}

fn shorten(mut word: String) -> String {
    if word.len() > LONGEST {
        word.truncate(word.floor_char_boundary(LONGEST));
    }
    word
}

/// Words to their stems: the English stemmer of Snowball, with the plurals of short forms (`PSPOs`) and with the
/// spellings in which British and American English differ brought to one.
pub(crate) struct Stems {
    stemmer: Stemmer,
    /// Common words come again and again.
    known: HashMap<String, String>,
}

impl Stems {
    /// Words that are remembered, at most.
    const KNOWN: usize = 100_000;

    pub(crate) fn new() -> Self {
        Self { stemmer: Stemmer::new(Algorithm::English), known: HashMap::new() }
    }

    /// The stem of a folded word, with [`STEM`] before it.
    pub(crate) fn of(&mut self, word: &str) -> &str {
        if !self.known.contains_key(word) {
            if self.known.len() >= Self::KNOWN {
                self.known.clear();
            }
            let one_spelling = spelling(word);
            let mut stem = format!("{STEM}{}", self.stemmer.stem(&one_spelling));
            if stem[1..] == *one_spelling && is_plural(&stem[1..]) {
                stem.pop();
            }
            self.known.insert(word.to_owned(), stem);
        }
        self.known.get(word).map_or("", String::as_str)
    }
}

/// A plural that the stemmer leaves, as no vowel stands where it looks for one: `csps`, `pspos`.
fn is_plural(word: &str) -> bool {
    let Some(singular) = word.strip_suffix('s').filter(|s| s.is_ascii() && s.len() >= 2) else { return false };
    let has_vowel = singular.bytes().any(|b| b"aeiouy".contains(&b));
    !singular.ends_with(['s', 'u', 'i']) && (!has_vowel || singular.len() >= 4)
}

/// Endings, each with what stands in its place.
type Ends = &'static [(&'static str, &'static str)];

/// British spellings as the American: `organisation`, `behaviour`, `programme`; and `Cllr` as `Councillor`.
fn spelling(word: &str) -> String {
    /// What a word begins with: the forms of all of them follow.
    const STARTS: [(&str, &str); 24] = [
        ("behaviour", "behavior"),
        ("neighbour", "neighbor"),
        ("harbour", "harbor"),
        ("labour", "labor"),
        ("colour", "color"),
        ("favour", "favor"),
        ("honour", "honor"),
        ("rumour", "rumor"),
        ("endeavour", "endeavor"),
        ("humour", "humor"),
        ("vigour", "vigor"),
        ("tumour", "tumor"),
        ("kerb", "curb"),
        ("licenc", "licens"),
        ("practis", "practic"),
        ("defenc", "defens"),
        ("offenc", "offens"),
        ("enquir", "inquir"),
        ("judgement", "judgment"),
        ("ageing", "aging"),
        ("aluminium", "aluminum"),
        ("paediatric", "pediatric"),
        ("counsellor", "counselor"),
        ("cllr", "councillor"),
    ];
    /// Words that end in two ways, with the endings of their forms.
    const ENDS: [(&[&str], Ends); 3] = [
        (
            &["theat", "cent", "met", "kilomet", "fib", "lit", "meag"],
            &[("re", "er"), ("res", "ers"), ("red", "ered"), ("ring", "ering")],
        ),
        (&["catalog", "dialog", "analog"], &[("ue", ""), ("ues", "s"), ("ued", "ed"), ("uing", "ing")]),
        (&["program"], &[("me", ""), ("mes", "s")]),
    ];
    for (starts, ends) in ENDS {
        let Some(rest) = starts.iter().find_map(|start| word.strip_prefix(start).map(|rest| (*start, rest))) else {
            continue;
        };
        if let Some((_, end)) = ends.iter().find(|(end, _)| *end == rest.1) {
            return format!("{}{end}", rest.0);
        }
    }
    const ISE: [&str; 9] = ["isationally", "isational", "isations", "isation", "ising", "ised", "ises", "iser", "ise"];
    // Analysis and analyst are spelt in one way.
    const YSE: [&str; 4] = ["analyse", "analysed", "analysing", "analyser"];
    if YSE.contains(&word) {
        return word.replacen("analys", "analyz", 1);
    }
    if let Some((from, to)) = STARTS.iter().find(|(from, _)| word.starts_with(from)) {
        return format!("{to}{}", &word[from.len()..]);
    }
    let Some(end) = ISE.iter().find(|end| word.ends_with(*end)).filter(|end| word.len() >= end.len() + 4) else {
        return word.to_owned();
    };
    format!("{}iz{}", &word[..word.len() - end.len()], &end[2..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, u32)> {
        words(text, 0).into_iter().map(|w| (w.text, w.position)).collect()
    }

    fn told(words: &[(&str, u32)]) -> Vec<(String, u32)> {
        words.iter().map(|(w, p)| ((*w).to_owned(), *p)).collect()
    }

    #[test]
    fn words_are_folded_and_keep_their_places() {
        assert_eq!(
            read("Caf\u{e9} (the council\u{2019}s) O'Brien"),
            told(&[("cafe", 0), ("the", 1), ("council", 2), ("obrien", 3)])
        );
        assert_eq!(
            read("\u{a3}1,250.50 for 22/01234/FUL"),
            told(&[("1250", 0), ("\u{a3}1250", 0), ("50", 1), ("for", 2), ("22", 3), ("01234", 4), ("ful", 5)])
        );
        assert_eq!(read("3,4 and \u{fb01}re"), told(&[("3", 0), ("4", 1), ("and", 2), ("fire", 3)]));
        let text = "the ng\u{175}yl caf\u{e9}s";
        let places: Vec<&str> = words(text, 0).iter().map(|w| &text[w.from..w.to]).collect();
        assert_eq!(places, ["the", "ng\u{175}yl", "caf\u{e9}s"]);
    }

    #[test]
    fn hyphened_and_glued_words_are_two_and_one() {
        assert_eq!(
            read("anti-social act"),
            told(&[("anti", 0), ("antisocial", 0), ("antisocial", 1), ("social", 1), ("act", 2)])
        );
        assert_eq!(read("CSPboard"), told(&[("csp", 0), ("cspboard", 0), ("cspboard", 1), ("board", 1)]));
        assert_eq!(read("CllrClaire")[0], ("cllr".into(), 0));
        for one in ["PSPOs", "OBrien", "MacDonald", "McDonald", "MoJ", "eBay", "ALMOs", "s106A"] {
            assert_eq!(read(one).len(), 1, "{one}");
        }
        assert_eq!(read("2019-20").len(), 2, "numbers are not joined");
        assert_eq!(read("Covid-19")[1].0, "covid19");
        assert_eq!(
            read("C.C.T.V. at 7 p.m. by J.R. Ash, J.Ash"),
            told(&[
                ("cctv", 0),
                ("at", 1),
                ("7", 2),
                ("pm", 3),
                ("by", 4),
                ("jr", 5),
                ("ash", 6),
                ("j", 7),
                ("ash", 8)
            ])
        );
        assert_eq!(read("by 20% or 20"), told(&[("by", 0), ("20", 1), ("20%", 1), ("or", 2), ("20", 3)]));
    }

    #[test]
    fn stems_join_the_forms_of_a_word_and_its_spellings() {
        let mut stems = Stems::new();
        let alike = [
            ("reviews", "reviewed"),
            ("pspos", "pspo"),
            ("csps", "csp"),
            ("organisations", "organization"),
            ("behaviour", "behavior"),
            ("neighbourhoods", "neighborhood"),
            ("programmes", "program"),
            ("theatres", "theater"),
            ("offences", "offense"),
            ("analysed", "analyze"),
            ("centred", "centered"),
            ("organisational", "organizational"),
            ("programmes", "program"),
            ("programming", "programmed"),
            ("cllrs", "councillor"),
            ("licences", "license"),
            ("prioritised", "prioritizing"),
            ("counties", "county"),
        ];
        for (a, b) in alike {
            let a = stems.of(a).to_owned();
            assert_eq!(a, stems.of(b), "{b}");
        }
        for (a, b) in [
            ("bus", "bu"),
            ("this", "thi"),
            ("rise", "rize"),
            ("analysis", "analyze"),
            ("tyre", "tired"),
            ("centred", "century"),
            ("cyngor", "cyngh"),
        ] {
            let a = stems.of(a).to_owned();
            assert_ne!(a, stems.of(b), "{b}");
        }
    }
}
