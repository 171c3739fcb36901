//! Sentences, with their places.

use std::ops::Range;

use crate::grammar::pattern;

/// The sentences of a text as ranges of bytes, without the white space around them.
pub(crate) fn split_sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut from = 0;
    // A mark, closing quotes or brackets, white space, and something that can begin a sentence.
    for (at, _) in text.match_indices(['.', '!', '?']) {
        let behind = text[at + 1..].trim_start_matches(['\u{201d}', '\u{2019}', '"', '\'', ')', ']']);
        let rest = behind.trim_start();
        let begins = rest.starts_with(|c: char| {
            c.is_uppercase() || c.is_ascii_digit() || "(\u{201c}\u{2018}\"'\u{2022}\u{a3}".contains(c)
        });
        let hour = || pattern!(r"\d\s*[ap]\.m$").is_match(&text[..at]) && begins_sentence(rest);
        if begins && rest.len() < behind.len() && (!ends_in_short_form(&text[..at]) || hour()) {
            sentences.push(from..text.len() - rest.len());
            from = text.len() - rest.len();
        }
    }
    // "… totalling $330 Carried.": what became of it stands alone, though no mark is before it.
    if let Some(c) = pattern!(r"(?P<w>[\p{L}\d%)]+)\s+(?P<v>Carried|Defeated)\W*$").captures(&text[from..])
        && let (Some(word), Some(verb)) = (c.name("w"), c.name("v"))
        && !pattern!(r"(?i)^(?:motion|amendment|resolution|vote|was|were|is|are|and|duly|\w+ly)$")
            .is_match(word.as_str())
    {
        sentences.push(from..from + verb.start());
        from += verb.start();
    }
    sentences.push(from..text.len());
    sentences.into_iter().map(|r| trim_range(text, r)).filter(|r| !r.is_empty()).collect()
}

/// The word behind an hour begins a sentence: `8:00 p.m. Carried.`, and not `8:00 p.m. Thursday`.
fn begins_sentence(rest: &str) -> bool {
    pattern!(
        r"
        ^(?:The|It|There|This|These|Those|Members|Motion|Moved|Carried|Defeated|Lost|Present|Absent|Apologies|All|No|A
        |An
        |He|She|They|Also|With|Attendees|In)\b
    "
    )
    .is_match(rest)
}

/// The range without white space at its ends.
pub(crate) fn trim_range(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(part) = text.get(range.clone()) else { return 0..0 };
    let start = range.start + (part.len() - part.trim_start().len());
    let end = range.end - (part.len() - part.trim_end().len());
    start..end.max(start)
}

/// The dot behind this text ends a short form, an initial or a number, not a sentence.
pub(crate) fn ends_in_short_form(before: &str) -> bool {
    let word = before.rsplit([' ', '(', '/', '\u{a0}']).next().unwrap_or_default();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    let dotted = word.contains('.') && word.split('.').all(|p| p.chars().count() <= 1);
    // A number with a dot begins a paragraph; "in 2019." ends one.
    let number = !word.is_empty()
        && word.len() <= 3
        && word.bytes().all(|b| b.is_ascii_digit())
        && before.trim_start().len() <= word.len();
    // "the 6th. February"
    let ordinal = pattern!(r"^\d{1,2}(?:st|nd|rd|th|ST|ND|RD|TH)$").is_match(word);
    // "Cmhlr.", "Cnllr.": a word without a vowel is one; "the PCSP." is a name.
    let unit = matches!(word, "pm" | "km" | "kg" | "mph" | "cm" | "mm" | "ml");
    let vowelless = (2..=6).contains(&word.len())
        && !unit
        && word.bytes().all(|b| b.is_ascii_alphabetic() && !b"aeiouyAEIOUY".contains(&b))
        && word.bytes().skip(1).all(|b| b.is_ascii_lowercase());
    initial
        || ordinal
        || vowelless
        || dotted
        || number
        || word.len() <= 6
            && pattern!(
                r"
            (?i)^(?:mr|mrs|ms|dr|prof|cllrs?|rev|revd|st|no|nos|para|paras|min|approx|etc|e\.g|i\.e|vs|ch|supt|insp
            |sgt|det|ald|hon|ltd|co|p|pp|ref|tel|ext|art|sec|s|yrs|inc|dept|govt|ft|viz|cf)$
        "
            )
            .is_match(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<&str> {
        split_sentences(text).into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn short_forms_do_not_end_sentences() {
        assert_eq!(
            sentences("Cllr. A. Jones (St. Mary\u{2019}s) spoke. Mr. B. Smith agreed!  It was noted."),
            ["Cllr. A. Jones (St. Mary\u{2019}s) spoke.", "Mr. B. Smith agreed!", "It was noted."]
        );
        assert_eq!(
            sentences("3. In response, 4.5 m was spent in 2019. Agreed."),
            ["3. In response, 4.5 m was spent in 2019.", "Agreed."]
        );
        assert_eq!(
            sentences("They said \u{201c}no.\u{201d} The Chair agreed"),
            ["They said \u{201c}no.\u{201d}", "The Chair agreed"]
        );
        assert_eq!(
            sentences("Proposed by Cmhlr. \u{d3} Ceallaigh. Heard by the PCSP. Noted."),
            ["Proposed by Cmhlr. \u{d3} Ceallaigh.", "Heard by the PCSP.", "Noted."]
        );
        assert_eq!(sentences("That we rise at 8:00 p.m. Carried."), ["That we rise at 8:00 p.m.", "Carried."]);
        assert_eq!(sentences("That we meet at 8:00 p.m. Monday."), ["That we meet at 8:00 p.m. Monday."]);
        assert_eq!(sentences("That we pay $330 Carried."), ["That we pay $330", "Carried."]);
        assert_eq!(sentences("It closed at 9 pm. All left."), ["It closed at 9 pm.", "All left."]);
        assert_eq!(sentences("Motion Carried."), ["Motion Carried."]);
        assert_eq!(sentences("  "), Vec::<&str>::new());
    }
}
