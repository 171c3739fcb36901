//! Lists of people: parted by commas, semicolons, lines and plurals, with posts before or behind the names.

use std::ops::Range;

use crate::grammar::name::{
    PARTICLES, Person, SUFFIXES, Word, is_honorific, is_initials, is_name_word, is_no_name, notes, read_name, words,
};
use crate::grammar::pattern;
use crate::grammar::sentence::trim_range;

/// The honorific that a plural gives to each name of its list.
pub(crate) fn plural_honorific(text: &str) -> Option<(&'static str, usize)> {
    let c = pattern!(
        r"
        ^\s*(?:(?i:and)\s+)?(?P<p>(?i:county |cty )?(?i:councillors|cllrs\.?|aldermen|messrs\.?|mesdames
        |ald)|(?:Board |Council |Committee )?(?:Members|MEMBERS)|Trustees|Directors|Commissioners|Councilmembers
        |Supervisors|Governors)(?:\s*[:\-\u{2013}])*\s+
    "
    )
    .captures(text)?;
    let word = c.name("p")?.as_str().trim_end_matches('.').to_lowercase();
    let singular = match word.as_str() {
        "aldermen" => "Alderman",
        "messrs" => "Mr",
        "mesdames" => "Mrs",
        "trustees" => "Trustee",
        "directors" => "Director",
        "commissioners" => "Commissioner",
        "councilmembers" => "Councilmember",
        "supervisors" => "Supervisor",
        "governors" => "Governor",
        w if w.ends_with("members") => "Member",
        w if w.ends_with("cllrs") => "Cllr",
        w if w.ends_with("councillors") => "Councillor",
        _ => return None,
    };
    Some((singular, c.get(0)?.len()))
}

/// The pieces of a list of people: parted by semicolons where there are any, else by commas and
/// "and", never inside brackets.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let semicolons = {
        let mut depth = 0i32;
        text.chars().any(|c| {
            depth += i32::from(matches!(c, '(' | '[')) - i32::from(matches!(c, ')' | ']'));
            c == ';' && depth <= 0
        })
    };
    let commas = split(text, false);
    if !semicolons {
        return commas;
    }
    // One semicolon in a list of commas parts nothing but its end.
    let people = |pieces: &[Range<usize>]| {
        pieces.iter().filter(|p| read_name(text[(*p).clone()].trim_start(), None).is_some()).count()
    };
    // "Chair Biggs; Members Kahn, Potter and Spencer": commas part what a plural governs.
    let parted: Vec<Range<usize>> = split(text, true)
        .into_iter()
        .flat_map(|piece| {
            let part = &text[piece.clone()];
            if plural_honorific(part).is_some() {
                let shift = |p: Range<usize>| p.start + piece.start..p.end + piece.start;
                split(part, false).into_iter().map(shift).collect()
            } else {
                vec![piece]
            }
        })
        .collect();
    if people(&commas) > people(&parted) + 1 { commas } else { parted }
}

/// Two people with nothing between them: `Councillor T Andrews Councillor N Bailie`, `P Moran A Armstrong`.
fn runs_on(text: &str, space: usize) -> bool {
    let titled = pattern!(
        r"^\s(?:Councillors?|Cllrs?|Aldermen|Alderman|Members|Trustees|Commissioners|Mr|Mrs|Ms|Miss|Dr)\b\.?\s+\p{Lu}"
    );
    if text[..space].ends_with(')') {
        // "Ann Birch (AB) Colin Dale (CD)"
        let next = read_name(text[space..].trim_start(), None).filter(|p| p.name.contains(' ') && p.prefix.is_none());
        let bracket =
            next.is_some_and(|p| text[space + 1..].get(p.name_range.end..).is_some_and(|r| r.starts_with(" (")));
        return bracket || titled.is_match(&text[space..]);
    }
    let before = text[..space].rsplit([' ', ',']).next().unwrap_or_default();
    let name = is_name_word(before) && before.chars().count() >= 3 && !is_no_name(before) && !is_honorific(before);
    if !name {
        return false;
    }
    let after = &text[space..];
    if titled.is_match(after) {
        return true;
    }
    // Initial and surname on both sides, in a list of nothing else.
    let first = pattern!(r"(?:^|[,;]\s*)(?:(?:Mr|Mrs|Ms|Miss|Dr|Cllr)\.?\s+)?\p{Lu}\.?\s\p{Lu}[\p{Ll}'\u{2019}-]+$")
        .is_match(&text[..space]);
    first && pattern!(r"^\s\p{Lu}\.?\s\p{Lu}\p{Ll}{2,}").is_match(after)
}

