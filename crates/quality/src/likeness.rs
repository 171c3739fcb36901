//! When two printed values count as the same: names, titles, sentences.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

/// How alike two values must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matching {
    /// The same words, titles and ranks aside, and the same class of everything that has one.
    Strict,
    /// Initials match full names; sentences match if most of their words do; verbs that clerks use for one act are one
    /// class.
    Soft,
}

/// Titles and ranks that are no part of a name.
const BEFORE: &str = "mr mrs ms miss mx dr prof professor rev revd sir dame lord lady cllr cllrs councillor councillors county cty cc \
    alderman ald baroness pc sgt sergeant insp inspector ci di dci ds supt superintendent ch chief det detective acc dcc cs td senator \
    obe mbe cbe qpm jp t d a c mp msp cathaoirleach comh the garda";
const BEHIND: &str = "obe mbe cbe qpm jp mp msp td";

/// Lower case, plain apostrophes, no mark-up, single spaces.
pub(crate) fn fold(text: &str) -> String {
    let plain: String = text.nfkc().map(|c| if matches!(c, '\u{2018}' | '\u{2019}') { '\'' } else { c }).collect();
    let mut clear = String::with_capacity(plain.len());
    let mut rest = plain.as_str();
    while let Some(open) = rest.find('<') {
        clear.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('>').filter(|c| *c > 1) else { break };
        clear.push(' ');
        rest = &rest[open + close + 1..];
    }
    clear.push_str(rest);
    clear.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The words of a text: runs of plain letters, figures and apostrophes.
pub(crate) fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '\'';
    folded.split(|c| !part(c)).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// The parts of a name that tell people apart.
pub(crate) fn name(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut plain = String::with_capacity(folded.len());
    let mut rest = folded.as_str();
    while let Some(open) = rest.find('(') {
        plain.push_str(&rest[..open]);
        plain.push(' ');
        match rest[open..].find(')') {
            Some(close) => rest = &rest[open + close + 1..],
            None => {
                rest = &rest[open + 1..];
                break;
            }
        }
    }
    plain.push_str(rest);
    let mut parts: Vec<String> = Vec::new();
    let mut open = false;
    for c in plain.chars() {
        match c {
            c if c.is_alphabetic() => {
                if !open {
                    parts.push(String::new());
                }
                open = true;
                if let Some(last) = parts.last_mut() {
                    last.push(c);
                }
            }
            // "O'Dowd" is one part.
            '\'' if open => {}
            _ => open = false,
        }
    }
    let is = |list: &str, part: &str| list.split_whitespace().any(|w| w == part);
    while parts.len() > 1 && is(BEFORE, &parts[0]) {
        parts.remove(0);
    }
    while parts.len() > 1 && parts.last().is_some_and(|p| is(BEHIND, p)) {
        parts.pop();
    }
    parts
}

/// Two names of one person: the same parts, one surname alone, or a first name and its initial.
pub(crate) fn same_person(a: &str, b: &str, matching: Matching) -> bool {
    let (a, b) = (name(a), name(b));
    let (Some(last_a), Some(last_b)) = (a.last(), b.last()) else { return false };
    if a == b || a.concat() == b.concat() {
        return true;
    }
    if matching == Matching::Strict || last_a != last_b {
        return false;
    }
    if a.len() == 1 || b.len() == 1 {
        return true;
    }
    let initial = |s: &str| s.chars().next();
    initial(&a[0]) == initial(&b[0]) && (a[0].chars().count() == 1 || b[0].chars().count() == 1)
}

/// How many words two texts have in common, each as often as it stands in both.
fn common(a: &[String], b: &[String]) -> usize {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for word in a {
        *left.entry(word).or_default() += 1;
    }
    let mut taken = 0;
    for word in b {
        if let Some(count) = left.get_mut(word.as_str()).filter(|n| **n > 0) {
            *count -= 1;
            taken += 1;
        }
    }
    taken
}

/// Dice's coefficient over words, without order.
pub(crate) fn dice(a: &str, b: &str) -> f64 {
    let (a, b) = (words(a), words(b));
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    2.0 * common(&a, &b) as f64 / (a.len() + b.len()) as f64
}

/// The share of the shorter text's words that stand in the longer.
pub(crate) fn covered(a: &str, b: &str) -> f64 {
    let (a, b) = (words(a), words(b));
    let shorter = a.len().min(b.len());
    if shorter == 0 { 0.0 } else { common(&a, &b) as f64 / shorter as f64 }
}

/// Two sentences that say the same thing.
pub(crate) fn same_sentence(a: &str, b: &str, matching: Matching) -> bool {
    let (x, y) = (words(a), words(b));
    if matching == Matching::Strict {
        return x == y;
    }
    // A quotation that is a part of the other, unless the other is a whole page.
    let (shorter, longer) = (x.len().min(y.len()), x.len().max(y.len()));
    dice(a, b) >= 0.7 || shorter >= 4 && longer <= 6 * shorter && covered(a, b) >= 0.85
}

/// The number of an item without its mark.
pub(crate) fn number(text: Option<&str>) -> Option<String> {
    let folded = fold(text.filter(|t| !t.is_empty())?);
    let mark = |c: char| c.is_whitespace() || matches!(c, '.' | '(' | ')');
    Some(folded.trim_end_matches(mark).trim_start_matches(['(', ' ']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_person() {
        let same = |a, b| same_person(a, b, Matching::Soft);
        assert!(same("Cllr J Okonjo", "Jane Okonjo"));
        assert!(same("Mr P. Wimpole, OBE", "P Wimpole"));
        assert!(same("Wimpole", "Jane Wimpole"));
        assert!(same("Siobhan O\u{2019}Dowd", "Siobhan O'Dowd"));
        assert!(!same("Jane Okonjo", "Peter Okonjo"));
        assert!(!same("Jane Okonjo", "Jane Wimpole"));
        assert!(!same_person("J Okonjo", "Jane Okonjo", Matching::Strict));
        assert!(!same("", "Jane"));
    }

    #[test]
    fn sentences_that_say_the_same() {
        let same = |a, b| same_sentence(a, b, Matching::Soft);
        assert!(same("RESOLVED that the report be noted.", "That the report be noted"));
        assert!(same("<p>The Board noted it</p>", "The board noted it."));
        assert!(!same("The Board noted it", "The Clerk will write to the county"));
        assert!(!same_sentence("RESOLVED that it be noted", "that it be noted", Matching::Strict));
    }

    #[test]
    fn words_are_counted_as_often_as_they_stand() {
        assert!((dice("a a b", "a b b") - 2.0 / 3.0).abs() < 1e-9);
        assert_eq!(number(Some("7.")), Some("7".into()));
        assert_eq!(number(Some("(a)")), Some("a".into()));
        assert_eq!(number(None), None);
    }
}
