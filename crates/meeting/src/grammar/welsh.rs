//! Welsh, as far as minutes of bilingual bodies need it (record rule 31): deciding verbs, who is to do what.
//!
//! Welsh puts the verb first. `Cytunodd y Bwrdd` is "the Board agreed", `cytunwyd` the impersonal "it was agreed".

use std::ops::Range;

use types::DecisionType;

use crate::grammar::pattern;

/// The deciding verb that a sentence begins with.
pub(crate) fn deciding_in_welsh(text: &str) -> Option<(Range<usize>, DecisionType)> {
    use DecisionType as T;
    let c = pattern!(
        r"
            (?i)^\W*(?:(?:yn unfrydol|wedi trafodaeth),?\s+)?(?P<v>(?:cymeradwy|cytun|penderfyn|gwrthod|gohiri|ethol
            |penod|argymhell|cadarnha|mabwysiad|derbyni)(?:wyd|odd (?:y|yr) (?:bwrdd|cyngor|pwyllgor|gr\u{175}p
            |panel|cabinet|aelodau|bartneriaeth)|odd yr aelodau)|nododd (?:y|yr) (?:bwrdd|cyngor|pwyllgor|gr\u{175}p
            |panel|cabinet|aelodau)|diolchodd (?:y|yr) (?:bwrdd|cyngor|pwyllgor|gr\u{175}p|panel
            |aelodau))\b(?P<r>.*)$
        "
    )
    .captures(text)?;
    let (verb, rest) = (c.name("v")?, c.name("r")?.as_str());
    let lower = verb.as_str().to_lowercase();
    let has = |stem: &str| lower.starts_with(stem);
    // "Nododd y Bwrdd fod …": a fact, as "noted that".
    let fact = ["nododd", "cadarnha", "derbyni"].iter().any(|stem| has(stem))
        && pattern!(r"(?i)^\s+(?:bod|fod|y bydd|y byddai|na)\b").is_match(rest);
    // "Derbyniwyd ymddiheuriadau": apologies were received.
    let received = has("derbyni") && !pattern!(r"(?i)\b(?:cofnod|argymhell|cynnig|adroddiad)").is_match(rest);
    if fact || received {
        return None;
    }
    let minutes = pattern!(r"(?i)\bcofnod(?:ion)?\b").is_match(rest);
    let kind = match () {
        () if minutes && !has("nododd") && !has("gohir") => T::MinutesApproved,
        () if has("nododd") || has("derbyni") => T::Noted,
        () if has("cymeradwy") || has("mabwysiad") || has("cadarnha") => T::Approved,
        () if has("gwrthod") => T::Refused,
        () if has("gohir") => T::Deferred,
        () if has("ethol") => T::Elected,
        () if has("penod") => T::Appointed,
        () if has("argymhell") => T::Recommended,
        () if has("diolch") => T::Thanks,
        () if has("penderfyn") => T::Resolved,
        () => T::Agreed,
    };
    Some((verb.range(), kind))
}

/// Who is to do something: `Bydd Owain Dyfnallt yn anfon …`, `Delyth Prysor i ysgrifennu at …`.
pub(crate) fn doer_in_welsh(text: &str) -> Option<String> {
    let future = pattern!(r"^\W*(?:Bydd|Byddai)\s+(?:yr?\s+)?(?P<s>(?:\p{Lu}[\p{L}.'\u{2019}-]*\s+){1,4}?)yn\s+\p{Ll}");
    let noun = pattern!(
        r"
            ^\W*(?P<s>(?:\p{Lu}[\p{L}.'\u{2019}-]*\s+){1,4}|Pob partner\s+)i\s+(?:anfon|ysgrifennu|rannu|adolygu
            |ddarparu|drefnu|gysylltu|baratoi|gyflwyno|ddosbarthu|ofyn|lunio)\b
        "
    );
    let c = future.captures(text).or_else(|| noun.captures(text))?;
    Some(c.name("s")?.as_str().trim().to_owned())
}

/// Declares an interest: `Datganodd Siobhan Kettle fuddiant personol`. The name's place.
pub(crate) fn declares_in_welsh(text: &str) -> Option<Range<usize>> {
    let c = pattern!(r"\bDatganodd\s+(?P<n>[^.]{3,60}?)\s+(?:fuddiant|gysylltiad)\b").captures(text)?;
    c.name("n").map(|n| n.range())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_that_decide() {
        let of = |t: &str| deciding_in_welsh(t).map(|d| d.1);
        assert_eq!(of("Cytunodd y Bwrdd i gefnogi\u{2019}r cais."), Some(DecisionType::Agreed));
        assert_eq!(of("Cymeradwywyd cofnodion 5 Mai 2024 fel cofnod cywir."), Some(DecisionType::MinutesApproved));
        assert_eq!(of("Gohiriwyd yr eitem tan fis Medi."), Some(DecisionType::Deferred));
        assert_eq!(of("Nododd y Bwrdd yr adroddiad."), Some(DecisionType::Noted));
        assert_eq!(of("Nododd y Bwrdd fod troseddu wedi gostwng."), None);
        assert_eq!(of("Nodwyd bod troseddu wedi gostwng."), None);
        assert_eq!(of("Mae\u{2019}r Bwrdd Rhanbarthol wedi cytuno ar dair blaenoriaeth."), None);
    }

    #[test]
    fn who_is_to_do_something() {
        assert_eq!(doer_in_welsh("Bydd Dr Llwyd yn anfon y ffurflen.").as_deref(), Some("Dr Llwyd"));
        assert_eq!(doer_in_welsh("Delyth Prys i ysgrifennu at y cwmni.").as_deref(), Some("Delyth Prys"));
        assert_eq!(doer_in_welsh("Bydd y tywydd yn oer."), None);
    }
}