fn split(text: &str, semicolons: bool) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let (mut depth, mut from) = (0i32, 0);
    for (at, c) in text.char_indices() {
        depth += i32::from(matches!(c, '(' | '[')) - i32::from(matches!(c, ')' | ']'));
        depth = depth.max(0);
        if depth > 0 {
            continue;
        }
        let and = [" and ", " & ", " ac ", " a "]
            .into_iter()
            .find(|w| text[at..].starts_with(w) && (*w != " a " || text[at + 3..].starts_with("Chyng")));
        // "… Cllr H Hogan. Mrs N Cooper": a full stop before an honorific.
        let stop = || {
            c == '.'
                && pattern!(r"^\.\s+(?:Mr|Mrs|Ms|Miss|Dr|Cllrs?|Councillors?|County|Borough|District)\b")
                    .is_match(&text[at..])
        };
        let short = || {
            text[..at].ends_with(|c: char| c.is_uppercase())
                || is_honorific(text[..at].rsplit(' ').next().unwrap_or_default())
        };
        let part = match c {
            ';' => Some(1),
            ',' | '\u{2022}' | '\n' if !semicolons => Some(c.len_utf8()),
            '.' if stop() && !short() => Some(1),
            ' ' if runs_on(text, at) => Some(1),
            ' ' => and.map(str::len),
            _ => None,
        };
        if let Some(len) = part.filter(|_| at >= from) {
            pieces.push(from..at);
            from = at + len;
        }
    }
    pieces.push(from..text.len());
    pieces
}

/// All people of a list, with what is said of each. What is no name belongs to the one before it.
pub(crate) fn list_names(text: &str, plural_before: Option<&'static str>) -> Vec<Person> {
    if let Some(people) = bracketed(text) {
        return people;
    }
    let mut people: Vec<Person> = Vec::new();
    let mut group = plural_before;
    for piece in pieces(text) {
        let mut piece = trim_range(text, piece);
        if let Some(skip) =
            pattern!(r"^(?:(?i:and|also|with|plus)\s+|[\u{2022}\u{b7}\u{25aa}*-]\s*)").find(&text[piece.clone()])
        {
            piece.start += skip.end();
        }
        if let Some((singular, len)) = plural_honorific(&format!("{} ", &text[piece.clone()])) {
            group = Some(singular);
            piece.start = (piece.start + len).min(piece.end);
        }
        let part = &text[piece.clone()];
        if part.is_empty() {
            continue;
        }
        // A list governed by a plural ends where somebody has an honorific of another kind.
        let own = read_name(part, None);
        let governed = own
            .as_ref()
            .is_some_and(|p| p.prefix.as_deref().is_some_and(|p| !matches!(p, "Mrs" | "Ms" | "Miss" | "Mr" | "Dr")));
        let person = if governed { own } else { read_name(part, group).or(own) };
        let person = person
            .or_else(|| surname_that_is_a_word(part, group, people.last()))
            .or_else(|| post_first(part))
            .or_else(|| honorific_inside(part))
            .or_else(|| post_before(part))
            .or_else(|| {
                // "Pete (cctv)" among people with whole names.
                (people.len() > 1).then(|| single(part)).flatten()
            });
        // "Sheahan (J), Sheahan (K)": the initial in brackets tells two members apart.
        let person = person.map(|mut p| {
            if group.is_some() && !p.name.contains(' ') && p.notes.first().is_some_and(|n| is_initials(n)) {
                p.name = format!("{} ({})", p.name, p.notes.remove(0));
            }
            p
        });
        if let Some(several) = person.as_ref().and_then(|p| names_in_a_row(part, p)) {
            people.extend(several.into_iter().map(|p| Person {
                range: piece.start + p.range.start..piece.start + p.range.end,
                name_range: piece.start + p.name_range.start..piece.start + p.name_range.end,
                ..p
            }));
            continue;
        }
        match (person, people.last_mut()) {
            (Some(mut person), _) => {
                person.range = piece.clone();
                person.name_range = piece.start + person.name_range.start..piece.start + person.name_range.end;
                people.push(person);
            }
            (None, Some(last)) => {
                // "OBE" behind a comma, a post, an agency.
                let upper = part.trim_end_matches('.');
                if SUFFIXES.contains(&upper.split(' ').next().unwrap_or_default().to_lowercase().as_str())
                    && last.suffix.is_none()
                {
                    let suffix = upper.split(' ').next().unwrap_or_default();
                    last.suffix = Some(suffix.to_owned());
                    last.notes.extend(notes(&upper[suffix.len()..]));
                } else {
                    last.notes.extend(notes(&format!(" - {part}")));
                }
                last.range.end = piece.end;
            }
            (None, None) => {}
        }
    }
    people
}

/// `Tom Hargraves Larry Makutra`: two or three people with nothing between them, where columns were set side by side.
/// A name of four plain words is rarer than that.
fn names_in_a_row(part: &str, person: &Person) -> Option<Vec<Person>> {
    let plain = |w: &&str| {
        w.chars().filter(|c| c.is_alphabetic()).count() > 2
            && w.starts_with(char::is_uppercase)
            && w.chars().skip(1).any(char::is_lowercase)
            && !PARTICLES.contains(&w.to_lowercase().as_str())
    };
    let words: Vec<&str> = person.name.split(' ').collect();
    let several = matches!(words.len(), 4 | 6) && words.iter().all(plain);
    if !several || person.prefix.is_some() || person.suffix.is_some() || person.name_range.len() != person.name.len() {
        return None;
    }
    let mut at = person.name_range.start;
    let mut people = Vec::new();
    for pair in words.chunks(2) {
        let name = pair.join(" ");
        let end = at + name.len();
        people.push(Person { range: at..end, name_range: at..end, name, ..Person::default() });
        at = end + 1;
    }
    let last = people.last_mut()?;
    last.notes.clone_from(&person.notes);
    last.range.end = part.len();
    Some(people)
}

/// `Road` in "Cllrs Mallow, Road and Plumb": among surnames alone, a plain word is one, too.
fn surname_that_is_a_word(part: &str, group: Option<&str>, before: Option<&Person>) -> Option<Person> {
    const ALSO_SURNAMES: &[&str] = &[
        "Road", "Hall", "Church", "House", "Street", "Head", "Room", "Ward", "Care", "Ranger", "Lead", "Press", "May",
        "June", "April", "Park", "Parish", "Town", "Young", "Law", "Price", "Page", "Reeve", "Bishop", "Dean", "Judge",
    ];
    let word = part.trim_end_matches('.');
    let alone = before.is_some_and(|p| !p.name.contains(' ')) && group.is_some_and(|g| g != "Member");
    (alone && ALSO_SURNAMES.contains(&word)).then(|| Person {
        range: 0..part.len(),
        name_range: 0..word.len(),
        name: word.to_owned(),
        prefix: group.map(str::to_owned),
        ..Person::default()
    })
}

/// `Chief Executive (Mr A Smith), Director, Housing (Ms B Jones)`: posts with their holders in brackets.
fn bracketed(text: &str) -> Option<Vec<Person>> {
    let entry = pattern!(
        r"
            (?P<post>[^()]+?)\s*\((?P<n>(?:(?i:messrs|mr|mrs|ms|miss|dr|prof|cllr|councillor|sgt|insp|supt
            |pc)\b\.?\s*)[^()]{2,80})\)\s*(?:,|;|\.|\band\b)?\s*
        "
    );
    let mut people = Vec::new();
    let mut end = 0;
    for c in entry.captures_iter(text) {
        let (whole, post, names) = (c.get(0)?, c.name("post")?, c.name("n")?);
        let label = post.as_str().trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.'));
        // A name before the bracket: what is in it is somebody else's.
        let named = read_name(label, None).is_some() || plural_honorific(&format!("{label} ")).is_some();
        if named && people.is_empty() || label.is_empty() {
            return None;
        }
        // Somewhere in a long list stands an entry of another form.
        if named || whole.start() != end {
            end = whole.end();
            continue;
        }
        for mut person in list_names(names.as_str(), None) {
            person.notes.insert(0, label.to_owned());
            person.name_range = names.start() + person.name_range.start..names.start() + person.name_range.end;
            person.range = whole.start()..names.end() + 1;
            people.push(person);
        }
        end = whole.end();
    }
    /// So many entries prove the form, whatever stands at the end.
    const SURE: usize = 3;
    let whole = text[end..].trim().is_empty() || people.len() >= SURE;
    (!people.is_empty() && whole).then_some(people)
}

/// "Director of Environment – Mr D Gilfillan", "Chairman: Mr A Smith": the post stands first.
fn post_first(text: &str) -> Option<Person> {
    let c = pattern!(r"^(?P<post>[^()]{3,90}?)\s*(?:\s[-\u{2013}\u{2014}]|:)\s+").captures(text)?;
    let after = c.get(0)?.end();
    let mut person = read_name(&text[after..], None)?;
    person.notes.insert(0, c.name("post")?.as_str().trim().to_owned());
    person.name_range = person.name_range.start + after..person.name_range.end + after;
    person.range = 0..text.len();
    Some(person)
}

/// `Superintendent An Garda Siochana Mr. Brian Sugrue`, `Clerk Mrs J Todd`: what stands before the honorific is the
/// post or the agency.
fn honorific_inside(text: &str) -> Option<Person> {
    let m = pattern!(
        r"
        \s(?:(?:Mr|Mrs|Ms|Miss|Dr|Cllr|Councillor|Sgt|Insp|Supt|Revd?)\.?|(?:Chief |Det(?:ective)? )?(?:Inspector
        |Superintendent|Sergeant|Constable)|Supt)\s+\p{Lu}
    "
    )
    .find(text)?;
    let before = text[..m.start()].trim();
    if before.contains(['(', ')']) || before.is_empty() || !before.starts_with(char::is_uppercase) {
        return None;
    }
    let mut person = read_name(&text[m.start() + 1..], None)?;
    person.notes.insert(0, before.to_owned());
    person.name_range = person.name_range.start + m.start() + 1..person.name_range.end + m.start() + 1;
    person.range = 0..text.len();
    Some(person)
}

/// `Town Solicitor Saul Brack`, `Executive Secretary K Willis`: words of a post, then a whole name.
fn post_before(text: &str) -> Option<Person> {
    /// Longer entries are sentences.
    const LONGEST: usize = 8;
    let all = words(text);
    let own = all.iter().position(|w| w.ends).map_or(all.len(), |at| at + 1);
    let entry = all.get(..own)?;
    let (last, before) = entry.split_last()?;
    let (given, post) = before.split_last()?;
    let is_name = |w: &Word<'_>| is_name_word(w.bare) && !is_no_name(w.bare);
    let tells_post =
        post.iter().any(|w| is_no_name(w.bare)) && post.iter().all(|w| w.bare.starts_with(char::is_uppercase));
    if entry.len() > LONGEST || !is_name(last) || !(is_name(given) || is_initials(given.bare)) || !tells_post {
        return None;
    }
    let start = given.range.start;
    let mut person = read_name(&text[start..], None)?;
    person.notes.insert(0, text[..start].trim().to_owned());
    person.name_range = person.name_range.start + start..person.name_range.end + start;
    person.range = 0..text.len();
    Some(person)
}

/// People by their first names alone, as those list each other who know each other: `Nick, Ben and Margaret`. Read
/// only behind a label; nobody, unless nearly all entries are such names.
pub(crate) fn list_first_names(text: &str) -> Vec<Person> {
    let entry = pattern!(
        r"
            ^\s*(?:\[[A-Z]{2,3}\]\s*)?(?:(?P<o>(?:Vice[- ])?Chair(?:man|person|woman)?|(?:Vice[- ])?President
            |Mayor)\s+)?(?P<n>\p{Lu}[\p{L}\u{2019}'-]+(?: \p{Lu}[\p{L}\u{2019}'.-]*)?)\s*
            (?P<r>\([^()]{1,60}\))?[.\s]*$
        "
    );
    let mut people = Vec::new();
    let mut entries = 0;
    for piece in split(text, false).into_iter().map(|p| trim_range(text, p)).filter(|p| !p.is_empty()) {
        for part in pattern!(r"\s+(?:and|&)\s+").split(&text[piece.clone()]) {
            entries += 1;
            let start = part.as_ptr() as usize - text.as_ptr() as usize;
            let part = part.strip_prefix("and ").map_or(part, str::trim_start);
            let start = start + (text[start..].find(part).unwrap_or(0));
            let Some(c) = entry.captures(part) else { continue };
            // `HMRC`, `DfE`: agencies.
            let is_short_form = |n: &str| {
                n.chars().filter(|c| c.is_uppercase()).count() > 1 && !n.contains(['-', '\'', '\u{2019}', ' '])
            };
            let is_nobody = |n: &str| n.split(' ').any(is_no_name) || is_short_form(n);
            let Some(n) = c.name("n").filter(|n| !is_nobody(n.as_str())) else { continue };
            people.push(Person {
                range: start..start + part.trim_end().len(),
                name_range: start + n.start()..start + n.end(),
                name: n.as_str().to_owned(),
                prefix: c.name("o").map(|o| o.as_str().to_owned()),
                suffix: None,
                notes: c.name("r").map(|r| notes(r.as_str())).unwrap_or_default(),
            });
        }
    }
    let nearly_all = entries >= 2 && people.len() * 10 >= entries * 8;
    if nearly_all { people } else { Vec::new() }
}

/// One name and what is said of it in brackets.
fn single(text: &str) -> Option<Person> {
    let c = pattern!(r"^(?P<n>\p{Lu}[\p{L}'\u{2019}-]{2,20})\s*\((?P<a>[^()]{2,60})\)").captures(text)?;
    let name = c.name("n")?;
    (!is_no_name(name.as_str())).then(|| Person {
        range: 0..text.len(),
        name_range: name.range(),
        name: name.as_str().to_owned(),
        prefix: None,
        suffix: None,
        notes: notes(&text[name.end()..]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        list_names(text, None).into_iter().map(|p| p.name).collect()
    }

    #[test]
    fn people_with_nothing_between_them() {
        let names = |t: &str| list_names(t, None).into_iter().map(|p| p.name).collect::<Vec<_>>();
        assert_eq!(names("Councillor T Andrews Councillor N Bolt Alderman R Poe"), ["T Andrews", "N Bolt", "R Poe"]);
        assert_eq!(names("R Healey, P Moran A Armstrong"), ["R Healey", "P Moran", "A Armstrong"]);
        assert_eq!(names("Jane A Smith, Councillor Mrs P Dewsnap"), ["Jane A Smith", "P Dewsnap"]);
        assert_eq!(names("Cllr H Hogan. Mrs N Cooper (Clerk)"), ["H Hogan", "N Cooper"]);
        assert_eq!(
            names("Mrs C Cann, Mrs P Bullas, Mr M Dawson; Mr R Rock"),
            ["C Cann", "P Bullas", "M Dawson", "R Rock"]
        );
        assert_eq!(names("Mrs R Crisp-Chair, Mr Martin Storey Norfolk County Council"), ["R Crisp", "Martin Storey"]);
    }

    #[test]
    fn one_person() {
        for (text, name, prefix, suffix, notes) in [
            ("Mr P M Hill, OBE (Chairman)", "P M Hill", Some("Mr"), Some("OBE"), vec!["Chairman"]),
            ("Julie Rogers (JRo) \u{2013} Chair", "Julie Rogers", None, None, vec!["JRo", "Chair"]),
            ("T/DCI Kris Hill", "Kris Hill", Some("T/DCI"), None, vec![]),
            ("Ch. Supt. Luke Collison", "Luke Collison", Some("Ch. Supt."), None, vec![]),
            ("PC 4417 Dov Lister", "Dov Lister", Some("PC"), None, vec![]),
            (
                "DS Hari Venkataraman (Wenshire Police) \u{2013} item 5 only",
                "Hari Venkataraman",
                Some("DS"),
                None,
                vec!["Wenshire Police", "item 5 only"],
            ),
            ("Councillors Fiona DALGETTY (Convener)", "Fiona Dalgetty", Some("Councillor"), None, vec!["Convener"]),
            ("D Exall", "D Exall", None, None, vec![]),
            (
                "Director of Environment \u{2013} Mr D Gilfillan",
                "D Gilfillan",
                Some("Mr"),
                None,
                vec!["Director of Environment"],
            ),
            ("Cllr Linda de Vries", "Linda de Vries", Some("Cllr"), None, vec![]),
            ("Craig Rennie, Depute Clerk to the Board", "Craig Rennie", None, None, vec!["Depute Clerk to the Board"]),
        ] {
            let people = list_names(text, None);
            assert_eq!(people.len(), 1, "{text}: {people:?}");
            let p = &people[0];
            assert_eq!((p.name.as_str(), p.prefix.as_deref(), p.suffix.as_deref()), (name, prefix, suffix), "{text}");
            assert_eq!(p.notes, notes, "{text}");
        }
    }

    #[test]
    fn lists_of_people() {
        assert_eq!(
            names("Councillors Donegan, Gleeson, O'Donnell and Teefy."),
            ["Donegan", "Gleeson", "O'Donnell", "Teefy"]
        );
        assert_eq!(
            names("Cllrs Magda Atkins, Roger Morris (late arrival), and Niki Gordon"),
            ["Magda Atkins", "Roger Morris", "Niki Gordon"]
        );
        assert_eq!(
            names("Superintendent M Carlin and Inspector J Lyttle, District Policing Command"),
            ["M Carlin", "J Lyttle"]
        );
        assert_eq!(names("Mr A Smith (Director of Law and Governance); Ms B Jones"), ["A Smith", "B Jones"]);
        assert_eq!(names("R Sproule, W Tweedie MBE (Vice-Chairperson)"), ["R Sproule", "W Tweedie"]);
    }

    #[test]
    fn what_is_no_person() {
        for text in [
            "Kent Police",
            "None received",
            "There were no apologies",
            "Head of Service",
            "Essex County Council",
            "All members",
            "NHS",
            "Microsoft Teams",
        ] {
            assert!(list_names(text, None).is_empty(), "{text}: {:?}", list_names(text, None));
        }
    }
}
